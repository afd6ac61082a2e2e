/* test_parser_errors.c - the errors of the format that are not the INDEX's own, from every field that can raise them,
 * with their place, the place that they contradict and their entry.  Each input is the format's example with some
 * edits, and is cut in every way that cases.h says. */
#include "unit.h"

#include "cases.h"
#include "trace.h"

#define FIRST_ENTRY "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
#define SECOND_ENTRY "853ff93762a06ddbf722c4ebe9ddd66d8f63ddaea97f521c3ecc20da7c976020"
#define THIRD_ENTRY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define THIRD_HEADER "=== FILE 0 b/\xC3\xA9\n"

/* -- First line -- */

static void bad_magic_is_the_first_byte_that_differs(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"a page of HTML", SB_BAD_MAGIC, NO_ENTRY, {{"=== SEED", AT "<html>"}}},
      {"a byte order mark", SB_BAD_MAGIC, NO_ENTRY, {{"=== SEED", AT "\xEF\xBB\xBF=== SEED"}}},
      {"a blank line first", SB_BAD_MAGIC, NO_ENTRY, {{"=== SEED", AT "\n=== SEED"}}},
      {"a NUL", SB_BAD_MAGIC, NO_ENTRY, {{"=== SEED", "==" AT NUL " SEED"}}},
      {"lower case", SB_BAD_MAGIC, NO_ENTRY, {{"SEED-BUNDLE", "SEED-" AT "bundle"}}},
      {"no space before the version", SB_BAD_MAGIC, NO_ENTRY, {{"BUNDLE 1", "BUNDLE" AT "1"}}},
      {"a CR in the word", SB_BAD_MAGIC, NO_ENTRY, {{"BUNDLE 1", "BUNDLE" AT "\r\n"}}},
      {"an LF in the word", SB_BAD_MAGIC, NO_ENTRY, {{"BUNDLE 1", "BUN" AT "\n"}}},
      {"another format of this family", SB_BAD_MAGIC, NO_ENTRY, {{"SEED-BUNDLE", "SEED-" AT "INDEX"}}},
      {"a short file that is already wrong", SB_BAD_MAGIC, NO_ENTRY, {{"=== SEED", "=== " AT "F" CUT}}},
      {"one wrong byte alone", SB_BAD_MAGIC, NO_ENTRY, {{"=== SEED", AT "P" CUT}}},
  };
  CHECK_CASES(cases, NULL);
}

static void bad_version_is_the_whole_version(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"version 2", SB_BAD_VERSION, NO_ENTRY, {{"BUNDLE 1", "BUNDLE " AT "2"}}},
      {"version 0", SB_BAD_VERSION, NO_ENTRY, {{"BUNDLE 1", "BUNDLE " AT "0"}}},
      {"version 10 is not 1 and something", SB_BAD_VERSION, NO_ENTRY, {{"BUNDLE 1", "BUNDLE " AT "10"}}},
      {"version 1.0", SB_BAD_VERSION, NO_ENTRY, {{"BUNDLE 1", "BUNDLE " AT "1.0"}}},
      {"a leading zero", SB_BAD_VERSION, NO_ENTRY, {{"BUNDLE 1", "BUNDLE " AT "01"}}},
      {"a space after it", SB_BAD_VERSION, NO_ENTRY, {{"BUNDLE 1", "BUNDLE " AT "1 "}}},
      {"a space before it", SB_BAD_VERSION, NO_ENTRY, {{"BUNDLE 1", "BUNDLE " AT " 1"}}},
      {"no version", SB_BAD_VERSION, NO_ENTRY, {{"BUNDLE 1\n", "BUNDLE " AT "\n"}}},
      {"a CR in its place", SB_BAD_VERSION, NO_ENTRY, {{"BUNDLE 1\n", "BUNDLE " AT "\r\n"}}},
      {"version 2 and nothing else", SB_BAD_VERSION, NO_ENTRY, {{"BUNDLE 1\n", "BUNDLE " AT "2" CUT}}},
  };
  CHECK_CASES(cases, NULL);
}

/* -- Words -- */

static void bad_keyword_is_the_first_byte_that_differs(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"a blank line before INDEX", SB_BAD_KEYWORD, NO_ENTRY, {{"=== INDEX", AT "\n=== INDEX"}}},
      {"a comment before INDEX", SB_BAD_KEYWORD, NO_ENTRY, {{"=== INDEX", AT "# note\n=== INDEX"}}},
      {"a CR before INDEX", SB_BAD_KEYWORD, NO_ENTRY, {{"=== INDEX", AT "\r=== INDEX"}}},
      {"INDEX in lower case", SB_BAD_KEYWORD, NO_ENTRY, {{"=== INDEX", "=== " AT "index"}}},
      {"INDEX and a tab", SB_BAD_KEYWORD, NO_ENTRY, {{"=== INDEX 3", "=== INDEX" AT "\t3"}}},
      {"a word that begins like INDEX", SB_BAD_KEYWORD, NO_ENTRY, {{"=== INDEX 3", "=== INDEX" AT "ES 3"}}},
      {"DIGEST where INDEX is due", SB_BAD_KEYWORD, NO_ENTRY, {{"=== INDEX 3 18\n", "=== " AT "DIGEST "}}},
      {"a blank line before DIGEST", SB_BAD_KEYWORD, NO_ENTRY, {{"=== DIGEST", AT "\n=== DIGEST"}}},
      {"an upper-case hex digit is no entry", SB_BAD_KEYWORD, NO_ENTRY, {{"=== DIGEST", AT "F=== DIGEST"}}},
      {"FILE where DIGEST is due", SB_BAD_KEYWORD, NO_ENTRY, {{"=== DIGEST", "=== " AT "FILE"}}},
      {"two spaces after DIGEST's equals signs", SB_BAD_KEYWORD, NO_ENTRY, {{"=== DIGEST", "=== " AT " DIGEST"}}},
      {"a blank line before the first FILE", SB_BAD_KEYWORD, 0, {{"=== FILE 5", AT "\n=== FILE 5"}}},
      {"a blank line before the second FILE", SB_BAD_KEYWORD, 1, {{"=== FILE 13", AT "\n=== FILE 13"}}},
      {"a CR before FILE", SB_BAD_KEYWORD, 1, {{"=== FILE 13", AT "\r=== FILE 13"}}},
      {"FILE in lower case", SB_BAD_KEYWORD, 0, {{"=== FILE 5", "=== " AT "file 5"}}},
      {"a CR after FILE", SB_BAD_KEYWORD, 0, {{"=== FILE 5", "=== FILE" AT "\r5"}}},
      {"INDEX where FILE is due", SB_BAD_KEYWORD, 0, {{"=== FILE 5", "=== " AT "INDEX 5"}}},
      {"an LF in the word FILE", SB_BAD_KEYWORD, 2, {{"=== FILE 0", "=== FI" AT "\nLE 0"}}},
      {"a blank line before END", SB_BAD_KEYWORD, NO_ENTRY, {{"=== END", AT "\n=== END"}}},
      {"END in lower case", SB_BAD_KEYWORD, NO_ENTRY, {{"=== END", "=== " AT "end"}}},
      {"a space after END", SB_BAD_KEYWORD, NO_ENTRY, {{"=== END", "=== END" AT " "}}},
      {"a longer word than END", SB_BAD_KEYWORD, NO_ENTRY, {{"=== END", "=== END" AT "X"}}},
      {"a shorter word than END", SB_BAD_KEYWORD, NO_ENTRY, {{"=== END\n", "=== EN" AT "\n"}}},
      {"DIGEST where END is due", SB_BAD_KEYWORD, NO_ENTRY, {{"=== END", "=== " AT "DIGEST"}}},
      {"END that is cut short and wrong", SB_BAD_KEYWORD, NO_ENTRY, {{"=== END", "=== E" AT "X" CUT}}},
      {"INDEX that is cut short and wrong", SB_BAD_KEYWORD, NO_ENTRY, {{"=== INDEX", "=== I" AT "M" CUT}}},
  };
  CHECK_CASES(cases, NULL);
}

static void carriage_return_stands_where_an_lf_is_due(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"after the version", SB_CARRIAGE_RETURN, NO_ENTRY, {{"BUNDLE 1\n", "BUNDLE 1" AT "\r\n"}}},
      {"after the version, alone", SB_CARRIAGE_RETURN, NO_ENTRY, {{"BUNDLE 1\n", "BUNDLE 1" AT "\r"}}},
      {"after the version, and nothing more", SB_CARRIAGE_RETURN, NO_ENTRY, {{"BUNDLE 1\n", "BUNDLE 1" AT "\r" CUT}}},
      {"after the total", SB_CARRIAGE_RETURN, NO_ENTRY, {{"3 18\n", "3 18" AT "\r\n"}}},
      {"after a wrong total: form before value", SB_CARRIAGE_RETURN, NO_ENTRY, {{"3 18\n", "0 18" AT "\r\n"}}},
      {"after a name", SB_CARRIAGE_RETURN, 0, {{"a.txt\n", "a.txt" AT "\r\n"}}},
      {"in a name", SB_CARRIAGE_RETURN, 1, {{"b/c.txt\n", "b/c" AT "\r.txt\n"}}},
      {"in the place of a name", SB_CARRIAGE_RETURN, 1, {{"b/c.txt\n", AT "\r\n"}}},
      {"after the last entry's name", SB_CARRIAGE_RETURN, 2, {{"0 b/\xC3\xA9\n", "0 b/\xC3\xA9" AT "\r\n"}}},
      {"after DIGEST", SB_CARRIAGE_RETURN, NO_ENTRY, {{"=== FILE 5", AT "\r=== FILE 5"}, {"\n" AT "\r", AT "\r\n"}}},
      {"after a wrong DIGEST: form before value",
       SB_CARRIAGE_RETURN,
       NO_ENTRY,
       {{"5 a.txt", UNSEALED "5 a.tzt"}, {"=== FILE 5", AT "\r=== FILE 5"}, {"\n" AT "\r", AT "\r\n"}}},
      {"after a header", SB_CARRIAGE_RETURN, 0, {{"=== FILE 5 a.txt\n", "=== FILE 5 a.txt" AT "\r\n"}}},
      {"after the last header", SB_CARRIAGE_RETURN, 2, {{THIRD_HEADER, "=== FILE 0 b/\xC3\xA9" AT "\r\n"}}},
      {"after a payload", SB_CARRIAGE_RETURN, 0, {{"hello\n", "hello" AT "\r\n"}}},
      {"after a payload that ends in LF", SB_CARRIAGE_RETURN, 1, {{"world\n\n", "world\n" AT "\r\n"}}},
      {"after an empty payload", SB_CARRIAGE_RETURN, 2, {{"\n=== END", AT "\r\n=== END"}}},
      {"after END", SB_CARRIAGE_RETURN, NO_ENTRY, {{"=== END\n", "=== END" AT "\r\n"}}},
      {"after END, and nothing more", SB_CARRIAGE_RETURN, NO_ENTRY, {{"=== END\n", "=== END" AT "\r" CUT}}},
  };
  CHECK_CASES(cases, NULL);
}

/* -- Blocks -- */

static void missing_file_is_the_line_that_ends_the_bundle(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"the last block is missing",
       SB_MISSING_FILE,
       2,
       {{THIRD_ENTRY, RELATED THIRD_ENTRY}, {THIRD_HEADER "\n=== END", AT "=== END"}}},
      {"all blocks but the first are missing",
       SB_MISSING_FILE,
       1,
       {{SECOND_ENTRY, RELATED SECOND_ENTRY}, {"=== FILE 13", AT "=== END\n=== FILE 13"}}},
      {"all blocks are missing",
       SB_MISSING_FILE,
       0,
       {{FIRST_ENTRY, RELATED FIRST_ENTRY}, {"=== FILE 5", AT "=== END\n=== FILE 5"}}},
      {"known at the E", SB_MISSING_FILE, 0, {{FIRST_ENTRY, RELATED FIRST_ENTRY}, {"=== FILE 5", AT "=== E" CUT}}},
      {"and whatever follows it",
       SB_MISSING_FILE,
       0,
       {{FIRST_ENTRY, RELATED FIRST_ENTRY}, {"=== FILE 5", AT "=== EX\r"}}},
      {"not before it", SB_TRUNCATED, 0, {{"=== FILE 5", "=== " CUT}}},
  };
  CHECK_CASES(cases, NULL);
}

static void extra_file_is_the_block_that_no_entry_names(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"a block too many",
       SB_EXTRA_FILE,
       NO_ENTRY,
       {{"INDEX 3", "INDEX " RELATED "3"}, {"=== END", AT "=== FILE 0 z\n\n=== END"}}},
      {"the last block twice",
       SB_EXTRA_FILE,
       NO_ENTRY,
       {{"INDEX 3", "INDEX " RELATED "3"}, {"=== END", AT THIRD_HEADER "\n=== END"}}},
      {"known at the F", SB_EXTRA_FILE, NO_ENTRY, {{"INDEX 3", "INDEX " RELATED "3"}, {"=== END", AT "=== F" CUT}}},
      {"and whatever follows it",
       SB_EXTRA_FILE,
       NO_ENTRY,
       {{"INDEX 3", "INDEX " RELATED "3"}, {"=== END", AT "=== F\r\n"}}},
      {"not before it", SB_TRUNCATED, NO_ENTRY, {{"=== END", "=== " CUT}}},
  };
  CHECK_CASES(cases, NULL);
}

static void header_mismatch_is_the_first_byte_that_differs(void **state) {
  (void)state;
  static const struct edit first_size = {FIRST_ENTRY " 5", FIRST_ENTRY " " RELATED "5"};
  const struct error_case cases[] = {
      {"another size", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a", "FILE " AT "6 a"}}},
      {"a longer size", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a", "FILE 5" AT "5 a"}}},
      {"a leading zero", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a", "FILE " AT "05 a"}}},
      {"no size", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a", "FILE " AT "a"}}},
      {"two spaces before the size", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a", "FILE " AT " 5 a"}}},
      {"two spaces before the name", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a", "FILE 5 " AT " a"}}},
      {"an LF behind the size", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a", "FILE 5" AT "\na"}}},
      {"a CR behind the size", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a", "FILE 5" AT "\ra"}}},
      {"another name", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a", "FILE 5 " AT "b"}}},
      {"another last letter", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a.txt", "FILE 5 a.tx" AT "x"}}},
      {"a shorter name", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a.txt", "FILE 5 a.tx" AT ""}}},
      {"a longer name", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a.txt", "FILE 5 a.txt" AT "t"}}},
      {"a space behind the name", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a.txt", "FILE 5 a.txt" AT " "}}},
      {"a CR in the name", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a.txt", "FILE 5 a.tx" AT "\rt"}}},
      {"a forbidden byte is a byte like others", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a", "FILE 5 " AT NUL}}},
      {"cut short and wrong", SB_HEADER_MISMATCH, 0, {first_size, {"FILE 5 a", "FILE 5 " AT "b" CUT}}},
      {"the next document's header",
       SB_HEADER_MISMATCH,
       1,
       {{SECOND_ENTRY " 13", SECOND_ENTRY " " RELATED "13"}, {"=== FILE 13 b/c.txt", "=== FILE " AT "0 b/\xC3\xA9"}}},
      {"the last document's header, another character",
       SB_HEADER_MISMATCH,
       2,
       {{THIRD_ENTRY " 0", THIRD_ENTRY " " RELATED "0"}, {THIRD_HEADER, "=== FILE 0 b/\xC3" AT "\xA8\n"}}},
  };
  CHECK_CASES(cases, NULL);
}

static void payload_digest_mismatch_is_the_payload(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"the first byte", SB_PAYLOAD_DIGEST_MISMATCH, 0, {{FIRST_ENTRY, RELATED FIRST_ENTRY}, {"hello", AT "jello"}}},
      {"the last byte", SB_PAYLOAD_DIGEST_MISMATCH, 0, {{FIRST_ENTRY, RELATED FIRST_ENTRY}, {"hello", AT "hella"}}},
      {"known at the last byte",
       SB_PAYLOAD_DIGEST_MISMATCH,
       0,
       {{FIRST_ENTRY, RELATED FIRST_ENTRY}, {"hello", AT "jello" CUT}}},
      {"not before it", SB_TRUNCATED, 0, {{"hello", "jell" CUT}}},
      {"before the bad LF after it",
       SB_PAYLOAD_DIGEST_MISMATCH,
       0,
       {{FIRST_ENTRY, RELATED FIRST_ENTRY}, {"hello\n", AT "jello\r"}}},
      {"a payload cut short takes the LF and is not itself",
       SB_PAYLOAD_DIGEST_MISMATCH,
       0,
       {{FIRST_ENTRY, RELATED FIRST_ENTRY}, {"hello", AT "hell"}}},
      {"the second document",
       SB_PAYLOAD_DIGEST_MISMATCH,
       1,
       {{SECOND_ENTRY, RELATED SECOND_ENTRY}, {"hello, world", AT "hello, World"}}},
      {"an empty document, known at its header's LF",
       SB_PAYLOAD_DIGEST_MISMATCH,
       2,
       {{THIRD_ENTRY, RELATED FIRST_ENTRY}, {THIRD_HEADER, THIRD_HEADER AT CUT}}},
      {"the last digit of an entry's digest",
       SB_PAYLOAD_DIGEST_MISMATCH,
       0,
       {{FIRST_ENTRY, RELATED FIRST_ENTRY}, {"938b9824 5", "938b9825 5"}, {"hello", AT "hello"}}},
  };
  CHECK_CASES(cases, NULL);
}

static void bad_payload_end_is_the_byte_behind_the_payload(void **state) {
  (void)state;
  static const struct edit first_size = {FIRST_ENTRY " 5", FIRST_ENTRY " " RELATED "5"};
  const struct error_case cases[] = {
      {"a longer payload", SB_BAD_PAYLOAD_END, 0, {first_size, {"hello", "hello" AT "!"}}},
      {"no LF", SB_BAD_PAYLOAD_END, 0, {first_size, {"hello\n=", "hello" AT "="}}},
      {"a NUL", SB_BAD_PAYLOAD_END, 0, {first_size, {"hello\n", "hello" AT NUL}}},
      {"a space, and nothing more", SB_BAD_PAYLOAD_END, 0, {first_size, {"hello\n", "hello" AT " " CUT}}},
      {"an empty payload that is not empty",
       SB_BAD_PAYLOAD_END,
       2,
       {{THIRD_ENTRY " 0", THIRD_ENTRY " " RELATED "0"}, {THIRD_HEADER, THIRD_HEADER AT "x"}}},
  };
  CHECK_CASES(cases, NULL);
}

/* -- The end -- */

static void trailing_data_is_the_first_byte_after_the_bundle(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"an LF", SB_TRAILING_DATA, NO_ENTRY, {{"=== END\n", "=== END\n" AT "\n"}}},
      {"a CR", SB_TRAILING_DATA, NO_ENTRY, {{"=== END\n", "=== END\n" AT "\r"}}},
      {"a NUL", SB_TRAILING_DATA, NO_ENTRY, {{"=== END\n", "=== END\n" AT NUL}}},
      {"a second END", SB_TRAILING_DATA, NO_ENTRY, {{"=== END\n", "=== END\n" AT "=== END\n"}}},
      {"a FILE block", SB_TRAILING_DATA, NO_ENTRY, {{"=== END\n", "=== END\n" AT "=== FILE 0 z\n\n"}}},
      {"another bundle", SB_TRAILING_DATA, NO_ENTRY, {{"=== END\n", "=== END\n" AT "=== SEED-BUNDLE 1\n"}}},
  };
  CHECK_CASES(cases, NULL);
}

static void truncated_is_the_end_of_an_input_that_is_right_so_far(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"nothing at all", SB_TRUNCATED, NO_ENTRY, {{"=== SEED", CUT}}},
      {"in the magic", SB_TRUNCATED, NO_ENTRY, {{"=== SEED", "=== SE" CUT}}},
      {"before the version", SB_TRUNCATED, NO_ENTRY, {{"BUNDLE 1", "BUNDLE " CUT}}},
      {"before the first LF", SB_TRUNCATED, NO_ENTRY, {{"BUNDLE 1", "BUNDLE 1" CUT}}},
      {"before INDEX", SB_TRUNCATED, NO_ENTRY, {{"=== INDEX", CUT}}},
      {"in the count", SB_TRUNCATED, NO_ENTRY, {{"INDEX 3", "INDEX 3" CUT}}},
      {"in a total that may be right", SB_TRUNCATED, NO_ENTRY, {{"INDEX 3 18", "INDEX 0 18" CUT}}},
      {"before an entry", SB_TRUNCATED, 1, {{SECOND_ENTRY, CUT}}},
      {"in an entry's digest", SB_TRUNCATED, 1, {{SECOND_ENTRY, "853" CUT}}},
      {"in a name", SB_TRUNCATED, 0, {{"a.txt", "a.t" CUT}}},
      {"in a name that would be a duplicate", SB_TRUNCATED, 1, {{"b/c.txt", "a.txt" CUT}}},
      {"in a name that would be out of order", SB_TRUNCATED, 1, {{"b/c.txt", "a" CUT}}},
      {"in a name that would be two dots", SB_TRUNCATED, 0, {{"a.txt", ".." CUT}}},
      {"in a name that would end in a space", SB_TRUNCATED, 0, {{"a.txt", "a " CUT}}},
      {"in a character of a name", SB_TRUNCATED, 2, {{"b/\xC3\xA9", "b/\xC3" CUT}}},
      {"before a name", SB_TRUNCATED, 0, {{"5 a.txt", "5 " CUT}}},
      {"before DIGEST", SB_TRUNCATED, NO_ENTRY, {{"=== DIGEST", CUT}}},
      {"before FILE", SB_TRUNCATED, 0, {{"=== FILE 5", CUT "=== FILE 5"}}},
      {"in a header", SB_TRUNCATED, 1, {{"=== FILE 13 b/c", "=== FILE 13 b/" CUT}}},
      {"before a payload", SB_TRUNCATED, 1, {{"hello, world", CUT}}},
      {"in a payload", SB_TRUNCATED, 1, {{"hello, world", "hello, w" CUT}}},
      {"before the LF after a payload", SB_TRUNCATED, 0, {{"hello", "hello" CUT}}},
      {"before END", SB_TRUNCATED, NO_ENTRY, {{"=== END", CUT}}},
      {"before the last LF", SB_TRUNCATED, NO_ENTRY, {{"=== END", "=== END" CUT}}},
  };
  CHECK_CASES(cases, NULL);
}

/* -- Every byte of every word -- */

/* A word of the example, and what another byte in it is. */
struct word {
  const char *line;  /* begins at an occurrence of this text */
  size_t size;       /* bytes of the word */
  enum sb_code code; /* of a byte that differs, at its own place */
  uint64_t entry;
};

static const struct word words[] = {
    {"=== SEED-BUNDLE 1\n", 16, SB_BAD_MAGIC, NO_ENTRY},
    {"=== INDEX 3", 10, SB_BAD_KEYWORD, NO_ENTRY},
    {"=== DIGEST", 11, SB_BAD_KEYWORD, NO_ENTRY},
    {"=== FILE 5 ", 9, SB_BAD_KEYWORD, 0},
    {"=== FILE 13 ", 9, SB_BAD_KEYWORD, 1},
    {"=== FILE 0 ", 9, SB_BAD_KEYWORD, 2},
    {"=== END\n", 8, SB_BAD_KEYWORD, NO_ENTRY},
};

static bool is_lower_hex(unsigned byte) { return byte != 0 && strchr("0123456789abcdef", (int)byte) != NULL; }

/* What this byte is at this place of the word; some bytes say more than that a word is wrong. */
static struct sb_error expected_error(const struct word *word, const struct buffer *bundle, size_t at, unsigned byte) {
  const size_t line = buffer_find(bundle, word->line, 0);
  const uint64_t count = buffer_find(bundle, "3 18", 0);
  struct sb_error error = {word->code, line + at, SB_NO_OFFSET, word->entry};
  if (strcmp(word->line, "=== DIGEST") == 0 && at == 0 && is_lower_hex(byte))
    error = (struct sb_error){SB_COUNT_MISMATCH, line, count, NO_ENTRY};
  if (strcmp(word->line, "=== END\n") == 0 && at == 4 && byte == 'F')
    error = (struct sb_error){SB_EXTRA_FILE, line, count, NO_ENTRY};
  if (strcmp(word->line, "=== END\n") == 0 && at == 7 && byte == '\r')
    error.code = SB_CARRIAGE_RETURN;
  static const char *const digests[] = {FIRST_ENTRY, SECOND_ENTRY, THIRD_ENTRY};
  if (word->entry != NO_ENTRY && at == 4 && byte == 'E')
    error = (struct sb_error){SB_MISSING_FILE, line, buffer_find(bundle, digests[word->entry], 0), word->entry};
  return error;
}

static void every_other_byte_of_every_word_is_reported_at_its_place(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  struct buffer log = {0};
  for (size_t i = 0; i < COUNT_OF(words); i++) {
    const size_t line = buffer_find(&bundle, words[i].line, 0);
    for (size_t at = 0; at < words[i].size; at++) {
      for (unsigned other = 1; other < 256; other++) {
        const uint8_t right = bundle.data[line + at];
        const unsigned byte = right ^ other;
        const struct sb_error expected = expected_error(&words[i], &bundle, at, byte);
        bundle.data[line + at] = (uint8_t)byte;
        const size_t cut = line + at + byte % 2;
        const struct cutting cutting = {.cuts = &cut, .cut_count = 1};
        const struct sb_error error = trace_bundle(&log, bundle.data, bundle.size, NULL, &cutting).error;
        bundle.data[line + at] = right;
        assert_string_equal(sb_code_name(error.code), sb_code_name(expected.code));
        assert_true(error.offset == expected.offset && error.related == expected.related);
        assert_true(error.entry == expected.entry);
      }
    }
  }
  buffer_free(&log);
  buffer_free(&bundle);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bad_magic_is_the_first_byte_that_differs),
      cmocka_unit_test(bad_version_is_the_whole_version),
      cmocka_unit_test(bad_keyword_is_the_first_byte_that_differs),
      cmocka_unit_test(carriage_return_stands_where_an_lf_is_due),
      cmocka_unit_test(missing_file_is_the_line_that_ends_the_bundle),
      cmocka_unit_test(extra_file_is_the_block_that_no_entry_names),
      cmocka_unit_test(header_mismatch_is_the_first_byte_that_differs),
      cmocka_unit_test(payload_digest_mismatch_is_the_payload),
      cmocka_unit_test(bad_payload_end_is_the_byte_behind_the_payload),
      cmocka_unit_test(trailing_data_is_the_first_byte_after_the_bundle),
      cmocka_unit_test(truncated_is_the_end_of_an_input_that_is_right_so_far),
      cmocka_unit_test(every_other_byte_of_every_word_is_reported_at_its_place),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_golden.c - what the parser says of chosen inputs, event by event, against files that people have reviewed.
 *
 * Each case makes an input; golden/<case>.trace holds it in text, then the parser's events as trace.h describes them.
 * When a change of the events is meant, write the files again and review the difference as you would code:
 *
 *     SEEDBUNDLE_REWRITE_GOLDEN=1 ctest --test-dir BUILD -R '^golden$'
 *     git diff tests/golden */
#include "unit.h"

#include <dirent.h>
#include <stdio.h>

#include "bundle.h"
#include "trace.h"

#define TEXT(name, text)                                                                                               \
  { (name), (text), sizeof(text) - 1 }

enum { KEEP_GOING = 1, REQUIRE_UTF8 = 2, SKIP_DIGESTS = 4, CONCATENATED = 8, TWO_FILES = 16 };

/* Bundles to begin with, which are this test's own: files that were reviewed should not change with anything else. */
enum base { EMPTY, EXAMPLE, FOLDERS, HOSTILE, BYTES };

static const struct document example[] = {TEXT("a.txt", "hello"), TEXT("b/c.txt", "hello, world\n"),
                                          TEXT("b/\xC3\xA9", "")};
static const struct document folders[] = {TEXT("a/b/..c", ""), TEXT("a b/x", "\n"), TEXT("a.b", ""),
                                          TEXT("a0", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8C\xB1"),
                                          TEXT("\xE2\x82\xAC/\xF0\x9F\x8C\xB1", "seed")};
static const struct document hostile[] = {
    TEXT("bundle", "=== SEED-BUNDLE 1\n=== INDEX 0 0\n=== DIGEST "
                   "04779beb3bbc3479f720626f528d8700877f4309a7cfa87edfdd92ea21bf6cb6\n=== END\n"),
    TEXT("end", "=== END"), TEXT("lines", "\n=== FILE 3 end\n=== END\n\r"), TEXT("nul", "\0")};

static struct buffer make_base(enum base base) {
  uint8_t every_byte[256];
  for (size_t i = 0; i < sizeof every_byte; i++)
    every_byte[i] = (uint8_t)i;
  switch (base) {
  case EMPTY:
    return bundle_make(NULL, 0);
  case EXAMPLE:
    return bundle_make(example, COUNT_OF(example));
  case FOLDERS:
    return bundle_make(folders, COUNT_OF(folders));
  case HOSTILE:
    return bundle_make(hostile, COUNT_OF(hostile));
  case BYTES:
    break;
  }
  return bundle_make(&(struct document){"bytes", every_byte, sizeof every_byte}, 1);
}

struct golden {
  const char *name;
  const char *about;
  enum base base; /* the bundle that is changed */
  unsigned options;
  struct {
    const char *find, *replace; /* in the bundle; NULL: nothing more is changed */
    bool reseal;                /* DIGEST is made right again */
  } edits[3];
  size_t cut; /* above 0: only so many bytes of it */
};

static const struct golden cases[] = {
    {.name = "empty_bundle_is_read", .about = "no documents", .base = EMPTY},
    {.name = "example_is_read", .about = "the bundle of the format's description", .base = EXAMPLE},
    {.name = "folders_are_read",
     .about = "names around the path order, characters of one to four bytes, empty documents",
     .base = FOLDERS},
    {.name = "hostile_documents_are_read",
     .about = "documents that hold a bundle and structural lines: only lengths count",
     .base = HOSTILE},
    {.name = "every_byte_value_is_read", .about = "a document of all 256 bytes", .base = BYTES},

    {.name = "damaged_document_is_a_problem_to_go_on_from",
     .about = "one byte of the first document changed: the others are still read",
     .base = EXAMPLE,
     .options = KEEP_GOING,
     .edits = {{"hello", "jello", false}}},
    {.name = "damaged_document_ends_the_parse",
     .about = "one byte of the first document changed, without keep_going",
     .base = EXAMPLE,
     .edits = {{"hello", "jello", false}}},
    {.name = "damaged_document_passes_without_digests",
     .about = "one byte of the first document changed: the framing is sound",
     .base = EXAMPLE,
     .options = SKIP_DIGESTS,
     .edits = {{"hello", "jello", false}}},
    {.name = "document_that_is_not_utf8_is_a_problem_to_go_on_from",
     .about = "bytes above 0x7F without order: one problem, at the first of them",
     .base = BYTES,
     .options = KEEP_GOING | REQUIRE_UTF8},
    {.name = "character_cut_short_is_known_at_the_end_of_its_document",
     .about = "the last bytes begin a character: the digest is judged before it",
     .base = EXAMPLE,
     .options = KEEP_GOING | REQUIRE_UTF8,
     .edits = {{"hello, world\n", "hello, worl\xE2\x82", false}}},
    {.name = "every_problem_is_named",
     .about = "three bad documents; the second is not UTF-8 either, so that is named before its digest is known",
     .base = EXAMPLE,
     .options = KEEP_GOING | REQUIRE_UTF8,
     .edits = {{"hello\n", "jello\n", false},
               {"hello, world", "hello,\xFFworld", false},
               {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "0000000000000000000000000000000000000000000000000000000000000000", true}}},
    {.name = "empty_document_with_a_wrong_digest_is_known_at_its_header",
     .about = "the entry of an empty document has the digest of another",
     .base = EXAMPLE,
     .edits = {{"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "0000000000000000000000000000000000000000000000000000000000000000", true}}},

    {.name = "another_file_is_no_bundle",
     .about = "the first byte that differs is the byte order mark's",
     .base = EXAMPLE,
     .edits = {{"=== SEED", "\xEF\xBB\xBF=== SEED", false}}},
    {.name = "newer_version_is_refused",
     .about = "version 10",
     .base = EXAMPLE,
     .edits = {{"BUNDLE 1", "BUNDLE 10", false}}},
    {.name = "missing_entry_contradicts_the_count",
     .about = "the count says four entries, there are three",
     .base = EXAMPLE,
     .edits = {{"INDEX 3 18", "INDEX 4 18", true}}},
    {.name = "size_contradicts_the_total",
     .about = "the second size passes the total",
     .base = EXAMPLE,
     .edits = {{"INDEX 3 18", "INDEX 3 17", true}}},
    {.name = "names_out_of_order_are_refused",
     .about = "the third name comes before the second",
     .base = EXAMPLE,
     .edits = {{" 13 b/c.txt", " 13 c/c.txt", true}}},
    {.name = "document_that_is_a_folder_is_refused",
     .about = "b is a document, and b/c.txt is one in it",
     .base = EXAMPLE,
     .edits = {{" 5 a.txt", " 5 b", true}}},
    {.name = "edited_index_is_not_handed_out",
     .about = "an entry was changed, and DIGEST was not: no entry event",
     .base = EXAMPLE,
     .edits = {{"853ff", "853fe", false}}},
    {.name = "header_contradicts_its_entry",
     .about = "the second header says 12 bytes",
     .base = EXAMPLE,
     .edits = {{"=== FILE 13", "=== FILE 12", false}}},
    {.name = "block_that_is_left_out_is_missed",
     .about = "END stands where the third block is due",
     .base = EXAMPLE,
     .edits = {{"=== FILE 0 b/\xC3\xA9\n\n", "", false}}},
    {.name = "block_too_many_is_refused",
     .about = "a block that the INDEX does not know, before END",
     .base = EXAMPLE,
     .edits = {{"=== END", "=== FILE 1 c\nc\n=== END", false}}},
    {.name = "longer_document_does_not_end_where_it_should",
     .about = "a byte put into the first document: its digest is wrong before its end is",
     .base = EXAMPLE,
     .options = KEEP_GOING,
     .edits = {{"hello\n", "heello\n", false}}},
    {.name = "carriage_return_after_a_document_is_refused",
     .about = "an editor saved CR LF",
     .base = EXAMPLE,
     .edits = {{"hello\n", "hello\r\n", false}}},
    {.name = "data_after_the_end_is_refused",
     .about = "a blank line after END",
     .base = EXAMPLE,
     .edits = {{"=== END\n", "=== END\n\n", false}}},
    {.name = "bundle_cut_short_is_truncated", .about = "the first 380 bytes", .base = EXAMPLE, .cut = 380},
    {.name = "more_files_than_the_limit_are_refused",
     .about = "three documents, and a limit of two",
     .base = EXAMPLE,
     .options = TWO_FILES},

    {.name = "bundles_in_one_stream_are_read_one_by_one",
     .about = "an empty bundle after the example: offsets count from each bundle's first byte",
     .base = EXAMPLE,
     .options = CONCATENATED,
     .edits = {{"=== END\n",
                "=== END\n=== SEED-BUNDLE 1\n=== INDEX 0 0\n"
                "=== DIGEST 04779beb3bbc3479f720626f528d8700877f4309a7cfa87edfdd92ea21bf6cb6\n=== END\n",
                false}}},
    {.name = "bundle_of_a_stream_may_be_bad",
     .about = "what follows the first bundle is not one",
     .base = EXAMPLE,
     .options = CONCATENATED,
     .edits = {{"=== END\n", "=== END\n=== SEED-BUNDLE 2\n", false}}},
};

/* -- What a file should say -- */

static struct sb_options options_of(const struct golden *golden) {
  struct sb_options options;
  sb_options_init(&options, sizeof options);
  options.keep_going = golden->options & KEEP_GOING;
  options.require_utf8 = golden->options & REQUIRE_UTF8;
  options.skip_digests = golden->options & SKIP_DIGESTS;
  options.concatenated = golden->options & CONCATENATED;
  if (golden->options & TWO_FILES)
    options.max_files = 2;
  return options;
}

static void put_options(struct buffer *text, unsigned options) {
  buffer_text(text, "options:");
  buffer_text(text, options & KEEP_GOING ? " keep_going" : "");
  buffer_text(text, options & REQUIRE_UTF8 ? " require_utf8" : "");
  buffer_text(text, options & SKIP_DIGESTS ? " skip_digests" : "");
  buffer_text(text, options & CONCATENATED ? " concatenated" : "");
  buffer_text(text, options & TWO_FILES ? " max_files=2" : "");
  buffer_text(text, options ? "\n" : " none\n");
}

/* The input, a line of it a line, each with the offset where it begins. */
static void put_input(struct buffer *text, const struct buffer *input) {
  for (size_t at = 0; at < input->size;) {
    const uint8_t *lf = memchr(input->data + at, '\n', input->size - at);
    const size_t end = lf ? (size_t)(lf - input->data) + 1 : input->size;
    buffer_format(text, "%5zu ", at);
    buffer_quoted(text, input->data + at, end - at);
    buffer_byte(text, '\n');
    at = end;
  }
}

static struct buffer make_input(const struct golden *golden) {
  struct buffer input = make_base(golden->base);
  for (size_t i = 0; i < COUNT_OF(golden->edits) && golden->edits[i].find; i++) {
    bundle_edit(&input, golden->edits[i].find, golden->edits[i].replace);
    if (golden->edits[i].reseal)
      bundle_reseal(&input);
  }
  if (golden->cut)
    input.size = golden->cut;
  return input;
}

/* The events of the bundle; of all bundles of a stream. */
static void put_events(struct buffer *text, const struct golden *golden, const struct buffer *input) {
  const struct sb_options options = options_of(golden);
  struct trace_end end = {.type = SB_EVENT_END};
  for (uint64_t used = 0; end.type == SB_EVENT_END && (used < input->size || used == 0); used += end.used)
    end = trace_bundle(text, input->data + used, input->size - (size_t)used, &options, &(struct cutting){.piece = 7});
}

static struct buffer make_text(const struct golden *golden) {
  struct buffer text = {0};
  struct buffer input = make_input(golden);
  buffer_format(&text, "%s\n", golden->about);
  put_options(&text, golden->options);
  buffer_text(&text, "\ninput:\n");
  put_input(&text, &input);
  buffer_text(&text, "\nevents:\n");
  put_events(&text, golden, &input);
  buffer_free(&input);
  return text;
}

/* -- Comparing -- */

/* The length of the line at `at`, without its LF. */
static size_t line_size(const struct buffer *text, size_t at) {
  const uint8_t *lf = at < text->size ? memchr(text->data + at, '\n', text->size - at) : NULL;
  return lf ? (size_t)(lf - text->data) - at : text->size - at;
}

static void put_line(struct buffer *message, const char *who, const struct buffer *text, size_t at) {
  buffer_text(message, who);
  if (at < text->size)
    buffer_append(message, text->data + at, line_size(text, at));
  else
    buffer_text(message, "(nothing more)");
  buffer_byte(message, '\n');
}

/* The first line that differs, with its number and both sides; empty if there is none. */
static struct buffer first_difference(const struct buffer *reviewed, const struct buffer *now) {
  struct buffer message = {0};
  size_t at = 0;
  for (size_t number = 1; at < reviewed->size || at < now->size; number++) {
    const size_t size = line_size(reviewed, at) + 1; /* with the LF */
    const bool there = at + size <= reviewed->size && at + size <= now->size;
    if (!there || memcmp(reviewed->data + at, now->data + at, size) != 0) {
      buffer_format(&message, "line %zu differs\n", number);
      put_line(&message, "  reviewed: ", reviewed, at);
      put_line(&message, "  now:      ", now, at);
      return message;
    }
    at += size;
  }
  return message;
}

static const char *path_of(const char *file) {
  static char path[4096];
  snprintf(path, sizeof path, "%s/%s", GOLDEN_FOLDER, file);
  return path;
}

static const char *file_of(const struct golden *golden) {
  static char file[256];
  snprintf(file, sizeof file, "%s.trace", golden->name);
  return file;
}

static struct buffer read_file(const char *path) {
  struct buffer text = {0};
  FILE *file = fopen(path, "rb");
  if (!file)
    return text; /* compared as an empty file */
  for (int byte; (byte = getc(file)) != EOF;)
    buffer_byte(&text, (uint8_t)byte);
  assert_int_equal(fclose(file), 0);
  return text;
}

static void write_file(const char *path, const struct buffer *text) {
  FILE *file = fopen(path, "wb");
  if (!file)
    fail_msg("%s cannot be written", path);
  assert_int_equal(fwrite(text->data, 1, text->size, file), text->size);
  assert_int_equal(fclose(file), 0);
}

/* -- Tests -- */

static void events_are_as_reviewed(void **state) {
  const struct golden *golden = *state;
  const char *path = path_of(file_of(golden));
  struct buffer now = make_text(golden);
  if (getenv("SEEDBUNDLE_REWRITE_GOLDEN"))
    write_file(path, &now);
  struct buffer reviewed = read_file(path);
  struct buffer difference = first_difference(&reviewed, &now);
  if (difference.size > 0)
    fail_msg("%s: %sIf this change is meant: SEEDBUNDLE_REWRITE_GOLDEN=1 writes the files again; then review them.",
             path, buffer_string(&difference));
  buffer_free(&difference);
  buffer_free(&reviewed);
  buffer_free(&now);
}

static void assert_difference(const char *reviewed, const char *now, const char *message) {
  struct buffer left = {0};
  struct buffer right = {0};
  buffer_text(&left, reviewed);
  buffer_text(&right, now);
  struct buffer difference = first_difference(&left, &right);
  assert_string_equal(buffer_string(&difference), message);
  buffer_free(&difference);
  buffer_free(&left);
  buffer_free(&right);
}

/* The control: a comparison that sees nothing would let everything pass. */
static void first_line_that_differs_is_shown(void **state) {
  (void)state;
  assert_difference("", "", "");
  assert_difference("a\nb\n", "a\nb\n", "");
  assert_difference("a\nb\n", "a\nc\n", "line 2 differs\n  reviewed: b\n  now:      c\n");
  assert_difference("a\nb\nc\n", "x\nb\ny\n", "line 1 differs\n  reviewed: a\n  now:      x\n");
  assert_difference("a\nb\n", "a\n", "line 2 differs\n  reviewed: b\n  now:      (nothing more)\n");
  assert_difference("a\n", "a\nb\n", "line 2 differs\n  reviewed: (nothing more)\n  now:      b\n");
  assert_difference("", "a\n", "line 1 differs\n  reviewed: (nothing more)\n  now:      a\n");
  assert_difference("ab\n", "a\nb\n", "line 1 differs\n  reviewed: ab\n  now:      a\n");
  assert_difference("a\nb\n", "a\nb", "line 2 differs\n  reviewed: b\n  now:      b\n");
}

static void every_golden_file_has_a_case(void **state) {
  (void)state;
  DIR *folder = opendir(GOLDEN_FOLDER);
  assert_non_null(folder);
  size_t files = 0;
  for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    if (entry->d_name[0] == '.')
      continue;
    size_t known = 0;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
      known += strcmp(entry->d_name, file_of(&cases[i])) == 0;
    if (known != 1)
      fail_msg("%s belongs to no case", entry->d_name);
    files++;
  }
  assert_int_equal(files, COUNT_OF(cases));
  assert_int_equal(closedir(folder), 0);
}

int main(void) {
  struct CMUnitTest tests[COUNT_OF(cases) + 2] = {
      cmocka_unit_test(first_line_that_differs_is_shown),
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++)
    tests[1 + i] = (struct CMUnitTest){
        .name = cases[i].name, .test_func = events_are_as_reviewed, .initial_state = (void *)(uintptr_t)&cases[i]};
  tests[COUNT_OF(cases) + 1] = (struct CMUnitTest)cmocka_unit_test(every_golden_file_has_a_case);
  return cmocka_run_group_tests(tests, NULL, NULL);
}

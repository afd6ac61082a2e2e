/* test_reader.c - random access agrees with the parser about every input (law 6). */
#include "unit.h"

#include "bundle.h"
#include "source.h"
#include "trace.h"

#define TEXT(name, text)                                                                                               \
  { (name), (text), sizeof(text) - 1 }

/* A parser that is used for all inputs, and what goes with it. */
struct judge {
  struct sb_parser *parser;
  const struct sb_options *options; /* of the reader */
  struct buffer log;
  const char *what; /* for messages */
};

static struct judge new_judge(const struct sb_options *parsing, const struct sb_options *reading) {
  struct judge judge = {.options = reading, .what = ""};
  assert_int_equal(sb_parser_create(&judge.parser, parsing), SB_OK);
  return judge;
}

static void free_judge(struct judge *judge) {
  sb_parser_free(judge->parser);
  buffer_free(&judge->log);
}

static void assert_same_error(const struct judge *judge, const char *step, const struct sb_error *read,
                              const struct sb_error *parsed) {
  if (read->code == parsed->code && read->offset == parsed->offset && read->related == parsed->related &&
      read->entry == parsed->entry)
    return;
  fail_msg("%s: %s says %s @%ju related %ju entry %ju; the parser: %s", judge->what, step, sb_code_name(read->code),
           (uintmax_t)read->offset, (uintmax_t)read->related, (uintmax_t)read->entry, buffer_string(&judge->log));
}

/* Do the input's bytes at the entry's place make its block?  Found out without the library. */
static bool is_block_good(const uint8_t *bytes, size_t size, const struct sb_entry *entry) {
  struct buffer header = {0};
  uint8_t digest[SHA256_SIZE];
  buffer_text(&header, "=== FILE ");
  buffer_number(&header, entry->size);
  buffer_byte(&header, ' ');
  buffer_append(&header, entry->name, entry->name_size);
  buffer_byte(&header, '\n');
  bool good = entry->block_offset <= size && size - entry->block_offset >= header.size + entry->size + 1;
  const uint8_t *block = bytes + (good ? entry->block_offset : 0);
  good = good && memcmp(block, header.data, header.size) == 0;
  if (good) {
    sha256_of(block + header.size, (size_t)entry->size, digest);
    good = memcmp(digest, entry->digest, SHA256_SIZE) == 0 && block[header.size + entry->size] == '\n';
  }
  buffer_free(&header);
  return good;
}

/* Each document by itself: good if its block is, and what ended the parse is what is said of its document. */
static void assert_documents_agree(const struct judge *judge, struct sb_reader *reader, const uint8_t *bytes,
                                   size_t size, const struct sb_error *parsed) {
  for (uint64_t i = 0; i < sb_reader_count(reader); i++) {
    struct sb_entry entry;
    struct sb_error error;
    assert_true(sb_reader_entry(reader, i, &entry));
    const enum sb_code code = sb_reader_verify(reader, i, &error);
    assert_int_equal(code, error.code);
    if (judge->options == NULL)
      assert_int_equal(error.code == SB_OK, is_block_good(bytes, size, &entry));
    if (i == parsed->entry)
      assert_same_error(judge, "sb_reader_verify", &error, parsed);
    else if (i < parsed->entry)
      assert_int_equal(error.code, SB_OK);
  }
}

/* Whatever a parser says of an input, a reader says.  Returns the error's code. */
static enum sb_code assert_agrees(struct judge *judge, const uint8_t *bytes, size_t size) {
  struct memory_source memory;
  struct sb_reader *reader;
  struct sb_error error;
  sb_parser_reset(judge->parser);
  buffer_clear(&judge->log);
  const struct sb_error parsed = trace_parser(&judge->log, judge->parser, bytes, size, NULL).error;
  memory_source_init(&memory, bytes, size);
  const enum sb_code code = sb_reader_open(&reader, &memory.source, judge->options, &error);
  assert_int_equal(code, error.code);
  if (code) {
    assert_null(reader);
    assert_same_error(judge, "sb_reader_open", &error, &parsed);
    return code;
  }
  assert_documents_agree(judge, reader, bytes, size, &parsed);
  const enum sb_code all = sb_reader_verify_all(reader, &error);
  assert_int_equal(all, error.code);
  assert_same_error(judge, "sb_reader_verify_all", &error, &parsed);
  sb_reader_free(reader);
  return all;
}

static void reader_and_parser_agree_on_the_samples_and_their_prefixes(void **state) {
  (void)state;
  struct judge judge = new_judge(NULL, NULL);
  for (enum sample sample = 0; sample < SAMPLES; sample++) {
    struct buffer bundle = sample_bundle(sample);
    judge.what = sample_name(sample);
    assert_int_equal(assert_agrees(&judge, bundle.data, bundle.size), SB_OK);
    for (size_t size = 0; size < bundle.size; size++) {
      uint8_t *prefix = exact_copy(bundle.data, size);
      assert_int_equal(assert_agrees(&judge, prefix, size), SB_TRUNCATED);
      free(prefix);
    }
    buffer_free(&bundle);
  }
  free_judge(&judge);
}

/* One byte changed, removed or put in, everywhere, with every value. */
static void reader_and_parser_agree_on_every_edit_of_one_byte(void **state) {
  (void)state;
  static const struct document documents[] = {TEXT("a", "x"), TEXT("b/\xC3\xA9", "")};
  struct judge judge = new_judge(NULL, NULL);
  struct buffer good = bundle_make(documents, 2);
  uint8_t *edited = malloc(good.size + 1);
  for (size_t at = 0; at <= good.size; at++) {
    const size_t rest = good.size - at;
    memcpy(edited, good.data, at);
    if (rest > 0) {
      memcpy(edited + at, good.data + at + 1, rest - 1);
      assert_int_not_equal(assert_agrees(&judge, edited, good.size - 1), SB_OK);
    }
    memcpy(edited + at + 1, good.data + at, rest);
    for (unsigned byte = 0; byte < 256; byte++) {
      edited[at] = (uint8_t)byte;
      assert_int_not_equal(assert_agrees(&judge, edited, good.size + 1), SB_OK);
    }
    if (rest > 0)
      memcpy(edited + at + 1, good.data + at + 1, rest - 1);
    for (unsigned byte = 0; rest > 0 && byte < 256; byte++) {
      edited[at] = (uint8_t)byte;
      const enum sb_code code = assert_agrees(&judge, edited, good.size);
      assert_int_equal(code == SB_OK, byte == good.data[at]);
    }
  }
  free(edited);
  buffer_free(&good);
  free_judge(&judge);
}

/* -- Structural lies: an edit of the example, its DIGEST made right again or not -- */

struct lie {
  const char *find, *replace;
  bool reseal;
  enum sb_code code;
};

#define HELLO_SHA "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
#define EMPTY_SHA "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const struct lie lies[] = {
    {"SEED-BUNDLE", "SEED-BANDLE", true, SB_BAD_MAGIC},
    {"SEED-BUNDLE 1", "SEED-BUNDLE 2", true, SB_BAD_VERSION},
    {"=== INDEX", "=== ENTRIES", true, SB_BAD_KEYWORD},
    {"INDEX 3 18\n", "INDEX 3 18\r\n", true, SB_CARRIAGE_RETURN},
    {"INDEX 3 18", "INDEX 3 018", true, SB_BAD_NUMBER},
    {"INDEX 3 18", "INDEX 3 9223372036854775808", true, SB_NUMBER_TOO_LARGE},
    {"2cf24", "2CF24", true, SB_BAD_DIGEST},
    {"INDEX 3 18", "INDEX 2 18", true, SB_COUNT_MISMATCH},
    {"INDEX 3 18", "INDEX 4 18", true, SB_COUNT_MISMATCH},
    {EMPTY_SHA " 0 b/\xC3\xA9\n", EMPTY_SHA " 0 b/\xC3\xA9\n" EMPTY_SHA " 0 c\n", true, SB_COUNT_MISMATCH},
    {"INDEX 3 18", "INDEX 0 18", true, SB_TOTAL_MISMATCH},
    {"INDEX 3 18", "INDEX 3 17", true, SB_TOTAL_MISMATCH},
    {"INDEX 3 18", "INDEX 3 19", true, SB_TOTAL_MISMATCH},
    {" 5 a.txt", " 5 a\xC3txt", true, SB_NAME_UTF8},
    {" 5 a.txt", " 5 a\\txt", true, SB_NAME_CHAR},
    {" 5 a.txt", " 5 /a.txt", true, SB_NAME_COMPONENT},
    {" 5 a.txt", " 5 b/c.txt", true, SB_NAME_DUPLICATE},
    {" 5 a.txt", " 5 b/d.txt", true, SB_NAME_ORDER},
    {" 5 a.txt", " 5 b", true, SB_NAME_CONFLICT},
    {" 5 a.txt", " 5 b.txt", false, SB_NAME_ORDER},
    {" 5 a.txt", " 5 a.txU", false, SB_INDEX_DIGEST_MISMATCH},
    {HELLO_SHA, EMPTY_SHA, true, SB_PAYLOAD_DIGEST_MISMATCH},
    {" 5 a.txt", " 5 a.txU", true, SB_HEADER_MISMATCH},
    {"FILE 13 b", "FILE 12 b", true, SB_HEADER_MISMATCH},
    {"FILE 13 b/c.txt\n", "FILE 13 b/c.txt\r\n", true, SB_CARRIAGE_RETURN},
    {"=== FILE 13", "===\tFILE 13", true, SB_BAD_KEYWORD},
    {"=== FILE 13 b/c.txt\nhello, world\n\n", "", true, SB_HEADER_MISMATCH},
    {"=== FILE 0 b/\xC3\xA9\n\n", "", true, SB_MISSING_FILE},
    {"=== END\n", "=== FILE 0 b/\xC3\xA9\n\n=== END\n", true, SB_EXTRA_FILE},
    {"=== END\n", "=== end\n", true, SB_BAD_KEYWORD},
    {"hello, world", "hello, w0rld", true, SB_PAYLOAD_DIGEST_MISMATCH},
    {"hello\n", "jello\n", true, SB_PAYLOAD_DIGEST_MISMATCH},
    {"hello\n", "hello!\n", true, SB_BAD_PAYLOAD_END},
    {"hello\n", "hello\r\n", true, SB_CARRIAGE_RETURN},
    {"hello\n", "hell\n", true, SB_PAYLOAD_DIGEST_MISMATCH},
    {"=== END\n", "=== END\n\n", true, SB_TRAILING_DATA},
    {"=== END\n", "=== END\n=== SEED-BUNDLE 1\n", true, SB_TRAILING_DATA},
    {"=== END\n", "=== END", true, SB_TRUNCATED},
};

static void reader_and_parser_agree_on_structural_lies(void **state) {
  (void)state;
  struct judge judge = new_judge(NULL, NULL);
  for (size_t i = 0; i < COUNT_OF(lies); i++) {
    struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
    bundle_edit(&bundle, lies[i].find, lies[i].replace);
    if (lies[i].reseal)
      bundle_reseal(&bundle);
    judge.what = lies[i].replace;
    const enum sb_code code = assert_agrees(&judge, bundle.data, bundle.size);
    if (code != lies[i].code)
      fail_msg("%s instead of %s: %s", lies[i].replace, lies[i].find, buffer_string(&judge.log));
    buffer_free(&bundle);
  }
  free_judge(&judge);
}

static void reader_and_parser_agree_on_a_name_that_is_too_long(void **state) {
  (void)state;
  struct judge judge = new_judge(NULL, NULL);
  struct buffer bundle = sample_bundle(SAMPLE_LONGEST);
  bundle_edit(&bundle, " 0 a", " 0 aa");
  assert_int_equal(assert_agrees(&judge, bundle.data, bundle.size), SB_NAME_TOO_LONG);
  buffer_free(&bundle);
  free_judge(&judge);
}

/* -- Policies -- */

static struct sb_options default_options(void) {
  struct sb_options options;
  sb_options_init(&options, sizeof options);
  return options;
}

static enum sb_code judge_with(const struct sb_options *options, const struct buffer *bundle) {
  struct judge judge = new_judge(options, options);
  const enum sb_code code = assert_agrees(&judge, bundle->data, bundle->size);
  free_judge(&judge);
  return code;
}

static void reader_applies_the_policies_of_a_parser(void **state) {
  (void)state;
  struct buffer example = sample_bundle(SAMPLE_EXAMPLE);
  struct buffer bytes = bundle_make(&(struct document)TEXT("a", "ab\xFF"
                                                                "cd"),
                                    1);
  struct buffer damaged = sample_bundle(SAMPLE_EXAMPLE);
  bundle_edit(&damaged, "hello", "jello");
  struct sb_options options = default_options();
  options.max_files = 2;
  assert_int_equal(judge_with(&options, &example), SB_LIMIT_FILES);
  options = default_options();
  options.max_file_size = 12;
  assert_int_equal(judge_with(&options, &example), SB_LIMIT_FILE_SIZE);
  options = default_options();
  options.max_total_size = 17;
  assert_int_equal(judge_with(&options, &example), SB_LIMIT_TOTAL_SIZE);
  options = default_options();
  options.max_index_bytes = 220;
  assert_int_equal(judge_with(&options, &example), SB_LIMIT_INDEX_BYTES);
  options = default_options();
  options.require_utf8 = true;
  assert_int_equal(judge_with(&options, &example), SB_OK);
  assert_int_equal(judge_with(&options, &bytes), SB_PAYLOAD_UTF8);
  options = default_options();
  options.skip_digests = true;
  assert_int_equal(judge_with(&options, &damaged), SB_OK);
  buffer_free(&example);
  buffer_free(&bytes);
  buffer_free(&damaged);
}

/* What a reader does not use changes nothing: one bundle, and the first problem is the answer. */
static void reader_does_not_use_keep_going_and_concatenated(void **state) {
  (void)state;
  struct sb_options options = default_options();
  options.keep_going = true;
  options.concatenated = true;
  struct judge judge = new_judge(NULL, &options);
  for (size_t i = 0; i < COUNT_OF(lies); i++) {
    struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
    bundle_edit(&bundle, lies[i].find, lies[i].replace);
    if (lies[i].reseal)
      bundle_reseal(&bundle);
    assert_int_equal(assert_agrees(&judge, bundle.data, bundle.size), lies[i].code);
    buffer_free(&bundle);
  }
  free_judge(&judge);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reader_and_parser_agree_on_the_samples_and_their_prefixes),
      cmocka_unit_test(reader_and_parser_agree_on_every_edit_of_one_byte),
      cmocka_unit_test(reader_and_parser_agree_on_structural_lies),
      cmocka_unit_test(reader_and_parser_agree_on_a_name_that_is_too_long),
      cmocka_unit_test(reader_applies_the_policies_of_a_parser),
      cmocka_unit_test(reader_does_not_use_keep_going_and_concatenated),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_parser_policies.c - refusals that are the caller's: limits at their edges, UTF-8 in payloads, and what goes on
 * with keep_going.  Inputs as in test_parser_errors.c. */
#include "unit.h"

#include "cases.h"
#include "trace.h"

static struct sb_options default_options(void) {
  struct sb_options options;
  sb_options_init(&options, sizeof options);
  return options;
}

/* The sample is accepted under these options. */
static void assert_accepted(enum sample sample, const struct sb_options *options) {
  struct buffer bundle = sample_bundle(sample);
  struct buffer log = {0};
  const struct trace_end end = trace_bundle(&log, bundle.data, bundle.size, options, NULL);
  if (end.type != SB_EVENT_END)
    fail_msg("%s", buffer_string(&log));
  buffer_free(&log);
  buffer_free(&bundle);
}

/* -- Limits -- */

static void limit_files_is_the_count(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"one document too many", SB_LIMIT_FILES, NO_ENTRY, {{"INDEX 3", "INDEX " AT "3"}}},
      {"known at the space", SB_LIMIT_FILES, NO_ENTRY, {{"INDEX 3 ", "INDEX " AT "3 " CUT}}},
      {"before what follows", SB_LIMIT_FILES, NO_ENTRY, {{"INDEX 3 18", "INDEX " AT "3 x"}}},
      {"not before the space", SB_TRUNCATED, NO_ENTRY, {{"INDEX 3", "INDEX 3" CUT}}},
      {"form before value", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3", "INDEX 3" AT "x"}}},
      {"a number too large is invalid",
       SB_NUMBER_TOO_LARGE,
       NO_ENTRY,
       {{"INDEX 3", "INDEX " AT "9223372036854775808"}}},
      {"the greatest number is refused", SB_LIMIT_FILES, NO_ENTRY, {{"INDEX 3", "INDEX " AT "9223372036854775807"}}},
  };
  struct sb_options options = default_options();
  options.max_files = 2;
  CHECK_CASES(cases, &options);
  options.max_files = 3;
  assert_accepted(SAMPLE_EXAMPLE, &options);
  options.max_files = 0;
  assert_accepted(SAMPLE_EMPTY, &options);
}

static void limit_total_size_is_the_total(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"one byte too many", SB_LIMIT_TOTAL_SIZE, NO_ENTRY, {{"INDEX 3 18", "INDEX 3 " AT "18"}}},
      {"known at the LF", SB_LIMIT_TOTAL_SIZE, NO_ENTRY, {{"INDEX 3 18\n", "INDEX 3 " AT "18\n" CUT}}},
      {"not before it", SB_TRUNCATED, NO_ENTRY, {{"INDEX 3 18", "INDEX 3 18" CUT}}},
      {"form before value", SB_CARRIAGE_RETURN, NO_ENTRY, {{"INDEX 3 18", "INDEX 3 18" AT "\r"}}},
      {"validity before policy", SB_TOTAL_MISMATCH, NO_ENTRY, {{"INDEX 3 18", "INDEX " RELATED "0 " AT "18"}}},
  };
  struct sb_options options = default_options();
  options.max_total_size = 17;
  CHECK_CASES(cases, &options);
  options.max_total_size = 18;
  assert_accepted(SAMPLE_EXAMPLE, &options);
  options.max_total_size = 0;
  assert_accepted(SAMPLE_EMPTY, &options);
}

static void limit_file_size_is_the_size(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"one byte too many", SB_LIMIT_FILE_SIZE, 1, {{" 13 b", " " AT "13 b"}}},
      {"known at the space", SB_LIMIT_FILE_SIZE, 1, {{" 13 b", " " AT "13 " CUT}}},
      {"before the name", SB_LIMIT_FILE_SIZE, 1, {{" 13 b", " " AT "13 \xFF"}}},
      {"not before the space", SB_TRUNCATED, 1, {{" 13 b", " 13" CUT}}},
      {"form before value", SB_BAD_NUMBER, 1, {{" 13 b", " 13" AT "x"}}},
      {"validity before policy",
       SB_TOTAL_MISMATCH,
       1,
       {{"INDEX 3 18", "INDEX 3 " RELATED "17"}, {" 13 b", " " AT "13 b"}}},
  };
  struct sb_options options = default_options();
  options.max_file_size = 12;
  CHECK_CASES(cases, &options);
  options.max_file_size = 13;
  assert_accepted(SAMPLE_EXAMPLE, &options);
}

#define N16 "nnnnnnnnnnnnnnnn"

/* The example's entries have 73, 76 and 72 bytes. */
static void limit_index_bytes_is_the_entry_that_passes_it(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"one byte too many", SB_LIMIT_INDEX_BYTES, 2, {{"e3b0", AT "e3b0"}}},
      {"known at the LF", SB_LIMIT_INDEX_BYTES, 2, {{"e3b0", AT "e3b0"}, {"0 b/\xC3\xA9\n", "0 b/\xC3\xA9\n" CUT}}},
      {"not before it", SB_TRUNCATED, 2, {{"0 b/\xC3\xA9\n", "0 b/\xC3\xA9" CUT}}},
      {"validity before policy",
       SB_NAME_ORDER,
       2,
       {{"13 b/c.txt", "13 " RELATED "b/c.txt"}, {"0 b/\xC3\xA9", "0 " AT "b/a.a"}}},
      {"an entry that is so long by itself",
       SB_LIMIT_INDEX_BYTES,
       1,
       {{"853f", AT "853f"}, {"b/c.txt", "b/" N16 N16 N16 N16 N16}}},
  };
  struct sb_options options = default_options();
  options.max_index_bytes = 220;
  CHECK_CASES(cases, &options);
  options.max_index_bytes = 221;
  assert_accepted(SAMPLE_EXAMPLE, &options);
  options.max_index_bytes = 0;
  assert_accepted(SAMPLE_EMPTY, &options);
}

static void first_limit_in_the_input_is_reported(void **state) {
  (void)state;
  static const struct error_case files[] = {{"files", SB_LIMIT_FILES, NO_ENTRY, {{"INDEX 3", "INDEX " AT "3"}}}};
  static const struct error_case total[] = {{"total", SB_LIMIT_TOTAL_SIZE, NO_ENTRY, {{"3 18", "3 " AT "18"}}}};
  static const struct error_case size[] = {{"size", SB_LIMIT_FILE_SIZE, 0, {{" 5 a", " " AT "5 a"}}}};
  struct sb_options options = default_options();
  options.max_files = options.max_total_size = options.max_file_size = options.max_index_bytes = 0;
  CHECK_CASES(files, &options);
  options.max_files = 3;
  CHECK_CASES(total, &options);
  options.max_total_size = 18;
  CHECK_CASES(size, &options);
}

/* -- UTF-8 in payloads -- */

static void payload_utf8_is_the_sequence(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"a byte that never occurs", SB_PAYLOAD_UTF8, 1, {{"hello, world", "hello, w" AT "\xFFrld"}}},
      {"the first byte",
       SB_PAYLOAD_UTF8,
       1,
       {{"hello, world", AT "\x80"
                            "ello, world"}}},
      {"known at that byte", SB_PAYLOAD_UTF8, 1, {{"hello, world", AT "\x80" CUT}}},
      {"a sequence cut short by another byte", SB_PAYLOAD_UTF8, 1, {{"hello, world", "hello, " AT "\xE2\x82rld"}}},
      {"not known before it", SB_TRUNCATED, 1, {{"hello, world", "hello, \xE2\x82" CUT}}},
      {"a surrogate, at its second byte", SB_PAYLOAD_UTF8, 1, {{"hello, world", "hello" AT "\xED\xA0" CUT}}},
      {"an overlong form", SB_PAYLOAD_UTF8, 1, {{"hello, world", "hello" AT "\xC0\xAFworld"}}},
      {"a digest that is wrong, too, is known later", SB_PAYLOAD_UTF8, 0, {{"hello", "he" AT "\xFFlo"}}},
      {"cut short by the end: validity before policy",
       SB_PAYLOAD_DIGEST_MISMATCH,
       0,
       {{"2cf2", RELATED "2cf2"}, {"hello", AT "hell\xC3"}}},
      {"the last byte decides both: validity before policy",
       SB_PAYLOAD_DIGEST_MISMATCH,
       0,
       {{"2cf2", RELATED "2cf2"}, {"hello", AT "hell\xFF"}}},
  };
  struct sb_options options = default_options();
  options.require_utf8 = true;
  CHECK_CASES(cases, &options);
  assert_accepted(SAMPLE_EXAMPLE, &options);
  assert_accepted(SAMPLE_FOLDERS, &options);
}

/* Documents whose digests are right and whose text is not. */
static void check_text(const char *text, size_t size, size_t bad) {
  const struct document documents[] = {{"a", "\xC3\xA9", 2}, {"b", text, size}, {"c", "\xE2\x82\xAC", 3}};
  struct buffer bundle = bundle_make(documents, 3);
  const size_t header = buffer_find(&bundle, " b\n", buffer_find(&bundle, "=== FILE", 0));
  const size_t payload = header + strlen(" b\n");
  struct sb_options options = default_options();
  options.require_utf8 = true;
  const struct sb_error expected = {SB_PAYLOAD_UTF8, payload + bad, SB_NO_OFFSET, 1};
  struct buffer complaint = {0};
  if (!case_check_cuts(&bundle, &expected, &options, &complaint))
    fail_msg("%s", buffer_string(&complaint));
  options.require_utf8 = false;
  struct buffer log = {0};
  assert_int_equal(trace_bundle(&log, bundle.data, bundle.size, &options, NULL).type, SB_EVENT_END);
  buffer_free(&log);
  buffer_free(&complaint);
  buffer_free(&bundle);
}

static void payload_utf8_is_judged_to_the_end_of_each_document(void **state) {
  (void)state;
  check_text(BYTES("\xC3"), 0);
  check_text(BYTES("ab\xC3"), 2);
  check_text(BYTES("ab\xE2"), 2);
  check_text(BYTES("ab\xE2\x82"), 2);
  check_text(BYTES("\xF0\x9F\x8C"), 0);
  check_text(BYTES("12345678\xF0\x9F"), 8);
  check_text(BYTES("\xA9 again"), 0);
  check_text(BYTES("\xF5"), 0);
  check_text(BYTES("1234567\xFF"), 7);
  check_text(BYTES("\xE2\x82\xC3\xA9"), 0);
  check_text(BYTES("hell\xFF"), 4);
  check_text(BYTES("ab\xE2x"), 2);
  check_text(BYTES("ab\xE2\x82x"), 2);
  check_text(BYTES("a\xC3\xC3"), 1);
  check_text(BYTES("ab\xED\xA0"), 2);
}

static void every_byte_is_judged_as_a_text_of_its_own(void **state) {
  (void)state;
  struct sb_options options = default_options();
  options.require_utf8 = true;
  for (unsigned byte = 0; byte < 256; byte++) {
    const char text[1] = {(char)byte};
    const struct document document = {"a", text, 1};
    struct buffer bundle = bundle_make(&document, 1);
    struct buffer log = {0};
    const struct trace_end end = trace_bundle(&log, bundle.data, bundle.size, &options, NULL);
    assert_int_equal(end.error.code, byte < 0x80 ? SB_OK : SB_PAYLOAD_UTF8);
    if (byte >= 0x80)
      assert_int_equal(end.error.offset, bundle.size - strlen("?\n=== END\n"));
    buffer_free(&log);
    buffer_free(&bundle);
  }
}

/* -- Going on -- */

/* The log of the blocks and what follows, for pieces of several sizes. */
static void assert_blocks(const struct buffer *bundle, const char *expected) {
  struct sb_options options = default_options();
  options.keep_going = options.require_utf8 = true;
  for (size_t piece = 0; piece <= 5; piece++) {
    struct buffer log = {0};
    const struct cutting cutting = {.piece = piece};
    trace_bundle(&log, bundle->data, bundle->size, &options, &cutting);
    const char *blocks = strstr(buffer_string(&log), "file-begin");
    assert_non_null(blocks);
    assert_string_equal(blocks, expected);
    buffer_free(&log);
  }
}

/* The same for the example with two edits, which may be empty. */
static void assert_example(const char *find, const char *replace, const char *find_2, const char *replace_2,
                           const char *expected) {
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  bundle_edit(&bundle, find, replace);
  bundle_edit(&bundle, find_2, replace_2);
  assert_blocks(&bundle, expected);
  buffer_free(&bundle);
}

#define BEGIN_A                                                                                                        \
  "file-begin @330 0 \"a.txt\" size 5 sha256 "                                                                         \
  "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 entry 33 payload 347\n"
#define BEGIN_B                                                                                                        \
  "file-begin @353 1 \"b/c.txt\" size 13 sha256 "                                                                      \
  "853ff93762a06ddbf722c4ebe9ddd66d8f63ddaea97f521c3ecc20da7c976020 entry 106 payload 373\n"
#define BEGIN_C                                                                                                        \
  "file-begin @387 2 \"b/\\xc3\\xa9\" size 0 sha256 "                                                                  \
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 entry 182 payload 403\n"
#define GOOD_B BEGIN_B "payload @373 13 \"hello, world\\n\"\nfile-end @387 1 ok\n"
#define GOOD_C BEGIN_C "file-end @404 2 ok\n"
#define END(problems) "end @404 size 412 problems " problems "\nused 412\n"

static void keep_going_names_every_bad_document(void **state) {
  (void)state;
  assert_example("hello\n", "jello\n", "hello, world", "Hello, world",
                 BEGIN_A "payload @347 5 \"jello\"\n"
                         "problem payload-digest-mismatch @347 related 33 entry 0\n"
                         "file-end @353 0 payload-digest-mismatch\n" BEGIN_B "payload @373 13 \"Hello, world\\n\"\n"
                         "problem payload-digest-mismatch @373 related 106 entry 1\n"
                         "file-end @387 1 payload-digest-mismatch\n" GOOD_C END("2"));
}

static void keep_going_names_both_problems_of_a_document(void **state) {
  (void)state;
  assert_example("hello\n", "he\xFFlo\n", "", "",
                 BEGIN_A "payload @347 2 \"he\"\n"
                         "problem payload-utf8 @349 related - entry 0\n"
                         "payload @349 3 \"\\xfflo\"\n"
                         "problem payload-digest-mismatch @347 related 33 entry 0\n"
                         "file-end @353 0 payload-digest-mismatch\n" GOOD_B GOOD_C END("2"));
}

static void keep_going_names_the_digest_before_a_character_cut_short_by_the_end(void **state) {
  (void)state;
  assert_example("hello\n", "hell\xC3\n", "", "",
                 BEGIN_A "payload @347 5 \"hell\\xc3\"\n"
                         "problem payload-digest-mismatch @347 related 33 entry 0\n"
                         "problem payload-utf8 @351 related - entry 0\n"
                         "file-end @353 0 payload-digest-mismatch\n" GOOD_B GOOD_C END("2"));
  assert_example("hello\n", "hell\xFF\n", "", "",
                 BEGIN_A "payload @347 5 \"hell\\xff\"\n"
                         "problem payload-digest-mismatch @347 related 33 entry 0\n"
                         "problem payload-utf8 @351 related - entry 0\n"
                         "file-end @353 0 payload-digest-mismatch\n" GOOD_B GOOD_C END("2"));
}

static void keep_going_names_bad_text_once_a_document(void **state) {
  (void)state;
  assert_example("hello\n", "\xFFh\xFFl\xC3\n", "", "",
                 BEGIN_A "problem payload-utf8 @347 related - entry 0\n"
                         "payload @347 5 \"\\xffh\\xffl\\xc3\"\n"
                         "problem payload-digest-mismatch @347 related 33 entry 0\n"
                         "file-end @353 0 payload-digest-mismatch\n" GOOD_B GOOD_C END("2"));
}

static void keep_going_ends_at_an_error_of_the_framing(void **state) {
  (void)state;
  assert_example("hello\n", "jello\n", "FILE 13", "FILE 14",
                 BEGIN_A "payload @347 5 \"jello\"\n"
                         "problem payload-digest-mismatch @347 related 33 entry 0\n"
                         "file-end @353 0 payload-digest-mismatch\n"
                         "failed header-mismatch @363 related 171 entry 1\n"
                         "used 373\n");
  assert_example("hello\n", "jello\r", "", "",
                 BEGIN_A "payload @347 5 \"jello\"\n"
                         "problem payload-digest-mismatch @347 related 33 entry 0\n"
                         "failed carriage-return @352 related - entry 0\n"
                         "used 353\n");
}

static void keep_going_judges_each_document_anew(void **state) {
  (void)state;
  const struct document documents[] = {{"a", "\xE2\x82", 2}, {"b", "\xAC", 1}, {"c", "\xE2\x82\xAC", 3}, {"d", "", 0}};
  struct buffer bundle = bundle_make(documents, 4);
  struct sb_options options = default_options();
  options.keep_going = options.require_utf8 = true;
  struct buffer log = {0};
  trace_bundle(&log, bundle.data, bundle.size, &options, NULL);
  static const char *const lines[] = {"0 payload-utf8\n", "1 payload-utf8\n", "2 ok\n", "3 ok\n", "problems 2\n"};
  for (size_t i = 0; i < COUNT_OF(lines); i++)
    assert_non_null(strstr(buffer_string(&log), lines[i]));
  buffer_free(&log);
  buffer_free(&bundle);
}

/* -- Framing alone -- */

static void skipped_digests_prove_nothing_but_the_framing(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"a document cut short takes the LF, and then the LF is missing",
       SB_BAD_PAYLOAD_END,
       0,
       {{" 5 a", " " RELATED "5 a"}, {"hello\n=", "hell\n" AT "="}}},
      {"a header that differs", SB_HEADER_MISMATCH, 0, {{" 5 a", " " RELATED "5 a"}, {"FILE 5", "FILE " AT "6"}}},
      {"a digest in upper case", SB_BAD_DIGEST, NO_ENTRY, {{"DIGEST 2a", "DIGEST 2" UNSEALED AT "A"}}},
      {"a sum that is wrong", SB_TOTAL_MISMATCH, 1, {{"3 18", "3 " RELATED "17"}, {" 13 b", " " AT "13 b"}}},
  };
  struct sb_options options = default_options();
  options.skip_digests = true;
  CHECK_CASES(cases, &options);
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  bundle_edit(&bundle, "hello", "jello");
  bundle_edit(&bundle, "DIGEST 2a", "DIGEST 3b");
  struct buffer log = {0};
  assert_int_equal(trace_bundle(&log, bundle.data, bundle.size, &options, NULL).type, SB_EVENT_END);
  assert_non_null(strstr(buffer_string(&log), "bundle-digest @254 3bc7"));
  assert_non_null(strstr(buffer_string(&log), "file-end @353 0 ok\n"));
  buffer_free(&log);
  buffer_free(&bundle);
}

static void skipped_digests_leave_the_text_to_be_judged(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"in the middle", SB_PAYLOAD_UTF8, 1, {{"hello, world", "hello, w" AT "\xFFrld"}}},
      {"cut short by the end", SB_PAYLOAD_UTF8, 0, {{"hello", "hell" AT "\xC3"}}},
  };
  struct sb_options options = default_options();
  options.skip_digests = options.require_utf8 = true;
  CHECK_CASES(cases, &options);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(limit_files_is_the_count),
      cmocka_unit_test(limit_total_size_is_the_total),
      cmocka_unit_test(limit_file_size_is_the_size),
      cmocka_unit_test(limit_index_bytes_is_the_entry_that_passes_it),
      cmocka_unit_test(first_limit_in_the_input_is_reported),
      cmocka_unit_test(payload_utf8_is_the_sequence),
      cmocka_unit_test(payload_utf8_is_judged_to_the_end_of_each_document),
      cmocka_unit_test(every_byte_is_judged_as_a_text_of_its_own),
      cmocka_unit_test(keep_going_names_every_bad_document),
      cmocka_unit_test(keep_going_names_both_problems_of_a_document),
      cmocka_unit_test(keep_going_names_the_digest_before_a_character_cut_short_by_the_end),
      cmocka_unit_test(keep_going_names_bad_text_once_a_document),
      cmocka_unit_test(keep_going_ends_at_an_error_of_the_framing),
      cmocka_unit_test(keep_going_judges_each_document_anew),
      cmocka_unit_test(skipped_digests_prove_nothing_but_the_framing),
      cmocka_unit_test(skipped_digests_leave_the_text_to_be_judged),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

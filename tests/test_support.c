/* test_support.c - the tests' own tools: bundles made as text, traces, error cases, the counting allocator. */
#include "unit.h"

#include "allocator.h"
#include "bundle.h"
#include "cases.h"
#include "trace.h"

/* The bundle of the format's description, letter by letter. */
static const char example[] = "=== SEED-BUNDLE 1\n"
                              "=== INDEX 3 18\n"
                              "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 5 a.txt\n"
                              "853ff93762a06ddbf722c4ebe9ddd66d8f63ddaea97f521c3ecc20da7c976020 13 b/c.txt\n"
                              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 0 b/\xC3\xA9\n"
                              "=== DIGEST 2ac75c47904791d12d2e9f6bc30bc6dc5179064d14bdeed0a1efb11aa047e104\n"
                              "=== FILE 5 a.txt\n"
                              "hello\n"
                              "=== FILE 13 b/c.txt\n"
                              "hello, world\n"
                              "\n"
                              "=== FILE 0 b/\xC3\xA9\n"
                              "\n"
                              "=== END\n";

static void example_sample_is_the_bundle_of_the_description(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  assert_string_equal(buffer_string(&bundle), example);
  buffer_free(&bundle);
}

static void every_sample_is_accepted_by_the_parser(void **state) {
  (void)state;
  for (enum sample sample = 0; sample < SAMPLES; sample++) {
    struct buffer bundle = sample_bundle(sample);
    struct buffer log = {0};
    const struct trace_end end = trace_bundle(&log, bundle.data, bundle.size, NULL, NULL);
    if (end.type != SB_EVENT_END)
      fail_msg("%s: %s", sample_name(sample), buffer_string(&log));
    assert_int_equal(end.used, bundle.size);
    buffer_free(&log);
    buffer_free(&bundle);
  }
}

static const char example_trace[] =
    "index-begin @18 count 3 total 18\n"
    "entry @33 0 \"a.txt\" size 5 sha256 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 block 330 "
    "payload 347\n"
    "entry @106 1 \"b/c.txt\" size 13 sha256 853ff93762a06ddbf722c4ebe9ddd66d8f63ddaea97f521c3ecc20da7c976020 block "
    "353 "
    "payload 373\n"
    "entry @182 2 \"b/\\xc3\\xa9\" size 0 sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 "
    "block "
    "387 payload 403\n"
    "bundle-digest @254 2ac75c47904791d12d2e9f6bc30bc6dc5179064d14bdeed0a1efb11aa047e104\n"
    "file-begin @330 0 \"a.txt\" size 5 sha256 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 entry "
    "33 "
    "payload 347\n"
    "payload @347 5 \"hello\"\n"
    "file-end @353 0 ok\n"
    "file-begin @353 1 \"b/c.txt\" size 13 sha256 853ff93762a06ddbf722c4ebe9ddd66d8f63ddaea97f521c3ecc20da7c976020 "
    "entry "
    "106 payload 373\n"
    "payload @373 13 \"hello, world\\n\"\n"
    "file-end @387 1 ok\n"
    "file-begin @387 2 \"b/\\xc3\\xa9\" size 0 sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 "
    "entry 182 payload 403\n"
    "file-end @404 2 ok\n"
    "end @404 size 412 problems 0\n"
    "used 412\n";

static void trace_has_a_line_for_each_event_and_joins_slices(void **state) {
  (void)state;
  const struct cutting cuttings[] = {
      {.piece = 0}, {.piece = 7}, {.piece = 1, .null_pieces = true}, {.early_finish = true}};
  for (size_t i = 0; i < sizeof cuttings / sizeof cuttings[0]; i++) {
    struct buffer log = {0};
    const struct trace_end end = trace_bundle(&log, example, sizeof example - 1, NULL, &cuttings[i]);
    assert_string_equal(buffer_string(&log), example_trace);
    assert_int_equal(end.type, SB_EVENT_END);
    assert_int_equal(end.used, sizeof example - 1);
    buffer_free(&log);
  }
}

static void trace_shows_an_error_with_its_places(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  bundle_edit(&bundle, "=== FILE 5 a", "=== FILE 6 a");
  struct buffer log = {0};
  const struct trace_end end = trace_bundle(&log, bundle.data, bundle.size, NULL, NULL);
  assert_int_equal(end.error.code, SB_HEADER_MISMATCH);
  assert_non_null(strstr(buffer_string(&log), "\nfailed header-mismatch @339 related 98 entry 0\nused 347\n"));
  buffer_free(&log);
  buffer_free(&bundle);
}

static void lies_stand_where_the_truth_would(void **state) {
  (void)state;
  const struct document document = {"a", "x", 1};
  struct buffer bundle = {0};
  bundle_append(&bundle, &document, 1, &(struct lies){.count = "2", .total = "007", .digest = "zz"});
  assert_non_null(strstr(buffer_string(&bundle), "\n=== INDEX 2 007\n"));
  assert_non_null(strstr(buffer_string(&bundle), "\n=== DIGEST zz\n"));
  buffer_free(&bundle);
}

static void resealing_makes_an_edited_index_whole_again(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  bundle_edit(&bundle, "5 a.txt", "5 a.text");
  bundle_edit(&bundle, "FILE 5 a.txt", "FILE 5 a.text");
  struct buffer log = {0};
  assert_int_equal(trace_bundle(&log, bundle.data, bundle.size, NULL, NULL).error.code, SB_INDEX_DIGEST_MISMATCH);
  bundle_reseal(&bundle);
  assert_int_equal(trace_bundle(&log, bundle.data, bundle.size, NULL, NULL).type, SB_EVENT_END);
  buffer_free(&log);
  buffer_free(&bundle);
}

static void long_names_have_the_size_that_was_asked_for(void **state) {
  (void)state;
  for (size_t size = 1; size <= 4100; size++) {
    struct buffer name = {0};
    bundle_long_name(&name, 'n', size);
    assert_int_equal(name.size, size);
    assert_int_not_equal(name.data[0], '/');
    assert_int_not_equal(name.data[size - 1], '/');
    assert_null(strstr(buffer_string(&name), "//"));
    buffer_free(&name);
  }
}

static void quoted_text_is_printable(void **state) {
  (void)state;
  struct buffer text = {0};
  buffer_quoted(&text, "a\"\\\n\r\t\x01\x7F\x80\xFF~ ", 12);
  assert_string_equal(buffer_string(&text), "\"a\\\"\\\\\\n\\r\\t\\x01\\x7f\\x80\\xff~ \"");
  buffer_free(&text);
}

static void numbers_are_written_in_full(void **state) {
  (void)state;
  struct buffer text = {0};
  buffer_number(&text, 0);
  buffer_byte(&text, ' ');
  buffer_number(&text, UINT64_MAX);
  assert_string_equal(buffer_string(&text), "0 18446744073709551615");
  buffer_free(&text);
}

static void allocator_counts_what_lives(void **state) {
  (void)state;
  struct counting_allocator counting;
  counting_init(&counting);
  const struct sb_allocator *allocator = &counting.allocator;
  void *a = allocator->allocate(allocator->context, 100);
  void *b = allocator->allocate(allocator->context, 20);
  assert_int_equal(counting.current, 120);
  assert_int_equal(counting.live, 2);
  allocator->release(allocator->context, a, 100);
  assert_false(counting_is_clean(&counting));
  allocator->release(allocator->context, b, 20);
  assert_true(counting_is_clean(&counting));
  assert_int_equal(counting.peak, 120);
  assert_int_equal(counting.largest, 100);
  assert_int_equal(counting.calls, 2);
}

static void allocator_fails_once_or_from_there(void **state) {
  (void)state;
  struct counting_allocator counting;
  for (enum fault fault = FAULT_ONCE; fault <= FAULT_FROM_THERE; fault++) {
    counting_init_fault(&counting, fault, 1);
    const struct sb_allocator *allocator = &counting.allocator;
    void *blocks[3];
    for (int i = 0; i < 3; i++)
      blocks[i] = allocator->allocate(allocator->context, 1);
    assert_non_null(blocks[0]);
    assert_null(blocks[1]);
    assert_true((blocks[2] != NULL) == (fault == FAULT_ONCE));
    assert_int_equal(counting.failed, fault == FAULT_ONCE ? 1 : 2);
    for (int i = 0; i < 3; i++) {
      if (blocks[i])
        allocator->release(allocator->context, blocks[i], 1);
    }
    assert_true(counting_is_clean(&counting));
  }
}

static bool check(enum sb_code code, uint64_t entry, const char *header, const char *size) {
  const struct error_case one = {"", code, entry, {{"=== FILE 5 a", header}, {" 5 a", size}}};
  struct buffer complaint = {0};
  const bool good = case_check(&one, NULL, &complaint);
  assert_int_equal(good, complaint.size == 0);
  buffer_free(&complaint);
  return good;
}

static void case_holds_with_its_own_error_and_no_other(void **state) {
  (void)state;
  assert_true(check(SB_HEADER_MISMATCH, 0, "=== FILE " AT "6 a", " " RELATED "5 a"));
  assert_false(check(SB_BAD_KEYWORD, 0, "=== FILE " AT "6 a", " " RELATED "5 a"));
  assert_false(check(SB_HEADER_MISMATCH, 1, "=== FILE " AT "6 a", " " RELATED "5 a"));
  assert_false(check(SB_HEADER_MISMATCH, NO_ENTRY, "=== FILE " AT "6 a", " " RELATED "5 a"));
  assert_false(check(SB_HEADER_MISMATCH, 0, "=== FILE 6" AT " a", " " RELATED "5 a"));
  assert_false(check(SB_HEADER_MISMATCH, 0, "=== FILE " AT "6 a", RELATED " 5 a"));
  assert_false(check(SB_HEADER_MISMATCH, 0, "=== FILE " AT "6 a", " 5 a"));
  assert_false(check(SB_HEADER_MISMATCH, 0, "=== FILE " AT "5 a", " " RELATED "5 a")); /* nothing is wrong */
}

static void marks_are_taken_out_of_a_case(void **state) {
  (void)state;
  const struct error_case one = {"", SB_NAME_CHAR, 7, {{"a.txt", RELATED "x" AT NUL "y"}, {"world", "w" CUT "orld"}}};
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  struct sb_error error;
  case_apply(&one, &bundle, &error);
  assert_int_equal(error.code, SB_NAME_CHAR);
  assert_int_equal(error.entry, 7);
  assert_int_equal(error.related, 100);
  assert_int_equal(error.offset, 101);
  assert_memory_equal(bundle.data + 100, "x\0y\n", 4);
  assert_memory_equal(bundle.data + bundle.size - 8, "hello, w", 8);
  buffer_free(&bundle);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(example_sample_is_the_bundle_of_the_description),
      cmocka_unit_test(every_sample_is_accepted_by_the_parser),
      cmocka_unit_test(trace_has_a_line_for_each_event_and_joins_slices),
      cmocka_unit_test(trace_shows_an_error_with_its_places),
      cmocka_unit_test(lies_stand_where_the_truth_would),
      cmocka_unit_test(resealing_makes_an_edited_index_whole_again),
      cmocka_unit_test(case_holds_with_its_own_error_and_no_other),
      cmocka_unit_test(marks_are_taken_out_of_a_case),
      cmocka_unit_test(long_names_have_the_size_that_was_asked_for),
      cmocka_unit_test(quoted_text_is_printable),
      cmocka_unit_test(numbers_are_written_in_full),
      cmocka_unit_test(allocator_counts_what_lives),
      cmocka_unit_test(allocator_fails_once_or_from_there),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

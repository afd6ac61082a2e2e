/* test_index.c - the three kinds of line of the INDEX, judged one at a time and against each other. */
#include "unit.h"

#include "allocator.h"
#include "buffer.h"
#include "bundle.h"
#include "index.h"
#include "options.h"

#define DIGEST_A "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* An index that is read, and where its next line stands. */
struct reading {
  struct sb_index index;
  struct sb_options policy;
  uint64_t offset;
  struct sb_line line; /* the last one read; its bytes are gone */
};

static struct reading *begin_reading(void) {
  struct reading *reading = malloc(sizeof *reading);
  sb_index_init(&reading->index, NULL);
  reading->policy = sb_options_resolve(NULL);
  reading->offset = 18;
  return reading;
}

static void end_reading(struct reading *reading) {
  sb_index_free(&reading->index);
  free(reading);
}

enum kind { BEGIN, ENTRY, DIGEST };

/* Reads a line from memory of exactly its size. */
static enum sb_code read_line(struct reading *reading, enum kind kind, const char *text, const uint8_t *expected) {
  const size_t size = strlen(text);
  uint8_t *bytes = exact_copy(text, size);
  reading->line = sb_line_begin(bytes, size, reading->offset);
  enum sb_code code = SB_OK;
  switch (kind) {
  case BEGIN:
    code = sb_index_read_begin(&reading->index, &reading->line, &reading->policy);
    break;
  case ENTRY:
    code = sb_index_read_entry(&reading->index, &reading->line, &reading->policy);
    break;
  case DIGEST:
    code = sb_index_read_digest(&reading->index, &reading->line, expected);
    break;
  }
  free(bytes);
  if (code == SB_OK)
    reading->offset += size;
  return code;
}

static void assert_read(struct reading *reading, enum kind kind, const char *text) {
  assert_int_equal(read_line(reading, kind, text, NULL), SB_OK);
}

static void assert_rejected(struct reading *reading, enum kind kind, const char *text, enum sb_code code, size_t error,
                            uint64_t related) {
  assert_string_equal(sb_code_name(read_line(reading, kind, text, NULL)), sb_code_name(code));
  assert_int_equal(reading->line.error, error);
  assert_true(reading->line.related == related);
}

/* -- The INDEX line -- */

static void index_line_declares_count_and_total(void **state) {
  (void)state;
  struct reading *reading = begin_reading();
  assert_read(reading, BEGIN, "=== INDEX 12 345\n");
  assert_int_equal(reading->index.count, 12);
  assert_int_equal(reading->index.total, 345);
  assert_int_equal(reading->index.count_offset, 18 + 10);
  assert_int_equal(reading->index.total_offset, 18 + 13);
  assert_int_equal(reading->index.entries_offset, 18 + 17);
  assert_false(sb_index_is_full(&reading->index));
  end_reading(reading);
}

static void index_line_takes_no_memory_whatever_it_declares(void **state) {
  (void)state;
  struct counting_allocator counting;
  counting_init(&counting);
  struct reading *reading = begin_reading();
  sb_index_init(&reading->index, &counting.allocator);
  assert_read(reading, BEGIN, "=== INDEX 9223372036854775807 9223372036854775807\n");
  assert_int_equal(counting.calls, 0);
  end_reading(reading);
}

static void index_line_rejects_leading_zero(void **state) {
  (void)state;
  struct reading *reading = begin_reading();
  assert_rejected(reading, BEGIN, "=== INDEX 01 0\n", SB_BAD_NUMBER, 10, SB_NO_OFFSET);
  assert_rejected(reading, BEGIN, "=== INDEX 1 00\n", SB_BAD_NUMBER, 12, SB_NO_OFFSET);
  end_reading(reading);
}

static void index_line_with_no_entries_has_no_total(void **state) {
  (void)state;
  struct reading *reading = begin_reading();
  assert_rejected(reading, BEGIN, "=== INDEX 0 1\n", SB_TOTAL_MISMATCH, 12, 18 + 10);
  assert_read(reading, BEGIN, "=== INDEX 0 0\n");
  assert_true(sb_index_is_full(&reading->index));
  end_reading(reading);
}

static void index_line_obeys_the_callers_limits(void **state) {
  (void)state;
  struct reading *reading = begin_reading();
  reading->policy.max_files = 10;
  reading->policy.max_total_size = 20;
  assert_rejected(reading, BEGIN, "=== INDEX 11 20\n", SB_LIMIT_FILES, 10, SB_NO_OFFSET);
  assert_rejected(reading, BEGIN, "=== INDEX 10 21\n", SB_LIMIT_TOTAL_SIZE, 13, SB_NO_OFFSET);
  assert_rejected(reading, BEGIN, "=== INDEX 11 x\n", SB_LIMIT_FILES, 10, SB_NO_OFFSET); /* known at the space */
  assert_rejected(reading, BEGIN, "=== INDEX 11\n", SB_BAD_NUMBER, 12, SB_NO_OFFSET);    /* form before value */
  assert_rejected(reading, BEGIN, "=== INDEX 0 21\n", SB_TOTAL_MISMATCH, 12, 28);        /* validity before policy */
  assert_read(reading, BEGIN, "=== INDEX 10 20\n");
  end_reading(reading);
}

static void unfinished_index_line_is_truncated(void **state) {
  (void)state;
  static const char line[] = "=== INDEX 3 18\n";
  for (size_t size = 0; size < sizeof line - 1; size++) {
    struct reading *reading = begin_reading();
    char prefix[sizeof line];
    memcpy(prefix, line, size);
    prefix[size] = '\0';
    assert_rejected(reading, BEGIN, prefix, SB_TRUNCATED, size, SB_NO_OFFSET);
    end_reading(reading);
  }
}

/* -- Entries -- */

static void entries_are_kept_with_their_places(void **state) {
  (void)state;
  struct reading *reading = begin_reading();
  assert_read(reading, BEGIN, "=== INDEX 2 15\n");
  const uint64_t entries = reading->offset;
  assert_read(reading, ENTRY, DIGEST_A " 5 a.txt\n");
  assert_false(sb_index_is_full(&reading->index));
  assert_read(reading, ENTRY, DIGEST_A " 10 b\n");
  assert_true(sb_index_is_full(&reading->index));
  assert_int_equal(sb_index_entry_offset(&reading->index, 0), entries);
  assert_int_equal(sb_index_size_offset(&reading->index, 0), entries + 65);
  assert_int_equal(sb_index_name_offset(&reading->index, 0), entries + 67);
  assert_int_equal(sb_index_entry_offset(&reading->index, 1), entries + 73);
  assert_int_equal(sb_index_size_offset(&reading->index, 1), entries + 73 + 65);
  assert_int_equal(sb_index_name_offset(&reading->index, 1), entries + 73 + 68);
  end_reading(reading);
}

static void places_of_blocks_are_known_once_the_index_is_whole(void **state) {
  (void)state;
  struct reading *reading = begin_reading();
  assert_read(reading, BEGIN, "=== INDEX 2 15\n");
  assert_read(reading, ENTRY, DIGEST_A " 5 a.txt\n");
  assert_read(reading, ENTRY, DIGEST_A " 10 b\n");
  struct sb_entry entry = sb_index_entry(&reading->index, 1);
  assert_true(entry.block_offset == SB_NO_OFFSET && entry.payload_offset == SB_NO_OFFSET);
  assert_read(reading, DIGEST, "=== DIGEST " DIGEST_A "\n");
  const uint64_t blocks = reading->offset;
  entry = sb_index_entry(&reading->index, 1);
  assert_int_equal(entry.ordinal, 1);
  assert_string_equal(entry.name, "b");
  assert_int_equal(entry.name_size, 1);
  assert_int_equal(entry.size, 10);
  assert_int_equal(entry.digest[1], 0x11);
  assert_int_equal(entry.offset, sb_index_entry_offset(&reading->index, 1));
  assert_int_equal(sb_index_block_offset(&reading->index, 0), blocks);
  assert_int_equal(entry.block_offset, blocks + 17 + 5 + 1);
  assert_int_equal(entry.payload_offset, entry.block_offset + 14);
  assert_int_equal(sb_index_block_offset(&reading->index, 2), blocks + 23 + 14 + 10 + 1); /* of "=== END" */
  end_reading(reading);
}

static void entry_says_when_too_few_were_declared_or_too_many(void **state) {
  (void)state;
  struct reading *reading = begin_reading();
  assert_read(reading, BEGIN, "=== INDEX 1 5\n");
  assert_rejected(reading, ENTRY, "=== DIGEST " DIGEST_A "\n", SB_COUNT_MISMATCH, 0, 28);
  assert_rejected(reading, ENTRY, "=", SB_COUNT_MISMATCH, 0, 28);
  assert_read(reading, ENTRY, DIGEST_A " 5 a\n");
  assert_rejected(reading, DIGEST, DIGEST_A " 5 b\n", SB_COUNT_MISMATCH, 0, 28);
  assert_rejected(reading, DIGEST, "f", SB_COUNT_MISMATCH, 0, 28);
  assert_rejected(reading, DIGEST, "F", SB_BAD_KEYWORD, 0, SB_NO_OFFSET);
  end_reading(reading);
}

static void sizes_are_judged_against_the_total(void **state) {
  (void)state;
  struct reading *reading = begin_reading();
  assert_read(reading, BEGIN, "=== INDEX 2 10\n");
  assert_rejected(reading, ENTRY, DIGEST_A " 11 a\n", SB_TOTAL_MISMATCH, 65, 18 + 12);
  assert_read(reading, ENTRY, DIGEST_A " 4 a\n");
  assert_rejected(reading, ENTRY, DIGEST_A " 7 b\n", SB_TOTAL_MISMATCH, 65, 18 + 12);
  assert_rejected(reading, ENTRY, DIGEST_A " 5 b\n", SB_TOTAL_MISMATCH, 65, 18 + 12);
  assert_read(reading, ENTRY, DIGEST_A " 6 b\n");
  end_reading(reading);
}

static void sum_of_sizes_reaches_the_greatest_number_without_overflow(void **state) {
  (void)state;
  struct reading *reading = begin_reading();
  assert_read(reading, BEGIN, "=== INDEX 3 9223372036854775807\n");
  assert_read(reading, ENTRY, DIGEST_A " 9223372036854775806 a\n");
  assert_rejected(reading, ENTRY, DIGEST_A " 9223372036854775807 b\n", SB_TOTAL_MISMATCH, 65, 30);
  assert_rejected(reading, ENTRY, DIGEST_A " 2 b\n", SB_TOTAL_MISMATCH, 65, 30);
  assert_read(reading, ENTRY, DIGEST_A " 1 b\n");
  assert_read(reading, ENTRY, DIGEST_A " 0 c\n");
  end_reading(reading);
}

static void names_are_judged_against_the_one_before(void **state) {
  (void)state;
  struct reading *reading = begin_reading();
  assert_read(reading, BEGIN, "=== INDEX 3 0\n");
  const uint64_t previous = reading->offset + 67;
  assert_read(reading, ENTRY, DIGEST_A " 0 b\n");
  assert_rejected(reading, ENTRY, DIGEST_A " 0 b\n", SB_NAME_DUPLICATE, 67, previous);
  assert_rejected(reading, ENTRY, DIGEST_A " 0 a\n", SB_NAME_ORDER, 67, previous);
  assert_rejected(reading, ENTRY, DIGEST_A " 0 b/a\n", SB_NAME_CONFLICT, 67, previous);
  assert_read(reading, ENTRY, DIGEST_A " 0 b c\n");
  end_reading(reading);
}

static void rejected_entry_is_not_kept(void **state) {
  (void)state;
  struct reading *reading = begin_reading();
  assert_read(reading, BEGIN, "=== INDEX 2 10\n");
  assert_rejected(reading, ENTRY, DIGEST_A " 4 a/..\n", SB_NAME_COMPONENT, 69, SB_NO_OFFSET);
  assert_rejected(reading, ENTRY, DIGEST_A " 4 a", SB_TRUNCATED, 68, SB_NO_OFFSET);
  assert_int_equal(reading->index.table.count, 0);
  assert_int_equal(reading->index.sum, 0);
  assert_int_equal(reading->index.entries_size, 0);
  end_reading(reading);
}

static void entry_obeys_the_callers_limits(void **state) {
  (void)state;
  struct reading *reading = begin_reading();
  reading->policy.max_file_size = 5;
  reading->policy.max_index_bytes = 69 + 70;
  assert_read(reading, BEGIN, "=== INDEX 3 11\n");
  assert_rejected(reading, ENTRY, DIGEST_A " 6 \xFF", SB_LIMIT_FILE_SIZE, 65, SB_NO_OFFSET);
  assert_rejected(reading, ENTRY, DIGEST_A " 12 a\n", SB_TOTAL_MISMATCH, 65, 30); /* validity before policy */
  assert_read(reading, ENTRY, DIGEST_A " 5 a\n");
  assert_rejected(reading, ENTRY, DIGEST_A " 5 abc\n", SB_LIMIT_INDEX_BYTES, 0, SB_NO_OFFSET);
  assert_rejected(reading, ENTRY, DIGEST_A " 5 a/c\n", SB_NAME_CONFLICT, 67, 33 + 67); /* validity before policy */
  assert_read(reading, ENTRY, DIGEST_A " 5 ab\n");
  assert_rejected(reading, ENTRY, DIGEST_A " 1 c\n", SB_LIMIT_INDEX_BYTES, 0, SB_NO_OFFSET);
  end_reading(reading);
}

static void entry_reports_that_memory_ran_out(void **state) {
  (void)state;
  struct counting_allocator counting;
  counting_init_fault(&counting, FAULT_FROM_THERE, 0);
  struct reading *reading = begin_reading();
  sb_index_init(&reading->index, &counting.allocator);
  assert_read(reading, BEGIN, "=== INDEX 1 0\n");
  assert_rejected(reading, ENTRY, DIGEST_A " 0 a\n", SB_OUT_OF_MEMORY, 0, SB_NO_OFFSET);
  end_reading(reading);
  assert_true(counting_is_clean(&counting));
}

static void unfinished_entry_is_truncated(void **state) {
  (void)state;
  static const char line[] = DIGEST_A " 4 a/b\n";
  for (size_t size = 0; size < sizeof line - 1; size++) {
    struct reading *reading = begin_reading();
    assert_read(reading, BEGIN, "=== INDEX 1 4\n");
    char prefix[sizeof line];
    memcpy(prefix, line, size);
    prefix[size] = '\0';
    assert_rejected(reading, ENTRY, prefix, SB_TRUNCATED, size, SB_NO_OFFSET);
    end_reading(reading);
  }
}

/* -- DIGEST -- */

static void digest_line_is_compared_with_the_digest_that_is_expected(void **state) {
  (void)state;
  uint8_t *expected = malloc(SB_DIGEST_SIZE);
  for (size_t i = 0; i < SB_DIGEST_SIZE; i++)
    expected[i] = (uint8_t)(i % 16 * 0x11);
  struct reading *reading = begin_reading();
  assert_read(reading, BEGIN, "=== INDEX 0 0\n");
  for (size_t i = 0; i < SB_DIGEST_SIZE; i++) {
    for (unsigned bit = 1; bit < 256; bit *= 2) {
      expected[i] = (uint8_t)(expected[i] ^ bit);
      const enum sb_code code = read_line(reading, DIGEST, "=== DIGEST " DIGEST_A "\n", expected);
      assert_int_equal(code, SB_INDEX_DIGEST_MISMATCH);
      assert_int_equal(reading->line.error, 11);
      assert_false(reading->index.complete);
      expected[i] = (uint8_t)(expected[i] ^ bit);
    }
  }
  assert_int_equal(read_line(reading, DIGEST, "=== DIGEST " DIGEST_A "\n", expected), SB_OK);
  assert_true(reading->index.complete);
  assert_memory_equal(reading->index.digest, expected, SB_DIGEST_SIZE);
  end_reading(reading);
  free(expected);
}

static void unfinished_digest_line_is_truncated(void **state) {
  (void)state;
  static const char line[] = "=== DIGEST " DIGEST_A "\n";
  for (size_t size = 0; size < sizeof line - 1; size++) {
    struct reading *reading = begin_reading();
    assert_read(reading, BEGIN, "=== INDEX 0 0\n");
    char prefix[sizeof line];
    memcpy(prefix, line, size);
    prefix[size] = '\0';
    assert_rejected(reading, DIGEST, prefix, SB_TRUNCATED, size, SB_NO_OFFSET);
    assert_false(reading->index.complete);
    end_reading(reading);
  }
}

/* -- The writer's way in, and a new begin -- */

static void added_entries_are_counted_as_if_they_were_read(void **state) {
  (void)state;
  struct reading *reading = begin_reading();
  assert_read(reading, BEGIN, "=== INDEX 2 1010\n");
  assert_read(reading, ENTRY, DIGEST_A " 10 a\n");
  assert_read(reading, ENTRY, DIGEST_A " 1000 b/\xC3\xA9\n");
  struct sb_index added;
  sb_index_init(&added, NULL);
  const uint8_t digest[SB_DIGEST_SIZE] = {1};
  assert_int_equal(sb_index_judge_order(&added, "z", 1), SB_OK);
  assert_int_equal(sb_index_add(&added, "a", 1, 10, digest), SB_OK);
  assert_int_equal(sb_index_judge_order(&added, "a", 1), SB_NAME_DUPLICATE);
  assert_int_equal(sb_index_judge_order(&added, "!", 1), SB_NAME_ORDER);
  assert_int_equal(sb_index_judge_order(&added, "a/a", 3), SB_NAME_CONFLICT);
  assert_int_equal(sb_index_add(&added, "b/\xC3\xA9", 4, 1000, digest), SB_OK);
  assert_int_equal(added.sum, 1010);
  assert_int_equal(added.entries_size, reading->index.entries_size);
  assert_int_equal(added.blocks_size, reading->index.blocks_size);
  assert_int_equal(added.blocks_size, (9 + 2 + 1 + 1 + 1 + 10 + 1) + (9 + 4 + 1 + 4 + 1 + 1000 + 1));
  sb_index_free(&added);
  end_reading(reading);
}

static void cleared_index_is_as_new(void **state) {
  (void)state;
  struct reading *reading = begin_reading();
  assert_read(reading, BEGIN, "=== INDEX 1 10\n");
  assert_read(reading, ENTRY, DIGEST_A " 10 b\n");
  assert_read(reading, DIGEST, "=== DIGEST " DIGEST_A "\n");
  sb_index_clear(&reading->index);
  assert_false(reading->index.complete);
  assert_int_equal(reading->index.sum + reading->index.entries_size + reading->index.blocks_size, 0);
  reading->offset = 18;
  assert_read(reading, BEGIN, "=== INDEX 1 3\n");
  assert_read(reading, ENTRY, DIGEST_A " 3 a\n");
  assert_int_equal(reading->index.table.count, 1);
  assert_string_equal(sb_index_entry(&reading->index, 0).name, "a");
  end_reading(reading);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(index_line_declares_count_and_total),
      cmocka_unit_test(index_line_takes_no_memory_whatever_it_declares),
      cmocka_unit_test(index_line_rejects_leading_zero),
      cmocka_unit_test(index_line_with_no_entries_has_no_total),
      cmocka_unit_test(index_line_obeys_the_callers_limits),
      cmocka_unit_test(unfinished_index_line_is_truncated),
      cmocka_unit_test(entries_are_kept_with_their_places),
      cmocka_unit_test(places_of_blocks_are_known_once_the_index_is_whole),
      cmocka_unit_test(entry_says_when_too_few_were_declared_or_too_many),
      cmocka_unit_test(sizes_are_judged_against_the_total),
      cmocka_unit_test(sum_of_sizes_reaches_the_greatest_number_without_overflow),
      cmocka_unit_test(names_are_judged_against_the_one_before),
      cmocka_unit_test(rejected_entry_is_not_kept),
      cmocka_unit_test(entry_obeys_the_callers_limits),
      cmocka_unit_test(entry_reports_that_memory_ran_out),
      cmocka_unit_test(unfinished_entry_is_truncated),
      cmocka_unit_test(digest_line_is_compared_with_the_digest_that_is_expected),
      cmocka_unit_test(unfinished_digest_line_is_truncated),
      cmocka_unit_test(added_entries_are_counted_as_if_they_were_read),
      cmocka_unit_test(cleared_index_is_as_new),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

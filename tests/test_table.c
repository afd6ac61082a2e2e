/* test_table.c - the entries of an INDEX, kept. */
#include "unit.h"

#include "allocator.h"
#include "buffer.h"
#include "bundle.h"
#include "seedbundle/error.h"
#include "seedbundle/name.h"
#include "table.h"

enum { MANY = 5000 };

/* Names that are in path order when their numbers are, and of many lengths. */
static void make_name(struct buffer *name, unsigned number) {
  buffer_clear(name);
  buffer_format(name, "%06u", number);
  buffer_fill(name, 'n', number * 37 % 200);
}

static void fill(struct sb_table *table, unsigned count) {
  struct buffer name = {0};
  for (unsigned i = 0; i < count; i++) {
    make_name(&name, 2 * i);
    char *exact = (char *)exact_copy(name.data, name.size);
    struct sb_record *record = sb_table_add(table, exact, name.size);
    free(exact); /* the table has its own copy */
    assert_non_null(record);
    record->size = i;
  }
  buffer_free(&name);
}

static void assert_filled(const struct sb_table *table, unsigned count) {
  struct buffer name = {0};
  assert_int_equal(table->count, count);
  for (unsigned i = 0; i < count; i++) {
    make_name(&name, 2 * i);
    const struct sb_record *record = sb_table_at(table, i);
    assert_int_equal(record->size, i);
    assert_int_equal(record->name_size, name.size);
    assert_string_equal(record->name, buffer_string(&name)); /* a NUL stands behind the name */
  }
  buffer_free(&name);
}

static void empty_table_takes_no_memory(void **state) {
  (void)state;
  struct counting_allocator counting;
  counting_init(&counting);
  struct sb_table table;
  sb_table_init(&table, &counting.allocator);
  assert_int_equal(table.count, 0);
  assert_true(sb_table_find(&table, "a", 1) == SB_NO_ENTRY);
  sb_table_clear(&table);
  sb_table_free(&table);
  assert_int_equal(counting.calls, 0);
}

static void records_keep_what_was_put_into_them(void **state) {
  (void)state;
  struct sb_table table;
  sb_table_init(&table, NULL);
  fill(&table, MANY);
  assert_filled(&table, MANY);
  sb_table_free(&table);
}

static void records_and_names_never_move(void **state) {
  (void)state;
  struct sb_table table;
  sb_table_init(&table, NULL);
  static const struct sb_record *records[MANY];
  static const char *names[MANY];
  struct buffer name = {0};
  for (unsigned i = 0; i < MANY; i++) {
    make_name(&name, i);
    records[i] = sb_table_add(&table, buffer_string(&name), name.size);
    names[i] = records[i]->name;
  }
  for (unsigned i = 0; i < MANY; i++) {
    assert_ptr_equal(sb_table_at(&table, i), records[i]);
    assert_ptr_equal(records[i]->name, names[i]);
  }
  buffer_free(&name);
  sb_table_free(&table);
}

static void every_name_is_found_and_no_other(void **state) {
  (void)state;
  static const unsigned counts[] = {1, 2, 3, 63, 64, 65, 1000};
  struct buffer name = {0};
  for (size_t i = 0; i < COUNT_OF(counts); i++) {
    struct sb_table table;
    sb_table_init(&table, NULL);
    fill(&table, counts[i]);
    for (unsigned number = 0; number < 2 * counts[i] + 1; number++) {
      make_name(&name, number); /* the even ones are there */
      const uint64_t expected = number % 2 == 0 && number / 2 < counts[i] ? number / 2 : SB_NO_ENTRY;
      assert_true(sb_table_find(&table, buffer_string(&name), name.size) == expected);
      assert_true(sb_table_find(&table, buffer_string(&name), name.size - 1) == SB_NO_ENTRY);
    }
    assert_true(sb_table_find(&table, "", 0) == SB_NO_ENTRY);
    assert_true(sb_table_find(&table, "~", 1) == SB_NO_ENTRY);
    sb_table_free(&table);
  }
  buffer_free(&name);
}

static void names_are_found_in_path_order(void **state) {
  (void)state;
  static const char *const names[] = {"a/b", "a/c", "a b", "a!", "aa", "\xC3\xA9"};
  struct sb_table table;
  sb_table_init(&table, NULL);
  for (size_t i = 0; i < COUNT_OF(names); i++)
    assert_non_null(sb_table_add(&table, names[i], strlen(names[i])));
  for (size_t i = 0; i < COUNT_OF(names); i++)
    assert_int_equal(sb_table_find(&table, names[i], strlen(names[i])), i);
  assert_true(sb_table_find(&table, "a", 1) == SB_NO_ENTRY);
  sb_table_free(&table);
}

static void longest_names_are_kept(void **state) {
  (void)state;
  struct counting_allocator counting;
  counting_init(&counting);
  struct sb_table table;
  sb_table_init(&table, &counting.allocator);
  for (char letter = 'a'; letter <= 'z'; letter++) {
    struct buffer name = {0};
    bundle_long_name(&name, letter, SB_NAME_MAX);
    assert_non_null(sb_table_add(&table, buffer_string(&name), name.size));
    const struct sb_record *record = sb_table_at(&table, (uint64_t)(letter - 'a'));
    assert_string_equal(record->name, buffer_string(&name));
    assert_int_equal(sb_table_find(&table, buffer_string(&name), name.size), letter - 'a');
    buffer_free(&name);
  }
  sb_table_free(&table);
  assert_true(counting_is_clean(&counting));
}

static void small_table_uses_its_memory_again_when_it_was_cleared(void **state) {
  (void)state;
  struct counting_allocator counting;
  counting_init(&counting);
  struct sb_table table;
  sb_table_init(&table, &counting.allocator);
  fill(&table, 64);
  sb_table_clear(&table);
  assert_int_equal(table.count, 0);
  assert_true(sb_table_find(&table, "000000", 6) == SB_NO_ENTRY);
  fill(&table, 64);
  const size_t calls = counting.calls;
  const size_t current = counting.current;
  for (int i = 0; i < 10; i++) {
    sb_table_clear(&table);
    fill(&table, 64);
    assert_filled(&table, 64);
  }
  assert_int_equal(counting.calls, calls);
  assert_int_equal(counting.current, current);
  sb_table_free(&table);
  assert_true(counting_is_clean(&counting));
}

static void large_table_gives_its_memory_back_when_it_is_cleared(void **state) {
  (void)state;
  struct counting_allocator counting;
  counting_init(&counting);
  struct sb_table table;
  sb_table_init(&table, &counting.allocator);
  fill(&table, 65);
  assert_true(counting.current > 0);
  sb_table_clear(&table);
  assert_int_equal(counting.current, 0);
  fill(&table, 65);
  assert_filled(&table, 65);
  sb_table_free(&table);
  assert_true(counting_is_clean(&counting));
}

static void freed_table_is_empty_and_can_be_filled_again(void **state) {
  (void)state;
  struct counting_allocator counting;
  counting_init(&counting);
  struct sb_table table;
  sb_table_init(&table, &counting.allocator);
  fill(&table, 200);
  sb_table_free(&table);
  assert_true(counting_is_clean(&counting));
  fill(&table, 200);
  assert_filled(&table, 200);
  sb_table_free(&table);
  assert_true(counting_is_clean(&counting));
}

/* Adds records until one cannot be added; returns how many were. */
static unsigned fill_until_failure(struct sb_table *table, unsigned count) {
  struct buffer name = {0};
  unsigned added = 0;
  for (; added < count; added++) {
    make_name(&name, 2 * added);
    struct sb_record *record = sb_table_add(table, buffer_string(&name), name.size);
    if (!record)
      break;
    record->size = added;
  }
  buffer_free(&name);
  return added;
}

static void failed_allocation_adds_nothing_and_loses_nothing(void **state) {
  (void)state;
  enum { RECORDS = 1500 }; /* more than 16 blocks of 64, so that the blocks' own list grows too */
  struct counting_allocator counting;
  for (size_t at = 0;; at++) {
    counting_init_fault(&counting, FAULT_ONCE, at);
    struct sb_table table;
    sb_table_init(&table, &counting.allocator);
    const unsigned added = fill_until_failure(&table, RECORDS);
    assert_int_equal(table.count, added);
    assert_filled(&table, added);
    if (added == RECORDS) {
      assert_true(counting.failed == 0 && at > 20);
      sb_table_free(&table);
      break;
    }
    struct sb_record *record = sb_table_add(&table, "~", 1); /* the next attempt succeeds */
    assert_non_null(record);
    assert_int_equal(table.count, added + 1);
    assert_int_equal(sb_table_find(&table, "~", 1), added);
    sb_table_free(&table);
    assert_true(counting_is_clean(&counting));
  }
  assert_true(counting_is_clean(&counting));
}

static void allocator_that_has_run_dry_fails_every_addition(void **state) {
  (void)state;
  struct counting_allocator counting;
  counting_init_fault(&counting, FAULT_FROM_THERE, 0);
  struct sb_table table;
  sb_table_init(&table, &counting.allocator);
  for (int i = 0; i < 3; i++)
    assert_null(sb_table_add(&table, "a", 1));
  assert_int_equal(table.count, 0);
  sb_table_free(&table);
  assert_true(counting_is_clean(&counting));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(empty_table_takes_no_memory),
      cmocka_unit_test(records_keep_what_was_put_into_them),
      cmocka_unit_test(records_and_names_never_move),
      cmocka_unit_test(every_name_is_found_and_no_other),
      cmocka_unit_test(names_are_found_in_path_order),
      cmocka_unit_test(longest_names_are_kept),
      cmocka_unit_test(small_table_uses_its_memory_again_when_it_was_cleared),
      cmocka_unit_test(large_table_gives_its_memory_back_when_it_is_cleared),
      cmocka_unit_test(freed_table_is_empty_and_can_be_filled_again),
      cmocka_unit_test(failed_allocation_adds_nothing_and_loses_nothing),
      cmocka_unit_test(allocator_that_has_run_dry_fails_every_addition),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

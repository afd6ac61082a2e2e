/* test_locate.c - from an offset to a line and a column. */
#include "unit.h"

#include "buffer.h"
#include "seedbundle/error.h"

/* The definition: lines are counted by their LFs, columns by the bytes after the last one. */
static struct sb_location naive(const uint8_t *bytes, size_t size) {
  struct sb_location location = {size, 1, 1};
  for (size_t i = 0; i < size; i++) {
    location.column++;
    if (bytes[i] == '\n') {
      location.line++;
      location.column = 1;
    }
  }
  return location;
}

static void feed(struct sb_location *location, const uint8_t *bytes, size_t size) {
  uint8_t *exact = exact_copy(bytes, size);
  sb_locate(location, exact, size);
  free(exact);
}

static void assert_location(const struct sb_location *location, struct sb_location expected) {
  assert_int_equal(location->offset, expected.offset);
  assert_int_equal(location->line, expected.line);
  assert_int_equal(location->column, expected.column);
}

static void first_byte_is_in_line_1_and_column_1(void **state) {
  (void)state;
  struct sb_location location = SB_LOCATION_START;
  assert_location(&location, (struct sb_location){0, 1, 1});
  sb_locate(&location, NULL, 0);
  assert_location(&location, (struct sb_location){0, 1, 1});
}

static void lf_ends_its_line_and_the_next_begins_behind_it(void **state) {
  (void)state;
  struct sb_location location = SB_LOCATION_START;
  sb_locate(&location, "ab", 2);
  assert_location(&location, (struct sb_location){2, 1, 3});
  sb_locate(&location, "\n", 1);
  assert_location(&location, (struct sb_location){3, 2, 1});
  sb_locate(&location, "\nx", 2);
  assert_location(&location, (struct sb_location){5, 3, 2});
  sb_locate(&location, NULL, 0);
  assert_location(&location, (struct sb_location){5, 3, 2});
}

static void only_lf_ends_a_line_and_columns_are_bytes(void **state) {
  (void)state;
  for (unsigned byte = 0; byte < 256; byte++) {
    const uint8_t bytes[3] = {'a', (uint8_t)byte, 'b'};
    struct sb_location location = SB_LOCATION_START;
    feed(&location, bytes, 3);
    assert_location(&location, byte == '\n' ? (struct sb_location){3, 2, 2} : (struct sb_location){3, 1, 4});
  }
}

static void every_cut_gives_the_same_place(void **state) {
  (void)state;
  static const char *const texts[] = {
      "", "\n", "a", "\n\n\n", "one\ntwo\n\nthree", "\xC3\xA9\r\n\x01\n", "no line end at all"};
  for (size_t i = 0; i < COUNT_OF(texts); i++) {
    const uint8_t *bytes = (const uint8_t *)texts[i];
    const size_t size = strlen(texts[i]);
    for (size_t cut = 0; cut <= size; cut++) {
      for (size_t other = cut; other <= size; other++) {
        struct sb_location location = SB_LOCATION_START;
        feed(&location, bytes, cut);
        feed(&location, bytes + cut, other - cut);
        feed(&location, bytes + other, size - other);
        assert_location(&location, naive(bytes, size));
      }
    }
  }
}

/* The counting runs in blocks of 255 bytes, and its sums must not overflow. */
static void long_texts_are_counted_as_the_definition_says(void **state) {
  (void)state;
  static const size_t periods[] = {1, 2, 3, 7, 100, 254, 255, 256, 257, 511, 2000};
  enum { SIZE = 1600 };
  for (size_t i = 0; i < COUNT_OF(periods); i++) {
    uint8_t bytes[SIZE];
    for (size_t at = 0; at < SIZE; at++)
      bytes[at] = at % periods[i] == periods[i] - 1 ? '\n' : 'x';
    for (size_t size = 0; size <= SIZE; size++) {
      struct sb_location location = SB_LOCATION_START;
      feed(&location, bytes, size);
      const struct sb_location expected = {size, 1 + size / periods[i], 1 + size % periods[i]};
      assert_location(&location, expected);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(first_byte_is_in_line_1_and_column_1),
      cmocka_unit_test(lf_ends_its_line_and_the_next_begins_behind_it),
      cmocka_unit_test(only_lf_ends_a_line_and_columns_are_bytes),
      cmocka_unit_test(every_cut_gives_the_same_place),
      cmocka_unit_test(long_texts_are_counted_as_the_definition_says),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

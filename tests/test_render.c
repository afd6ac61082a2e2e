/* test_render.c - the canonical spelling of lines. */
#include "unit.h"

#include <inttypes.h>
#include <stdio.h>

#include "buffer.h"
#include "bundle.h"
#include "render.h"

/* -- Numbers -- */

static void assert_digits(uint64_t number) {
  char expected[24];
  const int size = snprintf(expected, sizeof expected, "%" PRIu64, number);
  assert_int_equal(sb_render_digits(number), size);
  uint8_t *digits = malloc((size_t)size);
  assert_int_equal(sb_render_number(digits, number), size);
  assert_memory_equal(digits, expected, (size_t)size);
  free(digits);
}

static void numbers_have_the_digits_that_they_need(void **state) {
  (void)state;
  for (uint64_t power = 1;; power *= 10) {
    assert_digits(power - 1);
    assert_digits(power);
    assert_digits(power + 1);
    if (power > UINT64_MAX / 10)
      break;
  }
  assert_digits(NUMBER_MAX - 1);
  assert_digits(NUMBER_MAX);
  assert_digits(NUMBER_MAX + 1);
  assert_digits(UINT64_MAX);
}

static void greatest_number_has_as_many_digits_as_the_format_says(void **state) {
  (void)state;
  assert_int_equal(sb_render_digits(NUMBER_MAX), NUMBER_DIGITS);
}

/* -- Lines -- */

static const uint8_t some_digest[SB_DIGEST_SIZE] = {
    0x00, 0x01, 0x10, 0x12, 0x23, 0x34, 0x45, 0x56, 0x67, 0x78, 0x89, 0x9A, 0xAB, 0xBC, 0xCD, 0xDE,
    0xEF, 0xF0, 0xFF, 0x0F, 0xA0, 0xB1, 0xC2, 0xD3, 0xE4, 0xF5, 0x06, 0x17, 0x28, 0x39, 0x4A, 0x5B,
};

static struct sb_record make_record(const char *name, size_t name_size, uint64_t size) {
  struct sb_record record = {.name = name, .name_size = name_size, .size = size};
  memcpy(record.digest, some_digest, sizeof some_digest);
  return record;
}

/* Lines are rendered into memory of exactly the size that callers give. */
static uint8_t *new_line(void) { return malloc(LINE_MAX_BYTES); }

static void assert_line(uint8_t *line, size_t size, const char *expected) {
  assert_int_equal(size, strlen(expected));
  assert_memory_equal(line, expected, size);
  free(line);
}

static void magic_and_end_are_the_words_of_the_format(void **state) {
  (void)state;
  uint8_t *line = new_line();
  assert_line(line, sb_render_magic(line), "=== SEED-BUNDLE 1\n");
  line = new_line();
  assert_line(line, sb_render_end(line), "=== END\n");
}

static void index_line_has_count_and_total(void **state) {
  (void)state;
  uint8_t *line = new_line();
  assert_line(line, sb_render_index(line, 0, 0), "=== INDEX 0 0\n");
  line = new_line();
  assert_line(line, sb_render_index(line, 3, 18), "=== INDEX 3 18\n");
  line = new_line();
  assert_line(line, sb_render_index(line, NUMBER_MAX, NUMBER_MAX),
              "=== INDEX 9223372036854775807 9223372036854775807\n");
}

static void digest_line_is_lower_case_hexadecimal(void **state) {
  (void)state;
  uint8_t *line = new_line();
  assert_line(line, sb_render_digest(line, some_digest),
              "=== DIGEST 0001101223344556677889"
              "9aabbccddeeff0ff0fa0b1c2d3e4f5061728394a5b\n");
}

static void every_byte_of_a_digest_has_its_two_digits(void **state) {
  (void)state;
  for (unsigned byte = 0; byte < 256; byte++) {
    uint8_t digest[SB_DIGEST_SIZE];
    memset(digest, (int)byte, sizeof digest);
    struct buffer expected = {0};
    buffer_text(&expected, "=== DIGEST ");
    buffer_hex(&expected, digest, sizeof digest);
    buffer_byte(&expected, '\n');
    uint8_t *line = new_line();
    assert_line(line, sb_render_digest(line, digest), buffer_string(&expected));
    buffer_free(&expected);
  }
}

static void entry_and_header_share_size_and_name(void **state) {
  (void)state;
  const struct sb_record record = make_record("b/\xC3\xA9 x", 6, 1024);
  struct buffer expected = {0};
  buffer_hex(&expected, some_digest, sizeof some_digest);
  buffer_text(&expected, " 1024 b/\xC3\xA9 x\n");
  uint8_t *line = new_line();
  assert_line(line, sb_render_entry(line, &record), buffer_string(&expected));
  line = new_line();
  assert_line(line, sb_render_file(line, &record), "=== FILE 1024 b/\xC3\xA9 x\n");
  buffer_free(&expected);
}

static void longest_entry_and_header_fit_a_line(void **state) {
  (void)state;
  struct buffer name = {0};
  bundle_long_name(&name, 'n', SB_NAME_MAX);
  const struct sb_record record = make_record(buffer_string(&name), name.size, NUMBER_MAX);
  uint8_t *line = new_line();
  assert_int_equal(sb_render_entry(line, &record), 64 + 1 + 19 + 1 + 4096 + 1);
  assert_memory_equal(line + 85, name.data, name.size);
  assert_int_equal(line[85 + 4096], '\n');
  assert_int_equal(sb_render_file(line, &record), 9 + 19 + 1 + 4096 + 1);
  assert_memory_equal(line + 29, name.data, name.size);
  assert_int_equal(line[29 + 4096], '\n');
  free(line);
  buffer_free(&name);
}

static void sizes_are_those_of_the_rendered_lines(void **state) {
  (void)state;
  static const uint64_t sizes[] = {0, 9, 10, 99, 100, 12345678, NUMBER_MAX};
  for (size_t i = 0; i < COUNT_OF(sizes); i++) {
    for (size_t name_size = 1; name_size <= SB_NAME_MAX; name_size += 273) {
      struct buffer name = {0};
      bundle_long_name(&name, 'n', name_size);
      const struct sb_record record = make_record(buffer_string(&name), name_size, sizes[i]);
      uint8_t *line = new_line();
      assert_int_equal(sb_render_entry_size(sizes[i], name_size), sb_render_entry(line, &record));
      assert_int_equal(sb_render_file_size(sizes[i], name_size), sb_render_file(line, &record));
      free(line);
      buffer_free(&name);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_have_the_digits_that_they_need),
      cmocka_unit_test(greatest_number_has_as_many_digits_as_the_format_says),
      cmocka_unit_test(magic_and_end_are_the_words_of_the_format),
      cmocka_unit_test(index_line_has_count_and_total),
      cmocka_unit_test(digest_line_is_lower_case_hexadecimal),
      cmocka_unit_test(every_byte_of_a_digest_has_its_two_digits),
      cmocka_unit_test(entry_and_header_share_size_and_name),
      cmocka_unit_test(longest_entry_and_header_fit_a_line),
      cmocka_unit_test(sizes_are_those_of_the_rendered_lines),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

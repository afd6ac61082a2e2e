/* test_scan.c - the fields of a line. */
#include "unit.h"

#include <stdio.h>

#include "buffer.h"
#include "format.h"
#include "scan.h"

/* Lines stand in memory of exactly their size. */
static struct sb_line make_line(const void *data, size_t size) {
  return sb_line_begin(exact_copy(data, size), size, 0);
}

static void free_line(struct sb_line *line) { free((void *)(uintptr_t)line->data); }

static void assert_failed(const struct sb_line *line, enum sb_code code, enum sb_code expected, size_t error) {
  assert_string_equal(sb_code_name(code), sb_code_name(expected));
  assert_int_equal(line->error, error);
}

/* -- Lines -- */

static void line_begins_with_nothing_wrong(void **state) {
  (void)state;
  const struct sb_line line = sb_line_begin((const uint8_t *)"abc", 3, 77);
  assert_int_equal(line.size, 3);
  assert_int_equal(line.at, 0);
  assert_int_equal(line.offset, 77);
  assert_true(line.related == SB_NO_OFFSET);
}

static void failing_notes_the_place_and_contradicting_the_other_place_too(void **state) {
  (void)state;
  struct sb_line line = sb_line_begin((const uint8_t *)"abc", 3, 77);
  assert_int_equal(sb_line_fail(&line, SB_BAD_NUMBER, 2), SB_BAD_NUMBER);
  assert_int_equal(line.error, 2);
  assert_true(line.related == SB_NO_OFFSET);
  assert_int_equal(sb_line_contradict(&line, SB_NAME_ORDER, 1, 42), SB_NAME_ORDER);
  assert_int_equal(line.error, 1);
  assert_int_equal(line.related, 42);
}

/* -- Words -- */

static void word_is_accepted_and_the_cursor_stands_behind_it(void **state) {
  (void)state;
  struct sb_line line = make_line("=== END\n", 8);
  assert_int_equal(sb_scan_word(&line, WORD_END, WORD_SIZE(WORD_END), SB_BAD_KEYWORD), SB_OK);
  assert_int_equal(line.at, 7);
  free_line(&line);
}

static void word_is_read_at_the_cursor(void **state) {
  (void)state;
  struct sb_line line = make_line("=== END", 7);
  line.at = 4;
  assert_int_equal(sb_scan_word(&line, "END", 3, SB_BAD_KEYWORD), SB_OK);
  line.at = 4;
  assert_failed(&line, sb_scan_word(&line, "ENE", 3, SB_BAD_KEYWORD), SB_BAD_KEYWORD, 6);
  free_line(&line);
}

static void word_rejects_every_other_byte_at_its_place(void **state) {
  (void)state;
  static const char word[] = WORD_DIGEST;
  for (size_t at = 0; at < WORD_SIZE(word); at++) {
    for (unsigned byte = 0; byte < 256; byte++) {
      struct sb_line line = make_line(word, WORD_SIZE(word));
      ((uint8_t *)(uintptr_t)line.data)[at] = (uint8_t)byte;
      const enum sb_code code = sb_scan_word(&line, word, WORD_SIZE(word), SB_HEADER_MISMATCH);
      if (byte == (uint8_t)word[at])
        assert_int_equal(code, SB_OK);
      else
        assert_failed(&line, code, SB_HEADER_MISMATCH, at);
      free_line(&line);
    }
  }
}

static void word_cut_short_is_truncated_at_the_lines_end(void **state) {
  (void)state;
  for (size_t size = 0; size < WORD_SIZE(WORD_MAGIC); size++) {
    struct sb_line line = make_line(WORD_MAGIC, size);
    assert_failed(&line, sb_scan_word(&line, WORD_MAGIC, WORD_SIZE(WORD_MAGIC), SB_BAD_MAGIC), SB_TRUNCATED, size);
    free_line(&line);
  }
}

/* -- Ends of lines -- */

static void end_accepts_lf_alone_and_names_cr(void **state) {
  (void)state;
  for (unsigned byte = 0; byte < 256; byte++) {
    struct sb_line line = make_line("ab?", 3);
    ((uint8_t *)(uintptr_t)line.data)[2] = (uint8_t)byte;
    line.at = 2;
    const enum sb_code code = sb_scan_end(&line, SB_BAD_PAYLOAD_END);
    if (byte == '\n') {
      assert_int_equal(code, SB_OK);
      assert_int_equal(line.at, 3);
    } else {
      assert_failed(&line, code, byte == '\r' ? SB_CARRIAGE_RETURN : SB_BAD_PAYLOAD_END, 2);
    }
    free_line(&line);
  }
}

static void end_of_an_unfinished_line_is_truncated(void **state) {
  (void)state;
  struct sb_line line = make_line("ab", 2);
  line.at = 2;
  assert_failed(&line, sb_scan_end(&line, SB_BAD_KEYWORD), SB_TRUNCATED, 2);
  free_line(&line);
}

/* -- Numbers -- */

static bool is_digit(char byte) { return '0' <= byte && byte <= '9'; }

/* Digits that do not begin with 0, compared with the greatest number as text. */
static bool is_too_large(const char *digits, size_t size) {
  static const char greatest[] = "9223372036854775807";
  return size > 19 || (size == 19 && memcmp(digits, greatest, 19) > 0);
}

/* A number as the rules say it, in another way than the scanner: by its text. */
static enum sb_code model_number(const char *text, size_t size, char end, uint64_t *number, size_t *error) {
  size_t digits = 0;
  for (; digits < size && is_digit(text[digits]); digits++) {
    *error = 0;
    if (digits > 0 && text[0] == '0')
      return SB_BAD_NUMBER;
    if (is_too_large(text, digits + 1))
      return SB_NUMBER_TOO_LARGE;
  }
  *error = digits;
  if (digits == size)
    return SB_TRUNCATED;
  if (digits > 0 && text[digits] == end) {
    *number = strtoull(text, NULL, 10);
    return SB_OK;
  }
  return digits > 0 && end == '\n' && text[digits] == '\r' ? SB_CARRIAGE_RETURN : SB_BAD_NUMBER;
}

/* The scanner and the model agree on these bytes, which stand behind another field. */
static void check_number(const char *text, size_t size, char end) {
  uint64_t expected_number = 0;
  size_t expected_error = 0;
  const enum sb_code expected = model_number(text, size, end, &expected_number, &expected_error);
  struct buffer bytes = {0};
  buffer_text(&bytes, "7 ");
  buffer_append(&bytes, text, size);
  struct sb_line line = make_line(bytes.data, bytes.size);
  line.at = 2;
  uint64_t number = 0;
  const enum sb_code code = sb_scan_number(&line, end, &number);
  if (expected == SB_OK) {
    assert_int_equal(code, SB_OK);
    assert_true(number == expected_number);
    assert_int_equal(line.at, 2 + expected_error + 1);
  } else {
    assert_failed(&line, code, expected, 2 + expected_error);
  }
  free_line(&line);
  buffer_free(&bytes);
}

static void check_number_with_both_ends(const char *text, size_t size) {
  check_number(text, size, ' ');
  check_number(text, size, '\n');
}

static void number_judges_every_byte_at_its_begin_in_it_and_behind_it(void **state) {
  (void)state;
  static const char *const begins[] = {"", "0", "1", "9", "12", "922337203685477580"};
  for (size_t i = 0; i < COUNT_OF(begins); i++) {
    for (unsigned byte = 0; byte < 256; byte++) {
      char text[40];
      const size_t size = (size_t)snprintf(text, sizeof text, "%s%c \n", begins[i], (char)byte);
      check_number_with_both_ends(text, size);
    }
  }
}

static void number_agrees_with_the_model_on_all_short_lines(void **state) {
  (void)state;
  static const char alphabet[8] = {'0', '1', '9', ' ', '\n', '\r', '-', 'x'};
  for (size_t size = 0; size <= 4; size++) {
    for (size_t which = 0; which < (size_t)1 << (3 * size); which++) {
      char text[4];
      for (size_t i = 0; i < size; i++)
        text[i] = alphabet[which >> (3 * i) & 7];
      check_number_with_both_ends(text, size);
    }
  }
}

static void assert_number(const char *digits, enum sb_code expected, uint64_t value) {
  struct buffer text = {0};
  buffer_format(&text, "%s\n", digits);
  struct sb_line line = make_line(text.data, text.size);
  uint64_t number = 0;
  const enum sb_code code = sb_scan_number(&line, '\n', &number);
  assert_string_equal(sb_code_name(code), sb_code_name(expected));
  if (expected == SB_OK)
    assert_true(number == value);
  else
    assert_int_equal(line.error, 0);
  free_line(&line);
  buffer_free(&text);
}

static void number_reaches_the_greatest_value_and_no_more(void **state) {
  (void)state;
  assert_number("0", SB_OK, 0);
  assert_number("999999999999999999", SB_OK, UINT64_C(999999999999999999));
  assert_number("1000000000000000000", SB_OK, UINT64_C(1000000000000000000));
  assert_number("9223372036854775806", SB_OK, UINT64_C(9223372036854775806));
  assert_number("9223372036854775807", SB_OK, UINT64_C(9223372036854775807));
  assert_number("9223372036854775808", SB_NUMBER_TOO_LARGE, 0);
  assert_number("9223372036854775810", SB_NUMBER_TOO_LARGE, 0);
  assert_number("9999999999999999999", SB_NUMBER_TOO_LARGE, 0);
  assert_number("10000000000000000000", SB_NUMBER_TOO_LARGE, 0);
  assert_number("18446744073709551615", SB_NUMBER_TOO_LARGE, 0);
  assert_number("18446744073709551616", SB_NUMBER_TOO_LARGE, 0);
  assert_number("18446744073709551617", SB_NUMBER_TOO_LARGE, 0);
}

static void number_too_large_is_known_at_the_digit_that_passes_it(void **state) {
  (void)state;
  check_number_with_both_ends(BYTES("9223372036854775807"));
  check_number_with_both_ends(BYTES("9223372036854775808"));
  check_number_with_both_ends(BYTES("9223372036854775808x"));
  check_number_with_both_ends(BYTES("92233720368547758070"));
  check_number_with_both_ends(BYTES("9223372036854775807x"));
}

/* -- Digests -- */

static const char some_digest[] = "0123456789abcdef00112233445566778899aabbccddeefff0e1d2c3b4a59687";

static void digest_is_read_into_its_bytes(void **state) {
  (void)state;
  struct buffer text = {0};
  buffer_format(&text, "%s\n", some_digest);
  struct sb_line line = make_line(text.data, text.size);
  uint8_t *digest = malloc(SB_DIGEST_SIZE);
  memset(digest, 0xA5, SB_DIGEST_SIZE);
  assert_int_equal(sb_scan_digest(&line, '\n', digest), SB_OK);
  assert_int_equal(line.at, 65);
  struct buffer again = {0};
  buffer_hex(&again, digest, SB_DIGEST_SIZE);
  assert_string_equal(buffer_string(&again), some_digest);
  free(digest);
  buffer_free(&again);
  buffer_free(&text);
  free_line(&line);
}

static bool is_lower_hex(unsigned byte) { return byte != 0 && strchr("0123456789abcdef", (int)byte) != NULL; }

static void hex_digits_are_these_16_bytes_alone(void **state) {
  (void)state;
  for (unsigned byte = 0; byte < 256; byte++)
    assert_int_equal(sb_scan_is_hex((uint8_t)byte), is_lower_hex(byte));
}

static void digest_judges_every_byte_at_each_of_its_places(void **state) {
  (void)state;
  for (size_t at = 0; at < 64; at++) {
    for (unsigned byte = 0; byte < 256; byte++) {
      char text[65];
      snprintf(text, sizeof text, "%s", some_digest);
      text[64] = ' ';
      text[at] = (char)byte;
      struct sb_line line = make_line(text, sizeof text);
      uint8_t digest[SB_DIGEST_SIZE];
      const enum sb_code code = sb_scan_digest(&line, ' ', digest);
      if (is_lower_hex(byte))
        assert_int_equal(code, SB_OK);
      else
        assert_failed(&line, code, SB_BAD_DIGEST, at);
      free_line(&line);
    }
  }
}

static void digest_judges_every_byte_behind_it(void **state) {
  (void)state;
  static const char ends[] = {' ', '\n'};
  for (size_t i = 0; i < COUNT_OF(ends); i++) {
    for (unsigned byte = 0; byte < 256; byte++) {
      char text[65];
      snprintf(text, sizeof text, "%s", some_digest);
      text[64] = (char)byte;
      struct sb_line line = make_line(text, sizeof text);
      uint8_t digest[SB_DIGEST_SIZE];
      const enum sb_code code = sb_scan_digest(&line, ends[i], digest);
      if ((char)byte == ends[i])
        assert_int_equal(code, SB_OK);
      else
        assert_failed(&line, code, ends[i] == '\n' && byte == '\r' ? SB_CARRIAGE_RETURN : SB_BAD_DIGEST, 64);
      free_line(&line);
    }
  }
}

static void digest_cut_short_is_truncated_at_the_lines_end(void **state) {
  (void)state;
  for (size_t size = 0; size <= 64; size++) {
    struct sb_line line = make_line(some_digest, size);
    uint8_t digest[SB_DIGEST_SIZE];
    assert_failed(&line, sb_scan_digest(&line, ' ', digest), SB_TRUNCATED, size);
    free_line(&line);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(line_begins_with_nothing_wrong),
      cmocka_unit_test(failing_notes_the_place_and_contradicting_the_other_place_too),
      cmocka_unit_test(word_is_accepted_and_the_cursor_stands_behind_it),
      cmocka_unit_test(word_is_read_at_the_cursor),
      cmocka_unit_test(word_rejects_every_other_byte_at_its_place),
      cmocka_unit_test(word_cut_short_is_truncated_at_the_lines_end),
      cmocka_unit_test(end_accepts_lf_alone_and_names_cr),
      cmocka_unit_test(end_of_an_unfinished_line_is_truncated),
      cmocka_unit_test(number_judges_every_byte_at_its_begin_in_it_and_behind_it),
      cmocka_unit_test(number_agrees_with_the_model_on_all_short_lines),
      cmocka_unit_test(number_reaches_the_greatest_value_and_no_more),
      cmocka_unit_test(number_too_large_is_known_at_the_digit_that_passes_it),
      cmocka_unit_test(digest_is_read_into_its_bytes),
      cmocka_unit_test(hex_digits_are_these_16_bytes_alone),
      cmocka_unit_test(digest_judges_every_byte_at_each_of_its_places),
      cmocka_unit_test(digest_judges_every_byte_behind_it),
      cmocka_unit_test(digest_cut_short_is_truncated_at_the_lines_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

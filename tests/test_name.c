/* test_name.c - what a document may be called. */
#include "unit.h"

#include "buffer.h"
#include "bundle.h"
#include "name.h"

/* -- One name -- */

static void assert_name(const void *bytes, size_t size, enum sb_code expected, size_t expected_offset) {
  uint8_t *name = exact_copy(bytes, size);
  size_t offset = 12345;
  const enum sb_code code = sb_name_check((const char *)name, size, &offset);
  struct buffer quoted = {0};
  buffer_quoted(&quoted, bytes, size < 60 ? size : 60);
  if (code != expected || offset != (expected ? expected_offset : 12345))
    fail_msg("%s: %s at %zu, not %s at %zu", buffer_string(&quoted), sb_code_name(code), offset, sb_code_name(expected),
             expected_offset);
  assert_int_equal(sb_name_check((const char *)name, size, NULL), expected);
  buffer_free(&quoted);
  free(name);
}

/* What one byte is, wherever it stands, if it is wrong everywhere. */
static enum sb_code code_of_byte(unsigned byte) {
  if (byte >= 0x80)
    return SB_NAME_UTF8;
  if (byte == '\r')
    return SB_CARRIAGE_RETURN;
  return byte < 0x20 || byte == 0x7F || byte == '\\' ? SB_NAME_CHAR : SB_OK;
}

static void every_byte_is_judged_as_a_name_of_its_own(void **state) {
  (void)state;
  for (unsigned byte = 0; byte < 256; byte++) {
    const uint8_t name = (uint8_t)byte;
    const bool is_component_error = byte == '/' || byte == '.' || byte == ' ';
    assert_name(&name, 1, is_component_error ? SB_NAME_COMPONENT : code_of_byte(byte), 0);
  }
}

static void every_byte_is_judged_at_the_begin_of_a_name(void **state) {
  (void)state;
  for (unsigned byte = 0; byte < 256; byte++) {
    const uint8_t name[3] = {(uint8_t)byte, 'a', 'b'};
    assert_name(name, 3, byte == '/' || byte == ' ' ? SB_NAME_COMPONENT : code_of_byte(byte), 0);
  }
}

static void every_byte_is_judged_in_the_middle_of_a_name(void **state) {
  (void)state;
  for (unsigned byte = 0; byte < 256; byte++) {
    const uint8_t name[3] = {'a', (uint8_t)byte, 'b'};
    assert_name(name, 3, code_of_byte(byte), 1);
  }
}

static void every_byte_is_judged_at_the_end_of_a_name(void **state) {
  (void)state;
  for (unsigned byte = 0; byte < 256; byte++) {
    const uint8_t name[3] = {'a', 'b', (uint8_t)byte};
    if (byte == '/')
      assert_name(name, 3, SB_NAME_COMPONENT, 3); /* the empty component after it */
    else if (byte == ' ')
      assert_name(name, 3, SB_NAME_COMPONENT, 0);
    else
      assert_name(name, 3, code_of_byte(byte), 2);
  }
}

/* Appends a code point in UTF-8, also one that may not be encoded. */
static void append_character(struct buffer *out, uint32_t c) {
  if (c < 0x80) {
    buffer_byte(out, (uint8_t)c);
  } else if (c < 0x800) {
    buffer_byte(out, (uint8_t)(0xC0 | c >> 6));
  } else if (c < 0x10000) {
    buffer_byte(out, (uint8_t)(0xE0 | c >> 12));
    buffer_byte(out, (uint8_t)(0x80 | (c >> 6 & 0x3F)));
  } else {
    buffer_byte(out, (uint8_t)(0xF0 | c >> 18));
    buffer_byte(out, (uint8_t)(0x80 | (c >> 12 & 0x3F)));
    buffer_byte(out, (uint8_t)(0x80 | (c >> 6 & 0x3F)));
  }
  if (c >= 0x80)
    buffer_byte(out, (uint8_t)(0x80 | (c & 0x3F)));
}

/* The forbidden code points, as the format lists them. */
static const struct {
  uint32_t lo, hi;
} forbidden[] = {
    {0x0000, 0x001F},     {'\\', '\\'},       {0x007F, 0x009F},   {0x061C, 0x061C},   {0x200E, 0x200F},
    {0x2028, 0x202E},     {0x2066, 0x2069},   {0xFEFF, 0xFEFF},   {0xFDD0, 0xFDEF},   {0xFFFE, 0xFFFF},
    {0x1FFFE, 0x1FFFF},   {0x2FFFE, 0x2FFFF}, {0x3FFFE, 0x3FFFF}, {0x4FFFE, 0x4FFFF}, {0x5FFFE, 0x5FFFF},
    {0x6FFFE, 0x6FFFF},   {0x7FFFE, 0x7FFFF}, {0x8FFFE, 0x8FFFF}, {0x9FFFE, 0x9FFFF}, {0xAFFFE, 0xAFFFF},
    {0xBFFFE, 0xBFFFF},   {0xCFFFE, 0xCFFFF}, {0xDFFFE, 0xDFFFF}, {0xEFFFE, 0xEFFFF}, {0xFFFFE, 0xFFFFF},
    {0x10FFFE, 0x10FFFF},
};

static enum sb_code code_of_character(uint32_t c) {
  if (c == '\r')
    return SB_CARRIAGE_RETURN;
  if ((0xD800 <= c && c <= 0xDFFF) || c > 0x10FFFF)
    return SB_NAME_UTF8;
  for (size_t i = 0; i < COUNT_OF(forbidden); i++) {
    if (forbidden[i].lo <= c && c <= forbidden[i].hi)
      return SB_NAME_CHAR;
  }
  return SB_OK;
}

static void forbidden_ranges_end_where_the_format_says(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT_OF(forbidden); i++) {
    const uint32_t tries[] = {forbidden[i].lo - 1, forbidden[i].lo, forbidden[i].hi, forbidden[i].hi + 1};
    for (size_t j = forbidden[i].lo == 0; j < COUNT_OF(tries); j++) {
      struct buffer name = {0};
      buffer_text(&name, "ab");
      append_character(&name, tries[j]);
      buffer_text(&name, "c");
      assert_name(name.data, name.size, code_of_character(tries[j]), 2);
      buffer_free(&name);
    }
  }
}

static void every_code_point_is_judged_by_the_list(void **state) {
  (void)state;
  struct buffer name = {0};
  for (uint32_t c = 0; c <= 0x110000; c++) {
    buffer_clear(&name);
    buffer_byte(&name, 'a');
    append_character(&name, c);
    buffer_byte(&name, 'z');
    size_t offset = 1;
    const enum sb_code code = sb_name_check((const char *)name.data, name.size, &offset);
    if (code != code_of_character(c) || offset != 1)
      fail_msg("U+%04X: %s at %zu", c, sb_code_name(code), offset);
  }
  buffer_free(&name);
}

static void empty_name_is_an_empty_component(void **state) {
  (void)state;
  assert_name("", 0, SB_NAME_COMPONENT, 0);
  size_t offset = 7;
  assert_int_equal(sb_name_check(NULL, 0, &offset), SB_NAME_COMPONENT);
  assert_int_equal(offset, 0);
}

static void components_are_judged_at_their_begin(void **state) {
  (void)state;
  static const struct {
    const char *name;
    enum sb_code code;
    size_t offset;
  } cases[] = {
      {"..", SB_NAME_COMPONENT, 0},
      {"...", SB_OK, 0},
      {".a", SB_OK, 0},
      {"a.", SB_OK, 0},
      {"..a", SB_OK, 0},
      {"a..", SB_OK, 0},
      {"a b", SB_OK, 0},
      {" ", SB_NAME_COMPONENT, 0},
      {"  ", SB_NAME_COMPONENT, 0},
      {"ab/./c", SB_NAME_COMPONENT, 3},
      {"ab/../c", SB_NAME_COMPONENT, 3},
      {"ab/.", SB_NAME_COMPONENT, 3},
      {"ab/..", SB_NAME_COMPONENT, 3},
      {"ab/.../c", SB_OK, 0},
      {"../c", SB_NAME_COMPONENT, 0},
      {"./c", SB_NAME_COMPONENT, 0},
      {"ab//c", SB_NAME_COMPONENT, 3},
      {"/ab", SB_NAME_COMPONENT, 0},
      {"ab/ c/d", SB_NAME_COMPONENT, 3},
      {"ab/c /d", SB_NAME_COMPONENT, 3},
      {"ab/c d/e", SB_OK, 0},
      {"ab/c/ ", SB_NAME_COMPONENT, 5},
      {"ab /c", SB_NAME_COMPONENT, 0},
      {"\xC2\xA0", SB_OK, 0}, /* no-break space is not U+0020 */
      {"a/\xC2\xA0/b", SB_OK, 0},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++)
    assert_name(cases[i].name, strlen(cases[i].name), cases[i].code, cases[i].offset);
}

/* -- Ties and order of errors -- */

static void the_error_that_is_decided_first_is_reported(void **state) {
  (void)state;
  static const struct {
    const char *name;
    enum sb_code code;
    size_t offset;
  } cases[] = {
      {"\xC3\r", SB_NAME_UTF8, 0},            /* a sequence cut short by CR: before carriage-return */
      {"a\xC3/b", SB_NAME_UTF8, 1},           /* cut short by a slash */
      {"a\xC3", SB_NAME_UTF8, 1},             /* cut short by the LF */
      {" \xC3", SB_NAME_UTF8, 1},             /* and before name-component at the same LF */
      {" \xC3/", SB_NAME_UTF8, 1},            /* the same at a slash */
      {" a\r", SB_CARRIAGE_RETURN, 2},        /* the space is known only at the end of the component */
      {" a/\r", SB_NAME_COMPONENT, 0},        /* which here comes first */
      {" a\x01", SB_NAME_CHAR, 2},            /* also before a forbidden character */
      {"a\x01\r", SB_NAME_CHAR, 1},           /* from the left */
      {"a\r\x01", SB_CARRIAGE_RETURN, 1},     /* from the left */
      {"a\xE2\x80\xAE\xFF", SB_NAME_CHAR, 1}, /* a character is judged when it is complete */
      {"a\xE2\x80\xFF\xAE", SB_NAME_UTF8, 1}, /* and here it never is */
      {"\xED\xA0\x80", SB_NAME_UTF8, 0},      /* a surrogate */
      {"\xC0\xAF", SB_NAME_UTF8, 0},          /* an overlong slash */
      {"a\\/..", SB_NAME_CHAR, 1},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++)
    assert_name(cases[i].name, strlen(cases[i].name), cases[i].code, cases[i].offset);
}

/* -- Limits -- */

/* `before` letters and then this text, as a component of its own after `prefix`. */
static void assert_limit(const char *prefix, size_t before, const char *text, enum sb_code code, size_t offset) {
  struct buffer name = {0};
  buffer_text(&name, prefix);
  buffer_fill(&name, 'n', before);
  buffer_text(&name, text);
  assert_name(name.data, name.size, code, offset);
  buffer_free(&name);
}

static void component_holds_255_bytes_and_no_more(void **state) {
  (void)state;
  static const char *const prefixes[] = {"", "a/", "aaa/bbb/"};
  for (size_t i = 0; i < COUNT_OF(prefixes); i++) {
    const char *prefix = prefixes[i];
    assert_limit(prefix, 254, "", SB_OK, 0);
    assert_limit(prefix, 255, "", SB_OK, 0);
    assert_limit(prefix, 256, "", SB_NAME_TOO_LONG, 0);
    assert_limit(prefix, 255, "/z", SB_OK, 0);
    assert_limit(prefix, 256, "/z", SB_NAME_TOO_LONG, 0);
    assert_limit(prefix, 255, "/", SB_NAME_COMPONENT, strlen(prefix) + 256);
  }
}

static void component_limit_is_passed_by_whole_characters(void **state) {
  (void)state;
  static const char *const characters[] = {"\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x8C\xB1"};
  for (size_t i = 0; i < COUNT_OF(characters); i++) {
    const size_t size = strlen(characters[i]);
    assert_limit("d/", 255 - size, characters[i], SB_OK, 0);
    for (size_t over = 1; over <= size; over++)
      assert_limit("d/", 255 - size + over, characters[i], SB_NAME_TOO_LONG, 0);
    /* A sequence that passes the limit and is ill-formed is no character: name-utf8, at its last byte or before. */
    struct buffer bad = {0};
    buffer_append(&bad, characters[i], size - 1);
    buffer_text(&bad, "(");
    assert_limit("d/", 255, buffer_string(&bad), SB_NAME_UTF8, 2 + 255);
    buffer_free(&bad);
  }
}

static void character_is_judged_before_the_limit_that_it_passes(void **state) {
  (void)state;
  assert_limit("", 255, "\r", SB_CARRIAGE_RETURN, 255);
  assert_limit("", 255, "\x01", SB_NAME_CHAR, 255);
  assert_limit("", 255, "\xE2\x80\xAE", SB_NAME_CHAR, 255);
  assert_limit("", 255, "\xFF", SB_NAME_UTF8, 255);
  assert_limit("", 255, "x\xFF", SB_NAME_TOO_LONG, 0);
  assert_limit(" ", 253, " /", SB_NAME_COMPONENT, 0);
  assert_limit(" ", 255, " /", SB_NAME_TOO_LONG, 0);
}

static void name_holds_4096_bytes_and_no_more(void **state) {
  (void)state;
  for (size_t size = 4090; size <= 4105; size++) {
    struct buffer name = {0};
    bundle_long_name(&name, 'n', size);
    assert_name(name.data, name.size, size <= 4096 ? SB_OK : SB_NAME_TOO_LONG, 0);
    buffer_free(&name);
  }
}

static void name_limit_is_passed_by_whole_characters(void **state) {
  (void)state;
  static const char *const characters[] = {"x", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x8C\xB1"};
  for (size_t i = 0; i < COUNT_OF(characters); i++) {
    const size_t size = strlen(characters[i]);
    for (size_t before = 4096 - size; before <= 4096; before++) {
      struct buffer name = {0};
      bundle_long_name(&name, 'n', before);
      buffer_text(&name, characters[i]);
      assert_name(name.data, name.size, before + size <= 4096 ? SB_OK : SB_NAME_TOO_LONG, 0);
      name.data[name.size - 1] = '('; /* for more than one byte: not a character */
      if (size > 1)
        assert_name(name.data, name.size, SB_NAME_UTF8, before);
      buffer_free(&name);
    }
  }
}

static void slash_at_the_name_limit_ends_its_component_first(void **state) {
  (void)state;
  struct buffer name = {0};
  bundle_long_name(&name, 'n', 4096);
  buffer_byte(&name, '/');
  assert_name(name.data, name.size, SB_NAME_TOO_LONG, 0);
  name.data[4095] = ' '; /* the last component now ends in a space: known at the same slash, and first in order */
  size_t component = 4095;
  while (name.data[component - 1] != '/')
    component--;
  assert_name(name.data, name.size, SB_NAME_COMPONENT, component);
  assert_name(name.data, 4096, SB_NAME_COMPONENT, component);
  name.data[4095] = '/'; /* a slash is byte 4096: it is allowed there, but no component comes after it */
  assert_name(name.data, 4096, SB_NAME_COMPONENT, 4096);
  buffer_free(&name);
}

/* -- Names whose end has not been read -- */

static const char *const some_names[] = {
    "a",         "ab/cd",  "..",          "../a",    " a/b",           "a /b",
    "a\r",       "a\x01z", "a\xC3\xA9/b", "a\xC3/b", "a\xE2\x80\xAEz", "a//b",
    "/",         "a\\b",   "\xFF",        "a/",      "\xF0\x9F\x8C",   "\xEF\xBB\xBFx",
    "a b c/d e", ".",      "x/./y",       "x/ /y",
};

/* Of a name that has not ended, only what its bytes decide is known; and what they decide stays. */
static void check_prefixes(const char *bytes, size_t size) {
  size_t whole_offset = 0;
  const enum sb_code whole = sb_name_judge((const uint8_t *)bytes, size, true, &whole_offset);
  bool decided = false;
  for (size_t length = 0; length <= size; length++) {
    uint8_t *prefix = exact_copy(bytes, length);
    size_t offset = 0;
    const enum sb_code code = sb_name_judge(prefix, length, false, &offset);
    free(prefix);
    if (code == SB_TRUNCATED) {
      assert_false(decided);
      assert_int_equal(offset, length);
      continue;
    }
    decided = true;
    assert_int_equal(code, whole);
    assert_int_equal(offset, whole_offset);
  }
}

static void unfinished_name_is_truncated_until_its_bytes_decide(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT_OF(some_names); i++)
    check_prefixes(some_names[i], strlen(some_names[i]));
  struct buffer name = {0};
  bundle_long_name(&name, 'n', 4098);
  check_prefixes(buffer_string(&name), name.size);
  buffer_free(&name);
}

static void unfinished_name_is_judged_at_the_byte_that_decides(void **state) {
  (void)state;
  static const struct {
    const char *name;
    enum sb_code code;
  } cases[] = {
      {"../", SB_NAME_COMPONENT},  {"a\xC3(", SB_NAME_UTF8},   {"a\xE2\x80\xAE", SB_NAME_CHAR},
      {"a\r", SB_CARRIAGE_RETURN}, {" /", SB_NAME_COMPONENT},  {"\x80", SB_NAME_UTF8},
      {"\\", SB_NAME_CHAR},        {"a//", SB_NAME_COMPONENT},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    const uint8_t *name = (const uint8_t *)cases[i].name;
    const size_t size = strlen(cases[i].name);
    size_t offset = 0;
    assert_int_equal(sb_name_judge(name, size - 1, false, &offset), SB_TRUNCATED);
    assert_int_equal(sb_name_judge(name, size, false, &offset), cases[i].code);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_byte_is_judged_as_a_name_of_its_own),
      cmocka_unit_test(every_byte_is_judged_at_the_begin_of_a_name),
      cmocka_unit_test(every_byte_is_judged_in_the_middle_of_a_name),
      cmocka_unit_test(every_byte_is_judged_at_the_end_of_a_name),
      cmocka_unit_test(forbidden_ranges_end_where_the_format_says),
      cmocka_unit_test(every_code_point_is_judged_by_the_list),
      cmocka_unit_test(empty_name_is_an_empty_component),
      cmocka_unit_test(components_are_judged_at_their_begin),
      cmocka_unit_test(the_error_that_is_decided_first_is_reported),
      cmocka_unit_test(component_holds_255_bytes_and_no_more),
      cmocka_unit_test(component_limit_is_passed_by_whole_characters),
      cmocka_unit_test(character_is_judged_before_the_limit_that_it_passes),
      cmocka_unit_test(name_holds_4096_bytes_and_no_more),
      cmocka_unit_test(name_limit_is_passed_by_whole_characters),
      cmocka_unit_test(slash_at_the_name_limit_ends_its_component_first),
      cmocka_unit_test(unfinished_name_is_truncated_until_its_bytes_decide),
      cmocka_unit_test(unfinished_name_is_judged_at_the_byte_that_decides),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_parser_name_errors.c - the errors of names in the INDEX, with their place, the place that they contradict and
 * their entry.  Inputs as in test_parser_errors.c. */
#include "unit.h"

#include "cases.h"
#include "trace.h"

static void name_utf8_is_the_ill_formed_sequence(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"a byte that never occurs", SB_NAME_UTF8, 0, {{"a.txt", "a." AT "\xFFtxt"}}},
      {"an overlong slash",
       SB_NAME_UTF8,
       1,
       {{"b/c.txt", "b/" AT "\xC0\xAF"
                    "c.txt"}}},
      {"a surrogate", SB_NAME_UTF8, 2, {{"0 b/\xC3\xA9", "0 b/" AT "\xED\xA0\x80"}}},
      {"a continuation alone", SB_NAME_UTF8, 0, {{"a.txt", AT "\x80"}}},
      {"cut short by the LF", SB_NAME_UTF8, 2, {{"0 b/\xC3\xA9", "0 b/" AT "\xC3"}}},
      {"cut short by a slash", SB_NAME_UTF8, 1, {{"b/c.txt", AT "\xE2\x82/c"}}},
      {"cut short by a CR, which is a tie", SB_NAME_UTF8, 1, {{"b/c.txt", "b" AT "\xE2\x82\r"}}},
      {"known, although the name has no end", SB_NAME_UTF8, 1, {{"b/c.txt", "b" AT "\xE2(" CUT}}},
      {"before the component that the same LF ends", SB_NAME_UTF8, 0, {{"a.txt", " " AT "\xC3"}}},
  };
  CHECK_CASES(cases, NULL);
}

static void name_char_is_the_forbidden_character(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"a NUL", SB_NAME_CHAR, 0, {{"a.txt", "a" AT NUL "txt"}}},
      {"a tab", SB_NAME_CHAR, 1, {{"b/c.txt", "b" AT "\tc"}}},
      {"a backslash", SB_NAME_CHAR, 1, {{"b/c.txt", "b" AT "\\c"}}},
      {"a delete", SB_NAME_CHAR, 1, {{"b/c.txt", "b" AT "\x7F"}}},
      {"U+0085, next line", SB_NAME_CHAR, 2, {{"0 b/\xC3\xA9", "0 b/" AT "\xC2\x85"}}},
      {"U+202E, which turns text round", SB_NAME_CHAR, 0, {{"a.txt", "a" AT "\xE2\x80\xAEtxt"}}},
      {"U+FEFF",
       SB_NAME_CHAR,
       0,
       {{"a.txt", AT "\xEF\xBB\xBF"
                     "a.txt"}}},
      {"U+10FFFF", SB_NAME_CHAR, 0, {{"a.txt", "a" AT "\xF4\x8F\xBF\xBF"}}},
      {"before the space at the begin is known", SB_NAME_CHAR, 0, {{"a.txt", " a" AT "\x01"}}},
      {"before a later CR", SB_NAME_CHAR, 0, {{"a.txt", "a" AT "\x01\r"}}},
  };
  CHECK_CASES(cases, NULL);
}

static void name_component_is_the_component(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"no name", SB_NAME_COMPONENT, 0, {{"5 a.txt", "5 " AT ""}}},
      {"a slash first", SB_NAME_COMPONENT, 0, {{"a.txt", AT "/a.txt"}}},
      {"a slash last", SB_NAME_COMPONENT, 0, {{"a.txt", "a.txt/" AT ""}}},
      {"two slashes", SB_NAME_COMPONENT, 1, {{"b/c.txt", "b/" AT "/c.txt"}}},
      {"a dot", SB_NAME_COMPONENT, 1, {{"b/c.txt", "b/" AT "./c.txt"}}},
      {"two dots", SB_NAME_COMPONENT, 1, {{"b/c.txt", "b/" AT ".."}}},
      {"two dots first", SB_NAME_COMPONENT, 1, {{"b/c.txt", AT "../c.txt"}}},
      {"a space first", SB_NAME_COMPONENT, 1, {{"b/c.txt", "b/" AT " c.txt"}}},
      {"a space last", SB_NAME_COMPONENT, 1, {{"b/c.txt", "b/" AT "c.txt "}}},
      {"a space before a slash", SB_NAME_COMPONENT, 1, {{"b/c.txt", AT "b /c.txt"}}},
      {"two spaces before a name", SB_NAME_COMPONENT, 1, {{"13 b/c.txt", "13 " AT " b/c.txt"}}},
      {"known at a slash, before later bytes", SB_NAME_COMPONENT, 0, {{"a.txt", AT "../\xFF"}}},
      {"before the order at the same LF", SB_NAME_COMPONENT, 1, {{"b/c.txt", AT " a.txt"}}},
  };
  CHECK_CASES(cases, NULL);
}

#define N16 "nnnnnnnnnnnnnnnn"
#define N64 N16 N16 N16 N16
#define N240 N64 N64 N64 N16 N16 N16
#define N254 N240 "nnnnnnnnnnnnnn"
#define N255 N254 "n"

static void name_too_long_is_the_name(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"a component of 256 bytes", SB_NAME_TOO_LONG, 0, {{"a.txt", AT N255 "n"}}},
      {"known at that byte", SB_NAME_TOO_LONG, 0, {{"a.txt", AT N255 "n" CUT}}},
      {"not before it", SB_TRUNCATED, 0, {{"a.txt", N255 CUT}}},
      {"a later component", SB_NAME_TOO_LONG, 1, {{"b/c.txt", AT "b/" N255 "n"}}},
      {"a component before a slash", SB_NAME_TOO_LONG, 1, {{"b/c.txt", AT "b" N255 "/c"}}},
      {"a character of two bytes passes 255",
       SB_NAME_TOO_LONG,
       0,
       {{"a.txt", AT N240 "nnnnnnnnnnnnnn"
                          "\xC3\xA9"}}},
      {"and is judged itself first", SB_NAME_CHAR, 0, {{"a.txt", N254 AT "\xC2\x80"}}},
      {"a CR at that place is a CR", SB_CARRIAGE_RETURN, 0, {{"a.txt", N255 AT "\r"}}},
      {"a bad byte at that place is a bad byte", SB_NAME_UTF8, 0, {{"a.txt", N255 AT "\xFF"}}},
      {"a character that is unfinished there", SB_TRUNCATED, 0, {{"a.txt", N255 "\xC3" CUT}}},
      {"255 bytes are a component",
       SB_HEADER_MISMATCH,
       0,
       {{" 5 a.txt", " " RELATED "5 a" N254}, {"FILE 5 a", "FILE 5 a" AT ""}}},
      {"254 bytes are a component, and a slash ends it", SB_NAME_COMPONENT, 0, {{" 5 a.txt", " 5 " N254 "/" AT ""}}},
  };
  CHECK_CASES(cases, NULL);
}

static void names_are_judged_against_the_name_before(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"name-duplicate",
       SB_NAME_DUPLICATE,
       1,
       {{" 5 a.txt", " 5 " RELATED "a.txt"}, {" 13 b/c.txt", " 13 " AT "a.txt"}}},
      {"name-duplicate: of the entry before, not of the first",
       SB_NAME_DUPLICATE,
       2,
       {{" 13 b/c.txt", " 13 " RELATED "b/c.txt"}, {" 0 b/\xC3\xA9", " 0 " AT "b/c.txt"}}},
      {"name-order", SB_NAME_ORDER, 1, {{" 5 a.txt", " 5 " RELATED "a.txt"}, {" 13 b/c.txt", " 13 " AT "a.tx"}}},
      {"name-order: by the slash",
       SB_NAME_ORDER,
       1,
       {{" 5 a.txt", " 5 " RELATED "b!"}, {" 13 b/c.txt", " 13 " AT "b/c.txt"}}},
      {"name-order: bytes are unsigned",
       SB_NAME_ORDER,
       1,
       {{" 5 a.txt", " 5 " RELATED "\xC3\xA9"}, {" 13 b/c.txt", " 13 " AT "b/c.txt"}}},
      {"name-order: a folder before what is its document",
       SB_NAME_ORDER,
       2,
       {{" 13 b/c.txt", " 13 " RELATED "b/c.txt"}, {" 0 b/\xC3\xA9", " 0 " AT "b"}}},
      {"name-conflict",
       SB_NAME_CONFLICT,
       1,
       {{" 5 a.txt", " 5 " RELATED "a.txt"}, {" 13 b/c.txt", " 13 " AT "a.txt/b"}}},
      {"name-conflict: of folders",
       SB_NAME_CONFLICT,
       2,
       {{" 13 b/c.txt", " 13 " RELATED "b/c"}, {" 0 b/\xC3\xA9", " 0 " AT "b/c/d"}}},
      {"known at the LF",
       SB_NAME_ORDER,
       1,
       {{" 5 a.txt", " 5 " RELATED "a.txt"}, {" 13 b/c.txt", " 13 " AT "a.tx\n" CUT}}},
      {"not before it", SB_TRUNCATED, 1, {{" 13 b/c.txt", " 13 a.tx" CUT}}},
  };
  CHECK_CASES(cases, NULL);
}

/* The error of a bundle whose second name has this size, in components that are not too long. */
static void check_long_name(size_t size) {
  struct buffer name = {0};
  bundle_long_name(&name, 'n', size);
  const struct document documents[] = {{"a", "1", 1}, {buffer_string(&name), "22", 2}, {"z", "", 0}};
  struct buffer bundle = bundle_make(documents, 3);
  struct buffer log = {0};
  for (size_t cut = bundle.size - 40; cut > 0; cut -= cut > 97 ? 97 : cut) {
    buffer_clear(&log);
    const struct cutting cutting = {.cuts = &cut, .cut_count = 1};
    const struct trace_end end = trace_bundle(&log, bundle.data, bundle.size, NULL, &cutting);
    if (size <= 4096) {
      assert_int_equal(end.type, SB_EVENT_END);
      continue;
    }
    assert_int_equal(end.error.code, SB_NAME_TOO_LONG);
    assert_int_equal(end.error.offset, buffer_find(&bundle, buffer_string(&name), 0));
    assert_true(end.error.related == SB_NO_OFFSET && end.error.entry == 1);
  }
  buffer_free(&log);
  buffer_free(&bundle);
  buffer_free(&name);
}

static void name_of_4096_bytes_is_the_longest(void **state) {
  (void)state;
  check_long_name(4095);
  check_long_name(4096);
  check_long_name(4097);
  check_long_name(4098);
  check_long_name(6000);
}

/* -- The longest lines: the greatest size and a name at its limit, on which the parser's line buffer is measured -- */

#define GREATEST "9223372036854775807"

/* An INDEX of one entry with the greatest size, the longest name and then `tail`.  Returns where the name stands. */
static size_t append_longest_entry(struct buffer *bundle, const char *tail) {
  buffer_text(bundle, "=== SEED-BUNDLE 1\n=== INDEX 1 " GREATEST "\n");
  buffer_fill(bundle, 'a', 64);
  buffer_text(bundle, " " GREATEST " ");
  const size_t name = bundle->size;
  bundle_long_name(bundle, 'n', 4096);
  buffer_text(bundle, tail);
  return name;
}

/* This error comes out whatever the pieces are. */
static void assert_error(const struct buffer *bundle, enum sb_code code, uint64_t offset) {
  static const size_t pieces[] = {0, 1, 2, 3, 1000, 4095, 4096, 4097, 4184};
  for (size_t i = 0; i < COUNT_OF(pieces); i++) {
    struct buffer log = {0};
    const struct cutting cutting = {.piece = pieces[i]};
    const struct trace_end end = trace_bundle(&log, bundle->data, bundle->size, NULL, &cutting);
    assert_string_equal(sb_code_name(end.error.code), sb_code_name(code));
    assert_int_equal(end.error.offset, offset);
    assert_int_equal(end.error.entry, 0);
    buffer_free(&log);
  }
}

static void longest_entry_and_header_are_read(void **state) {
  (void)state;
  struct buffer bundle = {0};
  const size_t name = append_longest_entry(&bundle, "\n");
  const size_t index = bundle.size;
  buffer_text(&bundle, "=== DIGEST ");
  bundle_sha256(&bundle, bundle.data, index);
  buffer_text(&bundle, "\n=== FILE " GREATEST " ");
  bundle_long_name(&bundle, 'n', 4096);
  const size_t header_lf = bundle.size;
  buffer_text(&bundle, "\nbegin of a long document");
  assert_error(&bundle, SB_TRUNCATED, bundle.size);
  bundle.data[header_lf] = 'n';
  assert_error(&bundle, SB_HEADER_MISMATCH, header_lf);
  bundle.data[name + 4095] = 'm';
  bundle_reseal(&bundle);
  assert_error(&bundle, SB_HEADER_MISMATCH, header_lf - 1);
  buffer_free(&bundle);
}

static void longest_entry_and_one_character_more_is_judged_at_its_end(void **state) {
  (void)state;
  static const struct {
    const char *tail;
    enum sb_code code;
    size_t at; /* in the name */
  } cases[] = {
      {"n", SB_NAME_TOO_LONG, 0},
      {"n\n", SB_NAME_TOO_LONG, 0},
      {"\xC3\xA9\n", SB_NAME_TOO_LONG, 0},
      {"\xE2\x82\xAC\n", SB_NAME_TOO_LONG, 0},
      {"\xF0\x9F\x8C\xB1", SB_NAME_TOO_LONG, 0},
      {"\xF0\x9F\x8C\xB1\n", SB_NAME_TOO_LONG, 0},
      {"\xF0\x9F\x8C(", SB_NAME_UTF8, 4096},
      {"\xF0\x9F\x8C\n", SB_NAME_UTF8, 4096},
      {"\xF0\x9F\x8C", SB_TRUNCATED, 4099},
      {"\xF4\x8F\xBF\xBF", SB_NAME_CHAR, 4096},
      {"\r", SB_CARRIAGE_RETURN, 4096},
      {"", SB_TRUNCATED, 4096},
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    struct buffer bundle = {0};
    const size_t name = append_longest_entry(&bundle, cases[i].tail);
    assert_error(&bundle, cases[i].code, name + cases[i].at);
    buffer_free(&bundle);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(name_utf8_is_the_ill_formed_sequence),
      cmocka_unit_test(name_char_is_the_forbidden_character),
      cmocka_unit_test(name_component_is_the_component),
      cmocka_unit_test(name_too_long_is_the_name),
      cmocka_unit_test(names_are_judged_against_the_name_before),
      cmocka_unit_test(name_of_4096_bytes_is_the_longest),
      cmocka_unit_test(longest_entry_and_header_are_read),
      cmocka_unit_test(longest_entry_and_one_character_more_is_judged_at_its_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

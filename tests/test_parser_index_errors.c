/* test_parser_index_errors.c - the errors of the INDEX: numbers, digests, counts and sums, from every field that can
 * raise them, with their place, the place that they contradict and their entry.  Inputs as in
 * test_parser_errors.c. */
#include "unit.h"

#include "cases.h"
#include "trace.h"

#define FIRST_ENTRY "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
#define SECOND_ENTRY "853ff93762a06ddbf722c4ebe9ddd66d8f63ddaea97f521c3ecc20da7c976020"
#define THIRD_ENTRY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define THIRD_HEADER "=== FILE 0 b/\xC3\xA9\n"

/* -- Numbers -- */

static void bad_count_is_the_byte_or_for_a_leading_zero_the_number(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"leading zero", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3", "INDEX " AT "03"}}},
      {"two zeros", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3", "INDEX " AT "00"}}},
      {"leading zero, cut short", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3", "INDEX " AT "03" CUT}}},
      {"minus sign", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3", "INDEX " AT "-3"}}},
      {"plus sign", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3", "INDEX " AT "+3"}}},
      {"space before it", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3", "INDEX " AT " 3"}}},
      {"a letter", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3", "INDEX " AT "x"}}},
      {"digits and a letter", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3", "INDEX 3" AT "x"}}},
      {"a separator", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3", "INDEX 3" AT ",000"}}},
      {"hexadecimal", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3", "INDEX 0" AT "x3"}}},
      {"a tab behind it", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3 18", "INDEX 3" AT "\t18"}}},
      {"an LF behind it", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3 18", "INDEX 3" AT "\n18"}}},
      {"a CR behind it", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3 18", "INDEX 3" AT "\r18"}}},
      {"a NUL behind it", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3 18", "INDEX 3" AT NUL "18"}}},
      {"nothing", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3 18", "INDEX " AT "\n"}}},
  };
  CHECK_CASES(cases, NULL);
}

static void bad_total_is_the_byte_or_for_a_leading_zero_the_number(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"leading zero", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3 18", "INDEX 3 " AT "018"}}},
      {"minus zero", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3 18", "INDEX 3 " AT "-0"}}},
      {"plus sign", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3 18", "INDEX 3 " AT "+18"}}},
      {"two spaces before it", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3 18", "INDEX 3 " AT " 18"}}},
      {"space behind it", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3 18", "INDEX 3 18" AT " "}}},
      {"a letter behind it", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3 18", "INDEX 3 18" AT "x"}}},
      {"nothing", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3 18", "INDEX 3 " AT ""}}},
      {"a CR in its place", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3 18", "INDEX 3 " AT "\r"}}},
      {"an exponent", SB_BAD_NUMBER, NO_ENTRY, {{"INDEX 3 18", "INDEX 3 1" AT "e1"}}},
  };
  CHECK_CASES(cases, NULL);
}

static void bad_size_is_the_byte_or_for_a_leading_zero_the_number(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"leading zero", SB_BAD_NUMBER, 0, {{" 5 a.txt", " " AT "05 a.txt"}}},
      {"two zeros", SB_BAD_NUMBER, 2, {{" 0 b", " " AT "00 b"}}},
      {"minus sign", SB_BAD_NUMBER, 1, {{" 13 b", " " AT "-13 b"}}},
      {"plus sign", SB_BAD_NUMBER, 1, {{" 13 b", " " AT "+13 b"}}},
      {"two spaces before it", SB_BAD_NUMBER, 0, {{" 5 a.txt", " " AT " 5 a.txt"}}},
      {"a letter behind it", SB_BAD_NUMBER, 1, {{" 13 b", " 13" AT "k b"}}},
      {"a point in it", SB_BAD_NUMBER, 1, {{" 13 b", " 1" AT ".3 b"}}},
      {"a tab behind it", SB_BAD_NUMBER, 0, {{" 5 a.txt", " 5" AT "\ta.txt"}}},
      {"an LF behind it", SB_BAD_NUMBER, 0, {{" 5 a.txt", " 5" AT "\na.txt"}}},
      {"a CR behind it", SB_BAD_NUMBER, 0, {{" 5 a.txt", " 5" AT "\ra.txt"}}},
      {"no size", SB_BAD_NUMBER, 0, {{" 5 a.txt", " " AT "a.txt"}}},
      {"a wrong one and a letter: form before value", SB_BAD_NUMBER, 0, {{" 5 a.txt", " 99" AT "x a.txt"}}},
      {"an LF in its place", SB_BAD_NUMBER, 0, {{" 5 a.txt", " " AT "\n"}}},
  };
  CHECK_CASES(cases, NULL);
}

static void number_too_large_is_known_at_the_digit_that_passes_it(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"count: 2^63", SB_NUMBER_TOO_LARGE, NO_ENTRY, {{"INDEX 3", "INDEX " AT "9223372036854775808"}}},
      {"count: 20 digits", SB_NUMBER_TOO_LARGE, NO_ENTRY, {{"INDEX 3", "INDEX " AT "10000000000000000000"}}},
      {"count: 2^64 + 3 is not 3", SB_NUMBER_TOO_LARGE, NO_ENTRY, {{"INDEX 3", "INDEX " AT "18446744073709551619"}}},
      {"count: before the letter behind it",
       SB_NUMBER_TOO_LARGE,
       NO_ENTRY,
       {{"INDEX 3", "INDEX " AT "9223372036854775808x"}}},
      {"count: cut short at that digit",
       SB_NUMBER_TOO_LARGE,
       NO_ENTRY,
       {{"INDEX 3", "INDEX " AT "9223372036854775808" CUT}}},
      {"total: 2^63", SB_NUMBER_TOO_LARGE, NO_ENTRY, {{"INDEX 3 18", "INDEX 3 " AT "9223372036854775808"}}},
      {"total: 20 digits", SB_NUMBER_TOO_LARGE, NO_ENTRY, {{"INDEX 3 18", "INDEX 3 " AT "92233720368547758070"}}},
      {"total: with the greatest count",
       SB_NUMBER_TOO_LARGE,
       NO_ENTRY,
       {{"INDEX 3 18", "INDEX 9223372036854775807 " AT "9223372036854775808"}}},
      {"size: 2^63", SB_NUMBER_TOO_LARGE, 0, {{" 5 a.txt", " " AT "9223372036854775808 a.txt"}}},
      {"size: 20 digits", SB_NUMBER_TOO_LARGE, 1, {{" 13 b", " " AT "99999999999999999999 b"}}},
      {"size: 2^64 is not 0", SB_NUMBER_TOO_LARGE, 2, {{" 0 b", " " AT "18446744073709551616 b"}}},
  };
  CHECK_CASES(cases, NULL);
}

static void greatest_count_and_total_are_numbers(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"count 2^63 - 1, of which three are there",
       SB_COUNT_MISMATCH,
       3,
       {{"INDEX 3", "INDEX " RELATED "9223372036854775807"}, {"=== DIGEST", AT "=== DIGEST"}}},
      {"count 2^63 - 2",
       SB_COUNT_MISMATCH,
       3,
       {{"INDEX 3", "INDEX " RELATED "9223372036854775806"}, {"=== DIGEST", AT "=== DIGEST"}}},
      {"total 2^63 - 1",
       SB_TOTAL_MISMATCH,
       2,
       {{"INDEX 3 18", "INDEX 3 " RELATED "9223372036854775807"}, {" 0 b", " " AT "0 b"}}},
      {"total 2^63 - 2",
       SB_TOTAL_MISMATCH,
       2,
       {{"INDEX 3 18", "INDEX 3 " RELATED "9223372036854775806"}, {" 0 b", " " AT "0 b"}}},
  };
  CHECK_CASES(cases, NULL);
}

static void greatest_size_is_a_number_and_sums_do_not_overflow(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"size 2^63 - 1",
       SB_TOTAL_MISMATCH,
       0,
       {{"INDEX 3 18", "INDEX 3 " RELATED "18"}, {" 5 a", " " AT "9223372036854775807 a"}}},
      {"size 2^63 - 1, then one byte more than the total",
       SB_TOTAL_MISMATCH,
       1,
       {{"INDEX 3 18", "INDEX 3 " RELATED "9223372036854775807"},
        {" 5 a", " 9223372036854775807 a"},
        {" 13 b", " " AT "1 b"}}},
      {"two sizes whose sum is 2^64 - 2",
       SB_TOTAL_MISMATCH,
       1,
       {{"INDEX 3 18", "INDEX 3 " RELATED "9223372036854775807"},
        {" 5 a", " 9223372036854775807 a"},
        {" 13 b", " " AT "9223372036854775807 b"}}},
      {"size and total 2^63 - 1, and then the header's end",
       SB_TRUNCATED,
       0,
       {{"INDEX 3 18", "INDEX 3 9223372036854775807"},
        {" 5 a", " 9223372036854775807 a"},
        {" 13 b", " 0 b"},
        {"=== FILE 5 a.txt\n", "=== FILE 9223372036854775807 a.txt\n" CUT}}},
  };
  CHECK_CASES(cases, NULL);
}

/* -- Digests -- */

static void bad_digest_is_the_byte_that_is_no_hex_digit_or_no_terminator(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"entry: a blank line before it", SB_BAD_DIGEST, 0, {{"2cf2", AT "\n2cf2"}}},
      {"entry: a comment before it", SB_BAD_DIGEST, 1, {{"853f", AT "# note\n853f"}}},
      {"entry: a CR before it", SB_BAD_DIGEST, 1, {{"853f", AT "\r853f"}}},
      {"entry: an upper-case digit", SB_BAD_DIGEST, 1, {{"853f", "853" AT "F"}}},
      {"entry: an upper-case digit first", SB_BAD_DIGEST, 2, {{"e3b0", AT "E3b0"}}},
      {"entry: the byte after f", SB_BAD_DIGEST, 1, {{"853f", "853" AT "g"}}},
      {"entry: 63 digits", SB_BAD_DIGEST, 0, {{"938b9824 5", "938b982" AT " 5"}}},
      {"entry: 65 digits", SB_BAD_DIGEST, 0, {{"938b9824 5", "938b9824" AT "0 5"}}},
      {"entry: a tab behind it", SB_BAD_DIGEST, 0, {{"938b9824 5", "938b9824" AT "\t5"}}},
      {"entry: a CR behind it", SB_BAD_DIGEST, 0, {{"938b9824 5", "938b9824" AT "\r\n5"}}},
      {"entry: an LF in it", SB_BAD_DIGEST, 2, {{"7852b855 0", "7852b8" AT "\n55 0"}}},
      {"entry: unfinished and wrong", SB_BAD_DIGEST, 2, {{"7852b855 0", "7852" AT "B" CUT}}},
      {"DIGEST: an upper-case digit", SB_BAD_DIGEST, NO_ENTRY, {{"=== DIGEST 2ac7", "=== DIGEST 2" UNSEALED AT "Ac7"}}},
      {"DIGEST: two spaces before it",
       SB_BAD_DIGEST,
       NO_ENTRY,
       {{"=== DIGEST 2ac7", "=== DIGEST " UNSEALED AT " 2ac7"}}},
      {"DIGEST: no digest", SB_BAD_DIGEST, NO_ENTRY, {{"=== DIGEST 2ac7", "=== DIGEST " UNSEALED AT "\n2ac7"}}},
      {"DIGEST: 63 digits", SB_BAD_DIGEST, NO_ENTRY, {{"a047e104\n", "a047e10" UNSEALED AT "\n"}}},
      {"DIGEST: a CR in the place of the last digit",
       SB_BAD_DIGEST,
       NO_ENTRY,
       {{"a047e104\n", "a047e10" UNSEALED AT "\r\n"}}},
      {"DIGEST: 65 digits", SB_BAD_DIGEST, NO_ENTRY, {{"a047e104\n", "a047e104" UNSEALED AT "0\n"}}},
      {"DIGEST: a space behind it", SB_BAD_DIGEST, NO_ENTRY, {{"a047e104\n", "a047e104" UNSEALED AT " \n"}}},
  };
  CHECK_CASES(cases, NULL);
}

static void index_digest_mismatch_is_known_at_the_lf(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"an entry was edited",
       SB_INDEX_DIGEST_MISMATCH,
       NO_ENTRY,
       {{"5 a.txt", "5 a.tzt"}, {"=== DIGEST 2ac7", "=== DIGEST " UNSEALED AT "2ac7"}}},
      {"the first digit was edited",
       SB_INDEX_DIGEST_MISMATCH,
       NO_ENTRY,
       {{"DIGEST 2ac7", "DIGEST " UNSEALED AT "3ac7"}}},
      {"the last digit was edited",
       SB_INDEX_DIGEST_MISMATCH,
       NO_ENTRY,
       {{"a047e104\n", "a047e105\n"}, {"DIGEST 2ac7", "DIGEST " UNSEALED AT "2ac7"}}},
      {"before its LF nothing is known", SB_TRUNCATED, NO_ENTRY, {{"a047e104\n", "a047e105" UNSEALED CUT}}},
  };
  CHECK_CASES(cases, NULL);
}

/* -- Counts and sums -- */

static void count_mismatch_is_the_line_that_should_be_another(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"one entry too few", SB_COUNT_MISMATCH, 3, {{"INDEX 3", "INDEX " RELATED "4"}, {"=== DIGEST", AT "=== DIGEST"}}},
      {"no entry at all",
       SB_COUNT_MISMATCH,
       0,
       {{"INDEX 3", "INDEX " RELATED "3"}, {FIRST_ENTRY, AT "=== DIGEST " FIRST_ENTRY}}},
      {"= alone", SB_COUNT_MISMATCH, 1, {{"INDEX 3", "INDEX " RELATED "3"}, {SECOND_ENTRY, AT "=" CUT}}},
      {"= and anything", SB_COUNT_MISMATCH, 1, {{"INDEX 3", "INDEX " RELATED "3"}, {SECOND_ENTRY, AT "=x\n"}}},
      {"one entry too many",
       SB_COUNT_MISMATCH,
       NO_ENTRY,
       {{"INDEX 3", "INDEX " RELATED "2"}, {THIRD_ENTRY, AT THIRD_ENTRY}}},
      {"entries although none was declared",
       SB_COUNT_MISMATCH,
       NO_ENTRY,
       {{"INDEX 3 18", "INDEX " RELATED "0 0"}, {FIRST_ENTRY, AT FIRST_ENTRY}}},
      {"a hex digit alone",
       SB_COUNT_MISMATCH,
       NO_ENTRY,
       {{"INDEX 3", "INDEX " RELATED "3"}, {"=== DIGEST", AT "a" CUT "=== DIGEST"}}},
      {"0, the lowest hex digit",
       SB_COUNT_MISMATCH,
       NO_ENTRY,
       {{"INDEX 3", "INDEX " RELATED "3"}, {"=== DIGEST", AT "0=== DIGEST"}}},
      {"f, the highest hex digit",
       SB_COUNT_MISMATCH,
       NO_ENTRY,
       {{"INDEX 3", "INDEX " RELATED "3"}, {"=== DIGEST", AT "f=== DIGEST"}}},
  };
  CHECK_CASES(cases, NULL);
}

static void total_mismatch_is_the_size_that_shows_it(void **state) {
  (void)state;
  static const struct error_case cases[] = {
      {"the first size passes the total",
       SB_TOTAL_MISMATCH,
       0,
       {{"INDEX 3 18", "INDEX 3 " RELATED "4"}, {" 5 a", " " AT "5 a"}}},
      {"the sum passes the total by one",
       SB_TOTAL_MISMATCH,
       1,
       {{"INDEX 3 18", "INDEX 3 " RELATED "17"}, {" 13 b", " " AT "13 b"}}},
      {"the sum reaches the total and then passes it",
       SB_TOTAL_MISMATCH,
       2,
       {{"INDEX 3 18", "INDEX 3 " RELATED "18"}, {" 0 b", " " AT "1 b"}}},
      {"one less than the total at the last entry",
       SB_TOTAL_MISMATCH,
       2,
       {{"INDEX 3 18", "INDEX 3 " RELATED "19"}, {" 0 b", " " AT "0 b"}}},
      {"known before the name is read",
       SB_TOTAL_MISMATCH,
       1,
       {{"INDEX 3 18", "INDEX 3 " RELATED "17"}, {" 13 b", " " AT "13 \xFF"}}},
      {"known at the space",
       SB_TOTAL_MISMATCH,
       1,
       {{"INDEX 3 18", "INDEX 3 " RELATED "17"}, {" 13 b", " " AT "13 " CUT}}},
      {"not before it", SB_TRUNCATED, 1, {{"INDEX 3 18", "INDEX 3 17"}, {" 13 b", " 13" CUT}}},
      {"a total where there are no entries",
       SB_TOTAL_MISMATCH,
       NO_ENTRY,
       {{"INDEX 3 18", "INDEX " RELATED "0 " AT "18"}}},
      {"a total of one byte", SB_TOTAL_MISMATCH, NO_ENTRY, {{"INDEX 3 18", "INDEX " RELATED "0 " AT "1"}}},
  };
  CHECK_CASES(cases, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bad_count_is_the_byte_or_for_a_leading_zero_the_number),
      cmocka_unit_test(bad_total_is_the_byte_or_for_a_leading_zero_the_number),
      cmocka_unit_test(bad_size_is_the_byte_or_for_a_leading_zero_the_number),
      cmocka_unit_test(number_too_large_is_known_at_the_digit_that_passes_it),
      cmocka_unit_test(greatest_count_and_total_are_numbers),
      cmocka_unit_test(greatest_size_is_a_number_and_sums_do_not_overflow),
      cmocka_unit_test(bad_digest_is_the_byte_that_is_no_hex_digit_or_no_terminator),
      cmocka_unit_test(index_digest_mismatch_is_known_at_the_lf),
      cmocka_unit_test(count_mismatch_is_the_line_that_should_be_another),
      cmocka_unit_test(total_mismatch_is_the_size_that_shows_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_version.c - the version of headers and library. */
#include "unit.h"

#include <stdio.h>

#include "seedbundle/seedbundle.h"

static void library_and_headers_agree(void **state) {
  (void)state;
  assert_string_equal(sb_version(), SB_VERSION);
  assert_int_equal(sb_version_number(), SB_VERSION_NUMBER);
}

static void text_and_number_are_made_of_the_same_parts(void **state) {
  (void)state;
  char text[32];
  snprintf(text, sizeof text, "%d.%d.%d", SB_VERSION_MAJOR, SB_VERSION_MINOR, SB_VERSION_PATCH);
  assert_string_equal(text, SB_VERSION);
  assert_int_equal(SB_VERSION_NUMBER, SB_VERSION_MAJOR * 1000000 + SB_VERSION_MINOR * 1000 + SB_VERSION_PATCH);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(library_and_headers_agree),
      cmocka_unit_test(text_and_number_are_made_of_the_same_parts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

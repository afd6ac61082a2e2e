/* test_name_order.c - in which order names stand, and which may stand together. */
#include "unit.h"

#include "seedbundle/name.h"

/* Ascending, and no conflict between neighbours. */
static const char *const ascending[] = {
    "!",
    "+",
    "-",
    "0/0",
    "A",
    "a/b",
    "a/b c",
    "a/b!",
    "a/b-",
    "a/b0/x/y",
    "a/b0/xy",
    "a/b0 ",
    "a/bb",
    "a b/x",
    "a b!",
    "a!",
    "a-b",
    "a.b",
    "a0",
    "aa",
    "ab",
    "b",
    "b0",
    "ba",
    "~",
    "\xC3\xA9",
    "\xE2\x82\xAC",
    "\xEF\xBF\xBD",
    "\xF0\x9F\x8C\xB1",
};

static int sign(int number) { return (number > 0) - (number < 0); }

static int compare(const char *a, const char *b) { return sb_name_compare(a, strlen(a), b, strlen(b)); }

static void path_order_puts_the_slash_below_every_other_byte(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT_OF(ascending); i++) {
    for (size_t j = 0; j < COUNT_OF(ascending); j++) {
      const int expected = (i > j) - (i < j);
      if (sign(compare(ascending[i], ascending[j])) != expected)
        fail_msg("%s and %s", ascending[i], ascending[j]);
    }
  }
}

static void every_byte_comes_after_a_slash_and_bytes_are_unsigned(void **state) {
  (void)state;
  for (unsigned a = 0; a < 256; a++) {
    for (unsigned b = 0; b < 256; b++) {
      const char first[3] = {'x', (char)a, 'z'};
      const char second[3] = {'x', (char)b, 'a'};
      const int rank_a = a == '/' ? -1 : (int)a;
      const int rank_b = b == '/' ? -1 : (int)b;
      const int expected = rank_a == rank_b ? 1 : rank_a < rank_b ? -1 : 1;
      assert_int_equal(sign(sb_name_compare(first, 3, second, 3)), expected);
    }
  }
}

static void what_is_shorter_comes_first(void **state) {
  (void)state;
  assert_true(sb_name_compare("a", 1, "a/", 2) < 0);
  assert_true(sb_name_compare("a/", 2, "a", 1) > 0);
  assert_true(sb_name_compare("", 0, "a", 1) < 0);
  assert_int_equal(sb_name_compare("", 0, "", 0), 0);
  assert_int_equal(sb_name_compare(NULL, 0, NULL, 0), 0);
  assert_int_equal(sb_name_compare("a\0b", 3, "a\0b", 3), 0);
  assert_true(sb_name_compare("a\0b", 3, "a\0c", 3) < 0);
}

static void follows_accepts_what_is_higher(void **state) {
  (void)state;
  for (size_t i = 0; i + 1 < COUNT_OF(ascending); i++) {
    const char *a = ascending[i];
    const char *b = ascending[i + 1];
    assert_int_equal(sb_name_follows(a, strlen(a), b, strlen(b)), SB_OK);
    assert_int_equal(sb_name_follows(b, strlen(b), a, strlen(a)), SB_NAME_ORDER);
    assert_int_equal(sb_name_follows(a, strlen(a), a, strlen(a)), SB_NAME_DUPLICATE);
  }
}

static void follows_names_a_folder_that_is_a_document(void **state) {
  (void)state;
  assert_int_equal(sb_name_follows("a", 1, "a/b", 3), SB_NAME_CONFLICT);
  assert_int_equal(sb_name_follows("a", 1, "a/b/c", 5), SB_NAME_CONFLICT);
  assert_int_equal(sb_name_follows("a/b", 3, "a/b/c", 5), SB_NAME_CONFLICT);
  assert_int_equal(sb_name_follows("a/b", 3, "a", 1), SB_NAME_ORDER);
  assert_int_equal(sb_name_follows("a", 1, "a b/x", 5), SB_OK);
  assert_int_equal(sb_name_follows("a", 1, "ab/c", 4), SB_OK);
  assert_int_equal(sb_name_follows("a/b", 3, "a/bc", 4), SB_OK);
  assert_int_equal(sb_name_follows("b", 1, "c/b", 3), SB_OK);
}

/* All names of up to 5 bytes over some letters that are valid, in path order. */
struct universe {
  char names[2000][6];
  size_t count;
};

static int compare_in_universe(const void *a, const void *b) { return compare(a, b); }

static void fill_universe(struct universe *universe) {
  static const char letters[] = "/ .a";
  for (size_t size = 1; size <= 5; size++) {
    for (size_t which = 0; which < (size_t)1 << (2 * size); which++) {
      char *name = universe->names[universe->count];
      for (size_t i = 0; i < size; i++)
        name[i] = letters[which >> (2 * i) & 3];
      name[size] = '\0';
      if (sb_name_check(name, size, NULL) == SB_OK)
        universe->count++;
    }
  }
  qsort(universe->names, universe->count, sizeof universe->names[0], compare_in_universe);
}

static bool is_folder_of(const char *a, const char *b) {
  const size_t size = strlen(a);
  return strncmp(a, b, size) == 0 && b[size] == '/';
}

static void neighbours_alone_show_a_folder_that_is_a_document(void **state) {
  (void)state;
  struct universe *universe = calloc(1, sizeof *universe);
  fill_universe(universe);
  assert_true(universe->count > 100);
  size_t folders = 0;
  for (size_t i = 0; i < universe->count; i++) {
    for (size_t k = i + 1; k < universe->count; k++) {
      assert_false(is_folder_of(universe->names[k], universe->names[i]));
      if (!is_folder_of(universe->names[i], universe->names[k]))
        continue;
      folders++;
      for (size_t j = i + 1; j < k; j++)
        assert_true(is_folder_of(universe->names[i], universe->names[j]));
    }
  }
  assert_true(folders > 0);
  free(universe);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(path_order_puts_the_slash_below_every_other_byte),
      cmocka_unit_test(every_byte_comes_after_a_slash_and_bytes_are_unsigned),
      cmocka_unit_test(what_is_shorter_comes_first),
      cmocka_unit_test(follows_accepts_what_is_higher),
      cmocka_unit_test(follows_names_a_folder_that_is_a_document),
      cmocka_unit_test(neighbours_alone_show_a_folder_that_is_a_document),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

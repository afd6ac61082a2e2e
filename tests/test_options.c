/* test_options.c - a caller's options, also from a program with older or newer headers. */
#include "unit.h"

#include "allocator.h"
#include "bundle.h"
#include "options.h"
#include "trace.h"

static void assert_defaults(const struct sb_options *options) {
  assert_null(options->allocator);
  assert_null(options->digest_engine);
  assert_true(options->max_files == SB_UNLIMITED);
  assert_true(options->max_file_size == SB_UNLIMITED);
  assert_true(options->max_total_size == SB_UNLIMITED);
  assert_true(options->max_index_bytes == SB_UNLIMITED);
  assert_false(options->require_utf8);
  assert_false(options->skip_digests);
  assert_false(options->keep_going);
  assert_false(options->concatenated);
}

static void init_sets_the_defaults_and_the_size(void **state) {
  (void)state;
  struct sb_options *options = malloc(sizeof *options);
  memset(options, 0xA5, sizeof *options);
  sb_options_init(options, sizeof *options);
  assert_int_equal(options->struct_size, sizeof *options);
  assert_defaults(options);
  free(options);
}

static void no_options_are_the_defaults(void **state) {
  (void)state;
  const struct sb_options resolved = sb_options_resolve(NULL);
  assert_defaults(&resolved);
}

static void options_are_taken_as_they_are(void **state) {
  (void)state;
  struct counting_allocator counting;
  counting_init(&counting);
  struct sb_options options;
  sb_options_init(&options, sizeof options);
  options.allocator = &counting.allocator;
  options.digest_engine = sb_digest_engine_openssl();
  options.max_files = 1;
  options.max_file_size = 2;
  options.max_total_size = 3;
  options.max_index_bytes = 4;
  options.require_utf8 = options.skip_digests = options.keep_going = options.concatenated = true;
  const struct sb_options resolved = sb_options_resolve(&options);
  assert_ptr_equal(resolved.allocator, &counting.allocator);
  assert_ptr_equal(resolved.digest_engine, sb_digest_engine_openssl());
  assert_int_equal(resolved.max_files, 1);
  assert_int_equal(resolved.max_file_size, 2);
  assert_int_equal(resolved.max_total_size, 3);
  assert_int_equal(resolved.max_index_bytes, 4);
  assert_true(resolved.require_utf8 && resolved.skip_digests && resolved.keep_going && resolved.concatenated);
}

/* Where an older version of the struct may have ended: after any member.  Memory of exactly that size. */
static void older_struct_leaves_the_rest_at_its_defaults(void **state) {
  (void)state;
  static const size_t sizes[] = {
      offsetof(struct sb_options, digest_engine),   offsetof(struct sb_options, max_files),
      offsetof(struct sb_options, max_file_size),   offsetof(struct sb_options, max_total_size),
      offsetof(struct sb_options, max_index_bytes), offsetof(struct sb_options, require_utf8),
      offsetof(struct sb_options, skip_digests),    offsetof(struct sb_options, keep_going),
      offsetof(struct sb_options, concatenated),
  };
  for (size_t i = 0; i < COUNT_OF(sizes); i++) {
    uint8_t *older = malloc(sizes[i]);
    memset(older, 0xA5, sizes[i]);
    sb_options_init((struct sb_options *)(void *)older, sizes[i]);
    size_t struct_size;
    memcpy(&struct_size, older, sizeof struct_size);
    assert_int_equal(struct_size, sizes[i]);
    const struct sb_options resolved = sb_options_resolve((const struct sb_options *)(void *)older);
    assert_defaults(&resolved);
    free(older);
  }
}

static void older_struct_says_what_it_knows(void **state) {
  (void)state;
  const size_t size = offsetof(struct sb_options, max_total_size);
  uint8_t *older = malloc(size);
  sb_options_init((struct sb_options *)(void *)older, size);
  const uint64_t limit = 17;
  memcpy(older + offsetof(struct sb_options, max_files), &limit, sizeof limit);
  const struct sb_options resolved = sb_options_resolve((const struct sb_options *)(void *)older);
  assert_int_equal(resolved.max_files, 17);
  assert_true(resolved.max_total_size == SB_UNLIMITED);
  assert_false(resolved.require_utf8);
  free(older);
}

struct newer_options {
  struct sb_options known;
  uint64_t unknown[8];
};

static void newer_struct_is_cleared_whole_and_its_new_members_are_ignored(void **state) {
  (void)state;
  struct newer_options *newer = malloc(sizeof *newer);
  memset(newer, 0xA5, sizeof *newer);
  sb_options_init(&newer->known, sizeof *newer);
  assert_int_equal(newer->known.struct_size, sizeof *newer);
  assert_defaults(&newer->known);
  for (size_t i = 0; i < COUNT_OF(newer->unknown); i++)
    assert_int_equal(newer->unknown[i], 0);
  memset(newer->unknown, 0xFF, sizeof newer->unknown);
  newer->known.max_files = 5;
  newer->known.keep_going = true;
  struct sb_options *resolved = malloc(sizeof *resolved);
  *resolved = sb_options_resolve(&newer->known);
  assert_int_equal(resolved->max_files, 5);
  assert_true(resolved->keep_going);
  free(resolved);
  free(newer);
}

static void parser_takes_an_older_struct(void **state) {
  (void)state;
  const size_t size = offsetof(struct sb_options, max_file_size);
  uint8_t *older = malloc(size);
  sb_options_init((struct sb_options *)(void *)older, size);
  const uint64_t limit = 2;
  memcpy(older + offsetof(struct sb_options, max_files), &limit, sizeof limit);
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  struct buffer log = {0};
  const struct sb_options *options = (const struct sb_options *)(void *)older;
  const struct trace_end end = trace_bundle(&log, bundle.data, bundle.size, options, NULL);
  assert_int_equal(end.error.code, SB_LIMIT_FILES);
  buffer_free(&log);
  buffer_free(&bundle);
  free(older);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(init_sets_the_defaults_and_the_size),
      cmocka_unit_test(no_options_are_the_defaults),
      cmocka_unit_test(options_are_taken_as_they_are),
      cmocka_unit_test(older_struct_leaves_the_rest_at_its_defaults),
      cmocka_unit_test(older_struct_says_what_it_knows),
      cmocka_unit_test(newer_struct_is_cleared_whole_and_its_new_members_are_ignored),
      cmocka_unit_test(parser_takes_an_older_struct),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

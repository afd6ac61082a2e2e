/* test_digest.c - SHA-256 through an engine, the default one and one that fails. */
#include "unit.h"

#include "buffer.h"
#include "bundle.h"
#include "digest.h"
#include "engine.h"

static void assert_digest(struct sb_digest *digest, const char *expected) {
  uint8_t *sha256 = malloc(SB_DIGEST_SIZE);
  assert_true(sb_digest_finish(digest, sha256));
  struct buffer hex = {0};
  buffer_hex(&hex, sha256, SB_DIGEST_SIZE);
  assert_string_equal(buffer_string(&hex), expected);
  buffer_free(&hex);
  free(sha256);
}

static void default_engine_computes_sha256(void **state) {
  (void)state;
  struct sb_digest digest;
  assert_true(sb_digest_create(&digest, NULL));
  assert_ptr_equal(digest.engine, sb_digest_engine_openssl());
  assert_string_equal(digest.engine->name, "openssl");
  sb_digest_begin(&digest);
  assert_digest(&digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  sb_digest_begin(&digest);
  sb_digest_update(&digest, "a", 1);
  sb_digest_update(&digest, NULL, 0);
  sb_digest_update(&digest, "bc", 2);
  assert_digest(&digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  sb_digest_destroy(&digest);
}

static void begin_in_the_middle_of_a_message_forgets_it(void **state) {
  (void)state;
  struct sb_digest digest;
  assert_true(sb_digest_create(&digest, NULL));
  sb_digest_begin(&digest);
  sb_digest_update(&digest, "junk", 4);
  sb_digest_begin(&digest);
  sb_digest_update(&digest, "abc", 3);
  assert_digest(&digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  sb_digest_destroy(&digest);
}

static void every_cut_gives_the_digest_of_the_whole(void **state) {
  (void)state;
  uint8_t message[200];
  for (size_t i = 0; i < sizeof message; i++)
    message[i] = (uint8_t)(i * 7);
  uint8_t expected[SHA256_SIZE];
  sha256_of(message, sizeof message, expected);
  struct sb_digest digest;
  assert_true(sb_digest_create(&digest, NULL));
  for (size_t cut = 0; cut <= sizeof message; cut++) {
    uint8_t sha256[SB_DIGEST_SIZE];
    sb_digest_begin(&digest);
    sb_digest_update(&digest, message, cut);
    sb_digest_update(&digest, message + cut, sizeof message - cut);
    assert_true(sb_digest_finish(&digest, sha256));
    assert_memory_equal(sha256, expected, sizeof expected);
  }
  sb_digest_destroy(&digest);
}

static void destroying_needs_no_created_digest(void **state) {
  (void)state;
  struct sb_digest digest = {0};
  sb_digest_destroy(&digest);
  struct counting_engine counting;
  counting_engine_init_fault(&counting, FAULT_ONCE, 0);
  assert_false(sb_digest_create(&digest, &counting.engine));
  sb_digest_destroy(&digest);
  assert_true(sb_digest_create(&digest, &counting.engine));
  assert_int_equal(counting.live, 1);
  sb_digest_destroy(&digest);
  sb_digest_destroy(&digest);
  assert_int_equal(counting.live, 0);
}

/* Computes a digest with an engine whose call number `at` fails; returns whether it came out. */
static bool compute_with_fault(enum fault fault, size_t at) {
  struct counting_engine counting;
  counting_engine_init_fault(&counting, fault, at);
  struct sb_digest digest;
  uint8_t sha256[SB_DIGEST_SIZE];
  bool done = sb_digest_create(&digest, &counting.engine);
  if (done) {
    sb_digest_begin(&digest);
    sb_digest_update(&digest, "a", 1);
    sb_digest_update(&digest, "bc", 2);
    done = sb_digest_finish(&digest, sha256);
    if (!done)
      assert_false(sb_digest_finish(&digest, sha256)); /* and it stays so until the next message */
  }
  if (fault == FAULT_ONCE && digest.state) {
    sb_digest_begin(&digest);
    sb_digest_update(&digest, "abc", 3);
    assert_digest(&digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
  sb_digest_destroy(&digest);
  assert_int_equal(counting.live, 0);
  return done;
}

static void failure_at_any_step_is_known_at_the_end_and_gone_with_the_next_message(void **state) {
  (void)state;
  for (size_t at = 0; at < 5; at++) {
    assert_false(compute_with_fault(FAULT_ONCE, at));
    assert_false(compute_with_fault(FAULT_FROM_THERE, at));
  }
  assert_true(compute_with_fault(FAULT_NONE, 0));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(default_engine_computes_sha256),
      cmocka_unit_test(begin_in_the_middle_of_a_message_forgets_it),
      cmocka_unit_test(every_cut_gives_the_digest_of_the_whole),
      cmocka_unit_test(destroying_needs_no_created_digest),
      cmocka_unit_test(failure_at_any_step_is_known_at_the_end_and_gone_with_the_next_message),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_parser_bounds.c - the laws of the format on memory and time. */
#include "unit.h"

#include <time.h>

#include "allocator.h"
#include "bundle.h"
#include "seedbundle/error.h"
#include "trace.h"

/* -- Law 7: memory -- */

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

/* How the names of an INDEX are made: the number of entries, and the size of each name. */
struct shape {
  const char *what;
  unsigned entries;
  size_t (*name_size)(unsigned entry);
};

static size_t shortest(unsigned entry) {
  (void)entry;
  return 3;
}

static size_t longest(unsigned entry) {
  (void)entry;
  return 4096;
}

/* Just more than a third and a fourth of a block of 16 KiB: the rest of each is lost. */
static size_t just_over_a_third(unsigned entry) {
  (void)entry;
  return 4095;
}

static size_t just_over_a_fifth(unsigned entry) {
  (void)entry;
  return 3280;
}

/* A short name opens a block that the longest do not fill. */
static size_t alternating(unsigned entry) { return entry % 2 ? 4096 : 3; }
static size_t three_long_and_short(unsigned entry) { return entry % 4 == 3 ? 30 : 4096; }
static size_t rising(unsigned entry) { return 3 + entry * 7 % 4094; }

/* Fills a block up to 12271 bytes with names of 3 bytes, so that the longest name just does not fit. */
static size_t filled_then_longest(unsigned entry) { return entry % 3069 == 3068 ? 4096 : 3; }

static const struct shape shapes[] = {
    {"one of 3 bytes", 1, shortest},
    {"63 of 3 bytes", 63, shortest},
    {"64 of 3 bytes", 64, shortest},
    {"65 of 3 bytes", 65, shortest},
    {"1025 of 3 bytes, one more than fit 16 blocks", 1025, shortest},
    {"2049 of 3 bytes", 2049, shortest},
    {"4097 of 3 bytes", 4097, shortest},
    {"9000 of 3 bytes", 9000, shortest},
    {"one of 4096 bytes", 1, longest},
    {"4 of 4096 bytes", 4, longest},
    {"300 of 4096 bytes", 300, longest},
    {"300 of 4095 bytes", 300, just_over_a_third},
    {"300 of 3280 bytes", 300, just_over_a_fifth},
    {"3 and 4096 bytes in turn", 300, alternating},
    {"three of 4096 bytes and one of 30", 300, three_long_and_short},
    {"sizes of all kinds", 1500, rising},
    {"a block not quite filled, then the longest", 6200, filled_then_longest},
};

/* A number to the base 64 in three letters that ascend as bytes. */
static void put_number(struct buffer *out, unsigned number) {
  static const char letters[] = "+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  buffer_byte(out, (uint8_t)letters[number / 4096 % 64]);
  buffer_byte(out, (uint8_t)letters[number / 64 % 64]);
  buffer_byte(out, (uint8_t)letters[number % 64]);
}

/* The INDEX's entries, of empty documents, as one text. */
static struct buffer make_index(const struct shape *shape) {
  struct buffer bundle = {0};
  struct buffer name = {0};
  buffer_format(&bundle, "=== SEED-BUNDLE 1\n=== INDEX %u 0\n", shape->entries);
  for (unsigned i = 0; i < shape->entries; i++) {
    const size_t size = shape->name_size(i);
    buffer_clear(&name);
    put_number(&name, i);
    if (size > 3)
      bundle_long_name(&name, 'n', size - 3);
    buffer_text(&bundle, ZEROS " 0 ");
    buffer_append(&bundle, name.data, name.size);
    buffer_byte(&bundle, '\n');
  }
  buffer_free(&name);
  return bundle;
}

/* Feeds an INDEX in pieces of 69 bytes, and after each holds the memory against the bytes received. */
static void assert_memory_bounded(const struct shape *shape, struct sb_parser *parser,
                                  const struct counting_allocator *counting) {
  struct buffer index = make_index(shape);
  for (size_t given = 0; given < index.size;) {
    const size_t size = index.size - given < 69 ? index.size - given : 69;
    struct sb_input input = {index.data + given, size, 0};
    struct sb_event event;
    while (sb_parser_next(parser, &input, &event) == SB_EVENT_INDEX_BEGIN) {
    }
    if (event.type != SB_EVENT_NEED_INPUT)
      fail_msg("%s: %s at %zu", shape->what, sb_code_name(event.error.code), (size_t)event.error.offset);
    given += size;
    if (counting->peak > SB_PARSER_MEMORY(given))
      fail_msg("%s: %zu bytes of memory after %zu bytes of INDEX", shape->what, counting->peak, given);
  }
  buffer_free(&index);
}

static void memory_stays_within_its_formula_for_every_shape_of_index(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT_OF(shapes); i++) {
    struct counting_allocator counting;
    counting_init(&counting);
    struct sb_options options;
    sb_options_init(&options, sizeof options);
    options.allocator = &counting.allocator;
    struct sb_parser *parser;
    assert_int_equal(sb_parser_create(&parser, &options), SB_OK);
    assert_memory_bounded(&shapes[i], parser, &counting);
    assert_true(counting.peak > 0);
    sb_parser_free(parser);
    assert_true(counting_is_clean(&counting));
  }
}

/* A parser that is used again keeps memory of its largest INDEX, and takes no more than that. */
static void memory_is_used_again_after_reset(void **state) {
  (void)state;
  struct counting_allocator counting;
  counting_init(&counting);
  struct sb_options options;
  sb_options_init(&options, sizeof options);
  options.allocator = &counting.allocator;
  struct sb_parser *parser;
  assert_int_equal(sb_parser_create(&parser, &options), SB_OK);
  struct buffer log = {0};
  size_t largest = 0;
  for (int round = 0; round < 3; round++) {
    for (enum sample sample = 0; sample < SAMPLES; sample++) {
      struct buffer bundle = sample_bundle(sample);
      const size_t index = buffer_find(&bundle, "=== DIGEST", 0);
      largest = index > largest ? index : largest;
      sb_parser_reset(parser);
      assert_int_equal(trace_parser(&log, parser, bundle.data, bundle.size, NULL).type, SB_EVENT_END);
      assert_true(counting.peak <= SB_PARSER_MEMORY(largest));
      buffer_free(&bundle);
    }
  }
  buffer_free(&log);
  sb_parser_free(parser);
  assert_true(counting_is_clean(&counting));
}

/* Reads two INDEXes one after the other with one parser: each is bounded by itself. */
static void assert_both_bounded(const struct shape *first, const struct shape *second) {
  struct counting_allocator counting;
  counting_init(&counting);
  struct sb_options options;
  sb_options_init(&options, sizeof options);
  options.allocator = &counting.allocator;
  struct sb_parser *parser;
  assert_int_equal(sb_parser_create(&parser, &options), SB_OK);
  assert_memory_bounded(first, parser, &counting);
  sb_parser_reset(parser);
  counting.peak = counting.current;
  assert_memory_bounded(second, parser, &counting);
  sb_parser_free(parser);
  assert_true(counting_is_clean(&counting));
}

static void memory_of_one_index_is_not_charged_to_the_next(void **state) {
  (void)state;
  static const struct shape one = {"one entry", 1, shortest};
  static const struct shape some = {"entries of one block", 64, shortest};
  static const struct shape many = {"many entries", 9000, shortest};
  static const struct shape few = {"long names", 150, longest};
  static const struct shape three = {"names of one block", 3, longest};
  const struct shape *const all[] = {&one, &some, &many, &few, &three};
  for (size_t i = 0; i < COUNT_OF(all); i++) {
    for (size_t j = 0; j < COUNT_OF(all); j++)
      assert_both_bounded(all[i], all[j]);
  }
}

static void declared_count_and_sizes_allocate_nothing(void **state) {
  (void)state;
  static const char *const inputs[] = {
      "=== SEED-BUNDLE 1\n=== INDEX 9223372036854775807 9223372036854775807\n",
      "=== SEED-BUNDLE 1\n=== INDEX 9223372036854775807 0\n",
      "=== SEED-BUNDLE 1\n=== INDEX 1 9223372036854775807\n" ZEROS " 9223372036854775807 ",
  };
  for (size_t i = 0; i < COUNT_OF(inputs); i++) {
    struct counting_allocator counting;
    counting_init(&counting);
    struct sb_options options;
    sb_options_init(&options, sizeof options);
    options.allocator = &counting.allocator;
    struct buffer log = {0};
    const struct trace_end end = trace_bundle(&log, inputs[i], strlen(inputs[i]), &options, NULL);
    assert_int_equal(end.error.code, SB_TRUNCATED);
    assert_int_equal(counting.calls, 1); /* the parser */
    assert_true(counting_is_clean(&counting));
    buffer_free(&log);
  }
}

static void payload_is_not_kept(void **state) {
  (void)state;
  struct counting_allocator counting;
  counting_init(&counting);
  struct sb_options options;
  sb_options_init(&options, sizeof options);
  options.allocator = &counting.allocator;
  struct buffer payload = {0};
  buffer_fill(&payload, 'p', 1000000);
  const struct document document = {"p", payload.data, payload.size};
  struct buffer bundle = bundle_make(&document, 1);
  struct buffer log = {0};
  const struct cutting cutting = {.piece = 1000};
  assert_int_equal(trace_bundle(&log, bundle.data, bundle.size, &options, &cutting).type, SB_EVENT_END);
  assert_true(counting.peak <= SB_PARSER_MEMORY(200));
  buffer_free(&log);
  buffer_free(&bundle);
  buffer_free(&payload);
}

/* -- Law 8: time -- */

/* Work that can be counted: calls of the digest engine and bytes given to it. */
struct work {
  struct sb_digest_engine engine;
  uint64_t calls;
  uint64_t bytes;
};

static void *work_create(void *context) { return context; }

static bool work_begin(void *state) {
  ((struct work *)state)->calls++;
  return true;
}

static bool work_update(void *state, const void *data, size_t size) {
  (void)data;
  ((struct work *)state)->calls++;
  ((struct work *)state)->bytes += size;
  return true;
}

static bool work_finish(void *state, uint8_t digest[SB_DIGEST_SIZE]) {
  ((struct work *)state)->calls++;
  memset(digest, 0, SB_DIGEST_SIZE); /* no SHA-256, but all that the bundle below claims */
  return true;
}

static void work_destroy(void *state) { (void)state; }

static void work_init(struct work *work) {
  *work = (struct work){.engine = {"none", work_create, work_begin, work_update, work_finish, work_destroy, work}};
}

/* A bundle of so many documents of 10 bytes, whose digests are all zero. */
static struct buffer make_many(unsigned documents) {
  struct buffer bundle = {0};
  buffer_format(&bundle, "=== SEED-BUNDLE 1\n=== INDEX %u %u\n", documents, documents * 10);
  for (unsigned i = 0; i < documents; i++)
    buffer_format(&bundle, ZEROS " 10 %08u\n", i);
  buffer_text(&bundle, "=== DIGEST " ZEROS "\n");
  for (unsigned i = 0; i < documents; i++)
    buffer_format(&bundle, "=== FILE 10 %08u\n0123456789\n", i);
  buffer_text(&bundle, "=== END\n");
  return bundle;
}

struct cost {
  uint64_t steps;
  uint64_t engine_calls;
  uint64_t engine_bytes;
  clock_t time; /* the least of some runs */
};

/* Parses a bundle in pieces of this size and counts what that takes; without the tests' own log. */
static void run_once(struct cost *cost, const struct buffer *bundle, size_t piece) {
  struct work work;
  work_init(&work);
  struct sb_options options;
  sb_options_init(&options, sizeof options);
  options.digest_engine = &work.engine;
  struct sb_parser *parser;
  assert_int_equal(sb_parser_create(&parser, &options), SB_OK);
  const clock_t begin = clock();
  uint64_t steps = 0;
  size_t given = 0;
  struct sb_input input = {0};
  struct sb_event event;
  do {
    steps++;
    if (sb_parser_next(parser, &input, &event) != SB_EVENT_NEED_INPUT)
      continue;
    const size_t size = bundle->size - given < piece ? bundle->size - given : piece;
    if (size == 0)
      sb_parser_finish(parser);
    input = (struct sb_input){bundle->data + given, size, 0};
    given += size;
  } while (event.type != SB_EVENT_END && event.type != SB_EVENT_FAILED);
  const clock_t time = clock() - begin;
  assert_int_equal(event.type, SB_EVENT_END);
  if (cost->steps == 0 || time < cost->time)
    cost->time = time;
  *cost = (struct cost){steps, work.calls, work.bytes, cost->time};
  sb_parser_free(parser);
}

static struct cost measure(unsigned documents, size_t piece) {
  struct buffer bundle = make_many(documents);
  struct cost cost = {0};
  for (int run = 0; run < 5; run++)
    run_once(&cost, &bundle, piece);
  const uint64_t pieces = (bundle.size + piece - 1) / piece;
  /* Each document has an entry, a begin, an end and its payload; a slice or a line is cut by a piece's end at most. */
  assert_true(cost.steps <= 4 * documents + 2 * pieces + 8);
  assert_true(cost.engine_calls <= 4 * documents + pieces + 8);
  const size_t index = buffer_find(&bundle, "=== DIGEST", 0);
  assert_int_equal(cost.engine_bytes, index + 10 * documents); /* every byte that is proven, once */
  buffer_free(&bundle);
  return cost;
}

static void work_is_linear_for_every_size_of_piece(void **state) {
  (void)state;
  static const size_t pieces[] = {1, 7, 64, 4096, SIZE_MAX / 2};
  for (size_t i = 0; i < COUNT_OF(pieces); i++) {
    const struct cost some = measure(500, pieces[i]);
    const struct cost many = measure(500 * 16, pieces[i]);
    assert_true(many.steps <= 16 * some.steps);
    /* 16 times the input: 16 times the time, or 256 if it were quadratic; 64 allows for a noisy machine. */
    const double ratio = (double)many.time / (double)(some.time > 0 ? some.time : 1);
    if (ratio > 64.0)
      fail_msg("pieces of %zu: 16 times the input takes %.0f times the time", pieces[i], ratio);
  }
}

/* One line or one payload, as long as it can be, a byte at a time: nothing is looked at twice. */
static void long_line_and_long_payload_take_one_step_a_byte(void **state) {
  (void)state;
  struct buffer name = {0};
  bundle_long_name(&name, 'n', 4096);
  struct buffer payload = {0};
  buffer_fill(&payload, '=', 30000);
  const struct document document = {buffer_string(&name), payload.data, payload.size};
  struct buffer bundle = bundle_make(&document, 1);
  struct buffer log = {0};
  const struct trace_end end = trace_bundle(&log, bundle.data, bundle.size, NULL, &(struct cutting){.piece = 1});
  assert_int_equal(end.type, SB_EVENT_END);
  assert_true(end.steps <= bundle.size + payload.size + 16);
  buffer_free(&log);
  buffer_free(&bundle);
  buffer_free(&payload);
  buffer_free(&name);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(memory_stays_within_its_formula_for_every_shape_of_index),
      cmocka_unit_test(memory_is_used_again_after_reset),
      cmocka_unit_test(memory_of_one_index_is_not_charged_to_the_next),
      cmocka_unit_test(declared_count_and_sizes_allocate_nothing),
      cmocka_unit_test(payload_is_not_kept),
      cmocka_unit_test(work_is_linear_for_every_size_of_piece),
      cmocka_unit_test(long_line_and_long_payload_take_one_step_a_byte),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

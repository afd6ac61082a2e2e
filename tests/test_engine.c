/* test_engine.c - a digest engine that fails, at every call of it, under parser, reader and writer.  Each time the
 * error is a clean one, the engine's state is destroyed, and a reset makes the object good again. */
#include "unit.h"

#include "engine.h"
#include "source.h"
#include "trace.h"
#include "writing.h"

static const struct document two[] = {{"a", "hello", 5}, {"b", "", 0}};
enum { TWO = 2 };

/* An engine that fails, and options that lead to it. */
struct world {
  struct counting_engine engine;
  struct sb_options options;
};

static void world_init(struct world *world, enum fault fault, size_t at) {
  counting_engine_init_fault(&world->engine, fault, at);
  sb_options_init(&world->options, sizeof world->options);
  world->options.digest_engine = &world->engine.engine;
}

/* The calls that one pass over the bundle takes: create, begin, one update a line of the INDEX, finish; and for each
 * document begin, update and finish.  A reset of the parser begins once more. */
enum { CALLS_OF_INDEX = 2 + 4 + 1, CALLS = CALLS_OF_INDEX + 3 + 2 };

/* -- Nothing fails -- */

static void engine_is_made_once_and_called_no_more_than_needed(void **state) {
  (void)state;
  struct world world;
  struct sb_parser *parser;
  struct sb_writer *writer;
  struct buffer bundle = bundle_make(two, TWO);
  struct buffer out = {0};
  world_init(&world, FAULT_NONE, 0);
  assert_int_equal(sb_parser_create(&parser, &world.options), SB_OK);
  assert_int_equal(trace_parser(&out, parser, bundle.data, bundle.size, NULL).type, SB_EVENT_END);
  sb_parser_free(parser);
  assert_int_equal(world.engine.calls, CALLS);
  assert_int_equal(world.engine.created, 1);
  assert_int_equal(world.engine.live, 0);

  world_init(&world, FAULT_NONE, 0);
  buffer_clear(&out);
  assert_int_equal(sb_writer_create(&writer, &world.options), SB_OK);
  assert_int_equal(writing_declare(writer, two, TWO), SB_OK);
  assert_int_equal(writing_run(&out, writer, two, TWO, NULL), SB_OK);
  sb_writer_free(writer);
  assert_int_equal(world.engine.calls, CALLS);
  assert_int_equal(world.engine.created, 1);
  assert_int_equal(world.engine.live, 0);
  buffer_free(&out);
  buffer_free(&bundle);
}

static void engine_is_not_made_where_digests_are_skipped(void **state) {
  (void)state;
  struct world world;
  struct buffer bundle = bundle_make(two, TWO);
  struct buffer log = {0};
  world_init(&world, FAULT_FROM_THERE, 0);
  world.options.skip_digests = true;
  assert_int_equal(trace_bundle(&log, bundle.data, bundle.size, &world.options, NULL).type, SB_EVENT_END);
  assert_int_equal(world.engine.calls, 0);
  buffer_free(&log);
  buffer_free(&bundle);
}

/* -- One call fails -- */

static void objects_are_not_made_if_the_engine_cannot_be(void **state) {
  (void)state;
  struct world world;
  struct memory_source source;
  struct buffer bundle = bundle_make(two, TWO);
  struct sb_parser *parser = (struct sb_parser *)&world;
  struct sb_writer *writer = (struct sb_writer *)&world;
  struct sb_reader *reader = (struct sb_reader *)&world;
  struct sb_error error;
  world_init(&world, FAULT_FROM_THERE, 0);
  memory_source_init(&source, bundle.data, bundle.size);
  assert_int_equal(sb_parser_create(&parser, &world.options), SB_DIGEST_FAILED);
  assert_null(parser);
  assert_int_equal(sb_writer_create(&writer, &world.options), SB_DIGEST_FAILED);
  assert_null(writer);
  assert_int_equal(sb_reader_open(&reader, &source.source, &world.options, &error), SB_DIGEST_FAILED);
  assert_null(reader);
  assert_int_equal(error.code, SB_DIGEST_FAILED);
  assert_int_equal(source.calls, 0);
  buffer_free(&bundle);
}

/* The place that a failed digest is reported at: the DIGEST line, or the payload of a document. */
static void assert_failed_place(const struct buffer *bundle, size_t at, const struct sb_error *error) {
  const bool in_index = at < CALLS_OF_INDEX;
  const bool in_first = at < CALLS_OF_INDEX + 3;
  const char *before = in_index ? "0 b\n" : in_first ? "=== FILE 5 a\n" : "=== FILE 0 b\n";
  assert_string_equal(sb_code_name(error->code), sb_code_name(SB_DIGEST_FAILED));
  assert_int_equal(error->offset, buffer_find(bundle, before, 0) + strlen(before));
  assert_int_equal(error->related, SB_NO_OFFSET);
  assert_int_equal(error->entry, in_index ? SB_NO_ENTRY : in_first ? 0 : 1);
}

static void every_failing_call_of_the_engine_fails_the_parse(void **state) {
  (void)state;
  struct buffer bundle = bundle_make(two, TWO);
  struct buffer log = {0};
  for (size_t at = 1; at < CALLS; at++) {
    struct world world;
    struct sb_parser *parser;
    world_init(&world, FAULT_ONCE, at);
    assert_int_equal(sb_parser_create(&parser, &world.options), SB_OK);
    const struct trace_end end = trace_parser(&log, parser, bundle.data, bundle.size, NULL);
    assert_int_equal(end.type, SB_EVENT_FAILED);
    assert_failed_place(&bundle, at, &end.error);
    sb_parser_reset(parser);
    assert_int_equal(trace_parser(&log, parser, bundle.data, bundle.size, NULL).type, SB_EVENT_END);
    sb_parser_free(parser);
    assert_int_equal(world.engine.live, 0);
  }
  buffer_free(&log);
  buffer_free(&bundle);
}

/* A digest that could not be computed is no digest that differs: keep_going does not go on. */
static void failed_digest_is_not_a_problem_to_go_on_from(void **state) {
  (void)state;
  struct world world;
  struct buffer bundle = bundle_make(two, TWO);
  struct buffer log = {0};
  world_init(&world, FAULT_ONCE, CALLS_OF_INDEX + 2);
  world.options.keep_going = true;
  const struct trace_end end = trace_bundle(&log, bundle.data, bundle.size, &world.options, NULL);
  assert_int_equal(end.type, SB_EVENT_FAILED);
  assert_failed_place(&bundle, CALLS_OF_INDEX + 2, &end.error);
  assert_null(strstr(buffer_string(&log), "problem"));
  buffer_free(&log);
  buffer_free(&bundle);
}

static void every_failing_call_of_the_engine_fails_the_reading(void **state) {
  (void)state;
  struct buffer bundle = bundle_make(two, TWO);
  for (size_t at = 1; at < CALLS; at++) {
    struct world world;
    struct memory_source source;
    struct sb_reader *reader;
    struct sb_error error;
    world_init(&world, FAULT_FROM_THERE, at);
    memory_source_init(&source, bundle.data, bundle.size);
    const enum sb_code opened = sb_reader_open(&reader, &source.source, &world.options, &error);
    assert_int_equal(opened, at < CALLS_OF_INDEX ? SB_DIGEST_FAILED : SB_OK);
    if (opened == SB_OK) {
      assert_int_equal(sb_reader_verify_all(reader, &error), SB_DIGEST_FAILED);
      assert_failed_place(&bundle, at, &error);
      assert_int_equal(sb_reader_verify(reader, 1, NULL), SB_DIGEST_FAILED);
      world.engine.fault = FAULT_NONE;
      assert_int_equal(sb_reader_verify_all(reader, NULL), SB_OK);
    } else {
      assert_null(reader);
      assert_failed_place(&bundle, at, &error);
    }
    sb_reader_free(reader);
    assert_int_equal(world.engine.live, 0);
  }
  buffer_free(&bundle);
}

/* How much has come out by the time that a failed digest is known, and in which document. */
static void assert_writer_failed(const struct sb_writer *writer, const struct buffer *bundle, const struct buffer *out,
                                 size_t at) {
  const struct sb_error *error = sb_writer_error(writer);
  const char *last = at < CALLS_OF_INDEX ? "0 b\n" : at < CALLS_OF_INDEX + 3 ? "hello" : "=== FILE 0 b\n";
  assert_int_equal(out->size, buffer_find(bundle, last, 0) + strlen(last));
  assert_memory_equal(out->data, bundle->data, out->size);
  assert_int_equal(error->offset, out->size);
  assert_int_equal(error->related, SB_NO_OFFSET);
  assert_int_equal(error->entry, at < CALLS_OF_INDEX ? SB_NO_ENTRY : at < CALLS_OF_INDEX + 3 ? 0 : 1);
  assert_int_equal(sb_writer_digest(writer) == NULL, at < CALLS_OF_INDEX);
}

static void every_failing_call_of_the_engine_fails_the_writing(void **state) {
  (void)state;
  struct buffer bundle = bundle_make(two, TWO);
  for (size_t at = 1; at < CALLS; at++) {
    struct world world;
    struct sb_writer *writer;
    struct buffer out = {0};
    world_init(&world, FAULT_ONCE, at);
    assert_int_equal(sb_writer_create(&writer, &world.options), SB_OK);
    assert_int_equal(writing_declare(writer, two, TWO), SB_OK);
    assert_int_equal(writing_run(&out, writer, two, TWO, NULL), SB_DIGEST_FAILED);
    assert_writer_failed(writer, &bundle, &out, at);
    assert_int_equal(writing_run(&out, writer, two, TWO, NULL), SB_DIGEST_FAILED);
    buffer_clear(&out);
    sb_writer_reset(writer);
    assert_int_equal(writing_declare(writer, two, TWO), SB_OK);
    assert_int_equal(writing_run(&out, writer, two, TWO, NULL), SB_OK);
    assert_true(buffer_equal(&out, &bundle));
    buffer_free(&out);
    sb_writer_free(writer);
    assert_int_equal(world.engine.live, 0);
  }
  buffer_free(&bundle);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(engine_is_made_once_and_called_no_more_than_needed),
      cmocka_unit_test(engine_is_not_made_where_digests_are_skipped),
      cmocka_unit_test(objects_are_not_made_if_the_engine_cannot_be),
      cmocka_unit_test(every_failing_call_of_the_engine_fails_the_parse),
      cmocka_unit_test(failed_digest_is_not_a_problem_to_go_on_from),
      cmocka_unit_test(every_failing_call_of_the_engine_fails_the_reading),
      cmocka_unit_test(every_failing_call_of_the_engine_fails_the_writing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

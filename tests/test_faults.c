/* test_faults.c - memory that runs out, once and from there on, and objects that are given up, at every point.  Each
 * time the error is a clean one, nothing leaks, and a reset makes the object good again. */
#include "unit.h"

#include <stdio.h>

#include "allocator.h"
#include "engine.h"
#include "source.h"
#include "trace.h"
#include "writing.h"

/* -- The bundle: enough entries for the table's blocks and pointers to grow, and for several blocks of names -- */

enum { MANY = 1100 };

static char names[MANY][64];
static struct document documents[MANY];
static struct buffer bundle;
static struct buffer expected; /* the trace of a parser that lacks nothing */

static int make_bundle(void **state) {
  (void)state;
  for (size_t i = 0; i < MANY; i++) {
    snprintf(names[i], sizeof names[i], "a-folder-with-a-long-name/and-a-document-in-it/%06zu", i);
    documents[i] = (struct document){names[i], "payload", i % 8};
  }
  bundle = bundle_make(documents, MANY);
  trace_bundle(&expected, bundle.data, bundle.size, NULL, NULL);
  return 0;
}

static int free_bundle(void **state) {
  (void)state;
  buffer_free(&bundle);
  buffer_free(&expected);
  return 0;
}

/* An allocator and an engine that fail, and options that lead to them. */
struct world {
  struct counting_allocator memory;
  struct counting_engine engine;
  struct sb_options options;
};

static void world_init(struct world *world) {
  counting_init(&world->memory);
  counting_engine_init(&world->engine);
  sb_options_init(&world->options, sizeof world->options);
  world->options.allocator = &world->memory.allocator;
  world->options.digest_engine = &world->engine.engine;
}

static void assert_world_is_clean(const struct world *world) {
  assert_true(counting_is_clean(&world->memory));
  assert_int_equal(world->engine.live, 0);
}

/* -- Memory that runs out -- */

static void assert_parses_well(struct sb_parser *parser) {
  struct buffer log = {0};
  sb_parser_reset(parser);
  const struct trace_end end = trace_parser(&log, parser, bundle.data, bundle.size, &(struct cutting){.piece = 997});
  assert_int_equal(end.type, SB_EVENT_END);
  assert_true(buffer_equal(&log, &expected));
  buffer_free(&log);
}

/* Memory ran out in the line of an entry: the error says which, and nothing was handed out. */
static void assert_failed_at_an_entry(const struct sb_error *error) {
  assert_int_equal(error->code, SB_OUT_OF_MEMORY);
  assert_int_equal(error->related, SB_NO_OFFSET);
  assert_in_range(error->entry, 0, MANY - 1);
  char ending[80];
  snprintf(ending, sizeof ending, " %s\n", names[error->entry]);
  const size_t end = buffer_find(&bundle, ending, 0) + strlen(ending);
  assert_int_equal(error->offset, end - (64 + 2 + strlen(ending)));
}

/* False: so many allocations are not made. */
static bool parser_survives(enum fault fault, size_t at) {
  struct world world;
  struct sb_parser *parser;
  world_init(&world);
  world.memory.fault = fault;
  world.memory.fault_at = at;
  const enum sb_code code = sb_parser_create(&parser, &world.options);
  if (code) {
    assert_int_equal(code, SB_OUT_OF_MEMORY);
    assert_null(parser);
    assert_world_is_clean(&world);
    return true;
  }
  struct buffer log = {0};
  const struct trace_end end = trace_parser(&log, parser, bundle.data, bundle.size, NULL);
  const bool failed = world.memory.failed > 0;
  if (failed) {
    assert_failed_at_an_entry(&end.error);
    assert_int_equal(strncmp(buffer_string(&log), "index-begin", 11), 0);
    assert_ptr_equal(strstr(buffer_string(&log), "\nentry"), NULL);
    if (fault == FAULT_FROM_THERE) { /* it fails again, as long as there is no memory */
      sb_parser_reset(parser);
      buffer_clear(&log);
      const struct trace_end again = trace_parser(&log, parser, bundle.data, bundle.size, NULL);
      assert_failed_at_an_entry(&again.error);
    }
  }
  world.memory.fault = FAULT_NONE;
  assert_parses_well(parser);
  buffer_free(&log);
  sb_parser_free(parser);
  assert_world_is_clean(&world);
  return failed;
}

static size_t survived(bool (*survives)(enum fault fault, size_t at)) {
  size_t once = 0;
  size_t from_there = 0;
  while (survives(FAULT_ONCE, once))
    once++;
  while (survives(FAULT_FROM_THERE, from_there))
    from_there++;
  assert_int_equal(once, from_there);
  return once;
}

/* The parser, 18 blocks of records, twice the pointers to them, 4 blocks of names. */
static void parser_survives_every_failing_allocation(void **state) {
  (void)state;
  assert_true(survived(parser_survives) >= 25);
}

static void assert_writes_well(struct sb_writer *writer) {
  struct buffer out = {0};
  sb_writer_reset(writer);
  assert_int_equal(writing_declare(writer, documents, MANY), SB_OK);
  assert_int_equal(writing_run(&out, writer, documents, MANY, NULL), SB_OK);
  assert_true(buffer_equal(&out, &bundle));
  buffer_free(&out);
}

static bool writer_survives(enum fault fault, size_t at) {
  struct world world;
  struct sb_writer *writer;
  world_init(&world);
  world.memory.fault = fault;
  world.memory.fault_at = at;
  const enum sb_code code = sb_writer_create(&writer, &world.options);
  if (code) {
    assert_int_equal(code, SB_OUT_OF_MEMORY);
    assert_null(writer);
    assert_world_is_clean(&world);
    return true;
  }
  const enum sb_code declared = writing_declare(writer, documents, MANY);
  const bool failed = world.memory.failed > 0;
  assert_int_equal(declared, failed ? SB_OUT_OF_MEMORY : SB_OK);
  if (failed) {
    struct buffer out = {0};
    assert_int_equal(sb_writer_error(writer)->code, SB_OUT_OF_MEMORY);
    assert_int_equal(sb_writer_error(writer)->offset, 0);
    assert_in_range(sb_writer_error(writer)->entry, 0, MANY - 1);
    assert_int_equal(writing_declare(writer, documents, 1), SB_OUT_OF_MEMORY);
    assert_int_equal(writing_run(&out, writer, documents, MANY, NULL), SB_OUT_OF_MEMORY);
    assert_int_equal(out.size, 0);
  }
  world.memory.fault = FAULT_NONE;
  assert_writes_well(writer);
  sb_writer_free(writer);
  assert_world_is_clean(&world);
  return failed;
}

static void writer_survives_every_failing_allocation(void **state) {
  (void)state;
  assert_true(survived(writer_survives) >= 25);
}

static bool reader_survives(enum fault fault, size_t at) {
  struct world world;
  struct memory_source source;
  struct sb_reader *reader;
  struct sb_error error;
  world_init(&world);
  world.memory.fault = fault;
  world.memory.fault_at = at;
  memory_source_init(&source, bundle.data, bundle.size);
  const enum sb_code code = sb_reader_open(&reader, &source.source, &world.options, &error);
  const bool failed = world.memory.failed > 0;
  assert_int_equal(code, failed ? SB_OUT_OF_MEMORY : SB_OK);
  assert_int_equal(code, error.code);
  if (!failed) {
    assert_int_equal(sb_reader_verify_all(reader, NULL), SB_OK);
    sb_reader_free(reader);
  } else {
    assert_null(reader);
    if (at >= 2) /* else the reader itself, or its parser, could not be made */
      assert_failed_at_an_entry(&error);
  }
  assert_world_is_clean(&world);
  return failed;
}

static void reader_survives_every_failing_allocation(void **state) {
  (void)state;
  assert_true(survived(reader_survives) >= 26);
}

static void reading_and_verifying_allocate_nothing(void **state) {
  (void)state;
  struct world world;
  struct memory_source source;
  struct sb_reader *reader;
  uint8_t payload[8];
  size_t got;
  world_init(&world);
  memory_source_init(&source, bundle.data, bundle.size);
  assert_int_equal(sb_reader_open(&reader, &source.source, &world.options, NULL), SB_OK);
  world.memory.fault = FAULT_FROM_THERE;
  assert_int_equal(sb_reader_verify(reader, 7, NULL), SB_OK);
  assert_int_equal(sb_reader_read(reader, 7, 0, payload, sizeof payload, &got), SB_OK);
  assert_true(sb_reader_find(reader, names[MANY - 1], strlen(names[MANY - 1]), NULL));
  assert_int_equal(sb_reader_verify_all(reader, NULL), SB_OK);
  assert_int_equal(world.memory.failed, 0);
  sb_reader_free(reader);
  assert_world_is_clean(&world);
}

/* -- Objects that are given up -- */

static const struct document two[] = {{"a", "hello", 5}, {"b", "", 0}};

/* Pulls so many events from pieces of 9 bytes, then frees or resets the parser.  False: there are no more events. */
static bool parser_is_given_up(const struct buffer *small, size_t events, bool reset) {
  struct world world;
  struct sb_parser *parser;
  struct sb_event event = {.type = SB_EVENT_NEED_INPUT};
  struct sb_input input = {0};
  size_t given = 0;
  world_init(&world);
  world.options.keep_going = true;
  assert_int_equal(sb_parser_create(&parser, &world.options), SB_OK);
  for (size_t i = 0; i < events && event.type != SB_EVENT_END; i++) {
    if (sb_parser_next(parser, &input, &event) != SB_EVENT_NEED_INPUT)
      continue;
    const size_t left = small->size - given;
    input = (struct sb_input){small->data + given, left < 9 ? left : 9, 0};
    given += input.size;
    if (left == 0)
      sb_parser_finish(parser);
  }
  assert_int_not_equal(event.type, SB_EVENT_FAILED);
  if (reset)
    assert_parses_well(parser);
  sb_parser_free(parser);
  assert_world_is_clean(&world);
  return event.type != SB_EVENT_END;
}

static void parser_can_be_given_up_at_every_event(void **state) {
  (void)state;
  size_t events = 0;
  for (enum sample sample = 0; sample <= SAMPLES; sample++) {
    struct buffer small = sample < SAMPLES ? sample_bundle(sample) : bundle_make(two, 2);
    if (sample == SAMPLES)
      bundle_edit(&small, "hello", "jello"); /* a problem to go on from */
    for (events = 0; parser_is_given_up(&small, events, false); events++) {
      if (events % 16 == 0 || sample == SAMPLES)
        parser_is_given_up(&small, events, true);
    }
    assert_true(events > 8);
    buffer_free(&small);
  }
  sb_parser_free(NULL);
}

static void reader_can_be_given_up_after_every_call(void **state) {
  (void)state;
  for (int calls = 0; calls < 4; calls++) {
    struct world world;
    struct memory_source source;
    struct sb_reader *reader;
    world_init(&world);
    memory_source_init(&source, bundle.data, bundle.size);
    assert_int_equal(sb_reader_open(&reader, &source.source, &world.options, NULL), SB_OK);
    source.misbehave = calls == 3;
    source.fault_at = source.calls;
    source.answer = -1;
    if (calls > 0)
      assert_int_equal(sb_reader_verify(reader, 3, NULL), calls == 3 ? SB_READ_FAILED : SB_OK);
    if (calls > 1)
      assert_int_equal(sb_reader_verify_all(reader, NULL), SB_OK);
    sb_reader_free(reader);
    assert_world_is_clean(&world);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(parser_survives_every_failing_allocation),
      cmocka_unit_test(writer_survives_every_failing_allocation),
      cmocka_unit_test(reader_survives_every_failing_allocation),
      cmocka_unit_test(reading_and_verifying_allocate_nothing),
      cmocka_unit_test(parser_can_be_given_up_at_every_event),
      cmocka_unit_test(reader_can_be_given_up_after_every_call),
  };
  return cmocka_run_group_tests(tests, make_bundle, free_bundle);
}

/* test_parser_ends.c - how a parse ends and begins again: finish, errors, reset, several bundles in one stream, and a
 * digest engine that fails. */
#include "unit.h"

#include "bundle.h"
#include "engine.h"
#include "seedbundle/error.h"
#include "seedbundle/parser.h"

static struct sb_parser *make_parser(const struct sb_options *options) {
  struct sb_parser *parser;
  assert_int_equal(sb_parser_create(&parser, options), SB_OK);
  return parser;
}

static struct sb_options default_options(void) {
  struct sb_options options;
  sb_options_init(&options, sizeof options);
  return options;
}

static struct sb_input input_of(const struct buffer *bytes) { return (struct sb_input){bytes->data, bytes->size, 0}; }

/* -- Ends -- */

static void end_comes_only_after_finish(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EMPTY);
  struct sb_parser *parser = make_parser(NULL);
  struct sb_input input = input_of(&bundle);
  struct sb_event event;
  assert_int_equal(sb_parser_next(parser, &input, &event), SB_EVENT_INDEX_BEGIN);
  assert_int_equal(sb_parser_next(parser, &input, &event), SB_EVENT_BUNDLE_DIGEST);
  for (int i = 0; i < 3; i++)
    assert_int_equal(sb_parser_next(parser, &input, &event), SB_EVENT_NEED_INPUT);
  assert_int_equal(event.offset, bundle.size);
  sb_parser_finish(parser);
  for (int i = 0; i < 3; i++)
    assert_int_equal(sb_parser_next(parser, i == 1 ? NULL : &input, &event), SB_EVENT_END);
  sb_parser_free(parser);
  buffer_free(&bundle);
}

static void finish_may_come_before_the_piece_is_used_up(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  struct sb_parser *parser = make_parser(NULL);
  struct sb_input input = input_of(&bundle);
  struct sb_event event;
  sb_parser_finish(parser);
  enum sb_event_type type;
  while ((type = sb_parser_next(parser, &input, &event)) != SB_EVENT_END) {
    assert_int_not_equal(type, SB_EVENT_NEED_INPUT);
    assert_int_not_equal(type, SB_EVENT_FAILED);
  }
  assert_int_equal(input.pos, bundle.size);
  sb_parser_free(parser);
  buffer_free(&bundle);
}

static void finish_at_the_begin_is_an_empty_input(void **state) {
  (void)state;
  struct sb_parser *parser = make_parser(NULL);
  struct sb_event event;
  assert_int_equal(sb_parser_next(parser, NULL, &event), SB_EVENT_NEED_INPUT);
  assert_int_equal(event.offset, 0);
  sb_parser_finish(parser);
  assert_int_equal(sb_parser_next(parser, NULL, &event), SB_EVENT_FAILED);
  assert_int_equal(event.error.code, SB_TRUNCATED);
  assert_int_equal(event.error.offset, 0);
  sb_parser_free(parser);
}

static void assert_same_error(const struct sb_error *a, const struct sb_error *b) {
  assert_int_equal(a->code, b->code);
  assert_true(a->offset == b->offset && a->related == b->related && a->entry == b->entry);
}

static void failure_is_sticky_and_uses_no_more_input(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  bundle_edit(&bundle, "=== FILE 5", "=== FILE 7");
  struct sb_parser *parser = make_parser(NULL);
  struct sb_input input = input_of(&bundle);
  struct sb_event event;
  assert_int_equal(sb_parser_error(parser)->code, SB_OK);
  assert_true(sb_parser_error(parser)->offset == SB_NO_OFFSET);
  while (sb_parser_next(parser, &input, &event) != SB_EVENT_FAILED) {
  }
  const struct sb_error first = event.error;
  assert_int_equal(first.code, SB_HEADER_MISMATCH);
  const size_t pos = input.pos;
  assert_true(pos < bundle.size);
  struct buffer other = sample_bundle(SAMPLE_EMPTY);
  struct sb_input more = input_of(&other);
  for (int i = 0; i < 3; i++) {
    assert_int_equal(sb_parser_next(parser, i == 0 ? &input : &more, &event), SB_EVENT_FAILED);
    assert_same_error(&event.error, &first);
    assert_same_error(sb_parser_error(parser), &first);
    sb_parser_finish(parser);
  }
  assert_int_equal(input.pos, pos);
  assert_int_equal(more.pos, 0);
  assert_int_equal(sb_parser_offset(parser), pos);
  sb_parser_free(parser);
  buffer_free(&other);
  buffer_free(&bundle);
}

static void reset_makes_a_failed_parser_as_new(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  struct sb_parser *parser = make_parser(NULL);
  struct sb_event event;
  for (size_t size = 0; size <= bundle.size; size += 23) { /* given up, and failed, in every state */
    struct sb_input part = {bundle.data, size, 0};
    while (sb_parser_next(parser, &part, &event) != SB_EVENT_NEED_INPUT) {
    }
    if (size % 2) {
      sb_parser_finish(parser);
      assert_int_equal(sb_parser_next(parser, NULL, &event), SB_EVENT_FAILED);
    }
    sb_parser_reset(parser);
    assert_int_equal(sb_parser_offset(parser), 0);
    assert_int_equal(sb_parser_error(parser)->code, SB_OK);
    struct sb_input whole = input_of(&bundle);
    while (sb_parser_next(parser, &whole, &event) != SB_EVENT_NEED_INPUT)
      assert_int_not_equal(event.type, SB_EVENT_FAILED);
    sb_parser_finish(parser);
    assert_int_equal(sb_parser_next(parser, NULL, &event), SB_EVENT_END);
    sb_parser_reset(parser);
  }
  sb_parser_free(parser);
  buffer_free(&bundle);
}

/* -- Several bundles in one stream -- */

/* Reads bundles from one stream, cut into pieces, until it ends; returns how many there were. */
static size_t read_stream(const struct buffer *stream, size_t piece, const uint64_t *sizes, enum sb_code *code) {
  struct sb_options options = default_options();
  options.concatenated = true;
  struct sb_parser *parser = make_parser(&options);
  struct sb_input input = {0};
  struct sb_event event;
  size_t given = 0;
  size_t bundles = 0;
  *code = SB_OK;
  for (;;) {
    const enum sb_event_type type = sb_parser_next(parser, &input, &event);
    if (type == SB_EVENT_NEED_INPUT) {
      const size_t size = stream->size - given < piece ? stream->size - given : piece;
      input = (struct sb_input){stream->data + given, size, 0};
      given += size;
      if (size == 0 && sb_parser_offset(parser) == 0)
        break; /* the stream ends between two bundles */
      if (size == 0)
        sb_parser_finish(parser);
    } else if (type == SB_EVENT_END) {
      assert_int_equal(event.end.size, sizes[bundles++]);
      assert_int_equal(sb_parser_offset(parser), event.end.size);
      sb_parser_reset(parser);
    } else if (type == SB_EVENT_FAILED) {
      *code = event.error.code;
      break;
    }
  }
  sb_parser_free(parser);
  return bundles;
}

static void bundles_in_one_stream_are_read_one_after_another(void **state) {
  (void)state;
  struct buffer stream = {0};
  uint64_t sizes[SAMPLES];
  for (enum sample sample = 0; sample < SAMPLES; sample++) {
    struct buffer bundle = sample_bundle(sample);
    buffer_append(&stream, bundle.data, bundle.size);
    sizes[sample] = bundle.size;
    buffer_free(&bundle);
  }
  static const size_t pieces[] = {1, 2, 7, 100, 4096, SIZE_MAX};
  for (size_t i = 0; i < COUNT_OF(pieces); i++) {
    enum sb_code code;
    assert_int_equal(read_stream(&stream, pieces[i], sizes, &code), SAMPLES);
    assert_int_equal(code, SB_OK);
  }
  for (size_t cut = 1; cut < sizes[SAMPLE_EMPTY]; cut++) { /* the last bundle is cut short */
    struct buffer shorter = {0};
    buffer_append(&shorter, stream.data, sizes[SAMPLE_EMPTY] + cut);
    enum sb_code code;
    assert_int_equal(read_stream(&shorter, 50, sizes, &code), 1);
    assert_int_equal(code, SB_TRUNCATED);
    buffer_free(&shorter);
  }
  buffer_free(&stream);
}

static void concatenated_end_leaves_what_follows_in_the_piece(void **state) {
  (void)state;
  struct buffer stream = sample_bundle(SAMPLE_EMPTY);
  const size_t size = stream.size;
  buffer_text(&stream, "\nanything");
  struct sb_options options = default_options();
  options.concatenated = true;
  struct sb_parser *parser = make_parser(&options);
  struct sb_input input = input_of(&stream);
  struct sb_event event;
  while (sb_parser_next(parser, &input, &event) != SB_EVENT_END)
    assert_int_not_equal(event.type, SB_EVENT_FAILED);
  assert_int_equal(input.pos, size);
  assert_int_equal(sb_parser_next(parser, &input, &event), SB_EVENT_END);
  assert_int_equal(input.pos, size);
  sb_parser_reset(parser);
  assert_int_equal(sb_parser_next(parser, &input, &event), SB_EVENT_FAILED);
  assert_int_equal(event.error.code, SB_BAD_MAGIC);
  assert_int_equal(event.error.offset, 0);
  sb_parser_free(parser);
  buffer_free(&stream);
}

static void problems_are_counted_for_each_bundle(void **state) {
  (void)state;
  struct buffer stream = sample_bundle(SAMPLE_EXAMPLE);
  bundle_edit(&stream, "hello", "jello");
  struct buffer good = sample_bundle(SAMPLE_EXAMPLE);
  buffer_append(&stream, good.data, good.size);
  struct sb_options options = default_options();
  options.concatenated = options.keep_going = true;
  struct sb_parser *parser = make_parser(&options);
  struct sb_input input = input_of(&stream);
  struct sb_event event;
  for (uint64_t problems = 1;; problems--) {
    while (sb_parser_next(parser, &input, &event) != SB_EVENT_END)
      assert_int_not_equal(event.type, SB_EVENT_FAILED);
    assert_int_equal(event.end.problems, problems);
    sb_parser_reset(parser);
    if (problems == 0)
      break;
  }
  sb_parser_free(parser);
  buffer_free(&good);
  buffer_free(&stream);
}

/* -- The digest engine -- */

static void skipped_digests_need_no_engine(void **state) {
  (void)state;
  struct counting_engine counting;
  counting_engine_init_fault(&counting, FAULT_FROM_THERE, 0);
  struct sb_options options = default_options();
  options.digest_engine = &counting.engine;
  options.skip_digests = true;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  struct sb_parser *parser = make_parser(&options);
  struct sb_input input = input_of(&bundle);
  struct sb_event event;
  sb_parser_finish(parser);
  while (sb_parser_next(parser, &input, &event) != SB_EVENT_END)
    assert_int_not_equal(event.type, SB_EVENT_FAILED);
  assert_int_equal(counting.calls, 0);
  sb_parser_free(parser);
  buffer_free(&bundle);
}

static void failing_engine_is_reported_where_its_digest_was_due(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  const uint64_t digest_line = buffer_find(&bundle, "=== DIGEST", 0);
  const uint64_t payloads[] = {buffer_find(&bundle, "hello", 0), buffer_find(&bundle, "hello, world", 0),
                               bundle.size - strlen("\n=== END\n")};
  size_t failures[2] = {0, 0};
  for (size_t at = 1;; at++) {
    struct counting_engine counting;
    counting_engine_init_fault(&counting, FAULT_ONCE, at);
    struct sb_options options = default_options();
    options.digest_engine = &counting.engine;
    struct sb_parser *parser = make_parser(&options);
    struct sb_input input = input_of(&bundle);
    struct sb_event event;
    sb_parser_finish(parser);
    do
      sb_parser_next(parser, &input, &event);
    while (event.type != SB_EVENT_FAILED && event.type != SB_EVENT_END);
    sb_parser_free(parser);
    assert_int_equal(counting.live, 0);
    if (event.type == SB_EVENT_END)
      break;
    assert_int_equal(event.error.code, SB_DIGEST_FAILED);
    const bool in_index = event.error.entry == SB_NO_ENTRY;
    failures[in_index ? 0 : 1]++;
    assert_int_equal(event.error.offset, in_index ? digest_line : payloads[event.error.entry]);
    assert_true(event.error.related == SB_NO_OFFSET);
  }
  assert_true(failures[0] >= 7 && failures[1] >= 8); /* begin, five lines and finish; three documents */
  buffer_free(&bundle);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(end_comes_only_after_finish),
      cmocka_unit_test(finish_may_come_before_the_piece_is_used_up),
      cmocka_unit_test(finish_at_the_begin_is_an_empty_input),
      cmocka_unit_test(failure_is_sticky_and_uses_no_more_input),
      cmocka_unit_test(reset_makes_a_failed_parser_as_new),
      cmocka_unit_test(bundles_in_one_stream_are_read_one_after_another),
      cmocka_unit_test(concatenated_end_leaves_what_follows_in_the_piece),
      cmocka_unit_test(problems_are_counted_for_each_bundle),
      cmocka_unit_test(skipped_digests_need_no_engine),
      cmocka_unit_test(failing_engine_is_reported_where_its_digest_was_due),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

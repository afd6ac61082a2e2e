/* test_parser_seek.c - what a parser knows of the INDEX, and going to a block of one's choice. */
#include "unit.h"

#include "bundle.h"
#include "seedbundle/error.h"
#include "seedbundle/parser.h"

static struct sb_parser *make_parser(bool keep_going) {
  struct sb_options options;
  sb_options_init(&options, sizeof options);
  options.keep_going = keep_going;
  struct sb_parser *parser;
  assert_int_equal(sb_parser_create(&parser, &options), SB_OK);
  return parser;
}

/* Gives the bytes from `begin` up to `end`, and returns the first event of this type, or the last event. */
static struct sb_event run(struct sb_parser *parser, const struct buffer *bundle, uint64_t begin, uint64_t end,
                           enum sb_event_type until) {
  struct sb_input input = {bundle->data + begin, (size_t)(end - begin), 0};
  struct sb_event event;
  do
    sb_parser_next(parser, &input, &event);
  while (event.type != until && event.type != SB_EVENT_NEED_INPUT && event.type != SB_EVENT_FAILED &&
         event.type != SB_EVENT_END);
  return event;
}

/* -- Questions -- */

static bool has_entry(const struct sb_parser *parser, uint64_t ordinal) {
  struct sb_entry entry;
  return sb_parser_entry(parser, ordinal, &entry);
}

static void entries_can_be_asked_for_as_soon_as_their_line_is_accepted(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  const size_t second = buffer_find(&bundle, "853f", 0);
  const size_t blocks = buffer_find(&bundle, "=== FILE", 0);
  struct sb_parser *parser = make_parser(false);
  assert_false(has_entry(parser, 0));
  run(parser, &bundle, 0, second - 1, SB_EVENT_NEED_INPUT);
  assert_false(has_entry(parser, 0)); /* its LF is not there */
  run(parser, &bundle, second - 1, second + 70, SB_EVENT_NEED_INPUT);
  struct sb_entry entry;
  assert_true(sb_parser_entry(parser, 0, &entry));
  assert_string_equal(entry.name, "a.txt");
  assert_int_equal(entry.size, 5);
  assert_int_equal(entry.offset, 33);
  assert_true(entry.block_offset == SB_NO_OFFSET && entry.payload_offset == SB_NO_OFFSET);
  assert_false(has_entry(parser, 1));
  run(parser, &bundle, second + 70, blocks, SB_EVENT_BUNDLE_DIGEST);
  assert_true(sb_parser_entry(parser, 0, &entry));
  assert_int_equal(entry.block_offset, 330);
  assert_int_equal(entry.payload_offset, 347);
  assert_true(has_entry(parser, 2));
  assert_false(has_entry(parser, 3));
  assert_false(has_entry(parser, UINT64_MAX));
  sb_parser_reset(parser);
  assert_false(has_entry(parser, 0));
  sb_parser_free(parser);
  buffer_free(&bundle);
}

static void names_are_found_in_the_index(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_FOLDERS);
  struct sb_parser *parser = make_parser(false);
  assert_false(sb_parser_find(parser, BYTES("a0"), NULL));
  run(parser, &bundle, 0, bundle.size, SB_EVENT_BUNDLE_DIGEST);
  struct sb_entry entry;
  struct sb_entry found;
  for (uint64_t i = 0; sb_parser_entry(parser, i, &entry); i++) {
    assert_true(sb_parser_find(parser, entry.name, entry.name_size, NULL));
    assert_true(sb_parser_find(parser, entry.name, entry.name_size, &found));
    assert_int_equal(found.ordinal, i);
    assert_ptr_equal(found.name, entry.name);
    assert_false(sb_parser_find(parser, entry.name, entry.name_size - 1, &found));
  }
  static const char *const not_there[] = {"", "a", "a/b", "a b", "a0a", "zz", "A0", "\xF0\x9F\x8C\xB1"};
  for (size_t i = 0; i < COUNT_OF(not_there); i++)
    assert_false(sb_parser_find(parser, not_there[i], strlen(not_there[i]), &found));
  sb_parser_reset(parser);
  assert_false(sb_parser_find(parser, BYTES("a0"), NULL));
  sb_parser_free(parser);
  buffer_free(&bundle);
}

static void entries_can_be_asked_for_after_an_error(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  bundle_edit(&bundle, "0 b/\xC3\xA9", "0 b/\\x");
  struct sb_parser *parser = make_parser(false);
  const struct sb_event event = run(parser, &bundle, 0, bundle.size, SB_EVENT_END);
  assert_int_equal(event.error.code, SB_NAME_CHAR);
  assert_int_equal(event.error.entry, 2);
  struct sb_entry entry;
  assert_true(sb_parser_entry(parser, 1, &entry));
  assert_string_equal(entry.name, "b/c.txt");
  assert_true(entry.block_offset == SB_NO_OFFSET);
  assert_true(sb_parser_find(parser, BYTES("a.txt"), &entry));
  assert_false(has_entry(parser, 2));
  sb_parser_free(parser);
  buffer_free(&bundle);
}

static void unproven_index_has_no_places_of_blocks(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  bundle_edit(&bundle, "DIGEST 2a", "DIGEST 3a");
  struct sb_parser *parser = make_parser(false);
  assert_int_equal(run(parser, &bundle, 0, bundle.size, SB_EVENT_END).error.code, SB_INDEX_DIGEST_MISMATCH);
  struct sb_entry entry;
  assert_true(sb_parser_entry(parser, 2, &entry));
  assert_true(entry.block_offset == SB_NO_OFFSET && entry.payload_offset == SB_NO_OFFSET);
  sb_parser_free(parser);
  buffer_free(&bundle);
}

/* -- Going to a block -- */

/* Goes to a block and reads it, from pieces of this size. */
static void read_block(struct sb_parser *parser, const struct buffer *bundle, uint64_t ordinal, size_t piece) {
  struct sb_entry entry;
  assert_true(sb_parser_entry(parser, ordinal, &entry));
  uint64_t at = sb_parser_seek(parser, ordinal);
  assert_int_equal(at, entry.block_offset);
  assert_int_equal(sb_parser_offset(parser), at);
  assert_int_equal(sb_parser_error(parser)->code, SB_OK);
  struct sb_input input = {0};
  struct sb_event event;
  bool begun = false;
  for (;;) {
    const enum sb_event_type type = sb_parser_next(parser, &input, &event);
    if (type == SB_EVENT_FILE_END)
      break;
    if (type == SB_EVENT_NEED_INPUT) {
      const size_t left = bundle->size - (size_t)at;
      input = (struct sb_input){bundle->data + at, left < piece ? left : piece, 0};
      at += input.size;
    } else if (type == SB_EVENT_FILE_BEGIN) {
      assert_false(begun);
      assert_int_equal(event.entry.ordinal, ordinal);
      assert_int_equal(event.offset, entry.block_offset);
      begun = true;
    } else {
      assert_int_equal(type, SB_EVENT_PAYLOAD);
    }
  }
  assert_true(begun);
  assert_int_equal(event.file_end.entry, ordinal);
  assert_int_equal(event.file_end.verdict, SB_OK);
}

static void blocks_can_be_read_in_any_order(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_FOLDERS);
  static const uint64_t order[] = {3, 0, 2, 2, 1, 3, 1, 0};
  static const size_t pieces[] = {1, 7, 1000};
  for (size_t i = 0; i < COUNT_OF(pieces); i++) {
    struct sb_parser *parser = make_parser(false);
    run(parser, &bundle, 0, bundle.size, SB_EVENT_BUNDLE_DIGEST);
    for (size_t j = 0; j < COUNT_OF(order); j++)
      read_block(parser, &bundle, order[j], pieces[i]);
    sb_parser_free(parser);
  }
  buffer_free(&bundle);
}

static void seek_beyond_the_last_block_goes_to_the_end(void **state) {
  (void)state;
  for (enum sample sample = 0; sample < SAMPLES; sample++) {
    struct buffer bundle = sample_bundle(sample);
    struct sb_parser *parser = make_parser(false);
    run(parser, &bundle, 0, bundle.size, SB_EVENT_BUNDLE_DIGEST);
    uint64_t count = 0;
    while (has_entry(parser, count))
      count++;
    const uint64_t end = sb_parser_seek(parser, count);
    assert_int_equal(end, bundle.size - strlen("=== END\n"));
    assert_int_equal(run(parser, &bundle, end, bundle.size, SB_EVENT_END).type, SB_EVENT_NEED_INPUT);
    sb_parser_finish(parser);
    const struct sb_event event = run(parser, &bundle, bundle.size, bundle.size, SB_EVENT_END);
    assert_int_equal(event.type, SB_EVENT_END);
    assert_int_equal(event.offset, end);
    assert_int_equal(event.end.size, bundle.size);
    sb_parser_free(parser);
    buffer_free(&bundle);
  }
}

static void seek_leaves_a_block_at_any_byte(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  const size_t blocks = buffer_find(&bundle, "=== FILE", 0);
  struct sb_parser *parser = make_parser(false);
  run(parser, &bundle, 0, blocks, SB_EVENT_BUNDLE_DIGEST);
  for (size_t at = blocks; at <= bundle.size; at++) {
    for (uint64_t ordinal = 0; ordinal < 3; ordinal++) {
      sb_parser_seek(parser, 0);
      run(parser, &bundle, blocks, at, SB_EVENT_END);
      read_block(parser, &bundle, ordinal, 1000);
    }
  }
  sb_parser_free(parser);
  buffer_free(&bundle);
}

static void seek_clears_an_error_of_a_block_and_the_end_of_the_input(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  bundle_edit(&bundle, "hello, world", "hello, wOrld");
  struct sb_parser *parser = make_parser(false);
  assert_int_equal(run(parser, &bundle, 0, bundle.size, SB_EVENT_END).error.code, SB_PAYLOAD_DIGEST_MISMATCH);
  read_block(parser, &bundle, 2, 5);
  read_block(parser, &bundle, 0, 5);
  sb_parser_finish(parser);
  assert_int_equal(run(parser, &bundle, 0, 0, SB_EVENT_END).error.code, SB_TRUNCATED);
  read_block(parser, &bundle, 0, 1);
  const uint64_t at = sb_parser_seek(parser, 1);
  const struct sb_event event = run(parser, &bundle, at, bundle.size, SB_EVENT_END);
  assert_int_equal(event.error.code, SB_PAYLOAD_DIGEST_MISMATCH);
  assert_int_equal(event.error.entry, 1);
  sb_parser_free(parser);
  buffer_free(&bundle);
}

static void seek_after_the_end_begins_again(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  struct sb_parser *parser = make_parser(true);
  assert_int_equal(run(parser, &bundle, 0, bundle.size, SB_EVENT_END).type, SB_EVENT_NEED_INPUT);
  sb_parser_finish(parser);
  assert_int_equal(run(parser, &bundle, 0, 0, SB_EVENT_END).type, SB_EVENT_END);
  read_block(parser, &bundle, 1, 3);
  const uint64_t at = sb_parser_seek(parser, 0);
  run(parser, &bundle, at, bundle.size, SB_EVENT_END);
  sb_parser_finish(parser);
  assert_int_equal(run(parser, &bundle, 0, 0, SB_EVENT_END).type, SB_EVENT_END);
  sb_parser_free(parser);
  buffer_free(&bundle);
}

static void seek_reports_errors_at_their_places_in_the_bundle(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  bundle_edit(&bundle, "=== FILE 0 b", "=== FILE 0 c");
  struct sb_parser *parser = make_parser(false);
  run(parser, &bundle, 0, bundle.size, SB_EVENT_BUNDLE_DIGEST);
  const uint64_t at = sb_parser_seek(parser, 2);
  const struct sb_event event = run(parser, &bundle, at, bundle.size, SB_EVENT_END);
  assert_int_equal(event.error.code, SB_HEADER_MISMATCH);
  assert_int_equal(event.error.offset, buffer_find(&bundle, "c/\xC3\xA9", 0));
  assert_int_equal(event.error.related, buffer_find(&bundle, "0 b/\xC3\xA9", 0));
  assert_int_equal(event.error.entry, 2);
  sb_parser_free(parser);
  buffer_free(&bundle);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(entries_can_be_asked_for_as_soon_as_their_line_is_accepted),
      cmocka_unit_test(names_are_found_in_the_index),
      cmocka_unit_test(entries_can_be_asked_for_after_an_error),
      cmocka_unit_test(unproven_index_has_no_places_of_blocks),
      cmocka_unit_test(blocks_can_be_read_in_any_order),
      cmocka_unit_test(seek_beyond_the_last_block_goes_to_the_end),
      cmocka_unit_test(seek_leaves_a_block_at_any_byte),
      cmocka_unit_test(seek_clears_an_error_of_a_block_and_the_end_of_the_input),
      cmocka_unit_test(seek_after_the_end_begins_again),
      cmocka_unit_test(seek_reports_errors_at_their_places_in_the_bundle),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

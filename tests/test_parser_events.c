/* test_parser_events.c - the order of events, their places, and what they lend out. */
#include "unit.h"

#include "bundle.h"
#include "seedbundle/error.h"
#include "seedbundle/parser.h"

static struct sb_parser *make_parser(const struct sb_options *options) {
  struct sb_parser *parser;
  assert_int_equal(sb_parser_create(&parser, options), SB_OK);
  return parser;
}

static struct sb_input input_of(const struct buffer *bytes) { return (struct sb_input){bytes->data, bytes->size, 0}; }

/* -- The grammar of events, and their places -- */

/* A run over one whole piece, and what it has seen. */
struct walk {
  const struct buffer *bundle;
  struct sb_parser *parser;
  struct sb_input input;
  struct sb_event event;
  uint64_t place; /* where the next line or slice of the bundle must begin */
};

static void next_is(struct walk *walk, enum sb_event_type type) {
  assert_int_equal(sb_parser_next(walk->parser, &walk->input, &walk->event), type);
  assert_int_equal(walk->event.type, type);
}

/* At this place of the bundle stands this text. */
static void assert_text_at(const struct walk *walk, uint64_t place, const struct buffer *text) {
  assert_true(place + text->size <= walk->bundle->size);
  assert_memory_equal(walk->bundle->data + place, text->data, text->size);
}

static void walk_entry(struct walk *walk, uint64_t ordinal) {
  next_is(walk, SB_EVENT_ENTRY);
  const struct sb_entry *entry = &walk->event.entry;
  struct buffer line = {0};
  buffer_hex(&line, entry->digest, SB_DIGEST_SIZE);
  buffer_format(&line, " %llu %s\n", (unsigned long long)entry->size, entry->name);
  assert_int_equal(entry->ordinal, ordinal);
  assert_int_equal(strlen(entry->name), entry->name_size);
  assert_int_equal(walk->event.offset, walk->place);
  assert_int_equal(entry->offset, walk->place);
  assert_text_at(walk, entry->offset, &line);
  walk->place += line.size;
  buffer_free(&line);
}

static void walk_block(struct walk *walk, uint64_t ordinal) {
  next_is(walk, SB_EVENT_FILE_BEGIN);
  const struct sb_entry entry = walk->event.entry;
  struct buffer header = {0};
  buffer_format(&header, "=== FILE %llu %s\n", (unsigned long long)entry.size, entry.name);
  assert_int_equal(entry.ordinal, ordinal);
  assert_int_equal(walk->event.offset, walk->place);
  assert_int_equal(entry.block_offset, walk->place);
  assert_text_at(walk, walk->place, &header);
  walk->place += header.size;
  assert_int_equal(entry.payload_offset, walk->place);
  buffer_free(&header);
  if (entry.size > 0) {
    next_is(walk, SB_EVENT_PAYLOAD);
    assert_int_equal(walk->event.offset, walk->place);
    assert_int_equal(walk->event.payload.size, entry.size); /* of one piece there is one slice */
    assert_ptr_equal(walk->event.payload.data, walk->bundle->data + walk->place);
    walk->place += entry.size;
  }
  next_is(walk, SB_EVENT_FILE_END);
  walk->place += 1;
  assert_int_equal(walk->event.offset, walk->place);
  assert_int_equal(walk->event.file_end.entry, ordinal);
  assert_int_equal(walk->event.file_end.verdict, SB_OK);
}

static void walk_index(struct walk *walk, uint64_t *count) {
  next_is(walk, SB_EVENT_INDEX_BEGIN);
  assert_int_equal(walk->event.offset, strlen("=== SEED-BUNDLE 1\n"));
  *count = walk->event.index.count;
  const struct sb_index_begin begin = walk->event.index;
  struct buffer line = {0};
  buffer_format(&line, "=== INDEX %llu %llu\n", (unsigned long long)begin.count, (unsigned long long)begin.total);
  assert_text_at(walk, walk->event.offset, &line);
  walk->place = walk->event.offset + line.size;
  for (uint64_t i = 0; i < *count; i++)
    walk_entry(walk, i);
  next_is(walk, SB_EVENT_BUNDLE_DIGEST);
  assert_int_equal(walk->event.offset, walk->place);
  buffer_clear(&line);
  buffer_text(&line, "=== DIGEST ");
  buffer_hex(&line, walk->event.digest, SB_DIGEST_SIZE);
  buffer_byte(&line, '\n');
  assert_text_at(walk, walk->place, &line);
  walk->place += line.size;
  buffer_free(&line);
}

static void events_come_in_their_order_and_their_places_tile_the_bundle(void **state) {
  (void)state;
  for (enum sample sample = 0; sample < SAMPLES; sample++) {
    struct buffer bundle = sample_bundle(sample);
    struct walk walk = {.bundle = &bundle, .parser = make_parser(NULL), .input = input_of(&bundle)};
    uint64_t count;
    walk_index(&walk, &count);
    for (uint64_t i = 0; i < count; i++)
      walk_block(&walk, i);
    next_is(&walk, SB_EVENT_NEED_INPUT);
    assert_int_equal(walk.input.pos, bundle.size);
    sb_parser_finish(walk.parser);
    next_is(&walk, SB_EVENT_END);
    assert_int_equal(walk.event.offset, walk.place);
    assert_int_equal(walk.event.end.size, bundle.size);
    assert_int_equal(walk.event.end.size, walk.place + strlen("=== END\n"));
    assert_int_equal(walk.event.end.problems, 0);
    sb_parser_free(walk.parser);
    buffer_free(&bundle);
  }
}

static void entries_are_handed_out_only_when_the_index_is_proven(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  const size_t digest_end = buffer_find(&bundle, "=== FILE", 0);
  struct walk walk = {.bundle = &bundle, .parser = make_parser(NULL)};
  walk.input = (struct sb_input){bundle.data, digest_end - 1, 0};
  next_is(&walk, SB_EVENT_INDEX_BEGIN);
  next_is(&walk, SB_EVENT_NEED_INPUT);
  walk.input = (struct sb_input){bundle.data + digest_end - 1, 1, 0};
  for (int i = 0; i < 3; i++)
    next_is(&walk, SB_EVENT_ENTRY);
  next_is(&walk, SB_EVENT_BUNDLE_DIGEST);
  next_is(&walk, SB_EVENT_NEED_INPUT);
  sb_parser_free(walk.parser);
  buffer_free(&bundle);
}

static void index_is_handed_out_while_the_piece_behind_it_waits(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  const size_t blocks = buffer_find(&bundle, "=== FILE", 0);
  struct walk walk = {.bundle = &bundle, .parser = make_parser(NULL), .input = input_of(&bundle)};
  uint64_t count;
  walk_index(&walk, &count);
  assert_int_equal(walk.input.pos, blocks);
  assert_int_equal(sb_parser_offset(walk.parser), blocks);
  sb_parser_free(walk.parser);
  buffer_free(&bundle);
}

static void payload_slices_end_where_pieces_do(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_HOSTILE);
  struct sb_parser *parser = make_parser(NULL);
  size_t slices = 0;
  size_t given = 0;
  struct sb_input piece = {0};
  struct sb_event event;
  for (;;) {
    const enum sb_event_type type = sb_parser_next(parser, &piece, &event);
    if (type == SB_EVENT_PAYLOAD) {
      slices++;
      assert_ptr_equal(event.payload.data, bundle.data + event.offset);
      assert_true(event.payload.size >= 1 && event.offset + event.payload.size == sb_parser_offset(parser));
      assert_true(event.offset / 100 == (event.offset + event.payload.size - 1) / 100);
    } else if (type == SB_EVENT_NEED_INPUT && given < bundle.size) {
      const size_t size = bundle.size - given < 100 ? bundle.size - given : 100;
      piece = (struct sb_input){bundle.data + given, size, 0};
      given += size;
    } else if (type == SB_EVENT_NEED_INPUT) {
      break;
    }
    assert_int_not_equal(type, SB_EVENT_FAILED);
  }
  assert_true(slices > 3);
  sb_parser_free(parser);
  buffer_free(&bundle);
}

static void names_and_digests_live_until_the_parser_is_reset(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_FOLDERS);
  struct sb_parser *parser = make_parser(NULL);
  struct sb_entry entries[4];
  const uint8_t *digest = NULL;
  uint8_t *copy = exact_copy(bundle.data, bundle.size);
  struct sb_input input = {copy, bundle.size, 0};
  struct sb_event event;
  while (sb_parser_next(parser, &input, &event) != SB_EVENT_NEED_INPUT) {
    if (event.type == SB_EVENT_ENTRY)
      entries[event.entry.ordinal] = event.entry;
    if (event.type == SB_EVENT_BUNDLE_DIGEST)
      digest = event.digest;
  }
  free(copy); /* nothing of the index points into the caller's bytes */
  struct buffer index = {0};
  buffer_text(&index, "=== SEED-BUNDLE 1\n=== INDEX 4 14\n");
  for (size_t i = 0; i < COUNT_OF(entries); i++) {
    buffer_hex(&index, entries[i].digest, SB_DIGEST_SIZE);
    buffer_format(&index, " %u %s\n", (unsigned)entries[i].size, entries[i].name);
  }
  buffer_text(&index, "=== DIGEST ");
  buffer_hex(&index, digest, SB_DIGEST_SIZE);
  assert_memory_equal(bundle.data, index.data, index.size);
  buffer_free(&index);
  sb_parser_free(parser);
  buffer_free(&bundle);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(events_come_in_their_order_and_their_places_tile_the_bundle),
      cmocka_unit_test(entries_are_handed_out_only_when_the_index_is_proven),
      cmocka_unit_test(index_is_handed_out_while_the_piece_behind_it_waits),
      cmocka_unit_test(payload_slices_end_where_pieces_do),
      cmocka_unit_test(names_and_digests_live_until_the_parser_is_reset),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* trace.c - runs a parser over a bundle that is cut into pieces, and writes down what it says. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

#include "seedbundle/error.h"

/* -- Lines -- */

static void put_number(struct buffer *log, const char *before, uint64_t number) {
  buffer_text(log, before);
  if (number == UINT64_MAX) /* SB_NO_OFFSET and SB_NO_ENTRY */
    buffer_byte(log, '-');
  else
    buffer_number(log, number);
}

static void put_entry(struct buffer *log, const struct sb_entry *entry, const char *other, uint64_t other_offset) {
  put_number(log, " ", entry->ordinal);
  buffer_byte(log, ' ');
  buffer_quoted(log, entry->name, entry->name_size);
  put_number(log, " size ", entry->size);
  buffer_text(log, " sha256 ");
  buffer_hex(log, entry->digest, SB_DIGEST_SIZE);
  put_number(log, other, other_offset);
  put_number(log, " payload ", entry->payload_offset);
}

static void put_error(struct buffer *log, const char *word, const struct sb_error *error) {
  buffer_text(log, word);
  buffer_text(log, sb_code_name(error->code));
  put_number(log, " @", error->offset);
  put_number(log, " related ", error->related);
  put_number(log, " entry ", error->entry);
}

static const char *event_word(enum sb_event_type type) {
  static const char *const words[] = {"need-input", "index-begin", "entry",    "bundle-digest", "file-begin",
                                      "payload",    "problem",     "file-end", "end",           "failed"};
  REQUIRE((size_t)type < sizeof words / sizeof words[0]);
  return words[type];
}

static void put_details(struct buffer *log, const struct sb_event *event) {
  switch (event->type) {
  case SB_EVENT_INDEX_BEGIN:
    put_number(log, " count ", event->index.count);
    put_number(log, " total ", event->index.total);
    break;
  case SB_EVENT_ENTRY:
    put_entry(log, &event->entry, " block ", event->entry.block_offset);
    break;
  case SB_EVENT_BUNDLE_DIGEST:
    buffer_byte(log, ' ');
    buffer_hex(log, event->digest, SB_DIGEST_SIZE);
    break;
  case SB_EVENT_FILE_BEGIN:
    put_entry(log, &event->entry, " entry ", event->entry.offset);
    break;
  case SB_EVENT_PAYLOAD:
    put_number(log, " ", event->payload.size);
    buffer_byte(log, ' ');
    buffer_quoted(log, event->payload.data, event->payload.size);
    break;
  case SB_EVENT_FILE_END:
    put_number(log, " ", event->file_end.entry);
    buffer_byte(log, ' ');
    buffer_text(log, sb_code_name(event->file_end.verdict));
    break;
  case SB_EVENT_END:
    put_number(log, " size ", event->end.size);
    put_number(log, " problems ", event->end.problems);
    break;
  case SB_EVENT_NEED_INPUT:
  case SB_EVENT_PROBLEM:
  case SB_EVENT_FAILED:
    break;
  }
}

void trace_event(struct buffer *log, const struct sb_event *event) {
  if (event->type == SB_EVENT_PROBLEM || event->type == SB_EVENT_FAILED) {
    REQUIRE(event->offset == event->error.offset);
    put_error(log, event->type == SB_EVENT_FAILED ? "failed " : "problem ", &event->error);
  } else {
    buffer_text(log, event_word(event->type));
    put_number(log, " @", event->offset);
    put_details(log, event);
  }
  buffer_byte(log, '\n');
}

/* -- The run -- */

struct run {
  struct buffer *log;
  struct sb_parser *parser;
  const struct cutting *cutting;
  const uint8_t *bytes; /* of the input, all of them */
  size_t size;

  size_t given; /* of them, to the parser */
  size_t cut;   /* next of cutting->cuts */
  struct sb_input input;
  bool finished;

  struct buffer payload; /* slices that are not in the log yet */
  uint64_t payload_offset;
  uint64_t steps;
};

static enum sb_event_type next(struct run *run, struct sb_input *input, struct sb_event *event) {
  memset(event, 0xA5, sizeof *event);
  run->steps++;
  const enum sb_event_type type = sb_parser_next(run->parser, input, event);
  REQUIRE(type == event->type);
  return type;
}

static uint64_t bytes_used(const struct run *run) { return run->given - run->input.size + run->input.pos; }

/* The size of the next piece; SIZE_MAX: there is none. */
static size_t next_piece(struct run *run) {
  const size_t left = run->size - run->given;
  if (run->cutting->piece > 0)
    return left == 0 ? SIZE_MAX : left < run->cutting->piece ? left : run->cutting->piece;
  if (run->cut > run->cutting->cut_count)
    return SIZE_MAX;
  const size_t end = run->cut < run->cutting->cut_count ? run->cutting->cuts[run->cut] : run->size;
  run->cut++;
  REQUIRE(run->given <= end && end <= run->size);
  return end - run->given;
}

static void drop_piece(struct run *run) {
  /* A const void pointer is what sb_input has; the copy is ours. */
  free((void *)(uintptr_t)run->input.data);
  run->input = (struct sb_input){NULL, 0, 0};
}

static void finish(struct run *run) {
  REQUIRE(!run->finished);
  sb_parser_finish(run->parser);
  run->finished = true;
}

/* Hands over the next piece, or says that there is none. */
static void feed(struct run *run) {
  REQUIRE(run->input.pos == run->input.size);
  drop_piece(run);
  const size_t size = next_piece(run);
  if (size == SIZE_MAX) {
    finish(run);
    return;
  }
  if (run->cutting->null_pieces && !run->finished) {
    struct sb_event event;
    REQUIRE(next(run, NULL, &event) == SB_EVENT_NEED_INPUT);
  }
  run->input = (struct sb_input){exact_copy(run->bytes + run->given, size), size, 0};
  run->given += size;
  const bool is_last = run->cutting->piece > 0 ? run->given == run->size : run->cut > run->cutting->cut_count;
  if (run->cutting->early_finish && is_last)
    finish(run);
}

static void flush_payload(struct run *run) {
  if (run->payload.size == 0)
    return;
  struct sb_event event = {.type = SB_EVENT_PAYLOAD, .offset = run->payload_offset};
  event.payload = (struct sb_payload){run->payload.data, run->payload.size};
  trace_event(run->log, &event);
  buffer_clear(&run->payload);
}

/* A slice is what the parser has just used of the piece. */
static void take_payload(struct run *run, const struct sb_event *event) {
  const struct sb_payload *payload = &event->payload;
  const uint8_t *piece = run->input.data;
  REQUIRE(payload->size > 0 && payload->size <= run->input.pos);
  REQUIRE(payload->data == piece + run->input.pos - payload->size);
  REQUIRE(event->offset == bytes_used(run) - payload->size);
  if (run->payload.size == 0)
    run->payload_offset = event->offset;
  REQUIRE(event->offset == run->payload_offset + run->payload.size);
  buffer_append(&run->payload, payload->data, payload->size);
}

static bool same_error(const struct sb_error *a, const struct sb_error *b) {
  return a->code == b->code && a->offset == b->offset && a->related == b->related && a->entry == b->entry;
}

static bool same_last_event(const struct sb_event *a, const struct sb_event *b) {
  if (a->type != b->type || a->offset != b->offset)
    return false;
  if (a->type == SB_EVENT_FAILED)
    return same_error(&a->error, &b->error);
  return a->end.size == b->end.size && a->end.problems == b->end.problems;
}

/* The last event comes again for every call, and uses nothing. */
static void require_sticky(struct run *run, const struct sb_event *last) {
  for (int i = 0; i < 2; i++) {
    struct sb_event event;
    const size_t pos = run->input.pos;
    next(run, i == 0 ? &run->input : NULL, &event);
    REQUIRE(run->input.pos == pos);
    REQUIRE(same_last_event(last, &event));
  }
}

static struct trace_end end_run(struct run *run, const struct sb_event *event) {
  struct trace_end end = {.type = event->type, .used = bytes_used(run), .steps = run->steps};
  end.error = *sb_parser_error(run->parser);
  REQUIRE(end.used == sb_parser_offset(run->parser));
  REQUIRE(event->type == SB_EVENT_END ? end.error.code == SB_OK : same_error(&end.error, &event->error));
  require_sticky(run, event);
  put_number(run->log, "used ", end.used);
  buffer_byte(run->log, '\n');
  drop_piece(run);
  buffer_free(&run->payload);
  return end;
}

struct trace_end trace_parser(struct buffer *log, struct sb_parser *parser, const void *bytes, size_t size,
                              const struct cutting *cutting) {
  static const struct cutting whole = {0};
  struct run run = {.log = log, .parser = parser, .cutting = cutting ? cutting : &whole, .bytes = bytes, .size = size};
  feed(&run);
  for (;;) {
    struct sb_event event;
    const enum sb_event_type type = next(&run, &run.input, &event);
    if (type == SB_EVENT_PAYLOAD) {
      take_payload(&run, &event);
      continue;
    }
    if (type == SB_EVENT_NEED_INPUT) {
      REQUIRE(!run.finished && event.offset == run.given);
      feed(&run);
      continue;
    }
    flush_payload(&run);
    trace_event(log, &event);
    if (type == SB_EVENT_END || type == SB_EVENT_FAILED)
      return end_run(&run, &event);
  }
}

struct trace_end trace_bundle(struct buffer *log, const void *bytes, size_t size, const struct sb_options *options,
                              const struct cutting *cutting) {
  struct sb_parser *parser;
  REQUIRE(sb_parser_create(&parser, options) == SB_OK);
  const struct trace_end end = trace_parser(log, parser, bytes, size, cutting);
  sb_parser_free(parser);
  return end;
}

/* trace.c - runs a parser over a bundle that is cut into pieces, and writes down what it says. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

#include "eventlog.h"

static void put_text(void *context, const char *text, size_t size) { buffer_append(context, text, size); }

void trace_event(struct buffer *log, const struct sb_event *event) {
  const struct eventlog_sink sink = {put_text, log};
  if (event->type == SB_EVENT_PROBLEM || event->type == SB_EVENT_FAILED)
    REQUIRE(event->offset == event->error.offset);
  eventlog_write(&sink, event);
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
  buffer_text(run->log, "used ");
  buffer_number(run->log, end.used);
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

/* cmd_inspect.c - what the parser sees at a place of a bundle, or all its events. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "eventlog.h"
#include "output.h"
#include "text.h"
#include "verb.h"

enum { ROW = 16, ROWS_BEFORE = 3, ROWS_AFTER = 4, LINE_MAX_BYTES = 8192 };

/* The states of FORMAT.md: what it means, and the fields of its line, which a space or the line's end ends. */
static const struct state {
  const char *name;
  const char *text;
  const char *word;      /* what the line begins with; it may hold spaces */
  const char *fields[4]; /* after it */
} states[] = {
    {"MAGIC", "the first line is due", "=== SEED-BUNDLE ", {"version"}},
    {"INDEX", "the INDEX line is due", "=== INDEX ", {"count", "total"}},
    {"ENTRY", "an entry of the INDEX is due", "", {"sha256", "size", "name"}},
    {"DIGEST", "the DIGEST line is due", "=== DIGEST ", {"sha256"}},
    {"FILE", "a FILE header is due", "=== FILE ", {"size", "name"}},
    {"PAYLOAD", "a document's bytes are due", NULL, {NULL}},
    {"PAYLOAD_END", "the LF after a document is due", NULL, {NULL}},
    {"END", "the END line is due", "=== END", {NULL}},
    {"TRAILER", "the end of the input is due", NULL, {NULL}},
    {"DONE", "the bundle was read whole", NULL, {NULL}},
};

static const struct state *state_of(const char *name) {
  for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
    if (strcmp(states[i].name, name) == 0)
      return &states[i];
  }
  return NULL;
}

/* The field of a line that holds the byte after its first `size` bytes. */
static const char *field_of(const struct state *state, const char *line, size_t size) {
  const size_t word = state->word ? strlen(state->word) : 0;
  if (!state->word)
    return NULL;
  if (size < word)
    return "keyword";
  size_t field = 0;
  for (size_t i = word; i < size && state->fields[field] && state->fields[field + 1]; i++)
    field += line[i] == ' ';
  return state->fields[field] ? state->fields[field] : "end of line";
}

/* -- The bytes -- */

/* The marked byte stands in brackets; bytes that are not there are blank. */
static void show_row(uint64_t offset, const unsigned char *bytes, size_t size, uint64_t marked) {
  printf("  %10" PRIu64 " ", offset);
  for (size_t i = 0; i < ROW; i++) {
    const bool after_mark = i > 0 && offset + i - 1 == marked;
    putchar(offset + i == marked ? '[' : after_mark ? ']' : ' ');
    if (i < size)
      printf("%02x", bytes[i]);
    else
      fputs("  ", stdout);
  }
  printf("%c ", offset + ROW - 1 == marked ? ']' : ' ');
  for (size_t i = 0; i < size; i++)
    putchar(' ' <= bytes[i] && bytes[i] <= '~' ? bytes[i] : '.');
  putchar('\n');
}

/* Some rows of bytes around an offset. */
static void show_window(const struct input *input, uint64_t offset) {
  const uint64_t row = offset / ROW;
  const uint64_t first = (row > ROWS_BEFORE ? row - ROWS_BEFORE : 0) * ROW;
  for (uint64_t at = first; at < (row + ROWS_AFTER) * ROW; at += ROW) {
    unsigned char bytes[ROW];
    const size_t size = input_peek(input, at, bytes, sizeof bytes);
    if (size > 0 || at == row * ROW)
      show_row(at, bytes, size, offset);
  }
}

/* -- The place -- */

static void show_entry(const struct run *run, uint64_t ordinal) {
  struct sb_entry entry;
  if (ordinal == SB_NO_ENTRY)
    return;
  printf("  entry    %" PRIu64, ordinal);
  if (sb_parser_entry(run->parser, ordinal, &entry)) {
    char *name = text_escape(entry.name, entry.name_size);
    printf(": %s, %" PRIu64 " byte%s", name ? name : "?", entry.size, text_plural(entry.size));
    free(name);
  }
  putchar('\n');
}

static void show_position(struct run *run, uint64_t offset, const struct sb_position *position) {
  const struct state *state = state_of(position->state);
  input_extend(&run->input, (offset / ROW + ROWS_AFTER) * ROW);
  const struct sb_location at = place_find(&run->place, offset);
  char line[LINE_MAX_BYTES];
  const uint64_t before = offset - position->begin;
  const size_t size =
      input_peek(&run->input, position->begin, line, before < sizeof line ? (size_t)before : sizeof line);
  const char *field = state ? field_of(state, line, size) : NULL;
  printf("%s: offset %" PRIu64 ", line %" PRIu64 ", column %" PRIu64 "\n", run->input.shown, offset, at.line,
         at.column);
  printf("  state    %s: %s\n", position->state, state ? state->text : "");
  if (field)
    printf("  field    %s\n", field);
  if (before > 0)
    printf("  begins   at %" PRIu64 ", %" PRIu64 " byte%s before\n", position->begin, before, text_plural(before));
  show_entry(run, position->entry);
  show_window(&run->input, offset);
}

/* Parses up to an offset: the parser is given no byte beyond it.  True: it came there; false: it failed before. */
static bool parse_to(struct run *run, uint64_t offset, struct sb_event *event) {
  for (;;) {
    const enum sb_event_type type = sb_parser_next(run->parser, &run->piece, event);
    if (type == SB_EVENT_FAILED)
      return false;
    if (type == SB_EVENT_FILE_BEGIN)
      place_payload(&run->place, event->entry.payload_offset);
    if (type == SB_EVENT_END)
      return true;
    if (type != SB_EVENT_NEED_INPUT)
      continue;
    const uint64_t at = sb_parser_offset(run->parser);
    if (at >= offset || !run_refill(run))
      return true;
    if (run->piece.size > offset - at)
      run->piece.size = (size_t)(offset - at);
  }
}

static enum status inspect_at(struct verb_run *verb, struct run *run, uint64_t offset) {
  struct sb_event event;
  if (!parse_to(run, offset, &event))
    return verb_failed(verb, run, &event.error);
  if (run->read_error)
    return verb_failed(verb, run, &(struct sb_error){SB_READ_FAILED, run->input.position, SB_NO_OFFSET, SB_NO_ENTRY});
  const struct sb_position position = sb_parser_position(run->parser);
  if (position.offset < offset) {
    complain("%s: offset %" PRIu64 " is beyond the end, which is at %" PRIu64, run->input.shown, offset,
             position.offset);
    return STATUS_TROUBLE;
  }
  show_position(run, offset, &position);
  return STATUS_GOOD;
}

/* Without an offset: the place of the first error, or the end. */
static enum status inspect_first(struct verb_run *verb, struct run *run) {
  struct sb_event event;
  if (!run_until(run, SB_EVENT_END, &event)) {
    const enum status status = verb_failed(verb, run, &event.error);
    if (status == STATUS_BAD)
      show_window(&run->input, event.error.offset);
    return status;
  }
  const struct sb_position position = sb_parser_position(run->parser);
  show_position(run, event.end.size, &position);
  return STATUS_GOOD;
}

/* -- The trace -- */

static void to_stdout(void *context, const char *text, size_t size) {
  (void)context;
  output_write(text, size);
}

/* Every event, a payload's slices as they come from pieces of INPUT_PIECE bytes. */
static enum status trace(struct verb_run *verb, struct run *run) {
  static const struct eventlog_sink sink = {to_stdout, NULL};
  struct sb_event event;
  do {
    run_next(run, &event);
    eventlog_write(&sink, &event);
  } while (event.type != SB_EVENT_END && event.type != SB_EVENT_FAILED && output_good());
  return event.type == SB_EVENT_FAILED ? verb_failed(verb, run, &event.error) : STATUS_GOOD;
}

static enum status inspect(struct verb_run *verb, const char *path) {
  const char *reason = NULL;
  struct run run;
  if (!verb_open(verb, &run, path, &reason))
    return STATUS_TROUBLE;
  enum status status;
  if (verb->options->trace)
    status = trace(verb, &run);
  else if (verb->options->at != SB_NO_OFFSET)
    status = inspect_at(verb, &run, verb->options->at);
  else
    status = inspect_first(verb, &run);
  run_close(&run);
  return status;
}

enum status cmd_inspect(const struct options *options, int count, char **operands) {
  if (count > 1) {
    complain("inspect takes one bundle (see inspect --help)");
    return STATUS_TROUBLE;
  }
  struct sb_options parsing = options->parsing;
  parsing.keep_going = options->trace;
  return verb_each(options, &parsing, count, operands, inspect, NULL);
}

/* run.c - one bundle, from opening to the last event. */
#include "run.h"

#include <errno.h>

bool run_open(struct run *run, struct sb_parser *parser, const char *path, const char **reason) {
  *run = (struct run){.parser = parser};
  if (!input_open(&run->input, path, reason))
    return false;
  place_init(&run->place, &run->input);
  sb_parser_reset(parser);
  return true;
}

void run_close(struct run *run) { input_close(&run->input); }

bool run_refill(struct run *run) {
  place_forget(&run->place);
  const int got = input_read(&run->input);
  if (got < 0) {
    run->read_error = errno;
    return false;
  }
  if (got == 0)
    sb_parser_finish(run->parser);
  run->piece = (struct sb_input){input_piece(&run->input), run->input.piece, 0};
  progress_show(run->progress, &run->input);
  return true;
}

enum sb_event_type run_next(struct run *run, struct sb_event *event) {
  for (;;) {
    const enum sb_event_type type = sb_parser_next(run->parser, &run->piece, event);
    if (type == SB_EVENT_FILE_BEGIN)
      place_payload(&run->place, event->entry.payload_offset);
    if (type == SB_EVENT_INDEX_BEGIN) {
      run->has_index = true;
      run->count = event->index.count;
      run->total = event->index.total;
    }
    if (type != SB_EVENT_NEED_INPUT)
      return type;
    if (!run_refill(run)) {
      event->error = (struct sb_error){SB_READ_FAILED, run->input.position, SB_NO_OFFSET, SB_NO_ENTRY};
      return event->type = SB_EVENT_FAILED;
    }
  }
}

bool run_until(struct run *run, enum sb_event_type last, struct sb_event *event) {
  for (;;) {
    const enum sb_event_type type = run_next(run, event);
    if (type == last)
      return true;
    if (type == SB_EVENT_FAILED || type == SB_EVENT_END)
      return false;
  }
}

void run_look_ahead(struct run *run, uint64_t until) {
  if (run->input.piece == 0)
    return; /* at the end */
  input_extend(&run->input, until);
  run->piece.size = run->input.piece;
}

void run_seek(struct run *run, uint64_t ordinal) {
  struct sb_entry entry;
  /* Beyond the end there is nothing to go to: reading on tells where the input ends. */
  if (sb_parser_entry(run->parser, ordinal, &entry) && entry.block_offset > run->input.size)
    return;
  const uint64_t offset = sb_parser_seek(run->parser, ordinal);
  run->piece = (struct sb_input){NULL, 0, 0};
  input_seek(&run->input, offset);
}

/* run.h - one bundle, from opening to the last event: the loop that all reading verbs share. */
#ifndef SB_CLI_RUN_H
#define SB_CLI_RUN_H

#include "input.h"
#include "place.h"
#include "progress.h"

struct run {
  struct input input;
  struct place place;
  struct sb_parser *parser; /* the caller's; reset when a run begins */
  struct sb_input piece;
  struct progress *progress; /* NULL: none */
  uint64_t count, total;     /* as the INDEX line declares */
  bool has_index;            /* they are known */
  int read_error;            /* errno of the read that failed; 0: none */
};

/* Opens an input for `parser`.  On failure returns false and sets *reason. */
bool run_open(struct run *run, struct sb_parser *parser, const char *path, const char **reason);
void run_close(struct run *run);

/* Reads the parser's next piece, or tells it that there is none.  False: the input could not be read (`read_error`). */
bool run_refill(struct run *run);

/* sb_parser_next(), with the input's next piece where one is needed.  If it cannot be read, the event is
 * SB_EVENT_FAILED with SB_READ_FAILED. */
enum sb_event_type run_next(struct run *run, struct sb_event *event);

/* Pulls events up to one of type `last`.  False: SB_EVENT_FAILED came first. */
bool run_until(struct run *run, enum sb_event_type last, struct sb_event *event);

/* Of a stream: has the bytes up to this offset at hand, to be shown, if they come soon.  The parser gets them later. */
void run_look_ahead(struct run *run, uint64_t until);

/* Of a regular file: goes on at a document's block. */
void run_seek(struct run *run, uint64_t ordinal);

#endif

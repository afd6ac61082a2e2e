/* place.h - from the offset of an error to its line, its column and the text around it.
 *
 * For a regular file the bytes are read again, only when somebody asks.  A stream is gone by then, so its lines are
 * counted as it goes by, and what may still be asked for is kept: the begin of the payload being read, and the first
 * two lines. */
#ifndef SB_CLI_PLACE_H
#define SB_CLI_PLACE_H

#include <seedbundle/seedbundle.h>

#include "input.h"

enum {
  EXCERPT_BEFORE = 72, /* bytes shown before an offset */
  EXCERPT_AFTER = 72,  /* and from it on */
  EXCERPT_MAX = EXCERPT_BEFORE + EXCERPT_AFTER,
};

/* A part of one line. */
struct excerpt {
  char text[EXCERPT_MAX + 1]; /* one more tells whether the line goes on */
  size_t size;                /* bytes of text */
  size_t at;                  /* which of them the offset means; `size`: behind the last */
  bool cut_before;            /* the line begins before the text */
  bool cut_after;             /* and goes on behind it */
};

struct place {
  const struct input *input;
  struct sb_location cursor;         /* everything before it has been counted */
  uint64_t payload;                  /* offset of the payload being read; SB_NO_OFFSET: none */
  struct sb_location mark;           /* its place, once the cursor has passed it */
  unsigned char head[EXCERPT_AFTER]; /* of a stream: its first bytes, */
  size_t head_size;
  unsigned char begin[EXCERPT_MAX + 1]; /* and those of the payload at the mark */
  size_t begin_size;
};

void place_init(struct place *place, const struct input *input);

/* A payload begins at this offset; an error may mean it later. */
void place_payload(struct place *place, uint64_t offset);

/* Of a stream: to be called before input_read() lets go of what it holds. */
void place_forget(struct place *place);

/* The line and column of an error's offset.  Errors come in ascending order, but for those that mean the payload's
 * begin: then the time is linear in the input, however many there are. */
struct sb_location place_find(struct place *place, uint64_t offset);

/* The text around it: false if it cannot be had any more. */
bool place_excerpt(const struct place *place, struct sb_location location, struct excerpt *excerpt);

#endif

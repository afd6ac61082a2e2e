/* input.h - a bundle's bytes: from a regular file, which can be read anywhere, or a stream, which is kept for a
 * while. */
#ifndef SB_CLI_INPUT_H
#define SB_CLI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  INPUT_PAGE = 4096,
  INPUT_PIECE = 131072, /* bytes read at a time */
  INPUT_HISTORY = 8192, /* bytes of a stream that are kept behind a piece: more than the longest structural line */
  INPUT_SLACK = 4096,   /* room behind a piece for input_extend() */
  INPUT_MOMENT = 1000,  /* milliseconds that it waits */
};

struct input {
  const char *path; /* "-": stdin */
  char *shown;      /* the path for people, escaped */
  int fd;
  bool seekable;
  uint64_t base;         /* where the bundle begins in the file: stdin may stand in the middle of one */
  uint64_t size;         /* of the bundle, if seekable: when it was opened */
  uint64_t position;     /* offset in the bundle of the byte after the piece */
  bool ended;            /* of a stream: its end was read */
  size_t history;        /* bytes kept before the piece */
  size_t piece;          /* bytes in the piece */
  unsigned char *buffer; /* history and piece */
};

/* The reason that input_open() gives for a folder. */
extern const char input_is_folder[];

/* Opens a regular file, a pipe, a socket or stdin ("-"), and makes the buffer.  On failure returns false with a
 * reason in *reason (static, or of strerror). */
bool input_open(struct input *input, const char *path, const char **reason);
void input_close(struct input *input);

/* Reads the next piece, of 1 byte or more; 0 at the end, -1 on an error (errno). */
int input_read(struct input *input);

/* Of a stream: reads on until the bytes up to offset `until` are in the buffer, or as many as come within a moment and have
 * room.  The piece grows at its end. */
void input_extend(struct input *input, uint64_t until);

/* May there be bytes from this offset on?  Of a stream that is not certain before its end was read. */
bool input_may_go_on(const struct input *input, uint64_t offset);

/* The piece read last. */
const unsigned char *input_piece(const struct input *input);

/* Goes on reading at this offset of the bundle.  Only where `seekable`. */
bool input_seek(struct input *input, uint64_t offset);

/* Copies up to `size` bytes that stand at `offset` of the bundle into `out` and returns how many: of a stream only
 * what is still in the buffer. */
size_t input_peek(const struct input *input, uint64_t offset, void *out, size_t size);

#endif

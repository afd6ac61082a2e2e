/* utf8.h - well-formed UTF-8 (Unicode, table 3-7), a byte at a time.
 *
 * The tables of a decoder that guesses at repairs are not needed here: the first byte that makes a sequence
 * ill-formed is all that matters, wherever the input is cut. */
#ifndef SB_UTF8_H
#define SB_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Between two bytes of a sequence.  All zero: between two characters. */
struct sb_utf8 {
  uint32_t code_point;      /* of the character; while it is unfinished, its bits so far */
  uint8_t missing;          /* continuation bytes to come */
  uint8_t seen;             /* bytes of the sequence so far */
  uint8_t next_lo, next_hi; /* the range of the next one */
};

enum sb_utf8_step {
  SB_UTF8_CHARACTER, /* the byte ends a character: .code_point, of .seen bytes */
  SB_UTF8_MORE,      /* the sequence goes on */
  SB_UTF8_BAD        /* the byte makes the sequence ill-formed; its other .seen bytes come before it */
};

enum sb_utf8_step sb_utf8_feed(struct sb_utf8 *utf8, uint8_t byte);

/* Feeds bytes up to the first one that makes a sequence ill-formed, and returns how many come before it: `size` if
 * none does. */
size_t sb_utf8_span(struct sb_utf8 *utf8, const uint8_t *data, size_t size);

#endif

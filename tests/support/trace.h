/* trace.h - runs a parser over a bundle that is cut into pieces, and writes down what it says.
 *
 * Each piece is given to the parser as a copy of exactly its size, which is freed as soon as it is used up, so that
 * a sanitizer sees every access before, behind or after it.  The log does not depend on how the input is cut if the
 * parser does not: payload slices that follow each other are joined, and need-input is left out.  One line an event:
 *
 *     index-begin @18 count 3 total 18
 *     entry @33 0 "a.txt" size 5 sha256 2cf2... block 349 payload 366
 *     bundle-digest @271 2ac7...
 *     file-begin @349 0 "a.txt" size 5 sha256 2cf2... entry 33 payload 366
 *     payload @366 5 "hello"
 *     problem payload-digest-mismatch @366 related 33 entry 0
 *     file-end @372 0 ok
 *     end @458 size 466 problems 0
 *     failed header-mismatch @358 related 98 entry 0
 *     used 466
 *
 * where an error's related and entry are "-" if there is none, and `used` is the number of bytes that the parser used.
 *
 * What the parser promises about every call is required on the way, and ends the program if broken: need-input comes
 * only when the piece is used up and never after finish, its offset counts the bytes used, a payload slice lies in
 * its piece, and the last event is sticky. */
#ifndef TEST_TRACE_H
#define TEST_TRACE_H

#include "buffer.h"
#include "seedbundle/parser.h"

/* How the input is cut. */
struct cutting {
  size_t piece;       /* above 0: pieces of this size; 0: cut as follows */
  const size_t *cuts; /* where a piece begins, ascending; equal ones, 0 and the input's size make empty pieces */
  size_t cut_count;   /* 0: the input is one piece */
  bool early_finish;  /* sb_parser_finish() is called with the last piece, not when it is used up */
  bool null_pieces;   /* an sb_input of NULL is handed over before each piece */
};

/* How a run ended. */
struct trace_end {
  enum sb_event_type type; /* SB_EVENT_END or SB_EVENT_FAILED */
  struct sb_error error;   /* of SB_EVENT_FAILED; else its code is SB_OK */
  uint64_t used;           /* bytes used by the parser */
  uint64_t steps;          /* calls of sb_parser_next() */
};

/* Gives the bytes to a parser that was just made or reset, and appends its log to `log`.  `cutting` MAY be NULL: one
 * piece. */
struct trace_end trace_parser(struct buffer *log, struct sb_parser *parser, const void *bytes, size_t size,
                              const struct cutting *cutting);

/* The same with a parser of its own. */
struct trace_end trace_bundle(struct buffer *log, const void *bytes, size_t size, const struct sb_options *options,
                              const struct cutting *cutting);

/* Appends the line of an event. */
void trace_event(struct buffer *log, const struct sb_event *event);

#endif

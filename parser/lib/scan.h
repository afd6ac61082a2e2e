/* scan.h - reads the fields of one line, from the left, and says where the first byte is that is wrong.
 *
 * A line is judged whole; it may lack its end, if the input ended in it.  Each function reads one field at the
 * cursor and returns SB_OK, or the code of the first error with `line->error` set to its offset in the line.  A field
 * that the line's bytes do not finish, and do not make wrong, is SB_TRUNCATED at the line's end. */
#ifndef SB_SCAN_H
#define SB_SCAN_H

#include "seedbundle/error.h"
#include "seedbundle/options.h"

struct sb_line {
  const uint8_t *data;
  size_t size;
  size_t at;        /* the cursor */
  size_t error;     /* offset in the line of what is wrong, once something is */
  uint64_t offset;  /* of the line in the bundle */
  uint64_t related; /* offset in the bundle of what the error contradicts */
};

/* A line of these bytes, with the cursor at its begin and nothing wrong. */
struct sb_line sb_line_begin(const uint8_t *data, size_t size, uint64_t offset);

/* Notes that the field which begins at `error` is wrong, and returns `code`. */
enum sb_code sb_line_fail(struct sb_line *line, enum sb_code code, size_t error);

/* The same for an error that contradicts an earlier place of the bundle. */
enum sb_code sb_line_contradict(struct sb_line *line, enum sb_code code, size_t error, uint64_t related);

/* 0-9 and a-f. */
bool sb_scan_is_hex(uint8_t byte);

/* The `size` bytes of `word`; the first byte that differs is `code`. */
enum sb_code sb_scan_word(struct sb_line *line, const char *word, size_t size, enum sb_code code);

/* A number and the `end` byte after it (a space or LF). */
enum sb_code sb_scan_number(struct sb_line *line, char end, uint64_t *number);

/* 64 lower-case hexadecimal digits and the `end` byte after them. */
enum sb_code sb_scan_digest(struct sb_line *line, char end, uint8_t digest[SB_DIGEST_SIZE]);

/* The line's LF; a CR in its place is SB_CARRIAGE_RETURN, any other byte `code`. */
enum sb_code sb_scan_end(struct sb_line *line, enum sb_code code);

#endif

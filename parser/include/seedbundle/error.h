/* seedbundle/error.h - what went wrong, and where.
 *
 * An error is a code and the byte offset of its cause, counted from the bundle's first byte.  Where
 * it contradicts an earlier place (an entry, a count), that place's offset comes with it.  Lines and
 * columns are not tracked while parsing: sb_locate() computes them when a person wants them. */
#ifndef SEEDBUNDLE_ERROR_H
#define SEEDBUNDLE_ERROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "seedbundle/error_table.h"
#include "seedbundle/export.h"

#ifdef __cplusplus
extern "C" {
#endif

/* SB_OK (0), and SB_<IDENTIFIER> for each row of error_table.h.  New codes may come with a new minor
 * version: treat one that you do not know by its class. */
enum sb_code {
  SB_OK = 0,
#define SB_ERROR_ENUM(identifier, number, name, class_, sentence, explanation) SB_##identifier = (number),
  SB_ERROR_TABLE(SB_ERROR_ENUM)
#undef SB_ERROR_ENUM
};

/* Whose fault an error is. */
enum sb_class {
  SB_CLASS_OK = 0,      /* SB_OK only */
  SB_CLASS_INVALID = 1, /* the input is not a valid bundle: no reader may accept it */
  SB_CLASS_REFUSED = 2, /* the caller's policy refuses it; another caller may accept it */
  SB_CLASS_FAILURE = 3  /* memory, input/output or the digest engine failed: nothing is known of the input */
};

/* "There is no such place" (offsets) and "outside every entry and block" (ordinals). */
#define SB_NO_OFFSET UINT64_MAX
#define SB_NO_ENTRY UINT64_MAX

/* An error.  `code` is SB_OK where there is none; the other members then hold SB_NO_OFFSET and
 * SB_NO_ENTRY. */
struct sb_error {
  enum sb_code code;
  uint64_t offset;  /* of the cause, in bytes from the bundle's first byte; SB_NO_OFFSET: no place */
  uint64_t related; /* of the place that it contradicts; SB_NO_OFFSET: none */
  uint64_t entry;   /* ordinal of the entry or block that was being read, from 0; SB_NO_ENTRY: none */
};

/* The code's name ("header-mismatch"), its one-sentence message without a full stop, and its
 * explanation (several sentences).  Never NULL: the name of SB_OK is "ok", that of a number
 * that is no code "unknown".  The strings are static. */
SB_API const char *sb_code_name(enum sb_code code);
SB_API const char *sb_code_sentence(enum sb_code code);
SB_API const char *sb_code_explanation(enum sb_code code);

/* The code's class.  A number that is no code is SB_CLASS_FAILURE. */
SB_API enum sb_class sb_code_class(enum sb_code code);

/* True for the codes that leave the framing sound, so that a parser with `keep_going` reports them as
 * SB_EVENT_PROBLEM and goes on: SB_PAYLOAD_DIGEST_MISMATCH and SB_PAYLOAD_UTF8. */
SB_API bool sb_code_is_recoverable(enum sb_code code);

/* The code with this name (a NUL-terminated string), or SB_OK if no code has it. */
SB_API enum sb_code sb_code_from_name(const char *name);

/* Walks the table: the code that follows `code` in it, the first one after SB_OK, SB_OK after the last. */
SB_API enum sb_code sb_code_next(enum sb_code code);

/* A place as an editor shows it. */
struct sb_location {
  uint64_t offset; /* bytes from the first byte, from 0 */
  uint64_t line;   /* 1 + the number of LFs before the offset */
  uint64_t column; /* 1 + the number of bytes between the last such LF and the offset */
};

/* The place of the first byte: offset 0, line 1, column 1. */
#define SB_LOCATION_START                                                                                              \
  { 0, 1, 1 }

/* Moves `location` forward over the next `size` bytes of the bundle.  To locate an offset, start from
 * SB_LOCATION_START and feed the bytes before it, in pieces of any size; `data` MAY be NULL if `size`
 * is 0.  Time is linear in `size`. */
SB_API void sb_locate(struct sb_location *location, const void *data, size_t size);

#ifdef __cplusplus
}
#endif

#endif

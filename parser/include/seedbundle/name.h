/* seedbundle/name.h - the rules for a document's name, for those who make names.
 *
 * A name is a relative path of components joined by "/", in well-formed UTF-8; FORMAT.md gives the rules
 * and the reason of each.  Parser and writer apply them by themselves. */
#ifndef SEEDBUNDLE_NAME_H
#define SEEDBUNDLE_NAME_H

#include <stddef.h>

#include "seedbundle/error.h"
#include "seedbundle/export.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SB_NAME_MAX = 4096,     /* bytes of a name; the least is 1 */
  SB_COMPONENT_MAX = 255, /* bytes of a component; the least is 1 */
};

/* SB_OK, or the first thing wrong with the `size` bytes at `name`: SB_NAME_UTF8, SB_CARRIAGE_RETURN,
 * SB_NAME_CHAR (also for an LF), SB_NAME_COMPONENT or SB_NAME_TOO_LONG.  `offset`, if not NULL, then gets
 * where: the byte offset in the name of the ill-formed sequence, the character or the component; 0 for
 * SB_NAME_TOO_LONG.  `name` need not end in NUL, and MAY be NULL if `size` is 0. */
SB_API enum sb_code sb_name_check(const char *name, size_t size, size_t *offset);

/* Path order: below 0, 0 or above 0 as name `a` comes before, is, or comes after name `b`.  Bytewise, with
 * "/" lower than every other byte, a prefix before what it begins. */
SB_API int sb_name_compare(const char *a, size_t a_size, const char *b, size_t b_size);

/* May `name` stand directly after `previous` in an INDEX?  SB_OK, SB_NAME_DUPLICATE, SB_NAME_ORDER, or
 * SB_NAME_CONFLICT if `previous` is a folder of `name`.  Both MUST have passed sb_name_check(). */
SB_API enum sb_code sb_name_follows(const char *previous, size_t previous_size, const char *name, size_t name_size);

#ifdef __cplusplus
}
#endif

#endif

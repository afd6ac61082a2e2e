/* name.h - the rules for names, where a name's end may not have been read yet. */
#ifndef SB_LIB_NAME_H
#define SB_LIB_NAME_H

#include <stdint.h>

#include "seedbundle/name.h"

/* Judges the bytes of a name.  `whole`: they are all of it; else SB_TRUNCATED means that they are right so far.
 * `*offset` gets the place of the error in the name. */
enum sb_code sb_name_judge(const uint8_t *name, size_t size, bool whole, size_t *offset);

#endif

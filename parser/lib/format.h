/* format.h - the words and limits of the seed bundle format, and nothing else.  See docs/FORMAT.md. */
#ifndef SB_FORMAT_H
#define SB_FORMAT_H

#include <stdint.h>

#include "seedbundle/name.h"

#define WORD_MAGIC "=== SEED-BUNDLE "
#define WORD_VERSION "1"
#define WORD_INDEX "=== INDEX "
#define WORD_DIGEST "=== DIGEST "
#define WORD_FILE "=== FILE "
#define WORD_END "=== END"

/* The length of a word above, without its NUL. */
#define WORD_SIZE(word) (sizeof(word) - 1)

#define NUMBER_MAX UINT64_C(9223372036854775807)

enum {
  NUMBER_DIGITS = 19, /* of NUMBER_MAX */
  DIGEST_HEX = 64,    /* digits of a SHA-256 */
  UTF8_MAX = 4,       /* bytes of a character */
};

/* The longest of each line, with its LF.  A line that is longer has been wrong before: a number by its 20th digit, a
 * name by the character that passes SB_NAME_MAX.  So these many bytes always decide. */
enum {
  MAGIC_LINE_MAX = WORD_SIZE(WORD_MAGIC) + WORD_SIZE(WORD_VERSION) + 1,
  INDEX_LINE_MAX = WORD_SIZE(WORD_INDEX) + NUMBER_DIGITS + 1 + NUMBER_DIGITS + 1,
  ENTRY_LINE_MAX = DIGEST_HEX + 1 + NUMBER_DIGITS + 1 + SB_NAME_MAX + UTF8_MAX,
  DIGEST_LINE_MAX = WORD_SIZE(WORD_DIGEST) + DIGEST_HEX + 1,
  FILE_LINE_MAX = WORD_SIZE(WORD_FILE) + NUMBER_DIGITS + 1 + SB_NAME_MAX + 1,
  END_LINE_MAX = WORD_SIZE(WORD_END) + 1,
  LINE_MAX_BYTES = ENTRY_LINE_MAX,
};

#endif

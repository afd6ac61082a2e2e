/* utf8.c - well-formed UTF-8, a byte at a time. */
#include "utf8.h"

#include <string.h>

/* Begins a sequence of `missing` more bytes, the first of them from lo to hi. */
static enum sb_utf8_step begin(struct sb_utf8 *utf8, uint32_t bits, uint8_t missing, uint8_t lo, uint8_t hi) {
  *utf8 = (struct sb_utf8){bits, missing, 1, lo, hi};
  return missing == 0 ? SB_UTF8_CHARACTER : SB_UTF8_MORE;
}

/* Table 3-7, by its first column.  The odd second bytes keep out overlong forms (E0, F0), surrogates (ED) and what
 * lies above U+10FFFF (F4). */
static enum sb_utf8_step begin_sequence(struct sb_utf8 *utf8, uint8_t byte) {
  utf8->seen = 0;
  if (byte <= 0x7F)
    return begin(utf8, byte, 0, 0, 0);
  if (0xC2 <= byte && byte <= 0xDF)
    return begin(utf8, byte & 0x1Fu, 1, 0x80, 0xBF);
  if (0xE0 <= byte && byte <= 0xEF)
    return begin(utf8, byte & 0x0Fu, 2, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF);
  if (0xF0 <= byte && byte <= 0xF4)
    return begin(utf8, byte & 0x07u, 3, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF);
  return SB_UTF8_BAD;
}

enum sb_utf8_step sb_utf8_feed(struct sb_utf8 *utf8, uint8_t byte) {
  if (utf8->missing == 0)
    return begin_sequence(utf8, byte);
  if (byte < utf8->next_lo || utf8->next_hi < byte)
    return SB_UTF8_BAD;
  utf8->code_point = utf8->code_point << 6 | (byte & 0x3Fu);
  utf8->seen++;
  utf8->missing--;
  utf8->next_lo = 0x80;
  utf8->next_hi = 0xBF;
  return utf8->missing == 0 ? SB_UTF8_CHARACTER : SB_UTF8_MORE;
}

/* The number of bytes at `data` that are certainly ASCII, in steps of 8. */
static size_t ascii_prefix(const uint8_t *data, size_t size) {
  size_t i = 0;
  for (uint64_t word; size - i >= sizeof word; i += sizeof word) {
    memcpy(&word, data + i, sizeof word);
    if (word & UINT64_C(0x8080808080808080))
      break;
  }
  return i;
}

size_t sb_utf8_span(struct sb_utf8 *utf8, const uint8_t *data, size_t size) {
  for (size_t i = 0; i < size; i++) {
    if (utf8->missing == 0) {
      i += ascii_prefix(data + i, size - i);
      if (i == size)
        break;
    }
    if (sb_utf8_feed(utf8, data[i]) == SB_UTF8_BAD)
      return i;
  }
  return size;
}

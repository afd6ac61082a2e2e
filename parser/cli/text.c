/* text.c - untrusted bytes as text for people: nothing in it can drive a terminal. */
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* May this character be shown as it is? */
static bool is_plain(utf8proc_int32_t c) {
  switch ((int)utf8proc_category(c)) {
  case UTF8PROC_CATEGORY_CN: /* not assigned */
  case UTF8PROC_CATEGORY_CC: /* control */
  case UTF8PROC_CATEGORY_CF: /* format: invisible, or changes direction */
  case UTF8PROC_CATEGORY_CS: /* surrogate */
  case UTF8PROC_CATEGORY_CO: /* private use */
  case UTF8PROC_CATEGORY_ZL: /* line separator */
  case UTF8PROC_CATEGORY_ZP: /* paragraph separator */
    return false;
  default:
    return true;
  }
}

static struct glyph escaped_byte(uint8_t byte) {
  struct glyph glyph = {.size = 1};
  const char *letter = byte ? strchr("\nn\rr\tt\\\\", byte) : NULL;
  const int width = letter ? snprintf(glyph.shown, sizeof glyph.shown, "\\%c", letter[1])
                           : snprintf(glyph.shown, sizeof glyph.shown, "\\x%02x", byte);
  glyph.width = (size_t)width;
  return glyph;
}

struct glyph text_glyph(const char *text, size_t size) {
  utf8proc_int32_t c = 0;
  const utf8proc_ssize_t used =
      utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)(size < 4 ? size : 4), &c);
  if (used <= 0 || c < 0x20 || c == 0x7F || c == '\\')
    return escaped_byte((uint8_t)text[0]);
  struct glyph glyph = {.size = (size_t)used};
  if (is_plain(c)) {
    memcpy(glyph.shown, text, glyph.size);
    const int width = utf8proc_charwidth(c);
    glyph.width = width > 0 ? (size_t)width : 0;
  } else {
    glyph.width = (size_t)snprintf(glyph.shown, sizeof glyph.shown, "\\u{%x}", (unsigned)c);
  }
  return glyph;
}

char *text_escape(const char *text, size_t size) {
  char *out = malloc(size * 4 + 16); /* an escape takes at most 4 bytes a byte of text; \u{..} stands for 2 or more */
  size_t at = 0;
  for (size_t i = 0; out && i < size;) {
    const struct glyph glyph = text_glyph(text + i, size - i);
    const size_t shown = strlen(glyph.shown);
    memcpy(out + at, glyph.shown, shown);
    at += shown;
    i += glyph.size;
  }
  if (out)
    out[at] = '\0';
  return out;
}

bool text_is_utf8(const char *text, size_t size) {
  for (size_t i = 0; i < size;) {
    utf8proc_int32_t c = 0;
    const utf8proc_ssize_t used =
        utf8proc_iterate((const utf8proc_uint8_t *)text + i, (utf8proc_ssize_t)(size - i), &c);
    if (used <= 0)
      return false;
    i += (size_t)used;
  }
  return true;
}

void text_size(char out[24], uint64_t bytes) {
  static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  double value = (double)bytes;
  size_t unit = 0;
  for (; value >= 1024 && unit + 1 < sizeof units / sizeof units[0]; unit++)
    value /= 1024;
  snprintf(out, 24, unit ? "%.1f %s" : "%.0f %s", value, units[unit]);
}

const char *text_plural(uint64_t count) { return count == 1 ? "" : "s"; }

void text_hex(char out[65], const uint8_t digest[32]) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < 32; i++) {
    out[2 * i] = digits[digest[i] / 16];
    out[2 * i + 1] = digits[digest[i] % 16];
  }
  out[64] = '\0';
}

size_t text_unfinished(const char *text, size_t size) {
  for (size_t back = 1; back <= 3 && back <= size; back++) {
    const unsigned char byte = (unsigned char)text[size - back];
    const size_t due = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 0;
    if (due > 0)
      return due > back ? back : 0;
    if (byte < 0x80)
      return 0;
  }
  return 0;
}

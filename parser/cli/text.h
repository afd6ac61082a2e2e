/* text.h - untrusted bytes as text for people: nothing in it can drive a terminal. */
#ifndef SB_CLI_TEXT_H
#define SB_CLI_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One character of a text, as it is shown. */
struct glyph {
  size_t size;    /* bytes of the text */
  size_t width;   /* columns on a terminal */
  char shown[16]; /* itself, or escaped: \n, \x1b, \u{200b} */
};

/* The character that begins at text[0]; size is 1 or more. */
struct glyph text_glyph(const char *text, size_t size);

/* A copy with every control, format, unassigned or ill-formed character escaped, and the backslash doubled where
 * `text` has one.  The caller frees it; NULL: out of memory. */
char *text_escape(const char *text, size_t size);

/* Is it well-formed UTF-8? */
bool text_is_utf8(const char *text, size_t size);

/* How many bytes at the end of a text may be the begin of a character that goes on: 0 to 3. */
size_t text_unfinished(const char *text, size_t size);

/* "1.5 GiB". */
void text_size(char out[24], uint64_t bytes);

/* "1 document", "2 documents". */
const char *text_plural(uint64_t count);

/* 64 hexadecimal digits and a NUL. */
void text_hex(char out[65], const uint8_t digest[32]);

#endif

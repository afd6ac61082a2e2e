/* name.c - what a document may be called, and in which order names stand. */
#include "name.h"

#include <string.h>

#include "utf8.h"

/* The name as it is being read. */
struct name {
  const uint8_t *bytes;
  size_t component; /* offset of the component being read */
  size_t error;
};

static enum sb_code fail(struct name *name, enum sb_code code, size_t offset) {
  name->error = offset;
  return code;
}

/* The characters that no name may hold; see FORMAT.md for the reason of each group. */
static bool is_forbidden(uint32_t c) {
  return c <= 0x1F || c == '\\' || (0x7F <= c && c <= 0x9F) || c == 0x061C || (0x200E <= c && c <= 0x200F) ||
         (0x2028 <= c && c <= 0x202E) || (0x2066 <= c && c <= 0x2069) || c == 0xFEFF || (0xFDD0 <= c && c <= 0xFDEF) ||
         (c & 0xFFFE) == 0xFFFE;
}

/* Judges the component that ends before offset `end`, and begins the next one. */
static enum sb_code end_component(struct name *name, size_t end) {
  const uint8_t *component = name->bytes + name->component;
  const size_t size = end - name->component;
  const bool is_dots = (size == 1 || size == 2) && component[0] == '.' && component[size - 1] == '.';
  if (size == 0 || is_dots || component[0] == ' ' || component[size - 1] == ' ')
    return fail(name, SB_NAME_COMPONENT, name->component);
  name->component = end + 1;
  return SB_OK;
}

/* Judges the character that ends before offset `end`. */
static enum sb_code end_character(struct name *name, const struct sb_utf8 *utf8, size_t end) {
  const size_t begin = end - utf8->seen;
  if (utf8->code_point == '\r')
    return fail(name, SB_CARRIAGE_RETURN, begin);
  if (is_forbidden(utf8->code_point))
    return fail(name, SB_NAME_CHAR, begin);
  if (utf8->code_point == '/') {
    const enum sb_code code = end_component(name, begin);
    if (code)
      return code;
  } else if (end - name->component > SB_COMPONENT_MAX) {
    return fail(name, SB_NAME_TOO_LONG, 0);
  }
  return end > SB_NAME_MAX ? fail(name, SB_NAME_TOO_LONG, 0) : SB_OK;
}

/* ASCII that may stand anywhere in a component: most of most names. */
static bool is_plain(uint8_t byte) { return ' ' <= byte && byte <= '~' && byte != '/' && byte != '\\'; }

static enum sb_code judge(struct name *name, size_t size, bool whole) {
  struct sb_utf8 utf8 = {0};
  for (size_t i = 0; i < size; i++) {
    const bool within_limits = i < SB_NAME_MAX && i - name->component < SB_COMPONENT_MAX;
    if (utf8.missing == 0 && within_limits && is_plain(name->bytes[i]))
      continue;
    const enum sb_utf8_step step = sb_utf8_feed(&utf8, name->bytes[i]);
    if (step == SB_UTF8_BAD)
      return fail(name, SB_NAME_UTF8, i - utf8.seen);
    if (step == SB_UTF8_CHARACTER) {
      const enum sb_code code = end_character(name, &utf8, i + 1);
      if (code)
        return code;
    }
  }
  if (!whole)
    return fail(name, SB_TRUNCATED, size);
  return utf8.missing ? fail(name, SB_NAME_UTF8, size - utf8.seen) : end_component(name, size);
}

enum sb_code sb_name_judge(const uint8_t *bytes, size_t size, bool whole, size_t *offset) {
  struct name name = {.bytes = size > 0 ? bytes : (const uint8_t *)""}; /* no bytes may be NULL */
  const enum sb_code code = judge(&name, size, whole);
  *offset = name.error;
  return code;
}

enum sb_code sb_name_check(const char *name, size_t size, size_t *offset) {
  size_t error = 0;
  const enum sb_code code = sb_name_judge((const uint8_t *)name, size, true, &error);
  if (code && offset)
    *offset = error;
  return code;
}

/* A byte's rank in path order: "/" below all others, so that a folder's entries stand together. */
static int rank(char byte) { return byte == '/' ? -1 : (uint8_t)byte; }

int sb_name_compare(const char *a, size_t a_size, const char *b, size_t b_size) {
  const size_t shorter = a_size < b_size ? a_size : b_size;
  for (size_t i = 0; i < shorter; i++) {
    if (a[i] != b[i])
      return rank(a[i]) < rank(b[i]) ? -1 : 1;
  }
  return (a_size > b_size) - (a_size < b_size);
}

enum sb_code sb_name_follows(const char *previous, size_t previous_size, const char *name, size_t name_size) {
  const int order = sb_name_compare(previous, previous_size, name, name_size);
  if (order == 0)
    return SB_NAME_DUPLICATE;
  if (order > 0)
    return SB_NAME_ORDER;
  /* Nothing sorts between a folder and what it holds, so neighbours alone show this. */
  const bool below =
      name_size > previous_size && name[previous_size] == '/' && memcmp(previous, name, previous_size) == 0;
  return below ? SB_NAME_CONFLICT : SB_OK;
}

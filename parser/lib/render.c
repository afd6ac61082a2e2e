/* render.c - the canonical spelling of each line. */
#include "render.h"

#include <string.h>

static size_t put(uint8_t *line, size_t at, const void *bytes, size_t size) {
  memcpy(line + at, bytes, size);
  return at + size;
}

static size_t put_byte(uint8_t *line, size_t at, char byte) {
  line[at] = (uint8_t)byte;
  return at + 1;
}

size_t sb_render_digits(uint64_t number) {
  size_t digits = 1;
  for (; number >= 10; number /= 10)
    digits++;
  return digits;
}

size_t sb_render_number(uint8_t *digits, uint64_t number) {
  const size_t size = sb_render_digits(number);
  for (size_t i = size; i > 0; number /= 10)
    digits[--i] = (uint8_t)('0' + number % 10);
  return size;
}

static size_t put_number(uint8_t *line, size_t at, uint64_t number) { return at + sb_render_number(line + at, number); }

static size_t put_digest(uint8_t *line, size_t at, const uint8_t digest[SB_DIGEST_SIZE]) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < SB_DIGEST_SIZE; i++) {
    line[at++] = (uint8_t)digits[digest[i] / 16];
    line[at++] = (uint8_t)digits[digest[i] % 16];
  }
  return at;
}

/* `size SP name LF`, the part that an entry and its FILE header share. */
static size_t put_size_and_name(uint8_t *line, size_t at, const struct sb_record *record) {
  at = put_number(line, at, record->size);
  at = put_byte(line, at, ' ');
  at = put(line, at, record->name, record->name_size);
  return put_byte(line, at, '\n');
}

size_t sb_render_magic(uint8_t line[LINE_MAX_BYTES]) {
  static const char magic[] = WORD_MAGIC WORD_VERSION "\n";
  return put(line, 0, magic, WORD_SIZE(magic));
}

size_t sb_render_index(uint8_t line[LINE_MAX_BYTES], uint64_t count, uint64_t total) {
  size_t at = put(line, 0, WORD_INDEX, WORD_SIZE(WORD_INDEX));
  at = put_number(line, at, count);
  at = put_byte(line, at, ' ');
  at = put_number(line, at, total);
  return put_byte(line, at, '\n');
}

size_t sb_render_entry(uint8_t line[LINE_MAX_BYTES], const struct sb_record *record) {
  size_t at = put_digest(line, 0, record->digest);
  at = put_byte(line, at, ' ');
  return put_size_and_name(line, at, record);
}

size_t sb_render_digest(uint8_t line[LINE_MAX_BYTES], const uint8_t digest[SB_DIGEST_SIZE]) {
  size_t at = put(line, 0, WORD_DIGEST, WORD_SIZE(WORD_DIGEST));
  at = put_digest(line, at, digest);
  return put_byte(line, at, '\n');
}

size_t sb_render_file(uint8_t line[LINE_MAX_BYTES], const struct sb_record *record) {
  return put_size_and_name(line, put(line, 0, WORD_FILE, WORD_SIZE(WORD_FILE)), record);
}

size_t sb_render_end(uint8_t line[LINE_MAX_BYTES]) {
  static const char end[] = WORD_END "\n";
  return put(line, 0, end, WORD_SIZE(end));
}

size_t sb_render_entry_size(uint64_t size, size_t name_size) {
  return DIGEST_HEX + 1 + sb_render_digits(size) + 1 + name_size + 1;
}

size_t sb_render_file_size(uint64_t size, size_t name_size) {
  return WORD_SIZE(WORD_FILE) + sb_render_digits(size) + 1 + name_size + 1;
}

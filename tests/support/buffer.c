/* buffer.c - a byte buffer that grows, for tests. */
#include "buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void require_failed(const char *condition, const char *file, int line) {
  fprintf(stderr, "%s:%d: test support requires: %s\n", file, line, condition);
  abort();
}

/* Makes room for `size` more bytes and a NUL. */
static void reserve(struct buffer *buffer, size_t size) {
  const size_t needed = buffer->size + size + 1;
  if (needed <= buffer->room)
    return;
  size_t room = buffer->room ? buffer->room : 256;
  while (room < needed)
    room *= 2;
  buffer->data = realloc(buffer->data, room);
  REQUIRE(buffer->data);
  buffer->room = room;
}

void buffer_append(struct buffer *buffer, const void *data, size_t size) {
  reserve(buffer, size);
  if (size > 0)
    memcpy(buffer->data + buffer->size, data, size);
  buffer->size += size;
  buffer->data[buffer->size] = '\0';
}

void buffer_byte(struct buffer *buffer, uint8_t byte) { buffer_append(buffer, &byte, 1); }

void buffer_fill(struct buffer *buffer, uint8_t byte, size_t count) {
  reserve(buffer, count);
  memset(buffer->data + buffer->size, byte, count);
  buffer->size += count;
  buffer->data[buffer->size] = '\0';
}

void buffer_text(struct buffer *buffer, const char *text) { buffer_append(buffer, text, strlen(text)); }

void buffer_format(struct buffer *buffer, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  va_list again;
  va_copy(again, arguments);
  const int size = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  REQUIRE(size >= 0);
  reserve(buffer, (size_t)size);
  vsnprintf((char *)buffer->data + buffer->size, (size_t)size + 1, format, again);
  va_end(again);
  buffer->size += (size_t)size;
}

void buffer_number(struct buffer *buffer, uint64_t number) {
  char digits[20];
  size_t at = sizeof digits;
  do
    digits[--at] = (char)('0' + number % 10);
  while ((number /= 10) > 0);
  buffer_append(buffer, digits + at, sizeof digits - at);
}

/* Writes a byte's two digits to `at`. */
static void put_hex(uint8_t *at, uint8_t byte) {
  static const char digits[] = "0123456789abcdef";
  at[0] = (uint8_t)digits[byte / 16];
  at[1] = (uint8_t)digits[byte % 16];
}

void buffer_hex(struct buffer *buffer, const void *data, size_t size) {
  const uint8_t *bytes = data;
  reserve(buffer, 2 * size);
  for (size_t i = 0; i < size; i++, buffer->size += 2)
    put_hex(buffer->data + buffer->size, bytes[i]);
  buffer->data[buffer->size] = '\0';
}

/* The letter after the backslash for a byte that has one; 0 for all others. */
static uint8_t escape_letter(uint8_t byte) {
  switch (byte) {
  case '\n':
    return 'n';
  case '\r':
    return 'r';
  case '\t':
    return 't';
  case '"':
  case '\\':
    return byte;
  default:
    return 0;
  }
}

/* Writes a byte as quoted text to `at`, and returns where it ends: 4 bytes later at most. */
static uint8_t *put_quoted(uint8_t *at, uint8_t byte) {
  const uint8_t letter = escape_letter(byte);
  if (letter == 0 && 0x20 <= byte && byte <= 0x7E) {
    *at = byte;
    return at + 1;
  }
  *at++ = '\\';
  *at++ = letter ? letter : 'x';
  if (letter)
    return at;
  put_hex(at, byte);
  return at + 2;
}

void buffer_quoted(struct buffer *buffer, const void *data, size_t size) {
  const uint8_t *bytes = data;
  reserve(buffer, 4 * size + 2);
  uint8_t *at = buffer->data + buffer->size;
  *at++ = '"';
  for (size_t i = 0; i < size; i++)
    at = put_quoted(at, bytes[i]);
  *at++ = '"';
  *at = '\0';
  buffer->size = (size_t)(at - buffer->data);
}

void buffer_splice(struct buffer *buffer, size_t offset, size_t removed, const void *data, size_t size) {
  REQUIRE(offset <= buffer->size && removed <= buffer->size - offset);
  reserve(buffer, size);
  uint8_t *at = buffer->data + offset;
  memmove(at + size, at + removed, buffer->size - offset - removed);
  if (size > 0)
    memcpy(at, data, size);
  buffer->size += size;
  buffer->size -= removed;
  buffer->data[buffer->size] = '\0';
}

size_t buffer_find(const struct buffer *buffer, const char *text, size_t from) {
  const size_t size = strlen(text);
  for (size_t at = from; at <= buffer->size && size <= buffer->size - at; at++) {
    if (memcmp(buffer->data + at, text, size) == 0)
      return at;
  }
  require_failed(text, __FILE__, __LINE__);
}

bool buffer_equal(const struct buffer *a, const struct buffer *b) {
  return a->size == b->size && (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
}

const char *buffer_string(const struct buffer *buffer) { return buffer->data ? (const char *)buffer->data : ""; }

void buffer_clear(struct buffer *buffer) { buffer->size = 0; }

void buffer_free(struct buffer *buffer) {
  free(buffer->data);
  *buffer = (struct buffer){0};
}

uint8_t *exact_copy(const void *data, size_t size) {
  uint8_t *copy = malloc(size);
  REQUIRE(copy || size == 0);
  if (size > 0)
    memcpy(copy, data, size);
  return copy;
}

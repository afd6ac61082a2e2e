/* buffer.h - a byte buffer that grows, for tests.  All zero is an empty one.  Memory that runs out ends the program. */
#ifndef TEST_BUFFER_H
#define TEST_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ends the program with a message if `condition` is false: for what test support cannot go on from. */
#define REQUIRE(condition) ((condition) ? (void)0 : require_failed(#condition, __FILE__, __LINE__))
_Noreturn void require_failed(const char *condition, const char *file, int line);

struct buffer {
  uint8_t *data; /* size bytes, and a NUL after them once something was appended */
  size_t size;
  size_t room;
};

void buffer_append(struct buffer *buffer, const void *data, size_t size);
void buffer_byte(struct buffer *buffer, uint8_t byte);

/* `count` times the same byte. */
void buffer_fill(struct buffer *buffer, uint8_t byte, size_t count);

/* A string, without its NUL. */
void buffer_text(struct buffer *buffer, const char *text);

/* As printf(). */
void buffer_format(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

void buffer_number(struct buffer *buffer, uint64_t number);

/* Bytes as lower-case hexadecimal digits. */
void buffer_hex(struct buffer *buffer, const void *data, size_t size);

/* Bytes as a quoted string of printable ASCII: \n, \r, \t, \", \\ and \xHH for the rest. */
void buffer_quoted(struct buffer *buffer, const void *data, size_t size);

/* Puts `size` bytes in the place of the `removed` bytes at `offset`. */
void buffer_splice(struct buffer *buffer, size_t offset, size_t removed, const void *data, size_t size);

/* The offset of the first occurrence of `text` at or after `from`; there MUST be one. */
size_t buffer_find(const struct buffer *buffer, const char *text, size_t from);

bool buffer_equal(const struct buffer *a, const struct buffer *b);

/* The content as a string. */
const char *buffer_string(const struct buffer *buffer);

/* Empties it; the memory is kept. */
void buffer_clear(struct buffer *buffer);
void buffer_free(struct buffer *buffer);

/* A copy in memory of exactly this size (also 0), so that a sanitizer or valgrind sees every byte read beyond it.
 * To be freed by free(). */
uint8_t *exact_copy(const void *data, size_t size);

#endif

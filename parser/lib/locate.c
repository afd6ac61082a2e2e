/* locate.c - from an offset to a line and a column. */
#include <string.h>

#include "seedbundle/error.h"

/* Counts LFs.  The inner loop's sums fit a byte, so that a compiler can count 16 or more bytes at a time. */
static uint64_t count_lines(const uint8_t *data, size_t size) {
  uint64_t lines = 0;
  while (size > 0) {
    const size_t run = size < UINT8_MAX ? size : UINT8_MAX;
    uint8_t found = 0;
    for (size_t i = 0; i < run; i++)
      found = (uint8_t)(found + (data[i] == '\n'));
    lines += found;
    data += run;
    size -= run;
  }
  return lines;
}

void sb_locate(struct sb_location *location, const void *data, size_t size) {
  const uint8_t *bytes = data;
  const uint64_t lines = count_lines(bytes, size);
  size_t tail = size; /* bytes after the last LF */
  if (lines > 0) {
    for (tail = 0; bytes[size - 1 - tail] != '\n';)
      tail++;
    location->column = 1;
  }
  location->offset += size;
  location->line += lines;
  location->column += tail;
}

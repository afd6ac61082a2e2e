/* spool.c - bytes put aside until it is known whether they are good. */
#include "spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MEMORY_MAX = 16 << 20 };

static bool grow(struct spool *spool, size_t needed) {
  if (needed <= spool->room)
    return true;
  size_t room = spool->room ? spool->room : 65536;
  while (room < needed)
    room *= 2;
  unsigned char *memory = realloc(spool->memory, room);
  if (!memory)
    return false;
  spool->memory = memory;
  spool->room = room;
  return true;
}

/* Moves what is in memory to a file that nobody else sees and that goes when it is closed. */
static bool spill(struct spool *spool) {
  if (!(spool->file = tmpfile()))
    return false;
  const size_t size = (size_t)spool->size;
  const bool good = fwrite(spool->memory, 1, size, spool->file) == size;
  free(spool->memory);
  spool->memory = NULL;
  spool->room = 0;
  return good;
}

bool spool_add(struct spool *spool, const void *data, size_t size) {
  const bool fits = !spool->file && size <= MEMORY_MAX - spool->size;
  if (fits) {
    if (!grow(spool, (size_t)spool->size + size))
      return false;
    memcpy(spool->memory + spool->size, data, size);
  } else if ((!spool->file && !spill(spool)) || fwrite(data, 1, size, spool->file) != size) {
    return false;
  }
  spool->size += size;
  return true;
}

size_t spool_read(struct spool *spool, uint64_t offset, void *out, size_t size) {
  const uint64_t left = offset < spool->size ? spool->size - offset : 0;
  const size_t most = size < left ? size : (size_t)left;
  if (spool->file) {
    if (fseeko(spool->file, (off_t)offset, SEEK_SET) != 0)
      return 0;
    return fread(out, 1, most, spool->file);
  }
  if (most > 0)
    memcpy(out, spool->memory + offset, most);
  return most;
}

void spool_free(struct spool *spool) {
  free(spool->memory);
  if (spool->file)
    fclose(spool->file);
  *spool = (struct spool){0};
}

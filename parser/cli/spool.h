/* spool.h - bytes put aside until it is known whether they are good: in memory, and beyond a bound in an unnamed
 * temporary file. */
#ifndef SB_CLI_SPOOL_H
#define SB_CLI_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct spool {
  unsigned char *memory;
  size_t room;
  FILE *file; /* once the memory is not enough; then it holds everything */
  uint64_t size;
};

/* Adds bytes at the end.  False: it could not, with errno. */
bool spool_add(struct spool *spool, const void *data, size_t size);

/* Reads up to `size` bytes at `offset` into `out`, and returns how many: 0 on an error, with errno. */
size_t spool_read(struct spool *spool, uint64_t offset, void *out, size_t size);

void spool_free(struct spool *spool);

#endif

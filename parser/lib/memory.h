/* memory.h - the caller's allocator, or libc's. */
#ifndef SB_MEMORY_H
#define SB_MEMORY_H

#include "seedbundle/options.h"

/* Both take NULL for libc's malloc and free. */
void *sb_memory_allocate(const struct sb_allocator *allocator, size_t size);

/* `memory` MAY be NULL; `size` is what it was allocated with. */
void sb_memory_release(const struct sb_allocator *allocator, void *memory, size_t size);

#endif

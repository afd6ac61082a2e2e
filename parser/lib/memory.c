/* memory.c - the caller's allocator, or libc's. */
#include "memory.h"

#include <stdlib.h>

void *sb_memory_allocate(const struct sb_allocator *allocator, size_t size) {
  return allocator ? allocator->allocate(allocator->context, size) : malloc(size);
}

void sb_memory_release(const struct sb_allocator *allocator, void *memory, size_t size) {
  if (!memory)
    return;
  if (allocator)
    allocator->release(allocator->context, memory, size);
  else
    free(memory);
}

/* source.c - a reader's source in memory, that counts, checks and misbehaves on demand. */
#include "source.h"

#include <string.h>

#include "buffer.h"

static int64_t read_memory(void *context, void *buffer, size_t size, uint64_t offset) {
  struct memory_source *memory = context;
  REQUIRE(buffer && size > 0);
  REQUIRE(offset < memory->source.size && size <= memory->source.size - offset);
  memset(buffer, 0xEE, size);
  if (memory->calls++ == memory->fault_at && memory->misbehave) {
    memory->fault_offset = offset;
    return memory->answer;
  }
  if (memory->most > 0 && size > memory->most)
    size = memory->most;
  memcpy(buffer, memory->data + offset, size);
  memory->bytes += size;
  if (offset < memory->lowest)
    memory->lowest = offset;
  if (offset + size > memory->end)
    memory->end = offset + size;
  return (int64_t)size;
}

void memory_source_init(struct memory_source *memory, const void *data, size_t size) {
  *memory = (struct memory_source){.source = {.read_at = read_memory, .context = memory, .size = size}, .data = data};
  memory_source_recount(memory);
}

void memory_source_recount(struct memory_source *memory) {
  memory->calls = 0;
  memory->bytes = 0;
  memory->lowest = UINT64_MAX;
  memory->end = 0;
}

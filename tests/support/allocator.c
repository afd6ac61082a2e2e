/* allocator.c - an sb_allocator that counts, checks and fails on demand. */
#include "allocator.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"

/* Stands before each block. */
struct header {
  alignas(max_align_t) uint64_t mark;
  size_t size;
};

static const uint64_t mark_live = UINT64_C(0x5EEDB10C5EEDB10C);
static const uint64_t mark_dead = UINT64_C(0xDEADB10CDEADB10C);

static bool is_to_fail(const struct counting_allocator *counting, size_t call) {
  switch (counting->fault) {
  case FAULT_NONE:
    return false;
  case FAULT_ONCE:
    return call == counting->fault_at;
  case FAULT_FROM_THERE:
    return call >= counting->fault_at;
  }
  return false;
}

static void *counting_allocate(void *context, size_t size) {
  struct counting_allocator *counting = context;
  REQUIRE(size > 0);
  if (size > counting->largest)
    counting->largest = size;
  if (is_to_fail(counting, counting->calls++)) {
    counting->failed++;
    return NULL;
  }
  struct header *header = malloc(sizeof *header + size);
  REQUIRE(header);
  *header = (struct header){.mark = mark_live, .size = size};
  memset(header + 1, 0xA5, size);
  counting->live++;
  counting->current += size;
  if (counting->current > counting->peak)
    counting->peak = counting->current;
  return header + 1;
}

static void counting_release(void *context, void *memory, size_t size) {
  struct counting_allocator *counting = context;
  REQUIRE(memory);
  struct header *header = (struct header *)memory - 1;
  REQUIRE(header->mark == mark_live);
  REQUIRE(header->size == size);
  header->mark = mark_dead;
  counting->live--;
  counting->current -= size;
  free(header);
}

void counting_init(struct counting_allocator *counting) {
  *counting = (struct counting_allocator){
      .allocator = {.allocate = counting_allocate, .release = counting_release, .context = counting}};
}

void counting_init_fault(struct counting_allocator *counting, enum fault fault, size_t at) {
  counting_init(counting);
  counting->fault = fault;
  counting->fault_at = at;
}

bool counting_is_clean(const struct counting_allocator *counting) {
  return counting->live == 0 && counting->current == 0;
}

/* table.c - the entries of an INDEX, kept. */
#include "table.h"

#include <assert.h>
#include <string.h>

#include "memory.h"
#include "seedbundle/name.h"

enum {
  TABLE_BLOCK = 64,        /* records in a block */
  BLOCKS_ROOM = 16,        /* the least room for blocks */
  NAME_BLOCK_SIZE = 16384, /* bytes of a block of names, its header included: three of the longest names */
};

struct sb_name_block {
  struct sb_name_block *older;
  size_t used;
  char bytes[];
};

#define NAME_BLOCK_ROOM (NAME_BLOCK_SIZE - sizeof(struct sb_name_block))

void sb_table_init(struct sb_table *table, const struct sb_allocator *allocator) {
  *table = (struct sb_table){.allocator = allocator};
}

void sb_table_free(struct sb_table *table) {
  for (struct sb_name_block *block = table->names; block;) {
    struct sb_name_block *older = block->older;
    sb_memory_release(table->allocator, block, NAME_BLOCK_SIZE);
    block = older;
  }
  for (size_t i = 0; i < table->blocks_made; i++)
    sb_memory_release(table->allocator, table->blocks[i], TABLE_BLOCK * sizeof(struct sb_record));
  sb_memory_release(table->allocator, table->blocks, table->blocks_room * sizeof *table->blocks);
  sb_table_init(table, table->allocator);
}

void sb_table_clear(struct sb_table *table) {
  const bool is_small = table->blocks_made <= 1 && table->names && !table->names->older;
  if (!is_small) {
    sb_table_free(table); /* so that what a large INDEX took is not held for the small ones after it */
    return;
  }
  table->count = 0;
  table->names->used = 0;
}

/* Makes room for one more pointer to a block. */
static bool grow_blocks(struct sb_table *table) {
  if (table->blocks_made < table->blocks_room)
    return true;
  const size_t room = table->blocks_room ? 2 * table->blocks_room : BLOCKS_ROOM;
  struct sb_record **blocks = sb_memory_allocate(table->allocator, room * sizeof *blocks);
  if (!blocks)
    return false;
  if (table->blocks_made)
    memcpy(blocks, table->blocks, table->blocks_made * sizeof *blocks);
  sb_memory_release(table->allocator, table->blocks, table->blocks_room * sizeof *blocks);
  table->blocks = blocks;
  table->blocks_room = room;
  return true;
}

/* Makes room for the record after the last. */
static bool grow_records(struct sb_table *table) {
  if (table->count / TABLE_BLOCK < table->blocks_made)
    return true;
  if (!grow_blocks(table))
    return false;
  struct sb_record *block = sb_memory_allocate(table->allocator, TABLE_BLOCK * sizeof *block);
  if (!block)
    return false;
  table->blocks[table->blocks_made++] = block;
  return true;
}

/* Copies a name and a NUL behind it. */
static const char *keep_name(struct sb_table *table, const char *name, size_t size) {
  if (!table->names || NAME_BLOCK_ROOM - table->names->used < size + 1) {
    struct sb_name_block *block = sb_memory_allocate(table->allocator, NAME_BLOCK_SIZE);
    if (!block)
      return NULL;
    *block = (struct sb_name_block){.older = table->names};
    table->names = block;
  }
  char *copy = table->names->bytes + table->names->used;
  memcpy(copy, name, size);
  copy[size] = '\0';
  table->names->used += size + 1;
  return copy;
}

struct sb_record *sb_table_add(struct sb_table *table, const char *name, size_t name_size) {
  assert(name_size <= SB_NAME_MAX);
  const char *copy = grow_records(table) ? keep_name(table, name, name_size) : NULL;
  if (!copy)
    return NULL;
  struct sb_record *record = sb_table_at(table, table->count++);
  record->name = copy;
  record->name_size = name_size;
  return record;
}

struct sb_record *sb_table_at(const struct sb_table *table, uint64_t ordinal) {
  return &table->blocks[ordinal / TABLE_BLOCK][ordinal % TABLE_BLOCK];
}

uint64_t sb_table_find(const struct sb_table *table, const char *name, size_t name_size) {
  uint64_t low = 0;
  uint64_t high = table->count; /* it is in [low, high), if it is there */
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    const struct sb_record *record = sb_table_at(table, middle);
    const int order = sb_name_compare(record->name, record->name_size, name, name_size);
    if (order == 0)
      return middle;
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return SB_NO_ENTRY;
}

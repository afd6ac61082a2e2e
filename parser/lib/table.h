/* table.h - the entries of an INDEX, kept.
 *
 * They live in blocks that never move, so names and digests can be lent out; an entry is found by its ordinal in
 * constant time.  Memory grows with what is added and never with what was declared. */
#ifndef SB_TABLE_H
#define SB_TABLE_H

#include "seedbundle/options.h"

struct sb_record {
  const char *name; /* name_size bytes and a NUL */
  size_t name_size;
  uint64_t size;         /* of the payload */
  uint64_t entry_offset; /* of its line, from the first entry's */
  uint64_t block_offset; /* of its FILE block, from the first block */
  uint8_t digest[SB_DIGEST_SIZE];
};

struct sb_table {
  const struct sb_allocator *allocator;
  struct sb_record **blocks; /* of TABLE_BLOCK records each */
  size_t blocks_made, blocks_room;
  struct sb_name_block *names; /* the block that names go into; older ones are linked behind it */
  uint64_t count;
};

/* An empty table; it takes no memory yet. */
void sb_table_init(struct sb_table *table, const struct sb_allocator *allocator);

/* Frees all memory.  The table is empty again. */
void sb_table_free(struct sb_table *table);

/* Forgets all records.  The memory of a small table is kept for the next ones, that of a large one is freed. */
void sb_table_clear(struct sb_table *table);

/* Adds a record after the last and returns it, with the name copied and all else for the caller to fill.  NULL: out of
 * memory, and nothing is added. */
struct sb_record *sb_table_add(struct sb_table *table, const char *name, size_t name_size);

/* The record of an ordinal below `count`. */
struct sb_record *sb_table_at(const struct sb_table *table, uint64_t ordinal);

/* The ordinal of a name, by binary search; SB_NO_ENTRY if it is not there. */
uint64_t sb_table_find(const struct sb_table *table, const char *name, size_t name_size);

#endif

/* index.h - the INDEX: its three kinds of line, judged against each other, and what they declare.
 *
 * Parser and writer share it: the writer adds by the rules by which the parser reads. */
#ifndef SB_INDEX_H
#define SB_INDEX_H

#include "scan.h"
#include "seedbundle/options.h"
#include "seedbundle/parser.h"
#include "table.h"

struct sb_index {
  struct sb_table table;

  /* Declared by the INDEX line. */
  uint64_t count;
  uint64_t total;
  uint64_t count_offset; /* where these two stand in the bundle */
  uint64_t total_offset;

  /* Seen so far. */
  uint64_t sum;            /* of the entries' sizes */
  uint64_t entries_offset; /* of the first entry's line in the bundle */
  uint64_t entries_size;   /* bytes of the entries' lines */
  uint64_t blocks_size;    /* bytes of the FILE blocks that they declare */
  uint8_t digest[SB_DIGEST_SIZE];

  /* Set when DIGEST has been accepted. */
  bool complete;
  uint64_t blocks_offset; /* of the first FILE block in the bundle */
};

void sb_index_init(struct sb_index *index, const struct sb_allocator *allocator);
void sb_index_free(struct sb_index *index);

/* Empties the index; some memory is kept, as sb_table_clear() says. */
void sb_index_clear(struct sb_index *index);

/* Judge one whole line (or the input's unfinished last one) and take what it declares.  They return SB_OK or the
 * first error, as scan.h says; sb_index_read_entry() also SB_OUT_OF_MEMORY. */
enum sb_code sb_index_read_begin(struct sb_index *index, struct sb_line *line, const struct sb_options *policy);
enum sb_code sb_index_read_entry(struct sb_index *index, struct sb_line *line, const struct sb_options *policy);

/* `expected`: the SHA-256 of all lines before this one; NULL: do not compare. */
enum sb_code sb_index_read_digest(struct sb_index *index, struct sb_line *line, const uint8_t *expected);

/* May an entry of this name come next?  SB_OK, SB_NAME_DUPLICATE, SB_NAME_ORDER or SB_NAME_CONFLICT. */
enum sb_code sb_index_judge_order(const struct sb_index *index, const char *name, size_t name_size);

/* Adds an entry after the last, whose name, size and order have been judged.  SB_OK or SB_OUT_OF_MEMORY. */
enum sb_code sb_index_add(struct sb_index *index, const char *name, size_t name_size, uint64_t size,
                          const uint8_t digest[SB_DIGEST_SIZE]);

/* True when every declared entry has been read. */
bool sb_index_is_full(const struct sb_index *index);

/* The entry of an ordinal below index->table.count, for the caller of the library. */
struct sb_entry sb_index_entry(const struct sb_index *index, uint64_t ordinal);

/* Places in the bundle that an error may contradict: an entry's line, its size, its name. */
uint64_t sb_index_entry_offset(const struct sb_index *index, uint64_t ordinal);
uint64_t sb_index_size_offset(const struct sb_index *index, uint64_t ordinal);
uint64_t sb_index_name_offset(const struct sb_index *index, uint64_t ordinal);

/* The offset in the bundle of the block of `ordinal`, of "=== END" for the number of entries; once complete. */
uint64_t sb_index_block_offset(const struct sb_index *index, uint64_t ordinal);

#endif

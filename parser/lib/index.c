/* index.c - the INDEX: its three kinds of line, judged against each other, and what they declare. */
#include "index.h"

#include <string.h>

#include "format.h"
#include "name.h"
#include "render.h"

void sb_index_init(struct sb_index *index, const struct sb_allocator *allocator) {
  *index = (struct sb_index){0};
  sb_table_init(&index->table, allocator);
}

void sb_index_free(struct sb_index *index) { sb_table_free(&index->table); }

void sb_index_clear(struct sb_index *index) {
  sb_table_clear(&index->table);
  *index = (struct sb_index){.table = index->table};
}

bool sb_index_is_full(const struct sb_index *index) { return index->table.count == index->count; }

enum sb_code sb_index_read_begin(struct sb_index *index, struct sb_line *line, const struct sb_options *policy) {
  enum sb_code code = sb_scan_word(line, WORD_INDEX, WORD_SIZE(WORD_INDEX), SB_BAD_KEYWORD);
  if (code)
    return code;
  const size_t count_at = line->at;
  if ((code = sb_scan_number(line, ' ', &index->count)) != SB_OK)
    return code;
  if (index->count > policy->max_files)
    return sb_line_fail(line, SB_LIMIT_FILES, count_at);
  const size_t total_at = line->at;
  if ((code = sb_scan_number(line, '\n', &index->total)) != SB_OK)
    return code;
  index->count_offset = line->offset + count_at;
  index->total_offset = line->offset + total_at;
  if (index->count == 0 && index->total != 0)
    return sb_line_contradict(line, SB_TOTAL_MISMATCH, total_at, index->count_offset);
  if (index->total > policy->max_total_size)
    return sb_line_fail(line, SB_LIMIT_TOTAL_SIZE, total_at);
  index->entries_offset = line->offset + line->size;
  return SB_OK;
}

/* Judges an entry's size against the total: what is too much is known at once, what is too little at the last. */
static enum sb_code judge_size(const struct sb_index *index, struct sb_line *line, size_t size_at, uint64_t size,
                               const struct sb_options *policy) {
  const uint64_t missing = index->total - index->sum;
  const bool is_last = index->table.count + 1 == index->count;
  if (size > missing || (is_last && size < missing))
    return sb_line_contradict(line, SB_TOTAL_MISMATCH, size_at, index->total_offset);
  return size > policy->max_file_size ? sb_line_fail(line, SB_LIMIT_FILE_SIZE, size_at) : SB_OK;
}

/* The name is all that is left of the line.  An LF ends a line, so the only one is its last byte. */
static enum sb_code read_name(struct sb_line *line) {
  const bool whole = line->size > line->at && line->data[line->size - 1] == '\n';
  size_t error = 0;
  const enum sb_code code = sb_name_judge(line->data + line->at, line->size - line->at - whole, whole, &error);
  return code ? sb_line_fail(line, code, line->at + error) : SB_OK;
}

/* The fields of an entry, each by itself.  The cursor stays at the name. */
static enum sb_code read_fields(const struct sb_index *index, struct sb_line *line, const struct sb_options *policy,
                                uint8_t digest[SB_DIGEST_SIZE], uint64_t *size) {
  if (line->size > 0 && line->data[0] == WORD_DIGEST[0])
    return sb_line_contradict(line, SB_COUNT_MISMATCH, 0, index->count_offset);
  enum sb_code code = sb_scan_digest(line, ' ', digest);
  if (code)
    return code;
  const size_t size_at = line->at;
  if ((code = sb_scan_number(line, ' ', size)) != SB_OK)
    return code;
  code = judge_size(index, line, size_at, *size, policy);
  return code ? code : read_name(line);
}

enum sb_code sb_index_read_entry(struct sb_index *index, struct sb_line *line, const struct sb_options *policy) {
  uint8_t digest[SB_DIGEST_SIZE];
  uint64_t size = 0;
  enum sb_code code = read_fields(index, line, policy, digest, &size);
  if (code)
    return code;
  const char *name = (const char *)line->data + line->at;
  const size_t name_size = line->size - line->at - 1;
  if ((code = sb_index_judge_order(index, name, name_size)) != SB_OK)
    return sb_line_contradict(line, code, line->at, sb_index_name_offset(index, index->table.count - 1));
  if (line->size > policy->max_index_bytes - index->entries_size)
    return sb_line_fail(line, SB_LIMIT_INDEX_BYTES, 0);
  code = sb_index_add(index, name, name_size, size, digest);
  return code ? sb_line_fail(line, code, 0) : SB_OK;
}

enum sb_code sb_index_judge_order(const struct sb_index *index, const char *name, size_t name_size) {
  if (index->table.count == 0)
    return SB_OK;
  const struct sb_record *last = sb_table_at(&index->table, index->table.count - 1);
  return sb_name_follows(last->name, last->name_size, name, name_size);
}

enum sb_code sb_index_add(struct sb_index *index, const char *name, size_t name_size, uint64_t size,
                          const uint8_t digest[SB_DIGEST_SIZE]) {
  struct sb_record *record = sb_table_add(&index->table, name, name_size);
  if (!record)
    return SB_OUT_OF_MEMORY;
  record->size = size;
  record->entry_offset = index->entries_size;
  record->block_offset = index->blocks_size;
  memcpy(record->digest, digest, SB_DIGEST_SIZE);
  index->sum += size;
  index->entries_size += sb_render_entry_size(size, name_size);
  index->blocks_size += sb_render_file_size(size, name_size) + size + 1;
  return SB_OK;
}

enum sb_code sb_index_read_digest(struct sb_index *index, struct sb_line *line, const uint8_t *expected) {
  const bool is_entry = line->size > 0 && sb_scan_is_hex(line->data[0]);
  if (is_entry)
    return sb_line_contradict(line, SB_COUNT_MISMATCH, 0, index->count_offset);
  enum sb_code code = sb_scan_word(line, WORD_DIGEST, WORD_SIZE(WORD_DIGEST), SB_BAD_KEYWORD);
  if (code)
    return code;
  const size_t digest_at = line->at;
  if ((code = sb_scan_digest(line, '\n', index->digest)) != SB_OK)
    return code;
  if (expected && memcmp(index->digest, expected, SB_DIGEST_SIZE) != 0)
    return sb_line_fail(line, SB_INDEX_DIGEST_MISMATCH, digest_at);
  index->complete = true;
  index->blocks_offset = line->offset + line->size;
  return SB_OK;
}

uint64_t sb_index_entry_offset(const struct sb_index *index, uint64_t ordinal) {
  return index->entries_offset + sb_table_at(&index->table, ordinal)->entry_offset;
}

uint64_t sb_index_size_offset(const struct sb_index *index, uint64_t ordinal) {
  return sb_index_entry_offset(index, ordinal) + DIGEST_HEX + 1;
}

uint64_t sb_index_name_offset(const struct sb_index *index, uint64_t ordinal) {
  const struct sb_record *record = sb_table_at(&index->table, ordinal);
  return sb_index_size_offset(index, ordinal) + sb_render_digits(record->size) + 1;
}

uint64_t sb_index_block_offset(const struct sb_index *index, uint64_t ordinal) {
  const bool is_block = ordinal < index->table.count;
  return index->blocks_offset + (is_block ? sb_table_at(&index->table, ordinal)->block_offset : index->blocks_size);
}

struct sb_entry sb_index_entry(const struct sb_index *index, uint64_t ordinal) {
  const struct sb_record *record = sb_table_at(&index->table, ordinal);
  struct sb_entry entry = {
      .ordinal = ordinal,
      .name = record->name,
      .name_size = record->name_size,
      .digest = record->digest,
      .size = record->size,
      .offset = sb_index_entry_offset(index, ordinal),
      .block_offset = SB_NO_OFFSET,
      .payload_offset = SB_NO_OFFSET,
  };
  if (index->complete) {
    entry.block_offset = sb_index_block_offset(index, ordinal);
    entry.payload_offset = entry.block_offset + sb_render_file_size(record->size, record->name_size);
  }
  return entry;
}

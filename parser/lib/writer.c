/* writer.c - the canonical writer: declared documents and their payload in, the bundle's bytes out. */
#include "seedbundle/writer.h"

#include <assert.h>
#include <string.h>

#include "digest.h"
#include "format.h"
#include "index.h"
#include "memory.h"
#include "name.h"
#include "options.h"
#include "render.h"

/* What comes next, in the order of the format. */
enum state {
  STATE_DECLARING,
  STATE_INDEX,
  STATE_ENTRY,
  STATE_DIGEST,
  STATE_FILE,
  STATE_PAYLOAD,
  STATE_END,
  STATE_DONE,
  STATE_FAILED,
};

struct sb_writer {
  struct sb_options options;
  struct sb_digest digest; /* of the INDEX, then of each payload */
  enum state state;
  uint64_t offset; /* bytes handed out */

  struct sb_index index; /* declared */
  uint64_t next;         /* ordinal of the entry, then of the block, that comes next */
  uint64_t left;         /* payload bytes to come */
  bool payload_ended;    /* the caller says so */
  bool index_written;    /* index.digest is known */

  struct sb_error error;
  uint8_t line[LINE_MAX_BYTES];
};

static const struct sb_error no_error = {SB_OK, SB_NO_OFFSET, SB_NO_OFFSET, SB_NO_ENTRY};

enum sb_code sb_writer_create(struct sb_writer **writer, const struct sb_options *options) {
  const struct sb_options resolved = sb_options_resolve(options);
  *writer = NULL;
  struct sb_writer *made = sb_memory_allocate(resolved.allocator, sizeof *made);
  if (!made)
    return SB_OUT_OF_MEMORY;
  memset(made, 0, sizeof *made);
  made->options = resolved;
  sb_index_init(&made->index, resolved.allocator);
  if (!sb_digest_create(&made->digest, resolved.digest_engine)) {
    sb_writer_free(made);
    return SB_DIGEST_FAILED;
  }
  sb_writer_reset(made);
  *writer = made;
  return SB_OK;
}

void sb_writer_free(struct sb_writer *writer) {
  if (!writer)
    return;
  sb_digest_destroy(&writer->digest);
  sb_index_free(&writer->index);
  sb_memory_release(writer->options.allocator, writer, sizeof *writer);
}

void sb_writer_reset(struct sb_writer *writer) {
  sb_index_clear(&writer->index);
  writer->state = STATE_DECLARING;
  writer->offset = 0;
  writer->next = 0;
  writer->left = 0;
  writer->payload_ended = false;
  writer->index_written = false;
  writer->error = no_error;
}

static void set_error(struct sb_writer *writer, enum sb_code code, uint64_t offset, uint64_t entry) {
  writer->error = (struct sb_error){code, offset, SB_NO_OFFSET, entry};
  writer->state = STATE_FAILED;
}

static enum sb_writer_event fail(struct sb_writer *writer, enum sb_code code, uint64_t entry) {
  set_error(writer, code, writer->offset, entry);
  return SB_WRITER_FAILED;
}

/* -- Declaring -- */

static enum sb_code judge_record(const struct sb_writer *writer, const char *name, size_t name_size, uint64_t size,
                                 size_t *offset) {
  if (size > NUMBER_MAX - writer->index.sum)
    return SB_NUMBER_TOO_LARGE;
  const enum sb_code code = sb_name_check(name, name_size, offset);
  return code ? code : sb_index_judge_order(&writer->index, name, name_size);
}

enum sb_code sb_writer_declare(struct sb_writer *writer, const char *name, size_t name_size, uint64_t size,
                               const uint8_t digest[SB_DIGEST_SIZE]) {
  if (writer->state == STATE_FAILED)
    return writer->error.code;
  assert(writer->state == STATE_DECLARING);
  size_t offset = 0;
  enum sb_code code = judge_record(writer, name, name_size, size, &offset);
  if (!code)
    code = sb_index_add(&writer->index, name, name_size, size, digest);
  if (code)
    set_error(writer, code, offset, writer->index.table.count);
  return code;
}

/* -- Writing -- */

static enum sb_writer_event give(struct sb_writer *writer, struct sb_bytes *bytes, const uint8_t *data, size_t size) {
  *bytes = (struct sb_bytes){data, size};
  writer->offset += size;
  return SB_WRITER_BYTES;
}

static enum sb_writer_event give_line(struct sb_writer *writer, struct sb_bytes *bytes, size_t size) {
  return give(writer, bytes, writer->line, size);
}

/* A line of the INDEX, to which its digest commits. */
static enum sb_writer_event give_index_line(struct sb_writer *writer, struct sb_bytes *bytes, size_t size) {
  sb_digest_update(&writer->digest, writer->line, size);
  return give_line(writer, bytes, size);
}

static enum sb_writer_event write_magic(struct sb_writer *writer, struct sb_bytes *bytes) {
  writer->index.count = writer->index.table.count;
  writer->index.total = writer->index.sum;
  writer->state = STATE_INDEX;
  sb_digest_begin(&writer->digest);
  return give_index_line(writer, bytes, sb_render_magic(writer->line));
}

static enum sb_writer_event write_index(struct sb_writer *writer, struct sb_bytes *bytes) {
  writer->state = writer->index.count ? STATE_ENTRY : STATE_DIGEST;
  return give_index_line(writer, bytes, sb_render_index(writer->line, writer->index.count, writer->index.total));
}

static enum sb_writer_event write_entry(struct sb_writer *writer, struct sb_bytes *bytes) {
  const struct sb_record *record = sb_table_at(&writer->index.table, writer->next++);
  if (writer->next == writer->index.count)
    writer->state = STATE_DIGEST;
  return give_index_line(writer, bytes, sb_render_entry(writer->line, record));
}

static enum state next_block(const struct sb_writer *writer) {
  return writer->next < writer->index.count ? STATE_FILE : STATE_END;
}

static enum sb_writer_event write_digest(struct sb_writer *writer, struct sb_bytes *bytes) {
  if (!sb_digest_finish(&writer->digest, writer->index.digest))
    return fail(writer, SB_DIGEST_FAILED, SB_NO_ENTRY);
  writer->index_written = true;
  writer->next = 0;
  writer->state = next_block(writer);
  return give_line(writer, bytes, sb_render_digest(writer->line, writer->index.digest));
}

static enum sb_writer_event write_file(struct sb_writer *writer, struct sb_bytes *bytes) {
  const struct sb_record *record = sb_table_at(&writer->index.table, writer->next);
  writer->left = record->size;
  writer->payload_ended = false;
  writer->state = STATE_PAYLOAD;
  sb_digest_begin(&writer->digest);
  return give_line(writer, bytes, sb_render_file(writer->line, record));
}

static enum sb_writer_event write_payload_end(struct sb_writer *writer, struct sb_bytes *bytes) {
  const struct sb_record *record = sb_table_at(&writer->index.table, writer->next);
  uint8_t sha256[SB_DIGEST_SIZE];
  if (writer->left > 0)
    return fail(writer, SB_PAYLOAD_SIZE_MISMATCH, writer->next);
  if (!sb_digest_finish(&writer->digest, sha256))
    return fail(writer, SB_DIGEST_FAILED, writer->next);
  if (memcmp(sha256, record->digest, SB_DIGEST_SIZE) != 0)
    return fail(writer, SB_PAYLOAD_DIGEST_MISMATCH, writer->next);
  writer->next++;
  writer->state = next_block(writer);
  writer->line[0] = '\n';
  return give_line(writer, bytes, 1);
}

static enum sb_writer_event write_payload(struct sb_writer *writer, struct sb_input *payload, struct sb_bytes *bytes) {
  if (writer->payload_ended)
    return write_payload_end(writer, bytes);
  const size_t given = payload->size - payload->pos;
  if (given == 0)
    return SB_WRITER_NEED_PAYLOAD;
  if (given > writer->left)
    return fail(writer, SB_PAYLOAD_SIZE_MISMATCH, writer->next);
  const uint8_t *slice = (const uint8_t *)payload->data + payload->pos;
  sb_digest_update(&writer->digest, slice, given);
  payload->pos += given;
  writer->left -= given;
  return give(writer, bytes, slice, given);
}

static enum sb_writer_event write_end(struct sb_writer *writer, struct sb_bytes *bytes) {
  writer->state = STATE_DONE;
  return give_line(writer, bytes, sb_render_end(writer->line));
}

enum sb_writer_event sb_writer_next(struct sb_writer *writer, struct sb_input *payload, struct sb_bytes *bytes) {
  struct sb_input nothing = {NULL, 0, 0};
  if (!payload)
    payload = &nothing;
  *bytes = (struct sb_bytes){NULL, 0};
  switch (writer->state) {
  case STATE_DECLARING:
    return write_magic(writer, bytes);
  case STATE_INDEX:
    return write_index(writer, bytes);
  case STATE_ENTRY:
    return write_entry(writer, bytes);
  case STATE_DIGEST:
    return write_digest(writer, bytes);
  case STATE_FILE:
    return write_file(writer, bytes);
  case STATE_PAYLOAD:
    return write_payload(writer, payload, bytes);
  case STATE_END:
    return write_end(writer, bytes);
  case STATE_DONE:
    return SB_WRITER_DONE;
  case STATE_FAILED:
    return SB_WRITER_FAILED;
  }
  return SB_WRITER_FAILED; /* not reached: every state is above */
}

void sb_writer_end_payload(struct sb_writer *writer) {
  assert(writer->state == STATE_PAYLOAD);
  writer->payload_ended = true;
}

/* -- Questions -- */

uint64_t sb_writer_document(const struct sb_writer *writer) {
  return writer->state == STATE_PAYLOAD ? writer->next : SB_NO_ENTRY;
}

const uint8_t *sb_writer_digest(const struct sb_writer *writer) {
  return writer->index_written ? writer->index.digest : NULL;
}

const struct sb_error *sb_writer_error(const struct sb_writer *writer) { return &writer->error; }

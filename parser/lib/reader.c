/* reader.c - random access: a parser that is sent to the places it is asked for.
 *
 * All judging is the parser's, so that streaming and random access cannot disagree. */
#include "seedbundle/reader.h"

#include <assert.h>
#include <string.h>

#include "memory.h"
#include "options.h"

enum { BUFFER_SIZE = 65536 };

struct sb_reader {
  struct sb_source source;
  const struct sb_allocator *allocator;
  struct sb_parser *parser;
  struct sb_input piece;
  uint64_t next;  /* offset in the source of the byte after the piece */
  uint64_t limit; /* where the part that is asked for ends */
  uint64_t count, total;
  const uint8_t *digest;
  uint8_t buffer[BUFFER_SIZE];
};

/* Reads all of `size` bytes, or up to the source's end.  False: the source failed. */
static bool read_at(const struct sb_source *source, void *buffer, size_t size, uint64_t offset, size_t *got) {
  const uint64_t left = offset < source->size ? source->size - offset : 0;
  const size_t due = size < left ? size : (size_t)left;
  for (*got = 0; *got < due;) {
    const int64_t n = source->read_at(source->context, (char *)buffer + *got, due - *got, offset + *got);
    if (n <= 0 || (uint64_t)n > due - *got)
      return false;
    *got += (size_t)n;
  }
  return true;
}

static struct sb_error failure(enum sb_code code, uint64_t offset) {
  return (struct sb_error){code, offset, SB_NO_OFFSET, SB_NO_ENTRY};
}

static enum sb_code tell(struct sb_error error, struct sb_error *told) {
  if (told)
    *told = error;
  return error.code;
}

/* Gives the parser the next piece of the part that is asked for, or says that the source has ended. */
static bool refill(struct sb_reader *reader) {
  const uint64_t left = reader->limit - reader->next;
  size_t got = 0;
  if (!read_at(&reader->source, reader->buffer, left < BUFFER_SIZE ? (size_t)left : BUFFER_SIZE, reader->next, &got))
    return false;
  if (got == 0)
    sb_parser_finish(reader->parser);
  reader->piece = (struct sb_input){reader->buffer, got, 0};
  reader->next += got;
  return true;
}

/* Pulls events up to one of type `last` or an error. */
static struct sb_error run_until(struct sb_reader *reader, enum sb_event_type last, struct sb_event *event) {
  for (;;) {
    const enum sb_event_type type = sb_parser_next(reader->parser, &reader->piece, event);
    if (type == SB_EVENT_FAILED)
      return event->error;
    if (type == last)
      return failure(SB_OK, SB_NO_OFFSET);
    if (type == SB_EVENT_INDEX_BEGIN) {
      reader->count = event->index.count;
      reader->total = event->index.total;
    }
    if (type == SB_EVENT_NEED_INPUT && !refill(reader))
      return failure(SB_READ_FAILED, reader->next);
  }
}

/* Sends the parser to a block, or to the end; it will be fed no byte beyond `limit`. */
static struct sb_error go_to(struct sb_reader *reader, uint64_t ordinal, uint64_t limit) {
  reader->next = sb_parser_seek(reader->parser, ordinal);
  reader->limit = limit;
  reader->piece = (struct sb_input){NULL, 0, 0};
  const bool is_block = ordinal < reader->count;
  if (reader->next <= reader->source.size)
    return failure(SB_OK, SB_NO_OFFSET);
  return (struct sb_error){SB_TRUNCATED, reader->source.size, SB_NO_OFFSET, is_block ? ordinal : SB_NO_ENTRY};
}

static struct sb_error open_index(struct sb_reader *reader, const struct sb_options *options) {
  struct sb_options parsing = sb_options_resolve(options);
  parsing.keep_going = false;
  parsing.concatenated = false;
  const enum sb_code code = sb_parser_create(&reader->parser, &parsing);
  if (code)
    return failure(code, 0);
  struct sb_event event;
  const struct sb_error error = run_until(reader, SB_EVENT_BUNDLE_DIGEST, &event);
  if (!error.code)
    reader->digest = event.digest;
  return error;
}

enum sb_code sb_reader_open(struct sb_reader **reader, const struct sb_source *source, const struct sb_options *options,
                            struct sb_error *error) {
  const struct sb_allocator *allocator = options ? options->allocator : NULL;
  *reader = NULL;
  struct sb_reader *made = sb_memory_allocate(allocator, sizeof *made);
  if (!made)
    return tell(failure(SB_OUT_OF_MEMORY, 0), error);
  memset(made, 0, offsetof(struct sb_reader, buffer));
  made->allocator = allocator;
  made->source = *source;
  made->limit = source->size;
  const struct sb_error opened = open_index(made, options);
  if (opened.code)
    sb_reader_free(made);
  else
    *reader = made;
  return tell(opened, error);
}

void sb_reader_free(struct sb_reader *reader) {
  if (!reader)
    return;
  sb_parser_free(reader->parser);
  sb_memory_release(reader->allocator, reader, sizeof *reader);
}

uint64_t sb_reader_count(const struct sb_reader *reader) { return reader->count; }

uint64_t sb_reader_total(const struct sb_reader *reader) { return reader->total; }

const uint8_t *sb_reader_digest(const struct sb_reader *reader) { return reader->digest; }

bool sb_reader_entry(const struct sb_reader *reader, uint64_t ordinal, struct sb_entry *entry) {
  return sb_parser_entry(reader->parser, ordinal, entry);
}

bool sb_reader_find(const struct sb_reader *reader, const char *name, size_t name_size, struct sb_entry *entry) {
  return sb_parser_find(reader->parser, name, name_size, entry);
}

/* The entry of an ordinal that the caller must know to exist. */
static struct sb_entry entry_at(const struct sb_reader *reader, uint64_t ordinal) {
  struct sb_entry entry = {0};
  const bool exists = sb_reader_entry(reader, ordinal, &entry);
  assert(exists);
  (void)exists;
  return entry;
}

enum sb_code sb_reader_read(struct sb_reader *reader, uint64_t ordinal, uint64_t position, void *buffer, size_t size,
                            size_t *got) {
  const struct sb_entry entry = entry_at(reader, ordinal);
  const uint64_t left = position < entry.size ? entry.size - position : 0;
  const size_t due = size < left ? size : (size_t)left;
  *got = 0;
  if (due == 0)
    return SB_OK;
  if (!read_at(&reader->source, buffer, due, entry.payload_offset + position, got))
    return SB_READ_FAILED;
  return *got < due ? SB_TRUNCATED : SB_OK;
}

enum sb_code sb_reader_verify(struct sb_reader *reader, uint64_t ordinal, struct sb_error *error) {
  const struct sb_entry entry = entry_at(reader, ordinal);
  struct sb_event event;
  struct sb_error result = go_to(reader, ordinal, entry.payload_offset + entry.size + 1);
  if (!result.code)
    result = run_until(reader, SB_EVENT_FILE_END, &event);
  return tell(result, error);
}

enum sb_code sb_reader_verify_all(struct sb_reader *reader, struct sb_error *error) {
  struct sb_event event;
  struct sb_error result = go_to(reader, 0, UINT64_MAX);
  if (!result.code)
    result = run_until(reader, SB_EVENT_END, &event);
  return tell(result, error);
}

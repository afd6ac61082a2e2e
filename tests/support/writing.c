/* writing.c - runs the library's writer, and reads documents back with its parser. */
#include "writing.h"

#include <stdlib.h>
#include <string.h>

#include "seedbundle/parser.h"

/* -- Writing -- */

enum sb_code writing_declare(struct sb_writer *writer, const struct document *documents, size_t count) {
  for (size_t i = 0; i < count; i++) {
    uint8_t digest[SHA256_SIZE];
    sha256_of(documents[i].data, documents[i].size, digest);
    const enum sb_code code =
        sb_writer_declare(writer, documents[i].name, strlen(documents[i].name), documents[i].size, digest);
    if (code)
      return code;
  }
  return SB_OK;
}

struct run {
  struct sb_writer *writer;
  const struct document *documents;
  size_t count;
  const struct feeding *feeding;

  uint64_t document; /* whose payload is fed */
  size_t fed;        /* bytes of it */
  struct sb_input piece;
  unsigned empties; /* empty pieces so far */
  bool was_empty;   /* the last piece */
  bool no_input;    /* an sb_input of NULL comes next */
};

static void drop_piece(struct run *run) {
  free((void *)(uintptr_t)run->piece.data);
  run->piece = (struct sb_input){NULL, 0, 0};
}

/* True if an empty piece is due before the next real one. */
static bool feed_nothing(struct run *run) {
  run->was_empty = run->feeding->empty_pieces && !run->was_empty;
  run->no_input = run->was_empty && run->empties++ % 2 == 0;
  return run->was_empty;
}

/* Hands over the next piece of the document that is asked for, or says that it has ended. */
static void feed(struct run *run) {
  REQUIRE(run->piece.pos == run->piece.size);
  drop_piece(run);
  REQUIRE(sb_writer_document(run->writer) == run->document && run->document < run->count);
  if (feed_nothing(run))
    return;
  const struct document *document = &run->documents[run->document];
  const size_t left = document->size - run->fed;
  if (left == 0) {
    sb_writer_end_payload(run->writer);
    run->document++;
    run->fed = 0;
    return;
  }
  const size_t size = run->feeding->piece > 0 && run->feeding->piece < left ? run->feeding->piece : left;
  run->piece = (struct sb_input){exact_copy((const uint8_t *)document->data + run->fed, size), size, 0};
  run->fed += size;
}

/* Payload that comes out is what was just used of the piece. */
static void require_slice(const struct run *run, size_t pos, const struct sb_bytes *bytes) {
  REQUIRE(bytes->size > 0);
  REQUIRE(run->piece.pos >= pos);
  if (run->piece.pos > pos)
    REQUIRE(bytes->data == (const uint8_t *)run->piece.data + pos && bytes->size == run->piece.pos - pos);
}

enum sb_code writing_run(struct buffer *out, struct sb_writer *writer, const struct document *documents, size_t count,
                         const struct feeding *feeding) {
  static const struct feeding whole = {0};
  struct run run = {.writer = writer, .documents = documents, .count = count, .feeding = feeding ? feeding : &whole};
  for (;;) {
    struct sb_bytes bytes;
    const size_t pos = run.piece.pos;
    const enum sb_writer_event event = sb_writer_next(writer, run.no_input ? NULL : &run.piece, &bytes);
    if (event == SB_WRITER_BYTES) {
      require_slice(&run, pos, &bytes);
      buffer_append(out, bytes.data, bytes.size);
    } else if (event == SB_WRITER_NEED_PAYLOAD) {
      feed(&run);
    } else {
      REQUIRE(bytes.data == NULL && bytes.size == 0);
      drop_piece(&run);
      REQUIRE((event == SB_WRITER_DONE) == (sb_writer_error(writer)->code == SB_OK));
      return sb_writer_error(writer)->code;
    }
  }
}

struct buffer writing_bundle(const struct document *documents, size_t count, const struct feeding *feeding) {
  struct buffer out = {0};
  struct sb_writer *writer;
  REQUIRE(sb_writer_create(&writer, NULL) == SB_OK);
  REQUIRE(writing_declare(writer, documents, count) == SB_OK);
  REQUIRE(writing_run(&out, writer, documents, count, feeding) == SB_OK);
  sb_writer_free(writer);
  return out;
}

/* -- Reading back -- */

static void add_document(struct documents *documents, const struct sb_entry *entry) {
  documents->list = realloc(documents->list, (documents->count + 1) * sizeof *documents->list);
  REQUIRE(documents->list);
  const size_t size = (size_t)entry->size;
  documents->list[documents->count++] = (struct document){
      .name = (const char *)exact_copy(entry->name, entry->name_size + 1), .data = malloc(size), .size = size};
}

struct documents documents_parse(const void *bytes, size_t size) {
  struct documents documents = {0};
  struct sb_parser *parser;
  REQUIRE(sb_parser_create(&parser, NULL) == SB_OK);
  struct sb_input input = {bytes, size, 0};
  struct sb_event event;
  size_t at = 0;
  sb_parser_finish(parser);
  while (sb_parser_next(parser, &input, &event) != SB_EVENT_END) {
    REQUIRE(event.type != SB_EVENT_FAILED);
    if (event.type == SB_EVENT_FILE_BEGIN) {
      add_document(&documents, &event.entry);
      at = 0;
    } else if (event.type == SB_EVENT_PAYLOAD) {
      const struct document *document = &documents.list[documents.count - 1];
      REQUIRE(event.payload.size <= document->size - at);
      memcpy((char *)(uintptr_t)document->data + at, event.payload.data, event.payload.size);
      at += event.payload.size;
    }
  }
  sb_parser_free(parser);
  return documents;
}

static bool document_equal(const struct document *a, const struct document *b) {
  return strcmp(a->name, b->name) == 0 && a->size == b->size &&
         (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
}

bool documents_equal(const struct documents *a, const struct documents *b) {
  if (a->count != b->count)
    return false;
  for (size_t i = 0; i < a->count; i++) {
    if (!document_equal(&a->list[i], &b->list[i]))
      return false;
  }
  return true;
}

void documents_free(struct documents *documents) {
  for (size_t i = 0; i < documents->count; i++) {
    free((void *)(uintptr_t)documents->list[i].name);
    free((void *)(uintptr_t)documents->list[i].data);
  }
  free(documents->list);
  *documents = (struct documents){0};
}

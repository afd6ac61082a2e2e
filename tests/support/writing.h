/* writing.h - runs the library's writer, and reads documents back with its parser. */
#ifndef TEST_WRITING_H
#define TEST_WRITING_H

#include "bundle.h"
#include "seedbundle/writer.h"

/* How payload is fed. */
struct feeding {
  size_t piece;      /* above 0: pieces of this size; 0: each document is one piece */
  bool empty_pieces; /* an empty piece comes before each, in turn {NULL, 0, 0} and an sb_input of NULL */
};

/* Declares the documents as they are.  SB_OK, or the code of the first that is refused. */
enum sb_code writing_declare(struct sb_writer *writer, const struct document *documents, size_t count);

/* Feeds the payload of these documents, which need not be what was declared, and appends all that comes out to `out`.
 * Returns SB_OK when the writer is done, or the code with which it failed.  `feeding` MAY be NULL: whole documents.
 *
 * Each piece is a copy of exactly its size, freed as soon as it is used up.  What the writer promises about every call
 * is required on the way, and ends the program if broken: bytes are never none, payload that comes out lies in its
 * piece, payload is asked for only when the piece is used up, and the ordinal that is asked for is the next one. */
enum sb_code writing_run(struct buffer *out, struct sb_writer *writer, const struct document *documents, size_t count,
                         const struct feeding *feeding);

/* Both, with a writer of its own that MUST succeed. */
struct buffer writing_bundle(const struct document *documents, size_t count, const struct feeding *feeding);

/* Documents with names and payload of their own. */
struct documents {
  struct document *list;
  size_t count;
};

/* The documents of a bundle, which MUST be valid, as the parser hands them out. */
struct documents documents_parse(const void *bytes, size_t size);
bool documents_equal(const struct documents *a, const struct documents *b);
void documents_free(struct documents *documents);

#endif

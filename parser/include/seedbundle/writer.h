/* seedbundle/writer.h - the canonical writer.
 *
 * A writer does no input/output and keeps no payload.  You declare all documents in path order (name, size,
 * SHA-256), then feed their payloads in pieces of any size, and write out the bytes that it hands you:
 *
 *     for each document:  sb_writer_declare(writer, name, name_size, size, digest);
 *     struct sb_input payload = {0};
 *     struct sb_bytes bytes;
 *     for (;;) {
 *       switch (sb_writer_next(writer, &payload, &bytes)) {
 *       case SB_WRITER_BYTES:        write_out(bytes.data, bytes.size); break;
 *       case SB_WRITER_NEED_PAYLOAD: ... more of document sb_writer_document(writer) into payload,
 *                                    or at its end sb_writer_end_payload(writer) ... break;
 *       case SB_WRITER_DONE:         return true;
 *       case SB_WRITER_FAILED:       ... sb_writer_error(writer) ... return false;
 *       }
 *     }
 *
 * One set of documents has one encoding, and this is it.  Names are checked by the parser's rules, with its codes.
 * Sizes and digests are checked as the payload goes by.  After an error no further byte comes out: what came
 * before is never a valid bundle, because "=== END" is written last.
 *
 * Memory: for each document 72 bytes and its name, as SB_PARSER_MEMORY of the INDEX says.
 * Threads: as for a parser. */
#ifndef SEEDBUNDLE_WRITER_H
#define SEEDBUNDLE_WRITER_H

#include "seedbundle/error.h"
#include "seedbundle/export.h"
#include "seedbundle/options.h"
#include "seedbundle/parser.h"

#ifdef __cplusplus
extern "C" {
#endif

struct sb_writer;

/* Output: bytes to be written next.  Structural lines live until the next call; payload points into the caller's
 * own piece. */
struct sb_bytes {
  const uint8_t *data;
  size_t size; /* 1 or more after SB_WRITER_BYTES */
};

enum sb_writer_event {
  SB_WRITER_BYTES = 0,        /* write `bytes` out */
  SB_WRITER_NEED_PAYLOAD = 1, /* the piece is used up: give another, or call sb_writer_end_payload() */
  SB_WRITER_DONE = 2,         /* all has been handed out; the same again from then on */
  SB_WRITER_FAILED = 3        /* see sb_writer_error(); the same again from then on */
};

/* Makes a writer.  As sb_parser_create(); of the options only allocator and digest engine are used. */
SB_API enum sb_code sb_writer_create(struct sb_writer **writer, const struct sb_options *options);

/* Frees the writer at whatever point it is.  NULL is allowed. */
SB_API void sb_writer_free(struct sb_writer *writer);

/* Makes the writer ready for another bundle.  Memory as for sb_parser_reset(). */
SB_API void sb_writer_reset(struct sb_writer *writer);

/* Declares the next document: its name, the number of bytes of its payload, their SHA-256 (SB_DIGEST_SIZE
 * bytes).  The name is copied.  MUST NOT be called after sb_writer_next().
 *
 * Returns SB_OK, or what makes the writer fail: a code of sb_name_check(); SB_NAME_DUPLICATE, SB_NAME_ORDER or
 * SB_NAME_CONFLICT with the document declared before; SB_NUMBER_TOO_LARGE if the size or the sum of all sizes is
 * above INT64_MAX; SB_OUT_OF_MEMORY.  Once failed it returns the first error's code. */
SB_API enum sb_code sb_writer_declare(struct sb_writer *writer, const char *name, size_t name_size, uint64_t size,
                                      const uint8_t digest[SB_DIGEST_SIZE]);

/* Goes on writing.  `payload` MAY be NULL: no bytes.  The first call ends the declarations.
 *
 * Fails with SB_PAYLOAD_SIZE_MISMATCH if more payload is given than was declared, or its end is declared too early;
 * with SB_PAYLOAD_DIGEST_MISMATCH, SB_DIGEST_FAILED. */
SB_API enum sb_writer_event sb_writer_next(struct sb_writer *writer, struct sb_input *payload, struct sb_bytes *bytes);

/* Says that the payload of the document being written has ended, also that of an empty one.  MUST only be called
 * after SB_WRITER_NEED_PAYLOAD. */
SB_API void sb_writer_end_payload(struct sb_writer *writer);

/* The ordinal of the document whose payload is due; SB_NO_ENTRY if none is. */
SB_API uint64_t sb_writer_document(const struct sb_writer *writer);

/* The bundle digest, SB_DIGEST_SIZE bytes, once the INDEX has been written; else NULL.  Lives until reset or
 * free. */
SB_API const uint8_t *sb_writer_digest(const struct sb_writer *writer);

/* The error that ended the writing; its code is SB_OK if none did.  `entry` is the document's ordinal.  `offset` is,
 * for an error found in a name, the place in the name; for any other the number of bytes of the bundle that were
 * handed out.  `related` is not used.  Lives as long as the writer. */
SB_API const struct sb_error *sb_writer_error(const struct sb_writer *writer);

#ifdef __cplusplus
}
#endif

#endif

/* seedbundle/reader.h - random access to the documents of a bundle.
 *
 * A reader asks for bytes through the caller's `read_at`.  It reads the INDEX when it is opened, and afterwards only
 * what it is asked for: every block's place follows from the INDEX.  Whatever it verifies, it judges as the parser
 * does: the same code at the same offset, for every input.
 *
 * Memory: SB_READER_MEMORY of the INDEX.
 * Threads: distinct readers in distinct threads, freely; one reader in one thread at a time. */
#ifndef SEEDBUNDLE_READER_H
#define SEEDBUNDLE_READER_H

#include "seedbundle/error.h"
#include "seedbundle/export.h"
#include "seedbundle/options.h"
#include "seedbundle/parser.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The most that a reader holds of its allocator's memory for an INDEX of so many bytes. */
#define SB_READER_MEMORY(index_bytes) (SB_PARSER_MEMORY(index_bytes) + UINT64_C(66048))

/* Where a reader's bytes come from: a file, a blob, a range of a larger thing. */
struct sb_source {
  /* Reads up to `size` (1 or more) bytes at `offset` into `buffer`.  Returns how many, fewer only if it must; 0 at the
   * source's end; a negative number on an error, which the reader reports as SB_READ_FAILED.  It MAY be asked
   * for bytes only below `size`. */
  int64_t (*read_at)(void *context, void *buffer, size_t size, uint64_t offset);
  void *context;
  uint64_t size; /* of the bundle, in bytes: where it is cut, it is SB_TRUNCATED */
};

struct sb_reader;

/* Errors of a reader: as a parser's, and SB_READ_FAILED, whose offset is where the reading began that failed. */

/* Reads and judges the INDEX.  `options` as for a parser (`keep_going` and `concatenated` are not used).  `source` is
 * copied; what its `context` points to MUST outlive the reader.  Returns SB_OK and sets `*reader`; or an error's
 * code, sets it to NULL, and fills `error` (MAY be NULL) with the same code and place as a parser would. */
SB_API enum sb_code sb_reader_open(struct sb_reader **reader, const struct sb_source *source,
                                   const struct sb_options *options, struct sb_error *error);

/* Frees the reader.  NULL is allowed.  The source is the caller's. */
SB_API void sb_reader_free(struct sb_reader *reader);

/* How many documents the bundle holds, and how many bytes they are together. */
SB_API uint64_t sb_reader_count(const struct sb_reader *reader);
SB_API uint64_t sb_reader_total(const struct sb_reader *reader);

/* The bundle digest, SB_DIGEST_SIZE bytes.  Lives as long as the reader. */
SB_API const uint8_t *sb_reader_digest(const struct sb_reader *reader);

/* Fills `entry`; its name and digest live as long as the reader.  False if there is no such ordinal. */
SB_API bool sb_reader_entry(const struct sb_reader *reader, uint64_t ordinal, struct sb_entry *entry);

/* Finds a document by its name (binary search).  `entry` MAY be NULL.  False if there is none. */
SB_API bool sb_reader_find(const struct sb_reader *reader, const char *name, size_t name_size, struct sb_entry *entry);

/* Reads up to `size` bytes of document `ordinal` (MUST exist), from byte `position` of it, into `buffer`, and sets
 * `*got`: fewer than `size` only at the document's end, 0 at and beyond it.  NOT verified.  Returns SB_OK,
 * SB_TRUNCATED if the source ends before the document does (`*got` bytes are there), or SB_READ_FAILED (`*got` bytes
 * were read before that). */
SB_API enum sb_code sb_reader_read(struct sb_reader *reader, uint64_t ordinal, uint64_t position, void *buffer,
                                   size_t size, size_t *got);

/* Verifies one document (MUST exist): its header, payload and the LF after it.  Returns SB_OK or the error's code and
 * fills `error` (MAY be NULL).  A block whose place lies beyond the source's end is SB_TRUNCATED at that end. */
SB_API enum sb_code sb_reader_verify(struct sb_reader *reader, uint64_t ordinal, struct sb_error *error);

/* Verifies everything: all documents in order, "=== END", and that nothing follows.  Returns SB_OK or the first
 * error's code and fills `error` (MAY be NULL). */
SB_API enum sb_code sb_reader_verify_all(struct sb_reader *reader, struct sb_error *error);

#ifdef __cplusplus
}
#endif

#endif

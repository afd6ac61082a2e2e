/* seedbundle/parser.h - the streaming parser.
 *
 * A parser does no input/output.  You hand it the bundle's bytes in pieces of any size and pull events:
 *
 *     struct sb_input piece = {0};
 *     struct sb_event event;
 *     for (;;) {
 *       switch (sb_parser_next(parser, &piece, &event)) {
 *       case SB_EVENT_NEED_INPUT:
 *         piece.size = read_some(buffer), piece.data = buffer, piece.pos = 0;
 *         if (piece.size == 0)
 *           sb_parser_finish(parser);
 *         break;
 *       case SB_EVENT_PAYLOAD: ... event.payload.data, event.payload.size ...
 *       case SB_EVENT_END:     ... whole, canonical, untampered ...   return
 *       case SB_EVENT_FAILED:  ... event.error ...                    return
 *       ...
 *
 * What it accepts: exactly the bundles of FORMAT.md.  Events and errors do not depend on how the input was
 * cut (payload slices joined).  The events of a valid bundle are, in this order,
 *
 *     INDEX_BEGIN ENTRY* BUNDLE_DIGEST (FILE_BEGIN PAYLOAD* FILE_END)* END
 *
 * with NEED_INPUT anywhere between.  Entries are handed out only when DIGEST has proven the INDEX.
 *
 * Memory: the INDEX that was received, and one line.  At most SB_PARSER_MEMORY(n) bytes from the allocator,
 * where n is the number of INDEX bytes received; declared counts and sizes allocate nothing, and no payload
 * is kept.  Time is linear in the input, whatever the pieces.
 *
 * Threads: distinct parsers in distinct threads, freely; one parser in one thread at a time. */
#ifndef SEEDBUNDLE_PARSER_H
#define SEEDBUNDLE_PARSER_H

#include "seedbundle/error.h"
#include "seedbundle/export.h"
#include "seedbundle/options.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The most that a parser holds of its allocator's memory after `index_bytes` bytes of INDEX: the object with
 * its line buffer, one block of entries and one of names begun, and for each entry 72 bytes and its name,
 * where the entry's line takes 68 bytes and its name. */
#define SB_PARSER_MEMORY(index_bytes) (UINT64_C(40960) + UINT64_C(3) * (index_bytes) / 2)

/* A piece of input: the parser reads data[pos] up to data[size - 1] and moves `pos`.  `data` MAY be NULL if
 * `size` is 0.  The bytes MUST stay as they are until `pos` is `size` and the next call has been made: payload
 * slices point into them. */
struct sb_input {
  const void *data;
  size_t size;
  size_t pos;
};

/* A document as the INDEX declares it. */
struct sb_entry {
  uint64_t ordinal;        /* place in the INDEX, from 0 */
  const char *name;        /* name_size bytes, followed by a NUL that is not part of it; lives until the
                              parser (writer, reader) is reset or freed */
  size_t name_size;        /* bytes, 1 to 4096 */
  const uint8_t *digest;   /* SHA-256 of the payload, SB_DIGEST_SIZE bytes; lives like `name` */
  uint64_t size;           /* bytes of the payload, 0 to INT64_MAX */
  uint64_t offset;         /* of the entry's line in the bundle */
  uint64_t block_offset;   /* of its FILE block; SB_NO_OFFSET until the INDEX is known whole */
  uint64_t payload_offset; /* of its payload; SB_NO_OFFSET until then */
};

enum sb_event_type {
  SB_EVENT_NEED_INPUT = 0,    /* the piece is used up: give another, or call sb_parser_finish() */
  SB_EVENT_INDEX_BEGIN = 1,   /* the INDEX line was read: .index */
  SB_EVENT_ENTRY = 2,         /* one for each entry, once the INDEX is proven: .entry */
  SB_EVENT_BUNDLE_DIGEST = 3, /* after the last entry: .digest */
  SB_EVENT_FILE_BEGIN = 4,    /* a FILE header was read: .entry */
  SB_EVENT_PAYLOAD = 5,       /* the document's next bytes, not yet verified: .payload */
  SB_EVENT_PROBLEM = 6,       /* with `keep_going`: a recoverable error of the document being read: .error */
  SB_EVENT_FILE_END = 7,      /* the block is over: .file_end */
  SB_EVENT_END = 8,           /* the bundle is over: .end; the same again until the parser is reset */
  SB_EVENT_FAILED = 9         /* the parse has ended with an error: .error; the same again until then */
};

/* SB_EVENT_INDEX_BEGIN: what the INDEX line declares. */
struct sb_index_begin {
  uint64_t count; /* entries */
  uint64_t total; /* bytes of all documents */
};

/* SB_EVENT_PAYLOAD: a slice of the caller's piece. */
struct sb_payload {
  const uint8_t *data;
  size_t size; /* 1 or more */
};

/* SB_EVENT_FILE_END: what became of the document. */
struct sb_file_end {
  uint64_t entry;       /* ordinal */
  enum sb_code verdict; /* SB_OK; with `keep_going` also SB_PAYLOAD_DIGEST_MISMATCH, or SB_PAYLOAD_UTF8 if that is
                           all.  With `skip_digests` SB_OK does not prove the content. */
};

/* SB_EVENT_END: what was read. */
struct sb_end {
  uint64_t size;     /* of the bundle, in bytes */
  uint64_t problems; /* SB_EVENT_PROBLEMs that were reported; the bundle is good only if 0 */
};

struct sb_event {
  enum sb_event_type type;
  uint64_t offset; /* where in the bundle it begins: the line, block, slice or error; for FILE_END and NEED_INPUT the
                      next byte */
  union {
    struct sb_index_begin index;
    struct sb_entry entry;
    const uint8_t *digest; /* the bundle digest, SB_DIGEST_SIZE bytes; lives until reset or free */
    struct sb_payload payload;
    struct sb_file_end file_end;
    struct sb_end end;
    struct sb_error error;
    uint64_t reserved[16]; /* keeps the size of the struct when members are added */
  };
};

struct sb_parser;

/* Makes a parser for one bundle.  `options` MAY be NULL for the defaults.  Returns SB_OK and sets `*parser`,
 * or SB_OUT_OF_MEMORY or SB_DIGEST_FAILED (the engine could not be created) and sets it to NULL. */
SB_API enum sb_code sb_parser_create(struct sb_parser **parser, const struct sb_options *options);

/* Frees the parser at whatever point it is.  NULL is allowed. */
SB_API void sb_parser_free(struct sb_parser *parser);

/* Makes the parser ready for another bundle, with the same options.  Offsets count from 0 again.  The memory of a
 * small INDEX is kept for the next one, that of a large one is freed: SB_PARSER_MEMORY holds for each bundle by
 * itself. */
SB_API void sb_parser_reset(struct sb_parser *parser);

/* Returns the next event's type and fills `event`.  `input` MAY be NULL: no bytes.
 *
 * After SB_EVENT_NEED_INPUT all of `input` has been used.  After SB_EVENT_END or SB_EVENT_FAILED the parser
 * reads nothing more: `input->pos` then says how far it got, and sb_parser_offset() how much of the bundle it
 * has used in all.
 *
 * Unless `concatenated` is set, SB_EVENT_END comes only when sb_parser_finish() has said that nothing follows:
 * a byte after the bundle is SB_TRAILING_DATA. */
SB_API enum sb_event_type sb_parser_next(struct sb_parser *parser, struct sb_input *input, struct sb_event *event);

/* Says that the input ends with the piece that sb_parser_next() was last given (or that is being drained).  From
 * then on it never returns SB_EVENT_NEED_INPUT: an unfinished bundle is SB_TRUNCATED.  Cleared by reset and seek. */
SB_API void sb_parser_finish(struct sb_parser *parser);

/* The error that ended the parse; its code is SB_OK if none did.  Lives as long as the parser. */
SB_API const struct sb_error *sb_parser_error(const struct sb_parser *parser);

/* Bytes of this bundle used so far. */
SB_API uint64_t sb_parser_offset(const struct sb_parser *parser);

/* Where a parser stands, for those who look at one: debuggers, logs, `seedbundle inspect`. */
struct sb_position {
  const char *state; /* its name in FORMAT.md without STATE_, such as "ENTRY"; static */
  uint64_t begin;    /* offset of the line, payload or LF that is being read */
  uint64_t offset;   /* of the next byte */
  uint64_t entry;    /* ordinal of the entry or block that is being read or due; SB_NO_ENTRY outside */
};

SB_API struct sb_position sb_parser_position(const struct sb_parser *parser);

/* Fills `entry` with the entry of this ordinal.  False if no line of that ordinal has been accepted.  Also after
 * an error, to say what the INDEX declares; before SB_EVENT_BUNDLE_DIGEST nothing has proven it.  Takes
 * constant time. */
SB_API bool sb_parser_entry(const struct sb_parser *parser, uint64_t ordinal, struct sb_entry *entry);

/* Finds a name in the INDEX by binary search, under the conditions of sb_parser_entry().  `entry` MAY be NULL. */
SB_API bool sb_parser_find(const struct sb_parser *parser, const char *name, size_t name_size, struct sb_entry *entry);

/* For callers that can seek in their input: goes to the block of `ordinal`, or for the number of documents to
 * "=== END".  Returns the offset in the bundle from which the next input MUST come; the next event is that
 * block's SB_EVENT_FILE_BEGIN.  MUST only be called once SB_EVENT_BUNDLE_DIGEST was returned.  Clears an error
 * found in a block.  The offset MUST NOT be beyond the input's end: the input is then truncated.
 * After a seek SB_EVENT_END says nothing of the blocks that were left out. */
SB_API uint64_t sb_parser_seek(struct sb_parser *parser, uint64_t ordinal);

#ifdef __cplusplus
}
#endif

#endif

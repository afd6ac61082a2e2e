/* seedbundle/options.h - what parser, writer and reader have in common: memory, SHA-256, policies. */
#ifndef SEEDBUNDLE_OPTIONS_H
#define SEEDBUNDLE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "seedbundle/export.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SB_DIGEST_SIZE = 32 }; /* bytes of a SHA-256 */

/* Where memory comes from.
 *
 * `allocate` returns `size` bytes (never 0) aligned for any object, or NULL: the call that needed them
 * then fails with SB_OUT_OF_MEMORY.  `release` gives back what `allocate` returned, with the same size;
 * it is never called with NULL.  Both get `context`.  Neither may call back into the object that uses
 * them. */
struct sb_allocator {
  void *(*allocate)(void *context, size_t size);
  void (*release)(void *context, void *memory, size_t size);
  void *context;
};

/* A SHA-256 implementation.
 *
 * `create` makes a hashing state, or returns NULL; an object makes one and keeps it.  `begin` starts a
 * message and may be called at any time, also in the middle of one.  `update` takes the message's next
 * bytes (never 0 of them); `finish` writes its SHA-256.  The three return false if they fail, which is
 * reported as SB_DIGEST_FAILED.  `destroy` frees the state and is never called with NULL.
 *
 * An engine used by several threads at once MUST allow `create` from all of them; a state is used by one
 * thread at a time. */
struct sb_digest_engine {
  const char *name; /* for people: "openssl" */
  void *(*create)(void *context);
  bool (*begin)(void *state);
  bool (*update)(void *state, const void *data, size_t size);
  bool (*finish)(void *state, uint8_t digest[SB_DIGEST_SIZE]);
  void (*destroy)(void *state);
  void *context;
};

/* The default engine: libcrypto's EVP.  `create` fetches the digest, once for each object.  libcrypto
 * allocates from its own heap, not from an sb_allocator: see CRYPTO_set_mem_functions(3). */
SB_API const struct sb_digest_engine *sb_digest_engine_openssl(void);

/* "No limit" for the limits below. */
#define SB_UNLIMITED UINT64_MAX

/* What an object is created with.  Fill it with sb_options_init() first, then change what you need: later
 * versions may add members at the end.  The structs that it points to, and what their `context` points
 * to, MUST outlive the object. */
struct sb_options {
  size_t struct_size;                           /* set by sb_options_init(); leave it */
  const struct sb_allocator *allocator;         /* NULL (default): malloc and free */
  const struct sb_digest_engine *digest_engine; /* NULL (default): sb_digest_engine_openssl() */

  /* Policies of parser and reader; a writer does not look at them.  A value equal to the limit is allowed. */
  uint64_t max_files;       /* documents in the bundle, as declared: SB_LIMIT_FILES */
  uint64_t max_file_size;   /* bytes of one document, as declared: SB_LIMIT_FILE_SIZE */
  uint64_t max_total_size;  /* bytes of all documents, as declared: SB_LIMIT_TOTAL_SIZE */
  uint64_t max_index_bytes; /* bytes of the INDEX's entries, as received: SB_LIMIT_INDEX_BYTES */
  bool require_utf8;        /* documents must be well-formed UTF-8: SB_PAYLOAD_UTF8 */

  /* How a parser works; a writer does not look at these.  All false by default. */
  bool skip_digests; /* framing alone: neither the INDEX's digest nor the documents' are computed.  What is
                        accepted so is well-formed, but its content is NOT proven. */
  bool keep_going;   /* report recoverable errors (see sb_code_is_recoverable) as SB_EVENT_PROBLEM and go on */
  bool concatenated; /* several bundles in one stream: SB_EVENT_END comes at the LF of "=== END", whatever
                        follows, and sb_parser_reset() then begins the next one */
};

/* Sets the defaults: no limits, digests verified, the first error ends the parse, one bundle is the whole
 * input.  `size` MUST be sizeof(struct sb_options). */
SB_API void sb_options_init(struct sb_options *options, size_t size);

#ifdef __cplusplus
}
#endif

#endif

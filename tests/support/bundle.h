/* bundle.h - bundles for tests, as text, made without the library: its own formatting, libcrypto's one-shot SHA-256.
 *
 * A document list is in path order, as the caller gives it: nothing here sorts or judges, so that wrong bundles can be
 * built as easily as right ones. */
#ifndef TEST_BUNDLE_H
#define TEST_BUNDLE_H

#include "buffer.h"

struct document {
  const char *name; /* NUL-terminated */
  const void *data; /* MAY be NULL if size is 0 */
  size_t size;
};

/* What a bundle says instead of the truth; NULL: the truth. */
struct lies {
  const char *count;  /* text in the place of the count */
  const char *total;  /* text in the place of the total */
  const char *digest; /* 64 digits in the place of DIGEST's; NULL: the digest of the INDEX as it stands, lies and all */
};

enum { SHA256_SIZE = 32, SHA256_HEX = 64 };

void sha256_of(const void *data, size_t size, uint8_t digest[SHA256_SIZE]);

/* The SHA-256 in hexadecimal, appended. */
void bundle_sha256(struct buffer *out, const void *data, size_t size);

/* Parts of a bundle, appended.  The size in an entry and in a header is the document's. */
void bundle_entry(struct buffer *out, const struct document *document);
void bundle_block(struct buffer *out, const struct document *document);

/* First line, INDEX and DIGEST of these documents. */
void bundle_index(struct buffer *out, const struct document *documents, size_t count, const struct lies *lies);

/* The whole bundle, appended.  `lies` MAY be NULL. */
void bundle_append(struct buffer *out, const struct document *documents, size_t count, const struct lies *lies);
struct buffer bundle_make(const struct document *documents, size_t count);

/* A valid name of exactly `size` bytes, all of them this character but for slashes: components of 199 or 200 bytes. */
void bundle_long_name(struct buffer *out, char character, size_t size);

/* After the INDEX was edited: puts the right SHA-256 of all bytes before it into the first DIGEST line, whose begin is
 * searched for after an LF.  The line MUST be there, with 64 bytes after its word. */
void bundle_reseal(struct buffer *bundle);

/* Replaces the first occurrence of `find`, which MUST be there. */
void bundle_edit(struct buffer *bundle, const char *find, const char *replace);

/* -- Samples: valid bundles -- */

enum sample {
  SAMPLE_EMPTY,   /* no documents */
  SAMPLE_EXAMPLE, /* the three documents of the format's description */
  SAMPLE_FOLDERS, /* names around the path order, characters of one to four bytes */
  SAMPLE_HOSTILE, /* documents that hold a bundle, every byte value, structural lines without an LF at the end */
  SAMPLE_LONGEST, /* names and components of the greatest length */
  SAMPLES
};

/* For messages: "example". */
const char *sample_name(enum sample sample);

/* The bundle's bytes, to be freed by buffer_free(). */
struct buffer sample_bundle(enum sample sample);

#endif

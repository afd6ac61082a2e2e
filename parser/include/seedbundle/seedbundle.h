/* seedbundle/seedbundle.h - the whole interface of libseedbundle.
 *
 *     error.h    codes, their texts, places
 *     options.h  memory, SHA-256, policies
 *     name.h     the rules for names
 *     parser.h   a stream of bytes to events
 *     writer.h   documents to the canonical bytes
 *     reader.h   random access to the documents of a bundle
 *
 * Rules that hold for all of it:
 *   - The library does no input/output, has no global state, and reads neither environment nor locale.
 *   - Names are bytes with a size; digests are SB_DIGEST_SIZE raw bytes; offsets and sizes are 64-bit byte counts.
 *   - No input, however bad, is undefined behaviour.  A caller's misuse (what the comments say a caller MUST do) may
 *     be: builds without NDEBUG check it by assert().
 *   - An error of a parser or writer is sticky: it is returned again until the object is reset or freed, which is always
 *     possible.  A reader judges each call by itself.
 *   - Within one major version nothing here is removed or changes its meaning. */
#ifndef SEEDBUNDLE_SEEDBUNDLE_H
#define SEEDBUNDLE_SEEDBUNDLE_H

#include "seedbundle/error.h"
#include "seedbundle/name.h"
#include "seedbundle/options.h"
#include "seedbundle/parser.h"
#include "seedbundle/reader.h"
#include "seedbundle/writer.h"

/* The version of these headers. */
#define SB_VERSION_MAJOR 0
#define SB_VERSION_MINOR 1
#define SB_VERSION_PATCH 0
#define SB_VERSION "0.1.0"
#define SB_VERSION_NUMBER (SB_VERSION_MAJOR * 1000000 + SB_VERSION_MINOR * 1000 + SB_VERSION_PATCH)

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library that is linked, which may be newer: "0.1.0", and as SB_VERSION_NUMBER. */
SB_API const char *sb_version(void);
SB_API uint32_t sb_version_number(void);

#ifdef __cplusplus
}
#endif

#endif

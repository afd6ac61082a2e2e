/* digest.h - the SHA-256 of the thing being read or written. */
#ifndef SB_DIGEST_H
#define SB_DIGEST_H

#include "seedbundle/options.h"

/* One hashing state of an engine.  A failure of the engine is kept until the digest is asked for, so that callers
 * need not check each step. */
struct sb_digest {
  const struct sb_digest_engine *engine;
  void *state;
  bool failed;
};

/* False if the engine cannot make a state.  NULL: the default engine. */
bool sb_digest_create(struct sb_digest *digest, const struct sb_digest_engine *engine);

/* Also after a failed create, or on a struct that is all zero. */
void sb_digest_destroy(struct sb_digest *digest);

void sb_digest_begin(struct sb_digest *digest);
void sb_digest_update(struct sb_digest *digest, const void *data, size_t size);

/* Writes the SHA-256 of all bytes since begin.  False if the engine failed at any step. */
bool sb_digest_finish(struct sb_digest *digest, uint8_t sha256[SB_DIGEST_SIZE]);

#endif

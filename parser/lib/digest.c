/* digest.c - the SHA-256 of the thing being read or written. */
#include "digest.h"

bool sb_digest_create(struct sb_digest *digest, const struct sb_digest_engine *engine) {
  digest->engine = engine ? engine : sb_digest_engine_openssl();
  digest->state = digest->engine->create(digest->engine->context);
  digest->failed = false;
  return digest->state != NULL;
}

void sb_digest_destroy(struct sb_digest *digest) {
  if (digest->state)
    digest->engine->destroy(digest->state);
  digest->state = NULL;
}

void sb_digest_begin(struct sb_digest *digest) { digest->failed = !digest->engine->begin(digest->state); }

void sb_digest_update(struct sb_digest *digest, const void *data, size_t size) {
  if (size > 0 && !digest->failed)
    digest->failed = !digest->engine->update(digest->state, data, size);
}

bool sb_digest_finish(struct sb_digest *digest, uint8_t sha256[SB_DIGEST_SIZE]) {
  if (!digest->failed)
    digest->failed = !digest->engine->finish(digest->state, sha256);
  return !digest->failed;
}

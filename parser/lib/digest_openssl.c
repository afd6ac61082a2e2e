/* digest_openssl.c - the default digest engine: libcrypto's EVP. */
#include <openssl/evp.h>

#include "seedbundle/options.h"

/* Fetching a digest looks through libcrypto's providers: it is done once for each state, never for each message. */
struct openssl_state {
  EVP_MD *sha256;
  EVP_MD_CTX *context;
};

static void openssl_destroy(void *memory) {
  struct openssl_state *state = memory;
  EVP_MD_CTX_free(state->context);
  EVP_MD_free(state->sha256);
  OPENSSL_free(state);
}

static void *openssl_create(void *context) {
  (void)context;
  struct openssl_state *state = OPENSSL_zalloc(sizeof *state);
  if (!state)
    return NULL;
  state->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
  state->context = EVP_MD_CTX_new();
  if (!state->sha256 || !state->context) {
    openssl_destroy(state);
    return NULL;
  }
  return state;
}

static bool openssl_begin(void *memory) {
  struct openssl_state *state = memory;
  return EVP_DigestInit_ex2(state->context, state->sha256, NULL) == 1;
}

static bool openssl_update(void *memory, const void *data, size_t size) {
  struct openssl_state *state = memory;
  return EVP_DigestUpdate(state->context, data, size) == 1;
}

static bool openssl_finish(void *memory, uint8_t digest[SB_DIGEST_SIZE]) {
  struct openssl_state *state = memory;
  return EVP_DigestFinal_ex(state->context, digest, NULL) == 1;
}

static const struct sb_digest_engine openssl_engine = {
    .name = "openssl",
    .create = openssl_create,
    .begin = openssl_begin,
    .update = openssl_update,
    .finish = openssl_finish,
    .destroy = openssl_destroy,
    .context = NULL,
};

const struct sb_digest_engine *sb_digest_engine_openssl(void) { return &openssl_engine; }

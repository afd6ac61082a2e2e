/* msan.c - only in builds with MemorySanitizer: what libcrypto writes counts as written.
 *
 * A system's libcrypto is not instrumented, so MemorySanitizer would take its results for garbage, and complain of what
 * it passes on to libc.  The linker sends these calls through here (--wrap), and the library stays as it is. */
#include <openssl/evp.h>
#include <sanitizer/msan_interface.h>

EVP_MD *__real_EVP_MD_fetch(OSSL_LIB_CTX *context, const char *algorithm, const char *properties);
EVP_MD *__wrap_EVP_MD_fetch(OSSL_LIB_CTX *context, const char *algorithm, const char *properties);
EVP_MD *__wrap_EVP_MD_fetch(OSSL_LIB_CTX *context, const char *algorithm, const char *properties) {
  __msan_scoped_disable_interceptor_checks();
  EVP_MD *digest = __real_EVP_MD_fetch(context, algorithm, properties);
  __msan_scoped_enable_interceptor_checks();
  return digest;
}

int __real_EVP_DigestFinal_ex(EVP_MD_CTX *context, unsigned char *digest, unsigned *size);
int __wrap_EVP_DigestFinal_ex(EVP_MD_CTX *context, unsigned char *digest, unsigned *size);
int __wrap_EVP_DigestFinal_ex(EVP_MD_CTX *context, unsigned char *digest, unsigned *size) {
  const int done = __real_EVP_DigestFinal_ex(context, digest, size);
  if (done == 1)
    __msan_unpoison(digest, (size_t)EVP_MD_CTX_get_size(context));
  return done;
}

int __real_EVP_Q_digest(OSSL_LIB_CTX *library, const char *name, const char *properties, const void *data, size_t size,
                        unsigned char *digest, size_t *digest_size);
int __wrap_EVP_Q_digest(OSSL_LIB_CTX *library, const char *name, const char *properties, const void *data, size_t size,
                        unsigned char *digest, size_t *digest_size);
int __wrap_EVP_Q_digest(OSSL_LIB_CTX *library, const char *name, const char *properties, const void *data, size_t size,
                        unsigned char *digest, size_t *digest_size) {
  __msan_check_mem_is_initialized(data, size);
  __msan_scoped_disable_interceptor_checks();
  const int done = __real_EVP_Q_digest(library, name, properties, data, size, digest, digest_size);
  __msan_scoped_enable_interceptor_checks();
  if (done == 1) {
    __msan_unpoison(digest_size, sizeof *digest_size);
    __msan_unpoison(digest, *digest_size);
  }
  return done;
}

int __real_EVP_DigestUpdate(EVP_MD_CTX *context, const void *data, size_t size);
int __wrap_EVP_DigestUpdate(EVP_MD_CTX *context, const void *data, size_t size);
int __wrap_EVP_DigestUpdate(EVP_MD_CTX *context, const void *data, size_t size) {
  __msan_check_mem_is_initialized(data, size); /* libcrypto itself would not say that it is given garbage */
  return __real_EVP_DigestUpdate(context, data, size);
}

void *__real_CRYPTO_zalloc(size_t size, const char *file, int line);
void *__wrap_CRYPTO_zalloc(size_t size, const char *file, int line);
void *__wrap_CRYPTO_zalloc(size_t size, const char *file, int line) {
  void *memory = __real_CRYPTO_zalloc(size, file, line);
  if (memory)
    __msan_unpoison(memory, size);
  return memory;
}

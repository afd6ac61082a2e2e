/* bundle.c - bundles for tests, as text, made without the library. */
#include "bundle.h"

#include <openssl/evp.h>
#include <string.h>

void sha256_of(const void *data, size_t size, uint8_t digest[SHA256_SIZE]) {
  size_t digest_size = 0;
  const int done = EVP_Q_digest(NULL, "SHA256", NULL, size ? data : "", size, digest, &digest_size);
  REQUIRE(done == 1 && digest_size == SHA256_SIZE);
}

void bundle_sha256(struct buffer *out, const void *data, size_t size) {
  uint8_t digest[SHA256_SIZE];
  sha256_of(data, size, digest);
  buffer_hex(out, digest, sizeof digest);
}

void bundle_entry(struct buffer *out, const struct document *document) {
  bundle_sha256(out, document->data, document->size);
  buffer_format(out, " %zu %s\n", document->size, document->name);
}

void bundle_block(struct buffer *out, const struct document *document) {
  buffer_format(out, "=== FILE %zu %s\n", document->size, document->name);
  buffer_append(out, document->data, document->size);
  buffer_byte(out, '\n');
}

static void append_truth_or_lie(struct buffer *out, uint64_t truth, const char *lie) {
  if (lie)
    buffer_text(out, lie);
  else
    buffer_number(out, truth);
}

void bundle_index(struct buffer *out, const struct document *documents, size_t count, const struct lies *lies) {
  const struct lies none = {0};
  lies = lies ? lies : &none;
  const size_t begin = out->size;
  uint64_t total = 0;
  for (size_t i = 0; i < count; i++)
    total += documents[i].size;
  buffer_text(out, "=== SEED-BUNDLE 1\n=== INDEX ");
  append_truth_or_lie(out, count, lies->count);
  buffer_byte(out, ' ');
  append_truth_or_lie(out, total, lies->total);
  buffer_byte(out, '\n');
  for (size_t i = 0; i < count; i++)
    bundle_entry(out, &documents[i]);
  const size_t end = out->size;
  buffer_text(out, "=== DIGEST ");
  if (lies->digest)
    buffer_text(out, lies->digest);
  else
    bundle_sha256(out, out->data + begin, end - begin);
  buffer_byte(out, '\n');
}

void bundle_append(struct buffer *out, const struct document *documents, size_t count, const struct lies *lies) {
  bundle_index(out, documents, count, lies);
  for (size_t i = 0; i < count; i++)
    bundle_block(out, &documents[i]);
  buffer_text(out, "=== END\n");
}

struct buffer bundle_make(const struct document *documents, size_t count) {
  struct buffer bundle = {0};
  bundle_append(&bundle, documents, count, NULL);
  return bundle;
}

void bundle_reseal(struct buffer *bundle) {
  static const char word[] = "\n=== DIGEST ";
  const size_t line = buffer_find(bundle, word, 0) + 1;
  const size_t digits = line + strlen(word) - 1;
  struct buffer digest = {0};
  bundle_sha256(&digest, bundle->data, line);
  buffer_splice(bundle, digits, SHA256_HEX, digest.data, digest.size);
  buffer_free(&digest);
}

void bundle_edit(struct buffer *bundle, const char *find, const char *replace) {
  buffer_splice(bundle, buffer_find(bundle, find, 0), strlen(find), replace, strlen(replace));
}

/* -- Samples -- */

#define TEXT(name, text)                                                                                               \
  { (name), (text), sizeof(text) - 1 }

static struct buffer make_example(void) {
  static const struct document documents[] = {
      TEXT("a.txt", "hello"),
      TEXT("b/c.txt", "hello, world\n"),
      TEXT("b/\xC3\xA9", ""),
  };
  return bundle_make(documents, 3);
}

/* In path order "/" is lowest, so what is in the folder a comes before what begins with "a ". */
static struct buffer make_folders(void) {
  static const struct document documents[] = {
      TEXT("a/b/..c", ""),
      TEXT("a b/x", "\n"),
      TEXT("a0", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8C\xB1"),
      TEXT("\xE2\x82\xAC/\xF0\x9F\x8C\xB1", "seed"),
  };
  return bundle_make(documents, 4);
}

static struct buffer make_hostile(void) {
  uint8_t every_byte[256];
  for (size_t i = 0; i < sizeof every_byte; i++)
    every_byte[i] = (uint8_t)i;
  struct buffer inner = bundle_make(NULL, 0);
  const struct document documents[] = {
      {"bundle", inner.data, inner.size},
      {"bytes", every_byte, sizeof every_byte},
      TEXT("lines", "\n\r\n=== FILE 3 end\n=== END"),
  };
  struct buffer bundle = bundle_make(documents, 3);
  buffer_free(&inner);
  return bundle;
}

void bundle_long_name(struct buffer *out, char character, size_t size) {
  const size_t component = 200;
  for (size_t i = 0; i < size; i++)
    buffer_byte(out, (uint8_t)(i % component == component - 1 && i + 1 < size ? '/' : character));
}

static struct buffer make_longest(void) {
  struct buffer names[3] = {{0}};
  buffer_fill(&names[0], 'a', 255);
  bundle_long_name(&names[1], 'b', 4096);
  for (int i = 0; i < 85; i++)
    buffer_text(&names[2], "\xE2\x82\xAC"); /* 85 times 3 bytes is 255 */
  struct document documents[3];
  for (size_t i = 0; i < 3; i++)
    documents[i] = (struct document){buffer_string(&names[i]), "long", i};
  struct buffer bundle = bundle_make(documents, 3);
  for (size_t i = 0; i < 3; i++)
    buffer_free(&names[i]);
  return bundle;
}

const char *sample_name(enum sample sample) {
  static const char *const names[SAMPLES] = {"empty", "example", "folders", "hostile", "longest"};
  return names[sample];
}

struct buffer sample_bundle(enum sample sample) {
  switch (sample) {
  case SAMPLE_EMPTY:
    return bundle_make(NULL, 0);
  case SAMPLE_EXAMPLE:
    return make_example();
  case SAMPLE_FOLDERS:
    return make_folders();
  case SAMPLE_HOSTILE:
    return make_hostile();
  case SAMPLE_LONGEST:
    return make_longest();
  case SAMPLES:
    break;
  }
  require_failed("a sample of this number", __FILE__, __LINE__);
}

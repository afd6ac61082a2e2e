/* test_writer.c - the canonical writer: what it writes. */
#include "unit.h"

#include "engine.h"
#include "trace.h"
#include "writing.h"

#define TEXT(name, text)                                                                                               \
  { (name), (text), sizeof(text) - 1 }

/* A full one, an empty one and a last one. */
static const struct document three[] = {TEXT("a", "first"), TEXT("b", ""), TEXT("c", "last\n")};
enum { THREE = 3 };

static struct sb_writer *new_writer(void) {
  struct sb_writer *writer;
  assert_int_equal(sb_writer_create(&writer, NULL), SB_OK);
  return writer;
}

/* -- Law 2: one content, one encoding -- */

static const struct feeding feedings[] = {{0, false}, {1, false}, {7, false}, {0, true}, {1, true}};
enum { FEEDINGS = COUNT_OF(feedings) };

static void a_parsed_sample_is_written_again_byte_for_byte(void **state) {
  (void)state;
  for (enum sample sample = 0; sample < SAMPLES; sample++) {
    struct buffer bundle = sample_bundle(sample);
    struct documents documents = documents_parse(bundle.data, bundle.size);
    for (size_t i = 0; i < FEEDINGS; i++) {
      struct buffer written = writing_bundle(documents.list, documents.count, &feedings[i]);
      if (!buffer_equal(&written, &bundle))
        fail_msg("%s is written otherwise with feeding %zu", sample_name(sample), i);
      buffer_free(&written);
    }
    documents_free(&documents);
    buffer_free(&bundle);
  }
}

static uint32_t dice(uint32_t *seed, uint32_t sides) {
  *seed = *seed * UINT32_C(1664525) + UINT32_C(1013904223);
  return (*seed >> 8) % sides;
}

/* The rank of the letters that names are drawn from. */
static const char ranks[256] = {['/'] = 1, ['!'] = 2, ['.'] = 3, ['a'] = 4, ['b'] = 5};

/* Path order. */
static int compare_documents(const void *a, const void *b) {
  const char *left = ((const struct document *)a)->name;
  const char *right = ((const struct document *)b)->name;
  for (; *left && *left == *right; left++)
    right++;
  return ranks[(uint8_t)*left] - ranks[(uint8_t)*right];
}

/* A component of one to three letters that is neither "." nor "..". */
static size_t random_component(uint32_t *seed, char *name) {
  static const char letters[] = "a!b.";
  name[0] = letters[dice(seed, 3)];
  const size_t size = 1 + dice(seed, 3);
  for (size_t i = 1; i < size; i++)
    name[i] = letters[dice(seed, 4)];
  return size;
}

/* Up to 20 documents of random names of one to three components, sorted, without those that may not stand together. */
static struct documents random_documents(uint32_t *seed) {
  struct documents documents = {.list = calloc(20, sizeof *documents.list)};
  const size_t drawn = dice(seed, 21);
  for (size_t i = 0; i < drawn; i++) {
    char name[16] = {0};
    size_t at = random_component(seed, name);
    for (uint32_t more = dice(seed, 3); more > 0; more--) {
      name[at++] = '/';
      at += random_component(seed, name + at);
    }
    const size_t size = dice(seed, 4) * dice(seed, 30);
    uint8_t *data = malloc(size);
    for (size_t k = 0; k < size; k++)
      data[k] = (uint8_t)dice(seed, 256);
    documents.list[i] = (struct document){(const char *)exact_copy(name, at + 1), data, size};
  }
  qsort(documents.list, drawn, sizeof *documents.list, compare_documents);
  for (size_t i = 0; i < drawn; i++) {
    const struct document *next = &documents.list[i];
    const struct document *last = documents.count ? &documents.list[documents.count - 1] : NULL;
    const size_t shared = last ? strlen(last->name) : 0;
    if (last && strncmp(last->name, next->name, shared) == 0 && (!next->name[shared] || next->name[shared] == '/')) {
      free((void *)(uintptr_t)next->name);
      free((void *)(uintptr_t)next->data);
    } else {
      documents.list[documents.count++] = *next;
    }
  }
  return documents;
}

static void written_documents_are_parsed_back(void **state) {
  (void)state;
  uint32_t seed = 1;
  size_t most = 0;
  for (int set = 0; set < 300; set++) {
    struct documents documents = random_documents(&seed);
    struct buffer bundle = writing_bundle(documents.list, documents.count, &feedings[set % FEEDINGS]);
    struct documents back = documents_parse(bundle.data, bundle.size);
    struct buffer expected = bundle_make(documents.list, documents.count);
    assert_true(documents_equal(&documents, &back));
    assert_string_equal(buffer_string(&bundle), buffer_string(&expected));
    assert_true(buffer_equal(&bundle, &expected));
    most = documents.count > most ? documents.count : most;
    buffer_free(&expected);
    buffer_free(&bundle);
    documents_free(&back);
    documents_free(&documents);
  }
  assert_true(most >= 15);
}

/* -- The happy path, a call at a time -- */

static void no_documents_are_the_empty_bundle(void **state) {
  (void)state;
  struct buffer written = writing_bundle(NULL, 0, NULL);
  struct buffer empty = sample_bundle(SAMPLE_EMPTY);
  assert_string_equal(buffer_string(&written), buffer_string(&empty));
  buffer_free(&written);
  buffer_free(&empty);
}

static void payload_comes_out_of_the_callers_own_piece(void **state) {
  (void)state;
  struct sb_writer *writer = new_writer();
  assert_int_equal(writing_declare(writer, three, 1), SB_OK);
  struct sb_input payload = {three[0].data, three[0].size, 2};
  struct sb_bytes bytes;
  for (int lines = 0; lines < 5; lines++) { /* none of these takes payload */
    assert_int_equal(sb_writer_document(writer), SB_NO_ENTRY);
    assert_int_equal(sb_writer_next(writer, &payload, &bytes), SB_WRITER_BYTES);
    assert_int_equal(payload.pos, 2);
  }
  assert_int_equal(sb_writer_document(writer), 0);
  assert_int_equal(sb_writer_next(writer, &payload, &bytes), SB_WRITER_BYTES);
  assert_ptr_equal(bytes.data, (const uint8_t *)three[0].data + 2);
  assert_int_equal(bytes.size, 3);
  assert_int_equal(payload.pos, 5);
  assert_int_equal(sb_writer_next(writer, &payload, &bytes), SB_WRITER_NEED_PAYLOAD);
  assert_int_equal(sb_writer_next(writer, NULL, &bytes), SB_WRITER_NEED_PAYLOAD);
  sb_writer_free(writer);
}

static void done_stays_done(void **state) {
  (void)state;
  struct sb_writer *writer = new_writer();
  struct buffer out = {0};
  assert_int_equal(writing_declare(writer, three, THREE), SB_OK);
  assert_int_equal(writing_run(&out, writer, three, THREE, NULL), SB_OK);
  for (int i = 0; i < 3; i++) {
    struct sb_input payload = {"more", 4, 0};
    struct sb_bytes bytes = {out.data, 1};
    assert_int_equal(sb_writer_next(writer, &payload, &bytes), SB_WRITER_DONE);
    assert_int_equal(bytes.size, 0);
    assert_int_equal(payload.pos, 0);
  }
  assert_int_equal(sb_writer_document(writer), SB_NO_ENTRY);
  assert_int_equal(sb_writer_error(writer)->code, SB_OK);
  buffer_free(&out);
  sb_writer_free(writer);
}

static void bundle_digest_is_known_once_its_line_is_out(void **state) {
  (void)state;
  struct sb_writer *writer = new_writer();
  struct buffer out = {0};
  uint8_t expected[SHA256_SIZE];
  assert_int_equal(writing_declare(writer, three, THREE), SB_OK);
  for (;;) {
    struct sb_bytes bytes;
    assert_null(sb_writer_digest(writer));
    assert_int_equal(sb_writer_next(writer, NULL, &bytes), SB_WRITER_BYTES);
    if (memcmp(bytes.data, "=== DIGEST ", 11) == 0)
      break;
    buffer_append(&out, bytes.data, bytes.size);
  }
  sha256_of(out.data, out.size, expected);
  assert_non_null(sb_writer_digest(writer));
  assert_memory_equal(sb_writer_digest(writer), expected, SHA256_SIZE);
  sb_writer_reset(writer);
  assert_null(sb_writer_digest(writer));
  buffer_free(&out);
  sb_writer_free(writer);
}

/* -- Sums, and a writer that is used again -- */

/* The bytes that come out before the first payload is asked for. */
static struct buffer pull_index(struct sb_writer *writer) {
  struct buffer out = {0};
  struct sb_bytes bytes;
  while (sb_writer_next(writer, NULL, &bytes) == SB_WRITER_BYTES)
    buffer_append(&out, bytes.data, bytes.size);
  return out;
}

static void sizes_may_add_up_to_the_greatest_number(void **state) {
  (void)state;
  static const uint8_t digest[SB_DIGEST_SIZE] = {0};
  struct sb_writer *writer = new_writer();
  assert_int_equal(sb_writer_declare(writer, "a", 1, (uint64_t)INT64_MAX - 7, digest), SB_OK);
  assert_int_equal(sb_writer_declare(writer, "b", 1, 7, digest), SB_OK);
  assert_int_equal(sb_writer_declare(writer, "c", 1, 0, digest), SB_OK);
  struct buffer out = pull_index(writer);
  buffer_find(&out, "\n=== INDEX 3 9223372036854775807\n", 0);
  buffer_find(&out, " 9223372036854775800 a\n", 0);
  struct buffer log = {0};
  const struct trace_end end = trace_bundle(&log, out.data, out.size, NULL, NULL);
  assert_int_equal(end.error.code, SB_TRUNCATED);
  assert_int_equal(end.error.offset, out.size);
  assert_int_equal(end.error.entry, 0);
  buffer_free(&log);
  buffer_free(&out);
  sb_writer_free(writer);
}

static void reset_at_any_point_makes_the_writer_like_new(void **state) {
  (void)state;
  struct buffer expected = bundle_make(three, THREE);
  struct sb_writer *writer = new_writer();
  for (size_t calls = 0; calls < 32; calls++) {
    struct sb_input payload = {"other", 5, 0};
    assert_int_equal(sb_writer_declare(writer, "other", 5, 9, (const uint8_t[SB_DIGEST_SIZE]){0}), SB_OK);
    for (size_t i = 0; i < calls; i++) {
      struct sb_bytes bytes;
      if (sb_writer_next(writer, &payload, &bytes) == SB_WRITER_NEED_PAYLOAD && i == 10)
        sb_writer_end_payload(writer); /* too early: the next call fails */
    }
    assert_int_equal(sb_writer_error(writer)->code, calls > 11 ? SB_PAYLOAD_SIZE_MISMATCH : SB_OK);
    sb_writer_reset(writer);
    assert_int_equal(sb_writer_error(writer)->code, SB_OK);
    assert_int_equal(sb_writer_document(writer), SB_NO_ENTRY);
    struct buffer out = {0};
    assert_int_equal(writing_declare(writer, three, THREE), SB_OK);
    assert_int_equal(writing_run(&out, writer, three, THREE, NULL), SB_OK);
    assert_true(buffer_equal(&out, &expected));
    buffer_free(&out);
    sb_writer_reset(writer);
  }
  sb_writer_free(writer);
  buffer_free(&expected);
}

static void a_writer_can_be_freed_at_any_point(void **state) {
  (void)state;
  sb_writer_free(NULL);
  for (size_t calls = 0; calls < 20; calls++) {
    struct counting_allocator memory;
    struct counting_engine engine;
    struct sb_options options;
    struct sb_writer *writer;
    counting_init(&memory);
    counting_engine_init(&engine);
    sb_options_init(&options, sizeof options);
    options.allocator = &memory.allocator;
    options.digest_engine = &engine.engine;
    assert_int_equal(sb_writer_create(&writer, &options), SB_OK);
    assert_int_equal(writing_declare(writer, three, calls % (THREE + 1)), SB_OK);
    for (size_t i = 0; i < calls; i++) {
      struct sb_bytes bytes;
      sb_writer_next(writer, NULL, &bytes);
    }
    sb_writer_free(writer);
    assert_true(counting_is_clean(&memory));
    assert_int_equal(engine.created, 1);
    assert_int_equal(engine.live, 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_parsed_sample_is_written_again_byte_for_byte),
      cmocka_unit_test(written_documents_are_parsed_back),
      cmocka_unit_test(no_documents_are_the_empty_bundle),
      cmocka_unit_test(payload_comes_out_of_the_callers_own_piece),
      cmocka_unit_test(done_stays_done),
      cmocka_unit_test(bundle_digest_is_known_once_its_line_is_out),
      cmocka_unit_test(sizes_may_add_up_to_the_greatest_number),
      cmocka_unit_test(reset_at_any_point_makes_the_writer_like_new),
      cmocka_unit_test(a_writer_can_be_freed_at_any_point),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

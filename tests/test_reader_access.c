/* test_reader_access.c - random access finds, reads and verifies what is there, in any order. */
#include "unit.h"

#include "bundle.h"
#include "source.h"

#define TEXT(name, text)                                                                                               \
  { (name), (text), sizeof(text) - 1 }

static struct sb_reader *open_reader(struct memory_source *memory, const struct buffer *bundle) {
  struct sb_reader *reader;
  struct sb_error error;
  memory_source_init(memory, bundle->data, bundle->size);
  assert_int_equal(sb_reader_open(&reader, &memory->source, NULL, &error), SB_OK);
  assert_int_equal(error.code, SB_OK);
  return reader;
}

/* -- Verifying in any order -- */

static void each_document_is_judged_by_itself_in_any_order(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  bundle_edit(&bundle, "hello, world\n\n", "hello, w0rld\n\n");
  const uint64_t line = buffer_find(&bundle, "853ff93762a06ddb", 0);
  const uint64_t payload = buffer_find(&bundle, "hello, w0rld", 0);
  struct memory_source memory;
  struct sb_reader *reader = open_reader(&memory, &bundle);
  static const uint64_t order[] = {2, 1, 0, 1, 1, 2, 2, 0};
  for (size_t i = 0; i < COUNT_OF(order); i++) {
    struct sb_error error;
    const enum sb_code code = sb_reader_verify(reader, order[i], &error);
    assert_int_equal(code, order[i] == 1 ? SB_PAYLOAD_DIGEST_MISMATCH : SB_OK);
    assert_int_equal(code, error.code);
    assert_int_equal(error.offset, order[i] == 1 ? payload : SB_NO_OFFSET);
    assert_int_equal(error.related, order[i] == 1 ? line : SB_NO_OFFSET);
    assert_int_equal(error.entry, order[i] == 1 ? 1 : SB_NO_ENTRY);
    assert_int_equal(sb_reader_verify(reader, order[i], NULL), code);
    assert_int_equal(sb_reader_verify_all(reader, NULL), SB_PAYLOAD_DIGEST_MISMATCH);
  }
  sb_reader_free(reader);
  buffer_free(&bundle);
}

/* -- Finding -- */

static void assert_absent(struct sb_reader *reader, const char *name, size_t size) {
  struct sb_entry entry;
  assert_false(sb_reader_find(reader, name, size, NULL));
  assert_false(sb_reader_find(reader, name, size, &entry));
}

/* Names that differ a little from one that is there. */
static void assert_neighbours_absent(struct sb_reader *reader, const struct sb_entry *entry) {
  struct buffer name = {0};
  struct sb_entry found;
  for (size_t size = 0; size < entry->name_size; size++)
    assert_absent(reader, entry->name, size);
  buffer_append(&name, entry->name, entry->name_size);
  assert_true(sb_reader_find(reader, buffer_string(&name), name.size, &found));
  buffer_byte(&name, '\0');
  assert_absent(reader, buffer_string(&name), name.size);
  name.data[name.size - 1] = '/';
  assert_absent(reader, buffer_string(&name), name.size);
  name.size--;
  name.data[name.size - 1] ^= 0x80;
  assert_absent(reader, buffer_string(&name), name.size);
  buffer_free(&name);
}

static void every_name_is_found_and_no_other(void **state) {
  (void)state;
  for (enum sample sample = 0; sample < SAMPLES; sample++) {
    struct buffer bundle = sample_bundle(sample);
    struct memory_source memory;
    struct sb_reader *reader = open_reader(&memory, &bundle);
    struct sb_entry entry;
    struct sb_entry found;
    for (uint64_t i = 0; sb_reader_entry(reader, i, &entry); i++) {
      assert_int_equal(entry.ordinal, i);
      assert_int_equal(entry.name[entry.name_size], 0);
      assert_true(sb_reader_find(reader, entry.name, entry.name_size, NULL));
      assert_true(sb_reader_find(reader, entry.name, entry.name_size, &found));
      assert_memory_equal(&found, &entry, sizeof entry);
      assert_neighbours_absent(reader, &entry);
    }
    assert_absent(reader, NULL, 0);
    assert_absent(reader, "\xFF", 1);
    sb_reader_free(reader);
    buffer_free(&bundle);
  }
}

static void reader_tells_what_the_index_declares(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  struct memory_source memory;
  struct sb_reader *reader = open_reader(&memory, &bundle);
  struct sb_entry entry;
  struct buffer digest = {0};
  assert_int_equal(sb_reader_count(reader), 3);
  assert_int_equal(sb_reader_total(reader), 18);
  buffer_hex(&digest, sb_reader_digest(reader), SB_DIGEST_SIZE);
  assert_string_equal(buffer_string(&digest), "2ac75c47904791d12d2e9f6bc30bc6dc5179064d14bdeed0a1efb11aa047e104");
  assert_true(sb_reader_entry(reader, 1, &entry));
  assert_string_equal(entry.name, "b/c.txt");
  assert_int_equal(entry.size, 13);
  assert_int_equal(entry.offset, buffer_find(&bundle, "853ff", 0));
  assert_int_equal(entry.block_offset, buffer_find(&bundle, "=== FILE 13", 0));
  assert_int_equal(entry.payload_offset, buffer_find(&bundle, "hello, world", 0));
  assert_false(sb_reader_entry(reader, 3, &entry));
  assert_false(sb_reader_entry(reader, UINT64_MAX, &entry));
  sb_reader_free(NULL);
  sb_reader_free(reader);
  buffer_free(&digest);
  buffer_free(&bundle);
}

/* -- Ranges -- */

static void assert_range(struct sb_reader *reader, const struct document *document, uint64_t ordinal, uint64_t position,
                         size_t size) {
  const size_t left = position < document->size ? document->size - (size_t)position : 0;
  const size_t due = size < left ? size : left;
  uint8_t *buffer = malloc(size); /* of the exact size, so that a write beyond it is seen */
  size_t got = SIZE_MAX;
  assert_int_equal(sb_reader_read(reader, ordinal, position, buffer, size, &got), SB_OK);
  assert_int_equal(got, due);
  if (due > 0)
    assert_memory_equal(buffer, (const uint8_t *)document->data + position, due);
  free(buffer);
}

static void every_range_of_a_document_is_read(void **state) {
  (void)state;
  static const struct document documents[] = {TEXT("a.txt", "hello"), TEXT("b/c.txt", "hello, world\n"),
                                              TEXT("b/\xC3\xA9", "")};
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  struct memory_source memory;
  struct sb_reader *reader = open_reader(&memory, &bundle);
  for (uint64_t i = 0; i < 3; i++) {
    for (size_t size = 0; size < 17; size++) {
      for (uint64_t position = 0; position < 17; position++)
        assert_range(reader, &documents[i], i, position, size);
      assert_range(reader, &documents[i], i, UINT64_MAX - size, size);
      assert_range(reader, &documents[i], i, UINT64_MAX, size);
      assert_range(reader, &documents[i], i, (uint64_t)INT64_MAX + 1, size);
    }
  }
  sb_reader_free(reader);
  buffer_free(&bundle);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_document_is_judged_by_itself_in_any_order),
      cmocka_unit_test(every_name_is_found_and_no_other),
      cmocka_unit_test(reader_tells_what_the_index_declares),
      cmocka_unit_test(every_range_of_a_document_is_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_reader_sparse.c - random access to bundles that are larger than any memory: their documents are computed when
 * they are read. */
#include "unit.h"

#include "bundle.h"
#include "seedbundle/reader.h"

enum { READ_SIZE = 65536 }; /* what a reader reads at a time, at most */

struct sparse {
  struct sb_source source;
  struct buffer index;      /* up to the LF of DIGEST */
  struct buffer headers[3]; /* of the blocks */
  uint64_t sizes[3];        /* of the documents a, b, c */
  uint64_t blocks[4];       /* where they and END begin */
  uint64_t bytes;           /* that were handed out */
};

/* A byte of every document: no two that are 256 or 65536 or 4 GiB apart need be equal. */
static uint8_t pattern(uint64_t position) {
  return (uint8_t)((position + (position >> 8) * 3 + (position >> 16) * 5 + (position >> 32) * 7) & 0xFF);
}

static uint8_t sparse_byte(const struct sparse *sparse, uint64_t offset) {
  if (offset < sparse->blocks[0])
    return sparse->index.data[offset];
  if (offset >= sparse->blocks[3])
    return (uint8_t) "=== END\n"[offset - sparse->blocks[3]];
  const int block = offset >= sparse->blocks[2] ? 2 : offset >= sparse->blocks[1] ? 1 : 0;
  const uint64_t at = offset - sparse->blocks[block];
  const struct buffer *header = &sparse->headers[block];
  if (at < header->size)
    return header->data[at];
  return at - header->size < sparse->sizes[block] ? pattern(at - header->size) : '\n';
}

static int64_t read_sparse(void *context, void *buffer, size_t size, uint64_t offset) {
  struct sparse *sparse = context;
  assert_true(size > 0 && offset < sparse->source.size && size <= sparse->source.size - offset);
  for (size_t i = 0; i < size; i++)
    ((uint8_t *)buffer)[i] = sparse_byte(sparse, offset + i);
  sparse->bytes += size;
  return (int64_t)size;
}

/* The digest of b is right; those of a and c are not, so that nobody need read them. */
static void sparse_init(struct sparse *sparse, uint64_t a, uint64_t b, uint64_t c) {
  *sparse = (struct sparse){.source = {.read_at = read_sparse, .context = sparse}, .sizes = {a, b, c}};
  struct buffer payload = {0};
  for (uint64_t i = 0; i < b; i++)
    buffer_byte(&payload, pattern(i));
  buffer_format(&sparse->index, "=== SEED-BUNDLE 1\n=== INDEX 3 %ju\n", (uintmax_t)(a + b + c));
  for (int i = 0; i < 3; i++) {
    if (i == 1)
      bundle_sha256(&sparse->index, payload.data, payload.size);
    else
      buffer_fill(&sparse->index, '0', SHA256_HEX);
    buffer_format(&sparse->index, " %ju %c\n", (uintmax_t)sparse->sizes[i], 'a' + i);
    buffer_format(&sparse->headers[i], "=== FILE %ju %c\n", (uintmax_t)sparse->sizes[i], 'a' + i);
  }
  buffer_format(&sparse->index, "=== DIGEST %064d\n", 0);
  bundle_reseal(&sparse->index);
  sparse->blocks[0] = sparse->index.size;
  for (int i = 0; i < 3; i++)
    sparse->blocks[i + 1] = sparse->blocks[i] + sparse->headers[i].size + sparse->sizes[i] + 1;
  sparse->source.size = sparse->blocks[3] + 8;
  buffer_free(&payload);
}

static void sparse_free(struct sparse *sparse) {
  buffer_free(&sparse->index);
  for (int i = 0; i < 3; i++)
    buffer_free(&sparse->headers[i]);
}

static struct sb_reader *open_sparse(struct sparse *sparse) {
  struct sb_reader *reader;
  assert_int_equal(sb_reader_open(&reader, &sparse->source, NULL, NULL), SB_OK);
  assert_true(sparse->bytes <= sparse->index.size + READ_SIZE);
  for (uint64_t i = 0; i < 3; i++) {
    struct sb_entry entry;
    assert_true(sb_reader_entry(reader, i, &entry));
    assert_int_equal(entry.block_offset, sparse->blocks[i]);
    assert_int_equal(entry.payload_offset, sparse->blocks[i] + sparse->headers[i].size);
    assert_int_equal(entry.size, sparse->sizes[i]);
  }
  sparse->bytes = 0;
  return reader;
}

static void assert_sparse_range(struct sb_reader *reader, uint64_t ordinal, uint64_t position, size_t due) {
  uint8_t bytes[64];
  size_t got;
  assert_int_equal(sb_reader_read(reader, ordinal, position, bytes, sizeof bytes, &got), SB_OK);
  assert_int_equal(got, due);
  for (size_t i = 0; i < got; i++)
    assert_int_equal(bytes[i], pattern(position + i));
}

static const uint64_t gib = UINT64_C(1) << 30;

static void bundle_of_ten_gigabytes_is_read_where_it_is_asked_for(void **state) {
  (void)state;
  struct sparse sparse;
  sparse_init(&sparse, 5 * gib, 100000, 5 * gib + 7);
  struct sb_reader *reader = open_sparse(&sparse);
  assert_int_equal(sb_reader_total(reader), 10 * gib + 100007);
  assert_int_equal(sb_reader_verify(reader, 1, NULL), SB_OK);
  assert_int_equal(sparse.bytes, sparse.headers[1].size + 100000 + 1);
  sparse.bytes = 0;
  assert_sparse_range(reader, 0, 4 * gib - 32, 64);
  assert_sparse_range(reader, 0, 5 * gib - 10, 10);
  assert_sparse_range(reader, 1, 99990, 10);
  assert_sparse_range(reader, 2, 0, 64);
  assert_sparse_range(reader, 2, 4 * gib + 1, 64);
  assert_sparse_range(reader, 2, 5 * gib + 6, 1);
  assert_sparse_range(reader, 2, 5 * gib + 7, 0);
  assert_int_equal(sparse.bytes, 64 + 10 + 10 + 64 + 64 + 1);
  sb_reader_free(reader);
  sparse_free(&sparse);
}

static void sizes_up_to_the_greatest_number_are_read(void **state) {
  (void)state;
  struct sparse sparse;
  sparse_init(&sparse, INT64_MAX - 1000, 1000, 0);
  struct sb_reader *reader = open_sparse(&sparse);
  assert_int_equal(sb_reader_total(reader), INT64_MAX);
  assert_true(sparse.blocks[2] > (uint64_t)INT64_MAX);
  assert_int_equal(sb_reader_verify(reader, 1, NULL), SB_OK);
  assert_sparse_range(reader, 0, INT64_MAX - 1000 - 5, 5);
  assert_sparse_range(reader, 0, (uint64_t)INT64_MAX + 1, 0);
  assert_sparse_range(reader, 1, 990, 10);
  sb_reader_free(reader);
  sparse_free(&sparse);
}

/* A document whose block begins behind the end is truncated there, without a byte read. */
static void huge_source_may_be_cut_short(void **state) {
  (void)state;
  struct sparse sparse;
  struct sb_error error;
  uint8_t byte;
  size_t got;
  sparse_init(&sparse, 5 * gib, 1000, 5 * gib);
  sparse.source.size = sparse.blocks[1] + 500;
  struct sb_reader *reader = open_sparse(&sparse);
  assert_int_equal(sb_reader_verify(reader, 2, &error), SB_TRUNCATED);
  assert_int_equal(sparse.bytes, 0);
  assert_int_equal(error.offset, sparse.source.size);
  assert_int_equal(error.related, SB_NO_OFFSET);
  assert_int_equal(error.entry, 2);
  assert_int_equal(sb_reader_read(reader, 2, 0, &byte, 1, &got), SB_TRUNCATED);
  assert_int_equal(got, 0);
  assert_int_equal(sb_reader_verify(reader, 1, &error), SB_TRUNCATED);
  assert_int_equal(error.offset, sparse.source.size);
  assert_int_equal(error.entry, 1);
  assert_sparse_range(reader, 0, 5 * gib - 64, 64);
  sb_reader_free(reader);
  sparse_free(&sparse);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bundle_of_ten_gigabytes_is_read_where_it_is_asked_for),
      cmocka_unit_test(sizes_up_to_the_greatest_number_are_read),
      cmocka_unit_test(huge_source_may_be_cut_short),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

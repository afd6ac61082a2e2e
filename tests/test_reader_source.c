/* test_reader_source.c - what a reader asks of its source, and sources that are slow, cut short or faulty. */
#include "unit.h"

#include <stdio.h>

#include "allocator.h"
#include "bundle.h"
#include "source.h"

enum { READ_SIZE = 65536 }; /* what a reader reads at a time, at most */

static struct sb_reader *open_source(struct memory_source *memory) {
  struct sb_reader *reader;
  assert_int_equal(sb_reader_open(&reader, &memory->source, NULL, NULL), SB_OK);
  return reader;
}

/* -- How much is read -- */

enum { MANY = 2000 };

/* An INDEX of more than two buffers, and documents of 0 to 4000 bytes, one of which passes a buffer's size. */
static struct buffer make_large(void) {
  static char names[MANY][16];
  static struct document documents[MANY];
  struct buffer text = {0};
  buffer_fill(&text, 'x', 3 * READ_SIZE);
  for (size_t i = 0; i < MANY; i++) {
    snprintf(names[i], sizeof names[i], "folder/%06zu", i);
    documents[i] = (struct document){names[i], text.data, i == 1000 ? 2 * READ_SIZE + 1 : i * 2};
  }
  struct buffer bundle = bundle_make(documents, MANY);
  buffer_free(&text);
  return bundle;
}

static void assert_read(const struct memory_source *memory, uint64_t begin, uint64_t end) {
  assert_int_equal(memory->bytes, end - begin);
  assert_int_equal(memory->lowest, begin);
  assert_int_equal(memory->end, end);
}

static void opening_reads_the_index_and_at_most_one_buffer_more(void **state) {
  (void)state;
  struct buffer bundle = make_large();
  struct memory_source memory;
  memory_source_init(&memory, bundle.data, bundle.size);
  struct sb_reader *reader = open_source(&memory);
  struct sb_entry first;
  assert_true(sb_reader_entry(reader, 0, &first));
  assert_true(first.block_offset > 2 * READ_SIZE);
  assert_int_equal(first.block_offset, buffer_find(&bundle, "=== FILE ", 0));
  assert_read(&memory, 0, (first.block_offset + READ_SIZE - 1) / READ_SIZE * READ_SIZE);
  sb_reader_free(reader);
  buffer_free(&bundle);
}

static void questions_about_the_index_read_nothing(void **state) {
  (void)state;
  struct buffer bundle = make_large();
  struct memory_source memory;
  memory_source_init(&memory, bundle.data, bundle.size);
  struct sb_reader *reader = open_source(&memory);
  struct sb_entry entry;
  memory_source_recount(&memory);
  assert_int_equal(sb_reader_count(reader), MANY);
  assert_true(sb_reader_entry(reader, MANY - 1, &entry));
  assert_true(sb_reader_find(reader, "folder/001234", 13, &entry));
  assert_int_equal(entry.ordinal, 1234);
  assert_non_null(sb_reader_digest(reader));
  size_t got;
  uint8_t byte;
  assert_int_equal(sb_reader_read(reader, 1234, entry.size, &byte, 1, &got), SB_OK);
  assert_int_equal(sb_reader_read(reader, 1234, 0, &byte, 0, &got), SB_OK);
  assert_int_equal(memory.calls, 0);
  sb_reader_free(reader);
  buffer_free(&bundle);
}

static void verifying_a_document_reads_its_block_alone(void **state) {
  (void)state;
  static const uint64_t ordinals[] = {1999, 0, 1000, 1, 1999};
  struct buffer bundle = make_large();
  struct memory_source memory;
  memory_source_init(&memory, bundle.data, bundle.size);
  struct sb_reader *reader = open_source(&memory);
  for (size_t i = 0; i < COUNT_OF(ordinals); i++) {
    struct sb_entry entry;
    assert_true(sb_reader_entry(reader, ordinals[i], &entry));
    memory_source_recount(&memory);
    assert_int_equal(sb_reader_verify(reader, ordinals[i], NULL), SB_OK);
    assert_read(&memory, entry.block_offset, entry.payload_offset + entry.size + 1);
    assert_int_equal(memory.calls, (memory.bytes + READ_SIZE - 1) / READ_SIZE);
  }
  sb_reader_free(reader);
  buffer_free(&bundle);
}

static void verifying_all_reads_each_byte_after_the_index_once(void **state) {
  (void)state;
  struct buffer bundle = make_large();
  struct memory_source memory;
  memory_source_init(&memory, bundle.data, bundle.size);
  struct sb_reader *reader = open_source(&memory);
  memory_source_recount(&memory);
  assert_int_equal(sb_reader_verify_all(reader, NULL), SB_OK);
  assert_read(&memory, buffer_find(&bundle, "=== FILE ", 0), bundle.size);
  sb_reader_free(reader);
  buffer_free(&bundle);
}

static void reading_a_range_reads_it_alone(void **state) {
  (void)state;
  static uint8_t buffer[3 * READ_SIZE];
  struct buffer bundle = make_large();
  struct memory_source memory;
  memory_source_init(&memory, bundle.data, bundle.size);
  struct sb_reader *reader = open_source(&memory);
  struct sb_entry entry;
  size_t got;
  assert_true(sb_reader_entry(reader, 1000, &entry));
  memory_source_recount(&memory);
  assert_int_equal(sb_reader_read(reader, 1000, 17, buffer, 100, &got), SB_OK);
  assert_read(&memory, entry.payload_offset + 17, entry.payload_offset + 117);
  memory_source_recount(&memory);
  assert_int_equal(sb_reader_read(reader, 1000, 1, buffer, sizeof buffer, &got), SB_OK);
  assert_int_equal(got, entry.size - 1);
  assert_read(&memory, entry.payload_offset + 1, entry.payload_offset + entry.size);
  sb_reader_free(reader);
  buffer_free(&bundle);
}

static void reader_holds_no_more_memory_than_its_header_says(void **state) {
  (void)state;
  struct buffer bundle = make_large();
  struct counting_allocator counting;
  struct memory_source memory;
  struct sb_options options;
  struct sb_reader *reader;
  counting_init(&counting);
  memory_source_init(&memory, bundle.data, bundle.size);
  sb_options_init(&options, sizeof options);
  options.allocator = &counting.allocator;
  assert_int_equal(sb_reader_open(&reader, &memory.source, &options, NULL), SB_OK);
  assert_int_equal(sb_reader_verify_all(reader, NULL), SB_OK);
  assert_true(counting.peak <= SB_READER_MEMORY(buffer_find(&bundle, "=== FILE ", 0)));
  sb_reader_free(reader);
  assert_true(counting_is_clean(&counting));
  buffer_free(&bundle);
}

/* -- Short reads -- */

static void short_reads_change_nothing(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_HOSTILE);
  for (size_t most = 1; most < 20; most++) {
    struct memory_source memory;
    memory_source_init(&memory, bundle.data, bundle.size);
    memory.most = most;
    struct sb_reader *reader = open_source(&memory);
    struct sb_entry entry;
    assert_int_equal(sb_reader_verify_all(reader, NULL), SB_OK);
    for (uint64_t i = 0; sb_reader_entry(reader, i, &entry); i++) {
      uint8_t *payload = malloc((size_t)entry.size);
      size_t got;
      assert_int_equal(sb_reader_verify(reader, i, NULL), SB_OK);
      assert_int_equal(sb_reader_read(reader, i, 0, payload, (size_t)entry.size, &got), SB_OK);
      assert_int_equal(got, entry.size);
      assert_memory_equal(payload, bundle.data + entry.payload_offset, got);
      free(payload);
    }
    sb_reader_free(reader);
  }
  buffer_free(&bundle);
}

/* -- Faults -- */

static const int64_t wrong_answers[] = {-1, INT64_MIN, 0, READ_SIZE + 1, INT64_MAX};
enum { WRONG_ANSWERS = COUNT_OF(wrong_answers) };

/* What is asked of a reader, each with a result of its own. */
enum { STEP_OPEN, STEP_VERIFY, STEP_VERIFY_ALL, STEP_READ, STEPS };

static enum sb_code take_step(struct sb_reader **reader, struct memory_source *memory, int step,
                              struct sb_error *error) {
  uint8_t payload[13];
  size_t got;
  *error = (struct sb_error){SB_READ_FAILED, SB_NO_OFFSET, SB_NO_OFFSET, SB_NO_ENTRY};
  switch (step) {
  case STEP_OPEN:
    return sb_reader_open(reader, &memory->source, NULL, error);
  case STEP_VERIFY:
    return sb_reader_verify(*reader, 1, error);
  case STEP_VERIFY_ALL:
    return sb_reader_verify_all(*reader, error);
  default:
    return sb_reader_read(*reader, 1, 0, payload, sizeof payload, &got);
  }
}

/* Takes all steps with one call that goes wrong.  Exactly one of them fails, unless the call was never made.  A step
 * that failed is good when it is taken again.  False: the call was not made. */
static bool take_steps(const struct buffer *bundle, size_t most, size_t fault_at, int64_t answer) {
  struct memory_source memory;
  struct sb_reader *reader = NULL;
  int failures = 0;
  memory_source_init(&memory, bundle->data, bundle->size);
  memory.most = most;
  memory.misbehave = true;
  memory.fault_at = fault_at;
  memory.answer = answer;
  for (int step = 0; step < STEPS; step++) {
    struct sb_error error;
    const enum sb_code code = take_step(&reader, &memory, step, &error);
    if (code == SB_OK)
      continue;
    failures++;
    assert_int_equal(code, SB_READ_FAILED);
    assert_int_equal(error.code, SB_READ_FAILED);
    assert_int_equal(error.related, SB_NO_OFFSET);
    assert_int_equal(error.entry, SB_NO_ENTRY);
    if (most == 0 && step != STEP_READ) /* else the place is where the buffer begins that was being filled */
      assert_int_equal(error.offset, memory.fault_offset);
    if (step == STEP_OPEN)
      assert_null(reader);
    assert_int_equal(take_step(&reader, &memory, step, &error), SB_OK);
  }
  sb_reader_free(reader);
  assert_int_equal(failures, memory.calls > fault_at ? 1 : 0);
  return failures == 1;
}

static void every_wrong_answer_at_every_call_is_a_failed_read(void **state) {
  (void)state;
  static const size_t pieces[] = {0, 100, 5};
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  for (size_t i = 0; i < COUNT_OF(pieces); i++) {
    for (size_t k = 0; k < WRONG_ANSWERS; k++) {
      size_t at = 0;
      while (take_steps(&bundle, pieces[i], at, wrong_answers[k]))
        at++;
      assert_true(at >= (pieces[i] ? bundle.size / pieces[i] : 4));
    }
  }
  buffer_free(&bundle);
}

/* A line of which the begin was read and the rest was not is forgotten when the reader goes elsewhere. */
static void read_that_fails_within_a_header_leaves_nothing_behind(void **state) {
  (void)state;
  static char names[2 * MANY][16];
  static struct document documents[2 * MANY];
  for (size_t i = 0; i < 2 * MANY; i++) {
    snprintf(names[i], sizeof names[i], "folder/%06zu", i);
    documents[i] = (struct document){names[i], "", 0};
  }
  struct buffer bundle = bundle_make(documents, 2 * MANY);
  const size_t second_read = buffer_find(&bundle, "=== FILE ", 0) + READ_SIZE;
  assert_int_not_equal(buffer_find(&bundle, "\n=== FILE ", second_read), second_read);
  struct memory_source memory;
  memory_source_init(&memory, bundle.data, bundle.size);
  struct sb_reader *reader = open_source(&memory);
  memory_source_recount(&memory);
  memory.misbehave = true;
  memory.fault_at = 1;
  memory.answer = -1;
  assert_int_equal(sb_reader_verify_all(reader, NULL), SB_READ_FAILED);
  assert_int_equal(memory.fault_offset, second_read);
  assert_int_equal(sb_reader_verify(reader, 17, NULL), SB_OK);
  assert_int_equal(sb_reader_verify_all(reader, NULL), SB_OK);
  sb_reader_free(reader);
  buffer_free(&bundle);
}

/* -- Sources that are cut short -- */

static void range_of_a_cut_source_gives_what_is_there(void **state) {
  (void)state;
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  const size_t begin = buffer_find(&bundle, "hello, world\n", 0);
  const size_t blocks = buffer_find(&bundle, "=== FILE ", 0);
  for (size_t size = blocks; size < bundle.size; size++) {
    struct memory_source memory;
    memory_source_init(&memory, bundle.data, size);
    struct sb_reader *reader = open_source(&memory);
    for (size_t position = 0; position < 14; position++) {
      uint8_t payload[13];
      size_t got = SIZE_MAX;
      const size_t there = size > begin + position ? size - begin - position : 0;
      const size_t due = position < 13 ? 13 - position : 0;
      const enum sb_code code = sb_reader_read(reader, 1, position, payload, sizeof payload, &got);
      assert_int_equal(code, there < due ? SB_TRUNCATED : SB_OK);
      assert_int_equal(got, there < due ? there : due);
      assert_memory_equal(payload, &"hello, world\n"[position], got);
    }
    sb_reader_free(reader);
  }
  buffer_free(&bundle);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(opening_reads_the_index_and_at_most_one_buffer_more),
      cmocka_unit_test(questions_about_the_index_read_nothing),
      cmocka_unit_test(verifying_a_document_reads_its_block_alone),
      cmocka_unit_test(verifying_all_reads_each_byte_after_the_index_once),
      cmocka_unit_test(reading_a_range_reads_it_alone),
      cmocka_unit_test(reader_holds_no_more_memory_than_its_header_says),
      cmocka_unit_test(short_reads_change_nothing),
      cmocka_unit_test(every_wrong_answer_at_every_call_is_a_failed_read),
      cmocka_unit_test(read_that_fails_within_a_header_leaves_nothing_behind),
      cmocka_unit_test(range_of_a_cut_source_gives_what_is_there),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

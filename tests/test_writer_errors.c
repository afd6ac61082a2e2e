/* test_writer_errors.c - what the canonical writer refuses, and that no refusal leaves a valid bundle. */
#include "unit.h"

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

static void assert_writer_error(const struct sb_writer *writer, enum sb_code code, uint64_t offset, uint64_t entry) {
  const struct sb_error *error = sb_writer_error(writer);
  assert_string_equal(sb_code_name(error->code), sb_code_name(code));
  assert_int_equal(error->offset, offset);
  assert_int_equal(error->related, SB_NO_OFFSET);
  assert_int_equal(error->entry, entry);
}

/* A writer that has failed hands out nothing more and takes nothing more. */
static void assert_stays_failed(struct sb_writer *writer) {
  const struct sb_error before = *sb_writer_error(writer);
  const uint8_t digest[SB_DIGEST_SIZE] = {0};
  for (int i = 0; i < 3; i++) {
    struct sb_input payload = {"more", 4, 0};
    struct sb_bytes bytes = {digest, 1};
    assert_int_equal(sb_writer_next(writer, &payload, &bytes), SB_WRITER_FAILED);
    assert_null(bytes.data);
    assert_int_equal(bytes.size, 0);
    assert_int_equal(payload.pos, 0);
    assert_int_equal(sb_writer_declare(writer, "z", 1, 0, digest), before.code);
    assert_writer_error(writer, before.code, before.offset, before.entry);
    assert_int_equal(sb_writer_document(writer), SB_NO_ENTRY);
  }
}

/* What the parser makes of bytes that came out before an error. */
static void assert_parses_as(const struct buffer *out, enum sb_code code, uint64_t offset) {
  struct buffer log = {0};
  const struct trace_end end = trace_bundle(&log, buffer_string(out), out->size, NULL, NULL);
  assert_int_equal(end.type, SB_EVENT_FAILED);
  assert_string_equal(sb_code_name(end.error.code), sb_code_name(code));
  assert_int_equal(end.error.offset, offset);
  buffer_free(&log);
}

/* -- Declarations that are refused -- */

struct record {
  const char *name;
  size_t name_size;
  uint64_t size;
};

#define NAME(text)                                                                                                     \
  { (text), sizeof(text) - 1, 0 }

/* Bad by themselves. */
static const struct record bad_names[] = {
    NAME(""),
    NAME("/"),
    NAME("/a"),
    NAME("a/"),
    NAME("a//b"),
    NAME("."),
    NAME(".."),
    NAME("a/./b"),
    NAME("a/.."),
    NAME("../a"),
    NAME(" a"),
    NAME("a "),
    NAME("a/ b"),
    NAME("a /b"),
    NAME(" "),
    NAME("\x01"),
    NAME("a\0b"),
    NAME("a\tb"),
    NAME("a\x7F"),
    NAME("a\\b"),
    NAME("\xC2\x80"),
    NAME("\xC2\x9F"),
    NAME("\xD8\x9C"),
    NAME("\xE2\x80\x8E"),
    NAME("a\xE2\x80\xAE"),
    NAME("\xE2\x81\xA6"),
    NAME("\xEF\xBB\xBF"),
    NAME("\xEF\xB7\x90"),
    NAME("\xEF\xBF\xBF"),
    NAME("\xF4\x8F\xBF\xBE"),
    NAME("a\r"),
    NAME("a\rb"),
    NAME("\x80"),
    NAME("ab\xC3"),
    NAME("a\xC3(b"),
    NAME("\xED\xA0\x80"),
    NAME("\xF5"),
    NAME("a/\xC0\xAF"),
    NAME("\xE2\x82/b"),
    NAME("\xE2\x82\r"),
};

/* A pair of which the second may not come after the first. */
static const struct record bad_pairs[][2] = {
    {NAME("a"), NAME("a")},       {NAME("b"), NAME("a")},  {NAME("a"), NAME("a/b")},      {NAME("a b"), NAME("a/b")},
    {NAME("a/b"), NAME("a/b/c")}, {NAME("ab"), NAME("a")}, {NAME("\xC3\xA9"), NAME("z")}, {NAME("a/b"), NAME("a")},
};

/* The bundle of these records up to their DIGEST, in text; `bad_at` gets where the last one's name stands. */
static struct buffer index_of(const struct record *records, size_t count, size_t *name_at) {
  struct buffer index = {0};
  uint64_t total = 0;
  for (size_t i = 0; i < count; i++)
    total += records[i].size;
  buffer_format(&index, "=== SEED-BUNDLE 1\n=== INDEX %zu ", count);
  buffer_number(&index, total);
  buffer_byte(&index, '\n');
  for (size_t i = 0; i < count; i++) {
    buffer_fill(&index, '0', SHA256_HEX);
    buffer_byte(&index, ' ');
    buffer_number(&index, records[i].size);
    buffer_byte(&index, ' ');
    *name_at = index.size;
    buffer_append(&index, records[i].name, records[i].name_size);
    buffer_byte(&index, '\n');
  }
  return index;
}

/* Gives the same records to parser and writer: the last one is refused by both with one code, at one place in its name
 * if it is the name that is wrong. */
static void assert_refused_alike(const struct record *records, size_t count, bool in_name) {
  static const uint8_t digest[SB_DIGEST_SIZE] = {0};
  struct sb_writer *writer = new_writer();
  struct buffer log = {0};
  size_t name_at = 0;
  struct buffer index = index_of(records, count, &name_at);
  const struct trace_end parsed = trace_bundle(&log, index.data, index.size, NULL, NULL);
  for (size_t i = 0; i + 1 < count; i++)
    assert_int_equal(sb_writer_declare(writer, records[i].name, records[i].name_size, records[i].size, digest), SB_OK);
  const struct record *bad = &records[count - 1];
  const enum sb_code code = sb_writer_declare(writer, bad->name, bad->name_size, bad->size, digest);
  assert_int_not_equal(code, SB_OK);
  if (code != parsed.error.code)
    fail_msg("the writer says %s, the parser of the same record: %s", sb_code_name(code), buffer_string(&log));
  assert_writer_error(writer, code, in_name ? parsed.error.offset - name_at : 0, count - 1);
  struct buffer nothing = {0};
  assert_int_equal(writing_run(&nothing, writer, NULL, 0, NULL), code);
  assert_int_equal(nothing.size, 0);
  assert_parses_as(&nothing, SB_TRUNCATED, 0);
  assert_stays_failed(writer);
  buffer_free(&index);
  buffer_free(&log);
  sb_writer_free(writer);
}

static void bad_names_are_refused_as_by_the_parser(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT_OF(bad_names); i++) {
    const struct record after_another[] = {NAME("!"), bad_names[i]};
    assert_refused_alike(&bad_names[i], 1, true);
    assert_refused_alike(after_another, 2, true);
  }
}

static void bad_pairs_are_refused_as_by_the_parser(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT_OF(bad_pairs); i++) {
    const struct record after_another[] = {NAME("!"), bad_pairs[i][0], bad_pairs[i][1]};
    assert_refused_alike(bad_pairs[i], 2, false);
    assert_refused_alike(after_another, 3, false);
  }
}

static void names_and_components_that_are_too_long_are_refused_as_by_the_parser(void **state) {
  (void)state;
  struct buffer component = {0};
  struct buffer name = {0};
  buffer_fill(&component, 'c', 256);
  for (int i = 0; i < 2049; i++)
    buffer_text(&name, "n/");
  const char *long_component = buffer_string(&component);
  const char *long_name = buffer_string(&name);
  assert_refused_alike(&(struct record){long_component, 256, 0}, 1, true);
  assert_refused_alike(&(struct record){long_name, 4097, 0}, 1, true);

  struct sb_writer *writer = new_writer();
  const uint8_t digest[SB_DIGEST_SIZE] = {0};
  assert_int_equal(sb_writer_declare(writer, long_component, 255, 0, digest), SB_OK);
  assert_int_equal(sb_writer_declare(writer, long_name, 4095, 0, digest), SB_OK);
  assert_int_equal(sb_writer_declare(writer, long_name, 4097, 0, digest), SB_NAME_TOO_LONG);
  assert_writer_error(writer, SB_NAME_TOO_LONG, 0, 2);
  sb_writer_free(writer);
  buffer_free(&component);
  buffer_free(&name);
}

/* A parser would take the LF for the line's end, so it has no code for this. */
static void name_with_a_line_feed_is_refused(void **state) {
  (void)state;
  struct sb_writer *writer = new_writer();
  assert_int_equal(sb_writer_declare(writer, "a\nb", 3, 0, (const uint8_t[SB_DIGEST_SIZE]){0}), SB_NAME_CHAR);
  assert_writer_error(writer, SB_NAME_CHAR, 1, 0);
  assert_stays_failed(writer);
  sb_writer_free(writer);
}

static void size_above_the_greatest_number_is_refused_as_by_the_parser(void **state) {
  (void)state;
  assert_refused_alike(&(struct record){"a", 1, (uint64_t)INT64_MAX + 1}, 1, false);
  assert_refused_alike(&(struct record){"a", 1, UINT64_MAX}, 1, false);
}

static void sum_above_the_greatest_number_is_refused_as_by_the_parser(void **state) {
  (void)state;
  const struct record one_too_many[] = {{"a", 1, INT64_MAX}, {"b", 1, 1}};
  const struct record far_too_many[] = {{"a", 1, 1}, {"b", 1, INT64_MAX}};
  assert_refused_alike(one_too_many, 2, false);
  assert_refused_alike(far_too_many, 2, false);
}

/* The parser meets an entry's size before its name, and a name's form before its order. */
static void record_with_two_faults_is_refused_as_by_the_parser(void **state) {
  (void)state;
  const struct record size_and_form = {"..", 2, (uint64_t)INT64_MAX + 1};
  const struct record size_and_order[] = {{"b", 1, INT64_MAX}, {"a", 1, 1}};
  assert_refused_alike(size_and_order, 2, false);
  assert_refused_alike(&size_and_form, 1, false);
}

static void the_first_refusal_stays_whatever_is_declared_next(void **state) {
  (void)state;
  const uint8_t digest[SB_DIGEST_SIZE] = {0};
  struct sb_writer *writer = new_writer();
  assert_int_equal(sb_writer_declare(writer, "b", 1, 0, digest), SB_OK);
  assert_int_equal(sb_writer_declare(writer, "b", 1, 0, digest), SB_NAME_DUPLICATE);
  assert_int_equal(sb_writer_declare(writer, "..", 2, 0, digest), SB_NAME_DUPLICATE);
  assert_int_equal(sb_writer_declare(writer, "c", 1, 0, digest), SB_NAME_DUPLICATE);
  assert_writer_error(writer, SB_NAME_DUPLICATE, 0, 1);
  assert_stays_failed(writer);
  sb_writer_free(writer);
}

/* -- Payload that is not what was declared -- */

/* Writes `fed` where `three` was declared.  The writer fails with `code` in document `entry`, after as many bytes as it
 * handed out, and the parser makes `parsed` of them, at `offset` (SB_NO_OFFSET: where they end). */
static void assert_payload_refused(const struct document *fed, size_t piece, enum sb_code code, uint64_t entry,
                                   enum sb_code parsed, uint64_t offset) {
  struct sb_writer *writer = new_writer();
  struct buffer out = {0};
  assert_int_equal(writing_declare(writer, three, THREE), SB_OK);
  assert_int_equal(writing_run(&out, writer, fed, THREE, &(struct feeding){piece, true}), code);
  assert_writer_error(writer, code, out.size, entry);
  assert_stays_failed(writer);
  assert_parses_as(&out, parsed, offset == SB_NO_OFFSET ? out.size : offset);
  struct buffer again = {0}; /* after a reset all is the same, from 0 on */
  sb_writer_reset(writer);
  assert_writer_error(writer, SB_OK, SB_NO_OFFSET, SB_NO_ENTRY);
  assert_int_equal(writing_declare(writer, three, THREE), SB_OK);
  assert_int_equal(writing_run(&again, writer, fed, THREE, NULL), code);
  assert_int_equal(sb_writer_error(writer)->offset, again.size);
  buffer_clear(&again);
  sb_writer_reset(writer);
  assert_int_equal(writing_declare(writer, three, THREE), SB_OK);
  assert_int_equal(writing_run(&again, writer, three, THREE, NULL), SB_OK);
  struct buffer expected = bundle_make(three, THREE);
  assert_true(buffer_equal(&again, &expected));
  buffer_free(&expected);
  buffer_free(&again);
  buffer_free(&out);
  sb_writer_free(writer);
}

/* `three` with another payload in one place. */
static void assert_swap_refused(size_t place, const char *text, enum sb_code code, enum sb_code parsed,
                                uint64_t offset) {
  struct document fed[THREE];
  memcpy(fed, three, sizeof fed);
  fed[place].data = text;
  fed[place].size = strlen(text);
  assert_payload_refused(fed, 0, code, place, parsed, offset);
  assert_payload_refused(fed, 1, code, place, parsed, offset);
}

/* Where the payload of a document of `three` stands. */
static uint64_t payload_offset(const char *header) {
  struct buffer bundle = bundle_make(three, THREE);
  const uint64_t offset = buffer_find(&bundle, header, 0) + strlen(header);
  buffer_free(&bundle);
  return offset;
}

static void payload_that_is_too_short_is_refused_at_its_end(void **state) {
  (void)state;
  assert_swap_refused(0, "", SB_PAYLOAD_SIZE_MISMATCH, SB_TRUNCATED, SB_NO_OFFSET);
  assert_swap_refused(0, "firs", SB_PAYLOAD_SIZE_MISMATCH, SB_TRUNCATED, SB_NO_OFFSET);
  assert_swap_refused(2, "last", SB_PAYLOAD_SIZE_MISMATCH, SB_TRUNCATED, SB_NO_OFFSET);
}

static void payload_that_is_too_long_is_refused(void **state) {
  (void)state;
  assert_swap_refused(0, "first!", SB_PAYLOAD_SIZE_MISMATCH, SB_TRUNCATED, SB_NO_OFFSET);
  assert_swap_refused(1, "b", SB_PAYLOAD_SIZE_MISMATCH, SB_TRUNCATED, SB_NO_OFFSET);
  assert_swap_refused(2, "last\n\n", SB_PAYLOAD_SIZE_MISMATCH, SB_TRUNCATED, SB_NO_OFFSET);
}

/* Of a piece that holds too much nothing comes out. */
static void piece_that_passes_the_size_is_not_begun(void **state) {
  (void)state;
  struct sb_writer *writer = new_writer();
  struct sb_bytes bytes;
  assert_int_equal(writing_declare(writer, three, 1), SB_OK);
  while (sb_writer_next(writer, NULL, &bytes) != SB_WRITER_NEED_PAYLOAD)
    continue;
  struct sb_input payload = {"first!", 6, 0};
  assert_int_equal(sb_writer_next(writer, &payload, &bytes), SB_WRITER_FAILED);
  assert_int_equal(payload.pos, 0);
  assert_null(bytes.data);
  assert_int_equal(sb_writer_error(writer)->code, SB_PAYLOAD_SIZE_MISMATCH);
  sb_writer_free(writer);
}

/* The parser knows it at the payload's last byte, which is out by then. */
static void payload_of_another_content_is_refused_at_its_end(void **state) {
  (void)state;
  assert_swap_refused(0, "First", SB_PAYLOAD_DIGEST_MISMATCH, SB_PAYLOAD_DIGEST_MISMATCH,
                      payload_offset("=== FILE 5 a\n"));
  assert_swap_refused(2, "last ", SB_PAYLOAD_DIGEST_MISMATCH, SB_PAYLOAD_DIGEST_MISMATCH,
                      payload_offset("=== FILE 5 c\n"));
}

static void empty_payload_with_another_digest_is_refused(void **state) {
  (void)state;
  struct sb_writer *writer = new_writer();
  struct buffer out = {0};
  const struct document fed = {"a", "", 0};
  assert_int_equal(sb_writer_declare(writer, "a", 1, 0, (const uint8_t[SB_DIGEST_SIZE]){0}), SB_OK);
  assert_int_equal(writing_run(&out, writer, &fed, 1, NULL), SB_PAYLOAD_DIGEST_MISMATCH);
  assert_writer_error(writer, SB_PAYLOAD_DIGEST_MISMATCH, out.size, 0);
  assert_parses_as(&out, SB_PAYLOAD_DIGEST_MISMATCH, out.size);
  assert_stays_failed(writer);
  buffer_free(&out);
  sb_writer_free(writer);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bad_names_are_refused_as_by_the_parser),
      cmocka_unit_test(bad_pairs_are_refused_as_by_the_parser),
      cmocka_unit_test(names_and_components_that_are_too_long_are_refused_as_by_the_parser),
      cmocka_unit_test(name_with_a_line_feed_is_refused),
      cmocka_unit_test(size_above_the_greatest_number_is_refused_as_by_the_parser),
      cmocka_unit_test(sum_above_the_greatest_number_is_refused_as_by_the_parser),
      cmocka_unit_test(record_with_two_faults_is_refused_as_by_the_parser),
      cmocka_unit_test(the_first_refusal_stays_whatever_is_declared_next),
      cmocka_unit_test(payload_that_is_too_short_is_refused_at_its_end),
      cmocka_unit_test(payload_that_is_too_long_is_refused),
      cmocka_unit_test(piece_that_passes_the_size_is_not_begun),
      cmocka_unit_test(payload_of_another_content_is_refused_at_its_end),
      cmocka_unit_test(empty_payload_with_another_digest_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

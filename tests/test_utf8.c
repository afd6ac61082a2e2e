/* test_utf8.c - well-formed UTF-8, against a model that knows nothing of table 3-7: it encodes every Unicode scalar
 * value by the definition and notes what can begin a character and what is one. */
#include "unit.h"

#include "buffer.h"
#include "utf8.h"

/* One bit for each sequence of 1, 2 and 3 bytes: is it the begin of a character, and is it one? */
static uint8_t is_begin[4][(1 << 24) / 8];
static uint8_t is_character[4][(1 << 24) / 8];
static size_t characters_of[5]; /* how many characters have so many bytes */

static void set_bit(uint8_t *bits, uint32_t at) { bits[at / 8] = (uint8_t)(bits[at / 8] | 1u << at % 8); }
static bool get_bit(const uint8_t *bits, uint32_t at) { return bits[at / 8] >> at % 8 & 1; }

/* The definition of UTF-8's four lengths.  Returns how many bytes. */
static size_t encode(uint32_t scalar, uint8_t bytes[4]) {
  static const uint32_t ends[4] = {0x80, 0x800, 0x10000, 0x110000};
  static const uint8_t marks[4] = {0x00, 0xC0, 0xE0, 0xF0};
  size_t size = 1;
  while (scalar >= ends[size - 1])
    size++;
  for (size_t i = size; i > 1; i--, scalar >>= 6)
    bytes[i - 1] = (uint8_t)(0x80 | (scalar & 0x3F));
  bytes[0] = (uint8_t)(marks[size - 1] | scalar);
  return size;
}

static bool is_scalar(uint32_t c) { return c <= 0x10FFFF && !(0xD800 <= c && c <= 0xDFFF); }

static int make_model(void **state) {
  (void)state;
  for (uint32_t c = 0; c <= 0x10FFFF; c++) {
    if (!is_scalar(c))
      continue;
    uint8_t bytes[4];
    const size_t size = encode(c, bytes);
    characters_of[size]++;
    uint32_t sequence = 0;
    for (size_t i = 0; i < size && i < 3; i++) {
      sequence = sequence << 8 | bytes[i];
      set_bit(i + 1 == size ? is_character[i] : is_begin[i], sequence);
    }
  }
  return 0;
}

/* What the model says of the sequence's last byte, where those before it are the begin of a character. */
static enum sb_utf8_step model_step(size_t size, uint32_t sequence) {
  if (get_bit(is_character[size - 1], sequence))
    return SB_UTF8_CHARACTER;
  return get_bit(is_begin[size - 1], sequence) ? SB_UTF8_MORE : SB_UTF8_BAD;
}

static void model_has_as_many_characters_as_unicode(void **state) {
  (void)state;
  assert_int_equal(characters_of[1], 128);
  assert_int_equal(characters_of[2], 1920);
  assert_int_equal(characters_of[3], 61440);
  assert_int_equal(characters_of[4], 1048576);
}

/* Tries every byte after each begin of a character that has `size` bytes, to sequences of three bytes. */
static void try_every_byte(struct sb_utf8 utf8, size_t size, uint32_t begin) {
  for (uint32_t byte = 0; byte < 256; byte++) {
    struct sb_utf8 next = utf8;
    const uint32_t sequence = begin << 8 | byte;
    const enum sb_utf8_step step = sb_utf8_feed(&next, (uint8_t)byte);
    if (step != model_step(size + 1, sequence))
      fail_msg("after the %u bytes %x, byte %02x: step %d", (unsigned)size, begin, byte, (int)step);
    if (step == SB_UTF8_BAD) {
      assert_int_equal(next.seen, size);
      continue;
    }
    assert_int_equal(next.seen, size + 1);
    assert_true((next.missing == 0) == (step == SB_UTF8_CHARACTER));
    if (step == SB_UTF8_MORE && size + 1 < 3)
      try_every_byte(next, size + 1, sequence);
  }
}

static void every_sequence_of_up_to_three_bytes_is_judged_as_by_the_model(void **state) {
  (void)state;
  try_every_byte((struct sb_utf8){0}, 0, 0);
}

static void every_fourth_byte_is_judged_by_its_range(void **state) {
  (void)state;
  size_t accepted = 0;
  for (uint32_t begin = 0xF00000; begin <= 0xFFFFFF; begin++) {
    if (!get_bit(is_begin[2], begin))
      continue;
    struct sb_utf8 utf8 = {0};
    for (int shift = 16; shift >= 0; shift -= 8)
      assert_int_equal(sb_utf8_feed(&utf8, (uint8_t)(begin >> shift)), SB_UTF8_MORE);
    for (uint32_t byte = 0; byte < 256; byte++) {
      struct sb_utf8 last = utf8;
      const bool good = sb_utf8_feed(&last, (uint8_t)byte) == SB_UTF8_CHARACTER;
      assert_int_equal(good, 0x80 <= byte && byte <= 0xBF);
      assert_int_equal(last.seen, good ? 4 : 3);
      accepted += good;
    }
  }
  assert_int_equal(accepted, characters_of[4]);
}

static void every_scalar_value_is_decoded(void **state) {
  (void)state;
  struct sb_utf8 utf8 = {0};
  for (uint32_t c = 0; c <= 0x10FFFF; c++) {
    if (!is_scalar(c))
      continue;
    uint8_t bytes[4];
    const size_t size = encode(c, bytes);
    for (size_t i = 0; i + 1 < size; i++)
      assert_int_equal(sb_utf8_feed(&utf8, bytes[i]), SB_UTF8_MORE);
    assert_int_equal(sb_utf8_feed(&utf8, bytes[size - 1]), SB_UTF8_CHARACTER);
    assert_int_equal(utf8.code_point, c);
    assert_int_equal(utf8.seen, size);
  }
}

/* Table 3-7, row by row: a sequence's bytes, each at the ends of its range and just beyond. */
static void boundaries_of_table_3_7_are_kept(void **state) {
  (void)state;
  static const struct {
    uint8_t first_lo, first_hi, size, second_lo, second_hi;
  } rows[] = {
      {0xC2, 0xDF, 2, 0x80, 0xBF}, {0xE0, 0xE0, 3, 0xA0, 0xBF}, {0xE1, 0xEC, 3, 0x80, 0xBF},
      {0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF}, {0xF0, 0xF0, 4, 0x90, 0xBF},
      {0xF1, 0xF3, 4, 0x80, 0xBF}, {0xF4, 0xF4, 4, 0x80, 0x8F},
  };
  for (size_t i = 0; i < COUNT_OF(rows); i++) {
    const uint8_t firsts[] = {rows[i].first_lo, rows[i].first_hi};
    for (size_t first = 0; first < 2; first++) {
      struct sb_utf8 utf8 = {0};
      assert_int_equal(sb_utf8_feed(&utf8, firsts[first]), SB_UTF8_MORE);
      assert_int_equal(utf8.missing, rows[i].size - 1);
      const enum sb_utf8_step good = rows[i].size == 2 ? SB_UTF8_CHARACTER : SB_UTF8_MORE;
      struct sb_utf8 tries[4] = {utf8, utf8, utf8, utf8};
      assert_int_equal(sb_utf8_feed(&tries[0], (uint8_t)(rows[i].second_lo - 1)), SB_UTF8_BAD);
      assert_int_equal(sb_utf8_feed(&tries[1], rows[i].second_lo), good);
      assert_int_equal(sb_utf8_feed(&tries[2], rows[i].second_hi), good);
      assert_int_equal(sb_utf8_feed(&tries[3], (uint8_t)(rows[i].second_hi + 1)), SB_UTF8_BAD);
    }
  }
  static const uint8_t never_first[] = {0x80, 0xBF, 0xC0, 0xC1, 0xF5, 0xFF};
  for (size_t i = 0; i < COUNT_OF(never_first); i++) {
    struct sb_utf8 utf8 = {0};
    assert_int_equal(sb_utf8_feed(&utf8, never_first[i]), SB_UTF8_BAD);
    assert_int_equal(utf8.seen, 0);
  }
}

/* -- Spans -- */

/* How many bytes come before the first bad one, a byte at a time. */
static size_t naive_span(const uint8_t *bytes, size_t size) {
  struct sb_utf8 utf8 = {0};
  size_t i = 0;
  while (i < size && sb_utf8_feed(&utf8, bytes[i]) != SB_UTF8_BAD)
    i++;
  return i;
}

/* The same in up to three pieces of exact size. */
static size_t span_in_pieces(const uint8_t *bytes, size_t size, size_t cut, size_t other_cut) {
  const size_t ends[3] = {cut, other_cut, size};
  struct sb_utf8 utf8 = {0};
  size_t total = 0;
  size_t begin = 0;
  for (int i = 0; i < 3; i++) {
    uint8_t *piece = exact_copy(bytes + begin, ends[i] - begin);
    const size_t span = sb_utf8_span(&utf8, piece, ends[i] - begin);
    free(piece);
    total += span;
    if (span < ends[i] - begin)
      break;
    begin = ends[i];
  }
  return total;
}

static void check_every_cut(const uint8_t *bytes, size_t size) {
  const size_t expected = naive_span(bytes, size);
  for (size_t cut = 0; cut <= size; cut++) {
    for (size_t other = cut; other <= size; other++)
      assert_int_equal(span_in_pieces(bytes, size, cut, other), expected);
  }
}

static void span_is_the_same_for_every_cut(void **state) {
  (void)state;
  static const char *const texts[] = {
      "",
      "a",
      "plain ASCII text of many bytes, all of them good",
      "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8C\xB1z \xF4\x8F\xBF\xBF end of it",
      "\xED\xA0\x80 a surrogate",
      "\xF4\x90\x80\x80 above U+10FFFF",
      "12345678\xC3(9",
      "1234567\xE2\x82",
      "\xF0\x9F\x8C",
      "ASCII then bad \xFF then more",
      "\xC3 a sequence cut short by many bytes of ASCII",
      "12345678\xE2\x82 12345678 the same",
  };
  for (size_t i = 0; i < COUNT_OF(texts); i++)
    check_every_cut((const uint8_t *)texts[i], strlen(texts[i]));
}

static void span_finds_a_bad_byte_at_every_place_of_ascii(void **state) {
  (void)state;
  uint8_t text[33];
  for (size_t size = 1; size <= sizeof text; size++) {
    for (size_t bad = 0; bad < size; bad++) {
      memset(text, 'a', sizeof text);
      text[bad] = 0x80;
      uint8_t *exact = exact_copy(text, size);
      struct sb_utf8 utf8 = {0};
      assert_int_equal(sb_utf8_span(&utf8, exact, size), bad);
      assert_int_equal(utf8.seen, 0);
      free(exact);
    }
  }
}

static void span_judges_every_byte_between_ascii_of_every_length(void **state) {
  (void)state;
  for (size_t before = 0; before < 20; before++) {
    for (size_t behind = 0; behind < 20; behind++) {
      for (unsigned byte = 0; byte < 256; byte++) {
        uint8_t text[40];
        memset(text, '~', sizeof text);
        text[before] = (uint8_t)byte;
        const size_t size = before + 1 + behind;
        uint8_t *exact = exact_copy(text, size);
        struct sb_utf8 utf8 = {0};
        assert_int_equal(sb_utf8_span(&utf8, exact, size), naive_span(text, size));
        free(exact);
      }
    }
  }
}

static void span_of_nothing_is_nothing(void **state) {
  (void)state;
  struct sb_utf8 utf8 = {0};
  assert_int_equal(sb_utf8_span(&utf8, NULL, 0), 0);
  assert_int_equal(sb_utf8_feed(&utf8, 0xC3), SB_UTF8_MORE);
  assert_int_equal(sb_utf8_span(&utf8, NULL, 0), 0);
  assert_int_equal(utf8.missing, 1);
}

static void span_tells_again_where_it_stopped(void **state) {
  (void)state;
  struct sb_utf8 utf8 = {0};
  const uint8_t *text = (const uint8_t *)"ab\xE2\x82 c";
  assert_int_equal(sb_utf8_span(&utf8, text, 6), 4);
  assert_int_equal(utf8.seen, 2);
  assert_int_equal(sb_utf8_span(&utf8, text + 4, 2), 0);
  assert_int_equal(utf8.seen, 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(model_has_as_many_characters_as_unicode),
      cmocka_unit_test(every_sequence_of_up_to_three_bytes_is_judged_as_by_the_model),
      cmocka_unit_test(every_fourth_byte_is_judged_by_its_range),
      cmocka_unit_test(every_scalar_value_is_decoded),
      cmocka_unit_test(boundaries_of_table_3_7_are_kept),
      cmocka_unit_test(span_is_the_same_for_every_cut),
      cmocka_unit_test(span_finds_a_bad_byte_at_every_place_of_ascii),
      cmocka_unit_test(span_judges_every_byte_between_ascii_of_every_length),
      cmocka_unit_test(span_of_nothing_is_nothing),
      cmocka_unit_test(span_tells_again_where_it_stopped),
  };
  return cmocka_run_group_tests(tests, make_model, NULL);
}

/* test_parser_laws.c - the laws of the format on cutting, prefixes, finality and tampering, on samples and on all their
 * neighbours. */
#include "unit.h"

#include "bundle.h"
#include "seedbundle/error.h"
#include "trace.h"

/* A parser and the log that each of its runs must write. */
struct law {
  struct sb_parser *parser;
  struct buffer bundle;
  struct buffer expected;
  struct buffer log;
};

static struct law begin_law(struct buffer bundle, const struct sb_options *options) {
  struct law law = {.bundle = bundle};
  assert_int_equal(sb_parser_create(&law.parser, options), SB_OK);
  trace_parser(&law.expected, law.parser, bundle.data, bundle.size, NULL);
  return law;
}

static void end_law(struct law *law) {
  sb_parser_free(law->parser);
  buffer_free(&law->bundle);
  buffer_free(&law->expected);
  buffer_free(&law->log);
}

/* The bundle cut in this way gives the same log. */
static void assert_same(struct law *law, const struct cutting *cutting) {
  sb_parser_reset(law->parser);
  buffer_clear(&law->log);
  trace_parser(&law->log, law->parser, law->bundle.data, law->bundle.size, cutting);
  if (!buffer_equal(&law->log, &law->expected))
    fail_msg("pieces of %zu, cuts %zu %zu:\n%sinstead of:\n%s", cutting->piece, cutting->cuts ? cutting->cuts[0] : 0,
             cutting->cuts ? cutting->cuts[cutting->cut_count - 1] : 0, buffer_string(&law->log),
             buffer_string(&law->expected));
}

/* -- Law 1: cutting -- */

static void assert_pieces(struct law *law) {
  static const size_t pieces[] = {1, 2, 3, 5, 7, 16, 64, 100, 255, 256, 4096};
  for (size_t i = 0; i < COUNT_OF(pieces); i++) {
    assert_same(law, &(struct cutting){.piece = pieces[i]});
    assert_same(law, &(struct cutting){.piece = pieces[i], .early_finish = true, .null_pieces = true});
  }
  assert_same(law, &(struct cutting){.early_finish = true});
}

static void pieces_of_any_size_give_the_same_events(void **state) {
  (void)state;
  for (enum sample sample = 0; sample < SAMPLES; sample++) {
    struct law law = begin_law(sample_bundle(sample), NULL);
    assert_pieces(&law);
    end_law(&law);
  }
}

static void every_cut_into_two_gives_the_same_events(void **state) {
  (void)state;
  for (enum sample sample = 0; sample < SAMPLES; sample++) {
    struct law law = begin_law(sample_bundle(sample), NULL);
    for (size_t cut = 0; cut <= law.bundle.size; cut++)
      assert_same(&law, &(struct cutting){.cuts = &cut, .cut_count = 1});
    end_law(&law);
  }
}

/* Equal cuts make empty pieces. */
static void every_pair_of_cuts_gives_the_same_events(void **state) {
  (void)state;
  for (enum sample sample = 0; sample < SAMPLE_LONGEST; sample++) {
    struct law law = begin_law(sample_bundle(sample), NULL);
    for (size_t cut = 0; cut <= law.bundle.size; cut++) {
      for (size_t other = cut; other <= law.bundle.size; other++) {
        const size_t cuts[2] = {cut, other};
        assert_same(&law, &(struct cutting){.cuts = cuts, .cut_count = 2, .early_finish = other % 2});
      }
    }
    end_law(&law);
  }
}

/* The longest lines: around each LF, with each cut around each other LF. */
static void every_pair_of_cuts_around_long_lines_gives_the_same_events(void **state) {
  (void)state;
  struct law law = begin_law(sample_bundle(SAMPLE_LONGEST), NULL);
  size_t near_lf[200];
  size_t count = 0;
  for (size_t at = 0; at <= law.bundle.size; at++) {
    const bool is_near =
        (at < law.bundle.size && law.bundle.data[at] == '\n') || (at > 0 && law.bundle.data[at - 1] == '\n');
    if (is_near)
      near_lf[count++] = at;
    assert_true(count < COUNT_OF(near_lf));
  }
  for (size_t i = 0; i < count; i++) {
    for (size_t j = i; j < count; j++) {
      const size_t cuts[2] = {near_lf[i], near_lf[j]};
      assert_same(&law, &(struct cutting){.cuts = cuts, .cut_count = 2});
    }
  }
  end_law(&law);
}

static void policies_do_not_depend_on_cuts(void **state) {
  (void)state;
  struct sb_options options;
  sb_options_init(&options, sizeof options);
  options.require_utf8 = options.keep_going = true;
  struct law law = begin_law(sample_bundle(SAMPLE_HOSTILE), &options);
  assert_non_null(strstr(buffer_string(&law.expected), "problem payload-utf8"));
  assert_pieces(&law);
  for (size_t cut = 0; cut <= law.bundle.size; cut++)
    assert_same(&law, &(struct cutting){.cuts = &cut, .cut_count = 1});
  end_law(&law);
}

/* -- Law 3: prefix -- */

static void every_strict_prefix_is_truncated_at_its_own_length(void **state) {
  (void)state;
  struct buffer log = {0};
  struct sb_parser *parser;
  assert_int_equal(sb_parser_create(&parser, NULL), SB_OK);
  for (enum sample sample = 0; sample < SAMPLES; sample++) {
    struct buffer bundle = sample_bundle(sample);
    for (size_t size = 0; size < bundle.size; size++) {
      const struct cutting cutting = {.piece = size % 3 == 0 ? 1 + size / 2 : 0, .early_finish = size % 2};
      sb_parser_reset(parser);
      buffer_clear(&log);
      const struct trace_end end = trace_parser(&log, parser, bundle.data, size, &cutting);
      assert_string_equal(sb_code_name(end.error.code), "truncated");
      assert_int_equal(end.error.offset, size);
      assert_true(end.error.related == SB_NO_OFFSET);
      assert_int_equal(end.used, size);
    }
    buffer_free(&bundle);
  }
  sb_parser_free(parser);
  buffer_free(&log);
}

/* -- Laws 4 and 5: finality and tampering -- */

/* Samples small enough for all their neighbours. */
static const enum sample small_samples[] = {SAMPLE_EMPTY, SAMPLE_EXAMPLE};

struct tampering {
  struct sb_parser *parser;
  struct buffer log;
  const char *what;
  size_t at;
  uint64_t tries;
};

static struct trace_end parse(struct tampering *tampering, const struct buffer *bundle) {
  sb_parser_reset(tampering->parser);
  buffer_clear(&tampering->log);
  return trace_parser(&tampering->log, tampering->parser, bundle->data, bundle->size, NULL);
}

/* Every error but `truncated` stays the same whatever follows; and the bytes after those used do not matter. */
static void assert_final(struct tampering *tampering, const struct buffer *bundle, const struct trace_end *end) {
  static const char *const tails[] = {"\n", "=", "a", "\r", "=== END\n"};
  if (end->error.code == SB_TRUNCATED)
    return;
  const char *tail = tails[tampering->tries % COUNT_OF(tails)];
  struct buffer longer = {0};
  const bool drop_rest = tampering->tries % 2;
  buffer_append(&longer, bundle->data, drop_rest ? (size_t)end->used : bundle->size);
  buffer_text(&longer, tail);
  const struct trace_end again = parse(tampering, &longer);
  if (again.error.code != end->error.code || again.error.offset != end->error.offset ||
      again.error.related != end->error.related || again.error.entry != end->error.entry)
    fail_msg("%s at %zu: %s at %zu, but with bytes behind it %s", tampering->what, tampering->at,
             sb_code_name(end->error.code), (size_t)end->error.offset, buffer_string(&tampering->log));
  buffer_free(&longer);
}

/* The neighbour of a bundle is rejected at or after the place where they differ first, or at an earlier place that the
 * difference contradicts. */
static void assert_rejected(struct tampering *tampering, const struct buffer *bundle) {
  tampering->tries++;
  const struct trace_end end = parse(tampering, bundle);
  if (end.type != SB_EVENT_FAILED || sb_code_class(end.error.code) != SB_CLASS_INVALID)
    fail_msg("%s at %zu is accepted:\n%s", tampering->what, tampering->at, buffer_string(&tampering->log));
  assert_true(end.error.offset <= bundle->size);
  assert_true(end.used >= tampering->at);
  assert_final(tampering, bundle, &end);
}

static void assert_all_substitutions_rejected(struct tampering *tampering, const struct buffer *bundle) {
  tampering->what = "substitution";
  struct buffer changed = {0};
  buffer_append(&changed, bundle->data, bundle->size);
  for (size_t at = 0; at < bundle->size; at++) {
    tampering->at = at;
    for (unsigned other = 1; other < 256; other++) {
      changed.data[at] = (uint8_t)(bundle->data[at] ^ other);
      assert_rejected(tampering, &changed);
    }
    changed.data[at] = bundle->data[at];
  }
  buffer_free(&changed);
}

static void assert_all_deletions_rejected(struct tampering *tampering, const struct buffer *bundle) {
  tampering->what = "deletion";
  for (size_t at = 0; at < bundle->size; at++) {
    struct buffer changed = {0};
    buffer_append(&changed, bundle->data, bundle->size);
    buffer_splice(&changed, at, 1, NULL, 0);
    tampering->at = at;
    assert_rejected(tampering, &changed);
    buffer_free(&changed);
  }
}

static void assert_all_insertions_rejected(struct tampering *tampering, const struct buffer *bundle) {
  tampering->what = "insertion";
  for (size_t at = 0; at <= bundle->size; at++) {
    struct buffer changed = {0};
    buffer_append(&changed, bundle->data, bundle->size);
    buffer_splice(&changed, at, 0, "?", 1);
    tampering->at = at;
    for (unsigned byte = 0; byte < 256; byte++) {
      changed.data[at] = (uint8_t)byte;
      assert_rejected(tampering, &changed);
    }
    buffer_free(&changed);
  }
}

static void assert_all_swaps_rejected(struct tampering *tampering, const struct buffer *bundle) {
  tampering->what = "swap";
  for (size_t at = 0; at + 1 < bundle->size; at++) {
    const uint8_t first = bundle->data[at];
    const uint8_t second = bundle->data[at + 1];
    if (first == second)
      continue;
    bundle->data[at] = second;
    bundle->data[at + 1] = first;
    tampering->at = at;
    assert_rejected(tampering, bundle);
    bundle->data[at] = first;
    bundle->data[at + 1] = second;
  }
}

static void for_small_samples(void (*assert_all)(struct tampering *, const struct buffer *)) {
  for (size_t i = 0; i < COUNT_OF(small_samples); i++) {
    struct tampering tampering = {0};
    assert_int_equal(sb_parser_create(&tampering.parser, NULL), SB_OK);
    struct buffer bundle = sample_bundle(small_samples[i]);
    assert_all(&tampering, &bundle);
    assert_true(tampering.tries > bundle.size / 2);
    buffer_free(&bundle);
    buffer_free(&tampering.log);
    sb_parser_free(tampering.parser);
  }
}

static void every_substitution_of_one_byte_is_rejected_for_good(void **state) {
  (void)state;
  for_small_samples(assert_all_substitutions_rejected);
}

static void every_deletion_of_one_byte_is_rejected_for_good(void **state) {
  (void)state;
  for_small_samples(assert_all_deletions_rejected);
}

static void every_insertion_of_one_byte_is_rejected_for_good(void **state) {
  (void)state;
  for_small_samples(assert_all_insertions_rejected);
}

static void every_swap_of_neighbours_is_rejected_for_good(void **state) {
  (void)state;
  for_small_samples(assert_all_swaps_rejected);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pieces_of_any_size_give_the_same_events),
      cmocka_unit_test(every_cut_into_two_gives_the_same_events),
      cmocka_unit_test(every_pair_of_cuts_gives_the_same_events),
      cmocka_unit_test(every_pair_of_cuts_around_long_lines_gives_the_same_events),
      cmocka_unit_test(policies_do_not_depend_on_cuts),
      cmocka_unit_test(every_strict_prefix_is_truncated_at_its_own_length),
      cmocka_unit_test(every_substitution_of_one_byte_is_rejected_for_good),
      cmocka_unit_test(every_deletion_of_one_byte_is_rejected_for_good),
      cmocka_unit_test(every_insertion_of_one_byte_is_rejected_for_good),
      cmocka_unit_test(every_swap_of_neighbours_is_rejected_for_good),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

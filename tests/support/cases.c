/* cases.c - wrong inputs, each one an edited sample, with the error that must come out of it. */
#include "cases.h"

#include <string.h>

#include "trace.h"

/* The places of the marks, in the input without them. */
struct marks {
  uint64_t at, related, cut;
  bool unsealed;
};

/* Takes the marks out of the input and puts NULs into it. */
static struct marks take_marks(struct buffer *bundle) {
  struct marks marks = {SB_NO_OFFSET, SB_NO_OFFSET, SB_NO_OFFSET, false};
  size_t size = 0;
  for (size_t i = 0; i < bundle->size; i++) {
    const char byte = (char)bundle->data[i];
    if (byte == AT[0])
      marks.at = size;
    else if (byte == RELATED[0])
      marks.related = size;
    else if (byte == CUT[0])
      marks.cut = size;
    else if (byte == UNSEALED[0])
      marks.unsealed = true;
    else
      bundle->data[size++] = byte == NUL[0] ? 0 : (uint8_t)byte;
  }
  bundle->size = size;
  bundle->data[size] = '\0';
  return marks;
}

void case_apply(const struct error_case *one, struct buffer *bundle, struct sb_error *expected) {
  for (size_t i = 0; i < sizeof one->edits / sizeof one->edits[0] && one->edits[i].find; i++)
    bundle_edit(bundle, one->edits[i].find, one->edits[i].replace);
  const struct marks marks = take_marks(bundle);
  if (!marks.unsealed && strstr(buffer_string(bundle), "\n=== DIGEST "))
    bundle_reseal(bundle);
  if (marks.cut != SB_NO_OFFSET)
    bundle->size = (size_t)marks.cut;
  const uint64_t at = marks.at != SB_NO_OFFSET ? marks.at : marks.cut;
  REQUIRE(at != SB_NO_OFFSET);
  *expected = (struct sb_error){one->code, at, marks.related, one->entry};
}

/* One input, and what each run of it must say. */
struct checked {
  const struct buffer *bundle;
  struct sb_parser *parser;
  struct buffer expected;
  struct buffer log;
  struct buffer *complaint;
};

static struct trace_end run(struct checked *checked, struct buffer *log, const struct cutting *cutting) {
  sb_parser_reset(checked->parser);
  return trace_parser(log, checked->parser, checked->bundle->data, checked->bundle->size, cutting);
}

static bool same(struct checked *checked, const struct cutting *cutting) {
  buffer_clear(&checked->log);
  run(checked, &checked->log, cutting);
  if (buffer_equal(&checked->log, &checked->expected))
    return true;
  const size_t last = cutting->cut_count ? cutting->cut_count - 1 : 0;
  buffer_format(checked->complaint, "in pieces of %zu, or cut at %zu and %zu:\n%sinstead of\n%s", cutting->piece,
                cutting->cuts ? cutting->cuts[0] : 0, cutting->cuts ? cutting->cuts[last] : 0,
                buffer_string(&checked->log), buffer_string(&checked->expected));
  return false;
}

/* Cuts beyond the bytes that are used make no difference; `end` is one further. */
static bool same_for_all_cuts(struct checked *checked, size_t end) {
  for (size_t piece = 1; piece <= 3; piece++) {
    if (!same(checked, &(struct cutting){.piece = piece, .early_finish = piece == 2, .null_pieces = piece == 3}))
      return false;
  }
  for (size_t cut = 0; cut <= end; cut++) {
    const size_t near_end = cut + 16 >= end ? end : cut + 8;
    for (size_t other = cut; other <= near_end && other <= end; other++) {
      const size_t cuts[2] = {cut, other};
      if (!same(checked, &(struct cutting){.cuts = cuts, .cut_count = 2, .early_finish = cut % 2}))
        return false;
    }
  }
  return true;
}

static bool is_error(const struct trace_end *end, const struct sb_error *expected) {
  const struct sb_error *error = &end->error;
  return error->code == expected->code && error->offset == expected->offset && error->related == expected->related &&
         error->entry == expected->entry;
}

static bool check(struct checked *checked, const struct sb_error *expected) {
  const struct trace_end end = run(checked, &checked->expected, NULL);
  if (!is_error(&end, expected)) {
    const struct sb_event event = {.type = SB_EVENT_FAILED, .offset = expected->offset, .error = *expected};
    buffer_format(checked->complaint, "the parser says:\n%sbut due is\n", buffer_string(&checked->expected));
    trace_event(checked->complaint, &event);
    return false;
  }
  return same_for_all_cuts(checked, end.used < checked->bundle->size ? (size_t)end.used + 1 : checked->bundle->size);
}

bool case_check_cuts(const struct buffer *bundle, const struct sb_error *expected, const struct sb_options *options,
                     struct buffer *complaint) {
  struct checked checked = {.bundle = bundle, .complaint = complaint};
  REQUIRE(sb_parser_create(&checked.parser, options) == SB_OK);
  const bool good = check(&checked, expected);
  sb_parser_free(checked.parser);
  buffer_free(&checked.expected);
  buffer_free(&checked.log);
  return good;
}

bool case_check(const struct error_case *one, const struct sb_options *options, struct buffer *complaint) {
  struct buffer bundle = sample_bundle(SAMPLE_EXAMPLE);
  struct sb_error expected;
  case_apply(one, &bundle, &expected);
  const bool good = case_check_cuts(&bundle, &expected, options, complaint);
  buffer_free(&bundle);
  return good;
}

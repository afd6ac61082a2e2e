/* place.c - from the offset of an error to its line, its column and the text around it. */
#include "place.h"

#include <string.h>

static const struct sb_location start = SB_LOCATION_START;

void place_init(struct place *place, const struct input *input) {
  *place = (struct place){.input = input, .cursor = start, .payload = SB_NO_OFFSET, .mark.offset = SB_NO_OFFSET};
}

void place_payload(struct place *place, uint64_t offset) { place->payload = offset; }

/* Counts the bytes up to `offset`, as far as they can be had. */
static void count_to(struct place *place, uint64_t offset) {
  static unsigned char bytes[65536];
  while (place->cursor.offset < offset) {
    const uint64_t left = offset - place->cursor.offset;
    const size_t most = left < sizeof bytes ? (size_t)left : sizeof bytes;
    const size_t got = input_peek(place->input, place->cursor.offset, bytes, most);
    if (got == 0)
      return;
    sb_locate(&place->cursor, bytes, got);
  }
}

/* Moves the cursor to `offset`, and sets the mark if it passes the payload's begin. */
static void advance_to(struct place *place, uint64_t offset) {
  if (place->payload != SB_NO_OFFSET && place->cursor.offset <= place->payload && place->payload <= offset) {
    count_to(place, place->payload);
    place->mark = place->cursor;
    place->begin_size = input_peek(place->input, place->payload, place->begin, sizeof place->begin);
  }
  count_to(place, offset);
}

void place_forget(struct place *place) {
  const struct input *input = place->input;
  if (input->seekable)
    return;
  if (place->head_size < sizeof place->head) /* then nothing has gone by yet */
    place->head_size = input_peek(input, 0, place->head, sizeof place->head);
  if (input->position > INPUT_HISTORY)
    advance_to(place, input->position - INPUT_HISTORY);
}

struct sb_location place_find(struct place *place, uint64_t offset) {
  if (offset == place->mark.offset)
    return place->mark;
  if (offset < place->cursor.offset && place->input->seekable) {
    place->cursor = start;
    place->mark.offset = SB_NO_OFFSET;
  }
  advance_to(place, offset);
  return place->cursor;
}

/* input_peek(), and for a stream what was kept of it. */
static size_t peek(const struct place *place, uint64_t offset, char *out, size_t size) {
  const size_t got = input_peek(place->input, offset, out, size);
  if (got > 0 || place->input->seekable)
    return got;
  const bool is_begin = offset == place->mark.offset;
  const unsigned char *kept = is_begin ? place->begin : place->head;
  const size_t kept_size = is_begin ? place->begin_size : place->head_size;
  const uint64_t skip = is_begin ? 0 : offset;
  if (skip >= kept_size)
    return 0;
  const size_t most = size < kept_size - skip ? size : (size_t)(kept_size - skip);
  memcpy(out, kept + skip, most);
  return most;
}

bool place_excerpt(const struct place *place, struct sb_location location, struct excerpt *excerpt) {
  const uint64_t in_line = location.column - 1;
  const size_t before = in_line < EXCERPT_BEFORE ? (size_t)in_line : EXCERPT_BEFORE;
  const size_t got = peek(place, location.offset - before, excerpt->text, sizeof excerpt->text);
  if (got < before || (got == 0 && before == 0))
    return false;
  const char *lf = memchr(excerpt->text + before, '\n', got - before);
  excerpt->at = before;
  excerpt->cut_before = in_line > before;
  const bool is_full = got > EXCERPT_MAX;
  excerpt->cut_after = !lf && (is_full || input_may_go_on(place->input, location.offset - before + got));
  excerpt->size = lf ? (size_t)(lf - excerpt->text) : got - is_full;
  return true;
}

/* finding.c - an error of a bundle with all that a person or a program wants to know of it. */
#include "finding.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "hint.h"
#include "text.h"

/* Lines 1 and 2 stand before the entries. */
enum { FIRST_ENTRY_LINE = 3 };

/* The entry whose line holds this offset, by binary search.  False: the offset stands before the first. */
static bool entry_at(const struct sb_parser *parser, uint64_t offset, struct sb_entry *found) {
  struct sb_entry entry;
  uint64_t low = 0, high = 1;
  while (sb_parser_entry(parser, high - 1, &entry) && entry.offset <= offset)
    high *= 2;
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    if (sb_parser_entry(parser, middle, &entry) && entry.offset <= offset) {
      *found = entry;
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low > 0;
}

/* The line of an entry, written again from what was read: a stream's bytes are gone by now. */
static void write_entry(const struct sb_entry *entry, size_t column, struct excerpt *excerpt) {
  char line[64 + 1 + 19 + 1 + SB_NAME_MAX + 1];
  char hex[65];
  text_hex(hex, entry->digest);
  const size_t size =
      (size_t)snprintf(line, sizeof line, "%s %" PRIu64 " %.*s", hex, entry->size, (int)entry->name_size, entry->name);
  const size_t before = column - 1 < EXCERPT_BEFORE ? column - 1 : EXCERPT_BEFORE;
  const size_t begin = column - 1 - before;
  excerpt->size = size - begin < EXCERPT_MAX ? size - begin : EXCERPT_MAX;
  memcpy(excerpt->text, line + begin, excerpt->size);
  excerpt->at = before;
  excerpt->cut_before = begin > 0;
  excerpt->cut_after = begin + excerpt->size < size;
}

/* The contradicted place is always in the INDEX: in an entry, or in the line before them. */
static void find_related(struct finding *finding, const struct run *run) {
  const uint64_t offset = finding->error.related;
  static const uint64_t index_line_offset = sizeof "=== SEED-BUNDLE 1\n" - 1;
  struct sb_entry entry;
  if (offset == SB_NO_OFFSET)
    return;
  if (entry_at(run->parser, offset, &entry)) {
    const uint64_t column = offset - entry.offset + 1;
    finding->related_at = (struct sb_location){offset, FIRST_ENTRY_LINE + entry.ordinal, column};
    write_entry(&entry, (size_t)column, &finding->related_excerpt);
    finding->has_related_excerpt = true;
  } else {
    finding->related_at = (struct sb_location){offset, FIRST_ENTRY_LINE - 1, offset - index_line_offset + 1};
    finding->has_related_excerpt = place_excerpt(&run->place, finding->related_at, &finding->related_excerpt);
  }
}

/* What a FILE header says is more than that it differs. */
static bool describe_header(char *message, const struct finding *finding, const struct run *run) {
  char header[32] = {0};
  input_peek(&run->input, finding->entry.block_offset, header, sizeof header - 1);
  uint64_t size = 0;
  char end = 0;
  /* sscanf would pass over blanks and take a sign. */
  const bool is_number = isdigit((unsigned char)header[sizeof "=== FILE " - 1]) != 0;
  if (is_number && sscanf(header, "=== FILE %19" SCNu64 "%c", &size, &end) == 2 && end == ' ' &&
      size != finding->entry.size)
    snprintf(message, MESSAGE_MAX, "FILE header says %" PRIu64 " byte%s, its INDEX entry says %" PRIu64, size,
             text_plural(size), finding->entry.size);
  else
    snprintf(message, MESSAGE_MAX, "FILE header differs from its INDEX entry");
  return true;
}

static bool describe_truncated(char *message, const struct finding *finding) {
  const uint64_t begin = finding->has_entry ? finding->entry.payload_offset : SB_NO_OFFSET;
  const uint64_t offset = finding->error.offset;
  if (begin == SB_NO_OFFSET || offset < begin || offset > begin + finding->entry.size)
    return false;
  snprintf(message, MESSAGE_MAX,
           "the input ends before the bundle does: %" PRIu64 " of %" PRIu64 " bytes of this document are there",
           offset - begin, finding->entry.size);
  return true;
}

static bool describe_count(char *message, const struct finding *finding, const struct run *run) {
  if (finding->error.entry == SB_NO_ENTRY) /* an entry too many */
    snprintf(message, MESSAGE_MAX, "the INDEX holds more entries than the %" PRIu64 " that its first line says",
             run->count);
  else
    snprintf(message, MESSAGE_MAX, "the INDEX holds %" PRIu64 " entr%s, its first line says %" PRIu64,
             finding->error.entry, finding->error.entry == 1 ? "y" : "ies", run->count);
  return true;
}

static bool describe(char *message, const struct finding *finding, const struct run *run) {
  const enum sb_code code = finding->error.code;
  if (code == SB_HEADER_MISMATCH)
    return describe_header(message, finding, run);
  if (code == SB_TRUNCATED)
    return describe_truncated(message, finding);
  if (code == SB_COUNT_MISMATCH)
    return describe_count(message, finding, run);
  if (code == SB_READ_FAILED) {
    snprintf(message, MESSAGE_MAX, "%s: %s", sb_code_sentence(code), strerror(run->read_error));
    return true;
  }
  return false;
}

void finding_make(struct finding *finding, struct run *run, const struct sb_error *error) {
  *finding = (struct finding){.path = run->input.path, .shown = run->input.shown, .error = *error};
  finding->has_entry = error->entry != SB_NO_ENTRY && sb_parser_entry(run->parser, error->entry, &finding->entry);
  run_look_ahead(run, error->offset + sizeof finding->excerpt.text);
  finding->at = place_find(&run->place, error->offset);
  finding->has_excerpt = place_excerpt(&run->place, finding->at, &finding->excerpt);
  find_related(finding, run);
  if (!describe(finding->message, finding, run))
    snprintf(finding->message, MESSAGE_MAX, "%s", sb_code_sentence(error->code));
  hint_make(finding->hint, finding, run);
}

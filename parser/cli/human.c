/* human.c - findings and summaries for people. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output.h"
#include "report.h"
#include "text.h"

struct style {
  const char *error, *note, *bold, *caret, *end;
};

static const struct style plain = {"", "", "", "", ""};
static const struct style colours = {"\033[1;31m", "\033[1;36m", "\033[1m", "\033[1;32m", "\033[0m"};

const char *verdict_name(enum verdict verdict) {
  static const char *const names[] = {"valid", "framed", "invalid", "refused", "error"};
  return names[verdict];
}

bool verdict_is_good(enum verdict verdict) { return verdict == VERDICT_VALID || verdict == VERDICT_FRAMED; }

/* Writes the line's text, and returns the column under which the caret belongs. */
static size_t show_text(FILE *file, const struct excerpt *excerpt) {
  size_t column = 0, caret = 0;
  if (excerpt->cut_before)
    column += (size_t)fprintf(file, "...");
  size_t i = 0;
  /* A clipped text may begin or end in the middle of a character. */
  while (excerpt->cut_before && i < excerpt->at && ((unsigned char)excerpt->text[i] & 0xC0) == 0x80)
    i++;
  const size_t end = excerpt->size - (excerpt->cut_after ? text_unfinished(excerpt->text, excerpt->size) : 0);
  for (bool seen = false; i < end;) {
    const struct glyph glyph = text_glyph(excerpt->text + i, end - i);
    if (!seen && i + glyph.size > excerpt->at) {
      caret = column;
      seen = true;
    }
    fputs(glyph.shown, file);
    column += glyph.width;
    i += glyph.size;
  }
  if (excerpt->at >= excerpt->size)
    caret = column;
  if (excerpt->cut_after)
    fputs("...", file);
  return caret;
}

static void show_excerpt(FILE *file, uint64_t line, const struct excerpt *excerpt, const struct style *style) {
  char number[24];
  snprintf(number, sizeof number, "%" PRIu64, line);
  fprintf(file, "%6s | ", number);
  const size_t caret = show_text(file, excerpt);
  const int indent = strlen(number) > 6 ? (int)strlen(number) : 6;
  fprintf(file, "\n%*s | %*s%s^%s\n", indent, "", (int)caret, "", style->caret, style->end);
}

const char *human_related_text(const struct sb_error *error) {
  const bool in_entry = error->entry != SB_NO_ENTRY;
  switch ((int)error->code) {
  case SB_COUNT_MISMATCH:
  case SB_EXTRA_FILE:
    return "the count is here";
  case SB_TOTAL_MISMATCH:
    return in_entry ? "the total is here" : "the count is here";
  case SB_NAME_DUPLICATE:
  case SB_NAME_ORDER:
  case SB_NAME_CONFLICT:
    return "the name before it is here";
  default:
    return "the entry is here";
  }
}

static void show_related(FILE *file, const struct finding *finding, const struct style *style) {
  fprintf(file, "%s%s:%" PRIu64 ":%" PRIu64 ":%s %snote:%s %s\n", style->bold, finding->shown, finding->related_at.line,
          finding->related_at.column, style->end, style->note, style->end, human_related_text(&finding->error));
  if (finding->has_related_excerpt)
    show_excerpt(file, finding->related_at.line, &finding->related_excerpt, style);
}

void human_finding(FILE *file, const struct finding *finding, bool coloured) {
  const struct style *style = coloured ? &colours : &plain;
  fprintf(file, "%s%s:%" PRIu64 ":%" PRIu64 ":%s %serror:%s ", style->bold, finding->shown, finding->at.line,
          finding->at.column, style->end, style->error, style->end);
  const bool in_block = finding->has_entry && finding->entry.block_offset != SB_NO_OFFSET;
  if (in_block) {
    char *name = text_escape(finding->entry.name, finding->entry.name_size);
    fprintf(file, "%s: ", name ? name : "?");
    free(name);
  }
  fprintf(file, "%s [%s]\n", finding->message, sb_code_name(finding->error.code));
  if (finding->has_excerpt)
    show_excerpt(file, finding->at.line, &finding->excerpt, style);
  if (finding->error.related != SB_NO_OFFSET)
    show_related(file, finding, style);
  if (finding->hint[0])
    fprintf(file, "       = %shint:%s %s\n", style->note, style->end, finding->hint);
}

/* Of one call of `validate`. */
struct human {
  const struct options *options;
  bool coloured;
  uint64_t bundles, good; /* seen, and good ones among them */
};

static void *human_begin(const struct options *options) {
  struct human *human = calloc(1, sizeof *human);
  if (!human)
    return NULL;
  human->options = options;
  human->coloured = output_is_coloured(options->colour, STDOUT_FILENO);
  return human;
}

static void human_report(void *state, const struct finding *finding) {
  const struct human *human = state;
  human_finding(stdout, finding, human->coloured);
}

static void human_summary(void *state, const struct summary *summary) {
  struct human *human = state;
  char hex[65];
  const bool is_good = verdict_is_good(summary->verdict);
  human->bundles++;
  human->good += is_good;
  if (summary->verdict == VERDICT_ERROR || (is_good && human->options->quiet))
    return; /* an error has been said on stderr */
  printf("%s: %s: ", summary->shown, verdict_name(summary->verdict));
  if (summary->errors > 0) {
    printf("%" PRIu64 " error%s\n", summary->errors, text_plural(summary->errors));
    return;
  }
  text_hex(hex, summary->digest);
  printf("%" PRIu64 " document%s, %" PRIu64 " bytes, digest %s%s\n", summary->files, text_plural(summary->files),
         summary->bytes, hex, summary->verdict == VERDICT_FRAMED ? " (not verified)" : "");
}

/* With several bundles, how many were good. */
static void human_end(void *state) {
  struct human *human = state;
  const enum verdict good = human->options->parsing.skip_digests ? VERDICT_FRAMED : VERDICT_VALID;
  if (human->bundles > 1 && !(human->options->quiet && human->good == human->bundles))
    printf("%" PRIu64 " bundles: %" PRIu64 " %s, %" PRIu64 " not\n", human->bundles, human->good, verdict_name(good),
           human->bundles - human->good);
  free(human);
}

const struct reporter reporter_human = {human_begin, human_report, human_summary, human_end};

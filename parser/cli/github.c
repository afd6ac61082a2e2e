/* github.c - findings as workflow commands, which GitHub shows as annotations. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"
#include "text.h"

enum { ANNOTATIONS_MAX = 10 }; /* of a step: the host shows no more */

struct github {
  uint64_t findings;
};

static void *github_begin(const struct options *options) {
  (void)options;
  return calloc(1, sizeof(struct github));
}

/* A value in a workflow command; in a property two characters more would end it. */
static void put(const char *text, const char *special) {
  for (; *text; text++) {
    if (strchr(special, *text))
      printf("%%%02X", (unsigned char)*text);
    else
      putchar(*text);
  }
}

static void github_finding(void *state, const struct finding *finding) {
  struct github *github = state;
  if (github->findings++ >= ANNOTATIONS_MAX)
    return;
  fputs("::error file=", stdout);
  put(finding->path, "%\r\n:,");
  printf(",line=%" PRIu64 ",col=%" PRIu64 ",title=%s::", finding->at.line, finding->at.column,
         sb_code_name(finding->error.code));
  if (finding->has_entry) {
    char *name = text_escape(finding->entry.name, finding->entry.name_size);
    put(name ? name : "?", "%\r\n");
    fputs(": ", stdout);
    free(name);
  }
  put(finding->message, "%\r\n");
  printf(" (offset %" PRIu64 ")\n", finding->error.offset);
}

static void github_summary(void *state, const struct summary *summary) {
  (void)state;
  if (summary->verdict != VERDICT_ERROR)
    return;
  fputs("::error file=", stdout);
  put(summary->path, "%\r\n:,");
  fputs("::", stdout);
  put(summary->reason ? summary->reason : "cannot be read", "%\r\n");
  putchar('\n');
}

static void github_end(void *state) {
  const struct github *github = state;
  if (github->findings > ANNOTATIONS_MAX)
    printf("%" PRIu64 " errors; the first %d are shown above\n", github->findings, (int)ANNOTATIONS_MAX);
  free(state);
}

const struct reporter reporter_github = {github_begin, github_finding, github_summary, github_end};

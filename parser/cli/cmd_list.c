/* cmd_list.c - the INDEX as a table.  Reads the INDEX alone. */
#include <inttypes.h>
#include <stdlib.h>

#include "output.h"
#include "report.h"
#include "text.h"
#include "verb.h"

/* How many digits the largest size can have. */
static int width_of(uint64_t total) {
  char digits[24];
  return snprintf(digits, sizeof digits, "%" PRIu64, total);
}

static void show_entry(const struct sb_entry *entry, int width) {
  char hex[65];
  char *name = text_escape(entry->name, entry->name_size);
  text_hex(hex, entry->digest);
  if (name)
    printf("%*" PRIu64 "  %s  %s\n", width, entry->size, hex, name);
  else
    output_fail();
  free(name);
}

static enum status list(struct verb_run *verb, const char *path) {
  const char *reason = NULL;
  struct run run;
  if (!verb_open(verb, &run, path, &reason))
    return STATUS_TROUBLE;
  struct sb_event event;
  enum sb_event_type type;
  while ((type = run_next(&run, &event)) != SB_EVENT_BUNDLE_DIGEST && type != SB_EVENT_FAILED && output_good()) {
    if (type != SB_EVENT_ENTRY)
      continue;
    if (verb->options->format == FORMAT_JSON)
      json_entry(path, &event.entry);
    else
      show_entry(&event.entry, width_of(run.total));
  }
  const enum status status = type == SB_EVENT_FAILED ? verb_failed(verb, &run, &event.error) : STATUS_GOOD;
  run_close(&run);
  return status;
}

enum status cmd_list(const struct options *options, int count, char **operands) {
  if (count > 1) {
    complain("list takes one bundle (see list --help)");
    return STATUS_TROUBLE;
  }
  return verb_each(options, &options->parsing, count, operands, list, NULL);
}

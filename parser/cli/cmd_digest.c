/* cmd_digest.c - the bundle digest, in the format of sha256sum.  Reads the INDEX alone. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output.h"
#include "text.h"
#include "verb.h"

/* On a terminal a path is escaped as everywhere. */
static void show_to_people(const char *hex, const char *path) {
  char *shown = text_escape(path, strlen(path));
  if (shown)
    printf("%s  %s\n", hex, shown);
  else
    output_fail();
  free(shown);
}

/* As sha256sum writes a name: a line that begins with a backslash has its backslashes and line ends escaped. */
static void show(const uint8_t digest[SB_DIGEST_SIZE], const char *path) {
  char hex[65];
  text_hex(hex, digest);
  if (isatty(STDOUT_FILENO) == 1) {
    show_to_people(hex, path);
    return;
  }
  const bool escaped = path[strcspn(path, "\\\n\r")] != '\0';
  printf("%s%s  ", escaped ? "\\" : "", hex);
  for (; *path; path++) {
    if (*path == '\\')
      fputs("\\\\", stdout);
    else if (*path == '\n')
      fputs("\\n", stdout);
    else if (*path == '\r')
      fputs("\\r", stdout);
    else
      putchar(*path);
  }
  putchar('\n');
}

static enum status digest(struct verb_run *verb, const char *path) {
  const char *reason = NULL;
  struct run run;
  if (!verb_open(verb, &run, path, &reason))
    return STATUS_TROUBLE;
  struct sb_event event;
  enum status status = STATUS_GOOD;
  if (run_until(&run, SB_EVENT_BUNDLE_DIGEST, &event))
    show(event.digest, path);
  else
    status = verb_failed(verb, &run, &event.error);
  run_close(&run);
  return status;
}

enum status cmd_digest(const struct options *options, int count, char **operands) {
  return verb_each(options, &options->parsing, count, operands, digest, NULL);
}

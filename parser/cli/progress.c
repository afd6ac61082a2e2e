/* progress.c - how far long work has come, on stderr. */
#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "text.h"

static const uint64_t second = UINT64_C(1000000000);

static bool visible; /* a line stands on the terminal */

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * second + (uint64_t)time.tv_nsec;
}

void progress_begin(struct progress *progress, enum when option) {
  const bool enabled = option == WHEN_ALWAYS || (option == WHEN_AUTO && isatty(STDERR_FILENO) == 1);
  *progress = (struct progress){.enabled = enabled, .always = option == WHEN_ALWAYS, .begin = now()};
}

void progress_bytes(struct progress *progress, const char *what, uint64_t done, uint64_t total) {
  if (!progress || !progress->enabled)
    return;
  const uint64_t time = now();
  const bool early = !progress->always && time - progress->begin < second;
  if (early || (progress->last && time - progress->last < second / 10))
    return;
  char shown_done[24], shown_total[24];
  text_size(shown_done, done);
  text_size(shown_total, total);
  if (total > 0)
    fprintf(stderr, "\r\033[K%s: %s of %s (%.0f %%)", what, shown_done, shown_total,
            100.0 * (double)done / (double)total);
  else
    fprintf(stderr, "\r\033[K%s: %s", what, shown_done);
  fflush(stderr);
  visible = true;
  progress->last = time;
}

void progress_show(struct progress *progress, const struct input *input) {
  if (progress && progress->enabled)
    progress_bytes(progress, input->shown, input->position, input->size);
}

void progress_hide(void) {
  if (!visible)
    return;
  fputs("\r\033[K", stderr);
  fflush(stderr);
  visible = false;
}

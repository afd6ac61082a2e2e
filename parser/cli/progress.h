/* progress.h - how far long work has come, on stderr. */
#ifndef SB_CLI_PROGRESS_H
#define SB_CLI_PROGRESS_H

#include <stdint.h>

#include "input.h"
#include "options.h"

struct progress {
  bool enabled;
  bool always;          /* from the first moment, and not only where the work takes over a second */
  uint64_t begin, last; /* nanoseconds */
};

void progress_begin(struct progress *progress, enum when option);

/* Shows the position in an input, if it is time to.  `progress` MAY be NULL. */
void progress_show(struct progress *progress, const struct input *input);

/* Shows that `done` of `total` bytes (0: not known) of `what` (escaped) are done. */
void progress_bytes(struct progress *progress, const char *what, uint64_t done, uint64_t total);

/* Takes the line away, before other output and at the end. */
void progress_hide(void);

#endif

/* options.c - the defaults. */
#include "options.h"

#include <string.h>

void sb_options_init(struct sb_options *options, size_t size) {
  const struct sb_options defaults = {
      .struct_size = size,
      .max_files = SB_UNLIMITED,
      .max_file_size = SB_UNLIMITED,
      .max_total_size = SB_UNLIMITED,
      .max_index_bytes = SB_UNLIMITED,
  };
  /* A program built against newer headers has a larger struct: what this version does not know is 0. */
  memset(options, 0, size);
  memcpy(options, &defaults, size < sizeof defaults ? size : sizeof defaults);
}

struct sb_options sb_options_resolve(const struct sb_options *options) {
  struct sb_options resolved;
  sb_options_init(&resolved, sizeof resolved);
  if (options)
    memcpy(&resolved, options, options->struct_size < sizeof resolved ? options->struct_size : sizeof resolved);
  return resolved;
}

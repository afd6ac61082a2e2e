/* examples.h - for each error a smallest input that gives it. */
#ifndef SB_CLI_EXAMPLES_H
#define SB_CLI_EXAMPLES_H

#include <seedbundle/error.h>

struct example {
  enum sb_code code;
  const char *options; /* with which `validate` gives the error; NULL: none are needed */
  const char *bytes;
  size_t size;
};

/* The example of a code; NULL: no input gives this error. */
const struct example *example_of(enum sb_code code);

#endif

/* verb.h - what the reading verbs share: one parser over all inputs, and how the error that ends one is reported. */
#ifndef SB_CLI_VERB_H
#define SB_CLI_VERB_H

#include "cli.h"
#include "run.h"

/* A verb at work. */
struct verb_run {
  const struct options *options;
  struct sb_parser *parser;
  struct progress progress;
  void *state; /* the verb's own */
};

/* Calls `each` with the path of each bundle that operands and options name, and returns the worst status.
 * `parsing`: how to parse them. */
enum status verb_each(const struct options *options, const struct sb_options *parsing, int count, char **operands,
                      enum status (*each)(struct verb_run *verb, const char *path), void *state);

/* Opens a bundle for the verb's parser; on failure says so on stderr, and why in *reason. */
bool verb_open(struct verb_run *verb, struct run *run, const char *path, const char **reason);

/* Reports the error that ended reading a bundle: on stderr for people, with FORMAT_JSON as an object on stdout.
 * Returns the status that it means. */
enum status verb_failed(struct verb_run *verb, struct run *run, const struct sb_error *error);

#endif

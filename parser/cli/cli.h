/* cli.h - what every verb of the program shares: its exit status and its entry in the command table. */
#ifndef SB_CLI_H
#define SB_CLI_H

#include "options.h"

/* The exit status; of several inputs the highest counts. */
enum status {
  STATUS_GOOD = 0,    /* all valid */
  STATUS_BAD = 1,     /* at least one bundle is invalid, or refused by a policy */
  STATUS_TROUBLE = 2, /* usage, input/output, memory: something could not be done */
};

/* The worse of two. */
static inline enum status status_worse(enum status a, enum status b) { return a > b ? a : b; }

struct command {
  const char *verb;
  const char *operands; /* for the usage line */
  const char *summary;  /* one line, for the list of verbs */
  const char *text;     /* what --help says besides usage and options */
  enum verb id;
  enum status (*run)(const struct options *options, int count, char **operands);
};

/* One for each verb, in cmd_<verb>.c.  They get the operands that are left when the options are gone. */
enum status cmd_validate(const struct options *options, int count, char **operands);
enum status cmd_list(const struct options *options, int count, char **operands);
enum status cmd_cat(const struct options *options, int count, char **operands);
enum status cmd_records(const struct options *options, int count, char **operands);
enum status cmd_pack(const struct options *options, int count, char **operands);
enum status cmd_digest(const struct options *options, int count, char **operands);
enum status cmd_inspect(const struct options *options, int count, char **operands);
enum status cmd_explain(const struct options *options, int count, char **operands);

#endif

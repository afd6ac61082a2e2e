/* options.h - the program's options: one table for parsing and for --help. */
#ifndef SB_CLI_OPTIONS_H
#define SB_CLI_OPTIONS_H

#include <seedbundle/seedbundle.h>
#include <stdio.h>

/* A bit for each verb, so that the table can say which options belong to which. */
enum verb {
  VERB_VALIDATE = 1 << 0,
  VERB_LIST = 1 << 1,
  VERB_CAT = 1 << 2,
  VERB_RECORDS = 1 << 3,
  VERB_PACK = 1 << 4,
  VERB_DIGEST = 1 << 5,
  VERB_EXPLAIN = 1 << 6,
  VERB_INSPECT = 1 << 7,

  VERBS_OF_MANY = VERB_VALIDATE | VERB_RECORDS | VERB_DIGEST, /* take any number of bundles, lists and folders */
};

enum format { FORMAT_HUMAN, FORMAT_JSON, FORMAT_SARIF, FORMAT_GITHUB };

enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

/* What the command line said; all zero and NULL where it said nothing. */
struct options {
  unsigned verb; /* whose options they are; 0: the program's own */
  enum format format;
  enum when colour;
  enum when progress;
  bool quiet;
  const char *files_from;
  bool nul_separated;
  struct sb_options parsing; /* policies, digests or not */
  const char *output;
  const char *directory;
  bool force;
  bool raw;
  uint64_t max_errors;   /* findings after which `validate` stops */
  uint64_t max_document; /* bytes held for one document */
  uint64_t at;           /* offset; SB_NO_OFFSET: none was given */
  bool trace;
  bool example;
  bool help;
  bool version;
};

/* Reads the options of `verb` (0: those of the program itself) from argv, which then holds the operands from *first on.
 * False: they are wrong, and stderr says how. */
bool options_parse(struct options *options, unsigned verb, int argc, char **argv, int *first);

/* Lists the options of `verb` with their help. */
void options_help(FILE *file, unsigned verb);

#endif

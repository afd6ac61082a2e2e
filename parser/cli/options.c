/* options.c - the program's options: one table for parsing and for --help. */
#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "output.h"
#include "text.h"

enum {
  VERBS_READING = VERB_VALIDATE | VERB_LIST | VERB_CAT | VERB_RECORDS | VERB_DIGEST | VERB_INSPECT,
  VERBS_ALL = VERBS_READING | VERB_PACK | VERB_EXPLAIN,
};

/* What an option is, also in the switch that obeys it; short ones are their letter. */
enum option_id {
  OPTION_FORMAT = 256,
  OPTION_COLOUR,
  OPTION_PROGRESS,
  OPTION_FILES_FROM,
  OPTION_MAX_FILES,
  OPTION_MAX_FILE_SIZE,
  OPTION_MAX_TOTAL_SIZE,
  OPTION_MAX_INDEX_BYTES,
  OPTION_REQUIRE_UTF8,
  OPTION_NO_VERIFY,
  OPTION_MAX_DOCUMENT,
  OPTION_MAX_ERRORS,
  OPTION_AT,
  OPTION_TRACE,
  OPTION_EXAMPLE,
  OPTION_FORCE,
  OPTION_RAW,
  OPTION_VERSION,
};

struct row {
  int id;
  const char *name;
  const char *argument; /* NULL: takes none */
  unsigned verbs;
  const char *help;
};

enum { DEFAULT_MAX_DOCUMENT_MIB = 64 };

static const struct row rows[] = {
    {OPTION_FORMAT, "format", "human|json|sarif|github", VERB_VALIDATE, "what to write on stdout (default: human)"},
    {OPTION_FORMAT, "format", "human|json", VERB_LIST, "what to write on stdout (default: human)"},
    {OPTION_MAX_ERRORS, "max-errors", "N", VERB_VALIDATE, "stop after N errors, of all inputs together"},
    {'q', "quiet", NULL, VERB_VALIDATE, "say nothing of what is valid"},
    {OPTION_FILES_FROM, "files-from", "FILE", VERBS_OF_MANY, "read the inputs' names from FILE (-: stdin), one a line"},
    {'T', "files-from", "FILE", VERB_PACK, "read the paths from FILE (-: stdin), one a line"},
    {'0', "null", NULL, VERBS_OF_MANY | VERB_PACK, "names in that FILE end in NUL, not in a newline"},
    {OPTION_REQUIRE_UTF8, "require-utf8", NULL, VERB_VALIDATE | VERB_RECORDS, "refuse documents that are not UTF-8"},
    {OPTION_MAX_FILES, "max-files", "N", VERBS_READING, "refuse bundles of more than N documents"},
    {OPTION_MAX_FILE_SIZE, "max-file-size", "SIZE", VERBS_READING, "refuse documents of more than SIZE bytes"},
    {OPTION_MAX_TOTAL_SIZE, "max-total-size", "SIZE", VERBS_READING,
     "refuse bundles of more than SIZE bytes of documents"},
    {OPTION_MAX_INDEX_BYTES, "max-index-bytes", "SIZE", VERBS_READING, "refuse an INDEX of more than SIZE bytes"},
    {OPTION_NO_VERIFY, "no-verify", NULL, VERB_VALIDATE, "check the framing alone: no digest is computed"},
    {OPTION_MAX_DOCUMENT, "max-document", "SIZE", VERB_RECORDS, "hold documents of up to SIZE bytes (default: 64M)"},
    {OPTION_AT, "at", "OFFSET", VERB_INSPECT, "the place to look at (default: the first error's, or the end)"},
    {OPTION_TRACE, "trace", NULL, VERB_INSPECT, "write all events of the parser instead, one a line"},
    {OPTION_EXAMPLE, "example", NULL, VERB_EXPLAIN, "write the bytes of the smallest example of the error instead"},
    {'C', "directory", "DIR", VERB_PACK, "take the paths relative to DIR"},
    {'o', "output", "BUNDLE", VERB_PACK, "write to BUNDLE, which appears whole or not at all (default: stdout)"},
    {OPTION_FORCE, "force", NULL, VERB_PACK, "replace BUNDLE if it exists"},
    {OPTION_RAW, "raw", NULL, VERB_CAT, "send bytes to a terminal as they are"},
    {OPTION_COLOUR, "color", "WHEN", VERBS_READING, "colour: auto (default), always, never"},
    {OPTION_PROGRESS, "progress", "WHEN", VERB_VALIDATE | VERB_RECORDS | VERB_PACK,
     "progress on stderr: auto (default), always, never"},
    {'h', "help", NULL, VERBS_ALL, "show this help"},
    {OPTION_VERSION, "version", NULL, VERBS_ALL, "show the version"},
};

enum { ROWS = sizeof rows / sizeof rows[0] };

/* The program itself knows --help and --version only. */
static bool belongs(const struct row *row, unsigned verb) {
  return verb ? (row->verbs & verb) != 0 : row->id == 'h' || row->id == OPTION_VERSION;
}

/* -- Values -- */

/* Says what is wrong with a word of the command line, which may hold anything. */
static bool refuse_word(const char *what, const char *word, const char *more) {
  char *shown = text_escape(word, strlen(word));
  complain("%s '%s'%s", what, shown ? shown : "?", more);
  free(shown);
  return false;
}

static bool refuse_value(const char *option, const char *what, const char *value) {
  char text[96];
  snprintf(text, sizeof text, "--%s %s", option, what);
  return refuse_word(text, value, "");
}

static bool parse_choice(const char *option, const char *text, const char *const *choices, int *chosen) {
  for (int i = 0; choices[i]; i++) {
    if (strcmp(text, choices[i]) == 0) {
      *chosen = i;
      return true;
    }
  }
  return refuse_value(option, "does not take", text);
}

/* A number of bytes or documents: digits, and for bytes K, M, G or T for their binary multiples. */
static bool parse_number(const char *option, const char *text, bool is_size, uint64_t *number) {
  static const char units[] = "KMGT";
  char *end = NULL;
  errno = 0;
  const unsigned long long value = strtoull(text, &end, 10);
  const char *unit = *end && is_size ? strchr(units, toupper((unsigned char)*end)) : NULL;
  const int shift = unit ? 10 * (int)(unit - units + 1) : 0;
  if (!isdigit((unsigned char)text[0]) || errno || *(end + (unit != NULL)) || value > UINT64_MAX >> shift)
    return refuse_value(option, is_size ? "takes a size such as 4096, 64K, 10M or 2G, not" : "takes a number, not",
                        text);
  *number = (uint64_t)value << shift;
  return true;
}

static bool parse_when(const char *option, const char *text, enum when *when) {
  static const char *const choices[] = {"auto", "always", "never", NULL};
  int chosen = 0;
  if (!parse_choice(option, text, choices, &chosen))
    return false;
  *when = (enum when)chosen;
  return true;
}

static bool parse_format(unsigned verb, const char *option, const char *text, enum format *format) {
  static const char *const all[] = {"human", "json", "sarif", "github", NULL};
  static const char *const of_data[] = {"human", "json", NULL};
  const char *const *choices = verb == VERB_VALIDATE ? all : of_data;
  int chosen = 0;
  if (!parse_choice(option, text, choices, &chosen))
    return false;
  *format = (enum format)chosen;
  return true;
}

/* -- Parsing -- */

/* Where an option keeps its value, by the kind of it; NULL: it is of another kind. */
static bool *flag_of(struct options *options, int id) {
  switch (id) {
  case OPTION_REQUIRE_UTF8:
    return &options->parsing.require_utf8;
  case OPTION_NO_VERIFY:
    return &options->parsing.skip_digests;
  case OPTION_TRACE:
    return &options->trace;
  case OPTION_EXAMPLE:
    return &options->example;
  case OPTION_FORCE:
    return &options->force;
  case OPTION_RAW:
    return &options->raw;
  case OPTION_VERSION:
    return &options->version;
  case 'h':
    return &options->help;
  case 'q':
    return &options->quiet;
  case '0':
    return &options->nul_separated;
  default:
    return NULL;
  }
}

static uint64_t *size_of(struct options *options, int id) {
  switch (id) {
  case OPTION_MAX_FILE_SIZE:
    return &options->parsing.max_file_size;
  case OPTION_MAX_TOTAL_SIZE:
    return &options->parsing.max_total_size;
  case OPTION_MAX_INDEX_BYTES:
    return &options->parsing.max_index_bytes;
  case OPTION_MAX_DOCUMENT:
    return &options->max_document;
  default:
    return NULL;
  }
}

static uint64_t *number_of(struct options *options, int id) {
  switch (id) {
  case OPTION_MAX_FILES:
    return &options->parsing.max_files;
  case OPTION_MAX_ERRORS:
    return &options->max_errors;
  case OPTION_AT:
    return &options->at;
  default:
    return NULL;
  }
}

static const char **text_of(struct options *options, int id) {
  switch (id) {
  case OPTION_FILES_FROM:
  case 'T':
    return &options->files_from;
  case 'C':
    return &options->directory;
  case 'o':
    return &options->output;
  default:
    return NULL;
  }
}

static bool obey(struct options *options, int id, const char *name, const char *value) {
  bool *flag = flag_of(options, id);
  uint64_t *size = size_of(options, id);
  uint64_t *number = number_of(options, id);
  const char **text = text_of(options, id);
  if (flag)
    *flag = true;
  if (text)
    *text = value;
  if (size || number)
    return parse_number(name, value, size != NULL, size ? size : number);
  if (id == OPTION_FORMAT)
    return parse_format(options->verb, name, value, &options->format);
  if (id == OPTION_COLOUR || id == OPTION_PROGRESS)
    return parse_when(name, value, id == OPTION_COLOUR ? &options->colour : &options->progress);
  return true;
}

/* getopt_long's two forms of the table's rows that belong to `verb`. */
static void make_tables(unsigned verb, struct option *longs, char *shorts) {
  *shorts++ = ':'; /* tell a missing argument from an unknown option */
  for (size_t i = 0; i < ROWS; i++) {
    if (!belongs(&rows[i], verb))
      continue;
    *longs++ = (struct option){rows[i].name, rows[i].argument ? required_argument : no_argument, NULL, rows[i].id};
    if (rows[i].id < OPTION_FORMAT) {
      *shorts++ = (char)rows[i].id;
      if (rows[i].argument)
        *shorts++ = ':';
    }
  }
  *longs = (struct option){0};
  *shorts = '\0';
}

static const char *name_of(int id, unsigned verb) {
  for (size_t i = 0; i < ROWS; i++) {
    if (rows[i].id == id && belongs(&rows[i], verb))
      return rows[i].name;
  }
  return "";
}

/* The option that getopt_long did not like, as it was written. */
static bool refuse(int found, unsigned verb, char **argv) {
  const char *word = argv[optind - 1];
  const char letter[] = {'-', (char)optopt, '\0'};
  if (found == ':')
    return refuse_word("option", word, " needs an argument");
  if (optopt == 0)
    return refuse_word("unknown or ambiguous option", word, "");
  if (*name_of(optopt, verb))
    return refuse_word("no argument is taken by option", word, "");
  return refuse_word("unknown option", letter, ""); /* optind may still be at the word before */
}

bool options_parse(struct options *options, unsigned verb, int argc, char **argv, int *first) {
  struct option longs[ROWS + 1];
  char shorts[2 * ROWS + 2];
  make_tables(verb, longs, shorts);
  *options = (struct options){.verb = verb,
                              .at = SB_NO_OFFSET,
                              .max_errors = UINT64_MAX,
                              .max_document = (uint64_t)DEFAULT_MAX_DOCUMENT_MIB << 20};
  sb_options_init(&options->parsing, sizeof options->parsing);
  opterr = 0;
  optind = 1;
  for (int found; (found = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
    if (found == '?' || found == ':')
      return refuse(found, verb, argv);
    if (!obey(options, found, name_of(found, verb), optarg))
      return false;
  }
  *first = optind;
  return true;
}

void options_help(FILE *file, unsigned verb) {
  for (size_t i = 0; i < ROWS; i++) {
    if (!belongs(&rows[i], verb))
      continue;
    char left[64];
    const bool is_short = rows[i].id < OPTION_FORMAT;
    snprintf(left, sizeof left, "%s%c%s--%s%s%s", is_short ? "-" : " ", is_short ? rows[i].id : ' ',
             is_short ? ", " : "  ", rows[i].name, rows[i].argument ? "=" : "",
             rows[i].argument ? rows[i].argument : "");
    fprintf(file, "  %-30s %s\n", left, rows[i].help);
  }
}

/* main.c - the command table. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "output.h"

static const struct command commands[] = {
    {"validate", "[BUNDLE...]", "is each bundle whole, canonical and untampered?",
     "Checks every byte of every bundle and reports all problems of all of them, each with its code, its place\n"
     "and the place that it contradicts. A folder stands for every *.seedbundle below it; - or nothing for stdin.\n"
     "Exit status: 0 all valid, 1 at least one invalid or refused, 2 something could not be read.",
     VERB_VALIDATE, cmd_validate},
    {"list", "[BUNDLE]", "the INDEX as a table: size, SHA-256, name",
     "Reads and verifies the INDEX alone. The documents are not looked at: see validate.", VERB_LIST, cmd_list},
    {"cat", "BUNDLE NAME...", "documents to stdout, verified before the first byte goes out",
     "Writes the named documents in the order of their names here. On a terminal, control and format characters\n"
     "are shown escaped; to a file or a pipe every byte goes as it is.",
     VERB_CAT, cmd_cat},
    {"records", "[BUNDLE...]", "one line of JSON a document, with its content",
     "Members: bundle, ordinal, name, size, sha256, and text, or base64 if it is not UTF-8. A document is written\n"
     "only when its digest has been verified; a bad one is a record of type \"error\", and the others still come.",
     VERB_RECORDS, cmd_records},
    {"pack", "[PATH...]", "files and folders to a canonical bundle",
     "Writes the bundle to stdout, or with -o to a file that appears whole or not at all. The same content gives the\n"
     "same bytes on every machine. Links and special files are refused; a file that changes meanwhile is an error.",
     VERB_PACK, cmd_pack},
    {"digest", "[BUNDLE...]", "the bundle digest, as sha256sum writes it",
     "The SHA-256 that identifies a bundle. Reads and verifies the INDEX alone.", VERB_DIGEST, cmd_digest},
    {"inspect", "[BUNDLE]", "what the parser sees at a place, or all its events",
     "Shows the state, the field, the entry and the bytes at an offset. With --trace: the event log that the "
     "project's\n"
     "golden files hold, one line an event with its offset.",
     VERB_INSPECT, cmd_inspect},
    {"explain", "[CODE...]", "what an error means, why the rule exists, how it comes about",
     "Without a CODE: all of them.", VERB_EXPLAIN, cmd_explain},
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

static const struct command *find(const char *verb) {
  for (size_t i = 0; i < COMMANDS; i++) {
    if (strcmp(commands[i].verb, verb) == 0)
      return &commands[i];
  }
  return NULL;
}

static void help(FILE *file) {
  fputs("Usage: seedbundle VERB [OPTIONS] [ARGS]\n\n"
        "Seed bundles: text files that carry documents verbatim and prove that they are complete and unchanged.\n\n"
        "Verbs:\n",
        file);
  for (size_t i = 0; i < COMMANDS; i++)
    fprintf(file, "  %-10s %s\n", commands[i].verb, commands[i].summary);
  fputs("\nOptions:\n", file);
  options_help(file, 0);
  fputs("\nseedbundle VERB --help tells about a verb.\n", file);
}

static void help_verb(const struct command *command) {
  printf("Usage: seedbundle %s [OPTIONS] %s\n\n%s\n\nOptions:\n", command->verb, command->operands, command->text);
  options_help(stdout, command->id);
}

static void version(void) { printf("seedbundle %s (SHA-256: %s)\n", sb_version(), sb_digest_engine_openssl()->name); }

static enum status run(const struct command *command, int argc, char **argv) {
  struct options options;
  int first = 0;
  if (!options_parse(&options, command->id, argc, argv, &first))
    return STATUS_TROUBLE;
  if (options.help)
    help_verb(command);
  else if (options.version)
    version();
  else
    return command->run(&options, argc - first, argv + first);
  return STATUS_GOOD;
}

static enum status run_program(int argc, char **argv) {
  const char *verb = argc > 1 ? argv[1] : "";
  const struct command *command = find(verb);
  if (command)
    return run(command, argc - 1, argv + 1);
  if (verb[0] != '-') {
    if (*verb)
      complain_path(verb, "there is no such verb");
    help(stderr);
    return STATUS_TROUBLE;
  }
  struct options options;
  int first = 0;
  if (!options_parse(&options, 0, argc, argv, &first))
    return STATUS_TROUBLE;
  if (options.version)
    version();
  else
    help(options.help ? stdout : stderr);
  return options.version || options.help ? STATUS_GOOD : STATUS_TROUBLE;
}

int main(int argc, char **argv) {
  output_begin();
  const enum status status = run_program(argc, argv);
  return output_end() ? (int)status : STATUS_TROUBLE;
}

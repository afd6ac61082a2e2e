/* verb.c - what the reading verbs share. */
#include "verb.h"

#include <string.h>

#include "output.h"
#include "report.h"
#include "source.h"

enum status verb_each(const struct options *options, const struct sb_options *parsing, int count, char **operands,
                      enum status (*each)(struct verb_run *verb, const char *path), void *state) {
  struct verb_run verb = {.options = options, .state = state};
  const enum sb_code code = sb_parser_create(&verb.parser, parsing);
  if (code) {
    complain("%s", sb_code_sentence(code));
    return STATUS_TROUBLE;
  }
  progress_begin(&verb.progress, options->progress);
  struct paths paths;
  enum status status = source_paths(options, count, operands, &paths);
  for (size_t i = 0; i < paths.count && output_good(); i++)
    status = status_worse(status, each(&verb, paths.items[i]));
  progress_hide();
  paths_free(&paths);
  sb_parser_free(verb.parser);
  return status;
}

bool verb_open(struct verb_run *verb, struct run *run, const char *path, const char **reason) {
  if (run_open(run, verb->parser, path, reason)) {
    run->progress = &verb->progress;
    return true;
  }
  if (*reason == input_is_folder && (verb->options->verb & VERBS_OF_MANY) && strcmp(path, "-") != 0)
    *reason = "the folder holds no *.seedbundle"; /* else they would be here in its place */
  progress_hide();
  complain_path(path, *reason);
  return false;
}

enum status verb_failed(struct verb_run *verb, struct run *run, const struct sb_error *error) {
  struct finding finding;
  finding_make(&finding, run, error);
  progress_hide();
  progress_hide();
  if (sb_code_class(error->code) == SB_CLASS_FAILURE) {
    complain("%s: %s", run->input.shown, finding.message);
    return STATUS_TROUBLE;
  }
  if (verb->options->format == FORMAT_JSON)
    json_finding(&finding);
  else
    human_finding(stderr, &finding, output_is_coloured(verb->options->colour, 2));
  return STATUS_BAD;
}

/* cmd_validate.c - the main job: is each bundle whole, canonical and untampered? */
#include <inttypes.h>
#include <string.h>

#include "output.h"
#include "report.h"
#include "text.h"
#include "verb.h"

/* All of one call. */
struct validation {
  const struct reporter *reporter;
  void *report;    /* the reporter's state */
  uint64_t errors; /* found in all bundles */
};

static enum verdict verdict_of(enum sb_code code) {
  switch (sb_code_class(code)) {
  case SB_CLASS_INVALID:
    return VERDICT_INVALID;
  case SB_CLASS_REFUSED:
    return VERDICT_REFUSED;
  case SB_CLASS_OK:
  case SB_CLASS_FAILURE:
    break;
  }
  return VERDICT_ERROR;
}

/* Of two verdicts the one that says more: what could not be read outweighs what is invalid, and that what is
 * refused. */
static enum verdict worse(enum verdict a, enum verdict b) {
  static const int weight[] = {[VERDICT_REFUSED] = 1, [VERDICT_INVALID] = 2, [VERDICT_ERROR] = 3};
  return weight[a] > weight[b] ? a : b;
}

/* Has --max-errors been reached?  Then there is no more to be looked at. */
static bool is_enough(const struct verb_run *verb) {
  const struct validation *validation = verb->state;
  return validation->errors >= verb->options->max_errors;
}

static void report_finding(struct verb_run *verb, struct run *run, const struct sb_error *error,
                           struct summary *summary) {
  struct validation *validation = verb->state;
  struct finding finding;
  finding_make(&finding, run, error);
  progress_hide();
  summary->verdict = worse(summary->verdict, verdict_of(error->code));
  if (sb_code_class(error->code) == SB_CLASS_FAILURE) {
    /* Not a finding about the bundle, but a failure to look at it. */
    complain("%s: %s", run->input.shown, finding.message);
    summary->reason = sb_code_sentence(error->code);
    return;
  }
  summary->errors++;
  validation->errors++;
  validation->reporter->finding(validation->report, &finding);
}

static void read_bundle(struct verb_run *verb, struct run *run, struct summary *summary) {
  struct sb_event event;
  enum sb_event_type type;
  do {
    type = run_next(run, &event);
    if (type == SB_EVENT_PROBLEM || type == SB_EVENT_FAILED)
      report_finding(verb, run, &event.error, summary);
    if (type == SB_EVENT_FILE_BEGIN)
      summary->files++;
    if (type == SB_EVENT_PAYLOAD)
      summary->bytes += event.payload.size;
    if (type == SB_EVENT_BUNDLE_DIGEST) {
      memcpy(summary->digest, event.digest, SB_DIGEST_SIZE);
      summary->has_digest = true;
    }
  } while (type != SB_EVENT_END && type != SB_EVENT_FAILED && output_good() && !is_enough(verb));
}

static enum status validate(struct verb_run *verb, const char *path) {
  struct validation *validation = verb->state;
  struct summary summary = {.path = path};
  if (is_enough(verb))
    return STATUS_BAD;
  summary.verdict = verb->options->parsing.skip_digests ? VERDICT_FRAMED : VERDICT_VALID;
  struct run run;
  const bool opened = verb_open(verb, &run, path, &summary.reason);
  if (opened) {
    summary.shown = run.input.shown;
    read_bundle(verb, &run, &summary);
  } else {
    summary.verdict = VERDICT_ERROR;
  }
  progress_hide();
  validation->reporter->summary(validation->report, &summary);
  if (opened)
    run_close(&run);
  if (summary.verdict == VERDICT_ERROR)
    return STATUS_TROUBLE;
  return verdict_is_good(summary.verdict) ? STATUS_GOOD : STATUS_BAD;
}

static const struct reporter *reporter_of(enum format format) {
  switch (format) {
  case FORMAT_JSON:
    return &reporter_json;
  case FORMAT_SARIF:
    return &reporter_sarif;
  case FORMAT_GITHUB:
    return &reporter_github;
  case FORMAT_HUMAN:
    break;
  }
  return &reporter_human;
}

enum status cmd_validate(const struct options *options, int count, char **operands) {
  struct validation validation = {.reporter = reporter_of(options->format)};
  struct sb_options parsing = options->parsing;
  parsing.keep_going = true;
  validation.report = validation.reporter->begin(options);
  if (!validation.report) {
    complain("out of memory");
    return STATUS_TROUBLE;
  }
  const enum status status = verb_each(options, &parsing, count, operands, validate, &validation);
  validation.reporter->end(validation.report);
  if (validation.errors > 0 && validation.errors >= options->max_errors)
    complain("stopped after %" PRIu64 " error%s (--max-errors); what comes after was not looked at", validation.errors,
             text_plural(validation.errors));
  return status;
}

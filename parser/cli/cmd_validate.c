/* cmd_validate.c - the main job: is each bundle whole, canonical and untampered? */
#include <inttypes.h>
#include <string.h>

#include "output.h"
#include "report.h"
#include "verb.h"

/* All of one call. */
struct validation {
  bool coloured;
  uint64_t bundles, good; /* seen, and valid ones among them */
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

static bool is_good(enum verdict verdict) { return verdict == VERDICT_VALID || verdict == VERDICT_FRAMED; }

/* Of two verdicts the one that says more: what could not be read outweighs what is invalid, and that what is
 * refused. */
static enum verdict worse(enum verdict a, enum verdict b) {
  static const int weight[] = {[VERDICT_REFUSED] = 1, [VERDICT_INVALID] = 2, [VERDICT_ERROR] = 3};
  return weight[a] > weight[b] ? a : b;
}

static void report_finding(struct verb_run *verb, struct run *run, const struct sb_error *error,
                           struct summary *summary) {
  const struct validation *validation = verb->state;
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
  if (verb->options->format == FORMAT_JSON)
    json_finding(&finding);
  else
    human_finding(stdout, &finding, validation->coloured);
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
  } while (type != SB_EVENT_END && type != SB_EVENT_FAILED && output_good());
}

static void report_summary(struct verb_run *verb, const struct summary *summary) {
  struct validation *validation = verb->state;
  progress_hide();
  validation->bundles++;
  validation->good += is_good(summary->verdict);
  if (verb->options->format == FORMAT_JSON)
    json_summary(summary);
  else if (summary->verdict != VERDICT_ERROR && !(is_good(summary->verdict) && verb->options->quiet))
    human_summary(summary); /* an error has been said on stderr */
}

static enum status validate(struct verb_run *verb, const char *path) {
  struct summary summary = {.path = path};
  summary.verdict = verb->options->parsing.skip_digests ? VERDICT_FRAMED : VERDICT_VALID;
  struct run run;
  const bool opened = verb_open(verb, &run, path, &summary.reason);
  if (opened) {
    summary.shown = run.input.shown;
    read_bundle(verb, &run, &summary);
  } else {
    summary.verdict = VERDICT_ERROR;
  }
  report_summary(verb, &summary);
  if (opened)
    run_close(&run);
  if (summary.verdict == VERDICT_ERROR)
    return STATUS_TROUBLE;
  return is_good(summary.verdict) ? STATUS_GOOD : STATUS_BAD;
}

/* With several bundles, how many were good. */
static void report_count(const struct options *options, const struct validation *validation) {
  const bool all_good = validation->good == validation->bundles;
  if (validation->bundles > 1 && options->format == FORMAT_HUMAN && !(options->quiet && all_good))
    printf("%" PRIu64 " bundles: %" PRIu64 " %s, %" PRIu64 " not\n", validation->bundles, validation->good,
           verdict_name(options->parsing.skip_digests ? VERDICT_FRAMED : VERDICT_VALID),
           validation->bundles - validation->good);
}

enum status cmd_validate(const struct options *options, int count, char **operands) {
  struct validation validation = {.coloured = output_is_coloured(options->colour, 1)};
  struct sb_options parsing = options->parsing;
  parsing.keep_going = true;
  const enum status status = verb_each(options, &parsing, count, operands, validate, &validation);
  report_count(options, &validation);
  return status;
}

/* cmd_records.c - one JSON object a document, each only once its digest has been verified. */
#include <stdlib.h>
#include <string.h>

#include "output.h"
#include "report.h"
#include "verb.h"

/* The document being read. */
struct records {
  unsigned char *payload;
  size_t room;
  size_t size;
  bool is_text;
  bool held; /* it is within the bound, and nothing is wrong with it so far */
};

/* Makes room for the next bytes; memory grows with what comes, not with what was declared. */
static bool hold(struct records *records, const struct sb_payload *slice) {
  const size_t needed = records->size + slice->size;
  if (needed > records->room) {
    size_t room = records->room ? records->room : 65536;
    while (room < needed)
      room *= 2;
    unsigned char *payload = realloc(records->payload, room);
    if (!payload)
      return false;
    records->payload = payload;
    records->room = room;
  }
  memcpy(records->payload + records->size, slice->data, slice->size);
  records->size = needed;
  return true;
}

/* A document that cannot be given out is an error record in its place. */
static enum status report_bad(struct run *run, const struct sb_error *error) {
  struct finding finding;
  finding_make(&finding, run, error);
  json_finding(&finding);
  return STATUS_BAD;
}

static enum status begin_document(const struct verb_run *verb, struct run *run, const struct sb_entry *entry) {
  struct records *records = verb->state;
  records->size = 0;
  records->is_text = true;
  records->held = entry->size <= verb->options->max_document;
  if (records->held)
    return STATUS_GOOD;
  const uint64_t size_offset = entry->block_offset + sizeof "=== FILE " - 1;
  return report_bad(run, &(struct sb_error){SB_LIMIT_FILE_SIZE, size_offset, SB_NO_OFFSET, entry->ordinal});
}

/* Not being text is a matter of how it is written, unless the caller wants text only. */
static enum status note_problem(const struct verb_run *verb, struct run *run, const struct sb_error *error) {
  struct records *records = verb->state;
  if (error->code == SB_PAYLOAD_UTF8 && !verb->options->parsing.require_utf8) {
    records->is_text = false;
    return STATUS_GOOD;
  }
  records->held = false;
  return report_bad(run, error);
}

static enum status add_payload(const struct verb_run *verb, const struct run *run, const struct sb_payload *slice) {
  struct records *records = verb->state;
  if (!records->held || hold(records, slice))
    return STATUS_GOOD;
  records->held = false;
  complain("%s: out of memory for a document of %zu bytes or more (see --max-document)", run->input.shown,
           records->size);
  return STATUS_TROUBLE;
}

static enum status handle(struct verb_run *verb, struct run *run, const struct sb_event *event) {
  const struct records *records = verb->state;
  struct sb_entry entry;
  switch ((int)event->type) {
  case SB_EVENT_FILE_BEGIN:
    return begin_document(verb, run, &event->entry);
  case SB_EVENT_PAYLOAD:
    return add_payload(verb, run, &event->payload);
  case SB_EVENT_PROBLEM:
    return note_problem(verb, run, &event->error);
  case SB_EVENT_FILE_END:
    if (records->held && sb_parser_entry(run->parser, event->file_end.entry, &entry))
      json_document(run->input.path, &entry, records->payload, records->is_text);
    return STATUS_GOOD;
  case SB_EVENT_FAILED:
    return verb_failed(verb, run, &event->error);
  default:
    return STATUS_GOOD;
  }
}

static enum status records(struct verb_run *verb, const char *path) {
  const char *reason = NULL;
  struct run run;
  if (!verb_open(verb, &run, path, &reason))
    return STATUS_TROUBLE;
  enum status status = STATUS_GOOD;
  struct sb_event event;
  do {
    if (run_next(&run, &event) != SB_EVENT_PAYLOAD)
      progress_hide();
    status = status_worse(status, handle(verb, &run, &event));
  } while (event.type != SB_EVENT_END && event.type != SB_EVENT_FAILED && output_good());
  run_close(&run);
  return status;
}

enum status cmd_records(const struct options *options, int count, char **operands) {
  struct records state = {0};
  struct options as_json = *options;
  struct sb_options parsing = options->parsing;
  as_json.format = FORMAT_JSON;
  parsing.keep_going = true;
  parsing.require_utf8 = true; /* to know which documents are text */
  const enum status status = verb_each(&as_json, &parsing, count, operands, records, &state);
  free(state.payload);
  return status;
}

/* finding.c - runs a parser over one input and writes down what it says. */
#include "finding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void die(const char *reason) {
  fprintf(stderr, "judge: %s\n", reason);
  exit(2);
}

void *get_memory(size_t size) {
  void *memory = malloc(size > 0 ? size : 1);
  if (!memory)
    die("out of memory");
  return memory;
}

/* -- Findings -- */

static void clear(struct finding *finding) {
  finding->problem_count = finding->record_count = 0;
  finding->end = SB_NO_OFFSET;
  finding->has_digest = false;
}

void *make_room(void *items, size_t count, size_t *room, size_t item_size) {
  if (count < *room)
    return items;
  *room = *room > 0 ? *room * 2 : 16;
  items = realloc(items, *room * item_size);
  if (!items)
    die("out of memory");
  return items;
}

static void add_problem(struct finding *finding, const struct sb_error *error) {
  if (sb_code_class(error->code) == SB_CLASS_FAILURE)
    die(sb_code_sentence(error->code));
  finding->problems =
      make_room(finding->problems, finding->problem_count, &finding->problem_room, sizeof *finding->problems);
  finding->problems[finding->problem_count++] = *error;
}

static void add_record(struct finding *finding, uint64_t ordinal) {
  finding->records =
      make_room(finding->records, finding->record_count, &finding->record_room, sizeof *finding->records);
  finding->records[finding->record_count++] = ordinal;
}

const char *finding_verdict(const struct finding *finding) {
  const char *worst = finding->problem_count > 0 ? "refused" : "valid";
  for (size_t i = 0; i < finding->problem_count; i++)
    if (sb_code_class(finding->problems[i].code) == SB_CLASS_INVALID)
      worst = "invalid";
  return worst;
}

void finding_free(struct finding *finding) {
  free(finding->problems);
  free(finding->records);
}

/* -- The run -- */

void feed_free(struct feed *feed) { free(feed->copy); }

static void give(struct feed *feed, struct sb_parser *parser) {
  REQUIRE(feed->piece.pos == feed->piece.size);
  free(feed->copy);
  feed->copy = NULL;
  const size_t left = feed->size - feed->given;
  const size_t size = feed->piece_size == 0 || left < feed->piece_size ? left : feed->piece_size;
  if (size == 0) {
    feed->piece = (struct sb_input){NULL, 0, 0};
    sb_parser_finish(parser);
    return;
  }
  feed->copy = get_memory(size);
  memcpy(feed->copy, feed->data + feed->given, size);
  feed->piece = (struct sb_input){feed->copy, size, 0};
  feed->given += size;
}

/* The slices of a document are its bytes, in order and without a gap. */
static void check_payload(const struct feed *feed, uint64_t due, const struct sb_event *event) {
  REQUIRE(event->offset == due);
  REQUIRE(0 < event->payload.size && event->payload.size <= feed->size - feed->begin - due);
  REQUIRE(memcmp(feed->data + feed->begin + due, event->payload.data, event->payload.size) == 0);
}

void find(struct finding *finding, struct feed *feed, struct sb_parser *parser) {
  struct sb_event event;
  uint64_t due = 0, payload_end = 0; /* of the document that is read */
  clear(finding);
  for (;;) {
    switch (sb_parser_next(parser, &feed->piece, &event)) {
    case SB_EVENT_NEED_INPUT:
      give(feed, parser);
      break;
    case SB_EVENT_INDEX_BEGIN:
    case SB_EVENT_ENTRY:
      REQUIRE(!finding->has_digest);
      break;
    case SB_EVENT_BUNDLE_DIGEST:
      memcpy(finding->digest, event.digest, SB_DIGEST_SIZE);
      finding->has_digest = true;
      break;
    case SB_EVENT_FILE_BEGIN:
      due = event.entry.payload_offset;
      payload_end = due + event.entry.size;
      break;
    case SB_EVENT_PAYLOAD:
      check_payload(feed, due, &event);
      due += event.payload.size;
      break;
    case SB_EVENT_PROBLEM:
      add_problem(finding, &event.error);
      break;
    case SB_EVENT_FILE_END:
      REQUIRE(due == payload_end);
      if (event.file_end.verdict == SB_OK)
        add_record(finding, event.file_end.entry);
      break;
    case SB_EVENT_END:
      REQUIRE(event.end.problems == finding->problem_count);
      finding->end = event.end.size;
      return;
    case SB_EVENT_FAILED:
      add_problem(finding, &event.error);
      return;
    }
  }
}

struct sb_parser *make_parser(const struct sb_options *options) {
  struct sb_parser *parser;
  const enum sb_code code = sb_parser_create(&parser, options);
  if (code != SB_OK)
    die(sb_code_sentence(code));
  return parser;
}

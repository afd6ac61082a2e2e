/* parser.c - the streaming parser: pieces in, events out.
 *
 * The struct is a picture of the format: what the INDEX declares, and the block that is seen.  Each state of the
 * dispatcher is one function.  Only two functions know that input comes in pieces: collect(), which gathers a whole
 * line, and read_payload(), which counts a payload down; all that judges sees whole lines. */
#include "seedbundle/parser.h"

#include <assert.h>
#include <string.h>

#include "digest.h"
#include "format.h"
#include "index.h"
#include "memory.h"
#include "options.h"
#include "render.h"
#include "scan.h"
#include "utf8.h"

/* In the order of the format; FORMAT.md has the same table. */
enum state {
  STATE_MAGIC,          /* "=== SEED-BUNDLE 1" is due */
  STATE_INDEX,          /* "=== INDEX " is due */
  STATE_ENTRY,          /* an entry is due */
  STATE_DIGEST,         /* "=== DIGEST " is due */
  STATE_LISTING,        /* the INDEX is proven: its entries are handed out */
  STATE_FILE,           /* "=== FILE " is due */
  STATE_PAYLOAD,        /* payload is due */
  STATE_PAYLOAD_DIGEST, /* the payload is over: its digest is judged */
  STATE_PAYLOAD_TEXT,   /* and its last byte, if it must be UTF-8 */
  STATE_PAYLOAD_END,    /* the LF after the payload is due */
  STATE_END,            /* "=== END" is due */
  STATE_TRAILER,        /* the end of the input is due */
  STATE_DONE,           /* the bundle was read whole */
  STATE_FAILED,         /* an error ended the parse */
};

struct sb_parser {
  struct sb_options options;
  struct sb_digest digest; /* of the INDEX, then of each payload */

  enum state state;
  bool finished;   /* the caller has no more input */
  uint64_t offset; /* of the next byte of input */

  struct sb_index index; /* declared */
  uint64_t listed;       /* entries of it that were handed out */

  struct {
    uint64_t ordinal;    /* of the block that is read, or due */
    uint64_t left;       /* payload bytes to come */
    struct sb_utf8 utf8; /* the character that is read */
    uint8_t last;        /* the payload's last byte */
    bool judge_utf8;     /* the payload must be UTF-8, and has been so far */
    enum sb_code verdict;
  } seen;

  uint64_t problems;     /* recoverable errors reported */
  struct sb_error error; /* the one that ended the parse */

  size_t held; /* bytes of `line`: the begin of one that came in pieces */
  uint8_t line[LINE_MAX_BYTES];
};

/* A state's function has done its work and has nothing to report. */
#define GO_ON ((enum sb_event_type) - 1)

static const struct sb_error no_error = {SB_OK, SB_NO_OFFSET, SB_NO_OFFSET, SB_NO_ENTRY};

/* -- Life -- */

enum sb_code sb_parser_create(struct sb_parser **parser, const struct sb_options *options) {
  const struct sb_options resolved = sb_options_resolve(options);
  *parser = NULL;
  struct sb_parser *made = sb_memory_allocate(resolved.allocator, sizeof *made);
  if (!made)
    return SB_OUT_OF_MEMORY;
  memset(made, 0, sizeof *made);
  made->options = resolved;
  sb_index_init(&made->index, resolved.allocator);
  if (!resolved.skip_digests && !sb_digest_create(&made->digest, resolved.digest_engine)) {
    sb_parser_free(made);
    return SB_DIGEST_FAILED;
  }
  sb_parser_reset(made);
  *parser = made;
  return SB_OK;
}

void sb_parser_free(struct sb_parser *parser) {
  if (!parser)
    return;
  sb_digest_destroy(&parser->digest);
  sb_index_free(&parser->index);
  sb_memory_release(parser->options.allocator, parser, sizeof *parser);
}

/* The INDEX is proven by its DIGEST, and each document by its entry; or the caller wants the framing alone. */
static void begin_digest(struct sb_parser *parser) {
  if (!parser->options.skip_digests)
    sb_digest_begin(&parser->digest);
}

static void add_to_digest(struct sb_parser *parser, const void *data, size_t size) {
  if (!parser->options.skip_digests)
    sb_digest_update(&parser->digest, data, size);
}

void sb_parser_reset(struct sb_parser *parser) {
  sb_index_clear(&parser->index);
  parser->state = STATE_MAGIC;
  parser->finished = false;
  parser->offset = 0;
  parser->listed = 0;
  parser->seen.ordinal = 0;
  parser->problems = 0;
  parser->error = no_error;
  parser->held = 0;
  begin_digest(parser);
}

void sb_parser_finish(struct sb_parser *parser) { parser->finished = true; }

/* -- Reporting -- */

static enum sb_event_type report(struct sb_event *event, enum sb_event_type type, uint64_t offset) {
  event->type = type;
  event->offset = offset;
  return type;
}

static enum sb_event_type report_error(struct sb_event *event, enum sb_event_type type, struct sb_error error) {
  event->error = error;
  return report(event, type, error.offset);
}

/* The entry or block that is being read. */
static uint64_t current_entry(const struct sb_parser *parser) {
  if (parser->state == STATE_ENTRY)
    return parser->index.table.count;
  const bool in_block = STATE_FILE <= parser->state && parser->state <= STATE_PAYLOAD_END;
  return in_block ? parser->seen.ordinal : SB_NO_ENTRY;
}

static enum sb_event_type fail(struct sb_parser *parser, struct sb_event *event, enum sb_code code, uint64_t offset,
                               uint64_t related) {
  parser->error = (struct sb_error){code, offset, related, current_entry(parser)};
  parser->state = STATE_FAILED;
  return report_error(event, SB_EVENT_FAILED, parser->error);
}

static enum sb_event_type fail_line(struct sb_parser *parser, struct sb_event *event, enum sb_code code,
                                    const struct sb_line *line) {
  return fail(parser, event, code, line->offset + line->error, line->related);
}

/* An error of the document being read, which leaves the framing sound. */
static enum sb_event_type report_problem(struct sb_parser *parser, struct sb_event *event, enum sb_code code,
                                         uint64_t offset, uint64_t related) {
  if (!parser->options.keep_going)
    return fail(parser, event, code, offset, related);
  parser->problems++;
  if (parser->seen.verdict != SB_PAYLOAD_DIGEST_MISMATCH)
    parser->seen.verdict = code; /* what is invalid outweighs what is refused */
  return report_error(event, SB_EVENT_PROBLEM, (struct sb_error){code, offset, related, parser->seen.ordinal});
}

/* The piece is used up; at the end of the input that is an error. */
static enum sb_event_type need_input(struct sb_parser *parser, struct sb_event *event) {
  if (parser->finished)
    return fail(parser, event, SB_TRUNCATED, parser->offset, SB_NO_OFFSET);
  return report(event, SB_EVENT_NEED_INPUT, parser->offset);
}

/* -- Input in pieces -- */

/* The piece's bytes that are not used yet. */
static const uint8_t *unused(const struct sb_input *input) { return (const uint8_t *)input->data + input->pos; }

static void advance(struct sb_parser *parser, struct sb_input *input, size_t size) {
  input->pos += size;
  parser->offset += size;
}

/* Gathers a line: up to its LF, or the `bound` bytes that decide what is wrong with it, or at the end of the input what
 * there is.  False if the piece does not hold that much.  A line that stands whole in the piece is not copied. */
static bool collect(struct sb_parser *parser, struct sb_input *input, size_t bound, struct sb_line *line) {
  const size_t left = input->size - input->pos;
  const size_t most = left < bound - parser->held ? left : bound - parser->held;
  const uint8_t *begin = most ? unused(input) : NULL;
  const uint8_t *lf = most ? memchr(begin, '\n', most) : NULL;
  const size_t size = lf ? (size_t)(lf - begin) + 1 : most;
  const bool whole = lf || parser->held + size == bound;
  const uint64_t offset = parser->offset - parser->held;
  if (size)
    advance(parser, input, size);
  if (whole && parser->held == 0) {
    *line = sb_line_begin(begin, size, offset);
    return true;
  }
  if (size)
    memcpy(parser->line + parser->held, begin, size);
  parser->held += size;
  if (!whole && !parser->finished)
    return false;
  *line = sb_line_begin(parser->line, parser->held, offset);
  parser->held = 0;
  return true;
}

/* -- One function a state -- */

static enum sb_event_type read_magic(struct sb_parser *parser, struct sb_input *input, struct sb_event *event) {
  struct sb_line line;
  if (!collect(parser, input, MAGIC_LINE_MAX, &line))
    return need_input(parser, event);
  enum sb_code code = sb_scan_word(&line, WORD_MAGIC, WORD_SIZE(WORD_MAGIC), SB_BAD_MAGIC);
  const size_t version_at = line.at;
  if (!code)
    code = sb_scan_word(&line, WORD_VERSION, WORD_SIZE(WORD_VERSION), SB_BAD_VERSION);
  if (!code)
    code = sb_scan_end(&line, SB_BAD_VERSION);
  if (code == SB_BAD_VERSION)
    line.error = version_at; /* "10" is one wrong version, not a right one and a wrong byte */
  if (code)
    return fail_line(parser, event, code, &line);
  add_to_digest(parser, line.data, line.size);
  parser->state = STATE_INDEX;
  return GO_ON;
}

static enum state after_index_line(const struct sb_parser *parser) {
  return sb_index_is_full(&parser->index) ? STATE_DIGEST : STATE_ENTRY;
}

static enum sb_event_type read_index(struct sb_parser *parser, struct sb_input *input, struct sb_event *event) {
  struct sb_line line;
  if (!collect(parser, input, INDEX_LINE_MAX, &line))
    return need_input(parser, event);
  const enum sb_code code = sb_index_read_begin(&parser->index, &line, &parser->options);
  if (code)
    return fail_line(parser, event, code, &line);
  add_to_digest(parser, line.data, line.size);
  parser->state = after_index_line(parser);
  event->index = (struct sb_index_begin){parser->index.count, parser->index.total};
  return report(event, SB_EVENT_INDEX_BEGIN, line.offset);
}

static enum sb_event_type read_entry(struct sb_parser *parser, struct sb_input *input, struct sb_event *event) {
  struct sb_line line;
  if (!collect(parser, input, ENTRY_LINE_MAX, &line))
    return need_input(parser, event);
  const enum sb_code code = sb_index_read_entry(&parser->index, &line, &parser->options);
  if (code)
    return fail_line(parser, event, code, &line);
  add_to_digest(parser, line.data, line.size);
  parser->state = after_index_line(parser);
  return GO_ON;
}

static enum sb_event_type read_digest(struct sb_parser *parser, struct sb_input *input, struct sb_event *event) {
  struct sb_line line;
  if (!collect(parser, input, DIGEST_LINE_MAX, &line))
    return need_input(parser, event);
  uint8_t sha256[SB_DIGEST_SIZE];
  const bool verify = !parser->options.skip_digests;
  if (verify && !sb_digest_finish(&parser->digest, sha256))
    return fail(parser, event, SB_DIGEST_FAILED, line.offset, SB_NO_OFFSET);
  const enum sb_code code = sb_index_read_digest(&parser->index, &line, verify ? sha256 : NULL);
  if (code)
    return fail_line(parser, event, code, &line);
  parser->state = STATE_LISTING;
  return GO_ON;
}

static enum state next_block(const struct sb_parser *parser) {
  return parser->seen.ordinal < parser->index.count ? STATE_FILE : STATE_END;
}

static enum sb_event_type list_entries(struct sb_parser *parser, struct sb_event *event) {
  if (parser->listed < parser->index.count) {
    event->entry = sb_index_entry(&parser->index, parser->listed++);
    return report(event, SB_EVENT_ENTRY, event->entry.offset);
  }
  parser->state = next_block(parser);
  event->digest = parser->index.digest;
  return report(event, SB_EVENT_BUNDLE_DIGEST, parser->index.blocks_offset - DIGEST_LINE_MAX);
}

static bool begins_with(const struct sb_line *line, const char *word, size_t size) {
  return line->size >= size && memcmp(line->data, word, size) == 0;
}

/* The part of a FILE header that repeats its entry's `size SP name`. */
static enum sb_code judge_repetition(struct sb_line *line, const struct sb_record *record) {
  uint8_t size[NUMBER_DIGITS + 1];
  size_t digits = sb_render_number(size, record->size);
  size[digits++] = ' ';
  const enum sb_code code = sb_scan_word(line, (const char *)size, digits, SB_HEADER_MISMATCH);
  return code ? code : sb_scan_word(line, record->name, record->name_size, SB_HEADER_MISMATCH);
}

static enum sb_code judge_header(const struct sb_index *index, uint64_t ordinal, struct sb_line *line) {
  static const char end_begins[] = "=== E";
  if (begins_with(line, end_begins, WORD_SIZE(end_begins)))
    return sb_line_contradict(line, SB_MISSING_FILE, 0, sb_index_entry_offset(index, ordinal));
  enum sb_code code = sb_scan_word(line, WORD_FILE, WORD_SIZE(WORD_FILE), SB_BAD_KEYWORD);
  if (code)
    return code;
  code = judge_repetition(line, sb_table_at(&index->table, ordinal));
  if (!code)
    code = sb_scan_end(line, SB_HEADER_MISMATCH);
  if (code == SB_HEADER_MISMATCH)
    line->related = sb_index_size_offset(index, ordinal);
  return code;
}

static enum sb_event_type read_file(struct sb_parser *parser, struct sb_input *input, struct sb_event *event) {
  const struct sb_record *record = sb_table_at(&parser->index.table, parser->seen.ordinal);
  struct sb_line line;
  if (!collect(parser, input, sb_render_file_size(record->size, record->name_size), &line))
    return need_input(parser, event);
  const enum sb_code code = judge_header(&parser->index, parser->seen.ordinal, &line);
  if (code)
    return fail_line(parser, event, code, &line);
  begin_digest(parser);
  parser->seen.left = record->size;
  parser->seen.utf8 = (struct sb_utf8){0};
  parser->seen.judge_utf8 = parser->options.require_utf8;
  parser->seen.verdict = SB_OK;
  parser->state = record->size ? STATE_PAYLOAD : STATE_PAYLOAD_DIGEST;
  event->entry = sb_index_entry(&parser->index, parser->seen.ordinal);
  return report(event, SB_EVENT_FILE_BEGIN, line.offset);
}

/* Reports an ill-formed sequence; the payload is not judged any further. */
static enum sb_event_type report_utf8(struct sb_parser *parser, struct sb_event *event, uint64_t offset) {
  parser->seen.judge_utf8 = false;
  return report_problem(parser, event, SB_PAYLOAD_UTF8, offset, SB_NO_OFFSET);
}

/* How many of the payload's next `size` bytes can be handed out: those before the one that makes a sequence
 * ill-formed.  The payload's last byte is not judged yet: it decides the digest too, and what is invalid comes
 * before what is refused. */
static size_t judge_text(struct sb_parser *parser, const uint8_t *slice, size_t size) {
  const size_t judged = size == parser->seen.left ? size - 1 : size;
  const size_t good = sb_utf8_span(&parser->seen.utf8, slice, judged);
  return good < judged ? good : size;
}

static enum sb_event_type read_payload(struct sb_parser *parser, struct sb_input *input, struct sb_event *event) {
  const size_t left = input->size - input->pos;
  if (left == 0)
    return need_input(parser, event);
  const uint8_t *slice = unused(input);
  size_t size = left < parser->seen.left ? left : (size_t)parser->seen.left;
  if (parser->seen.judge_utf8)
    size = judge_text(parser, slice, size);
  if (size == 0)
    return report_utf8(parser, event, parser->offset - parser->seen.utf8.seen);
  add_to_digest(parser, slice, size);
  event->payload = (struct sb_payload){slice, size};
  report(event, SB_EVENT_PAYLOAD, parser->offset);
  advance(parser, input, size);
  parser->seen.left -= size;
  if (parser->seen.left == 0) {
    parser->seen.last = slice[size - 1];
    parser->state = STATE_PAYLOAD_DIGEST;
  }
  return SB_EVENT_PAYLOAD;
}

static enum sb_event_type judge_payload_digest(struct sb_parser *parser, struct sb_event *event) {
  const struct sb_record *record = sb_table_at(&parser->index.table, parser->seen.ordinal);
  const uint64_t payload_offset = parser->offset - record->size;
  uint8_t sha256[SB_DIGEST_SIZE];
  const bool verify = !parser->options.skip_digests;
  if (verify && !sb_digest_finish(&parser->digest, sha256))
    return fail(parser, event, SB_DIGEST_FAILED, payload_offset, SB_NO_OFFSET);
  const bool good = !verify || memcmp(sha256, record->digest, SB_DIGEST_SIZE) == 0;
  parser->state = STATE_PAYLOAD_TEXT;
  if (good)
    return GO_ON;
  const uint64_t related = sb_index_entry_offset(&parser->index, parser->seen.ordinal);
  return report_problem(parser, event, SB_PAYLOAD_DIGEST_MISMATCH, payload_offset, related);
}

/* The payload's last byte must end a character. */
static enum sb_event_type judge_payload_text(struct sb_parser *parser, struct sb_event *event) {
  const struct sb_record *record = sb_table_at(&parser->index.table, parser->seen.ordinal);
  parser->state = STATE_PAYLOAD_END;
  if (!parser->seen.judge_utf8 || record->size == 0)
    return GO_ON;
  const enum sb_utf8_step step = sb_utf8_feed(&parser->seen.utf8, parser->seen.last);
  if (step == SB_UTF8_CHARACTER)
    return GO_ON;
  /* A sequence that the last byte breaks lies before it; one that it leaves unfinished includes it. */
  const unsigned sequence = parser->seen.utf8.seen + (step == SB_UTF8_BAD ? 1u : 0u);
  return report_utf8(parser, event, parser->offset - sequence);
}

static enum sb_event_type read_payload_end(struct sb_parser *parser, struct sb_input *input, struct sb_event *event) {
  struct sb_line line;
  if (!collect(parser, input, 1, &line))
    return need_input(parser, event);
  const enum sb_code code = sb_scan_end(&line, SB_BAD_PAYLOAD_END);
  if (code == SB_BAD_PAYLOAD_END)
    line.related = sb_index_size_offset(&parser->index, parser->seen.ordinal);
  if (code)
    return fail_line(parser, event, code, &line);
  event->file_end = (struct sb_file_end){parser->seen.ordinal, parser->seen.verdict};
  parser->seen.ordinal++;
  parser->state = next_block(parser);
  return report(event, SB_EVENT_FILE_END, parser->offset);
}

static enum sb_event_type read_end(struct sb_parser *parser, struct sb_input *input, struct sb_event *event) {
  static const char file_begins[] = "=== F";
  struct sb_line line;
  if (!collect(parser, input, END_LINE_MAX, &line))
    return need_input(parser, event);
  enum sb_code code;
  if (begins_with(&line, file_begins, WORD_SIZE(file_begins)))
    code = sb_line_contradict(&line, SB_EXTRA_FILE, 0, parser->index.count_offset);
  else
    code = sb_scan_word(&line, WORD_END, WORD_SIZE(WORD_END), SB_BAD_KEYWORD);
  if (!code)
    code = sb_scan_end(&line, SB_BAD_KEYWORD);
  if (code)
    return fail_line(parser, event, code, &line);
  parser->state = parser->options.concatenated ? STATE_DONE : STATE_TRAILER;
  return GO_ON;
}

static enum sb_event_type read_trailer(struct sb_parser *parser, struct sb_input *input, struct sb_event *event) {
  if (input->pos < input->size)
    return fail(parser, event, SB_TRAILING_DATA, parser->offset, SB_NO_OFFSET);
  if (!parser->finished)
    return need_input(parser, event);
  parser->state = STATE_DONE;
  return GO_ON;
}

static enum sb_event_type report_end(const struct sb_parser *parser, struct sb_event *event) {
  event->end = (struct sb_end){parser->offset, parser->problems};
  return report(event, SB_EVENT_END, parser->offset - END_LINE_MAX);
}

/* -- The dispatcher -- */

static enum sb_event_type step(struct sb_parser *parser, struct sb_input *input, struct sb_event *event) {
  switch (parser->state) {
  case STATE_MAGIC:
    return read_magic(parser, input, event);
  case STATE_INDEX:
    return read_index(parser, input, event);
  case STATE_ENTRY:
    return read_entry(parser, input, event);
  case STATE_DIGEST:
    return read_digest(parser, input, event);
  case STATE_LISTING:
    return list_entries(parser, event);
  case STATE_FILE:
    return read_file(parser, input, event);
  case STATE_PAYLOAD:
    return read_payload(parser, input, event);
  case STATE_PAYLOAD_DIGEST:
    return judge_payload_digest(parser, event);
  case STATE_PAYLOAD_TEXT:
    return judge_payload_text(parser, event);
  case STATE_PAYLOAD_END:
    return read_payload_end(parser, input, event);
  case STATE_END:
    return read_end(parser, input, event);
  case STATE_TRAILER:
    return read_trailer(parser, input, event);
  case STATE_DONE:
    return report_end(parser, event);
  case STATE_FAILED:
    return report_error(event, SB_EVENT_FAILED, parser->error);
  }
  return report_error(event, SB_EVENT_FAILED, parser->error); /* not reached: every state is above */
}

enum sb_event_type sb_parser_next(struct sb_parser *parser, struct sb_input *input, struct sb_event *event) {
  struct sb_input nothing = {NULL, 0, 0};
  if (!input)
    input = &nothing;
  assert(input->pos <= input->size);
  enum sb_event_type type;
  do
    type = step(parser, input, event);
  while (type == GO_ON);
  return type;
}

/* -- Questions -- */

const struct sb_error *sb_parser_error(const struct sb_parser *parser) { return &parser->error; }

uint64_t sb_parser_offset(const struct sb_parser *parser) { return parser->offset; }

struct sb_position sb_parser_position(const struct sb_parser *parser) {
  static const char *const names[] = {"MAGIC", "INDEX",   "ENTRY",          "DIGEST",       "LISTING",
                                      "FILE",  "PAYLOAD", "PAYLOAD_DIGEST", "PAYLOAD_TEXT", "PAYLOAD_END",
                                      "END",   "TRAILER", "DONE",           "FAILED"};
  const uint64_t entry = current_entry(parser);
  uint64_t begin = parser->offset - parser->held;
  if (STATE_PAYLOAD <= parser->state && parser->state <= STATE_PAYLOAD_TEXT)
    begin = sb_index_entry(&parser->index, entry).payload_offset;
  return (struct sb_position){names[parser->state], begin, parser->offset, entry};
}

bool sb_parser_entry(const struct sb_parser *parser, uint64_t ordinal, struct sb_entry *entry) {
  if (ordinal >= parser->index.table.count)
    return false;
  *entry = sb_index_entry(&parser->index, ordinal);
  return true;
}

bool sb_parser_find(const struct sb_parser *parser, const char *name, size_t name_size, struct sb_entry *entry) {
  const uint64_t ordinal = sb_table_find(&parser->index.table, name, name_size);
  if (ordinal == SB_NO_ENTRY)
    return false;
  if (entry)
    *entry = sb_index_entry(&parser->index, ordinal);
  return true;
}

uint64_t sb_parser_seek(struct sb_parser *parser, uint64_t ordinal) {
  assert(parser->index.complete && parser->listed == parser->index.count && ordinal <= parser->index.count);
  parser->seen.ordinal = ordinal;
  parser->state = next_block(parser);
  parser->finished = false;
  parser->offset = sb_index_block_offset(&parser->index, ordinal);
  parser->error = no_error;
  parser->held = 0;
  return parser->offset;
}

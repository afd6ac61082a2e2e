/* eventlog.c - a parser's events as text, one line an event. */
#include "eventlog.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void put(const struct eventlog_sink *sink, const char *text) { sink->put(sink->context, text, strlen(text)); }

static void put_number(const struct eventlog_sink *sink, const char *before, uint64_t number) {
  char digits[24];
  const int size = snprintf(digits, sizeof digits, "%" PRIu64, number);
  put(sink, before);
  if (number == UINT64_MAX) /* SB_NO_OFFSET and SB_NO_ENTRY */
    put(sink, "-");
  else
    sink->put(sink->context, digits, (size_t)size);
}

static void put_hex(const struct eventlog_sink *sink, const uint8_t digest[SB_DIGEST_SIZE]) {
  char text[2 * SB_DIGEST_SIZE];
  for (size_t i = 0; i < SB_DIGEST_SIZE; i++) {
    text[2 * i] = "0123456789abcdef"[digest[i] / 16];
    text[2 * i + 1] = "0123456789abcdef"[digest[i] % 16];
  }
  sink->put(sink->context, text, sizeof text);
}

/* The letter that stands for a byte behind a backslash; 0: none does. */
static char letter_of(uint8_t byte) {
  switch (byte) {
  case '\n':
    return 'n';
  case '\r':
    return 'r';
  case '\t':
    return 't';
  case '"':
  case '\\':
    return (char)byte;
  default:
    return 0;
  }
}

/* A byte as it stands between quotes; returns its size. */
static size_t quote(char text[4], uint8_t byte) {
  static const char digits[] = "0123456789abcdef";
  const char letter = letter_of(byte);
  if (!letter && ' ' <= byte && byte <= '~') {
    text[0] = (char)byte;
    return 1;
  }
  text[0] = '\\';
  text[1] = letter ? letter : 'x';
  if (letter)
    return 2;
  text[2] = digits[byte / 16];
  text[3] = digits[byte % 16];
  return 4;
}

static void put_quoted(const struct eventlog_sink *sink, const void *data, size_t size) {
  const uint8_t *bytes = data;
  char text[1024];
  size_t at = 0;
  put(sink, "\"");
  for (size_t i = 0; i < size; i++) {
    if (sizeof text - at < 4) {
      sink->put(sink->context, text, at);
      at = 0;
    }
    at += quote(text + at, bytes[i]);
  }
  sink->put(sink->context, text, at);
  put(sink, "\"");
}

static void put_entry(const struct eventlog_sink *sink, const struct sb_entry *entry, const char *other,
                      uint64_t other_offset) {
  put_number(sink, " ", entry->ordinal);
  put(sink, " ");
  put_quoted(sink, entry->name, entry->name_size);
  put_number(sink, " size ", entry->size);
  put(sink, " sha256 ");
  put_hex(sink, entry->digest);
  put_number(sink, other, other_offset);
  put_number(sink, " payload ", entry->payload_offset);
}

static void put_error(const struct eventlog_sink *sink, const struct sb_error *error) {
  put(sink, " ");
  put(sink, sb_code_name(error->code));
  put_number(sink, " @", error->offset);
  put_number(sink, " related ", error->related);
  put_number(sink, " entry ", error->entry);
}

static void put_details(const struct eventlog_sink *sink, const struct sb_event *event) {
  switch (event->type) {
  case SB_EVENT_INDEX_BEGIN:
    put_number(sink, " count ", event->index.count);
    put_number(sink, " total ", event->index.total);
    break;
  case SB_EVENT_ENTRY:
    put_entry(sink, &event->entry, " block ", event->entry.block_offset);
    break;
  case SB_EVENT_BUNDLE_DIGEST:
    put(sink, " ");
    put_hex(sink, event->digest);
    break;
  case SB_EVENT_FILE_BEGIN:
    put_entry(sink, &event->entry, " entry ", event->entry.offset);
    break;
  case SB_EVENT_PAYLOAD:
    put_number(sink, " ", event->payload.size);
    put(sink, " ");
    put_quoted(sink, event->payload.data, event->payload.size);
    break;
  case SB_EVENT_FILE_END:
    put_number(sink, " ", event->file_end.entry);
    put(sink, " ");
    put(sink, sb_code_name(event->file_end.verdict));
    break;
  case SB_EVENT_END:
    put_number(sink, " size ", event->end.size);
    put_number(sink, " problems ", event->end.problems);
    break;
  case SB_EVENT_NEED_INPUT:
  case SB_EVENT_PROBLEM:
  case SB_EVENT_FAILED:
    break;
  }
}

void eventlog_write(const struct eventlog_sink *sink, const struct sb_event *event) {
  static const char *const words[] = {"need-input", "index-begin", "entry",    "bundle-digest", "file-begin",
                                      "payload",    "problem",     "file-end", "end",           "failed"};
  put(sink, words[event->type]);
  if (event->type == SB_EVENT_PROBLEM || event->type == SB_EVENT_FAILED) {
    put_error(sink, &event->error);
  } else {
    put_number(sink, " @", event->offset);
    put_details(sink, event);
  }
  put(sink, "\n");
}

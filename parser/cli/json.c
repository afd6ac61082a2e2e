/* json.c - findings, summaries, entries and documents as JSON, one object a line.  See docs/CLI.md for the members. */
#include <jansson.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output.h"
#include "report.h"
#include "text.h"

enum { SCHEMA = 1 };

static int to_stdout(const char *data, size_t size, void *unused) {
  (void)unused;
  return output_write(data, size) ? 0 : -1;
}

/* JSON_ENSURE_ASCII leaves the one control character that JSON allows in a string. */
static int to_terminal(const char *data, size_t size, void *unused) {
  static const char escaped[] = "\\u007F";
  for (const char *found; (found = memchr(data, 0x7F, size)) != NULL;) {
    const size_t before = (size_t)(found - data);
    if (!output_write(data, before) || !output_write(escaped, sizeof escaped - 1))
      return -1;
    data = found + 1;
    size -= before + 1;
  }
  return to_stdout(data, size, unused);
}

void json_line(json_t *object, size_t indent) {
  /* A terminal gets no raw control or format character; a program gets the text as it is. */
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  const size_t flags = (indent ? JSON_INDENT(indent) : JSON_COMPACT) | (terminal ? JSON_ENSURE_ASCII : 0);
  if (!object)
    complain("out of memory: a line of JSON is missing");
  if (!object || json_dump_callback(object, terminal ? to_terminal : to_stdout, NULL, flags) != 0)
    output_fail();
  output_write("\n", 1);
  json_decref(object);
}

/* An object for a bundle.  A path that is not UTF-8 is escaped as for people. */
static json_t *begin(const char *type, const char *path) {
  char *shown = text_is_utf8(path, strlen(path)) ? NULL : text_escape(path, strlen(path));
  json_t *object = json_pack("{s:i, s:s, s:s}", "schema", SCHEMA, "type", type, "bundle", shown ? shown : path);
  free(shown);
  return object;
}

static json_t *hex_string(const uint8_t digest[SB_DIGEST_SIZE]) {
  char hex[65];
  text_hex(hex, digest);
  return json_string(hex);
}

/* A number, or null for "none". */
static json_t *number_or_null(uint64_t number, uint64_t none) {
  return number == none ? json_null() : json_integer((json_int_t)number);
}

/* A place in the bundle, or null: what an INDEX merely declares may lie beyond JSON's integers. */
static json_t *place_or_null(uint64_t offset) {
  return offset > INT64_MAX ? json_null() : json_integer((json_int_t)offset);
}

/* Adds a member; if it or the object is missing, the object becomes NULL. */
static void add(json_t **object, const char *key, json_t *value) {
  if (*object && value && json_object_set_new(*object, key, value) == 0)
    return;
  if (!*object)
    json_decref(value);
  json_decref(*object);
  *object = NULL;
}

static json_t *name_of(const struct sb_entry *entry) { return json_stringn(entry->name, entry->name_size); }

void json_finding(const struct finding *finding) {
  const struct sb_error *error = &finding->error;
  json_t *object = begin("error", finding->path);
  add(&object, "code", json_string(sb_code_name(error->code)));
  add(&object, "offset", json_integer((json_int_t)error->offset));
  add(&object, "line", json_integer((json_int_t)finding->at.line));
  add(&object, "column", json_integer((json_int_t)finding->at.column));
  add(&object, "entry", number_or_null(error->entry, SB_NO_ENTRY));
  add(&object, "name", finding->has_entry ? name_of(&finding->entry) : json_null());
  add(&object, "related", number_or_null(error->related, SB_NO_OFFSET));
  add(&object, "message", json_string(finding->message));
  if (finding->hint[0])
    add(&object, "hint", json_string(finding->hint));
  json_line(object, 0);
}

static void json_summary(void *state, const struct summary *summary) {
  (void)state;
  json_t *object = begin("summary", summary->path);
  add(&object, "verdict", json_string(verdict_name(summary->verdict)));
  add(&object, "errors", json_integer((json_int_t)summary->errors));
  add(&object, "files", json_integer((json_int_t)summary->files));
  add(&object, "bytes", json_integer((json_int_t)summary->bytes));
  add(&object, "digest", summary->has_digest ? hex_string(summary->digest) : json_null());
  if (summary->reason)
    add(&object, "message", json_string(summary->reason));
  json_line(object, 0);
}

static void *json_begin(const struct options *options) {
  static char nothing;
  (void)options;
  return &nothing;
}

static void json_report(void *state, const struct finding *finding) {
  (void)state;
  json_finding(finding);
}

static void json_end(void *state) { (void)state; }

const struct reporter reporter_json = {json_begin, json_report, json_summary, json_end};

void json_entry(const char *path, const struct sb_entry *entry) {
  json_t *object = begin("entry", path);
  add(&object, "ordinal", json_integer((json_int_t)entry->ordinal));
  add(&object, "name", name_of(entry));
  add(&object, "size", json_integer((json_int_t)entry->size));
  add(&object, "sha256", hex_string(entry->digest));
  add(&object, "offset", json_integer((json_int_t)entry->offset));
  add(&object, "block_offset", place_or_null(entry->block_offset));
  add(&object, "payload_offset", place_or_null(entry->payload_offset));
  json_line(object, 0);
}

static json_t *base64_string(const unsigned char *bytes, size_t size) {
  /* EVP_EncodeBlock takes an int: pieces of a multiple of 3 bytes, so that only the last is padded. */
  enum { PIECE = 3 << 20 };
  char *text = malloc(size / 3 * 4 + 5);
  size_t at = 0;
  for (size_t i = 0; text && i < size; i += PIECE)
    at += (size_t)EVP_EncodeBlock((unsigned char *)text + at, bytes + i, (int)(size - i < PIECE ? size - i : PIECE));
  json_t *string = text ? json_stringn_nocheck(text, at) : NULL;
  free(text);
  return string;
}

void json_document(const char *path, const struct sb_entry *entry, const unsigned char *payload, bool is_text) {
  json_t *object = begin("document", path);
  const size_t size = (size_t)entry->size;
  add(&object, "ordinal", json_integer((json_int_t)entry->ordinal));
  add(&object, "name", name_of(entry));
  add(&object, "size", json_integer((json_int_t)entry->size));
  add(&object, "sha256", hex_string(entry->digest));
  if (is_text)
    add(&object, "text", json_stringn_nocheck(size > 0 ? (const char *)payload : "", size));
  else
    add(&object, "base64", base64_string(payload, size));
  json_line(object, 0);
}

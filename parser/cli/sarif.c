/* sarif.c - findings as SARIF 2.1.0, which code hosts and editors read.
 *
 * One run, in one object that is written when all inputs are done.  Places are lines, columns in characters (left out
 * where the line's begin is not known or not UTF-8) and byte offsets.  What could not be read is a notification of the
 * invocation, as the standard wants it. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output.h"
#include "report.h"
#include "text.h"

enum { RESULTS_MAX = 25000 }; /* code hosts take no more */

struct sarif {
  json_t *results;
  json_t *notifications;
  uint64_t left_out;
  bool failed; /* something could not be read */
};

static void *sarif_begin(const struct options *options) {
  (void)options;
  struct sarif *sarif = calloc(1, sizeof *sarif);
  if (!sarif)
    return NULL;
  sarif->results = json_array();
  sarif->notifications = json_array();
  return sarif;
}

/* A path as a URI: relative to this folder where it lies below it, percent-encoded. */
static json_t *uri_of(const char *path) {
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  char folder[4096];
  const size_t folder_size = getcwd(folder, sizeof folder) ? strlen(folder) : 0;
  if (folder_size > 0 && strncmp(path, folder, folder_size) == 0 && path[folder_size] == '/')
    path += folder_size + 1;
  while (strncmp(path, "./", 2) == 0)
    path += 2;
  const char *scheme = path[0] == '/' ? "file://" : "";
  char *uri = malloc(strlen(scheme) + 3 * strlen(path) + 1);
  if (!uri)
    return NULL;
  char *out = uri + sprintf(uri, "%s", scheme);
  for (; *path; path++)
    out += strchr(plain, *path) ? sprintf(out, "%c", *path) : sprintf(out, "%%%02X", (unsigned char)*path);
  *out = '\0';
  json_t *string = json_string(uri);
  free(uri);
  return string;
}

/* The column in characters; 0 where it cannot be known. */
static uint64_t character_column(const struct excerpt *excerpt, bool known) {
  if (!known || excerpt->cut_before || !text_is_utf8(excerpt->text, excerpt->at))
    return 0;
  uint64_t column = 1;
  for (size_t i = 0; i < excerpt->at; i++)
    column += ((unsigned char)excerpt->text[i] & 0xC0) != 0x80;
  return column;
}

static json_t *location_of(const char *path, const struct sb_location *at, const struct excerpt *excerpt, bool known) {
  json_t *region = json_pack("{s:I, s:I, s:i}", "startLine", (json_int_t)at->line, "byteOffset", (json_int_t)at->offset,
                             "byteLength", 0);
  const uint64_t column = character_column(excerpt, known);
  if (region && column > 0 && json_object_set_new(region, "startColumn", json_integer((json_int_t)column)) != 0) {
    json_decref(region);
    region = NULL;
  }
  return json_pack("{s:{s:{s:o}, s:o}}", "physicalLocation", "artifactLocation", "uri", uri_of(path), "region", region);
}

static json_t *result_of(const struct finding *finding) {
  char *name = finding->has_entry ? text_escape(finding->entry.name, finding->entry.name_size) : NULL;
  const char *code = sb_code_name(finding->error.code);
  json_t *result = json_pack("{s:s, s:s, s:{s:o}, s:[o]}", "ruleId", code, "level", "error", "message", "text",
                             json_sprintf("%s%s%s", name ? name : "", name ? ": " : "", finding->message), "locations",
                             location_of(finding->path, &finding->at, &finding->excerpt, finding->has_excerpt));
  free(name);
  if (!result || finding->error.related == SB_NO_OFFSET)
    return result;
  json_t *related =
      location_of(finding->path, &finding->related_at, &finding->related_excerpt, finding->has_related_excerpt);
  json_t *text = json_pack("{s:s}", "text", human_related_text(&finding->error));
  if (!related || !text || json_object_set_new(related, "message", text) != 0 ||
      json_object_set_new(result, "relatedLocations", json_pack("[o]", related)) != 0) {
    json_decref(result);
    return NULL;
  }
  return result;
}

static void append(json_t *array, json_t *value) {
  if (json_array_append_new(array, value) != 0)
    output_fail();
}

static void sarif_finding(void *state, const struct finding *finding) {
  struct sarif *sarif = state;
  if (json_array_size(sarif->results) < RESULTS_MAX)
    append(sarif->results, result_of(finding));
  else
    sarif->left_out++;
}

static void sarif_summary(void *state, const struct summary *summary) {
  struct sarif *sarif = state;
  if (summary->verdict != VERDICT_ERROR)
    return;
  sarif->failed = true;
  append(sarif->notifications, json_pack("{s:s, s:{s:s}, s:[{s:{s:{s:o}}}]}", "level", "error", "message", "text",
                                         summary->reason ? summary->reason : "cannot be read", "locations",
                                         "physicalLocation", "artifactLocation", "uri", uri_of(summary->path)));
}

static json_t *rules(void) {
  json_t *array = json_array();
  for (enum sb_code code = sb_code_next(SB_OK); array && code; code = sb_code_next(code)) {
    json_t *rule = json_pack("{s:s, s:{s:s}, s:{s:s}}", "id", sb_code_name(code), "shortDescription", "text",
                             sb_code_sentence(code), "fullDescription", "text", sb_code_explanation(code));
    append(array, rule);
  }
  return array;
}

static void sarif_end(void *state) {
  struct sarif *sarif = state;
  if (sarif->left_out > 0)
    append(sarif->notifications,
           json_pack("{s:s, s:{s:o}}", "level", "warning", "message", "text",
                     json_sprintf("%llu more results were left out", (unsigned long long)sarif->left_out)));
  json_t *log = json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:s, s:o}}, s:s, s:[{s:b, s:o}], s:o}]}", "$schema",
                          "https://json.schemastore.org/sarif-2.1.0.json", "version", "2.1.0", "runs", "tool", "driver",
                          "name", "seedbundle", "version", sb_version(), "rules", rules(), "columnKind",
                          "unicodeCodePoints", "invocations", "executionSuccessful", !sarif->failed,
                          "toolExecutionNotifications", sarif->notifications, "results", sarif->results);
  json_line(log, 2);
  free(sarif);
}

const struct reporter reporter_sarif = {sarif_begin, sarif_finding, sarif_summary, sarif_end};

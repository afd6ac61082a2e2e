/* report.h - what verbs say of a bundle, for people or for programs. */
#ifndef SB_CLI_REPORT_H
#define SB_CLI_REPORT_H

#include <stdio.h>

#include "finding.h"

struct json_t;

enum verdict {
  VERDICT_VALID,   /* whole, canonical, untampered */
  VERDICT_FRAMED,  /* the framing is sound; no digest was computed, so nothing is known of the content */
  VERDICT_INVALID, /* not a valid bundle */
  VERDICT_REFUSED, /* refused by a policy; nothing invalid was found */
  VERDICT_ERROR    /* could not be read to its end */
};

struct summary {
  const char *path;
  const char *shown; /* the path, escaped */
  enum verdict verdict;
  uint64_t errors; /* findings */
  uint64_t files;  /* documents seen */
  uint64_t bytes;  /* of documents seen */
  bool has_digest; /* the INDEX was proven (or, without digests, read) */
  uint8_t digest[SB_DIGEST_SIZE];
  const char *reason; /* with VERDICT_ERROR: why */
};

/* "valid", "framed", "invalid", "refused", "error". */
const char *verdict_name(enum verdict verdict);

/* Nothing is wrong, as far as was looked. */
bool verdict_is_good(enum verdict verdict);

/* A way to report what `validate` finds.  `begin` makes its state (NULL: out of memory), which the others get and `end`
 * frees; a summary comes for every input, after its findings. */
struct reporter {
  void *(*begin)(const struct options *options);
  void (*finding)(void *state, const struct finding *finding);
  void (*summary)(void *state, const struct summary *summary);
  void (*end)(void *state);
};

extern const struct reporter reporter_human, reporter_json, reporter_sarif, reporter_github;

/* The shape of compilers' messages, so that editors and CI understand it. */
void human_finding(FILE *file, const struct finding *finding, bool coloured);

/* What the place is that an error contradicts: "the entry is here". */
const char *human_related_text(const struct sb_error *error);

/* One line of JSON each, on stdout. */
void json_finding(const struct finding *finding);
void json_entry(const char *path, const struct sb_entry *entry);

/* Writes an object on a line of its own (or indented, where `indent` is above 0), and frees it.  NULL, where making it has
 * failed: says that memory is out. */
void json_line(struct json_t *object, size_t indent);

/* One document: as text, or in base64 if it is not UTF-8. */
void json_document(const char *path, const struct sb_entry *entry, const unsigned char *payload, bool is_text);

#endif

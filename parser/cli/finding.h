/* finding.h - an error of a bundle with all that a person or a program wants to know of it. */
#ifndef SB_CLI_FINDING_H
#define SB_CLI_FINDING_H

#include "run.h"

enum { MESSAGE_MAX = 256, HINT_MAX = 200 };

struct finding {
  const char *path;  /* as given */
  const char *shown; /* the same, escaped */
  struct sb_error error;
  struct sb_location at;
  struct excerpt excerpt;
  bool has_excerpt;
  struct sb_location related_at; /* if error.related is a place */
  struct excerpt related_excerpt;
  bool has_related_excerpt;
  struct sb_entry entry; /* if error.entry is one that the INDEX holds */
  bool has_entry;
  char message[MESSAGE_MAX]; /* the code's sentence, with numbers where it contradicts some */
  char hint[HINT_MAX];       /* how it has probably come about; empty: nothing is likely */
};

/* All of an error that `run` has just reported.  Its strings live as long as the run. */
void finding_make(struct finding *finding, struct run *run, const struct sb_error *error);

#endif

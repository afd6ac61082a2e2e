/* hint.h - how an error has probably come about, where its surroundings tell. */
#ifndef SB_CLI_HINT_H
#define SB_CLI_HINT_H

#include "finding.h"

/* Writes one sentence without a full stop for an error that `run` has just reported; an empty text: nothing is likely. */
void hint_make(char hint[HINT_MAX], const struct finding *finding, const struct run *run);

#endif

/* version.c - which library is linked. */
#include "seedbundle/seedbundle.h"

const char *sb_version(void) { return SB_VERSION; }

uint32_t sb_version_number(void) { return SB_VERSION_NUMBER; }

/* options.h - a caller's options as an object keeps them. */
#ifndef SB_LIB_OPTIONS_H
#define SB_LIB_OPTIONS_H

#include "seedbundle/options.h"

/* A copy of `options`, which MAY be NULL, or come from a program with older or newer headers: what it does not say is
 * the default. */
struct sb_options sb_options_resolve(const struct sb_options *options);

#endif

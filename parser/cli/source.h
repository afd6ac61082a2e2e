/* source.h - which bundles to read: operands, lists, folders. */
#ifndef SB_CLI_SOURCE_H
#define SB_CLI_SOURCE_H

#include "cli.h"

struct paths {
  char **items;
  size_t count, room;
};

/* Adds a copy of a path.  False: out of memory, which it has said. */
bool paths_add(struct paths *paths, const char *path);
void paths_free(struct paths *paths);

/* Reads a list of paths from a file ("-": stdin), one a line or, with `nul_separated`, each ended by NUL.  False: it
 * could not, which it has said. */
bool paths_read(struct paths *paths, const char *file, bool nul_separated);

/* The bundles that the operands and --files-from mean: a folder stands for every *.seedbundle below it, in path
 * order (for a verb of many bundles); none at all for stdin.  What cannot be had is said on stderr and makes the
 * status STATUS_TROUBLE; the others still come. */
enum status source_paths(const struct options *options, int count, char **operands, struct paths *paths);

#endif

/* newfile.h - a file that appears under its name whole and on disk, or not at all. */
#ifndef SB_CLI_NEWFILE_H
#define SB_CLI_NEWFILE_H

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>

struct newfile {
  const char *path;
  int folder;                   /* descriptor of the folder that it will stand in */
  char name[NAME_MAX + 1];      /* in that folder */
  bool replace;                 /* what stands there may be replaced */
  bool exists;                  /* something does */
  struct stat target;           /* what */
  FILE *file;                   /* to write to */
  char temporary[NAME_MAX + 1]; /* the name it has meanwhile; empty: none */
};

/* Looks where the file will stand; writes nothing.  False: it cannot, and stderr has said why. */
bool newfile_prepare(struct newfile *newfile, const char *path, bool replace);

/* Begins to write, to .file. */
bool newfile_begin(struct newfile *newfile);

/* Brings it to the disk and gives it its name. */
bool newfile_commit(struct newfile *newfile);

/* Frees all; what was not committed is gone.  Also after a failed prepare. */
void newfile_end(struct newfile *newfile);

#endif

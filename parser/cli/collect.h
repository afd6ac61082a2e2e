/* collect.h - the files that are to be packed: found, named, measured. */
#ifndef SB_CLI_COLLECT_H
#define SB_CLI_COLLECT_H

#include <seedbundle/seedbundle.h>
#include <sys/stat.h>
#include <sys/types.h>

struct document {
  char *path;       /* relative to the current folder; also its name in the bundle */
  struct stat seen; /* when it was measured */
  uint64_t size;
  uint8_t digest[SB_DIGEST_SIZE];
};

struct collection {
  struct document *items;
  size_t count, room;
  uint64_t total;               /* bytes of all that have been measured */
  const struct stat *forbidden; /* the output, which is never packed into itself; NULL: none */
};

/* Adds a file, or every file below a folder.  False: something is there that cannot be packed (a link, a device, a
 * name that is not allowed, a file that cannot be read); stderr has said what. */
bool collection_add(struct collection *collection, const char *path);

/* Sorts in path order; a file that was named twice is one. */
void collection_sort(struct collection *collection);
void collection_free(struct collection *collection);

/* Opens a document for reading, and looks that it is a regular file.  -1: stderr has said why not. */
int document_open(const char *path, struct stat *status);

/* Is it the same file, with the same content as far as the file system tells? */
bool document_is_unchanged(const struct document *document, const struct stat *status);

#endif

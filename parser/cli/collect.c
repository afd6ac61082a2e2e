/* collect.c - the files that are to be packed: found, named, measured. */
#include "collect.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output.h"

/* A path as a name: without "./", doubled or trailing slashes.  In place. */
static void normalise(char *path) {
  char *out = path;
  for (const char *in = path; *in;) {
    const size_t size = strcspn(in, "/");
    const bool is_dot = size == 1 && *in == '.';
    const bool is_root = size == 0 && in == path;
    if ((size > 0 && !is_dot) || is_root) {
      if (out > path && out[-1] != '/')
        *out++ = '/';
      memmove(out, in, size);
      out += size;
      if (is_root)
        *out++ = '/'; /* an absolute path stays one, and is refused as a name */
    }
    in += size;
    in += *in == '/';
  }
  *out = '\0';
}

static bool check_name(const char *name) {
  const enum sb_code code = sb_name_check(name, strlen(name), NULL);
  if (!code)
    return true;
  char reason[512];
  const bool is_outside = name[0] == '/' || strncmp(name, "../", 3) == 0;
  snprintf(reason, sizeof reason, "cannot be a document's name: %s [%s]%s", sb_code_sentence(code), sb_code_name(code),
           is_outside ? "; names are relative: use -C" : "");
  complain_path(name, reason);
  return false;
}

static bool keep(struct collection *collection, const char *path) {
  if (collection->count == collection->room) {
    const size_t room = collection->room ? 2 * collection->room : 64;
    struct document *items = realloc(collection->items, room * sizeof *items);
    if (!items) {
      complain("out of memory");
      return false;
    }
    collection->items = items;
    collection->room = room;
  }
  char *copy = strdup(path);
  if (!copy) {
    complain("out of memory");
    return false;
  }
  normalise(copy);
  collection->items[collection->count++] = (struct document){.path = copy};
  return check_name(copy);
}

static bool is_forbidden(const struct collection *collection, const struct stat *status) {
  const struct stat *output = collection->forbidden;
  return output && output->st_dev == status->st_dev && output->st_ino == status->st_ino;
}

static const char *kind_of(mode_t mode) {
  if (S_ISLNK(mode))
    return "is a symbolic link, which a bundle cannot carry";
  if (S_ISFIFO(mode))
    return "is a named pipe, which a bundle cannot carry";
  if (S_ISSOCK(mode))
    return "is a socket, which a bundle cannot carry";
  return "is a device, which a bundle cannot carry";
}

/* Judges what fts has found. */
static bool take(struct collection *collection, const FTSENT *entry) {
  switch (entry->fts_info) {
  case FTS_D:
  case FTS_DP:
    return true;
  case FTS_F:
    if (is_forbidden(collection, entry->fts_statp)) {
      const bool was_named = entry->fts_level == FTS_ROOTLEVEL;
      complain_path(entry->fts_path, was_named ? "is the output itself" : "is the output, and is left out");
      return !was_named;
    }
    return keep(collection, entry->fts_path);
  case FTS_SL:
  case FTS_SLNONE:
  case FTS_DEFAULT:
    complain_path(entry->fts_path, kind_of(entry->fts_statp->st_mode));
    return false;
  default:
    complain_path(entry->fts_path, strerror(entry->fts_errno ? entry->fts_errno : EIO));
    return false;
  }
}

bool collection_add(struct collection *collection, const char *path) {
  char *root = strdup(path);
  char *roots[] = {root, NULL};
  /* Behind a link a slash would mean the folder that it leads to. */
  for (size_t size = root ? strlen(root) : 0; size > 1 && root[size - 1] == '/';)
    root[--size] = '\0';
  FTS *tree = root && *root ? fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL) : NULL;
  if (!tree) {
    complain_path(path, root && *root ? strerror(errno) : strerror(root ? ENOENT : ENOMEM));
    free(root);
    return false;
  }
  bool good = true;
  errno = 0;
  for (const FTSENT *entry; (entry = fts_read(tree)) != NULL; errno = 0)
    good = take(collection, entry) && good;
  if (errno) {
    complain_path(path, strerror(errno));
    good = false;
  }
  fts_close(tree);
  free(root);
  return good;
}

static int by_path(const void *a, const void *b) {
  const struct document *x = a, *y = b;
  return sb_name_compare(x->path, strlen(x->path), y->path, strlen(y->path));
}

void collection_sort(struct collection *collection) {
  if (collection->count == 0)
    return;
  qsort(collection->items, collection->count, sizeof *collection->items, by_path);
  size_t kept = 1;
  for (size_t i = 1; i < collection->count; i++) {
    if (strcmp(collection->items[i].path, collection->items[kept - 1].path) == 0)
      free(collection->items[i].path);
    else
      collection->items[kept++] = collection->items[i];
  }
  collection->count = kept;
}

void collection_free(struct collection *collection) {
  for (size_t i = 0; i < collection->count; i++)
    free(collection->items[i].path);
  free(collection->items);
  *collection = (struct collection){0};
}

int document_open(const char *path, struct stat *status) {
  /* A file that was exchanged for a pipe or a link meanwhile must neither block nor lead elsewhere. */
  const int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (fd == -1 || fstat(fd, status) != 0) {
    complain_path(path, strerror(errno));
  } else if (!S_ISREG(status->st_mode)) {
    complain_path(path, kind_of(status->st_mode));
  } else {
    posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    return fd;
  }
  if (fd != -1)
    close(fd);
  return -1;
}

static bool same_time(struct timespec a, struct timespec b) { return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec; }

bool document_is_unchanged(const struct document *document, const struct stat *status) {
  const struct stat *seen = &document->seen;
  return seen->st_dev == status->st_dev && seen->st_ino == status->st_ino && seen->st_size == status->st_size &&
         same_time(seen->st_mtim, status->st_mtim) && same_time(seen->st_ctim, status->st_ctim);
}

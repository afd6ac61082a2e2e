/* source.c - which bundles to read: operands, lists, folders. */
#include "source.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output.h"

bool paths_add(struct paths *paths, const char *path) {
  if (paths->count == paths->room) {
    const size_t room = paths->room ? 2 * paths->room : 64;
    char **items = realloc(paths->items, room * sizeof *items);
    if (!items)
      goto out_of_memory;
    paths->items = items;
    paths->room = room;
  }
  if (!(paths->items[paths->count] = strdup(path)))
    goto out_of_memory;
  paths->count++;
  return true;
out_of_memory:
  complain("out of memory");
  return false;
}

void paths_free(struct paths *paths) {
  for (size_t i = 0; i < paths->count; i++)
    free(paths->items[i]);
  free(paths->items);
  *paths = (struct paths){0};
}

bool paths_read(struct paths *paths, const char *file, bool nul_separated) {
  const bool is_stdin = strcmp(file, "-") == 0;
  FILE *list = is_stdin ? stdin : fopen(file, "re");
  if (!list) {
    complain_path(file, strerror(errno));
    return false;
  }
  char *line = NULL;
  size_t room = 0;
  bool good = true;
  const char end = nul_separated ? '\0' : '\n';
  errno = 0;
  for (ssize_t size; good && (size = getdelim(&line, &room, end, list)) > 0; errno = 0) {
    if (line[size - 1] == end)
      line[--size] = '\0';
    if (strlen(line) != (size_t)size) {
      complain_path(file, "the list holds a NUL: use --null");
      good = false;
    } else if (size > 0) {
      good = paths_add(paths, line);
    }
  }
  if (good && (ferror(list) || !feof(list))) {
    complain_path(file, strerror(errno));
    good = false;
  }
  free(line);
  if (!is_stdin)
    fclose(list);
  return good;
}

static int by_name(const FTSENT **a, const FTSENT **b) {
  return sb_name_compare((*a)->fts_name, (*a)->fts_namelen, (*b)->fts_name, (*b)->fts_namelen);
}

static bool is_bundle(const FTSENT *entry) {
  static const char suffix[] = ".seedbundle";
  const size_t size = sizeof suffix - 1;
  return entry->fts_namelen > size && strcmp(entry->fts_name + entry->fts_namelen - size, suffix) == 0;
}

/* Adds what fts has found.  Links are not followed, so that a folder cannot lead out of itself; but a bundle is not passed
 * over in silence. */
static enum status take(struct paths *paths, const FTSENT *entry, size_t *found) {
  switch (entry->fts_info) {
  case FTS_DNR:
  case FTS_ERR:
  case FTS_NS:
    complain_path(entry->fts_path, strerror(entry->fts_errno));
    return STATUS_TROUBLE;
  case FTS_F:
    if (!is_bundle(entry))
      return STATUS_GOOD;
    ++*found;
    return paths_add(paths, entry->fts_path) ? STATUS_GOOD : STATUS_TROUBLE;
  case FTS_SL:
  case FTS_SLNONE:
  case FTS_DEFAULT:
    if (!is_bundle(entry))
      return STATUS_GOOD;
    ++*found;
    complain_path(entry->fts_path, "is a link or a special file, and is not followed: name it to have it read");
    return STATUS_TROUBLE;
  default:
    return STATUS_GOOD;
  }
}

static enum status walk(struct paths *paths, char *folder) {
  char *roots[] = {folder, NULL};
  FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
  if (!tree) {
    complain_path(folder, strerror(errno));
    return STATUS_TROUBLE;
  }
  enum status status = STATUS_GOOD;
  size_t found = 0;
  errno = 0;
  for (const FTSENT *entry; (entry = fts_read(tree)) != NULL; errno = 0)
    status = status_worse(status, take(paths, entry, &found));
  if (errno) {
    complain_path(folder, strerror(errno));
    status = STATUS_TROUBLE;
  }
  fts_close(tree);
  if (found == 0 && status == STATUS_GOOD && !paths_add(paths, folder)) /* opening it says what is wrong */
    status = STATUS_TROUBLE;
  return status;
}

/* A verb of one bundle does not take a folder: opening it says so. */
static enum status add(struct paths *paths, char *path, bool expand) {
  struct stat status;
  if (expand && strcmp(path, "-") != 0 && stat(path, &status) == 0 && S_ISDIR(status.st_mode))
    return walk(paths, path);
  return paths_add(paths, path) ? STATUS_GOOD : STATUS_TROUBLE;
}

/* Only one thing can be read from stdin. */
static bool uses_stdin_once(const struct options *options, const struct paths *named) {
  size_t uses = options->files_from && strcmp(options->files_from, "-") == 0;
  for (size_t i = 0; i < named->count; i++)
    uses += strcmp(named->items[i], "-") == 0;
  if (uses <= 1)
    return true;
  complain("stdin (-) can be read only once");
  return false;
}

enum status source_paths(const struct options *options, int count, char **operands, struct paths *paths) {
  *paths = (struct paths){0};
  struct paths named = {0};
  bool good = true;
  for (int i = 0; good && i < count; i++)
    good = paths_add(&named, operands[i]);
  if (good && options->files_from)
    good = paths_read(&named, options->files_from, options->nul_separated);
  if (good && count == 0 && !options->files_from) {
    if (isatty(STDIN_FILENO)) {
      complain("no bundle named, and stdin is a terminal (see --help)");
      good = false;
    } else {
      good = paths_add(&named, "-");
    }
  }
  if (good && named.count == 0) {
    complain_path(options->files_from, "the list names no bundle");
    good = false;
  }
  good = good && uses_stdin_once(options, &named);
  enum status status = good ? STATUS_GOOD : STATUS_TROUBLE;
  for (size_t i = 0; good && i < named.count; i++)
    status = status_worse(status, add(paths, named.items[i], (options->verb & VERBS_OF_MANY) != 0));
  paths_free(&named);
  return status;
}

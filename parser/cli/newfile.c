/* newfile.c - a file that appears under its name whole and on disk, or not at all.
 *
 * It has no name while it is written (O_TMPFILE), so that nothing is left behind whatever kills the program.  Where
 * the file system or a missing /proc does not allow that, it has a temporary name, which is removed on every end but
 * SIGKILL. */
#include "newfile.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "output.h"

enum { MODE = 0666, ATTEMPTS = 64, BUFFER = 131072 };

/* For the signal handler: the temporary name that is to be removed. */
static struct {
  volatile sig_atomic_t armed;
  int folder;
  const char *name;
} doomed;

static const int deadly[] = {SIGINT, SIGTERM, SIGHUP};

static void remove_and_die(int number) {
  if (doomed.armed)
    unlinkat(doomed.folder, doomed.name, 0);
  signal(number, SIG_DFL);
  raise(number);
}

static void arm(struct newfile *newfile) {
  doomed.folder = newfile->folder;
  doomed.name = newfile->temporary;
  doomed.armed = 1;
  for (size_t i = 0; i < sizeof deadly / sizeof deadly[0]; i++) {
    struct sigaction before;
    if (sigaction(deadly[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
      signal(deadly[i], remove_and_die);
  }
}

static bool fail(const struct newfile *newfile, const char *reason) {
  complain_path(newfile->path, reason);
  return false;
}

bool newfile_prepare(struct newfile *newfile, const char *path, bool replace) {
  *newfile = (struct newfile){.path = path, .folder = -1, .replace = replace};
  const char *slash = strrchr(path, '/');
  const char *name = slash ? slash + 1 : path;
  if (*name == '\0' || strlen(name) > NAME_MAX)
    return fail(newfile, *name ? strerror(ENAMETOOLONG) : "is not a file's name");
  strcpy(newfile->name, name);
  char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
  newfile->folder = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
  free(folder);
  if (newfile->folder == -1)
    return fail(newfile, strerror(errno));
  newfile->exists = fstatat(newfile->folder, newfile->name, &newfile->target, AT_SYMLINK_NOFOLLOW) == 0;
  if (!newfile->exists)
    return errno == ENOENT ? true : fail(newfile, strerror(errno));
  if (!replace)
    return fail(newfile, "exists; --force replaces it");
  return S_ISREG(newfile->target.st_mode) ? true : fail(newfile, "exists and is not a regular file");
}

/* Makes a name that nobody else uses.  `make` does something with it and fails with EEXIST if it is taken. */
static int with_temporary_name(struct newfile *newfile, int (*make)(const struct newfile *newfile)) {
  for (int i = 0; i < ATTEMPTS; i++) {
    unsigned long long bits = 0;
    if (getrandom(&bits, sizeof bits, 0) != sizeof bits)
      return -1;
    snprintf(newfile->temporary, sizeof newfile->temporary, ".seedbundle-%016llx.tmp", bits);
    arm(newfile);
    const int made = make(newfile);
    if (made != -1 || errno != EEXIST)
      return made;
  }
  return -1;
}

static int create_named(const struct newfile *newfile) {
  return openat(newfile->folder, newfile->temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, MODE);
}

/* The unnamed file's path while it is open. */
static void path_of(const struct newfile *newfile, char path[64]) {
  snprintf(path, 64, "/proc/self/fd/%d", fileno(newfile->file));
}

static int link_unnamed(const struct newfile *newfile, const char *name) {
  char path[64];
  path_of(newfile, path);
  return linkat(AT_FDCWD, path, newfile->folder, name, AT_SYMLINK_FOLLOW);
}

static int link_temporary(const struct newfile *newfile) { return link_unnamed(newfile, newfile->temporary); }

bool newfile_begin(struct newfile *newfile) {
  int fd = -1;
  if (access("/proc/self/fd", X_OK) == 0)
    fd = openat(newfile->folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, MODE);
  if (fd == -1)
    fd = with_temporary_name(newfile, create_named);
  if (fd == -1) {
    newfile->temporary[0] = '\0'; /* what stands there is not ours */
    doomed.armed = 0;
    return fail(newfile, strerror(errno));
  }
  if (newfile->exists && fchmod(fd, newfile->target.st_mode & 0777) != 0) { /* what is replaced keeps its mode */
    const int error = errno;
    close(fd);
    return fail(newfile, strerror(error));
  }
  newfile->file = fdopen(fd, "w");
  if (!newfile->file || setvbuf(newfile->file, NULL, _IOFBF, BUFFER) != 0)
    return fail(newfile, strerror(errno));
  return true;
}

/* Gives the file its name where nothing stands: a link, unlike a rename, never replaces. */
static bool name_new(struct newfile *newfile) {
  if (newfile->temporary[0] == '\0')
    return link_unnamed(newfile, newfile->name) == 0;
  return linkat(newfile->folder, newfile->temporary, newfile->folder, newfile->name, 0) == 0;
}

/* Puts the file in the place of what stands there: a rename, which nobody sees half done. */
static bool name_replacing(struct newfile *newfile) {
  if (newfile->temporary[0] == '\0' && with_temporary_name(newfile, link_temporary) == -1)
    return false;
  if (renameat(newfile->folder, newfile->temporary, newfile->folder, newfile->name) != 0)
    return false;
  doomed.armed = 0;
  newfile->temporary[0] = '\0';
  return true;
}

bool newfile_commit(struct newfile *newfile) {
  if (fflush(newfile->file) != 0 || fsync(fileno(newfile->file)) != 0)
    return fail(newfile, strerror(errno));
  if (!(newfile->replace ? name_replacing(newfile) : name_new(newfile)))
    return fail(newfile, errno == EEXIST ? "has come into being meanwhile; --force replaces it" : strerror(errno));
  if (fsync(newfile->folder) != 0)
    return fail(newfile, "was written, but it is not certain that it is on the disk");
  return true;
}

void newfile_end(struct newfile *newfile) {
  if (newfile->temporary[0] != '\0')
    unlinkat(newfile->folder, newfile->temporary, 0);
  doomed.armed = 0;
  if (newfile->file)
    fclose(newfile->file);
  if (newfile->folder != -1)
    close(newfile->folder);
  *newfile = (struct newfile){.folder = -1};
}

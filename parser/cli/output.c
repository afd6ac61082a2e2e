/* output.c - stdout and stderr: nothing that cannot be written is lost in silence. */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "progress.h"
#include "text.h"

/* Why stdout failed first; 0 while it has not. */
static int stdout_error;

enum { STDOUT_BUFFER = 65536 };

void output_begin(void) {
  /* If one of the three is closed, the next file opened would take its place and be read or overwritten.  Opened the
   * wrong way round, so that using one is still an error. */
  for (int fd = 0; fd <= 2; fd++) {
    if (fcntl(fd, F_GETFD) == -1 && errno == EBADF && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) == -1)
      _exit(2);
  }
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  setvbuf(stdout, NULL, isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF, STDOUT_BUFFER);
}

void output_fail(void) {
  if (!stdout_error)
    stdout_error = errno ? errno : EIO;
}

bool output_good(void) {
  if (ferror(stdout))
    output_fail();
  return stdout_error == 0;
}

bool output_write(const void *data, size_t size) {
  errno = 0;
  if (stdout_error == 0 && fwrite(data, 1, size, stdout) != size)
    output_fail();
  return stdout_error == 0;
}

bool output_end(void) {
  errno = 0;
  if (fflush(stdout) != 0)
    output_fail();
  if (output_good())
    return true;
  complain("cannot write to stdout: %s", strerror(stdout_error));
  return false;
}

void complain(const char *format, ...) {
  /* What was found so far comes before why it could not go on. */
  errno = 0;
  if (fflush(stdout) != 0)
    output_fail();
  progress_hide();
  va_list arguments;
  va_start(arguments, format);
  fputs("seedbundle: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
}

void complain_path(const char *path, const char *reason) {
  char *shown = text_escape(path, strlen(path));
  complain("%s: %s", shown ? shown : "?", reason);
  free(shown);
}

bool output_is_coloured(enum when option, int fd) {
  if (option != WHEN_AUTO)
    return option == WHEN_ALWAYS;
  const char *no_color = getenv("NO_COLOR");
  if (no_color && *no_color)
    return false;
  const char *force_color = getenv("FORCE_COLOR");
  if (force_color && *force_color)
    return true;
  const char *term = getenv("TERM");
  if (term && strcmp(term, "dumb") == 0)
    return false;
  return isatty(fd) == 1;
}

/* bench_time.c - runs a program and says what it took.
 *
 *     bench_time FD PROGRAM [ARGUMENT...]
 *
 * One line of JSON goes to the file descriptor FD, which PROGRAM does not inherit: seconds by the clock, seconds of CPU
 * (user and system), and the largest resident set in bytes.  A process counts the memory of what it was before exec()
 * as its own; this program is small enough not to be seen in that figure, a script's interpreter is not.
 * Exit status: the program's; 128 and the signal's number if one ended it; 127 if it could not be run. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double of(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec * 1e-6; }

static int fail(const char *what) {
  fprintf(stderr, "bench_time: %s: %s\n", what, strerror(errno));
  return 127;
}

int main(int argc, char **argv) {
  if (argc < 3) {
    fputs("usage: bench_time FD PROGRAM [ARGUMENT...]\n", stderr);
    return 127;
  }
  const int report = atoi(argv[1]);
  if (fcntl(report, F_SETFD, FD_CLOEXEC) != 0)
    return fail(argv[1]);
  const double begin = now();
  const pid_t child = fork();
  if (child == 0) {
    execvp(argv[2], argv + 2);
    _exit(fail(argv[2]));
  }
  int status;
  struct rusage usage;
  if (child == -1 || wait4(child, &status, 0, &usage) != child)
    return fail(argv[2]);
  const double wall = now() - begin;
  if (dprintf(report, "{\"wall\": %.9f, \"user\": %.6f, \"sys\": %.6f, \"rss\": %ld}\n", wall, of(usage.ru_utime),
              of(usage.ru_stime), usage.ru_maxrss * 1024L) < 0)
    return fail(argv[1]);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

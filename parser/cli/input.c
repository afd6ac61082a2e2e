/* input.c - a bundle's bytes. */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

const char input_is_folder[] = "Is a directory";

/* What kind of file is it?  A reason if it cannot hold a bundle. */
static const char *examine(struct input *input) {
  struct stat status;
  if (fstat(input->fd, &status) != 0)
    return strerror(errno);
  if (S_ISDIR(status.st_mode))
    return input_is_folder;
  const bool is_stdin = input->fd == STDIN_FILENO;
  if ((S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode)) && !is_stdin)
    return "is a device, not a bundle";
  const off_t at = S_ISREG(status.st_mode) ? lseek(input->fd, 0, SEEK_CUR) : -1;
  input->seekable = at >= 0;
  if (input->seekable) {
    input->base = (uint64_t)at;
    input->size = status.st_size > at ? (uint64_t)(status.st_size - at) : 0;
    posix_fadvise(input->fd, at, 0, POSIX_FADV_SEQUENTIAL);
  }
  return NULL;
}

bool input_open(struct input *input, const char *path, const char **reason) {
  *input = (struct input){.path = path, .fd = -1};
  input->shown = text_escape(path, strlen(path));
  input->buffer =
      aligned_alloc(INPUT_PAGE, INPUT_HISTORY + INPUT_PIECE + INPUT_SLACK); /* the kernel copies to a page faster */
  if (!input->shown || !input->buffer)
    *reason = strerror(ENOMEM);
  else if ((input->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)) == -1)
    *reason = strerror(errno);
  else
    *reason = examine(input);
  if (*reason) {
    input_close(input);
    return false;
  }
  return true;
}

void input_close(struct input *input) {
  if (input->fd > STDIN_FILENO)
    close(input->fd);
  free(input->shown);
  free(input->buffer);
  *input = (struct input){.fd = -1};
}

/* Keeps the end of what was read so far before the next piece. */
static void keep_history(struct input *input) {
  const size_t held = input->history + input->piece;
  const size_t kept = held < INPUT_HISTORY ? held : INPUT_HISTORY;
  memmove(input->buffer, input->buffer + held - kept, kept);
  input->history = kept;
}

/* read(), whatever interrupts it and however the descriptor was set up. */
static ssize_t read_some(int fd, void *buffer, size_t size) {
  for (;;) {
    const ssize_t got = read(fd, buffer, size);
    if (got >= 0)
      return got;
    if (errno == EAGAIN)
      poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, -1);
    else if (errno != EINTR)
      return -1;
  }
}

int input_read(struct input *input) {
  if (!input->seekable)
    keep_history(input);
  input->piece = 0;
  const ssize_t got = read_some(input->fd, input->buffer + input->history, INPUT_PIECE);
  input->ended = got == 0;
  if (got <= 0)
    return (int)got;
  input->piece = (size_t)got;
  input->position += (uint64_t)got;
  return 1;
}

void input_extend(struct input *input, uint64_t until) {
  while (!input->seekable && input->position < until) {
    const size_t room = INPUT_PIECE + INPUT_SLACK - input->piece;
    struct pollfd ready = {.fd = input->fd, .events = POLLIN};
    if (room == 0 || poll(&ready, 1, INPUT_MOMENT) != 1)
      return;
    const ssize_t got = read_some(input->fd, input->buffer + input->history + input->piece, room);
    input->ended = got == 0;
    if (got <= 0)
      return;
    input->piece += (size_t)got;
    input->position += (uint64_t)got;
  }
}

bool input_may_go_on(const struct input *input, uint64_t offset) {
  return input->seekable ? offset < input->size : !input->ended;
}

const unsigned char *input_piece(const struct input *input) { return input->buffer + input->history; }

bool input_seek(struct input *input, uint64_t offset) {
  input->piece = 0;
  input->position = offset;
  return lseek(input->fd, (off_t)(input->base + offset), SEEK_SET) != -1;
}

static size_t peek_file(const struct input *input, uint64_t offset, unsigned char *out, size_t size) {
  size_t done = 0;
  while (done < size) {
    const ssize_t got = pread(input->fd, out + done, size - done, (off_t)(input->base + offset + done));
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      break;
    done += (size_t)got;
  }
  return done;
}

size_t input_peek(const struct input *input, uint64_t offset, void *out, size_t size) {
  if (input->seekable)
    return peek_file(input, offset, out, size);
  const uint64_t first = input->position - input->piece - input->history;
  if (offset < first || input->position <= offset)
    return 0;
  const uint64_t left = input->position - offset;
  const size_t most = size < left ? size : (size_t)left;
  memcpy(out, input->buffer + (offset - first), most);
  return most;
}

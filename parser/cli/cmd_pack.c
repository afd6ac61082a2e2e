/* cmd_pack.c - files to a canonical bundle.
 *
 * Two passes: the first measures every file, because the INDEX comes first; the second copies them, and the writer
 * refuses what is not what was measured.  So a file that changes meanwhile is an error and never an inconsistent
 * bundle. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collect.h"
#include "newfile.h"
#include "output.h"
#include "progress.h"
#include "source.h"

enum { PIECE = 131072 };

struct pack {
  const struct options *options;
  struct collection collection;
  struct newfile newfile;
  struct stat output; /* where the bundle goes, if that is a file */
  struct sb_writer *writer;
  struct progress progress;
  uint64_t done; /* bytes read, of both passes */
  unsigned char piece[PIECE];
};

static bool say(const char *path, const char *reason) {
  complain_path(path, reason);
  return false;
}

static bool no_memory(void) {
  complain("out of memory");
  return false;
}

/* read(), whatever interrupts it. */
static ssize_t read_some(int fd, void *buffer, size_t size) {
  ssize_t got;
  do
    got = read(fd, buffer, size);
  while (got == -1 && errno == EINTR);
  return got;
}

/* -- What to pack -- */

/* The bundle must not be packed into itself. */
static void forbid_output(struct pack *pack) {
  if (pack->options->output) {
    if (pack->newfile.exists)
      pack->collection.forbidden = &pack->newfile.target;
  } else if (fstat(STDOUT_FILENO, &pack->output) == 0 && S_ISREG(pack->output.st_mode)) {
    pack->collection.forbidden = &pack->output;
  }
}

static bool collect_all(struct pack *pack, int count, char **operands) {
  struct paths paths = {0};
  bool good = true;
  for (int i = 0; good && i < count; i++)
    good = paths_add(&paths, operands[i]);
  if (good && pack->options->files_from)
    good = paths_read(&paths, pack->options->files_from, pack->options->nul_separated);
  if (good && pack->options->directory && chdir(pack->options->directory) != 0)
    good = say(pack->options->directory, strerror(errno));
  if (good) {
    for (size_t i = 0; i < paths.count; i++)
      good = collection_add(&pack->collection, paths.items[i]) && good;
  }
  paths_free(&paths);
  collection_sort(&pack->collection);
  return good;
}

/* -- The first pass -- */

static bool hash(struct pack *pack, int fd, struct document *document, void *state) {
  const struct sb_digest_engine *engine = sb_digest_engine_openssl();
  bool good = engine->begin(state);
  ssize_t got;
  while (good && (got = read_some(fd, pack->piece, PIECE)) != 0) {
    if (got < 0)
      return say(document->path, strerror(errno));
    good = engine->update(state, pack->piece, (size_t)got);
    document->size += (uint64_t)got;
    pack->done += (uint64_t)got;
    progress_bytes(&pack->progress, "measuring", pack->done, 0);
  }
  return (good && engine->finish(state, document->digest)) || say(document->path, sb_code_sentence(SB_DIGEST_FAILED));
}

static bool measure(struct pack *pack, struct document *document, void *state) {
  const int fd = document_open(document->path, &document->seen);
  if (fd == -1)
    return false;
  const bool good = hash(pack, fd, document, state);
  close(fd);
  pack->collection.total += document->size;
  return good;
}

static bool measure_all(struct pack *pack) {
  const struct sb_digest_engine *engine = sb_digest_engine_openssl();
  void *state = engine->create(engine->context);
  bool good = state != NULL || no_memory();
  for (size_t i = 0; state && i < pack->collection.count; i++)
    good = measure(pack, &pack->collection.items[i], state) && good;
  if (state)
    engine->destroy(state);
  return good;
}

static bool declare_all(struct pack *pack) {
  for (size_t i = 0; i < pack->collection.count; i++) {
    const struct document *document = &pack->collection.items[i];
    const enum sb_code code =
        sb_writer_declare(pack->writer, document->path, strlen(document->path), document->size, document->digest);
    if (code)
      return say(document->path, sb_code_sentence(code));
  }
  return true;
}

/* -- The second pass -- */

static bool write_out(struct pack *pack, const struct sb_bytes *bytes) {
  FILE *file = pack->newfile.file;
  if (!file)
    return output_write(bytes->data, bytes->size); /* what fails is said when the program ends */
  return fwrite(bytes->data, 1, bytes->size, file) == bytes->size || say(pack->options->output, strerror(errno));
}

/* Opens the document again that comes next. */
static int reopen(const struct document *document) {
  struct stat status;
  const int fd = document_open(document->path, &status);
  if (fd == -1 || document_is_unchanged(document, &status))
    return fd;
  say(document->path, "changed while it was packed");
  close(fd);
  return -1;
}

static bool fail_writing(struct pack *pack) {
  const struct sb_error *error = sb_writer_error(pack->writer);
  const char *path = error->entry < pack->collection.count ? pack->collection.items[error->entry].path : "pack";
  if (error->code == SB_PAYLOAD_SIZE_MISMATCH || error->code == SB_PAYLOAD_DIGEST_MISMATCH)
    return say(path, "changed while it was packed");
  return say(path, sb_code_sentence(error->code));
}

/* Gives the writer the next piece of the document that it asks for, or tells it that there is none. */
static bool feed(struct pack *pack, int *fd, struct sb_input *payload) {
  const struct document *document = &pack->collection.items[sb_writer_document(pack->writer)];
  if (*fd == -1 && (*fd = reopen(document)) == -1)
    return false;
  const ssize_t got = read_some(*fd, pack->piece, PIECE);
  if (got < 0)
    return say(document->path, strerror(errno));
  *payload = (struct sb_input){pack->piece, (size_t)got, 0};
  pack->done += (uint64_t)got;
  progress_bytes(&pack->progress, "packing", pack->done - pack->collection.total, pack->collection.total);
  if (got == 0) {
    sb_writer_end_payload(pack->writer);
    close(*fd);
    *fd = -1;
  }
  return true;
}

static bool write_all(struct pack *pack) {
  struct sb_input payload = {NULL, 0, 0};
  struct sb_bytes bytes;
  int fd = -1;
  bool good = true;
  enum sb_writer_event event;
  while (good && (event = sb_writer_next(pack->writer, &payload, &bytes)) != SB_WRITER_DONE) {
    if (event == SB_WRITER_BYTES)
      good = write_out(pack, &bytes);
    else
      good = event == SB_WRITER_NEED_PAYLOAD ? feed(pack, &fd, &payload) : fail_writing(pack);
  }
  if (fd != -1)
    close(fd);
  return good;
}

/* -- The whole -- */

static bool run(struct pack *pack, int count, char **operands) {
  const struct options *options = pack->options;
  if (options->output && !newfile_prepare(&pack->newfile, options->output, options->force))
    return false;
  forbid_output(pack);
  /* Everything is looked at before the first byte is written. */
  if (!collect_all(pack, count, operands) || !measure_all(pack) || !declare_all(pack))
    return false;
  if (options->output && !newfile_begin(&pack->newfile))
    return false;
  return write_all(pack) && (!options->output || newfile_commit(&pack->newfile));
}

enum status cmd_pack(const struct options *options, int count, char **operands) {
  if (count == 0 && !options->files_from) {
    complain("pack takes the paths of files and folders (see pack --help)");
    return STATUS_TROUBLE;
  }
  if (!options->output && isatty(STDOUT_FILENO)) {
    complain("stdout is a terminal, which documents could drive: use -o, or redirect");
    return STATUS_TROUBLE;
  }
  struct pack *pack = calloc(1, sizeof *pack);
  bool good = pack || no_memory();
  if (good) {
    pack->options = options;
    pack->newfile.folder = -1;
    progress_begin(&pack->progress, options->progress);
    good = sb_writer_create(&pack->writer, NULL) == SB_OK || no_memory();
    good = good && run(pack, count, operands);
    progress_hide();
    newfile_end(&pack->newfile);
    sb_writer_free(pack->writer);
    collection_free(&pack->collection);
  }
  free(pack);
  return good ? STATUS_GOOD : STATUS_TROUBLE;
}

/* cmd_cat.c - the named documents to stdout, verified before the first byte goes out.
 *
 * All of them are put aside first and written only when every one has been proven, also from a pipe, and also if the
 * file is changed meanwhile: what goes out is what was verified. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output.h"
#include "spool.h"
#include "text.h"
#include "verb.h"

/* A document that was asked for. */
struct wanted {
  uint64_t ordinal;
  uint64_t size;
  uint64_t at; /* its offset in the spool */
  int place;   /* in the order of the operands */
};

struct cat {
  char **names;
  int count;
  struct wanted *wanted; /* in the order of the bundle while reading, of the operands while writing */
  struct spool spool;
};

static int by_ordinal(const void *a, const void *b) {
  const struct wanted *x = a, *y = b;
  return (x->ordinal > y->ordinal) - (x->ordinal < y->ordinal);
}

static int by_place(const void *a, const void *b) {
  const struct wanted *x = a, *y = b;
  return (x->place > y->place) - (x->place < y->place);
}

/* Looks all names up; says which are not there. */
static bool find_all(struct cat *cat, const struct run *run) {
  bool good = true;
  for (int i = 0; i < cat->count; i++) {
    struct sb_entry entry;
    if (sb_parser_find(run->parser, cat->names[i], strlen(cat->names[i]), &entry)) {
      cat->wanted[i] = (struct wanted){.ordinal = entry.ordinal, .size = entry.size, .place = i};
      continue;
    }
    char *name = text_escape(cat->names[i], strlen(cat->names[i]));
    complain("%s: there is no document '%s'", run->input.shown, name ? name : "?");
    free(name);
    good = false;
  }
  return good;
}

/* Reads up to the end of one document and puts it aside.  Documents before it, which nobody asked for, are passed
 * over: what is wrong with them is no matter here. */
static enum status take(struct verb_run *verb, struct run *run, struct wanted *wanted) {
  struct cat *cat = verb->state;
  struct sb_event event;
  bool inside = false;
  if (run->input.seekable)
    run_seek(run, wanted->ordinal);
  wanted->at = cat->spool.size;
  for (;;) {
    const enum sb_event_type type = run_next(run, &event);
    if (type == SB_EVENT_FAILED || (inside && type == SB_EVENT_PROBLEM))
      return verb_failed(verb, run, &event.error);
    if (type == SB_EVENT_FILE_BEGIN)
      inside = event.entry.ordinal == wanted->ordinal;
    if (type == SB_EVENT_FILE_END && inside)
      return STATUS_GOOD;
    if (type == SB_EVENT_PAYLOAD && inside && !spool_add(&cat->spool, event.payload.data, event.payload.size)) {
      complain("cannot put the documents aside before they are verified: %s", strerror(errno));
      return STATUS_TROUBLE;
    }
  }
}

static enum status take_all(struct verb_run *verb, struct run *run) {
  struct cat *cat = verb->state;
  struct sb_event event;
  if (!run_until(run, SB_EVENT_BUNDLE_DIGEST, &event))
    return verb_failed(verb, run, &event.error);
  if (!find_all(cat, run))
    return STATUS_TROUBLE;
  qsort(cat->wanted, (size_t)cat->count, sizeof *cat->wanted, by_ordinal);
  enum status status = STATUS_GOOD;
  for (int i = 0; i < cat->count && status == STATUS_GOOD; i++) {
    if (i > 0 && cat->wanted[i].ordinal == cat->wanted[i - 1].ordinal)
      cat->wanted[i].at = cat->wanted[i - 1].at;
    else
      status = take(verb, run, &cat->wanted[i]);
  }
  return status;
}

/* To a terminal goes text that cannot drive it; to all else the bytes as they are. */
static void write_bytes(const char *bytes, size_t size, bool escaped) {
  if (!escaped) {
    output_write(bytes, size);
    return;
  }
  for (size_t i = 0; i < size;) {
    const struct glyph glyph = text_glyph(bytes + i, size - i);
    const bool as_is = bytes[i] == '\n' || bytes[i] == '\t' || bytes[i] == '\\';
    output_write(as_is ? bytes + i : glyph.shown, as_is ? 1 : strlen(glyph.shown));
    i += glyph.size;
  }
}

static enum status write_one(struct cat *cat, const struct wanted *wanted, bool escaped) {
  static char piece[65536];
  size_t held = 0; /* the begin of a character that goes on in the next piece */
  for (uint64_t done = 0; done < wanted->size && output_good();) {
    const uint64_t left = wanted->size - done;
    const size_t most = left < sizeof piece - held ? (size_t)left : sizeof piece - held;
    const size_t got = spool_read(&cat->spool, wanted->at + done, piece + held, most);
    if (got == 0) {
      complain("cannot read the documents that were put aside: %s", strerror(errno));
      return STATUS_TROUBLE;
    }
    done += got;
    const size_t size = held + got;
    held = escaped && done < wanted->size ? text_unfinished(piece, size) : 0;
    write_bytes(piece, size - held, escaped);
    memmove(piece, piece + size - held, held);
  }
  return STATUS_GOOD;
}

static enum status cat(struct verb_run *verb, const char *path) {
  struct cat *cat = verb->state;
  const char *reason = NULL;
  struct run run;
  if (!verb_open(verb, &run, path, &reason))
    return STATUS_TROUBLE;
  enum status status = take_all(verb, &run);
  run_close(&run);
  const bool escaped = !verb->options->raw && isatty(STDOUT_FILENO) == 1;
  if (status == STATUS_GOOD)
    qsort(cat->wanted, (size_t)cat->count, sizeof *cat->wanted, by_place);
  for (int i = 0; i < cat->count && status == STATUS_GOOD; i++)
    status = write_one(cat, &cat->wanted[i], escaped);
  return status;
}

enum status cmd_cat(const struct options *options, int count, char **operands) {
  if (count < 2) {
    complain("cat takes a bundle and the names of documents in it (see cat --help)");
    return STATUS_TROUBLE;
  }
  struct cat state = {.names = operands + 1, .count = count - 1};
  struct sb_options parsing = options->parsing;
  parsing.keep_going = true;
  state.wanted = calloc((size_t)state.count, sizeof *state.wanted);
  if (!state.wanted) {
    complain("out of memory");
    return STATUS_TROUBLE;
  }
  const enum status status = verb_each(options, &parsing, 1, operands, cat, &state);
  spool_free(&state.spool);
  free(state.wanted);
  return status;
}

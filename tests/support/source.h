/* source.h - a reader's source in memory, that counts, checks and misbehaves on demand. */
#ifndef TEST_SOURCE_H
#define TEST_SOURCE_H

#include "seedbundle/reader.h"

struct memory_source {
  struct sb_source source; /* for sb_reader_open(); its context is this struct, which MUST NOT move */
  const uint8_t *data;

  /* Counted; may be set back to 0 at any time. */
  size_t calls;
  uint64_t bytes;  /* that were handed out */
  uint64_t lowest; /* offset that was read; UINT64_MAX: none */
  uint64_t end;    /* after the highest one */

  size_t most;    /* above 0: at most so many bytes a call */
  bool misbehave; /* the call number `fault_at`, counted from 0, returns `answer` */
  size_t fault_at;
  int64_t answer;
  uint64_t fault_offset; /* of that call */
};

/* Bytes of the caller's, which MUST outlive it.  Asking for no bytes, or for one at or beyond `size`, ends the
 * program.  Bytes of the buffer that are not handed out are overwritten all the same. */
void memory_source_init(struct memory_source *memory, const void *data, size_t size);

/* Sets what is counted back to 0. */
void memory_source_recount(struct memory_source *memory);

#endif

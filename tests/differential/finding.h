/* finding.h - what the library makes of one input: the run of a parser, and what it said. */
#ifndef FINDING_H
#define FINDING_H

#include "seedbundle/seedbundle.h"

/* Ends the program with status 2. */
_Noreturn void die(const char *reason);

/* What the library promises, whatever the input. */
#define REQUIRE(condition) ((condition) ? (void)0 : die("broken promise: " #condition))

void *get_memory(size_t size);

/* Makes room for another item, if `count` of them fill it. */
void *make_room(void *items, size_t count, size_t *room, size_t item_size);

/* What was said of a bundle.  Begin with all zero; it can be used again and again. */
struct finding {
  struct sb_error *problems;
  size_t problem_count, problem_room;
  uint64_t *records; /* ordinals of those whose blocks are over without an error of their own */
  size_t record_count, record_room;
  uint64_t end; /* the bundle's length; SB_NO_OFFSET: it was not read to its end */
  uint8_t digest[SB_DIGEST_SIZE];
  bool has_digest;
};

void finding_free(struct finding *finding);

/* "valid", "invalid" or "refused" */
const char *finding_verdict(const struct finding *finding);

/* An input, and how it goes to the parser: in pieces that are copies of their exact size.  Set the first four. */
struct feed {
  const uint8_t *data;
  size_t size;
  size_t begin;      /* of the bundle, in data */
  size_t piece_size; /* 0: the whole */
  size_t given;
  uint8_t *copy;
  struct sb_input piece;
};

void feed_free(struct feed *feed);

struct sb_parser *make_parser(const struct sb_options *options);

/* Parses one bundle, with a new parser or one that was reset, and requires what can be required of its events. */
void find(struct finding *finding, struct feed *feed, struct sb_parser *parser);

#endif

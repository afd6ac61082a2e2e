/* allocator.h - an sb_allocator that counts, checks and fails on demand. */
#ifndef TEST_ALLOCATOR_H
#define TEST_ALLOCATOR_H

#include "seedbundle/options.h"

/* Fail only the chosen allocation, or it and all after it. */
enum fault { FAULT_NONE, FAULT_ONCE, FAULT_FROM_THERE };

struct counting_allocator {
  struct sb_allocator allocator; /* for struct sb_options; its context is this struct, which MUST NOT move */

  /* Counted, in allocations and in bytes as the library asked for them. */
  size_t calls;   /* allocations asked for, the failed ones included */
  size_t failed;  /* of these */
  size_t live;    /* blocks not released yet */
  size_t current; /* bytes in them */
  size_t peak;    /* the most bytes there were at one time */
  size_t largest; /* the largest allocation asked for */

  enum fault fault;
  size_t fault_at; /* the allocation that fails, from 0 */
};

/* Everything is 0 and nothing fails.  Blocks are of exactly the size asked for and full of garbage.  A release with
 * another size than the allocation's, or of memory that is not live, ends the program. */
void counting_init(struct counting_allocator *counting);

/* The same, and the allocation number `at`, counted from 0, fails. */
void counting_init_fault(struct counting_allocator *counting, enum fault fault, size_t at);

/* True if all that was allocated has been released. */
bool counting_is_clean(const struct counting_allocator *counting);

#endif

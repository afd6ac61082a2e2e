/* engine.h - a digest engine that counts, checks and fails on demand; it computes with the default one. */
#ifndef TEST_ENGINE_H
#define TEST_ENGINE_H

#include "allocator.h"
#include "seedbundle/options.h"

struct counting_engine {
  struct sb_digest_engine engine; /* for struct sb_options; its context is this struct, which MUST NOT move */

  size_t calls;   /* of create, begin, update and finish, the failed ones included */
  size_t created; /* states made */
  size_t live;    /* of them, not destroyed yet */

  enum fault fault;
  size_t fault_at; /* the call that fails, from 0 */
};

/* Nothing fails.  A misuse that the engine's contract forbids (an update before begin or of no bytes, a finish before
 * begin, a state that is not live) ends the program. */
void counting_engine_init(struct counting_engine *counting);

/* The same, and the call number `at`, counted from 0, fails. */
void counting_engine_init_fault(struct counting_engine *counting, enum fault fault, size_t at);

#endif

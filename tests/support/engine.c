/* engine.c - a digest engine that counts, checks and fails on demand. */
#include "engine.h"

#include <stdlib.h>

#include "buffer.h"

struct state {
  struct counting_engine *counting;
  void *real;
  bool begun;
};

static bool is_to_fail(struct counting_engine *counting) {
  const size_t call = counting->calls++;
  if (counting->fault == FAULT_FROM_THERE)
    return call >= counting->fault_at;
  return counting->fault == FAULT_ONCE && call == counting->fault_at;
}

static void *create(void *context) {
  struct counting_engine *counting = context;
  if (is_to_fail(counting))
    return NULL;
  struct state *state = malloc(sizeof *state);
  REQUIRE(state);
  *state = (struct state){counting, sb_digest_engine_openssl()->create(NULL), false};
  REQUIRE(state->real);
  counting->created++;
  counting->live++;
  return state;
}

static bool begin(void *memory) {
  struct state *state = memory;
  state->begun = !is_to_fail(state->counting);
  return state->begun && sb_digest_engine_openssl()->begin(state->real);
}

static bool update(void *memory, const void *data, size_t size) {
  struct state *state = memory;
  REQUIRE(state->begun && data && size > 0);
  state->begun = !is_to_fail(state->counting);
  return state->begun && sb_digest_engine_openssl()->update(state->real, data, size);
}

static bool finish(void *memory, uint8_t digest[SB_DIGEST_SIZE]) {
  struct state *state = memory;
  REQUIRE(state->begun);
  state->begun = false;
  return !is_to_fail(state->counting) && sb_digest_engine_openssl()->finish(state->real, digest);
}

static void destroy(void *memory) {
  struct state *state = memory;
  REQUIRE(state && state->counting->live > 0);
  state->counting->live--;
  sb_digest_engine_openssl()->destroy(state->real);
  free(state);
}

void counting_engine_init(struct counting_engine *counting) {
  *counting = (struct counting_engine){.engine = {.name = "counting",
                                                  .create = create,
                                                  .begin = begin,
                                                  .update = update,
                                                  .finish = finish,
                                                  .destroy = destroy,
                                                  .context = counting}};
}

void counting_engine_init_fault(struct counting_engine *counting, enum fault fault, size_t at) {
  counting_engine_init(counting);
  counting->fault = fault;
  counting->fault_at = at;
}

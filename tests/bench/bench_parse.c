/* bench_parse.c - how fast is the library alone?  Parses a bundle from memory and says what each run took.
 *
 *     bench_parse [-n] [-p PIECE] [-c COPIES] [-r RUNS] BUNDLE
 *
 * Each run parses COPIES copies of the bundle that stand one after the other in memory, each with a new parser, in
 * pieces of PIECE bytes (0: whole).  With copies, a small bundle is read from as much memory as a large one, and is not
 * simply faster because it stays in the processor's caches.  One line of JSON a run goes to stdout. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "seedbundle/seedbundle.h"

struct bench {
  struct sb_options options;
  const char *path;
  size_t piece; /* bytes */
  size_t copies;
  unsigned long runs;
  unsigned char *data; /* the copies */
  size_t size;         /* of one of them */
};

struct counts {
  uint64_t documents, payload;
};

static void die(const char *path, const char *reason) {
  fprintf(stderr, "bench_parse: %s: %s\n", path, reason);
  exit(2);
}

static void usage(void) {
  fputs("usage: bench_parse [-n] [-p PIECE] [-c COPIES] [-r RUNS] BUNDLE\n"
        "  -n  without digests\n"
        "  -p  bytes of a piece (default 131072; 0: the whole bundle)\n"
        "  -c  copies of the bundle that one run parses (default 1)\n"
        "  -r  runs (default 5), after one copy to warm up\n",
        stderr);
  exit(2);
}

static size_t read_number(const char *text) {
  char *end;
  const unsigned long number = strtoul(text, &end, 10);
  if (end == text || *end != '\0' || number > SIZE_MAX / 2)
    usage();
  return number;
}

static struct bench read_options(int argc, char **argv) {
  struct bench bench = {.piece = 131072, .copies = 1, .runs = 5};
  sb_options_init(&bench.options, sizeof bench.options);
  for (int option; (option = getopt(argc, argv, "np:c:r:")) != -1;) {
    if (option == 'n')
      bench.options.skip_digests = true;
    else if (option == 'p')
      bench.piece = read_number(optarg);
    else if (option == 'c')
      bench.copies = read_number(optarg);
    else if (option == 'r')
      bench.runs = read_number(optarg);
    else
      usage();
  }
  if (argc - optind != 1 || bench.copies == 0 || bench.runs == 0)
    usage();
  bench.path = argv[optind];
  return bench;
}

static void load(struct bench *bench) {
  FILE *file = fopen(bench->path, "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0)
    die(bench->path, "cannot be read");
  const long size = ftell(file);
  if (size <= 0 || fseek(file, 0, SEEK_SET) != 0)
    die(bench->path, "is empty, or no regular file");
  bench->size = (size_t)size;
  bench->data = bench->size <= SIZE_MAX / bench->copies ? malloc(bench->size * bench->copies) : NULL;
  if (!bench->data)
    die(bench->path, "there is no memory for so many copies");
  if (fread(bench->data, 1, bench->size, file) != bench->size)
    die(bench->path, "cannot be read");
  fclose(file);
  for (size_t i = 1; i < bench->copies; i++)
    memcpy(bench->data + i * bench->size, bench->data, bench->size);
  if (bench->piece == 0)
    bench->piece = bench->size;
}

static void parse_copy(const struct bench *bench, const unsigned char *data, struct counts *counts) {
  struct sb_parser *parser;
  if (sb_parser_create(&parser, &bench->options) != SB_OK)
    die(bench->path, "no parser could be made");
  struct sb_input piece = {NULL, 0, 0};
  struct sb_event event;
  enum sb_event_type type;
  size_t given = 0;
  while ((type = sb_parser_next(parser, &piece, &event)) != SB_EVENT_END) {
    if (type == SB_EVENT_NEED_INPUT) {
      const size_t left = bench->size - given;
      const size_t size = left < bench->piece ? left : bench->piece;
      if (size == 0)
        sb_parser_finish(parser);
      piece = (struct sb_input){data + given, size, 0};
      given += size;
    } else if (type == SB_EVENT_PAYLOAD) {
      counts->payload += event.payload.size;
    } else if (type == SB_EVENT_FILE_END) {
      counts->documents++;
    } else if (type == SB_EVENT_FAILED) {
      die(bench->path, sb_code_sentence(event.error.code));
    }
  }
  sb_parser_free(parser);
}

static double seconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* One run, over so many of the copies. */
static void run(const struct bench *bench, size_t copies, bool show) {
  struct counts counts = {0, 0};
  const double wall = seconds(CLOCK_MONOTONIC);
  const double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
  for (size_t i = 0; i < copies; i++)
    parse_copy(bench, bench->data + i * bench->size, &counts);
  const double cpu_taken = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  const double wall_taken = seconds(CLOCK_MONOTONIC) - wall;
  const double bytes = (double)bench->size * (double)copies;
  if (show)
    printf("{\"documents\": %" PRIu64 ", \"bytes\": %.0f, \"payload\": %" PRIu64 ", \"wall\": %.9f, \"cpu\": %.9f, "
           "\"documents_per_second\": %.0f, \"bytes_per_second\": %.0f}\n",
           counts.documents, bytes, counts.payload, wall_taken, cpu_taken, (double)counts.documents / wall_taken,
           bytes / wall_taken);
}

int main(int argc, char **argv) {
  struct bench bench = read_options(argc, argv);
  load(&bench);
  run(&bench, 1, false);
  for (unsigned long i = 0; i < bench.runs; i++)
    run(&bench, bench.copies, true);
  free(bench.data);
  return fflush(stdout) == 0 ? 0 : 2;
}

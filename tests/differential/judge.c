/* judge.c - says what the library makes of inputs, for programs that compare it with other implementations.
 *
 *     judge [OPTION...] [PATH...]   for each path one line of JSON; without any, for those that stdin names, one a line
 *     judge --framed                for each frame on stdin one line of text
 *     judge --codes                 the codes that can be said of an input, one a line
 *
 * Options, JSON and exit status are those of tests/reference/seedbundle_reference.py, but there are no "problems", and
 * paths come back byte for byte.  --piece N gives the parser N bytes at a time.
 *
 * A frame is six 64-bit numbers, each with its lowest byte first, and the input: the limits on files, file size, total
 * size and INDEX bytes (all bits set: none); how: 1 payloads must be UTF-8, 2 go on after an error, 4 a stream of
 * bundles, 256 times the bytes of a piece (0: the whole input); the input's length.  The answer holds, separated by
 * tabs: the verdict; "digest" and the bundle digest; "end" and the bundle's length; for each error "problem", code,
 * offset, related, entry; for each record "record", size, SHA-256, name.  What there is not is "-".  In a stream the
 * next bundle's follow after "next".  Every answer is flushed, so a judge that dies shows with which input it did. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "finding.h"

/* -- Answers -- */

static void put_hex(const uint8_t *digest) {
  for (size_t i = 0; i < SB_DIGEST_SIZE; i++) {
    putchar("0123456789abcdef"[digest[i] >> 4]);
    putchar("0123456789abcdef"[digest[i] & 15]);
  }
}

/* A number that may be none: offsets and ordinals. */
static void put_number(const char *before, uint64_t number, const char *none) {
  if (number == UINT64_MAX)
    printf("%s%s", before, none);
  else
    printf("%s%" PRIu64, before, number);
}

static void get_entry(const struct sb_parser *parser, uint64_t ordinal, struct sb_entry *entry) {
  REQUIRE(sb_parser_entry(parser, ordinal, entry));
  REQUIRE(entry->ordinal == ordinal);
}

static void put_text(const struct finding *finding, const struct sb_parser *parser) {
  printf("%s\tdigest ", finding_verdict(finding));
  if (finding->has_digest)
    put_hex(finding->digest);
  else
    putchar('-');
  put_number("\tend ", finding->end, "-");
  for (size_t i = 0; i < finding->problem_count; i++) {
    const struct sb_error *problem = &finding->problems[i];
    printf("\tproblem %s", sb_code_name(problem->code));
    put_number(" ", problem->offset, "-");
    put_number(" ", problem->related, "-");
    put_number(" ", problem->entry, "-");
  }
  for (size_t i = 0; i < finding->record_count; i++) {
    struct sb_entry entry;
    get_entry(parser, finding->records[i], &entry);
    printf("\trecord %" PRIu64 " ", entry.size);
    put_hex(entry.digest);
    putchar(' ');
    fwrite(entry.name, 1, entry.name_size, stdout);
  }
}

static void put_string(const char *text, size_t size) {
  putchar('"');
  for (size_t i = 0; i < size; i++) {
    const unsigned char byte = (unsigned char)text[i];
    if (byte == '"' || byte == '\\')
      printf("\\%c", byte);
    else if (byte < 0x20)
      printf("\\u%04x", byte);
    else
      putchar(byte);
  }
  putchar('"');
}

static void put_json(const struct finding *finding, const struct sb_parser *parser) {
  static const struct sb_error none = {SB_OK, SB_NO_OFFSET, SB_NO_OFFSET, SB_NO_ENTRY};
  const struct sb_error *first = finding->problem_count > 0 ? finding->problems : &none;
  printf("\"verdict\": \"%s\", \"code\": ", finding_verdict(finding));
  if (first->code == SB_OK)
    fputs("null", stdout);
  else
    put_string(sb_code_name(first->code), strlen(sb_code_name(first->code)));
  put_number(", \"offset\": ", first->offset, "null");
  put_number(", \"related\": ", first->related, "null");
  put_number(", \"entry\": ", first->entry, "null");
  fputs(", \"digest\": ", stdout);
  fputs(finding->has_digest ? "\"" : "null", stdout);
  if (finding->has_digest) {
    put_hex(finding->digest);
    putchar('"');
  }
  printf(", \"files\": %zu, \"records\": [", finding->record_count);
  for (size_t i = 0; i < finding->record_count; i++) {
    struct sb_entry entry;
    get_entry(parser, finding->records[i], &entry);
    fputs(i > 0 ? ", {\"name\": " : "{\"name\": ", stdout);
    put_string(entry.name, entry.name_size);
    printf(", \"size\": %" PRIu64 ", \"sha256\": \"", entry.size);
    put_hex(entry.digest);
    fputs("\"}", stdout);
  }
  putchar(']');
}

static void flush(void) {
  if (fflush(stdout) != 0)
    die("the answer could not be written");
}

/* -- Frames -- */

static bool read_bytes(void *bytes, size_t size) {
  const size_t got = fread(bytes, 1, size, stdin);
  if (ferror(stdin) || (0 < got && got < size))
    die("a frame is cut short");
  return got == size;
}

static uint64_t take_number(const uint8_t *bytes) {
  uint64_t number = 0;
  for (size_t i = 8; i-- > 0;)
    number = number << 8 | bytes[i];
  return number;
}

static void answer_frame(const struct sb_options *options, struct feed *feed, struct finding *finding) {
  struct sb_parser *parser = make_parser(options);
  find(finding, feed, parser);
  put_text(finding, parser);
  while (options->concatenated && finding->end != SB_NO_OFFSET && finding->end < feed->size - feed->begin) {
    feed->begin += (size_t)finding->end;
    sb_parser_reset(parser);
    find(finding, feed, parser);
    fputs("\tnext\t", stdout);
    put_text(finding, parser);
  }
  putchar('\n');
  flush();
  sb_parser_free(parser);
}

static int judge_frames(void) {
  uint8_t head[6 * 8];
  struct finding finding = {0};
  while (read_bytes(head, sizeof head)) {
    struct sb_options options;
    sb_options_init(&options, sizeof options);
    options.max_files = take_number(head);
    options.max_file_size = take_number(head + 8);
    options.max_total_size = take_number(head + 16);
    options.max_index_bytes = take_number(head + 24);
    const uint64_t how = take_number(head + 32);
    options.require_utf8 = (how & 1) != 0;
    options.keep_going = (how & 2) != 0;
    options.concatenated = (how & 4) != 0;
    const uint64_t size = take_number(head + 40);
    if (size > SIZE_MAX)
      die("a frame is too large");
    uint8_t *data = get_memory((size_t)size);
    if (size > 0 && !read_bytes(data, (size_t)size))
      die("a frame is cut short");
    struct feed feed = {.data = data, .size = (size_t)size, .piece_size = (size_t)(how >> 8)};
    answer_frame(&options, &feed, &finding);
    feed_free(&feed);
    free(data);
  }
  finding_free(&finding);
  return 0;
}

/* -- Paths -- */

/* The bytes of a file, for the caller to free; NULL with errno if they cannot be had. */
static uint8_t *read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file)
    return NULL;
  uint8_t *data = NULL;
  size_t room = 0;
  *size = 0;
  do {
    data = make_room(data, *size, &room, 1);
    *size += fread(data + *size, 1, room - *size, file);
  } while (!feof(file) && !ferror(file));
  const int reason = ferror(file) ? errno : 0;
  fclose(file);
  if (reason == 0)
    return data;
  free(data);
  errno = reason;
  return NULL;
}

/* Returns the exit status. */
static int answer_path(const char *path, const struct sb_options *options, size_t piece_size, struct finding *finding) {
  size_t size;
  uint8_t *data = read_file(path, &size);
  const int reason = errno;
  fputs("{\"path\": ", stdout);
  put_string(path, strlen(path));
  fputs(", ", stdout);
  if (data) {
    struct feed feed = {.data = data, .size = size, .piece_size = piece_size};
    struct sb_parser *parser = make_parser(options);
    find(finding, &feed, parser);
    put_json(finding, parser);
    sb_parser_free(parser);
    feed_free(&feed);
    free(data);
  } else {
    fputs("\"verdict\": \"error\", \"message\": ", stdout);
    put_string(strerror(reason), strlen(strerror(reason)));
  }
  fputs("}\n", stdout);
  flush();
  return data ? 0 : 2;
}

static int judge_paths(char **paths, const struct sb_options *options, size_t piece_size) {
  struct finding finding = {0};
  int status = 0;
  for (char **path = paths; *path; path++)
    status |= answer_path(*path, options, piece_size, &finding);
  char *line = NULL;
  size_t room = 0;
  for (ssize_t size; !*paths && (size = getline(&line, &room, stdin)) > 0;) {
    if (line[size - 1] == '\n')
      line[size - 1] = '\0';
    status |= answer_path(line, options, piece_size, &finding);
  }
  free(line);
  finding_free(&finding);
  return status;
}

/* -- The command line -- */

static int list_codes(void) {
  for (enum sb_code code = sb_code_next(SB_OK); code != SB_OK; code = sb_code_next(code))
    if (sb_code_class(code) != SB_CLASS_FAILURE && code != SB_PAYLOAD_SIZE_MISMATCH)
      puts(sb_code_name(code));
  flush();
  return 0;
}

static uint64_t read_number(const char *text) {
  char *end;
  errno = 0;
  const unsigned long long number = strtoull(text, &end, 10);
  if (*text < '0' || '9' < *text || *end != '\0' || errno != 0)
    die("an option's value is no number");
  return number;
}

/* What is to be done. */
struct task {
  struct sb_options options;
  size_t piece_size;
  bool framed, codes;
};

static void take_option(struct task *task, int option) {
  switch (option) {
  case 'f':
    task->options.max_files = read_number(optarg);
    break;
  case 's':
    task->options.max_file_size = read_number(optarg);
    break;
  case 't':
    task->options.max_total_size = read_number(optarg);
    break;
  case 'i':
    task->options.max_index_bytes = read_number(optarg);
    break;
  case 'u':
    task->options.require_utf8 = true;
    break;
  case 'g':
    task->options.keep_going = true;
    break;
  case 'p':
    task->piece_size = (size_t)read_number(optarg);
    break;
  case 'F':
    task->framed = true;
    break;
  case 'C':
    task->codes = true;
    break;
  default:
    exit(2); /* getopt_long() has said why */
  }
}

int main(int argc, char **argv) {
  static const struct option names[] = {{"limit-files", required_argument, NULL, 'f'},
                                        {"limit-file-size", required_argument, NULL, 's'},
                                        {"limit-total-size", required_argument, NULL, 't'},
                                        {"limit-index-bytes", required_argument, NULL, 'i'},
                                        {"payload-utf8", no_argument, NULL, 'u'},
                                        {"go-on", no_argument, NULL, 'g'},
                                        {"piece", required_argument, NULL, 'p'},
                                        {"framed", no_argument, NULL, 'F'},
                                        {"codes", no_argument, NULL, 'C'},
                                        {NULL, 0, NULL, 0}};
  struct task task = {.piece_size = 0};
  sb_options_init(&task.options, sizeof task.options);
  for (int option; (option = getopt_long(argc, argv, "", names, NULL)) != -1;)
    take_option(&task, option);
  if ((task.framed || task.codes) && optind < argc)
    die("--framed and --codes take no paths");
  if (task.framed)
    return judge_frames();
  return task.codes ? list_codes() : judge_paths(argv + optind, &task.options, task.piece_size);
}

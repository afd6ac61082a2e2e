/* hint.c - how an error has probably come about, where its surroundings tell. */
#include "hint.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Files that are taken for bundles, by how they begin. */
static const struct {
  const char *bytes;
  size_t size;
  const char *hint;
} others[] = {
    {"\xEF\xBB\xBF", 3, "the file begins with a byte order mark: an editor has put it there; save without it"},
    {"\xFF\xFE", 2, "the file is UTF-16: an editor or a shell has converted it; take the original"},
    {"\xFE\xFF", 2, "the file is UTF-16: an editor or a shell has converted it; take the original"},
    {"\x1F\x8B", 2, "the file is compressed by gzip: decompress it first, as in gzip -dc FILE | seedbundle validate"},
    {"\x28\xB5\x2F\xFD", 4,
     "the file is compressed by zstd: decompress it first, as in zstd -dc FILE | seedbundle validate"},
    {"PK\x03\x04", 4, "the file is a zip archive"},
    {"<", 1, "the file looks like HTML or XML: a server's page instead of the bundle, perhaps"},
    {"version https://git-lfs", 23, "the file is a pointer of Git LFS: fetch the content with git lfs pull"},
};

static const char *hint_magic(const struct run *run) {
  char begin[32];
  const size_t size = input_peek(&run->input, 0, begin, sizeof begin);
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
    if (size >= others[i].size && memcmp(begin, others[i].bytes, others[i].size) == 0)
      return others[i].hint;
  }
  return "";
}

/* The byte at which the error was found; 0 where it cannot be had. */
static char byte_at(const struct run *run, uint64_t offset) {
  char byte = 0;
  input_peek(&run->input, offset, &byte, 1);
  return byte;
}

static const char *hint_trailing(const struct run *run, uint64_t offset) {
  char bytes[4] = {0};
  const size_t size = input_peek(&run->input, offset, bytes, sizeof bytes);
  if (size == 4 && memcmp(bytes, "=== ", 4) == 0)
    return "another bundle follows: files were joined; validate them one by one";
  if (bytes[0] == '\n' || bytes[0] == '\r')
    return "an editor has probably added a newline at the end of the file";
  return bytes[0] == '\0' && size > 0 ? "the file is padded with zero bytes, as by a copy in blocks" : "";
}

/* What a byte too many or too few within a document does to the place where its block should end. */
static const char *hint_framing(const struct finding *finding, const struct run *run) {
  if (finding->error.code == SB_BAD_KEYWORD && byte_at(run, finding->error.offset) == '\n')
    return "a newline too many stands before this line: an editor has probably added one at the end of the document";
  return "a document was probably edited inside the bundle: edit the file itself and pack it anew";
}

/* How many bytes the INDEX promises, if it is known. */
static uint64_t promised_size(const struct run *run) {
  struct sb_entry last;
  if (run->count == 0 || !sb_parser_entry(run->parser, run->count - 1, &last) || last.payload_offset == SB_NO_OFFSET)
    return SB_NO_OFFSET;
  return last.payload_offset + last.size + sizeof "\n=== END\n" - 1;
}

static void hint_truncated(char hint[HINT_MAX], const struct finding *finding, const struct run *run) {
  const uint64_t promised = promised_size(run);
  if (finding->error.offset == 0)
    snprintf(hint, HINT_MAX, "the input is empty");
  else if (promised == SB_NO_OFFSET)
    snprintf(hint, HINT_MAX, "a download or a copy was probably cut short");
  else
    snprintf(hint, HINT_MAX,
             "%" PRIu64 " of the bundle's %" PRIu64 " bytes are there: a download or a copy was cut short",
             finding->error.offset, promised);
}

static const char *hint_text(const struct finding *finding, const struct run *run) {
  static const char edited[] = "the bundle was probably edited by hand: edit the documents and pack them anew";
  switch ((int)finding->error.code) {
  case SB_BAD_MAGIC:
    return hint_magic(run);
  case SB_CARRIAGE_RETURN:
    return "a transfer in text mode or an editor has probably converted line ends to CR LF; transfer bundles as binary";
  case SB_TRAILING_DATA:
    return hint_trailing(run, finding->error.offset);
  case SB_BAD_PAYLOAD_END:
    return hint_framing(finding, run);
  case SB_BAD_KEYWORD:
    return finding->error.entry == SB_NO_ENTRY && finding->at.line <= 2 ? "" : hint_framing(finding, run);
  case SB_INDEX_DIGEST_MISMATCH:
  case SB_HEADER_MISMATCH:
  case SB_COUNT_MISMATCH:
  case SB_TOTAL_MISMATCH:
  case SB_MISSING_FILE:
  case SB_EXTRA_FILE:
    return edited;
  default:
    return "";
  }
}

void hint_make(char hint[HINT_MAX], const struct finding *finding, const struct run *run) {
  if (finding->error.code == SB_TRUNCATED)
    hint_truncated(hint, finding, run);
  else
    snprintf(hint, HINT_MAX, "%s", hint_text(finding, run));
}

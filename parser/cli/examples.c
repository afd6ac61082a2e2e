/* examples.c - for each error a smallest input that gives it. */
#include "examples.h"

#include <stddef.h>

#define MAGIC "=== SEED-BUNDLE 1\n"
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" /* of no bytes */
#define BYTE_FF "a8100ae6aa1940d0b663bb31cd466142ebbdbd5187131b92d93818987832eb89" /* of the byte FF */

/* Sealed INDEXes: of no document, of an empty one, of an empty one that claims another digest, of the byte FF. */
#define INDEX_NONE MAGIC "=== INDEX 0 0\n=== DIGEST 04779beb3bbc3479f720626f528d8700877f4309a7cfa87edfdd92ea21bf6cb6\n"
#define INDEX_EMPTY                                                                                                    \
  MAGIC "=== INDEX 1 0\n" NOTHING " 0 a\n=== DIGEST "                                                                  \
        "79dd58ef6cbfa5f1c7563bd1477274bc0c8080cf5867bdbd446a48a493bf5329\n"
#define INDEX_WRONG                                                                                                    \
  MAGIC "=== INDEX 1 0\n" ZEROS " 0 a\n=== DIGEST 5a1f58aaf51f1e6a27c80608b84dde568db27d1fce7039dbd739b3ef042bcac5\n"
#define INDEX_FF                                                                                                       \
  MAGIC "=== INDEX 1 1\n" BYTE_FF " 1 a\n=== DIGEST "                                                                  \
        "f8d85ac40c73af86b9e9f5967a0162c5a105e668fca47c689bcff50225b174ee\n"

#define TIMES_4(text) text text text text
#define TIMES_64(text) TIMES_4(TIMES_4(TIMES_4(text)))

#define EXAMPLE(code, options, bytes)                                                                                  \
  { SB_##code, options, bytes, sizeof(bytes) - 1 }

static const struct example examples[] = {
    EXAMPLE(BAD_MAGIC, NULL, "=== SEED BUNDLE 1\n"),
    EXAMPLE(BAD_VERSION, NULL, "=== SEED-BUNDLE 2\n"),
    EXAMPLE(BAD_KEYWORD, NULL, MAGIC "\n"),
    EXAMPLE(CARRIAGE_RETURN, NULL, "=== SEED-BUNDLE 1\r\n"),
    EXAMPLE(BAD_NUMBER, NULL, MAGIC "=== INDEX 00 0\n"),
    EXAMPLE(NUMBER_TOO_LARGE, NULL, MAGIC "=== INDEX 9223372036854775808 0\n"),
    EXAMPLE(BAD_DIGEST, NULL, MAGIC "=== INDEX 1 0\nE3B0"),
    EXAMPLE(COUNT_MISMATCH, NULL, MAGIC "=== INDEX 1 0\n=== DIGEST "),
    EXAMPLE(TOTAL_MISMATCH, NULL, MAGIC "=== INDEX 0 1\n"),
    EXAMPLE(NAME_UTF8, NULL, MAGIC "=== INDEX 1 0\n" NOTHING " 0 \xFF\n"),
    EXAMPLE(NAME_CHAR, NULL, MAGIC "=== INDEX 1 0\n" NOTHING " 0 a\\b\n"),
    EXAMPLE(NAME_COMPONENT, NULL, MAGIC "=== INDEX 1 0\n" NOTHING " 0 ../a\n"),
    EXAMPLE(NAME_TOO_LONG, NULL, MAGIC "=== INDEX 1 0\n" NOTHING " 0 " TIMES_4(TIMES_64("a")) "\n"),
    EXAMPLE(NAME_DUPLICATE, NULL, MAGIC "=== INDEX 2 0\n" NOTHING " 0 a\n" NOTHING " 0 a\n"),
    EXAMPLE(NAME_ORDER, NULL, MAGIC "=== INDEX 2 0\n" NOTHING " 0 b\n" NOTHING " 0 a\n"),
    EXAMPLE(NAME_CONFLICT, NULL, MAGIC "=== INDEX 2 0\n" NOTHING " 0 a\n" NOTHING " 0 a/b\n"),
    EXAMPLE(INDEX_DIGEST_MISMATCH, NULL, MAGIC "=== INDEX 0 0\n=== DIGEST " ZEROS "\n"),
    EXAMPLE(MISSING_FILE, NULL, INDEX_EMPTY "=== END\n"),
    EXAMPLE(EXTRA_FILE, NULL, INDEX_NONE "=== FILE 0 a\n"),
    EXAMPLE(HEADER_MISMATCH, NULL, INDEX_EMPTY "=== FILE 0 b\n"),
    EXAMPLE(PAYLOAD_DIGEST_MISMATCH, NULL, INDEX_WRONG "=== FILE 0 a\n\n=== END\n"),
    EXAMPLE(BAD_PAYLOAD_END, NULL, INDEX_EMPTY "=== FILE 0 a\nx\n=== END\n"),
    EXAMPLE(TRAILING_DATA, NULL, INDEX_NONE "=== END\n\n"),
    EXAMPLE(TRUNCATED, NULL, MAGIC),
    EXAMPLE(LIMIT_FILES, "--max-files=0", MAGIC "=== INDEX 1 0\n"),
    EXAMPLE(LIMIT_FILE_SIZE, "--max-file-size=0", MAGIC "=== INDEX 1 1\n" BYTE_FF " 1 a\n"),
    EXAMPLE(LIMIT_TOTAL_SIZE, "--max-total-size=0", MAGIC "=== INDEX 1 1\n"),
    EXAMPLE(LIMIT_INDEX_BYTES, "--max-index-bytes=0", MAGIC "=== INDEX 1 0\n" NOTHING " 0 a\n"),
    EXAMPLE(PAYLOAD_UTF8, "--require-utf8", INDEX_FF "=== FILE 1 a\n\xFF\n=== END\n"),
};

const struct example *example_of(enum sb_code code) {
  for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
    if (examples[i].code == code)
      return &examples[i];
  }
  return NULL;
}

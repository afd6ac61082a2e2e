/* error.c - the texts of the errors, and where a place is. */
#include "seedbundle/error.h"

#include <string.h>

struct row {
  enum sb_code code;
  enum sb_class class_;
  const char *name;
  const char *sentence;
  const char *explanation;
};

static const struct row rows[] = {
#define ROW(identifier, number, name, class_, sentence, explanation)                                                   \
  {SB_##identifier, SB_CLASS_##class_, name, sentence, explanation},
    SB_ERROR_TABLE(ROW)
#undef ROW
};

enum { ROWS = sizeof rows / sizeof rows[0] };

static const struct row ok = {SB_OK, SB_CLASS_OK, "ok", "no error", "Nothing is wrong."};
static const struct row unknown = {SB_OK, SB_CLASS_FAILURE, "unknown", "an error that this version does not know",
                                   "The code is not one of this version of the library."};

static const struct row *row_of(enum sb_code code) {
  for (size_t i = 0; i < ROWS; i++) {
    if (rows[i].code == code)
      return &rows[i];
  }
  return code == SB_OK ? &ok : &unknown;
}

const char *sb_code_name(enum sb_code code) { return row_of(code)->name; }

const char *sb_code_sentence(enum sb_code code) { return row_of(code)->sentence; }

const char *sb_code_explanation(enum sb_code code) { return row_of(code)->explanation; }

enum sb_class sb_code_class(enum sb_code code) { return row_of(code)->class_; }

bool sb_code_is_recoverable(enum sb_code code) { return code == SB_PAYLOAD_DIGEST_MISMATCH || code == SB_PAYLOAD_UTF8; }

enum sb_code sb_code_from_name(const char *name) {
  for (size_t i = 0; i < ROWS; i++) {
    if (strcmp(rows[i].name, name) == 0)
      return rows[i].code;
  }
  return SB_OK;
}

enum sb_code sb_code_next(enum sb_code code) {
  if (code == SB_OK)
    return rows[0].code;
  for (size_t i = 0; i + 1 < ROWS; i++) {
    if (rows[i].code == code)
      return rows[i + 1].code;
  }
  return SB_OK;
}

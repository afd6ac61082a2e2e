/* cases.h - wrong inputs, each one an edited sample, with the error that must come out of it.
 *
 * The places of the error are marks in the edits themselves, so that no offset has to be counted by hand. */
#ifndef TEST_CASES_H
#define TEST_CASES_H

#include "bundle.h"
#include "seedbundle/error.h"
#include "seedbundle/options.h"

/* Marks in a replacement.  They are no part of the input. */
#define AT "\x1C"       /* the error is reported here */
#define RELATED "\x1D"  /* and contradicts this place */
#define CUT "\x1E"      /* the input ends here; without AT the error is reported here, too */
#define NUL "\x1F"      /* stands for a NUL */
#define UNSEALED "\x1A" /* DIGEST is what the edits make it; else it is made right again for the edited INDEX */

struct edit {
  const char *find; /* its first occurrence is replaced; it MUST be there */
  const char *replace;
};

#define NO_ENTRY SB_NO_ENTRY

struct error_case {
  const char *sentence;
  enum sb_code code;
  uint64_t entry; /* ordinal, or NO_ENTRY */
  struct edit edits[4];
};

/* Applies the edits to `bundle`, takes the marks out, and seals the INDEX again if there is a line to do it. */
void case_apply(const struct error_case *one, struct buffer *bundle, struct sb_error *expected);

/* Parses the bundle whole, by single bytes, cut in two at every byte, and cut at every two places that are near each
 * other, and checks that the same events and this error come out each time.  True if so; else `complaint` says
 * what is wrong. */
bool case_check_cuts(const struct buffer *bundle, const struct sb_error *expected, const struct sb_options *options,
                     struct buffer *complaint);

/* Applies a case to SAMPLE_EXAMPLE and checks it.  `options` MAY be NULL. */
bool case_check(const struct error_case *one, const struct sb_options *options, struct buffer *complaint);

/* In a cmocka test: checks each case of an array and fails with its sentence. */
#define CHECK_CASES(cases, options)                                                                                    \
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases)[0]; i++) {                                                      \
    struct buffer complaint = {0};                                                                                     \
    if (!case_check(&(cases)[i], (options), &complaint))                                                               \
      fail_msg("%s: %s", (cases)[i].sentence, buffer_string(&complaint));                                              \
    buffer_free(&complaint);                                                                                           \
  }

#endif

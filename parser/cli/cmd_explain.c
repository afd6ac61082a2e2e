/* cmd_explain.c - what an error means, why the rule exists, how it usually comes about. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "output.h"

enum { WIDTH = 96 };

static const char *class_text(enum sb_class class_) {
  static const char *const texts[] = {
      [SB_CLASS_OK] = "",
      [SB_CLASS_INVALID] = "The input is not a valid bundle: no reader may accept it.",
      [SB_CLASS_REFUSED] = "The bundle may be valid: the reader's own policy refuses it.",
      [SB_CLASS_FAILURE] = "The program could not do its work; nothing is known of the input.",
  };
  return texts[class_];
}

/* Writes a text in lines of up to WIDTH columns. */
static void wrap(const char *text) {
  size_t column = 0;
  while (*text) {
    const size_t word = strcspn(text, " ");
    if (column > 0 && column + 1 + word > WIDTH) {
      putchar('\n');
      column = 0;
    }
    column += (size_t)printf("%s%.*s", column ? " " : "", (int)word, text);
    text += word;
    text += strspn(text, " ");
  }
  putchar('\n');
}

/* Markdown, so that docs/ERRORS.md is this program's own output. */
static void explain(enum sb_code code) {
  printf("## %s\n\n", sb_code_name(code));
  printf("> %s\n\n", sb_code_sentence(code));
  wrap(class_text(sb_code_class(code)));
  putchar('\n');
  wrap(sb_code_explanation(code));
}

static void explain_all(void) {
  puts("# Errors");
  putchar('\n');
  wrap("Every code that the parser, the writer, the reader and the program report. Where each one is raised, and at "
       "which "
       "offset, is in FORMAT.md. This text is the output of `seedbundle explain`.");
  for (enum sb_code code = sb_code_next(SB_OK); code; code = sb_code_next(code)) {
    putchar('\n');
    explain(code);
  }
}

static void list_codes(FILE *file) {
  for (enum sb_code code = sb_code_next(SB_OK); code; code = sb_code_next(code))
    fprintf(file, "  %s\n", sb_code_name(code));
}

enum status cmd_explain(const struct options *options, int count, char **operands) {
  (void)options;
  if (count == 0)
    explain_all();
  for (int i = 0; i < count; i++) {
    const enum sb_code code = sb_code_from_name(operands[i]);
    if (!code) {
      complain_path(operands[i], "no such code; the codes are:");
      list_codes(stderr);
      return STATUS_TROUBLE;
    }
    if (i > 0)
      putchar('\n');
    explain(code);
  }
  return STATUS_GOOD;
}

/* cmd_explain.c - what an error means, why the rule exists, how it usually comes about. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "examples.h"
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

/* A line of an example as text: everything but printable ASCII escaped. */
static const char *show_line(const char *line, const char *end) {
  fputs("    ", stdout);
  for (; line < end && *line != '\n'; line++) {
    if (' ' <= *line && *line <= '~')
      putchar(*line);
    else if (*line == '\r')
      fputs("\\r", stdout);
    else
      printf("\\x%02x", (unsigned char)*line);
  }
  putchar('\n');
  return line < end ? line + 1 : end;
}

/* The smallest input that gives the error. */
static void show_example(enum sb_code code) {
  const struct example *example = example_of(code);
  if (!example) {
    puts("\nNo input gives this error by itself.");
    return;
  }
  printf("\nAn example%s%s%s (`seedbundle explain --example %s` writes its bytes):\n\n",
         example->options ? ", with `" : "", example->options ? example->options : "", example->options ? "`" : "",
         sb_code_name(code));
  const char *end = example->bytes + example->size;
  for (const char *line = example->bytes; line < end;)
    line = show_line(line, end);
}

/* Markdown, so that docs/ERRORS.md is this program's own output. */
static void explain(enum sb_code code) {
  printf("## %s\n\n", sb_code_name(code));
  printf("> %s\n\n", sb_code_sentence(code));
  wrap(class_text(sb_code_class(code)));
  putchar('\n');
  wrap(sb_code_explanation(code));
  show_example(code);
}

/* The bytes themselves, to try them. */
static enum status write_example(enum sb_code code) {
  const struct example *example = example_of(code);
  if (!example) {
    complain("no input gives %s by itself", sb_code_name(code));
    return STATUS_TROUBLE;
  }
  output_write(example->bytes, example->size);
  return STATUS_GOOD;
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

/* The code of this name; SB_OK: there is none, which it has said. */
static enum sb_code find_code(const char *name) {
  const enum sb_code code = sb_code_from_name(name);
  if (!code) {
    complain_path(name, "no such code; the codes are:");
    list_codes(stderr);
  }
  return code;
}

enum status cmd_explain(const struct options *options, int count, char **operands) {
  if (options->example && count != 1) {
    complain("explain --example takes one code");
    return STATUS_TROUBLE;
  }
  if (count == 0)
    explain_all();
  for (int i = 0; i < count; i++) {
    const enum sb_code code = find_code(operands[i]);
    if (!code)
      return STATUS_TROUBLE;
    if (options->example)
      return write_example(code);
    if (i > 0)
      putchar('\n');
    explain(code);
  }
  return STATUS_GOOD;
}

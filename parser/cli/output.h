/* output.h - stdout and stderr: nothing that cannot be written is lost in silence. */
#ifndef SB_CLI_OUTPUT_H
#define SB_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "options.h"

/* Makes file descriptors 0 to 2 exist and turns a closed pipe and a file-size limit into errors of write(). */
void output_begin(void);

/* Writes to stdout.  False once stdout has failed: long work need not go on. */
bool output_write(const void *data, size_t size);
bool output_good(void);

/* What should have been written could not be made: counts as a failure of stdout, with errno. */
void output_fail(void);

/* Flushes stdout and says on stderr if anything could not be written.  False then: exit with STATUS_TROUBLE. */
bool output_end(void);

/* A failure to run, on stderr: "seedbundle: ...".  Text from outside goes through text_escape() first. */
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);

/* The same for a path and what the system said: "seedbundle: PATH: reason". */
void complain_path(const char *path, const char *reason);

/* Should a stream be coloured?  The option, then NO_COLOR, FORCE_COLOR, TERM=dumb, and whether it is a terminal. */
bool output_is_coloured(enum when option, int fd);

#endif

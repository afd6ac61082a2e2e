/* render.h - the canonical spelling of each line: what the writer writes, and what a FILE header must be. */
#ifndef SB_RENDER_H
#define SB_RENDER_H

#include "format.h"
#include "table.h"

/* Each writes a whole line with its LF and returns its size, LINE_MAX_BYTES at most. */
size_t sb_render_magic(uint8_t line[LINE_MAX_BYTES]);
size_t sb_render_index(uint8_t line[LINE_MAX_BYTES], uint64_t count, uint64_t total);
size_t sb_render_entry(uint8_t line[LINE_MAX_BYTES], const struct sb_record *record);
size_t sb_render_digest(uint8_t line[LINE_MAX_BYTES], const uint8_t digest[SB_DIGEST_SIZE]);
size_t sb_render_file(uint8_t line[LINE_MAX_BYTES], const struct sb_record *record);
size_t sb_render_end(uint8_t line[LINE_MAX_BYTES]);

/* The sizes of an entry's line and of a FILE header, without writing them. */
size_t sb_render_entry_size(uint64_t size, size_t name_size);
size_t sb_render_file_size(uint64_t size, size_t name_size);

/* How many digits a number has; and writes them, NUMBER_DIGITS at most for a number of the format. */
size_t sb_render_digits(uint64_t number);
size_t sb_render_number(uint8_t *digits, uint64_t number);

#endif

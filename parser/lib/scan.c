/* scan.c - reads the fields of one line, from the left. */
#include "scan.h"

#include <string.h>

#include "format.h"

struct sb_line sb_line_begin(const uint8_t *data, size_t size, uint64_t offset) {
  return (struct sb_line){.data = data, .size = size, .offset = offset, .related = SB_NO_OFFSET};
}

enum sb_code sb_line_fail(struct sb_line *line, enum sb_code code, size_t error) {
  line->error = error;
  return code;
}

enum sb_code sb_line_contradict(struct sb_line *line, enum sb_code code, size_t error, uint64_t related) {
  line->related = related;
  return sb_line_fail(line, code, error);
}

/* The line ends before the field does. */
static enum sb_code truncated(struct sb_line *line) { return sb_line_fail(line, SB_TRUNCATED, line->size); }

enum sb_code sb_scan_word(struct sb_line *line, const char *word, size_t size, enum sb_code code) {
  const size_t left = line->size - line->at;
  const uint8_t *seen = line->data + line->at;
  for (size_t i = 0; i < size; i++) {
    if (i == left)
      return truncated(line);
    if (seen[i] != (uint8_t)word[i])
      return sb_line_fail(line, code, line->at + i);
  }
  line->at += size;
  return SB_OK;
}

enum sb_code sb_scan_end(struct sb_line *line, enum sb_code code) {
  if (line->at == line->size)
    return truncated(line);
  const uint8_t byte = line->data[line->at];
  if (byte == '\r')
    return sb_line_fail(line, SB_CARRIAGE_RETURN, line->at);
  if (byte != '\n')
    return sb_line_fail(line, code, line->at);
  line->at++;
  return SB_OK;
}

static bool is_digit(uint8_t byte) { return '0' <= byte && byte <= '9'; }

/* A field's terminator: a CR is one fault where an LF was due, and a byte like any other where a space was. */
static enum sb_code scan_terminator(struct sb_line *line, char end, enum sb_code code) {
  return end == '\n' ? sb_scan_end(line, code) : sb_scan_word(line, &end, 1, code);
}

enum sb_code sb_scan_number(struct sb_line *line, char end, uint64_t *number) {
  const size_t begin = line->at;
  uint64_t value = 0;
  for (; line->at < line->size && is_digit(line->data[line->at]); line->at++) {
    const unsigned digit = line->data[line->at] - (unsigned)'0';
    if (line->at > begin && line->data[begin] == '0')
      return sb_line_fail(line, SB_BAD_NUMBER, begin);
    if (value > (NUMBER_MAX - digit) / 10)
      return sb_line_fail(line, SB_NUMBER_TOO_LARGE, begin);
    value = value * 10 + digit;
  }
  if (line->at == begin && line->at < line->size)
    return sb_line_fail(line, SB_BAD_NUMBER, begin);
  *number = value;
  return scan_terminator(line, end, SB_BAD_NUMBER);
}

/* One more than the value of a lower-case hexadecimal digit; 0 for every other byte. */
static const uint8_t hex_digit[256] = {
    ['0'] = 1, ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9, ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

bool sb_scan_is_hex(uint8_t byte) { return hex_digit[byte] != 0; }

/* Two digits, to a byte.  False, with the cursor where it was: one of them is wrong or not there. */
static bool scan_pair(struct sb_line *line, uint8_t *byte) {
  if (line->size - line->at < 2)
    return false;
  const unsigned high = hex_digit[line->data[line->at]];
  const unsigned low = hex_digit[line->data[line->at + 1]];
  if (high == 0 || low == 0)
    return false;
  *byte = (uint8_t)((high - 1) * 16 + low - 1);
  line->at += 2;
  return true;
}

enum sb_code sb_scan_digest(struct sb_line *line, char end, uint8_t digest[SB_DIGEST_SIZE]) {
  size_t done = 0;
  while (done < SB_DIGEST_SIZE && scan_pair(line, &digest[done]))
    done++;
  if (done == SB_DIGEST_SIZE)
    return scan_terminator(line, end, SB_BAD_DIGEST);
  if (line->at < line->size && sb_scan_is_hex(line->data[line->at]))
    line->at++; /* then it is the second of the pair */
  return line->at == line->size ? truncated(line) : sb_line_fail(line, SB_BAD_DIGEST, line->at);
}

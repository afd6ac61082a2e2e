/* eventlog.h - a parser's events as text, one line an event: for people, and for golden files.
 *
 *     index-begin @18 count 3 total 18
 *     entry @33 0 "a.txt" size 5 sha256 2cf2... block 349 payload 366
 *     bundle-digest @271 2ac7...
 *     file-begin @349 0 "a.txt" size 5 sha256 2cf2... entry 33 payload 366
 *     payload @366 5 "hello"
 *     problem payload-digest-mismatch @366 related 33 entry 0
 *     file-end @372 0 ok
 *     end @458 size 466 problems 0
 *     failed header-mismatch @358 related 98 entry 0
 *
 * Behind @ stands the event's offset; "-" means none.  Bytes in quotes are printable ASCII or escaped as in C. */
#ifndef SB_CLI_EVENTLOG_H
#define SB_CLI_EVENTLOG_H

#include <seedbundle/parser.h>

/* Where the text goes. */
struct eventlog_sink {
  void (*put)(void *context, const char *text, size_t size);
  void *context;
};

/* Writes the line of an event, with its LF. */
void eventlog_write(const struct eventlog_sink *sink, const struct sb_event *event);

#endif

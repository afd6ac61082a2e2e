/* unit.h - what every unit test includes: cmocka, whose header needs others before it, and a few words. */
#ifndef TEST_UNIT_H
#define TEST_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The number of elements of an array. */
#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* A string literal's bytes and their number, without the NUL, as two arguments. */
#define BYTES(literal) (literal), (sizeof(literal) - 1)

#endif

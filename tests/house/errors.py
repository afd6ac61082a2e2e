#!/usr/bin/env python3
"""Every row of error_table.h has a test that names it, and a line in FORMAT.md."""

import os
import re
import sys

sys.dont_write_bytecode = True
import house  # noqa: E402

TABLE = "parser/include/seedbundle/error_table.h"
FORMAT = "parser/docs/FORMAT.md"
# Tests of what a caller sees; test_error.c, which walks through the whole table, would prove nothing.
TESTS = ("test_parser", "test_writer", "test_reader", "test_faults", "test_engine")


def rows(text):
    """(identifier, number, name) of each row."""
    return re.findall(r'^X\((\w+), (\d+), "([^"]+)",', text, re.MULTILINE)


def judge(root):
    problems = []
    table = rows(house.read(os.path.join(root, TABLE)))
    if len(table) < 32:
        problems.append(f"only {len(table)} rows were found in {TABLE}: has its shape changed?")
    numbers = [number for _, number, _ in table]
    problems += [f"number {number} is used twice in {TABLE}" for number in set(numbers) if numbers.count(number) > 1]
    if not os.path.isfile(os.path.join(root, FORMAT)):
        return problems + [f"{FORMAT} is missing"]
    tests = [name for name in sorted(os.listdir(os.path.join(root, "tests"))) if name.startswith(TESTS)]
    sources = (house.without_comments(house.read(os.path.join(root, "tests", name))) for name in tests)
    tested = set(re.findall(r"\bSB_\w+", " ".join(sources)))
    documented = set(re.findall(r"`([^`\n]+)`", house.read(os.path.join(root, FORMAT))))
    for identifier, _, name in table:
        if f"SB_{identifier}" not in tested:
            problems.append(f"SB_{identifier} has no test: none of tests/{'*, '.join(TESTS)}* names it")
        if name not in documented:
            problems.append(f"`{name}` has no line in {FORMAT}")
    return problems


def control(arguments, folder, proof):
    """A table, with tests and a FORMAT.md made for it."""
    table_path, format_path = os.path.join(folder, TABLE), os.path.join(folder, FORMAT)
    test_path = os.path.join(folder, "tests", "test_parser_errors.c")
    table = house.read(os.path.join(arguments.root, TABLE))
    lines = "".join(f"| `{name}` | a line of its own |\n" for _, _, name in rows(table))
    tests = "".join(f"assert_code(SB_{identifier});\n" for identifier, _, _ in rows(table))
    house.write(table_path, table)
    house.write(test_path, tests)
    house.write(os.path.join(folder, "tests", "test_error.c"), tests)

    proof.expect_problem("no FORMAT.md", judge(folder), f"{FORMAT} is missing")
    house.write(format_path, lines)
    proof.expect_clean("a test and a line for each row", judge(folder))
    house.write(format_path, lines.replace("`truncated`", "truncated"))
    proof.expect_problem("a row that is not in backquotes", judge(folder), "`truncated` has no line")
    house.write(format_path, lines.replace("`name-order`", "`name-ordered`"))
    proof.expect_problem("a row under another name", judge(folder), "`name-order` has no line")
    house.write(format_path, lines)
    new_row = 'X(NEW_ERROR, 31, "new-error", INVALID, "", "") \\\nX(TRUNCATED,'
    house.write(table_path, table.replace("X(TRUNCATED,", new_row))
    proof.expect_problem("a new row", judge(folder), "SB_NEW_ERROR has no test")
    proof.expect_problem("a new row", judge(folder), "`new-error` has no line")
    house.write(table_path, table.replace("X(TRUNCATED, 24,", "X(TRUNCATED, 23,"))
    proof.expect_problem("a number used twice", judge(folder), "number 23 is used twice")
    house.write(table_path, table)
    house.write(test_path, tests.replace("SB_EXTRA_FILE", "/* SB_EXTRA_FILE */ SB_OK"))
    proof.expect_problem("a row that only a comment names", judge(folder), "SB_EXTRA_FILE has no test")
    house.write(test_path, tests.replace("SB_EXTRA_FILE", "SB_EXTRA_FILES"))
    proof.expect_problem("a row under another identifier", judge(folder), "SB_EXTRA_FILE has no test")
    os.remove(test_path)
    proof.expect_problem("a test that is gone", judge(folder), "SB_BAD_MAGIC has no test")
    house.write(table_path, "X (nothing)\n")
    proof.expect_problem("a table of another shape", judge(folder), "only 0 rows")


if __name__ == "__main__":
    house.main(__doc__, lambda parser: parser.add_argument("root"), lambda arguments: judge(arguments.root), control)

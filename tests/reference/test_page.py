#!/usr/bin/env python3
"""What FORMAT.md shows is true of the second implementation: its example, worked decisions, order and grammar."""

import os
import random
import re
import sys
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "differential")]
import format_page  # noqa: E402
import mutants  # noqa: E402
from seedbundle_reference import LARGEST_NUMBER, Problem, Reader, build, judge  # noqa: E402

EXAMPLE = format_page.fenced("3. A bundle, whole").encode()


def replaced(data, old, new):
    assert old in data, old
    return data.replace(old, new, 1)


# The changes of the page's table, by their words.
BLOCKS = EXAMPLE.index(b"=== FILE 8"), EXAMPLE.index(b"=== FILE 5"), EXAMPLE.index(b"=== FILE 0"), len(EXAMPLE) - 8
WORKED = {
    "every LF becomes CR LF": EXAMPLE.replace(b"\n", b"\r\n"),
    "version `1` becomes `10`": replaced(EXAMPLE, b"1\n", b"10\n"),
    "count `3` becomes `2` (entry 2 stands where DIGEST is due)": replaced(EXAMPLE, b"X 3", b"X 2"),
    "count `3` becomes `4` (DIGEST stands where entry 3 is due)": replaced(EXAMPLE, b"X 3", b"X 4"),
    "total `13` becomes `12` (passed by 8 + 5)": replaced(EXAMPLE, b"3 13\n", b"3 12\n"),
    "total `13` becomes `14` (not reached by the last entry)": replaced(EXAMPLE, b"3 13\n", b"3 14\n"),
    "a blank line before entry 1": replaced(EXAMPLE, b"a/b\n", b"a/b\n\n"),
    "in the INDEX `a.txt` becomes `a/b`": replaced(EXAMPLE, b"a.txt", b"a/b"),
    "in the INDEX `a.txt` becomes `a/b/c`": replaced(EXAMPLE, b"a.txt", b"a/b/c"),
    "in the INDEX `a.txt` becomes `a//b` (empty component)": replaced(EXAMPLE, b"a.txt", b"a//b"),
    "in the INDEX the second byte of `é` is removed": replaced(EXAMPLE, b"\xc3\xa9", b"\xc3"),
    "the digest's first digit `0` becomes `1`": replaced(EXAMPLE, b"DIGEST 0", b"DIGEST 1"),
    "block 1 is removed (block 2 has size `0`, not `5`)": EXAMPLE[: BLOCKS[1]] + EXAMPLE[BLOCKS[2] :],
    "blocks 1 and 2 are removed": EXAMPLE[: BLOCKS[1]] + EXAMPLE[BLOCKS[3] :],
    "block 2 stands twice": EXAMPLE[: BLOCKS[3]] + EXAMPLE[BLOCKS[2] :],
    "`hello` becomes `Hello`": replaced(EXAMPLE, b"hello", b"Hello"),
    "`hello` becomes `hell` (the LF is the fifth byte)": replaced(EXAMPLE, b"hello", b"hell"),
    "`hello` becomes `hello!`": replaced(EXAMPLE, b"hello", b"hello!"),
    "an LF is appended": EXAMPLE + b"\n",
    "the last byte is removed": EXAMPLE[:-1],
}


def is_name(name):
    try:
        return Reader(name + b"\n").name() == name
    except Problem:
        return False


class Page(unittest.TestCase):
    def test_example_is_valid_and_is_what_a_writer_makes_of_its_records(self):
        found = judge(EXAMPLE)
        self.assertEqual((found.verdict, found.end, found.problems), ("valid", 393, []))
        self.assertEqual([record.name for record in found.records], [b"a/b", b"a.txt", "é".encode()])
        self.assertEqual([record.payload for record in found.records], [b"=== END\n", b"hello", b""])
        self.assertIn(f"=== DIGEST {found.digest}\n".encode(), EXAMPLE)
        self.assertEqual(build([(record.name, record.payload) for record in found.records[::-1]]), EXAMPLE)

    def test_worked_decisions_are_made_as_the_table_says(self):
        rows = format_page.rows("Worked decisions")
        self.assertEqual({row[0] for row in rows}, set(WORKED))
        for change, *expected in rows:
            with self.subTest(change):
                found = judge(WORKED[change])
                places = ["-" if place is None else str(place) for place in (found.offset, found.related, found.entry)]
                self.assertEqual([f"`{found.code}`", *places], expected)

    def test_path_order_is_that_of_the_example(self):
        line = re.search(r"^Ascending: (.*)$", format_page.read(), re.MULTILINE).group(1)
        names = [name.strip("`").encode() for name in line.split(" · ")]
        self.assertGreater(len(names), 10)
        shuffled = random.Random(1).sample(names, len(names))
        self.assertEqual([record.name for record in judge(build([(name, b"") for name in shuffled])).records], names)

    def test_grammar_allows_the_same_characters_as_the_rules(self):
        grammar = format_page.Grammar()
        for code in [*range(0xD800), *range(0xE000, 0x110000)]:
            name = chr(code).encode()
            self.assertEqual(grammar.matches("name", name), is_name(name), f"U+{code:04X}")

    def test_grammar_allows_the_same_names_as_the_rules(self):
        grammar, source, good = format_page.Grammar(), random.Random(1), 0
        for _ in range(20000):
            name = mutants.name(source)
            name = mutants.twist_name(source, name) if source.random() < 0.8 else name
            if len(name) <= 255:  # the lengths are not in the grammar
                self.assertEqual(grammar.matches("name", name), is_name(name), name)
                good += is_name(name)
        self.assertTrue(2000 < good < 18000, good)

    def test_grammar_allows_the_same_numbers_as_the_rules(self):
        grammar, source = format_page.Grammar(), random.Random(1)
        for _ in range(5000):
            number = mutants.twist_number(source, b"%d" % source.choice(mutants.NUMBERS))
            code = judge(b"=== SEED-BUNDLE 1\n=== INDEX %s " % number).code
            allowed = grammar.matches("number", number) and int(number) <= LARGEST_NUMBER
            self.assertEqual(code == "truncated", allowed, number)


if __name__ == "__main__":
    unittest.main()

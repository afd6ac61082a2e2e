#!/usr/bin/env python3
"""Tests of the second implementation: what it decides, the laws, its program."""

import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "differential")]
import format_page  # noqa: E402
import mutants  # noqa: E402
from seedbundle_reference import Policy, Problem, Reader, build, judge  # noqa: E402

PROGRAM = os.path.join(HERE, "seedbundle_reference.py")
SEEDS = os.path.join(format_page.PROJECT, "seeds")
EXAMPLE = format_page.fenced("3. A bundle, whole").encode()
SMALL = build([(b"a", b"x\n"), (b"b c", b"")])
EMPTY = build([])
LARGEST = 2**63 - 1


def sealed(index, rest=b""):
    """A right DIGEST line behind the lines of an INDEX."""
    data = b"=== SEED-BUNDLE 1\n" + index
    return data + b"=== DIGEST %s\n" % hashlib.sha256(data).hexdigest().encode() + rest


def entry(size, name, content=b""):
    return b"%s %s %s\n" % (hashlib.sha256(content).hexdigest().encode(), size, name)


def named(*names):
    """A bundle of empty documents with these names, good or bad.  The first one begins at offset 99."""
    index = b"=== INDEX %d 0\n" % len(names) + b"".join(entry(b"0", name) for name in names)
    return sealed(index, b"".join(b"=== FILE 0 %s\n\n" % name for name in names) + b"=== END\n")


def replaced(data, old, new, count=1):
    assert old in data, old
    return data.replace(old, new, count)


# SMALL: count at 28, total at 30; entry 0 at 32, its size at 97, its name at 99; entry 1 at 101, 166, 168; DIGEST at
# 172, its digits at 183; block 0 at 248, its payload at 261; block 1 at 264, its payload at 279; END at 280.
# (code, offset, related, entry, input)
ERRORS = [
    ("bad-magic", 0, None, None, b"\xef\xbb\xbf" + SMALL),
    ("bad-magic", 15, None, None, replaced(SMALL, b"BUNDLE ", b"BUNDLE\n")),
    ("bad-version", 16, None, None, replaced(SMALL, b"1\n", b"\r\n")),
    ("bad-version", 16, None, None, replaced(SMALL, b"1\n", b"\n")),
    ("bad-version", 16, None, None, replaced(SMALL, b"1\n", b"1 \n")),
    ("bad-keyword", 18, None, None, replaced(SMALL, b"=== INDEX", b"\n=== INDEX")),
    ("bad-number", 28, None, None, replaced(SMALL, b"INDEX 2", b"INDEX -2")),
    ("bad-number", 28, None, None, replaced(SMALL, b"INDEX 2", b"INDEX \r")),
    ("bad-number", 28, None, None, replaced(SMALL, b"INDEX 2", b"INDEX 02")),
    ("bad-number", 29, None, None, replaced(SMALL, b"INDEX 2 2", b"INDEX 2\t2")),
    ("bad-number", 29, None, None, replaced(SMALL, b"INDEX 2 2", b"INDEX 2\r2")),
    ("bad-number", 31, None, None, replaced(SMALL, b"INDEX 2 2\n", b"INDEX 2 2 \n")),
    ("carriage-return", 31, None, None, replaced(SMALL, b"INDEX 2 2\n", b"INDEX 2 2\r")),
    ("number-too-large", 28, None, None, replaced(SMALL, b"INDEX 2", b"INDEX 9223372036854775808")),
    ("number-too-large", 30, None, None, replaced(SMALL, b"INDEX 2 2", b"INDEX 2 " + b"9" * 5000)),
    ("total-mismatch", 30, 28, None, b"=== SEED-BUNDLE 1\n=== INDEX 0 1\n"),
    ("count-mismatch", 32, 28, 0, b"=== SEED-BUNDLE 1\n=== INDEX 1 0\n==="),
    ("count-mismatch", 32, 28, None, b"=== SEED-BUNDLE 1\n=== INDEX 0 0\na"),
    ("bad-keyword", 32, None, None, b"=== SEED-BUNDLE 1\n=== INDEX 0 0\nA"),
    ("bad-digest", 32, None, 0, b"=== SEED-BUNDLE 1\n=== INDEX 1 0\nA"),
    ("bad-digest", 96, None, 0, SMALL[:96] + b"\n"),
    ("bad-digest", 96, None, 0, SMALL[:96] + b"\r"),
    ("bad-digest", 96, None, 0, SMALL[:96] + b"0"),
    ("total-mismatch", 97, 30, 0, SMALL[:97] + b"3 "),
    ("total-mismatch", 166, 30, 1, SMALL[:97] + b"1" + SMALL[98:]),
    ("total-mismatch", 97, 30, 0, SMALL[:97] + b"%d " % LARGEST),
    ("name-utf8", 99, None, 0, named(b"\xc3")),
    ("name-utf8", 100, None, 0, named(b"a\xed\xa0\x80")),
    ("name-utf8", 100, None, 0, named(b"a\xe2\x82/b")),
    ("name-utf8", 100, None, 0, named(b"a\xc3\r")),
    ("name-utf8", 99 + 255, None, 0, named(b"n" * 255 + b"\xc3")),
    ("carriage-return", 100, None, 0, named(b"a\r")),
    ("carriage-return", 99, None, 0, named(b"\ra")),
    ("name-char", 100, None, 0, named(b"a\\b")),
    ("name-char", 99, None, 0, named(b"\0")),
    ("name-char", 99 + 255, None, 0, named(b"n" * 255 + b"\xe2\x80\x8e")),
    ("name-char", 100, None, 0, named(b"a\xf4\x8f\xbf\xbf")),
    ("name-component", 99, None, 0, named(b"")),
    ("name-component", 99, None, 0, named(b"/a")),
    ("name-component", 101, None, 0, named(b"a/")),
    ("name-component", 101, None, 0, named(b"a/../b")),
    ("name-component", 99, None, 0, named(b" ")),
    ("name-component", 101, None, 0, named(b"a/b ")),
    ("name-too-long", 99, None, 0, named(b"n" * 256)),
    ("name-too-long", 99, None, 0, named(b"n" * 253 + "漢".encode())),
    ("name-too-long", 99, None, 0, named(b"/".join([b"n" * 255] * 15 + [b"n" * 254, b"no"]))),
    ("name-too-long", 99, None, 0, named(b"/".join([b"n" * 255] * 15 + [b"n" * 254, b"o", b""]))),
    ("name-component", 99 + 4096, None, 0, named(b"/".join([b"n" * 255] * 16 + [b""]))),
    ("name-duplicate", 168, 99, 1, named(b"a", b"a")),
    ("name-order", 168, 99, 1, named(b"b", b"a/c")),
    ("name-order", 170, 99, 1, named(b"b!c", b"b/c")),
    ("name-conflict", 168, 99, 1, named(b"a", b"a/b")),
    ("index-digest-mismatch", 183, None, None, replaced(SMALL, b"b c\n", b"b_c\n")),
    ("bad-digest", 183 + 64, None, None, SMALL[:247] + b" "),
    ("carriage-return", 183 + 64, None, None, SMALL[:247] + b"\r"),
    ("missing-file", 248, 32, 0, SMALL[:248] + b"=== END\n"),
    ("bad-keyword", 253, None, 0, SMALL[:248] + b"=== Fi"),
    ("bad-keyword", 252, None, 0, SMALL[:248] + b"=== DIGEST"),
    ("header-mismatch", 257, 97, 0, SMALL[:257] + b"\r\n"),
    ("header-mismatch", 260, 97, 0, SMALL[:260] + b" "),
    ("carriage-return", 260, None, 0, SMALL[:260] + b"\r\n"),
    ("payload-digest-mismatch", 261, 32, 0, replaced(SMALL, b"x\n", b"y\n")),
    ("payload-digest-mismatch", 190, 32, 0, sealed(b"=== INDEX 1 0\n" + entry(b"0", b"a", b"x"), b"=== FILE 0 a\n")),
    ("bad-payload-end", 263, 97, 0, SMALL[:263] + b"!"),
    ("carriage-return", 263, None, 0, SMALL[:263] + b"\r\n"),
    ("extra-file", 280, 28, None, SMALL[:280] + b"=== FILE"),
    ("bad-keyword", 284, None, None, SMALL[:280] + b"=== X"),
    ("bad-keyword", 287, None, None, SMALL[:287] + b" "),
    ("carriage-return", 287, None, None, SMALL[:287] + b"\r\n"),
    ("trailing-data", 288, None, None, SMALL + SMALL),
    ("truncated", 0, None, None, b""),
    ("truncated", 32, None, 0, SMALL[:32]),
    ("truncated", 101, None, 1, SMALL[:101]),
    ("truncated", 172, None, None, SMALL[:172]),
    ("truncated", 248, None, 0, SMALL[:248]),
    ("truncated", 264, None, 1, SMALL[:264]),
    ("truncated", 280, None, None, SMALL[:280]),
    ("truncated", 99 + 256, None, 0, named(b"n" * 255 + b"\xc3")[: 99 + 256]),
]

# (policy, code, offset, entry, input); a value equal to a limit is allowed
TEXT = build([(b"a", b"x"), (b"b", b"caf\xc3")])  # payloads at 259 and 274
REFUSALS = [
    (Policy(files=1), "limit-files", 28, None, SMALL[:30]),
    (Policy(files=2), None, None, None, SMALL),
    (Policy(total_size=1), "limit-total-size", 30, None, SMALL[:32]),
    (Policy(total_size=2), None, None, None, SMALL),
    (Policy(file_size=1), "limit-file-size", 97, 0, SMALL[:99]),
    (Policy(file_size=2), None, None, None, SMALL),
    (Policy(index_bytes=139), "limit-index-bytes", 101, 1, SMALL[:172]),
    (Policy(index_bytes=140), None, None, None, SMALL),
    (Policy(index_bytes=68), "limit-index-bytes", 32, 0, SMALL[:101]),
    (Policy(total_size=0), "total-mismatch", 30, None, b"=== SEED-BUNDLE 1\n=== INDEX 0 1\n"),
    (Policy(file_size=0), "total-mismatch", 97, 0, SMALL[:97] + b"3 "),
    (Policy(index_bytes=0), "name-char", 99, 0, named(b"\\")),
    (Policy(payload_utf8=True), None, None, None, build([(b"a", b"\xef\xbb\xbf\0\xf4\x8f\xbf\xbf")])),
    (Policy(payload_utf8=True), "payload-utf8", 277, 1, TEXT),
    (Policy(payload_utf8=True), "payload-digest-mismatch", 274, 1, replaced(TEXT, b"caf\xc3", b"cag\xc3")),
    (Policy(payload_utf8=True), "payload-utf8", 274, 1, replaced(TEXT, b"caf\xc3", b"\xe2\x82af")),
    (Policy(payload_utf8=True), "payload-digest-mismatch", 274, 1, replaced(TEXT, b"caf\xc3", b"ca\xc3f")),
    (Policy(payload_utf8=True), "payload-utf8", 275, 1, replaced(TEXT, b"caf\xc3", b"c\x80")[:276]),
    (Policy(payload_utf8=True), "truncated", 277, 1, TEXT[:277]),
]


def is_name(name):
    try:
        return Reader(name + b"\n").name() == name
    except Problem:
        return False


class Decisions(unittest.TestCase):
    def test_every_code_of_the_tables_has_a_case_here(self):
        titles = ("The input is invalid", "The input is refused")
        codes = {row[0].strip("`") for title in titles for row in format_page.rows(title)} - {""}
        self.assertEqual(codes, {case[0] for case in ERRORS} | {case[1] for case in REFUSALS} - {None})

    def test_errors_have_their_code_offset_related_and_entry(self):
        for *expected, data in ERRORS:
            with self.subTest(data[-40:]):
                found = judge(data)
                self.assertEqual([found.code, found.offset, found.related, found.entry], expected)
                self.assertEqual((found.verdict, found.end), ("invalid", None))

    def test_bounds_are_allowed(self):
        longest = b"/".join([b"n" * 255] * 15 + [b"m" * 254, b"o"])
        self.assertEqual(len(longest), 4096)
        names = [name.encode() for name in ("n" * 253 + "é", "...", "\u00a0", "a b/c", "C:", "\U0010fffd")]
        for name in [longest, *names]:
            with self.subTest(name[-20:]):
                self.assertEqual(judge(named(name)).verdict, "valid")
        data = b"=== SEED-BUNDLE 1\n=== INDEX 9223372036854775807 9223372036854775807\n"
        self.assertEqual(judge(data)[1:5], ("truncated", len(data), None, 0))

    def test_refusals_have_their_code_offset_and_entry(self):
        for policy, *expected, data in REFUSALS:
            with self.subTest(str(policy)):
                found = judge(data, policy)
                self.assertEqual([found.code, found.offset, found.entry], expected)
                refused = (expected[0] or "").startswith("limit-") or expected[0] == "payload-utf8"
                self.assertEqual(found.verdict, "refused" if refused else "invalid" if expected[0] else "valid")
                if refused:
                    self.assertIsNone(found.related)

    def test_records_and_digest_are_told_up_to_the_error(self):
        found = judge(replaced(SMALL, b"=== FILE 0", b"=== FILE 1"))
        self.assertEqual([record.name for record in found.records], [b"a"])
        self.assertEqual(found.digest, hashlib.sha256(SMALL[:172]).hexdigest())
        self.assertEqual(judge(SMALL[:263]).records, [])
        self.assertEqual([record.payload for record in judge(SMALL[:264]).records], [b"x\n"])
        self.assertIsNone(judge(SMALL[:247]).digest)

    def test_going_on_names_every_bad_document(self):
        bundle = build([(b"a", b"x"), (b"b", b"\xffx"), (b"c", b"y"), (b"d", b"z\xc3")])
        data = replaced(replaced(bundle, b"a\nx", b"a\ny"), b"z\xc3\n", b"Z\xc3\n")
        found = judge(data, Policy(payload_utf8=True), go_on=True)
        first, second, last = data.index(b"a\ny") + 2, data.index(b"\xffx"), data.index(b"Z\xc3")
        self.assertEqual(found.problems, [
            ("payload-digest-mismatch", first, 32, 0),
            ("payload-utf8", second, None, 1),
            ("payload-digest-mismatch", last, 32 + 3 * 69, 3),
            ("payload-utf8", last + 1, None, 3),
        ])  # fmt: skip
        self.assertEqual([record.name for record in found.records], [b"c"])
        self.assertEqual((found.verdict, found.end), ("invalid", len(data)))
        self.assertEqual(judge(bundle, Policy(payload_utf8=True), go_on=True).verdict, "refused")
        self.assertEqual(judge(data, Policy(payload_utf8=True)).problems, found.problems[:1])
        self.assertEqual(judge(data[:-1], go_on=True).problems[-1], ("truncated", len(data) - 1, None, None))

    def test_bundle_of_a_stream_ends_whatever_follows(self):
        found = judge(SMALL + EXAMPLE, stream=True)
        self.assertEqual((found.verdict, found.end), ("valid", len(SMALL)))
        self.assertEqual(judge(b"", stream=True)[1:3], ("truncated", 0))


class Laws(unittest.TestCase):
    def bundles(self):
        source = random.Random("laws")
        return [SMALL, EMPTY, EXAMPLE] + [mutants.Draft(source).bytes() for _ in range(300)]

    def test_bundle_is_what_is_built_of_its_records(self):
        for data in self.bundles():
            found = judge(data)
            self.assertEqual(found.verdict, "valid")
            self.assertEqual(build([(record.name, record.payload) for record in found.records]), data)

    def test_records_of_a_built_bundle_are_those_that_were_given(self):
        source = random.Random("records")
        for _ in range(300):
            given = {}
            for _ in range(source.randrange(9)):
                name = mutants.name(source).replace(b"/", b":")
                given.update({name: mutants.payload(source)} if is_name(name) else {})
            found = judge(build(random.Random(1).sample(sorted(given.items()), len(given))))
            self.assertEqual({record.name: record.payload for record in found.records}, given)
            self.assertEqual(found.verdict, "valid")

    def test_every_strict_prefix_is_truncated_at_its_length(self):
        bundles = [data for data in self.bundles() if len(data) < 1000]
        self.assertGreater(len(bundles), 100)
        for data in bundles[:100]:
            for size in range(len(data)):
                self.assertEqual(judge(data[:size])[1:3], ("truncated", size))

    def test_error_stays_whatever_follows(self):
        for *expected, data in ERRORS:
            for more in (b"\n", b"\r", b"0", b"=", b" ", b"\xff", SMALL):
                if expected[0] != "truncated":
                    self.assertEqual(list(judge(data + more)[1:5]), expected)

    def test_every_change_of_one_byte_is_found(self):
        bundle = build([(b"a", b"")])
        for at in range(len(bundle)):
            for byte in range(256):
                if byte != bundle[at]:
                    changed = bundle[:at] + bytes([byte]) + bundle[at + 1 :]
                    self.assertEqual(judge(changed).verdict, "invalid", (at, byte))

    def test_every_byte_removed_or_inserted_is_found(self):
        bundle = build([(b"a", b"")])
        for at in range(len(bundle)):
            self.assertEqual(judge(bundle[:at] + bundle[at + 1 :]).verdict, "invalid", at)
        for at in range(len(bundle) + 1):
            for byte in range(256):
                self.assertEqual(judge(bundle[:at] + bytes([byte]) + bundle[at:]).verdict, "invalid", (at, byte))


class Building(unittest.TestCase):
    def assert_refused(self, code, *names):
        with self.assertRaises(Problem) as caught:
            build([(name, b"") for name in names])
        self.assertEqual(caught.exception.args[0], code)

    def test_bad_names_are_refused_by_the_code_that_a_reader_has_for_them(self):
        for name in mutants.BAD_NAMES:
            self.assert_refused(judge(named(name)).code, name)
        self.assert_refused("name-too-long", b"n" * 256)

    def test_newline_in_a_name_is_refused(self):
        for name in (b"\n", b"a\n", b"a\nb", b"a/\nb"):
            self.assert_refused("name-char", name)

    def test_names_that_contradict_each_other_are_refused(self):
        self.assert_refused("name-duplicate", b"b", b"a", b"b")
        self.assert_refused("name-conflict", b"a/b/c", b"a!", b"a/b")

    def test_order_of_the_records_does_not_matter(self):
        records = [(b"b!", b"1"), (b"b/c", b"2"), (b"b/c!/d", b"3"), (b"a", b"")]
        bundles = {build(random.Random(seed).sample(records, 4)) for seed in range(50)}
        self.assertEqual(len(bundles), 1)
        self.assertEqual(judge(bundles.pop()).verdict, "valid")


class Samples(unittest.TestCase):
    def test_sample_holds_the_documents_beside_it(self):
        with open(os.path.join(SEEDS, "sample.seedbundle"), "rb") as file:
            data = file.read()
        names = sorted(name for name in os.listdir(SEEDS) if name.endswith(".txt"))
        documents = []
        for name in names:
            with open(os.path.join(SEEDS, name), "rb") as file:
                documents.append((name.encode(), file.read()))
        self.assertGreater(len(documents), 3)
        self.assertEqual([(record.name, record.payload) for record in judge(data).records], documents)
        self.assertEqual(build(documents), data)


class Program(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.paths = []
        for name, data in (("good", SMALL), ("bad", replaced(SMALL, b"x\n", b"\xff\n")), ("none", None)):
            self.paths.append(os.path.join(folder.name, name))
            if data is not None:
                with open(self.paths[-1], "wb") as file:
                    file.write(data)

    def run_with(self, *arguments, **how):
        done = subprocess.run([sys.executable, PROGRAM, *arguments], capture_output=True, text=True, **how)
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    def test_answers_are_lines_of_json(self):
        status, answers, _ = self.run_with(*self.paths[:2])
        records = [{"name": name, "size": size, "sha256": hashlib.sha256(content).hexdigest()}
                   for name, size, content in (("a", 2, b"x\n"), ("b c", 0, b""))]  # fmt: skip
        digest = hashlib.sha256(SMALL[:172]).hexdigest()
        self.assertEqual(answers[0], {
            "path": self.paths[0], "verdict": "valid", "code": None, "offset": None, "related": None, "entry": None,
            "digest": digest, "files": 2, "records": records,
        })  # fmt: skip
        self.assertEqual(answers[1], {
            "path": self.paths[1], "verdict": "invalid", "code": "payload-digest-mismatch", "offset": 261,
            "related": 32, "entry": 0, "digest": digest, "files": 0, "records": [],
        })  # fmt: skip
        self.assertEqual(status, 0)

    def test_each_path_on_stdin_is_answered_before_the_next(self):
        with subprocess.Popen([sys.executable, PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
            for path in self.paths[:2] * 3:
                program.stdin.write(path.encode() + b"\n")
                program.stdin.flush()
                self.assertEqual(json.loads(program.stdout.readline())["path"], path)
            program.stdin.close()
            self.assertEqual((program.wait(), program.stdout.read()), (0, b""))

    def test_file_that_cannot_be_read_is_said_and_the_others_are_judged(self):
        status, answers, _ = self.run_with(self.paths[2], self.paths[0])
        self.assertEqual([answer["verdict"] for answer in answers], ["error", "valid"])
        self.assertIn("No such file", answers[0]["message"])
        self.assertEqual(status, 2)

    def test_options_are_policies(self):
        for code in ("limit-files", "limit-file-size", "limit-total-size", "limit-index-bytes"):
            self.assertEqual(self.run_with(f"--{code}=1", self.paths[0])[1][0]["code"], code)
        self.assertEqual(self.run_with("--limit-files=2", self.paths[0])[1][0]["code"], None)
        going_on = self.run_with("--go-on", "--payload-utf8", self.paths[1])[1][0]
        problems = [["payload-utf8", 261, None, 0], ["payload-digest-mismatch", 261, 32, 0]]
        self.assertEqual(going_on["problems"], problems)
        self.assertEqual([record["name"] for record in going_on["records"]], ["b c"])
        self.assertEqual((going_on["verdict"], going_on["code"]), ("invalid", "payload-utf8"))

    def test_bad_option_is_an_error(self):
        status, answers, message = self.run_with("--limit-files=many")
        self.assertEqual((status, answers), (2, []))
        self.assertIn("invalid int value: 'many'", message)

    def test_reference_stays_small_and_needs_nothing_but_python(self):
        with open(PROGRAM, encoding="utf-8") as file:
            lines = file.readlines()
        self.assertLessEqual(len(lines), 300)
        modules = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
        self.assertEqual(modules, {"argparse", "collections", "hashlib", "json", "os", "re", "sys"})


if __name__ == "__main__":
    unittest.main()

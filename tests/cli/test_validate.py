"""validate: verdicts, summaries and statuses of one bundle and of many, and the options that change them."""

import unittest

from support import human
from support.bundle import DEMO, Draft, demo, pack, sha256
from support.program import SEEDS, CliTest, limit_descriptors

SUMMARY = ["schema", "type", "bundle", "verdict", "errors", "files", "bytes", "digest"]
DEMO_SUMMARY = f"valid: 3 documents, 18 bytes, digest {demo().digest().decode()}\n"


def bad_demo():
    """The demo bundle with two bad documents and something behind its end."""
    draft = demo()
    draft.blocks[0].payload = b"jello"
    draft.blocks[1].payload = b"hello, worlD\n"
    draft.trailer = b"more\n"
    return draft


class Validate(CliTest):
    def summaries(self, out):
        return [found for found in self.json_lines(out) if found["type"] == "summary"]

    # -- Valid --

    def test_a_valid_bundle_is_summed_up(self):
        self.write("x.seedbundle", demo().bytes())
        self.assertEqual(self.succeed("validate", "x.seedbundle").decode(), f"x.seedbundle: {DEMO_SUMMARY}")

    def test_a_bundle_of_one_document_is_summed_up_in_the_singular(self):
        out = self.succeed("validate", stdin=pack([(b"a", b"12")])).decode()
        self.assertRegex(out, "^-: valid: 1 document, 2 bytes, digest [0-9a-f]{64}\n$")

    def test_an_empty_bundle_is_valid(self):
        out = self.succeed("validate", stdin=pack([])).decode()
        self.assertEqual(out, f"-: valid: 0 documents, 0 bytes, digest {Draft([]).digest().decode()}\n")

    def test_the_bytes_are_those_of_the_documents(self):
        out = self.succeed("validate", "--format=json", str(SEEDS / "sample.seedbundle"))
        sizes = [path.stat().st_size for path in SEEDS.glob("*.txt")]
        (summary,) = self.json_lines(out)
        self.assertEqual((summary["files"], summary["bytes"]), (len(sizes), sum(sizes)))

    def test_a_valid_bundle_is_one_object_of_json(self):
        (summary,) = self.json_lines(self.succeed("validate", "--format", "json", stdin=demo().bytes()))
        self.assertEqual(list(summary), SUMMARY)
        self.assertEqual(summary["verdict"], "valid")
        self.assertEqual((summary["errors"], summary["files"], summary["bytes"]), (0, 3, 18))
        self.assertEqual(summary["digest"], demo().digest().decode())

    def test_a_bundle_may_carry_a_bundle_and_every_byte_value(self):
        payload = bytes(range(256)) + demo().bytes() + b"=== END\n"
        self.succeed("validate", stdin=pack([(b"a", payload), (b"b", payload)]))

    def test_names_at_their_limits_are_valid(self):
        names = [b"c" * 255, b"/".join([b"n" * 255] * 15 + [b"m" * 254, b"x"]), "é b.txt".encode(), b"..."]
        self.assertEqual(len(names[1]), 4096)
        self.succeed("validate", stdin=pack([(name, name) for name in names]))

    # -- Many problems, many bundles --

    def test_all_problems_of_a_bundle_are_reported_from_the_left(self):
        draft, sentences = bad_demo(), human.sentences()
        data = draft.bytes()
        expected = ""
        for i in (0, 1):
            expected += human.finding(
                "-", data, "payload-digest-mismatch", draft.at(f"payload {i}"), sentences["payload-digest-mismatch"],
                draft.at(f"entry {i}"), DEMO[i][0],
            )
        expected += human.finding("-", data, "trailing-data", draft.at("trailer"), sentences["trailing-data"])
        done = self.run_program("validate", stdin=data)
        self.assertEqual((done.status, done.err), (1, b""))
        self.assertEqual(done.out.decode(), f"{expected}-: invalid: 3 errors\n")

    def test_all_problems_of_a_bundle_are_objects_of_json(self):
        draft = bad_demo()
        done = self.run_program("validate", "--format=json", stdin=draft.bytes())
        *errors, summary = self.json_lines(done.out)
        self.assertEqual(done.status, 1)
        marks = ("payload 0", "payload 1", "trailer")
        self.assertEqual([error["offset"] for error in errors], [draft.at(mark) for mark in marks])
        self.assertEqual([error["entry"] for error in errors], [0, 1, None])
        self.assertEqual([error["name"] for error in errors], ["a.txt", "b/c.txt", None])
        self.assertEqual((summary["verdict"], summary["errors"]), ("invalid", 3))
        self.assertEqual((summary["files"], summary["bytes"]), (3, 18))
        self.assertEqual(summary["digest"], draft.digest().decode())

    def test_all_inputs_are_done_whatever_becomes_of_the_others(self):
        self.write("good", demo().bytes())
        self.write("bad", bad_demo().bytes())
        self.write("cut", demo().bytes()[:40])
        done = self.run_program("validate", "missing", "bad", "cut", ".", "good")
        self.assertEqual(done.status, 2)
        lines = done.out.decode().splitlines()
        self.assertEqual([line for line in lines if line.startswith("good:")], [f"good: {DEMO_SUMMARY}".rstrip()])
        self.assertIn("bad: invalid: 3 errors", lines)
        self.assertIn("cut: invalid: 1 error", lines)
        self.assertIn(b"seedbundle: missing: No such file or directory\n", done.err)

    def test_several_bundles_are_counted(self):
        for name in "abc":
            self.write(name, demo().bytes())
        self.write("d", b"")
        out = self.run_program("validate", *"abcd").out.decode()
        self.assertEqual(out.splitlines()[-1], "4 bundles: 3 valid, 1 not")
        self.assertEqual(self.succeed("validate", *"abc").decode().splitlines()[-1], "3 bundles: 3 valid, 0 not")
        self.assertNotIn(b"bundles", self.succeed("validate", "a"))

    def test_every_input_has_a_summary_in_the_order_of_the_operands(self):
        self.write("good", demo().bytes())
        self.write("bad", bad_demo().bytes())
        self.write("folder/x.seedbundle", demo().bytes())
        done = self.run_program("validate", "--format=json", "missing", "bad", "/dev/null", "good", "folder", "good/x")
        self.assertEqual(done.status, 2)
        self.assertEqual(
            [(found["bundle"], found["verdict"]) for found in self.summaries(done.out)],
            [
                ("missing", "error"), ("bad", "invalid"), ("/dev/null", "error"), ("good", "valid"),
                ("folder/x.seedbundle", "valid"), ("good/x", "error"),
            ],
        )

    def test_the_summary_of_what_cannot_be_read_says_why(self):
        done = self.run_program("validate", "--format=json", "missing")
        (summary,) = self.json_lines(done.out)
        self.assertEqual(list(summary), [*SUMMARY, "message"])
        self.assertEqual(summary["message"], "No such file or directory")
        self.assertEqual((summary["errors"], summary["files"], summary["bytes"], summary["digest"]), (0, 0, 0, None))
        self.assertIn(b"missing", done.err)

    def test_one_parser_for_all_inputs_carries_nothing_over(self):
        self.write("1", demo().bytes()[:300])
        self.write("2", demo().bytes())
        self.write("3", demo().bytes()[:20])
        self.write("4", pack([(b"other", b"x" * 100000)]))
        done = self.run_program("validate", "--format=json", *"1231243")
        verdicts = [found["verdict"] for found in self.summaries(done.out)]
        self.assertEqual(verdicts, ["invalid", "valid", "invalid", "invalid", "valid", "valid", "invalid"])
        self.assertEqual(done.status, 1)

    def test_more_bundles_than_may_be_open_are_done(self):
        self.write("x", demo().bytes())
        self.write("bad", demo().bytes()[:50])
        done = self.run_program("validate", *["x", "bad", "missing"] * 30, preexec_fn=limit_descriptors(16))
        self.assertEqual((done.status, done.out.splitlines()[-1]), (2, b"90 bundles: 30 valid, 60 not"))
        self.assertEqual(done.err, b"seedbundle: missing: No such file or directory\n" * 30)

    # -- Statuses --

    def test_the_worst_status_counts(self):
        self.write("good", demo().bytes())
        self.write("bad", b"not a bundle")
        for operands, status in (
            (["good"], 0), (["good", "bad"], 1), (["bad", "good"], 1), (["bad", "missing"], 2), (["missing", "bad"], 2),
            (["good", "missing", "good"], 2),
        ):
            with self.subTest(operands):
                self.assertEqual(self.run_program("validate", *operands).status, status)

    def test_a_refused_bundle_has_status_1(self):
        done = self.run_program("validate", "--max-files=2", stdin=demo().bytes())
        self.assertEqual((done.status, done.out.splitlines()[-1]), (1, b"-: refused: 1 error"))

    def test_what_is_invalid_outweighs_what_is_refused(self):
        draft = Draft([(b"a", b"\xff"), (b"b", b"x")])
        draft.blocks[1].payload = b"y"
        done = self.run_program("validate", "--require-utf8", "--format=json", stdin=draft.bytes())
        self.assertEqual(
            [found.get("code", found.get("verdict")) for found in self.json_lines(done.out)],
            ["payload-utf8", "payload-digest-mismatch", "invalid"],
        )

    # -- Quiet --

    def test_quiet_says_nothing_of_what_is_valid(self):
        for name in "ab":
            self.write(name, demo().bytes())
        for option in ("-q", "--quiet"):
            self.assertEqual(self.succeed("validate", option, "a"), b"")
            self.assertEqual(self.succeed("validate", option, "a", "b"), b"")

    def test_quiet_says_everything_of_what_is_invalid(self):
        self.write("a", demo().bytes())
        self.write("b", bad_demo().bytes())
        loud, quiet = self.run_program("validate", "b"), self.run_program("validate", "-q", "b")
        self.assertEqual(quiet, loud)
        both = self.run_program("validate", "-q", "a", "b").out
        self.assertTrue(both.startswith(loud.out), both)
        self.assertNotIn(b"a: valid", both)

    def test_quiet_does_not_silence_what_cannot_be_read(self):
        self.fail_with(2, b"seedbundle: missing: No such file", "validate", "-q", "missing")

    def test_quiet_leaves_json_a_summary_for_every_input(self):
        (summary,) = self.summaries(self.succeed("validate", "-q", "--format=json", stdin=demo().bytes()))
        self.assertEqual(summary["verdict"], "valid")

    # -- Policies --

    def test_limits_allow_what_is_exactly_at_them(self):
        draft = demo()
        entries = draft.at("digest line") - draft.at("entry 0")
        for option, value in (
            ("max-files", 3), ("max-file-size", 13), ("max-total-size", 18), ("max-index-bytes", entries)
        ):
            with self.subTest(option):
                self.succeed("validate", f"--{option}={value + 1}", stdin=draft.bytes())
                self.succeed("validate", f"--{option}={value}", stdin=draft.bytes())
                done = self.run_program("validate", f"--{option}={value - 1}", stdin=draft.bytes())
                self.assertEqual((done.status, done.out.splitlines()[-1]), (1, b"-: refused: 1 error"))

    def test_limits_of_zero_are_limits(self):
        for option in ("max-files", "max-file-size", "max-total-size", "max-index-bytes"):
            with self.subTest(option):
                self.assertEqual(self.run_program("validate", f"--{option}=0", stdin=demo().bytes()).status, 1)
                self.succeed("validate", f"--{option}=0", stdin=pack([]))

    def test_require_utf8_accepts_documents_that_are_utf_8(self):
        self.succeed("validate", "--require-utf8", stdin=pack([(b"a", "é漢🙂\0\n".encode()), (b"b", b"")]))

    def test_without_require_utf8_any_bytes_are_valid(self):
        self.succeed("validate", stdin=pack([(b"a", b"\xff\xc0\x80")]))

    def test_a_declared_size_beyond_all_memory_is_only_a_truncated_bundle(self):
        draft = Draft([(b"a", b"x")])
        draft.total = draft.entries[0].size = draft.blocks[0].size = b"9223372036854775807"
        done = self.run_program("validate", "--format=json", stdin=draft.bytes())
        error, _ = self.json_lines(done.out)
        self.assertEqual((done.status, error["code"], error["offset"]), (1, "truncated", len(draft.bytes())))

    def test_a_declared_count_beyond_all_memory_is_only_a_wrong_count(self):
        draft = demo()
        draft.count = b"9223372036854775807"
        done = self.run_program("validate", "--format=json", stdin=draft.bytes())
        error, _ = self.json_lines(done.out)
        self.assertEqual((done.status, error["code"]), (1, "count-mismatch"))

    # -- Framing alone --

    def test_no_verify_looks_at_the_framing_alone_and_says_so(self):
        draft = bad_demo()
        draft.trailer = b""
        draft.seal = sha256(b"something else")
        out = self.succeed("validate", "--no-verify", stdin=draft.bytes()).decode()
        self.assertIn("framed", out)
        self.assertNotIn("valid:", out)
        (summary,) = self.json_lines(self.succeed("validate", "--no-verify", "--format=json", stdin=draft.bytes()))
        self.assertEqual((summary["verdict"], summary["files"], summary["bytes"]), ("framed", 3, 18))

    def test_no_verify_still_sees_bad_framing(self):
        draft = demo()
        draft.blocks[0].payload = b"hello!"
        done = self.run_program("validate", "--no-verify", "--format=json", stdin=draft.bytes())
        error, summary = self.json_lines(done.out)
        self.assertEqual((done.status, error["code"], summary["verdict"]), (1, "bad-payload-end", "invalid"))


if __name__ == "__main__":
    unittest.main()

"""Hints, examples, SARIF, annotations, --max-errors, inspect: what helps people and machines with an error.

The page golden/diagnostics.txt shows the diagnostic of every example that `explain` has.  After a change that is meant,
run this with SEEDBUNDLE_REWRITE_GOLDEN=1 and review the page.
"""

import gzip
import json
import os
import re
import unittest

from support import human
from support.bundle import demo, sha256
from support.program import TREE, CliTest

DATA = demo().bytes()
PAGE = TREE / "tests/cli/golden/diagnostics.txt"
NO_EXAMPLE = {"payload-size-mismatch", "out-of-memory", "read-failed", "digest-failed"}


class Examples(CliTest):
    def example(self, code):
        """The options and bytes of a code's example."""
        text = self.succeed("explain", code).decode()
        options = re.findall(r"An example, with `(.*?)`", text)
        return options, self.succeed("explain", "--example", code)

    def test_every_example_gives_its_error_and_no_other(self):
        for code in set(human.sentences()) - NO_EXAMPLE:
            with self.subTest(code):
                options, data = self.example(code)
                done = self.run_program("validate", "--format=json", *options, stdin=data)
                self.assertEqual(done.status, 1)
                self.assertEqual([one["code"] for one in self.json_lines(done.out)[:-1]], [code])

    def test_an_example_with_a_policy_is_no_error_without_it(self):
        for code in ("limit-files", "limit-file-size", "limit-total-size", "limit-index-bytes", "payload-utf8"):
            with self.subTest(code):
                options, data = self.example(code)
                self.assertEqual(len(options), 1)
                done = self.run_program("validate", "--format=json", stdin=data)
                self.assertNotIn(code, [one.get("code") for one in self.json_lines(done.out)])

    def test_a_code_that_no_input_gives_says_so(self):
        for code in NO_EXAMPLE:
            with self.subTest(code):
                self.assertIn(b"No input gives this error", self.succeed("explain", code))
                done = self.run_program("explain", "--example", code)
                self.assertEqual((done.status, done.out), (2, b""))

    def test_an_example_is_asked_for_by_one_code(self):
        for codes in ([], ["truncated", "bad-magic"]):
            done = self.run_program("explain", "--example", *codes)
            self.assertEqual((done.status, done.out, done.err), (2, b"", b"seedbundle: explain --example takes one code\n"))

    def page(self):
        """Every example's diagnostic, in the order of ERRORS.md."""
        parts = []
        for code in re.findall(r"(?m)^## (.*)$", self.succeed("explain").decode()):
            if code in NO_EXAMPLE:
                continue
            options, data = self.example(code)
            out = self.run_program("validate", *options, stdin=data).out.decode()
            command = " ".join(["seedbundle explain --example", code, "| seedbundle validate", *options])
            parts.append(f"$ {command}\n{out}")
        return "\n".join(parts)

    def test_every_diagnostic_is_as_reviewed(self):
        page = self.page()
        if os.environ.get("SEEDBUNDLE_REWRITE_GOLDEN"):
            PAGE.write_text(page, encoding="utf-8")
        self.maxDiff = None
        self.assertEqual(page, PAGE.read_text(encoding="utf-8"))


class Hints(CliTest):
    def hint(self, data, *options):
        done = self.run_program("validate", *options, stdin=data)
        self.assertEqual(done.status, 1)
        found = re.findall(r"(?m)^ {7}= hint: (.*)$", done.out.decode())
        in_json = self.json_lines(self.run_program("validate", "--format=json", *options, stdin=data).out)[0].get("hint")
        self.assertEqual(found, [in_json] if in_json else [], "people and programs get the same hint")
        return found[0] if found else ""

    def test_a_foreign_file_is_named(self):
        for data, word in {
            b"\xef\xbb\xbf" + DATA: "byte order mark", DATA.decode().encode("utf-16"): "UTF-16",
            gzip.compress(DATA): "gzip -dc", b"\x28\xb5\x2f\xfd\0": "zstd -dc", b"PK\x03\x04": "zip archive",
            b"<!DOCTYPE html>": "HTML", b"version https://git-lfs.github.com/spec/v1\n": "git lfs pull",
        }.items():  # fmt: skip
            with self.subTest(word):
                self.assertIn(word, self.hint(data))

    def test_nothing_is_guessed_of_other_bytes(self):
        self.assertEqual(self.hint(b"hello, world\n"), "")

    def test_converted_line_ends_are_named(self):
        self.assertIn("CR LF", self.hint(DATA.replace(b"\n", b"\r\n")))

    def test_what_follows_the_end_is_named(self):
        for extra, word in {b"\n": "added a newline", DATA: "another bundle", b"\0" * 512: "zero bytes", b"x": ""}.items():
            with self.subTest(word):
                self.assertIn(word, self.hint(DATA + extra))

    def test_a_newline_that_an_editor_added_to_a_document_is_named(self):
        self.assertIn("newline too many", self.hint(DATA.replace(b"\nhello\n", b"\nhello\n\n")))

    def test_a_document_edited_in_place_is_named(self):
        self.assertIn("edited inside the bundle", self.hint(DATA.replace(b"\nhello\n", b"\nhello!\n")))

    def test_a_cut_says_how_much_is_there(self):
        self.assertIn(f"{len(DATA) - 7} of the bundle's {len(DATA)} bytes", self.hint(DATA[:-7]))
        self.assertIn("cut short", self.hint(DATA[:100]))
        self.assertIn("empty", self.hint(b""))


class Sarif(CliTest):
    def sarif(self, *arguments, status=1):
        done = self.run_program("validate", "--format=sarif", *arguments)
        self.assertEqual(done.status, status)
        log = json.loads(done.out)
        self.assertEqual(log["version"], "2.1.0")
        self.assertEqual(len(log["runs"]), 1)
        return log["runs"][0]

    def test_a_finding_has_its_rule_place_and_related_place(self):
        self.write("a b.seedbundle", DATA.replace(b"=== FILE 13", b"=== FILE 12"))
        run = self.sarif("a b.seedbundle")
        (result,) = run["results"]
        self.assertEqual(result["ruleId"], "header-mismatch")
        self.assertIn("header-mismatch", [rule["id"] for rule in run["tool"]["driver"]["rules"]])
        place = result["locations"][0]["physicalLocation"]
        self.assertEqual(place["artifactLocation"]["uri"], "a%20b.seedbundle")
        region = place["region"]
        self.assertEqual((region["startLine"], region["startColumn"], region["byteOffset"]), (9, 11, 363))
        related = result["relatedLocations"][0]["physicalLocation"]["region"]
        self.assertEqual((related["startLine"], related["startColumn"], related["byteOffset"]), (4, 66, 171))
        self.assertTrue(run["invocations"][0]["executionSuccessful"])

    def test_a_path_below_this_folder_is_relative(self):
        self.write("x.seedbundle", DATA[:-1])
        (result,) = self.sarif(str(self.folder.resolve() / "x.seedbundle"))["results"]
        self.assertEqual(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "x.seedbundle")

    def test_an_input_that_cannot_be_read_is_a_notification(self):
        run = self.sarif("missing", status=2)
        self.assertEqual(run["results"], [])
        invocation = run["invocations"][0]
        self.assertFalse(invocation["executionSuccessful"])
        self.assertEqual(invocation["toolExecutionNotifications"][0]["message"]["text"], "No such file or directory")

    def test_valid_bundles_have_no_results(self):
        self.write("x.seedbundle", DATA)
        self.assertEqual(self.sarif("x.seedbundle", "x.seedbundle", status=0)["results"], [])

    def test_there_are_at_most_25000_results(self):
        count = 25010
        entry = b"0" * 64 + b" 0 %06d\n"
        index = b"=== SEED-BUNDLE 1\n=== INDEX %d 0\n" % count + b"".join(entry % i for i in range(count))
        blocks = b"".join(b"=== FILE 0 %06d\n\n" % i for i in range(count))
        digest = sha256(index)
        self.write("x.seedbundle", index + b"=== DIGEST " + digest + b"\n" + blocks + b"=== END\n")
        run = self.sarif("x.seedbundle")
        self.assertEqual(len(run["results"]), 25000)
        notes = run["invocations"][0]["toolExecutionNotifications"]
        self.assertEqual([note["message"]["text"] for note in notes], ["10 more results were left out"])


class Annotations(CliTest):
    def test_a_finding_is_an_error_command(self):
        self.write("x,y.seedbundle", DATA[:-1])
        done = self.run_program("validate", "--format=github", "x,y.seedbundle")
        self.assertEqual(done.status, 1)
        self.assertEqual(
            done.out.decode(),
            "::error file=x%2Cy.seedbundle,line=14,col=8,title=truncated::"
            "the input ends before the bundle does (offset 411)\n",
        )

    def test_ten_are_shown_and_the_rest_counted(self):
        self.write("x", DATA[:-1])
        out = self.run_program("validate", "--format=github", *["x"] * 12).out.decode().splitlines()
        self.assertEqual(len(out), 11)
        self.assertEqual(out[10], "12 errors; the first 10 are shown above")

    def test_an_input_that_cannot_be_read_is_one_too(self):
        done = self.run_program("validate", "--format=github", "missing")
        self.assertEqual((done.status, done.out), (2, b"::error file=missing::No such file or directory\n"))


class MaxErrors(CliTest):
    def test_it_stops_after_so_many_errors_of_all_inputs(self):
        self.write("x", DATA.replace(b"hello", b"jello"))  # two bad documents
        for most, findings, summaries in ((1, 1, 1), (2, 2, 1), (3, 3, 2), (4, 4, 2)):
            with self.subTest(most):
                done = self.run_program("validate", "--format=json", f"--max-errors={most}", "x", "x", "x")
                found = [one["type"] for one in self.json_lines(done.out)]
                self.assertEqual((done.status, found.count("error"), found.count("summary")), (1, findings, summaries))
                self.assertIn(b"what comes after was not looked at", done.err)

    def test_it_says_nothing_while_there_are_fewer(self):
        self.write("x", DATA.replace(b"hello", b"jello"))
        done = self.run_program("validate", "--max-errors=3", "x")
        self.assertEqual((done.status, done.err), (1, b""))


class Inspect(CliTest):
    def inspect(self, offset, *, data=DATA):
        return self.succeed("inspect", f"--at={offset}", stdin=data).decode()

    def test_state_field_and_entry_of_each_place_are_named(self):
        for offset, state, field, entry in (
            (0, "MAGIC", "keyword", None), (16, "MAGIC", "version", None), (28, "INDEX", "count", None),
            (30, "INDEX", "total", None), (33, "ENTRY", "sha256", "0"), (98, "ENTRY", "size", "0"),
            (100, "ENTRY", "name", "0"), (106, "ENTRY", "sha256", "1"), (254, "DIGEST", "keyword", None),
            (265, "DIGEST", "sha256", None), (330, "FILE", "keyword", "0: a.txt, 5 bytes"),
            (339, "FILE", "size", "0: a.txt, 5 bytes"), (341, "FILE", "name", "0: a.txt, 5 bytes"),
            (347, "PAYLOAD", None, "0: a.txt, 5 bytes"), (352, "PAYLOAD_END", None, "0: a.txt, 5 bytes"),
            (404, "END", "keyword", None), (411, "END", "end of line", None), (412, "TRAILER", None, None),
        ):  # fmt: skip
            with self.subTest(offset):
                out = self.inspect(offset)
                self.assertIn(f"offset {offset}, line ", out)
                self.assertRegex(out, rf"\n  state    {state}: ")
                self.assertEqual(re.findall(r"\n  field    (.*)\n", out), [field] if field else [])
                self.assertEqual(re.findall(r"\n  entry    (.*)\n", out), [entry] if entry else [])

    def test_the_byte_is_marked_in_the_window(self):
        self.assertIn("[6c]", self.inspect(349))
        self.assertIn("[  ]", self.inspect(len(DATA)))

    def test_a_file_and_a_pipe_show_the_same(self):
        self.write("x", DATA)
        for offset in (0, 100, 300, 349, 412):
            shown = self.succeed("inspect", f"--at={offset}", "x").decode()
            self.assertEqual(shown.replace("x: ", "-: ", 1), self.inspect(offset))

    def test_an_error_before_the_place_is_reported_instead(self):
        done = self.run_program("inspect", "--at=400", stdin=DATA.replace(b"=== FILE 13", b"=== FILE 12"))
        self.assertEqual((done.status, done.out), (1, b""))
        self.assertIn(b"[header-mismatch]", done.err)

    def test_a_place_beyond_the_end_is_an_error(self):
        done = self.run_program("inspect", "--at=413", stdin=DATA)
        self.assertEqual((done.status, done.out), (2, b""))
        self.assertEqual(done.err, b"seedbundle: -: offset 413 is beyond the end, which is at 412\n")

    def test_without_a_place_the_first_error_is_shown(self):
        done = self.run_program("inspect", stdin=DATA.replace(b"=== FILE 13", b"=== FILE 12"))
        self.assertEqual(done.status, 1)
        self.assertIn(b"[32]", done.out)
        self.assertIn(b"[header-mismatch]", done.err)

    def test_the_trace_is_that_of_the_golden_files(self):
        """For each golden file whose run needs no option that the program does not set."""
        compared = 0
        for path in sorted((TREE / "tests/golden").glob("*.trace")):
            about, _, events = path.read_text(encoding="utf-8").partition("\nevents:\n")
            options = re.search(r"(?m)^options: (.*)$", about)[1]
            goes_on = " problem " in events or "problem payload" in events or "failed payload" in events
            if options != ("keep_going" if goes_on else "none") or "--" in about.splitlines()[0]:
                continue
            quoted = re.findall(r'(?m)^ *[0-9]+ "(.*)"$', about.partition("\ninput:\n")[2])
            data = b"".join(part.encode().decode("unicode_escape").encode("latin-1") for part in quoted)
            out = self.run_program("inspect", "--trace", stdin=data).out.decode()
            self.assertEqual(out, re.sub(r"used \d+\n$", "", events), path.name)
            compared += 1
        self.assertGreater(compared, 10)


if __name__ == "__main__":
    unittest.main()

"""Options, help, explain, version, and every way to call the program wrongly."""

import re
import unittest

from support.bundle import demo, pack
from support.program import TREE, CliTest

DATA = demo().bytes()
MANY = {"files-from", "null"}
LIMITS = {"max-files", "max-file-size", "max-total-size", "max-index-bytes"}
ALWAYS = {"help", "version"}
OPTIONS = {
    "validate": MANY
    | LIMITS
    | ALWAYS
    | {"format", "quiet", "require-utf8", "no-verify", "color", "progress", "max-errors"},
    "list": LIMITS | ALWAYS | {"format", "color"},
    "cat": LIMITS | ALWAYS | {"raw", "color"},
    "records": MANY | LIMITS | ALWAYS | {"require-utf8", "max-document", "color", "progress"},
    "digest": MANY | LIMITS | ALWAYS | {"color"},
    "pack": MANY | ALWAYS | {"directory", "output", "force", "progress"},
    "inspect": LIMITS | ALWAYS | {"at", "trace", "color"},
    "explain": ALWAYS | {"example"},
}
WITH_ARGUMENT = LIMITS | {"files-from", "format", "color", "progress", "max-document", "directory", "output"}
WITH_ARGUMENT |= {"max-errors", "at"}
SHORT = {"q": "quiet", "0": "null", "T": "files-from", "C": "directory", "o": "output", "h": "help"}
SIZES = ("max-file-size", "max-total-size", "max-index-bytes", "max-document")
OPERANDS = {"cat": ["x", "a.txt"], "pack": ["x"], "explain": ["truncated"]}


class Usage(CliTest):
    def setUp(self):
        super().setUp()
        self.write("x", DATA)

    def operands(self, verb):
        return OPERANDS.get(verb, ["x"])

    # -- Help and version --

    def test_without_a_verb_the_usage_is_shown_on_stderr(self):
        for arguments in ([], [""]):
            done = self.run_program(*arguments)
            self.assertEqual((done.status, done.out), (2, b""))
            self.assertIn(b"Usage: seedbundle VERB [OPTIONS] [ARGS]\n", done.err)

    def test_an_unknown_verb_is_named_and_the_usage_shown(self):
        for verb in ("extract", "Validate", "val", "validat", "validatee", "-", "help"):
            with self.subTest(verb):
                done = self.run_program(verb, "x")
                self.assertEqual((done.status, done.out), (2, b""))
                self.assertIn(b"Usage: ", done.err)

    def test_help_lists_every_verb_and_no_other(self):
        for option in ("--help", "-h"):
            out = self.succeed(option).decode()
            verbs = re.findall(r"^  ([a-z]+) +\S", out.split("Verbs:\n")[1].split("\n\n")[0], re.MULTILINE)
            self.assertEqual(set(verbs), set(OPTIONS))

    def test_help_of_a_verb_lists_its_options_and_no_other(self):
        for verb, options in OPTIONS.items():
            for arguments in ([verb, "--help"], [verb, "-h"], [verb, "missing", "--help"]):
                with self.subTest(arguments):
                    out = self.succeed(*arguments).decode()
                    self.assertTrue(out.startswith(f"Usage: seedbundle {verb} [OPTIONS]"), out)
                    listed = re.findall(r"^  (?:-\w, |    )--([a-z0-9-]+)", out, re.MULTILINE)
                    self.assertEqual(set(listed), options)
                    self.assertEqual(len(listed), len(options))

    def test_help_shows_which_options_take_an_argument(self):
        for verb in OPTIONS:
            out = self.succeed(verb, "--help").decode()
            listed = dict(re.findall(r"^  (?:-\w, |    )--([a-z0-9-]+)(=?)", out, re.MULTILINE))
            self.assertEqual({name for name, equals in listed.items() if equals}, WITH_ARGUMENT & OPTIONS[verb])

    def test_help_fits_a_terminal(self):
        for arguments in (["--help"], *([verb, "--help"] for verb in OPTIONS)):
            for line in self.succeed(*arguments).decode().splitlines():
                self.assertLessEqual(len(line), 120, line)

    def test_the_version_is_that_of_the_header(self):
        header = (TREE / "parser/include/seedbundle/seedbundle.h").read_text(encoding="utf-8")
        version = re.search(r'#define SB_VERSION "(.*)"', header).group(1)
        for arguments in (["--version"], *([verb, "--version"] for verb in OPTIONS)):
            with self.subTest(arguments):
                self.assertTrue(self.succeed(*arguments).decode().startswith(f"seedbundle {version} "))

    # -- Options --

    def test_every_verb_takes_its_options_and_refuses_all_others(self):
        values = {"format": "json", "color": "never", "progress": "never", "directory": ".", "at": "5"}
        values["files-from"] = "/dev/null"
        names = set().union(*OPTIONS.values()) - {"output"}
        for verb, options in OPTIONS.items():
            for name in names - ALWAYS:
                value = values.get(name, "1000")
                option = f"--{name}={value}" if name in WITH_ARGUMENT else f"--{name}"
                with self.subTest(verb=verb, option=option):
                    done = self.run_program(verb, option, *self.operands(verb))
                    if name in options:
                        self.assertEqual((done.status, done.err), (0, b""))
                    else:
                        self.assertEqual((done.status, done.out), (2, b""))
                        self.assertEqual(done.err.decode(), f"seedbundle: unknown or ambiguous option '{option}'\n")

    def test_unknown_options_are_errors_that_name_them(self):
        for option, named in (
            ("--nonsense", "--nonsense"), ("--nonsense=1", "--nonsense=1"), ("-x", "-x"), ("-qx", "-x"), ("-Z1", "-Z"),
            ("--no-verify-x", "--no-verify-x"), ("---quiet", "---quiet"),
        ):
            with self.subTest(option):
                done = self.run_program("validate", option, "x")
                self.assertEqual((done.status, done.out), (2, b""))
                self.assertRegex(done.err.decode(), rf"^seedbundle: unknown [a-z ]*option '{re.escape(named)}'\n$")

    def test_unknown_options_of_other_bytes_are_errors_that_name_them(self):
        for arguments in (["-é"], ["-qé"], ["--quiet", "-é"], ["x", "-é"], ["-\x1b"]):
            with self.subTest(arguments):
                done = self.run_program("validate", *arguments)
                self.assertEqual((done.status, done.out), (2, b""))
                self.assertIn(b"seedbundle: unknown option", done.err)

    def test_an_argument_that_an_option_does_not_take_is_an_error_that_says_so(self):
        for option in ("--quiet=1", "--no-verify=1", "--require-utf8=", "--null=1", "--help=x", "--version=x"):
            with self.subTest(option):
                done = self.run_program("validate", option, "x")
                self.assertEqual((done.status, done.out), (2, b""))
                self.assertEqual(done.err.decode(), f"seedbundle: no argument is taken by option '{option}'\n")

    def test_a_missing_argument_is_an_error(self):
        for verb, options in OPTIONS.items():
            for name in options & WITH_ARGUMENT:
                with self.subTest(verb=verb, option=name):
                    done = self.run_program(verb, *self.operands(verb), f"--{name}")
                    self.assertEqual((done.status, done.out), (2, b""))
                    self.assertEqual(done.err.decode(), f"seedbundle: option '--{name}' needs an argument\n")
        for letter in "CoT":
            self.fail_with(2, f"option '-{letter}' needs an argument".encode(), "pack", f"-{letter}")

    def test_an_option_may_be_shortened_while_it_is_clear(self):
        self.assertEqual(self.succeed("validate", "--qui", "x"), b"")
        self.assertEqual(self.succeed("validate", "--form=json", "x"), self.succeed("validate", "--format=json", "x"))
        self.assertEqual(self.run_program("validate", "--max-file=1", "x").status, 2)
        self.fail_with(2, b"unknown or ambiguous option '--max-f=1'", "validate", "--max-f=1", "x")
        self.fail_with(2, b"unknown or ambiguous option '--n'", "validate", "--n", "x")

    def test_options_may_stand_anywhere_before_two_hyphens(self):
        self.assertEqual(self.succeed("validate", "x", "-q"), b"")
        self.write("-q", DATA)
        self.assertIn(b"-q: valid", self.succeed("validate", "--", "-q"))
        self.assertIn(b"./-q: valid", self.succeed("validate", "./-q"))

    def test_the_argument_may_follow_or_be_joined(self):
        whole = self.succeed("pack", "x")
        self.write("list", b"x\n")
        for arguments in (["-T", "list"], ["-Tlist"], ["--files-from", "list"], ["--files-from=list"]):
            self.assertEqual(self.succeed("pack", *arguments), whole)

    # -- Values --

    def test_sizes_take_a_unit(self):
        size = 3 << 10
        self.write("y", pack([(b"a", b"x" * size)]))
        for value, fits in (
            ("3072", True), ("3071", False), ("3K", True), ("3k", True), ("2K", False), ("1M", True), ("1m", True),
            ("1G", True), ("1T", True), ("0T", False), ("003K", True), ("16777215T", True),
            ("18446744073709551615", True),
        ):
            with self.subTest(value):
                done = self.run_program("validate", f"--max-file-size={value}", "y")
                self.assertEqual((done.status, done.err), (0 if fits else 1, b""))

    def test_bad_sizes_are_errors(self):
        for value in (
            "", "x", "K", "-1", "+1", " 1", "1 ", "1 K", "0x10", "1.5K", "1KB", "1KiB", "1P", "1B", "1,000",
            "18446744073709551616", "99999999999999999999999", "16777216T", "18014398509481984K", "१",
        ):
            for option in SIZES:
                verb = "records" if option == "max-document" else "validate"
                with self.subTest(option=option, value=value):
                    done = self.run_program(verb, f"--{option}={value}", "x")
                    self.assertEqual((done.status, done.out), (2, b""))
                    self.assertIn(f"--{option} takes a size such as".encode(), done.err)

    def test_a_number_of_documents_takes_no_unit(self):
        self.succeed("validate", "--max-files=18446744073709551615", "x")
        for value in ("1K", "", "-1", "1.0", "18446744073709551616"):
            with self.subTest(value):
                done = self.run_program("validate", f"--max-files={value}", "x")
                self.assertEqual((done.status, done.out), (2, b""))
                self.assertIn(b"--max-files takes a number, not", done.err)

    def test_bad_choices_are_errors(self):
        for option, values in {
            "format": ("", "xml", "JSON", "jso", "json ", "sari"), "color": ("", "yes", "alway", "Never"),
            "progress": ("", "1", "on"),
        }.items():
            for value in values:
                with self.subTest(option=option, value=value):
                    done = self.run_program("validate", f"--{option}={value}", "x")
                    self.assertEqual((done.status, done.out), (2, b""))
                    self.assertEqual(done.err.decode(), f"seedbundle: --{option} does not take '{value}'\n")

    def test_a_wrong_option_keeps_everything_from_being_done(self):
        done = self.run_program("pack", "-o", "out", "x", "--nonsense")
        self.assertEqual(done.status, 2)
        self.assertEqual(self.listing(), ["x"])


class Explain(CliTest):
    def test_all_codes_are_explained_as_the_document_has_them(self):
        document = (TREE / "parser/docs/ERRORS.md").read_bytes()
        self.assertEqual(self.succeed("explain"), document)

    def test_one_code_is_explained_as_among_all(self):
        whole = self.succeed("explain").decode()
        sections = ["## " + text for text in whole.split("\n## ")[1:]]
        self.assertGreater(len(sections), 25)
        for section in sections:
            code = section.split("\n")[0][3:]
            with self.subTest(code):
                self.assertEqual(self.succeed("explain", code).decode().strip(), section.strip())

    def test_several_codes_are_explained_in_their_order(self):
        one, two = self.succeed("explain", "truncated"), self.succeed("explain", "bad-magic")
        self.assertEqual(self.succeed("explain", "truncated", "bad-magic"), one + b"\n" + two)

    def test_every_explanation_has_a_sentence_a_meaning_and_a_reason(self):
        for section in self.succeed("explain").decode().split("\n## ")[1:]:
            code, sentence, meaning, reason, example = section.strip().split("\n\n", 4)
            self.assertRegex(code, "^[a-z0-9]+(-[a-z0-9]+)+$|^truncated$")
            self.assertTrue(sentence.startswith("> ") and not sentence.endswith("."), sentence)
            self.assertTrue(meaning.endswith("."))
            self.assertGreater(len(reason), 60)
            self.assertTrue(example.startswith(("An example", "No input gives this error")))

    def test_an_unknown_code_is_an_error_that_lists_the_codes(self):
        for code in ("nonsense", "", "TRUNCATED", "truncate", "ok", "1"):
            with self.subTest(code):
                done = self.run_program("explain", code)
                self.assertEqual((done.status, done.out), (2, b""))
                self.assertIn(b"no such code; the codes are:\n", done.err)
                self.assertIn(b"\n  truncated\n", done.err)


if __name__ == "__main__":
    unittest.main()

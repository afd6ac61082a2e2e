"""Terminals: colour, progress, and hostile bytes that must never reach one raw."""

import concurrent.futures
import os
import re
import threading
import time
import unicodedata
import unittest

from support.bundle import Draft, demo, pack
from support.human import HIDDEN, escape
from support.program import CliTest, limit_file_size, run_on_terminal

DATA = demo().bytes()
COLOUR = re.compile(rb"\x1b\[[0-9;]*m")
CLEAR = b"\r\x1b[K"
HOSTILE = {
    "an escape sequence": b"\x1b[31mred\x1b]0;title\x07",
    "a C1 control": "\u009b31m".encode(),
    "a bare C1 byte": b"\x9b31m",
    "a zero-width space": "a\u200bb".encode(),
    "a soft hyphen": "a\u00adb".encode(),
    "a right-to-left override": "a\u202etxt.exe".encode(),
    "an isolate": "a\u2066b".encode(),
    "a byte order mark": "\ufeffa".encode(),
    "a newline": b"a\nseedbundle: x: valid",
    "a carriage return": b"a\rb",
    "a backspace": b"ab\x08\x08c",
    "a delete": b"a\x7fb",
    "a tab": b"a\tb",
    "bytes that are no text": b"\xff\xfe\xc3(",
    "an overlong escape": b"\xc1\x9b[31m",
    "a line separator": "a\u2028b".encode(),
    "a tag character": "a\U000e0041b".encode(),
    "a private character": "a\ue000b".encode(),
}


def raw(shown, lines="\n"):
    """The characters that drive a terminal or hide, in what it was shown; and bytes that are no text."""
    text = shown.decode("utf-8", "surrogateescape")
    return {hex(ord(c)) for c in text if unicodedata.category(c) in HIDDEN and c not in lines}


class Colour(CliTest):
    def setUp(self):
        super().setUp()
        self.write("bad", DATA.replace(b"hello, world", b"Hello, world"))

    def is_coloured(self, *options, verb="validate", streams=("stdout",), **env):
        done = self.run_on_terminal(verb, *options, "bad", streams=streams, env=env)
        self.assertEqual(done.status, 1)
        found = {name: bool(COLOUR.search(getattr(done, name))) for name in ("out", "err", "shown")}
        return found["shown" if streams else "out"]

    def test_a_terminal_is_coloured(self):
        self.assertTrue(self.is_coloured())

    def test_a_pipe_is_not_coloured(self):
        self.assertFalse(self.is_coloured(streams=()))

    def test_without_colour_no_escape_sequence_is_written(self):
        done = self.run_on_terminal("validate", "--color=never", "bad", "missing")
        self.assertNotIn(b"\x1b", done.shown)

    def test_colour_changes_nothing_but_colour(self):
        plain = self.run_program("validate", "bad").out
        done = self.run_program("validate", "--color=always", "bad")
        self.assertNotEqual(done.out, plain)
        self.assertEqual(COLOUR.sub(b"", done.out), plain)

    def test_every_coloured_text_ends_plain(self):
        for line in self.run_program("validate", "--color=always", "bad").out.splitlines():
            codes = COLOUR.findall(line)
            self.assertEqual(codes[1::2], [b"\x1b[0m"] * (len(codes) // 2), line)

    def test_no_color_turns_colour_off(self):
        self.assertFalse(self.is_coloured(NO_COLOR="1"))
        self.assertFalse(self.is_coloured(NO_COLOR="0"))

    def test_an_empty_no_color_does_nothing(self):
        self.assertTrue(self.is_coloured(NO_COLOR=""))
        self.assertFalse(self.is_coloured(NO_COLOR="", streams=()))

    def test_force_color_turns_colour_on(self):
        self.assertTrue(self.is_coloured(FORCE_COLOR="1", streams=()))
        self.assertFalse(self.is_coloured(FORCE_COLOR="", streams=()))

    def test_a_dumb_terminal_is_not_coloured(self):
        self.assertFalse(self.is_coloured(TERM="dumb"))
        self.assertTrue(self.is_coloured(TERM=None))

    def test_no_color_goes_before_force_color(self):
        self.assertFalse(self.is_coloured(NO_COLOR="1", FORCE_COLOR="1"))

    def test_force_color_goes_before_a_dumb_terminal(self):
        self.assertTrue(self.is_coloured(FORCE_COLOR="1", TERM="dumb", streams=()))

    def test_the_option_goes_before_everything(self):
        self.assertTrue(self.is_coloured("--color=always", NO_COLOR="1", TERM="dumb", streams=()))
        self.assertFalse(self.is_coloured("--color=never", FORCE_COLOR="1"))

    def test_the_option_auto_is_as_if_there_were_none(self):
        self.assertTrue(self.is_coloured("--color=auto"))
        self.assertFalse(self.is_coloured("--color=auto", NO_COLOR="1"))

    def test_the_last_option_counts(self):
        self.assertFalse(self.is_coloured("--color=always", "--color=never"))

    def test_findings_on_stderr_are_coloured_where_stderr_is_a_terminal(self):
        self.write("bad", DATA[:100])
        for verb in ("list", "digest"):
            with self.subTest(verb):
                self.assertTrue(self.is_coloured(verb=verb, streams=("stderr",)))
                self.assertFalse(self.is_coloured(verb=verb, streams=("stdout",)))

    def test_json_is_never_coloured(self):
        done = self.run_program("validate", "--format=json", "--color=always", "bad")
        self.assertEqual(len(self.json_lines(done.out)), 2)
        self.assertNotIn(b"\x1b", done.out)


def validate_slowly(*options, streams=("stderr",), pause=1.2):
    """Validates a bundle of which the second half comes late."""
    data = pack([(b"a", b"x" * 200000)])
    reading, writing = os.pipe()

    def feed():
        os.write(writing, data[:1000])
        time.sleep(pause)
        for at in range(1000, len(data), 50000):
            os.write(writing, data[at : at + 50000])
        os.close(writing)

    threading.Thread(target=feed, daemon=True).start()
    try:
        return run_on_terminal("validate", *options, f"/dev/fd/{reading}", pass_fds=(reading,), streams=streams)
    finally:
        os.close(reading)


class Progress(CliTest):
    @classmethod
    def setUpClass(cls):
        """All that waits, at the same time."""
        with concurrent.futures.ThreadPoolExecutor() as pool:
            made = {
                "terminal": pool.submit(validate_slowly),
                "pipe": pool.submit(validate_slowly, streams=()),
                "stdout": pool.submit(validate_slowly, streams=("stdout",)),
                "short": pool.submit(validate_slowly, pause=0),
                "never": pool.submit(validate_slowly, "--progress=never"),
            }
        cls.slow = {name: future.result() for name, future in made.items()}

    def test_work_of_over_a_second_shows_progress_on_a_terminal(self):
        done = self.slow["terminal"]
        self.assertEqual(done.status, 0)
        self.assertRegex(done.shown, rb"^(\r\x1b\[K[^\r\n]*: [0-9.]+ KiB)+\r\x1b\[K$")
        self.assertIn(b": valid: ", done.out)
        self.assertNotIn(b"\r", done.out)

    def test_no_other_stream_shows_progress(self):
        self.assertEqual(self.slow["pipe"].err, b"")
        self.assertEqual(self.slow["stdout"].err, b"")
        self.assertNotIn(b"KiB", self.slow["stdout"].shown)

    def test_short_work_shows_none(self):
        self.assertEqual(self.slow["short"].shown, b"")

    def test_progress_never_shows_none(self):
        self.assertEqual(self.slow["never"].shown, b"")

    def test_progress_always_shows_it_anywhere_and_at_once(self):
        self.write("x", DATA)
        for verb in ("validate", "records", "pack"):
            with self.subTest(verb):
                done = self.run_program(verb, "--progress=always", "x")
                self.assertEqual(done.status, 0)
                self.assertTrue(done.err.startswith(CLEAR), done.err)
                self.assertTrue(done.err.endswith(CLEAR), done.err)
                self.assertEqual(done.out, self.succeed(verb, "x"))

    def test_a_file_shows_how_much_of_it_is_done(self):
        self.write("x", DATA)
        err = self.run_program("validate", "--progress=always", "x").err
        self.assertIn(b"x: %d bytes of %d bytes (100 %%)" % (len(DATA), len(DATA)), err)

    def test_progress_is_taken_away_before_anything_else_is_said(self):
        self.write("x", DATA)
        self.write("bad", DATA.replace(b"hello", b"jello"))
        for arguments, more in (
            (["validate", "x", "bad", "missing", "x"], {}),
            (["records", "x", "bad", "missing", "x"], {}),
            (["pack", "x", "bad", "-o", "out"], {"preexec_fn": limit_file_size(0)}),
        ):
            with self.subTest(arguments):
                done = self.run_on_terminal(arguments[0], "--progress=always", *arguments[1:], **more)
                self.assertRegex(done.shown, rb"(%\)|measuring: \d+ bytes)\r\x1b\[K")
                self.assertNotRegex(done.shown, rb"(%\)|measuring: \d+ bytes)(?!\r\x1b\[K)")

    def test_progress_shows_no_raw_path(self):
        name = b"a\x1b[31m\xe2\x80\xaeb"
        self.write(name, DATA)
        err = self.run_program("validate", "--progress=always", name).err
        self.assertEqual(raw(err.replace(CLEAR, b"")), set())
        self.assertIn(escape(name).encode(), err)


class Hostile(CliTest):
    """Nothing that is written to a terminal holds a raw control or format character."""

    def judge(self, *arguments, shows=None, **more):
        done = self.run_on_terminal(*arguments, env={"NO_COLOR": "1"}, **more)
        self.assertEqual(raw(done.shown), set(), done.shown)
        if shows is not None:
            self.assertIn(shows, done.shown)
        return done

    def test_paths_that_do_not_exist(self):
        lines = {f"seedbundle: {escape(path)}: No such file or directory\n".encode() for path in HOSTILE.values()}
        for verb, *options in (["validate"], ["records"], ["digest"], ["pack", "-o", "out"]):
            with self.subTest(verb):
                shown = self.judge(verb, *options, *HOSTILE.values()).shown
                self.assertEqual({line for line in lines if line not in shown}, set())
        for what, path in HOSTILE.items():
            with self.subTest(what, verb="list"):
                self.judge("list", path, shows=f"seedbundle: {escape(path)}: No such file or directory\n".encode())
            with self.subTest(what, verb="cat"):
                self.judge("cat", path, "x", shows=escape(path).encode())

    def judge_bundles(self, data, status):
        for path in HOSTILE.values():
            self.write(path, data)
        for arguments in (["validate"], ["validate", "--format=json"], ["records"], ["digest"]):
            with self.subTest(arguments):
                self.assertEqual(self.judge(*arguments, *HOSTILE.values()).status, status)
        for what, path in HOSTILE.items():
            for arguments in (["list", path], ["list", "--format=json", path], ["cat", path, "a.txt"]):
                with self.subTest(what, verb=arguments[0]):
                    self.assertEqual(self.judge(*arguments).status, status)

    def test_paths_of_valid_bundles(self):
        self.judge_bundles(DATA, 0)

    def test_paths_of_bad_bundles(self):
        self.judge_bundles(DATA[:100], 1)

    def test_paths_in_lists(self):
        for what, path in HOSTILE.items():
            with self.subTest(what):
                self.judge("validate", "--files-from=-", "-0", stdin=path, shows=escape(path).encode())

    def test_paths_in_folders(self):
        for what, path in HOSTILE.items():
            self.write(os.path.join(b"in", path, path + b".seedbundle"), DATA)
        done = self.judge("validate", "in")
        self.assertEqual(done.status, 0)
        self.assertEqual(len(done.shown.splitlines()), len(HOSTILE) + 1)

    def test_folders_without_bundles(self):
        for what, path in HOSTILE.items():
            os.mkdir(os.path.join(os.fsencode(self.folder), path))
            with self.subTest(what):
                self.judge("validate", path, shows=escape(path).encode())

    def test_a_bundle_is_not_packed_to_a_terminal(self):
        self.write("in/x", b"\x1b]0;pwned\x07")
        done = self.run_on_terminal("pack", "in", streams=("stdout",))
        self.assertEqual(done.status, 2)
        self.assertIn(b"stdout is a terminal", done.err)
        self.assertEqual(done.out, b"")

    def test_names_that_cannot_be_packed(self):
        for what, path in HOSTILE.items():
            self.write(os.path.join(b"in", path), b"")
        self.judge("pack", "in", "-o", "out")

    def test_names_of_documents_that_were_asked_for(self):
        self.write("x", DATA)
        for what, name in HOSTILE.items():
            with self.subTest(what):
                self.assertEqual(self.judge("cat", "x", name, shows=escape(name).encode()).status, 2)

    def test_names_that_no_rule_forbids_but_that_hide(self):
        """Valid names may hold characters that nobody sees."""
        names = ["a\u00adb", "b\u200bc", "c\ue000d", "d\U000e0041e", "e\u0378f"]
        draft = Draft([(name.encode(), b"x") for name in names])
        self.write("x", draft.bytes())
        for block in draft.blocks:
            block.payload = b"y"
        self.write("bad", draft.bytes())
        shown = [escape(name.encode()).encode() for name in names]
        for arguments in (["list", "x"], ["validate", "bad"], ["records", "x"], ["records", "bad"]):
            with self.subTest(arguments):
                out = self.judge(*arguments).shown
                if arguments[0] != "records":
                    self.assertEqual([name for name in shown if name not in out], [])
        for form in ("human", "json"):
            self.assertEqual(self.judge("list", "--format", form, "x").status, 0)

    def test_lines_of_bad_bundles(self):
        for what, text in HOSTILE.items():
            with self.subTest(what):
                draft = Draft([(b"a", b"x" * 8)])
                draft.blocks[0].payload = b"12345" + text + b"789"
                self.assertEqual(self.judge("validate", stdin=draft.bytes()).status, 1)
                draft = Draft([(b"a" + text, b"x")])
                self.judge("validate", stdin=draft.bytes())

    def test_documents_in_records(self):
        for what, text in HOSTILE.items():
            with self.subTest(what):
                self.assertEqual(self.judge("records", stdin=pack([(b"a", text)])).status, 0)

    def test_documents_in_cat(self):
        for what, text in HOSTILE.items():
            if what != "a tab":
                with self.subTest(what):
                    self.assertEqual(self.judge("cat", "-", "a", stdin=pack([(b"a", text)])).status, 0)

    def test_options_that_do_not_exist(self):
        for what, text in HOSTILE.items():
            for option in (b"--" + text, b"-" + text, b"--color=" + text, b"--max-files=" + text, b"-q" + text):
                with self.subTest(what, option=option):
                    self.assertEqual(self.judge("validate", option).status, 2)

    def test_verbs_and_codes_that_do_not_exist(self):
        for what, text in HOSTILE.items():
            for arguments in ([text], ["explain", text], ["pack", "-o", text + b"/"], ["pack", "-C", text, "x"]):
                with self.subTest(what, arguments=arguments):
                    self.assertEqual(self.judge(*arguments).status, 2)

    def test_escaped_is_not_the_same_as_literal(self):
        """What an escape stands for cannot be written as a path that looks like it."""
        one = self.run_program("validate", b"a\x1bb").err
        other = self.run_program("validate", rb"a\x1bb").err
        self.assertNotEqual(one, other)


if __name__ == "__main__":
    unittest.main()

"""Where bundles come from: operands, stdin, lists, folders; and what happens where nothing can be read."""

import fcntl
import os
import socket
import subprocess
import threading
import time
import unittest

from support.bundle import Draft, demo
from support.program import CliTest, Pieces, start
from support.watch import stopped_when

DATA = demo().bytes()
READING_VERBS = {"validate": [], "list": [], "cat": ["a.txt"], "records": [], "digest": []}


class Inputs(CliTest):
    def names(self, *arguments, status=0, **more):
        """The inputs that were looked at, in order."""
        done = self.run_program("validate", "--format=json", *arguments, **more)
        self.assertEqual(done.status, status, done)
        return [found["bundle"] for found in self.json_lines(done.out) if found["type"] == "summary"]


class Stdin(Inputs):
    def test_stdin_is_read_where_nothing_is_named(self):
        self.assertEqual(self.names(stdin=DATA), ["-"])

    def test_a_hyphen_is_stdin(self):
        self.write("x", DATA)
        self.assertEqual(self.names("x", "-", "x", stdin=DATA), ["x", "-", "x"])

    def test_every_reading_verb_reads_stdin(self):
        for verb, names in READING_VERBS.items():
            with self.subTest(verb):
                self.assertEqual(self.run_program(verb, "-", *names, stdin=DATA).status, 0)
                if verb != "cat":
                    self.assertEqual(self.run_program(verb, stdin=DATA).status, 0)

    def test_stdin_is_read_once(self):
        self.fail_with(2, b"stdin (-) can be read only once", "validate", "-", "-", stdin=DATA)
        self.fail_with(2, b"only once", "validate", "--files-from=-", "-", stdin=b"x\n")
        self.fail_with(2, b"only once", "validate", "--files-from=-", stdin=b"-\n")

    def test_stdin_may_stand_in_the_middle_of_a_file(self):
        self.write("x", b"a header of 25 bytes -----" + DATA)
        for verb, names in READING_VERBS.items():
            with self.subTest(verb), open(self.folder / "x", "rb") as file:
                os.lseek(file.fileno(), 26, os.SEEK_SET)
                at_begin = self.run_program(verb, "-", *names, stdin=DATA)
                self.assertEqual(self.run_program(verb, "-", *names, stdin=file), at_begin)

    def test_an_error_in_the_middle_of_a_file_counts_from_where_stdin_stands(self):
        self.write("x", b"line\nline\n" + DATA.replace(b"hello, world", b"Hello, world"))
        with open(self.folder / "x", "rb") as file:
            os.lseek(file.fileno(), 10, os.SEEK_SET)
            done = self.run_program("validate", stdin=file)
        self.assertEqual(done, self.run_program("validate", stdin=DATA.replace(b"hello, world", b"Hello, world")))

    def test_a_socket_is_read_like_a_pipe(self):
        ours, theirs = socket.socketpair()
        ours.sendall(DATA)
        ours.close()
        with theirs:
            self.assertEqual(self.run_program("validate", stdin=theirs).status, 0)

    def test_a_pipe_that_does_not_block_is_waited_for(self):
        reading, writing = os.pipe()
        fcntl.fcntl(reading, fcntl.F_SETFL, os.O_NONBLOCK)

        def feed():
            for at in range(0, len(DATA), 100):
                time.sleep(0.02)
                os.write(writing, DATA[at : at + 100])
            os.close(writing)

        threading.Thread(target=feed, daemon=True).start()
        self.assertEqual(self.run_program("validate", stdin=reading).status, 0)
        os.close(reading)

    def test_an_empty_stdin_is_a_truncated_bundle(self):
        with open(os.devnull, "rb") as null:
            done = self.run_program("validate", stdin=null)
        self.assertEqual(done.status, 1)
        self.assertEqual(done.out, self.run_program("validate", stdin=b"").out)

    def test_a_folder_on_stdin_is_an_error(self):
        folder = os.open(self.folder, os.O_RDONLY)
        self.addCleanup(os.close, folder)
        self.fail_with(2, b"-: Is a directory", "validate", stdin=folder)

    def test_a_terminal_is_not_waited_for_where_nothing_is_named(self):
        for verb in ("validate", "list", "records", "digest"):
            with self.subTest(verb):
                done = self.run_on_terminal(verb, streams=("stdin",))
                self.assertEqual((done.status, done.out), (2, b""))
                self.assertIn(b"stdin is a terminal", done.err)


class Lists(Inputs):
    def setUp(self):
        super().setUp()
        for name in ("a", "b c", "d"):
            self.write(name, DATA)

    def test_a_list_names_inputs_one_a_line(self):
        self.write("list", b"a\nb c\n\nd")
        self.assertEqual(self.names("--files-from", "list"), ["a", "b c", "d"])

    def test_a_list_comes_after_the_operands(self):
        self.write("list", b"a\n")
        self.assertEqual(self.names("--files-from=list", "d", "b c"), ["d", "b c", "a"])

    def test_a_list_may_come_from_stdin(self):
        self.assertEqual(self.names("--files-from", "-", stdin=b"a\nd\n"), ["a", "d"])
        self.assertEqual(self.names("--files-from", "-", stdin=Pieces(b"a\nd\n", 1)), ["a", "d"])

    def test_names_in_a_list_may_end_in_nul(self):
        self.write("line\nbreak", DATA)
        for option in ("-0", "--null"):
            found = self.names("--files-from=-", option, stdin=b"a\0line\nbreak\0d")
            self.assertEqual(found, ["a", "line\nbreak", "d"])

    def test_a_nul_in_a_list_of_lines_is_an_error(self):
        self.fail_with(2, b"the list holds a NUL: use --null", "validate", "--files-from=-", stdin=b"a\0d\0")

    def test_a_list_may_name_stdin_and_folders(self):
        self.write("folder/x.seedbundle", DATA)
        self.write("list", b"-\nfolder\n")
        self.assertEqual(self.names("--files-from=list", stdin=DATA), ["-", "folder/x.seedbundle"])

    def test_a_list_that_cannot_be_read_is_an_error(self):
        self.fail_with(2, b"missing: No such file or directory", "validate", "--files-from=missing")
        self.fail_with(2, b".: Is a directory", "validate", "--files-from=.")

    def test_names_in_a_list_are_no_options(self):
        self.write("--help", DATA)
        self.assertEqual(self.names("--files-from=-", stdin=b"--help\n"), ["--help"])

    def test_a_missing_file_in_a_list_does_not_keep_the_others_away(self):
        self.assertEqual(self.names("--files-from=-", stdin=b"a\nnone\nd\n", status=2), ["a", "none", "d"])

    def test_every_verb_of_many_bundles_takes_a_list(self):
        for verb in ("validate", "records", "digest"):
            with self.subTest(verb):
                by_list = self.succeed(verb, "--files-from=-", "-0", stdin=b"a\0d\0")
                self.assertEqual(by_list, self.succeed(verb, "a", "d"))


class Folders(Inputs):
    def test_a_folder_stands_for_all_bundles_below_it_in_path_order(self):
        for name in ("b", "a/z", "a/b/c", "a", "a b", "é"):
            self.write(f"in/{name}.seedbundle", DATA)
        self.assertEqual(
            self.names("in"),
            [
                "in/a/b/c.seedbundle", "in/a/z.seedbundle", "in/a b.seedbundle", "in/a.seedbundle", "in/b.seedbundle",
                "in/é.seedbundle",
            ],
        )

    def test_a_folder_may_be_named_with_a_slash(self):
        self.write("in/a.seedbundle", DATA)
        for name in ("in/", "./in", "in/."):
            (found,) = self.names(name)
            self.assertEqual((os.path.normpath(found), found.startswith(name)), ("in/a.seedbundle", True))

    def test_only_the_suffix_makes_a_bundle(self):
        others = ("b.txt", "c.seedbundle.bak", "d.SEEDBUNDLE", "seedbundle", ".seedbundle", "e.seedbundle~")
        for name in ("a.seedbundle", *others):
            self.write("in/" + name, DATA)
        self.assertEqual(self.names("in"), ["in/a.seedbundle"])

    def test_links_in_a_folder_are_not_followed(self):
        self.write("out/x.seedbundle", b"bad")
        self.write("in/a.seedbundle", DATA)
        os.symlink("../out", self.folder / "in/link")
        os.symlink(".", self.folder / "in/loop")
        self.assertEqual(self.names("in"), ["in/a.seedbundle"])

    def test_a_bundle_in_a_folder_that_is_a_link_or_a_pipe_is_not_passed_over_in_silence(self):
        self.write("out/x.seedbundle", b"bad")
        self.write("in/a.seedbundle", DATA)
        os.symlink("../out/x.seedbundle", self.folder / "in/b.seedbundle")
        os.symlink("nowhere", self.folder / "in/c.seedbundle")
        os.mkfifo(self.folder / "in/d.seedbundle")
        self.assertEqual(self.names("in", status=2), ["in/a.seedbundle"])
        for name in (b"b", b"c", b"d"):
            message = b"in/" + name + b".seedbundle: is a link or a special file, and is not followed"
            self.fail_with(2, message, "validate", "in")

    def test_a_list_that_names_no_bundle_is_an_error(self):
        for verb in ("validate", "records", "digest"):
            self.fail_with(2, b"-: the list names no bundle", verb, "--files-from=-")

    def test_a_folder_without_bundles_is_an_error_and_the_others_are_done(self):
        self.write("x", DATA)
        os.makedirs(self.folder / "empty/deep")
        self.write("empty/deep/note.txt", b"")
        self.fail_with(2, b"empty: the folder holds no *.seedbundle", "validate", "empty")
        self.assertIn("x", self.names("empty", "x", status=2))

    def test_a_folder_without_bundles_has_a_summary_too(self):
        os.mkdir(self.folder / "empty")
        self.assertEqual(self.names("empty", status=2), ["empty"])

    def test_a_closed_folder_is_an_error_and_the_others_are_done(self):
        self.write("in/a.seedbundle", DATA)
        self.write("in/closed/b.seedbundle", DATA)
        self.write("in/z.seedbundle", DATA)
        os.chmod(self.folder / "in/closed", 0)
        self.addCleanup(os.chmod, self.folder / "in/closed", 0o700)
        found = self.names("in", status=2, nobody=True)
        self.assertEqual([name for name in found if "closed" not in name], ["in/a.seedbundle", "in/z.seedbundle"])
        self.fail_with(2, b"in/closed: Permission denied", "validate", "in", nobody=True)

    def test_other_fifos_and_sockets_in_a_folder_are_passed_over(self):
        self.write("in/a.seedbundle", DATA)
        os.mkfifo(self.folder / "in/b")
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(self.folder / "in/c"))
            self.assertEqual(self.names("in"), ["in/a.seedbundle"])

    def test_a_verb_of_one_bundle_takes_no_folder(self):
        self.write("in/a.seedbundle", DATA)
        self.fail_with(2, b"in: Is a directory", "list", "in")
        self.fail_with(2, b"in: Is a directory", "cat", "in", "a.txt")


class Unreadable(Inputs):
    def judge(self, path, reason, **more):
        """No verb can read `path`: status 2, the reason, nothing on stdout; and validate goes on to the next."""
        for verb, names in READING_VERBS.items():
            with self.subTest(verb):
                done = self.run_program(verb, path, *names, **more)
                self.assertEqual((done.status, done.out), (2, b""))
                self.assertEqual(done.err.decode(), f"seedbundle: {path}: {reason}\n")
        self.write("good", DATA)
        os.chmod(self.folder / "good", 0o644)
        self.assertEqual(self.names("good", path, "good", status=2, **more), ["good", path, "good"])

    def test_a_missing_file(self):
        self.judge("missing", "No such file or directory")

    def test_a_path_through_a_file(self):
        self.write("x", DATA)
        self.judge("x/y", "Not a directory")

    def test_an_empty_path(self):
        self.judge("", "No such file or directory")

    def test_a_path_that_is_too_long(self):
        self.judge("n" * 300, "File name too long")

    def test_a_link_to_nowhere(self):
        os.symlink("nowhere", self.folder / "link")
        self.judge("link", "No such file or directory")

    def test_a_link_to_itself(self):
        os.symlink("link", self.folder / "link")
        self.judge("link", "Too many levels of symbolic links")

    def test_a_file_that_may_not_be_read(self):
        self.write("secret", DATA)
        os.chmod(self.folder / "secret", 0)
        self.judge("secret", "Permission denied", nobody=True)

    def test_a_file_in_a_folder_that_may_not_be_entered(self):
        self.write("closed/x", DATA)
        os.chmod(self.folder / "closed", 0)
        self.addCleanup(os.chmod, self.folder / "closed", 0o700)
        self.judge("closed/x", "Permission denied", nobody=True)

    def test_a_device(self):
        for device in ("/dev/null", "/dev/zero", "/dev/full"):
            self.judge(device, "is a device, not a bundle")

    def test_a_socket(self):
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(self.folder / "socket"))
            self.judge("socket", "No such device or address")

    def test_a_file_whose_reading_fails(self):
        self.judge("/proc/self/mem", "the source could not be read: Input/output error")

    def test_a_read_error_has_an_error_verdict_that_says_why(self):
        done = self.run_program("validate", "--format=json", "/proc/self/mem")
        (summary,) = self.json_lines(done.out)
        self.assertEqual((done.status, summary["verdict"], summary["errors"]), (2, "error", 0))
        self.assertIn("the source could not be read", summary["message"])

    def test_a_stdin_that_is_only_written_to(self):
        self.write("x", b"")
        with open(self.folder / "x", "wb") as file:
            self.fail_with(2, b"-: the source could not be read: Bad file descriptor", "validate", stdin=file)

    def test_a_fifo_is_read_like_a_pipe(self):
        os.mkfifo(self.folder / "fifo")

        def feed():
            with open(self.folder / "fifo", "wb") as fifo:
                fifo.write(DATA)

        for verb, names in READING_VERBS.items():
            with self.subTest(verb):
                writer = threading.Thread(target=feed, daemon=True)
                writer.start()
                self.assertEqual(self.run_program(verb, "fifo", *names).status, 0)
                writer.join(10)

    def test_a_file_that_is_cut_while_it_is_read_is_only_a_truncated_bundle(self):
        """Were it mapped, the program would die of it."""
        draft = Draft([(b"a", b"")])
        draft.total = draft.entries[0].size = draft.blocks[0].size = b"%d" % (1 << 30)
        self.write("x", draft.bytes()[: draft.at("payload 0")])
        os.truncate(self.folder / "x", 1 << 30)
        path = str(self.folder / "x")
        with start("validate", path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            with stopped_when(process, lambda target, position: target == path and position > 1 << 20):
                os.truncate(path, 1 << 19)
            out, err = process.finish()
        self.assertEqual((process.returncode, err), (1, b""))
        self.assertIn(b"[truncated]", out)


if __name__ == "__main__":
    unittest.main()

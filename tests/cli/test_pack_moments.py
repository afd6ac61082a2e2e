"""pack at bad moments: files that change under it, signals, system calls that fail.

Two ways stop the program at a known moment: a pipe that nobody reads keeps it in the middle of its second pass, and a
large file (with holes, so that it takes no space) gives time to stop it by a signal while a certain file is open.
"""

import errno
import fcntl
import os
import signal
import subprocess
import time
import unittest

from support import faults
from support.bundle import pack
from support.program import CliTest, limit_file_size, start
from support.watch import stopped_when

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
HOLE = 16 << 20  # bytes of the file that gives time
LARGE = 1 << 20  # bytes of a document that does not fit any pipe and buffer on its way


class Moments(CliTest):
    def setUp(self):
        super().setUp()
        self.write("in/a", b"a" * LARGE)
        self.write("in/b", b"the second document\n")
        self.expected = pack([(b"in/a", b"a" * LARGE), (b"in/b", b"the second document\n")])

    def path(self, name):
        return str(self.folder / name)

    def start(self, *arguments, **more):
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return start("pack", *arguments, cwd=self.folder, bufsize=0, **pipes, **more)

    def add_hole(self):
        """A document between the two others that takes its time."""
        self.write("in/aa", b"")
        os.truncate(self.path("in/aa"), HOLE)
        self.expected = pack([(b"in/a", b"a" * LARGE), (b"in/aa", bytes(HOLE)), (b"in/b", b"the second document\n")])

    def is_measured(self, target, position):
        return target == self.path("in/aa") and position > 0

    def is_copied(self, target, position):
        """The output has no name while it is written, or a temporary one."""
        is_input = f"{target}/".startswith(self.path("in/"))  # a folder that is read has positions, too
        return position > 1 << 17 and target.startswith(f"{self.folder}/") and not is_input

    def outputs(self):
        """What stands beside the folder that is packed."""
        return sorted(set(os.listdir(self.folder)) - {"in"})


class Changes(Moments):
    """A file that changes is an error and never a bundle that does not match its digests."""

    def while_writing(self, change, complaint):
        """Changes something when the INDEX is out and the first document is on its way to a pipe that is full."""
        with self.start("in") as process:
            head = process.stdout.read(40)
            self.wait_until_full(process.stdout)
            change()
            out, err = process.finish()
        self.assertEqual((process.returncode, err.decode()), (2, f"seedbundle: {complaint}\n"))
        self.assertEqual(self.run_program("validate", stdin=head + out).status, 1)

    @staticmethod
    def wait_until_full(pipe):
        """The program writes on until the pipe holds no more."""
        capacity = fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            held = int.from_bytes(fcntl.ioctl(pipe, 0x541B, bytes(4)), "little")  # FIONREAD
            if held > capacity - 8192:
                return
            time.sleep(0.001)
        raise AssertionError("the pipe was never full")

    def test_a_document_that_changes_while_it_is_read_again(self):
        def change():
            with open(self.path("in/a"), "r+b") as file:
                file.seek(LARGE - 1)
                file.write(b"b")

        self.while_writing(change, "in/a: changed while it was packed")

    def test_a_document_that_grows_while_it_is_read_again(self):
        def change():
            with open(self.path("in/a"), "ab") as file:
                file.write(b"b")

        self.while_writing(change, "in/a: changed while it was packed")

    def test_a_document_that_shrinks_while_it_is_read_again(self):
        self.while_writing(lambda: os.truncate(self.path("in/a"), LARGE - 1), "in/a: changed while it was packed")

    def test_a_document_to_come_that_changes_and_hides_it(self):
        def change():
            times = os.stat(self.path("in/b"))
            with open(self.path("in/b"), "r+b") as file:
                file.write(b"The")
            os.utime(self.path("in/b"), ns=(times.st_atime_ns, times.st_mtime_ns))

        self.while_writing(change, "in/b: changed while it was packed")

    def test_a_document_to_come_that_is_written_again_unchanged(self):
        def change():
            times = os.stat(self.path("in/b"))
            self.write("in/b", b"the second document\n")
            os.utime(self.path("in/b"), ns=(times.st_atime_ns, times.st_mtime_ns))

        self.while_writing(change, "in/b: changed while it was packed")

    def test_a_document_to_come_that_is_exchanged_for_an_equal_one(self):
        def change():
            times = os.stat(self.path("in/b"))
            self.write("new", b"the second document\n")
            os.utime(self.path("new"), ns=(times.st_atime_ns, times.st_mtime_ns))
            os.rename(self.path("new"), self.path("in/b"))

        self.while_writing(change, "in/b: changed while it was packed")

    def test_a_document_to_come_that_is_removed(self):
        self.while_writing(lambda: os.unlink(self.path("in/b")), "in/b: No such file or directory")

    def test_a_document_to_come_that_becomes_a_link(self):
        def change():
            os.rename(self.path("in/b"), self.path("elsewhere"))
            os.symlink("../elsewhere", self.path("in/b"))

        self.while_writing(change, "in/b: Too many levels of symbolic links")

    def test_a_document_to_come_that_becomes_a_fifo_is_not_waited_for(self):
        def change():
            os.unlink(self.path("in/b"))
            os.mkfifo(self.path("in/b"))

        self.while_writing(change, "in/b: is a named pipe, which a bundle cannot carry")

    def test_a_file_that_comes_into_being_too_late_is_no_document(self):
        with self.start("in") as process:
            head = process.stdout.read(40)
            self.wait_until_full(process.stdout)
            self.write("in/c", b"late")
            out, err = process.finish()
        self.assertEqual((process.returncode, err), (0, b""))
        self.assertEqual(head + out, self.expected)

    # -- With an output: nothing of it must appear --

    def while_measuring(self, change, complaint):
        """Changes something in the first pass, when `a` has been measured and `b` has not."""
        self.add_hole()
        with self.start("in", "-o", "out") as process:
            with stopped_when(process, self.is_measured):
                change()
                before = self.outputs()
            _, err = process.finish()
        self.assertEqual((process.returncode, err.decode()), (2, f"seedbundle: {complaint}\n"))
        self.assertEqual(self.outputs(), before)

    def test_a_document_that_changes_after_it_was_measured(self):
        def change():
            with open(self.path("in/a"), "r+b") as file:
                file.write(b"b")

        self.while_measuring(change, "in/a: changed while it was packed")

    def test_a_document_that_shrinks_while_it_is_measured(self):
        self.while_measuring(lambda: os.truncate(self.path("in/aa"), 10), "in/aa: changed while it was packed")

    def test_a_document_that_grows_while_it_is_measured(self):
        self.while_measuring(lambda: os.truncate(self.path("in/aa"), HOLE + 1), "in/aa: changed while it was packed")

    def test_a_document_that_is_removed_before_it_is_measured(self):
        self.while_measuring(lambda: os.unlink(self.path("in/b")), "in/b: No such file or directory")

    def test_a_folder_that_is_moved_away_before_its_documents_are_measured(self):
        self.write("in/z/deep", b"x")
        self.while_measuring(
            lambda: os.rename(self.path("in/z"), self.path("in/gone")), "in/z/deep: No such file or directory"
        )

    def test_a_document_that_changes_while_it_is_copied(self):
        self.add_hole()
        with self.start("in", "-o", "out") as process:
            with stopped_when(process, self.is_copied):
                with open(self.path("in/aa"), "r+b") as file:
                    file.seek(HOLE - 1)
                    file.write(b"!")
            _, err = process.finish()
        self.assertEqual((process.returncode, err), (2, b"seedbundle: in/aa: changed while it was packed\n"))
        self.assertEqual(self.outputs(), [])


class Appearing(Moments):
    """The output appears whole, or not at all."""

    def test_nothing_stands_under_its_name_while_it_is_written(self):
        self.add_hole()
        for arguments in ([], ["--force"]):
            with self.start("in", "-o", "out", *arguments) as process:
                with stopped_when(process, self.is_copied):
                    self.assertNotIn("out", self.outputs())
                self.assertEqual(process.finish(), (b"", b""))
            self.assertEqual(self.read("out"), self.expected)
            self.assertEqual(self.outputs(), ["out"])
            os.unlink(self.path("out"))

    def test_what_is_replaced_stays_until_the_new_one_is_whole(self):
        self.add_hole()
        self.write("out", b"precious")
        with self.start("in", "-o", "out", "--force") as process:
            with stopped_when(process, self.is_copied):
                self.assertEqual(self.read("out"), b"precious")
            self.assertEqual(process.finish(), (b"", b""))
        self.assertEqual(self.read("out"), self.expected)

    def test_what_comes_into_being_meanwhile_stays(self):
        self.add_hole()
        for prepare in (None, faults.without_unnamed_files()):
            with self.subTest(prepare=prepare), self.start("in", "-o", "out", preexec_fn=prepare) as process:
                with stopped_when(process, self.is_copied):
                    self.write("out", b"precious")
                _, err = process.finish()
                self.assertEqual(process.returncode, 2)
                self.assertEqual(err, b"seedbundle: out: has come into being meanwhile; --force replaces it\n")
                self.assertEqual((self.read("out"), self.outputs()), (b"precious", ["out"]))
            os.unlink(self.path("out"))

    def test_without_unnamed_files_the_output_has_another_name_meanwhile(self):
        self.add_hole()
        with self.start("in", "-o", "out", preexec_fn=faults.without_unnamed_files()) as process:
            with stopped_when(process, self.is_copied):
                (name,) = self.outputs()
                self.assertRegex(name, r"^\.seedbundle-[0-9a-f]{16}\.tmp$")
            self.assertEqual(process.finish(), (b"", b""))
        self.assertEqual((self.read("out"), self.outputs()), (self.expected, ["out"]))

    def test_without_unnamed_files_the_output_is_replaced_too(self):
        self.write("out", b"old")
        done = self.run_program("pack", "in", "-o", "out", "--force", preexec_fn=faults.without_unnamed_files())
        self.assertEqual((done.status, done.err), (0, b""))
        self.assertEqual((self.read("out"), self.outputs()), (self.expected, ["out"]))

    # -- Signals --

    def die_by(self, number, moment, *arguments, **more):
        with self.start("in", "-o", "out", *arguments, **more) as process:
            with stopped_when(process, moment):
                os.kill(process.pid, number)
            out, err = process.finish()
        self.assertEqual((process.returncode, out, err), (-number, b"", b""))

    def test_a_signal_leaves_nothing_behind(self):
        self.add_hole()
        for number in (*SIGNALS, signal.SIGQUIT, signal.SIGKILL):
            for moment in (self.is_measured, self.is_copied):
                with self.subTest(number=number, moment=moment.__name__):
                    self.die_by(number, moment)
                    self.assertEqual(self.outputs(), [])

    def test_a_signal_leaves_what_was_to_be_replaced(self):
        self.add_hole()
        self.write("out", b"precious")
        for number in SIGNALS:
            with self.subTest(number=number):
                self.die_by(number, self.is_copied, "--force")
                self.assertEqual((self.read("out"), self.outputs()), (b"precious", ["out"]))

    def test_without_unnamed_files_a_signal_leaves_nothing_behind(self):
        self.add_hole()
        for number in SIGNALS:
            with self.subTest(number=number):
                self.die_by(number, self.is_copied, preexec_fn=faults.without_unnamed_files())
                self.assertEqual(self.outputs(), [])

    def test_a_signal_that_is_ignored_stays_ignored(self):
        """As nohup does."""
        self.add_hole()
        for prepare in (lambda: None, faults.without_unnamed_files()):

            def ignore(prepare=prepare):
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
                prepare()

            with self.start("in", "-o", "out", preexec_fn=ignore) as process:
                with stopped_when(process, self.is_copied):
                    os.kill(process.pid, signal.SIGHUP)
                self.assertEqual(process.finish(), (b"", b""))
            self.assertEqual((process.returncode, self.read("out")), (0, self.expected))
            os.unlink(self.path("out"))

    # -- Failing system calls --

    def fail(self, reason, *arguments, left=(), **more):
        done = self.run_program("pack", "in", "-o", "out", *arguments, **more)
        self.assertEqual((done.status, done.out), (2, b""))
        self.assertEqual(done.err.decode(), f"seedbundle: out: {reason}\n")
        self.assertEqual(self.outputs(), sorted(left))

    def test_a_limit_on_file_size_leaves_nothing_behind(self):
        for size in (0, 1, 1000, LARGE, len(self.expected) - 1):
            with self.subTest(size):
                self.fail("File too large", preexec_fn=limit_file_size(size))
        self.succeed("pack", "in", "-o", "out", preexec_fn=limit_file_size(len(self.expected)))

    def test_a_disk_that_does_not_take_it_leaves_nothing_behind(self):
        self.fail("Input/output error", preexec_fn=faults.fail("fsync", errno.EIO))
        self.write("out", b"precious")
        self.fail("Input/output error", "--force", left=["out"], preexec_fn=faults.fail("fsync", errno.EIO))
        self.assertEqual(self.read("out"), b"precious")

    def test_an_output_whose_folder_is_not_on_disk_is_said_to_be_there(self):
        """Of the descriptors that fsync is called for, one is the file's and one the folder's."""
        seen = set()
        for descriptor in range(3, 9):
            prepare = faults.fail("fsync", errno.EIO, faults.argument_is(0, descriptor))
            done = self.run_program("pack", "in", "-o", "out", preexec_fn=prepare)
            there = (self.folder / "out").exists()
            said = b"was written, but it is not certain that it is on the disk" in done.err
            self.assertEqual(done.status, 2 if done.err else 0)
            self.assertEqual(there, said or done.status == 0)
            seen.add((done.status, there))
            if there:
                self.assertEqual(self.read("out"), self.expected)
                os.unlink(self.path("out"))
            self.assertEqual(self.outputs(), [])
        self.assertEqual(seen, {(0, True), (2, True), (2, False)})

    def test_a_name_that_cannot_be_given_leaves_nothing_behind(self):
        for error, reason in ((errno.EPERM, "Operation not permitted"), (errno.ENOSPC, "No space left on device")):
            self.fail(reason, preexec_fn=faults.fail("linkat", error))
            self.fail(reason, "--force", preexec_fn=faults.fail("linkat", error))

    def test_a_replacement_that_fails_leaves_what_was_there(self):
        self.write("out", b"precious")
        self.fail("Input/output error", "--force", left=["out"], preexec_fn=faults.fail("renameat", errno.EIO))
        self.assertEqual(self.read("out"), b"precious")

    def test_random_names_that_cannot_be_had_leave_nothing_behind(self):
        self.write("out", b"precious")
        prepare = faults.fail("getrandom", errno.ENOSYS)
        self.fail("Function not implemented", "--force", left=["out"], preexec_fn=prepare)

    def test_a_folder_that_takes_no_file_at_all(self):
        creating = faults.argument_has(2, os.O_CREAT | faults.O_TMPFILE_BIT)
        self.fail("Read-only file system", preexec_fn=faults.fail("openat", errno.EROFS, creating))


if __name__ == "__main__":
    unittest.main()

"""No output is lost in silence: closed pipes, full disks, missing descriptors, limits on file size."""

import os
import subprocess
import unittest

from support.bundle import demo, pack
from support.program import TIME_LIMIT, CliTest, limit_file_size, start

DATA = demo().bytes()
LARGE = pack([(b"%04d" % i, b"x" * 1000) for i in range(2000)])  # its output fills every buffer
VERBS = {
    "validate": ["validate", "x"],
    "validate, of something bad": ["validate", "bad"],
    "validate --format=json": ["validate", "--format=json", "x", "bad"],
    "list": ["list", "x"],
    "list --format=json": ["list", "--format=json", "x"],
    "cat": ["cat", "x", "a.txt"],
    "records": ["records", "x"],
    "digest": ["digest", "x"],
    "explain": ["explain", "truncated"],
    "pack": ["pack", "x"],
    "--help": ["--help"],
    "validate --help": ["validate", "--help"],
    "--version": ["--version"],
}
LARGE_VERBS = {
    "list": ["list", "large"],
    "list --format=json": ["list", "--format=json", "large"],
    "cat": ["cat", "large", *(f"{i:04d}" for i in range(2000))],
    "records": ["records", "large"],
    "pack": ["pack", "large"],
    "explain": ["explain"] + ["truncated"] * 500,
    "validate": ["validate", *["x"] * 2000],
}


def close(*descriptors):
    def closing():
        for descriptor in descriptors:
            os.close(descriptor)

    return closing


class Output(CliTest):
    def setUp(self):
        super().setUp()
        self.write("x", DATA)
        self.write("bad", DATA[:100])
        self.write("large", LARGE)

    def judge(self, verbs, reason, **more):
        for what, arguments in verbs.items():
            with self.subTest(what):
                done = self.run_program(*arguments, **more)
                self.assertEqual(done.status, 2)
                self.assertEqual(done.err.decode(), f"seedbundle: cannot write to stdout: {reason}\n")

    def closed_pipe(self):
        reading, writing = os.pipe()
        os.close(reading)
        self.addCleanup(os.close, writing)
        return writing

    def test_a_closed_pipe_is_an_error(self):
        self.judge(VERBS, "Broken pipe", stdout=self.closed_pipe())
        self.judge(LARGE_VERBS, "Broken pipe", stdout=self.closed_pipe())

    def test_a_pipe_that_closes_in_the_middle_is_an_error(self):
        for what, arguments in LARGE_VERBS.items():
            with self.subTest(what), start(
                *arguments, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            ) as process:
                self.assertEqual(len(process.stdout.read(1)), 1)
                process.stdout.close()
                self.assertEqual(process.wait(TIME_LIMIT), 2)
                self.assertEqual(process.stderr.read(), b"seedbundle: cannot write to stdout: Broken pipe\n")

    def test_a_full_disk_is_an_error(self):
        with open("/dev/full", "wb") as full:
            self.judge(VERBS, "No space left on device", stdout=full)
            self.judge(LARGE_VERBS, "No space left on device", stdout=full)

    def test_a_limit_on_file_size_is_an_error(self):
        for verbs, limit in ((VERBS, 0), (LARGE_VERBS, 1000)):
            for what in verbs:
                with open(self.folder / "out", "wb") as file:
                    self.judge({what: verbs[what]}, "File too large", stdout=file, preexec_fn=limit_file_size(limit))
                self.assertLessEqual(os.path.getsize(self.folder / "out"), limit)

    def test_a_closed_stdout_is_an_error(self):
        self.judge(VERBS, "Bad file descriptor", preexec_fn=close(1))

    def test_a_closed_stdin_is_an_error_only_where_it_is_read(self):
        self.succeed("validate", "x", preexec_fn=close(0))
        self.fail_with(2, b"-: the source could not be read: Bad file descriptor", "validate", preexec_fn=close(0))
        self.fail_with(2, b"Bad file descriptor", "validate", "--files-from=-", preexec_fn=close(0))

    def test_a_closed_stdout_that_nothing_is_written_to_is_no_error(self):
        self.succeed("validate", "-q", "x", preexec_fn=close(1))
        self.succeed("pack", "x", "-o", "out", preexec_fn=close(1))

    def test_a_closed_stderr_changes_no_status(self):
        for name, status in (("x", 0), ("bad", 1), ("missing", 2)):
            with self.subTest(name):
                self.assertEqual(self.run_program("validate", name, preexec_fn=close(2)).status, status)
        self.assertEqual(self.run_program(preexec_fn=close(2)).status, 2)

    def test_a_full_stderr_changes_no_status(self):
        with open("/dev/full", "wb") as full:
            for arguments, status in ((["validate", "x", "missing"], 2), (["list", "bad"], 1), (["nonsense"], 2)):
                with self.subTest(arguments):
                    self.assertEqual(self.run_program(*arguments, stderr=full).status, status)

    def test_files_that_are_opened_do_not_become_stdout_or_stderr(self):
        """With 0 to 2 closed, the next files that are opened would take their places."""
        for closed in ((0,), (1,), (2,), (1, 2), (0, 1, 2)):
            with self.subTest(closed):
                done = self.run_program("pack", "-o", "out", "x", "missing", preexec_fn=close(*closed))
                self.assertEqual(done.status, 2)
                self.assertFalse((self.folder / "out").exists())
                done = self.run_program("pack", "-o", "out", "x", preexec_fn=close(*closed))
                self.assertEqual(done.status, 0)
                self.assertEqual(self.read("out"), pack([(b"x", DATA)]))
                self.assertEqual(self.read("x"), DATA)
                os.unlink(self.folder / "out")
                self.run_program("validate", "bad", "missing", "x", preexec_fn=close(*closed))
                self.assertEqual((self.read("x"), self.read("bad")), (DATA, DATA[:100]))

    def test_a_status_of_2_outweighs_a_bad_bundle(self):
        with open("/dev/full", "wb") as full:
            self.assertEqual(self.run_program("validate", "bad", stdout=full).status, 2)

    def test_what_was_found_comes_out_before_what_went_wrong(self):
        done = self.run_program("validate", "bad", "missing", "x", stderr=subprocess.STDOUT)
        lines = done.out.decode().splitlines()
        places = [lines.index(line) for line in lines if line.startswith(("bad: ", "seedbundle: ", "x: "))]
        self.assertEqual(places, sorted(places))
        self.assertEqual([lines[i].split(":")[0] for i in places], ["bad", "seedbundle", "x"])


if __name__ == "__main__":
    unittest.main()

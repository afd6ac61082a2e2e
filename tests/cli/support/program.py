"""Runs the program as a user, a script or an attacker would.

The program is the one that the environment variable SEEDBUNDLE names (`python3 tests/cli PROGRAM` sets it).  Whatever
a test is about, the program must end by itself, in time, with status 0, 1 or 2: run() sees to that for all of them.
"""

import atexit
import itertools
import json
import os
import resource
import shutil
import subprocess
import tempfile
import termios
import threading
import unittest
from pathlib import Path
from typing import NamedTuple

TIME_LIMIT = 60  # seconds: then something hangs
NOBODY = 65534
TREE = Path(__file__).resolve().parents[3]
SEEDS = TREE / "seeds"
STATUSES = (0, 1, 2)


def program():
    """The path of the program under test."""
    path = os.environ.get("SEEDBUNDLE")
    if not path:
        raise SystemExit("SEEDBUNDLE must name the program: python3 tests/cli PROGRAM")
    return os.path.abspath(path)


class Outcome(NamedTuple):
    status: int
    out: bytes
    err: bytes


class Screen(NamedTuple):
    """What became of a program on a terminal; `shown` is all that the terminal got."""

    status: int
    out: bytes
    err: bytes
    shown: bytes


# -- Environment and user --


def environment(changes=None):
    """A plain environment; a change to None takes a variable away.  What a sanitizer finds is no status of ours."""
    made = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "TMPDIR")}
    made.update(LC_ALL="C", TERM="xterm")
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
        made[name] = ":".join(filter(None, [os.environ.get(name), "exitcode=99", "halt_on_error=1"]))
    for name, value in (changes or {}).items():
        if value is None:
            made.pop(name, None)
        else:
            made[name] = value
    return made


_copy = None


def reachable_program():
    """The program at a place where every user may run it: a build folder may be closed to others."""
    global _copy
    if _copy is None:
        folder = tempfile.mkdtemp(prefix="seedbundle-program-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.chmod(folder, 0o755)
        _copy = shutil.copy(program(), folder)
        os.chmod(_copy, 0o755)
    return _copy


def unprivileged():
    """How to start a process that permissions bind: root takes another user, a plain user is one already."""
    if os.geteuid() != 0:
        return {}
    return {"executable": reachable_program(), "user": NOBODY, "group": NOBODY, "extra_groups": []}


def limit_file_size(size):
    """For Popen's preexec_fn: the program's files may not grow beyond this."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def limit_descriptors(count):
    """For Popen's preexec_fn: the program may have this many files open."""
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (count, count))


# -- Input --


class Pieces:
    """Bytes that the program gets in pieces of these sizes (again and again): each of its reads returns one piece.

    The pipe is in packet mode, so that pieces stay pieces, however fast the program reads."""

    def __init__(self, data, *sizes):
        self.data = data
        self.sizes = sizes

    def start(self):
        """The descriptor to read from."""
        reading, writing = os.pipe2(os.O_DIRECT | os.O_CLOEXEC)
        threading.Thread(target=self._feed, args=(writing,), daemon=True).start()
        return reading

    def _feed(self, writing):
        at = 0
        try:
            for size in itertools.cycle(self.sizes):
                if at >= len(self.data):
                    break
                os.write(writing, self.data[at : at + size])
                at += size
        except BrokenPipeError:
            pass  # it has read enough
        finally:
            os.close(writing)


# -- Running --


def _judge(arguments, status, err):
    if status not in STATUSES:
        raise AssertionError(f"{arguments} ended with {status}:\n{err.decode(errors='backslashreplace')}")


def run(*arguments, stdin=b"", env=None, cwd=None, nobody=False, **more):
    """Runs the program to its end.  `stdin`: bytes for a pipe, Pieces, or an open file.  `more` goes to Popen."""
    command = [program(), *arguments]
    opened = stdin.start() if isinstance(stdin, Pieces) else None
    data = stdin if isinstance(stdin, bytes) else None
    source = subprocess.PIPE if data is not None else opened if opened is not None else stdin
    more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **(unprivileged() if nobody else {}), **more}
    try:
        with Process(command, stdin=source, env=environment(env), cwd=cwd, **more) as process:
            if opened is not None:
                os.close(opened)
                opened = None
            out, err = process.finish(data)
    finally:
        if opened is not None:
            os.close(opened)
    _judge(arguments, process.returncode, err or b"")
    return Outcome(process.returncode, out, err)


class Process(subprocess.Popen):
    """A process that does not outlive the `with` that it belongs to, and cannot hang a test."""

    def __exit__(self, *arguments):
        self.kill()  # does nothing to one that has ended
        super().__exit__(*arguments)

    def finish(self, data=None):
        """Waits for the end, and returns stdout and stderr."""
        return self.communicate(data, timeout=TIME_LIMIT)


def start(*arguments, env=None, **more):
    """Starts the program and lets the caller deal with it."""
    return Process([program(), *arguments], env=environment(env), **more)


def _open_terminal():
    """A terminal that passes every byte as it is."""
    master, slave = os.openpty()
    modes = termios.tcgetattr(slave)
    modes[1] &= ~termios.OPOST
    modes[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(slave, termios.TCSANOW, modes)
    return master, slave


def _watch(master, shown):
    while True:
        try:
            data = os.read(master, 65536)
        except OSError:  # EIO: nobody has the terminal open any more
            return
        if not data:
            return
        shown.append(data)


def run_on_terminal(*arguments, streams=("stdout", "stderr"), stdin=b"", env=None, **more):
    """The same where `streams` (of stdin, stdout, stderr) are a terminal."""
    master, slave = _open_terminal()
    shown = []
    opened = stdin.start() if isinstance(stdin, Pieces) else None
    plumbing = {"stdin": subprocess.PIPE if opened is None else opened}
    plumbing.update({name: subprocess.PIPE for name in ("stdout", "stderr")})
    plumbing.update({name: slave for name in streams})
    try:
        with start(*arguments, env=env, **plumbing, **more) as process:
            os.close(slave)
            watcher = threading.Thread(target=_watch, args=(master, shown))
            watcher.start()
            data = stdin if opened is None and "stdin" not in streams else None
            out, err = process.finish(data)
            watcher.join(TIME_LIMIT)
    finally:
        os.close(master)
        if opened is not None:
            os.close(opened)
    _judge(arguments, process.returncode, b"".join(shown) + (err or b""))
    return Screen(process.returncode, out or b"", err or b"", b"".join(shown))


# -- Test cases --


def _no_doubles(pairs):
    made = dict(pairs)
    if len(made) != len(pairs):
        raise AssertionError(f"a member stands twice in {pairs}")
    return made


class CliTest(unittest.TestCase):
    """A test with a folder of its own, in which the program runs."""

    maxDiff = None

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="seedbundle-test-"))
        self.folder.chmod(0o755)
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, name, data):
        """Makes a file (and its folders), and returns the name."""
        path = os.path.join(os.fsencode(self.folder), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)
        return name

    def read(self, name):
        return (self.folder / name).read_bytes()

    def run_program(self, *arguments, **more):
        return run(*arguments, **{"cwd": self.folder, **more})

    def run_on_terminal(self, *arguments, **more):
        return run_on_terminal(*arguments, **{"cwd": self.folder, **more})

    def succeed(self, *arguments, **more):
        """Runs the program, which must succeed and complain of nothing, and returns its stdout."""
        done = self.run_program(*arguments, **more)
        self.assertEqual((done.status, done.err or b""), (0, b""))
        return done.out

    def fail_with(self, status, complaint, *arguments, **more):
        """Runs the program, which must fail so and say `complaint` on stderr."""
        done = self.run_program(*arguments, **more)
        self.assertEqual(done.status, status, done)
        self.assertIn(complaint, done.err)
        return done

    def json_lines(self, out):
        """The objects of NDJSON, which it must be to the last byte."""
        self.assertTrue(out == b"" or out.endswith(b"\n"), out)
        objects = [json.loads(line.decode(), object_pairs_hook=_no_doubles) for line in out.split(b"\n")[:-1]]
        for found in objects:
            self.assertEqual(list(found)[:3], ["schema", "type", "bundle"])
            self.assertEqual(found["schema"], 1)
        return objects

    def listing(self):
        """Every name below the test's folder."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*"))

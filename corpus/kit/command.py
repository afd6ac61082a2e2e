"""Runs one implementation as a process that gets a path a line and answers an object a line."""

import collections
import json
import os
import selectors
import signal
import subprocess
import tempfile
import time

from kit.manifest import PLACES, VERDICTS, Trouble

WINDOW = 4096  # questions that may be open at once: enough for a command that works in batches
MEMBERS = ("path", "verdict", "code", "offset", "related", "entry", "digest", "files")
LONGEST = 1 << 20  # bytes of an answer


class Scratch:
    """Files for inputs that are not in the corpus folder; each is written again once its answer has come."""

    def __init__(self, folder):
        self.folder = folder
        self.sizes = {}
        self.free = collections.deque(range(WINDOW + 1))

    def write(self, data):
        """The path of a file that now holds these bytes."""
        slot = self.free.popleft()
        path = os.path.join(self.folder, f"{slot:04d}.seedbundle")
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.write(file, data)
        if self.sizes.get(slot, 0) > len(data):
            os.ftruncate(file, len(data))
        os.close(file)
        self.sizes[slot] = len(data)
        self.free.append(slot)  # the oldest comes again last: by then it has been answered
        return path


def shaped(line, path):
    """The answer of this line, or ValueError."""
    answer = json.loads(line.decode())
    if not isinstance(answer, dict):
        raise ValueError("it is not an object")
    if answer.get("verdict") == "error":
        answer = {**dict.fromkeys(MEMBERS), **answer}
    missing = [member for member in MEMBERS if member not in answer]
    if missing:
        raise ValueError(f"it has no member '{missing[0]}'")
    if answer["path"] != path:
        raise ValueError(f"it is about {answer['path']!r}, and {path!r} is due")
    if answer["verdict"] not in (*VERDICTS, "error"):
        raise ValueError(f"its verdict is {answer['verdict']!r}")
    for member in (*PLACES, "files"):
        if answer[member] is not None and type(answer[member]) is not int:
            raise ValueError(f"its '{member}' is {answer[member]!r}, which is neither a whole number nor null")
    for member in ("code", "digest"):
        if answer[member] is not None and not isinstance(answer[member], str):
            raise ValueError(f"its '{member}' is {answer[member]!r}, which is neither a string nor null")
    return answer


class Command:
    """A running command.  Every way in which it can fail to answer is a Trouble that says so."""

    def __init__(self, command, timeout):
        self.shown = " ".join(command)
        self.timeout = timeout
        self.errors = tempfile.TemporaryFile()
        try:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, start_new_session=True
            )
        except OSError as error:
            self.errors.close()
            raise Trouble(f"the command cannot be started: {command[0]}: {error.strerror}") from None
        os.set_blocking(self.process.stdin.fileno(), False)
        self.outgoing, self.incoming = bytearray(), bytearray()
        self.open = collections.deque()  # (case, path): asked, and not answered yet

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Ends it with all that it has started, whatever has happened."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        for stream in filter(None, (self.process.stdin, self.process.stdout, self.errors)):
            try:
                stream.close()
            except BrokenPipeError:
                pass

    # -- Trouble --

    def said(self):
        """The end of what it wrote on stderr."""
        self.errors.seek(max(0, self.errors.seek(0, os.SEEK_END) - 2000))
        text = self.errors.read().decode(errors="backslashreplace").strip()
        return f"; it wrote on stderr:\n{text}" if text else ""

    def due(self):
        return f"the answer to {self.open[0][0].name} was due" if self.open else "all answers had come"

    def died(self):
        try:
            status = self.process.wait(self.timeout)
        except subprocess.TimeoutExpired:
            return Trouble(f"the command closed its output and runs on; {self.due()}: {self.shown}{self.said()}")
        how = f"signal {-status}" if status < 0 else f"status {status}"
        return Trouble(f"the command ended with {how} when {self.due()}: {self.shown}{self.said()}")

    # -- Asking --

    def ask(self, cases, scratch):
        """Pairs of case and answer, in the order of the cases."""
        cases = iter(cases)
        self.fill(cases, scratch)
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            selector.register(self.process.stdin, selectors.EVENT_WRITE)
            progress = time.monotonic()
            while self.open:
                ready = {key.fileobj for key, _ in selector.select(max(0, progress + self.timeout - time.monotonic()))}
                if not ready:
                    raise Trouble(f"the command hangs: for {self.timeout} s nothing came, and {self.due()}: "
                                  f"{self.shown}{self.said()}")
                if self.process.stdin in ready and not self.send():
                    selector.unregister(self.process.stdin)
                if self.process.stdout in ready:
                    progress = time.monotonic()
                    yield from self.receive()
                    self.fill(cases, scratch)
                    if self.outgoing and self.process.stdin not in selector.get_map():
                        selector.register(self.process.stdin, selectors.EVENT_WRITE)
        self.finish()

    def fill(self, cases, scratch):
        while len(self.open) < WINDOW:
            case = next(cases, None)
            if case is None:
                break
            path = case.path if case.data is None else scratch.write(case.data)
            self.open.append((case, path))
            self.outgoing += os.fsencode(path) + b"\n"

    def send(self):
        """False if there is nothing to send, or nobody who reads: then its output tells what is wrong."""
        try:
            if self.outgoing:
                del self.outgoing[: os.write(self.process.stdin.fileno(), self.outgoing)]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            self.outgoing.clear()
        return bool(self.outgoing)

    def receive(self):
        data = os.read(self.process.stdout.fileno(), 1 << 16)
        if not data:
            raise self.died()
        self.incoming += data
        *lines, rest = self.incoming.split(b"\n")
        self.incoming = bytearray(rest)
        for line in lines:
            if not self.open:
                raise self.too_many(line)
            case, path = self.open.popleft()
            try:
                answer = shaped(line, path)
            except ValueError as error:
                shown = bytes(line[:200]).decode(errors="backslashreplace")
                problem = f"the answer to {case.name} is no answer: {error}: {shown!r}"
                raise Trouble(f"{problem}: {self.shown}{self.said()}") from None
            yield case, answer
        if len(self.incoming) > LONGEST:
            raise Trouble(f"the command wrote {LONGEST} bytes without a newline, and {self.due()}: {self.shown}")

    def too_many(self, line):
        shown = bytes(line[:200]).decode(errors="backslashreplace")
        return Trouble(f"the command answered more than it was asked: {shown!r}: {self.shown}{self.said()}")

    def finish(self):
        """Closes its input; it must then end by itself, with status 0, and say nothing more."""
        self.process.stdin.close()
        self.process.stdin = None  # communicate() would close it again
        try:
            rest, _ = self.process.communicate(timeout=self.timeout)
        except subprocess.TimeoutExpired:
            raise Trouble(f"the command does not end after its input has: {self.shown}{self.said()}") from None
        rest = bytes(self.incoming) + rest
        if rest:
            raise self.too_many(rest)
        if self.process.returncode != 0:
            raise self.died()

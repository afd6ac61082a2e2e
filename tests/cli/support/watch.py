"""Looks over the shoulder of a running program, and stops it at a chosen moment."""

import contextlib
import os
import signal
import time

from support.program import TIME_LIMIT


def open_files(process):
    """The program's open files: (target of the descriptor, position)."""
    folder = f"/proc/{process.pid}"
    try:
        descriptors = os.listdir(f"{folder}/fd")
    except OSError:
        return
    for descriptor in descriptors:
        with contextlib.suppress(OSError):  # closed meanwhile
            target = os.readlink(f"{folder}/fd/{descriptor}")
            with open(f"{folder}/fdinfo/{descriptor}", encoding="ascii") as info:
                yield target, int(info.readline().split()[1])


@contextlib.contextmanager
def stopped_when(process, condition):
    """Waits until `condition(target, position)` holds of one of the program's open files, and stops it there."""
    deadline = time.monotonic() + TIME_LIMIT
    while True:
        os.kill(process.pid, signal.SIGSTOP)
        wait_for_stop(process)
        if any(condition(*file) for file in open_files(process)):
            break
        os.kill(process.pid, signal.SIGCONT)
        if process.poll() is not None:
            raise AssertionError("the program ended before it could be stopped")
        if time.monotonic() > deadline:
            process.kill()
            raise AssertionError("the program never came to the moment to stop it at")
    try:
        yield
    finally:
        os.kill(process.pid, signal.SIGCONT)


def wait_for_stop(process):
    """Returns when the program stands still, or is gone."""
    with contextlib.suppress(OSError):
        while True:
            with open(f"/proc/{process.pid}/stat", "rb") as stat:
                state = stat.read().rsplit(b") ", 1)[1][:1]
            if state in b"TZX":
                return

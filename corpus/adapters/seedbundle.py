#!/usr/bin/env python3
"""Lets the program `seedbundle` answer for the corpus, in the protocol of ../README.md.

    adapters/seedbundle.py [--log=FILE] PROGRAM [POLICY OPTIONS]

The program names all faults of a bundle; the first is the one that a reader that stops there reports.  As many paths as
have come are one call of the program.  What it writes is appended to FILE, for who wants to look at it.
"""

import json
import os
import subprocess
import sys

MOST = 1024  # paths of a call
OPTIONS = {
    "--limit-files": "--max-files",
    "--limit-file-size": "--max-file-size",
    "--limit-total-size": "--max-total-size",
    "--limit-index-bytes": "--max-index-bytes",
    "--payload-utf8": "--require-utf8",
}


def translated(option):
    """A policy's option as the program has it."""
    name, sign, value = option.partition("=")
    if name not in OPTIONS:
        sys.exit(f"the policy {name} is not known")
    return OPTIONS[name] + sign + value


def batches():
    """The lines of stdin, as many at a time as are there."""
    rest = b""
    while data := os.read(0, 1 << 16):
        *lines, rest = (rest + data).split(b"\n")
        for first in range(0, len(lines), MOST):
            yield lines[first : first + MOST]
    if rest:
        yield [rest]


def trouble(path, message):
    return {"path": path, "verdict": "error", "code": None, "offset": None, "related": None, "entry": None,
            "digest": None,
            "files": None, "message": message}


def answer(path, first, summary):
    """What the corpus asks for, from the program's first error object (or None) and its summary."""
    if summary["verdict"] == "error":
        return trouble(path, summary["message"])
    verdict = "valid"
    if first:
        verdict = "refused" if first["code"].startswith("limit-") or first["code"] == "payload-utf8" else "invalid"
    places = {member: first[member] if first else None for member in ("code", "offset", "related", "entry")}
    return {"path": path, "verdict": verdict, **places, "digest": summary["digest"], "files": summary["files"]}


def judge(program, paths, log):
    """Answers for paths that a list can hold, in order."""
    command = [*program, "--format=json", "--files-from=-", "--null"]
    done = subprocess.run(command, input=b"".join(path + b"\0" for path in paths), stdout=subprocess.PIPE, check=False)
    if log:
        log.write(done.stdout)
    due, first = iter(paths), None
    for line in done.stdout.decode().split("\n")[:-1]:
        record = json.loads(line)
        if record["type"] == "error":
            first = first or record
            continue
        path = os.fsdecode(next(due))
        if record["bundle"] != path:
            sys.exit(f"seedbundle judged {record['bundle']} where {path} was due")
        yield answer(path, first, record)
        first = None
    left = next(due, None)
    if left is not None or done.returncode not in (0, 1, 2):
        sys.exit(f"seedbundle ended with status {done.returncode}" + (f" before {os.fsdecode(left)}" if left else ""))


def fits(path):
    """Is this one file, by a name that a list of the program can hold?"""
    return path and not os.path.isdir(path) and path != b"-" and b"\0" not in path


def main():
    arguments, log = sys.argv[1:], None
    if arguments and arguments[0].startswith("--log="):
        log = open(arguments.pop(0)[len("--log=") :], "ab")
    if not arguments or arguments[0].startswith("-"):
        sys.exit(__doc__)
    program = [arguments[0], "validate", *map(translated, arguments[1:])]
    for batch in batches():
        judged = judge(program, [path for path in batch if fits(path)], log)
        for path in batch:
            record = next(judged) if fits(path) else trouble(os.fsdecode(path), "this is not the path of a file")
            sys.stdout.write(json.dumps(record) + "\n")
        next(judged, None)
        sys.stdout.flush()


if __name__ == "__main__":
    main()

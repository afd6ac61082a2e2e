#!/usr/bin/env python3
"""Stands between differential.py and a judge and lies: liar.py LIE JUDGE [ARGUMENT...]

It is there to show that every lie is found.  All answers but those that the lie is about go through unchanged.
"""

import re
import subprocess
import sys


def add_one(match):
    return match.group(1) + b"%d" % (int(match.group(2)) + 1)


# What each lie replaces, and by what: in an answer to a frame, or in the JSON that answers a path.
LIES = {
    "nothing": (rb"never", b"never"),
    "verdict": (rb"^refused\t", b"invalid\t"),
    "code": (rb"problem name-order ", b"problem name-duplicate "),
    "offset": (rb"(problem name-component )(\d+)", add_one),
    "related": (rb"(problem total-mismatch \d+) \d+", rb"\1 -"),
    "entry": (rb"(problem truncated \d+ - )(\d+)", add_one),
    "digest": (rb"\tdigest [0-9]", b"\tdigest a"),
    "end": (rb"(\tend )(\d+)", add_one),
    "next": (rb"\tnext\t.*", b""),
    "second": (rb"(\tproblem [^\t]*)\tproblem [^\t]*", rb"\1"),
    "record": (rb"\trecord [^\t]*$", b""),
    "name": (rb"(\trecord \d+ \w+ a)\.txt\b", rb"\1.text"),
    "json": (rb'("offset": )(\d+)', add_one),
}


def main():
    lie, command = sys.argv[1], sys.argv[2:]
    if "--codes" in command:
        return subprocess.run(command, check=False).returncode
    pattern, words = LIES.get(lie, LIES["nothing"])
    judge = subprocess.Popen(command, stdout=subprocess.PIPE)
    for number, line in enumerate(judge.stdout):
        if lie == "death" and number == 7:
            judge.kill()
            print("the liar drops dead", file=sys.stderr)
            return 3
        sys.stdout.buffer.write(re.sub(pattern, words, line.rstrip(b"\n")) + b"\n")
        sys.stdout.flush()
    return judge.wait()


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Runs an implementation of seed bundles against the corpus.

    run.py [OPTIONS] FOLDER -- COMMAND [ARGUMENTS]

FOLDER is what make.py has made.  COMMAND gets one path a line on its stdin and answers each with one JSON object a
line; README.md describes this, with an example.  It is started once for each policy, with the policy's options behind
its arguments.  Exit status: 0 all cases passed, 1 some did not, 2 the corpus could not be run.
"""

import argparse
import collections
import itertools
import os
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from kit import manifest  # noqa: E402
from kit.command import Command, Scratch  # noqa: E402
from kit.manifest import PLACES, Trouble  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


def options_of(policy):
    """A policy as options: {"limit-files": 2} is --limit-files=2, {"payload-utf8": true} is --payload-utf8."""
    return [f"--{name}" if value is True else f"--{name}={value}" for name, value in policy.items()]


def by_policy(lines):
    """The manifest's lines, in groups that one process can judge."""
    groups = collections.OrderedDict()
    for line in lines:
        groups.setdefault(tuple(line.get("policy", {}).items()), []).append(line)
    return [(dict(policy), group) for policy, group in groups.items()]


def told(outcome):
    """What was expected or said, for a person."""
    text = outcome["verdict"]
    if outcome["code"] is not None:
        text += f", {outcome['code']}"
    text += "".join(f", {place} {outcome[place]}" for place in PLACES if outcome[place] is not None)
    text += "".join(f", {member} {outcome[member]}" for member in ("digest",
                                                                   "files") if outcome.get(member) is not None)
    return text + (f" ({outcome['message']})" if "message" in outcome else "")


def passed(expected, answer):
    """Are they the same?  Digest and number of documents are asked for where the bundle is valid and no family's."""
    members = ("verdict", "code", *PLACES, *(member for member in ("digest", "files") if member in expected))
    return all(expected[member] == answer[member] for member in members)


class Report:
    def __init__(self, arguments):
        self.most, self.keep = arguments.failures, arguments.keep
        self.table = {}  # category: [passed, failed]
        self.failed = 0

    def add(self, case, answer):
        counts = self.table.setdefault(case.category, [0, 0])
        good = passed(case.expected, answer)
        counts[not good] += 1
        if good:
            return
        self.failed += 1
        if self.failed <= self.most:
            print(f"failed: {case.name}\n  {case.about}\n  expected: {told(case.expected)}\n  said:     {told(answer)}")
            if self.keep:
                print(f"  kept as:  {self.kept(case)}")

    def kept(self, case):
        """Writes the input of a failed case where the user wants to have it."""
        path = os.path.join(self.keep, f"failed-{self.failed:04d}.seedbundle")
        try:
            os.makedirs(self.keep, exist_ok=True)
            with open(path, "wb") as copy:
                if case.data is None:
                    with open(case.path, "rb") as file:
                        copy.write(file.read())
                else:
                    copy.write(case.data)
        except OSError as error:
            raise Trouble(f"a failed case cannot be kept: {error}") from None
        return path

    def show(self, seconds):
        if self.failed > self.most:
            print(f"... and {self.failed - self.most} more")
        width = max(map(len, [*self.table, "category"]))
        print(f"{'category':{width}} {'cases':>7} {'passed':>7} {'failed':>7}")
        rows = sorted(self.table.items())
        rows.append(("all", [sum(column) for column in zip(*self.table.values())]))
        for category, (good, bad) in rows:
            print(f"{category:{width}} {good + bad:7} {good:7} {bad or '-':>7}")
        print(f"{'passed' if self.failed == 0 else 'FAILED'} in {seconds:.1f} s")


def parse():
    description, _, epilog = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser(
        description=description, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="run.py [OPTIONS] FOLDER -- COMMAND [ARGUMENTS]",
    )
    parser.add_argument("folder", metavar="FOLDER", help="what make.py has made")
    parser.add_argument("command", metavar="COMMAND", nargs=argparse.REMAINDER,
                        help="the implementation, and its arguments")
    parser.add_argument("--manifest", default=os.path.join(HERE, "manifest.jsonl"),
                        help="another manifest than the one beside this script")
    parser.add_argument("--only", action="append", metavar="PREFIX",
                        help="only categories that begin so; may be given again")
    parser.add_argument("--skip", action="append", default=[], metavar="PREFIX",
                        help="no categories that begin so; may be given again")
    parser.add_argument("--failures", type=int, default=10, metavar="N", help="show the first N failures (default: 10)")
    parser.add_argument("--keep", metavar="FOLDER", help="write the inputs of the failures that are shown there")
    parser.add_argument("--timeout", type=float, default=10, metavar="SECONDS",
                        help="how long an answer may take (default: 10)")
    arguments = parser.parse_args()
    if arguments.command[:1] == ["--"]:
        del arguments.command[0]
    if not arguments.command:
        parser.error("the command is missing")
    return arguments


def scratch_folder():
    """Where the families' inputs are written: in memory, if the user names no other place and there is one."""
    memory = "/dev/shm"
    return memory if "TMPDIR" not in os.environ and os.access(memory, os.W_OK | os.X_OK) else None


def run(arguments):
    if not os.path.isdir(arguments.folder):
        raise Trouble(f"there is no folder {arguments.folder}: make it with make.py")
    lines = manifest.read(arguments.manifest)
    only, skip = tuple(arguments.only or [""]), tuple(arguments.skip)
    lines = [line for line in lines if line["category"].startswith(only) and not line["category"].startswith(skip)]
    if not lines:
        raise Trouble(f"no category is left that begins with {' or '.join(only)}")
    report, begin, folder = Report(arguments), time.monotonic(), os.path.abspath(arguments.folder)
    groups = [(policy, [manifest.cases(line, folder) for line in group]) for policy, group in by_policy(lines)]
    with tempfile.TemporaryDirectory(prefix="seedbundle-corpus-", dir=scratch_folder()) as scratch:
        for policy, cases in groups:
            with Command([*arguments.command, *options_of(policy)], arguments.timeout) as command:
                for case, answer in command.ask(itertools.chain.from_iterable(cases), Scratch(scratch)):
                    report.add(case, answer)
    report.show(time.monotonic() - begin)
    return 1 if report.failed else 0


def main():
    try:
        return run(parse())
    except Trouble as trouble:
        print(f"run.py: {trouble}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

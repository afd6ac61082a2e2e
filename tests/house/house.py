"""What the checks of the house share.

A check is a function that returns a list of problems, each one sentence for a person.  A control plants faults on
purpose and tells which of them the check did not see: a check that cannot fail proves nothing.  Every script here runs
its check, or with --control its control.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile


def run(command):
    """The standard output of a command that must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed with status {done.returncode}:\n{done.stderr}")
    return done.stdout


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def read_list(path):
    """The lines of a reviewed list, without comments (from # to the end of the line) and blank lines."""
    lines = (line.split("#")[0].strip() for line in read(path).splitlines())
    return [line for line in lines if line]


def without_comments(source):
    """C source with each comment replaced by a blank; strings and character constants stay."""
    token = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/|//[^\n]*', re.DOTALL)
    return token.sub(lambda match: " " if match.group().startswith("/") else match.group(), source)


class Control:
    """Collects what a check made of planted faults."""

    def __init__(self):
        self.failures = []
        self.seen = 0

    def expect_clean(self, what, problems):
        self.seen += 1
        if problems:
            self.failures.append(f"{what}: nothing is wrong, but the check says: {'; '.join(problems)}")

    def expect_problem(self, what, problems, words):
        """One of the problems must hold `words`."""
        self.seen += 1
        if not any(words in problem for problem in problems):
            self.failures.append(f"{what}: the check did not say {words!r}, but: {'; '.join(problems) or 'nothing'}")


def main(description, add_arguments, check, control):
    """`check(arguments)` returns problems; `control(arguments, folder, control)` plants faults in a new folder."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--control", action="store_true", help="prove that the check can fail")
    add_arguments(parser)
    arguments = parser.parse_args()
    if arguments.control:
        proof = Control()
        with tempfile.TemporaryDirectory() as folder:
            control(arguments, folder, proof)
        problems, done = proof.failures, f"{proof.seen} planted cases judged as they should be"
    else:
        problems, done = check(arguments), "nothing to complain of"
    for problem in problems:
        print(problem)
    print(done if not problems else f"{len(problems)} problem(s)")
    sys.exit(1 if problems else 0)

#!/usr/bin/env python3
"""Asks the library and the second implementation the same, many times, and tells where they disagree.

Mutants of bundles (mutants.py) go to both, on all processors: verdict, codes, offsets, related offsets, entries,
records, bundle digest and length must be the same.  Mutant K of seed S is the same on every machine.  Files and folders
of `.seedbundle` files that are named as well go to both as paths, through the one-line protocol of both programs.

A disagreement is written to the folder of --out: the bundle, and beside it what each of the two said, and the commands
to repeat it.  The exit status is 0 if both always agreed; 1 if not, or if a code of the library never occurred, or if
fewer than 10 % of the mutants were valid; 2 if the comparison could not be made.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import shlex
import struct
import subprocess
import sys
import time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "reference")]
import mutants  # noqa: E402
import seedbundle_reference as reference  # noqa: E402

FEWEST_CASES = 5000  # with fewer, a code may not occur, without a fault of anybody
FEWEST_VALID = 10  # percent
CHUNK = 500  # mutants for one run of the judge
MOST_SECONDS = 120  # for that
MOST_REPRODUCERS = 10
UNLIMITED = 2**64 - 1
REFERENCE = os.path.join(os.path.dirname(HERE), "reference", "seedbundle_reference.py")


class Unable(Exception):
    """The comparison cannot be made, and why."""


# -- What each of the two says of a mutant, as one line --


def describe(verdict):
    """A verdict as the judge writes it (see judge.c)."""

    def text(value):
        return "-" if value is None else str(value)

    parts = [verdict.verdict, f"digest {text(verdict.digest)}", f"end {text(verdict.end)}"]
    parts += [" ".join(["problem", *map(text, problem)]) for problem in verdict.problems]
    records = [b"record %d %s %s" % (record.size, record.sha256.encode(), record.name) for record in verdict.records]
    return b"\t".join(["\t".join(parts).encode(), *records])


def ask_reference(mutant):
    """(the answer, the first code or "valid")"""
    begin, answers = 0, []
    while True:
        verdict = reference.judge(mutant.data[begin:], mutant.policy, mutant.go_on, mutant.stream)
        code = verdict.code or "valid" if begin == 0 else code
        answers.append(describe(verdict))
        begin += verdict.end or 0
        if not mutant.stream or verdict.end is None or begin == len(mutant.data):
            return b"\tnext\t".join(answers), code


def frame(mutant):
    limits = [UNLIMITED if limit == reference.NO_LIMIT else limit for limit in mutant.policy[:4]]
    how = mutant.policy.payload_utf8 + 2 * mutant.go_on + 4 * mutant.stream + 256 * mutant.piece
    return struct.pack("<6Q", *limits, how, len(mutant.data)) + mutant.data


def ask_judge(command, batch):
    """The judge's answers.  If it dies there are fewer, and the last one says how."""
    frames = b"".join(map(frame, batch))
    try:
        done = subprocess.run([*command, "--framed"], input=frames, capture_output=True, timeout=MOST_SECONDS)
    except OSError as error:
        raise Unable(f"{command[0]} could not be started: {error.strerror}") from error
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b"").split(b"\n")[:-1] + [b"no answer within %d seconds" % MOST_SECONDS]
    answers = done.stdout.split(b"\n")[:-1]
    if done.returncode != 0 or len(answers) != len(batch):
        answers = answers[: len(batch) - 1] + [b"died with status %d: %s" % (done.returncode, done.stderr.strip())]
    return answers


# -- Mutants --


class Disagreement(collections.namedtuple("Disagreement", "number reference judge")):
    """A mutant's number, and what the two say of it."""


def compare(command, seed, numbers):
    """(how often each code occurred, the disagreements)"""
    batch = [mutants.mutant(seed, number) for number in numbers]
    counts, disagreements = collections.Counter(), []
    answers = ask_judge(command, batch)
    for number, mutant, answer in zip(numbers, batch, answers):
        expected, code = ask_reference(mutant)
        counts[code] += 1
        if answer != expected:
            disagreements.append(Disagreement(number, expected, answer))
    return counts, disagreements


def compare_all(arguments):
    """The same of all mutants, by as many processes as asked."""
    counts, disagreements, running = collections.Counter(), [], set()
    chunks = (range(i, min(i + CHUNK, arguments.cases)) for i in range(0, arguments.cases, CHUNK))
    with concurrent.futures.ProcessPoolExecutor(arguments.jobs) as pool:
        while True:
            for numbers in chunks:
                running.add(pool.submit(compare, arguments.judge, arguments.seed, numbers))
                if len(running) >= 4 * arguments.jobs:
                    break
            if not running:
                return counts, sorted(disagreements)
            done, running = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
            for future in done:
                counts.update(future.result()[0])
                disagreements += future.result()[1]


# -- Files --


def bundles(paths):
    """The files that are named, and those below the folders that are."""
    for path in paths:
        found = [path] if os.path.isfile(path) else []
        for top, folders, names in os.walk(path):
            folders.sort()
            found += [os.path.join(top, name) for name in sorted(names) if name.endswith(".seedbundle")]
        if not found:
            raise Unable(f"{path} is neither a file nor a folder that holds .seedbundle files")
        yield from found


def compare_paths(commands, paths):
    """Asks both programs for one path after the other: (how many, the lines that tell of disagreements)."""
    programs = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for command in commands]
    count, problems = 0, []
    for path in bundles(paths):
        count += 1
        answers = []
        for program, command in zip(programs, commands):
            program.stdin.write(os.fsencode(path) + b"\n")
            program.stdin.flush()
            answers.append(program.stdout.readline())
            if not answers[-1]:
                raise Unable(f"{shlex.join(command)} died of {path}")
        if json.loads(answers[0]) != json.loads(answers[1]):
            problems.append(f"{path}:\n  {answers[0].decode()}  {answers[1].decode()}")
    for program in programs:
        program.stdin.close()
        program.stdout.close()
        program.wait()
    return count, problems


# -- What comes of it --


def options(mutant):
    """How both programs are told of a mutant's policy."""
    names = ("--limit-files", "--limit-file-size", "--limit-total-size", "--limit-index-bytes")
    chosen = [f"{name}={limit}" for name, limit in zip(names, mutant.policy) if limit != reference.NO_LIMIT]
    return chosen + ["--payload-utf8"] * mutant.policy.payload_utf8 + ["--go-on"] * mutant.go_on


def show(answer):
    return "".join(f"  {part}\n" for part in answer.decode(errors="backslashreplace").split("\t"))


def write_reproducer(arguments, disagreement):
    """Returns the path of the text."""
    mutant = mutants.mutant(arguments.seed, disagreement.number)
    os.makedirs(arguments.out, exist_ok=True)
    stem = os.path.join(os.path.abspath(arguments.out), f"seed-{arguments.seed}-case-{disagreement.number}")
    with open(stem + ".seedbundle", "wb") as file:
        file.write(mutant.data)
    again = [sys.executable, os.path.abspath(__file__), "--judge", shlex.join(arguments.judge)]
    again += ["--seed", str(arguments.seed), "--case", str(disagreement.number)]
    alone = [*options(mutant), stem + ".seedbundle"]
    with open(stem + ".txt", "w", encoding="utf-8") as file:
        file.write(
            f"Mutant {disagreement.number} of seed {arguments.seed}: {len(mutant.data)} bytes; {mutant.story}\n"
            f"{'A stream of bundles. ' * mutant.stream}{' '.join(['Options:', *options(mutant)])}\n"
            f"\nThe reference says\n{show(disagreement.reference)}\nThe judge says\n{show(disagreement.judge)}\n"
            f"To repeat this:\n  {shlex.join(again)}\n"
            f"To ask the two, without a stream:\n  {shlex.join([sys.executable, REFERENCE, *alone])}\n"
            f"  {shlex.join([*arguments.judge, f'--piece={mutant.piece}', *alone])}\n"
        )
    return stem + ".txt"


def known_codes(command):
    try:
        done = subprocess.run([*command, "--codes"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Unable(f"{shlex.join(command)} does not say its codes: {error}") from error
    return done.stdout.split()


def gaps(counts, codes):
    """What this run of mutants did not test."""
    total = sum(counts.values())
    problems = [f"{code} never occurred" for code in codes if counts[code] == 0]
    problems += [f"{code} is none of the library's codes" for code in counts if code not in {*codes, "valid"}]
    if counts["valid"] * 100 < total * FEWEST_VALID:
        problems.append(f"only {counts['valid']} of {total} mutants were valid: at least {FEWEST_VALID} % must be")
    return problems


def print_counts(counts, codes):
    total = sum(counts.values())
    for code in ["valid", *codes]:
        print(f"{counts[code]:9}  {counts[code] * 100 / total:6.2f} %  {code}")


def repeat(arguments):
    """One mutant.  Returns the exit status."""
    counts, disagreements = compare(arguments.judge, arguments.seed, [arguments.case])
    if not disagreements:
        print(f"mutant {arguments.case} of seed {arguments.seed} is {next(iter(counts))}, both agree")
        return 0
    with open(write_reproducer(arguments, disagreements[0]), encoding="utf-8") as file:
        print(file.read(), end="")
    return 1


def run(arguments):
    """All of it.  Returns the exit status."""
    if arguments.case is not None:
        return repeat(arguments)
    codes = known_codes(arguments.judge)
    files, problems = compare_paths([[sys.executable, REFERENCE], arguments.judge], arguments.paths)
    begin = time.monotonic()
    counts, disagreements = compare_all(arguments)
    seconds = time.monotonic() - begin
    print_counts(counts, codes)
    print(
        f"{sum(counts.values())} mutants of seed {arguments.seed} in {seconds:.1f} s with {arguments.jobs} processes, "
        f"{files} files: {len(disagreements) + len(problems)} disagreements"
    )
    for disagreement in disagreements[:MOST_REPRODUCERS]:
        problems.append(f"mutant {disagreement.number}: see {write_reproducer(arguments, disagreement)}")
    problems += gaps(counts, codes)
    if sum(counts.values()) < arguments.cases:
        problems.append(f"{arguments.cases - sum(counts.values())} mutants were not judged, for the judge had died")
    for problem in problems:
        print(f"differential: {problem}", file=sys.stderr)
    return 1 if problems else 0


def cases(text):
    if not text.isdigit() or int(text) < FEWEST_CASES:
        raise argparse.ArgumentTypeError(f"at least {FEWEST_CASES}, so that every code occurs")
    return int(text)


def command(text):
    return [text] if os.path.isfile(text) else shlex.split(text)


def positive(text):
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError("a positive number")
    return int(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judge", required=True, type=command, metavar="COMMAND", help="seedbundle_judge")
    parser.add_argument("--cases", type=cases, default=100_000, metavar="N", help="how many mutants (100000)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of all of them (1)")
    parser.add_argument("--case", type=int, metavar="K", help="only mutant K of this seed, shown if the two disagree")
    parser.add_argument("--out", default="differential", metavar="FOLDER", help="for reproducers (differential)")
    parser.add_argument("--jobs", type=positive, default=os.cpu_count(), metavar="N", help="processes (one a CPU)")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files, and folders with .seedbundle files")
    try:
        return run(parser.parse_args())
    except Unable as error:
        print(f"differential: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

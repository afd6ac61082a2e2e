#!/usr/bin/env python3
"""A second implementation of seed bundles, version 1, written from parser/docs/FORMAT.md alone, to compare others with.

It shares nothing with the library, not even its shape: the whole input is in memory, there are no states, and reading
is one straight walk from the first line to the last, which an exception ends at the first error.

As a program: seedbundle_reference.py [OPTIONS] [PATH...] judges the files that are named, or else those that its
standard input names, one path a line, each as soon as its line is there.  For each, in order, it writes one line:

    {"path": as given, "verdict": "valid", "invalid" or "refused", "code": name of the error, "offset": int,
     "related": int, "entry": int, "digest": hexadecimal, "files": number of records,
     "records": [{"name": str, "size": int, "sha256": hexadecimal}, ...]}

`code`, `offset`, `related` and `entry` are null where there is none; so is `digest`, the bundle digest, until DIGEST
has been verified.  Records are those whose blocks are over without an error of their own.  With --go-on (FORMAT.md,
section 11) "problems" lists all errors, [code, offset, related, entry] each; the other members tell of the first.
A file that cannot be read is {"path", "verdict": "error", "message"}, and makes the exit status 2; else it is 0.
"""

import argparse
import hashlib
import json
import os
import re
import sys
from collections import namedtuple

LARGEST_NUMBER, LONGEST_COMPONENT, LONGEST_NAME = 2**63 - 1, 255, 4096
LF, CR, SP = b"\n\r "
LOWER_HEX = re.compile(rb"[0-9a-f]{0,64}")
DIGITS = re.compile(rb"[0-9]{0,20}")  # one more than the largest number has
FORBIDDEN = set(map(chr, [*range(0x20), 0x5C, *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F)]))
FORBIDDEN |= set(map(chr, [*range(0x2066, 0x206A), 0xFEFF, *range(0xFDD0, 0xFDF0)]))
FORBIDDEN |= set(map(chr, [*range(0xFFFE, 0x110000, 0x10000), *range(0xFFFF, 0x110000, 0x10000)]))
POLICY_CODES = {"limit-files", "limit-file-size", "limit-total-size", "limit-index-bytes", "payload-utf8"}

NO_LIMIT = float("inf")

# What a reader refuses of its own accord: by default, nothing.
Policy = namedtuple("Policy", "files file_size total_size index_bytes payload_utf8", defaults=[NO_LIMIT] * 4 + [False])
# A line of the INDEX: what it says, and where.
Entry = namedtuple("Entry", "line sha256 size_at size name_at name")
Record = namedtuple("Record", "name size sha256 payload")
# code, offset, related and entry are those of the first of the problems; digest is the bundle's, if it was verified;
# end is the bundle's length, if it was read to its end.  What there is not is None.
Verdict = namedtuple("Verdict", "verdict code offset related entry records digest end problems")


class Problem(Exception):
    """Its arguments are code, offset, related, entry."""


def ill_formed(data):
    """Where the first sequence begins that is not UTF-8, and where the byte is that makes it so: the length if the data
    end before that, and both if there is none."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        # The decoder's `end` is behind the bytes that were good so far, and behind one that cannot even be a first.
        return error.start, error.end if 0xC2 <= data[error.start] <= 0xF4 else error.start
    return len(data), len(data)


def contradiction(before, name):
    """How a name contradicts the one before it: a code, or None."""
    if name == before:
        return "name-duplicate"
    if name.split(b"/") < before.split(b"/"):
        return "name-order"
    return "name-conflict" if name.startswith(before + b"/") else None


class Reader:
    """A place in a buffer.  Each method reads there what its name says, and leaves the place behind it."""

    def __init__(self, data, policy=Policy(), go_on=False):
        self.data, self.policy, self.go_on = data, policy, go_on
        self.at, self.problems, self.records = 0, [], []
        self.entry = self.digest = self.end = None  # entry: the ordinal of a problem that is found here

    def fail(self, code, offset, related=None):
        raise Problem(code, offset, related, self.entry)

    def report(self, code, offset, related=None):
        """A problem that leaves the framing sound."""
        if not self.go_on:
            self.fail(code, offset, related)
        self.problems.append((code, offset, related, self.entry))

    def byte(self):
        """The byte at the place, which stays there."""
        if self.at == len(self.data):
            self.fail("truncated", self.at)
        return self.data[self.at]

    def words(self, due, code, related=None, instead=None):
        """Bytes that are due.  `instead`: a fifth byte that makes it another line, that one's code and related."""
        line = self.at
        if self.data.startswith(due, line):
            self.at += len(due)
            return
        while self.byte() == due[self.at - line]:
            self.at += 1
        if instead and self.at == line + 4 and self.byte() == instead[0]:
            self.fail(instead[1], line, instead[2])
        self.fail(code, self.at, related)

    def terminator(self, due, code, related=None):
        if due == LF and self.byte() == CR:
            self.fail("carriage-return", self.at)
        if self.byte() != due:
            self.fail(code, self.at, related)
        self.at += 1

    def number(self, terminator):
        digits = DIGITS.match(self.data, self.at).group()
        if not digits:
            self.byte()
        if not digits or (digits[0] == ord("0") and len(digits) > 1):
            self.fail("bad-number", self.at)
        if int(digits) > LARGEST_NUMBER:
            self.fail("number-too-large", self.at)
        self.at += len(digits)
        self.terminator(terminator, "bad-number")
        return int(digits)

    def sha256(self, terminator):
        digits = LOWER_HEX.match(self.data, self.at).group()
        self.at += len(digits)
        if len(digits) < 64:
            self.byte()
            self.fail("bad-digest", self.at)
        self.terminator(terminator, "bad-digest")
        return digits.decode()

    def name(self):
        start = at = component = self.at
        line = self.data[start : self.data.find(b"\n", start) + 1 or len(self.data)]
        sequence, known = ill_formed(line)
        for character in line[:sequence].decode():
            behind = at + len(character.encode())
            if character == "\r":
                self.fail("carriage-return", at)
            if character != "\n" and character in FORBIDDEN:
                self.fail("name-char", at)
            if character in "/\n":
                part = self.data[component:at]
                if part in (b"", b".", b"..") or SP in (part[0], part[-1]):
                    self.fail("name-component", component)
                component = behind
            if behind - component > LONGEST_COMPONENT or (character != "\n" and behind - start > LONGEST_NAME):
                self.fail("name-too-long", start)
            at = behind
        if line.endswith(b"\n") and sequence == len(line):
            self.at = at
            return line[:-1]
        if known < len(line):
            self.fail("name-utf8", start + sequence)
        self.fail("truncated", len(self.data))

    def bundle(self, stream):
        self.words(b"=== SEED-BUNDLE ", "bad-magic")
        self.words(b"1", "bad-version")
        if self.byte() not in (LF, CR):
            self.fail("bad-version", self.at - 1)
        self.terminator(LF, "bad-version")
        count_at, entries = self.index()
        line = self.at
        if self.byte() in b"0123456789abcdef":
            self.fail("count-mismatch", line, count_at)
        self.words(b"=== DIGEST ", "bad-keyword")
        digest_at, digest = self.at, self.sha256(LF)
        if digest != hashlib.sha256(self.data[:line]).hexdigest():
            self.fail("index-digest-mismatch", digest_at)
        self.digest = digest
        for self.entry, entry in enumerate(entries):
            self.block(entry)
        self.entry = None
        self.words(b"=== END", "bad-keyword", instead=(ord("F"), "extra-file", count_at))
        self.terminator(LF, "bad-keyword")
        if not stream and self.at < len(self.data):
            self.fail("trailing-data", self.at)
        self.end = self.at

    def index(self):
        self.words(b"=== INDEX ", "bad-keyword")
        count_at, count = self.at, self.number(SP)
        if count > self.policy.files:
            self.fail("limit-files", count_at)
        total_at, total = self.at, self.number(LF)
        if count == 0 and total != 0:
            self.fail("total-mismatch", total_at, count_at)
        if total > self.policy.total_size:
            self.fail("limit-total-size", total_at)
        entries, left, begin = [], total, self.at
        while len(entries) < count:
            self.entry = len(entries)
            if self.byte() == ord("="):
                self.fail("count-mismatch", self.at, count_at)
            entry = self.index_entry(left, len(entries) + 1 == count, total_at)
            code = entries and contradiction(entries[-1].name, entry.name)
            if code:
                self.fail(code, entry.name_at, entries[-1].name_at)
            if self.at - begin > self.policy.index_bytes:
                self.fail("limit-index-bytes", entry.line)
            left -= entry.size
            entries.append(entry)
        self.entry = None
        return count_at, entries

    def index_entry(self, left, is_last, total_at):
        """`left`: what the entries before it leave of the total."""
        line, sha256 = self.at, self.sha256(SP)
        size_at, size = self.at, self.number(SP)
        if size > left or (is_last and size < left):
            self.fail("total-mismatch", size_at, total_at)
        if size > self.policy.file_size:
            self.fail("limit-file-size", size_at)
        return Entry(line, sha256, size_at, size, self.at, self.name())

    def block(self, entry):
        self.words(b"=== FILE ", "bad-keyword", instead=(ord("E"), "missing-file", entry.line))
        self.words(b"%d %s" % (entry.size, entry.name), "header-mismatch", entry.size_at)
        self.terminator(LF, "header-mismatch", entry.size_at)
        problems_before = len(self.problems)
        payload = self.data[self.at : self.at + entry.size]
        sequence, known = ill_formed(payload) if self.policy.payload_utf8 else (entry.size, entry.size)
        if known < min(len(payload), entry.size - 1):
            self.report("payload-utf8", self.at + sequence)
        if len(payload) < entry.size:
            self.fail("truncated", len(self.data))
        if hashlib.sha256(payload).hexdigest() != entry.sha256:
            self.report("payload-digest-mismatch", self.at, entry.line)
        if sequence < entry.size <= known + 1:
            self.report("payload-utf8", self.at + sequence)
        self.at += entry.size
        self.terminator(LF, "bad-payload-end", entry.size_at)
        if len(self.problems) == problems_before:
            self.records.append(Record(entry.name, entry.size, entry.sha256, payload))


def judge(data, policy=Policy(), go_on=False, stream=False):
    """The verdict on a bundle.  In a stream, anything may follow it: the next one begins at the verdict's `end`."""
    reader = Reader(data, policy, go_on)
    try:
        reader.bundle(stream)
    except Problem as problem:
        reader.problems.append(problem.args)
    codes = {problem[0] for problem in reader.problems}
    verdict = "invalid" if codes - POLICY_CODES else "refused" if codes else "valid"
    first = reader.problems[0] if codes else (None, None, None, None)
    return Verdict(verdict, *first, reader.records, reader.digest, reader.end, reader.problems)


def build(records):
    """The bundle of records, (name, payload) each, in any order.  A bad name is a Problem."""
    records = sorted(records, key=lambda record: record[0].split(b"/"))
    for ordinal, (name, _) in enumerate(records):
        code = "name-char" if b"\n" in name else ordinal and contradiction(records[ordinal - 1][0], name)
        if code:
            raise Problem(code, 0, None, ordinal)
        Reader(name + b"\n").name()
    index = b"=== SEED-BUNDLE 1\n=== INDEX %d %d\n" % (len(records), sum(len(payload) for _, payload in records))
    for name, payload in records:
        index += b"%s %d %s\n" % (hashlib.sha256(payload).hexdigest().encode(), len(payload), name)
    blocks = (b"=== FILE %d %s\n%s\n" % (len(payload), name, payload) for name, payload in records)
    return b"%s=== DIGEST %s\n%s=== END\n" % (index, hashlib.sha256(index).hexdigest().encode(), b"".join(blocks))


def answer(path, policy, go_on):
    """The object that answers a path."""
    try:
        with open(path, "rb") as file:
            found = judge(file.read(), policy, go_on)
    except (OSError, ValueError) as error:
        return {"path": path, "verdict": "error", "message": str(error)}
    line = {"path": path, **dict(zip(Verdict._fields[:5], found)), "digest": found.digest, "files": len(found.records)}
    line["records"] = [{"name": record[0].decode(), "size": record[1], "sha256": record[2]} for record in found.records]
    return {**line, "problems": found.problems} if go_on else line


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for limit in ("files", "file-size", "total-size", "index-bytes"):
        options.add_argument(f"--limit-{limit}", metavar="N", type=int, default=NO_LIMIT)
    options.add_argument("--payload-utf8", action="store_true")
    options.add_argument("--go-on", action="store_true")
    options.add_argument("paths", nargs="*", metavar="PATH")
    chosen = vars(options.parse_args())
    paths, go_on, status = chosen.pop("paths"), chosen.pop("go_on"), 0
    policy = Policy(**{name.replace("limit_", ""): value for name, value in chosen.items()})
    for path in paths or (os.fsdecode(line.rstrip(b"\n")) for line in sys.stdin.buffer):
        found = answer(path, policy, go_on)
        print(json.dumps(found), flush=True)
        status = 2 if found["verdict"] == "error" else status
    return status


if __name__ == "__main__":
    sys.exit(main())

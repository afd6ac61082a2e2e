#!/usr/bin/env python3
"""No file of the tree is large, and none holds a mark of work that was put off."""

import os
import re
import sys

sys.dont_write_bytecode = True
import house  # noqa: E402

LARGEST = 1_000_000  # bytes
SKIPPED = {".git", "build", "__pycache__"}  # not part of the tree
# In two parts, so that this file does not hold them.
MARKS = re.compile(rb"\b(" + b"TO" + b"DO|" + b"FIX" + b"ME|" + b"X" + rb"XX)\b")


def files(root):
    for top, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - SKIPPED)
        yield from (os.path.join(top, name) for name in sorted(names))


def judge(root, least):
    problems, count = [], 0
    for path in files(root):
        count += 1
        name = os.path.relpath(path, root)
        if os.path.islink(path) and not os.path.exists(path):
            problems.append(f"{name} is a link to nowhere")
            continue
        size = os.path.getsize(path)
        if size > LARGEST:
            problems.append(f"{name} has {size} bytes: at most {LARGEST} belong into the tree; let a script make it")
            continue
        with open(path, "rb") as file:
            lines = file.read().split(b"\n")
        for number, line in enumerate(lines, 1):
            found = MARKS.search(line)
            if found:
                problems.append(f"{name}:{number}: {found.group().decode()}: do it, or put it into an issue")
    if count < least:
        problems.append(f"only {count} files were found: is {root} the project?")
    return problems


def control(_, folder, proof):
    path = os.path.join(folder, "notes", "plan.txt")
    house.write(path, "METHOD TO DO\n")
    proof.expect_clean("a harmless file", judge(folder, 1))
    for mark in ("TO" + "DO", "FIX" + "ME", "X" + "XX"):
        house.write(path, f"first\n/* {mark}: later */\n")
        proof.expect_problem(mark, judge(folder, 1), f"notes/plan.txt:2: {mark}")
    house.write(path, "a" * LARGEST)
    proof.expect_clean("the largest file", judge(folder, 1))
    house.write(path, "a" * (LARGEST + 1))
    proof.expect_problem("one byte more", judge(folder, 1), f"has {LARGEST + 1} bytes")
    os.remove(path)
    os.symlink("nowhere", path)
    proof.expect_problem("a broken link", judge(folder, 1), "link to nowhere")
    proof.expect_problem("a tree of one file", judge(folder, 2), "only 1 files")


if __name__ == "__main__":
    house.main(__doc__, lambda parser: parser.add_argument("root"), lambda given: judge(given.root, 50), control)

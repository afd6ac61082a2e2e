#!/usr/bin/env python3
"""Makes the judged corpus.

    make.py FOLDER                     make all files in a new or empty folder, or in one that make.py has made before
    make.py --check MANIFEST FOLDER    the same, and compare the manifest that comes of it with this one
    make.py --write MANIFEST FOLDER    the same, and write it there

The cases and what they must come to are in cases/, a module for each part of the format.  Exit status: 0 all is well,
1 the manifest is another one, 2 the folder could not be made.
"""

import argparse
import importlib
import json
import os
import sys

sys.dont_write_bytecode = True
from cases.collection import Collection  # noqa: E402

MARK = "made-by-make.py"  # a file that says whose folder it is
MODULES = [
    "good_bundles",
    "good_names",
    "bad_lines",
    "bad_numbers",
    "bad_digests",
    "bad_sums",
    "bad_names",
    "bad_blocks",
    "lies",
    "transfers",
    "ties",
    "policies",
    "every_byte",
    "cuts",
]


def collect():
    """All cases."""
    corpus = Collection()
    for name in MODULES:
        importlib.import_module(f"cases.{name}").add(corpus)
    return corpus


def spelled(lines):
    """The manifest: one object a line."""
    return "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)


def claim(folder):
    """Makes the folder ours, if it is new, empty or ours already."""
    os.makedirs(folder, exist_ok=True)
    mark = os.path.join(folder, MARK)
    if os.listdir(folder) and not os.path.isfile(mark):
        raise FileExistsError(f"{folder} is not empty, and make.py has not made it")
    with open(mark, "w", encoding="utf-8") as file:
        file.write("What is in this folder is made by make.py; what it did not make, it removes.\n")


def remove_others(folder, files):
    """Removes what an earlier make.py made and this one does not."""
    for top, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(top, name)
            if os.path.relpath(path, folder) not in files and name != MARK:
                os.remove(path)


def is_same(path, data):
    try:
        with open(path, "rb") as file:
            return file.read() == data
    except FileNotFoundError:
        return False


def write(folder, files):
    claim(folder)
    remove_others(folder, files)
    for name, data in files.items():
        path = os.path.join(folder, name)
        if not is_same(path, data):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(data)


def differences(kept, made):
    """Where two manifests differ, for a person; empty if they are the same byte for byte."""
    if kept == made:
        return []
    kept, made = kept.split("\n"), made.split("\n")
    found = [i for i in range(max(len(kept), len(made))) if kept[i : i + 1] != made[i : i + 1]]
    first = found[0]
    there, now = ("".join(lines[first : first + 1]) or "(nothing)" for lines in (kept, made))
    return [f"{len(found)} lines differ, the first is line {first + 1}", f"there: {there}", f"made:  {now}"]


def parse():
    description, _, epilog = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser(
        description=description, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", metavar="FOLDER")
    parser.add_argument("--check", metavar="MANIFEST", help="compare with this manifest")
    parser.add_argument("--write", metavar="MANIFEST", help="write the manifest there")
    return parser.parse_args()


def main():
    arguments, corpus = parse(), collect()
    manifest = spelled(corpus.lines)
    try:
        write(arguments.folder, corpus.files)
        if arguments.write:
            with open(arguments.write, "w", encoding="utf-8", newline="\n") as file:
                file.write(manifest)
        if arguments.check:
            with open(arguments.check, encoding="utf-8", newline="") as file:
                problems = differences(file.read(), manifest)
            if problems:
                print(f"make.py: {arguments.check} is not what the cases are (make.py --write writes it again):",
                      *problems, sep="\n")
                return 1
    except (OSError, UnicodeDecodeError) as error:
        print(f"make.py: {error}", file=sys.stderr)
        return 2
    print(f"{sum(line.get('count', 1) for line in corpus.lines)} cases, {len(corpus.files)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""The shared library exports exactly the reviewed names, and all of them begin with sb_."""

import os
import sys

sys.dont_write_bytecode = True
import house  # noqa: E402


def exported(library, nm):
    """Names that the dynamic linker sees, without the names of symbol versions (type A)."""
    lines = house.run([nm, "-D", "--defined-only", "-P", library]).splitlines()
    fields = (line.split() for line in lines)
    return {name.split("@")[0] for name, kind, *_ in fields if kind != "A"}


def judge(names, listed, list_name):
    problems = [f"{name} is exported, but does not begin with sb_" for name in sorted(names) if name[:3] != "sb_"]
    problems += [
        f"{name} is exported, but is not in {list_name}: if it is meant to be part of the interface, add it there"
        for name in sorted(names - set(listed))
    ]
    problems += [
        f"{name} is in {list_name}, but is not exported: programs that use it would not start any more"
        for name in sorted(set(listed) - names)
    ]
    if sorted(set(listed)) != listed:
        problems.append(f"{list_name} is not sorted, or names something twice")
    return problems


def check(arguments):
    listed = house.read_list(arguments.list)
    return judge(exported(arguments.shared, arguments.nm), listed, os.path.basename(arguments.list))


def control(arguments, folder, proof):
    def library_problems(source, listed):
        c, so = os.path.join(folder, "x.c"), os.path.join(folder, "x.so")
        house.write(c, source)
        house.run([arguments.cc, "-shared", "-fPIC", "-nostdlib", "-o", so, c])
        return judge(exported(so, arguments.nm), listed, "the list")

    good = "void sb_a(void); void sb_a(void) {}\n"
    stray = good + "int stray; static int unseen; int *sb_b(void); int *sb_b(void) { return &unseen; }\n"
    proof.expect_clean("one listed function", library_problems(good, ["sb_a"]))
    proof.expect_problem("a stray variable", library_problems(stray, ["sb_a", "sb_b"]), "stray is exported, but does")
    proof.expect_problem("an unlisted function", library_problems(stray, ["sb_a"]), "sb_b is exported, but is not in")
    proof.expect_problem("a lost function", library_problems(good, ["sb_a", "sb_b"]), "sb_b is in the list, but is")
    proof.expect_problem("a list out of order", library_problems(stray, ["sb_b", "sb_a"]), "not sorted")


def add_arguments(parser):
    parser.add_argument("--nm", default="nm")
    parser.add_argument("--cc", default="cc")
    parser.add_argument("list", help="the reviewed list of names")
    parser.add_argument("shared", help="the shared library")


if __name__ == "__main__":
    house.main(__doc__, add_arguments, check, control)

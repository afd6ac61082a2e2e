#!/usr/bin/env python3
"""The library's objects use only reviewed symbols from outside, and hold no data that can be written."""

import os
import sys

sys.dont_write_bytecode = True
import house  # noqa: E402

# Constant tables of pointers stand in .data.rel.ro: they are written only by the dynamic linker.
WRITABLE = (".data", ".bss", ".tdata", ".tbss", "*COM*")


def symbols(objects, nm):
    """(object, name, class, section) of every symbol; the section is empty for an undefined one."""
    found = []
    for path in objects:
        for line in house.run([nm, "--format=sysv", path]).splitlines():
            fields = [field.strip() for field in line.split("|")]
            if len(fields) == 7 and fields[0] != "Name":
                found.append((os.path.basename(path), fields[0], fields[2], fields[6]))
    return found


def is_writable(section):
    return any(section == kind or section.startswith(kind + ".") for kind in WRITABLE) and (
        not section.startswith(".data.rel.ro")
    )


def judge(found, allowed):
    defined = {name for _, name, kind, _ in found if kind not in ("U", "w", "v")}
    problems = []
    for path, name, kind, section in found:
        if kind in ("U", "w", "v") and name not in defined and name not in allowed:
            problems.append(f"{path} uses {name}, which the reviewed list does not allow")
        if is_writable(section):
            problems.append(f"{path} holds {name} in {section}: the library has no global state")
    if not found:
        problems.append("no symbols were found: are these the library's objects?")
    return problems


def check(arguments):
    return judge(symbols(arguments.objects, arguments.nm), house.read_list(arguments.list))


def control(arguments, folder, proof):
    def problems(source):
        c, o = os.path.join(folder, "x.c"), os.path.join(folder, "x.o")
        house.write(c, source)
        house.run([arguments.cc, "-O1", "-fPIC", "-c", "-o", o, c])
        return judge(symbols([o], arguments.nm), house.read_list(arguments.list))

    good = "#include <stdlib.h>\nvoid *sb_a(void) { return malloc(1); }\nconst char *const sb_t[] = {\"a\"};\n"
    proof.expect_clean("malloc and a constant table", problems(good))
    printing = "#include <stdio.h>\nvoid sb_p(int i) { printf(\"%d\", i); }\n"
    proof.expect_problem("printf", problems(good + printing), "uses printf")
    asking = "const char *sb_e(void) { return getenv(\"HOME\"); }\n"
    proof.expect_problem("getenv", problems(good + asking), "uses getenv")
    numbering = "#include <errno.h>\nint sb_n(void) { return errno; }\n"
    proof.expect_problem("errno", problems(numbering), "uses __errno_location")
    proof.expect_problem("a counter", problems("int sb_c(void) { static int n; return ++n; }\n"), "no global state")
    proof.expect_problem("a default", problems("int sb_d = 1;\n"), "holds sb_d in .data")
    proof.expect_problem("a thread's own", problems("_Thread_local int sb_t;\n"), "holds sb_t in .tbss")
    proof.expect_problem("nothing at all", judge([], []), "no symbols")


def add_arguments(parser):
    parser.add_argument("--nm", default="nm")
    parser.add_argument("--cc", default="cc")
    parser.add_argument("list", help="the reviewed list of symbols")
    parser.add_argument("objects", nargs="*", help="the library's object files")


if __name__ == "__main__":
    house.main(__doc__, add_arguments, check, control)

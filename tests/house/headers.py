#!/usr/bin/env python3
"""Each public header compiles alone, and twice, as C11 and as C++17, with gcc and with clang, without a warning."""

import os
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
import house  # noqa: E402

COMPILERS = {"gcc": ["-std=c11"], "clang": ["-std=c11"], "g++": ["-std=c++17"], "clang++": ["-std=c++17"]}
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]


def judge(include):
    """The problems of every header below include/seedbundle."""
    missing = [name for name in COMPILERS if not shutil.which(name)]
    if missing:
        return [f"{name} is not installed, so it is not known whether the headers compile with it" for name in missing]
    headers = sorted(name for name in os.listdir(os.path.join(include, "seedbundle")) if name.endswith(".h"))
    problems = [] if headers else [f"there are no headers below {include}/seedbundle"]
    for header in headers:
        line = f'#include "seedbundle/{header}"\n'
        for compiler, standard in COMPILERS.items():
            language = "c++" if compiler.endswith("++") else "c"
            command = [compiler, *standard, *WARNINGS, "-fsyntax-only", "-I", include, "-x", language, "-"]
            # A unit with no declaration of its own is not ISO C.
            source = line + line + "extern int sb_not_empty;\n"
            done = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                problems.append(f"{header} does not compile alone with {' '.join(command[:2])}:\n{done.stderr}")
    return problems


def control(_, folder, proof):
    def problems(text):
        house.write(os.path.join(folder, "seedbundle", "x.h"), text)
        return judge(folder)

    guard = "#ifndef X_H\n#define X_H\n%s\n#endif\n"
    proof.expect_clean("a header with what it needs", problems(guard % "#include <stddef.h>\nsize_t f(size_t);"))
    proof.expect_problem("an undeclared type", problems(guard % "size_t f(size_t);"), "with gcc -std=c11")
    proof.expect_problem("an undeclared type", problems(guard % "uint64_t f(void);"), "with clang -std=c11")
    proof.expect_problem("a word of C++", problems(guard % "void f(int class);"), "with g++ -std=c++17")
    proof.expect_problem("a word of C++", problems(guard % "void f(int new);"), "with clang++ -std=c++17")
    proof.expect_problem("an extension", problems(guard % "struct x { int a; struct { int b; } ; int c[]; };"), "alone")
    proof.expect_problem("no guard", problems("struct x { int a; };\n"), "alone")


if __name__ == "__main__":
    house.main(__doc__, lambda parser: parser.add_argument("include"), lambda given: judge(given.include), control)

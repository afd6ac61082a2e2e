#!/usr/bin/env python3
"""Installs the build into a folder that was not known when it was configured, and uses it from there.

usage: install.py CMAKE BUILD README CC SAMPLE

The README's C example is compiled with what pkg-config says, linked with the shared and with the static library, and run
on the sample bundle.
"""
import os
import re
import subprocess
import sys
import tempfile


def run(*command, **more):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)
    if result.returncode != 0:
        sys.exit(f"failed: {' '.join(command)}\n{result.stdout}")
    return result.stdout


def main():
    cmake, build, readme, compiler, sample = sys.argv[1:]
    with open(readme, encoding="utf-8") as file:
        example = re.search(r"^```c\n(.*?)^```$", file.read(), re.MULTILINE | re.DOTALL)[1]
    with tempfile.TemporaryDirectory() as folder:
        prefix = os.path.join(folder, "prefix")
        run(cmake, "--install", build, "--prefix", prefix)
        found = [path for path, _, names in os.walk(prefix) if "seedbundle.pc" in names]
        if len(found) != 1:
            sys.exit(f"seedbundle.pc stands in {found}")
        environment = dict(os.environ, PKG_CONFIG_PATH=found[0])
        source = os.path.join(folder, "example.c")
        with open(source, "w", encoding="utf-8") as file:
            file.write(example)
        flags = run("pkg-config", "--cflags", "--libs", "seedbundle", env=environment).split()
        if "-I" + os.path.join(found[0], "../../include") not in flags:
            sys.exit(f"pkg-config does not name the place of the installed headers: {flags}")
        static = run("pkg-config", "--cflags", "--libs", "--static", "seedbundle", env=environment).split()
        libraries = os.path.dirname(found[0])
        archive = os.path.join(libraries, "libseedbundle.a")
        ways = {
            "shared": [*flags, "-Wl,-rpath," + libraries],
            "static": [archive, *(flag for flag in static if flag != "-lseedbundle")],
        }
        for name, more in ways.items():
            binary = os.path.join(folder, name)
            run(compiler, "-std=c11", source, "-o", binary, *more)
            with open(sample, "rb") as bundle:
                if not run(binary, stdin=bundle).endswith("valid\n"):
                    sys.exit(f"the example with the {name} library does not say that the sample is valid")
        program = os.path.join(prefix, "bin", "seedbundle")
        if ": valid: 5 documents" not in run(program, "validate", sample):
            sys.exit("the installed program does not validate the sample")
    print("installed, compiled, linked both ways, run")


if __name__ == "__main__":
    main()

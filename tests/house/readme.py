#!/usr/bin/env python3
"""Runs what the README shows, and compares.

usage: readme.py README PROGRAM CC INCLUDE LIBRARY [LINK...]

Each block marked `console` is run in a scratch copy of the folder of samples, line by line after its `$ `; what a
command prints (stdout and stderr) must be what the README shows.  Each block marked `c` is compiled, linked with the
library and run on the sample bundle.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile


def blocks(text, language):
    return re.findall(r"^```" + language + r"\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def steps(block):
    """The commands of a console block, each with the output that is shown for it."""
    found = []
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append([line[2:].rstrip("\n"), ""])
        else:
            found[-1][1] += line
    return found


def run_console(text, program, folder):
    """Runs all console blocks in order; returns the number of commands, and what differs."""
    environment = dict(os.environ, PATH=os.path.dirname(program) + ":" + os.environ["PATH"], LC_ALL="C.UTF-8")
    for name in ("FORCE_COLOR", "NO_COLOR"):
        environment.pop(name, None)
    commands = [step for block in blocks(text, "console") for step in steps(block)]
    faults = []
    for command, shown in commands:
        result = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        printed = result.stdout.decode("utf-8", "backslashreplace")
        if printed != shown:
            faults.append(f"$ {command}\nshown:\n{shown}printed:\n{printed}")
    return len(commands), faults


def run_examples(text, compiler, include, link, sample, folder):
    """Compiles and runs the C blocks; returns their number, and what went wrong."""
    examples = blocks(text, "c")
    faults = []
    for number, example in enumerate(examples):
        source = os.path.join(folder, f"example{number}.c")
        binary = os.path.join(folder, f"example{number}")
        with open(source, "w", encoding="utf-8") as file:
            file.write(example)
        command = [compiler, "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I" + include, source, "-o",
                   binary] + link
        built = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if built.returncode != 0:
            faults.append("the C example is not compiled:\n" + built.stdout)
            continue
        with open(sample, "rb") as good:
            accepted = subprocess.run([binary], stdin=good, stdout=subprocess.PIPE, text=True)
        with open(sample, "rb") as good:
            refused = subprocess.run([binary], input=good.read()[:-1], stdout=subprocess.PIPE)
        if accepted.returncode != 0 or not accepted.stdout.endswith("valid\n"):
            faults.append(f"the C example refuses the sample bundle: {accepted}")
        if refused.returncode != 1 or b"ends before" not in refused.stdout:
            faults.append(f"the C example accepts a truncated bundle: {refused}")
    return len(examples), faults


def main():
    readme, program, compiler, include, *link = sys.argv[1:]
    with open(readme, encoding="utf-8") as file:
        text = file.read()
    seeds = os.path.join(os.path.dirname(os.path.abspath(readme)), "seeds")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(seeds, os.path.join(folder, "seeds"))
        commands, faults = run_console(text, os.path.abspath(program), folder)
        examples, more = run_examples(text, compiler, include, link, os.path.join(seeds, "sample.seedbundle"), folder)
        # The control: a README that shows something else must be caught.
        altered = text.replace("2 bundles: 2 valid, 0 not", "2 bundles: 1 valid, 1 not")
        shutil.rmtree(os.path.join(folder, "demo"), ignore_errors=True)
        for name in ("demo.seedbundle",):
            if os.path.exists(os.path.join(folder, name)):
                os.remove(os.path.join(folder, name))
        _, control = run_console(altered, os.path.abspath(program), folder)
    faults += more
    if len(control) != len(faults) - len(more) + 1:
        faults.append("the control failed: a README that shows what is not printed was not caught")
    if commands == 0 or examples == 0:
        faults.append("the README shows no commands or no C example")
    for fault in faults:
        print(fault)
    print(f"{commands} commands, {examples} C examples, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Measures seedbundle and its library, beside the programs that one would use instead.

./dev bench builds what is measured and calls this.  Everything runs from the page cache, one program at a time: ours,
its peer, ours, its peer, after one run of each to warm up.  What is shown is the median, with the least and the most; a
ratio is taken pair by pair, and above 1 ours is faster.  A figure that is not reached is said to be so and is no
failure: the exit status is 2 only if something could not be measured.
"""

import argparse
import collections
import contextlib
import fcntl
import hashlib
import json
import os
import platform
import shlex
import shutil
import signal
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import corpus  # noqa: E402
import figures  # noqa: E402
import measure  # noqa: E402
from measure import Trouble, first_line, say  # noqa: E402

Sizes = collections.namedtuple("Sizes", "total counts")  # bytes of the large bundle; documents of the small ones
FULL = Sizes(1 << 30, [1000, 10_000, 100_000, 1_000_000])
QUICK = Sizes(1 << 26, [1000, 10_000, 100_000])


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def read_arguments():
    parser = argparse.ArgumentParser(
        prog="./dev bench",
        description="Measures seedbundle and its library, beside the programs that one would use instead.",
        epilog=f"Figures: {', '.join(figures.FIGURES)}; without any named, all of them. A figure that is not reached "
        "is no failure; the exit status is 2 if something could not be measured.",
    )
    parser.add_argument("figures", metavar="FIGURE", nargs="*", help="what to measure")
    parser.add_argument("--runs", type=positive, metavar="N", help="pairs of runs (default: 7; with --quick 3)")
    parser.add_argument("--quick", action="store_true", help="small sizes, for a look: targets are for the full ones")
    parser.add_argument("--json", metavar="FILE", help="write all samples to FILE as well")
    parser.add_argument(
        "--scratch", metavar="DIR", default=tempfile.gettempdir(), help="where the files go (default: %(default)s)"
    )
    parser.add_argument("--keep", action="store_true", help="leave them there for the next time")
    parser.add_argument("--build", metavar="DIR", default="build/bench", help="what to measure (default: %(default)s)")
    arguments = parser.parse_intermixed_args()
    unknown = [name for name in arguments.figures if name not in figures.FIGURES]
    if unknown:
        parser.error(f"there is no figure {', '.join(unknown)}; choose among {', '.join(figures.FIGURES)}")
    arguments.build, arguments.scratch = os.path.abspath(arguments.build), os.path.abspath(arguments.scratch)
    arguments.figures = [name for name in figures.FIGURES if name in (arguments.figures or figures.FIGURES)]
    return arguments


@contextlib.contextmanager
def scratch_folder(arguments, sizes):
    """A folder of our own below the one that was named, locked, and removed at the end unless it is to be kept."""
    folder = os.path.join(arguments.scratch, f"seedbundle-bench-{os.getuid()}")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    if os.path.islink(folder) or os.stat(folder).st_uid != os.getuid():
        raise Trouble(f"{folder} is not a folder of yours")
    with open(os.path.join(folder, "lock"), "a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(f"{folder} is in use by another run") from None
        try:
            forget_others(folder, lock)
            check_space(folder, figures.space_needed(arguments.figures, sizes))
            yield folder
        finally:
            if not arguments.keep:
                shutil.rmtree(folder)


def forget_others(folder, lock):
    """Removes what was kept if another version of corpus.py made it; the lock tells which one did."""
    with open(corpus.__file__, "rb") as file:
        version = hashlib.sha256(file.read()).hexdigest()
    lock.seek(0)
    if lock.read() == version:
        return
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif entry.name != "lock":
            os.remove(entry.path)
    lock.truncate(0)
    lock.write(version)
    lock.flush()


def check_space(folder, needed):
    have = sum(os.lstat(os.path.join(top, name)).st_blocks * 512 for top, _, names in os.walk(folder) for name in names)
    free = shutil.disk_usage(folder).free
    if free + have < needed:
        room = f"{free >> 20} MiB free, and {needed >> 20} MiB are needed"
        raise Trouble(f"{folder} has {room}: name another with --scratch")


def built_with(build):
    """The kind of build and the compiler, from CMake's cache."""
    cache = {}
    with open(os.path.join(build, "CMakeCache.txt"), encoding="utf-8") as file:
        for line in file:
            key, separator, value = line.rstrip("\n").partition("=")
            if separator:
                cache[key.split(":")[0]] = value
    return f"{cache.get('CMAKE_BUILD_TYPE', 'no')} build, {first_line(cache['CMAKE_C_COMPILER'], '--version')}"


def describe(arguments, meter, sizes):
    """What stands above the figures: [(what, text)]."""
    programs = {name for figure in arguments.figures for name in figures.PACKAGES[figure]}
    file_system = first_line("stat", "-f", "-c", "%T", arguments.scratch)
    available = measure.available_memory()
    lines = [
        ("command", shlex.join(["./dev", "bench", *sys.argv[1:]])),
        ("date", time.strftime("%Y-%m-%d %H:%M %z")),
        ("machine", f"{measure.processor()}, {len(os.sched_getaffinity(0))} cores, {available >> 20} MiB available"),
        ("kernel", f"{platform.system()} {platform.release()} {platform.machine()}; scratch on {file_system}"),
        ("load", "average before the start " + " ".join(f"{load:.2f}" for load in os.getloadavg())),
        ("ours", f"{first_line(meter.program, '--version')}; {built_with(arguments.build)}"),
        *((name, first_line(*figures.VERSIONS[name])) for name in sorted(programs)),
        ("python", platform.python_version()),
        ("method", f"{meter.runs} pairs in turn (ours, peer, ours, peer, ...) after a warm-up; page cache warm"),
        ("", "median (least to most); ratios pair by pair, above 1 ours is faster; GB = 10^9 bytes"),
    ]
    if "tar" in programs and "GNU tar" not in dict(lines)["tar"]:
        raise Trouble(f"tar is not GNU tar, but {dict(lines)['tar']}")
    if arguments.quick:
        lines.append(("quick", "small sizes, for a look: the targets are for the full ones"))
    if available < 3 * sizes.total:
        lines.append(("MEMORY", "too little to keep the files in the page cache: the disk is measured too"))
    if file_system in ("tmpfs", "ramfs"):
        lines.append(("FILES", "the scratch folder is in memory and not on a disk: name another with --scratch"))
    return lines


def measure_all(arguments, json_file):
    sizes = QUICK if arguments.quick else FULL
    meter = measure.Meter(arguments.build, arguments.runs or (3 if arguments.quick else 7))
    measure.need_programs(dict(item for name in arguments.figures for item in figures.PACKAGES[name].items()))
    head = describe(arguments, meter, sizes)
    quiet = measure.Quiet()
    print("\n".join(f"{what:10}{text}" for what, text in head) + "\n", flush=True)
    tables = []
    with scratch_folder(arguments, sizes) as folder:
        store = figures.Store(folder, sizes)
        for name in arguments.figures:
            say(f"measuring {name}")
            tables.append(figures.FIGURES[name](meter, store))
            print(tables[-1], flush=True)
    head.append(("others", f"took {quiet.others():.0f} % of the processors meanwhile"))
    print(f"Other programs {head[-1][1]}.")
    if json_file:
        about = [f"{what}: {text}" for what, text in head]
        json.dump({"schema": 1, "about": about, "figures": [vars(table) for table in tables]}, json_file, indent=1)
        json_file.write("\n")


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    arguments = read_arguments()
    begin = time.monotonic()
    try:
        with open(arguments.json, "w", encoding="utf-8") if arguments.json else contextlib.nullcontext() as json_file:
            measure_all(arguments, json_file)
    except (Trouble, OSError) as trouble:
        say(trouble)
        return 2
    except KeyboardInterrupt:
        say("interrupted")
        return 130
    say(f"took {time.monotonic() - begin:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())

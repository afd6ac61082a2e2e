"""How things are measured: one program at a time, ours and its peer in turn, medians with the least and the most."""

import collections
import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys

ENVIRONMENT = {**os.environ, "LC_ALL": "C"}


class Trouble(Exception):
    """Something could not be measured; the text says what, for a person."""


class Spread(collections.namedtuple("Spread", "median least most")):
    """What several runs came to."""

    @classmethod
    def of(cls, values):
        return cls(statistics.median(values), min(values), max(values))

    def __format__(self, spec):
        return f"{self.median:{spec}} ({self.least:{spec}} to {self.most:{spec}})"


class Sample(collections.namedtuple("Sample", "wall cpu rss")):
    """One run: seconds by the clock, seconds of CPU (user and system), the largest resident set in bytes."""


class Command(collections.namedtuple("Command", "argv feed folder", defaults=(None, None))):
    """A program to run: with the file `feed` sent to its stdin through a pipe by cat, and in `folder`."""

    def __str__(self):
        words = [os.path.basename(word) for word in self.argv]
        return (f"cat {os.path.basename(self.feed)} | " if self.feed else "") + " ".join(words)


def need_programs(packages):
    """`packages` tells which Debian package brings a program."""
    missing = [f"{name} (Debian's package {package})" for name, package in packages.items() if not shutil.which(name)]
    if missing:
        raise Trouble(f"what is to be measured against is missing: {', '.join(missing)}")


def first_line(*argv):
    """What a program says of itself."""
    try:
        done = subprocess.run(argv, capture_output=True, text=True, env=ENVIRONMENT, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Trouble(f"{' '.join(argv)}: {error}") from error
    return done.stdout.splitlines()[0].strip()


def busy_seconds():
    """Seconds that all processors together have worked, or waited for the hypervisor, since the machine started."""
    with open("/proc/stat", encoding="ascii") as file:
        user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, file.readline().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


class Quiet:
    """How quiet was the machine?"""

    def __init__(self):
        self.begin = self.now()

    @staticmethod
    def now():
        times = os.times()
        ours = times.user + times.system + times.children_user + times.children_system
        return times.elapsed, busy_seconds() - ours

    def others(self):
        """The share of all processors that was taken by others since the begin, in percent."""
        elapsed, others = (now - then for now, then in zip(self.now(), self.begin))
        return max(0.0, 100 * others / (elapsed * os.cpu_count()))


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


class Meter:
    """Runs programs through bench_time, and bench_parse by itself."""

    def __init__(self, build, runs):
        self.runs = runs
        self.program = os.path.join(build, "seedbundle")
        self.time = os.path.join(build, "tests/bench/bench_time")
        self.parse = os.path.join(build, "tests/bench/bench_parse")
        for path in (self.program, self.time, self.parse):
            if not os.access(path, os.X_OK):
                raise Trouble(f"{path} is not there: build with -DSEEDBUNDLE_BENCH=ON (./dev bench does)")

    def once(self, command):
        """One run of a command that must succeed."""
        report, report_end = os.pipe()
        feeder = subprocess.Popen(["cat", command.feed], stdout=subprocess.PIPE) if command.feed else None
        process = subprocess.Popen(
            [self.time, str(report_end), *command.argv],
            stdin=feeder.stdout if feeder else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=[report_end],
            cwd=command.folder,
            env=ENVIRONMENT,
        )
        os.close(report_end)
        if feeder:
            feeder.stdout.close()
        with os.fdopen(report) as file:
            _, complaint = process.communicate()
            text = file.read()
        if process.returncode != 0 or (feeder and feeder.wait() != 0):
            reason = complaint.decode(errors="replace").strip() or "it says nothing on stderr"
            raise Trouble(f"{shlex.join(command.argv)}: status {process.returncode}: {reason}")
        taken = json.loads(text)
        return Sample(taken["wall"], taken["user"] + taken["sys"], taken["rss"])

    def pairs(self, ours, peer):
        """Samples of both, taken in turn after a warm-up: (ours, peers)."""
        both = [[], []]
        for turn in range(self.runs + 1):
            for samples, command in zip(both, (ours, peer)):
                sample = self.once(command)
                if turn > 0:
                    samples.append(sample)
        return both

    def several(self, command):
        return [self.once(command) for _ in range(self.runs + 1)][1:]

    def run_library(self, bundle, piece, digests=True, copies=1, runs=None):
        """Runs of the library alone, as bench_parse reports them."""
        argv = [self.parse, "-p", str(piece), "-c", str(copies), "-r", str(runs or self.runs)]
        argv += [] if digests else ["-n"]
        done = subprocess.run([*argv, bundle], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Trouble(f"{' '.join(argv)} {bundle}: status {done.returncode}: {done.stderr.strip()}")
        return [json.loads(line) for line in done.stdout.splitlines()]


def verdict(by_clock, by_cpu, target):
    """Judged by the clock; CPU time tells whether a machine that was not quiet is to blame."""
    if by_clock.median >= target:
        return "reached"
    return "NOT reached (by CPU time it is)" if by_cpu.median >= target else "NOT reached"


def ratios(ours, peers, attribute):
    """How many times as fast ours is as its peer, pair by pair."""
    return Spread.of([getattr(peer, attribute) / getattr(our, attribute) for our, peer in zip(ours, peers)])


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return "of an unknown model"


def available_memory():
    with open("/proc/meminfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    raise Trouble("/proc/meminfo has no MemAvailable")

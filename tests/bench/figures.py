"""The figures: what is measured, against what, and what is to be reached."""

import os

import corpus
from measure import Command, Spread, ratios, verdict

MIB = 1 << 20


class Table:
    """One figure as it is shown, with all samples behind it."""

    def __init__(self, title, headers):
        self.title, self.headers, self.rows, self.notes, self.samples = title, headers, [], [], {}

    def add(self, *cells):
        self.rows.append([str(cell) for cell in cells])

    def keep(self, what, samples):
        """Samples as they were measured, for --json."""
        self.samples[what] = [dict(item) if isinstance(item, dict) else item._asdict() for item in samples]

    def __str__(self):
        lines = [self.headers, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.headers))]
        shown = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines]
        rule = "  ".join("-" * width for width in widths)
        return "\n".join([self.title, "", shown[0], rule, *shown[1:], *(f"  {note}" for note in self.notes), ""])


class Store:
    """The files that are measured, made when they are first asked for and kept in `folder`."""

    def __init__(self, folder, sizes):
        self.folder, self.sizes = folder, sizes
        self.big_documents = corpus.Documents(4096, 65536, total=sizes.total)

    def make(self, documents, suffix, maker):
        path = os.path.join(self.folder, f"{documents.name}.{suffix}")
        done = os.path.join(path, "SHA256SUMS") if suffix == "files" else path
        return done if os.path.exists(done) else maker(documents, path)

    @property
    def big_size(self):
        return f"{self.sizes.total // MIB} MiB of documents of 4 to 64 KiB"

    def big(self, suffix="seedbundle", maker=corpus.make_bundle):
        """The documents of 4 to 64 KiB."""
        return self.make(self.big_documents, suffix, maker)

    def small(self, count, size=100):
        """A bundle of so many documents of 100 bytes."""
        return self.make(corpus.Documents(size, size, count=count), "seedbundle", corpus.make_bundle)


def gigabytes(path, samples, attribute="wall"):
    return Spread.of([os.path.getsize(path) / getattr(sample, attribute) / 1e9 for sample in samples])


def validate(meter, store):
    """The main job, beside the hash alone."""
    table = Table(
        f"1. validate, one thread, {store.big_size}, beside openssl dgst",
        ["input", "ours GB/s", "openssl GB/s", "ratio by the clock", "ratio by CPU time", "target", ""],
    )
    bundle = store.big()
    file_pair = [meter.program, "validate", bundle], ["openssl", "dgst", "-sha256", bundle]
    pipe_pair = [meter.program, "validate", "-"], ["openssl", "dgst", "-sha256"]
    for what, argvs, feed, target in (("file", file_pair, None, 0.9), ("pipe", pipe_pair, bundle, 0.8)):
        commands = [Command(argv, feed) for argv in argvs]
        ours, peers = meter.pairs(*commands)
        table.keep(f"{what}: ours", ours)
        table.keep(f"{what}: openssl", peers)
        speeds = [f"{gigabytes(bundle, samples).median:.2f}" for samples in (ours, peers)]
        wall, cpu = ratios(ours, peers, "wall"), ratios(ours, peers, "cpu")
        table.add(what, *speeds, f"{wall:.2f}", f"{cpu:.2f}", f">= {target}", verdict(wall, cpu, target))
        table.notes.append(f"{what}: `{commands[0]}` beside `{commands[1]}`")
    table.notes.append("With a pipe, CPU time is that of its reader alone.")
    return table


def framing(meter, store):
    """Without digests: what is left is ours alone."""
    table = Table(
        "2. Framing alone",
        ["what", "by the clock", "by CPU time", "unit", "ratio to cat", "target", ""],
    )
    bundle, count = store.big(), store.sizes.counts[-1]
    ours, peers = meter.pairs(Command([meter.program, "validate", "--no-verify", bundle]), Command(["cat", bundle]))
    table.keep("validate --no-verify", ours)
    table.keep("cat", peers)
    wall, cpu = gigabytes(bundle, ours), gigabytes(bundle, ours, "cpu")
    beside = f"{ratios(ours, peers, 'wall'):.2f}"
    table.add("validate --no-verify", f"{wall:.2f}", f"{cpu:.2f}", "GB/s", beside, ">= 5", verdict(wall, cpu, 5))
    for what, digests in (("library, no digests", False), ("library, digests", True)):
        samples = meter.run_library(store.small(count), 131072, digests)
        table.keep(what, samples)
        wall, cpu = (Spread.of([run["documents"] / run[key] / 1e6 for run in samples]) for key in ("wall", "cpu"))
        target = ("-", "") if digests else (">= 2", verdict(wall, cpu, 2))
        table.add(what, f"{wall:.2f}", f"{cpu:.2f}", "million documents/s", "-", *target)
    table.notes += [
        "The program: the bundle of figure 1, from the page cache, beside cat of the same file to /dev/null.",
        f"The library: {count} documents of 100 bytes, from memory, in pieces of 128 KiB.",
    ]
    return table


def memory(meter, store):
    """The largest resident set of validate."""
    count = store.sizes.counts[-1]
    table = Table(
        "3. Peak memory of validate, MiB",
        ["bundle", "from", "INDEX", "peak", "target: 6 + 2 x INDEX", ""],
    )
    bundles = [
        ("one document", store.small(1)),
        (store.big_size, store.big()),
        (f"{count} documents of 100 bytes", store.small(count)),
    ]
    for what, bundle in bundles:
        index = corpus.index_bytes(bundle)
        limit = 6 * MIB + 2 * index
        for way, argument, feed in (("file", bundle, None), ("pipe", "-", bundle)):
            samples = meter.several(Command([meter.program, "validate", argument], feed))
            table.keep(f"{what}, {way}", samples)
            peak = Spread.of([sample.rss for sample in samples])
            in_mib = Spread(*(value / MIB for value in peak))
            reached = "reached" if peak.median <= limit else "NOT reached"
            table.add(what, way, f"{index / MIB:.2f}", f"{in_mib:.2f}", f"<= {limit / MIB:.2f}", reached)
    table.notes.append("The whole process, with its shared libraries (ru_maxrss).")
    return table


def growth(meter, store):
    """Is time linear, whatever the pieces?"""
    pieces = {"1 byte": 1, "7 bytes": 7, "4096 bytes": 4096, "whole": 0}
    table = Table(
        "4. Linear time: library, digests verified, documents of 100 bytes, by size of piece",
        ["documents", *pieces],
    )
    counts, samples = store.sizes.counts, {}
    for _ in range(min(meter.runs, 3)):
        for what, piece in pieces.items():
            for count in counts:
                copies = counts[-1] // count
                runs = meter.run_library(store.small(count), piece, copies=copies, runs=1)
                samples.setdefault((what, count), []).extend(runs)

    def cell(what, count):
        each, byte, first = (
            Spread.of([run["cpu"] / run[unit] * 1e9 for run in samples[what, many]]).median
            for unit, many in (("documents", count), ("bytes", count), ("documents", counts[0]))
        )
        return f"{each:.0f} ns, {byte:.2f} ns/byte, x {each / first:.2f}"

    for count in counts:
        table.add(count, *(cell(what, count) for what in pieces))
    for (what, count), runs in samples.items():
        table.keep(f"{count} documents, {what}", runs)
    table.notes += [
        "CPU time for a document and for a byte of the bundle; x: for a document, against the first line.",
        f"Each run parses {counts[-1]} documents: of small bundles as many copies, from as much memory.",
        f"Medians of {min(meter.runs, 3)} rounds over all cells.",
    ]
    return table


def peers(meter, store):
    """What one would use instead."""
    bundle = store.big()
    tar, archive = store.big("tar", corpus.make_tar), store.big("zip", corpus.make_zip)
    sums = store.big("files", corpus.make_folder)
    table = Table(
        f"5. {store.big_size}, in other formats, beside validate",
        ["program", "what it verifies", "seconds", "validate: seconds", "ratio by the clock", "ratio by CPU time"],
    )
    ours = Command([meter.program, "validate", bundle])
    others = [
        (Command(["bsdtar", "-tf", tar]), "sums of headers"),
        (Command(["tar", "-tf", tar]), "sums of headers"),
        (Command(["unzip", "-tq", archive]), "CRC-32 of documents"),
        (Command(["sha256sum", "-c", "--quiet", "SHA256SUMS"], folder=os.path.dirname(sums)), "SHA-256 of documents"),
        (Command([meter.program, "list", bundle]), "SHA-256 of the INDEX"),
        (Command([meter.program, "validate", "--no-verify", bundle]), "form, all lengths"),
    ]
    for command, checks in others:
        our_samples, samples = meter.pairs(ours, command)
        table.keep(str(command), samples)
        table.keep(f"{command}: validate beside it", our_samples)
        seconds = [f"{Spread.of([sample.wall for sample in each]).median:.3f}" for each in (samples, our_samples)]
        by_clock, by_cpu = (f"{ratios(our_samples, samples, key):.2f}" for key in ("wall", "cpu"))
        table.add(command, checks, *seconds, by_clock, by_cpu)
    table.notes.append("Ratio: how many times as fast validate is, which reads and hashes all.")
    table.notes.append("bsdtar -tf, tar -tf and list read no document: they seek over them, or do not need to.")
    return table


FIGURES = {"validate": validate, "framing": framing, "memory": memory, "growth": growth, "peers": peers}

# Which Debian package brings the programs that a figure measures against.
PACKAGES = {
    "validate": {"openssl": "openssl", "cat": "coreutils"},
    "framing": {"cat": "coreutils"},
    "memory": {"cat": "coreutils"},
    "growth": {},
    "peers": {"bsdtar": "libarchive-tools", "tar": "tar", "unzip": "unzip", "sha256sum": "coreutils"},
}

VERSIONS = {
    "openssl": ["openssl", "version"],
    "cat": ["cat", "--version"],
    "bsdtar": ["bsdtar", "--version"],
    "tar": ["tar", "--version"],
    "unzip": ["unzip", "-v"],
    "sha256sum": ["sha256sum", "--version"],
}


def space_needed(names, sizes):
    """Bytes of disk that the files of these figures take, at most."""
    big = 4 if "peers" in names else int(any(name in names for name in ("validate", "framing", "memory")))
    small = 0 if set(names) <= {"validate", "peers"} else sum(sizes.counts)
    return int(big * sizes.total * 1.1) + small * 260 + 64 * MIB


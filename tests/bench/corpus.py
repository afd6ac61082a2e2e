"""The documents that are measured, and the same documents as a bundle, a tar, a zip and a folder.

All are pseudo-random but the same each time: a set of documents is known by the few numbers that it is made from.
"""

import hashlib
import io
import os
import random
import tarfile
import zipfile

POOL_BYTES = 1 << 22  # of text, of which each document is a slice
BUFFER = 1 << 20
WORDS = """the of and to in for on that with from report city council water morning people fire road weather river said
official hospital bridge minister night market price school after before between while several hundred
thousand yesterday statement investigation evacuated emergency infrastructure north south east west region
county mayor""".split()


def make_pool():
    """Lines of English-looking words, 40 to 100 bytes each."""
    source = random.Random("pool")
    lines, size = [], 0
    while size < POOL_BYTES:
        line = " ".join(source.choices(WORDS, k=source.randint(7, 14))).capitalize() + ".\n"
        lines.append(line)
        size += len(line)
    return "".join(lines).encode()[:POOL_BYTES]


class Documents:
    """`total` bytes of documents of `least` to `most` bytes each, or `count` documents of such sizes.

    Each begins with a line of its own, so that no two are equal.  Names look like 007/042_<16 hex digits>.txt.
    """

    pool = None

    def __init__(self, least, most, total=0, count=0):
        self.least, self.most, self.total, self.count = least, most, total, count
        self.name = f"{count}-documents" if count else f"{total >> 20}-MiB"
        if Documents.pool is None:
            Documents.pool = make_pool()

    def __iter__(self):
        """(name, content) of each, in path order."""
        source, done, ordinal = random.Random(f"{self.least} {self.most} {self.total} {self.count}"), 0, 0
        while ordinal < self.count or done < self.total:
            size = source.randint(self.least, self.most)
            if self.total:
                size = min(size, self.total - done)
            head = b"Report %d\n\n" % ordinal
            at = source.randrange(POOL_BYTES - self.most)
            content = (head + self.pool[at : at + size])[:size]
            number, rest = divmod(ordinal, 1000)
            yield f"{number:03d}/{rest:03d}_{source.getrandbits(64):016x}.txt", content
            done += size
            ordinal += 1


def finish(path, partial):
    """Gives a file its name once it is whole and on the disk: nothing is written back while others are measured."""
    with open(partial, "rb") as file:
        os.fsync(file.fileno())
    os.rename(partial, path)
    return path


def make_bundle(documents, path):
    """The canonical bundle, written without the project's own writer."""
    partial = path + ".partial"
    entries, count, total = [], 0, 0
    for name, content in documents:
        entries.append(f"{hashlib.sha256(content).hexdigest()} {len(content)} {name}\n")
        count += 1
        total += len(content)
    index = f"=== SEED-BUNDLE 1\n=== INDEX {count} {total}\n{''.join(entries)}".encode()
    with open(partial, "wb", buffering=BUFFER) as file:
        file.write(index)
        file.write(b"=== DIGEST %s\n" % hashlib.sha256(index).hexdigest().encode())
        for name, content in documents:
            file.write(b"=== FILE %d %s\n" % (len(content), name.encode()))
            file.write(content)
            file.write(b"\n")
        file.write(b"=== END\n")
    return finish(path, partial)


def make_tar(documents, path):
    partial = path + ".partial"
    with tarfile.open(partial, "w", format=tarfile.GNU_FORMAT, bufsize=BUFFER) as archive:
        for name, content in documents:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return finish(path, partial)


def make_zip(documents, path):
    partial = path + ".partial"
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive:
        for name, content in documents:
            archive.writestr(zipfile.ZipInfo(name), content)
    return finish(path, partial)


def make_folder(documents, path):
    """The documents as files, and beside them SHA256SUMS, which is named last: it says that the others are there."""
    sums = []
    for name, content in documents:
        file_path = os.path.join(path, name)
        os.makedirs(os.path.dirname(file_path), exist_ok=True)
        with open(file_path, "wb") as file:
            file.write(content)
        sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
    os.sync()
    partial = os.path.join(path, "SHA256SUMS.partial")
    with open(partial, "w", encoding="utf-8") as file:
        file.writelines(sums)
    return finish(os.path.join(path, "SHA256SUMS"), partial)


def index_bytes(bundle):
    """Bytes of the INDEX's entries."""
    size = 0
    with open(bundle, "rb", buffering=BUFFER) as file:
        file.readline()
        file.readline()
        for line in file:
            if line.startswith(b"=== DIGEST "):
                return size
            size += len(line)
    raise ValueError(f"{bundle} has no DIGEST")

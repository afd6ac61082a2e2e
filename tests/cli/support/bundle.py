"""Makes bundles from the description of the format alone, whole or with lies in them.

Nothing here comes from the program: what it writes is compared with this, and what it says of a lie with the place
where the lie was put.
"""

import hashlib
from dataclasses import dataclass


def sha256(data):
    return hashlib.sha256(data).hexdigest().encode()


def path_order(name):
    """The key of path order: bytewise, with "/" below all others."""
    return name.replace(b"/", b"\0")


def number(value):
    return b"%d" % value


@dataclass
class Entry:
    digest: bytes
    size: bytes
    name: bytes
    after_digest: bytes = b" "
    after_size: bytes = b" "
    end: bytes = b"\n"


@dataclass
class Block:
    size: bytes
    name: bytes
    payload: bytes
    word: bytes = b"=== FILE "
    header_end: bytes = b"\n"
    end: bytes = b"\n"


class Draft:
    """A bundle in its parts, each of which may be changed.  DIGEST is made from them at the end, unless `seal` is set.

    Documents are given in the order that they shall have; pack() sorts them."""

    def __init__(self, documents):
        self.magic = b"=== SEED-BUNDLE "
        self.version = b"1\n"
        self.index_word = b"=== INDEX "
        self.count = number(len(documents))
        self.total = number(sum(len(payload) for _, payload in documents))
        self.after_count = b" "
        self.index_end = b"\n"
        self.entries = [Entry(sha256(payload), number(len(payload)), name) for name, payload in documents]
        self.digest_word = b"=== DIGEST "
        self.seal = None
        self.digest_end = b"\n"
        self.blocks = [Block(number(len(payload)), name, payload) for name, payload in documents]
        self.end = b"=== END\n"
        self.trailer = b""

    def change(self, ordinal, **fields):
        """Changes fields of an entry."""
        for name, value in fields.items():
            setattr(self.entries[ordinal], name, value)

    def rename(self, ordinal, name):
        """Gives a document another name, in both places."""
        self.entries[ordinal].name = self.blocks[ordinal].name = name

    def _index(self):
        yield "magic", self.magic
        yield "version", self.version
        yield "index line", self.index_word
        yield "count", self.count + self.after_count
        yield "total", self.total + self.index_end
        for i, entry in enumerate(self.entries):
            yield f"entry {i}", entry.digest + entry.after_digest
            yield f"size {i}", entry.size + entry.after_size
            yield f"name {i}", entry.name + entry.end

    def _blocks(self):
        for i, block in enumerate(self.blocks):
            yield f"block {i}", block.word
            yield f"header size {i}", block.size + b" "
            yield f"header name {i}", block.name
            yield f"header end {i}", block.header_end
            yield f"payload {i}", block.payload
            yield f"payload end {i}", block.end

    def parts(self):
        """Names and bytes of all parts, in order."""
        index = list(self._index())
        yield from index
        yield "digest line", self.digest_word
        yield "digest", (self.seal or sha256(b"".join(part for _, part in index))) + self.digest_end
        yield from self._blocks()
        yield "end", self.end
        yield "trailer", self.trailer

    def bytes(self):
        return b"".join(part for _, part in self.parts())

    def at(self, mark):
        """The offset at which a part begins."""
        offset = 0
        for name, part in self.parts():
            if name == mark:
                return offset
            offset += len(part)
        raise KeyError(mark)

    def digest(self):
        return sha256(b"".join(part for _, part in self._index()))


def pack(documents):
    """The one bundle of these documents: pairs of name and payload, in any order."""
    return Draft(sorted(documents, key=lambda document: path_order(document[0]))).bytes()


DEMO = [(b"a.txt", b"hello"), (b"b/c.txt", b"hello, world\n"), ("b/é".encode(), b"")]


def demo():
    """The bundle that the format's description shows, as a draft."""
    return Draft(DEMO)

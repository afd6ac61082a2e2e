"""Bundles in their parts, made of names and payloads that are likely to be misunderstood."""

import hashlib

import seedbundle_reference as reference

PLAIN = "a b c ab a.txt a! a-b a. .a ..a ... - ~ C: con"
STRANGE = 'é É e\u0301 漢 😀 \u00a0 \u200b \u061b \ud7ff \ue000 \ufffd \U0001fffd \U0010fffd " ==='
PARTS = [part.encode() for part in f"{PLAIN} {STRANGE}".split(" ")] + [b"a b", b"a  b"]
PAYLOADS = [
    *(b"", b"", b"\n", b"\r", b"\r\n", b"\0", b"hello", b"hello\n", b"caf\xc3\xa9", b"\xef\xbb\xbfx"),
    *(b"=== END\n", b"=== FILE 5 a\nhello\n", b"=== SEED-BUNDLE 1\n", reference.build([(b"a", b"=== END\n")])),
    *(b"\xff", b"x\xc3", b"\xc3\n", b"\xe2\x82", b"\xed\xa0\x80", b"ab\x80cd", bytes(range(256))),
    *(b"\xf4\x8f\xbf\xbf", b"\xf4\x90\x80\x80"),
]
WORDS = [b"=== SEED-BUNDLE ", b"=== INDEX ", b"=== DIGEST ", b"=== FILE ", b"=== END"]
# Unicode, table 3-7: the first and the last of what each byte of a sequence may be.
TAIL = (0x80, 0xBF)
SEQUENCES = [
    [(0x00, 0x7F)],
    [(0xC2, 0xDF), TAIL],
    [(0xE0, 0xE0), (0xA0, 0xBF), TAIL],
    [(0xE1, 0xEC), TAIL, TAIL],
    [(0xED, 0xED), (0x80, 0x9F), TAIL],
    [(0xEE, 0xEF), TAIL, TAIL],
    [(0xF0, 0xF0), (0x90, 0xBF), TAIL, TAIL],
    [(0xF1, 0xF3), TAIL, TAIL, TAIL],
    [(0xF4, 0xF4), (0x80, 0x8F), TAIL, TAIL],
]


def sequence(source):
    """A sequence at the edges of a row, or by one byte behind them, or cut short."""
    row = source.choice(SEQUENCES)
    data = [source.choice(edges) for edges in row]
    if source.random() < 0.4:
        at = source.randrange(len(row))
        data[at] = source.choice((row[at][0] - 1, row[at][1] + 1, 0x0A, 0x0D, 0x2F)) % 256
    return bytes(data[: source.randint(0, len(data))] if source.random() < 0.15 else data)


def name(source):
    """Mostly a good one."""
    if source.random() < 0.01:
        return long_name(source)
    parts = source.choices(PARTS, k=source.choice((1, 1, 2, 2, 3)))
    if source.random() < 0.05:
        parts[-1] += sequence(source)
    return b"/".join(parts)


def long_name(source):
    """A name near one of the two limits, that ends in a character of one to four bytes, or in something bad."""
    characters = ("a", "é", "漢", "😀", "\u200e", " ", "/", "\r")
    last = source.choice((b"\xc3", *(character.encode() for character in characters)))
    if source.random() < 0.5:
        return b"n" * (source.randint(253, 257) - len(last)) + last
    return (b"n" * 255 + b"/") * 15 + b"m" * 254 + b"/" + b"o" * (source.randint(0, 4) - len(last)) + last


def payload(source):
    kind = source.random()
    if kind < 0.7:
        return source.choice(PAYLOADS)
    if kind < 0.85:
        return source.randbytes(source.randrange(40))
    return b"x" * source.randrange(20) + sequence(source) + b"y" * source.randrange(20)


def is_good(path):
    try:
        return reference.Reader(path + b"\n").name() == path
    except reference.Problem:
        return False


def documents(source):
    count = source.choice((0, 1, 1, 2, 2, 3, 3, 4, 5))
    if source.random() < 0.002:
        return {b"many/%d" % source.randrange(10**9): b"" for _ in range(source.randrange(1000))}
    return {name(source): payload(source) for _ in range(count)}


class Draft:
    """A bundle as lists of fields, each of which a lie may change."""

    def __init__(self, source):
        contents, before = documents(source), None
        self.entries, self.blocks = [], []
        for path in sorted(contents, key=lambda path: path.split(b"/")):
            if is_good(path) and not (before and path.startswith(before + b"/")):
                content, before = contents[path], path
                size, digest = b"%d" % len(content), hashlib.sha256(content).hexdigest().encode()
                self.entries.append([digest, b" ", size, b" ", path, b"\n"])
                self.blocks.append([WORDS[3], size, b" ", path, b"\n", content, b"\n"])
        self.head = [WORDS[0], b"1", b"\n", WORDS[1], b"", b" ", b"", b"\n"]
        self.digest = [WORDS[2], None, b"\n"]  # None: the right one
        self.end = [WORDS[4], b"\n", b""]
        self.add_up()

    def add_up(self):
        """Count and total as the entries say."""
        sizes = [int(entry[2]) for entry in self.entries if entry[2].isdigit()]
        self.head[4], self.head[6] = b"%d" % len(self.entries), b"%d" % sum(sizes)

    def index(self):
        return b"".join(self.head + [field for entry in self.entries for field in entry])

    def bytes(self, index=None):
        index = self.index() if index is None else index
        digest = hashlib.sha256(index).hexdigest().encode() if self.digest[1] is None else self.digest[1]
        fields = [field for block in self.blocks for field in block]
        return b"".join([index, self.digest[0], digest, self.digest[2], *fields, *self.end])

    def seal(self):
        """The digest stays what it is now, whatever is changed."""
        self.digest[1] = hashlib.sha256(self.index()).hexdigest().encode()

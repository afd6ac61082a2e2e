"""Makes mutants of bundles: small, many, each known by two numbers, and most of them wrong in one place only.

A bundle that is damaged anywhere is mostly found by a digest, and nothing behind the digest is tested.  So a mutant
begins as a draft: lies change its fields, and DIGEST is computed after them (resealed) or before.
"""

import hashlib
import random
from typing import NamedTuple

import seedbundle_reference as reference
from drafts import WORDS, Draft, long_name, name, payload, sequence

LARGEST = 2**63 - 1
NUMBERS = [0, 1, 9, 10, LARGEST - 1, LARGEST, LARGEST + 1, 2**64 - 1, 2**64, 10**18, 10**19, 10**30, 10**4000]
NUMBER_BYTES = [b"%d" % number for number in NUMBERS]
SPELLINGS = [
    *(b"", b"+%d", b"-%d", b"0%d", b"00%d", b"%d ", b" %d", b"%d_0", b"%d.0", b"%de0", b"0x%d", b"%d\r", b"%d\t"),
    *(b"%d\n", b"\xd9\xa6%d", b"%d\0", b"%dx", b"x%d", b"%d/", b"%d:"),
]
BAD_NAMES = [
    *(b"", b"/", b"/a", b"a/", b"a//b", b".", b"..", b"./a", b"../a", b"a/.", b"a/..", b"a/../b", b" ", b" a", b"a "),
    *(b"a/ b", b"a /b", b"\r", b"a\r", b"a\rb", b"a\r/", b"\xc3", b"\xc3/", b"a\xff", b"\xc3\r", b"\x80", b"\xc0\xaf"),
    *(b"\xc1\xbf", b"\xe0\x9f\xbf", b"\xed\xa0\x80", b"\xf0\x8f\xbf\xbf", b"\xf4\x90\x80\x80", b"\xe2\x82", b"C:\\a"),
]
# Those that are forbidden, and their neighbours.
CHARACTERS = [chr(code).encode() for code in (
    *(0x00, 0x09, 0x0A, 0x0A, 0x0D, 0x0D, 0x1F, 0x20, 0x20, 0x2E, 0x2F, 0x2F, 0x5C, 0x7E, 0x7F, 0x80, 0x9F, 0xA0),
    *(0x61B, 0x61C, 0x61D, 0x200D, 0x200E, 0x200F, 0x2010, 0x2027, 0x2028, 0x202E, 0x202F, 0x2065, 0x2066, 0x2069),
    *(0x206A, 0xFDCF, 0xFDD0, 0xFDEF, 0xFDF0, 0xFEFE, 0xFEFF, 0xFF00, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x1FFFD),
    *(0x1FFFE, 0x8FFFF, 0x10FFFD, 0x10FFFE, 0x10FFFF),
)]  # fmt: skip
TERMINATORS = [
    *(b"", b"\r", b"\r\n", b"\n\r", b"\n", b"\n\n", b" ", b"  ", b"\t", b"\0", b" \n", b"/", b"0", b"a", b"g", b"="),
]

# -- Lies in one field --


def insert(data, at, more):
    return data[:at] + more + data[at:]


def edit(source, data):
    """One edit of some bytes: substitute, insert, delete, repeat or move a range."""
    at = source.randint(0, len(data))
    if source.random() < 0.5:  # at the edge of a line or field
        edges = [i for i, byte in enumerate(data) if byte in b"\n /"]
        at = max(0, source.choice(edges) + source.randint(-1, 2)) if edges else at
    kind, size = source.randrange(5), source.choice((1, 1, 1, 2, 3, 9, 65))
    if kind == 0:
        byte = source.choice((source.randbytes(1), b"\r", b"\n", b" ", b"0", b"=", b"/"))
        return data[:at] + byte + data[at + 1 :]
    if kind == 1:
        return insert(data, at, source.choice(CHARACTERS) if source.random() < 0.5 else sequence(source))
    if kind == 2:
        return data[:at] + data[at + size :]
    if kind == 3:
        return insert(data, at, data[at : at + size])
    return insert(data[:at] + data[at + size :], source.randint(0, len(data)), data[at : at + size])


def twist_words(source, words):
    kind = source.randrange(6)
    if kind < 3:
        return edit(source, words)
    if kind < 5:
        return source.choice(WORDS)
    return source.choice((b"", words.lower(), words + b"\r", b"\n" + words, b"2", b"10"))


def twist_terminator(source, _):
    return source.choice(TERMINATORS)


def twist_number(source, number):
    value = int(number) if number.isdigit() and len(number) < 99 else 0
    kind = source.randrange(4)
    if kind == 0:
        return source.choice(NUMBER_BYTES)
    if kind == 1:
        spelling = source.choice(SPELLINGS)
        return spelling % value if spelling else b""
    return b"%d" % max(0, value + source.choice((-1, 1, 1, 2, 10)))


def twist_digest(source, digest):
    kind, at = source.randrange(6), source.randrange(64)
    if kind == 0:
        return digest[:at] + bytes([source.choice(b"09afAFg/:`@\r\n =")]) + digest[at + 1 :]
    if kind == 1:
        return digest.upper()
    if kind == 2:
        return source.choice((b"", digest[:-1], digest[:at], digest + b"0", digest * 80, insert(digest, at, b"\r")))
    return bytes(source.choices(b"0123456789abcdef", k=64))


def twist_name(source, path):
    kind, at = source.randrange(8), source.randint(0, len(path))
    if kind < 3:
        return insert(path, at, source.choice(CHARACTERS) if kind < 1 else sequence(source))
    if kind < 5:
        return source.choice(BAD_NAMES)
    if kind == 5:
        return source.choice(BAD_NAMES) + b"/" + path
    return edit(source, path) if kind == 6 else long_name(source) if source.random() < 0.8 else name(source)


def twist_payload(source, content):
    return edit(source, content) if source.random() < 0.7 else payload(source)


HEAD = (twist_words, twist_words, twist_terminator, twist_words, *(twist_number, twist_terminator) * 2)
ENTRY = (twist_digest, twist_terminator, twist_number, twist_terminator, twist_name, twist_terminator)
DIGEST = (twist_words, twist_digest, twist_terminator)
BLOCK = (twist_words, twist_number, twist_terminator, twist_name, twist_terminator, twist_payload, twist_terminator)
END = (twist_words, twist_terminator, twist_payload)


def lie_in_a_field(source, draft):
    """One field, as if it were written wrongly."""
    lines = [(draft.head, HEAD), (draft.digest, DIGEST), (draft.end, END)]
    lines += [(entry, ENTRY) for entry in draft.entries] + [(block, BLOCK) for block in draft.blocks]
    fields, twists = source.choice(lines)
    at = source.randrange(len(fields))
    if fields[at] is None:
        draft.seal()
    fields[at] = twists[at](source, fields[at])


# -- Lies about documents.  Each takes a draft with at least one entry, and a block for each. --


def tell(source, draft, which, field, value):
    """The same lie in the INDEX, in the FILE header, or in both.  `field` is the entry's."""
    place = source.randrange(3)
    if place != 1:
        draft.entries[which][field] = value
    if place != 0:
        draft.blocks[which][field - 1] = value


def lie_about_a_name(source, draft):
    which = source.randrange(len(draft.entries))
    tell(source, draft, which, 4, twist_name(source, draft.entries[which][4]))


def lie_about_a_neighbour(source, draft):
    """A name that contradicts the one before it, or nearly does."""
    which = source.randrange(len(draft.entries))
    above = draft.entries[which - 1][4] if which > 0 else b"b/c"
    near = (above, above + b"/a", above + b"/a/b", above + b"!", above[:-1] or b"b", above.replace(b"/", b"!"))
    tell(source, draft, which, 4, source.choice(near))


def lie_about_a_size(source, draft):
    which = source.randrange(len(draft.entries))
    tell(source, draft, which, 2, twist_number(source, draft.entries[which][2]))


def lie_about_huge_sizes(source, draft):
    """Sizes near the end of what 63 and 64 bits hold, and a total that may still be their sum."""
    total = 0
    for entry, block in zip(draft.entries, draft.blocks):
        size = source.choice((LARGEST, max(0, LARGEST - total), max(0, LARGEST - total - 1), 2**62, 1))
        total += size
        entry[2] = block[1] = b"%d" % size
    draft.head[6] = b"%d" % source.choice((total, total % 2**64, LARGEST, min(total, LARGEST)))


def lie_about_content(source, draft):
    """The payload changed, and of sizes and digest what the liar thought of."""
    which = source.randrange(len(draft.entries))
    entry, block = draft.entries[which], draft.blocks[which]
    block[5] = twist_payload(source, block[5])
    if source.random() < 0.7:
        entry[2] = b"%d" % len(block[5])
    if source.random() < 0.7:
        block[1] = b"%d" % len(block[5])
    if source.random() < 0.5:
        entry[0] = hashlib.sha256(block[5]).hexdigest().encode()


def lie_about_a_digest(source, draft):
    entry = source.choice(draft.entries)
    entry[0] = source.choice(draft.entries)[0] if source.random() < 0.3 else twist_digest(source, entry[0])


def shuffle(source, items):
    """Drops, doubles, swaps or moves one."""
    kind, at, to = source.randrange(4), source.randrange(len(items)), source.randrange(len(items))
    if kind == 0:
        del items[at]
    elif kind == 1:
        items.insert(to, list(items[at]))
    elif kind == 2:
        items[at], items[to] = items[to], items[at]
    else:
        items.insert(to, items.pop(at))


def lie_about_the_entries(source, draft):
    shuffle(source, draft.entries)


def lie_about_the_blocks(source, draft):
    shuffle(source, draft.blocks)


def lie_about_a_document(source, draft):
    """The same of its entry and its block."""
    state = source.getstate()
    shuffle(source, draft.entries)
    source.setstate(state)
    shuffle(source, draft.blocks)


def lie_about_count_or_total(source, draft):
    at = source.choice((4, 6))
    draft.head[at] = twist_number(source, draft.head[at])


LIES = {  # and how often each is told
    lie_about_a_name: 2,
    lie_about_a_neighbour: 2,
    lie_about_a_size: 1,
    lie_about_huge_sizes: 1,
    lie_about_content: 2,
    lie_about_a_digest: 1,
    lie_about_the_entries: 1,
    lie_about_the_blocks: 2,
    lie_about_a_document: 1,
    lie_about_count_or_total: 1,
}

# -- Mutants.  Each family makes bytes of a draft, and says how. --


def as_it_is(_, draft):
    return draft.bytes(), "as it is"


def with_a_wrong_field(source, draft):
    resealed = source.random() < 0.8
    if not resealed:
        draft.seal()
    lie_in_a_field(source, draft)
    return draft.bytes(), ", ".join(["lie_in_a_field"] + ["resealed"] * resealed)


def with_lies(source, draft):
    resealed, added_up, story = source.random() < 0.8, source.random() < 0.6, []
    if not resealed:
        draft.seal()
    for lie in source.choices(list(LIES), LIES.values(), k=source.choice((1, 1, 1, 2))):
        if draft.entries and len(draft.entries) == len(draft.blocks):
            lie(source, draft)
            story.append(lie.__name__)
    if added_up and not {lie_about_huge_sizes.__name__, lie_about_count_or_total.__name__} & set(story):
        draft.add_up()
        story.append("added up")
    return draft.bytes(), ", ".join(story + ["resealed"] * resealed)


def with_edited_bytes(source, draft):
    data, times = draft.bytes(), source.choice((1, 1, 1, 2, 4))
    for _ in range(times):
        data = edit(source, data)
    return data, f"edited {times} times"


def with_an_edited_index(source, draft):
    return draft.bytes(edit(source, draft.index())), "INDEX edited, resealed"


def cut_short(source, draft):
    data = draft.bytes()
    return data[: source.randint(0, len(data))], "cut short"


def line_starts(data):
    return [0] + [i + 1 for i, byte in enumerate(data) if byte == 10]


def spliced(source, draft):
    one, other = draft.bytes(), Draft(source).bytes()
    if source.random() < 0.5:
        return one[: source.choice(line_starts(one))] + other[source.choice(line_starts(other)) :], "spliced at lines"
    return one[: source.randint(0, len(one))] + other[source.randint(0, len(other)) :], "spliced"


def followed(source, draft):
    data = [draft.bytes()] + [Draft(source).bytes() for _ in range(source.randint(0, 2))]
    if source.random() < 0.4:
        data[-1] = edit(source, data[-1])
    return b"".join(data), "several in a row"


def converted(source, draft):
    data, at = draft.bytes(), source.choice((b"\n", b"# comment\n", b"\r\n", b" "))
    padding = source.choice((b"\n", b"\0", b"\0" * 512, b" ", b"\x1a", b"\r\n"))
    encoding = source.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32"))
    changed, story = source.choice((
        (data.replace(b"\n", b"\r\n"), "CR LF"),
        (data.replace(b"\n", b"\r"), "CR"),
        (b"\xef\xbb\xbf" + data, "byte order mark"),
        (data.decode("latin-1").encode(encoding), encoding),
        (data + padding, "padded"),
        (insert(data, source.choice(line_starts(data)), at), "with something at a line"),
        (data[:-1], "without the last LF"),
        (data.lower(), "in lower case"),
    ))  # fmt: skip
    return changed, story


FAMILIES = [  # in turn
    *[as_it_is] * 4,
    *[with_a_wrong_field] * 7,
    *[with_lies] * 8,
    *[with_an_edited_index] * 2,
    *[with_edited_bytes] * 2,
    *(cut_short, spliced, followed, converted),
]


class Mutant(NamedTuple):
    data: bytes
    policy: reference.Policy
    go_on: bool
    stream: bool
    piece: int  # how many bytes at a time a reader of pieces gets; 0: the whole
    story: str


def policy(source, draft):
    """Mostly none; else a limit near what the bundle needs."""
    chosen = {"payload_utf8": source.random() < 0.2}
    if source.random() < 0.2:
        sizes = [len(block[5]) for block in draft.blocks]
        needed = {
            "files": len(sizes),
            "file_size": max(sizes, default=0),
            "total_size": sum(sizes),
            "index_bytes": sum(len(field) for entry in draft.entries for field in entry),
        }
        limit = source.choice(sorted(needed))
        chosen[limit] = max(0, needed[limit] + source.choice((-1, -1, 0, 1)))
    return reference.Policy(**chosen)


def mutant(seed, number):
    """The same mutant for the same two numbers, on every machine."""
    source = random.Random(f"{seed} {number}")
    draft = Draft(source)
    chosen = policy(source, draft)
    family = FAMILIES[number % len(FAMILIES)]
    data, story = family(source, draft)
    stream = source.random() < (0.7 if family is followed else 0.03)
    return Mutant(data, chosen, source.random() < 0.3, stream, source.choice((0, 0, 0, 1, 3, 64)), story)

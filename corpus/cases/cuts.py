"""Families: bundles cut at every byte, and bytes put before, behind and between."""

from cases.collection import outcome
from cases.draft import empty, example, pair

HEX = b"0123456789abcdef"
BASES = [("pair", pair), ("example", example), ("empty", empty)]


def add(corpus):
    for name, make in BASES:
        draft = make()
        file = corpus.base(f"cut/{name}", draft.bytes())
        cuts(corpus, file, draft)
        behind(corpus, file, draft)
        before(corpus, file)
    between(corpus, corpus.base("cut/between", pair().bytes()), pair())


def cuts(corpus, file, draft):
    """Every strict prefix, also the empty one, is truncated at its own length."""
    size = len(draft.bytes())
    judged = [({**outcome("truncated", None, None, draft.entry_due(length)), "offset": "length"},
               length) for length in range(size)]
    judged.append((outcome(None), size))
    about = "The bundle is cut to each length: truncated at that length, and valid when it is whole."
    corpus.family(file, "cut", {"op": "cut"}, judged, about, spell=str)


def behind(corpus, file, draft):
    size = len(draft.bytes())
    judged = [(outcome("trailing-data", size), value) for value in range(256)]
    corpus.family(file, "cut", {"op": "insert", "at": size}, judged,
                  "Each byte value behind the end: trailing-data at it.")


def before(corpus, file):
    """An equals sign moves the fault to the place where the space is due."""
    judged = [(outcome("bad-magic", 3 if value == 0x3D else 0), value) for value in range(256)]
    corpus.family(file, "cut", {"op": "insert", "at": 0}, judged,
                  "Each byte value before the first: bad-magic where it differs.")


def between(corpus, file, draft):
    """Each byte value before a line.  It shifts the line; where words begin alike, the fault is some bytes later."""
    at = draft.at
    places = {
        "index": lambda value: outcome("bad-keyword", at("index") + (3 if value == 0x3D else 0)),
        "digest": lambda value: (
            outcome("count-mismatch", at("digest"), at("count"))
            if value in HEX
            else outcome("bad-keyword", at("digest") + (3 if value == 0x3D else 0))
        ),
        "block1": lambda value: outcome("bad-keyword", at("block1") + (3 if value == 0x3D else 0), None, 1),
        "end": lambda value: outcome("bad-keyword", at("end") + (3 if value == 0x3D else 0)),
        "entry1": lambda value: (
            outcome("count-mismatch", at("entry1"), at("count"), 1)
            if value == 0x3D
            else outcome("bad-digest", at("entry1") + (64 if value in HEX else 0), None, 1)
        ),
        "block0.end": lambda value: (
            # An LF ends the payload, and the one behind it stands where block 1 is due.
            outcome("bad-keyword", at("block0.end") + 1, None, 1)
            if value == 0x0A
            else outcome("carriage-return", at("block0.end"), None, 0)
            if value == 0x0D
            else outcome("bad-payload-end", at("block0.end"), at("entry0.size"), 0)
        ),
    }
    for mark, rule in places.items():
        judged = [(rule(value), value) for value in range(256)]
        where = mark.replace(".", " ")
        about = f"Each byte value before {where}: what is due there is judged, and nothing is searched for."
        corpus.family(file, "inserted", {"op": "insert", "at": at(mark)}, judged, about)

"""Structural lies: one change to what a bundle says, told twice, with the INDEX sealed again and not.

What a digest finds first tests nothing behind it, so each lie says what it comes to in both forms.
"""

from cases.draft import Draft, example, named, number, pair, sha256


def add(corpus):
    renames(corpus)
    consistent(corpus)
    sizes(corpus)
    digests(corpus)
    entries(corpus)
    blocks(corpus)


def both(corpus, name, make, code, at, about, related=None, entry=None):
    """`make` gets a draft to tell a lie in the INDEX.  Sealed, it comes to this error; not sealed, DIGEST finds it."""
    draft = make(example())
    corpus.wrong(f"lies/{name}", draft, code, at, f"{about} The INDEX is sealed again: {code}.", related, entry)
    draft = make(example().freeze())
    corpus.wrong(f"lies/{name}-unsealed", draft, "index-digest-mismatch", "digest.sha256",
                 f"{about} DIGEST is as it was: index-digest-mismatch.")


def renames(corpus):
    """A document has one name in the INDEX and another one at its block."""
    for name, to, at in (("same-length", b"b.txt", 0), ("one-letter", b"a.txu", 4), ("longer", b"a.txtx", 5),
                         ("shorter", b"a.tx", 4),
                         ("into-folder", b"a.txt/b", 5), ("hidden", b"a..txt", 2),
                         ("wide", "a.txé".encode(), 4)):
        at = f"block1.name+{at}"
        both(corpus, f"rename-in-index-{name}", lambda draft, to=to: draft.set(entry1__name=to), "header-mismatch", at,
             f"`a.txt` is called `{to.decode()}` in the INDEX only.", "entry1.size", 1)
    for name, to, at in (("same-length", b"b.txt", 0), ("longer", b"a.txtx", 5), ("shorter", b"a.tx", 4),
                         ("upper-case", b"A.TXT", 0)):
        draft = example().set(block1__name=to)
        about = f"`a.txt` is called `{to.decode()}` at its block only: header-mismatch where they differ."
        corpus.wrong(f"lies/rename-in-block-{name}", draft, "header-mismatch", f"block1.name+{at}", about,
                     "entry1.size", 1)


def consistent(corpus):
    """The same lie in both places is no lie to the framing; only DIGEST can tell, and sealed it is another bundle."""
    for name, to in (("same-length", b"b.txt"), ("longer", b"a.txtx"), ("shorter", b"b"), ("into-folder", b"a/c/d")):
        draft = example().set(entry1__name=to, block1__name=to)
        corpus.valid(f"lies/rename-in-both-{name}", draft,
                     f"`a.txt` is called `{to.decode()}` in both places, sealed: another bundle, and valid.")
        draft = example().freeze().set(entry1__name=to, block1__name=to)
        corpus.wrong(f"lies/rename-in-both-{name}-unsealed", draft, "index-digest-mismatch", "digest.sha256",
                     f"`a.txt` is called `{to.decode()}` in both places, not sealed: index-digest-mismatch.")
    names = [(b"a/b", "duplicate"), (b"Z", "order"), (b"a/b/c", "conflict")]
    for to, kind in names:
        for form, draft in (("", example()), ("-unsealed", example().freeze())):
            draft.set(entry1__name=to, block1__name=to)
            about = f"`a.txt` is called `{to.decode()}` in both places: name-{kind}, which comes before DIGEST."
            corpus.wrong(f"lies/rename-to-{kind}{form}", draft, f"name-{kind}", "entry1.name", about, "entry0.name", 1)
    draft = example().set(entry1__sha256=sha256(b"Hello"), block1__payload=b"Hello")
    corpus.valid("lies/document-changed-and-sealed", draft,
                 "A document, its digest and DIGEST are changed: another bundle, and valid.")
    draft = example().freeze().set(entry1__sha256=sha256(b"Hello"), block1__payload=b"Hello")
    corpus.wrong("lies/document-changed-unsealed", draft, "index-digest-mismatch", "digest.sha256",
                 "A document and its digest are changed, DIGEST is not: index-digest-mismatch.")


def sizes(corpus):
    def resized(draft, size, total, header=True):
        draft.set(entry1__size=number(size), total=number(total))
        return draft.set(block1__size=number(size)) if header else draft

    for size in (0, 4, 6, 7, 50):
        total = 8 + size
        both(corpus, f"size-in-index-{size}", lambda draft, size=size, total=total: resized(draft, size, total, False),
             "header-mismatch",
             "block1.size+1" if size == 50 else "block1.size",
             f"`hello` has {size} bytes in the INDEX only, and the total agrees.", "entry1.size", 1)
    for size, at in ((4, "one byte less"), (6, "one byte more, the LF"), (7, "two bytes more"), (0, "none")):
        both(corpus, f"size-in-both-{size}", lambda draft, size=size: resized(draft, size, 8 + size),
             "payload-digest-mismatch",
             "block1.payload", f"`hello` has {size} bytes in both places, {at}, and the total agrees.", "entry1",
             1)
    draft = resized(example(), 1000, 1008)
    corpus.wrong("lies/size-in-both-1000", draft, "truncated", len(draft.bytes()),
                 "`hello` has 1000 bytes in both places, more than the file holds: truncated.", entry=1)
    both(corpus, "sizes-exchanged", lambda draft: draft.set(entry0__size=b"5", entry1__size=b"8"), "header-mismatch",
         "block0.size",
         "Two sizes are exchanged in the INDEX; the total stays right.", "entry0.size", 0)
    draft = example().set(block0__size=b"5", block1__size=b"8")
    corpus.wrong("lies/sizes-exchanged-at-blocks", draft, "header-mismatch", "block0.size",
                 "Two sizes are exchanged at the blocks: header-mismatch.", "entry0.size", 0)
    for total in (12, 14):
        entry = 1 if total == 12 else 2
        draft = example().set(total=number(total))
        corpus.wrong(f"lies/total-{total}", draft, "total-mismatch", f"entry{entry}.size",
                     "The total is a lie, sealed: total-mismatch.", "total", entry)


def digests(corpus):
    exchanged = example()["entry1.sha256"], example()["entry0.sha256"]
    both(corpus, "digests-exchanged", lambda draft: draft.set(entry0__sha256=exchanged[0], entry1__sha256=exchanged[1]),
         "payload-digest-mismatch", "block0.payload", "Two entries' digests are exchanged.", "entry0", 0)
    both(corpus, "digest-of-other-text", lambda draft: draft.set(entry1__sha256=sha256(b"Hello")),
         "payload-digest-mismatch",
         "block1.payload", "An entry has the digest of another text.", "entry1", 1)
    both(corpus, "digest-of-empty-changed", lambda draft: draft.set(entry2__sha256=sha256(b"\n")),
         "payload-digest-mismatch",
         "block2.payload", "The empty document's entry has the digest of an LF.", "entry2", 2)
    draft = pair().set(block0__payload=b"hi=== END\n", block1__payload=b"\r\n")
    corpus.wrong("lies/bytes-moved", draft, "payload-digest-mismatch", "block0.payload",
                 "Bytes moved from one document to the other: payload-digest-mismatch.", "entry0", 0)
    same = Draft([(b"a", b"one"), (b"b", b"two")]).set(block0__payload=b"two", block1__payload=b"one")
    corpus.wrong("lies/payloads-exchanged", same, "payload-digest-mismatch", "block0.payload",
                 "Two payloads of one size are exchanged: payload-digest-mismatch.", "entry0", 0)


def entries(corpus):
    for form, draft in (("", example()), ("-unsealed", example().freeze())):
        draft.swap("entry0", "entry1")
        corpus.wrong(f"lies/entries-exchanged{form}", draft, "name-order", "entry0.name",
                     "Two entries are exchanged: name-order, before DIGEST.", "entry1.name", 1)
    draft = example().swap("entry0", "entry1").swap("block0", "block1")
    corpus.wrong("lies/entries-and-blocks-exchanged", draft, "name-order", "entry0.name",
                 "Two documents are exchanged everywhere: name-order.", "entry1.name", 1)
    removed = {0: ("5", "header-mismatch", "block0.size"), 1: ("8", "header-mismatch", "block1.size"),
               2: ("13", "extra-file", "block2")}
    for entry, (total, code, at) in removed.items():
        draft = example().drop(f"entry{entry}").set(count=b"2", total=total.encode())
        related, ordinal = {0: ("entry1.size", 0), 1: ("entry2.size", 1), 2: ("count", None)}[entry]
        about = f"Entry {entry} is removed, count and total agree, its block is still there: {code}."
        corpus.wrong(f"lies/entry-{entry}-removed", draft, code, at, about, related, ordinal)
    removed = {0: ("header-mismatch", "block1.size", "entry0.size", 0),
               1: ("header-mismatch", "block2.size", "entry1.size", 1),
               2: ("missing-file", "end", "entry2", 2)}
    for block, (code, at, related, ordinal) in removed.items():
        draft = example().drop(f"block{block}")
        corpus.wrong(f"lies/block-{block}-removed", draft, code, at,
                     f"Block {block} is removed, its entry is still there: {code}.", related, ordinal)
    for entry in range(3):
        draft = example().drop(f"entry{entry}").drop(f"block{entry}")
        draft.set(count=b"2", total=number(13 - (8, 5, 0)[entry]))
        corpus.valid(f"lies/document-{entry}-removed", draft,
                     "A whole document is removed, count, total and DIGEST agree: another bundle, and valid.")
    draft = example().insert("entry1", example()["entry0"]).set(count=b"4", total=b"21")
    corpus.wrong("lies/entry-twice", draft, "name-duplicate", draft.after("entry0") + 67,
                 "An entry stands twice: name-duplicate at the second.", "entry0.name", 1)


def blocks(corpus):
    draft = example().swap("block0", "block1")
    corpus.wrong("lies/blocks-exchanged", draft, "header-mismatch", "block1.size",
                 "Two blocks are exchanged: header-mismatch at the first.", "entry0.size", 0)
    draft = example().swap("block1", "block2")
    corpus.wrong("lies/last-blocks-exchanged", draft, "header-mismatch", "block2.size",
                 "The last two blocks are exchanged: header-mismatch.", "entry1.size", 1)
    draft = example().insert("block1", example()["block0"])
    corpus.wrong("lies/block-twice", draft, "header-mismatch", draft.at("inserted+9"),
                 "The first block stands twice: header-mismatch at the second.", "entry1.size", 1)
    same = named("a", "b")
    same.set(entry1__sha256=sha256(b"0"), block1__payload=b"0").swap("block0", "block1")
    corpus.wrong("lies/equal-blocks-exchanged", same, "header-mismatch", "block1.name",
                 "Two blocks that differ by name alone are exchanged: header-mismatch at the name.", "entry0.size", 0)
    draft = example().set(count=b"4")
    corpus.wrong("lies/count-4", draft, "count-mismatch", "digest", "The count is a lie, sealed: count-mismatch.",
                 "count", 3)
    draft = example().set(entry0__size=b"8", block0__size=b"8", block0__payload=b"=== END\n=== END\n")
    corpus.wrong("lies/payload-doubled", draft, "bad-payload-end", "block0.payload+8",
                 "The first payload stands twice: bad-payload-end behind the first, whose digest is right.",
                 "entry0.size", 0)
    end = example().set(block1__payload=b"hello\n=== END\n")
    corpus.wrong("lies/end-too-early", end, "missing-file", end.at("block1.payload+6"),
                 "END is written after the second of three documents: missing-file.", "entry2", 2)

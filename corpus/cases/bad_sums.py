"""Bad cases: a count or a total that is not true, and sums near the end of 63 and 64 bits."""

from cases.draft import LARGEST, Draft, empty, example, number, one, pair


def add(corpus):
    counts(corpus)
    other_lines(corpus)
    totals(corpus)
    total_of_nothing(corpus)
    large_sums(corpus)
    narrow_arithmetic(corpus)


def counts(corpus):
    """The count says more or fewer entries than there are."""
    for count in (3, 4, 9, 10, 20, 99, 4294967298, LARGEST):
        draft = pair().set(count=number(count))
        about = f"The count is {count}, two entries follow: count-mismatch where DIGEST stands instead of entry 2."
        corpus.wrong(f"bad/count/two-say-{count}", draft, "count-mismatch", "digest", about, "count", 2)
    for count in (1, 2, 3, 1000):
        draft = empty().set(count=number(count))
        about = f"The count is {count}, no entry follows: count-mismatch where DIGEST stands instead of entry 0."
        corpus.wrong(f"bad/count/none-say-{count}", draft, "count-mismatch", "digest", about, "count", 0)
    draft = one(payload=b"").set(count=b"0")
    about = "The count is 0, but an entry follows: count-mismatch where it stands instead of DIGEST."
    corpus.wrong("bad/count/one-says-0", draft, "count-mismatch", "entry0", about, "count")
    draft = example().set(count=b"2")
    about = "The count is 2, but a third entry follows: count-mismatch where it stands instead of DIGEST."
    corpus.wrong("bad/count/three-say-2", draft, "count-mismatch", "entry2", about, "count")
    draft = Draft([(b"%02d" % i, b"") for i in range(10)]).set(count=b"9")
    about = "The count is 9, but there are ten entries: count-mismatch at the last."
    corpus.wrong("bad/count/ten-say-9", draft, "count-mismatch", "entry9", about, "count")
    draft = Draft([(b"%02d" % i, b"") for i in range(9)]).set(count=b"10")
    about = "The count is 10, but there are nine entries: count-mismatch where DIGEST stands instead of the tenth."
    corpus.wrong("bad/count/nine-say-10", draft, "count-mismatch", "digest", about, "count", 9)
    draft = Draft([(b"a", b""), (b"b", b"")]).set(count=b"1")
    corpus.wrong("bad/count/two-empty-say-1", draft, "count-mismatch", "entry1",
                 "The count is 1, but a second entry follows: count-mismatch at it.", "count")


def other_lines(corpus):
    """The first byte decides: what it begins is not read."""
    for digit in b"0123456789abcdef":
        draft = pair().freeze()
        draft["digest.words"] = b"%c" % digit + draft["digest.words"][1:]
        about = f"`{digit:c}` is the first byte where DIGEST is due: it begins another entry, so count-mismatch."
        corpus.wrong(f"bad/count/digest-begins-with-{digit:c}", draft, "count-mismatch", "digest", about, "count")
    lines = {"first-line": b"=== SEED-BUNDLE 1\n", "index-line": b"=== INDEX 2 12\n", "file": b"=== FILE 10 a\n",
             "end": b"=== END\n", "signs": b"===\n", "sign": b"=", "base64": b"=\n"}
    for name, line in lines.items():
        for entry in (0, 1):
            draft = pair().freeze().insert(f"entry{entry}", line)
            about = f"A line that begins with `=` ({name}) stands where entry {entry} is due: count-mismatch."
            corpus.wrong(f"bad/count/{name}-before-entry-{entry}", draft, "count-mismatch", "inserted", about, "count",
                         entry)
    draft = pair().freeze().drop("entry1")
    corpus.wrong("bad/count/last-entry-removed", draft, "count-mismatch", "digest",
                 "The last entry's line was removed: count-mismatch where DIGEST stands in its place.", "count", 1)
    draft = empty().set(count=b"1").drop("digest")
    corpus.wrong("bad/count/end-instead-of-entry", draft, "count-mismatch", "end",
                 "END stands where an entry is due: count-mismatch.", "count", 0)


def totals(corpus):
    def case(name, draft, entry, about):
        corpus.wrong(f"bad/total/{name}", draft, "total-mismatch", f"entry{entry}.size", about, "total", entry)

    for total, entry in ((0, 0), (1, 0), (9, 0), (10, 1), (11, 1)):
        about = f"The total is {total}, passed by entry {entry}: total-mismatch at its size."
        case(f"pair-says-{total}", pair().set(total=number(total)), entry, about)
    for total in (13, 14, 20, 100, 120, 2**32 + 12, LARGEST):
        about = f"The total is {total}, not reached by the last entry: total-mismatch at its size."
        case(f"pair-says-{total}", pair().set(total=number(total)), 1, about)
    draft = example().set(total=b"12")
    case("passed-by-the-middle", draft, 1,
         "Three entries, the second one passes the total: total-mismatch at its size.")
    draft = example().set(total=b"14")
    case("not-reached-by-an-empty-one", draft, 2,
         "The last entry is empty and the sum below the total: total-mismatch at its size.")
    draft = example().set(entry2__size=b"1", block2__size=b"1")
    case("passed-by-the-last-by-1", draft, 2,
         "The last entry passes the total by one byte: total-mismatch at its size.")
    draft = example().set(entry0__size=b"14", block0__size=b"14")
    case("passed-by-the-first", draft, 0, "The first entry is larger than the total: total-mismatch at its size.")
    draft = example().set(entry0__size=b"7", block0__size=b"7")
    case("one-size-too-small", draft, 2, "A size was made smaller by one: total-mismatch at the last entry's size.")
    draft = one(payload=b"").set(total=b"1")
    case("empty-document-says-1", draft, 0, "One empty document and a total of 1: total-mismatch at its size.")
    draft = one(payload=b"x").set(total=b"0")
    case("byte-says-0", draft, 0, "A document of one byte and a total of 0: total-mismatch at its size.")


def total_of_nothing(corpus):
    """Without entries the total is wrong by itself, and known at its LF."""
    for total in (1, 9, 10, 2**32, LARGEST):
        draft = empty().set(total=number(total))
        about = f"The count is 0 and the total {total}: total-mismatch at the total, known at its LF."
        corpus.wrong(f"bad/total/empty-says-{total}", draft, "total-mismatch", "total", about, "count")
    draft = one().set(count=b"0")
    about = "The count is 0 and the total 6, one entry follows: total-mismatch at the total comes before what follows."
    corpus.wrong("bad/total/one-says-count-0", draft, "total-mismatch", "total", about, "count")


def declared(*sizes, total):
    """An INDEX of these sizes, sealed, with documents that are not so large."""
    draft = Draft([(b"%02d" % i, b"x") for i in range(len(sizes))])
    draft["total"] = number(total)
    for i, size in enumerate(sizes):
        draft[f"entry{i}.size"] = draft[f"block{i}.size"] = number(size)
    return draft


def large_sums(corpus):
    """Sums that pass the total, 2^63 or 2^64: nothing may overflow.  Behind the name: sizes, total, entry."""
    top, half = LARGEST, 2**62
    sums = [
        ("top-and-1", [top, 1], top, 1, "the second size passes 2^63 - 1 by one"),
        ("1-and-top", [1, top], top, 1, "the second size passes 2^63 - 1 by one"),
        ("top-and-top", [top, top], top, 1, "the sum is 2^64 - 2"),
        ("top-top-and-2", [top, top, 2], 0, 0, "the sum is 2^64, which in 64 bits is the total, 0"),
        ("top-top-and-14", [top, top, 14], 12, 0, "the sum is 2^64 + 12, which in 64 bits is the total, 12"),
        ("12-top-top-and-2", [12, top, top, 2], 12, 1, "the sum is 2^64 + 12, which in 64 bits is the total, 12"),
        ("half-and-half", [half, half], top, 1, "the sum is 2^63, one above what a total can be"),
        ("half-and-half-say-half", [half, half], half, 1, "the second size doubles the total"),
        ("four-halves", [half] * 4, top, 1, "four times 2^62 is 2^64, which in 64 bits is 0"),
        ("four-halves-say-0", [half] * 4, 0, 0, "four times 2^62 is 2^64, which in 64 bits is the total, 0"),
        ("half-and-half-less-2", [half, half - 2], top, 1, "the sum is one below the total, 2^63 - 1"),
        ("top-less-1", [top - 1], top, 0, "the size is one below the total, 2^63 - 1"),
        ("top-less-1-and-0", [top - 1, 0], top, 1, "the sum is one below the total, 2^63 - 1"),
        ("top-less-1-and-2", [top - 1, 2], top, 1, "the sum is one above the total, 2^63 - 1"),
        ("top-0-and-1", [top, 0, 1], top, 2, "the last size passes 2^63 - 1 by one"),
        ("top-says-less-1", [top], top - 1, 0, "the size is one above the total, 2^63 - 2"),
    ]
    for name, sizes, total, entry, what in sums:
        draft = declared(*sizes, total=total)
        about = f"Sizes near the largest number: {what}: total-mismatch at the size that shows it."
        corpus.wrong(f"bad/sums/{name}", draft, "total-mismatch", f"entry{entry}.size", about, "total", entry)
    for name, sizes in {"top": [top], "top-and-0": [top, 0], "0-and-top": [0, top],
                        "half-and-half-less-1": [half, half - 1],
                        "top-less-1-and-1": [top - 1, 1]}.items():
        draft = declared(*sizes, total=top)
        if sizes[0] == 0:
            draft["entry0.sha256"], draft["block0.payload"] = Draft([(b"00", b"")])["entry0.sha256"], b""
        entry = 1 if sizes[0] == 0 else 0
        about = f"The sizes add up to 2^63 - 1, which is allowed: truncated in document {entry}, which is not so long."
        corpus.wrong(f"bad/sums/{name}-is-right", draft, "truncated", len(draft.bytes()), about, entry=entry)


def narrow_arithmetic(corpus):
    """Numbers that are the same in 32 bits, or in a floating-point number, and yet differ."""
    cases = [
        ("32-bits-total", [5], 2**32 + 5, "total and size are the same in 32 bits"),
        ("32-bits-size", [2**32 + 5], 5, "size and total are the same in 32 bits"),
        ("16-bits-size", [2**16 + 5], 5, "size and total are the same in 16 bits"),
        ("double-total", [2**53], 2**53 + 1, "total and size are the same as floating-point numbers"),
        ("double-size", [2**53 + 1], 2**53, "size and total are the same as floating-point numbers"),
        ("double-near-the-end", [LARGEST - 1], LARGEST - 2, "size and total are the same as floating-point numbers"),
    ]
    for name, sizes, total, what in cases:
        about = f"{what.capitalize()}, but they differ: total-mismatch at the size."
        corpus.wrong(f"bad/sums/{name}", declared(*sizes, total=total), "total-mismatch", "entry0.size", about, "total",
                     0)
    draft = one(payload=b"12345")
    draft["block0.size"] = number(2**32 + 5)
    corpus.wrong("bad/sums/32-bits-header", draft, "header-mismatch", "block0.size",
                 "The header's size is the entry's in 32 bits: header-mismatch at its first byte.", "entry0.size", 0)

"""Ties: inputs with several faults.  The byte that decides first gives the error; at one byte there is an order."""

from cases.draft import LARGEST, Draft, example, named, number, one, pair, sha256
from cases.good_names import fill


def add(corpus):
    in_names(corpus)
    names_and_others(corpus)
    in_numbers(corpus)
    in_the_index(corpus)
    in_blocks(corpus)
    at_the_end_of_input(corpus)


def in_names(corpus):
    """At one byte: name-utf8, carriage-return, name-char, name-component, name-too-long."""
    full, longest = b"x" * 255, fill(4096)
    cases = [
        ("255-then-cut-character", full + b"\xc3", "name-utf8", 255,
         "After 255 bytes half a character, then LF: name-utf8, for no length is judged before a character is whole"),
        ("255-then-continuation", full + b"\x80", "name-utf8", 255,
         "After 255 bytes a continuation byte: name-utf8 before name-too-long"),
        ("255-then-direction", full + "\u200e".encode(), "name-char", 255,
         "After 255 bytes U+200E: name-char before name-too-long"),
        ("255-then-control", full + b"\x01", "name-char", 255,
         "After 255 bytes a control: name-char before name-too-long"),
        ("255-then-backslash", full + b"\\", "name-char", 255,
         "After 255 bytes a backslash: name-char before name-too-long"),
        ("255-then-letter-then-backslash", full + b"x\\", "name-too-long", 0,
         "Byte 256 is a letter, a backslash follows: name-too-long comes first"),
        ("255-then-space", full + b" ", "name-too-long", 0,
         "Byte 256 is a space: name-too-long at it, before the component ends"),
        ("space-then-255", b" " + full, "name-too-long", 0,
         "A component of 256 bytes that begins with a space: name-too-long, known before it ends"),
        ("4096-then-direction", longest + "\u200f".encode(), "name-char", 4096,
         "After 4096 bytes U+200F: name-char before name-too-long"),
        ("4096-then-cut-character", longest + b"\xe2\x80", "name-utf8", 4096,
         "After 4096 bytes part of a character, then LF: name-utf8"),
        ("4096-then-four-byte-noncharacter", longest + "\U0001ffff".encode(), "name-char", 4096,
         "After 4096 bytes U+1FFFF, the longest line there can be: name-char"),
        ("control-then-bad-utf8", b"a\x01\xff", "name-char", 1, "A control, then a bad byte: name-char, the first"),
        ("bad-utf8-then-control", b"a\xff\x01", "name-utf8", 1, "A bad byte, then a control: name-utf8, the first"),
        ("dots-then-control", b"../\x01", "name-component", 0,
         "`..`, then a control behind the slash: name-component, known at the slash"),
        ("dots-with-control", b"..\x01/", "name-char", 2, "A control in a component that begins with dots: name-char"),
        ("control-before-slash", b" \x01/", "name-char", 1,
         "A component that begins with a space and holds a control: name-char, known before the slash"),
        ("empty-then-empty", b"//", "name-component", 0, "Two empty components: name-component at the first"),
        ("cut-character-then-slash", b"..\xc3/", "name-utf8", 2,
         "Half a character before a slash: name-utf8, for the slash is no continuation byte"),
        ("cut-character-then-cr", b"a\xc3\r", "name-utf8", 1,
         "Half a character before a CR: name-utf8, not carriage-return"),
        ("cr-after-space", b"a \r", "carriage-return", 2,
         "A CR after a space at a component's end: carriage-return, for the component is not over"),
        ("cr-then-backslash", b"a\r\\", "carriage-return", 1, "A CR, then a backslash: carriage-return, the first"),
        ("backslash-then-cr", b"a\\\r", "name-char", 1, "A backslash, then a CR: name-char, the first"),
        ("c1-nel", b"a\xc2\x85", "name-char", 1, "U+0085, a line end to some programs: name-char"),
        ("surrogate-of-direction", b"a\xed\xa0\x80\xe2\x80\xae", "name-utf8", 1,
         "A surrogate, then U+202E: name-utf8, the first"),
    ]
    for name, text, code, at, about in cases:
        corpus.wrong(f"ties/name-{name}", one(text), code, f"entry0.name+{at}", about + ".", entry=0)
    last = fill(3840) + b"/" + b"y" * 254 + b" "  # 4096 bytes, the last a space
    corpus.wrong("ties/name-space-4096-then-slash", one(last + b"/a"), "name-component", "entry0.name+3841",
                 "Byte 4096 is a space, byte 4097 a slash: the slash ends a bad component before the length is judged.",
                 entry=0)
    corpus.wrong("ties/name-space-4096-then-lf", one(last), "name-component", "entry0.name+3841",
                 "A name of 4096 bytes that ends with a space: name-component, for the length is allowed.", entry=0)
    corpus.wrong("ties/name-space-4096-then-letter", one(last + b"a"), "name-too-long", "entry0.name",
                 "Byte 4096 is a space, byte 4097 a letter: name-too-long.", entry=0)


def names_and_others(corpus):
    def second(name, code, text, at, about):
        draft = named("b", text)
        related = "entry0.name" if code.startswith("name-") and code[5:] in ("duplicate", "order", "conflict") else None
        corpus.wrong(f"ties/second-name-{name}", draft, code, f"entry1.name+{at}", about, related, 1)

    second("below-and-bad", "name-component", b"a/", 2,
           "A name that is below the one before and ends with a slash: name-component, for order is judged last.")
    second("below-and-control", "name-char", b"a\x01", 1,
           "A name that is below the one before and holds a control: name-char.")
    second("below-folder-and-bad", "name-component", b"b//", 2,
           "A name below a document, with an empty component: name-component, not name-conflict.")
    second("below-folder-and-dots", "name-component", b"b/..", 2,
           "A name below a document that climbs out: name-component.")
    second("same-and-slash", "name-component", b"b/", 2,
           "The name before and a slash: name-component, neither name-duplicate nor name-conflict.")
    second("below-and-too-long", "name-too-long", b"a" * 256, 0,
           "A name that is below the one before and too long: name-too-long.")
    for name, text, code in (("duplicate", "b", "name-duplicate"), ("order", "a", "name-order"),
                             ("conflict", "b/c", "name-conflict")):
        draft = named("b", text).freeze()
        draft["digest.sha256"] = b"0" * 64
        about = f"The names are wrong, and DIGEST too: {code}, for DIGEST is judged later."
        corpus.wrong(f"ties/{code}-and-digest", draft, code, "entry1.name", about, "entry0.name", 1)
        draft = named("b", text, "a")
        about = f"The second name is wrong ({name}), and the third too: {code} at the second."
        corpus.wrong(f"ties/{code}-twice", draft, code, "entry1.name", about, "entry0.name", 1)


def in_numbers(corpus):
    cases = [
        ("leading-zero-then-letter", b"0x", "bad-number", 1, "A zero, then a letter: bad-number at the letter"),
        ("two-zeros-then-letter", b"00x", "bad-number", 0,
         "Two zeros, then a letter: bad-number at the number, for the second zero decides"),
        ("leading-zero-and-too-large", b"09223372036854775808", "bad-number", 0,
         "A leading zero and too large a number: bad-number, known first"),
        ("too-large-then-letter", b"9223372036854775808x", "number-too-large", 0,
         "Too large a number, then a letter: number-too-large, known first"),
        ("largest-then-letter", b"9223372036854775807x", "bad-number", 19,
         "The largest number, then a letter: bad-number at the letter"),
        ("largest-then-zero", b"92233720368547758070", "number-too-large", 0,
         "The largest number and another digit: number-too-large"),
        ("minus-and-too-large", b"-9223372036854775809", "bad-number", 0,
         "A minus sign before too large a number: bad-number at the sign"),
    ]
    for field, mark, entry in (("count", "count", None), ("total", "total", None), ("size", "entry0.size", 0)):
        for name, text, code, at, about in cases:
            draft = pair()
            draft[mark] = text
            corpus.wrong(f"ties/{field}-{name}", draft, code, f"{mark}+{at}", about + ".", entry=entry)


def in_the_index(corpus):
    def case(name, draft, code, at, about, related=None, entry=None):
        corpus.wrong(f"ties/{name}", draft, code, at, about, related, entry)

    case("version-2-crlf", b"=== SEED-BUNDLE 2\r\n", "bad-version", 16,
         "Version 2 and CR LF: bad-version, for the version is judged first.")
    case("byte-order-mark-and-crlf", b"\xef\xbb\xbf" + example().bytes().replace(b"\n", b"\r\n"), "bad-magic", 0,
         "A byte order mark and CR LF: bad-magic, the first.")
    case("count-and-total", pair().set(count=b"02", total=b"012"), "bad-number", "count",
         "Count and total have leading zeros: bad-number at the count.")
    case("total-and-entry", pair().set(total=b"13", entry0__name=b"/a"), "name-component", "entry0.name",
         "The total is not reached by the last entry, and a name before is bad: name-component, known first.", entry=0)
    case("size-and-name", pair().set(total=b"9", entry0__name=b"/a"), "total-mismatch", "entry0.size",
         "A size passes the total, and the name behind it is bad: total-mismatch, known at the space.", "total", 0)
    case("size-form-and-total", pair().set(entry0__size=b"99x"), "bad-number", "entry0.size+2",
         "A size that passes the total is not a number: bad-number, for form comes before value.", entry=0)
    case("size-too-large-and-total", pair().set(entry0__size=number(2**63)), "number-too-large", "entry0.size",
         "A size that passes the total is above 2^63 - 1: number-too-large, known first.", entry=0)
    case("largest-size-and-total", pair().set(entry0__size=number(LARGEST)), "total-mismatch", "entry0.size",
         "The largest size passes the total: total-mismatch.", "total", 0)
    case("entry-digest-and-size", pair().set(entry0__sha256=b"g" * 64, entry0__size=b"x"), "bad-digest", "entry0",
         "An entry's digest and size are bad: bad-digest, the first.", entry=0)
    case("count-and-digest", pair().set(count=b"3", digest__sha256=b"0" * 64), "count-mismatch", "digest",
         "The count and DIGEST are wrong: count-mismatch at the line's first byte.", "count", 2)
    case("digest-value-and-cr", pair().set(digest__sha256=b"0" * 64, digest__end=b"\r\n"), "carriage-return",
         "digest.end", "A wrong DIGEST and CR LF: carriage-return, for form comes before value.")
    case("digest-value-and-blank", pair().set(digest__sha256=b"0" * 64, digest__end=b" \n"), "bad-digest", "digest.end",
         "A wrong DIGEST and a space behind it: bad-digest at the space.")
    case("digest-and-block", pair().set(digest__sha256=b"0" * 64, block0__size=b"1"), "index-digest-mismatch",
         "digest.sha256", "DIGEST and a header are wrong: index-digest-mismatch, the first.")
    case("count-0-and-total-form", pair().set(count=b"0", total=b"12x"), "bad-number", "total+2",
         "The count is 0 and the total no number: bad-number, for form comes before value.")
    case("count-0-and-total-crlf", pair().set(count=b"0", total__end=b"\r\n"), "carriage-return", "total.end",
         "The count is 0, the total 12, then CR LF: carriage-return, for the total is accepted at its LF.")
    case("sum-and-count", pair().set(count=b"3", total=b"11"), "total-mismatch", "entry1.size",
         "Count and total are wrong: total-mismatch at the size that passes it, known first.", "total", 1)
    case("sum-below-and-count", pair().set(count=b"3", total=b"100"), "count-mismatch", "digest",
         "Count and total are too large: count-mismatch, for the sum is judged at the last entry only.", "count", 2)


def in_blocks(corpus):
    def case(name, draft, code, at, about, related=None, entry=None):
        corpus.wrong(f"ties/{name}", draft, code, at, about, related, entry)

    case("header-and-payload", pair().set(block0__name=b"x", block0__payload=b"0123456789"), "header-mismatch",
         "block0.name", "Header and payload are wrong: header-mismatch, the first.", "entry0.size", 0)
    case("payload-and-its-end", pair().set(block0__payload=b"0123456789", block0__end=b"x"), "payload-digest-mismatch",
         "block0.payload",
         "A payload and the byte behind it are wrong: payload-digest-mismatch, known at the payload's last byte.",
         "entry0", 0)
    case("payload-and-its-end-cr", pair().set(block0__payload=b"0123456789", block0__end=b"\r"),
         "payload-digest-mismatch", "block0.payload",
         "A payload is wrong and a CR behind it: payload-digest-mismatch, known first.", "entry0", 0)
    empty = one(payload=b"").set(entry0__sha256=sha256(b"x"))
    case("empty-payload-and-its-end", empty.set(block0__end=b"x"), "payload-digest-mismatch", "block0.payload",
         "An empty document's digest and the byte behind it are wrong: payload-digest-mismatch, known at the header's "
         "LF.", "entry0", 0)
    empty = one(payload=b"").set(entry0__sha256=sha256(b"x"), block0__name__end=b"\r\n")
    case("empty-payload-and-header-cr", empty, "carriage-return", "block0.name.end",
         "An empty document's digest is wrong, its header ends in CR LF: carriage-return.", entry=0)
    empty = one(payload=b"").set(entry0__sha256=sha256(b"x"), block0__name=b"b")
    case("empty-payload-and-header", empty, "header-mismatch", "block0.name",
         "An empty document's digest and header are wrong: header-mismatch.", "entry0.size", 0)
    case("missing-and-trailing", example().drop("block2").append(b"x"), "missing-file", "end",
         "A block is missing and bytes follow END: missing-file, the first.", "entry2", 2)
    case("extra-and-trailing", pair().insert("end", pair()["block1"]).append(b"x"), "extra-file", "inserted",
         "A block too many and bytes behind END: extra-file, the first.", "count")
    case("end-cr-and-trailing", pair().set(end__end=b"\r\nmore"), "carriage-return", "end.end",
         "END ends in CR LF and bytes follow: carriage-return.")
    case("two-bad-documents", Draft([(b"a", b"x"), (b"b", b"y")]).set(block0__payload=b"1", block1__payload=b"2"),
         "payload-digest-mismatch", "block0.payload",
         "Two documents are bad: payload-digest-mismatch at the first.", "entry0", 0)
    case("bad-document-and-truncated", pair().set(block0__payload=b"0123456789").bytes()[: pair().at("block1") + 3],
         "payload-digest-mismatch",
         pair().at("block0.payload"), "A document is bad and the input ends later: payload-digest-mismatch, the first.",
         pair().at("entry0"), 0)


def at_the_end_of_input(corpus):
    """Where the input ends within a line, a byte that is already wrong outweighs truncated; else it is truncated."""
    full = one(b"x" * 255)

    def cut(name, draft, size, code, at, about, related=None, entry=None):
        corpus.wrong(f"ties/cut-{name}", draft.bytes()[:size], code, at, about, related, entry)

    draft = pair().set(count=b"0x")
    cut("bad-count", draft, draft.at("count+2"), "bad-number", draft.at("count+1"),
        "The input ends after a count that is no number: bad-number.")
    draft = pair().set(count=b"01")
    cut("leading-zero", draft, draft.at("count+2"), "bad-number", draft.at("count"),
        "The input ends after a zero and another digit: bad-number.")
    cut("zero", draft, draft.at("count+1"), "truncated", draft.at("count+1"),
        "The input ends after a zero: truncated, for a space may follow.")
    draft = pair().set(total=number(2**63))
    cut("too-large", draft, draft.after("total"), "number-too-large", draft.at("total"),
        "The input ends after 2^63: number-too-large.")
    cut("not-yet-too-large", draft, draft.after("total") - 1, "truncated", draft.after("total") - 1,
        "The input ends before the digit that passes the bound: truncated.")
    draft = pair().set(total=b"9")
    cut("size-over-total", draft, draft.after("entry0.size"), "truncated", draft.after("entry0.size"),
        "The input ends after a size that passes the total: truncated, for its space has not been read.", entry=0)
    cut("size-over-total-and-space", draft, draft.after("entry0.size") + 1, "total-mismatch", draft.at("entry0.size"),
        "The input ends after that size's space: total-mismatch.", draft.at("total"), 0)
    draft = pair().set(count=b"0")
    cut("count-0", draft, draft.after("total"), "truncated", draft.after("total"),
        "The count is 0, the total 12, and the input ends before its LF: truncated.")
    cut("count-0-and-lf", draft, draft.after("total") + 1, "total-mismatch", draft.at("total"),
        "The same with the LF: total-mismatch.", draft.at("count"))
    draft = named("b", "a")
    cut("order", draft, draft.after("entry1.name"), "truncated", draft.after("entry1.name"),
        "The input ends after a name that is out of order, before its LF: truncated.", entry=1)
    cut("order-and-lf", draft, draft.after("entry1.name") + 1, "name-order", draft.at("entry1.name"),
        "The same with the LF: name-order.", draft.at("entry0.name"), 1)
    draft = one(b"..")
    cut("dots", draft, draft.after("entry0.name"), "truncated", draft.after("entry0.name"),
        "The input ends after `..`, which may still become another name: truncated.", entry=0)
    draft = full.set(entry0__name=b"x" * 255 + b"\xc3\xa9")
    cut("255-and-half-a-character", draft, draft.at("entry0.name+256"), "truncated", draft.at("entry0.name+256"),
        "After 255 bytes half a character, and the input ends: truncated.", entry=0)
    cut("255-and-a-character", draft, draft.at("entry0.name+257"), "name-too-long", draft.at("entry0.name"),
        "The same with the whole character: name-too-long.", entry=0)
    draft = pair().set(digest__sha256=b"0" * 64)
    cut("wrong-digest", draft, draft.at("digest.end"), "truncated", draft.at("digest.end"),
        "The input ends after a wrong DIGEST, before its LF: truncated.")
    cut("wrong-digest-and-lf", draft, draft.at("digest.end") + 1, "index-digest-mismatch", draft.at("digest.sha256"),
        "The same with the LF: index-digest-mismatch.")
    draft = pair().set(block0__payload=b"0123456789")
    end = draft.after("block0.payload")
    cut("wrong-payload", draft, end - 1, "truncated", end - 1,
        "The input ends one byte before the end of a wrong payload: truncated.", entry=0)
    cut("whole-wrong-payload", draft, end, "payload-digest-mismatch", draft.at("block0.payload"),
        "The input ends with a wrong payload's last byte: payload-digest-mismatch.", draft.at("entry0"), 0)
    draft = one(payload=b"").set(entry0__sha256=sha256(b"x"))
    end = draft.at("block0.payload")
    cut("wrong-empty-payload", draft, end, "payload-digest-mismatch", end,
        "The input ends after an empty document's header, whose digest is wrong: payload-digest-mismatch.",
        draft.at("entry0"), 0)
    cut("wrong-empty-payload-no-lf", draft, end - 1, "truncated", end - 1,
        "The same without the header's LF: truncated.", entry=0)
    draft = pair().set(count=b"3")
    cut("one-sign-for-an-entry", draft, draft.at("digest+1"), "count-mismatch", draft.at("digest"),
        "The input ends after the first sign of DIGEST, where an entry is due: count-mismatch.", draft.at("count"), 2)

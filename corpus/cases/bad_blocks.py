"""Bad cases: blocks that are missing, too many or not what the INDEX says, and what follows the end."""

from cases.draft import Draft, empty, example, one, pair, sha256


def add(corpus):
    missing(corpus)
    extra(corpus)
    headers(corpus)
    header_ends(corpus)
    payloads(corpus)
    payload_ends(corpus)
    trailing(corpus)
    truncated(corpus)


def missing(corpus):
    def case(name, draft, at, entry, about):
        corpus.wrong(f"bad/missing-file/{name}", draft, "missing-file", at, about, f"entry{entry}", entry)

    case("all", example().drop("block0").drop("block1").drop("block2"), "end", 0,
         "No block at all: missing-file at END, related entry 0.")
    case("last-two", example().drop("block1").drop("block2"), "end", 1,
         "The last two blocks are missing: missing-file at END, related entry 1.")
    case("last", example().drop("block2"), "end", 2, "The last block is missing: missing-file at END, related entry 2.")
    case("only", one().drop("block0"), "end", 0, "The only block is missing: missing-file at END, related its entry.")
    case("not-quite-end", pair().insert("block1", b"=== EXTRA "), "inserted", 1,
         "`=== EXTRA` where a block is due: the E decides, missing-file.")
    data = pair().bytes()[: pair().at("block1")] + b"=== E"
    corpus.wrong("bad/missing-file/cut-after-e", data, "missing-file", pair().at("block1"),
                 "The input ends after `=== E`, where a block is due: missing-file, known at the E.",
                 pair().at("entry1"), 1)
    draft = Draft([(b"a", b""), (b"b", b"")]).drop("block1")
    case("last-of-empty-ones", draft, "end", 1, "The second of two empty documents has no block: missing-file at END.")


def extra(corpus):
    def case(name, draft, at, about):
        corpus.wrong(f"bad/extra-file/{name}", draft, "extra-file", at, about, "count")

    again = pair()["block1"]
    case("last-twice", pair().insert("end", again), "inserted",
         "The last block stands twice: extra-file at the second.")
    case("first-again", pair().insert("end", pair()["block0"]), "inserted",
         "The first block comes again at the end: extra-file at it.")
    case("unlisted", pair().insert("end", b"=== FILE 1 c\nx\n"), "inserted",
         "A block that no entry lists stands before END: extra-file at it.")
    case("in-empty-bundle", empty().insert("end", b"=== FILE 1 c\nx\n"), "inserted",
         "The INDEX is empty, but a block follows: extra-file at it.")
    case("bad-one", pair().insert("end", b"=== FILE x"), "inserted",
         "A block too many that is bad itself: extra-file, for the F decides.")
    case("not-quite-file", pair().insert("end", b"=== FOOTER\n"), "inserted",
         "`=== FOOTER` where END is due: the F decides, extra-file.")
    case("last-entry-removed", pair().drop("entry1").set(count=b"1", total=b"10"), "block1",
         "The last entry was removed and the INDEX sealed again: extra-file at its block.")
    data = pair().bytes()[: pair().at("end")] + b"=== F"
    corpus.wrong("bad/extra-file/cut-after-f", data, "extra-file", pair().at("end"),
                 "The input ends after `=== F`, where END is due: extra-file, known at the F.", pair().at("count"))


def headers(corpus):
    """Bytes of a header are compared with those of its entry; what they would mean does not matter."""
    right = pair()["block0.size"] + b" " + pair()["block0.name"]  # 10 a/é
    texts = {
        "size-first-digit": (b"20 a/\xc3\xa9", 0, "has another first digit"),
        "size-last-digit": (b"11 a/\xc3\xa9", 1, "has another last digit"),
        "size-shorter": (b"1 a/\xc3\xa9", 1, "has a digit less"),
        "size-longer": (b"100 a/\xc3\xa9", 2, "has a digit more"),
        "size-missing": (b" a/\xc3\xa9", 0, "has no size"),
        "leading-zero": (b"010 a/\xc3\xa9", 0, "has a leading zero"),
        "plus": (b"+10 a/\xc3\xa9", 0, "has a plus sign"),
        "hexadecimal": (b"0xA a/\xc3\xa9", 0, "has its size in hexadecimal"),
        "too-large": (b"10000000000000000000000 a/\xc3\xa9", 2, "has a size that no number can be"),
        "space-first": (b" 10 a/\xc3\xa9", 0, "has a space more before the size"),
        "two-spaces": (b"10  a/\xc3\xa9", 3, "has a space more before the name"),
        "tab": (b"10\ta/\xc3\xa9", 2, "has a tab before the name"),
        "no-name": (b"10 ", 3, "has no name"),
        "no-name-no-space": (b"10", 2, "has a size alone"),
        "name-first-byte": (b"10 b/\xc3\xa9", 3, "has another first letter"),
        "name-upper-case": (b"10 A/\xc3\xa9", 3, "has a letter in upper case"),
        "name-backslash": (b"10 a\\\xc3\xa9", 4, "has a backslash for the slash"),
        "name-no-slash": (b"10 a\xc3\xa9", 4, "has no slash"),
        "name-two-slashes": (b"10 a//\xc3\xa9", 5, "has two slashes"),
        "name-dot-component": (b"10 ./a/\xc3\xa9", 3, "has `./` before the name"),
        "name-other-normal-form": ("10 a/e\u0301".encode(), 5, "has the name in another normal form"),
        "name-latin-1": (b"10 a/\xe9", 5, "has the name in Latin-1"),
        "name-other-character": ("10 a/è".encode(), 6, "has another character, whose first byte is the same"),
        "name-cut-character": (b"10 a/\xc3", 6, "has half of the last character"),
        "name-longer": (b"10 a/\xc3\xa9s", 7, "has a longer name"),
        "name-trailing-space": (b"10 a/\xc3\xa9 ", 7, "has a space after the name"),
        "name-in-folder": (b"10 a/\xc3\xa9/b", 7, "has a name below the right one"),
        "name-shorter": (b"10 a", 4, "has a shorter name"),
        "nul": (b"10 a/\0\xa9", 5, "has a NUL"),
        "of-other-document": (b"2 b", 0, "is that of the other document"),
        "name-then-size": (b"a/\xc3\xa9 10", 0, "has the name first"),
        "digest-too": (sha256(b"") + b" 10 a/\xc3\xa9", 0, "has the digest, too"),
    }
    for name, (text, at, what) in texts.items():
        assert text[:at] == right[:at] and text[at : at + 1] != (right + b"\n")[at : at + 1]
        draft = pair().set(block0__size=text, block0__size__end=b"", block0__name=b"")
        about = f"The first header {what}: header-mismatch at the first byte that differs."
        corpus.wrong(f"bad/header-mismatch/{name}", draft, "header-mismatch", f"block0.size+{at}", about, "entry0.size",
                     0)
    draft = example().set(block2__name="è".encode())
    corpus.wrong("bad/header-mismatch/last-document", draft, "header-mismatch", "block2.name+1",
                 "The last header's name differs in its second byte: header-mismatch at it.", "entry2.size", 2)
    draft = one(payload=b"").set(block0__size=b"1", block0__payload=b"x")
    corpus.wrong("bad/header-mismatch/empty-is-not", draft, "header-mismatch", "block0.size",
                 "The entry says 0 bytes, the block has one: header-mismatch at the size.", "entry0.size", 0)
    draft = one(b"x" * 255).set(block0__name=b"x" * 254 + b"y")
    corpus.wrong("bad/header-mismatch/last-byte-of-255", draft, "header-mismatch", "block0.name+254",
                 "The last of 255 bytes differs: header-mismatch at it.", "entry0.size", 0)
    draft = one(b"x" * 255).set(block0__name=b"x" * 100000)
    corpus.wrong("bad/header-mismatch/endless", draft, "header-mismatch", "block0.name+255",
                 "The header does not end: header-mismatch at the byte where its LF is due.", "entry0.size", 0)


def header_ends(corpus):
    def case(name, code, at, about, related=None, **changes):
        corpus.wrong(name, pair().set(**changes), code, at, about, related, 0)

    case("bad/carriage-return/header-crlf", "carriage-return", "block0.name.end",
         "CR LF after a header: carriage-return at the CR.", block0__name__end=b"\r\n")
    case("bad/carriage-return/header-cr", "carriage-return", "block0.name.end",
         "A CR instead of a header's LF: carriage-return at it.", block0__name__end=b"\r")
    case("bad/header-mismatch/no-lf", "header-mismatch", "block0.payload",
         "No LF after a header: header-mismatch at the byte in its place.", "entry0.size", block0__name__end=b"")
    case("bad/header-mismatch/cr-in-size", "header-mismatch", "block0.size+1",
         "A CR in a header's size: no LF is due there, so header-mismatch.", "entry0.size", block0__size=b"1\r")
    case("bad/header-mismatch/cr-in-name", "header-mismatch", "block0.name+1",
         "A CR in a header's name: no LF is due there, so header-mismatch.", "entry0.size", block0__name=b"a\r\xc3\xa9")
    case("bad/header-mismatch/cr-for-space", "header-mismatch", "block0.size.end",
         "A CR for a header's space: header-mismatch.", "entry0.size", block0__size__end=b"\r")
    case("bad/header-mismatch/short-with-crlf", "header-mismatch", "block0.name+1",
         "A shorter name and CR LF: the CR stands where a slash is due, so header-mismatch.", "entry0.size",
         block0__name=b"a\r")


def payloads(corpus):
    """The same length, other bytes."""

    def case(name, draft, entry, about):
        corpus.wrong(f"bad/payload-digest/{name}", draft, "payload-digest-mismatch", f"block{entry}.payload", about,
                     f"entry{entry}", entry)

    case("first-byte", example().set(block1__payload=b"Hello"), 1,
         "The first byte differs: payload-digest-mismatch at the payload.")
    case("last-byte", example().set(block1__payload=b"hellO"), 1,
         "The last byte differs: payload-digest-mismatch at the payload, not at the byte.")
    case("one-bit", example().set(block1__payload=b"hello"[:2] + b"m" + b"lo"), 1,
         "One bit differs: payload-digest-mismatch.")
    case("first-document", pair().set(block0__payload=b"=== END\n\n\n"), 0,
         "A byte of the first document differs: payload-digest-mismatch.")
    case("both-documents", pair().set(block0__payload=b"0123456789", block1__payload=b"ho"), 0,
         "Both documents differ: payload-digest-mismatch at the first.")
    case("zeros", pair().set(block0__payload=bytes(10)), 0,
         "The first document is NULs, as a damaged disk gives: payload-digest-mismatch.")
    case("backwards", example().set(block1__payload=b"olleh"), 1,
         "The bytes are in another order: payload-digest-mismatch.")
    case("byte-lost", example().set(block1__payload=b"hell"), 1,
         "A byte is lost, so the LF behind is taken as the last: payload-digest-mismatch.")
    case("lf-to-crlf", one(payload=b"a\nb\n").set(block0__payload=b"a\r\nb\r\n"), 0,
         "CR LF in the payload, the size as before: payload-digest-mismatch.")
    case("crlf-to-lf", one(payload=b"a\r\nb\r\n").set(block0__payload=b"a\nb\n"), 0,
         "CRs were taken out of the payload, whose bytes then run into END: payload-digest-mismatch.")
    case("spaces-trimmed", one(payload=b"text  \n").set(block0__payload=b"text\n"), 0,
         "Spaces were trimmed: payload-digest-mismatch.")
    case("empty-with-wrong-digest", one(payload=b"").set(entry0__sha256=sha256(b"x")), 0,
         "An empty document whose entry has another digest: payload-digest-mismatch at the LF after it, where it would "
         "begin.")
    case("last-empty", example().set(entry2__sha256=b"0" * 64), 2,
         "The last, empty document's digest is zeros: payload-digest-mismatch.")
    case("digest-zeros", one().set(entry0__sha256=b"0" * 64), 0,
         "The entry's digest is zeros: payload-digest-mismatch.")
    case("digest-of-nothing", one().set(entry0__sha256=sha256(b"")), 0,
         "The entry has the digest of no bytes: payload-digest-mismatch.")
    case("digest-one-bit", one().set(entry0__sha256=flip(one()["entry0.sha256"])), 0,
         "The entry's digest differs in its last bit: payload-digest-mismatch.")
    case("digest-with-lf", one(payload=b"text").set(entry0__sha256=sha256(b"text\n")), 0,
         "The digest covers the LF after the payload: payload-digest-mismatch.")
    case("digest-with-header", one(payload=b"text").set(entry0__sha256=sha256(b"=== FILE 4 a\ntext")), 0,
         "The digest covers the header: payload-digest-mismatch.")
    big = b"0123456789abcdef" * 65536
    case("one-byte-of-a-mebibyte", one(payload=big).set(block0__payload=big[:-1] + b"x"), 0,
         "The last byte of 1 MiB differs: payload-digest-mismatch.")


def flip(digest):
    return digest[:-1] + b"%x" % (int(digest[-1:], 16) ^ 1)


def payload_ends(corpus):
    for name, byte in {"nul": b"\0", "space": b" ", "tab": b"\t", "letter": b"x", "equals-sign": b"=",
                       "form-feed": b"\f",
                       "nel": b"\x85", "ff": b"\xff", "vertical-tab": b"\v"}.items():
        draft = pair().set(block0__end=byte)
        about = f"A byte {name.upper()} instead of the LF after a payload: bad-payload-end at it."
        corpus.wrong(f"bad/payload-end/{name}", draft, "bad-payload-end", "block0.end", about, "entry0.size", 0)
    for name, more, what in (("longer", b"!", "one byte longer"), ("longer-by-a-line", b" more\n", "a line longer"),
                             ("final-space", b" ", "longer by a space")):
        draft = example().insert("block1.end", more)
        about = f"The document is {what} than its size: bad-payload-end where the LF is due."
        corpus.wrong(f"bad/payload-end/{name}", draft, "bad-payload-end", "inserted", about, "entry1.size", 1)
    draft = example().drop("block2.end")
    corpus.wrong("bad/payload-end/no-lf-after-empty", draft, "bad-payload-end", "end",
                 "No LF after an empty document: bad-payload-end at the byte in its place.", "entry2.size", 2)
    draft = pair().drop("block0.end")
    corpus.wrong("bad/payload-end/no-lf", draft, "bad-payload-end", "block1",
                 "No LF after a payload: bad-payload-end at the next header's first byte.", "entry0.size", 0)
    draft = one(payload=b"").insert("block0.end", b"x")
    corpus.wrong("bad/payload-end/empty-is-not", draft, "bad-payload-end", "inserted",
                 "An empty document has a byte: bad-payload-end at it.", "entry0.size", 0)
    for name, data in {"crlf": b"\r\n", "cr": b"\r"}.items():
        draft = pair().set(block1__end=data)
        about = "A CR where the LF after a payload is due: carriage-return, not bad-payload-end."
        corpus.wrong(f"bad/carriage-return/payload-end-{name}", draft, "carriage-return", "block1.end", about, entry=1)
    draft = one(payload=b"text\r\n").insert("block0.end", b"\r")
    corpus.wrong("bad/carriage-return/payload-end-after-crlf", draft, "carriage-return", "inserted",
                 "The payload ends in CR LF, then a CR comes: carriage-return at the third.", entry=0)
    draft = pair().insert("block1", b"\n")
    corpus.wrong("bad/payload-end/two-lfs", draft, "bad-keyword", "inserted",
                 "Two LFs after a payload: the second stands where a block is due, so bad-keyword.", entry=1)
    draft = pair().insert("end", b"\n")
    corpus.wrong("bad/payload-end/two-lfs-before-end", draft, "bad-keyword", "inserted",
                 "Two LFs after the last payload: the second stands where END is due, so bad-keyword.")


def trailing(corpus):
    data = pair().bytes()
    tails = {
        "lf": (b"\n", "an LF, which editors add"),
        "lfs": (b"\n\n\n", "three LFs"),
        "cr": (b"\r", "a CR: the line is over, so trailing-data and not carriage-return"),
        "crlf": (b"\r\n", "CR LF"),
        "space": (b" ", "a space"),
        "nul": (b"\0", "a NUL"),
        "nuls": (bytes(512 - len(data) % 512), "NULs up to a full block, as a tape or a disk leaves"),
        "ctrl-z": (b"\x1a", "U+001A, which some systems write at the end of a text"),
        "ctrl-d": (b"\x04", "U+0004"),
        "ff": (b"\xff", "a byte FF"),
        "end": (b"=== END\n", "another END"),
        "block": (b"=== FILE 1 c\nx\n", "a block"),
        "comment": (b"# signed\n", "a comment"),
        "same-bundle": (data, "the same bundle again"),
        "other-bundle": (empty().bytes(), "another bundle"),
        "two-bundles": (empty().bytes() * 2, "two other bundles"),
        "begin-of-a-bundle": (b"=== SEED-BUNDLE ", "the begin of another bundle"),
        "bundle-after-lf": (b"\n" + data, "an LF and another bundle"),
        "zip": (b"PK\x05\x06" + bytes(18), "an empty ZIP file, which programs find from the end"),
        "signature": (b"-----BEGIN SIGNATURE-----\n", "a signature"),
        "mebibyte": (b"x" * (1 << 20), "1 MiB of letters"),
    }
    for name, (tail, what) in tails.items():
        about = f"Behind the bundle stands {what}: trailing-data at the first byte behind it."
        corpus.wrong(f"bad/trailing/{name}", data + tail, "trailing-data", len(data), about)
    twice = empty().bytes() * 2
    corpus.wrong("bad/trailing/empty-bundle-twice", twice, "trailing-data", 116,
                 "The empty bundle twice in a row: trailing-data at the second.")


def truncated(corpus):
    """The input ends between two fields; the families in cuts end it at every byte."""
    draft = pair()
    data = draft.bytes()
    corpus.wrong("bad/truncated/nothing", b"", "truncated", 0, "An empty file: truncated at 0.")
    for field in list(draft.fields)[1:]:
        at = draft.at(field)
        about = f"The input ends before {field.replace('.', ' ')}: truncated at its length."
        corpus.wrong(f"bad/truncated/before-{field}", data[:at], "truncated", at, about, entry=draft.entry_due(at))
    cut = example().at("end")
    corpus.wrong("bad/truncated/no-end", example().bytes()[:cut], "truncated", cut,
                 "All blocks, but no END: truncated at the length.")
    corpus.wrong("bad/truncated/no-final-lf", data[:-1], "truncated", len(data) - 1,
                 "END without its LF: truncated at the length.")
    many = one().set(count=b"1000000000000").bytes()[: one().at("entry0") + 12]
    corpus.wrong("bad/truncated/many-declared", many, "truncated", len(many),
                 "A count of 10^12 and no entry: truncated, and nothing is reserved for them.", entry=0)
    half = one(b"x" * 255).bytes()
    end = one(b"x" * 255).after("entry0.name")
    corpus.wrong("bad/truncated/after-longest-component", half[:end], "truncated", end,
                 "The input ends after a component of 255 bytes, before its LF: truncated.", entry=0)
    big = one(payload=b"x" * 100000)
    for name, less in (("last-byte", 1), ("last-half", 50000)):
        end = big.after("block0.payload") - less
        about = f"The payload's {name.replace('-', ' ')} is not there: truncated, and its digest is not judged."
        corpus.wrong(f"bad/truncated/payload-{name}", big.bytes()[:end], "truncated", end, about, entry=0)

"""Good cases: how many documents, of what sizes, holding what."""

from cases.draft import Draft, empty, example, number, one, pair, sha256


def add(corpus):
    small(corpus)
    counts(corpus)
    sizes(corpus)
    structural(corpus)
    nested(corpus)
    ends(corpus)
    bytes_of_all_kinds(corpus)
    text(corpus)


def small(corpus):
    def case(name, bundle, about):
        corpus.valid(f"good/bundles/{name}", bundle, about)

    case("empty", empty(), "The smallest bundle, 116 bytes without a document: `INDEX 0 0`, DIGEST, END.")
    case("example", example(), "The bundle that FORMAT.md shows.")
    case("pair", pair(), "Two documents, one below a folder; most bad cases are made from this bundle.")
    case("one-document", one(), "One document of one line.")
    case("one-empty-document", one(payload=b""),
         "One document without a byte: its block is a header and the LF after it.")
    case("one-byte", one(payload=b"x"), "One document of a single byte.")
    case("three-empty-documents", [(b"a", b""), (b"b", b""), (b"c", b"")],
         "All documents are empty: total is 0, count is not.")
    case("empty-first", [(b"a", b""), (b"b", b"x")], "An empty document before another one.")
    case("empty-last", [(b"a", b"x"), (b"b", b"")], "An empty document after another one.")
    case("same-payload-twice", [(b"a", b"same"), (b"b", b"same")], "Two documents may hold the same bytes.")
    case("payload-is-its-name", [(b"a", b"a"), (b"b", b"b")], "Documents that hold their own names.")
    tree = [b"a/1", b"a/b/2", b"a/b/c/3", b"a/b/d/4", b"a/e/5", b"f/6", b"g/h/i/j/k/7"]
    case("tree", [(name, name) for name in tree], "Documents in folders of several levels.")


def counts(corpus):
    for count in (9, 10, 11, 99, 100, 101, 1000):
        documents = [(b"%04d" % i, b"") for i in range(count)]
        about = f"{count} documents: the count has {len(str(count))} digits, and as many entries follow."
        corpus.valid(f"good/bundles/count-{count}", documents, about)
    documents = [(b"%03d" % i, b"x" * i) for i in range(300)]
    corpus.valid("good/bundles/every-size-to-299", documents, "300 documents of 0 to 299 bytes, one of each size.")


def sizes(corpus):
    for size in (9, 10, 99, 100, 999, 1000, 4095, 4096, 4097, 9999, 10000, 65535, 65536, 65537, 99999, 100000, 1 << 20):
        payload = (b"0123456789abcde\n" * (size // 16 + 1))[:size]
        digits = len(str(size))
        corpus.valid(f"good/sizes/{size:07d}", one(payload=payload),
                     f"One document of {size} bytes; the size has {digits} digits.")
    for name, first, second in (("9", 5, 4), ("10", 5, 5), ("99", 50, 49), ("100", 50, 50)):
        about = f"Two documents whose sizes add up to {name}."
        corpus.valid(f"good/sizes/sum-{name}", [(b"a", b"a" * first), (b"b", b"b" * second)], about)


def structural(corpus):
    """Each structural line as a document: a reader that searches for lines is led astray."""
    own = one(payload=b"")
    lines = {
        "first-line": b"=== SEED-BUNDLE 1\n",
        "index-line": b"=== INDEX 0 0\n",
        "entry": sha256(b"") + b" 0 a\n",
        "digest-line": b"=== DIGEST " + own.digest() + b"\n",
        "file-header": b"=== FILE 5 b\n",
        "end": b"=== END\n",
        "equals-signs": b"===\n",
        "unknown-line": b"=== COMMENT 1\n",
    }
    for name, line in lines.items():
        shown = line.decode().split(" ")[:2]
        what = " ".join(shown).strip() if name != "entry" else "an INDEX entry"
        corpus.valid(f"good/structural/{name}", one(payload=line),
                     f"The document is a structural line, {what}: size alone frames it.")
        corpus.valid(f"good/structural/{name}-without-lf", one(payload=line[:-1]),
                     f"The document is a structural line, {what}, without an LF: the LF that follows is the bundle's.")
        corpus.valid(f"good/structural/{name}-after-lf", one(payload=b"\n" + line),
                     f"The document begins with an LF, then holds a structural line, {what}.")
    block = b"=== FILE 5 b\nhello\n=== END\n"
    corpus.valid("good/structural/block-and-end", one(payload=block),
                 "The document imitates another block and the end.")
    corpus.valid("good/structural/half-a-line", [(b"a", b"=== E"), (b"b", b"=== F")],
                 "Documents that are cut structural lines.")
    size = len(b"=== FILE 15 a\n\n")
    corpus.valid("good/structural/own-header", one(payload=b"=== FILE %d a\n\n" % size),
                 "The document repeats its own header.")


def nested(corpus):
    inner = empty().bytes()
    for depth in range(1, 6):
        draft = Draft([(b"inner.seedbundle", inner)])
        corpus.valid(f"good/structural/bundle-in-bundle-{depth}", draft,
                     f"A whole bundle is a document of this one, {depth} deep.")
        inner = draft.bytes()
    twice = empty().bytes() * 2
    corpus.valid("good/structural/two-bundles-in-one-document", one(payload=twice),
                 "One document holds two bundles in a row.")
    corpus.valid("good/structural/bad-bundle-in-bundle", one(payload=inner[:-1]),
                 "The document is a truncated bundle; documents are not judged.")
    rest = example()
    tail = rest.bytes()[rest.at("digest") :]
    corpus.valid("good/structural/rest-of-a-bundle", one(payload=tail),
                 "The document is what follows the INDEX of another bundle.")


def ends(corpus):
    texts = {
        "no-final-newline": (b"text", "does not end in an LF"),
        "final-newline": (b"text\n", "ends in an LF"),
        "two-final-newlines": (b"text\n\n", "ends in two LFs"),
        "only-newline": (b"\n", "is one LF"),
        "only-newlines": (b"\n" * 1000, "is 1000 LFs"),
        "only-cr": (b"\r", "is one CR"),
        "final-cr": (b"text\r", "ends in a CR, which with the bundle's LF looks like a line end of another system"),
        "final-crlf": (b"text\r\n", "ends in CR LF"),
        "final-nul": (b"text\0", "ends in a NUL"),
        "final-space": (b"text ", "ends in a space"),
        "final-ctrl-z": (b"text\x1a", "ends in U+001A, where some systems end a text"),
        "first-newline": (b"\ntext", "begins with an LF"),
        "first-space": (b" text", "begins with a space"),
    }
    for name, (payload, what) in texts.items():
        corpus.valid(f"good/payloads/{name}", one(payload=payload), f"The document {what}: it is kept byte for byte.")


def bytes_of_all_kinds(corpus):
    every = bytes(range(256))
    files = {
        "nul": (b"\0", "one NUL"),
        "nuls": (bytes(512), "512 NULs, as a sparse file has them"),
        "every-byte": (every, "every byte value in order"),
        "every-byte-backwards": (every[::-1], "every byte value in falling order"),
        "every-pair-with-lf": (b"".join(b"\n%c" % byte for byte in every), "every byte value after an LF"),
        "high-bytes": (b"\xff" * 100, "100 bytes FF"),
        "invalid-utf8": (b"\x80\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80\xff", "several kinds of ill-formed UTF-8"),
        "cut-utf8": ("é".encode()[:1], "the first byte of a character, whose second one never comes"),
        "overlong-nul": (b"\xc0\x80", "an overlong NUL"),
        "byte-order-mark": ("\ufefftext\n".encode(), "a byte order mark and text"),
        "utf16": ("text\n".encode("utf-16"), "text in UTF-16"),
        "noncharacters": ("\ufffe\uffff\U0010ffff".encode(), "noncharacters"),
        "escape-sequences": (b"\x1b[31mred\x1b[0m\x07\n", "what drives a terminal"),
        "crlf-text": (b"one\r\ntwo\r\n", "text with CR LF at its lines' ends"),
        "bidi": ("\u202etxt.exe".encode(), "an override of text direction, which no name may hold"),
        "long-line": (b"x" * 100000, "100000 bytes without an LF"),
        "gzip": (b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0", "an empty gzip file"),
    }
    for name, (payload, what) in files.items():
        corpus.valid(f"good/payloads/{name}", one(payload=payload), f"The document is {what}: a payload is any bytes.")
    documents = [(b"%02x" % byte, b"%c" % byte) for byte in every]
    corpus.valid("good/payloads/each-byte-alone", documents,
                 "256 documents, each of one byte, one for each byte value.")


def text(corpus):
    lines = [(b"lines/%02d" % i, b"line\n" * i) for i in range(12)]
    corpus.valid("good/payloads/more-and-more-lines", lines, "Documents of 0 to 11 lines.")
    many = [(number(i), "κόσμε\n".encode() * i) for i in range(1, 10)]
    corpus.valid("good/payloads/greek", many, "Documents of Greek text, in UTF-8.")

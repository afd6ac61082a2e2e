"""Policies: what a reader refuses only because its user asked for it, and what it does not refuse then."""

from cases.bad_names import SEQUENCES
from cases.draft import LARGEST, Draft, empty, named, number, one, pair, sha256

UTF8 = {"payload-utf8": True}
ALL = {"limit-files": 2, "limit-file-size": 5, "limit-total-size": 10, "limit-index-bytes": 138, "payload-utf8": True}


def add(corpus):
    limit_files(corpus)
    limit_total_size(corpus)
    limit_file_size(corpus)
    limit_index_bytes(corpus)
    generous(corpus)
    ties(corpus)
    utf8_good(corpus)
    utf8_bad(corpus)
    utf8_ties(corpus)


def documents(count, size=0):
    return Draft([(b"%02d" % i, b"x" * size) for i in range(count)])


def limit_files(corpus):
    for limit in (0, 2):
        policy = {"limit-files": limit}
        for count in range(limit + 1):
            about = f"{count} documents, at most {limit} are wanted: valid, for a value equal to the limit is allowed."
            corpus.valid(f"policy/files/{count}-of-{limit}", documents(count), about, policy)
        for count in (limit + 1, limit + 2, limit + 8):
            about = f"{count} documents, at most {limit} are wanted: limit-files at the count."
            corpus.wrong(f"policy/files/{count}-of-{limit}", documents(count), "limit-files", "count", about,
                         policy=policy)
    policy = {"limit-files": 2}
    for count in (2**32 + 1, 2**32 + 2, LARGEST):
        draft = documents(2).set(count=number(count))
        about = f"The count is {count}, at most 2 are wanted: limit-files at the count, before anything behind it."
        corpus.wrong(f"policy/files/declares-{count}", draft, "limit-files", "count", about, policy=policy)
    draft = documents(3)
    size = draft.after("count") + 1
    corpus.wrong("policy/files/cut-after-space", draft.bytes()[:size], "limit-files", draft.at("count"),
                 "The input ends after the count's space: limit-files, known there.", policy=policy)
    corpus.wrong("policy/files/cut-before-space", draft.bytes()[: size - 1], "truncated", size - 1,
                 "The input ends before the count's space: truncated.", policy=policy)


def limit_total_size(corpus):
    for limit in (0, 10):
        policy = {"limit-total-size": limit}
        for size in sorted({0, max(0, limit - 1), limit}):
            about = f"{size} bytes in all, at most {limit} are wanted: valid, for the limit itself is allowed."
            corpus.valid(f"policy/total/{size}-of-{limit}", one(payload=b"x" * size), about, policy)
        for size in (limit + 1, limit + 2, 10 * limit + 10):
            about = f"{size} bytes in all, at most {limit} are wanted: limit-total-size at the total."
            corpus.wrong(f"policy/total/{size}-of-{limit}", one(payload=b"x" * size), "limit-total-size", "total",
                         about, policy=policy)
        corpus.valid(f"policy/total/empty-bundle-of-{limit}", empty(),
                     f"No document, at most {limit} bytes are wanted: valid.", policy)
    policy = {"limit-total-size": 10}
    corpus.valid("policy/total/5-and-5", documents(2, 5),
                 "Two documents of 5 bytes, at most 10 in all are wanted: valid.", policy)
    corpus.wrong("policy/total/5-and-6", Draft([(b"a", b"x" * 5), (b"b", b"x" * 6)]), "limit-total-size", "total",
                 "Documents of 5 and 6 bytes, at most 10 in all are wanted: limit-total-size.", policy=policy)
    for total in (2**32 + 10, LARGEST):
        draft = one().set(total=number(total))
        about = f"The total is {total}, at most 10 bytes are wanted: limit-total-size, before the sizes contradict it."
        corpus.wrong(f"policy/total/declares-{total}", draft, "limit-total-size", "total", about, policy=policy)


def limit_file_size(corpus):
    for limit in (0, 5):
        policy = {"limit-file-size": limit}
        for size in sorted({0, max(0, limit - 1), limit}):
            about = f"A document of {size} bytes, at most {limit} are wanted: valid, for the limit itself is allowed."
            corpus.valid(f"policy/file-size/{size}-of-{limit}", one(payload=b"x" * size), about, policy)
        for size in (limit + 1, limit + 2, 10 * limit + 10):
            about = f"A document of {size} bytes, at most {limit} are wanted: limit-file-size at its size."
            corpus.wrong(f"policy/file-size/{size}-of-{limit}", one(payload=b"x" * size), "limit-file-size",
                         "entry0.size", about, entry=0, policy=policy)
    policy = {"limit-file-size": 5}
    corpus.valid("policy/file-size/many-of-5", documents(20, 5), "Twenty documents of 5 bytes, each at most 5: valid.",
                 policy)
    draft = Draft([(b"a", b""), (b"b", b"12345"), (b"c", b"123456")])
    corpus.wrong("policy/file-size/third", draft, "limit-file-size", "entry2.size",
                 "The third document has 6 bytes: limit-file-size at its size.", entry=2, policy=policy)
    for size in (2**32 + 5, LARGEST):
        draft = one(payload=b"12345").set(total=number(size), entry0__size=number(size), block0__size=number(size))
        about = f"A document is declared with {size} bytes: limit-file-size at its size, before anything is read of it."
        corpus.wrong(f"policy/file-size/declares-{size}", draft, "limit-file-size", "entry0.size", about, entry=0,
                     policy=policy)


def limit_index_bytes(corpus):
    """An entry with a size of one digit and a name of one byte has 69 bytes, its LF included."""

    def refused(name, draft, entry, about, limit):
        corpus.wrong(f"policy/index/{name}", draft, "limit-index-bytes", f"entry{entry}", about, entry=entry,
                     policy={"limit-index-bytes": limit})

    two, policy = named("a", "b"), {"limit-index-bytes": 138}
    corpus.valid("policy/index/empty-of-0", empty(),
                 "No entry, at most 0 bytes of entries: valid, for the INDEX line does not count.",
                 {"limit-index-bytes": 0})
    refused("one-of-0", one(), 0, "One entry, at most 0 bytes: limit-index-bytes at its line.", 0)
    refused("69-of-68", named("a"), 0, "One entry of 69 bytes, at most 68: limit-index-bytes at its line.", 68)
    corpus.valid("policy/index/69-of-69", named("a"), "One entry of 69 bytes, at most 69: valid.",
                 {"limit-index-bytes": 69})
    refused("two-of-69", two, 1, "Two entries of 69 bytes, at most 69: limit-index-bytes at the second.", 69)
    refused("138-of-137", two, 1, "Two entries of 69 bytes, at most 137: limit-index-bytes at the second.", 137)
    corpus.valid("policy/index/138-of-138", two,
                 "Two entries of 69 bytes, at most 138: valid, for a value equal to the limit is allowed.", policy)
    corpus.valid("policy/index/137-of-138", named("a" * 68), "One entry of 136 bytes, at most 138: valid.", policy)
    refused("139-of-138", named("a", "bc"), 1,
            "Entries of 69 and 70 bytes, at most 138: limit-index-bytes at the second.", 138)
    refused("three-of-138", named("a", "b", "c"), 2,
            "Three entries of 69 bytes, at most 138: limit-index-bytes at the third.", 138)
    cut = named("a", "bc")
    end = cut.after("entry1.name")
    corpus.wrong("policy/index/cut-before-lf", cut.bytes()[:end], "truncated", end,
                 "The input ends before the LF of an entry that passes the limit: truncated.", entry=1, policy=policy)
    corpus.wrong("policy/index/cut-after-lf", cut.bytes()[: end + 1], "limit-index-bytes", cut.at("entry1"),
                 "The same with the LF: limit-index-bytes.", entry=1, policy=policy)


def generous(corpus):
    """Limits that are as large as numbers can be refuse nothing."""
    policy = {"limit-files": LARGEST, "limit-file-size": LARGEST, "limit-total-size": LARGEST,
              "limit-index-bytes": LARGEST}
    corpus.valid("policy/generous/pair", pair(), "All limits are 2^63 - 1: valid.", policy)
    draft = one().set(total=number(LARGEST), entry0__size=number(LARGEST), block0__size=number(LARGEST))
    corpus.wrong("policy/generous/largest-size", draft, "truncated", len(draft.bytes()),
                 "All limits are 2^63 - 1, and so is a size: truncated, not refused.", entry=0, policy=policy)
    corpus.valid("policy/generous/all-at-the-limit",
                 documents(2, 5).set(entry0__name=b"a", block0__name=b"a", entry1__name=b"b", block1__name=b"b"),
                 "Two documents of 5 bytes, all limits at just that: valid.", ALL)


def ties(corpus):
    """A refusal is final: nothing invalid is looked for behind it.  At one byte validity comes first."""

    def case(name, draft, code, at, about, related=None, entry=None):
        corpus.wrong(f"policy/ties/{name}", draft, code, at, about, related, entry, ALL)

    case("files-and-total", documents(3, 5), "limit-files", "count",
         "Too many files and too many bytes: limit-files, known first.")
    case("files-and-bad-total", documents(3).set(total=b"x"), "limit-files", "count",
         "Too many files, and a total that is no number: limit-files, known first.")
    case("count-form-and-files", documents(3).set(count=b"3x"), "bad-number", "count+1",
         "Too many files, but the count is no number: bad-number, for form comes before value.")
    case("count-too-large-and-files", documents(3).set(count=number(2**63)), "number-too-large", "count",
         "The count is above 2^63 - 1: number-too-large, not limit-files.")
    case("total-mismatch-and-total", empty().set(total=b"11"), "total-mismatch", "total",
         "No entry and a total of 11, above the limit: total-mismatch, for validity comes first.", "count")
    case("total-form-and-total", documents(1).set(total=b"11x"), "bad-number", "total+2",
         "A total above the limit is no number: bad-number.")
    case("total-cr-and-total", documents(1).set(total=b"11", total__end=b"\r\n"), "carriage-return", "total.end",
         "A total above the limit, then CR LF: carriage-return, for the limit is judged at the LF.")
    case("total-and-file-size", one(payload=b"x" * 11), "limit-total-size", "total",
         "Total and size are above their limits: limit-total-size, known first.")
    case("sum-and-file-size", one(payload=b"x" * 6).set(total=b"5"), "total-mismatch", "entry0.size",
         "A size passes the total and the limit: total-mismatch, for validity comes first.", "total", 0)
    case("sum-below-and-file-size", one(payload=b"x" * 6).set(total=b"7"), "total-mismatch", "entry0.size",
         "A size above the limit, and the sum is below the total: total-mismatch.", "total", 0)
    case("size-form-and-file-size", one(payload=b"x" * 6).set(entry0__size=b"6x"), "bad-number", "entry0.size+1",
         "A size above the limit is no number: bad-number.", entry=0)
    case("file-size-and-name", one(b"..", b"x" * 6), "limit-file-size", "entry0.size",
         "A size is above the limit and the name behind it bad: limit-file-size, known first.", entry=0)
    case("entry-digest-and-file-size", one(payload=b"x" * 6).set(entry0__sha256=b"g" * 64), "bad-digest", "entry0",
         "An entry's digest is bad and its size above the limit: bad-digest, known first.", entry=0)
    case("index-and-name", named("a", "b/"), "name-component", "entry1.name+2",
         "An entry passes the limit and its name is bad: name-component, for validity comes first.", entry=1)
    case("index-and-order", named("b", "a."), "name-order", "entry1.name",
         "An entry passes the limit and is out of order: name-order, for validity comes first.", "entry0.name", 1)
    case("index-and-duplicate", named("aa", "aa"), "name-duplicate", "entry1.name",
         "An entry passes the limit and is a duplicate: name-duplicate.", "entry0.name", 1)
    case("index-and-conflict", named("a", "a/b"), "name-conflict", "entry1.name",
         "An entry passes the limit and lies below a document: name-conflict.", "entry0.name", 1)
    case("index-and-digest", named("a", "bc").set(digest__sha256=b"0" * 64), "limit-index-bytes", "entry1",
         "An entry passes the limit and DIGEST is wrong: limit-index-bytes, known first.", entry=1)
    case("index-and-count", named("a", "bc").set(count=b"1", total=b"1"), "count-mismatch", "entry1",
         "A second entry, which would pass the limit, where DIGEST is due: count-mismatch.", "count")
    case("nothing-refused-but-bad", named("a", "b").set(digest__sha256=b"0" * 64), "index-digest-mismatch",
         "digest.sha256", "No limit is passed, DIGEST is wrong: index-digest-mismatch.")
    case("magic", b"x", "bad-magic", 0, "All policies at once and another file: bad-magic.")


def utf8_good(corpus):
    texts = {
        "ascii": b"text\n", "empty": b"", "nul": b"\0", "controls": bytes(range(32)), "del": b"\x7f",
        "c1": "\u0085\u009f".encode(),
        "greek": "κόσμε\n".encode(), "mark": "\ufefftext".encode(), "noncharacters": "\ufffe\uffff\U0010ffff".encode(),
        "direction": "\u202e\u2066".encode(), "crlf": b"a\r\nb\r\n",
        "edges": "\u0080\u07ff\u0800\ud7ff\ue000\U00010000".encode(),
        "last": b"\xf4\x8f\xbf\xbf", "emoji": "👩\u200d🌾".encode(), "two-bytes": "é".encode(),
        "three-bytes": "漢".encode(), "four-bytes": "🌱".encode(),
    }
    for name, text in texts.items():
        corpus.valid(f"policy/utf8/good-{name}", one(payload=text),
                     f"UTF-8 is wanted, and the document is ({name}): valid.", UTF8)
    for name, text in SEQUENCES_AS_TEXT.items():
        corpus.valid(f"policy/utf8/not-wanted-{name}", one(payload=text),
                     "Ill-formed UTF-8 in a document, and UTF-8 is not wanted: valid.")
    split = Draft([(b"a", b"text\xc3"), (b"b", b"\xa9text")])
    corpus.valid("policy/utf8/not-wanted-split", split,
                 "Two documents split a character, and UTF-8 is not wanted: valid.")


SEQUENCES_AS_TEXT = {name: text for name, text, _ in SEQUENCES if name in ("latin-1", "surrogate-pair", "cut-two")}


def utf8_bad(corpus):
    def case(name, documents_or_draft, entry, at, about):
        draft = documents_or_draft if isinstance(documents_or_draft, Draft) else Draft(documents_or_draft)
        corpus.wrong(f"policy/utf8/{name}", draft, "payload-utf8", f"block{entry}.payload+{at}", about, entry=entry,
                     policy=UTF8)

    for name, text, what in SEQUENCES:
        case(f"{name}-then-letter", [(b"a", b"ab" + text + b"z")], 0, 2,
             f"UTF-8 is wanted, the document holds {what}: payload-utf8 at the sequence.")
        case(f"{name}-at-end", [(b"a", b"ab" + text)], 0, 2,
             f"UTF-8 is wanted, the document ends with {what}: payload-utf8 at the sequence.")
    case("first-byte", [(b"a", b"\xff")], 0, 0, "The document is one byte FF: payload-utf8 at it.")
    case("unfinished-alone", [(b"a", b"\xf0")], 0, 0,
         "The document is the first byte of a character: payload-utf8, known at the payload's end.")
    case("split-over-documents", [(b"a", b"text\xc3"), (b"b", b"\xa9text")], 0, 4,
         "Two documents split a character: payload-utf8 at its first byte, each is judged by itself.")
    case("continuation-in-second", [(b"a", b"text"), (b"b", b"\xa9text")], 1, 0,
         "The second document begins with a continuation byte: payload-utf8 at it.")
    case("second-document", [(b"a", "é".encode()), (b"b", b"x\xff")], 1, 1,
         "The second document is bad: payload-utf8 in it.")
    case("after-empty", [(b"a", b""), (b"b", b"\xff")], 1, 0, "A bad document after an empty one: payload-utf8 in it.")
    case("both", [(b"a", b"\xff"), (b"b", b"\xff")], 0, 0, "Both documents are bad: payload-utf8 at the first.")
    case("utf16", [(b"a", "text".encode("utf-16"))], 0, 0,
         "The document is UTF-16 with its mark: payload-utf8 at the mark.")
    case("latin-1-late", [(b"a", b"x" * 70000 + b"\xe9\n")], 0, 70000,
         "A Latin-1 letter after 70000 bytes: payload-utf8 at it.")
    case("good-then-overlong", [(b"a", "é漢🌱".encode() + b"\xe0\x80\x80")], 0, 9,
         "An overlong sequence after good ones: payload-utf8 at it.")
    case("cut-then-good", [(b"a", b"\xe2\x82" + "é".encode())], 0, 0,
         "Part of a character before a whole one: payload-utf8 at the first.")


def utf8_ties(corpus):
    def case(name, draft, code, at, about, related=None, entry=0):
        corpus.wrong(f"policy/utf8-ties/{name}", draft, code, at, about, related, entry, UTF8)

    def wrong(payload, size=None):
        draft = one(payload=payload)
        draft["entry0.sha256"] = sha256(b"another")
        return draft

    case("digest-and-last-byte", wrong(b"ab\xff"), "payload-digest-mismatch", "block0.payload",
         "The digest is wrong and the last byte ill-formed: payload-digest-mismatch, for validity comes first.",
         "entry0")
    case("digest-and-unfinished", wrong(b"ab\xe2\x82"), "payload-digest-mismatch", "block0.payload",
         "The digest is wrong and a character unfinished at the end: payload-digest-mismatch, known at the same byte, "
         "comes first.", "entry0")
    case("digest-and-byte-before-last", wrong(b"a\xffb"), "payload-utf8", "block0.payload+1",
         "The digest is wrong and the byte before the last ill-formed: payload-utf8, known first.")
    case("digest-and-overlong-at-end", wrong(b"a\xc0\xaf"), "payload-utf8", "block0.payload+1",
         "The digest is wrong and the payload ends with C0 AF: payload-utf8, for C0 decides before the last byte.")
    case("digest-and-surrogate-at-end", wrong(b"a\xed\xa0\x80"), "payload-utf8", "block0.payload+1",
         "The digest is wrong and the payload ends with a surrogate: payload-utf8, for its second byte decides.")
    case("digest-and-cut-by-last-byte", wrong(b"a\xe2\x82b"), "payload-digest-mismatch", "block0.payload",
         "The digest is wrong and the last byte makes a sequence ill-formed: payload-digest-mismatch.", "entry0")
    case("digest-and-good-text", wrong(b"text"), "payload-digest-mismatch", "block0.payload",
         "The digest is wrong, the text good: payload-digest-mismatch.", "entry0")
    case("last-byte-and-payload-end", one(payload=b"\xff").set(block0__end=b"x"), "payload-utf8", "block0.payload",
         "The document is ill-formed and the byte behind it wrong: payload-utf8, known first.")
    case("unfinished-and-payload-end", one(payload=b"\xc3").set(block0__end=b"\xa9"), "payload-utf8", "block0.payload",
         "A character's second byte stands where the LF is due: payload-utf8, known at the payload's last byte.")
    case("header-and-text", one(payload=b"\xff").set(block0__name=b"b"), "header-mismatch", "block0.name",
         "Header and text are wrong: header-mismatch, known first.", "entry0.size")
    case("text-and-missing-end", one(payload=b"\xff").drop("end"), "payload-utf8", "block0.payload",
         "The document is ill-formed and END is missing: payload-utf8, known first.")
    case("text-then-bad-document", Draft([(b"a", b"\xff"), (b"b", b"x")]).set(block1__payload=b"y"), "payload-utf8",
         "block0.payload",
         "The first document is ill-formed, the second damaged: payload-utf8, the first, and the verdict of a reader "
         "that stops there is refused.")
    case("bad-document-then-text", Draft([(b"a", b"x"), (b"b", b"\xff")]).set(block0__payload=b"y"),
         "payload-digest-mismatch", "block0.payload",
         "The first document is damaged, the second ill-formed: payload-digest-mismatch, the first.", "entry0")
    draft = one(payload=b"ab\xe2\x82\xac")
    end = draft.at("block0.payload+4")
    corpus.wrong("policy/utf8-ties/cut-in-character", draft.bytes()[:end], "truncated", end,
                 "The input ends within a character of a document: truncated.", entry=0, policy=UTF8)
    draft = one(payload=b"ab\xe2x\xac")
    end = draft.at("block0.payload+4")
    corpus.wrong("policy/utf8-ties/cut-after-bad", draft.bytes()[:end], "payload-utf8", end - 2,
                 "The input ends after an ill-formed sequence: payload-utf8.", entry=0, policy=UTF8)
    case("trailing", one(payload=b"text").append(b"\xff"), "trailing-data", "trailer",
         "A byte FF behind the end: trailing-data, for it is no document.", entry=None)
    case("name", one(b"\xff", b"\xff"), "name-utf8", "entry0.name",
         "Name and document are ill-formed: name-utf8, known first.")

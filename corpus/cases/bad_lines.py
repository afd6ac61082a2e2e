"""Bad cases: the first line, and the words that structural lines begin with."""

from cases.draft import empty, example, one, pair


def add(corpus):
    magic(corpus)
    version(corpus)
    words(corpus)
    other_words(corpus)
    inserted_lines(corpus)
    line_ends(corpus)


def magic(corpus):
    def case(name, start, at, about):
        corpus.wrong(f"bad/magic/{name}", start + empty().bytes()[16:], "bad-magic", at, about)

    right = b"=== SEED-BUNDLE "
    for i in range(16):
        about = f"Byte {i} of the magic is a question mark: bad-magic at it."
        case(f"byte-{i:02d}", right[:i] + b"?" + right[i + 1 :], i, about)
    case("lower-case", b"=== seed-bundle ", 4, "The words are in lower case: bad-magic at the first letter.")
    case("two-equals-signs", b"== SEED-BUNDLE ", 2,
         "Two equals signs instead of three: bad-magic where the third is due.")
    case("four-equals-signs", b"==== SEED-BUNDLE ", 3, "Four equals signs: bad-magic where the space is due.")
    case("two-spaces", b"===  SEED-BUNDLE ", 4, "Two spaces: bad-magic at the second.")
    case("no-space", b"===SEED-BUNDLE ", 3, "No space: bad-magic where it is due.")
    case("tab", b"===\tSEED-BUNDLE ", 3, "A tab instead of the first space: bad-magic at it.")
    case("tab-before-version", b"=== SEED-BUNDLE\t", 15, "A tab before the version: bad-magic at it.")
    case("underscore", b"=== SEED_BUNDLE ", 8, "An underscore instead of the hyphen: bad-magic at it.")
    case("typographic-hyphen", "=== SEED\u2010BUNDLE ".encode(), 8,
         "U+2010 instead of the hyphen: bad-magic at its first byte.")
    case("no-hyphen", b"=== SEEDBUNDLE ", 8, "No hyphen: bad-magic where it is due.")
    case("plural", b"=== SEED-BUNDLES ", 15, "One letter more: bad-magic where the space is due.")
    case("blank-line-first", b"\n" + right, 0, "A blank line before the first: bad-magic at once.")
    case("space-first", b" " + right, 0, "A space before the first line: bad-magic at once.")
    case("cr-first", b"\r" + right, 0, "A CR before the first line: it stands where `=` is due, so bad-magic.")
    case("nul-first", b"\0" + right, 0, "A NUL before the first line: bad-magic at once.")
    case("comment-first", b"# a comment\n" + right, 0, "A comment before the first line: bad-magic at once.")
    case("index-line-first", b"=== INDEX 0 0\n" + right, 4,
         "The INDEX line comes first: bad-magic where the words part.")
    case("cr-inside", b"=== SEED\rBUNDLE ", 8,
         "A CR within the magic, where no LF is due: bad-magic, not carriage-return.")
    case("lf-inside", b"=== SEED-BUNDLE\n", 15, "The line ends before the version: bad-magic at the LF.")


def version(corpus):
    def case(name, text, at, about, code="bad-version"):
        corpus.wrong(f"bad/version/{name}", b"=== SEED-BUNDLE " + text + empty().bytes()[18:], code, at, about)

    firsts = {"0": b"0", "2": b"2", "9": b"9", "letter": b"a", "space": b" ", "lf": b"", "nul": b"\0", "plus": b"+1",
              "leading-zero": b"01", "v": b"v1", "arabic-indic": "١".encode(), "full-width": "１".encode(),
              "roman": b"I", "minus": b"-1", "tab": b"\t1"}
    for name, text in firsts.items():
        shown = repr(text)[1:] if text else "missing"
        case(f"first-{name}", text + b"\n", 16, f"The version is {shown}: a byte other than `1`, so bad-version at it.")
    case("first-cr", b"\r\n", 16, "A CR stands where the version is due: bad-version, for no LF is due there.")
    longer = {"10": b"10", "11": b"11", "1.0": b"1.0", "1-beta": b"1-beta", "space": b"1 ", "tab": b"1\t",
              "nul": b"1\0",
              "semicolon": b"1;", "comment": b"1 # first", "two-versions": b"1 2", "letter": b"1a",
              "combining": "1\u0301".encode(), "superscript": "1²".encode()}
    for name, text in longer.items():
        about = f"The version is {repr(text)[1:]}, which begins with `1` but is another: bad-version at it, 16."
        case(f"longer-{name}", text + b"\n", 16, about)
    case("crlf", b"1\r\n", 17, "CR LF after the version: an LF is due, so carriage-return at the CR.",
         "carriage-return")
    case("cr", b"1\r", 17, "A lone CR after the version: carriage-return at it.", "carriage-return")
    case("two-crs", b"1\r\r\n", 17, "Two CRs after the version: carriage-return at the first.", "carriage-return")
    case("blank-line-after", b"1\n\n", 18, "A blank line after the first: bad-keyword, for the INDEX line is due.",
         "bad-keyword")


def words(corpus):
    """Each byte of each line's words is another one.  The bytes with a code of their own are other modules' matter."""
    lines = [
        ("index", "index", None, "the INDEX line"),
        ("digest", "digest.words", None, "the DIGEST line"),
        ("file-0", "block0.words", 0, "the first FILE header"),
        ("file-1", "block1.words", 1, "the second FILE header"),
        ("end", "end.words", None, "END"),
    ]
    for name, mark, entry, what in lines:
        for i in range(len(pair()[mark])):
            draft = pair().freeze()
            draft[mark] = draft[mark][:i] + b"~" + draft[mark][i + 1 :]
            about = f"Byte {i} of the words of {what} is a tilde: bad-keyword at it."
            corpus.wrong(f"bad/keyword/{name}-byte-{i:02d}", draft, "bad-keyword", f"{mark}+{i}", about, entry=entry)


def other_words(corpus):
    def case(name, draft, at, about, entry=None, code="bad-keyword", related=None):
        corpus.wrong(f"bad/keyword/{name}", draft, code, at, about, related, entry)

    def words_of(mark, words):
        draft = pair().freeze()
        draft[mark] = words
        return draft

    case("index-lower-case", words_of("index", b"=== index "), "index+4",
         "`index` in lower case: bad-keyword at its first letter.")
    case("index-tab", words_of("index", b"=== INDEX\t"), "index+9",
         "A tab before the count: bad-keyword, for the words end in a space.")
    case("index-without-space", words_of("index", b"=== INDEX"), "index+9",
         "No space before the count: bad-keyword at the count.")
    case("index-two-equals-signs", words_of("index", b"== INDEX "), "index+2",
         "Two equals signs: bad-keyword where the third is due.")
    case("index-comment", words_of("index", b"# INDEX "), "index",
         "A comment sign instead of the words: bad-keyword at it.")
    case("digest-lower-case", words_of("digest.words", b"=== digest "), "digest+4",
         "`digest` in lower case: bad-keyword at its first letter.")
    case("digest-sha256", words_of("digest.words", b"=== SHA256 "), "digest+4",
         "Another word for DIGEST: bad-keyword where they part.")
    case("digest-colon", words_of("digest.words", b"=== DIGEST: "), "digest+10",
         "A colon after DIGEST: bad-keyword at it.")
    case("digest-two-spaces", words_of("digest.words", b"=== DIGEST  "), "digest+11",
         "Two spaces after DIGEST: the words are right, so bad-digest at the second.", code="bad-digest")
    for letter in "ABCDEFg":
        case(f"digest-begins-with-{letter}", words_of("digest.words", letter.encode() + b"== DIGEST "), "digest",
             f"`{letter}` where DIGEST is due: bad-keyword, for it is no lower-case hexadecimal digit.")
    case("file-lower-case", words_of("block0.words", b"=== file "), "block0+4",
         "`file` in lower case: bad-keyword at its first letter.", 0)
    case("file-tab", words_of("block0.words", b"=== FILE\t"), "block0+8", "A tab before the size: bad-keyword at it.",
         0)
    case("file-plural", words_of("block1.words", b"=== FILES "), "block1+8",
         "`FILES`: bad-keyword where the space is due.", 1)
    case("file-folder", words_of("block0.words", b"=== FOLDER "), "block0+5",
         "`FOLDER`: bad-keyword where the words part.", 0)
    case("file-digest-again", words_of("block0.words", b"=== DIGEST "), "block0+4",
         "`DIGEST` instead of a block: bad-keyword.", 0)
    case("end-lower-case", words_of("end.words", b"=== end"), "end+4",
         "`end` in lower case: bad-keyword at its first letter.")
    case("end-eof", words_of("end.words", b"=== EOF"), "end+5", "`EOF`: bad-keyword where it parts from `END`.")
    case("end-extra-space", words_of("end.words", b"===  END"), "end+4",
         "Two spaces before END: bad-keyword at the second.")
    case("end-dashes", words_of("end.words", b"--- END"), "end",
         "Dashes instead of equals signs: bad-keyword at the first.")


def inserted_lines(corpus):
    """A line more, at each place where a structural line is due; what an entry's place says is in bad_digests."""
    extra = {"blank-line": b"\n", "comment": b"# comment\n", "space": b" ", "tab": b"\t", "cr": b"\r", "nul": b"\0",
             "crlf-line": b"\r\n", "byte-order-mark": b"\xef\xbb\xbf"}
    places = [("index", None, "the INDEX line"), ("digest", None, "the DIGEST line"), ("block0", 0, "the first block"),
              ("block1", 1, "the second block"), ("end", None, "END")]
    for name, data in extra.items():
        for mark, entry, what in places:
            draft = pair().freeze().insert(mark, data)
            about = f"There is a {name.replace('-', ' ')} before {what}: bad-keyword, for a structural line is due."
            corpus.wrong(f"bad/keyword/{name}-before-{mark}", draft, "bad-keyword", "inserted", about, entry=entry)
    none = empty()
    none["digest.words"] = b"=== END\n=== DIGEST "
    corpus.wrong("bad/keyword/end-instead-of-digest", none, "bad-keyword", "digest+4",
                 "END where DIGEST is due: bad-keyword where the words part.")
    again = empty().insert("digest", b"=== INDEX 0 0\n")
    corpus.wrong("bad/keyword/index-twice", again, "bad-keyword", "inserted+4",
                 "A second INDEX line where DIGEST is due: bad-keyword where the words part.")
    again = example().freeze().insert("block0", example()["digest"])
    corpus.wrong("bad/keyword/digest-twice", again, "bad-keyword", "inserted+4",
                 "A second DIGEST line where a block is due: bad-keyword.", entry=0)
    no_index = example().freeze()
    for mark in ("index", "count", "count.end", "total", "total.end"):
        no_index.drop(mark)
    corpus.wrong("bad/keyword/no-index-line", no_index, "bad-keyword", "entry0",
                 "The INDEX line is missing: bad-keyword at the first entry.")
    no_digest = example().drop("digest")
    corpus.wrong("bad/keyword/no-digest-line", no_digest, "bad-keyword", "block0+4",
                 "The DIGEST line is missing: bad-keyword where FILE parts from it.")


def line_ends(corpus):
    """The LF of END.  Those of the other lines belong to their last field."""
    for name, data in {"space": b" \n", "tab": b"\t\n", "letter": b"S\n", "nul": b"\0\n", "form-feed": b"\f\n"}.items():
        draft = pair().set(end__end=data)
        corpus.wrong(f"bad/keyword/end-then-{name}", draft, "bad-keyword", "end.end",
                     f"A {name} follows END, where its LF is due: bad-keyword at it.")
    draft = one().set(end__end=b" ===\n")
    corpus.wrong("bad/keyword/end-with-closing-signs", draft, "bad-keyword", "end.end",
                 "`=== END ===`: bad-keyword where the LF is due.")
    draft = pair().set(end__end=b"\r\n")
    corpus.wrong("bad/carriage-return/end-crlf", draft, "carriage-return", "end.end",
                 "CR LF after END: carriage-return at the CR.")
    draft = pair().set(end__end=b"\r")
    corpus.wrong("bad/carriage-return/end-cr", draft, "carriage-return", "end.end",
                 "A CR instead of END's LF: carriage-return at it.")

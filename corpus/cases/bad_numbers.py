"""Bad cases: how numbers are written, and how large they are."""

from cases.draft import LARGEST, number, one, pair

# A spelling, the byte of it that is wrong (None: the number is, for a digit follows a leading zero), and what it is.
SPELLINGS = [
    ("plus", b"+2", 0, "a plus sign"),
    ("minus", b"-2", 0, "a minus sign"),
    ("minus-zero", b"-0", 0, "minus zero"),
    ("leading-space", b" 2", 0, "a space before the number"),
    ("leading-tab", b"\t2", 0, "a tab before the number"),
    ("leading-zero", b"02", None, "a leading zero"),
    ("leading-zeros", b"0000000000000000000000002", None, "many leading zeros"),
    ("two-zeros", b"00", None, "zero written with two digits"),
    ("zero-and-point", b"0.0", 1, "a decimal point after a zero"),
    ("hexadecimal", b"0x2", 1, "hexadecimal"),
    ("hexadecimal-upper-case", b"0X2", 1, "hexadecimal in upper case"),
    ("octal", b"0o2", 1, "octal"),
    ("binary", b"0b10", 1, "binary"),
    ("exponent", b"2e0", 1, "an exponent"),
    ("decimal-point", b"2.0", 1, "a decimal point"),
    ("final-point", b"2.", 1, "a point at the end"),
    ("comma", b"2,000", 1, "a comma between the thousands"),
    ("underscore", b"6_0", 1, "an underscore, which some languages allow between digits"),
    ("apostrophe", b"2'0", 1, "an apostrophe, which some languages allow between digits"),
    ("arabic-indic", "٦".encode(), 0, "an Arabic-Indic digit"),
    ("arabic-indic-second", "2٦".encode(), 1, "an Arabic-Indic digit after an ASCII one"),
    ("devanagari", "२".encode(), 0, "a Devanagari digit"),
    ("full-width", "２".encode(), 0, "a full-width digit"),
    ("superscript", "²".encode(), 0, "a superscript digit"),
    ("word", b"two", 0, "a word"),
    ("nan", b"NaN", 0, "no number at all"),
    ("infinity", b"inf", 0, "infinity"),
    ("question-mark", b"?", 0, "a question mark"),
    ("letter-digit", b"a", 0, "a hexadecimal digit that is no decimal one"),
    ("suffix", b"2L", 1, "a suffix of a programming language"),
    ("unit", b"2k", 1, "a unit"),
    ("nul", b"2\0", 1, "a NUL after the digit"),
    ("vertical-tab", b"2\v", 1, "a vertical tab after the digit"),
    ("tab", b"2\t", 1, "a tab after the digit"),
    ("colon", b":", 0, "the character after 9"),
    ("slash", b"/", 0, "the character before 0"),
    ("quotes", b'"2"', 0, "quotes"),
    ("parentheses", b"(2)", 0, "parentheses"),
    ("percent", b"%32", 0, "percent-encoding"),
    ("no-break-space", "\u00a02".encode(), 0, "a no-break space before the number"),
    ("list", b"1;1", 1, "a list"),
    ("negative-largest", b"-9223372036854775808", 0, "the most negative 64-bit number"),
]
FIELDS = [
    ("count", "count", None, "the count"),
    ("total", "total", None, "the total"),
    ("size", "entry0.size", 0, "an entry's size"),
]


def add(corpus):
    spellings(corpus)
    missing(corpus)
    terminators(corpus)
    too_large(corpus)
    largest(corpus)


def spellings(corpus):
    for field, mark, entry, what in FIELDS:
        for name, text, wrong, spelling in SPELLINGS:
            draft = pair()
            draft[mark] = text
            rule = "bad-number at the byte that cannot be"
            if wrong is None:
                rule = "a digit follows a leading zero, so bad-number at the number"
            about = f"{what.capitalize()} is spelled with {spelling}: {rule}."
            corpus.wrong(f"bad/number/{field}-{name}", draft, "bad-number", f"{mark}+{wrong or 0}", about, entry=entry)


def missing(corpus):
    """No digit at all: the terminator stands where the first one is due."""
    for field, mark, entry, what in FIELDS:
        for name, text in {"missing": b"", "lf-first": b"\n", "cr-first": b"\r", "space-only": b" "}.items():
            draft = pair()
            draft[mark] = text
            how = name.replace("-", " ")
            about = f"{what.capitalize()} is {how}: any byte but a digit is bad-number there, whatever it is."
            corpus.wrong(f"bad/number/{field}-{name}", draft, "bad-number", mark, about, entry=entry)


def terminators(corpus):
    """What stands after the digits, where one space or LF is due."""

    def case(name, code, at, about, entry=None, **changes):
        corpus.wrong(f"bad/number/{name}", pair().set(**changes), code, at, about, entry=entry)

    for field, mark, entry in (("count", "count", None), ("size", "entry0.size", 0)):
        for name, text in {"lf": b"\n", "cr": b"\r", "crlf": b"\r\n", "tab": b"\t", "nul": b"\0",
                           "nothing": b""}.items():
            change = {mark.replace(".", "__") + "__end": text}
            about = f"After the {field} {name} stands where a space is due: bad-number at the byte found, a CR too."
            at = f"{mark}.end"
            if not text and field == "count":
                continue  # digits then run into the total, see below
            case(f"{field}-then-{name}", "bad-number", pair().after(mark), about, entry, **change)
            assert pair().at(at) == pair().after(mark)
    case("count-then-no-total", "bad-number", "total.end",
         "Count and total stand together as one number: bad-number at the LF where a space is due.", count__end=b"")
    case("no-total", "bad-number", pair().after("count"),
         "There is a count and no total: bad-number at the LF where a space is due.", count__end=b"", total=b"")
    case("count-then-two-spaces", "bad-number", "total",
         "Two spaces after the count: the second stands where the total's first digit is due.", total=b" 12")
    case("total-then-space", "bad-number", "total+2", "A space after the total: bad-number at it.", total__end=b" \n")
    case("total-then-tab", "bad-number", "total+2", "A tab after the total: bad-number at it.", total__end=b"\t\n")
    case("total-then-third-number", "bad-number", "total+2",
         "A third number on the INDEX line: bad-number at the space.", total__end=b" 1\n")
    case("total-then-nul", "bad-number", "total+2", "A NUL after the total: bad-number at it.", total__end=b"\0\n")
    case("total-then-crlf", "carriage-return", "total+2",
         "CR LF after the total: where an LF is due, a CR is carriage-return.", total__end=b"\r\n")
    case("total-then-cr", "carriage-return", "total+2", "A CR instead of the total's LF: carriage-return at it.",
         total__end=b"\r")
    case("total-then-blank-line", "bad-digest", "total+3",
         "A blank line after the INDEX line: bad-digest, for an entry is due.", entry=0, total__end=b"\n\n")
    case("size-then-two-spaces", "name-component", "entry0.name",
         "Two spaces after a size: the second one begins the name.", 0, entry0__name=b" a/b")


TOO_LARGE = [
    ("2-to-63", 2**63, "2^63, one above the bound"),
    ("2-to-63-and-1", 2**63 + 1, "2^63 + 1"),
    ("2-to-63-and-2", 2**63 + 2, "2^63 + 2, whose low 63 bits are the right number"),
    ("largest-and-ten", LARGEST + 10, "above the bound by ten"),
    ("19-nines", 10**19 - 1, "19 nines: the last digit passes the bound"),
    ("ten-to-19", 10**19, "the first number of 20 digits"),
    ("2-to-64-less-1", 2**64 - 1, "2^64 - 1, which fits an unsigned 64-bit number only"),
    ("2-to-64", 2**64, "2^64, which is 0 in 64 bits"),
    ("2-to-64-and-2", 2**64 + 2, "2^64 + 2, which is the right number in 64 bits"),
    ("2-to-65-and-2", 2**65 + 2, "2^65 + 2"),
    ("2-to-128-and-2", 2**128 + 2, "2^128 + 2"),
    ("25-digits", 10**24, "a number of 25 digits"),
    ("100-digits", 10**99 + 2, "a number of 100 digits"),
    ("5000-digits", 2 * 10**4999, "a number of 5000 digits, longer than any line may be"),
]


def too_large(corpus):
    for field, mark, entry, what in FIELDS:
        for name, value, shown in TOO_LARGE:
            draft = pair()
            draft[mark] = number(value) if value < 10**4000 else b"2" + b"0" * 4999
            about = f"{what.capitalize()} is {shown}: number-too-large at it, known at the digit that passes the bound."
            corpus.wrong(f"bad/number-too-large/{field}-{name}", draft, "number-too-large", mark, about, entry=entry)


def largest(corpus):
    """The bound itself and one less are numbers like any other: what they claim is what turns out to be wrong."""
    for name, value in (("largest", LARGEST), ("largest-less-1", LARGEST - 1), ("18-nines", 10**18 - 1),
                        ("ten-to-18", 10**18)):
        draft = pair().set(count=number(value))
        about = f"The count is {value}, which is allowed: count-mismatch when DIGEST comes instead of the third entry."
        corpus.wrong(f"bad/number-too-large/count-{name}-is-not", draft, "count-mismatch", "digest", about, "count", 2)
        draft = pair().set(total=number(value))
        about = f"The total is {value}, which is allowed: total-mismatch at the last size, where the sum is below it."
        corpus.wrong(f"bad/number-too-large/total-{name}-is-not", draft, "total-mismatch", "entry1.size", about,
                     "total", 1)
        draft = one()
        draft.set(total=number(value), entry0__size=number(value), block0__size=number(value))
        about = f"Total and size are {value}, which is allowed: truncated, for the document is shorter."
        corpus.wrong(f"bad/number-too-large/size-{name}-is-not", draft, "truncated", len(draft.bytes()), about, entry=0)

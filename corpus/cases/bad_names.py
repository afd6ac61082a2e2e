"""Bad cases: names.  Names stand in entries only; a header's name is compared, not judged."""

from cases.draft import named, one
from cases.good_names import ORDERED, fill
from cases.unicode import FORBIDDEN, ROWS, is_forbidden, row_of


def add(corpus):
    forbidden(corpus)
    ill_formed(corpus)
    table_bounds(corpus)
    components(corpus)
    too_long(corpus)
    order(corpus)
    duplicates(corpus)
    carriage_returns(corpus)


def bad(corpus, path, name, code, at, about):
    """One document with this name in its entry; `at` counts from the name's first byte."""
    corpus.wrong(path, one(name), code, f"entry0.name+{at}", about, entry=0)


def forbidden(corpus):
    points = [point for first, last, _ in FORBIDDEN for point in range(first, last + 1)]
    for point in points:
        if point in (0x0A, 0x0D):
            continue
        name = f"bad/name-char/{point:06x}"
        bad(corpus, name, b"a" + chr(point).encode() + b"b", "name-char", 1,
            f"The name holds U+{point:04X}: name-char at it.")
    places = {"first": (b"%s/a", 0), "last": (b"a%s", 1), "in-folder": (b"a%s/b", 1), "after-folder": (b"folder/%s", 7),
              "alone": (b"%s", 0)}
    for point in (0x00, 0x5C, 0x7F, 0x85, 0x202E, 0xFEFF, 0x10FFFF):
        for place, (form, at) in places.items():
            text = form % chr(point).encode()
            about = f"U+{point:04X} stands {place.replace('-', ' ')} in the name: name-char at it."
            bad(corpus, f"bad/name-char/{point:06x}-{place}", text, "name-char", at, about)
    bad(corpus, "bad/name-char/windows-path", rb"folder\file.txt", "name-char", 6,
        "A path of another system: name-char at the backslash.")
    bad(corpus, "bad/name-char/escape-sequence", b"\x1b[31mred", "name-char", 0,
        "A name that would colour a terminal: name-char at ESC.")
    bad(corpus, "bad/name-char/disguised-suffix", "cod\u202etxt.exe".encode(), "name-char", 3,
        "A name that shows another suffix: name-char at U+202E.")
    bad(corpus, "bad/name-char/second-of-two", b"a\x7f\x00", "name-char", 1,
        "Two forbidden characters: name-char at the first.")


SEQUENCES = [
    ("continuation", b"\x80", "a continuation byte alone"),
    ("continuation-last", b"\xbf", "the last continuation byte alone"),
    ("overlong-slash", b"\xc0\xaf", "an overlong slash"),
    ("overlong-nul", b"\xc0\x80", "an overlong NUL"),
    ("overlong-dot", b"\xc0\xae", "an overlong dot"),
    ("overlong-two-bytes", b"\xc1\xbf", "an overlong DEL"),
    ("overlong-three-bytes", b"\xe0\x9f\xbf", "an overlong U+07FF"),
    ("overlong-four-bytes", b"\xf0\x8f\xbf\xbf", "an overlong U+FFFF"),
    ("surrogate-first", b"\xed\xa0\x80", "the first surrogate"),
    ("surrogate-last", b"\xed\xbf\xbf", "the last surrogate"),
    ("surrogate-pair", b"\xed\xa0\xbc\xed\xbc\xb1", "a surrogate pair, as CESU-8 has it"),
    ("above-10ffff", b"\xf4\x90\x80\x80", "U+110000"),
    ("five-bytes", b"\xf8\x88\x80\x80\x80", "a sequence of five bytes"),
    ("six-bytes", b"\xfc\x84\x80\x80\x80\x80", "a sequence of six bytes"),
    ("fe", b"\xfe", "the byte FE"),
    ("ff", b"\xff", "the byte FF"),
    ("utf16-mark", b"\xff\xfe", "a byte order mark of UTF-16"),
    ("latin-1", b"\xe9t\xe9", "Latin-1 letters"),
    ("windows-1252", b"\x93a\x94", "quotation marks of another encoding"),
    ("shift-jis", b"\x83e\x83X\x83g", "Japanese text in another encoding"),
    ("two-first-bytes", b"\xc3\xc3\xa9", "two first bytes in a row"),
    ("cut-two", b"\xc3", "a character of two bytes without its second"),
    ("cut-three-1", b"\xe2", "a character of three bytes without its second and third"),
    ("cut-three-2", b"\xe2\x82", "a character of three bytes without its third"),
    ("cut-four-1", b"\xf0", "a character of four bytes without the other three"),
    ("cut-four-2", b"\xf0\x9f", "a character of four bytes without its last two"),
    ("cut-four-3", b"\xf0\x9f\x8c", "a character of four bytes without its last"),
]


def ill_formed(corpus):
    """Each sequence inside a name and at its end; unfinished ones also before a slash and a CR."""
    ends = {"then-letter": b"z", "at-lf": b"", "at-slash": b"/z", "at-cr": b"\r"}
    for name, text, what in SEQUENCES:
        for end, more in ends.items():
            if end in ("at-slash", "at-cr") and not name.startswith("cut"):
                continue  # ill-formed before that
            about = f"The name holds {what} ({end.replace('-', ' ')}): name-utf8 at the sequence."
            bad(corpus, f"bad/name-utf8/{name}-{end}", b"ab" + text + more, "name-utf8", 2, about)
    bad(corpus, "bad/name-utf8/first", b"\xffa", "name-utf8", 0, "The name begins with the byte FF: name-utf8 at it.")
    bad(corpus, "bad/name-utf8/after-good", "é漢🌱".encode() + b"\xe2\x28", "name-utf8", 9,
        "A bad sequence after good ones: name-utf8 at its first byte.")
    bad(corpus, "bad/name-utf8/after-slash", b"a/\xa9", "name-utf8", 2,
        "A continuation byte begins a component: name-utf8 at it.")
    bad(corpus, "bad/name-utf8/good-then-continuation", "é".encode() + b"\xa9", "name-utf8", 2,
        "One continuation byte too many: name-utf8 at it.")
    for byte in (0x80, 0x81, 0x8F, 0x90, 0x9F, 0xA0, 0xA9, 0xBF, 0xC0, 0xC1, *range(0xF5, 0x100)):
        about = f"The byte {byte:02X} can begin no character: name-utf8 at it."
        bad(corpus, f"bad/name-utf8/byte-{byte:02x}", b"a%cb" % byte, "name-utf8", 1, about)


def table_bounds(corpus):
    """Each row of the table of well-formed UTF-8: every byte at its bounds, one below and one above."""
    for (low, high), tails in ROWS:
        for first in sorted({low, high}):
            for i, (least, most) in enumerate(tails):
                for byte in (least - 1, least, most, most + 1):
                    rest = [t[0] for t in tails]
                    rest[i] = byte
                    bound(corpus, bytes([first, *rest]), i + 2, least <= byte <= most)


def bound(corpus, text, position, fits):
    """By rule: ill-formed at its first byte, or a character that is allowed or forbidden."""
    shown = text.hex(" ").upper()
    path = f"utf8-table/{text.hex()}-byte-{position}"
    if not fits:
        about = f"{shown}: byte {position} is beyond its row of the table: name-utf8 at the sequence."
        return bad(corpus, f"bad/name-{path}", b"a" + text + b"b", "name-utf8", 1, about)
    point = ord(text.decode())
    if is_forbidden(point):
        return bad(corpus, f"bad/name-{path}", b"a" + text + b"b", "name-char", 1,
                   f"{shown} is well-formed but is U+{point:04X}: name-char at it.")
    return corpus.valid(f"good/{path}", one(b"a" + text + b"b"),
                        f"{shown} is well-formed at the bound of byte {position}, and allowed.")


COMPONENTS = [
    ("empty-name", b"", 0, "is empty"),
    ("slash", b"/", 0, "is a slash alone"),
    ("two-slashes", b"//", 0, "is two slashes"),
    ("absolute", b"/etc/passwd", 0, "is absolute"),
    ("network", b"//host/share", 0, "names a network share"),
    ("url", b"http://x", 6, "looks like a URL"),
    ("final-slash", b"a/", 2, "ends with a slash"),
    ("two-final-slashes", b"a//", 2, "ends with two slashes"),
    ("doubled-slash", b"a//b", 2, "holds a doubled slash"),
    ("tripled-slash", b"a/b///c", 4, "holds three slashes in a row"),
    ("dot", b".", 0, "is `.`"),
    ("dot-first", b"./a", 0, "begins with `.`"),
    ("dot-inside", b"a/./b", 2, "has `.` inside"),
    ("dot-last", b"a/.", 2, "ends with `.`"),
    ("dot-slash", b"./", 0, "is `.` and a slash"),
    ("dots", b"..", 0, "is `..`"),
    ("dots-first", b"../a", 0, "begins with `..`"),
    ("dots-inside", b"a/../b", 2, "has `..` inside"),
    ("dots-last", b"a/..", 2, "ends with `..`"),
    ("climbs-out", b"a/../../b", 2, "climbs out of its folder"),
    ("space", b" ", 0, "is a space"),
    ("spaces", b"  ", 0, "is two spaces"),
    ("space-first", b" a", 0, "begins with a space"),
    ("space-last", b"a ", 0, "ends with a space"),
    ("space-after-slash", b"a/ b", 2, "has a component that begins with a space"),
    ("space-before-slash", b"a /b", 0, "has a component that ends with a space"),
    ("space-before-final", b"a/b ", 2, "has a last component that ends with a space"),
    ("space-between-slashes", b"a/ /b", 2, "has a component that is a space"),
    ("dot-space", b". ", 0, "is a dot and a space"),
    ("dots-space", b".. ", 0, "is two dots and a space"),
    ("space-dot", b" .", 0, "is a space and a dot"),
    ("space-dots", b"a/ ..", 2, "has a component that is a space and two dots"),
    ("second-of-two", b"a/b /../c", 2, "has two bad components"),
    ("after-wide", "é/..".encode(), 3, "has `..` after a two-byte character"),
    ("space-255", b"x" * 254 + b" ", 0, "is 255 bytes of which the last is a space"),
    ("deep", b"a/" * 1000 + b"..", 2000, "is deep and ends with `..`"),
]


def components(corpus):
    for name, text, at, what in COMPONENTS:
        about = f"The name {what}: name-component at the bad component."
        bad(corpus, f"bad/name-component/{name}", text, "name-component", at, about)


def too_long(corpus):
    def case(path, text, about):
        bad(corpus, f"bad/name-too-long/{path}", text, "name-too-long", 0, about + ": name-too-long at the name.")

    case("component-256", b"x" * 256, "A component of 256 bytes")
    case("component-257", b"x" * 257, "A component of 257 bytes")
    case("component-5000", b"x" * 5000, "A component that is longer than any line may be")
    case("component-256-of-wide-characters", "é".encode() * 128, "A component of 128 characters, but 256 bytes")
    for width, char in ((2, "é"), (3, "漢"), (4, "🌱")):
        for over in range(1, width + 1):
            text = b"x" * (255 + over - width) + char.encode()
            case(f"component-over-by-{over}-of-{width}", text,
                 f"The last character, of {width} bytes, passes 255 bytes by {over}")
    case("second-component-256", b"a/" + b"x" * 256, "The second component has 256 bytes")
    case("first-component-256", b"x" * 256 + b"/a", "The first component has 256 bytes")
    case("dots-256", b"." * 256, "A component of 256 dots")
    for size in (4097, 4098, 5000, 100000):
        case(f"name-{size}", fill(size), f"A name of {size} bytes in components of 255 at most")
    for width, char in ((2, "é"), (3, "漢"), (4, "🌱")):
        for over in range(1, width + 1):
            text = fill(4096 + over - width, 200) + char.encode()
            case(f"name-over-by-{over}-of-{width}", text,
                 f"The last character, of {width} bytes, passes 4096 bytes by {over}")
    case("slash-4097", fill(4096) + b"/a", "A slash is byte 4097")
    case("deep-4097", b"a/" * 2048 + b"b", "A name of 4097 bytes in components of one byte")
    case("first-of-a-deep-component", b"a/" * 2047 + b"abc",
         "The last component of a deep name passes 4096 bytes by one")


def order(corpus):
    for name, first, second, _ in ORDERED:
        second = second + "b" if second.endswith(" ") else second
        draft = named(second, first)
        about = "A pair of names in falling path order: name-order at the second, related the first."
        corpus.wrong(f"bad/name-order/{name}", draft, "name-order", "entry1.name", about, "entry0.name", 1)
    draft = named("a", "c", "b", "d")
    corpus.wrong("bad/name-order/third-of-four", draft, "name-order", "entry2.name",
                 "The third of four names is below the second: name-order at it.", "entry1.name", 2)
    draft = named("a", "b", "a")
    corpus.wrong("bad/name-order/same-but-not-next", draft, "name-order", "entry2.name",
                 "A name comes twice with another between: the second is below that one, so name-order.", "entry1.name",
                 2)
    draft = named("a", "a b/x", "a/b")
    corpus.wrong("bad/name-order/folder-behind-others", draft, "name-order", "entry2.name",
                 "`a` is a document, `a/b` comes later behind `a b/x`: name-order, since it is below that.",
                 "entry1.name", 2)
    draft = named("a/b", "a")
    corpus.wrong("bad/name-order/folder-then-document", draft, "name-order", "entry1.name",
                 "`a/b`, then `a`: the second is the shorter, so name-order, not name-conflict.", "entry0.name", 1)
    page = ["漢", "é", "z", "bc", "b!", "b/c!", "b/c/d", "a.txt", "a-b/c", "a!", "a b", "a"]
    corpus.wrong("bad/name-order/falling", named(*page), "name-order", "entry1.name",
                 "Twelve names in falling order: name-order at the second.", "entry0.name", 1)
    plain = ["a b", "a!", "a/b"]
    corpus.wrong("bad/name-order/plain-byte-order", named(*plain), "name-order", "entry2.name",
                 "Names sorted as plain bytes: name-order at the first that path order puts elsewhere.", "entry1.name",
                 2)


CONFLICTS = [("a", "a/b"), ("a", "a/b/c"), ("a/b", "a/b/c"), ("a b", "a b/c"), ("é", "é/é"), ("...", ".../a"),
             ("x" * 255, "x" * 255 + "/y")]


def duplicates(corpus):
    for i, (first, second) in enumerate(CONFLICTS):
        draft = named(first, second)
        about = "The first name is a folder of the second: name-conflict at the second, related the first."
        corpus.wrong(f"bad/name-conflict/{i}", draft, "name-conflict", "entry1.name", about, "entry0.name", 1)
    draft = named("a", "a/b", "a/c")
    corpus.wrong("bad/name-conflict/first-of-two", draft, "name-conflict", "entry1.name",
                 "Two names below a document: name-conflict at the first of them.", "entry0.name", 1)
    draft = named("a", "b", "b/c")
    corpus.wrong("bad/name-conflict/later", draft, "name-conflict", "entry2.name",
                 "The second of three names is a folder of the third: name-conflict.", "entry1.name", 2)
    for name in ("a", "a/b", "é", "x" * 255, "a b", "..."):
        draft = named(name, name)
        about = "The same name twice: name-duplicate at the second, related the first."
        corpus.wrong(f"bad/name-duplicate/{len(name)}-{name.encode().hex()[:8]}", draft, "name-duplicate",
                     "entry1.name", about, "entry0.name", 1)
    draft = named("a", "b", "b", "b")
    corpus.wrong("bad/name-duplicate/three-times", draft, "name-duplicate", "entry2.name",
                 "One name three times: name-duplicate at the second.", "entry1.name", 2)
    long = fill(4096)
    corpus.wrong("bad/name-duplicate/longest", named(long, long), "name-duplicate", "entry1.name",
                 "The longest name twice: name-duplicate.", "entry0.name", 1)


def carriage_returns(corpus):
    names = {"last": (b"a\r", 1), "first": (b"\ra", 0), "inside": (b"a\rb", 1), "alone": (b"\r", 0),
             "after-slash": (b"a/\r", 2),
             "two": (b"a\r\r", 1), "after-dot": (b".\r", 1), "after-dots": (b"..\r", 2), "after-space": (b"a \r", 2),
             "after-wide": ("é\r".encode(), 2), "after-255": (b"x" * 255 + b"\r", 255),
             "after-4096": (fill(4096) + b"\r", 4096)}
    for name, (text, at) in names.items():
        where = name.replace("-", " ")
        about = f"A CR in a name ({where}): carriage-return at it, before the component or a length is judged."
        bad(corpus, f"bad/carriage-return/name-{name}", text, "carriage-return", at, about)

"""Good cases: names, and the order of names."""

from cases.draft import named, one
from cases.unicode import FORBIDDEN, is_forbidden


def add(corpus):
    ascii_names(corpus)
    dots_and_spaces(corpus)
    lengths(corpus)
    characters(corpus)
    strange(corpus)
    order(corpus)


def ascii_names(corpus):
    allowed = [bytes([c]) for c in range(0x21, 0x7F) if c not in b"./\\"]
    corpus.valid("good/names/every-ascii-alone", named(*allowed),
                 "Each visible ASCII character that may be a name is one.")
    for where, form in {"first": b"%s1", "last": b"0%s", "inside": b"0%s0"}.items():
        around = sorted(form % c for c in allowed + [b"."] + ([b" "] if where == "inside" else []))
        corpus.valid(f"good/names/every-ascii-{where}", named(*around),
                     f"Each allowed ASCII character stands {where} in a name.")


def dots_and_spaces(corpus):
    names = {
        "three-dots": ("...", "is three dots, which mean nothing anywhere"),
        "many-dots": ("." * 255, "is 255 dots"),
        "hidden": (".a", "begins with a dot"),
        "dot-last": ("a.", "ends with a dot"),
        "two-dots-first": ("..a", "begins with two dots, but is not `..`"),
        "two-dots-last": ("a..", "ends with two dots"),
        "two-dots-inside": ("a..b", "holds two dots"),
        "dot-space-letter": (". a", "is a dot, a space and a letter"),
        "two-dots-space-dot": (".. .", "is two dots, a space and a dot"),
        "dotted-folders": (".../..a/.b/c..", "has components of dots that are neither `.` nor `..`"),
        "space": ("a b", "holds a space inside"),
        "spaces": ("a   b", "holds three spaces inside"),
        "spaces-in-folders": ("a b/c d/e f", "holds spaces inside its components"),
        "no-break-space": ("\u00a0a\u00a0", "begins and ends with U+00A0, which is no U+0020"),
        "ideographic-space": ("\u3000", "is U+3000, which is no U+0020"),
    }
    for name, (text, what) in names.items():
        corpus.valid(f"good/names/{name}", one(text.encode()), f"The name {what}: allowed.")


def fill(size, component=255):
    """A name of so many bytes, of components as long as they may be."""
    parts = []
    while size > component:
        take = component if size - component - 1 > 0 else component - 1
        parts.append(b"x" * take)
        size -= take + 1
    return b"/".join(parts + [b"x" * size])


def lengths(corpus):
    for size in (254, 255):
        corpus.valid(f"good/names/component-{size}", one(b"x" * size), f"A component of {size} bytes: 255 are allowed.")
    for width, char in ((2, "é"), (3, "漢"), (4, "🌱")):
        text = char.encode() * (255 // width)
        text = b"x" * (255 - len(text)) + text
        corpus.valid(f"good/names/component-255-of-{width}-byte-characters", one(text),
                     f"A component of 255 bytes that ends with a {width}-byte character.")
    for size in (4095, 4096):
        corpus.valid(f"good/names/name-{size}", one(fill(size)), f"A name of {size} bytes: 4096 are allowed.")
    corpus.valid("good/names/name-4096-of-wide-characters", one(fill(4093, 250) + "漢".encode()),
                 "A name of 4096 bytes whose last character has three.")
    deep = b"/".join([b"a"] * 2047 + [b"bc"])
    corpus.valid("good/names/deepest", one(deep), "A name of 4096 bytes in 2048 components, the most there can be.")
    full = b"x" * 255
    corpus.valid("good/names/each-component-255", one(b"/".join([full] * 16)),
                 "Sixteen components of 255 bytes each, 4095 in all.")


def characters(corpus):
    for plane in range(17):
        low = max(0xA0, plane << 16)
        points = [low, low + 1, (plane << 16) + 0x8000, (plane << 16) + 0xFFFC, (plane << 16) + 0xFFFD]
        names = [chr(point) for point in points]
        corpus.valid(f"good/unicode/plane-{plane:02d}", named(*names),
                     f"Characters of plane {plane}: its first, some others, and U+{points[-1]:04X}.")
    for first, last, what in FORBIDDEN:
        for point in (first - 1, last + 1):
            if point < 0xA0 or point > 0x10FFFF or is_forbidden(point):
                continue
            about = f"U+{point:04X} stands right beside {what}, which a name must not hold, and is allowed."
            corpus.valid(f"good/unicode/beside-{point:06x}", one(b"a" + chr(point).encode()), about)
    edges = (0x7FF, 0x800, 0xFFF, 0x1000, 0xCFFF, 0xD000, 0xD7FF, 0xE000, 0x10000, 0x3FFFD, 0x40000, 0xFFFFD, 0x100000,
             0x10FFFD)
    for point in edges:
        about = f"U+{point:04X}, at an edge of the table of well-formed UTF-8, is allowed."
        corpus.valid(f"good/unicode/edge-{point:06x}", one(chr(point).encode()), about)


def strange(corpus):
    names = {
        "structural-end": ("=== END", "looks like the end of a bundle"),
        "structural-header": ("=== FILE 5 a", "looks like a FILE header"),
        "digest-and-size": ("0" * 64 + " 0 a", "looks like an entry"),
        "number": ("0", "is a number"),
        "reserved-on-some-systems": ("con", "is reserved on one system, which is not the format's matter"),
        "drive": ("C:/x", "looks like a drive of one system"),
        "stream": ("a:b", "names a hidden stream on one system"),
        "option": ("-rf", "looks like an option"),
        "shell": ("~$HOME`*?;|<>&'\"", "means something to a shell"),
        "percent": ("%2e%2e/%00", "is percent-encoded dots and NUL, which nobody decodes"),
        "zero-width-joiner": ("👩\u200d🌾", "holds U+200D, which joins an emoji"),
        "zero-width": ("a\u200bb\u2060c\u00ad", "holds characters without width"),
        "right-to-left": ("שלום", "is of letters that run from right to left"),
        "combining": ("e\u0301" + "\u0301" * 60, "has many combining marks"),
        "private": ("\ue000\U000f0000", "is of private characters"),
        "unassigned": ("\u0378", "is a code point without a character"),
        "variation": ("a\ufe0f", "holds a variation selector"),
        "tags": ("\U000e0001\U000e0020", "is of invisible tag characters, which no rule forbids"),
    }
    for name, (text, what) in names.items():
        corpus.valid(f"good/names/{name}", one(text.encode()), f"The name {what}: allowed.")
    pairs = {
        "case": (["A", "a"], "differ by case alone"),
        "normal-forms": (["e\u0301", "é"], "are one text in two normal forms"),
        "look-alikes": (["a", "а"], "are Latin and Cyrillic letters that look alike"),
        "ligature": (["fi", "ﬁ"], "are the same under compatibility"),
    }
    for name, (texts, what) in pairs.items():
        corpus.valid(f"good/names/pair-{name}", named(*texts), f"Two names {what}: names are compared as bytes.")


# Neighbours in path order; where plain byte order says otherwise, or where one is nearly a folder of the other.
ORDERED = [
    ("shorter-first", "a", "ab", "if one is the begin of the other, the shorter comes first"),
    ("space-after-end", "a", "a b", "the shorter name comes first"),
    ("folder-before-space", "a/b", "a b/x", "a slash is lower than a space"),
    ("folder-before-exclamation", "b/c", "b!", "a slash is lower than an exclamation mark"),
    ("folder-before-dot", "a/b", "a.b", "a slash is lower than a dot, as bytes it is higher"),
    ("folder-before-hyphen", "a/b", "a-b", "a slash is lower than a hyphen, as bytes it is higher"),
    ("folder-before-zero", "a/b", "a0", "a slash is lower than a zero"),
    ("folder-before-letter", "a/b", "aa", "a slash is lower than a letter"),
    ("long-in-folder-before-dot", "a/zzz/zzz", "a.a", "all of a folder comes before what only begins like it"),
    ("document-then-other-folder", "a", "a!/b", "`a` is no folder of `a!/b`"),
    ("document-then-dotted-folder", "a", "a./b", "`a` is no folder of `a./b`"),
    ("document-then-longer-folder", "a", "aa/b", "`a` is no folder of `aa/b`"),
    ("inner-slash-before-space", "x/a/b", "x/a b", "the rule holds inside of folders too"),
    ("deep-before-flat", "a/b/c/d", "a/b/d", "components are compared one by one"),
    ("folder-after-folder", "a/b", "a/c/d", "a document beside a folder"),
    ("digits-as-bytes", "10", "2", "digits are compared as bytes, not as numbers"),
    ("upper-case-first", "Z", "a", "upper case comes before lower case"),
    ("ascii-before-others", "z", "é", "bytes are compared as unsigned values"),
    ("ends-of-planes", "\ufffd", "\U00010000", "UTF-8 keeps code point order, UTF-16 does not"),
    ("long-common-start", "x" * 254 + "a", "x" * 254 + "b", "the last of 255 bytes decides"),
    ("normal-form", "e\u0301", "é", "the combining form is lower as bytes"),
    ("underscore-before-letter", "_", "a", "no collation skips punctuation"),
    ("slash-before-tilde", "a/\U0010fffd", "a ", "even the highest name in a folder comes before"),
]


def order(corpus):
    for name, first, second, why in ORDERED:
        second = second + "b" if second.endswith(" ") else second
        corpus.valid(f"good/order/{name}", named(first, second), f"Path order: {why}.")
    page = ["a", "a b", "a!", "a-b/c", "a.txt", "b/c/d", "b/c!", "b!", "bc", "z", "é", "漢"]
    corpus.valid("good/order/page", named(*page), "The ascending names that FORMAT.md gives.")
    torn = ["a/b", "a/c", "a/d/e", "a b/x", "a!", "a-/x", "a.b", "a0"]
    corpus.valid("good/order/folder-stands-together", named(*torn),
                 "All of a folder stands before the names that only begin like it.")
    spaced = ["a", "a b/x", "a.b"]
    corpus.valid("good/order/document-and-what-begins-like-it", named(*spaced),
                 "`a` is a document, and no name is below `a/`.")

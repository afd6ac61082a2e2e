"""Bad cases: how digests are written, what stands where an entry is due, and a DIGEST that does not fit."""

import hashlib

from cases.draft import empty, example, pair, sha256


def add(corpus):
    spellings(corpus)
    terminators(corpus)
    no_entry(corpus)
    wrong_digest(corpus)


def spelled(right):
    """Spellings of a digest, the byte that is wrong, and what they are.  In `right` byte 10 is a letter."""
    upper, colons = right.upper(), b":".join(right[i : i + 2] for i in range(0, 64, 2))
    letter = next(i for i, c in enumerate(right) if c in b"abcdef")
    cyrillic = "а".encode()
    return [
        ("upper-case", upper, letter, "is in upper case: bad-digest at the first letter"),
        ("one-upper-case", right[:63] + b"F", 63, "has one upper-case digit, the last: bad-digest at it"),
        ("g-first", b"g" + right[1:], 0, "begins with g, the letter after f: bad-digest at it"),
        ("g-last", right[:63] + b"g", 63, "ends with g: bad-digest at it"),
        ("backquote", right[:9] + b"`" + right[10:], 9, "holds the character before a: bad-digest at it"),
        ("colon", right[:9] + b":" + right[10:], 9, "holds the character after 9: bad-digest at it"),
        ("slash", right[:9] + b"/" + right[10:], 9, "holds the character before 0: bad-digest at it"),
        ("63-digits", right[:63], 63, "has 63 digits: bad-digest where the 64th is due"),
        ("65-digits", right + b"0", 64, "has 65 digits: bad-digest at the last, where its terminator is due"),
        ("32-digits", right[:32], 32, "has 32 digits, as MD5 has: bad-digest where the next is due"),
        ("40-digits", right[:40], 40, "has 40 digits, as SHA-1 has: bad-digest where the next is due"),
        ("128-digits", right * 2, 64, "has 128 digits, as SHA-512 has: bad-digest at the 65th"),
        ("0x", b"0x" + right[2:], 1, "begins with 0x: bad-digest at the x"),
        ("named", b"sha256:" + right, 0, "names its algorithm: bad-digest at the s"),
        ("colons", colons, 2, "has colons between its bytes: bad-digest at the first"),
        ("base64", b"LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", 0, "is in base 64: bad-digest at the first byte"),
        ("space-first", b" " + right, 0, "has a space before it: bad-digest at the space"),
        ("space-inside", right[:32] + b" " + right[32:], 32, "has a space in the middle: bad-digest at it"),
        ("lf-inside", right[:32] + b"\n" + right[32:], 32, "is on two lines: bad-digest at the LF"),
        ("cr-inside", right[:32] + b"\r" + right[33:], 32, "holds a CR where no LF is due: bad-digest at it"),
        ("nul-inside", right[:32] + b"\0" + right[33:], 32, "holds a NUL: bad-digest at it"),
        ("cyrillic", right[:5] + cyrillic + right[7:], 5,
         "holds a Cyrillic letter that looks like a: bad-digest at it"),
        ("full-width", right[:5] + "０".encode() + right[8:], 5, "holds a full-width digit: bad-digest at it"),
        ("star", b"*" + right[1:], 0, "begins with a star, which sha256sum writes before names: bad-digest at it"),
        ("missing", b"", 0, "is missing: bad-digest at the byte in its place"),
    ]


def spellings(corpus):
    for field, mark, entry in (("entry", "entry1.sha256", 1), ("digest", "digest.sha256", None)):
        what = "The digest on the DIGEST line" if entry is None else f"The digest of entry {entry}"
        for name, text, wrong, about in spelled(pair()[mark]):
            draft = pair().freeze()
            draft[mark] = text
            corpus.wrong(f"bad/digest/{field}-{name}", draft, "bad-digest", f"{mark}+{wrong}", f"{what} {about}.",
                         entry=entry)


def terminators(corpus):
    for name, text in {"lf": b"\n", "cr": b"\r", "tab": b"\t", "nul": b"\0", "star": b"*", "comma": b","}.items():
        draft = pair().set(entry0__sha256__end=text)
        about = f"After an entry's digest {name} stands where a space is due: bad-digest at it."
        corpus.wrong(f"bad/digest/entry-then-{name}", draft, "bad-digest", "entry0.sha256.end", about, entry=0)
    for name, text in {"space": b" \n", "tab": b"\t\n", "nul": b"\0\n", "name": b" -\n", "digit": b"0\n"}.items():
        draft = pair().set(digest__end=text)
        about = f"After the digest on the DIGEST line a {name} stands where its LF is due: bad-digest at it."
        corpus.wrong(f"bad/digest/digest-then-{name}", draft, "bad-digest", "digest.end", about)
    for name, text in {"crlf": b"\r\n", "cr": b"\r"}.items():
        draft = pair().set(digest__end=text)
        what = "CR LF" if name == "crlf" else "A CR"
        about = f"{what} after the digest on the DIGEST line: carriage-return, for an LF is due."
        corpus.wrong(f"bad/carriage-return/digest-{name}", draft, "carriage-return", "digest.end", about)
    draft = pair().set(entry0__sha256__end=b"  ")
    about = "Two spaces after an entry's digest: the second stands where the size's first digit is due."
    corpus.wrong("bad/number/two-spaces-before-size", draft, "bad-number", "entry0.sha256.end+1", about, entry=0)


def no_entry(corpus):
    """Lines that are no entry, where one is due; those that begin with `=` are in bad_sums."""
    lines = {"blank-line": b"\n", "crlf-line": b"\r\n", "comment": b"# comment\n", "space": b" ", "tab": b"\t",
             "byte-order-mark": b"\xef\xbb\xbf", "nul": b"\0", "minus": b"-", "upper-case-digit": b"A"}
    for name, data in lines.items():
        for entry in (0, 1):
            draft = pair().insert(f"entry{entry}", data)
            about = f"There is a {name.replace('-', ' ')} where entry {entry} is due: bad-digest at its first byte."
            corpus.wrong(f"bad/digest/{name}-before-entry-{entry}", draft, "bad-digest", "inserted", about, entry=entry)
    for name, order in {"size-first": b"10 %s a\n", "name-first": b"name 10 %s\n"}.items():
        line = order % sha256(b"x")
        draft = pair().drop("entry0").insert("entry1", line)
        at, about = ("inserted+2", "The size comes first: bad-digest at the space") if name == "size-first" else (
            "inserted", "The name comes first: bad-digest at its first letter")
        corpus.wrong(f"bad/digest/entry-{name}", draft, "bad-digest", at, about + ", for 64 digits are due.", entry=0)


def wrong_digest(corpus):
    """Well-formed, but not the SHA-256 of what stands before the line."""

    def case(name, digest, about, make=example):
        draft = make()
        draft["digest.sha256"] = digest
        about = f"DIGEST {about}: index-digest-mismatch at the digest, known at its LF."
        corpus.wrong(f"bad/index-digest/{name}", draft, "index-digest-mismatch", "digest.sha256", about)

    draft = example()
    data, right = draft.bytes(), draft.digest()
    index = data[: draft.at("digest")]
    case("zeros", b"0" * 64, "is all zeros")
    case("fs", b"f" * 64, "is all f")
    case("first-digit", b"1" + right[1:], "differs in its first digit")
    case("last-digit", right[:-1] + b"%x" % (int(right[-1:], 16) ^ 1), "differs in the last bit of its last digit")
    case("middle-digit", right[:31] + b"%x" % (int(right[31:32], 16) ^ 8) + right[32:],
         "differs in one bit in the middle")
    case("backwards", right[::-1], "has its digits backwards")
    case("of-nothing", sha256(b""), "is that of no bytes")
    case("of-another-bundle", pair().digest(), "is that of another bundle")
    case("of-all", sha256(data), "is that of the whole bundle")
    case("with-its-words", sha256(index + b"=== DIGEST "), "covers its own words too")
    case("without-first-line", sha256(index[18:]), "leaves out the first line")
    case("without-last-lf", sha256(index[:-1]), "leaves out the last entry's LF")
    case("of-entries", sha256(index[draft.at("entry0") :]), "covers the entries alone")
    case("of-payloads", sha256(b"=== END\nhello"), "covers the payloads")
    case("twice", sha256(bytes.fromhex(right.decode())), "is the SHA-256 of the right one")
    case("with-crlf", sha256(index.replace(b"\n", b"\r\n")), "covers the lines with CR LF")
    case("sha512-cut", hashlib.sha512(index).hexdigest()[:64].encode(), "is a SHA-512 cut to 64 digits")
    case("sha3", hashlib.sha3_256(index).hexdigest().encode(), "is a SHA3-256")
    case("blake2", hashlib.blake2s(index).hexdigest().encode(), "is a BLAKE2s")
    case("empty-bundle", b"0" * 64, "of an empty bundle is all zeros", empty)

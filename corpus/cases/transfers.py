"""What happens to bundles on their way: conversions of line ends and character sets, wrappings, damage."""

import base64
import zlib

from cases.draft import Draft, empty, example, one, pair

ALL = [("pair", pair), ("example", example), ("empty", empty)]


def add(corpus):
    line_ends(corpus)
    partial_line_ends(corpus)
    encodings(corpus)
    wrapped(corpus)
    edited(corpus)
    damaged(corpus)
    other_files(corpus)


def line_ends(corpus):
    """Every LF is converted: the first line's is judged first."""
    forms = {
        "crlf": (b"\r\n", "carriage-return", 17),
        "cr": (b"\r", "carriage-return", 17),
        "cr-cr-lf": (b"\r\r\n", "carriage-return", 17),
        "lf-cr": (b"\n\r", "bad-keyword", 18),
        "two-lfs": (b"\n\n", "bad-keyword", 18),
        "nel": (b"\x85", "bad-version", 16),
        "utf8-nel": (b"\xc2\x85", "bad-version", 16),
        "line-separator": (b"\xe2\x80\xa8", "bad-version", 16),
        "nul": (b"\0", "bad-version", 16),
        "record-separator": (b"\x1e", "bad-version", 16),
        "nothing": (b"", "bad-version", 16),
        "escaped": (b"\\n", "bad-version", 16),
        "space-lf": (b" \n", "bad-version", 16),
    }
    for name, (to, code, at) in forms.items():
        for base, make in ALL[:2]:
            data = make().bytes().replace(b"\n", to)
            about = f"Every LF of a bundle ({base}) became {to!r}: {code} at {at}, behind the version or at it."
            corpus.wrong(f"transfers/every-lf-{name}-{base}", data, code, at, about)


def partial_line_ends(corpus):
    """CR LF in one line only, or in the documents only."""
    places = [("version.end", "carriage-return", None), ("total.end", "carriage-return", None),
              ("entry0.name.end", "carriage-return", 0),
              ("entry1.name.end", "carriage-return", 1), ("digest.end", "carriage-return", None),
              ("block0.name.end", "carriage-return", 0),
              ("block0.end", "carriage-return", 0), ("block1.name.end", "carriage-return", 1),
              ("block1.end", "carriage-return", 1),
              ("end.end", "carriage-return", None)]
    for mark, code, entry in places:
        draft = pair().freeze()
        draft[mark] = b"\r\n"
        about = f"CR LF in one place only, {mark.replace('.', ' ')}: carriage-return at the CR."
        corpus.wrong(f"transfers/crlf-at-{mark}", draft, code, mark, about, entry=entry)
    text = one(payload=b"one\ntwo\n")
    text["block0.payload"] = b"one\r\ntwo\r\n"
    corpus.wrong("transfers/crlf-in-document", text, "payload-digest-mismatch", "block0.payload",
                 "CR LF in the document only: as many bytes as before are taken, payload-digest-mismatch.", "entry0", 0)
    draft = Draft([(b"a", b"x\r\n")])
    draft["block0.payload"] = b"x\n"
    corpus.wrong("transfers/crs-removed", draft, "payload-digest-mismatch", "block0.payload",
                 "CRs were removed from a document: payload-digest-mismatch.", "entry0", 0)


def encodings(corpus):
    """Converted to another character set."""
    marks = {"utf-8-sig": 0, "utf-16": 0, "utf-16-le": 1, "utf-16-be": 0, "utf-32": 0, "utf-32-le": 1, "utf-32-be": 0,
             "cp037": 0}
    for charset, at in marks.items():
        for base, make in ALL[1:3]:
            data = make().bytes().decode().encode(charset)
            about = f"A bundle ({base}) was converted to {charset}: bad-magic at the first byte that differs."
            corpus.wrong(f"transfers/charset-{charset}-{base}", data, "bad-magic", at, about)
    draft = example().freeze().set(entry2__name=b"\xe9", block2__name=b"\xe9")
    corpus.wrong("transfers/names-to-latin-1", draft, "name-utf8", "entry2.name",
                 "Names were converted to Latin-1: name-utf8 at the letter.", entry=2)
    draft = example().freeze().set(entry2__name="Ã©".encode(), block2__name="Ã©".encode())
    corpus.wrong("transfers/names-encoded-twice", draft, "index-digest-mismatch", "digest.sha256",
                 "A name was encoded twice: well-formed, so index-digest-mismatch.")
    draft = example().freeze().set(entry2__name="e\u0301".encode(), block2__name="e\u0301".encode())
    corpus.wrong("transfers/names-decomposed", draft, "index-digest-mismatch", "digest.sha256",
                 "A name was brought into another normal form: index-digest-mismatch.")
    draft = example().freeze().set(entry2__name="\ufffd".encode(), block2__name="\ufffd".encode())
    corpus.wrong("transfers/names-replaced", draft, "index-digest-mismatch", "digest.sha256",
                 "A letter was replaced by U+FFFD: index-digest-mismatch.")
    draft = example().freeze().set(entry2__name=b"?", block2__name=b"?")
    corpus.wrong("transfers/names-to-ascii", draft, "name-order", "entry2.name",
                 "A letter was replaced by a question mark: name-order, before DIGEST.", "entry1.name", 2)
    data = pair().bytes().replace(b" ", b"\xc2\xa0")
    corpus.wrong("transfers/no-break-spaces", data, "bad-magic", 3,
                 "Spaces became no-break spaces: bad-magic at the first.")
    data = pair().bytes().replace(b" ", b"\t")
    corpus.wrong("transfers/tabs", data, "bad-magic", 3, "Spaces became tabs: bad-magic at the first.")
    data = pair().bytes().upper()
    corpus.wrong("transfers/upper-case", data, "bad-digest", first_letter(pair()),
                 "Letters became upper case: bad-digest at the first in an entry's digest.", entry=0)
    data = pair().bytes().lower()
    corpus.wrong("transfers/lower-case", data, "bad-magic", 4, "Letters became lower case: bad-magic at the first.")


def first_letter(draft):
    digest = draft["entry0.sha256"]
    return draft.at("entry0") + next(i for i, byte in enumerate(digest) if byte in b"abcdef")


def gzip(data):
    """A gzip file with the data stored as it is, so that it does not depend on a compressor."""
    size = len(data).to_bytes(2, "little")
    stored = b"\x01" + size + bytes(byte ^ 255 for byte in size) + data
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + stored + zlib.crc32(data).to_bytes(4, "little") + size + b"\0\0"


def wrapped(corpus):
    """The bundle is inside something else."""
    data = pair().bytes()

    def case(name, wrapped_data, at, about):
        corpus.wrong(f"transfers/wrapped-{name}", wrapped_data, "bad-magic", at, about + ": bad-magic.")

    case("gzip", gzip(data), 0, "The bundle is in a gzip file")
    case("base64", base64.encodebytes(data), 0, "The bundle is in base 64")
    case("quoted", b"".join(b"> " + line for line in data.splitlines(True)), 0, "Lines are quoted as in a mail")
    case("indented", b"".join(b"  " + line for line in data.splitlines(True)), 0, "Lines are indented")
    case("diff", b"".join(b"+" + line for line in data.splitlines(True)), 0, "Lines are those of a patch")
    case("code-block", b"```\n" + data + b"```\n", 0, "The bundle is in a code block")
    case("html", data.replace(b"=", b"&#61;"), 0, "The signs are escaped for HTML")
    case("quoted-printable", data.replace(b"=", b"=3D"), 1, "The signs are escaped for mail")
    case("percent", data.replace(b" ", b"%20"), 3, "Spaces are escaped as in URLs")
    case("plus", data.replace(b" ", b"+"), 3, "Spaces are escaped as in forms")
    case("json-string", b'"' + data + b'"', 0, "The bundle is in quotes")
    case("hex", data.hex().encode(), 0, "The bundle is in hexadecimal")
    case("http", b"HTTP/1.1 200 OK\r\n\r\n" + data, 0, "A server's answer was saved with its head")
    case("chunked", b"%x\r\n" % len(data) + data + b"\r\n0\r\n\r\n", 0, "A server's answer was saved in its chunks")
    case("grep", b"".join(b"x.seedbundle:" + line for line in data.splitlines(True)), 0,
         "Lines are prefixed with a file's name")
    case("numbered", b"".join(b"%6d\t" % i + line for i, line in enumerate(data.splitlines(True), 1)), 0,
         "Lines are numbered")
    case("reversed", data[::-1], 0, "Bytes are in reverse order")
    case("backwards", b"".join(reversed(data.splitlines(True))), 4, "Lines are in reverse order, END first")


def edited(corpus):
    """What editors do when they save."""
    data = pair().bytes()
    corpus.wrong("transfers/newline-added", data + b"\n", "trailing-data", len(data),
                 "An editor added a newline: trailing-data.")
    corpus.wrong("transfers/newline-removed", data[:-1], "truncated", len(data) - 1,
                 "An editor removed the last newline: truncated.")
    corpus.wrong("transfers/byte-order-mark", b"\xef\xbb\xbf" + data, "bad-magic", 0,
                 "An editor added a byte order mark: bad-magic at it.")
    lines = one(payload=b"text \n")
    lines["block0.payload"] = b"text\n"
    corpus.wrong("transfers/blanks-stripped", lines, "payload-digest-mismatch", "block0.payload",
                 "An editor stripped a blank at a line's end: payload-digest-mismatch.", "entry0", 0)
    draft = one(payload=b"text").insert("block0.end", b"\n")
    corpus.wrong("transfers/newline-added-to-document", draft, "bad-keyword", "block0.end",
                 "An editor added a newline to a document that ends without one: bad-keyword where END is due.")
    draft = example().insert("block1.end", b"\n")
    corpus.wrong("transfers/newline-added-to-first", draft, "bad-keyword", "block1.end",
                 "The same before another block: bad-keyword where it is due.", entry=2)
    draft = one(payload=b"a\tb\n")
    draft["block0.payload"] = b"a    b\n"
    corpus.wrong("transfers/tabs-expanded", draft, "payload-digest-mismatch", "block0.payload",
                 "An editor expanded a tab: payload-digest-mismatch.", "entry0", 0)
    draft = one(payload="„a“\n".encode())
    draft["block0.payload"] = b'"a"\n'
    corpus.wrong("transfers/quotes-straightened", draft, "payload-digest-mismatch", "block0.payload",
                 "Quotation marks were replaced, so that the payload runs into END: payload-digest-mismatch.", "entry0",
                 0)
    draft = one(payload=b"")
    data = draft.bytes().replace(b"\n\n", b"\n")
    corpus.wrong("transfers/blank-lines-removed", data, "bad-payload-end", draft.at("block0.payload"),
                 "Blank lines were removed, also the LF after an empty document: bad-payload-end.",
                 draft.at("entry0.size"), 0)


def damaged(corpus):
    """Bits, blocks and ends that are lost."""
    draft = one(payload=b"x" * 2000)
    data = draft.bytes()
    payload = draft.at("block0.payload")
    corpus.wrong("transfers/first-byte-lost", data[1:], "bad-magic", 2,
                 "The first byte is lost: bad-magic where the third sign is due.")
    corpus.wrong("transfers/first-512-lost", data[512:], "bad-magic", 0, "The first 512 bytes are lost: bad-magic.")
    corpus.wrong("transfers/first-line-lost", data[18:], "bad-magic", 4,
                 "The first line is lost: bad-magic where INDEX parts from it.")
    zeros = data[:512] + bytes(512) + data[1024:]
    corpus.wrong("transfers/block-of-zeros", zeros, "payload-digest-mismatch", payload,
                 "512 bytes of a document are NULs: payload-digest-mismatch.", draft.at("entry0"), 0)
    lost = data[:512] + data[1024:]
    corpus.wrong("transfers/block-lost", lost, "truncated", len(lost),
                 "512 bytes of a document are lost: truncated, for the size takes in END and more is due.", entry=0)
    corpus.wrong("transfers/all-zeros", bytes(len(data)), "bad-magic", 0, "All bytes are NULs: bad-magic.")
    corpus.wrong("transfers/cut-at-512", data[:512], "truncated", 512, "The download ended after 512 bytes: truncated.",
                 entry=0)
    corpus.wrong("transfers/cut-and-padded", data[:512] + bytes(len(data) - 512), "payload-digest-mismatch", payload,
                 "The download ended after 512 bytes, the rest is NULs: payload-digest-mismatch.", draft.at("entry0"),
                 0)
    for bit in range(8):
        for mark, code, related, entry in (("magic+5", "bad-magic", None, None),
                                           ("block1.payload+1", "payload-digest-mismatch", "entry1", 1)):
            flipped = example()
            at = flipped.at(mark)
            bits = bytearray(flipped.bytes())
            bits[at] ^= 1 << bit
            place = flipped.at("block1.payload") if entry else at
            about = f"Bit {bit} of the byte at {at} is flipped: {code}."
            corpus.wrong(f"transfers/bit-{bit}-of-{at}", bytes(bits), code, place, about,
                         flipped.at(related) if related else None, entry)


def other_files(corpus):
    files = {
        "html": (b"<!DOCTYPE html>\n<title>404</title>\n", 0, "a page of HTML that a download saved"),
        "zip": (b"PK\x03\x04\x14\0\0\0", 0, "a ZIP file"),
        "tar": (b"a.txt" + bytes(507), 0, "a tar file"),
        "elf": (b"\x7fELF\x02\x01\x01", 0, "a program"),
        "json": (b'{"bundle": 1}\n', 0, "JSON"),
        "script": (b"#!/bin/sh\n", 0, "a script"),
        "lfs-pointer": (b"version https://git-lfs.github.com/spec/v1\n", 0, "a pointer to a large file"),
        "one-lf": (b"\n", 0, "one LF"),
        "one-nul": (b"\0", 0, "one NUL"),
        "markdown": (b"===\ntitle\n", 3, "a heading"),
        "conflict": (b"=======\n>>>>>>> other\n", 3, "the mark of a merge conflict"),
        "test-output": (b"=== RUN   TestBundle\n", 4, "a test's output"),
        "other-seed": (b"=== SEED 1\n", 8, "another format that begins alike"),
    }
    for name, (data, at, what) in files.items():
        corpus.wrong(f"transfers/other-{name}", data, "bad-magic", at,
                     f"The file is {what}: bad-magic at the first byte that differs.")

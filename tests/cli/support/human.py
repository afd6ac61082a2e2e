"""What the program should say of an error to people, written from the description of its output."""

import re
import subprocess
import unicodedata

from support.program import environment, program

CLIP = 72  # bytes of a long line on either side of the place
ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\"}
HIDDEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def characters(data):
    """The characters of untrusted bytes: (bytes used, text shown, columns)."""
    at = 0
    while at < len(data):
        for size in (1, 2, 3, 4):
            try:
                character = data[at : at + size].decode()
                break
            except UnicodeDecodeError:
                character = None
        if character is None:
            shown, size = f"\\x{data[at]:02x}", 1
        elif character in ESCAPES:
            shown = ESCAPES[character]
        elif ord(character) < 0x20 or character == "\x7f":
            shown = f"\\x{ord(character):02x}"
        elif unicodedata.category(character) in HIDDEN:
            shown = f"\\u{{{ord(character):x}}}"
        else:
            shown = character
        yield size, shown, columns(shown)
        at += size


def columns(text):
    widths = {"W": 2, "F": 2}
    return sum(
        0 if unicodedata.category(c) in ("Mn", "Me") else widths.get(unicodedata.east_asian_width(c), 1) for c in text
    )


def escape(data):
    return "".join(shown for _, shown, _ in characters(data))


def locate(data, offset):
    """Line and column of an offset, both from 1, the column in bytes."""
    return data.count(b"\n", 0, offset) + 1, offset - data.rfind(b"\n", 0, offset)


def is_continuation(data, at):
    return at < len(data) and data[at] & 0xC0 == 0x80


def clip(line, at):
    """The part of a line around a place that is shown, at whole characters: (begin, end)."""
    begin = max(0, at - CLIP)
    end = min(len(line), begin + 2 * CLIP)
    while begin > 0 and begin < at and is_continuation(line, begin):
        begin += 1
    if end < len(line):
        while end > at + 1 and is_continuation(line, end):
            end -= 1
    return begin, end


def excerpt(data, offset):
    """The two lines that show a place: its line, and a caret."""
    line_number, column = locate(data, offset)
    line = data[offset - column + 1 :].split(b"\n")[0]
    if offset == len(data) and column == 1:
        return ""  # there is nothing to show
    at = column - 1
    begin, end = clip(line, at)
    text, caret, place = "..." if begin else "", None, begin
    for size, shown, _ in characters(line[begin:end]):
        if caret is None and place + size > at:
            caret = columns(text)
        text += shown
        place += size
    caret = columns(text) if caret is None else caret
    text += "..." if end < len(line) else ""
    return f"{line_number:>6} | {text}\n{'':6} | {'':{caret}}^\n"


NOTES = {
    "count-mismatch": "the count is here",
    "extra-file": "the count is here",
    "total-mismatch": "the total is here",
    "name-duplicate": "the name before it is here",
    "name-order": "the name before it is here",
    "name-conflict": "the name before it is here",
}


def finding(path, data, code, offset, message, related=None, name=None):
    """All that is said of one error; `name` is that of the document in whose block it stands."""
    line, column = locate(data, offset)
    prefix = f"{escape(name)}: " if name is not None else ""
    text = f"{path}:{line}:{column}: error: {prefix}{message} [{code}]\n{excerpt(data, offset)}"
    if related is not None:
        line, column = locate(data, related)
        is_count = data[:related].endswith(b"\n=== INDEX ")
        note = "the count is here" if is_count else NOTES.get(code, "the entry is here")
        text += f"{path}:{line}:{column}: note: {note}\n{excerpt(data, related)}"
    return text


_sentences = {}


def sentences():
    """The sentence of each code, as `explain` has them."""
    if not _sentences:
        text = subprocess.run([program(), "explain"], env=environment(), capture_output=True, check=True).stdout
        _sentences.update(re.findall(r"^## (\S+)\n\n> (.*)$", text.decode(), re.MULTILINE))
    return _sentences


def without_hints(out):
    """The program's output without its guesses at causes, which test_diagnostics.py looks at."""
    return re.sub(r"(?m)^ {7}= hint: .*\n", "", out)

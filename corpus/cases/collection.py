"""Collects cases, and the families of cases that are one rule over many bytes.

What a case must come to is always given by whoever made it; nothing is read back from the bytes.
"""

import hashlib
import json

from cases.draft import Draft

REFUSALS = ("limit-files", "limit-file-size", "limit-total-size", "limit-index-bytes", "payload-utf8")
SUFFIX = ".seedbundle"


def ranges(numbers, spell):
    """A sorted list of numbers in short: `00-2f 3a-ff`."""
    runs = []
    for value in sorted(numbers):
        if runs and value == runs[-1][1] + 1:
            runs[-1][1] = value
        else:
            runs.append([value, value])
    return " ".join(spell(low) if low == high else f"{spell(low)}-{spell(high)}" for low, high in runs)


def hex_byte(value):
    return f"{value:02x}"


def outcome(code, offset=None, related=None, entry=None):
    """What must come out.  No code: valid."""
    verdict = "valid" if code is None else "refused" if code in REFUSALS else "invalid"
    return {"verdict": verdict, "code": code, "offset": offset, "related": related, "entry": entry}


class Collection:
    def __init__(self):
        self.files = {}  # path: bytes
        self.lines = []  # of the manifest

    def _file(self, name, data):
        path = name + SUFFIX
        if path in self.files:
            raise ValueError(f"two cases are called {name}")
        self.files[path] = data
        return {"file": path, "category": name.rpartition("/")[0]}

    def _line(self, about, data, *parts):
        line = {}
        for part in parts:
            line.update(part)
        line.update(sha256=hashlib.sha256(data).hexdigest(), about=about)
        self.lines.append(line)

    def valid(self, name, bundle, about, policy=None):
        """A draft, or documents in path order, that every reader must accept."""
        draft = bundle if isinstance(bundle, Draft) else Draft(bundle)
        data = draft.bytes()
        records = {"digest": draft["digest.sha256"].decode(), "files": draft.files()}
        head = self._file(name, data)
        self._line(about, data, head, outcome(None), {"policy": policy} if policy else {}, records)

    def wrong(self, name, bundle, code, offset, about, related=None, entry=None, policy=None):
        """Bytes or a draft that must come to this error.  Places are offsets or a draft's marks."""
        data = bundle if isinstance(bundle, bytes) else bundle.bytes()
        places = [bundle.at(place) if isinstance(place, str) else place for place in (offset, related)]
        head = self._file(name, data)
        self._line(about, data, head, outcome(code, *places, entry), {"policy": policy} if policy else {})

    def base(self, name, data):
        """A file that is no case by itself, for families to begin with."""
        self._file(name, data)
        return name + SUFFIX

    def family(self, file, category, edit, outcomes, about, spell=hex_byte):
        """`outcomes`: pairs of outcome and a number that leads to it (a byte value, or a length)."""
        merged = {}
        for result, value in outcomes:
            merged.setdefault(json.dumps(result), []).append(value)
        judged = [{"cases": ranges(values, spell), **json.loads(key)} for key, values in merged.items()]
        head = {"file": file, "category": category, "edit": edit, "count": len(outcomes) * edit.get("width", 1),
                "outcomes": judged}
        self._line(about, self.files[file], head)

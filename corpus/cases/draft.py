"""Bundles in their fields, so that any one of them can be replaced by a lie whose place is then known.

Nothing here reads a bundle.  A draft is written from FORMAT.md's grammar, then changed, and every offset that a case
expects is the place where its change was made.
"""

import hashlib

LARGEST = 2**63 - 1  # of numbers


def sha256(data):
    """The digest as it stands in a bundle: 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest().encode()


def number(value):
    return b"%d" % value


def path_order(name):
    """The key that sorts names in path order: bytewise, with "/" below all others (U+0000 is in no name)."""
    return name.replace(b"/", b"\0")


class Draft:
    """A bundle of documents (pairs of name and payload) in the order given, as an ordered table of fields.

    The fields are, in order:

        magic  version  version.end  index  count  count.end  total  total.end
        entryN.sha256  entryN.sha256.end  entryN.size  entryN.size.end  entryN.name  entryN.name.end
        digest.words  digest.sha256  digest.end
        blockN.words  blockN.size  blockN.size.end  blockN.name  blockN.name.end  blockN.payload  blockN.end
        end.words  end.end

    with an entry and a block for each document, N from 0.

    A mark names a field, or a line or block by what stands before the dot (`entry0`, `digest`, `block1`, `end`).
    The digest on the DIGEST line is computed at the end from what then stands before it: a lie is sealed unless
    freeze() was called before it was told, or the field was set.
    """

    def __init__(self, documents):
        self.fields = {
            "magic": b"=== SEED-BUNDLE ",
            "version": b"1",
            "version.end": b"\n",
            "index": b"=== INDEX ",
            "count": number(len(documents)),
            "count.end": b" ",
            "total": number(sum(len(payload) for _, payload in documents)),
            "total.end": b"\n",
        }
        for i, (name, payload) in enumerate(documents):
            self._put_entry(f"entry{i}", name, payload)
        self.fields.update({"digest.words": b"=== DIGEST ", "digest.sha256": None, "digest.end": b"\n"})
        for i, (name, payload) in enumerate(documents):
            self._put_block(f"block{i}", name, payload)
        self.fields.update({"end.words": b"=== END", "end.end": b"\n"})

    def _put_entry(self, mark, name, payload):
        parts = {"sha256": sha256(payload), "sha256.end": b" ", "size": number(len(payload)), "size.end": b" "}
        self.fields.update({f"{mark}.{part}": data for part, data in parts.items()})
        self.fields.update({f"{mark}.name": name, f"{mark}.name.end": b"\n"})

    def _put_block(self, mark, name, payload):
        parts = {"words": b"=== FILE ", "size": number(len(payload)), "size.end": b" ", "name": name, "name.end": b"\n"}
        self.fields.update({f"{mark}.{part}": data for part, data in parts.items()})
        self.fields.update({f"{mark}.payload": payload, f"{mark}.end": b"\n"})

    # -- Looking --

    def marks(self, mark):
        """The fields that a mark stands for, in order."""
        found = [field for field in self.fields if field == mark or field.startswith(mark + ".")]
        if not found:
            raise KeyError(mark)
        return [mark] if mark in self.fields else found

    def __getitem__(self, mark):
        return b"".join(self._data(field) for field in self.marks(mark))

    def _data(self, field):
        data = self.fields[field]
        return self.digest() if data is None else data

    def digest(self):
        """What the DIGEST line should say."""
        before = b""
        for field, data in self.fields.items():
            if field.startswith("digest."):
                break
            before += data
        return sha256(before)

    def bytes(self):
        return b"".join(self._data(field) for field in self.fields)

    def at(self, mark):
        """The offset of what a mark stands for; `count+2` is two bytes behind the count's."""
        mark, _, more = mark.partition("+")
        first, offset = self.marks(mark)[0], 0
        for field in self.fields:
            if field == first:
                return offset + int(more or 0)
            offset += len(self._data(field))
        raise KeyError(mark)

    def after(self, mark):
        """The offset right behind it."""
        return self.at(mark) + len(self[mark])

    def files(self):
        """The number of documents that the INDEX holds."""
        return sum(field.startswith("entry") and field.endswith(".size") for field in self.fields)

    def entry_due(self, offset):
        """The entry that an error at `offset` has: by what is due there; None outside entries and blocks."""
        place = 0
        for field in self.fields:
            place += len(self._data(field))
            if offset < place:
                line = field.split(".")[0]
                return int(line[5:]) if line[:5] in ("entry", "block") else None
        return None

    # -- Lying --

    def __setitem__(self, mark, data):
        if mark not in self.fields:
            raise KeyError(mark)
        self.fields[mark] = data

    def set(self, **changes):
        """Several fields at once, and the draft itself; in a keyword `__` stands for a dot."""
        for mark, data in changes.items():
            self[mark.replace("__", ".")] = data
        return self

    def freeze(self):
        """From here on DIGEST stays what it is: a lie that is told now is not sealed."""
        self.fields["digest.sha256"] = self.digest()
        return self

    def drop(self, mark):
        for field in self.marks(mark):
            del self.fields[field]
        return self

    def insert(self, before, data, mark="inserted"):
        """New bytes before a mark, with a mark of their own."""
        first = self.marks(before)[0]
        old, self.fields = self.fields, {}
        for field, value in old.items():
            if field == first:
                self.fields[mark] = data
            self.fields[field] = value
        return self

    def append(self, data, mark="trailer"):
        self.fields[mark] = data
        return self

    def swap(self, one, other):
        """Exchanges two lines or blocks, which keep their marks."""
        first, second = self.marks(one), self.marks(other)
        order = list(self.fields)
        begin, end = sorted((order.index(first[0]), order.index(second[0])))
        lower, upper = (first, second) if order[begin] == first[0] else (second, first)
        between = order[begin + len(lower) : end]
        order[begin : end + len(upper)] = upper + between + lower
        self.fields = {field: self.fields[field] for field in order}
        return self


# -- The bundles that most cases begin with --


def empty():
    return Draft([])


def one(name=b"a", payload=b"hello\n"):
    return Draft([(name, payload)])


def pair():
    """Two documents: a folder, a name of two-byte characters, a payload that looks like the end and holds CR LF."""
    return Draft([("a/é".encode(), b"=== END\n\r\n"), (b"b", b"hi")])


def example():
    """The bundle that FORMAT.md shows."""
    return Draft([(b"a/b", b"=== END\n"), (b"a.txt", b"hello"), ("é".encode(), b"")])


def named(*names):
    """Documents with these names, in this order, each with its ordinal as payload."""
    return Draft([(name if isinstance(name, bytes) else name.encode(), number(i)) for i, name in enumerate(names)])

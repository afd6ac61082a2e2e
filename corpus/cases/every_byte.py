"""Families: every byte of a bundle becomes each of the 256 values, judged by a rule for each field.

The rules follow what the bytes behind the change then mean, which is why they are written for two bundles and not for
any.  Where DIGEST alone finds a change, a second family seals the INDEX again and says what comes to light then.  A
rule is asked for all values; the byte's own one leaves the bundle valid, whatever the rule says.
"""

from cases.collection import outcome
from cases.draft import empty, pair

LF, CR, SP, SLASH = 0x0A, 0x0D, 0x20, 0x2F
DIGITS = range(0x30, 0x3A)
HEX = {*DIGITS, *range(0x61, 0x67)}
FORBIDDEN = {*range(0x20), 0x5C, 0x7F}  # among ASCII
UNSEALED = "unsealed"  # a rule's result: a well-formed INDEX that DIGEST does not fit


def add(corpus):
    draft = pair()
    fields(corpus, corpus.base("every-byte/pair", draft.bytes()), draft, Rules(draft), set())
    draft = empty()
    same = {"magic", "version", "version.end", "index", "digest.words", "digest.sha256"}  # as in the other bundle
    fields(corpus, corpus.base("every-byte/empty", draft.bytes()), draft, EmptyRules(draft), same)


def fields(corpus, file, draft, rules, skipped):
    """A family for each run of a field's bytes that have one table."""
    for field in draft.fields:
        if field in skipped:
            continue
        runs = []
        for i in range(len(draft[field])):
            table = judge(draft, rules, field, i)
            if runs and runs[-1][0] == table:
                runs[-1][2] = i
            else:
                runs.append([table, i, i])
        for table, first, last in runs:
            families(corpus, file, draft, field, first, last, table)


def judge(draft, rules, field, i):
    """What each value of a byte leads to, and each value that DIGEST alone tells if the INDEX is sealed again."""
    at = draft.at(field) + i
    rule = getattr(rules, field.replace(".", "_").translate(str.maketrans("", "", "01")))
    line = int(field[5]) if field[5:6].isdigit() else None
    judged, sealed = [], []
    for value in range(256):
        result = rule(field, i, at, value, line)
        if result == UNSEALED:
            sealed.append((at_the_byte(rules.sealed(field, i, line), at), value))
            result = rules.unsealed()
        judged.append((at_the_byte(result, at), value))
    return judged, sealed


def at_the_byte(result, at):
    """The byte that is changed is called `at`, so that one table can hold for several."""
    return {**result, "offset": "at"} if result["offset"] == at else result


def families(corpus, file, draft, field, first, last, table):
    judged, sealed = table
    where = f"byte {first}" if first == last else f"bytes {first} to {last}"
    about = f"Of {field.replace('.', ' ')}, {where}: each becomes each value"
    edit = {"op": "replace", "at": draft.at(field) + first, "width": last - first + 1}
    corpus.family(file, "every-byte", edit, judged, f"{about}.")
    if sealed:
        edit = {**edit, "seal": draft.at("digest")}
        corpus.family(file, "every-byte-sealed", edit, sealed,
                      f"{about} that DIGEST alone tells, and the INDEX is sealed again.")


class Rules:
    """For the bundle of two documents: 10 bytes called `a/é` and 2 bytes called `b`, 12 in all."""

    def __init__(self, draft):
        self.draft = draft
        self.at = draft.at

    def sum_is_wrong(self, entry):
        return outcome("total-mismatch", self.at(f"entry{entry}.size"), self.at("total"), entry)

    def unsealed(self):
        return outcome("index-digest-mismatch", self.at("digest.sha256"))

    def sealed(self, field, i, line):
        if field.endswith(".sha256"):
            return outcome("payload-digest-mismatch", self.at(f"block{line}.payload"), self.at(f"entry{line}"), line)
        return outcome("header-mismatch", self.at(f"block{line}.name") + i, self.at(f"entry{line}.size"), line)

    # -- The lines before the entries --

    def magic(self, field, i, at, value, line):
        return outcome("bad-magic", at)

    def version(self, field, i, at, value, line):
        return outcome("bad-version", at)

    def version_end(self, field, i, at, value, line):
        return outcome("carriage-return", at) if value == CR else outcome("bad-version", at - 1)

    def index(self, field, i, at, value, line):
        return outcome("bad-keyword", at)

    def count(self, field, i, at, value, line):
        if value not in DIGITS:
            return outcome("bad-number", at)
        if value == 0x30:  # no entry, and yet a total
            return outcome("total-mismatch", self.at("total"), at)
        if value == 0x31:  # the first entry is then the last, and its 10 bytes are less than the total
            return self.sum_is_wrong(0)
        return outcome("count-mismatch", self.at("digest"), at, 2)  # entry 2 is due there

    def count_end(self, field, i, at, value, line):
        # A digit makes one number of count and total, and the LF behind stands where a space is due.
        return outcome("bad-number", self.at("total.end") if value in DIGITS else at)

    def total(self, field, i, at, value, line):
        if i == 1 and value == LF:  # the total is 1, and the LF behind stands where entry 0 is due
            return outcome("bad-digest", at + 1, entry=0)
        if i == 1 and value == CR:
            return outcome("carriage-return", at)
        if value not in DIGITS:
            return outcome("bad-number", at)
        if i == 0 and value == 0x30:
            return outcome("bad-number", at)
        return self.sum_is_wrong(1)  # 10 and 11 are passed by the last entry, all others are not reached by it

    def total_end(self, field, i, at, value, line):
        if value == CR:
            return outcome("carriage-return", at)
        if value not in DIGITS:
            return outcome("bad-number", at)
        digest = self.draft["entry0.sha256"]  # the number goes on with its digits, up to the first letter
        return outcome("bad-number", at + 1 + next(i for i, c in enumerate(digest) if c not in DIGITS))

    # -- Entries --

    def entry_sha256(self, field, i, at, value, line):
        if i == 0 and value == 0x3D:
            return outcome("count-mismatch", at, self.at("count"), line)
        return UNSEALED if value in HEX else outcome("bad-digest", at, entry=line)

    def entry_sha256_end(self, field, i, at, value, line):
        return outcome("bad-digest", at, entry=line)

    def entry_size(self, field, i, at, value, line):
        if line == 0 and i == 1 and value == SP:  # the size is 1, and the name begins with a space
            return outcome("name-component", at + 1, entry=0)
        if value not in DIGITS:
            return outcome("bad-number", at, entry=line)
        if line == 1:  # the last entry: any other size makes another sum
            return self.sum_is_wrong(1)
        if i == 0:
            return outcome("bad-number", at, entry=0) if value == 0x30 else self.sum_is_wrong(0)
        return self.sum_is_wrong(1 if value <= 0x32 else 0)  # 11 and 12 are not above the total by themselves

    def entry_size_end(self, field, i, at, value, line):
        # After one more digit the name's first letter stands where a space is due.
        return outcome("bad-number", at + 1 if value in DIGITS else at, entry=line)

    def entry_name(self, field, i, at, value, line):
        return self.first_name(i, at, value) if line == 0 else self.second_name(at, value)

    def control(self, at, value, line):
        """What holds for an ASCII byte anywhere in a name, whatever is around it."""
        if value == CR:
            return outcome("carriage-return", at, entry=line)
        return outcome("name-char", at, entry=line) if value in FORBIDDEN and value != LF else None

    def first_name(self, i, at, value):
        control = self.control(at, value, 0)
        if i == 2 and 0xC2 <= value <= 0xDF:  # with A9 another character
            return UNSEALED
        if i == 3:  # the second byte of a character
            return UNSEALED if 0x80 <= value <= 0xBF else outcome("name-utf8", at - 1, entry=0)
        if value >= 0x80:
            return outcome("name-utf8", at, entry=0)
        if control:
            return control
        if i == 0:
            return self.first_letter(at, value)
        if i == 1:  # after the LF entry 1 is due, and `é` is no digest; all else joins `a` and `é`
            return outcome("bad-digest", at + 1, entry=1) if value == LF else UNSEALED
        if value in (LF, SLASH):  # the component after the slash is empty
            return outcome("name-component", at, entry=0)
        return outcome("name-utf8", at + 1, entry=0)  # A9 is left alone

    def first_letter(self, at, value):
        if value in (LF, SLASH, SP, 0x2E):  # empty, or `.`, or a space first
            return outcome("name-component", at, entry=0)
        if value < 0x62:
            return UNSEALED
        return outcome("name-order", self.at("entry1.name"), at, 1)  # `b` is then below the name before it

    def second_name(self, at, value):
        if value >= 0x80:  # LF is no continuation byte
            return outcome("name-utf8", at, entry=1)
        if value in (LF, SLASH, SP, 0x2E):
            return outcome("name-component", at, entry=1)
        if value <= 0x61 and value not in FORBIDDEN:  # below `a/é`; `a` too, for it is shorter
            return outcome("name-order", at, self.at("entry0.name"), 1)
        return self.control(at, value, 1) or UNSEALED

    def entry_name_end(self, field, i, at, value, line):
        """The name goes on with the next line, which is ASCII and makes no bad component."""
        if value >= 0x80:
            return outcome("name-utf8", at, entry=line)
        control = self.control(at, value, line)
        if control:
            return control
        if line == 0:  # entry 1 is part of the name, so DIGEST stands where it is due
            return outcome("count-mismatch", self.at("digest"), self.at("count"), 1)
        return outcome("bad-keyword", self.at("block0") + 4)  # DIGEST is part of the name, and FILE stands in its place

    # -- The DIGEST line --

    def digest_words(self, field, i, at, value, line):
        if i == 0 and value in HEX:
            return outcome("count-mismatch", at, self.at("count"))
        return outcome("bad-keyword", at)

    def digest_sha256(self, field, i, at, value, line):
        return outcome("index-digest-mismatch", self.at("digest.sha256")) if value in HEX else outcome("bad-digest", at)

    def digest_end(self, field, i, at, value, line):
        return outcome("carriage-return" if value == CR else "bad-digest", at)

    # -- Blocks --

    def block_words(self, field, i, at, value, line):
        if i == 4 and value == 0x45:
            return outcome("missing-file", self.at(f"block{line}"), self.at(f"entry{line}"), line)
        return outcome("bad-keyword", at, entry=line)

    def block_size(self, field, i, at, value, line):
        return outcome("header-mismatch", at, self.at(f"entry{line}.size"), line)

    block_size_end = block_name = block_size

    def block_name_end(self, field, i, at, value, line):
        return outcome("carriage-return", at, entry=line) if value == CR else self.block_size(field, i, at, value, line)

    def block_payload(self, field, i, at, value, line):
        return outcome("payload-digest-mismatch", self.at(f"block{line}.payload"), self.at(f"entry{line}"), line)

    def block_end(self, field, i, at, value, line):
        if value == CR:
            return outcome("carriage-return", at, entry=line)
        return outcome("bad-payload-end", at, self.at(f"entry{line}.size"), line)

    # -- The end --

    def end_words(self, field, i, at, value, line):
        if i == 4 and value == 0x46:
            return outcome("extra-file", self.at("end"), self.at("count"))
        return outcome("bad-keyword", at)

    def end_end(self, field, i, at, value, line):
        return outcome("carriage-return" if value == CR else "bad-keyword", at)


class EmptyRules(Rules):
    """For the bundle without documents, `INDEX 0 0`."""

    def count(self, field, i, at, value, line):
        if value not in DIGITS:
            return outcome("bad-number", at)
        return outcome("count-mismatch", self.at("digest"), at, 0)

    def count_end(self, field, i, at, value, line):
        return outcome("bad-number", at - 1 if value in DIGITS else at)  # a digit after a leading zero

    def total(self, field, i, at, value, line):
        return outcome("total-mismatch", at, self.at("count")) if value in DIGITS else outcome("bad-number", at)

    def total_end(self, field, i, at, value, line):
        if value in DIGITS:
            return outcome("bad-number", at - 1)
        return outcome("carriage-return" if value == CR else "bad-number", at)

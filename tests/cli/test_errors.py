"""Every row of the format's error table that a reader can raise, from a file, from a pipe and in pieces.

A row puts one lie into the demo bundle and says which error must come of it and where: in terms of the parts of the
bundle, so that offsets, lines, columns and excerpts are all computed here.
"""

import unittest
from dataclasses import dataclass
from typing import Callable, Optional

from support import human
from support.bundle import Draft, demo, sha256
from support.program import CliTest, Pieces

MAX = 9223372036854775807
LONG_NAME = b"/".join([b"n" * 255] * 16)  # 4095 bytes
NEVER_READ = {"payload-size-mismatch", "out-of-memory", "read-failed", "digest-failed"}  # no input leads to these


@dataclass
class Row:
    code: str
    lie: Callable[[Draft], None]
    mark: str  # the part of the bundle that the error means,
    into: int = 0  # and how many bytes into it
    related: Optional[str] = None
    entry: Optional[int] = None
    in_block: bool = False
    options: tuple = ()
    message: Optional[str] = None  # where it is not the code's own sentence
    cut: Optional[int] = None  # the input is cut this many bytes into the mark


def change(**fields):
    """Changes parts of the bundle."""

    def lie(draft):
        for name, value in fields.items():
            setattr(draft, name, value)

    return lie


def entry(ordinal, **fields):
    return lambda draft: draft.change(ordinal, **fields)


def block(ordinal, **fields):
    def lie(draft):
        for name, value in fields.items():
            setattr(draft.blocks[ordinal], name, value)

    return lie


def name(ordinal, value):
    return lambda draft: draft.rename(ordinal, value)


def keep(_):
    pass


def drop_last_block(draft):
    draft.blocks.pop()


def add_block(draft):
    draft.blocks.append(draft.blocks[0])


def swap_blocks(draft):
    draft.blocks[0], draft.blocks[1] = draft.blocks[1], draft.blocks[0]


def truncated(mark, cut, **more):
    return Row("truncated", keep, mark, cut, cut=cut, **more)


HEADER_DIFFERS = "FILE header differs from its INDEX entry"

ROWS = {
    # bad-magic
    "an_archive_is_bad_magic": Row("bad-magic", change(magic=b"PK\3\4"), "magic"),
    "a_byte_order_mark_is_bad_magic": Row("bad-magic", change(magic=b"\xef\xbb\xbf=== SEED-BUNDLE "), "magic"),
    "a_blank_line_first_is_bad_magic": Row("bad-magic", change(magic=b"\n=== SEED-BUNDLE "), "magic"),
    "a_letter_of_other_case_is_bad_magic": Row("bad-magic", change(magic=b"=== SEED-bUNDLE "), "magic", 9),
    "the_first_wrong_byte_of_the_magic_counts": Row("bad-magic", change(magic=b"=== SEED BUNDLE\t"), "magic", 8),
    # bad-version
    "version_2_is_bad_version": Row("bad-version", change(version=b"2\n"), "version"),
    "version_10_is_bad_version": Row("bad-version", change(version=b"10\n"), "version"),
    "no_version_is_bad_version": Row("bad-version", change(version=b"\n"), "version"),
    "a_blank_after_the_version_is_bad_version": Row("bad-version", change(version=b"1 \n"), "version"),
    # bad-keyword
    "a_comment_before_the_index_is_bad_keyword": Row("bad-keyword", change(index_word=b"#\n=== INDEX "), "index line"),
    "a_wrong_index_word_is_bad_keyword": Row("bad-keyword", change(index_word=b"=== INDEXES "), "index line", 9),
    "a_wrong_digest_word_is_bad_keyword": Row("bad-keyword", change(digest_word=b"=== DIGeST "), "digest line", 7),
    "a_wrong_file_word_is_bad_keyword": Row(
        "bad-keyword", block(1, word=b"=== DOCUMENT "), "block 1", 4, entry=1, in_block=True
    ),
    "a_blank_line_before_a_header_is_bad_keyword": Row(
        "bad-keyword", block(0, word=b"\n=== FILE "), "block 0", entry=0, in_block=True
    ),
    "a_wrong_end_word_is_bad_keyword": Row("bad-keyword", change(end=b"=== ENd\n"), "end", 6),
    "a_blank_after_the_end_word_is_bad_keyword": Row("bad-keyword", change(end=b"=== END \n"), "end", 7),
    # carriage-return
    "a_cr_after_the_version_is_carriage_return": Row("carriage-return", change(version=b"1\r\n"), "version", 1),
    "a_cr_after_the_total_is_carriage_return": Row("carriage-return", change(index_end=b"\r\n"), "total", 2),
    "a_cr_after_a_name_is_carriage_return": Row("carriage-return", entry(1, end=b"\r\n"), "name 1", 7, entry=1),
    "a_cr_in_a_name_is_carriage_return": Row("carriage-return", name(1, b"b/c\r.txt"), "name 1", 3, entry=1),
    "a_cr_after_the_digest_is_carriage_return": Row("carriage-return", change(digest_end=b"\r\n"), "digest", 64),
    "a_cr_after_a_header_is_carriage_return": Row(
        "carriage-return", block(0, header_end=b"\r\n"), "header end 0", entry=0, in_block=True
    ),
    "a_cr_after_a_payload_is_carriage_return": Row(
        "carriage-return", block(1, end=b"\r\n"), "payload end 1", entry=1, in_block=True
    ),
    "a_cr_after_the_end_is_carriage_return": Row("carriage-return", change(end=b"=== END\r\n"), "end", 7),
    # bad-number
    "no_count_is_bad_number": Row("bad-number", change(count=b""), "count"),
    "a_count_with_a_leading_zero_is_bad_number": Row("bad-number", change(count=b"03"), "count"),
    "a_count_with_a_sign_is_bad_number": Row("bad-number", change(count=b"+3"), "count"),
    "a_count_with_a_letter_is_bad_number": Row("bad-number", change(count=b"3x"), "count", 1),
    "two_blanks_after_the_count_are_bad_number": Row("bad-number", change(after_count=b"  "), "total", -1),
    "a_total_with_a_blank_after_it_is_bad_number": Row("bad-number", change(total=b"18 "), "total", 2),
    "a_size_with_a_sign_is_bad_number": Row("bad-number", entry(0, size=b"-5"), "size 0", entry=0),
    "a_size_with_a_leading_zero_is_bad_number": Row("bad-number", entry(1, size=b"013"), "size 1", entry=1),
    "a_hexadecimal_size_is_bad_number": Row("bad-number", entry(1, size=b"0xd"), "size 1", 1, entry=1),
    "a_tab_after_a_size_is_bad_number": Row("bad-number", entry(2, after_size=b"\t"), "size 2", 1, entry=2),
    # number-too-large
    "a_count_above_the_largest_is_number_too_large": Row("number-too-large", change(count=b"%d" % (MAX + 1)), "count"),
    "a_total_above_the_largest_is_number_too_large": Row("number-too-large", change(total=b"9" * 40), "total"),
    "a_size_above_the_largest_is_number_too_large": Row(
        "number-too-large", entry(1, size=b"%d" % (MAX + 1)), "size 1", entry=1
    ),
    # bad-digest
    "an_upper_case_entry_is_bad_digest": Row("bad-digest", entry(0, digest=b"2CF" + b"0" * 61), "entry 0", 1, entry=0),
    "a_short_digest_is_bad_digest": Row("bad-digest", entry(1, digest=b"0" * 63), "entry 1", 63, entry=1),
    "a_long_digest_is_bad_digest": Row("bad-digest", entry(1, digest=b"0" * 65), "entry 1", 64, entry=1),
    "a_blank_line_among_the_entries_is_bad_digest": Row(
        "bad-digest", entry(2, digest=b"\n" + sha256(b"")), "entry 2", entry=2
    ),
    "two_blanks_after_a_digest_are_bad_number": Row(
        "bad-number", entry(2, after_digest=b"  "), "entry 2", 65, entry=2
    ),
    "an_upper_case_bundle_digest_is_bad_digest": Row("bad-digest", change(seal=b"0" * 20 + b"A" * 44), "digest", 20),
    "a_long_bundle_digest_is_bad_digest": Row("bad-digest", change(seal=b"0" * 65), "digest", 64),
    # count-mismatch
    "a_count_above_the_entries_is_count_mismatch": Row(
        "count-mismatch", change(count=b"4"), "digest line", 0, "count", 3,
        message="the INDEX holds 3 entries, its first line says 4",
    ),
    "a_count_below_the_entries_is_count_mismatch": Row(
        "count-mismatch", change(count=b"2"), "entry 2", 0, "count",
        message="the INDEX holds more entries than the 2 that its first line says",
    ),
    # total-mismatch
    "sizes_above_the_total_are_total_mismatch": Row("total-mismatch", change(total=b"17"), "size 1", 0, "total", 1),
    "sizes_below_the_total_are_total_mismatch": Row("total-mismatch", change(total=b"19"), "size 2", 0, "total", 2),
    "a_total_without_entries_is_total_mismatch": Row(
        "total-mismatch", change(count=b"0", total=b"7", entries=[], blocks=[]), "total", 0, "count"
    ),
    # name-utf8
    "a_latin_1_name_is_name_utf8": Row("name-utf8", name(1, b"b/\xe9t\xe9"), "name 1", 2, entry=1),
    "a_sequence_cut_by_the_line_end_is_name_utf8": Row("name-utf8", name(1, b"b/c\xe2\x82"), "name 1", 3, entry=1),
    "an_overlong_slash_is_name_utf8": Row("name-utf8", name(1, b"b\xc0\xafc"), "name 1", 1, entry=1),
    "a_surrogate_is_name_utf8": Row("name-utf8", name(1, b"b/\xed\xa0\x80"), "name 1", 2, entry=1),
    # name-char
    "an_escape_character_is_name_char": Row("name-char", name(1, b"b/\x1b[31mc"), "name 1", 2, entry=1),
    "a_nul_is_name_char": Row("name-char", name(1, b"b/c\0d"), "name 1", 3, entry=1),
    "a_tab_is_name_char": Row("name-char", name(1, b"b/\tc"), "name 1", 2, entry=1),
    "a_delete_character_is_name_char": Row("name-char", name(1, b"b\x7f"), "name 1", 1, entry=1),
    "a_c1_control_is_name_char": Row("name-char", name(1, "b/\u009bm".encode()), "name 1", 2, entry=1),
    "a_backslash_is_name_char": Row("name-char", name(1, rb"b\c"), "name 1", 1, entry=1),
    "a_right_to_left_override_is_name_char": Row("name-char", name(1, "b/\u202etxt".encode()), "name 1", 2, entry=1),
    "a_noncharacter_is_name_char": Row("name-char", name(1, "b/é\ufffe".encode()), "name 1", 4, entry=1),
    # name-component
    "an_empty_name_is_name_component": Row("name-component", name(1, b""), "name 1", entry=1),
    "an_absolute_name_is_name_component": Row("name-component", name(1, b"/etc/passwd"), "name 1", entry=1),
    "a_doubled_slash_is_name_component": Row("name-component", name(1, b"b//c"), "name 1", 2, entry=1),
    "a_trailing_slash_is_name_component": Row("name-component", name(1, b"b/"), "name 1", 2, entry=1),
    "a_dot_is_name_component": Row("name-component", name(1, b"b/./c"), "name 1", 2, entry=1),
    "two_dots_are_name_component": Row("name-component", name(1, b"b/../../x"), "name 1", 2, entry=1),
    "a_blank_first_is_name_component": Row("name-component", name(1, b"b/ c"), "name 1", 2, entry=1),
    "a_blank_last_is_name_component": Row("name-component", name(1, b"b/c "), "name 1", 2, entry=1),
    # name-too-long
    "a_component_of_256_bytes_is_name_too_long": Row("name-too-long", name(1, b"b/" + b"c" * 256), "name 1", entry=1),
    "a_name_of_4097_bytes_is_name_too_long": Row("name-too-long", name(2, LONG_NAME + b"/x"), "name 2", entry=2),
    # The order of names
    "an_equal_name_is_name_duplicate": Row("name-duplicate", name(2, b"b/c.txt"), "name 2", 0, "name 1", 2),
    "a_lower_name_is_name_order": Row("name-order", name(2, b"b"), "name 2", 0, "name 1", 2),
    "a_slash_after_a_dot_is_name_order": Row("name-order", name(1, b"a/x"), "name 1", 0, "name 0", 1),
    "a_name_below_a_document_is_name_conflict": Row("name-conflict", name(1, b"a.txt/b"), "name 1", 0, "name 0", 1),
    # index-digest-mismatch
    "a_wrong_bundle_digest_is_index_digest_mismatch": Row("index-digest-mismatch", change(seal=b"0" * 64), "digest"),
    # The blocks
    "a_block_too_few_is_missing_file": Row("missing-file", drop_last_block, "end", 0, "entry 2", 2, True),
    "a_block_too_many_is_extra_file": Row("extra-file", add_block, "block 3", 0, "count"),
    "a_block_of_an_empty_bundle_is_extra_file": Row(
        "extra-file", change(count=b"0", total=b"0", entries=[]), "block 0", 0, "count"
    ),
    "a_header_of_another_size_is_header_mismatch": Row(
        "header-mismatch", block(1, size=b"12"), "header size 1", 1, "size 1", 1, True,
        message="FILE header says 12 bytes, its INDEX entry says 13",
    ),
    "a_header_of_one_byte_is_header_mismatch": Row(
        "header-mismatch", block(0, size=b"1"), "header size 0", 0, "size 0", 0, True,
        message="FILE header says 1 byte, its INDEX entry says 5",
    ),
    "a_header_with_a_sign_is_header_mismatch": Row(
        "header-mismatch", block(1, size=b"-5"), "header size 1", 0, "size 1", 1, True, message=HEADER_DIFFERS
    ),
    "a_header_with_a_blank_too_many_is_header_mismatch": Row(
        "header-mismatch", block(1, word=b"=== FILE  "), "block 1", 9, "size 1", 1, True, message=HEADER_DIFFERS
    ),
    "a_header_without_size_and_name_is_header_mismatch": Row(
        "header-mismatch", block(1, word=b"=== FILE \n", size=b"77"), "block 1", 9, "size 1", 1, True,
        message=HEADER_DIFFERS,
    ),
    "a_header_of_a_huge_size_is_header_mismatch": Row(
        "header-mismatch", block(1, size=b"9" * 30), "header size 1", 0, "size 1", 1, True, message=HEADER_DIFFERS
    ),
    "a_header_of_another_name_is_header_mismatch": Row(
        "header-mismatch", block(1, name=b"b/d.txt"), "header name 1", 2, "size 1", 1, True, message=HEADER_DIFFERS
    ),
    "a_header_of_a_longer_name_is_header_mismatch": Row(
        "header-mismatch", block(1, name=b"b/c.txt2"), "header name 1", 7, "size 1", 1, True, message=HEADER_DIFFERS
    ),
    "a_header_with_a_cr_in_its_name_is_header_mismatch": Row(
        "header-mismatch", block(1, name=b"b/\r.txt"), "header name 1", 2, "size 1", 1, True, message=HEADER_DIFFERS
    ),
    "swapped_blocks_are_header_mismatch": Row(
        "header-mismatch", swap_blocks, "header size 0", 0, "size 0", 0, True,
        message="FILE header says 13 bytes, its INDEX entry says 5",
    ),
    # The payloads
    "a_changed_document_is_payload_digest_mismatch": Row(
        "payload-digest-mismatch", block(1, payload=b"hello, worle\n"), "payload 1", 0, "entry 1", 1, True
    ),
    "a_wrong_digest_of_an_empty_document_is_payload_digest_mismatch": Row(
        "payload-digest-mismatch", entry(2, digest=sha256(b"x")), "payload 2", 0, "entry 2", 2, True
    ),
    "a_document_that_is_too_long_is_bad_payload_end": Row(
        "bad-payload-end", block(0, payload=b"hello!"), "payload 0", 5, "size 0", 0, True
    ),
    "a_document_that_is_too_short_is_bad_payload_end": Row(
        "bad-payload-end",
        lambda draft: (draft.change(0, size=b"6", digest=sha256(b"hello\n")), block(0, size=b"6")(draft),
                       change(total=b"19")(draft)),
        "block 1", 0, "size 0", 0, True,
    ),
    # The end
    "a_newline_after_the_end_is_trailing_data": Row("trailing-data", change(trailer=b"\n"), "trailer"),
    "a_second_bundle_is_trailing_data": Row("trailing-data", change(trailer=demo().bytes()), "trailer"),
    "a_nul_after_the_end_is_trailing_data": Row("trailing-data", change(trailer=b"\0" * 512), "trailer"),
    # truncated
    "no_input_is_truncated": truncated("magic", 0),
    "an_input_cut_in_the_magic_is_truncated": truncated("magic", 7),
    "an_input_cut_after_the_version_is_truncated": truncated("index line", 0),
    "an_input_cut_in_a_number_is_truncated": truncated("total", 1),
    "an_input_cut_in_an_entry_is_truncated": truncated("name 1", 3, entry=1),
    "an_input_cut_between_entries_is_truncated": truncated("entry 2", 0, entry=2),
    "an_input_cut_in_the_digest_is_truncated": truncated("digest", 11),
    "an_input_cut_before_a_block_is_truncated": truncated("block 0", 0, entry=0, in_block=True),
    "an_input_cut_in_a_header_is_truncated": truncated("header name 1", 4, entry=1, in_block=True),
    "an_input_cut_in_a_document_is_truncated": truncated(
        "payload 1", 5, entry=1, in_block=True,
        message="the input ends before the bundle does: 5 of 13 bytes of this document are there",
    ),
    "an_input_cut_before_a_document_is_truncated": truncated(
        "payload 0", 0, entry=0, in_block=True,
        message="the input ends before the bundle does: 0 of 5 bytes of this document are there",
    ),
    "an_input_cut_in_the_end_is_truncated": truncated("end", 7),
    # Policies
    "a_count_above_the_limit_is_limit_files": Row("limit-files", keep, "count", options=("--max-files=2",)),
    "a_size_above_the_limit_is_limit_file_size": Row(
        "limit-file-size", keep, "size 1", entry=1, options=("--max-file-size=12",)
    ),
    "a_total_above_the_limit_is_limit_total_size": Row(
        "limit-total-size", keep, "total", options=("--max-total-size", "17")
    ),
    "entries_above_the_limit_are_limit_index_bytes": Row(
        "limit-index-bytes", keep, "entry 2", entry=2, options=("--max-index-bytes=220",)
    ),
    "a_document_that_is_not_utf_8_is_payload_utf8": Row(
        "payload-utf8",
        lambda draft: (block(0, payload=b"he\xfflo")(draft), draft.change(0, digest=sha256(b"he\xfflo"))),
        "payload 0", 2, None, 0, True, ("--require-utf8",),
    ),
    "a_sequence_cut_by_the_end_of_the_document_is_payload_utf8": Row(
        "payload-utf8",
        lambda draft: (block(0, payload=b"hel\xf0\x9f")(draft), draft.change(0, digest=sha256(b"hel\xf0\x9f"))),
        "payload 0", 3, None, 0, True, ("--require-utf8",),
    ),
}


class Case:
    """A row with all that follows from it."""

    def __init__(self, row):
        self.row = row
        self.draft = demo()
        row.lie(self.draft)
        self.offset = self.draft.at(row.mark) + row.into
        self.data = self.draft.bytes() if row.cut is None else self.draft.bytes()[: self.offset]
        self.related = None if row.related is None else self.draft.at(row.related)
        self.message = row.message or human.sentences()[row.code]
        self.name = self.draft.entries[row.entry].name if row.in_block else None
        self.goes_on = row.code in ("payload-digest-mismatch", "payload-utf8")
        self.refused = row.code.startswith("limit-") or row.code == "payload-utf8"

    def human(self, path):
        verdict = "refused" if self.refused else "invalid"
        row = self.row
        found = human.finding(path, self.data, row.code, self.offset, self.message, self.related, self.name)
        return found + f"{path}: {verdict}: 1 error\n"

    def seen(self):
        """The documents whose header was read, and the bytes of them."""
        if self.goes_on:
            return 3, 18
        begins = [self.draft.at(f"payload {i}") for i in range(min(len(self.draft.blocks), len(self.draft.entries)))]
        seen = [i for i, begin in enumerate(begins) if begin <= self.offset]
        sizes = [int(self.draft.entries[i].size) for i in seen]
        return len(seen), sum(min(size, self.offset - begins[i]) for i, size in zip(seen, sizes))

    def json(self, path):
        line, column = human.locate(self.data, self.offset)
        files, size = self.seen()
        sealed = self.offset >= self.draft.at("digest") + 65
        return [
            {
                "schema": 1, "type": "error", "bundle": path, "code": self.row.code, "offset": self.offset,
                "line": line, "column": column, "entry": self.row.entry,
                "name": None if self.name is None else self.name.decode(), "related": self.related,
                "message": self.message,
            },
            {
                "schema": 1, "type": "summary", "bundle": path, "verdict": "refused" if self.refused else "invalid",
                "errors": 1, "files": files, "bytes": size, "digest": self.draft.digest().decode() if sealed else None,
            },
        ]


class ErrorTable(CliTest):
    def judge(self, row):
        case = Case(row)
        self.write("x.seedbundle", case.data)
        path = "x.seedbundle"
        pipe = case.data
        inputs = [
            ("human", "a file", [path], b"", path),
            ("json", "a file", [path], b"", path),
            ("human", "a pipe", [], pipe, "-"),
            ("human", "single bytes", [], Pieces(pipe, 1), "-"),
            ("json", "single bytes", [], Pieces(pipe, 1), "-"),
            ("human", "pieces of 2 to 7 bytes", [], Pieces(pipe, 2, 3, 5, 7), "-"),
            ("json", "pieces of 100 bytes", [], Pieces(pipe, 100), "-"),
        ]
        for form, what, operands, stdin, shown in inputs:
            with self.subTest(what, form=form):
                self.judge_input(case, form, operands, stdin, shown)

    def judge_input(self, case, form, operands, stdin, shown):
        done = self.run_program("validate", "--format", form, *case.row.options, *operands, stdin=stdin)
        self.assertEqual(done.err, b"")
        self.assertEqual(done.status, 1)
        if form == "human":
            self.assertEqual(human.without_hints(done.out.decode()), case.human(shown))
        else:
            found, expected = self.json_lines(done.out), case.json(shown)
            found[0].pop("hint", None)  # see test_diagnostics.py
            self.assertEqual(found, expected)
            self.assertEqual([list(one) for one in found], [list(one) for one in expected], "order of members")

    def test_every_code_that_a_reader_can_say_has_a_row(self):
        self.assertEqual(set(human.sentences()) - NEVER_READ, {row.code for row in ROWS.values()})

    def test_the_demo_bundle_itself_is_valid(self):
        self.assertIn(b": valid: 3 documents, 18 bytes", self.succeed("validate", stdin=demo().bytes()))


def _test_of(row):
    return lambda self: self.judge(row)


for _sentence, _row in ROWS.items():
    setattr(ErrorTable, f"test_{_sentence}", _test_of(_row))

if __name__ == "__main__":
    unittest.main()

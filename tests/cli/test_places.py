"""Lines, columns, excerpts and carets in long bundles and long lines: the same from a file and from a pipe, however its
bytes come in."""

import random
import unittest

from support import human
from support.bundle import DEMO, Draft, demo, pack, sha256
from support.program import SEEDS, CliTest, Pieces

CUTS = {
    "a pipe": None,
    "a first piece of one byte": (1, 65536),
    "pieces of 4096 bytes": (4096,),
    "pieces of 60000 bytes": (60000,),
    "pieces of 1 to 5000 bytes": (1, 5000, 33, 1000, 2),
}


class Places(CliTest):
    def judge(self, data, expected, *options, cuts=CUTS):
        """The program must say `expected` (in which PATH stands for the input's name) from a file and from pipes."""
        self.write("x.seedbundle", data)
        with self.subTest("a file"):
            done = self.run_program("validate", *options, "x.seedbundle")
            self.assertEqual((done.status, done.err), (1, b""))
            self.assertEqual(human.without_hints(done.out.decode()), expected.replace("PATH", "x.seedbundle"))
        for what, sizes in cuts.items():
            with self.subTest(what):
                done = self.run_program("validate", *options, stdin=Pieces(data, *sizes) if sizes else data)
                self.assertEqual((done.status, done.err), (1, b""))
                self.assertEqual(human.without_hints(done.out.decode()), expected.replace("PATH", "-"))

    def judge_one(self, draft, code, offset, *options, related=None, name=None, message=None):
        data = draft.bytes()
        message = message or human.sentences()[code]
        verdict = "refused" if code == "payload-utf8" else "invalid"
        text = human.finding("PATH", data, code, offset, message, related, name)
        self.judge(data, f"{text}PATH: {verdict}: 1 error\n", *options)

    # -- Long bundles --

    def test_the_count_is_shown_although_the_stream_is_long_past_it(self):
        draft = Draft([(b"a", b"line\n" * 40000), (b"b", b"")])
        draft.blocks.append(draft.blocks[1])
        self.judge_one(draft, "extra-file", draft.at("block 2"), related=draft.at("count"))

    def test_an_entry_is_shown_although_the_stream_is_long_past_it(self):
        draft = Draft([(b"a", b"line\n" * 40000), (b"b", b"x")])
        draft.blocks[1].payload = b"y"
        self.judge_one(
            draft, "payload-digest-mismatch", draft.at("payload 1"), related=draft.at("entry 1"), name=b"b"
        )

    def test_a_long_bad_document_is_shown_at_its_begin(self):
        draft = Draft([(b"a", b"A line.\n" * 40), (b"b", b"The first line.\n" + b"More lines.\n" * 20000)])
        draft.blocks[1].payload = draft.blocks[1].payload[:-1] + b"!"
        self.judge_one(
            draft, "payload-digest-mismatch", draft.at("payload 1"), related=draft.at("entry 1"), name=b"b"
        )

    def test_a_long_bad_document_of_one_line_is_clipped_alike(self):
        for size in (200, 9000, 70000, 300000):
            with self.subTest(size=size):
                draft = Draft([(b"a", b"x" * size)])
                draft.blocks[0].payload = b"0123456789" * (size // 10)
                self.judge_one(
                    draft, "payload-digest-mismatch", draft.at("payload 0"), related=draft.at("entry 0"), name=b"a"
                )

    def test_a_document_that_is_neither_utf_8_nor_whole_is_shown_twice(self):
        payload = b"abc\xffdef " + b"more " * 40000
        draft = Draft([(b"a", payload)])
        draft.change(0, digest=sha256(b""))
        data = draft.bytes()
        offset = draft.at("payload 0")
        sentences = human.sentences()
        text = human.finding("PATH", data, "payload-utf8", offset + 3, sentences["payload-utf8"], name=b"a")
        text += human.finding(
            "PATH", data, "payload-digest-mismatch", offset, sentences["payload-digest-mismatch"],
            draft.at("entry 0"), b"a",
        )
        self.judge(data, text + "PATH: invalid: 2 errors\n", "--require-utf8")

    def test_every_bad_document_of_a_long_bundle_is_named(self):
        documents = [(b"%03d.txt" % i, b"document %d\n" % i * (i * 7 % 90)) for i in range(200)]
        draft = Draft(documents)
        bad = [i for i in range(200) if i % 3 == 1]
        for i in bad:
            draft.change(i, digest=sha256(b"other"))
        data = draft.bytes()
        text = "".join(
            human.finding(
                "PATH", data, "payload-digest-mismatch", draft.at(f"payload {i}"),
                human.sentences()["payload-digest-mismatch"], draft.at(f"entry {i}"), documents[i][0],
            )
            for i in bad
        )
        self.judge(data, f"{text}PATH: invalid: {len(bad)} errors\n")

    def test_a_line_number_of_seven_digits_keeps_the_caret_in_place(self):
        draft = Draft([(b"a", b"\n" * 1000000 + b"the end")])
        draft.blocks[0].payload += b"!"
        data = draft.bytes()
        self.write("x.seedbundle", data)
        out = self.run_program("validate", "x.seedbundle").out.decode().splitlines()
        self.assertTrue(out[0].startswith("x.seedbundle:1000006:8: error: a: "), out[0])
        self.assertEqual(out[1], "1000006 | the end!")
        self.assertEqual(out[2].index("^"), out[1].index("!"))

    def test_each_changed_seed_is_found_at_its_own_line(self):
        paths = sorted(SEEDS.glob("*.txt"))
        draft = Draft([(path.name.encode(), path.read_bytes()) for path in paths])
        for block in draft.blocks:
            block.payload = block.payload[:-2] + b"!" + block.payload[-1:]
        data = draft.bytes()
        text = "".join(
            human.finding(
                "PATH", data, "payload-digest-mismatch", draft.at(f"payload {i}"),
                human.sentences()["payload-digest-mismatch"], draft.at(f"entry {i}"), path.name.encode(),
            )
            for i, path in enumerate(paths)
        )
        self.judge(data, f"{text}PATH: invalid: {len(paths)} errors\n")

    # -- Long and odd lines --

    def test_lines_around_the_length_at_which_they_are_clipped(self):
        for size in range(142, 148):
            with self.subTest(size=size):
                draft = Draft([(b"a", b"x" * size)])
                draft.change(0, digest=sha256(b""))
                self.judge_one(
                    draft, "payload-digest-mismatch", draft.at("payload 0"), related=draft.at("entry 0"), name=b"a"
                )

    def test_columns_around_the_one_from_which_lines_are_clipped(self):
        for size in (70, 71, 72, 73, 74, 200):
            with self.subTest(size=size):
                draft = Draft([(b"a", b"x" * size)])
                draft.blocks[0].payload += b"y" * 300
                self.judge_one(
                    draft, "bad-payload-end", draft.at("payload 0") + size, related=draft.at("size 0"), name=b"a"
                )

    def test_a_line_is_clipped_between_characters(self):
        for lead in range(4):
            with self.subTest(lead=lead):
                text = b"x" * lead + "“naïve” 漢字 🙂 ".encode() * 60
                draft = Draft([(b"a", text[:600])])
                draft.blocks[0].payload = text[:600] + b"!" + text
                self.judge_one(
                    draft, "bad-payload-end", draft.at("payload 0") + 600, related=draft.at("size 0"), name=b"a"
                )

    def test_the_caret_stands_right_behind_wide_narrow_and_escaped_characters(self):
        for before in ("漢字", "e\u0301e\u0301", "\t\t", "\x1b[31m", "\u202e", "\u00ad\u200b", "\\\\", "é“”", "\x7f\x9b"):
            with self.subTest(before):
                text = before.encode() + b" "
                draft = Draft([(b"a", text)])
                draft.blocks[0].payload = text + b"! and more"
                self.judge_one(
                    draft, "bad-payload-end", draft.at("payload 0") + len(text), related=draft.at("size 0"), name=b"a"
                )

    def test_the_caret_stands_right_behind_bytes_that_are_no_text(self):
        text = b"\xff\xfe\x80 \xc3( \0 "
        draft = Draft([(b"a", text)])
        draft.blocks[0].payload = text + b"!"
        self.judge_one(
            draft, "bad-payload-end", draft.at("payload 0") + len(text), related=draft.at("size 0"), name=b"a"
        )

    def test_a_long_name_is_clipped_in_its_note(self):
        long = b"/".join([b"d" * 200] * 10)
        draft = Draft([(long, b"hello")])
        draft.blocks[0].name = long[:-1] + b"e"
        self.judge_one(
            draft, "header-mismatch", draft.at("header name 0") + len(long) - 1, related=draft.at("size 0"),
            name=long, message="FILE header differs from its INDEX entry",
        )

    # -- Whatever the damage --

    def test_a_damaged_bundle_reads_the_same_from_a_file_and_a_pipe(self):
        source = random.Random("damage")
        whole = pack(DEMO + [(b"long", b"word " * 3000), (b"lines", b"line\n" * 3000)])
        for turn in range(60):
            data = bytearray(whole if turn % 2 else demo().bytes())
            for _ in range(source.randint(1, 3)):
                at = source.randrange(len(data))
                what = source.choice(("flip", "drop", "add", "cut"))
                if what == "flip":
                    data[at] ^= 1 << source.randrange(8)
                elif what == "drop":
                    del data[at : at + source.randint(1, 40)]
                elif what == "add":
                    data[at:at] = source.randbytes(source.randint(1, 40))
                else:
                    del data[max(at, 1) :]
            data = bytes(data)
            self.write("x.seedbundle", data)
            expected = self.run_program("validate", "--require-utf8", "x.seedbundle")
            sizes = [source.randint(1, 5000) for _ in range(4)]
            found = self.run_program("validate", "--require-utf8", stdin=Pieces(data, *sizes))
            with self.subTest(turn=turn, sizes=sizes):
                self.assertEqual(found.status, expected.status)
                self.assertEqual(found.out, expected.out.replace(b"x.seedbundle:", b"-:"))


if __name__ == "__main__":
    unittest.main()

"""records: one line of JSON a document, each only once it is proven."""

import base64
import json
import unittest

from support.bundle import DEMO, Draft, demo, pack, sha256
from support.program import SEEDS, CliTest, Pieces

MEMBERS = ["schema", "type", "bundle", "ordinal", "name", "size", "sha256"]


class Records(CliTest):
    def records(self, *arguments, status=0, **more):
        done = self.run_program("records", *arguments, **more)
        self.assertEqual((done.status, done.err), (status, b""))
        return self.json_lines(done.out)

    def payload(self, record):
        if "text" in record:
            return record["text"].encode()
        return base64.b64decode(record["base64"], validate=True)

    def judge(self, documents):
        """Every document must come back."""
        found = self.records(stdin=pack(documents))
        self.assertEqual(len(found), len(documents))
        for ordinal, (record, (name, payload)) in enumerate(zip(found, documents)):
            is_text = self.is_text(payload)
            self.assertEqual(list(record), [*MEMBERS, "text" if is_text else "base64"])
            self.assertEqual((record["type"], record["bundle"], record["ordinal"]), ("document", "-", ordinal))
            self.assertEqual((record["name"].encode(), record["size"]), (name, len(payload)))
            self.assertEqual(record["sha256"].encode(), sha256(payload))
            self.assertEqual(self.payload(record), payload)

    @staticmethod
    def is_text(payload):
        try:
            payload.decode()
            return True
        except UnicodeDecodeError:
            return False

    def test_every_document_is_a_record(self):
        self.judge(DEMO)

    def test_every_seed_comes_back(self):
        paths = sorted(SEEDS.glob("*.txt"))
        found = self.records(str(SEEDS / "sample.seedbundle"))
        self.assertEqual([record["name"] for record in found], [path.name for path in paths])
        self.assertEqual([self.payload(record) for record in found], [path.read_bytes() for path in paths])

    def test_every_single_byte_comes_back(self):
        self.judge([(b"%03d" % byte, bytes([byte])) for byte in range(256)])

    def test_every_pair_of_a_byte_and_text_comes_back(self):
        self.judge([(b"%03d" % byte, b"a" + bytes([byte]) + "é".encode()) for byte in range(256)])

    def test_all_bytes_at_once_come_back(self):
        self.judge([(b"all", bytes(range(256))), (b"low", bytes(range(128))), (b"more", bytes(range(256)) * 1000)])

    def test_text_of_every_kind_comes_back(self):
        self.judge(
            sorted(
                (b"%d" % i, text.encode())
                for i, text in enumerate(
                    ["", "\0", "a\0b", '"quoted" \\ back/slash', "\x7f\x80\x9f", "\ud7ff\ue000\uffff\ufffe"]
                    + ["\U0010ffff🙂", "\u2028\u2029", "\ufeffbom", "\r\n\t\x08\x0c\x1b", "e\u0301", "‮", " " * 100]
                )
            )
        )

    def test_what_is_not_utf_8_is_base64(self):
        bad = [b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"caf\xe9", b"cut\xe2\x82", b"\x80"]
        for size in range(1, 8):
            bad.append(b"\xff" * size)
        documents = sorted((b"%d" % i, payload) for i, payload in enumerate(bad))
        self.judge(documents)
        for record in self.records(stdin=pack(documents)):
            self.assertIn("base64", record)

    def test_large_documents_come_back(self):
        text = "“long” lines, 漢字\n".encode() * 60000
        self.judge([(b"binary", text + b"\xff"), (b"text", text)])

    def test_a_large_binary_is_one_run_of_base64(self):
        """It is encoded in pieces of 3 MiB; only the last one may be padded."""
        for size in ((3 << 20) - 1, 3 << 20, (3 << 20) + 1, (6 << 20) + 2):
            with self.subTest(size):
                payload = (b"\xff" + bytes(250)) * (size // 251 + 1)
                (record,) = self.records(stdin=pack([(b"a", payload[:size])]))
                self.assertEqual(self.payload(record), payload[:size])

    def test_a_pipe_may_come_in_pieces(self):
        data = demo().bytes()
        whole = self.records(stdin=data)
        for size in (1, 3, 100):
            self.assertEqual(self.records(stdin=Pieces(data, size)), whole)

    def test_several_bundles_come_one_after_another(self):
        self.write("x", demo().bytes())
        self.write("y", pack([(b"only", b"this")]))
        found = self.records("x", "y", "-", stdin=pack([]))
        self.assertEqual([(one["bundle"], one["ordinal"]) for one in found], [("x", 0), ("x", 1), ("x", 2), ("y", 0)])

    def test_an_empty_bundle_has_no_records(self):
        self.assertEqual(self.records(stdin=pack([])), [])

    # -- What is wrong --

    def test_a_bad_document_is_an_error_in_its_place_and_the_others_come(self):
        draft = demo()
        draft.blocks[1].payload = b"hello, worlD\n"
        first, error, last = self.records(stdin=draft.bytes(), status=1)
        self.assertEqual([first["text"], last["text"]], ["hello", ""])
        self.assertEqual((error["type"], error["code"], error["entry"]), ("error", "payload-digest-mismatch", 1))
        self.assertEqual((error["name"], error["offset"]), ("b/c.txt", draft.at("payload 1")))
        self.assertNotIn("worlD", json.dumps(error))

    def test_an_error_that_ends_the_bundle_is_the_last_record(self):
        draft = demo()
        draft.blocks[1].end = b"x"
        first, error = self.records(stdin=draft.bytes(), status=1)
        self.assertEqual((first["name"], error["type"], error["code"]), ("a.txt", "error", "bad-payload-end"))

    def test_a_document_whose_end_is_missing_is_not_given_out(self):
        data = demo().bytes()[: demo().at("payload end 1")]
        first, error = self.records(stdin=data, status=1)
        self.assertEqual((first["name"], error["code"]), ("a.txt", "truncated"))

    def test_nothing_comes_of_a_bad_index(self):
        draft = demo()
        draft.seal = b"0" * 64
        (error,) = self.records(stdin=draft.bytes(), status=1)
        self.assertEqual(error["code"], "index-digest-mismatch")

    def test_what_follows_the_end_is_an_error_after_all_documents(self):
        draft = demo()
        draft.trailer = b"x"
        found = self.records(stdin=draft.bytes(), status=1)
        self.assertEqual([one["type"] for one in found], ["document"] * 3 + ["error"])

    def test_a_missing_bundle_does_not_keep_the_others_away(self):
        self.write("x", demo().bytes())
        self.write("bad", b"bad")
        done = self.run_program("records", "missing", "bad", "x")
        self.assertEqual(done.status, 2)
        self.assertEqual([one["type"] for one in self.json_lines(done.out)], ["error"] + ["document"] * 3)
        self.assertIn(b"missing: No such file", done.err)

    # -- Bounds and policies --

    def test_a_document_at_the_bound_is_held(self):
        found = self.records("--max-document=13", stdin=demo().bytes())
        self.assertEqual([one["type"] for one in found], ["document"] * 3)

    def test_a_document_above_the_bound_is_an_error_and_the_others_come(self):
        draft = demo()
        first, error, last = self.records("--max-document=12", stdin=draft.bytes(), status=1)
        self.assertEqual((first["name"], last["name"]), ("a.txt", "b/é"))
        self.assertEqual((error["code"], error["entry"], error["name"]), ("limit-file-size", 1, "b/c.txt"))
        self.assertEqual(error["offset"], draft.at("header size 1"))

    def test_a_bound_of_zero_lets_only_empty_documents_through(self):
        found = self.records("--max-document=0", stdin=demo().bytes(), status=1)
        self.assertEqual([one["type"] for one in found], ["error", "error", "document"])

    def test_the_bound_is_64_mib_unless_it_is_raised(self):
        size = (64 << 20) + 1
        self.write("large", pack([(b"a", b"x" * size)]))
        (error,) = self.records("large", status=1)
        self.assertEqual(error["code"], "limit-file-size")
        with open(self.folder / "out", "wb") as file:
            self.succeed("records", "--max-document=65M", "large", stdout=file)
        self.assertGreater((self.folder / "out").stat().st_size, size)

    def test_require_utf8_makes_other_documents_errors(self):
        draft = Draft([(b"a", b"text"), (b"b", b"caf\xe9"), (b"c", b"more")])
        first, error, last = self.records("--require-utf8", stdin=draft.bytes(), status=1)
        self.assertEqual([first["text"], last["text"]], ["text", "more"])
        self.assertEqual((error["code"], error["offset"]), ("payload-utf8", draft.at("payload 1") + 3))

    def test_a_document_that_is_neither_text_nor_proven_is_no_record(self):
        draft = Draft([(b"a", b"caf\xe9"), (b"b", b"x")])
        draft.change(0, digest=sha256(b"cafe"))
        error, document = self.records(stdin=draft.bytes(), status=1)
        self.assertEqual((error["code"], document["name"]), ("payload-digest-mismatch", "b"))

    def test_policies_refuse(self):
        for option in ("--max-files=2", "--max-file-size=12", "--max-total-size=17", "--max-index-bytes=10"):
            with self.subTest(option):
                (error,) = self.records(option, stdin=demo().bytes(), status=1)
                self.assertTrue(error["code"].startswith("limit-"))

    # -- Paths --

    def test_a_path_that_is_not_utf_8_is_escaped(self):
        self.write(b"caf\xe9", demo().bytes())
        self.assertEqual({one["bundle"] for one in self.records(b"caf\xe9")}, {r"caf\xe9"})

    def test_a_path_of_text_comes_as_it_is(self):
        for path in ("é \x1b\n\"\\", "\u202e\ufeff"):
            with self.subTest(path):
                self.write(path, demo().bytes())
                self.assertEqual({one["bundle"] for one in self.records(path)}, {path})

    def test_a_terminal_gets_ascii_only(self):
        self.write("é", pack([("ü".encode(), "“x”\u202e\u009b".encode())]))
        shown = self.run_on_terminal("records", "é").shown
        self.assertTrue(shown.isascii())
        (record,) = self.json_lines(shown)
        self.assertEqual((record["bundle"], record["name"], record["text"]), ("é", "ü", "“x”\u202e\u009b"))


if __name__ == "__main__":
    unittest.main()

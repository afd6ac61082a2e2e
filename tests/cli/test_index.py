"""list and digest: what the INDEX alone tells."""

import hashlib
import shutil
import subprocess
import unittest

from support.bundle import DEMO, Draft, demo, pack, sha256
from support.program import SEEDS, CliTest, Pieces

ENTRY = ["schema", "type", "bundle", "ordinal", "name", "size", "sha256", "offset", "block_offset", "payload_offset"]
LARGEST = 2**63 - 1


class List(CliTest):
    def test_every_document_is_a_line_of_size_digest_and_name(self):
        expected = b"".join(b"%2d  %s  %s\n" % (len(payload), sha256(payload), name) for name, payload in DEMO)
        self.assertEqual(self.succeed("list", stdin=demo().bytes()), expected)

    def test_every_document_is_an_object_of_json_with_its_places(self):
        draft = demo()
        self.write("x", draft.bytes())
        found = self.json_lines(self.succeed("list", "--format=json", "x"))
        self.assertEqual([list(one) for one in found], [ENTRY] * 3)
        for ordinal, (one, (name, payload)) in enumerate(zip(found, DEMO)):
            self.assertEqual((one["type"], one["bundle"], one["ordinal"]), ("entry", "x", ordinal))
            self.assertEqual((one["name"].encode(), one["size"]), (name, len(payload)))
            self.assertEqual(one["sha256"].encode(), sha256(payload))
            self.assertEqual(one["offset"], draft.at(f"entry {ordinal}"))
            self.assertEqual(one["block_offset"], draft.at(f"block {ordinal}"))
            self.assertEqual(one["payload_offset"], draft.at(f"payload {ordinal}"))

    def test_a_place_that_json_gives_is_where_the_document_stands(self):
        data = (SEEDS / "sample.seedbundle").read_bytes()
        for one in self.json_lines(self.succeed("list", "--format=json", stdin=data)):
            payload = data[one["payload_offset"] :][: one["size"]]
            self.assertEqual(payload, (SEEDS / one["name"]).read_bytes())

    def test_an_empty_bundle_has_no_lines(self):
        self.assertEqual(self.succeed("list", stdin=pack([])), b"")
        self.assertEqual(self.succeed("list", "--format=json", stdin=pack([])), b"")

    def test_the_documents_are_not_looked_at(self):
        data = demo().bytes()
        whole = self.succeed("list", stdin=data)
        self.assertEqual(self.succeed("list", stdin=data[: demo().at("block 0")]), whole)
        self.assertEqual(self.succeed("list", stdin=Pieces(data[: demo().at("block 0")], 1)), whole)

    def test_a_bad_index_lists_nothing(self):
        draft = demo()
        draft.seal = b"0" * 64
        for form in ("human", "json"):
            with self.subTest(form):
                done = self.run_program("list", "--format", form, stdin=draft.bytes())
                self.assertEqual(done.status, 1)
                where = done.out if form == "json" else done.err
                self.assertIn(b"index-digest-mismatch", where)
                self.assertNotIn(b"a.txt", where)
        self.assertEqual(self.run_program("list", stdin=draft.bytes()).out, b"")

    def test_an_error_is_shown_on_stderr_as_validate_shows_it_on_stdout(self):
        data = demo().bytes()[:150]
        shown = self.run_program("validate", stdin=data).out.rsplit(b"-: invalid", 1)[0]
        done = self.run_program("list", stdin=data)
        self.assertEqual((done.status, done.out, done.err), (1, b"", shown))

    def test_policies_refuse(self):
        for option in ("--max-files=2", "--max-file-size=12", "--max-total-size=17", "--max-index-bytes=10"):
            with self.subTest(option):
                self.fail_with(1, b"[limit-", "list", option, stdin=demo().bytes())

    def test_the_largest_sizes_are_shown_and_no_place_is_a_wrong_number(self):
        """A block may begin beyond the largest integer of JSON libraries: then its place is null."""
        draft = Draft([(b"a", b""), (b"b", b"")])
        draft.total = b"%d" % LARGEST
        draft.change(0, size=b"%d" % (LARGEST - 10), digest=b"0" * 64)
        draft.change(1, size=b"10")
        data = draft.bytes()[: draft.at("block 0")]
        self.assertIn(b"%d  %s  a\n" % (LARGEST - 10, b"0" * 64), self.succeed("list", stdin=data))
        first, second = self.json_lines(self.succeed("list", "--format=json", stdin=data))
        self.assertEqual(first["size"], LARGEST - 10)
        self.assertIn(second["block_offset"], (None, first["payload_offset"] + LARGEST - 10 + 1))
        self.assertIn(second["payload_offset"], (None, first["payload_offset"] + LARGEST - 10 + 17))

    def test_one_bundle_is_listed(self):
        self.write("x", demo().bytes())
        self.fail_with(2, b"list takes one bundle", "list", "x", "x")


class Digest(CliTest):
    def test_the_digest_is_the_sha_256_of_the_index(self):
        data = demo().bytes()
        expected = hashlib.sha256(data[: demo().at("digest line")]).hexdigest()
        self.assertEqual(self.succeed("digest", stdin=data).decode(), f"{expected}  -\n")

    def test_every_bundle_is_a_line(self):
        self.write("x", demo().bytes())
        self.write("y", pack([]))
        lines = self.succeed("digest", "y", "x", str(SEEDS / "sample.seedbundle")).decode().splitlines()
        self.assertEqual(lines[0], f"{Draft([]).digest().decode()}  y")
        self.assertEqual(lines[1], f"{demo().digest().decode()}  x")
        sample = (SEEDS / "sample.seedbundle").read_bytes().split(b"=== DIGEST ")[1][:64].decode()
        self.assertEqual(lines[2], f"{sample}  {SEEDS}/sample.seedbundle")

    def test_equal_documents_have_an_equal_digest_and_others_do_not(self):
        one, two = pack([(b"a", b"1")]), pack([(b"a", b"2")])
        self.assertEqual(self.succeed("digest", stdin=one), self.succeed("digest", stdin=pack([(b"a", b"1")])))
        self.assertNotEqual(self.succeed("digest", stdin=one), self.succeed("digest", stdin=two))

    def test_paths_are_escaped_as_sha256sum_escapes_them(self):
        plain = ["a b", " a", "é", "a\tb", b"\xff"]
        escaped = ["a\\b", "line\nbreak", "carriage\rreturn", "\\\n\r", "\\"]
        for path in plain + escaped:
            with self.subTest(path):
                self.write(path, demo().bytes())
                ours = self.succeed("digest", path)
                theirs = subprocess.run(
                    [shutil.which("sha256sum"), path], cwd=self.folder, stdout=subprocess.PIPE, check=True
                ).stdout
                content = sha256(demo().bytes())
                self.assertEqual(ours, theirs.replace(content, demo().digest()))

    def test_a_bad_bundle_has_no_digest_and_the_others_have(self):
        self.write("x", demo().bytes())
        draft = demo()
        draft.seal = b"0" * 64
        self.write("bad", draft.bytes())
        done = self.run_program("digest", "bad", "x")
        self.assertEqual((done.status, done.out.decode()), (1, f"{demo().digest().decode()}  x\n"))
        self.assertIn(b"[index-digest-mismatch]", done.err)
        done = self.run_program("digest", "missing", "bad", "x")
        self.assertEqual((done.status, done.out.decode()), (2, f"{demo().digest().decode()}  x\n"))

    def test_the_documents_are_not_looked_at(self):
        data = demo().bytes()
        self.assertEqual(self.succeed("digest", stdin=data[: demo().at("block 0")]), self.succeed("digest", stdin=data))

    def test_a_folder_stands_for_its_bundles(self):
        self.write("in/b.seedbundle", pack([]))
        self.write("in/a.seedbundle", demo().bytes())
        lines = self.succeed("digest", "in").decode().splitlines()
        self.assertEqual([line.split("  ")[1] for line in lines], ["in/a.seedbundle", "in/b.seedbundle"])


if __name__ == "__main__":
    unittest.main()

"""cat: documents as they are, and not a byte before all of them are proven."""

import subprocess
import unittest

from support.bundle import DEMO, Draft, demo, pack
from support.human import escape
from support.program import SEEDS, CliTest, Pieces, limit_file_size, start
from support.watch import stopped_when

EVERY_BYTE = bytes(range(256)) * 3
LARGE = b"0123456789abcde\n" * (17 << 16)  # 17 MiB: more than is held in memory


class Cat(CliTest):
    def setUp(self):
        super().setUp()
        self.write("x", demo().bytes())

    def both(self, data, *names, **more):
        """The outcome from a file, which must be the one from a pipe too."""
        self.write("bundle", data)
        from_file = self.run_program("cat", "bundle", *names, **more)
        from_pipe = self.run_program("cat", "-", *names, stdin=data, **more)
        self.assertEqual((from_pipe.status, from_pipe.out), (from_file.status, from_file.out))
        return from_file

    # -- What comes out --

    def test_a_document_comes_out_as_it_is(self):
        for name, payload in DEMO:
            with self.subTest(name):
                self.assertEqual(self.both(demo().bytes(), name).out, payload)

    def test_documents_come_out_in_the_order_of_their_names_here(self):
        self.assertEqual(self.both(demo().bytes(), "b/c.txt", "a.txt").out, b"hello, world\nhello")

    def test_a_document_that_is_named_twice_comes_out_twice(self):
        out = self.both(demo().bytes(), "a.txt", "b/c.txt", "a.txt", "b/é", "a.txt").out
        self.assertEqual(out, b"hellohello, world\nhellohello")

    def test_every_byte_comes_out(self):
        data = pack([(b"a", EVERY_BYTE), (b"b", b"\n"), (b"c", b"\r\n\0")])
        self.assertEqual(self.both(data, "a", "b", "c").out, EVERY_BYTE + b"\n\r\n\0")

    def test_documents_of_equal_content_are_told_apart(self):
        data = pack([(b"a", b"same"), (b"b", b"same"), (b"c", b"")])
        self.assertEqual(self.both(data, "b", "c", "a").out, b"samesame")

    def test_every_seed_comes_out(self):
        for path in SEEDS.glob("*.txt"):
            with self.subTest(path.name):
                self.assertEqual(self.succeed("cat", str(SEEDS / "sample.seedbundle"), path.name), path.read_bytes())

    def test_any_of_many_documents_is_found(self):
        documents = [(b"d%d/%03d" % (i % 7, i), b"%d" % i) for i in range(500)]
        self.write("many", pack(documents))
        names = [name for name, _ in documents]
        self.assertEqual(self.succeed("cat", "many", *names), b"".join(payload for _, payload in documents))

    def test_a_pipe_may_come_in_pieces(self):
        for size in (1, 7, 100):
            with self.subTest(size):
                out = self.succeed("cat", "-", "b/c.txt", "a.txt", stdin=Pieces(demo().bytes(), size))
                self.assertEqual(out, b"hello, world\nhello")

    def test_a_document_larger_than_what_is_held_in_memory_comes_out(self):
        data = pack([(b"a", b"first"), (b"b", LARGE), (b"c", b"last")])
        self.assertEqual(self.both(data, "c", "b", "a").out, b"last" + LARGE + b"first")

    def test_the_name_of_a_folder_is_no_document(self):
        self.assertEqual(self.run_program("cat", "x", "b").status, 2)

    # -- What is wrong --

    def test_a_bad_document_lets_nothing_out(self):
        draft = demo()
        draft.blocks[1].payload = b"hello, worlD\n"
        for names in (["b/c.txt"], ["a.txt", "b/c.txt"], ["b/c.txt", "a.txt"], ["a.txt", "b/é", "b/c.txt"]):
            with self.subTest(names):
                done = self.both(draft.bytes(), *names)
                self.assertEqual((done.status, done.out), (1, b""))
                self.assertIn(b": error: b/c.txt: the document's SHA-256", done.err)
                self.assertIn(b"[payload-digest-mismatch]\n", done.err)

    def test_a_large_bad_document_lets_nothing_out(self):
        draft = Draft([(b"a", b"good"), (b"b", LARGE)])
        draft.blocks[1].payload = LARGE[:-1] + b"!"
        done = self.both(draft.bytes(), "a", "b")
        self.assertEqual((done.status, done.out), (1, b""))

    def test_a_bad_document_that_was_not_asked_for_does_not_matter(self):
        draft = demo()
        draft.blocks[0].payload = b"jello"
        self.assertEqual(self.both(draft.bytes(), "b/c.txt", "b/é").out, b"hello, world\n")
        draft = demo()
        draft.blocks[1].payload = b"jello, world\n"
        self.assertEqual(self.both(draft.bytes(), "a.txt").out, b"hello")

    def test_what_comes_behind_the_last_document_asked_for_does_not_matter(self):
        data = demo().bytes()
        self.assertEqual(self.both(data[: demo().at("block 1")], "a.txt").out, b"hello")

    def test_a_document_with_a_wrong_end_lets_nothing_out(self):
        draft = demo()
        draft.blocks[0].end = b"!"
        done = self.both(draft.bytes(), "a.txt")
        self.assertEqual((done.status, done.out), (1, b""))
        self.assertIn(b"[bad-payload-end]", done.err)

    def test_a_bad_index_lets_nothing_out(self):
        draft = demo()
        draft.seal = b"0" * 64
        done = self.both(draft.bytes(), "a.txt")
        self.assertEqual((done.status, done.out), (1, b""))
        self.assertIn(b"[index-digest-mismatch]", done.err)

    def test_every_cut_before_the_end_of_the_document_lets_nothing_out(self):
        data, end = demo().bytes(), demo().at("block 2")
        for size in (0, 1, 17, 100, 300, end - 2, end - 1):
            with self.subTest(size):
                done = self.both(data[:size], "b/c.txt")
                self.assertEqual((done.status, done.out), (1, b""))
                self.assertIn(b"[truncated]", done.err)
        self.assertEqual(self.both(data[:end], "b/c.txt").out, b"hello, world\n")

    def test_a_cut_bundle_is_cut_at_its_length_whatever_is_asked_for(self):
        """From a file the document is looked for at its place, which may be beyond the end."""
        data = demo().bytes()[: demo().at("payload 0") + 3]
        self.write("cut", data)
        of_file = self.run_program("cat", "cut", "b/é").err.replace(b"cut:", b"-:")
        of_pipe = self.run_program("cat", "-", "b/é", stdin=data).err
        self.assertEqual(of_file.split(b": error: ")[0], of_pipe.split(b": error: ")[0])

    def test_a_place_beyond_all_files_is_truncated_and_read_from_nowhere_else(self):
        """A block that stands where a reader happens to be, not where it belongs, is no document."""
        draft = Draft([(b"a", b""), (b"b", b"x" * 1000)])
        draft.change(0, size=b"%d" % (2**63 - 1 - 1000), digest=b"0" * 64)
        draft.total = b"%d" % (2**63 - 1)
        index = draft.bytes()[: draft.at("block 0")] + b"=== FILE %s a\n" % draft.entries[0].size
        for at in (len(index), 4096, 65536, 131072, 262144):
            with self.subTest(at):
                done = self.both(index.ljust(at, b".") + draft.bytes()[draft.at("block 1") :], "b")
                self.assertEqual((done.status, done.out), (1, b""))

    def test_an_unknown_name_is_an_error_and_nothing_comes_out(self):
        for names in (["nothing"], ["a.txt", "nothing"], ["A.TXT"], [""], ["a.tx"], ["a.txt/"], ["./a.txt"]):
            with self.subTest(names):
                done = self.both(demo().bytes(), *names)
                self.assertEqual((done.status, done.out), (2, b""))
                self.assertEqual(done.err.decode(), f"seedbundle: bundle: there is no document '{names[-1]}'\n")

    def test_all_unknown_names_are_said(self):
        err = self.run_program("cat", "x", "no", "a.txt", "neither").err
        self.assertIn(b"'no'", err)
        self.assertIn(b"'neither'", err)

    def test_a_policy_refuses(self):
        for option in ("--max-files=2", "--max-file-size=12", "--max-total-size=17", "--max-index-bytes=10"):
            with self.subTest(option):
                done = self.both(demo().bytes(), option, "a.txt")
                self.assertEqual((done.status, done.out), (1, b""))
                self.assertIn(b"[limit-", done.err)

    def test_documents_that_cannot_be_put_aside_are_an_error(self):
        self.write("large", pack([(b"a", LARGE)]))
        self.fail_with(
            2, b"cannot put the documents aside before they are verified: File too large", "cat", "large", "a",
            preexec_fn=limit_file_size(1 << 20),
        )

    def test_what_is_put_aside_in_a_file_has_no_name(self):
        """So nothing stays of it, whatever ends the program."""
        self.write("large", pack([(b"a", LARGE)]))

        def is_nameless(target, position):
            return target.endswith(" (deleted)") and position > 0

        with start("cat", "large", "a", cwd=self.folder, stdout=subprocess.PIPE) as process:
            with stopped_when(process, is_nameless):
                pass
            self.assertEqual(process.finish()[0], LARGE)

    # -- On a terminal --

    def test_a_terminal_gets_text_that_cannot_drive_it(self):
        text = b"line\n\ttab \\ back\x1b[31m \x9b \xe2\x80\xae \xc2\xad \xe2\x80\x9cquoted\xe2\x80\x9d \r\n\x7f\0"
        self.write("y", pack([(b"a", text)]))
        shown = self.run_on_terminal("cat", "y", "a").shown
        expected = escape(text).replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")
        self.assertEqual(shown.decode(), expected)

    def test_a_terminal_gets_characters_whole_wherever_they_lie(self):
        for lead in range(4):
            with self.subTest(lead):
                text = b"x" * lead + "漢é🙂”".encode() * 20000
                self.write("y", pack([(b"a", text)]))
                self.assertEqual(self.run_on_terminal("cat", "y", "a").shown, text)

    def test_a_terminal_gets_the_unfinished_end_of_a_document_escaped(self):
        self.write("y", pack([(b"a", b"end\xe2\x80"), (b"b", b"\x9cbegin")]))
        self.assertEqual(self.run_on_terminal("cat", "y", "a", "b").shown, rb"end\xe2\x80\x9cbegin")

    def test_raw_sends_bytes_to_a_terminal_as_they_are(self):
        self.write("y", pack([(b"a", EVERY_BYTE)]))
        self.assertEqual(self.run_on_terminal("cat", "--raw", "y", "a").shown, EVERY_BYTE)

    def test_a_pipe_gets_every_byte_with_and_without_raw(self):
        self.write("y", pack([(b"a", EVERY_BYTE)]))
        self.assertEqual(self.succeed("cat", "--raw", "y", "a"), EVERY_BYTE)
        self.assertEqual(self.run_on_terminal("cat", "y", "a", streams=("stderr",)).out, EVERY_BYTE)

    # -- Usage --

    def test_a_bundle_and_a_name_are_needed(self):
        self.fail_with(2, b"cat takes a bundle and the names of documents", "cat")
        self.fail_with(2, b"cat takes a bundle and the names of documents", "cat", "x")

    def test_a_name_that_begins_with_a_hyphen_comes_after_two(self):
        self.write("y", pack([(b"--raw", b"1"), (b"-", b"2")]))
        self.assertEqual(self.succeed("cat", "--", "y", "--raw", "-"), b"12")


if __name__ == "__main__":
    unittest.main()

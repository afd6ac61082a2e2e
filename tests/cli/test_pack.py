"""pack: the same documents give the same bytes, and what cannot be a document is refused before anything is written."""

import os
import random
import socket
import stat
import unittest

from support.bundle import DEMO, demo, pack, path_order
from support.human import escape
from support.program import SEEDS, CliTest, Pieces, limit_descriptors


class Pack(CliTest):
    def fill(self, documents, folder=b"in"):
        for name, payload in documents:
            self.write(os.path.join(folder, name), payload)

    def pack(self, *arguments, **more):
        """Packs without a complaint, and returns the bundle."""
        return self.succeed("pack", *arguments, **more)


class Content(Pack):
    def test_files_give_the_bundle_that_the_format_describes(self):
        self.fill(DEMO)
        self.assertEqual(self.pack("-C", "in", "a.txt", "b/c.txt", "b/é"), demo().bytes())

    def test_a_folder_stands_for_every_file_below_it(self):
        self.fill(DEMO)
        self.assertEqual(self.pack("-C", "in", "."), demo().bytes())
        self.assertEqual(self.pack("in"), pack([(b"in/" + name, payload) for name, payload in DEMO]))
        self.assertEqual(self.pack("in/b"), pack([(b"in/" + name, payload) for name, payload in DEMO[1:]]))

    def test_what_is_packed_comes_back_and_is_packed_the_same_again(self):
        documents = [(b"d%d/%s" % (i % 3, name), payload) for i, (name, payload) in enumerate(self.odd_documents())]
        self.fill(documents)
        data = self.pack("-C", "in", ".")
        self.assertEqual(data, pack(documents))
        self.write("x", data)
        for name, payload in documents:
            self.assertEqual(self.succeed("cat", "x", name), payload)
        self.fill([(name, self.succeed("cat", "x", name)) for name, _ in documents], b"again")
        self.assertEqual(self.pack("-C", "again", "."), data)

    @staticmethod
    def odd_documents():
        yield "é漢🙂".encode(), b"\xff" * 3
        yield b"blanks in a name", b""
        yield b"-", b"=== END\n"
        yield b"--help", b"\n"
        yield b".hidden", bytes(range(256))
        yield b"...", b"x" * 300000
        yield b"=== FILE 1 a", demo().bytes()
        yield "\u00adsoft".encode(), b"\r\n"
        yield b"c" * 255, b"long name"

    def test_every_seed_comes_back(self):
        names = sorted(path.name for path in SEEDS.glob("*.txt"))
        self.write("x", self.pack("-C", str(SEEDS), *names))
        for name in names:
            self.assertEqual(self.succeed("cat", "x", name), (SEEDS / name).read_bytes())
        self.assertIn(b": valid: ", self.succeed("validate", "x"))

    def test_the_order_is_path_order(self):
        names = ["a b", "a!", "a/c/d", "a/c!", "a-b/c", "a.txt", "ab", "b", "z", "é", "漢"]
        names = [name.encode() for name in names]
        self.fill([(name, name) for name in names])
        data = self.pack("-C", "in", ".")
        self.assertEqual(data, pack([(name, name) for name in names]))
        listed = [line[68:] for line in self.succeed("list", stdin=data).split(b"\n")[:-1]]
        self.assertEqual([name.strip() for name in listed], sorted(names, key=path_order))

    def test_the_order_of_the_operands_does_not_matter(self):
        self.fill(DEMO)
        names = ["in/a.txt", "in/b/c.txt", "in/b/é"]
        expected = self.pack(*names)
        for turn in range(6):
            shuffled = random.Random(turn).sample(names, 3)
            self.assertEqual(self.pack(*shuffled), expected)

    def test_a_file_that_is_named_twice_is_packed_once(self):
        self.fill(DEMO)
        paths = ["a.txt", ".", "./a.txt", "b", "b//c.txt", "b/./c.txt", "a.txt"]
        self.assertEqual(self.pack("-C", "in", *paths), demo().bytes())

    def test_equal_files_and_hard_links_are_documents_of_their_own(self):
        self.write("a", b"same")
        os.link(self.folder / "a", self.folder / "b")
        self.write("c", b"same")
        self.assertEqual(self.pack("a", "b", "c"), pack([(name, b"same") for name in (b"a", b"b", b"c")]))

    def test_slashes_and_dots_in_a_path_are_no_part_of_the_name(self):
        self.fill(DEMO)
        expected = pack([(b"in/" + name, payload) for name, payload in DEMO])
        for path in ("in/", "./in", ".//in//", "in/.", "././in/./"):
            with self.subTest(path):
                self.assertEqual(self.pack(path), expected)

    def test_nothing_to_pack_is_the_empty_bundle(self):
        os.makedirs(self.folder / "empty/deep/down")
        self.write("list", b"")
        for arguments in (["empty"], ["-C", "empty", "."], ["-T", "list"]):
            with self.subTest(arguments):
                self.assertEqual(self.pack(*arguments), pack([]))

    def test_empty_files_are_documents(self):
        self.fill([(b"a", b""), (b"b", b"")])
        self.assertEqual(self.pack("-C", "in", "."), pack([(b"a", b""), (b"b", b"")]))

    def test_many_files_are_packed(self):
        """More than the program may have open."""
        documents = [(b"%d/%04d" % (i % 10, i), b"%d" % i) for i in range(1500)]
        self.fill(documents)
        self.assertEqual(self.pack("-C", "in", ".", preexec_fn=limit_descriptors(24)), pack(documents))

    def test_the_bundle_does_not_depend_on_locale_umask_mode_or_time(self):
        documents = DEMO + [("ä".encode(), b"1"), (b"z", b"2"), (b"Z", b"3"), (b"_", b"4")]
        self.fill(documents)
        expected = pack(documents)
        for locale in ("C", "C.UTF-8", "en_US.UTF-8", "tr_TR.UTF-8", "nonsense"):
            self.assertEqual(self.pack("-C", "in", ".", env={"LC_ALL": locale, "LANG": locale}), expected)
        for umask in (0o000, 0o077):
            self.assertEqual(self.pack("-C", "in", ".", preexec_fn=lambda umask=umask: os.umask(umask)), expected)
        os.chmod(self.folder / "in/a.txt", 0o755)
        os.utime(self.folder / "in/a.txt", (1, 1))
        self.assertEqual(self.pack("-C", "in", "."), expected)

    def test_files_that_may_only_be_read_are_packed(self):
        self.fill(DEMO)
        for path in (self.folder / "in").rglob("*"):
            os.chmod(path, 0o555 if path.is_dir() else 0o444)
        self.assertEqual(self.pack("-C", "in", ".", nobody=True), demo().bytes())
        os.chmod(self.folder / "in/b", 0o755)

    # -- Lists --

    def test_a_list_names_paths_one_a_line(self):
        self.fill(DEMO)
        self.write("list", "in/b/é\nin/a.txt\n\nin/b/c.txt".encode())
        for option in ("-T", "--files-from"):
            self.assertEqual(self.pack(option, "list"), self.pack("in"))

    def test_a_list_may_come_from_stdin_and_end_its_names_in_nul(self):
        self.fill(DEMO)
        self.assertEqual(self.pack("-T", "-", stdin=b"in/a.txt\nin/b\n"), self.pack("in"))
        self.assertEqual(self.pack("-0", "-T", "-", stdin=b"in/a.txt\0in/b\0"), self.pack("in"))
        self.assertEqual(self.pack("--null", "-T", "-", stdin=Pieces(b"in/a.txt\0in/b", 1)), self.pack("in"))

    def test_a_list_and_operands_are_packed_together(self):
        self.fill(DEMO)
        self.assertEqual(self.pack("-C", "in", "-T", "-", "b", stdin=b"a.txt\n"), demo().bytes())

    def test_a_list_is_found_where_the_program_was_started_and_its_paths_in_the_folder_given(self):
        self.fill(DEMO)
        self.write("list", b"a.txt\nb\n")
        self.assertEqual(self.pack("-C", "in", "-T", "list"), demo().bytes())
        self.assertEqual(self.pack("-C", "in", "-T", "list", "-o", "out"), b"")
        self.assertEqual(self.read("out"), demo().bytes())

    def test_a_list_that_cannot_be_read_is_an_error(self):
        self.fail_with(2, b"missing: No such file or directory", "pack", "-T", "missing")
        self.fail_with(2, b"the list holds a NUL", "pack", "-T", "-", stdin=b"a\0b\0")

    def test_a_hyphen_is_a_name_like_any_other(self):
        self.write("-", b"x")
        self.assertEqual(self.pack("-"), pack([(b"-", b"x")]))
        self.fail_with(2, b"-: No such file", "pack", "-C", "/", "-", stdin=b"x")


class Refused(Pack):
    """Refused by name, with status 2, before anything is written."""

    def refuse(self, path, reason, *arguments, **more):
        for output in ([], ["-o", "out"]):
            done = self.run_program("pack", *output, *(arguments or [path]), **more)
            self.assertEqual((done.status, done.out), (2, b""))
            self.assertIn(f"seedbundle: {path}: {reason}", done.err.decode())
        self.assertFalse((self.folder / "out").exists())
        self.assertEqual([name for name in self.listing() if "seedbundle" in name or name.endswith(".tmp")], [])
        return done

    def test_a_missing_file(self):
        self.write("a", b"x")
        self.refuse("missing", "No such file or directory", "a", "missing")
        self.refuse("", "No such file or directory")
        self.refuse("a/b", "Not a directory")

    def test_a_missing_folder_to_pack_in(self):
        self.write("a", b"x")
        self.refuse("missing", "No such file or directory", "-C", "missing", "a")
        self.refuse("a", "Not a directory", "-C", "a", "a")

    def test_all_that_is_wrong_is_said_at_once(self):
        os.symlink("a", self.folder / "link")
        os.mkfifo(self.folder / "fifo")
        err = self.run_program("pack", "missing", "link", "fifo", "../x").err.decode()
        for path in ("missing", "link", "fifo", "../x"):
            self.assertIn(f"seedbundle: {path}: ", err)

    def test_a_link_to_a_file(self):
        self.write("a", b"x")
        os.symlink("a", self.folder / "link")
        self.refuse("link", "is a symbolic link, which a bundle cannot carry")

    def test_links_to_a_folder_and_to_nowhere(self):
        os.mkdir(self.folder / "in")
        os.symlink("/", self.folder / "in/root")
        os.symlink("nowhere", self.folder / "in/dangling")
        os.symlink("in", self.folder / "link")
        self.refuse("in/root", "is a symbolic link", "in")
        self.refuse("in/dangling", "is a symbolic link", "in")
        self.refuse("link", "is a symbolic link")
        self.refuse("link", "is a symbolic link", "link/")

    def test_a_fifo_which_is_not_waited_for(self):
        os.mkdir(self.folder / "in")
        os.mkfifo(self.folder / "in/fifo")
        self.refuse("in/fifo", "is a named pipe, which a bundle cannot carry")
        self.refuse("in/fifo", "is a named pipe", "in")

    def test_a_socket(self):
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(self.folder / "socket"))
            self.refuse("socket", "is a socket, which a bundle cannot carry")

    def test_a_device(self):
        self.refuse("/dev/null", "is a device, which a bundle cannot carry")
        self.refuse("null", "is a device", "-C", "/dev", "null")

    def test_a_file_that_may_not_be_read(self):
        self.write("in/a", b"x")
        self.write("in/b", b"x")
        self.folder.chmod(0o777)
        os.chmod(self.folder / "in/b", 0)
        self.refuse("in/b", "Permission denied", "in", nobody=True)

    def test_a_folder_that_may_not_be_read(self):
        self.write("in/a", b"x")
        self.write("in/b/c", b"x")
        self.folder.chmod(0o777)
        os.chmod(self.folder / "in/b", 0)
        self.addCleanup(os.chmod, self.folder / "in/b", 0o700)
        self.refuse("in/b", "Permission denied", "in", nobody=True)

    def test_a_file_whose_reading_fails(self):
        self.refuse("self/mem", "Input/output error", "-C", "/proc", "self/mem")

    def test_names_that_a_bundle_does_not_allow(self):
        for name, code in (
            (b"a\x1bb", "name-char"), (b"a\nb", "name-char"), (b"a\rb", "carriage-return"), (b"a\tb", "name-char"),
            (rb"a\b", "name-char"), (b"a\x7fb", "name-char"), ("a\u202eb".encode(), "name-char"),
            ("a\ufeffb".encode(), "name-char"), (b"caf\xe9", "name-utf8"), (b"\xc0\xaf", "name-utf8"),
            (b" a", "name-component"), (b"a ", "name-component"),
        ):
            with self.subTest(name):
                self.write(os.path.join(b"in", name), b"x")
                done = self.refuse(escape(b"in/" + name), "cannot be a document's name: ", "in")
                self.assertIn(f"[{code}]".encode(), done.err)
                os.unlink(os.path.join(os.fsencode(self.folder), b"in", name))

    def test_names_that_are_too_long(self):
        deep = os.path.join(*["n" * 250] * 17)
        folder = os.open(self.folder, os.O_RDONLY)
        self.addCleanup(os.close, folder)
        for part in deep.split("/")[:-1]:  # the whole path is longer than a system call takes
            os.mkdir(part, dir_fd=folder)
            folder = os.open(part, os.O_RDONLY, dir_fd=folder)
            self.addCleanup(os.close, folder)
        os.close(os.open(deep.split("/")[-1], os.O_CREAT | os.O_WRONLY, dir_fd=folder))
        done = self.run_program("pack", "n" * 250)
        self.assertEqual((done.status, done.out), (2, b""))
        self.assertRegex(done.err, b"File name too long|name-too-long")

    def test_absolute_paths(self):
        self.write("a", b"x")
        path = str(self.folder / "a")
        done = self.refuse(path, "cannot be a document's name")
        self.assertIn(b"names are relative: use -C", done.err)
        self.refuse(path, "cannot be a document's name", "--", "//" + path)

    def test_paths_out_of_the_folder(self):
        self.write("a", b"x")
        self.write("in/b", b"x")
        done = self.refuse("../a", "cannot be a document's name", "-C", "in", "../a")
        self.assertIn(b"names are relative: use -C", done.err)
        self.refuse("in/../a", "cannot be a document's name")
        self.refuse("../a", "cannot be a document's name", "-C", "in", "..")

    def test_nothing_named(self):
        done = self.run_program("pack", stdin=b"x")
        self.assertEqual((done.status, done.out), (2, b""))
        self.assertIn(b"pack takes the paths of files and folders", done.err)


class Output(Pack):
    def setUp(self):
        super().setUp()
        self.fill(DEMO)

    def pack_to(self, path, *more, **options):
        self.assertEqual(self.pack("-C", "in", ".", "-o", path, *more, **options), b"")

    def refuse(self, path, reason, *more, **options):
        before = self.listing()
        done = self.run_program("pack", "-C", "in", ".", "-o", path, *more, **options)
        self.assertEqual((done.status, done.out), (2, b""))
        self.assertEqual(done.err.decode(), f"seedbundle: {path}: {reason}\n")
        self.assertEqual(self.listing(), before)

    def test_the_output_is_the_bundle_and_nothing_else_is_made(self):
        before = self.listing()
        self.pack_to("out.seedbundle")
        self.assertEqual(self.read("out.seedbundle"), demo().bytes())
        self.assertEqual(self.listing(), sorted([*before, "out.seedbundle"]))

    def test_the_output_has_the_mode_that_the_umask_leaves(self):
        for umask in (0o022, 0o077, 0o002):
            self.pack_to(f"{umask}", preexec_fn=lambda umask=umask: os.umask(umask))
            self.assertEqual(stat.S_IMODE((self.folder / f"{umask}").stat().st_mode), 0o666 & ~umask)

    def test_the_output_may_stand_in_another_folder(self):
        os.mkdir(self.folder / "out")
        for path in ("out/a", "./out/b", str(self.folder / "out/c"), "out/../out/d", "out//e"):
            self.pack_to(path)
            self.assertEqual(self.read(path), demo().bytes())

    def test_an_output_that_exists_stays(self):
        self.write("out", b"precious")
        self.refuse("out", "exists; --force replaces it")
        self.assertEqual(self.read("out"), b"precious")

    def test_force_replaces_the_output(self):
        self.write("out", b"precious " * 1000)
        os.link(self.folder / "out", self.folder / "other")
        before = self.listing()
        self.pack_to("out", "--force")
        self.assertEqual(self.read("out"), demo().bytes())
        self.assertEqual(self.read("other"), b"precious " * 1000, "it is replaced, not overwritten")
        self.assertEqual(self.listing(), before)

    def test_force_needs_nothing_to_replace(self):
        self.pack_to("out", "--force")
        self.assertEqual(self.read("out"), demo().bytes())

    def test_a_failure_with_force_leaves_what_was_there(self):
        self.write("out", b"precious")
        done = self.run_program("pack", "in", "missing", "-o", "out", "--force")
        self.assertEqual(done.status, 2)
        self.assertEqual(self.read("out"), b"precious")

    def test_only_a_file_is_replaced(self):
        os.mkdir(self.folder / "folder")
        os.mkfifo(self.folder / "fifo")
        self.write("target", b"precious")
        os.symlink("target", self.folder / "link")
        os.symlink("nowhere", self.folder / "dangling")
        for path in ("folder", "fifo", "link", "dangling"):
            with self.subTest(path):
                self.refuse(path, "exists; --force replaces it")
                self.refuse(path, "exists and is not a regular file", "--force")
        self.assertEqual(self.read("target"), b"precious")
        self.refuse("/dev/null", "exists and is not a regular file", "--force")

    def test_an_output_that_cannot_be_made(self):
        self.refuse("missing/out", "No such file or directory")
        self.refuse("in/a.txt/out", "Not a directory")
        self.refuse("n" * 256, "File name too long")
        self.refuse("", "is not a file's name")
        self.refuse("in/", "is not a file's name")

    def test_a_folder_that_may_not_be_written_to(self):
        os.mkdir(self.folder / "closed")
        os.chmod(self.folder / "closed", 0o555)
        self.refuse("closed/out", "Permission denied", nobody=True)

    def test_the_output_is_never_packed_into_itself(self):
        for turn in range(2):
            done = self.run_program("pack", "in", "-o", "in/out", "--force")
            self.assertEqual((done.status, done.out), (0, b""))
            self.assertEqual(self.read("in/out"), pack([(b"in/" + name, payload) for name, payload in DEMO]))
            self.assertEqual(b"in/out: is the output, and is left out" in done.err, turn == 1)

    def test_the_output_is_never_packed_into_itself_under_another_name(self):
        self.write("in/a.txt", b"precious")
        os.link(self.folder / "in/a.txt", self.folder / "out")
        done = self.run_program("pack", "in", "-o", "out", "--force")
        self.assertEqual(done.status, 0)
        self.assertIn(b"in/a.txt: is the output, and is left out", done.err)


    def test_an_output_that_is_named_as_an_input_is_an_error(self):
        self.write("a", b"x")
        with open(self.folder / "a", "r+b") as out:
            done = self.run_program("pack", "a", stdout=out)
        self.assertEqual((done.status, done.err), (2, b"seedbundle: a: is the output itself\n"))
        self.assertEqual(self.read("a"), b"x")

    def test_stdout_that_is_a_file_is_never_packed_into_itself(self):
        for mode in ("wb", "ab"):
            with open(self.folder / "in/out", mode) as file:
                file.truncate(0)
                done = self.run_program("pack", "-C", "in", ".", stdout=file)
            self.assertEqual(done.status, 0)
            self.assertEqual(done.err, b"seedbundle: ./out: is the output, and is left out\n")
            self.assertEqual(self.read("in/out"), demo().bytes())
            os.unlink(self.folder / "in/out")


if __name__ == "__main__":
    unittest.main()

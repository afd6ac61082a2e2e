"""The kit's own tools get bad input: each says what is wrong, on stderr, with status 2.

Environment: CORPUS, the folder that make.py has made; SEEDBUNDLE, the program.
"""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

sys.dont_write_bytecode = True
KIT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, KIT)
import make  # noqa: E402
import run  # noqa: E402

# The three lines of the manifest that most tests here run, and a command that answers them rightly.
CHOSEN = ("good/bundles/empty.seedbundle", "bad/version/first-2.seedbundle", "cut/empty.seedbundle")
FIRST = CHOSEN[0]
ANSWERS = """
import json, os, sys
def answer(path):
    data = open(path, "rb").read()
    size, version = len(data), data[16:18] == b"2\\n"
    code, offset = ("bad-version", 16) if version else ("truncated", size) if size < 116 else (None, None)
    return {"path": path, "verdict": "invalid" if code else "valid", "code": code, "offset": offset, "related": None,
            "entry": None, "digest": data[43:107].decode(), "files": 0}
"""
EACH = """
for line in sys.stdin:
    found = answer(line[:-1])
    {}
    print(json.dumps(found), flush=True)
"""


def told(main, *arguments):
    """Status, stdout and stderr of one of the kit's programs, which is run here."""
    out, err = io.StringIO(), io.StringIO()
    with mock.patch.object(sys, "argv", ["program", *arguments]):
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                status = main()
            except SystemExit as end:
                status = end.code
    return status, out.getvalue(), err.getvalue()


class Kit(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = temporary.name
        with open(os.path.join(KIT, "manifest.jsonl"), encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        self.lines = [line for line in lines if line["file"] in CHOSEN and line.get("edit",
                                                                                    {"op": "cut"}) == {"op": "cut"}]
        self.assertEqual([line["file"] for line in self.lines], list(CHOSEN))
        self.manifest = os.path.join(self.folder, "manifest.jsonl")

    def write(self, lines):
        with open(self.manifest, "w", encoding="utf-8") as file:
            file.writelines(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines)

    def path(self, name, text=None):
        path = os.path.join(self.folder, name)
        if text is not None:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        return path

    def refused(self, words, main, *arguments):
        status, out, err = told(main, *arguments)
        self.assertEqual(status, 2, out + err)
        self.assertIn(words, err)
        self.assertNotIn("Traceback", err)
        return err


class MakeErrors(Kit):
    @classmethod
    def setUpClass(cls):
        """The cases are made once."""
        corpus = make.collect()
        patch = mock.patch.object(make, "collect", lambda: corpus)
        patch.start()
        cls.addClassCleanup(patch.stop)

    def test_folder_of_others_is_left_alone(self):
        kept = self.path("kept.txt", "mine")
        self.refused("is not empty, and make.py has not made it", make.main, self.folder)
        self.assertEqual(sorted(os.listdir(self.folder)), ["kept.txt"])
        self.assertEqual(open(kept, encoding="utf-8").read(), "mine")

    def test_folder_is_a_file(self):
        self.refused("File exists", make.main, self.path("file", ""))

    def test_folder_cannot_be_made(self):
        self.refused("Not a directory", make.main, os.path.join(self.path("file", ""), "below"))

    def test_folder_is_missing(self):
        self.refused("required: FOLDER", make.main)

    def test_folder_is_made_anew(self):
        """What was changed, added or removed in a folder of its own is put right."""
        folder = self.path("corpus")
        self.assertEqual(told(make.main, folder)[0], 0)
        first, last = (os.path.join(folder, "good", "bundles", name) for name in ("empty.seedbundle",
                                                                                  "pair.seedbundle"))
        right = open(first, "rb").read()
        with open(first, "wb") as file:
            file.write(right[:-1])
        os.remove(last)
        added = os.path.join(folder, "bad", "added.seedbundle")
        shutil.copy(first, added)
        self.assertEqual(told(make.main, folder)[0], 0)
        self.assertEqual(open(first, "rb").read(), right)
        self.assertTrue(os.path.exists(last))
        self.assertFalse(os.path.exists(added))
        self.check_finds_another_manifest(folder)

    def check_finds_another_manifest(self, folder):
        with open(os.path.join(KIT, "manifest.jsonl"), encoding="utf-8") as file:
            kept = file.read()
        lines = kept.splitlines(True)
        manifests = {
            "a digit": (kept.replace('"offset":16,', '"offset":17,', 1), "1 lines differ"),
            "a line less": ("".join(lines[:-1]), f"the first is line {len(lines)}"),
            "a line more": (kept + lines[0], f"the first is line {len(lines) + 1}"),
            "two exchanged": ("".join([lines[1], lines[0], *lines[2:]]), "2 lines differ, the first is line 1\n"),
            "no final newline": (kept[:-1], "differ"),
            "crlf": (kept.replace("\n", "\r\n"), f"{len(lines)} lines differ"),
            "empty": ("", "the first is line 1"),
        }
        for what, (text, words) in manifests.items():
            with self.subTest(what):
                with open(self.manifest, "w", encoding="utf-8", newline="") as file:
                    file.write(text)
                status, out, _ = told(make.main, "--check", self.manifest, folder)
                self.assertEqual(status, 1)
                self.assertIn(words, out)
        self.refused("No such file", make.main, "--check", self.path("none"), folder)
        with open(self.manifest, "wb") as file:
            file.write(b"\xff")
        self.refused("can't decode", make.main, "--check", self.manifest, folder)
        self.refused("No such file", make.main, "--write", self.path("none/manifest"), folder)


class RunErrors(Kit):
    def run_with(self, script, *options, timeout="10"):
        """run.py with a command that is a script."""
        if not os.path.exists(self.manifest):
            self.write(self.lines)
        command = [sys.executable, "-S", "-c", ANSWERS + script]
        return ["--manifest", self.manifest, "--timeout", timeout, *options, os.environ["CORPUS"], "--", *command]

    def assert_trouble(self, words, script, *options, **more):
        return self.refused(words, run.main, *self.run_with(script, *options, **more))

    # -- A command as it should be, so that what is wrong below is what is meant --

    def test_right_command_passes(self):
        status, out, err = told(run.main, *self.run_with(EACH.format("pass")))
        self.assertEqual((status, err), (0, ""), out)
        self.assertRegex(out, r"all +119 +119 +-\npassed in")

    def test_members_more_are_ignored(self):
        status, out, _ = told(run.main, *self.run_with(EACH.format("found['more'] = [1]")))
        self.assertEqual(status, 0, out)

    # -- The command --

    def test_command_is_missing(self):
        self.refused("the command is missing", run.main, os.environ["CORPUS"])
        self.refused("the command is missing", run.main, os.environ["CORPUS"], "--")

    def test_command_cannot_be_started(self):
        self.write(self.lines)
        start = ["--manifest", self.manifest, os.environ["CORPUS"], "--"]
        self.refused("cannot be started: /no/such/command: No such file", run.main, *start, "/no/such/command")
        self.refused("Permission denied", run.main, *start, self.path("plain", "not a program\n"))

    def test_command_dies_at_once(self):
        self.assert_trouble(f"ended with status 3 when the answer to {FIRST} was due", "sys.exit(3)")
        self.assert_trouble(f"ended with status 0 when the answer to {FIRST} was due", "sys.exit(0)")

    def test_command_dies_later(self):
        """The case that was due is named."""
        script = EACH.format("sys.exit(7) if os.path.getsize(line[:-1]) == 50 else None")
        self.assert_trouble("ended with status 7 when the answer to cut/empty.seedbundle, cut to 50 bytes was due",
                            script)

    def test_command_is_killed(self):
        self.assert_trouble("ended with signal 9", "os.kill(os.getpid(), 9)")

    def test_command_says_why_it_died(self):
        err = self.assert_trouble("it wrote on stderr:", "sys.exit('the reason is here')")
        self.assertIn("the reason is here", err)

    def test_command_hangs(self):
        words = f"the command hangs: for 0.3 s nothing came, and the answer to {FIRST} was due"
        self.assert_trouble(words, "import time; time.sleep(60)", timeout="0.3")
        self.assert_trouble(words, "sys.stdin.read()", timeout="0.3")  # it must not wait for the end of its input

    def test_command_closes_its_output_and_runs_on(self):
        self.assert_trouble("closed its output and runs on", "import time; os.close(1); time.sleep(60)", timeout="0.3")

    def test_command_answers_too_little(self):
        script = EACH.format("found['path'].endswith('0005.seedbundle') and sys.stdin.read()")
        self.assert_trouble("was due", script, timeout="0.5")
        script = "for i in range(5): print(json.dumps(answer(sys.stdin.readline()[:-1])), flush=True)"
        self.assert_trouble("ended with status 0 when the answer to cut/empty.seedbundle, cut to 3 bytes was due",
                            script)

    def test_command_answers_too_much(self):
        self.assert_trouble("answered more than it was asked: '{}\\n'", EACH.format("pass") + "print('{}')")
        self.assert_trouble("answered more than it was asked", EACH.format("pass") + "print('', end=' ')")
        self.assert_trouble("no answer", EACH.format("print(json.dumps(found), flush=True)"))

    def test_command_ends_badly(self):
        self.assert_trouble("ended with status 5 when all answers had come", EACH.format("pass") + "sys.exit(5)")

    def test_command_does_not_end(self):
        self.assert_trouble("does not end after its input has", EACH.format("pass") + "import time; time.sleep(60)",
                            timeout="0.5")

    def test_answer_is_no_answer(self):
        for what, words in {
            "found = 1": "it is not an object",
            "del found['entry']": "it has no member 'entry'",
            "del found['path']": "it has no member 'path'",
            "found['path'] += 'x'": "is due",
            "found['verdict'] = 'good'": "its verdict is 'good'",
            "found['verdict'] = None": "its verdict is None",
            "found['offset'] = '16'": "its 'offset' is '16'",
            "found['offset'] = 16.0": "its 'offset' is 16.0",
            "found['entry'] = False": "its 'entry' is False",
            "found['files'] = 'none'": "its 'files' is 'none'",
            "found['code'] = 2": "its 'code' is 2",
            "found['digest'] = 0": "its 'digest' is 0",
            "print('{\"path\": ')": "no answer: ",
            "print('valid')": "no answer: ",
            "print()": "no answer: ",
            "sys.stdout.buffer.write(b'\\xff\\n')": "no answer: ",
        }.items():
            with self.subTest(what):
                err = self.assert_trouble(words, EACH.format(what))
                self.assertIn(f"the answer to {FIRST} is no answer", err)

    def test_answer_without_end(self):
        self.assert_trouble("without a newline", "print('x' * (3 << 20), end='', flush=True); sys.stdin.read()")

    def test_answer_of_trouble_is_a_failure(self):
        """It needs no other members than these."""
        script = EACH.format("found = {'path': found['path'], 'verdict': 'error', 'message': 'out of paper'}")
        status, out, _ = told(run.main, *self.run_with(script))
        self.assertEqual(status, 1)
        self.assertIn("(out of paper)", out)
        self.assertIn("and 109 more", out)
        self.assert_trouble("is due", EACH.format("found = {'verdict': 'error', 'message': 'out of paper'}"))

    # -- Folder, manifest, options --

    def test_folder_is_missing(self):
        self.refused("there is no folder /no/such/folder: make it with make.py", run.main, "/no/such/folder", "--",
                     "true")

    def test_file_is_missing_or_another(self):
        self.write(self.lines)
        folder = self.path("corpus")
        start = ["--manifest", self.manifest, folder, "--", "true"]
        os.makedirs(folder)
        self.refused("cannot be read: No such file or directory; make the corpus again", run.main, *start)
        for line in self.lines:
            os.makedirs(os.path.dirname(os.path.join(folder, line["file"])), exist_ok=True)
            shutil.copy(os.path.join(os.environ["CORPUS"], line["file"]), os.path.join(folder, line["file"]))
        with open(os.path.join(folder, self.lines[1]["file"]), "ab") as file:
            file.write(b"x")
        self.refused("is not the manifest's file (its SHA-256 differs)", run.main, *start)

    def test_manifest_is_damaged(self):
        version = next(line for line in self.lines if line.get("code"))
        family = next(line for line in self.lines if "edit" in line)
        first = family["outcomes"][0]
        damaged = [
            ("{\n", "Expecting"), ("[]\n", "a line is not an object"), ("1\n", "a line is not an object"),
            ("\n", "Expecting value"),
            ({**version, "verdict": "bad"}, "'verdict' is 'bad'"),
            ({**version, "verdict": "valid"}, "a valid case has an error"),
            ({**version, "code": None}, "'code' is no string"), ({**version, "offset": None}, "'offset' is None"),
            ({**version, "offset": True}, "'offset' is True"), ({**version, "offset": "at"}, "'offset' is 'at'"),
            ({**version, "related": -1}, "'related' is -1"), ({**version, "entry": "0"}, "'entry' is '0'"),
            ({**version, "file": "../x"}, "'file' is not a path below"),
            ({**version, "file": "/x"}, "'file' is not a path below"),
            ({**version, "file": None}, "'file' is missing"), ({**version, "sha256": "0"}, "'sha256' is not"),
            ({**version, "policy": {"limit": 1}}, "'policy' is not one of"),
            ({**version, "policy": {"limit-files": "2"}}, "'limit-files' has the value '2'"),
            ({**version, "policy": {"payload-utf8": 1}}, "'payload-utf8' has the value 1"),
            ({**version, "policy": 1}, "'policy'"),
            ({key: value for key, value in version.items() if key != "related"}, "'related' is missing"),
            ({**family, "edit": 1}, "'edit' is 1"), ({**family, "edit": {"op": "burn"}}, "'edit' is {'op': 'burn'}"),
            ({**family, "edit": {"op": "insert"}}, "'edit' of insert has the members op"),
            ({**family, "edit": {"op": "insert", "at": "0"}}, "no number"),
            ({**family, "count": 1}, "'count' is 1, and the outcomes are for 117 cases"),
            ({**family, "outcomes": 0}, "'outcomes' is missing"),
            ({**family, "outcomes": [1]}, "an outcome is not an object"),
            ({**family, "outcomes": [{**first, "cases": "x"}]}, "'cases' holds 'x'"),
            ({**family, "outcomes": [{**first, "cases": "2 1"}]}, "not in ascending order"),
            ({**family, "outcomes": [{**first, "cases": "2-1"}]}, "not in ascending order"),
            ({**family, "outcomes": [{**first, "cases": "6_0"}]}, "'cases' holds '6_0'"),
            ({**family, "outcomes": [{**first, "cases": "1-2-3"}]}, "'cases' holds '1-2-3'"),
            ({**family, "outcomes": [{**first, "cases": ""}]}, "'cases' holds ''"),
            ({**family, "outcomes": [{**first, "cases": 1}]}, "'cases' is missing"),
        ]
        for line, words in damaged:
            with self.subTest(words):
                self.write([version, line])
                err = self.refused(words, run.main, "--manifest", self.manifest, os.environ["CORPUS"], "--", "true")
                self.assertIn(f"{self.manifest}:2: the manifest is damaged: ", err)

    def test_manifest_is_no_manifest(self):
        start = ["--manifest", self.manifest, os.environ["CORPUS"], "--", "true"]
        self.refused("cannot be read: ", run.main, *start)
        self.write([])
        self.refused("is empty", run.main, *start)
        with open(self.manifest, "wb") as file:
            file.write(b"\xff\n")
        self.refused("cannot be read: ", run.main, *start)
        family = next(line for line in self.lines if "edit" in line)
        beyond = {"op": "insert", "at": 117}
        outcome = {**family["outcomes"][0], "offset": 116, "cases": "00"}
        self.write([{**family, "edit": beyond, "outcomes": [outcome], "count": 1}])
        self.refused("has 116 bytes, and an edit is at 117", run.main, *start)

    def test_no_category_begins_so(self):
        self.assert_trouble("no category is left that begins with worse", "", "--only=worse")
        self.assert_trouble("no category is left that begins with cut", "", "--only=cut", "--skip=c")

    def test_option_is_wrong(self):
        self.assert_trouble("invalid int value: 'many'", "", "--failures=many")
        self.assert_trouble("invalid float value: 'long'", "", timeout="long")
        self.refused("unrecognized arguments: --faster", run.main, "--faster", os.environ["CORPUS"], "--", "true")

    def test_failures_are_kept(self):
        script = EACH.format("found.update(verdict='valid', code=None, offset=None)")
        status, out, _ = told(run.main, *self.run_with(script, "--failures=2", "--keep", self.path("kept")))
        self.assertEqual(status, 1)
        self.assertEqual([os.path.getsize(self.path(f"kept/failed-000{i}.seedbundle")) for i in (1, 2)], [116, 0])
        self.assertIn("and 115 more", out)
        self.assert_trouble("cannot be kept", script, "--keep", os.path.join(self.path("file", ""), "below"))


class AdapterErrors(Kit):
    def adapter(self, text, *arguments):
        command = [sys.executable, os.path.join(KIT, "adapters", "seedbundle.py"), *arguments]
        return subprocess.run(command, input=text.encode(), capture_output=True, check=False)

    def test_usage(self):
        for arguments in ((), ("--help",), ("--log=" + self.path("log"),)):
            done = self.adapter("", *arguments)
            self.assertEqual((done.returncode, done.stdout), (1, b""))
            self.assertIn(b"adapters/seedbundle.py [--log=FILE] PROGRAM", done.stderr)

    def test_program_is_none(self):
        for program, words in (("/no/such/program", b"No such file"), (self.path("plain", "x"), b"Permission denied"),
                               ("true", b"before x"), ("false", b"before x"), ("cat", b"")):
            done = self.adapter("x\n", program)
            self.assertNotEqual(done.returncode, 0)
            self.assertEqual(done.stdout, b"")
            self.assertIn(words, done.stderr)

    def test_policy_is_unknown(self):
        done = self.adapter("", os.environ["SEEDBUNDLE"], "--limit-colours=2")
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertIn(b"the policy --limit-colours is not known", done.stderr)

    def test_policy_has_no_number(self):
        done = self.adapter("x\n", os.environ["SEEDBUNDLE"], "--limit-files=many")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"many", done.stderr)

    def test_paths_that_are_no_bundles(self):
        """Each line gets its answer, whatever it is, and in its place."""
        good = os.path.join(os.environ["CORPUS"], "good", "bundles", "empty.seedbundle")
        odd = self.path("a name\twith 'odd' characters é.seedbundle")
        shutil.copy(good, odd)
        paths = ["", good, self.folder, self.path("none"), "-", odd, "--help", good + "x", good]
        done = self.adapter("\n".join(paths), os.environ["SEEDBUNDLE"])
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([answer["path"] for answer in answers], paths)
        verdicts = ["error", "valid", "error", "error", "error", "valid", "error", "error", "valid"]
        self.assertEqual([answer["verdict"] for answer in answers], verdicts)
        for answer in answers:
            self.assertEqual("message" in answer, answer["verdict"] == "error")


if __name__ == "__main__":
    unittest.main()

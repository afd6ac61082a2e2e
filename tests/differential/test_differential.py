#!/usr/bin/env python3
"""Shows that differential.py can fail: test_differential.py JUDGE [ARGUMENTS OF unittest]"""

import os
import shlex
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import differential  # noqa: E402
import liar  # noqa: E402
import mutants  # noqa: E402

JUDGE = None  # the command


def lying(lie):
    return [sys.executable, os.path.join(HERE, "liar.py"), lie, *JUDGE]


class DifferentialTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.out = os.path.join(folder.name, "out")

    def run_with(self, judge, *arguments):
        command = [sys.executable, differential.__file__, "--judge", shlex.join(judge), "--out", self.out, *arguments]
        return subprocess.run(command, capture_output=True, text=True)

    def compare(self, lie, *arguments):
        return self.run_with(lying(lie), "--cases", "5000", *arguments)

    def written(self, ending):
        names = sorted(os.listdir(self.out)) if os.path.isdir(self.out) else []
        return [os.path.join(self.out, name) for name in names if name.endswith(ending)]

    def write(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def assert_repeatable(self, path):
        """The command that a reproducer names finds the same again."""
        with open(path, encoding="utf-8") as file:
            text = file.read()
        command = text.split("To repeat this:\n  ")[1].split("\n")[0]
        again = subprocess.run(shlex.split(command), cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(again.returncode, 1, again.stderr)
        self.assertIn(text.split("The reference says")[1].split("To repeat")[0], again.stdout)


class PlantedLies(DifferentialTest):
    def test_liar_that_says_the_truth_is_believed(self):
        done = self.compare("nothing")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(" 0 disagreements", done.stdout)
        self.assertEqual(self.written(""), [])

    def test_every_lie_about_an_answer_is_found(self):
        for lie in sorted(set(liar.LIES) - {"nothing", "json"}):
            with self.subTest(lie=lie):
                self.assertNotEqual(differential.compare(lying(lie), 1, range(1500))[1], [])

    def test_lie_that_is_found_is_written_out(self):
        done = self.compare("offset")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertNotIn(" 0 disagreements", done.stdout)
        self.assertIn("differential: mutant ", done.stderr)
        texts = self.written(".txt")
        self.assertTrue(0 < len(texts) <= differential.MOST_REPRODUCERS)
        self.assertEqual([path[:-4] for path in texts], [path[:-11] for path in self.written(".seedbundle")])
        self.assert_repeatable(texts[0])

    def test_reproducer_holds_the_mutant_and_its_commands_ask_for_it(self):
        disagreement = differential.compare(lying("offset"), 1, range(1500))[1][0]
        arguments = differential.argparse.Namespace(seed=1, judge=lying("offset"), out=self.out)
        path = differential.write_reproducer(arguments, disagreement)
        number = int(path[: -len(".txt")].rsplit("-", 1)[1])
        mutant = mutants.mutant(1, number)
        with open(path[:-4] + ".seedbundle", "rb") as file:
            self.assertEqual(file.read(), mutant.data)
        with open(path, encoding="utf-8") as file:
            commands = [line.strip() for line in file if line.strip().endswith(".seedbundle")]
        self.assertEqual(len(commands), 2)
        said = [subprocess.run(shlex.split(command), capture_output=True, check=True).stdout for command in commands]
        self.assertIn(b'"code": "name-component"', said[0])
        self.assertIn(b'"code": "name-component"', said[1])

    def test_judge_that_dies_is_found(self):
        done = self.compare("death")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("the judge had died", done.stderr)
        with open(self.written(".txt")[0], encoding="utf-8") as file:
            self.assertIn("died with status 3: the liar drops dead", file.read())

    def test_lie_about_a_file_is_found(self):
        bad = self.write("bad.seedbundle", b"=== SEED-BUNDLE 2\n")
        self.assertEqual(self.compare("nothing", self.folder).returncode, 0)
        done = self.compare("json", self.folder)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(bad, done.stderr)


class Gates(DifferentialTest):
    codes = ["bad-magic", "truncated"]

    def test_run_with_every_code_and_enough_valid_has_no_gap(self):
        counts = differential.collections.Counter(valid=10, truncated=89, **{"bad-magic": 1})
        self.assertEqual(differential.gaps(counts, self.codes), [])

    def test_code_that_never_occurs_is_a_gap(self):
        counts = differential.collections.Counter(valid=50, truncated=50)
        self.assertEqual(differential.gaps(counts, self.codes), ["bad-magic never occurred"])

    def test_code_that_the_library_does_not_know_is_a_gap(self):
        counts = differential.collections.Counter(valid=50, truncated=50, **{"bad-magic": 1, "bad-mood": 1})
        self.assertEqual(differential.gaps(counts, self.codes), ["bad-mood is none of the library's codes"])

    def test_too_few_valid_mutants_are_a_gap(self):
        counts = differential.collections.Counter(valid=9, truncated=90, **{"bad-magic": 1})
        self.assertEqual(len(differential.gaps(counts, self.codes)), 1)
        self.assertIn("only 9 of 100", differential.gaps(counts, self.codes)[0])


class BadUse(DifferentialTest):
    def test_too_few_cases_are_an_error(self):
        done = self.run_with(JUDGE, "--cases", "4999")
        self.assertEqual(done.returncode, 2)
        self.assertIn("at least 5000", done.stderr)

    def test_judge_that_cannot_be_started_is_an_error(self):
        done = self.run_with([os.path.join(self.folder, "nobody")])
        self.assertEqual(done.returncode, 2)
        self.assertIn("nobody", done.stderr)

    def test_folder_without_bundles_is_an_error(self):
        done = self.run_with(JUDGE, self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn(f"{self.folder} is neither", done.stderr)

    def test_judge_says_what_is_wrong_with_its_input(self):
        done = subprocess.run([*JUDGE, "--framed"], input=b"\0" * 47, capture_output=True)
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn(b"a frame is cut short", done.stderr)
        done = subprocess.run([*JUDGE, "--limit-files=1x"], input=b"", capture_output=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"no number", done.stderr)


class Mutants(unittest.TestCase):
    def test_mutant_is_known_by_its_two_numbers(self):
        for number in range(200):
            self.assertEqual(mutants.mutant(7, number), mutants.mutant(7, number))

    def test_other_numbers_give_other_mutants(self):
        made = {mutants.mutant(seed, number).data for seed in (1, 2) for number in range(100)}
        self.assertGreater(len(made), 180)

    def test_draft_that_nothing_was_done_to_is_a_bundle(self):
        for number in range(200):
            data = mutants.Draft(mutants.random.Random(number)).bytes()
            self.assertEqual(differential.reference.judge(data).verdict, "valid")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    JUDGE = [os.path.abspath(sys.argv[1])]
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])

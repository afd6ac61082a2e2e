"""What ../README.md shows is true.

Environment: CORPUS, the folder that make.py has made; SEEDBUNDLE, the program.
"""

import json
import os
import re
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
KIT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, KIT)
from cases.collection import Collection  # noqa: E402
from cases.draft import pair  # noqa: E402
from kit.command import MEMBERS, WINDOW  # noqa: E402
from kit.manifest import OPERATIONS, POLICIES  # noqa: E402


def abbreviated(line):
    return {**line, "sha256": line["sha256"][:4] + "..."}


class Readme(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(os.path.join(KIT, "README.md"), encoding="utf-8") as file:
            cls.text = file.read()
        with open(os.path.join(KIT, "manifest.jsonl"), encoding="utf-8") as file:
            cls.manifest = [json.loads(line) for line in file]
        cls.blocks = re.findall(r"^```(\w*)\n(.*?)^```$", cls.text, re.MULTILINE | re.DOTALL)

    def table(self, head):
        """The first columns of the table that begins with this line."""
        rows = self.text[self.text.index(head) :].split("\n\n")[0].splitlines()[2:]
        return [re.findall(r"`([^`]+)`", row.split("|")[1]) for row in rows]

    def test_shown_lines_are_in_the_manifest(self):
        shown = [json.loads(block) for language, block in self.blocks if language == "json"]
        self.assertEqual(len(shown), 2)
        for line in shown:
            self.assertIn(line, map(abbreviated, self.manifest))

    def test_shown_answers_are_given(self):
        example = next(block for _, block in self.blocks if '"verdict"' in block and block.startswith("/tmp/corpus"))
        asked, answered = example.replace("/tmp/corpus", os.environ["CORPUS"]).split("\n\n")
        command = [os.path.join(KIT, "adapters", "seedbundle.py"), os.environ["SEEDBUNDLE"]]
        done = subprocess.run(
            [sys.executable, *command], input=asked.encode() + b"\n", stdout=subprocess.PIPE, check=True
        )
        shown = [json.loads(line) for line in answered.replace("\n ", " ").splitlines()]
        compared = [{**json.loads(line)} for line in done.stdout.splitlines()]
        self.assertEqual([list(answer) for answer in shown], [list(MEMBERS)] * 2)
        for answer in (*shown, *compared):
            if answer["verdict"] != "valid":  # what these say of a bad bundle is left open
                answer.update(digest=None, files=None)
        self.assertEqual(shown, compared)

    def test_shown_failure_is_a_case(self):
        failed = re.search(r"^failed: (.*)\n  (.*)\n  expected: (.*)\n", self.text, re.MULTILINE)
        name, about, expected = failed.groups()
        line = next(line for line in self.manifest if line["file"] == name)
        self.assertEqual(about, line["about"])
        self.assertEqual(expected, f"{line['verdict']}, {line['code']}, offset {line['offset']}")

    def test_shown_case_is_made(self):
        corpus = Collection()
        block = next(block for language, block in self.blocks if language == "python" and "corpus.wrong" in block)
        exec(block, {"corpus": corpus, "pair": pair})
        self.assertEqual(len(corpus.lines), 1)
        self.assertIn(corpus.lines[0], self.manifest)

    def test_tables_are_complete(self):
        members = [name for row in self.table("| member | |") for name in row]
        self.assertEqual({*members, "message"} & {*MEMBERS}, {*MEMBERS})
        policies = [row[0].lstrip("-").partition("=")[0] for row in self.table("| option | the reader refuses |")]
        self.assertEqual(policies, list(POLICIES))
        self.assertEqual([row[0] for row in self.table("| `op` | the input |")], list(OPERATIONS))
        self.assertIn(f"up to {WINDOW} lines", self.text)

    def test_all_categories_are_described(self):
        described = {name.split("/")[0] for row in self.table("| category | |\n") for name in row}
        self.assertEqual(described, {line["category"].split("/")[0] for line in self.manifest})

    def test_all_options_are_options(self):
        done = subprocess.run([sys.executable, os.path.join(KIT, "run.py"), "--help"], capture_output=True, check=True)
        options = set(re.findall(r"--[a-z]+", done.stdout.decode()))
        policies = {f"--{policy}" for policy in POLICIES}
        shown = {word for word in re.findall(r"(?<=`)--[a-z0-9-]+(?==)", self.text)} - policies
        self.assertGreaterEqual(len(shown), 5)
        self.assertLessEqual(shown, options)


if __name__ == "__main__":
    unittest.main()

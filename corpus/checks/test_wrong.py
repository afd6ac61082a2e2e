"""A wrong implementation is caught: every fault of wrong.py fails some case, and without a fault none does.

Environment: CORPUS, the folder that make.py has made; REFERENCE, a right implementation.
"""

import contextlib
import io
import os
import re
import sys
import unittest
from unittest import mock

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import run as runner  # noqa: E402
import wrong  # noqa: E402

# Where a fault must be seen; all others, in these categories together.
EVERYWHERE = ("good/bundles", "good/structural", "bad/trailing", "bad/count", "bad/name-order", "transfers")
CATEGORIES = {
    "takes-upper-case-digits": ("bad/digest",),
    "takes-leading-zeros": ("bad/number",),
    "skips-blank-lines": ("bad/keyword",),
    "folds-slashes": ("bad/name-component",),
    "adds-final-newline": ("bad/truncated",),
    "calls-refused-invalid": ("policy/files",),
    "ignores-policies": ("policy/files",),
}


def run(fault, categories):
    """What run.py says, and its status."""
    right = [sys.executable, "-S", os.environ["REFERENCE"]]
    command = [sys.executable, "-S", os.path.join(HERE, "wrong.py"), fault, *right]
    only = [f"--only={category}" for category in categories]
    said = io.StringIO()
    arguments = ["run.py", "--failures=3", *only, os.environ["CORPUS"], "--", *command]
    with mock.patch.object(sys, "argv", arguments), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = runner.main()
    return status, said.getvalue()


class Wrong(unittest.TestCase):
    def test_nothing_is_wrong_without_a_fault(self):
        status, said = run("nothing", {*EVERYWHERE, *(name for names in CATEGORIES.values() for name in names)})
        self.assertEqual(status, 0, said)
        self.assertRegex(said, r"all +[0-9]{3,} +[0-9]{3,} +-\npassed in")

    def test_every_fault_is_caught(self):
        for fault in wrong.FAULTS:
            with self.subTest(fault):
                status, said = run(fault, CATEGORIES.get(fault, EVERYWHERE))
                self.assertEqual(status, 1, said)
                self.assertRegex(said, r"^failed: \S+\.seedbundle\n  \S.*\.\n  expected: \S+.*\n  said:     \S+.*\n")
                self.assertRegex(said, r"FAILED in [0-9.]+ s\n$")
                cases, passed, failed = map(int, re.search(r"^all +(\d+) +(\d+) +(\d+)$", said, re.MULTILINE).groups())
                self.assertEqual(cases, passed + failed)
                self.assertGreater(failed, 0)


if __name__ == "__main__":
    unittest.main()

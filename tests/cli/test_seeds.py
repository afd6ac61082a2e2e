"""The sample documents and the bundle that is packed from them."""

import hashlib
import re
import unittest

from support.bundle import pack
from support.program import SEEDS, CliTest


class Seeds(CliTest):
    def setUp(self):
        super().setUp()
        self.paths = sorted(SEEDS.glob("*.txt"))
        self.sample = (SEEDS / "sample.seedbundle").read_bytes()

    def test_there_are_five(self):
        self.assertEqual(len(self.paths), 5)

    def test_each_is_named_by_its_order_and_its_sha_256(self):
        for ordinal, path in enumerate(self.paths):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            self.assertEqual(path.name, f"{ordinal:03d}_{digest[:16]}.txt")

    def test_each_is_utf_8_without_carriage_returns(self):
        for path in self.paths:
            self.assertNotIn("\r", path.read_bytes().decode())

    def test_the_bundle_is_exactly_what_pack_makes_of_them(self):
        names = [path.name for path in self.paths]
        self.assertEqual(self.succeed("pack", *names, cwd=SEEDS), self.sample)
        self.assertEqual(self.sample, pack([(path.name.encode(), path.read_bytes()) for path in self.paths]))

    def test_the_bundle_is_valid_and_gives_each_back(self):
        out = self.succeed("validate", "sample.seedbundle", cwd=SEEDS)
        self.assertTrue(out.startswith(b"sample.seedbundle: valid: 5 documents, "), out)
        for path in self.paths:
            self.assertEqual(self.succeed("cat", "sample.seedbundle", path.name, cwd=SEEDS), path.read_bytes())

    def test_the_readme_names_each(self):
        readme = (SEEDS / "README.md").read_text(encoding="utf-8")
        for path in self.paths:
            size, lines = path.stat().st_size, path.read_bytes().count(b"\n")
            self.assertRegex(readme, rf"(?m)^\| `{re.escape(path.name)}` \| [^|]+ \| {size} \| {lines} \|")


if __name__ == "__main__":
    unittest.main()

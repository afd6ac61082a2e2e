"""The manifest and the program's JSON output are what their schemas say.

Environment: SEEDBUNDLE, the program; CORPUS, the folder that make.py has made; VALIDATED, what `validate` wrote for all
cases (adapters/seedbundle.py --log).  The validator is jsonschema, of Debian's package python3-jsonschema.
"""

import concurrent.futures
import copy
import json
import os
import re
import subprocess
import sys
import unittest

import jsonschema

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
MANIFEST = os.path.join(HERE, "..", "manifest.jsonl")
SCHEMAS = {"manifest": "../manifest.schema.json", "output": "../../parser/docs/validate.schema.json"}


def validator(name):
    with open(os.path.join(HERE, SCHEMAS[name]), encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def manifest():
    with open(MANIFEST, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def run(*arguments, paths=()):
    """The lines that the program writes."""
    command = [os.environ["SEEDBUNDLE"], *arguments]
    done = subprocess.run(
        command, input="\n".join(paths).encode(), stdout=subprocess.PIPE, cwd=os.environ["CORPUS"], check=False
    )
    assert done.returncode in (0, 1), f"{command} ended with status {done.returncode}"
    return done.stdout.splitlines()


def objects(lines):
    return [json.loads(line) for line in lines]


class Schemas(unittest.TestCase):
    def assert_fits(self, schema, record):
        problems = [f"{problem.json_path}: {problem.message[:300]}" for problem in schema.iter_errors(record)]
        self.assertEqual(problems, [], json.dumps(record)[:500])

    def assert_output(self, lines, least):
        """Each line is an object that fits, without a member that the schema does not describe.  Returns these.

        There are very many lines: those that differ by path alone are judged once."""
        self.assertGreaterEqual(len(lines), least, "too few lines: was the program run on the whole corpus?")
        unlike = {re.sub(rb'"bundle":"[^"\\]*"', b'"bundle":"x"', line, count=1): line for line in lines}
        schema, records = validator("output"), objects(unlike.values())
        described = {
            kind: {*schema.schema["properties"], *schema.schema["$defs"][kind]["properties"]}
            for kind in schema.schema["properties"]["type"]["enum"]
        }
        for record in records:
            self.assert_fits(schema, record)
            self.assertLessEqual(set(record), described[record["type"]], "a member without a line in the schema")
        return records

    def assert_types(self, records, *types):
        self.assertEqual({record["type"] for record in records}, {*types})

    # -- Real ones fit --

    def test_manifest_fits_its_schema(self):
        schema = validator("manifest")
        for line in manifest():
            self.assert_fits(schema, line)

    def test_validate_fits_the_schema_on_the_whole_corpus(self):
        with open(os.environ["VALIDATED"], "rb") as file:
            lines = file.read().splitlines()
        cases = sum(line.get("count", 1) for line in manifest())
        summaries = sum(b'"type":"summary"' in line for line in lines)
        self.assertEqual(summaries, cases, "one summary for each case of the corpus")
        self.assert_types(self.assert_output(lines, cases), "error", "summary")

    def test_validate_without_digests_fits_the_schema(self):
        files = [line["file"] for line in manifest() if "edit" not in line]
        lines = run("validate", "--format=json", "--no-verify", "--files-from=-", paths=files)
        verdicts = {record.get("verdict") for record in self.assert_output(lines, len(files))}
        self.assertEqual(verdicts, {None, "framed", "invalid"})

    def test_records_fit_the_schema_on_the_whole_corpus(self):
        files, members = [line["file"] for line in manifest() if "edit" not in line], set()
        for options in ((), ("--require-utf8",), ("--max-document=4",)):
            records = self.assert_output(run("records", *options, "--files-from=-", paths=files), len(files))
            self.assert_types(records, "error", "document")
            members = members.union(*records)
        self.assertLessEqual({"text", "base64"}, members)

    def test_list_fits_the_schema(self):
        """Of every good case, of large numbers, and of five cases of each code, for it takes one bundle a call."""
        files, codes = [], {}
        for line in manifest():
            if "edit" not in line:
                codes[line["code"]] = codes.get(line["code"], 0) + 1
                if line["code"] is None or line["category"] == "bad/sums" or codes[line["code"]] <= 5:
                    files.append(line["file"])
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            listed = pool.map(lambda file: run("list", "--format=json", file), files)
            records = self.assert_output([line for lines in listed for line in lines], len(files) // 2)
        self.assert_types(records, "error", "entry")
        self.assertIn(None, {record.get("payload_offset", 0) for record in records}, "a place beyond 2^63 - 1 is null")

    def test_unreadable_input_fits_the_schema(self):
        command = [os.environ["SEEDBUNDLE"], "validate", "--format=json", "no such file"]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        records = self.assert_output(done.stdout.splitlines(), 1)
        self.assertEqual((done.returncode, records[0]["verdict"]), (2, "error"))

    # -- Broken ones do not --

    def assert_broken(self, name, good, breaks):
        """The record fits; with any one of its members changed, it does not.  A member without a value is removed."""
        schema = validator(name)
        self.assert_fits(schema, good)
        for path, *value in breaks:
            broken = copy.deepcopy(good)
            place = broken
            for step in path[:-1]:
                place = place[step]
            if value:
                place[path[-1]] = value[0]
            else:
                del place[path[-1]]
            self.assertFalse(schema.is_valid(broken), f"{path} {value}: {json.dumps(broken)[:300]}")

    def test_broken_case_is_rejected(self):
        bad = next(line for line in manifest() if line.get("code") == "count-mismatch" and line["entry"] == 0)
        members = ("file", "category", "verdict", "code", "offset", "related", "entry", "sha256", "about")
        self.assert_broken("manifest", bad, [
            *(((member,),) for member in members), (("verdict",), "good"), (("verdict",), "valid"),
            (("verdict",), "refused"),
            (("code",), "limit-files"), (("code",), "count mismatch"), (("code",), None), (("offset",), None),
            (("offset",), -1),
            (("offset",), 1.5), (("offset",), "28"), (("offset",), "at"), (("related",), True), (("entry",), -1),
            (("file",), "/x"),
            (("file",), "../x.seedbundle"), (("sha256",), "0" * 63), (("sha256",), "A" * 64), (("about",), "short."),
            (("about",), "A sentence without its full stop"), (("policy",), {}), (("policy",), {"max_files": 2}),
            (("policy",), {"limit-files": -1}), (("policy",), {"payload-utf8": False}), (("digest",), "0" * 64),
            (("more",), 1),
        ])
        good = next(line for line in manifest() if line.get("verdict") == "valid")
        self.assert_broken("manifest", good,
                           [(("digest",),), (("files",),), (("offset",), 0), (("code",), "bad-magic"), (("entry",), 0)])

    def test_broken_family_is_rejected(self):
        family = next(line for line in manifest() if "seal" in line.get("edit", ()))
        self.assert_broken("manifest", family, [
            (("edit", "op"),), (("edit", "op"), "remove"), (("edit", "op"), "cut"), (("edit", "at"),),
            (("edit", "width"),),
            (("edit", "width"), 0), (("edit", "at"), -1), (("count",),), (("count",), 0), (("outcomes",), []),
            (("outcomes",), {}),
            (("outcomes", 0, "cases"),), (("outcomes", 0, "cases"), ""), (("outcomes", 0, "cases"), "0A"),
            (("outcomes", 0, "code"),),
            (("outcomes", 0, "code"), "valid"), (("outcomes", 0, "offset"), "here"), (("outcomes", 0, "more"), 1),
            (("verdict",), "valid"),
        ])

    def test_broken_output_is_rejected(self):
        missing = "bad/missing-file/last.seedbundle"
        error, summary = objects(run("validate", "--format=json", missing))
        entry, document, *_ = objects(run("list", "--format=json", missing)[:1] + run("records", missing))
        self.assert_broken("output", error, required("error") + [
            (("schema",), 2), (("type",), "problem"), (("type",), "entry"), (("bundle",), None), (("code",), "no-file"),
            (("offset",), -1), (("offset",), None), (("line",), 0), (("column",), 0), (("column",), 1.5),
            (("entry",), -1), (("entry",), "0"), (("entry",), None), (("name",), ""), (("name",), "a\nb"), (("name",), "a\\b"),
            (("related",), -1), (("message",), ""), (("hint",), ""), (("hint",), None),
        ])  # fmt: skip
        self.assert_broken("output", summary, required("summary") + [
            (("verdict",), "good"), (("verdict",), "valid"), (("verdict",), "error"), (("errors",), 0),
            (("files",), -1), (("bytes",), "1"), (("digest",), ""), (("digest",), "A" * 64), (("message",), "why"),
        ])  # fmt: skip
        self.assert_broken("output", entry, required("entry") + [
            (("ordinal",), -1), (("size",), -1), (("payload_offset",), -1), (("sha256",), None),
        ])  # fmt: skip
        self.assert_broken("output", document, required("document") + [
            (("text",),), (("base64",), "eA=="), (("text",), None), (("size",), 2**63),
        ])  # fmt: skip
        encoded = {**{member: value for member, value in document.items() if member != "text"}, "base64": "eA=="}
        broken = [(("base64",), "eA"), (("base64",), "e-_="), (("base64",),), (("text",), "x")]
        self.assert_broken("output", encoded, broken)


def required(kind):
    """Each member that an object must have, to be removed."""
    schema = validator("output").schema
    return [((member,),) for member in (*schema["required"], *schema["$defs"][kind]["required"])]


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Every error that an input can raise has cases in the corpus, and the corpus is as large as it should be."""

import json
import os
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "tests", "house"))
import errors  # noqa: E402
import house  # noqa: E402

MANIFEST = "corpus/manifest.jsonl"
SCHEMAS = ["corpus/manifest.schema.json", "parser/docs/validate.schema.json"]
# Not of an input: a writer is fed too much or too little, or memory, reading or SHA-256 fail.
OTHERS = {"payload-size-mismatch", "out-of-memory", "read-failed", "digest-failed"}
LEAST_CASES, LEAST_OF_A_CODE = 500, 5


def outcomes(line):
    return line.get("outcomes", [line])


def enumerated(value):
    """All strings in the `enum` lists of a schema."""
    if isinstance(value, list):
        return set().union(*map(enumerated, value)) if value else set()
    if not isinstance(value, dict):
        return set()
    own = {item for item in value.get("enum", []) if isinstance(item, str)}
    return own.union(*map(enumerated, value.values())) if value else own


def judge(root):
    table = {name for _, _, name in errors.rows(house.read(os.path.join(root, errors.TABLE)))}
    missing = [path for path in [MANIFEST, *SCHEMAS] if not os.path.isfile(os.path.join(root, path))]
    if missing:
        return [f"{path} is missing" for path in missing]
    lines = [json.loads(line) for line in house.read(os.path.join(root, MANIFEST)).splitlines()]
    counts = {}
    for line in lines:
        for code in {outcome["code"] for outcome in outcomes(line)}:
            counts[code] = counts.get(code, 0) + 1
    problems = [f"{name} is no row of the table, but is said to be of no input" for name in sorted(OTHERS - table)]
    for name in sorted(table - OTHERS):
        if counts.get(name, 0) < LEAST_OF_A_CODE:
            problems.append(f"{name} has {counts.get(name, 0)} cases, at least {LEAST_OF_A_CODE} are due")
    used = set(counts) - {None}
    problems += [f"{code} is the code of a case, but no row of the table" for code in sorted(used - table)]
    problems += [f"{code} is the code of a case, but no input can raise it" for code in sorted(used & OTHERS)]
    single = sum("outcomes" not in line for line in lines)
    if single < LEAST_CASES:
        problems.append(f"there are {single} cases, at least {LEAST_CASES} are due")
    for path in SCHEMAS:
        listed = enumerated(json.loads(house.read(os.path.join(root, path))))
        problems += [f"{name} is not among the codes of {path}" for name in sorted(table - OTHERS - listed)]
        problems += [f"{name} is of no input, but among the codes of {path}" for name in sorted(listed & OTHERS)]
    return problems


def control(arguments, folder, proof):
    """The tree's own files, each with a fault."""
    kept = {path: house.read(os.path.join(arguments.root, path)) for path in [errors.TABLE, MANIFEST, *SCHEMAS]}

    def planted(what, path, old, new, words, times=-1):
        for name, text in kept.items():
            house.write(os.path.join(folder, name), text.replace(old, new, times) if name == path else text)
        proof.expect_problem(what, judge(folder), words)

    def with_lines(what, chosen, words):
        lines = kept[MANIFEST].splitlines(True)
        planted(what, MANIFEST, kept[MANIFEST], "".join(chosen(lines)), words)

    for name, text in kept.items():
        house.write(os.path.join(folder, name), text)
    proof.expect_clean("the tree", judge(folder))
    extra = [line for line in kept[MANIFEST].splitlines(True) if '"code":"extra-file"' in line]
    with_lines("no case", lambda lines: (line for line in lines if line not in extra), "extra-file has 0 cases")
    with_lines("few cases", lambda lines: (line for line in lines if line not in extra[4:]), "extra-file has 4 cases")
    with_lines("a short manifest", lambda lines: lines[-499:], "cases, at least 500 are due")
    code = '"code":"extra-file"'
    planted("another code", MANIFEST, code, '"code":"more-files"', "more-files is the code of a case, but no row")
    planted("a code of no input", MANIFEST, code, '"code":"read-failed"',
            "read-failed is the code of a case, but no input", 1)
    row = 'X(NEW_ERROR, 31, "new-error", INVALID, "", "") \\\nX(TRUNCATED,'
    planted("a new row", errors.TABLE, "X(TRUNCATED,", row, "new-error has 0 cases")
    planted("a new row", errors.TABLE, "X(TRUNCATED,", row, f"new-error is not among the codes of {SCHEMAS[0]}")
    planted("a row that is gone", errors.TABLE, "X(DIGEST_FAILED,", "Y(DIGEST_FAILED,", "digest-failed is no row")
    for path in SCHEMAS:
        planted("a code less", path, '"name-utf8",', "", f"name-utf8 is not among the codes of {path}")
        planted("a code more", path, '"name-utf8",', '"name-utf8", "read-failed",',
                f"read-failed is of no input, but among the codes of {path}")
    os.remove(os.path.join(folder, MANIFEST))
    proof.expect_problem("no manifest", judge(folder), f"{MANIFEST} is missing")


if __name__ == "__main__":
    house.main(__doc__, lambda parser: parser.add_argument("root"), lambda arguments: judge(arguments.root), control)

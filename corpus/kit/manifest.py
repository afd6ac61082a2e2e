"""Reads the manifest, and makes the inputs that its families stand for.  ../README.md describes its members."""

import hashlib
import json
import os
import re
from dataclasses import dataclass

VERDICTS = ("valid", "invalid", "refused")
PLACES = ("offset", "related", "entry")
POLICIES = ("limit-files", "limit-file-size", "limit-total-size", "limit-index-bytes", "payload-utf8")  # by their codes
OPERATIONS = {"cut": set(), "insert": {"at"}, "replace": {"at", "width"}}


class Trouble(Exception):
    """The corpus cannot be run: a sentence for a person."""


@dataclass
class Case:
    """One input.  `data` is None for a file of the folder, else what is to be written before the command is asked."""

    name: str
    category: str
    about: str
    expected: dict
    path: str
    data: bytes = None


# -- Reading --


def read(path):
    """The manifest's lines as objects, each of the right shape."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"the manifest {path} cannot be read: {error}") from None
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            lines.append(shaped(json.loads(line)))
        except ValueError as error:
            raise Trouble(f"{path}:{number}: the manifest is damaged: {error}") from None
    if not lines:
        raise Trouble(f"the manifest {path} is empty")
    return lines


def demand(condition, problem):
    if not condition:
        raise ValueError(problem)


def is_size(value):
    return type(value) is int and value >= 0


def shaped(line):
    """The line itself, or ValueError."""
    demand(isinstance(line, dict), "a line is not an object")
    for member in ("file", "category", "sha256", "about"):
        demand(isinstance(line.get(member), str), f"'{member}' is missing or no string")
    parts = line["file"].split("/")
    demand("" not in parts and ".." not in parts, f"'file' is not a path below the folder: {line['file']!r}")
    demand(re.fullmatch("[0-9a-f]{64}", line["sha256"]), "'sha256' is not 64 hexadecimal digits")
    policy = line.get("policy", {})
    demand(isinstance(policy, dict) and set(policy) <= set(POLICIES), f"'policy' is not one of {', '.join(POLICIES)}")
    for name, value in policy.items():
        demand(value is True if name == "payload-utf8" else is_size(value),
               f"the policy '{name}' has the value {value!r}")
    if "edit" in line:
        shaped_family(line)
    else:
        shaped_outcome(line, ())
    return line


def shaped_outcome(outcome, words):
    """`words`: what an offset may be besides a number."""
    demand(isinstance(outcome, dict), "an outcome is not an object")
    for member in ("verdict", "code", *PLACES):
        demand(member in outcome, f"'{member}' is missing")
    verdict, code, offset = outcome["verdict"], outcome["code"], outcome["offset"]
    demand(verdict in VERDICTS, f"'verdict' is {verdict!r}, which is none of {', '.join(VERDICTS)}")
    if verdict == "valid":
        demand(all(outcome[member] is None for member in ("code", *PLACES)), "a valid case has an error")
    else:
        demand(isinstance(code, str), "'code' is no string, and the verdict is not valid")
        demand(is_size(offset) or offset in words, f"'offset' is {offset!r}, and the verdict is not valid")
    for member in ("related", "entry"):
        demand(outcome[member] is None or is_size(outcome[member]), f"'{member}' is {outcome[member]!r}")


def shaped_family(line):
    edit = line["edit"]
    demand(isinstance(edit, dict) and edit.get("op") in OPERATIONS, f"'edit' is {edit!r}")
    members = {"op"} | OPERATIONS[edit["op"]]
    demand(members <= set(edit) <= members | {"seal"}, f"'edit' of {edit['op']} has the members {', '.join(edit)}")
    demand(all(is_size(value) for name, value in edit.items() if name != "op"),
           f"'edit' has a member that is no number: {edit!r}")
    demand(isinstance(line.get("outcomes"), list), "'outcomes' is missing or no list")
    count = 0
    for outcome in line["outcomes"]:
        shaped_outcome(outcome, ("length",) if edit["op"] == "cut" else ("at",))
        demand(isinstance(outcome.get("cases"), str), "'cases' is missing or no string")
        count += len(values(outcome["cases"], edit["op"]))
    count *= edit.get("width", 1)
    demand(line.get("count") == count, f"'count' is {line.get('count')!r}, and the outcomes are for {count} cases")


def values(text, operation):
    """The numbers that `00-2f 3a` stands for: byte values in hexadecimal, lengths in decimal."""
    base, found = (10, []) if operation == "cut" else (16, [])
    spelling = "[0-9]{1,6}" if operation == "cut" else "[0-9a-f]{2}"
    for run in text.split(" "):
        demand(re.fullmatch(f"{spelling}(-{spelling})?", run), f"'cases' holds {run!r}")
        low, _, high = run.partition("-")
        found += range(int(low, base), int(high or low, base) + 1)
    demand(found and found == sorted(set(found)), f"'cases' is not in ascending order: {text!r}")
    return found


# -- The cases of a folder --


def file_of(line, folder):
    """The bytes of a line's file, as they were made."""
    path = os.path.join(folder, line["file"])
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise Trouble(f"{path} cannot be read: {error.strerror}; make the corpus again with make.py") from None
    if hashlib.sha256(data).hexdigest() != line["sha256"]:
        raise Trouble(f"{path} is not the manifest's file (its SHA-256 differs): make the corpus again with make.py")
    return data


def cases(line, folder):
    """All inputs of a line, with what each must come to.  The file is looked at now, a family made when asked for."""
    data = file_of(line, folder)
    if "edit" not in line:
        return [Case(line["file"], line["category"], line["about"], line, os.path.join(folder, line["file"]))]
    edit = line["edit"]
    if edit["op"] != "cut" and edit["at"] + edit.get("width", 0) > len(data):
        raise Trouble(f"the manifest is damaged: {line['file']} has {len(data)} bytes, and an edit is at {edit['at']}")
    return family(line, data)


def family(line, data):
    edit = line["edit"]
    for outcome in line["outcomes"]:
        for value in values(outcome["cases"], edit["op"]):
            for at in range(edit.get("at", 0), edit.get("at", 0) + edit.get("width", 1)):
                name, changed = edited(data, edit, at, value)
                if "seal" in edit:
                    changed = sealed(changed, edit["seal"])
                expected = outcome
                if changed == data:
                    expected = {"verdict": "valid", "code": None, "offset": None, "related": None, "entry": None}
                elif outcome["offset"] in ("at", "length"):
                    expected = {**outcome, "offset": at if outcome["offset"] == "at" else len(changed)}
                yield Case(f"{line['file']}, {name}", line["category"], line["about"], expected, None, changed)


def edited(data, edit, at, value):
    """The name of an edit, and the bytes after it."""
    if edit["op"] == "cut":
        return f"cut to {value} bytes", data[:value]
    if edit["op"] == "insert":
        return f"{value:02x} put before byte {at}", data[:at] + bytes([value]) + data[at:]
    return f"byte {at} replaced by {value:02x}", data[:at] + bytes([value]) + data[at + 1 :]


def sealed(data, at):
    """With the DIGEST line, which is at this offset, made right again."""
    begin = at + len(b"=== DIGEST ")
    return data[:begin] + hashlib.sha256(data[:at]).hexdigest().encode() + data[begin + 64 :]

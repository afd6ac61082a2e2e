"""A wrong implementation, for the kit's own tests: wrong.py FAULT IMPLEMENTATION... [POLICY OPTIONS]

It asks a right implementation, which is run behind it, and spoils the input before or the answer after, as FAULT says.
The faults are those of real readers: lenient ones, and ones that do not count, compare or look as they should.
"""

import json
import os
import re
import subprocess
import sys
import tempfile


def inputs(data):
    """What a lenient reader makes of the input, before it judges it."""
    return {
        "strips-byte-order-mark": data[3:] if data.startswith(b"\xef\xbb\xbf") else data,
        "reads-crlf": data.replace(b"\r\n", b"\n"),
        "ignores-final-newlines": data.rstrip(b"\n") + b"\n" if data.endswith(b"\n\n") else data,
        "ignores-trailing-data": data[: data.find(b"\n=== END\n") + 9] if b"\n=== END\n" in data else data,
        "adds-final-newline": data + b"\n" if data.endswith(b"=== END") else data,
        "skips-blank-lines": re.sub(rb"\n\n+=", b"\n=", data),
        "takes-upper-case-digits": re.sub(rb"\b[0-9a-fA-F]{64}\b", lambda match: match.group().lower(), data),
        "takes-leading-zeros": re.sub(rb"(?<= )0+(?=[0-9])", b"", data),
        "folds-slashes": data.replace(b"//", b"/"),
    }


def answers(answer):
    """What a reader that is wrong in one thing says instead."""
    error = answer["code"] is not None
    changes = {
        "finds-all-valid": {"verdict": "valid", "code": None, "offset": None, "related": None, "entry": None},
        "calls-refused-invalid": {"verdict": "invalid"} if answer["verdict"] == "refused" else {},
        "counts-offsets-from-1": {"offset": answer["offset"] + 1} if error else {},
        "forgets-related": {"related": None},
        "forgets-entries": {"entry": None},
        "forgets-digests": {"digest": None},
        "takes-0-for-none": {"entry": answer["entry"] or None},
    }
    changes["overlooks-order"] = changes["finds-all-valid"] if answer["code"] == "name-order" else {}
    return changes


class Right:
    """The implementation that is asked."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, path):
        self.process.stdin.write(os.fsencode(path) + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        return self.process.wait()


def main():
    fault, command = sys.argv[1], sys.argv[2:]
    if fault == "ignores-policies":
        command = [word for word in command if not word.startswith("--")]
    right = Right(command)
    with tempfile.TemporaryDirectory() as folder:
        spoiled = os.path.join(folder, "spoiled")
        for line in sys.stdin:
            path = line.rstrip("\n")
            with open(path, "rb") as file:
                data = file.read()
            changed = inputs(data).get(fault, data)
            with open(spoiled, "wb") as file:
                file.write(changed)
            answer = right.ask(spoiled if changed != data else path)
            answer.update(answers(answer).get(fault, {}))
            print(json.dumps({**answer, "path": path}), flush=True)
    return right.end()


FAULTS = {**inputs(b""), **answers({"verdict": "", "code": None, "offset": 0, "entry": None, "files": 0}),
          "ignores-policies": None}

if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("nothing", *FAULTS):
        sys.exit(f"{__doc__}\nFAULT: nothing, {', '.join(FAULTS)}")
    sys.exit(main())

#!/usr/bin/env python3
"""Who includes whom, and which parts of libc the library keeps away from.

The program, the fuzz targets and the examples see the public headers only; parser.c and writer.c never each other; the
leaves of the library include nothing of ours but the format's words and the headers of what they judge.
"""

import os
import re
import shutil
import sys

sys.dont_write_bytecode = True
import house  # noqa: E402

LIB, INCLUDE = "parser/lib", "parser/include"
OUTSIDE = ("parser/cli", "fuzz", "examples", "tests/examples")  # they see the public headers only

PUBLIC_SYSTEM = {"stdbool.h", "stddef.h", "stdint.h"}
LIB_SYSTEM = PUBLIC_SYSTEM | {"assert.h", "string.h"}
SYSTEM_EXTRA = {"memory.c": {"stdlib.h"}, "digest_openssl.c": {"openssl/evp.h"}}

ERROR_HEADERS = {"seedbundle/error.h", "seedbundle/options.h", "seedbundle/name.h"}
LEAVES = {
    "format": {"seedbundle/name.h"},
    "scan": ERROR_HEADERS | {"format.h", "scan.h"},
    "utf8": {"utf8.h"},
    "name": ERROR_HEADERS | {"format.h", "utf8.h", "name.h"},
    "digest": ERROR_HEADERS | {"digest.h"},
    "digest_openssl": ERROR_HEADERS | {"digest.h"},
    "error": ERROR_HEADERS,
    "locate": ERROR_HEADERS,
}
STRANGERS = {"parser.c": "seedbundle/writer.h", "writer.c": "seedbundle/parser.h"}

FORBIDDEN_WORDS = re.compile(
    r"\b(errno|perror|f?printf|s?n?printf|f?puts|putchar|fopen|fread|fwrite|getenv|secure_getenv|environ|setlocale|"
    r"localeconv|isdigit|isalpha|isspace|isxdigit|tolower|toupper|strtou?ll?|atoi|exit|abort|time|rand)\b"
)


def includes(text):
    """(is quoted, name) of each #include."""
    found = re.findall(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', text, re.MULTILINE)
    return [(mark == '"', name) for mark, name in found]


def c_files(root, folder):
    """Paths, relative to the root, of the C files below a folder."""
    for top, folders, files in os.walk(os.path.join(root, folder)):
        folders.sort()
        for name in sorted(files):
            if name.endswith((".c", ".h")):
                yield os.path.relpath(os.path.join(top, name), root)


def judge_public(path, found):
    for quoted, name in found:
        if quoted and not name.startswith("seedbundle/"):
            yield f"{path} includes {name}: public headers include public headers only"
        if not quoted and name not in PUBLIC_SYSTEM:
            yield f"{path} includes <{name}>: public headers need {', '.join(sorted(PUBLIC_SYSTEM))} at most"


def judge_lib(root, path, found):
    name_only = os.path.basename(path)
    stem = name_only.rsplit(".", 1)[0]
    for quoted, name in found:
        if not quoted and name not in LIB_SYSTEM | SYSTEM_EXTRA.get(name_only, set()):
            yield f"{path} includes <{name}>: the library has no use for it (see SYSTEM_EXTRA in includes.py)"
        folder = INCLUDE if name.startswith("seedbundle/") else LIB
        if quoted and not os.path.isfile(os.path.join(root, folder, name)):
            yield f"{path} includes {name}, which is neither a public header nor one of {LIB}"
        if quoted and stem in LEAVES and name not in LEAVES[stem]:
            yield f"{path} includes {name}, but is a leaf: it may include {', '.join(sorted(LEAVES[stem]))}"
        if quoted and name == STRANGERS.get(name_only):
            yield f"{path} includes {name}: parser and writer do not know each other"


def reached(root, path, seen):
    """The files of ours that a file includes, directly or through others."""
    for quoted, name in includes(house.read(os.path.join(root, path))):
        target = os.path.join(INCLUDE if name.startswith("seedbundle/") else LIB, name)
        if quoted and target not in seen and os.path.isfile(os.path.join(root, target)):
            seen.add(target)
            reached(root, target, seen)
    return seen


def judge_outside(root, area, path, found):
    """Ours, for the outside, is what stands in its own area, and the public headers."""
    for quoted, name in found:
        own = (os.path.join(root, os.path.dirname(path), name), os.path.join(root, area, name))
        own = [file for file in own if os.path.isfile(file)]
        public = name.startswith("seedbundle/") and os.path.isfile(os.path.join(root, INCLUDE, name))
        top = os.path.realpath(os.path.join(root, area)) + "/"
        inside = any(os.path.realpath(file).startswith(top) for file in own)
        if (quoted and not public and not inside) or name.startswith(("../", "parser/")):
            yield f"{path} includes {name}, which is neither a public header nor a file of {area}"


def judge(root):
    problems, files = [], 0
    for path in c_files(root, INCLUDE):
        files += 1
        problems += judge_public(path, includes(house.read(os.path.join(root, path))))
    for path in c_files(root, LIB):
        files += 1
        text = house.without_comments(house.read(os.path.join(root, path)))
        problems += judge_lib(root, path, includes(text))
        problems += [f"{path} says {word}: not in the library" for word in FORBIDDEN_WORDS.findall(text)]
    for area in OUTSIDE:
        for path in c_files(root, area):
            problems += judge_outside(root, area, path, includes(house.read(os.path.join(root, path))))
    for start, stranger in (("parser.c", "writer.h"), ("writer.c", "reader.h")):
        path = os.path.join(LIB, start)
        if os.path.join(INCLUDE, "seedbundle", stranger) in reached(root, path, set()):
            problems.append(f"{path} reaches seedbundle/{stranger} through what it includes")
    if files < 20:
        problems.append(f"only {files} files were found below {INCLUDE} and {LIB}: is {root} the project?")
    return problems


def control(arguments, folder, proof):
    for part in (INCLUDE, LIB):
        shutil.copytree(os.path.join(arguments.root, part), os.path.join(folder, part))
    proof.expect_clean("a copy of the library", judge(folder))

    def plant(path, line, words):
        path = os.path.join(folder, path)
        before = house.read(path) if os.path.exists(path) else None
        house.write(path, line + "\n" + (before or ""))
        proof.expect_problem(f"{line} in {path}", judge(folder), words)
        if before is None:
            os.remove(path)
        else:
            house.write(path, before)

    plant("parser/lib/parser.c", '#include "seedbundle/writer.h"', "do not know each other")
    plant("parser/lib/writer.c", '#include "seedbundle/parser.h"', "do not know each other")
    plant("parser/lib/index.h", '#include "seedbundle/writer.h"', "parser.c reaches seedbundle/writer.h")
    plant("parser/lib/scan.c", '#include "table.h"', "is a leaf")
    plant("parser/lib/utf8.h", '#include "format.h"', "is a leaf")
    plant("parser/lib/error.c", '#include "scan.h"', "is a leaf")
    plant("parser/lib/reader.c", "#include <stdio.h>", "has no use for it")
    plant("parser/lib/scan.c", "#  include <errno.h>", "has no use for it")
    plant("parser/lib/name.c", "#include <locale.h>", "has no use for it")
    plant("parser/lib/table.c", "#include <stdlib.h>", "has no use for it")
    plant("parser/lib/options.c", "static int x(void) { return getenv(0) != 0; }", "says getenv")
    plant("parser/lib/index.c", '#include "../cli/diag.h"', "neither a public header nor")
    plant("parser/include/seedbundle/error.h", "#include <stdio.h>", "public headers need")
    plant("parser/include/seedbundle/name.h", '#include "scan.h"', "public headers only")
    plant("parser/cli/main.c", '#include "index.h"', "neither a public header nor a file of parser/cli")
    plant("parser/cli/main.c", '#include "../lib/index.h"', "neither a public header nor a file of parser/cli")
    plant("fuzz/fuzz_parse.c", '#include "parser/lib/scan.h"', "neither a public header nor a file of fuzz")
    plant("examples/count.c", '#include "table.h"', "neither a public header nor a file of examples")
    plant("parser/cli/main.c", '#include "seedbundle/secret.h"', "neither a public header nor")
    house.write(os.path.join(folder, "parser/cli/diag.h"), "/* getenv in a comment */\n")
    house.write(os.path.join(folder, "parser/cli/main.c"), '#include <stdio.h>\n#include "diag.h"\n')
    house.write(os.path.join(folder, "parser/lib/extra.c"), '/* errno */ static const char *s = "// here";\n')
    proof.expect_clean("a program of its own files, and words in comments", judge(folder))


if __name__ == "__main__":
    house.main(__doc__, lambda parser: parser.add_argument("root"), lambda arguments: judge(arguments.root), control)

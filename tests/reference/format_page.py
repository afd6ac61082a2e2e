"""What FORMAT.md says, for tests: its example, its tables, and its grammar as regular expressions over bytes."""

import os
import re

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CORE_RULES = {"DIGIT": b"[0-9]", "LF": b"\\n", "SP": b"\\x20", "OCTET": b"[\\x00-\\xff]"}
TOKEN = re.compile(
    r'\s*(?:%x(?P<low>[0-9A-F]{2})(?:-(?P<high>[0-9A-F]{2}))?|(?:%s)?"(?P<text>[^"]*)"|(?P<repeat>\d*\*\d*|\d+)'
    r"|(?P<rule>[a-z]\w*|DIGIT|LF|SP|OCTET)|(?P<mark>[][()/]))"
)


def read():
    with open(os.path.join(PROJECT, "parser", "docs", "FORMAT.md"), encoding="utf-8") as file:
        return file.read()


def section(title):
    """The lines below a heading, up to the next heading of any level."""
    return re.search(rf"^#+ {re.escape(title)}\n(.*?)(?=^#)", read() + "\n#", re.MULTILINE | re.DOTALL).group(1)


def fenced(title):
    """The first fenced block of a section that is not itself cut by headings."""
    return re.search(rf"^#+ {re.escape(title)}\n.*?^```\w*\n(.*?)^```", read(), re.MULTILINE | re.DOTALL).group(1)


def rows(title):
    """The cells of a table's rows, without its head."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


class Grammar:
    """The rules of the ABNF, each as a regular expression."""

    def __init__(self):
        text = re.sub(r";.*", "", fenced("4. Grammar"))
        found = re.findall(r"^([a-z]\w*) +=(.*?)(?=^[a-z]|\Z)", text, re.MULTILINE | re.DOTALL)
        self.rules, self.done, self.compiled = dict(found), dict(CORE_RULES), {}

    def expression(self, rule):
        if rule not in self.done:
            tokens = list(TOKEN.finditer(self.rules[rule].rstrip()))
            assert "".join(token.group() for token in tokens) == self.rules[rule].rstrip(), rule
            self.done[rule] = b"(?:%s)" % self.alternatives(tokens)
            assert not tokens, rule
        return self.done[rule]

    def matches(self, rule, data):
        if rule not in self.compiled:
            self.compiled[rule] = re.compile(self.expression(rule))
        return self.compiled[rule].fullmatch(data) is not None

    def alternatives(self, tokens):
        result = self.element(tokens)
        while tokens and tokens[0].group("mark") not in (")", "]"):
            if tokens[0].group("mark") == "/":
                tokens.pop(0)
                result += b"|"
            result += self.element(tokens)
        return result

    def element(self, tokens):
        token = tokens.pop(0)
        if token.group("repeat"):
            least, star, most = token.group("repeat").partition("*")
            times = f"{{{least or 0},{most}}}" if star else f"{{{least}}}"
            return b"(?:%s)%s" % (self.element(tokens), times.encode())
        if token.group("low"):
            return f"[\\x{token.group('low')}-\\x{token.group('high') or token.group('low')}]".encode()
        if token.group("rule"):
            return self.expression(token.group("rule"))
        if token.group("mark"):
            inner = self.alternatives(tokens)
            tokens.pop(0)
            return b"(?:%s)%s" % (inner, b"?" if token.group("mark") == "[" else b"")
        return re.escape(token.group("text").encode())

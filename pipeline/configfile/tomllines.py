"""On which line of a TOML text every table and key stands; reads no values and judges nothing.

`tomllib` throws positions away. This scanner only follows what can move a key to another line: comments, strings over
several lines, arrays over several lines (TOML 1.0, sections "String", "Array", "Table"). On a text that is no TOML it
gives what it understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

KeyPath = tuple[str | int, ...]

_PART = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_DOTTED})[ \t]*\]")
_KEY = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")
_PARTS = re.compile(_PART)
_MARK = re.compile(
    r'"""(?:[^\\]|\\.)*?"""+'
    r"|'''.*?'''+"
    r'|"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'|#[^\n]*|[\[\]{}\n]",
    re.DOTALL,
)


def key_lines(text: str) -> dict[KeyPath, int]:
    """{key path: line from 1}. The first place wins; tables of an array carry their number: ("feed", 0, "title").

    A table without a line of its own ("[a.b]" makes an "a", too) stands where its first part does.
    """
    found: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for line, statement in _statements(text):
        if header := _HEADER.match(statement):
            table = _table(_split(header[2]), header[1] == "[[", counts)
            found.setdefault(table, line)
        elif key := _KEY.match(statement):
            found.setdefault((*table, *_split(key[1])), line)
    for path, line in list(found.items()):
        for length in range(1, len(path)):
            found.setdefault(path[:length], line)
    return found


def lines_of(text: str, name: str) -> list[int]:
    """The lines, from 1, of the table `name` and the tables in it, with the comments right below each."""
    found: list[int] = []
    table: KeyPath = ()
    for line, statement in _statements(text):
        path: KeyPath = ()
        if header := _HEADER.match(statement):
            path = table = _split(header[2])
        elif key := _KEY.match(statement):
            path = (*table, *_split(key[1]))
        comment = statement.lstrip().startswith("#") and found[-1:] == [line - 1]
        if comment or path[:1] == (name,):
            found += range(line, line + statement.count("\n") + 1)
    return found


def _table(path: KeyPath, repeated: bool, counts: dict[KeyPath, int]) -> KeyPath:
    """`path` with the number of the newest element put behind every array of tables on its way."""
    whole: KeyPath = ()
    for position, part in enumerate(path):
        whole = (*whole, part)
        if repeated and position == len(path) - 1:
            counts[whole] = counts.get(whole, -1) + 1
        if whole in counts:
            whole = (*whole, counts[whole])
    return whole


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """(line, text) of each line that begins outside of strings and arrays."""
    start, line, depth = 0, 1, 0
    first = line
    for mark in _MARK.finditer(text + "\n"):
        token = mark[0]
        depth = max(0, depth + (token in {"[", "{"}) - (token in {"]", "}"}))
        line += token.count("\n")
        if token == "\n" and depth == 0:
            yield first, text[start : mark.start()]
            start, first = mark.end(), line


def _split(dotted: str) -> KeyPath:
    return tuple(part.strip("\"'") if part[0] in "\"'" else part for part in _PARTS.findall(dotted))

"""Reads TOML so that every complaint can name its file and line; knows nothing of what the keys mean.

`tomllib` reads the values; a small scanner beside it notes on which line every table and key stands. `validated` checks
a table against a pydantic model and turns its errors into lines an operator understands. Nothing here has defaults.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from pipeline.configfile.tomllines import KeyPath, key_lines

M = TypeVar("M", bound=BaseModel)

_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_TWICE = re.compile(r"Cannot declare \('(.+?)',?\) twice|Cannot overwrite a value")

_SAYS: Mapping[str, str] = {
    "missing": "is missing",
    "string_type": 'must be text in "quotes"',
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "list_type": "must be a list: [ … ]",
    "tuple_type": "must be a list: [ … ]",
    "dict_type": "must be a table: { … }",
    "mapping_type": "must be a table: { … }",
    "model_type": "must be a table: { … }",
    "string_too_short": "must not be empty",
}
_GIVEN_HELPS = frozenset({"literal_error", "greater_than", "greater_than_equal", "less_than", "less_than_equal"})


class ConfigError(Exception):
    """What is wrong with a config folder: `problems` are lines "file:line: message", all that were found."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A TOML file's values and the line (from 1) of every table and key."""

    path: Path
    data: Mapping[str, Any]
    lines: Mapping[KeyPath, int]

    def line_of(self, key: Sequence[str | int]) -> int:
        """The line of `key`, else of the nearest table around it, else 1. Tables of an array are counted from 0."""
        path = tuple(key)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, key: Sequence[str | int], message: str) -> str:
        """ "file:line: message" for the place where `key` stands."""
        return f"{self.path}:{self.line_of(key)}: {message}"


def read_toml(path: Path) -> TomlFile:
    """Read one file; raise ConfigError naming file and line when it cannot be read or is no TOML."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError([f"{path}:1: cannot be read ({error.strerror or error})"]) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError([f"{path}:{line}: is not UTF-8; save the file as UTF-8"]) from error
    lines = key_lines(text)
    try:
        return TomlFile(path, tomllib.loads(text), lines)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax(path, text, str(error), lines)]) from error
    except RecursionError as error:
        raise ConfigError([f"{path}:1: values are nested too deeply"]) from error


def validated(model: type[M], data: object, file: TomlFile, at: Sequence[str | int] = ()) -> M:
    """`data`, the value found at key path `at` of `file`, as `model`; raise ConfigError with every problem in it."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = [_explain(model, item, file, tuple(at)) for item in error.errors(include_url=False)]
        raise ConfigError(problems) from error


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """'; did you mean "x"?' when a known word is near, else an empty string."""
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""


def _syntax(path: Path, text: str, message: str, lines: Mapping[KeyPath, int]) -> str:
    at = _AT_LINE.search(message)
    line = int(at[1]) if at else text.count("\n") + 1
    said = _AT_LINE.sub("", message).replace("(at end of document)", "").strip()
    twice = _TWICE.search(said)
    if not twice:
        return f"{path}:{line}: is no valid TOML: {said}"
    if twice[1] is None:
        return f"{path}:{line}: this key stands twice in its table"
    name = tuple(twice[1].split("', '"))
    first = f" (first at line {lines[name]})" if lines.get(name, line) != line else ""
    return f"{path}:{line}: [{'.'.join(name)}] stands twice{first}"


def _explain(model: type[BaseModel], item: Any, file: TomlFile, at: KeyPath) -> str:
    loc: KeyPath = tuple(item["loc"])
    name = ".".join(str(part) for part in loc)
    kind: str = item["type"]
    if kind == "extra_forbidden":
        known = _names(model, loc[:-1])
        message = f'unknown key "{name}"{did_you_mean(str(loc[-1]), known)}'
    elif kind == "value_error":
        message = f"{name}: {item['ctx']['error']}".removeprefix(": ")
    elif kind == "string_pattern_mismatch":
        message = f"{name}: {item['input']!r:.60} is not allowed here"
    else:
        message = f"{name}: {_SAYS.get(kind, item['msg'])}{_given(kind, item['input'])}"
    return file.problem((*at, *loc), f"[{'.'.join(map(str, at))}] {message}" if at else message)


def _given(kind: str, value: object) -> str:
    shown = kind in _GIVEN_HELPS or (kind in _SAYS and kind not in {"missing", "string_too_short"})
    return f", not {value!r:.60}" if shown else ""


def _names(model: type[BaseModel], loc: KeyPath) -> list[str]:
    """The keys a table at `loc` below `model` may have."""
    for part in loc:
        field = model.model_fields.get(str(part))
        inner = [kind for kind in _members(field.annotation if field else None) if issubclass(kind, BaseModel)]
        if isinstance(part, str) and inner:
            model = inner[0]
    return list(model.model_fields)


def _members(annotation: object) -> list[type]:
    if isinstance(annotation, type) and not get_args(annotation):
        return [annotation]
    return [kind for part in get_args(annotation) for kind in _members(part)]

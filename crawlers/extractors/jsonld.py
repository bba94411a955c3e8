"""The JSON-LD of a page: each script block read on its own, so that one broken block never loses the others.

Gives plain dictionaries with `@id` references resolved. It does not know what an event is, and never loads a @context.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from crawlers.extractors import MAX_EVENTS
from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import scripts
from crawlers.extractors.jsonload import loads
from pipeline.model import Page

MAX_BLOCKS = MAX_EVENTS + 1  # some systems give each event a script of its own
MAX_NODES = 200_000

_JSON_LD = re.compile(r"\bld\+json\b", re.IGNORECASE)

_NEXT_OBJECT = re.compile(r"\}[\s,]*\{")


class Blocks(NamedTuple):
    """What the JSON-LD scripts of a page hold: their values, why some could not be read, whether any names an `@id`."""

    values: list[Any]
    broken: list[str]
    named: bool


def blocks(page: Page) -> Blocks:
    """The page's JSON-LD, at most MAX_BLOCKS scripts of it."""
    values: list[Any] = []
    broken: list[str] = []
    found = [script for attributes, script in scripts(page) if _JSON_LD.search(attributes)][:MAX_BLOCKS]
    for script in found:
        try:
            values.append(_value(script.strip()))
        except Unreadable as error:
            broken.append(error.why)
    return Blocks(values, broken, any('"@id"' in script for script in found))


def _value(script: str) -> Any:
    """A script's value, or its several as a list; some systems escape the whole of it as if it were text."""
    script = html.unescape(script) if script.startswith(("{&quot;", "[{&quot;")) else script
    try:
        return loads(script)
    except Unreadable:
        if not _NEXT_OBJECT.search(script):
            raise
        return loads(f"[{_NEXT_OBJECT.sub('},{', script)}]")


def outermost(values: list[Any], wanted: Callable[[Mapping[str, Any]], bool]) -> Iterator[Mapping[str, Any]]:
    """Every object that is `wanted` and lies in no other wanted one, in document order. Iterative."""
    stack: list[Any] = list(reversed(values))
    for _ in range(MAX_NODES):
        if not stack:
            return
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, dict) and wanted(value):
            yield value
        elif isinstance(value, dict):
            stack.extend(part for part in reversed(list(value.values())) if isinstance(part, dict | list))


def index(values: list[Any]) -> dict[str, Mapping[str, Any]]:
    """`@id` -> the object that says most under that id, with what it refers to itself."""
    found: dict[str, Mapping[str, Any]] = {}
    stack: list[Any] = list(values)
    for _ in range(MAX_NODES):
        if not stack:
            break
        value = stack.pop()
        if isinstance(value, dict):
            name = value.get("@id")
            if isinstance(name, str) and len(value) > len(found.get(name, ())):
                found[name] = value
        stack.extend(part for part in _parts(value) if isinstance(part, dict | list))
    return {name: whole(said, found) for name, said in found.items()}


def _parts(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def listed(value: Any) -> list[Any]:
    """A property's values: JSON-LD writes one of them without a list, and none as null."""
    return value if isinstance(value, list) else [] if value is None else [value]


def whole(node: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """An object with the references among its properties resolved."""
    return {name: _resolved(value, known) for name, value in node.items()}


def _resolved(value: Any, known: Mapping[str, Mapping[str, Any]]) -> Any:
    """A bare reference `{"@id": …}` replaced by what the document says under that id."""
    if isinstance(value, dict) and set(value) <= {"@id", "@type"} and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    if isinstance(value, list):
        return [_resolved(item, known) for item in value[:50] if not isinstance(item, list)]
    return value

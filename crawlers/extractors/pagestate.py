"""Data that a page carries for its own scripts: `__NEXT_DATA__`, `window.X = {…};`. Found and parsed, never run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from crawlers.extractors.errors import Unreadable
from crawlers.extractors.jsonload import embedded, loads

_NEXT = re.compile(r"<script\b[^>]{0,200}\bid=[\"']__NEXT_DATA__[\"'][^>]{0,200}>(.*?)</script\s*>", re.DOTALL)


def next_data(text: str) -> Mapping[str, Any]:
    """`props.pageProps` of a Next.js page; {} when there is none. Raises Unreadable when it is cut off."""
    match = _NEXT.search(text)
    return at(loads(match[1]), "props", "pageProps") if match else {}


def assigned(text: str, name: str) -> Mapping[str, Any]:
    """The object a script assigns to `name`; {} when there is none. Raises Unreadable when it is cut off."""
    match = re.search(rf"{re.escape(name)}\s*=\s*(?=\{{)", text)
    if match is None:
        return {}
    value = embedded(text, match.end())
    if not isinstance(value, dict):
        raise Unreadable(f"{name} is cut off")
    return value


def at(value: Any, *path: str) -> Mapping[str, Any]:
    """The object at a path of keys; {} when any of them is missing."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list; [] for anything else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

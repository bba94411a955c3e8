"""Datasette's own templates in German: each phrase is replaced while Jinja compiles the template that holds it.

The phrases are data: `html/datasette/phrases.toml`. No template of Datasette's is copied.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension

from feeds.words import TEMPLATES


@cache
def phrases() -> Mapping[str, Mapping[str, str]]:
    """{template: {what stands in it: what shall}}; `lookups` holds the names of comparisons."""
    return tomllib.loads((TEMPLATES / "datasette" / "phrases.toml").read_text("utf-8"))


class Translated(Extension):
    """Replaces the phrases of every template it knows, and names comparisons with the filter `german`."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.filters["german"] = lambda text: phrases()["lookups"].get(text, text)

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The template in German; as it is where nothing is known of it."""
        found: Mapping[str, Any] = phrases().get(name or "", {})
        for foreign, german in found.items():
            source = source.replace(foreign, german)
        return source

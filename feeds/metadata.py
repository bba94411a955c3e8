"""What Datasette says about the database in German: titles, columns, facets and ready-made questions.

The words are data: `html/database.toml`. Builds a dict and knows no Datasette.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from feeds.setting import Addresses
from feeds.words import TEMPLATES
from pipeline.config import Config


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((TEMPLATES / "database.toml").read_text("utf-8"))


def metadata(config: Config) -> dict[str, Any]:
    """The metadata of Datasette 0.65 for `events.db`."""
    words = _words()
    return {
        "title": config.settings.name,
        "description": words["description"],
        "about": config.settings.name,
        "about_url": Addresses.of(config).page(),
        "databases": {
            "events": {
                "title": words["title"],
                "description": words["description"],
                "tables": {name: dict(table) for name, table in words["tables"].items()},
                "queries": {name: dict(query) for name, query in words["queries"].items()},
            }
        },
    }

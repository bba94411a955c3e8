"""Remembers what the last publication was made of, so that an unchanged one costs nothing.

A stamp names everything the public files depend on: the data version, the Berlin day, the config and the code and words
that render. It only counts while every file is still there in its size. Publishes nothing itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pipeline
from feeds.filters import Choices
from pipeline import codemark
from pipeline.config import Config
from pipeline.defaults import default_folder
from pipeline.geo.gazetteer import PLACES
from pipeline.store import Store
from pipeline.store.former import former_titles
from pipeline.wholefile import write_whole

PLACE = "parts/published.json"  # in the data folder; written at the end of a publication that changed anything
RENDERED_WITH = ("icalendar", "feedgen", "jinja2")


@dataclass(frozen=True, slots=True)
class State:
    """A publication: its stamp, {path: size} of its files, and what its report said."""

    stamp: str = ""
    sizes: dict[str, int] = field(default_factory=dict)
    feeds: dict[str, int] = field(default_factory=dict)
    events: int = 0
    issues: list[dict[str, Any]] = field(default_factory=list)

    def holds(self, stamp: str, folder: Path) -> bool:
        """Is `folder` still what a publication with this stamp left there?"""
        return bool(self.sizes) and self.stamp == stamp and sizes(folder, self.sizes) == self.sizes


def sizes(folder: Path, names: Iterable[str]) -> dict[str, int]:
    """{path: bytes} of those that are there."""
    found = {}
    for name in names:
        with suppress(FileNotFoundError):
            found[name] = (folder / name).stat().st_size
    return found


def stamp(store: Store, config: Config, names: Choices, today: date) -> str:
    """Equal stamps, equal public files."""
    sources = sorted((source.id, source.title, source.verified) for source in config.sources.values())
    former, feeds = former_titles(store, config.sources), sorted(store.published())
    parts = (store.data_version(), today, feeds, config.settings, config.feeds, names, sources, former)
    return hashlib.sha256("\x1f".join([code(), *map(repr, parts)]).encode()).hexdigest()


@cache
def code() -> str:
    """Changes whenever the code, words, templates or libraries change that events are shown with: no part outlives what
    rendered it."""
    rooms = [Path(__file__).parent, Path(pipeline.__path__[0]), default_folder() / PLACES]
    return codemark.mark(rooms, RENDERED_WITH)


def read(path: Path) -> State:
    """The last state; an empty one when there is none or it cannot be read."""
    try:
        return State(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return State()


def write(path: Path, state: State) -> None:
    """Remember this publication."""
    path.parent.mkdir(parents=True, exist_ok=True)
    known = {part.name: getattr(state, part.name) for part in fields(state)}
    write_whole(path, [json.dumps(known, ensure_ascii=False).encode()])

"""What the last publication left, as the server needs it: its manifest. Reads; renders nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Published:
    """The manifest of a publication."""

    stamp: tuple[int, int]  # of the manifest file: another stamp, another publication
    day: date
    version: int
    feeds: Mapping[str, Mapping[str, Any]]
    moved: Mapping[str, str]
    gone: frozenset[str]


def latest(path: Path, known: Published | None) -> Published | None:
    """The publication whose manifest lies at `path`: `known` if it is still the same; None before the first."""
    try:
        stat = path.stat()
        stamp = (stat.st_mtime_ns, stat.st_size)
        return known if known and known.stamp == stamp else _read(json.loads(path.read_bytes()), stamp)
    except FileNotFoundError:
        return None


def _read(data: Mapping[str, Any], stamp: tuple[int, int]) -> Published:
    feeds = {row["name"]: row for row in data["feeds"]}
    gone, moved = frozenset(data.get("gone", ())), data.get("moved", {})
    return Published(stamp, date.fromisoformat(data["day"]), int(data["version"]), feeds, moved, gone)

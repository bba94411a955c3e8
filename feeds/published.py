"""What the last publication left, as the server needs it: the manifest and single files. Reads; renders nothing."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from feeds.http import Resource, resource


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


def from_file(path: Path, type: str, changed: datetime | None, file_name: str) -> Resource:
    """A published file, with the packed one beside it if that is the same. FileNotFoundError."""
    body = path.read_bytes()
    return resource(body, type, changed=changed, file_name=file_name, packed=_packed(path, body))


def _packed(path: Path, body: bytes) -> bytes | None:
    """The two are replaced one after the other: the checksum (RFC 1952, 2.3.1) tells whether they belong together."""
    try:
        packed = path.with_name(path.name + ".gz").read_bytes()
    except FileNotFoundError:
        return None
    return packed if packed[-8:-4] == zlib.crc32(body).to_bytes(4, "little") else None

"""What pages are read with: a mark that changes with the reading code and with a source's settings.

A page that was read by other code, or under other settings, does not count as read. Reads no page itself.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import crawlers
from pipeline import dates
from pipeline.model import Source, stable_id


@cache
def code() -> str:
    """64 hex digits of the source files that read pages and their dates, once per process."""
    rooms = [Path(package.__path__[0]) for package in (crawlers, dates)]
    digest = hashlib.sha256()
    for file in sorted(file for room in rooms for file in room.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def fingerprint(source: Source, code: str) -> str:
    """16 hex digits of the code and of the settings that matter for reading."""
    settings = (source.kind, source.url, source.timezone, source.follow, source.select, source.dates, source.patches)
    return stable_id(code, *map(str, settings))

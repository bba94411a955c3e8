"""What pages are read with: a mark that changes with the reading code and with a source's settings.

A page that was read by other code, or under other settings, does not count as read. Reads no page itself.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import crawlers
import pipeline
from pipeline import codemark
from pipeline.defaults import default_folder
from pipeline.geo.gazetteer import PLACES
from pipeline.model import Source, stable_id

LIBRARIES = (  # which have a say in what a page says
    "lxml", "cssselect", "beautifulsoup4", "w3lib", "chompjs", "feedparser", "icalendar", "recurring-ical-events",
    "x-wr-timezone", "python-dateutil", "dateparser", "rapidfuzz",
)  # fmt: skip


@cache
def code() -> str:
    """Changes with what reads pages and what they say of days, places and marks, once per process."""
    rooms = [Path(package.__path__[0]) for package in (crawlers, pipeline)]
    return codemark.mark([*rooms, default_folder() / PLACES], LIBRARIES)


def fingerprint(source: Source, code: str) -> str:
    """16 hex digits of the code and of the settings that matter for reading."""
    settings = (source.kind, source.url, source.timezone, source.follow, source.select, source.dates, source.patches)
    return stable_id(code, *map(str, settings))

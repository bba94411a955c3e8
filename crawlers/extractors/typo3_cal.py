"""Kind `typo3_cal`: the old TYPO3 extension "cal": a list links a calendar file for each event."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.extractors import native
from crawlers.extractors.html import absolute, decode
from pipeline.model import Follow, Page, RawEvent, Source

MAX_FILES = 30

_FILE = re.compile(
    r"href=[\"']([^\"']*(?:_func|tx_cal_controller(?:%5B|\[)(?:view|type)(?:%5D|\]))=(?:genIcs|single_ics)[^\"']*)[\"']"
)


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """The events of a calendar file; a list leads to the files of its events."""
    if native.is_calendar(page):
        yield from native.calendar(page, source, "typo3_cal")
        return
    links = (absolute(page, match.replace("&amp;", "&")) for match in _FILE.findall(decode(page)))
    for url in list(dict.fromkeys(filter(None, links)))[:MAX_FILES]:
        yield Follow(url, "feed")

"""Kind `odoo`: event pages of Odoo's website module, by their microdata; the number in the address is the key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from crawlers.extractors import native, schema_org
from pipeline.model import Follow, Page, RawEvent, Source

_KEY = re.compile(r"/event/[\w%-]*?-?(\d+)(?:/|$|\?)")


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """Events of a list or an event's page, or of an event's calendar file."""
    if native.is_calendar(page):
        yield from native.calendar(page, source, "odoo")
        return
    for raw in schema_org.events(page, source)[0]:
        match = _KEY.search(raw.url or page.url)
        yield replace(raw, kind="odoo", key=match[1] if match else None)

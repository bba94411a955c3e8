"""Kind `json`: any JSON answer with records that carry a title and a date (APIs, JSON calendars, page states).

The records are found by their fields' names and values; nothing is known of the system behind. Known systems have kinds
of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawlers.extractors import values
from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import decode
from crawlers.extractors.jsonload import loads
from crawlers.extractors.records import events
from pipeline.model import Follow, Page, RawEvent, Source

_NEXT = ("next_rest_url", "next_url", "nextPage", "next", "next_page_url", "@odata.nextLink")


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """The events of a JSON document, and its next page when it names one. Raises Unreadable."""
    document = loads(decode(page))
    if not isinstance(document, dict | list):
        raise Unreadable("JSON without records")
    yield from events(document, page, source, kind="json", origin="JSON")
    if url := next_page(document, page):
        yield Follow(url, "page")


def next_page(document: Any, page: Page) -> str | None:
    """The address of the next page, as APIs give it beside their records (`next`, `links.next`)."""
    if not isinstance(document, dict):
        return None
    for holder in (document, document.get("links"), document.get("meta"), document.get("pagination")):
        for value in map(holder.get, _NEXT) if isinstance(holder, dict) else ():
            url = values.link(page.url, value) if isinstance(value, str | dict) else None
            if url and url != page.url:
                return url
    return None

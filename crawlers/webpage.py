"""One HTML page, read every way that fits it: by its markup (JSON-LD, microdata, microformats) and by its list.

Decides which reading counts; how two readings of one event are put together is `combine`'s business.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawlers.combine import address, alike, combined
from crawlers.extractors import EXTRACTORS, schema_org
from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import node_text, same_page, tree
from pipeline.model import Follow, Page, RawEvent, Source


def read_page(page: Page, source: Source) -> tuple[str, list[RawEvent], list[Follow]]:
    """(kind, events, requests) of an HTML page: structured first, page second. Raises Unreadable."""
    structured, broken = schema_org.events(page, source)
    own = main_event(structured, page)
    structured = [own] if own else structured
    listed, follows = _listed(page, source)
    if own is not None:
        listed = [raw for raw in listed if alike(raw.title, own.title) and _same_place(raw, own, page)]
    events = combined(structured, listed, page, source)
    if not events and broken and not follows:
        raise Unreadable(f"JSON-LD: {broken[0]}")
    return ("schema_org" if structured else "listing"), events, follows


def _same_place(raw: RawEvent, own: RawEvent, page: Page) -> bool:
    """Whether a list item leads to the page's own event, and not to another of the same title."""
    return raw.url is None or same_page(page, raw.url) or address(raw.url) == address(own.url)


def _listed(page: Page, source: Source) -> tuple[list[RawEvent], list[Follow]]:
    found = list(EXTRACTORS["listing"](page, source))
    return [one for one in found if isinstance(one, RawEvent)], [one for one in found if isinstance(one, Follow)]


def main_event(structured: Sequence[RawEvent], page: Page) -> RawEvent | None:
    """The event a detail page is about: the one with the page's address, or whose title is the page's heading."""
    here = [raw for raw in structured if same_page(page, raw.url)]
    if len({raw.start for raw in here}) == 1 and len({address(raw.url) for raw in structured}) > 1:
        return here[0]
    if len(structured) == 1:
        return structured[0] if structured[0].title and _is_heading(structured[0].title, page) else None
    headed = [raw for raw in structured if _is_heading(raw.title, page)]
    return headed[0] if len(headed) == 1 else None


def _is_heading(title: str, page: Page) -> bool:
    headings = [node_text(node) for node in tree(page).iter("h1")][:3]
    return any(alike(title, heading) for heading in headings if len(heading) < 300)

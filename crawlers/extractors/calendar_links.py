"""Events in "add to calendar" links: Google's, Outlook's and Yahoo's addresses spell out title, dates and place.

Only what the address itself says is read; it is never fetched. Times with a Z are UTC, others are local in `ctz`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from crawlers.extractors import MAX_EVENTS, extents, values
from crawlers.extractors.html import markup, tree
from crawlers.extractors.record_when import is_zone
from pipeline.model import Page, RawEvent, Source


class _Names(NamedTuple):
    """What a service calls the parameters of its address. Without an `end` the start holds both: "start/end"."""

    title: str
    start: str
    end: str
    place: str
    text: str


_GOOGLE = _Names("text", "dates", "", "location", "details")
_OUTLOOK = _Names("subject", "startdt", "enddt", "location", "body")
_SERVICES: Mapping[str, _Names] = {  # a part of the address -> its names
    "google.com/calendar/": _GOOGLE,
    "calendar.google.com/": _GOOGLE,
    "outlook.live.com/": _OUTLOOK,
    "outlook.office.com/": _OUTLOOK,
    "calendar.yahoo.com/": _Names("title", "st", "et", "in_loc", "desc"),
}
_EACH = ".com/"  # is in all of them


def events(page: Page, source: Source) -> list[RawEvent]:
    """The events of the page's links, each once, in document order."""
    text = markup(page)
    if _EACH not in text or not any(mark in text for mark in _SERVICES):
        return []
    found: dict[tuple[str, str | None], RawEvent] = {}
    for raw in _linked(page, source):
        if len(found) > MAX_EVENTS:
            break
        found.setdefault((raw.title, (raw.start or "")[:10]), raw)
    return list(found.values())


def _linked(page: Page, source: Source) -> Iterator[RawEvent]:
    for node in tree(page).iter("a"):
        href = node.get("href") or ""
        names = next((names for mark, names in _SERVICES.items() if mark in href), None)
        raw = _event(href, names, page, source) if names else None
        if raw is not None:
            yield raw


def _event(href: str, names: _Names, page: Page, source: Source) -> RawEvent | None:
    try:
        query = parse_qs(urlsplit(href).query, max_num_fields=50)
    except ValueError:
        return None
    said = _Names._make(query.get(name, [""])[0] for name in names)
    begin, _, finish = said.start.partition("/")
    start, end = values.moment(begin), values.moment(said.end or finish)
    title, zone = values.text(said.title), query.get("ctz", [""])[0]
    if not title or start is None:
        return None
    start, end = extents.span(start, end, exclusive=True)
    return RawEvent(
        source_id=source.id,
        page=page.url,
        title=title,
        start=start,
        end=end,
        timezone=zone if is_zone(zone) else None,
        where=values.text(said.place),
        description=values.prose(said.text),
        kind="listing",
        found={"start": f"calendar link: {said.start}"[:200]},
    )

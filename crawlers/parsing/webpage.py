"""One HTML page, read every way that fits: by markup (JSON-LD, microdata, microformats, calendar links) and list.

Decides which reading counts; how two readings of one event are put together is `markup_and_list`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz

from crawlers.extractors import EXTRACTORS, calendar_links, carried, extents, microformats, schema_org
from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import headings, markup, same_page
from crawlers.parsing.markup_and_list import alike, combined
from pipeline.matching.links import canonical
from pipeline.model import Follow, Page, RawEvent, Source
from pipeline.text import fold

HEADINGS = 3  # first headings that can name the page's event
SAME_HEADING = 85  # of 100: an event's title and the page's heading


def read_page(page: Page, source: Source) -> tuple[str, list[RawEvent], list[Follow]]:
    """(kind, events, follows) of an HTML page: by its markup, then by its list; only where these give nothing, what it
    carries for its own scripts.

    Raises Unreadable.
    """
    structured, broken = schema_org.events(page, source)
    structured = structured or _microformats(page, source) or calendar_links.events(page, source)
    kind = structured[0].kind if structured else "listing"
    if source.kind == "schema_org" and structured and _confirmed(structured, page, source):
        own = _main_event(structured, page) if len(structured) > 1 else None
        return kind, [own] if own else structured, []
    own = _main_event(structured, page)
    structured = [own] if own else structured
    listed, follows = _listed(page, source)
    listed = _of_own(listed, own, page)
    events = combined(structured, listed, page, source, exhaustive=kind != "listing")
    if not events:
        events = carried.events(page, source)
        follows += [Follow(url, "detail") for url in dict.fromkeys(raw.url for raw in events) if url]
    if not events and broken and not follows:
        raise Unreadable(f"JSON-LD: {broken[0]}")
    if structured:
        wanted = {canonical(raw.url) for raw in events}
        follows = [ask for ask in follows if ask.why != "detail" or canonical(ask.url) in wanted]
    return kind, events, follows


def completed(events: Sequence[RawEvent], page: Page, source: Source) -> list[RawEvent]:
    """A platform's events, with what the page's list adds where they are days alone (some mark up no time of day), and
    to the page's own event where that lacks its end or place."""
    own = _main_event(events, page)
    if any(extents.is_day(raw.start) for raw in events):
        return combined(events, _of_own(_listed(page, source)[0], own, page), page, source)
    if own is None or len(events) > 1 or (own.end and (own.where or own.place)):
        return list(events)
    return combined(events, _of_own(_listed(page, source)[0], own, page), page, source)[:1]


def _confirmed(structured: Sequence[RawEvent], page: Page, source: Source) -> bool:
    """Whether the page shows the start time of every marked-up event, so that reading its list would add nothing.

    Only asked where the source says that its markup is what counts; a missing time may be a wrong zone.
    """
    shown = markup(page)
    clocks = {_clock_texts(raw.start, source.timezone) if raw.start else () for raw in structured}
    return all(any(text in shown for text in texts) for texts in clocks)


def _clock_texts(start: str, zone: str) -> tuple[str, ...]:
    """How people write a start's local time of day, the usual way first; a day without a time is never confirmed."""
    if len(start) == 10:
        return ()
    moment = datetime.fromisoformat(start)
    moment = moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment
    hour, minute = moment.hour, f"{moment.minute:02}"
    whole = (f"{hour} Uhr", f"{hour:02} Uhr") if moment.minute == 0 else ()
    return (f"{hour}:{minute}", f"{hour}.{minute}", *whole, f"{hour:02}:{minute}", f"{hour:02}.{minute}")


def _microformats(page: Page, source: Source) -> list[RawEvent]:
    text = markup(page)
    if "event" not in text or not any(table.root in text for table in microformats.TABLES):
        return []
    return list(microformats.events(page, source, microformats.TABLES, "microformats"))


def _of_own(listed: list[RawEvent], own: RawEvent | None, page: Page) -> list[RawEvent]:
    """On an event's own page the items that lead to that event, and not to another of the same title; else all."""
    if own is None:
        return listed
    here = [
        raw for raw in listed if raw.url is None or same_page(page, raw.url) or canonical(raw.url) == canonical(own.url)
    ]
    return [raw for raw in here if alike(raw.title, own.title)]


def _listed(page: Page, source: Source) -> tuple[list[RawEvent], list[Follow]]:
    return divided(EXTRACTORS["listing"](page, source))


def divided(found: Iterable[RawEvent | Follow]) -> tuple[list[RawEvent], list[Follow]]:
    """What an extractor gave, events and follows apart, each in their order."""
    listed = list(found)
    return [one for one in listed if isinstance(one, RawEvent)], [one for one in listed if isinstance(one, Follow)]


def _main_event(structured: Sequence[RawEvent], page: Page) -> RawEvent | None:
    """The event a detail page is about: the one with the page's address, or whose title is the page's heading."""
    if not structured:
        return None
    here = [raw for raw in structured if same_page(page, raw.url)]
    if len({raw.start for raw in here}) == 1 and len({canonical(raw.url) for raw in structured}) > 1:
        return here[0]
    heads = [fold(text) for text in headings(page, HEADINGS)]
    headed = [raw for raw in structured if raw.title and _is_heading(raw.title, heads)]
    return headed[0] if len(headed) == 1 else None


def _is_heading(title: str, headings: Sequence[str]) -> bool:
    name = fold(title)
    return any(name in heading or fuzz.ratio(name, heading) >= SAME_HEADING for heading in headings)

"""One source's crawl from its address to its lines: list, details, second looks. One source is one unit of failure.

Decides the order and what becomes a line; the asking is in `listwalk`, `details` and `recheck`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crawlers.details import Details
from crawlers.fetching.fetch import Asking
from crawlers.listwalk import ListPage, ListWalk
from crawlers.parsing import readers
from crawlers.parsing.fillup import fill
from crawlers.recheck import Rechecked, recheck
from crawlers.sites import page_key
from crawlers.state import state_after
from crawlers.trip import Read, Trip
from pipeline.crawled import CrawlState
from pipeline.model import Page, RawEvent, Source
from pipeline.runfiles import GONE

NOT_DUE = 304  # status in a run file of a page that was not asked for: it counts as unchanged


@dataclass
class Visit:
    """What a source's crawl brought; turned into files by `summary`."""

    trip: Trip
    walk: ListWalk
    state: CrawlState
    events: list[RawEvent] = field(default_factory=list)
    page_lines: list[dict[str, Any]] = field(default_factory=list)  # {"page", "status", "unchanged", "hash", "cut"}
    complete: bool = False
    cut: bool = False

    @property
    def pages(self) -> list[Page]:
        """Every page that came in full; only of a visit that keeps them."""
        return [answer.page for answer in self.trip.answers if answer.page]


async def visit(
    source: Source, state: CrawlState, fetcher: Asking, read: Read, code: str = "", *, bodies: bool = False
) -> Visit:
    """Crawl one source; `code` marks the code that `read` is (`readers.code`); `bodies`: keep every page."""
    trip = Trip(source, state, fetcher, read, readers.fingerprint(source, code), bodies=bodies)
    walk = ListWalk(trip)
    await walk.run()
    _note_move(trip)
    if walk.cause:
        lines = [_page_line(page) for page in walk.pages]
        events = _once([event for page in walk.pages for event in page.events])
        return Visit(trip, walk, state_after(trip, walk, None, ()), events, lines, cut=walk.cut)
    details = Details(trip, walk.details())
    await details.run(_by_address(walk.pages))
    await _reread(walk, details)
    looked = await recheck(trip, state.recheck) if walk.complete else Rechecked(left=state.recheck)
    return _finish(trip, walk, details, looked)


def _by_address(pages: list[ListPage]) -> dict[str, RawEvent]:
    return {page_key(event.url): event for page in pages for event in page.events if event.url}


async def _reread(walk: ListWalk, details: Details) -> None:
    """An unchanged list page whose event changed on its own page is read after all: only together they make sense."""
    changed = ((url, page) for url, page in walk.details().items() if url in details.changed)
    stale = {id(page): page for url, page in changed if not page.read and not _alone(details, url)}
    for page in stale.values():
        await walk.reread(page)
    details.forget_all_but(walk.details())


def _alone(details: Details, url: str) -> bool:
    return bool(details.memory.get(url, {}).get("alone"))


def _finish(trip: Trip, walk: ListWalk, details: Details, looked: Rechecked) -> Visit:
    listed = _by_address(walk.pages)
    own = {page_key(url): url for url in details.memory}
    events = [_filled(trip, details, event, own) for page in walk.pages for event in page.events]
    lines = [_page_line(page) for page in walk.pages]
    owners = walk.details()
    for url, entry in details.memory.items():
        if owners[url].read:
            entry["alone"] = page_key(url) not in listed
    for url in (url for url in details.memory if _alone(details, url)):
        line, found = _alone_page(trip, details, url)
        lines.append(line)
        events += found
    events += [_gone(trip, url) for url in looked.gone] + looked.events
    state = state_after(trip, walk, details, looked.left)
    unread = any(url not in details.memory for url in details.wanted)  # the budget ended, or too many failed
    cut = walk.cut or any(page.cut for page in walk.pages)
    return Visit(trip, walk, state, _once(events), lines, walk.complete, cut or (unread and not listed))


def _filled(trip: Trip, details: Details, event: RawEvent, own: dict[str, str]) -> RawEvent:
    url = own.get(page_key(event.url)) if event.url else None
    return fill(event, details.events(url), trip.starts) if url else event


def _alone_page(trip: Trip, details: Details, url: str) -> tuple[dict[str, Any], list[RawEvent]]:
    """A detail page that is its event's only source: read now, or linked by the list as before, or gone."""
    page = str(details.memory[url].get("page") or url)
    if url in details.gone:
        return _line(page, details.gone[url], False, ""), [_gone(trip, url)]
    changed = url in details.changed
    return _line(page, 200 if changed else NOT_DUE, not changed, ""), details.events(url) if changed else []


def _gone(trip: Trip, url: str) -> RawEvent:
    return RawEvent(trip.source.id, trip.source.url, "", url=url, status=GONE)


def _once(events: list[RawEvent]) -> list[RawEvent]:
    """Without exact repetitions (the same item on two pages of a list), in order."""
    found: dict[tuple[object, ...], RawEvent] = {}
    for event in events:
        found.setdefault(_mark(event), event)
    return list(found.values())


def _mark(event: RawEvent) -> tuple[object, ...]:
    return event.key, event.title, event.url, event.when, event.start, event.end, event.where, event.status


def _page_line(page: ListPage) -> dict[str, Any]:
    """An unread page is as it was, unless it is cut: it failed, or turned out to be no list: a notice, a login form."""
    answer = page.answer
    return _line(answer.final, answer.status, not (page.read or page.cut), answer.hash, page.cut)


def _line(url: str, status: int, unchanged: bool, digest: str, cut: bool = False) -> dict[str, Any]:
    return {"page": url, "status": status, "unchanged": unchanged, "hash": digest, "cut": cut}


def _note_move(trip: Trip) -> None:
    first = trip.answers[0] if trip.answers else None
    if first and first.moved_to:
        trip.note("warning", "the page has moved for good; its source file should say so", first.asked, first.moved_to)

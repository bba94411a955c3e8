"""The CrawlState that a trip leaves behind for the next one.

A failed trip keeps the old validators, hashes and details, so that everything is asked for in full again; only pauses,
failures and notes move on. Whatever is no longer linked is forgotten, so that the state does not grow for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from crawlers.details import Details
from crawlers.fetching.answer import WAITING
from crawlers.listwalk import ListPage, ListWalk, closes
from crawlers.trip import Trip
from pipeline.crawled import CrawlState

GONE_FOR_GOOD = ("http 410", "http 451")  # causes of a list that will not come back
PAUSE_AFTER = 3  # times in a row; then the source is paused


def state_after(trip: Trip, walk: ListWalk, details: Details | None, recheck: tuple[str, ...]) -> CrawlState:
    """The state to store together with the events of this trip."""
    keys = {host for answer in trip.answers for host in answer.hosts}
    pauses = trip.fetcher.hosts.paused(keys | set(trip.old.retry_after))
    notes = _notes(trip, walk)
    if walk.cause or details is None:
        failures = trip.old.failures + (walk.cause != WAITING)  # a run that asked nobody is no further failure
        return replace(trip.old, failures=failures, retry_after=pauses, notes=notes)
    kept = _kept(walk.pages)
    addresses = {page.answer.asked for page in kept} | set(details.memory) - details.unread
    return CrawlState(
        validators=_validators(trip, kept, details),
        hashes=_hashes(trip, addresses),
        details=details.memory,
        structure={**trip.old.structure, "reader": trip.fingerprint},
        retry_after=pauses,
        recheck=recheck,
        failures=0,
        notes=notes,
        links={page.answer.asked: page.links for page in kept},
    )


def _kept(pages: Iterable[ListPage]) -> list[ListPage]:
    """List pages whose content is known to the last byte."""
    return [page for page in pages if page.answer.cause is None and not page.cut]


def _validators(trip: Trip, pages: Iterable[ListPage], details: Details) -> dict[str, Mapping[str, str]]:
    """Of this trip's answers; of detail pages that were not asked for, the old ones. None of what could not be read."""
    own = (str(entry.get("page")) for url, entry in details.memory.items() if url not in details.unread)
    finals = {page.answer.final for page in pages}.union(own)
    found = {url: kept for url, kept in trip.known.validators.items() if url in finals}
    for answer in trip.answers:
        found |= {url: kept for url, kept in answer.validators.items() if url in finals}
    return found


def _hashes(trip: Trip, addresses: set[str]) -> dict[str, str]:
    found = {url: digest for url, digest in trip.known.hashes.items() if url in addresses}
    return found | {answer.asked: answer.hash for answer in trip.answers if answer.hash and answer.asked in addresses}


def _notes(trip: Trip, walk: ListWalk) -> dict[str, Any]:
    """What the operator is shown, and small memories: robots.txt, pages that showed their end, how often gone."""
    notes = dict(trip.old.notes)
    notes["robots"] = trip.fetcher.robots.memory(trip.origins())
    pages = [page.answer for page in walk.pages if page.answer.page]
    closed = {answer.asked: True for answer in pages if closes(answer)}
    notes["closed"] = {**notes.get("closed", {}), **closed} if pages else notes.get("closed")
    notes["opt_out"] = sorted(trip.opt_out) if any(answer.page for answer in trip.answers) else notes.get("opt_out")
    first = next((answer for answer in trip.answers if answer.asked == trip.source.url), None)
    if first and not first.cause:
        notes["moved_to"] = first.moved_to
    notes["gone"] = _gone(trip, walk)
    return {name: value for name, value in notes.items() if value}


def _gone(trip: Trip, walk: ListWalk) -> dict[str, Any] | None:
    """How often in a row the list was gone for good, and whether to pause ("park") the source for it; else None."""
    if walk.cause not in GONE_FOR_GOOD:
        return None
    times = int((trip.old.notes.get("gone") or {}).get("times", 0)) + 1
    return {"cause": walk.cause, "times": times, "park": times >= PAUSE_AFTER}

"""Structured first, page second: what a page's markup and its visible list say of the same event, put together.

Each event comes once. What one lacks the other fills. The visible date stays beside the metadata (`when`, `start`):
where they differ the visible one wins when it is read. It knows no kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from rapidfuzz import fuzz

from pipeline import dates
from pipeline.model import Page, RawEvent, Source
from pipeline.text import fold

SAME_TITLE = 88  # of 100: token-set similarity of folded titles
MARKUP_IS_A_PART = 3  # times as many further list items as marked-up events: the markup covers a part of the list only
_FILLED = (
    "url", "end", "where", "place", "description", "organizer", "status", "availability", "online", "deadline",
    "price", "language",
)  # fmt: skip
_TRACKING = ("utm_", "fbclid", "aff", "gclid", "mc_")


def combined(structured: Sequence[RawEvent], listed: Sequence[RawEvent], page: Page, source: Source) -> list[RawEvent]:
    """The events of both, in the order of the page: structured ones completed, then what only the list shows."""
    if not structured or not listed:
        return list(structured or listed)
    days = [_day(raw, page, source) for raw in listed]
    free = set(range(len(listed)))
    merged: list[RawEvent] = []
    for raw in structured:
        at = _partner(raw, listed, days, free, _day(raw, page, source))
        free.discard(-1 if at is None else at)
        merged.append(raw if at is None else _filled(raw, listed[at]))
    rest = [listed[at] for at in sorted(free) if not _told(listed[at], days[at], merged, page, source)]
    rest = [raw for raw in rest if len(rest) > MARKUP_IS_A_PART * len(structured) or _akin(raw, structured)]
    return [replace(raw, position=at) for at, raw in enumerate([*merged, *rest])]


def _partner(
    raw: RawEvent, listed: Sequence[RawEvent], days: Sequence[date | None], free: set[int], day: date | None
) -> int | None:
    """The list item that is the same event: by address and day, title and day, or a title only these two have."""
    same_day = [at for at in sorted(free) if days[at] is not None and days[at] == day]
    by_url = [at for at in same_day if raw.url and address(listed[at].url) == address(raw.url)]
    by_title = [at for at in same_day if alike(raw.title, listed[at].title)]
    if by_url or by_title:
        return (by_url or by_title)[0]
    named = [at for at in sorted(free) if fold(listed[at].title) == fold(raw.title)]
    return named[0] if len(named) == 1 and address(listed[named[0]].url) in (None, address(raw.url)) else None


def _akin(raw: RawEvent, structured: Sequence[RawEvent]) -> bool:
    """Whether a list item's page stands beside those of the marked-up events: a page that marks up its events marks up
    all of them, and what else has a date there (related, popular, comments) leads elsewhere."""
    return raw.url is not None and _folder(raw.url) in {_folder(one.url) for one in structured if one.url}


def _folder(url: str) -> str:
    return (address(url) or "").partition("?")[0].rpartition("/")[0]


def alike(one: str, two: str) -> bool:
    """Whether two titles name the same thing."""
    return fuzz.token_set_ratio(fold(one), fold(two)) >= SAME_TITLE


def address(url: str | None) -> str | None:
    """An address for comparison: without scheme, www, fragment, trailing slash and tracking parameters."""
    if not url:
        return None
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query) if not name.startswith(_TRACKING)]
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{urlencode(query)}"


def _day(raw: RawEvent, page: Page, source: Source) -> date | None:
    """The local day an event begins, by its metadata, else by its visible text."""
    if raw.start:
        moment = dates.iso(raw.start, raw.timezone or source.timezone)
    elif raw.when:
        found = dates.read(raw.when, as_of=page.fetched_at, tz=source.timezone, near=raw.near).occurrences
        moment = found[0].start if found else None
    else:
        return None
    return moment.date() if isinstance(moment, datetime) else moment


def _filled(raw: RawEvent, seen: RawEvent) -> RawEvent:
    """The structured event, its gaps filled from the list, and the visible date beside its own."""
    filled = {name: getattr(seen, name) for name in _FILLED if not getattr(raw, name) and getattr(seen, name)}
    if "place" in filled and raw.where:
        del filled["place"]
    quotes = {name: seen.found[name] for name in filled if name in seen.found}
    if seen.when:
        quotes["visible"] = f"page: {' | '.join(seen.when)}"[:300]
    return replace(
        raw,
        **filled,
        when=seen.when or raw.when,
        near=seen.near or raw.near,
        found={**raw.found, **quotes},
    )


def _told(raw: RawEvent, day: date | None, merged: Iterable[RawEvent], page: Page, source: Source) -> bool:
    """Whether a list item repeats an event that is there: the same day and title (cards printed twice)."""
    return any(
        alike(raw.title, other.title) and (day is None or _day(other, page, source) in (None, day)) for other in merged
    )

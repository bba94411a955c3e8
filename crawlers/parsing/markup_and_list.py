"""Structured first, page second: what a page's markup and its visible list say of the same event, put together.

Each event comes once. What one lacks the other fills. The visible date stays beside the metadata (`when`, `start`):
where they differ the visible one wins when it is read. It knows no kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from rapidfuzz import fuzz

from pipeline.localdays import written_day
from pipeline.matching.links import canonical
from pipeline.metadata import machine_when
from pipeline.model import Moment, Near, Page, RawEvent, Source
from pipeline.occurrences import visible_when
from pipeline.text import fold

SAME_TITLE = 88  # of 100: token-set similarity of folded titles
MARKUP_IS_A_PART = 3  # times as many further list items as marked-up events: the markup covers a part of the list only
_FILLED = (
    "url", "end", "where", "place", "description", "organizer", "status", "availability", "online", "deadline",
    "price", "language",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Timed:
    """An event with the local moment it begins, and its title as it is compared: read once."""

    raw: RawEvent
    start: Moment | None
    name: str

    @property
    def day(self) -> date | None:
        return None if self.start is None else written_day(self.start)

    @property
    def clocks(self) -> set[str]:
        """Times of day it can mean: local, and as the metadata writes it (a wrong zone leaves the digits right)."""
        local = {self.start.strftime("%H:%M")} if isinstance(self.start, datetime) else set()
        return local | ({self.raw.start[11:16]} if self.raw.start and len(self.raw.start) > 10 else set())


def combined(
    structured: Sequence[RawEvent], listed: Sequence[RawEvent], page: Page, source: Source, *, exhaustive: bool = True
) -> list[RawEvent]:
    """The events of both, in the order of the page: structured ones completed, then what only the list shows.

    `exhaustive`: the markup is the page's own account of its events, not links beside some of them.
    """
    if not structured or not listed:
        return list(structured or listed)
    marked = [_timed(raw, page, source) for raw in structured]
    shown = dict(enumerate(_timed(raw, page, source) for raw in listed))
    merged: list[RawEvent] = []
    for one in marked:
        at = _partner(one, marked, shown)
        merged.append(one.raw if at is None else _filled(one, shown.pop(at)))
    rest = [one.raw for one in shown.values() if not _told(one, marked)]
    a_part = not exhaustive or len(rest) > MARKUP_IS_A_PART * len(structured)
    rest = [raw for raw in rest if a_part or _akin(raw, merged) or _is_session(raw, structured)]
    return [replace(raw, position=at) for at, raw in enumerate([*merged, *rest])]


def _partner(one: _Timed, marked: Sequence[_Timed], shown: Mapping[int, _Timed]) -> int | None:
    """The list item that is the same event: the first rule that finds one."""
    return next((found[0] for found in _candidates(one, marked, shown) if found), None)


def _candidates(one: _Timed, marked: Sequence[_Timed], shown: Mapping[int, _Timed]) -> Iterator[list[int]]:
    """What each rule finds, the surest first; a rule is asked only when those before it found nothing."""
    same_day = {at: item for at, item in shown.items() if one.day is not None and item.day == one.day}
    own = canonical(one.raw.url)
    yield [at for at, item in same_day.items() if own and canonical(item.raw.url) == own]
    yield [at for at, item in same_day.items() if _alike(one.name, item.name)]
    if len(same_day) == 1 and sum(other.day == one.day for other in marked) == 1:
        yield [at for at, item in same_day.items() if one.clocks & item.clocks]
    yield _only_namesake(one, shown)


def _only_namesake(one: _Timed, shown: Mapping[int, _Timed]) -> list[int]:
    """The one item with exactly this title, if it does not lead elsewhere: its day may contradict the metadata."""
    named = [at for at, item in shown.items() if item.name == one.name]
    here = [at for at in named if canonical(shown[at].raw.url) in ("", canonical(one.raw.url))]
    return here if len(named) == 1 else []


def _akin(raw: RawEvent, structured: Sequence[RawEvent]) -> bool:
    """Whether a list item's page stands beside those of the marked-up events: a page that marks up its events marks up
    all of them, and what else has a date there (related, popular, comments) leads elsewhere."""
    return raw.url is not None and _folder(raw.url) in {_folder(one.url) for one in structured if one.url}


def _is_session(raw: RawEvent, structured: Sequence[RawEvent]) -> bool:
    """Whether an item without a page of its own has the name of a marked-up event: a course's further evenings."""
    return raw.url is None and any(fold(raw.title) == fold(one.title) for one in structured)


def _folder(url: str) -> str:
    return canonical(url).partition("?")[0].rpartition("/")[0]


def alike(one: str, two: str) -> bool:
    """Whether two titles name the same thing."""
    return _alike(fold(one), fold(two))


def _alike(one: str, two: str) -> bool:
    return fuzz.token_set_ratio(one, two) >= SAME_TITLE


def _timed(raw: RawEvent, page: Page, source: Source) -> _Timed:
    """The event with its local start by its metadata, else by its visible text."""
    return _Timed(raw, _start(raw, page, source), fold(raw.title))


def _start(raw: RawEvent, page: Page, source: Source) -> Moment | None:
    if machine := machine_when(raw, source):
        return machine.start
    visible = visible_when(raw, source, page.fetched_at).occurrences
    return visible[0].start if visible else None


def _filled(marked: _Timed, shown: _Timed) -> RawEvent:
    """The structured event, its gaps filled from the list, and the visible date beside its own."""
    raw, seen = marked.raw, shown.raw
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
        near=_near(marked.day, shown.day) or seen.near or raw.near,
        order=seen.order or raw.order,
        found={**raw.found, **quotes},
    )


def _near(marked: date | None, shown: date | None) -> Near | None:
    """The marked-up year, where the page shows the same day: one that it only seems to mean contradicts nothing."""
    if marked is None or shown is None or (marked.month, marked.day) != (shown.month, shown.day):
        return None
    return Near(marked.year) if marked.year != shown.year else None


def _told(item: _Timed, marked: Sequence[_Timed]) -> bool:
    """Whether a list item repeats an event that is there: the same day and title (cards printed twice), or the day on
    which it ends, linked to its page."""
    return any(
        (item.day is None or other.day in (None, item.day)) and _alike(item.name, other.name) for other in marked
    ) or (item.raw.url is not None and any(_is_end(item, other) for other in marked))


def _is_end(item: _Timed, other: _Timed) -> bool:
    """Whether an item is the last of several days of an event, linked to its page."""
    if item.day is None or other.day is None or item.day <= other.day:
        return False
    same_page = canonical(item.raw.url) == canonical(other.raw.url)
    return same_page and (other.raw.end or "").startswith(item.day.isoformat())

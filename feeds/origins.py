"""Where events were seen: what is linked and named as their source, and whether anybody has checked it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from feeds.facts import Card
from pipeline.ledger import OWN
from pipeline.model import Source
from pipeline.store.stored import digest
from pipeline.store.told import Seen


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event was seen: the page, the title of the source, and whether nobody has checked any of its sources.
    `own`: our page of an event that has no other."""

    page: str | None = None
    title: str = ""
    unverified: bool = False
    own: str | None = None


UNKNOWN = Origin()


class Origins:
    """The origin of each event. `pages`: the start of the addresses of our own pages."""

    def __init__(self, seen: Iterable[Seen] = (), sources: Mapping[str, Source] | None = None, pages: str = "") -> None:
        self._rows: dict[str, list[Seen]] = {}
        for row in seen:
            self._rows.setdefault(row[0], []).append(row)
        self._sources, self._pages = sources or {}, pages
        self._marks: dict[tuple[str, str, bool], str] = {}

    def of(self, uid: str, url: str | None) -> Origin:
        """Where the event of this UID, with this address, was seen."""
        rows = self._rows.get(uid)
        return origin(url, rows, self._sources, f"{self._pages}{uid}.html") if rows else UNKNOWN

    def marks(self, cards: Iterable[Card], marks: Iterable[str], moved: frozenset[str]) -> list[str]:
        """Of each event a text, the same in every process, that stands for everything that is shown of it; `marks`:
        one of the event alone."""
        return [mark + self._mark(card, card.uid in moved) for card, mark in zip(cards, marks, strict=True)]

    def _mark(self, card: Card, moved: bool) -> str:
        rows = self._rows.get(card.uid, ())
        key = card.uid, "", moved
        if not rows:
            key = "", "", moved
        elif len(rows) == 1 and rows[0].source_id != OWN:  # so it is with most, and many were seen on one page
            key = rows[0].source_id, rows[0].page or "", moved
        mark = self._marks.get(key)
        if mark is None:
            mark = self._marks[key] = digest(repr((self.of(card.uid, card.url), moved)))[:16]
        return mark


def origin(url: str | None, rows: Sequence[Seen], sources: Mapping[str, Source], own: str) -> Origin:
    """The source to name is the one whose address the event has, else the first that lists it; an event is unverified
    while nobody has looked at any of its sources. An event a person entered needs no check; where that person named no
    page, newsfeeds link to `own`, ours."""
    first = next((row for row in rows if url and row.url == url), rows[0])
    source, entered = sources.get(first.source_id), any(row.source_id == OWN for row in rows)
    checked = entered or any(row.source_id in sources and sources[row.source_id].verified for row in rows)
    page = first.page or None
    return Origin(page, source.title if source else "", not checked, None if url or page or not entered else own)

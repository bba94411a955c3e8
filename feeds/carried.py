"""What is carried on from one edition to the next: only events that are new, or not as they were, are looked at.

An event's mark stands for all that the store says of it (data-model.md): what was made of it once stays true. Where it
was seen the store tells in blocks of many sightings: those that are the same text say the same. What the day decides
(what is over or too long ago, what was moved lately) is asked anew each time. Deleting the file is safe.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain, compress, count, repeat
from operator import not_, or_
from pathlib import Path
from typing import Any

from feeds import kept
from feeds.columns import Columns
from feeds.facts import Card, card, is_carried
from feeds.filters import Choices
from feeds.moments import PAST, UNMOVED, Move
from feeds.origins import Origins
from feeds.parts import Parts
from feeds.state import code
from pipeline.store.stored import Stored, digest
from pipeline.store.told import SightingBlocks

NAME = "edition"
GONE = -1  # the position in the store of an event that is there no more


class Carried:
    """The last edition; after `take` this one, and the rendered `parts` of its events. `folder` None: nothing is known
    and nothing kept. `names`: what readers are told depends on them."""

    def __init__(self, folder: Path | None = None, names: Choices | None = None) -> None:
        self.folder, self._state = folder, digest(code() + repr(names))
        known: Any = (folder and kept.read(folder / NAME, self._state)) or (Columns.of(), (), {}, {}, "", None)
        columns, self._others, self._moved, self._blocks, self._sources, parts = known
        self.columns = Columns.read(columns)
        self.parts = Parts(folder, parts)

    def take(self, events: Stored, today: date) -> list[int]:
        """Which of the stored events feeds carry on the Berlin day `today`, by position: start-up-relevant, not hidden,
        the past 30 days and everything to come; in order of start, of one start by UID. `columns` are theirs then."""
        last, first = self.columns, (today - PAST).toordinal()
        stored = dict(zip(events.marks, count()))
        stands = [*map(stored.pop, last.marks, repeat(GONE))]
        self._others = [mark for mark in self._others if stored.pop(mark, GONE) != GONE]
        cards = _cards(events, [*stored.values()])
        self._others += [events.marks[at] for at in stored.values() if at not in cards]
        cards = {at: one for at, one in cards.items() if one.last_day >= first}
        leave = {*compress(count(), map(GONE.__eq__, stands)), *compress(count(), map(first.__gt__, last.last_day))}
        order = _order(last, leave, [*cards.values()])
        new = Columns.of([events.marks[at] for at in cards], [*cards.values()], last.facts)
        self.columns = last.then(new, order)
        self.parts.events(len(last.marks)).arrange(order)
        return [*chain.from_iterable(map([*stands, *cards].__getitem__, order))]

    def see(self, events: Stored, origins: Origins, blocks: SightingBlocks, moves: Mapping[str, Move]) -> None:
        """Give each of the events that were taken a mark of where it was seen and of how it was moved: `moves`, by
        UID."""
        uids, marks = self.columns.uid, self.columns.origins
        shelf = self.parts.events(len(uids))
        moved = {uid: tuple(move) for uid, move in moves.items()}  # as they are kept
        touched = _touched(self._blocks, blocks).union(uid for uid, _ in moved.items() ^ self._moved.items())
        if origins.state != self._sources:
            touched.update(uids)
        unknown = [*compress(count(), map(or_, map(not_, marks), map(touched.__contains__, uids)))]
        origins.learn([uids[at] for at in unknown])
        for at in unknown:
            mark = origins.mark(uids[at], partial(_address, events, at), moves.get(uids[at], UNMOVED))
            if mark != marks[at]:
                marks[at] = mark
                shelf.forget(at)
        self._blocks, self._moved, self._sources = blocks, moved, origins.state

    def save(self) -> None:
        """Keep this edition and its parts for the next one."""
        if self.folder:
            known = tuple(self.columns), self._others, self._moved, self._blocks, self._sources, self.parts.save()
            kept.write(self.folder / NAME, known, self._state)


def _cards(events: Stored, new: list[int]) -> dict[int, Card]:
    """The cards of those that feeds may carry, by position, in order."""
    events.decode(new)
    cards = {at: card(events[at]) for at in new if is_carried(events[at])}
    return dict(sorted(cards.items(), key=lambda item: (item[1].start, item[1].uid)))


def _address(events: Stored, at: int) -> str | None:
    return events[at].url


def _order(last: Columns, leave: Iterable[int], cards: Sequence[Card]) -> list[slice]:
    """The rows that stay and, behind them all, the cards, as they stand in order of start and UID: in runs."""
    size = len(last.marks)
    rows = [
        bisect_left(range(size), (one.start, one.uid), key=lambda row: (last.start[row], last.uid[row]))
        for one in cards
    ]
    found, at = [], 0
    for row, new in sorted([*((row, GONE) for row in leave), *zip(rows, count(size)), (size, GONE)]):
        found += [slice(at, row)] * (at < row)
        found += [slice(new, new + 1)] * (new != GONE)
        at = max(at, row + (new == GONE))
    return found


def _touched(before: SightingBlocks, now: SightingBlocks) -> set[str]:
    """The UIDs of the events that have other sightings than before."""
    some = [at for at in {**before, **now} if before.get(at) != now.get(at)]
    old, new = (_sightings([blocks.get(at, "[]") for at in some]) for blocks in (before, now))
    return {uid for uid, *_ in old ^ new if uid}


def _sightings(texts: Collection[str]) -> set[tuple[Any, ...]]:
    return {*map(tuple, chain.from_iterable(map(json.loads, texts)))}

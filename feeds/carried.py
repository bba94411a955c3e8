"""What is carried on from one edition to the next: only events that are new, or not as they were, are looked at.

An event's mark stands for all that the store says of it (data-model.md): what was made of it once stays true. Where it
was seen the store tells in blocks of many sightings: those that are the same text say the same. What the day decides
(what is over or too long ago, what was moved lately) is asked anew each time. Deleting the file is safe.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from itertools import chain, count, repeat
from pathlib import Path
from typing import Any

from feeds import kept
from feeds.columns import Columns
from feeds.facts import Card, card, is_carried
from feeds.keys import Keys, joined
from feeds.moments import PAST
from feeds.origins import Origins
from feeds.state import code
from pipeline.store.stored import Stored
from pipeline.store.told import SightingBlocks

NAME = "edition"
GONE = -1  # the position in the store of an event that is there no more


class Carried:
    """The last edition; after `take` this one. `folder` None: nothing is known and nothing kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        known: Any = (folder and kept.read(folder / NAME, code())) or (Columns.of(), (), (), {}, "")
        columns, self._others, self._moved, self._blocks, self._sources = known
        self.columns = Columns.read(columns)
        self._before, self._nowhere = self._joined(), len(self.columns.marks)
        self._came: list[int] = []  # of each event where it stood in the last edition, as it is shown now; else beyond

    def take(self, events: Stored, today: date) -> list[int]:
        """Which of the stored events feeds carry on the Berlin day `today`, by position: start-up-relevant, not hidden,
        the past 30 days and everything to come; in order of start, of one start as they are stored. `columns` are
        theirs then."""
        last, marks = self.columns, events.marks
        stored = dict(zip(marks, count()))
        stands = [*map(stored.get, last.marks, repeat(GONE))]
        others = [*filter(stored.__contains__, self._others)]
        new = sorted({*range(len(marks))}.difference(stands, map(stored.__getitem__, others)))
        cards = _cards(events, new)
        more = Columns.of([marks[at] for at in cards], [*cards.values()])
        self._others = [*others, *(marks[at] for at in new if at not in cards)]
        # What stood in order stands in order now: there is hardly anything to sort.
        turns = [*zip(last.start + more.start, [*stands, *cards], strict=True)]
        first, last_days = (today - PAST).toordinal(), enumerate(last.last_day + more.last_day)
        self._came = [row for row, day in last_days if day >= first and turns[row][1] != GONE]
        self._came.sort(key=turns.__getitem__)
        self.columns = last.then(more, self._came)
        return [turns[row][1] for row in self._came]

    def see(self, origins: Origins, blocks: SightingBlocks, moved: frozenset[str]) -> None:
        """Give each event a mark of where it was seen and of whether it was moved lately: `moved`, UIDs."""
        uids, marks = self.columns.uid, self.columns.origins
        touched = _touched(self._blocks, blocks).union(moved.symmetric_difference(self._moved))
        if origins.state != self._sources:
            touched.update(uids)
        unknown = [at for at, (uid, mark) in enumerate(zip(uids, marks, strict=True)) if not mark or uid in touched]
        origins.learn([uids[at] for at in unknown])
        for at in unknown:
            mark = origins.mark(uids[at], self.columns.url[at], uids[at] in moved)
            if mark != marks[at]:
                marks[at], self._came[at] = mark, self._nowhere
        self._blocks, self._moved, self._sources = blocks, [*moved], origins.state

    def keys(self) -> Keys:
        """What stands for each event and for all that is shown of it."""
        return Keys(self._joined(), len(self.columns.marks), self._before, self._came)

    def _joined(self) -> str:
        return joined(self.columns.marks, self.columns.origins)

    def save(self) -> None:
        """Keep this edition for the next one."""
        if self.folder:
            known = tuple(self.columns), self._others, self._moved, self._blocks, self._sources
            kept.write(self.folder / NAME, known, code())


def _cards(events: Stored, new: list[int]) -> dict[int, Card]:
    """The cards of those that feeds may carry, by position, in order of start."""
    events.decode(new)
    cards = {at: card(events[at]) for at in new if is_carried(events[at])}
    return dict(sorted(cards.items(), key=lambda item: item[1].start))


def _touched(before: SightingBlocks, now: SightingBlocks) -> set[str]:
    """The UIDs of the events that have other sightings than before."""
    some = [at for at in {**before, **now} if before.get(at) != now.get(at)]
    old, new = (_sightings([blocks.get(at, "[]") for at in some]) for blocks in (before, now))
    return {uid for uid, *_ in old ^ new if uid}


def _sightings(texts: Collection[str]) -> set[tuple[Any, ...]]:
    return {*map(tuple, chain.from_iterable(map(json.loads, texts)))}

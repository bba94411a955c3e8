"""Items to phrases: ranges and lists of days, ranges and lists of times.

    days   := span { list span }              span := Day [Time] [range Day [Time]]
    times  := slot { list slot }              slot := Time [range Time | range open] | "bis" Time

Which times belong to which days, and what labels do to them, is for `bind`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from pipeline.dates.items import PASSING, Dates, Day, Item, Mark, Phrase, Slot, Span, Time, Times

STOP = Mark("stop")
_BEHIND_DAY = PASSING | {"range", "time", "label"}
_BEHIND_TIME = PASSING | {"range"}
_INSIDE_TIMES = PASSING | {"wd", "latest"}
_LISTS = frozenset({"comma", "list", "slash", "sep"})


def _link(between: Sequence[Item]) -> str:
    """What joins two days of a list: "bare" (nothing), "slash", or "list"."""
    if not between:
        return "bare"
    return "slash" if all(item.kind == "slash" for item in between) else "list"


def _says_end(item: Item) -> bool:
    return isinstance(item, Mark) and item.kind == "label" and item.name == "end"


class Parser:
    """Recursive descent over items with one item of memory; every step moves on."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items: list[Item] = [*items, STOP]
        self.phrases: list[Phrase] = []
        self.lists: list[Dates] = []  # those of the phrases that are days,
        self.groups: list[Times] = []  # times,
        self.marks: set[str] = set()  # and the kinds of the marks among them

    def run(self) -> Self:
        """Reads all items."""
        place, items, last = 0, self.items, len(self.items) - 1
        while place < last:
            item = items[place]
            if isinstance(item, Day):
                place = self.dates(place)
            elif isinstance(item, Time):
                place = self.times(place)
            else:
                place = self.mark(place, item)
        return self

    def mark(self, place: int, item: Mark) -> int:
        """ "bis 22 Uhr" with no time before it is an end; all other marks pass."""
        if item.kind == "range" and item.name != "-":
            after = self.items[place + 1]
            if isinstance(after, Time):
                self._add_times(Times([Slot(None, after)]))
                return place + 2
        self.phrases.append(item)
        self.marks.add(item.kind)
        return place + 1

    def past(self, place: int, kinds: frozenset[str]) -> int:
        """The next place whose mark is none of `kinds`."""
        items = self.items
        while items[place].kind in kinds:
            place += 1
        return place

    def range_to(self, place: int, wanted: type[Day] | type[Time]) -> int:
        """Where the other end of a range that begins before `place` stands, or -1."""
        at = self.past(place, PASSING)
        item = self.items[at]
        if item.kind != "range" and not (wanted is Day and _says_end(item)):
            return -1
        soft = _INSIDE_TIMES if wanted is Time else PASSING
        at = self.past(at + 1, soft)
        if self.items[at].kind == "range":
            at = self.past(at + 1, soft)
        return at if isinstance(self.items[at], wanted) else -1

    def dates(self, place: int) -> int:
        """A list of spans."""
        spans: list[Span] = []
        link = ""
        while True:
            span, place = self.span(place)
            span.link = link
            spans.append(span)
            at = self._listed(place)
            if not isinstance(self.items[at], Day) or (span.t1 and at == place):
                break
            link = _link(self.items[place:at])
            place = at
        dates = Dates(spans)
        self.phrases.append(dates)
        self.lists.append(dates)
        return place

    def span(self, place: int) -> tuple[Span, int]:
        """One day, a range of days, or a range whose ends have times of their own."""
        span = Span(self._day(place))
        place += 1
        if self.items[place].kind not in _BEHIND_DAY:
            return span, place
        at = self._own_time(place)
        if isinstance(self.items[at], Time):
            other = self.range_to(at + 1, Day)
            if other < 0:
                return span, place
            span.t1 = self._time(at)
        else:
            other = self.range_to(place, Day)
            if other < 0:
                return span, place
        span.last = self._day(other)
        place = other + 1
        at = self._own_time(place)
        if span.t1 and isinstance(self.items[at], Time) and self.range_to(at + 1, Time) < 0:
            span.t2 = self._time(at)
            place = at + 1
        return span, place

    def _own_time(self, place: int) -> int:
        """Where the time of the day before `place` would stand; a dash may part them ("3.12.2026 - 18:00")."""
        at = self.past(place, PASSING)
        item = self.items[at]
        dash = isinstance(item, Mark) and item.kind == "range" and item.name == "-"
        return at + 1 if dash and isinstance(self.items[at + 1], Time) else at

    def _day(self, place: int) -> Day:
        item = self.items[place]
        assert isinstance(item, Day)
        return item

    def _time(self, place: int) -> Time:
        item = self.items[place]
        assert isinstance(item, Time)
        return item

    def times(self, place: int) -> int:
        """A list of slots."""
        slots: list[Slot] = []
        paired = False
        while True:
            slot, place = self.slot(place)
            slots.append(slot)
            at = self._listed(place)
            if at == place or not isinstance(self.items[at], Time) or self._other_kind(at, slot, place):
                break
            paired = paired or any(isinstance(i, Mark) and i.name == "bzw" for i in self.items[place:at])
            place = at
        times = Times(slots)
        times.paired = paired
        self._add_times(times)
        return place

    def _add_times(self, times: Times) -> None:
        self.phrases.append(times)
        self.groups.append(times)

    def _listed(self, place: int) -> int:
        """Past the marks of a list; a full stop ends it, and so does a bracket that was opened before."""
        opened = False
        while self.items[place].kind in _LISTS:
            item = self.items[place]
            name = item.name if isinstance(item, Mark) else ""
            if name == "." or (name == ")" and not opened):
                break
            opened = name == "(" or (opened and name != ")")
            place += 1
        return place

    def _other_kind(self, at: int, slot: Slot, place: int) -> bool:
        """ "Einlass 17:30, 18–20 Uhr": behind a comma, a time with an end does not go on a list of times without."""
        if any(isinstance(item, Mark) and item.kind in {"list", "slash"} for item in self.items[place:at]):
            return False
        last = self.phrases[-1] if self.phrases else None
        if isinstance(last, Mark) and last.kind == "label" and last.name == "doors":
            return True
        return (slot.end is None) != (self.range_to(at + 1, Time) < 0)

    def slot(self, place: int) -> tuple[Slot, int]:
        """A time, or a time range; "bis Ende offen" has no end."""
        start = self._time(place)
        place += 1
        if self.items[place].kind not in _BEHIND_TIME:
            return Slot(start), place
        other = self.range_to(place, Time)
        if other >= 0:
            return Slot(start, self._time(other)), other + 1
        at = self.past(place, PASSING)
        if self.items[at].kind == "range" and self.items[at + 1].kind == "open":
            place = at + 2
        return Slot(start), place

"""The small values that pass between the steps of a reading: days, times, marks, and the phrases made of them.

Plain slotted classes rather than frozen dataclasses: a page has thousands of text nodes, and they live for
microseconds. Nothing here is resolved: -1 is "not written".
"""

from __future__ import annotations


class Day:
    """A day as written. `year` is two or four digits as written; `wd` Monday=0; `relative`: "morgen"."""

    __slots__ = ("day", "month", "relative", "wd", "year")
    kind = "day"

    def __init__(self, day: int, month: int = -1, year: int = -1, wd: int = -1, relative: bool = False) -> None:
        self.day, self.month, self.year, self.wd, self.relative = day, month, year, wd, relative

    def __repr__(self) -> str:
        return f"{self.day}.{self.month}.{self.year}" + (f"/{self.wd}" if self.wd >= 0 else "")


class Time:
    """A time of day as written (24:00 stays 24); `zone` as named; `vague`: the half of the day was inferred."""

    __slots__ = ("hour", "minute", "vague", "zone")
    kind = "time"

    def __init__(self, hour: int, minute: int = 0, zone: str = "", vague: bool = False) -> None:
        self.hour, self.minute, self.zone, self.vague = hour, minute, zone, vague

    def __repr__(self) -> str:
        return f"{self.hour}:{self.minute:02d}{self.zone}"

    @property
    def minutes(self) -> int:
        """Minutes since midnight."""
        return self.hour * 60 + self.minute


class Mark:
    """Whatever is neither day nor time but says something about them."""

    __slots__ = ("kind", "name", "number")

    def __init__(self, kind: str, name: str = "", number: int = -1) -> None:
        self.kind, self.name, self.number = kind, name, number

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name}>"


Item = Day | Time | Mark
PASSING = frozenset({"comma", "sep", "from"})  # kinds of marks that part nothing


class Span:
    """One day, or first and last day; `t1`, `t2` when each end has its own time; `link`: to the span before it."""

    __slots__ = ("first", "last", "link", "off", "t1", "t2")

    def __init__(self, first: Day, last: Day | None = None, t1: Time | None = None, t2: Time | None = None) -> None:
        self.first, self.last, self.t1, self.t2 = first, last, t1, t2
        self.link = ""
        self.off = False  # said not to take place

    def __repr__(self) -> str:
        return f"Span({self.first},{self.last},{self.t1},{self.t2})"


class Slot:
    """A time range; start None: only an end is written ("bis 22 Uhr")."""

    __slots__ = ("end", "start")

    def __init__(self, start: Time | None, end: Time | None = None) -> None:
        self.start, self.end = start, end

    def __repr__(self) -> str:
        return f"Slot({self.start},{self.end})"


class Dates:
    """Days written as one list or range. `role` and `times` are filled in by `bind`."""

    __slots__ = ("role", "spans", "times")
    kind = "dates"

    def __init__(self, spans: list[Span]) -> None:
        self.spans = spans
        self.role = "event"
        self.times: list[Times] = []

    def __repr__(self) -> str:
        return f"Dates({self.role},{self.spans},{self.times})"


class Times:
    """Times written as one list. `label`: what stands with them; `weekdays`: those before them, Monday=0; `loose`:
    other words stand between them and the last times; `paired`: each belongs to one of the days ("bzw.")."""

    __slots__ = ("label", "loose", "paired", "slots", "weekdays")
    kind = "times"

    def __init__(self, slots: list[Slot]) -> None:
        self.slots = slots
        self.label = ""
        self.weekdays: tuple[int, ...] = ()
        self.loose = False
        self.paired = False

    def __repr__(self) -> str:
        return f"Times({self.label},{self.slots})"


Phrase = Dates | Times | Mark

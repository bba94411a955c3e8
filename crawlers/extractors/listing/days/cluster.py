"""One date of a page, as one or more of its lines show it.

A type and what it can say about itself; how dates are found is told in `clusters`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from crawlers.extractors.listing.days.columns import Columns
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.days.names import SPAN_OF_DAYS
from crawlers.extractors.listing.wording.clocks import TO
from crawlers.extractors.listing.wording.patterns import remembered

_DAYS = re.compile(rf"(?<!\d)(?P<first>\d{{1,2}})\.\s?(?:(?P<month>\d{{1,2}})\.)?\s?(?:\d{{4}})?{TO}", re.IGNORECASE)
# "30. Mai bis 3. Juni".
_OTHER_MONTH = re.compile(
    rf"[a-zäöü]\.?(?:\s\d{{4}})?{TO}(?:[a-zäöü]+[.,]*\s)?\d{{1,2}}\.?\s[a-zäöü]{{3}}", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,2}")
_GOES_ON = re.compile("-|–|—|bis|to")  # no span of days without one
_MONTH_FIRST = re.compile(
    r"[a-z]\s(?P<first>\d{1,2})\s?(?:-|–|—|to)\s?(?P<last>\d{1,2})(?![\d:]|\s?[ap]\.?m)", re.IGNORECASE
)


@remembered
def _goes_on(text: str) -> bool:
    return _GOES_ON.search(text.lower()) is not None


Span = tuple[tuple[int, int], tuple[int, int]]  # (month, day) of the first and of the last day


def covers(span: Span, days: Iterable[Mention]) -> bool:
    """Whether all of these days lie inside a span."""
    return all(span[0] <= day.in_year <= span[1] for day in days)


@dataclass(slots=True)
class Cluster:
    """One date as one or more lines show it. `role`: event, deadline, posted; `firm`: it does not stand in prose."""

    first: int
    last: int
    block: int
    mentions: list[tuple[int, Mention]]
    role: str = "event"
    firm: bool = True
    struck: bool = False
    stamped: bool = False
    ranged: bool = False  # its pieces are the two ends of a span
    part: bool = False  # it heads a part of the programme of the span above
    cell: int = -1  # its block in a month grid
    pieces: list[tuple[int, str]] = field(default_factory=list)  # (line, text) as handed to the date reader

    @property
    def lead(self) -> Mention:
        return self.mentions[0][1]

    def span(self) -> Span | None:
        """(month, day) of the first and the last day, when the cluster is a range of days in one year."""
        alone = len(self.mentions) == 1
        if alone and not self._goes_on():
            return None
        days = [mention.in_year for _, mention in self.mentions]
        if len(set(days)) > 1:
            return (days[0], days[-1]) if days[0] < days[-1] else None
        if not (alone or self._goes_on()):
            return None
        texts = " ".join([text for _, text in self.pieces])
        if (english := _MONTH_FIRST.search(texts)) and int(english["first"]) == self.lead.day < int(english["last"]):
            return self.lead.in_year, (self.lead.month, int(english["last"]))
        if (named := SPAN_OF_DAYS.search(self.lead.text)) and named[0][0].isdigit():  # "22–23 April"
            opening = int(_NUMBER.findall(named[0])[0])
            return ((self.lead.month, opening), days[0]) if opening < self.lead.day else None
        if self.lead.dates > 1 and _OTHER_MONTH.search(texts) and self.lead.in_year < self.lead.last[1:]:
            return self.lead.in_year, self.lead.last[1:]
        match = _DAYS.search(texts)
        if match is None or not self.lead.dates:
            return None
        first, last = (int(match["month"] or self.lead.month), int(match["first"])), days[0]
        return (first, last) if first < last else (last, first) if self.lead.dates > 1 and first != last else None

    @property
    def several(self) -> bool:
        """Whether it names more than one day: a span, or several dates in one breath."""
        if len(self.mentions) > 1 or self.lead.dates > 1:
            return True
        return self._goes_on() and (self.span() is not None or SPAN_OF_DAYS.search(self.lead.text) is not None)

    def _goes_on(self) -> bool:
        """Whether a dash or its word stands in its texts."""
        return _goes_on(self.lead.text) or True in [_goes_on(text) for _, text in self.pieces]

    @property
    def timed(self) -> bool:
        return True in [mention.timed for _, mention in self.mentions]


@dataclass(slots=True)
class Dates:
    """All of a page's dates: clusters in order, the lines that hold clock times only, and the headings above."""

    clusters: list[Cluster]
    times: dict[int, list[Mention]]
    near: list[tuple[int, int]]  # (year, month) for each line, 0: not said
    headings: set[int]  # lines that are such headings
    columns: Columns  # the towns and months atop the columns of tables
    _starts: list[int] = field(default_factory=list)

    def within(self, first: int, last: int) -> list[Cluster]:
        """The clusters that begin on the lines `first`..`last` (exclusive)."""
        if len(self._starts) != len(self.clusters):
            self._starts[:] = [cluster.first for cluster in self.clusters]
        return self.clusters[bisect_left(self._starts, first) : bisect_left(self._starts, last)]

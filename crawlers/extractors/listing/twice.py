"""The same event shown twice on a page: cards for wide and for narrow screens, a teaser above the list.

Two showings in different parts of a page are one event when title and day agree and nothing contradicts: the times are
equal or one of them is missing, the places too, or one says more of the same. Inside one list another time is another
event, but for the hours at which a span of days begins and ends that it tells before without them, and those of a day
that it names once more without any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields import spans
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.wording import clocks
from crawlers.extractors.listing.wording.clocks import RANGE
from pipeline.text import fold


@dataclass(frozen=True, slots=True)
class Showing:
    """One date of one record, as the list `part` of the page shows it."""

    part: int
    fields: Fields
    cluster: Cluster
    when: tuple[str, ...]
    near: tuple[int, int]
    why: tuple[float, list[str]]


def once(shown: Sequence[Showing]) -> list[Showing]:
    """The showings without those that repeat an earlier one; what only the later one says is kept."""
    kept: list[Showing] = []
    known: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for one in shown:
        key = (fold(one.fields.title), one.cluster.lead.key)
        same = next((index for index in known[key] if _same(kept[index], one)), -1)
        if same >= 0:
            kept[same] = _fuller(kept[same], one)
            continue
        known[key].append(len(kept))
        kept.append(one)
    return kept


def _same(one: Showing, other: Showing) -> bool:
    if _year(one) and _year(other) and _year(one) != _year(other):
        return False
    if one.when == other.when and fold(one.fields.where or "") == fold(other.fields.where or ""):
        return one.near == other.near or one.part != other.part
    if one.part == other.part:
        return (
            _begins_and_ends(one, other) or _is_named_again(one, other) or _is_of_days(one, other) or _opens(one, other)
        )
    return _agree(clocks.told(one.when), clocks.told(other.when)) and _agree(_place(one), _place(other))


def _begins_and_ends(one: Showing, other: Showing) -> bool:
    """Whether the second says the hours at which a span of days begins and ends that the first tells without any:
    "Zeitraum: 5. – 7.2.", "Beginn: 5.2., 18 Uhr", "Ende: 7.2., 13 Uhr"."""
    span, hours = one.cluster, other.cluster
    ends = span.mentions[-1][1].last
    lasts = span.lead.in_year != ends[1:] and hours.ranged and hours.mentions[-1][1].last == ends
    return lasts and not clocks.told(one.when) and bool(clocks.told(other.when))


def _is_named_again(one: Showing, other: Showing) -> bool:
    """Whether one of them names the day alone that the other tells with its hours: "Dienstag, 2. März, 18:30 Uhr", "Wir
    freuen uns auf Ihren Besuch am 2. März!"."""
    bare = bool(clocks.told(one.when)) != bool(clocks.told(other.when))
    there = (one.fields.borrowed and other.fields.borrowed) or _agree(_place(one), _place(other))
    return bare and there and not (one.cluster.several or other.cluster.several)


def _is_of_days(one: Showing, other: Showing) -> bool:
    """Whether the first tells the hours of the days that the second names one by one without any: "Di 18–20 Uhr, ab
    2.3." / "Termine: 2.3., 9.3., 16.3."."""
    return _are_days(one, other) and bool(clocks.told(one.when)) and not clocks.told(other.when)


def _opens(one: Showing, other: Showing) -> bool:
    """Whether the first names the day alone on which the days begin that the second tells with their hours: "Start:
    7.12." / "Termine: 7.12., 9.12., jeweils 17:30 Uhr"."""
    hours = not clocks.told(one.when) and bool(clocks.told(other.when))
    return hours and _are_days(one, other) and _agree(_place(one), _place(other))


def _are_days(one: Showing, other: Showing) -> bool:
    """Whether the second names several days one by one, and the first does not."""
    return not one.cluster.several and other.cluster.lead.dates > 1 and not spans.lasts(other.cluster)


def _year(one: Showing) -> int:
    return one.cluster.lead.year or one.fields.year or one.near[0]


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one


def _place(one: Showing) -> frozenset[str]:
    return frozenset(fold(one.fields.where or "").split())


def _fuller(one: Showing, other: Showing) -> Showing:
    """The first showing, with the other's time and place where it has none."""
    if one.fields.where is None:
        one.fields.where = other.fields.where
    one.fields.status = one.fields.status or other.fields.status
    one.fields.url = one.fields.url or other.fields.url
    if _is_of_days(one, other):
        return replace(one, when=(*other.when, clocks.said(one.when)), cluster=other.cluster, near=other.near)
    told, more = clocks.told(one.when), clocks.told(other.when)
    if told < more and (not told or RANGE.search(" ".join(other.when))):
        return replace(one, when=other.when, cluster=other.cluster, near=other.near)
    return one

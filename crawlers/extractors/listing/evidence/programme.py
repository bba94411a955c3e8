"""Lists whose days lie inside the span of one event: its programme, or the evenings of an exhibition.

Says so; what then becomes of the list is decided in `steps`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from crawlers.extractors.listing.days import distance
from crawlers.extractors.listing.days.cluster import Span, covers
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.fields import spans
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.records.record import Group, Record
from crawlers.extractors.listing.wording.houses import A_ROOM, is_place
from crawlers.extractors.listing.wording.sentence_places import in_sentence
from crawlers.extractors.listing.wording.words import PROGRAMME

LONGEST_HEADING = 40  # characters
A_SPAN = 2  # dates that are both written out
MANY_HOUSES = 3
_COUNTED = re.compile(r"(?:(?:tag|day) \d|\d\. tag)?\W*", re.IGNORECASE)  # "Tag 1 – Mittwoch, 7.10."
_ROOM = re.compile(rf"{A_ROOM}(?!\w)|(?:halle|foyer|zelt|bühne|stage|hall|campus|aula|audimax|plenum)\b", re.IGNORECASE)
LONGEST_CONGRESS = 4  # days; a longer span is a week of many events
LONGEST_SPAN_LINE = 110  # a longer line tells about the days of the list instead of naming an event's


def is_programme(context: Context, group: Group) -> bool:
    """Whether the list's days are those of one event that the page names outside the list."""
    dates = [cluster for record in group.records for cluster in record.clusters]
    head = context.heading_above(dates[0].first, group.parent)
    named = head is not None and len(head.text) <= LONGEST_HEADING and PROGRAMME.search(head.text) is not None
    if (not named and not _are_headings(context, group.records)) or _in_many_houses(context, group):
        return False
    days = [cluster.lead for cluster in dates]
    inside = range(group.records[0].first, group.records[-1].last)
    outside = [one for one in context.shapes.dates.clusters if one.role == "event" and one.first not in inside]
    around = [spans.days(one) for one in outside if len(context.layout.lines[one.first].text) <= LONGEST_SPAN_LINE]
    return any(span is not None and (covers(span, days) if named else _is_each(span, days)) for span in around)


def _in_many_houses(context: Context, group: Group) -> bool:
    """Whether the lines below the days name several houses: a week of events all over a town, not a congress."""
    lines = context.layout.lines[group.records[0].first : group.records[-1].last]
    short = [text for line in lines if len(text := line.text.lstrip("@ ")) <= LONGEST_HEADING]
    return are_many_houses(text if is_place(text) else in_sentence(text, 0, 0) or "" for text in short)


def are_many_houses(texts: Iterable[str]) -> bool:
    """Whether texts name several houses, not only rooms of one."""
    named = {house for text in texts if is_place(house := text.partition(",")[0])}
    return sum(not _ROOM.match(house) for house in named) >= MANY_HOUSES


def _are_headings(context: Context, records: Sequence[Record]) -> bool:
    """Whether all dates are headings with nothing beside them but their number."""
    lines = [context.layout.lines[record.clusters[0].first] for record in records]
    return all(line.heading > 0 and _COUNTED.fullmatch(context.shapes.rest(line)) for line in lines)


def _is_each(span: Span, days: Sequence[Mention]) -> bool:
    """Whether the days are those of a short span in one month, one by one: its programme without the word."""
    (month, first), (later, last) = span
    each = [(month, day) for day in range(first, last + 1)]
    return month == later and list(dict.fromkeys(day.in_year for day in days)) == each and len(each) <= LONGEST_CONGRESS


def apart(context: Context, group: Group) -> list[Group]:
    """The group without its first record, if that is a span of days and the others are its days, or stand under
    "Programm" inside it."""
    first, *others = group.records
    span = spans.days(first.clusters[0])
    if not others or span is None:
        return [group]
    head = context.heading_above(others[0].clusters[0].first, group.parent)
    days = [one.clusters[0].lead for one in others]
    named = head is not None and head.index >= first.first and PROGRAMME.search(head.text) is not None
    if not (covers(span, days) if named else _are_headings(context, others) and _is_each(span, days)):
        return [group]
    return [replace(group, records=[first]), replace(group, records=others)]


def holds(own: Record, records: Sequence[Record]) -> bool:
    """Whether dates stand in an event's own text: they are its programme."""
    return any(own.first <= record.first < own.last for record in records)


def lasts_around(span: Mention, days: Sequence[Mention]) -> bool:
    """Whether a span of more than a week, both ends written out, holds these days; none of them is the span."""
    if span.dates != A_SPAN or not days or span in days:
        return False
    last = _count(*span.last)
    first, *inside = (_until(last, _count(one.year or span.last[0], one.month, one.day)) for one in (span, *days))
    return last - first > distance.A_WEEK and all(first <= day for day in inside)


def _count(year: int, month: int, day: int) -> int:
    return year * distance.A_YEAR + distance.number(month, day)


def _until(last: int, day: int) -> int:
    """The day, a year earlier if it lies behind `last`: "14. November bis 2. März 2027" says the later year only."""
    return day if day <= last else day - distance.A_YEAR

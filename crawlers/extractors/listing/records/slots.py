"""Days that head several events: a line that is only a date, and below it a line for each event with its clock time.

"Freitag, 4. Dezember 2026" / "18:00 Eröffnung" / "20:00 Konzert" are two events, and so are two lines in a cell of a
month grid. A single such day is left alone: it is as likely one event with its agenda, but for one that is the page's
only heading, where each line names an event.
"""

from __future__ import annotations

import re
from itertools import pairwise

from crawlers.extractors.listing.days.cluster import covers
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.records.record import Group, Record
from crawlers.extractors.listing.records.shape import Shapes
from crawlers.extractors.listing.wording.houses import is_place
from crawlers.extractors.listing.wording.when import ALL_DAY, DOORS, END, OPENING, UNTIL, WEEKLY
from crawlers.extractors.listing.wording.words import EVENT

_ALL_DAY = re.compile(rf"^{ALL_DAY}\b|(?:[|,·–—]\s?|\s-\s){ALL_DAY}(?=\s?(?:[|,·–—]|$))", re.IGNORECASE)
_HABIT = re.compile(rf"\b(?:{WEEKLY})\b", re.IGNORECASE)
_UNTIL = re.compile(rf"\W*(?:{UNTIL}|{END})\b", re.IGNORECASE)
DAYS = 2  # days of a list that must be built so
SLOTS = 2  # events of such a day
SENTENCE = 8  # blanks
DOOR = 12  # characters before a time in which a word says that it is the doors'


def split(layout: Layout, shapes: Shapes, group: Group) -> Group:
    """The group with a record for each event of each day, if its records are days; else the group itself."""
    if all(record.clusters[0].cell >= 0 for record in group.records):
        return Group(group.parent, [slot for record in group.records for slot in _in_cell(layout, shapes, record)])
    cut = [_slots(layout, shapes, record) for record in group.records]
    full = sum(len(slots) >= SLOTS for slots in cut)
    days = group.records[_frames(group.records) :]
    named = len(cut) == 1 and all(_names_events(layout, slot) for slot in cut[0]) and _is_page(layout, group.records[0])
    if full < DAYS and not (full and ((len(days) >= DAYS and _are_days(layout, shapes, days)) or named)):
        return group
    records = [slot for record, slots in zip(group.records, cut, strict=True) for slot in slots or [record]]
    return Group(group.parent, records, flat=True)


def _is_page(layout: Layout, record: Record) -> bool:
    """Whether a day is the page's only high heading: nothing else can be what an agenda belongs to."""
    heads = [line for line in layout.lines if line.heading]
    return [line.index for line in heads] == [record.clusters[0].first] and heads[0].heading == 1


def _names_events(layout: Layout, slot: Record) -> bool:
    """Whether a line with a time names an event, no point of an agenda."""
    text = layout.lines[slot.first].text
    return EVENT.search(text) is not None and not OPENING.search(text)


def _frames(records: list[Record]) -> bool:
    """Whether the first record is the span of all others: "18. – 22. Januar 2027" above the days of a week."""
    span = records[0].clusters[0].span()
    return span is not None and covers(span, (record.clusters[0].lead for record in records[1:]))


def _slots(layout: Layout, shapes: Shapes, record: Record) -> list[Record]:
    """The events below a day; none when the date line says more than the date, or the times have no titles."""
    date = record.clusters[0]
    heads = layout.lines[date.first : date.last + 1]
    if len(record.clusters) > 1 or date.timed or not shapes.bare(heads):
        return []
    below = layout.lines[date.last + 1 : record.last]
    if any(shapes.titleish(line) for line in layout.lines[record.first : date.first]):
        return []  # the day stands under a title of its own: that is the event
    timed = [line for line in below if _begins(shapes, line)]
    timed = [line for line in timed if not DOORS.match(line.text) or (line is timed[0] and not shapes.bare([line]))]
    timed = timed or [line for line in below if line.index in shapes.dates.times]  # "Trio Lind. Einlass 19 Uhr"
    bounds = _bounds(layout, shapes, timed, record.last)
    slots = [Record(first, last, [date]) for first, last in bounds]
    titled = [slot for slot in slots if not shapes.bare(layout.lines[slot.first : slot.last])]
    return titled if len(titled) == len(slots) else []


def _begins(shapes: Shapes, line: Line) -> bool:
    """Whether a line says when something begins; "bis 18:00" only says when it ends, "Tango. Einlass 19.30 Uhr" when
    one may come in."""
    clocks = shapes.dates.times.get(line.index)
    if clocks:
        if len(clocks) == 1 and _is_aside(line.text, clocks[0]):
            return False
        return not _UNTIL.match(line.text) or _ALL_DAY.search(line.text) is not None
    plain = line.text.lower()
    return ("ganzt" in plain or "day" in plain) and _ALL_DAY.search(line.text) is not None


def _is_aside(text: str, clock: Mention) -> bool:
    """Whether a sentence tells of the doors, or of what is always so."""
    told = ". " in text[:-1] or (text.endswith(".") and text.count(" ") >= SENTENCE)
    said = text[max(clock.start - DOOR, 0) : clock.end] if told and clock.start else ""
    return bool(said) and (DOORS.search(said) or _HABIT.search(said)) is not None


def _in_cell(layout: Layout, shapes: Shapes, day: Record) -> list[Record]:
    """The events of a month grid's cell: each in a block or on a line of its own, or all of it one."""
    if day.clusters[0].timed:
        return [day]
    lines = [line for line in layout.lines[day.clusters[0].first : day.last] if shapes.titleish(line)]
    parts = dict.fromkeys(layout.child(day.item, line.block) for line in lines)
    if day.item in parts and len(lines) >= SLOTS and _are_names(shapes, lines):
        bounds = pairwise([*(line.index for line in lines), day.last])
        return [Record(first, last, day.clusters) for first, last in bounds]
    if len(parts) < SLOTS or day.item in parts:
        return [day]
    return [Record(layout.first[part], layout.last[part], day.clusters, part) for part in parts]


def _are_names(shapes: Shapes, lines: list[Line]) -> bool:
    """Whether each line of a cell is an event: all begin with their time, or none has a time or is a place."""
    timed = [line.index in shapes.dates.times for line in lines]
    return all(timed) or not any(timed or is_place(shapes.rest(line)) for line, timed in zip(lines, timed, strict=True))


def _are_days(layout: Layout, shapes: Shapes, records: list[Record]) -> bool:
    """Whether each record is a day with lines that begin with their times, or with a heading for each of its times;
    those that head an event of several days aside."""
    records = [record for record in records if not _heads_span(layout, shapes, record)]
    if len(records) < DAYS:
        return False
    if all(_is_day(layout, shapes, record) for record in records):
        return True
    if all(_has_items(layout, shapes, record) for record in records):
        return True
    if all(_has_articles(layout, shapes, record) for record in records):
        return True
    return all(_is_headed(layout, shapes, record) or _has_rows(layout, shapes, record) for record in records)


def _heads_span(layout: Layout, shapes: Shapes, record: Record) -> bool:
    """A bare day, and below it an event that says it again, with its last: "Sa., 12.12." / "12.12.–13.12.: Markt"."""
    date = record.clusters[0]
    again = date.mentions[-1][0] > date.first and date.mentions[-1][1].dates > 1
    return again and not date.timed and shapes.bare(layout.lines[record.first : date.first + 1])


def _has_items(layout: Layout, shapes: Shapes, record: Record) -> bool:
    """A bare date, and beside it a list in which each item is an event: all but the only one begin with their time."""
    date = record.clusters[0]
    if date.timed or not shapes.bare(layout.lines[record.first : date.last + 1]):
        return False
    items = {layout.nearest(line.block, {"li"}) for line in layout.lines[date.last + 1 : record.last]}
    if not items or any(item < 0 or layout.first[item] <= date.last for item in items):
        return False
    return len(items) == 1 or all(_begins(shapes, layout.span(item)[0]) for item in items)


def _has_articles(layout: Layout, shapes: Shapes, record: Record) -> bool:
    """A bare date, and below it articles with a link each that begin with their time: events with own pages."""
    date = record.clusters[0]
    if not shapes.bare(layout.lines[record.first : date.first + 1]):
        return False
    articles = {layout.nearest(line.block, {"article"}) for line in layout.lines[date.last + 1 : record.last]} - {-1}
    inside = [layout.span(article) for article in articles if layout.first[article] > date.first]
    return bool(inside) and all(_begins(shapes, lines[0]) and any(line.linked for line in lines) for lines in inside)


def _has_rows(layout: Layout, shapes: Shapes, record: Record) -> bool:
    """A bare date, and below it rows of a table, or what a term of a list describes, each with a time and a title."""
    date = record.clusters[0]
    if date.timed or not shapes.bare(layout.lines[record.first : date.last + 1]):
        return False
    below = layout.lines[date.last + 1 : record.last]
    rows = {line.block if layout.tags[line.block] == "dd" else layout.parents[line.block] for line in below}
    return all(
        layout.tags[row] in {"tr", "dd"} and _begins(shapes, layout.span(row)[0]) and not shapes.bare(layout.span(row))
        for row in rows
    )


def _is_headed(layout: Layout, shapes: Shapes, record: Record) -> bool:
    """A bare date, and below it as many headings, or bold beginnings of paragraphs, as times, or one without a time."""
    date = record.clusters[0]
    if date.timed or not shapes.bare(layout.lines[record.first : date.last + 1]):
        return False
    below = layout.lines[date.last + 1 : record.last]
    times = sum(_is_timed(shapes, line) for line in below)
    heads = sum((line.heading > 0 or _opens_in_bold(layout, line)) and shapes.titleish(line) for line in below)
    return heads == (times or 1)


def _is_timed(shapes: Shapes, line: Line) -> bool:
    """Whether a line says when something is: it begins with a clock time, or holds nothing else."""
    clocks = shapes.dates.times.get(line.index, [])
    return any(clock.start <= 1 or not shapes.rest(line) for clock in clocks[:1])


def _opens_in_bold(layout: Layout, line: Line) -> bool:
    return line.bold and layout.first[line.block] == line.index


def _is_day(layout: Layout, shapes: Shapes, record: Record) -> bool:
    """A bare date, and below it lines that each begin with a clock time; below a heading the first does."""
    date = record.clusters[0]
    after = layout.lines[date.last + 1 : record.last][:1]
    if layout.lines[date.first].heading and after:
        clocks = shapes.dates.times.get(after[0].index, [])
        return any(clock.start <= 1 for clock in clocks[:1]) and not after[0].heading
    below = [line for line in layout.lines[date.last + 1 : record.last] if shapes.titleish(line)]
    times = [shapes.dates.times.get(line.index) for line in below]
    return bool(times) and all(found and found[0].start <= 1 for found in times)


def _bounds(layout: Layout, shapes: Shapes, timed: list[Line], end: int) -> list[tuple[int, int]]:
    """First and last line of each slot: its own block, if more than the time stands there and it is no heading, or to
    the next time."""
    if len(timed) < SLOTS:
        return []
    common = layout.enclosing(line.block for line in timed)
    items = [layout.child(common, line.block) for line in timed]
    apart = len(set(items)) == len(items) and common not in items and not all(line.heading for line in timed)
    if apart and not all(shapes.bare(layout.span(item)) for item in items):
        return [(layout.first[item], layout.last[item]) for item in items]
    starts = [line.index for line in timed]
    return list(zip(starts, [*starts[1:], end], strict=True))

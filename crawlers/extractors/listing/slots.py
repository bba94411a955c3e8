"""Days that head several events: a line that is only a date, and below it a line for each event with its clock time.

"Freitag, 4. Dezember 2026" / "18:00 Eröffnung" / "20:00 Konzert" are two events. A single such day is left alone: it is
as likely one event with its agenda.
"""

from __future__ import annotations

from crawlers.extractors.listing.lines import Layout, Line
from crawlers.extractors.listing.records import Group, Record
from crawlers.extractors.listing.shape import Shapes

DAYS = 2  # days of a list that must be built so
SLOTS = 2  # events of such a day


def split(layout: Layout, shapes: Shapes, group: Group) -> Group:
    """The group with a record for each event of each day, if its records are days; else the group itself."""
    cut = [_slots(layout, shapes, record) for record in group.records]
    if sum(len(slots) >= SLOTS for slots in cut) < DAYS:
        return group
    records = [slot for record, slots in zip(group.records, cut, strict=True) for slot in slots or [record]]
    return Group(group.parent, records, flat=True)


def _slots(layout: Layout, shapes: Shapes, record: Record) -> list[Record]:
    """The events below a day; none when the date line says more than the date, or the times have no titles."""
    date = record.clusters[0]
    heads = layout.lines[date.first : date.last + 1]
    if len(record.clusters) > 1 or date.timed or not shapes.bare(heads):
        return []
    below = layout.lines[date.last + 1 : record.last]
    if any(shapes.titleish(line) for line in layout.lines[record.first : date.first]):
        return []  # the day stands under a title of its own: that is the event
    timed = [line for line in below if line.index in shapes.dates.times]
    bounds = _bounds(layout, timed, record.last)
    slots = [Record(first, last, [date]) for first, last in bounds]
    titled = [slot for slot in slots if not shapes.bare(layout.lines[slot.first : slot.last])]
    return titled if len(titled) == len(slots) else []


def _bounds(layout: Layout, timed: list[Line], end: int) -> list[tuple[int, int]]:
    """First and last line of each slot: its own block, or from one time to the next."""
    if len(timed) < SLOTS:
        return []
    common = timed[0].block
    for line in timed:
        common = layout.common(common, line.block)
    items = [layout.child(common, line.block) for line in timed]
    if len(set(items)) == len(items) and common not in items:
        return [(layout.first[item], layout.last[item]) for item in items]
    starts = [line.index for line in timed]
    return list(zip(starts, [*starts[1:], end], strict=True))

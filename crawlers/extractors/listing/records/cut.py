"""A flat part of a page, cut into its records: at the empty lines, the repeated title or the date between them."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from crawlers.extractors.listing.days import distance
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.records.record import Record
from crawlers.extractors.listing.records.shape import PLAIN, Shapes
from crawlers.extractors.listing.wording.houses import is_house
from crawlers.extractors.listing.wording.words import is_generic, names_many

TAIL = 12  # lines the last record of a flat part may have
SECTION = 80  # lines of the last day of a programme
AHEAD = 6  # lines between a title and its date
RUNNING = 80  # characters of a line that is a text
MOST = 0.7  # share of the gaps that must hold a separator
TABLES = frozenset({"table", "tbody"})


def records(layout: Layout, shapes: Shapes, parent: int, found: list[Record]) -> list[Record]:
    """Gives each record of a flat part the title above it or the lines below it."""
    bounds = [layout.first[parent], *(record.last for record in found)]
    before = [layout.lines[low : record.first] for low, record in zip(bounds, found, strict=False)]
    bottom = min(layout.last[parent], found[-1].last + TAIL)
    beyond = (one.first for one in shapes.dates.within(found[-1].last, bottom) if one.firm and one.role == "event")
    after = layout.lines[found[-1].last : next(beyond, bottom)]
    if parts := _parted(layout, shapes, parent, found):
        return parts
    untitled = [gap for one, gap in zip(found, before[1:], strict=False) if shapes.bare(_lines(shapes, one))]
    headed = [[*gap, *_heading(shapes, one)] for one, gap in zip(found[1:], before[1:], strict=False)]
    level = _separator(shapes, untitled or headed or [after])
    if level is not None and _title_first(shapes, found, before, after, level):
        return _by_title(shapes, found, before, after, level)
    return _by_date(layout, shapes, parent, found, before, after, level)


def _parted(layout: Layout, shapes: Shapes, parent: int, records: list[Record]) -> list[Record]:
    """The records where one empty line, and only one, stands between each two of them; else none."""
    records = _courses(layout, shapes, records)
    gaps = [layout.lines[one.last : two.first + 1] for one, two in pairwise(records)]
    empty = [[line.index for line in gap if line.apart] for gap in gaps]
    if not empty or any(len(found) != 1 for found in empty):
        return []
    top = max(layout.first[parent], records[0].first - AHEAD)
    first = next((line.index for line in reversed(layout.lines[top : records[0].first + 1]) if line.apart), top)
    rank = layout.lines[empty[0][0]].heading or PLAIN
    while first + 1 < records[0].first and 0 < layout.lines[first].heading < rank:
        first += 1  # the heading of the part
    if layout.lines[first].heading and all(one.first == at for (at,), one in zip(empty, records[1:], strict=True)):
        first = records[0].first  # they begin with their dates
    bottom = min(layout.last[parent], records[-1].last + TAIL)
    last = next((line.index for line in layout.lines[records[-1].last : bottom] if line.apart), bottom)
    bounds = [first, *(found[0] for found in empty), last]
    return [Record(low, high, one.clusters) for one, (low, high) in zip(records, pairwise(bounds), strict=True)]


def _courses(layout: Layout, shapes: Shapes, records: list[Record]) -> list[Record]:
    """Bare dates right below one another, with no empty line between them, are those of one course."""
    courses = [records[:1]]
    for before, record in pairwise(records):
        below = before.last == record.first and not layout.lines[record.first].apart
        if below and all(shapes.bare(layout.lines[one.first : one.last]) for one in (before, record)):
            courses[-1].append(record)
        else:
            courses.append([record])
    return [Record(dates[0].first, dates[-1].last, [day for one in dates for day in one.clusters]) for dates in courses]


def _heading(shapes: Shapes, record: Record) -> list[Line]:
    """The line of a date that stands in a heading with a name."""
    return [line for line in _lines(shapes, record)[:1] if line.heading and shapes.titleish(line)]


def _separator(shapes: Shapes, gaps: list[list[Line]]) -> int | None:
    """The highest rank that (nearly) every gap holds; a plain line only when nothing else does."""
    for level in range(1, PLAIN + 1):
        holding = sum(any(shapes.rank(line) == level and shapes.titleish(line) for line in gap) for gap in gaps)
        if holding and holding >= MOST * len(gaps):
            return level
    return None


def _title_first(
    shapes: Shapes, records: list[Record], before: list[list[Line]], after: list[Line], level: int
) -> bool:
    """Whether titles stand above their dates: the first date has one above, and nearer than the one below."""
    told = sum(_is_told(shapes, record) for record in records)
    heads = sum(shapes.layout.lines[record.first].heading == level for record in records)
    if level < PLAIN and told and (told + heads) * 2 >= len(records):
        return True  # what is told in a text stands below its heading
    if level == PLAIN and _date_first(shapes, records, [*before[1:], after]):
        return False
    if all(0 < shapes.layout.lines[record.first].heading < level for record in records):
        return False  # a date that is a heading heads what stands below it
    above = [_distance(shapes, list(reversed(gap)), level) for gap in before]
    below = [_distance(shapes, gap, level) for gap in [*before[1:], after]]
    if above[0] is None:
        return False
    if below[-1] is None:
        return True
    near = [distance for distance in above if distance is not None]
    head = before[0][-1 - above[0]].text
    if level < PLAIN and len(near) == len(above) and min(near) > 0 and not (is_generic(head) or names_many(head)):
        return True  # each stands above a text and its date; the last heading may have a text alone
    far = [distance for distance in below if distance is not None]
    return median(near) <= median(far)


def _date_first(shapes: Shapes, records: list[Record], below: list[list[Line]]) -> bool:
    """Whether dates among plain lines head what stands below them: they say more, stand out, or below each is a name
    and an hour, or as much as below the last."""
    own = sum(not shapes.bare(_lines(shapes, record)) for record in records)
    if own * 2 > len(records) or _stand_out(shapes, records) or len({*map(len, below)}) == 1:
        return True
    return _name_below(shapes, below) or _hour_below(shapes, below)


def _is_told(shapes: Shapes, record: Record) -> bool:
    """Whether a date stands in running text."""
    line = shapes.layout.lines[record.first]
    return not line.heading and len(line.text) >= RUNNING


def _name_below(shapes: Shapes, gaps: list[list[Line]]) -> bool:
    """Whether below most dates comes a name and then a line with a time: what they head."""
    times = shapes.dates.times
    named = sum(
        len(gap) > 1
        and shapes.titleish(gap[0])
        and gap[0].index not in times
        and any(line.index in times for line in gap[1:])
        for gap in gaps
    )
    return named * 2 > len(gaps)


def _hour_below(shapes: Shapes, gaps: list[list[Line]]) -> bool:
    """Whether nothing but an hour stands right below most dates, and a name below that: what they head."""
    times = shapes.dates.times
    named = [gap for gap in gaps if len(gap) > 1 and shapes.titleish(gap[1]) and not is_house(gap[1].text)]
    headed = sum(gap[0].index in times and not shapes.rest(gap[0]) for gap in named)
    return headed >= MOST * len(gaps) and gaps[-1] in named


def _stand_out(shapes: Shapes, records: list[Record]) -> bool:
    """Whether the dates are set as headings are: they head what is plain."""
    heads = (_lines(shapes, record)[0] for record in records)
    return sum(line.bold or line.heading > 0 for line in heads) >= MOST * len(records)


def _distance(shapes: Shapes, lines: list[Line], level: int) -> int | None:
    """How many lines away the next separator is, among the first AHEAD lines."""
    for away, line in enumerate(lines[:AHEAD]):
        if shapes.rank(line) == level and shapes.titleish(line) and not (level == PLAIN and shapes.begins_timed(line)):
            return away
    return None


def _lines(shapes: Shapes, record: Record) -> list[Line]:
    return shapes.layout.lines[record.first : record.last]


def _by_title(
    shapes: Shapes, records: list[Record], before: list[list[Line]], after: list[Line], level: int
) -> list[Record]:
    named = [[line.index for line in gap if shapes.rank(line) == level and shapes.titleish(line)] for gap in before]
    longest = max((len(gap) for gap in before[1:]), default=TAIL)
    cut = []
    for index, record in enumerate(records):
        first = named[index][-1] if named[index] else record.first
        gap = before[index + 1] if index + 1 < len(records) else after[:longest]
        ends = (line.index for line in gap if shapes.rank(line) <= level)
        if level == PLAIN:  # where all is plain, hour and place below the date are its own, up to the next title
            beyond = named[index + 1][-1:] if index + 1 < len(records) else []
            ends = (line.index for line in gap if shapes.rank(line) < level or line.index in beyond)
        last = next(ends, gap[-1].index + 1 if gap else record.last)
        cut.append(Record(first, max(last, record.last), record.clusters))
    return cut


def _by_date(
    layout: Layout,
    shapes: Shapes,
    parent: int,
    records: list[Record],
    before: list[list[Line]],
    after: list[Line],
    level: int | None,
) -> list[Record]:
    cut: list[Record] = []
    longest = max((len(gap) for gap in before[1:]), default=TAIL)
    if layout.tags[layout.lines[records[-1].first].block] == "dt" or layout.tags[parent] in TABLES:
        longest = TAIL  # what follows belongs to the last date: its list ends with it
    if section := _programme(layout, shapes, parent, records[-1]):
        after, longest = section, SECTION
    for index, record in enumerate(records):
        gap = _own(shapes, before[index + 1]) if index + 1 < len(records) else after[:longest]
        own = not shapes.bare(_lines(shapes, record))
        bare = next((at for at, line in enumerate(gap) if shapes.titleish(line)), 0)  # times, before what tells more
        head = layout.lines[record.first].heading if not own else 0
        several = not own and _are_several(shapes, gap, level)
        ends = (
            at
            for at, line in enumerate(gap)
            if not 0 < head < line.heading
            and not (several and shapes.rank(line) == level)
            and _begins_part(shapes, line, own, level, at <= bare)
        )
        last = record.last + next(ends, len(gap))
        if cut and _shares_title(shapes, cut[-1], record, gap, level):
            cut[-1] = Record(cut[-1].first, last, [*cut[-1].clusters, *record.clusters])
        else:
            cut.append(Record(record.first, last, record.clusters, record.item if last == record.last else -1))
    return cut


def _shares_title(shapes: Shapes, one: Record, other: Record, below: list[Line], level: int | None) -> bool:
    """Whether a bare day stands right above another of the same week, which heads a title as the others do."""
    if one.last < other.first or not shapes.bare([*_lines(shapes, one), *_lines(shapes, other)]):
        return False
    apart = distance.after(one.clusters[-1].lead, other.clusters[0].lead)
    titled = any(shapes.rank(line) == level and shapes.titleish(line) for line in below)
    return titled and 0 < apart <= distance.A_WEEK


def _own(shapes: Shapes, gap: list[Line]) -> list[Line]:
    """The lines of a gap up to the first with a date of an event, which is another list's."""
    inside = shapes.dates.within(gap[0].index, gap[-1].index + 1) if gap else ()
    other = next((one.first for one in inside if one.firm and one.role == "event"), None)
    return [line for line in gap if other is None or line.index < other]


def _programme(layout: Layout, shapes: Shapes, parent: int, day: Record) -> list[Line]:
    """The lines below a day that is a heading, if several clock times stand there; else none."""
    below = layout.lines[day.last : min(layout.last[parent], day.last + SECTION)]
    timed = sum(line.index in shapes.dates.times for line in below)
    return below if layout.lines[day.first].heading and shapes.bare(_lines(shapes, day)) and timed > 1 else []


def _are_several(shapes: Shapes, gap: list[Line], level: int | None) -> bool:
    """Whether the lines below a day hold several titles, each with a clock time."""
    titles = sum(shapes.rank(line) == level and shapes.titleish(line) for line in gap)
    return 1 < titles <= sum(line.index in shapes.dates.times for line in gap)


def _begins_part(shapes: Shapes, line: Line, own: bool, level: int | None, first: bool) -> bool:
    """Whether a line after a date heads the next part of the page instead of telling more about the event."""
    if line.index in shapes.dates.headings:
        return True
    rank = shapes.rank(line)
    if rank > 6:
        return False
    return own or level is None or rank < level or not (first or rank > level)

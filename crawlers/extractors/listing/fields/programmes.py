"""The lines of a record that tell of the parts of its programme: their places are not its own.

Only where these have several, or the record has one besides; one house of all parts is that of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields import clock_lines
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.clocks import RANGE
from crawlers.extractors.listing.wording.houses import begins_with_place, has_address, is_place, is_place_or_town

AGENDA, LAST_POINT = 3, 2  # hours alone on their lines, and lines below the last of them
NEXT_POINT = 5  # lines between the hours of two points
_UNSAID = frozenset({None, "title"})  # "Programm" is a label of titles, too


def outside(
    context: Context, lines: Sequence[Line], labels: dict[int, str | None], dates: Sequence[Cluster]
) -> Sequence[Line]:
    """The lines without those below headings of other days, where these have different places: a programme."""
    own = {index for date in dates for index, _ in date.mentions}
    spoken, rank = context.shapes.spoken, 0
    inside: list[Line] = []
    for line in lines:
        if line.heading:
            dated = line.index not in own and any(mention.dates for mention in spoken.get(line.index, ()))
            rank = line.heading if dated else 0 if line.heading <= rank else rank
        inside += [line] if rank else []
    named = {line.text for line in inside if labels[line.index] == "where"}
    lines = [line for line in lines if line not in inside] if len(named) > 1 else lines
    points = [*_points(context, lines, labels), *_items(context, lines, labels)]
    if not points:
        return lines
    others = [line for line in lines if line not in points]
    several = len({line.text for line in points if is_place(line.text)}) > 1
    return others if several or any(_is_house(context, line) for line in others) else lines


def _is_house(context: Context, line: Line) -> bool:
    """Whether a line is, or gives, a place of its own."""
    return has_address(line.text) or is_place_or_town(context.shapes.rest(line))


def _items(context: Context, lines: Sequence[Line], labels: dict[int, str | None]) -> Sequence[Line]:
    """The lines of an agenda that begin with their times: "10.30 Uhr: Begrüßung, Dr. Voss, Leiter des Instituts"."""
    clocks, spoken = context.shapes.dates.times, context.shapes.spoken
    timed = [line for line in lines if line.index in clocks and clocks[line.index][0].start <= 1]
    if len(timed) < AGENDA:
        return []
    undated = [line for line in timed if not any(mention.dates for mention in spoken.get(line.index, ()))]
    items = [line for line in undated if labels[line.index] in _UNSAID and context.shapes.rest(line)]
    if items and begins_with_place(context.shapes.rest(items[0])):
        items = items[1:]  # "19 Uhr, Alte Weberei": a fact of the event, above its agenda
    return items if len(items) >= AGENDA else []


def _points(context: Context, lines: Sequence[Line], labels: dict[int, str | None]) -> Sequence[Line]:
    """The lines of an agenda's points: from the first of several that are nothing but a clock time, each above what
    happens then, to what stands below the last."""
    clocks, all_lines = context.shapes.dates.times, context.layout.lines
    bare = [line for line in lines if line.index in clocks and line.text[0].isdigit() and labels[line.index] is None]
    if len(bare) < AGENDA:
        return []
    bare = [line for line in bare if clock_lines.is_whole(context, line) and not RANGE.search(line.text)]
    hours = [line.index for line in bare if not any(is_place(one.text) for one in all_lines[line.index + 1 :][:1])]
    hours = max(_runs(hours), key=len, default=[])
    if len(hours) < AGENDA:
        return []
    ends = any(clock_lines.IS_END.match(one.text) for one in all_lines[hours[-1] + 1 :][:1])
    inside = range(hours[0], hours[-1] + (LAST_POINT - ends) + 1)
    return [line for line in lines if line.index in inside and labels[line.index] is None]


def _runs(hours: Sequence[int]) -> Iterator[list[int]]:
    """Line numbers in parts between which more than a few lines stand."""
    run: list[int] = []
    for at in hours:
        if run and at - run[-1] > NEXT_POINT:
            yield run
            run = []
        run.append(at)
    yield run

"""The hours that an agenda gives a span of days: its first day's opening, and what ends its last day."""

from __future__ import annotations

from collections.abc import Sequence

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields import clock_lines, spans
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.when import OPENING

OPENS = 3  # items of the first day, one of which is the opening


def hours(context: Context, cluster: Cluster, lines: Sequence[Line]) -> tuple[int, list[str]] | None:
    """Where the agenda begins, and from the opening on the first day to the end on the last ("09:00 Uhr – 15:30 Uhr"),
    where both days head items that begin with their times; without a called end the beginning alone, without an
    opening None."""
    span = spans.days(cluster)
    if span is None or not lines:
        return None
    below = context.shapes.dates.within(cluster.last + 1, lines[-1].index + 1)
    heads = [one for one in below if one.role == "event" and not one.several and _is_head(context, one)]
    heads = [one for one in heads if _items(context, one)]  # buttons name the days as well
    first, last = (next((one for one in heads if one.lead.in_year == day), None) for day in span)
    if first is None or last is None:
        return None
    begin = next((line for line in _items(context, first)[:OPENS] if OPENING.search(_what(context, line))), None)
    ends = [line for line in _items(context, last)[-1:] if clock_lines.IS_END.match(_what(context, line))]
    if begin is None:
        return None
    return first.first, [" – ".join(_when(context, line) for line in (begin, *ends))]


def _is_head(context: Context, day: Cluster) -> bool:
    """Whether a day is a heading, or all that its line says."""
    line = context.layout.lines[day.first]
    return line.heading > 0 or not context.shapes.rest(line)


def _items(context: Context, day: Cluster) -> list[Line]:
    """The lines below a day that begin with a clock time, up to the next day or heading."""
    shapes, lines = context.shapes, context.layout.lines
    later = shapes.dates.within(day.last + 1, len(lines))
    end = later[0].first if later else len(lines)
    end = next((line.index for line in lines[day.last + 1 : end] if line.heading), end)
    timed = [line for line in lines[day.last + 1 : end] if line.index in shapes.dates.times]
    return [line for line in timed if shapes.dates.times[line.index][0].start <= 1]


def _what(context: Context, line: Line) -> str:
    """What an item is: the words beside its time, or on the next line."""
    return context.shapes.rest(line) or context.layout.lines[min(line.index + 1, len(context.layout.lines) - 1)].text


def _when(context: Context, line: Line) -> str:
    return clock_lines.beginning(context.shapes.dates.times[line.index][0].text)

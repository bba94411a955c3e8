"""Where and when a text was written: "Lage, 10. Januar 2027" on a line of its own, or the day below its headline."""

from __future__ import annotations

from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.records.record import Record
from crawlers.extractors.listing.wording import houses

RUNNING = 60  # characters of running text


def is_one(context: Context, item: Record, fields: Fields) -> bool:
    """Whether a record is no more than that: a whole date without weekday and hour, and a town or nothing."""
    whole = all(cluster.lead.year and not cluster.timed and not cluster.lead.weekday for cluster in fields.clusters)
    if item.last - item.first > 1 or not whole:
        return False
    return _heads_text(context, item) if fields.borrowed else houses.is_town(fields.title)


def _heads_text(context: Context, item: Record) -> bool:
    """Whether a day alone on its line stands between the highest heading and running text, and days follow there."""
    lines, dates = context.layout.lines, context.shapes.dates
    if not 0 < item.first < len(lines) - 1 or lines[item.first - 1].heading != 1:
        return False
    bare = not context.shapes.rest(lines[item.first]) and len(lines[item.last].text) >= RUNNING
    return bare and len(dates.within(item.last, len(lines))) > 1

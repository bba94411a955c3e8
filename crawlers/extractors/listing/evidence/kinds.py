"""What a tag on a card, or the heading of its section, says that it is instead of an event: news, a job, what changes.

Looks only, weighs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawlers.extractors.listing.evidence import doubts
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.record import Record
from crawlers.extractors.listing.records.shape import PLAIN
from crawlers.extractors.listing.wording.no_events import REPORTED, TAG
from crawlers.extractors.listing.wording.words import EVENT


def is_another(context: Context, item: Record, fields: Fields) -> bool:
    """Whether a record's tag or section says that it is no event, and its name does not say that it is one."""
    if _is_tagged(context, item, fields):
        return True
    named = not fields.borrowed and EVENT.search(fields.title) is not None
    return not named and any(_is_other(context, item, head) for head in _sections(context, item, fields))


def is_announced(context: Context, fields: Fields, why: Sequence[str]) -> bool:
    """Whether a record tells its hour, or its headline an event and the day ahead: "Pitch Night am 11. März"."""
    headed = any(context.layout.lines[cluster.first].heading for cluster in fields.clusters)
    return "posted" not in why and ("time" in why or (headed and {"future", "event word"} <= set(why)))


def _is_tagged(context: Context, item: Record, fields: Fields) -> bool:
    """Whether a line above a record's title, all of it, names another sort: "News" / "Haus wächst weiter"."""
    above = context.layout.lines[item.first : max(fields.title_line, item.first)]
    return any(TAG.fullmatch(line.text) for line in above)


def _is_other(context: Context, item: Record, head: Line) -> bool:
    """Whether a section that a record stands in is one of other things: "Jobs", "Neue Mitglieder"."""
    if item.first >= context.parts.reach(head):
        return False
    return doubts.names_other_days(head.text) or REPORTED.fullmatch(head.text) is not None


def _sections(context: Context, item: Record, fields: Fields) -> Iterator[Line]:
    """The heading above a record that is higher than its own, and the next higher one where that names the record."""
    lines = context.layout.lines
    rank = min((line.heading for line in lines[item.first : item.last] if line.heading), default=PLAIN)
    for line in reversed(context.headings):
        if line.index < item.first and line.heading < rank:
            yield line
            rank = line.heading
            if not (fields.borrowed and line.text == fields.title):
                return

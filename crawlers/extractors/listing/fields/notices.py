"""What a notice beside a list says became of one of its events: "Achtung: Die Pitch Night am 3.12. fällt aus!"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.record import Record
from crawlers.extractors.listing.wording.changes import MARKED
from pipeline.marks import read_badge
from pipeline.text import words

LONGEST = 200  # characters of a notice
LONG_WORD = 5  # letters of a word that tells of which event it is


def apply(context: Context, found: Sequence[tuple[Record, Fields]]) -> None:
    """Gives the events of the list that have none the status of the notice that names their day and a word of their
    name."""
    inside = {index for record, _ in found for index in range(record.first, record.last)}
    for line, day in _notices(context, inside):
        meant = [fields for record, fields in found if _is_on(record, day) and _long(fields.title) & _long(line.text)]
        if len(meant) == 1 and meant[0].status is None:
            meant[0].status, meant[0].found["status"] = line.text, f"notice: {line.text}"


def _notices(context: Context, inside: set[int]) -> Iterator[tuple[Line, tuple[int, int]]]:
    """The lines outside the records that call an event of one day off, with its day and month."""
    for line in context.layout.numbered():
        if line.index in inside or line.zone not in {"main", "head"} or len(line.text) > LONGEST:
            continue
        if MARKED.search(line.text) and read_badge(line.text).status == "cancelled":
            days = {mention.key for mention in mentions.find(line.text) if mention.dates}
            if len(days) == 1:
                yield line, days.pop()


def _is_on(record: Record, day: tuple[int, int]) -> bool:
    return record.clusters[0].lead.key == day and not record.clusters[0].several


def _long(text: str) -> set[str]:
    return {word for word in words(text) if len(word) >= LONG_WORD}

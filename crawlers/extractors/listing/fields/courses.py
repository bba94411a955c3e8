"""How often a course takes place whose evenings a rule tells: "6 Abende, montags 18 Uhr, Beginn: 11.01.2027".

A rule with a first day goes on for as long as nothing bounds it. A course ends: it has the number of evenings that its
record tells, or else its first day is all that is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.records.record import Record
from crawlers.extractors.listing.wording.patterns import Guarded
from crawlers.extractors.listing.wording.when import ALWAYS, EACH, WEEKDAY, WEEKLY

_RULE = re.compile(
    rf"\b(?:(?:{ALWAYS}\s)?{WEEKLY}|(?:{EACH}|{ALWAYS})\s(?:am\s)?(?:{WEEKDAY}|\w{{3,6}}day)|wöchentlich|weekly)\b[,:]?\s?",
    re.IGNORECASE,
)
_RULED = Guarded(_RULE, needs=("tag", "day", "woch", "wöch", "weekly", "sonnabend"))
_COUNT = re.compile(
    r"(?<![\d.,:–-])\b(\d{1,2}|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|two|three|four|five|six|"
    r"seven|eight|nine|ten|twelve)\s?(?:x|mal|abende?n?|vormittage?n?|nachmittage?n?|einheiten|kurstage?n?|termine?n?|treffen|evenings|sessions|classes)\b"
    r"(?!\s(?:pro|je|im|in der|a|per)\b|\s?\d)",
    re.IGNORECASE,
)
_COURSE = re.compile(
    r"(?:kurs|seminar|workshop|lehrgang|training|schulung|reihe|vorlesung|course|class)\b", re.IGNORECASE
)


def bounded(context: Context, record: Record, fields: Fields) -> Iterator[tuple[Cluster, tuple[str, ...]]]:
    """Each day with its texts, and how often its rule holds; a course's without the rule, where nobody tells that."""
    for cluster, when in zip(fields.clusters, fields.when, strict=True):
        ruled = not cluster.ranged and cluster.lead.dates == 1 and any(map(_RULED.search, when))
        yield cluster, _bounded(context, record, fields, when) if ruled else when


def _bounded(context: Context, record: Record, fields: Fields, when: tuple[str, ...]) -> tuple[str, ...]:
    lines = context.layout.lines[record.first : record.last]
    counts = {count[1].lower() for line in lines for count in _COUNT.finditer(line.text)}
    if len(counts) == 1:
        return (*when, f"{counts.pop()} Termine")
    if any(map(_COURSE.search, (fields.title, *context.own_names))):
        return tuple(_RULE.sub("", text) for text in when)
    return when

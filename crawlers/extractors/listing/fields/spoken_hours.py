"""The hours of a day that stand in a record's sentences alone. Which hours go with a date is decided in `times`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.fields import clock_lines, elsewhere, sentences
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.clocks import RANGE
from crawlers.extractors.listing.wording.no_events import DEADLINE, HOURS

A_SPAN = 2  # times
_OF_A_HOUSE = re.compile(
    r"\b(?:erreichbar|werktags|besetzt)\b|\b(?:diens|mittwoch|donners)\w* bis (?:frei|sams|sonn)tags?\b", re.IGNORECASE
)
_SEVERAL = re.compile(r"\d(?:\s?uhr)?(?:,|\s(?:und|sowie|and|or|oder))\s\d", re.IGNORECASE)
_OF_PARTS = re.compile(
    r"\b(?:führungen|rundgänge|touren|vorträge|workshops|impulse|runden|kurse|tours|talks|slots)\b", re.IGNORECASE
)


def only(context: Context, cluster: Cluster, lines: Sequence[Line]) -> list[str]:
    """The one clock time that sentences name of a day, or the two that one says for the beginning and the end, or the
    span that comes first; unless it is for coming, calling or applying."""
    clocks, days = context.shapes.dates.times, {mention.key for _, mention in cluster.mentions}
    told = [
        (line, clock)
        for line in lines
        for clock in clocks.get(line.index, [])
        if not elsewhere.speaks_of_another_day(context, line, clock.start, days)
    ]
    if not told or any(_for_others(line.text, clock.start) or _of_parts(line.text, clock) for line, clock in told):
        return []
    line, first = told[0]
    if len(told) == A_SPAN and line is told[1][0] and " – " in (said := clock_lines.said(line, clocks[line.index])):
        return [said]
    ranges = [clock for _, clock in told if RANGE.search(clock.text)]
    return [first.text] if len(told) == 1 or ranges == [first] else []


def _for_others(text: str, at: int) -> bool:
    """Whether the sentence around `at` tells of opening hours or a deadline."""
    sentence = sentences.around(text, at)
    return bool(HOURS.search(sentence) or DEADLINE.search(sentence) or _OF_A_HOUSE.search(sentence))


def _of_parts(text: str, clock: Mention) -> bool:
    """Whether several hours are those of what is shown or told meanwhile: "Führungen um 11, 13 und 15 Uhr"."""
    return bool(_SEVERAL.search(clock.text) and _OF_PARTS.search(sentences.around(text, clock.start)))

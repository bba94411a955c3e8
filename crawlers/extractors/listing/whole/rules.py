"""Evenings that a page tells by a rule alone: "Jeden ersten Donnerstag im Monat um 19 Uhr im Brauhaus".

Only once a month or less, with a clock time and under a name with a word of events: what is every week is a house's
routine. A page that prints one of the days is taken at its dates: there a rule only says their time (`standing`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from crawlers.extractors.listing.fields import places
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.fields.sentences import is_name, title_in
from crawlers.extractors.listing.fields.titles import name_piece
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.no_events import DEADLINE, HOURS
from crawlers.extractors.listing.wording.patterns import Guarded, Words
from crawlers.extractors.listing.wording.when import ALWAYS, EACH, WEEKDAY
from crawlers.extractors.listing.wording.words import EDGES, EVENT, RELATED
from pipeline import dates
from pipeline.text import clean

SECTION = 12  # lines that a rule's facts stand on
LONGEST = 300  # characters of a line that tells a rule
LONGEST_TITLE = 100
SURE = 0.6  # confidence
_NTH = r"(?:erste|zweite|dritte|vierte|letzte|first|second|third|fourth|last)[nr]?|[1-5]\."
_DAYS = rf"(?:{WEEKDAY}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_RULE = Guarded(
    Guarded(
        Words(
            rf"(?:(?:findet |trifft sich |treffen wir uns )?(?:{ALWAYS} )?(?:an |am |on )?)?"
            rf"(?:{EACH}\s)?(?:{_NTH})\s{_DAYS}"
        ),
        needs="|".join(
            "erste zweite dritte vierte letzte first second third fourth last".split()
            + [rf"{number}\.\s{_DAYS}" for number in range(1, 6)]
        ),
    ),
    needs=("tag", "mittwoch", "sonnabend", "day"),
)
_UNCERTAIN = re.compile(
    r"\bferien|feiertag|vereinbarung|absprache|öffn|geöffnet|erreichbar|\bab \d{1,2}\.|holidays?\b|appointment",
    re.IGNORECASE,
)


def find(context: Context, today: date) -> Iterator[tuple[Fields, Line]]:
    """What each rule of the page tells, with its line; nothing where its section, or a day of it, is dated."""
    for line in context.layout.lines:
        said = _RULE.search(line.text) if line.zone == "main" and len(line.text) <= LONGEST else None
        if said is None or _UNCERTAIN.search(line.text) or HOURS.search(line.text) or DEADLINE.search(line.text):
            continue
        section = _section(context, line)
        if _is_dated(context, section):
            continue
        fields = _fields(context, line, said.start(), section)
        if fields is not None and _says_when(context, fields.when[0], today):
            yield fields, line


def _section(context: Context, line: Line) -> list[Line]:
    """The lines around one, between the headings above and below it."""
    lines = context.layout.lines
    first = last = line.index
    while first > max(line.index - SECTION, 0) and not lines[first - 1].heading:
        first -= 1
    while last + 1 < min(line.index + SECTION, len(lines)) and not lines[last + 1].heading:
        last += 1
    return [one for one in lines[first : last + 1] if one.zone == line.zone]


def _is_dated(context: Context, section: Sequence[Line]) -> bool:
    return any(mention.dates for line in section for mention in context.shapes.spoken.get(line.index, ()))


def _says_when(context: Context, texts: tuple[str, ...], today: date) -> bool:
    """Whether the texts say days and a time of day, and the page prints none of the days."""
    reading = dates.read(texts, as_of=today)
    days = [one.start for one in reading.occurrences if not one.all_day]
    return reading.series and bool(days) and not any(context.day_counts[day.day, day.month] for day in days)


def _fields(context: Context, line: Line, start: int, section: Sequence[Line]) -> Fields | None:
    title = _title(context, line, start)
    if not title:
        return None
    labels = context.captions.labels(section[0].index, section[-1].index + 1)
    fields = Fields(title=title, title_line=line.index)
    fields.when = [_when(context, line, section)]
    below = [one for one in section if one.index >= line.index]
    fields.where, _ = places.find(context, below, labels, -1, title)
    fields.description = "\n".join(one.text for one in section if one.text != title)
    fields.found = {"title": f"name of a rule: {title}", "when": f"line {line.index}: {line.text[:80]}"}
    return fields


def _when(context: Context, line: Line, section: Sequence[Line]) -> tuple[str, ...]:
    """The sentence with the rule; with the section's only other time where it has none."""
    clocks = context.shapes.dates.times
    sentence = next(part for part in houses.SENTENCE_END.split(line.text) if _RULE.search(part))
    if line.index in clocks:
        return (sentence,)
    beside = [mention.text for one in section for mention in clocks.get(one.index, ())]
    return (sentence, beside[0]) if len(beside) == 1 else (sentence,)


def _title(context: Context, line: Line, start: int) -> str:
    """What repeats: a name before the rule, set off or told in its sentence, else the heading above; "" for none."""
    before = line.text[:start].strip(EDGES)
    told = (before if is_name(before) else "", name_piece(line) or "", title_in(line.text) or "")
    above = context.heading_above(line.index, line.block)
    if above is not None and RELATED.search(above.text):
        return ""
    named = [*told, context.name_above(line.index, line.block)]
    return next((clean(name) for name in named if EVENT.search(name) and len(name) <= LONGEST_TITLE), "")

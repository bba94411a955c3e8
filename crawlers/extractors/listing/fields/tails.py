"""Places at the ends of lines, known by their list's custom: as in "Pitch-Abend, Zeughaus", so in "Treff, INN.KUB".

Looks at lines with a date or a time, and at titles that all have one dash. What is a place by its own words is the
matter of `places`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.fields import place_words
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.fields.sentences import is_name, is_speaker
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.record import Record
from crawlers.extractors.listing.records.shape import is_badge
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.labels import PRICE
from crawlers.extractors.listing.wording.words import EVENT, KIND
from pipeline.geo import presence

SHORT_LIST = 4  # records: in such a list one place tells the custom
FEWEST = 2  # places that tell it in a longer one
SHARE = 0.3  # of the records, that must end in a place known by its words
COMMA = ", "
A_PAIR = 2  # the name and the place beside its dash
MOST = 0.75  # of a list's lines, that must end in a place by its words, if dashes part them
_DASH = re.compile(r"\s[–—/-]\s")
_EDGES = houses.HOUSE_EDGES + "."


def complete(context: Context, found: Sequence[tuple[Record, Fields]]) -> None:
    """Gives the events without a place what ends their lines, if all of them end so and others end in a place."""
    _behind_dashes(found)
    ends = [_end(context, record, fields) for record, fields in found]
    told = [bool(end) and (fields.where or "").startswith(end) for (_, fields), end in zip(found, ends, strict=True)]
    least = max(SHARE * len(found), 1 if len(found) <= SHORT_LIST else FEWEST)
    left = [(fields, end) for (_, fields), end, known in zip(found, ends, told, strict=True) if not known]
    if not left or sum(told) < least or not all(could_be_place(end) for _, end in left):
        return
    for fields, end in left:
        fields.where = f"{end}{COMMA}{fields.where}" if fields.where else end
        fields.title = fields.title.removesuffix(COMMA + end)
        fields.found["where"] = f"as the list's other lines end: {end}"


def _behind_dashes(found: Sequence[tuple[Record, Fields]]) -> None:
    """Parts the titles of a list of which each has one dash, and behind it what could be a place, mostly by its words:
    "Pitch-Abend – Zeughaus"."""
    if len(found) < FEWEST or not _DASH.search(found[0][1].title):
        return
    parts = [_DASH.split(fields.title) for _, fields in found]
    if not all(len(part) == A_PAIR and _is_somewhere(part[1]) for part in parts):
        return
    if sum(
        houses.is_place_or_town(end) or place_words.is_house_of_town(end) or presence.alone(end) for _, end in parts
    ) < MOST * len(found):
        return
    for (_, fields), (title, end) in zip(found, parts, strict=True):
        fields.title, fields.where = title, end if (fields.where or "") in end else fields.where
        fields.found["where"] = f"behind the dash, as in the list's other lines: {end}"


def _is_somewhere(text: str) -> bool:
    return could_be_place(text) or presence.alone(text)


def _end(context: Context, record: Record, fields: Fields) -> str:
    """What ends the line of the title, or else of the time: what stands behind the last time, or a comma."""
    lines = context.layout.lines[record.first : record.last]
    said = [line for line in lines if line.index in context.shapes.spoken and context.shapes.rest(line)]
    said.sort(key=lambda line: line.index != fields.title_line)
    return next((end for line in said[:2] if (end := _end_of(context, line, fields))), "")


def _end_of(context: Context, line: Line, fields: Fields) -> str:
    behind = line.text[max(mention.end for mention in context.shapes.spoken[line.index]) :]
    behind = houses.SENTENCE_END.split(behind, 1)[0].strip(_EDGES)
    if line.index != fields.title_line or not behind.startswith(fields.title):
        return behind
    return behind.partition(COMMA)[2] if behind.count(COMMA) == 1 else ""


def could_be_place(text: str) -> bool:
    """Whether a text can be a house's name: short, and neither an event, a speaker, a price nor a badge."""
    if not text[:1].isupper() or len(text) > houses.LONGEST_PART or not is_name(text):
        return False
    return not (EVENT.search(text) or KIND.fullmatch(text) or is_speaker(text) or PRICE.search(text) or is_badge(text))

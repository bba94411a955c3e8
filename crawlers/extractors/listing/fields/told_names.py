"""What a sentence above a list calls the series whose days it tells, where the heading only says that days follow:
"Unser Gründertreff ist immer am ersten Donnerstag im Monat"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.fields.sentences import title_in
from crawlers.extractors.listing.records.record import Record
from crawlers.extractors.listing.wording.houses import SENTENCE_END, is_town
from crawlers.extractors.listing.wording.when import ALWAYS, COUNTED, REPEATS, WEEKLY
from crawlers.extractors.listing.wording.words import EVENT, is_generic, names_many
from pipeline.text import clean, fold

ABOVE = 12  # lines
_RULE = re.compile(rf"{REPEATS.source}|{COUNTED}|\b{WEEKLY}\b|\b{ALWAYS}\b", re.IGNORECASE)
_GUEST = re.compile(r"(?:(?:zu )?gast|gäste|referent(?:in)?|es spricht|guest|speaker):\s", re.IGNORECASE)


def call(context: Context, found: Sequence[tuple[Record, Fields]]) -> None:
    """Gives that name to the days of a list most of which have none, and to those that only say who comes; where the
    days are in several towns, also that of a heading with a year: "Sprechtage 2027"."""
    places = {fields.where or "" for _, fields in found}
    by_town = len(places) > 1 and all(map(is_town, places))
    bare = [fields for _, fields in found if _is_bare(fields, by_town)]
    unnamed = bare + [fields for _, fields in found if _GUEST.match(fields.title)]
    name = _name(context, found[0][0].first, by_town) if len(bare) * 2 > len(found) else ""
    for fields in unnamed if name and fold(name) not in fold(bare[0].title) else ():
        fields.title, fields.borrowed = name, True
        fields.found["title"] = f"told above: {name[:80]}"


def _is_bare(fields: Fields, by_town: bool) -> bool:
    many = is_generic(fields.title) or names_many(fields.title)
    return fields.borrowed and (many or (by_town and not EVENT.search(fields.title)))


def _name(context: Context, first: int, by_town: bool) -> str:
    """The name in the nearest sentence above that says on which days something is, or in such a heading; "" without."""
    above = context.layout.lines[max(first - ABOVE, 0) : first]
    told = (text for line in reversed(above) if line.zone == "main" for text in SENTENCE_END.split(line.text))
    begun = (text[: rule.start()] for text in told if (rule := _RULE.search(text)))
    names = (clean(title_in(text) or "") for text in begun)
    years = (line.text for line in reversed(above) if by_town and line.index in context.shapes.dates.headings)
    return next((name for name in (*names, *years) if EVENT.search(name)), "")

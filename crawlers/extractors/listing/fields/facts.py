"""The place among the facts of one row: "5 May 2027 · The Barn · €18", "17.10.2027 | 13 Uhr | Media Docks Lübeck"."""

from __future__ import annotations

import re

from crawlers.extractors.listing.fields import place_words
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import is_name, is_speaker
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.houses import HOUSE_EDGES, LONGEST_PART
from crawlers.extractors.listing.wording.labels import PRICE
from crawlers.extractors.listing.wording.words import EVENT, FACTS, KIND
from pipeline.places import find_city

A_HOUSE = 3  # words of a name that ends in its town; two may be a person's
_FACTS = re.compile(FACTS)
PERSON = re.compile(
    r"(?:[Vv]on|[Bb]y|[Hh]osted by|[Oo]rganisiert von|[Vv]eranstaltet von|(?:[Ee]ine )?Initiative (?:von|der|des))\s|"
    r"(?:(?:apl\. |Jun\.-?)?Prof\.|Dr\.|Dipl\.|(?:Prof(?:essor(?:in)?)?|Frau|Herr|Mrs?|Ms)\.? )"
)


def place(context: Context, line: Line, title: str) -> str | None:
    """The one name in a row of facts that is a place by the price behind it, or by the town at its end."""
    if line.index not in context.shapes.spoken:
        return None
    return _before_price(context, line, title) if PRICE.search(line.text) else _ends_in_town(context, line)


def _ends_in_town(context: Context, line: Line) -> str | None:
    """The only name in a row of facts, if it is one of three words or more that ends in a town, and no person's."""
    named = [part.strip(HOUSE_EDGES) for part in _FACTS.split(context.shapes.rest(line)) if part.strip(HOUSE_EDGES)]
    words = named[0].split() if len(named) == 1 and _FACTS.search(line.text) else []
    if len(words) < A_HOUSE or find_city(words[-1]) is None or len(named[0]) > LONGEST_PART:
        return None
    other = PERSON.match(named[0]) or EVENT.search(named[0]) or is_speaker(named[0]) or place_words.is_other(named[0])
    return named[0] if is_name(named[0]) and not other else None


def _before_price(context: Context, line: Line, title: str) -> str | None:
    """The only name in a row of facts, if a price follows it."""
    parts = [part.strip(HOUSE_EDGES) for part in _FACTS.split(context.shapes.rest(line))]
    *names, price = [part for part in parts if part] or [""]
    if (
        len(names) != 1
        or names[0].startswith(title.rstrip(")"))
        or not PRICE.search(price)
        or PRICE.search(names[0])
        or len(names[0]) > LONGEST_PART
    ):
        return None
    return names[0] if is_name(names[0]) and not EVENT.search(names[0]) and not KIND.fullmatch(names[0]) else None

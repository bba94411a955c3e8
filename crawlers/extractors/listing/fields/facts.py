"""The place among the facts of one row: "5 May 2027 · The Barn · €18"."""

from __future__ import annotations

import re

from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import is_name
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.houses import HOUSE_EDGES, LONGEST_PART
from crawlers.extractors.listing.wording.labels import PRICE
from crawlers.extractors.listing.wording.words import EVENT, FACTS, KIND

_FACTS = re.compile(FACTS)
_PRICED = re.compile(  # what a price is called
    r"early.?birds?\b|frühbucher|\w*preis\b|\w*tickets?\b|regul[aä]r|standard\b|normal|ermäßigt|mitglieder|student|"
    r"studierende",
    re.IGNORECASE,
)


def place(context: Context, line: Line, title: str) -> str | None:
    """The one name in a row of facts that is a place by the price behind it."""
    if line.index not in context.shapes.spoken or not PRICE.search(line.text):
        return None
    parts = [part.strip(HOUSE_EDGES) for part in _FACTS.split(context.shapes.rest(line))]
    *names, price = [part for part in parts if part] or [""]
    if (
        len(names) != 1
        or names[0].startswith(title.rstrip(")"))
        or not PRICE.search(price)
        or PRICE.search(names[0])
        or max(len(names[0]), len(price)) > LONGEST_PART
    ):
        return None
    if _PRICED.match(names[0]):
        return None
    return names[0] if is_name(names[0]) and not EVENT.search(names[0]) and not KIND.fullmatch(names[0]) else None

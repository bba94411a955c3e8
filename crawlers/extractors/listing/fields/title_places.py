"""The place that stands with a title: before it, in brackets behind it, or in an element of its own on its line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.fields import place_words
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import is_name
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.changes import INSTEAD
from crawlers.extractors.listing.wording.houses import (
    HOUSE_EDGES,
    SENTENCE_END,
    is_house,
    is_place,
    is_place_or_town,
)
from crawlers.extractors.listing.wording.labels import label_end
from pipeline.geo import presence

_DAY = re.compile(r"^[^,]*\d[^,]*,\s?")  # "2. Dezember, Minden"
_BRACKETS = re.compile(r"\(([^()]{3,50})\)\W*$")
_FIRST = re.compile(r",\s(?P<place>[A-ZÄÖÜ][^:.!?|]{2,50}):\s(?=[A-ZÄÖÜ„\"])")
_INSTEAD = re.compile(rf"\s\(?(?:{INSTEAD})\s.*", re.IGNORECASE)  # where it is no more


def first(context: Context, line: Line) -> str | None:
    """The place between an hour and the name of what is there: "10 Uhr, Audimax: Eröffnung"."""
    spoken = context.shapes.spoken.get(line.index)
    if not spoken or ": " not in line.text:
        return None
    found = _FIRST.match(line.text, max(mention.end for mention in spoken))
    place = found["place"].strip() if found else ""
    return place if place and is_name(place) and is_house(place) else None


def bracketed(title: str) -> str | None:
    """The place that a title names behind itself: "Vortrag Markenrecht (Stadtbibliothek)"."""
    match = _BRACKETS.search(title)
    if match is None:
        return None
    text = _DAY.sub("", match.group(1))
    text = place_words.part(_INSTEAD.sub("", text[label_end(text) :]))
    if not text or not is_name(text) or place_words.is_other(text):
        return None
    return text if is_place_or_town(text) or presence.alone(text) else None


def set_apart(lines: Sequence[Line], title: str) -> str | None:
    """The place in an element of its own on the title's line: "18:00 Pitch Night <span>Haus am Park</span>"."""
    beside = (piece.text for line in lines if title and title in line.text for piece in line.pieces[1:])
    texts = (text.strip(HOUSE_EDGES) for text in beside if not (mentions.find(text) or SENTENCE_END.search(text)))
    texts = (text for text in texts if text[:1].isupper() and text not in title)
    return next((text for text in texts if is_place(text) and is_name(text)), None)

"""Who invites, as a label says: "Veranstalter: IHK Nordheim". Nobody is taken for it whom only a sentence names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.houses import SENTENCE_END, has_address
from crawlers.extractors.listing.wording.labels import MORE, label_end, label_kind
from crawlers.extractors.listing.wording.words import EDGES

LONGEST = 120  # characters of a name
_LETTERS = re.compile(r"[^\W\d_]{2}")
_NO_NAME = re.compile(
    r"@|https?:|www\.|^(?:wir|uns|siehe|diverse|n\.? ?n\.?|tba|tbd)\b|[^\W\d]{4}[.!?]$", re.IGNORECASE
)
_INITIALS = re.compile(r"(?:[A-ZÄÖÜ]\. ?)+(?:van |von |de )*[A-ZÄÖÜ][\w-]+")  # a person


def find(lines: Sequence[Line], labels: dict[int, str | None]) -> str | None:
    """The first line of what a label of who invites stands before; None where there is none."""
    named = (line.text for line in lines if labels[line.index] == "organizer")
    return next(filter(None, map(_name, named)), None)


def _name(text: str) -> str | None:
    """A name without its label and without an address behind it; None for what is none."""
    value = text[label_end(text) :].strip(EDGES)
    name, comma, rest = value.partition(", ")
    value = name if comma and has_address(rest) else value
    if len(value) > LONGEST or not _LETTERS.search(value) or MORE.fullmatch(value) or label_kind(value):
        return None
    other = _NO_NAME.search(value) or _INITIALS.fullmatch(value) or SENTENCE_END.search(value) or has_address(value)
    return None if other else value

"""A word to one of the days of an event that the heading above all of them names: no name of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.wording.words import EVENT

_TELLS = re.compile(r"[,–-] (?:daher|deshalb|darum)\b|: (?:\w+)?(?:pause|ferien)$")


def are_of_one(found: Sequence[Fields]) -> bool:
    """Whether most records of a list have no name of their own, and the heading above names an event."""
    called = any(fields.borrowed and EVENT.search(fields.title) for fields in found)
    return called and sum(fields.borrowed or _tells(fields.title) for fields in found) * 2 > len(found)


def is_aside(context: Context, fields: Fields) -> bool:
    """ "mit Grillen, bitte anmelden", "Achtung, Saal!", "Karsamstag, daher …", "August: Sommerpause"."""
    if fields.borrowed or fields.title_line < 0 or EVENT.search(fields.title):
        return False
    return _tells(fields.title) or context.layout.lines[fields.title_line].text.endswith("!")


def _tells(title: str) -> bool:
    return title[:1].islower() or _TELLS.search(title) is not None

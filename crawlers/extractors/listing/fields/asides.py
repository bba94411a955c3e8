"""A word to one of the days of an event that the heading above all of them names: no name of its own."""

from __future__ import annotations

import re

from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.wording.words import EVENT

_TELLS = re.compile(r"[,–-] (?:daher|deshalb|darum)\b|(?:pause|ferien)$")


def is_aside(context: Context, fields: Fields) -> bool:
    """ "mit Grillen, bitte anmelden", "Achtung, Saal!", "Karsamstag, daher …", "August: Sommerpause"."""
    if fields.borrowed or fields.title_line < 0 or EVENT.search(fields.title):
        return False
    told = fields.title[:1].islower() or _TELLS.search(fields.title) is not None
    return told or context.layout.lines[fields.title_line].text.endswith("!")

"""The sessions of one event in several houses, listed below its name: "Public Hearings" / "Eastport Library"."""

from __future__ import annotations

import re
from dataclasses import replace

from crawlers.extractors.listing.fields import fields as reading
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.fields.titles import Alike
from crawlers.extractors.listing.records.record import Group, Record
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.words import is_generic
from pipeline.geo import presence

A_PAIR = 2  # houses
_MANY = re.compile(
    r"\b(?:hearings|open houses|(?<!council )(?<!board )meetings|workshops|forums|briefings|"
    r"(?:info|information|listening|training|drop-in|public|open|input) sessions|"
    r"sprechtage|info(?:rmations)?(?:abende|veranstaltungen|tage))\b",
    re.IGNORECASE,
)


def below_name(
    context: Context, group: Group, alike: Alike, found: list[tuple[Record, Fields]]
) -> list[tuple[Record, Fields]]:
    """The records, called by the events that their heading names where all that names one is its house, or that it is
    online."""
    named = [fields.title for _, fields in found if not fields.borrowed]
    if len(found) < A_PAIR or not named or not all(map(_is_where, named)):
        return found
    above = context.name_above(group.records[0].first, group.parent)
    if not _MANY.search(above) or is_generic(above):
        return found
    untitled = replace(alike, untitled=True)
    return [(record, reading.read(context, record, group.parent, untitled)) for record, _ in found]


def _is_where(title: str) -> bool:
    return (houses.is_house(title) and not houses.is_town(title)) or presence.alone(title)

"""The sessions of one event, listed below its name: in several houses ("Public Hearings" / "Eastport Library"), or the
evenings of a play ("Performances" / "Preview, all seats €12")."""

from __future__ import annotations

import re
from dataclasses import replace

from crawlers.extractors.listing.fields import fields as reading
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.fields.titles import Alike
from crawlers.extractors.listing.records.record import Group, Record
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.words import OF_A_SHOW, SHOWN, is_generic
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
    """The records, called by what their heading names where all that names one is its house, or that it is online, or
    what is said of an evening."""
    named = [fields.title for _, fields in found if not fields.borrowed]
    if len(found) < A_PAIR or not named:
        return found
    if not _are_shows(context, group, named, len(found)) and not (
        all(map(_is_where, named)) and _names_sessions(context, group)
    ):
        return found
    untitled = replace(alike, untitled=True)
    return [(record, reading.read(context, record, group.parent, untitled)) for record, _ in found]


def _names_sessions(context: Context, group: Group) -> bool:
    above = context.name_above(group.records[0].first, group.parent)
    return _MANY.search(above) is not None and not is_generic(above)


def _are_shows(context: Context, group: Group, named: list[str], count: int) -> bool:
    """Whether they are the evenings of what the page is about: most are bare, or all that names one is said of it."""
    head = context.heading_above(group.records[0].first, group.parent)
    if head is None or not (SHOWN.search(head.text) and is_generic(head.text)) or is_generic(context.subject):
        return False
    return len(named) * 2 < count or all(map(OF_A_SHOW.fullmatch, named))


def _is_where(title: str) -> bool:
    return (houses.is_house(title) and not houses.is_town(title)) or presence.alone(title)

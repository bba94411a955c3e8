"""What the fields of unknown records are called: tables of words per role, and the best field for a role.

Names are compared by their words ("eventTitle" -> event title), in German and English. Values are not read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-zäöüß]+|\d+")

# Words that say what the record is, not which of its fields this is: "event_name" is as good as "name".
_NEUTRAL = frozenset(
    """event events meeting termin veranstaltung item entry full main public page field local iso rfc the of mm dt my
    display long short text string formatted value utc gmt unix is""".split()
)

LEAST = 0.6  # two unknown words in a name: it is about something else


@dataclass(frozen=True, slots=True)
class Role:
    """One field of an event: names in order of trust (all words of one must occur), and words that forbid it."""

    names: tuple[tuple[str, ...], ...]
    never: frozenset[str]


def _role(names: str, never: str = "", also_never: str = "") -> Role:
    return Role(tuple(tuple(name.split()) for name in names.split("|")), frozenset(f"{never} {also_never}".split()))


# dates of the record itself, of registration and sale: not when the event is
_RECORD_KEEPING = """
    created create creation modified modify updated update changed published publish posted post edited sync synced
    uploaded deleted imported exported expires expiry expiration expire min max last first registration anmeldung
    deadline cutoff cut cancel cancelled sale sales sold booking valid validity actual live recorded reminder archive
    archived approved approval visible pub release login dob birth erstellt geaendert geändert aktualisiert
    veroeffentlicht veröffentlicht timezone zone tz offset stamp format previous next close closes closed open opens
    opening doors door einlass interval count id publishing publication online unpublished early bird bewerbung frist
    show unshow
"""
# things an event has: their names are not the event's
_PART_OF = """
    template type category categories calendar parent group module tag tags series author creator user image img photo
    file document attachment owner contact organizer organiser organisation organization host venue location place
    city country state region street address seo meta agenda minutes media color colour css class button label
    language locale status icon currency speaker sponsor department committee price ticket veranstalter kategorie ort
    bild id url slug date datum start end first last time
"""
_START_NEVER = "end ende to bis finish stop ends enddate"
_END_NEVER = "start begin von from beginn"

ROLES: Mapping[str, Role] = {
    "title": _role(
        "title|titel|name|summary|headline|subject|betreff|bezeichnung|heading|label|ueberschrift|überschrift|event"
        "|veranstaltung|thema|topic",
        _PART_OF,
    ),
    "start": _role(
        "start date time|start datetime|begin date time|start at|starts at|begins at|begins on|start date|startdate"
        "|start datum|datum von|date from|date begin|start|starts|begin|begins|beginn|anfang|von|from|date time"
        "|datetime|datum|date|when|termin|wann|tag|day|zeitpunkt|start time|startzeit",
        _RECORD_KEEPING,
        _START_NEVER,
    ),
    "end": _role(
        "end date time|end datetime|end at|ends at|finish date|end date|enddate|datum ende|datum bis|date to|end|ends"
        "|ende|finish|finishes|bis|until|to|end time|endzeit",
        _RECORD_KEEPING,
        _END_NEVER,
    ),
    "start_time": _role(
        "start time|begin time|startzeit|beginn uhrzeit|uhrzeit von|time from|uhrzeit|time|zeit|beginn|start hour",
        _RECORD_KEEPING,
        f"{_START_NEVER} date datum",
    ),
    "end_time": _role(
        "end time|endzeit|ende uhrzeit|uhrzeit bis|time to|end hour", _RECORD_KEEPING, f"{_END_NEVER} date datum"
    ),
    "deadline": _role(
        "registration deadline|registration end|deadline|anmeldeschluss|bewerbungsschluss|anmeldefrist|bewerbungsfrist"
        "|apply until|cut off|cutoff|registration closes",
        "id text",
    ),
    "where": _role(
        "location|venue|place|ort|veranstaltungsort|address|adresse|where|wo|lokation|raum|room|standort|loc",
        "id url link type mail email ip web mode count map show lat lng lon latitude longitude online",
    ),
    "description": _role(
        "description|beschreibung|content|body|details|text|inhalt|abstract|teaser|excerpt|intro|summary|info|notes"
        "|kurzbeschreibung|langbeschreibung",
        "id url type image count seo meta",
    ),
    "organizer": _role(
        "organizer|organiser|veranstalter|host|hosts|organizers|organization|organisation|group|chapter|anbieter"
        "|ausrichter",
        "id url type image email mail count",
    ),
    "url": _role(
        "url|link|permalink|html link|href|detail url|details url|page url|detail link|canonical url|website|webseite"
        "|web|uri|registration url|ticket url",
        """image img photo video logo icon avatar api rest json ics ical thumbnail map maps zoom join facebook twitter
        linkedin social download file cover banner picture bild edit admin self organizer venue location media path""",
    ),
    "key": _role(
        "id|uid|uuid|guid|key|nummer|number|i cal uid|slug",
        """venue location organizer organiser category calendar user author image group type template parent account
        owner module site media agenda stream series district committee org organization organisation min max""",
    ),
    "status": _role(
        "event status|status|state|cancelled|canceled|abgesagt|cancellation",
        "id code color post http minutes filter access sales registration user review",
    ),
    "availability": _role(
        "availability|verfuegbarkeit|sold out|ausgebucht|ausverkauft|ticket status|sales status|registration status",
        "id",
    ),
    "online": _role(
        "is online|is virtual|online event|online|virtual|attendance mode|audience type|event type|format|location type"
        "|is hybrid",
        "id url link",
    ),
    "price": _role("price|preis|cost|kosten|eintritt|fee|gebuehr|gebühr|entgelt", "id details values"),
    "timezone": _role("timezone|time zone|tz|tzid|zeitzone", "abbr offset"),
    "all_day": _role("all day|allday|ganztaegig|ganztägig|whole day|full day"),
    "language": _role("language|lang|locale|sprache", "id"),
}


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of a field name: camelCase, snake_case and kebab-case taken apart, lower case."""
    return tuple(word.lower() for word in _WORD.findall(name[:80]))


@lru_cache(maxsize=16384)
def trust(name: str, role: str) -> float:
    """How well a field name fits a role, 0 (not at all) to 1."""
    own = words(name)
    rule = ROLES[role]
    best = 0.0
    for rank, parts in enumerate(rule.names):
        if not all(part in own for part in parts):
            continue
        others = [word for word in own if word not in parts]
        if any(word in rule.never for word in others):
            continue
        strangers = sum(word not in _NEUTRAL for word in others)
        best = max(best, 1.0 - 0.005 * rank - 0.03 * len(others) - 0.2 * strangers)
    return best if best >= LEAST else 0.0


def pick(record: Mapping[str, Any], role: str, usable: Callable[[Any], bool]) -> str | None:
    """The record's field that fits a role best and holds a usable value; None when there is none."""
    rated = ((trust(name, role), name) for name in record if isinstance(name, str))
    for _, name in sorted(((score, name) for score, name in rated if score > 0), key=lambda pair: -pair[0]):
        if usable(record[name]):
            return name
    return None

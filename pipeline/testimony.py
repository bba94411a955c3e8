"""Evidence in short English sentences: how each form is written and, beside it, how it is read back.

They stand in the database (`tags.evidence`, `changes.evidence`, `found`); feeds/evidence.py says them in German. Other
sentences are an extractor's quotes ("line 5: ABGESAGT"). Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from pipeline.model import Sighting

PERSON = "a person"
_UNQUOTED = ("price", "description")  # what a source says, and extractors quote no place of
_SHORT = 80  # characters of it that are shown
UNREAD = "the source is not read any more"


def word(field: str, text: str, weight: float) -> str:
    """A word that speaks for or against a tag: "title: lieferketten +2.0"."""
    return f"{field}: {text} {weight:+.1f}"


WORD = re.compile(r"(?P<field>title|text|organizer|source): (?P<word>.+) (?P<weight>[+-]\d+(?:\.\d+)?)")


def total(likely: float) -> str:
    """How likely all words make a tag: "together 88%"."""
    return f"together {likely:.0%}"


TOTAL = re.compile(r"together (?P<percent>\d+)%")


def tagged(day: date | None, *, against: bool = False) -> str:
    """A person gave a tag, or took it away: "a person, 2026-12-01: not this"."""
    return PERSON + (f", {day:%Y-%m-%d}" if day else "") + (": not this" if against else "")


TAGGED = re.compile(rf"{PERSON}(?:, (?P<day>\d{{4}}-\d\d-\d\d))?(?P<against>: not this)?")


def said(who: str, at: datetime | None, told: str) -> str:
    """Who brought a change, when, and in which words: "kammer, 2026-11-30T09:58:21+00:00: line 3: ABGESAGT". Only a
    person's word may have no time."""
    return f"{who}, {at.isoformat()}: {told}" if at else f"{who}: {told}"


SAID = re.compile(
    rf"(?:(?P<who>[^,]+), (?P<at>\d{{4}}-\d\d-\d\dT[^\s]+)|(?P<person>{PERSON})): (?P<told>.+)", re.DOTALL
)


def absent(times: int) -> str:
    """A listing shows an event no more: "not in the listing for the 3. time"."""
    return f"not in the listing for the {times}. time"


ABSENT = re.compile(r"not in the listing for the (?P<times>\d+)\. time")


def gone(url: str | None) -> str:
    """Why an event counts as cancelled whose page is not there any more."""
    return f"{url}: the event's own page is gone (404 or 410) while the list is healthy"


GONE = re.compile(r"(?P<url>\S+): the event's own page is gone.*")


def read(sighting: Sighting) -> Mapping[str, str]:
    """{field: where it was read}; of price and description, which extractors do not quote, how they begin: "as given:
    20 €"."""
    given = {name: " ".join((getattr(sighting, name) or "").split()) for name in _UNQUOTED}
    shown = {name: text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()} …" for name, text in given.items()}
    return {name: f"as given: {text}" for name, text in shown.items() if text} | dict(sighting.found)

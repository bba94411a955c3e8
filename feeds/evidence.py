"""Evidence in German: what stages note in short English words, said for the readers of an event's page.

The words are data (`html/words.toml`). What no pattern knows is shown as it was noted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from feeds import words
from feeds.words import label, say
from pipeline import testimony
from pipeline.model import Change

_PLACE = re.compile(r"(?P<lead>[^:]{1,40}|https?://\S+): (?P<quote>.+)", re.DOTALL)
_LINE = re.compile(r"line (?P<number>\d+)")


def reason(note: str) -> str:
    """Why an event has a tag: "„lieferketten“ im Titel", "zusammen 88 %"."""
    if match := testimony.WORD.fullmatch(note):
        return say("proof", word=match["word"], field=label("proof", match["field"]))
    if match := testimony.TOTAL.fullmatch(note):
        return say("proof_sum", percent=match["percent"])
    if match := testimony.TAGGED.fullmatch(note):
        who = say("proof_person_day", day=words.day(date.fromisoformat(match["day"]))) if match["day"] else ""
        return (who or say("proof_person")) + (say("proof_against") if match["against"] else "")
    return note


def quote(name: str, note: str) -> str:
    """Where a field was read: "Zeile 5: „03.12.2026, 18 Uhr“"; for `confidence`: what spoke for an event."""
    if name == "confidence":
        return ", ".join(label("confidence", part) for part in note.split(", "))
    if match := testimony.GONE.fullmatch(note):
        return say("told_gone", url=match["url"])
    match = _PLACE.fullmatch(note)
    return say("quote", place=_place(match["lead"]), text=match["quote"]) if match else note


def _place(lead: str) -> str:
    if match := _LINE.fullmatch(lead):
        return say("quote_line", number=match["number"])
    return label("place", lead)


def is_unread(change: Change) -> bool:
    """Whether an event is not listed any more only because its sources are not asked any more."""
    return change.kind == "not_listed" and change.evidence.endswith(testimony.UNREAD)


def told(note: str, titles: Mapping[str, str]) -> str:
    """Who said so, and when: "Kammer, Mo., 30. November 2026, 10:58 Uhr – Zeile 3: „ABGESAGT“". `titles`: of sources,
    by id."""
    match = testimony.SAID.fullmatch(note)
    if not match:
        return note
    if match["person"]:
        return say("proof_person")
    at = datetime.fromisoformat(match["at"])
    if match["who"] == testimony.PERSON:
        return say("proof_person_day", day=words.moment(at))
    name = titles.get(match["who"]) or match["who"]
    return say("told", source=name, at=words.moment(at), quote=_found(match["told"]))


def _found(note: str) -> str:
    """What was found, or was not: "zum 3. Mal nicht in der Liste"."""
    if match := testimony.ABSENT.fullmatch(note):
        return say("told_absent", times=match["times"])
    return say("told_unread") if note == testimony.UNREAD else quote("", note)

"""`pitchradar tag EVENT …`: what people correct about tags, checked and written to the ledger.

Applies nothing itself: `pipeline.tagging.corrected` does, in every run; what is to be learnt from it is `lessons`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pipeline.configfile.toml import did_you_mean
from pipeline.decided import about
from pipeline.model import Decision, Event, Tags
from pipeline.tagging.corrected import LISTS, corrected
from pipeline.tagging.labels import IDS
from pitchradar.decide import NEXT, find
from pitchradar.workplace import Workplace

AXIS = {id: kind for kind in LISTS for id in IDS[kind]}  # every label that can be given or taken
ANSWERS = {"yes": True, "no": False}
FITS = ("0", "1", "2")
HELP = "expected +LABEL, -LABEL, industries=A,B, topics=A,B, format=LABEL, relevant=yes|no or fit=0|1|2"


def correct(place: Workplace, uid: str, changes: Sequence[str], now: datetime) -> dict[str, Any]:
    """Write one correction: {"uid", "title", "fields"}.

    Raises ValueError for unknown labels (with the nearest one), values and events.
    """
    event = find(place, uid)
    earlier = about(event, place.ledger.decisions(), ("tag",))
    fields = wanted(corrected(_tags_of(event), earlier), changes)
    place.ledger.decide(Decision("tag", event.uid, fields=fields, at=now))
    return {"uid": event.uid, "title": event.title, "fields": fields}


def told(done: Mapping[str, Any]) -> str:
    """What `correct` did, for people."""
    axes = ", ".join(f"{axis} {_shown(value)}" for axis, value in done["fields"].items())
    return f"{done['title']}: {axes}; {NEXT}"


def wanted(tags: Tags, changes: Sequence[str]) -> dict[str, Any]:
    """What the axes that `changes` name shall be, as `Decision.fields` has it. Raises ValueError."""
    if not changes:
        raise ValueError(HELP)
    lists: dict[str, list[str]] = {axis: list(getattr(tags, axis)) for axis in LISTS}
    fields: dict[str, Any] = {}
    for change in changes:
        axis, value = _change(change, lists)
        fields[axis] = value
    if fields.get("formats") == []:
        raise ValueError(f"an event has a format: say which, e.g. format={IDS['formats'][-1]}")
    return fields


def _change(text: str, lists: dict[str, list[str]]) -> tuple[str, Any]:
    """One axis and what it shall be; `lists` holds what earlier words of the same command made of the list axes."""
    if text[:1] in "+-" and text:
        label = _label(text[1:], AXIS)
        kept = [id for id in lists[AXIS[label]] if id != label]
        lists[AXIS[label]] = [*kept, label] if text[0] == "+" else kept
        return AXIS[label], list(lists[AXIS[label]])
    key, _, value = text.partition("=")
    if key == "relevant" and value in ANSWERS:
        return key, ANSWERS[value]
    if key == "fit" and value in FITS:
        return key, int(value)
    if key == "format":
        label = _label(value, IDS["formats"])
        lists["formats"] = [label]
        return "formats", list(lists["formats"])
    if key in ("industries", "topics"):
        lists[key] = [_label(one, IDS[key]) for one in value.split(",") if one]
        return key, list(lists[key])
    raise ValueError(f"{text}: {HELP}")


def _label(text: str, known: Iterable[str]) -> str:
    if text not in known:
        raise ValueError(f"unknown label {text!r}{did_you_mean(text, known)}")
    return text


def _shown(value: Any) -> str:
    return (", ".join(value) or "none") if isinstance(value, list) else str(value)


def _tags_of(event: Event) -> Tags:
    """The tags that an event carries now."""
    return Tags(
        industries=event.industries,
        topics=event.topics,
        formats=event.formats,
        startup_relevant=event.startup_relevant,
        kmu_fit=event.kmu_fit,
    )

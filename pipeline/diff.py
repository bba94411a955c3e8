"""(events now, events stored, now) -> events with SEQUENCE and dates of change, and the Changes between them. Pure.

SEQUENCE rises exactly when time, place or status changed (RFC 5545, 3.8.7.4; "sold out" is no status change). Told as
moved is only what takes place at another time or elsewhere: an hour or an end that comes later moves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from pipeline import wire
from pipeline.localdays import agree
from pipeline.model import Change, ChangeKind, Event, Moment, Venue
from pipeline.replaced import replaced
from pipeline.text import fold_place

# kept by this stage itself, or following from something else: no change of the event
_BOOKKEEPING = frozenset("uid sequence first_published last_changed sightings evidence conflicts series".split())
_PLACE = ("name", "street", "postcode", "city")  # fields of Venue that say where
_COMPARED = tuple(f.name for f in fields(Event) if f.name not in _BOOKKEEPING)
_STATUS_KINDS: dict[str, ChangeKind] = {
    "cancelled": "cancelled",
    "postponed": "postponed",
    "rescheduled": "rescheduled",
}


Fields = Mapping[str, tuple[Any, Any]]
Evidence = Callable[[Event, ChangeKind, Sequence[str]], str]  # (event, kind, changed fields) -> source, time and quote


def diff(
    events: Iterable[Event],
    stored: Mapping[str, Event],
    *,
    now: datetime,
    evidence: Evidence = lambda event, kind, names: "",
    by_person: Callable[[Event, Event, Sequence[str]], bool] = lambda event, before, names: False,
) -> tuple[list[Event], list[Change]]:
    """Each event with its sequence and dates, and what changed. `by_person`: are these fields, now or
    before, a person's word?"""
    result: list[Event] = []
    changes: list[Change] = []
    for event in events:
        before = stored.get(event.uid)
        after, found = _one(event, before, now)
        result.append(after)
        for kind, named in found:
            told = evidence(event, kind, list(named))
            moved_by_person = kind == "moved" and before is not None and by_person(event, before, list(named))
            changes.append(Change("corrected" if moved_by_person else kind, event.uid, now, named, told))
    return result, changes


def differing(events: Iterable[Event], stored: Mapping[str, Event]) -> list[Event]:
    """Those that are stored otherwise, or not at all. Python calls a moment of the hour that autumn repeats unequal to
    itself in another zone: what is written decides."""
    changed = ((event, old) for event in events if (old := stored.get(event.uid)) is not event and old != event)
    return [event for event, old in changed if old is None or wire.dump_json(old) != wire.dump_json(event)]


def _one(event: Event, before: Event | None, now: datetime) -> tuple[Event, list[tuple[ChangeKind, Fields]]]:
    if event is before:
        return event, []
    if before is None:
        return replaced(event, sequence=0, first_published=now, last_changed=now), [("new", {})]
    differing = [name for name in _COMPARED if getattr(event, name) != getattr(before, name)]
    kept = replaced(
        event, sequence=before.sequence, first_published=before.first_published, last_changed=before.last_changed
    )
    if not differing:
        return kept, []
    old, new = wire.dump(before), wire.dump(event)
    values = {name: (old[name], new[name]) for name in differing if old[name] != new[name]}
    if not values:
        return kept, []
    sequence = before.sequence + int(_reschedules(event, before))
    return replaced(kept, sequence=sequence, last_changed=now), _kinds(event, before, values)


def regrouped(
    events: Iterable[Event],
    stored: Iterable[Event],
    returning: Mapping[str, str],
    *,
    now: datetime,
    evidence: Callable[[Event, Event], str] = lambda event, into: "",
) -> tuple[list[Event], list[Change]]:
    """The stored events that are part of others now, and the Changes: each `merged`; `returned` what left another.

    `returning`: {uid: the one it was part of}. The field is the UID under which readers find it, before and after.
    """
    now_of = {event.uid: event for event in events}
    owner = {id: event for event in now_of.values() for id in event.sightings}
    merged = [e for e in stored if e.uid not in now_of and not owner.keys().isdisjoint(e.sightings)]
    changes: list[Change] = []
    for uid, was in sorted(returning.items()):
        told = evidence(now_of[uid], now_of.get(was, now_of[uid]))
        changes.append(Change("returned", uid, now, {"uid": (was, uid)}, told))
    for event in sorted(merged, key=lambda event: event.uid):
        into = next(owner[id] for id in event.sightings if id in owner)
        changes.append(Change("merged", event.uid, now, {"uid": (event.uid, into.uid)}, evidence(event, into)))
    return merged, changes


def _reschedules(event: Event, before: Event) -> bool:
    return _is_retimed(event, before) or _is_relocated(event, before) or event.status != before.status


def _is_retimed(event: Event, before: Event) -> bool:
    return _time(event) != _time(before)


def _time(event: Event) -> tuple[Any, ...]:
    return _instant(event.when.start), _instant(event.when.end), event.when.all_day


def _instant(moment: Moment | None) -> Moment | None:
    """In UTC: an hour that autumn repeats is equal to itself only there."""
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def _is_moved(event: Event, before: Event) -> bool:
    """Whether it begins or ends at another time, not only at one that is known better or less well."""
    now, then = event.when, before.when
    same_end = now.end is None or then.end is None or agree(now.end, then.end, now.tz)
    return not (agree(now.start, then.start, now.tz) and same_end)


def _is_relocated(event: Event, before: Event) -> bool:
    """Whether it takes place elsewhere. More or less detail of the same place is no other one, and what did not say
    "online" was in person."""
    now, then = event.venue or Venue(), before.venue or Venue()
    return not (_adds_detail(now, then) or _adds_detail(then, now)) or (event.online or "no") != (before.online or "no")


def _adds_detail(venue: Venue, before: Venue) -> bool:
    """Whether `venue` says all that `before` said of the place."""
    return all(_parts(getattr(before, name)) <= _parts(getattr(venue, name)) for name in _PLACE)


def _parts(text: str | None) -> set[str]:
    return {fold_place(part) for part in text.split(", ")} if text else set()


def _kinds(event: Event, before: Event, values: Fields) -> list[tuple[ChangeKind, Fields]]:
    """Each changed field belongs to exactly one kind; what is left is `changed`."""
    left = dict(values)
    kinds: list[tuple[ChangeKind, Fields]] = []

    def take(kind: ChangeKind, names: Iterable[str]) -> None:
        taken = {name: left.pop(name) for name in names if name in left}
        if taken:
            kinds.append((kind, taken))

    moved, relocated = _is_moved(event, before), _is_relocated(event, before)
    kind = _status_kind(event, before, moved=moved)
    if kind:
        take(kind, ["status", "listed"] if kind == "returned" and event.listed else ["status"])
    take("moved", ["when", "status"] * moved + ["venue", "online"] * relocated)
    if event.availability == "sold_out":
        take("sold_out", ["availability"])
    take("returned" if event.listed else "not_listed", ["listed"])
    take("changed", list(left))
    return kinds


def _status_kind(event: Event, before: Event, *, moved: bool) -> ChangeKind | None:
    """What a new status is told as. None: its new date tells it, or the note of a new date was only taken away."""
    if event.status == before.status or (moved and event.status == "rescheduled"):
        return None
    if event.status != "scheduled":
        return _STATUS_KINDS[event.status]
    return "returned" if before.status == "cancelled" or (before.status == "postponed" and not moved) else None

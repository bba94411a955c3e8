"""(events now, events stored, now) -> events with SEQUENCE and dates of change, and the Changes between them. Pure.

SEQUENCE rises exactly when time, place or status changed (RFC 5545, 3.8.7.4; "sold out" is no status change).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from pipeline import wire
from pipeline.model import Change, ChangeKind, Event

# kept by this stage itself, or following from something else: no change of the event
_BOOKKEEPING = frozenset("uid sequence first_published last_changed sightings evidence conflicts series".split())
_COMPARED = tuple(f.name for f in fields(Event) if f.name not in _BOOKKEEPING)
_STATUS_KINDS: dict[str, ChangeKind] = {
    "cancelled": "cancelled",
    "postponed": "postponed",
    "rescheduled": "rescheduled",
    "scheduled": "returned",
}


def diff(
    events: Iterable[Event], stored: Mapping[str, Event], *, now: datetime, evidence: Mapping[str, str] | None = None
) -> tuple[list[Event], list[Change]]:
    """Each event with its sequence and dates, and what changed. `evidence`: {uid: source, time and quote}."""
    quotes = evidence or {}
    result: list[Event] = []
    changes: list[Change] = []
    for event in events:
        before = stored.get(event.uid)
        after, found = _one(event, before, now, quotes.get(event.uid, ""))
        result.append(after)
        changes.extend(found)
    return result, changes


def _one(event: Event, before: Event | None, now: datetime, evidence: str) -> tuple[Event, list[Change]]:
    if before is None:
        return replace(event, sequence=0, first_published=now, last_changed=now), [
            Change("new", event.uid, now, {}, evidence)
        ]
    differing = [name for name in _COMPARED if getattr(event, name) != getattr(before, name)]
    kept = replace(
        event, sequence=before.sequence, first_published=before.first_published, last_changed=before.last_changed
    )
    if not differing:
        return kept, []
    old, new = wire.dump(before), wire.dump(event)
    values = {name: (old[name], new[name]) for name in differing if old[name] != new[name]}
    if not values:
        return kept, []
    kinds = _kinds(event, before, values)
    sequence = before.sequence + int(_reschedules(event, before))
    changed = replace(kept, sequence=sequence, last_changed=now)
    return changed, [Change(kind, event.uid, now, named, evidence) for kind, named in kinds]


def _reschedules(event: Event, before: Event) -> bool:
    return _time(event) != _time(before) or _place(event) != _place(before) or event.status != before.status


def _time(event: Event) -> tuple[Any, ...]:
    return event.when.start, event.when.end, event.when.all_day


def _place(event: Event) -> tuple[Any, ...]:
    return (event.venue.line() if event.venue else None), event.online


def _kinds(
    event: Event, before: Event, values: Mapping[str, tuple[Any, Any]]
) -> list[tuple[ChangeKind, Mapping[str, tuple[Any, Any]]]]:
    """Each changed field belongs to exactly one kind; what is left is `changed`."""
    left = dict(values)
    kinds: list[tuple[ChangeKind, Mapping[str, tuple[Any, Any]]]] = []

    def take(kind: ChangeKind, names: Iterable[str]) -> None:
        taken = {name: left.pop(name) for name in names if name in left}
        if taken:
            kinds.append((kind, taken))

    if event.status != before.status:
        take(_STATUS_KINDS[event.status], ["status"])
    if _time(event) != _time(before) or _place(event) != _place(before):
        take("moved", ["when", "venue", "online"])
    if event.availability == "sold_out":
        take("sold_out", ["availability"])
    take("returned" if event.listed else "not_listed", ["listed"])
    take("changed", list(left))
    return kinds

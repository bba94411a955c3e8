"""`pitchradar trace UID`: one event walked through the house by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline import testimony, wire
from pipeline.decided import about, grouping
from pipeline.model import Change, Decision, Event, Sighting, Venue
from pipeline.store import Store
from pipeline.store.past import last_versions
from pitchradar.decide import ABOUT_ONE, find
from pitchradar.explain import explain
from pitchradar.workplace import Workplace, local


def trace(place: Workplace, uid: str) -> dict[str, Any]:
    """Sections by name: the event, what each source showed, what people decided of it (the next run applies what is
    new), the tags' evidence, its changes, its feeds."""
    event = find(place, uid)
    with place.store() as store:
        stored = {sighting.id: sighting for sighting in store.sightings()}
        changes = store.changes(uid=event.uid)
        decided = _decided(place, event, _Named(store, stored))
    seen = [stored[id] for id in event.sightings if id in stored]
    return {
        "event": _headline(event, _price(place, event, seen)),
        "seen": [line for sighting in seen for line in _sighting(sighting)],
        "decided": decided,
        "tags": explain(event, place.config.vocabulary),
        "conflicts": [f"{field}: {' | '.join(values)}" for field, values in event.conflicts.items()],
        "changes": [_change(change) for change in changes],
        "feeds": _feeds(place, event.uid),
    }


def _headline(event: Event, price: str) -> list[str]:
    when = event.when
    return [
        event.title,
        f"uid {event.uid}, sequence {event.sequence}, status {event.status}, listed {event.listed}",
        f"start {when.start.isoformat()}, end {when.end.isoformat() if when.end else 'not said'}, "
        f"guessed: {', '.join(sorted(when.guessed)) or 'nothing'}",
        f"place {event.venue.line() if event.venue else 'not said'}, online {event.online or 'not said'}",
        f"price {price}, language {event.language or 'not said'}, "
        f"register by {event.deadline.isoformat() if event.deadline else 'not said'}, "
        f"addressed: {', '.join(event.audience) or 'not said'}",
        f"industries {', '.join(event.industries) or 'none named'}; formats {', '.join(event.formats)}; "
        f"start-up world {event.startup_relevant}; fit {event.kmu_fit}",
    ]


def _price(place: Workplace, event: Event, seen: Sequence[Sighting]) -> str:
    """The price; and where it is from, if neither a source nor a person gives it as one."""
    if event.price is None:
        return "not said"
    edits = about(event, place.ledger.decisions(), ("edit",))
    given = any(sighting.price for sighting in seen) or any("price" in edit.fields for edit in edits)
    return event.price if given else f"{event.price} (read in title and description)"


class _Named:
    """What decisions call by an id, in words."""

    def __init__(self, store: Store, sightings: Mapping[str, Sighting]) -> None:
        self._store, self._sightings = store, sightings

    def __call__(self, name: str) -> str:
        """A title, and of whom; the id alone where nothing else is stored any more."""
        if sighting := self._sightings.get(name):
            return f"“{sighting.title}” ({sighting.source_id}, sighting {name})"
        event = self._store.event(name) or last_versions(self._store, [name]).get(name)
        return f"“{event.title}” ({name})" if event else name


def _decided(place: Workplace, event: Event, named: _Named) -> list[str]:
    """All that people decided of the event, the oldest first: of itself, and which events it is one with."""
    said = place.ledger.decisions()
    grouped = grouping([event], said)
    return [
        _grouping(one, named) if one in grouped else _decision(one)
        for one in said
        if one in grouped or one in about(event, [one], ABOUT_ONE)
    ]


def _grouping(decision: Decision, named: _Named) -> str:
    ids = filter(None, (decision.a, decision.b, *decision.fields.get("sightings", ())))
    told = f"{decision.kind}: {', '.join(map(named, ids))}"
    return f"{local(decision.at)} {told}" if decision.at else told


def _decision(decision: Decision) -> str:
    fields = "; ".join(f"{name} {_said(value)}" for name, value in decision.fields.items())
    return f"{local(decision.at)} {decision.kind} {fields}".rstrip() if decision.at else f"{decision.kind} {fields}"


def _change(change: Change) -> str:
    fields = "; ".join(f"{name} {_said(was)} → {_said(now)}" for name, (was, now) in change.fields.items())
    return f"{local(change.at)} {change.kind}{': ' if fields else ''}{fields} ({change.evidence})"


def _said(value: Any) -> str:
    """A stored value in words: of a time its beginning and end, of a place what is known of it."""
    if isinstance(value, dict) and "start" in value:
        return " – ".join(value[part] for part in ("start", "end") if value.get(part))
    if isinstance(value, dict):
        return wire.load(Venue, value).line() or "not said"
    if isinstance(value, list | tuple):
        return ", ".join(map(_said, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not said" if value is None else str(value)


def _sighting(sighting: Sighting) -> list[str]:
    quotes = [f"    {field}: {quote}" for field, quote in testimony.read(sighting).items()]
    seen = f"first {local(sighting.first_seen)}, last {local(sighting.last_seen)}"
    return [f"{sighting.source_id} ({sighting.kind}): {sighting.title} — {sighting.page}", f"    {seen}", *quotes]


def _feeds(place: Workplace, uid: str) -> list[str]:
    feeds = sorted((place.public / "feeds").glob("*.ics")) if place.public.exists() else []
    return [path.name for path in feeds if uid.encode() in path.read_bytes().replace(b"\r\n ", b"")]

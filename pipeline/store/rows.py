"""Dataclass <-> row: readable columns for people in Datasette, one JSON column from which the type is read back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pipeline import wire
from pipeline.localdays import first_day, last_day
from pipeline.model import Change, ChangeKind, Event, Sighting, Venue, When
from pipeline.replaced import replaced
from pipeline.store.stored import digest

Row = dict[str, Any]
_WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


def event_row(event: Event) -> Row:
    """The columns of table `events`."""
    data = wire.dump_json(event)
    return {
        "uid": event.uid,
        "title": event.title,
        **_when_columns(event.when),
        **_venue_columns(event.venue),
        "online": event.online,
        "status": event.status,
        "availability": event.availability,
        "listed": int(event.listed),
        "hidden": int(event.hidden),
        "startup_relevant": int(event.startup_relevant),
        "kmu_fit": event.kmu_fit,
        "format": event.formats[0] if event.formats else None,
        "industries": ", ".join(event.industries),
        "topics": ", ".join(event.topics),
        "formats": ", ".join(event.formats),
        "regions": ", ".join(event.regions),
        "organizer": event.organizer,
        "url": event.url,
        "description": event.description,
        "price": event.price,
        "language": event.language,
        "deadline": event.deadline.isoformat() if event.deadline else None,
        "sources": len(event.sightings),
        "sequence": event.sequence,
        "first_published": event.first_published.isoformat() if event.first_published else None,
        "last_changed": event.last_changed.isoformat() if event.last_changed else None,
        "data": data,
        "mark": digest(data),
    }


def _when_columns(when: When) -> Row:
    day = first_day(when)
    year, week, _ = day.isocalendar()
    local = when.start.astimezone(ZoneInfo(when.tz)) if isinstance(when.start, datetime) else None
    return {
        "start": when.start.isoformat(),
        "end": when.end.isoformat() if when.end else None,
        "all_day": int(when.all_day),
        "day": day.isoformat(),
        "last_day": last_day(when).isoformat(),
        "weekday": _WEEKDAYS[day.weekday()],
        "week": f"{year}-W{week:02}",
        "time": local.strftime("%H:%M") if local else None,
    }


def _venue_columns(venue: Venue | None) -> Row:
    venue = venue or Venue()
    return {
        "city": venue.city,
        "location": venue.line(),
        "land": venue.land,
        "latitude": venue.lat,
        "longitude": venue.lon,
    }


def event_of(data: str) -> Event:
    """The Event of column `data`, its times in its own zone."""
    event = wire.load_json(Event, data)
    return replaced(event, when=_in_zone(event.when))


def tag_rows(event: Event) -> Iterable[Row]:
    """The rows of table `tags`."""
    axes = {
        "industry": event.industries,
        "topic": event.topics,
        "format": event.formats,
        "region": event.regions,
        "audience": event.audience,
    }
    for axis, labels in axes.items():
        for label in labels:
            yield {
                "uid": event.uid,
                "axis": axis,
                "label": label,
                "evidence": "; ".join(event.evidence.get(label, ())),
            }


def sighting_row(sighting: Sighting, uid: str | None) -> Row:
    """The columns of table `sightings`."""
    return {
        "id": sighting.id,
        "uid": uid,
        "source_id": sighting.source_id,
        "title": sighting.title,
        "start": sighting.when.start.isoformat(),
        "day": first_day(sighting.when).isoformat(),
        "last_day": last_day(sighting.when).isoformat(),
        "url": sighting.url,
        "page": sighting.page,
        "key": sighting.key,
        "status": sighting.status,
        "first_seen": sighting.first_seen.isoformat(),
        "last_seen": sighting.last_seen.isoformat(),
        "listed": int(sighting.listed),
        "missed": sighting.missed,
        "hash": sighting.hash,
        "data": wire.dump_json(sighting, without={"last_seen"}),  # another one at every run
    }


def sighting_of(data: str, last_seen: str) -> Sighting:
    """The Sighting of these columns, its times in its own zone."""
    sighting = wire.load_json(Sighting, f'{data[:-1]},"last_seen":"{last_seen}"}}')  # what is said last holds
    return replaced(sighting, when=_in_zone(sighting.when))


def _in_zone(when: When) -> When:
    """JSON keeps the offset only; the zone's name stands beside it."""
    zone = ZoneInfo(when.tz)
    start = when.start.astimezone(zone) if isinstance(when.start, datetime) else when.start
    end = when.end.astimezone(zone) if isinstance(when.end, datetime) else when.end
    return When(start, end, when.all_day, when.tz, when.guessed)


def utc(at: datetime) -> str:
    """Instants are stored in UTC, so that their texts sort like the instants."""
    return at.astimezone(UTC).isoformat()


def change_of(kind: ChangeKind, uid: str, at: str, fields: str, evidence: str | None) -> Change:
    """The Change of these columns of table `changes`."""
    named = {name: tuple(values) for name, values in json.loads(fields).items()}
    return Change(kind, uid, datetime.fromisoformat(at), named, evidence or "")


def change_row(change: Change, title: str | None) -> Row:
    """The columns of table `changes`."""
    return {
        "uid": change.uid,
        "kind": change.kind,
        "at": utc(change.at),
        "title": title,
        "fields": json.dumps(dict(change.fields), ensure_ascii=False),
        "evidence": change.evidence,
    }

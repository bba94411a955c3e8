"""Events on the Berlin calendar: their days, and for how long a feed remembers them. Reads no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pipeline.localdays import berlin_day
from pipeline.model import BERLIN, Change, Event, Moment

ZONE = ZoneInfo(BERLIN)
PAST = timedelta(days=30)  # how long a feed remembers
MOVED = timedelta(days=7)  # how long "Verschoben:" leads a title
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def berlin(moment: datetime) -> datetime:
    """The same instant on a Berlin clock; a naive one is taken as Berlin time."""
    return moment.astimezone(ZONE) if moment.tzinfo else moment.replace(tzinfo=ZONE)


def instant(moment: Moment) -> datetime:
    """An instant in UTC; a date is its midnight in Berlin."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), ZONE)
    return berlin(moment).astimezone(UTC)


def last_berlin_day(event: Event) -> date:
    """The last Berlin day of an event, never before its first."""
    first = berlin_day(event.when.start)
    return max(first, berlin_day(event.when.end)) if event.when.end else first


def moved(changes: Iterable[Change], today: date) -> frozenset[str]:
    """UIDs of events whose start was moved in the past days: their title still leads with "Verschoben: "."""
    return frozenset(c.uid for c in changes if new_start(c) and timedelta() <= today - berlin_day(c.at) < MOVED)


def new_start(change: Change) -> bool:
    """Did a source move the day or the hour? What a person corrects never was another day."""
    if change.kind not in ("moved", "rescheduled"):
        return False
    before, after = change.fields.get("when", ({}, {}))
    return change.kind == "rescheduled" or (before or {}).get("start") != (after or {}).get("start")

"""Events on the Berlin calendar: their days, and for how long a feed remembers them. Reads no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pipeline.localdays import berlin_day
from pipeline.model import BERLIN, Change, Event, Moment

ZONE = ZoneInfo(BERLIN)
PAST = timedelta(days=30)  # how long a feed remembers
MOVED = timedelta(days=7)  # how long "Verschoben:" leads a title
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Move(NamedTuple):
    """`lately`: the start was moved in the past days: "Verschoben: " still leads the title. `before`: where it was
    until the last time, as it is stored; "" when no other start was ever seen."""

    lately: bool = False
    before: str = ""


UNMOVED = Move()


def berlin(moment: datetime) -> datetime:
    """The same instant on a Berlin clock; a naive one is taken as Berlin time."""
    return moment.astimezone(ZONE) if moment.tzinfo else moment.replace(tzinfo=ZONE)


def instant(moment: Moment) -> datetime:
    """An instant in UTC; a date is its midnight in Berlin."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), ZONE)
    return berlin(moment).astimezone(UTC)


def last_berlin_day(event: Event) -> date:
    """The last Berlin day of an event, never before its first; what ends at midnight ends on the day before."""
    first, end = berlin_day(event.when.start), event.when.end
    if isinstance(end, datetime):
        end = instant(end) - timedelta.resolution
    return max(first, berlin_day(end)) if end else first


def moves(changes: Iterable[Change], today: date) -> dict[str, Move]:
    """How the starts of events were moved, by UID; the changes are the oldest first."""
    found: dict[str, Move] = {}
    for change in filter(new_start, changes):
        ago, known = today - berlin_day(change.at), found.get(change.uid, UNMOVED)
        lately = known.lately or timedelta() <= ago < MOVED
        found[change.uid] = Move(lately, _start_before(change) or known.before)
    return found


def _start_before(change: Change) -> str:
    before, _ = change.fields.get("when", (None, None))
    return str((before or {}).get("start") or "")


def stored(text: str) -> Moment:
    """A moment as changes keep it."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def new_start(change: Change) -> bool:
    """Did a source move the day or the hour? What a person corrects never was another day."""
    if change.kind not in ("moved", "rescheduled"):
        return False
    before, after = change.fields.get("when", ({}, {}))
    return change.kind == "rescheduled" or (before or {}).get("start") != (after or {}).get("start")

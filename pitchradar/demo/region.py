"""The demo region as data: its events on a given day, and what its sites show of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from pipeline.localdays import written_day
from pipeline.model import BERLIN

ZONE = ZoneInfo(BERLIN)


@dataclass(frozen=True, slots=True)
class Show:
    """One event as it is on one day of the demo. `end` of an all-day event is its last day."""

    number: int
    title: str
    sites: tuple[str, ...]
    start: date | datetime
    end: date | datetime | None
    place: dict[str, str] | None
    online: bool
    status: str
    availability: str | None
    text: str

    @property
    def day(self) -> date:
        """The first day."""
        return written_day(self.start)

    @property
    def timed(self) -> bool:
        """Whether the time of day is known."""
        return isinstance(self.start, datetime)

    @property
    def slug(self) -> str:
        """The last part of its page's address."""
        return f"termin-{self.number}"

    @property
    def where(self) -> str:
        """One line, as a site would write it."""
        if self.place is None:
            return "Online"
        town = " ".join(filter(None, (self.place.get("postcode"), self.place["city"])))
        return ", ".join(filter(None, (self.place["name"], self.place.get("street"), town)))


def data() -> dict[str, Any]:
    """region.toml as it stands."""
    return tomllib.loads(resources.files("pitchradar.demo").joinpath("region.toml").read_text("utf-8"))


def sites() -> dict[str, str]:
    """{site id: title}, in the order of their addresses."""
    found: dict[str, str] = data()["sites"]
    return found


def shows(first_day: date, second: bool = False) -> list[Show]:
    """All events as they are on the first or second day, by start."""
    entries = [(n, e | (e.get("day2", {}) if second else {})) for n, e in enumerate(data()["event"], 1)]
    return sorted((_show(n, entry, first_day) for n, entry in entries), key=lambda show: (show.day, show.number))


def _show(number: int, entry: dict[str, Any], first_day: date) -> Show:
    day = first_day + timedelta(days=entry["day"])
    last = first_day + timedelta(days=entry["last"]) if "last" in entry else None
    return Show(
        number=number,
        title=entry["title"],
        sites=tuple(entry["sites"]),
        start=_at(day, entry["start"]) if "start" in entry else day,
        end=_at(day, entry["end"]) if "end" in entry else last,
        place=entry.get("place"),
        online=entry.get("online") == "yes",
        status=entry.get("status", "scheduled"),
        availability=entry.get("availability"),
        text=entry.get("text", ""),
    )


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), ZONE)

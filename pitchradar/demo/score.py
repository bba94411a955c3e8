"""How many of the demo's events the database holds, and holds right. Compares with what the region shows that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.model import Event, Moment
from pipeline.text import fold, words
from pitchradar.demo.region import ZONE, Show


@dataclass(frozen=True, slots=True)
class Score:
    """`wrong`: missing, or with another start, end, place or status, or words in its place that no site shows.

    `invented`: stored, but nowhere shown.
    """

    expected: int
    right: int
    wrong: tuple[str, ...]
    invented: tuple[str, ...]


def score(shows: Sequence[Show], events: Sequence[Event]) -> Score:
    """Each event answers for one show at most: the same title on the same day, else the same title."""
    left = list(events)
    wrong = []
    for show in shows:
        event = _counterpart(show, left)
        if event is not None:
            left.remove(event)
        faults = _faults(show, event)
        if faults:
            wrong.append(f"{show.title} ({', '.join(show.sites)}): {faults}")
    return Score(len(shows), len(shows) - len(wrong), tuple(wrong), tuple(f"{e.title} {e.when.start}" for e in left))


def _counterpart(show: Show, events: Sequence[Event]) -> Event | None:
    same = [event for event in events if fold(event.title) == fold(show.title)]
    same.sort(key=lambda event: _local(event.when.start) != _local(show.start))
    return same[0] if same else None


def _faults(show: Show, event: Event | None) -> str:
    if event is None:
        return "not found"
    city = event.venue.city if event.venue else None
    place = event.venue.line() if event.venue else None
    pairs = {
        "start": (_local(show.start), _local(event.when.start)),
        "end": (_local(show.end), _local(event.when.end)),
        "city": (show.place["city"] if show.place else None, city if show.place else None),
        "place": ("", _beyond(place, show)),
        "online": (show.online, event.online == "yes"),
        "status": (show.status, event.status),
        "availability": (show.availability == "sold_out", event.availability == "sold_out"),
    }
    return "; ".join(f"{name} {want} but {got}" for name, (want, got) in pairs.items() if want != got)


def _beyond(place: str | None, show: Show) -> str:
    """Words of a place that no site shows of it."""
    return " ".join(word for word in words(place or "") if word not in words(f"{show.where} {show.title}"))


def _local(moment: Moment | None) -> str | None:
    if isinstance(moment, datetime):
        return moment.astimezone(ZONE).isoformat(timespec="minutes")
    return moment.isoformat() if moment else None

"""What people decide about events, written to the ledger: it always holds, also over a rebuild."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any

from feeds.publish import publish
from pipeline import dates, places, wire
from pipeline.configfile.values import web_address
from pipeline.decided import about
from pipeline.ledger import OWN
from pipeline.localdays import can_end, first_day, is_over, last_day, local_day
from pipeline.model import BERLIN, Decision, Event, Moment, Online, Sighting, Venue, When, stable_id
from pipeline.store.past import heir
from pipeline.text import clean, clean_block
from pitchradar import keep, purge
from pitchradar.workplace import Workplace, local

EDITABLE = frozenset("title start end location url description organizer status price language".split())
STATUSES = frozenset("scheduled cancelled postponed rescheduled".split())
ABOUT_ONE = ("hide", "edit", "tag")  # kinds of decisions that can be taken back
NEXT = "it counts from the next `pitchradar run` or `pitchradar publish` on"


def find(place: Workplace, uid: str) -> Event:
    """The event of a UID (the part before the @ is enough), also of one that became part of another.

    Raises ValueError when there is none.
    """
    with place.store() as store:
        event = store.event(heir(store, uid if "@" in uid else f"{uid}@pitchradar"))
    if event is None:
        raise ValueError(f"no event {uid}")
    return event


def merge(place: Workplace, a: str, b: str, now: datetime, *, sure: bool = False) -> list[str]:
    """Two events are one from now on. ValueError when they are already, or on different days, unless `sure`."""
    first, second = find(place, a), find(place, b)
    if first.uid == second.uid:
        raise ValueError(f"{a} and {b} are one event already: {first.title}")
    if not sure and not _overlap(first.when, second.when):
        days = " and ".join(first_day(event.when).isoformat() for event in (first, second))
        raise ValueError(
            f"“{first.title}” and “{second.title}” are on different days, {days}; of two that are one, one day is "
            "shown no more. If they are one all the same: merge again with --yes"
        )
    place.ledger.decide(Decision("same", first.uid, second.uid, at=now))
    return [f"{first.title} = {second.title}; {NEXT}; `pitchradar split {first.uid}` takes it back"]


def unlike(place: Workplace, a: str, b: str) -> list[str]:
    """Both events, a line each, where they are in different towns or begin at different hours of one day."""
    first, second = find(place, a), find(place, b)
    towns = {event.venue.city for event in (first, second) if event.venue and event.venue.city}
    starts = {event.when.start for event in (first, second) if isinstance(event.when.start, datetime)}
    if not _overlap(first.when, second.when) or max(len(towns), len(starts)) < 2:
        return []
    return [_line(event) for event in (first, second)]


def _line(event: Event) -> str:
    start = event.when.start
    at = local(start) if isinstance(start, datetime) else start.isoformat()
    return f"{event.uid}: {event.title}, {at}, {event.venue.line() if event.venue else 'place not said'}"


def _overlap(a: When, b: When) -> bool:
    return first_day(a) <= last_day(b) and first_day(b) <= last_day(a)


def split(place: Workplace, uid: str, now: datetime) -> list[str]:
    """The sightings of one event are different events from now on."""
    event = find(place, uid)
    waiting = _not_merged_yet(place, event)
    if len(event.sightings) < 2 and not waiting:
        raise ValueError(f"{event.title}: one source shows it, once; there is nothing to split")
    for a, b in (*combinations(event.sightings, 2), *waiting):  # a UID stands for one as soon as they are apart
        place.ledger.decide(Decision("apart", a, b, at=now))
    if waiting:
        return [f"{event.title}: taken back; it stays apart from what it was to be merged with"]
    return [f"{event.title}: {len(event.sightings)} sightings apart; {NEXT}"]


def _not_merged_yet(place: Workplace, event: Event) -> list[tuple[str, str]]:
    """The pairs of UIDs that a person merged after the last run, of which this event is one."""
    said = {frozenset((d.a, d.b)): d for d in place.ledger.decisions() if d.kind in ("same", "apart") and d.b}
    pairs = [(d.a, d.b) for d in said.values() if d.kind == "same" and d.b and event.uid in (d.a, d.b)]
    with place.store() as store:
        return [(a, b) for a, b in pairs if heir(store, a) != heir(store, b)]


def hide(place: Workplace, uid: str, now: datetime) -> list[str]:
    """Out of all feeds and pages."""
    event = find(place, uid)
    place.ledger.decide(Decision("hide", event.uid, at=now))
    return [f"{event.title}: hidden; {NEXT}"]


def undo(place: Workplace, uid: str, kind: str | None, now: datetime) -> list[str]:
    """Nothing that was decided about an event holds any more, or nothing of one kind. Raises ValueError without any."""
    event = find(place, uid)
    if kind and kind not in ABOUT_ONE:
        raise ValueError(f"{kind}: expected one of {', '.join(ABOUT_ONE)}")
    kinds = [kind] if kind else [*ABOUT_ONE]
    spoken = about(event, place.ledger.decisions(), kinds)
    if not spoken:
        raise ValueError(
            f"{event.title}: nobody decided {kind or 'anything'} about it; "
            "`pitchradar split UID` takes a merge back, `pitchradar merge A B` a split"
        )
    fields = {"kinds": kinds, "names": sorted({decision.a for decision in spoken})}
    place.ledger.decide(Decision("undo", event.uid, fields=fields, at=now))
    said = ", ".join(f"{one.kind} of {one.at:%Y-%m-%d}" if one.at else one.kind for one in spoken)
    return [f"{event.title}: {said} taken back; {NEXT}"]


def edit(place: Workplace, uid: str, pairs: Sequence[str], now: datetime) -> list[str]:
    """KEY=VALUE pairs replace what sources say. Raises ValueError for unknown keys and unreadable values."""
    event = find(place, uid)
    given = dict(map(_pair, pairs))
    place.ledger.decide(Decision("edit", event.uid, fields=_fields(event, given), at=now))
    return [f"{event.title}: {', '.join(given)} corrected; {NEXT}"]


def _fields(event: Event, given: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, as values of Event's own fields; nothing typed: not known."""
    fields: dict[str, Any] = {k: v or None for k, v in given.items() if k not in ("start", "end", "location")}
    if "location" in given:
        venue, online = _place(given["location"])
        fields |= {"venue": wire.dump(venue) if venue else None} | ({"online": online} if online else {})
    if "start" in given or "end" in given:
        start = dates.iso(given["start"], BERLIN) if "start" in given else event.when.start
        end = dates.iso(given["end"], BERLIN) if "end" in given else _shifted(event.when, start)
        fields["when"] = wire.dump(_span(start, end))
    return fields


def _place(text: str) -> tuple[Venue | None, Online | None]:
    """The venue that a person typed, as a name where nothing else is known of it, and what it says of online."""
    online = places.online_mode(text) if text else None
    named = None if online == "yes" or not text else Venue(name=text)
    return (places.read_venue(text) if text else None) or named, online


def _shifted(when: When, start: Moment | None) -> Moment | None:
    """The end of an event that begins at another time and lasts as long as before."""
    if start is None or when.end is None or isinstance(start, datetime) != isinstance(when.start, datetime):
        return None
    if isinstance(when.end, datetime) != isinstance(start, datetime):  # it begins at an hour and ends on a day
        return when.end + (local_day(start, when.tz) - first_day(when))
    return start + (when.end - when.start)


def _span(start: Moment | None, end: Moment | None) -> When:
    """A checked span. Raises ValueError when it cannot be one."""
    if start is None:
        raise ValueError("start is an ISO 8601 date or time, e.g. 2026-12-03T18:00 or 2026-12-03")
    if end is not None and end != start and not can_end(start, end, BERLIN):
        raise ValueError("end must not lie before start, and has no time where start has none")
    return When(start, end, not isinstance(start, datetime))


def _is_moment(text: str) -> bool:
    return dates.iso(text, BERLIN) is not None


def _is_link(text: str) -> bool:
    try:
        return not text or bool(web_address(text))
    except ValueError:
        return False


CHECKS: Mapping[str, tuple[Callable[[str], object], str]] = {  # key -> (is this a value of it?, what is said if not)
    "title": (bool, "an event has a title"),
    "start": (_is_moment, "not an ISO 8601 date or time"),
    "end": (_is_moment, "not an ISO 8601 date or time"),
    "status": (STATUSES.__contains__, f"status is one of {', '.join(sorted(STATUSES))}"),
    "language": (re.compile("(?:[a-z]{2})?").fullmatch, "language is two letters (ISO 639-1), e.g. de"),
    "url": (_is_link, "no web address: https://… is"),
}


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or key not in EDITABLE:
        raise ValueError(f"{text}: expected KEY=VALUE with KEY one of {', '.join(sorted(EDITABLE))}")
    value = clean_block(value) if key == "description" else clean(value)
    fits, told = CHECKS.get(key, (lambda _: True, ""))
    if not fits(value):
        raise ValueError(f"{text}: {told}")
    return key, value


def add(place: Workplace, fields: Mapping[str, str | None], now: datetime) -> list[str]:
    """An event of the operator's own. Raises ValueError without a title, and for times or a link that are none."""
    end = dates.iso(fields["end"], BERLIN) if fields["end"] else None
    if fields["end"] and end is None:
        raise ValueError("end is an ISO 8601 date or time")
    when = _span(dates.iso(fields["start"] or "", BERLIN), end)
    _, title = _pair(f"title={fields['title'] or ''}")
    _, url = _pair(f"url={fields['url'] or ''}")
    venue, online = _place(clean(fields["where"] or ""))
    sighting = Sighting(
        source_id=OWN,
        page=url,
        title=title,
        when=when,
        first_seen=now,
        last_seen=now,
        id=stable_id(OWN, title, when.start.isoformat()),
        url=url or None,
        venue=venue,
        online=online or places.online_mode("", title),
        organizer=clean(fields["organizer"] or "") or None,
        description=clean_block(fields["description"] or "") or None,
    )
    place.ledger.add_own(sighting)
    over = (
        [f"{title}: it is over already, {last_day(when).isoformat()}; look at the year"] if is_over(when, now) else []
    )
    return [f"{title}: added; {NEXT}", *over]


def forget(place: Workplace, uid: str, now: datetime) -> list[str]:
    """Delete an event and everything kept of it; a tombstone of hashes keeps it from coming back."""
    with place.lock():
        event = find(place, uid)
        with place.store() as store:
            what = purge.known(store, place.ledger, event)
            place.ledger.bury(what.stone, now)
            purge.purge(place, store, what)
            if place.snapshot.exists():
                keep.snapshot(place, store, now)  # or yesterday's copy would still know it
            publish(store, place.config, place.public, now=now)
    aside = sorted(
        path.name for path in place.data.glob("events.*") if path.suffix not in (".db", ".db-wal", ".db-shm")
    )
    hint = f"; delete these older copies yourself: {', '.join(aside)}" if aside else ""
    return [f"{event.uid} and {len(event.sightings)} sightings deleted{hint}"]

"""One event out of the sightings of a cluster: the best value per field, by who knows best. Pure.

Says nothing about industries or feeds. A value is never mixed from two sources, except that a bare date takes the time
of day another source gives for that day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

from pipeline import wire
from pipeline.decided import about
from pipeline.localdays import berlin_day
from pipeline.model import Cluster, Decision, Event, Sighting, Status, Venue, When, stable_id
from pipeline.text import fold, fold_place, is_cut

STALE = timedelta(hours=24)  # a mark its source no longer shows while a better one goes on listing the event
_EDITABLE = frozenset(f.name for f in fields(Event)) - {
    "uid",
    "sequence",
    "sightings",
    "first_published",
    "last_changed",
}


def combine(
    cluster: Cluster,
    sightings: Iterable[Sighting],
    *,
    authority: Mapping[str, int],
    decisions: Sequence[Decision] = (),
) -> Event:
    """The event of one cluster. `sightings`: at least those of the cluster; `authority`: {source id: rank}.

    Raises ValueError when none of the cluster's sightings is given.
    """
    members = frozenset(cluster.sightings)
    mine = [sighting for sighting in sightings if sighting.id in members]
    if not mine:
        raise ValueError(f"no sighting of {cluster.uid}")
    by_authority = sorted(mine, key=lambda s: (-authority.get(s.source_id, 0), s.first_seen, s.id))
    ranked = sorted(by_authority, key=lambda s: not s.listed)
    best = ranked[0]
    event = Event(
        uid=cluster.uid,
        title=best.title,
        when=_when(ranked, by_authority[0]),
        venue=_venue(ranked),
        online=_first(ranked, "online"),
        url=_first(ranked, "url"),
        description=_description(ranked),
        organizer=_first(ranked, "organizer"),
        status=_status(ranked, authority),
        availability=_first(ranked, "availability"),
        listed=any(sighting.listed for sighting in mine),
        deadline=_first(ranked, "deadline"),
        language=_first(ranked, "language"),
        price=_first(ranked, "price"),
        sightings=cluster.sightings,
        conflicts=_conflicts(ranked),
    )
    return with_decisions(event, decisions)


def with_decisions(event: Event, decisions: Sequence[Decision]) -> Event:
    """The event with what people decided of it: hidden, or fields edited. The later decision wins."""
    for decision in about(event, decisions, ("hide", "edit")):
        event = replace(event, hidden=True) if decision.kind == "hide" else _edited(event, decision.fields)
    return event


def _edited(event: Event, values: Mapping[str, Any]) -> Event:
    allowed = {name: value for name, value in values.items() if name in _EDITABLE}
    return wire.load(Event, {**wire.dump(event), **allowed})


def _first(ranked: Sequence[Sighting], field: str) -> Any:
    for sighting in ranked:
        value = getattr(sighting, field)
        if value is not None:
            return value
    return None


def _description(ranked: Sequence[Sighting]) -> str | None:
    """The best source's text; one that is cut off in mid-sentence gives way to one that is whole."""
    told = [sighting.description for sighting in ranked if sighting.description is not None]
    return next((text for text in told if not is_cut(text)), told[0] if told else None)


def _when(ranked: Sequence[Sighting], best: Sighting) -> When:
    """The best source's time. A bare date takes the clock time, and an open end the end, that another gives for it.

    Where the best source lists it no longer, only another hour of that day counts, and that if nobody agrees with it:
    no source has moved the event.
    """
    left = ranked[0].when
    agreed = any(s.listed and s.when.start == best.when.start for s in ranked)
    when = best.when if agreed or berlin_day(left.start) != berlin_day(best.when.start) else left
    if when.all_day and when.end is None:
        day = berlin_day(when.start)
        when = next((s.when for s in ranked if not s.when.all_day and berlin_day(s.when.start) == day), when)
    if when.end is None and not when.all_day:
        ends = (s.when.end for s in ranked if s.when.start == when.start and isinstance(s.when.end, datetime))
        end = next(ends, None)
        when = replace(when, end=end) if end else when
    return when


def _venue(ranked: Sequence[Sighting]) -> Venue | None:
    """The best source's venue; one that names only the town gives way to one that names the house there."""
    venues = [sighting.venue for sighting in ranked if sighting.venue]
    if not venues:
        return None
    best = venues[0]
    if best.name or best.street:
        return best
    towns = {best.city, None}
    return next((v for v in venues if (v.name or v.street) and (best.city is None or v.city in towns)), best)


def _status(ranked: Sequence[Sighting], authority: Mapping[str, int]) -> Status:
    """A mark is evidence, its absence is not: "scheduled" is what a page says that nobody has touched.

    So any source's mark counts as long as that source still shows it. Once it does not (delisted, or not seen for a
    day) a source of higher rank that goes on listing the event without a mark outweighs it.
    """
    for marked in ranked:
        if marked.status != "scheduled" and not any(_outweighs(other, marked, authority) for other in ranked):
            return marked.status
    return "scheduled"


def _outweighs(other: Sighting, marked: Sighting, authority: Mapping[str, int]) -> bool:
    if other.status != "scheduled" or not other.listed:
        return False
    if authority.get(other.source_id, 0) <= authority.get(marked.source_id, 0):
        return False
    return not marked.listed or other.last_seen - marked.last_seen >= STALE


def _conflicts(ranked: Sequence[Sighting]) -> dict[str, tuple[str, ...]]:
    """What sources say differently about title, start, place and status, as "source: value"."""
    if len(ranked) == 1:
        return {}
    shown: dict[str, Callable[[Sighting], str | None]] = {
        "title": lambda s: s.title,
        "start": lambda s: s.when.start.isoformat(),
        "venue": lambda s: s.venue.line() if s.venue else None,
        "status": lambda s: s.status,
    }
    conflicts: dict[str, tuple[str, ...]] = {}
    for name, read in shown.items():
        said = [(sighting.source_id, value) for sighting in ranked if (value := read(sighting))]
        if len({fold_place(value) for _, value in said}) > 1:
            conflicts[name] = tuple(dict.fromkeys(f"{source}: {value}" for source, value in said))
    return conflicts


def series_of(sighting: Sighting) -> str:
    """An id that the occurrences of one source's series share."""
    return stable_id("series", sighting.source_id, fold(sighting.title))

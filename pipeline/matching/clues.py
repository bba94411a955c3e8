"""What speaks for and against two listings being one event, point by point, beside their titles. Pure.

Each clue is (points, reason); `VETO` points say that it cannot be. `pipeline.matching.match` adds them up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from pipeline.matching.listing import kilometres, wall
from pipeline.matching.profile import Profile
from pipeline.matching.similar import PUBLISHERS, name_words, same_name
from pipeline.model import Moment

VETO = float("-inf")
NEXT_KM = 20.0  # aggregators write the big city for its neighbour
SAME_NAME, OTHER_NAME = 0.6, 0.4  # two names are one; two names are two
SAME_MINUTE = 1.5  # points of a time that is the same to the minute
LATEST = 120  # minutes; what starts later than that is another event of the day
_APART = (  # minutes between two starts of one day, points, what it is
    (30, 0.8, "half an hour apart, as doors and begin are"),
    (60, 0.3, "an hour apart"),
    (LATEST, -1.5, "up to two hours apart"),
    (24 * 60, -6.0, "hours apart"),
)
Clue = tuple[float, str]


def time(a: Profile, b: Profile) -> Clue:
    """Day and clock. A wrong zone in an export leaves the clock as written equal."""
    if a.start is None or b.start is None:
        return -1.0, "a start is missing"
    if a.day != b.day:
        return (1.0, "same clock time, zones differ") if _as_written(a.start, b.start) else (VETO, "another day")
    if a.clock and b.clock:
        return _minutes(a.clock, b.clock)
    if a.last_day and a.last_day == b.last_day != a.day:
        return 1.5, "same days"
    return 0.8, "same day"


def _as_written(a: Moment, b: Moment) -> bool:
    return isinstance(a, datetime) and isinstance(b, datetime) and wall(a) == wall(b)


def _minutes(a: datetime, b: datetime) -> Clue:
    if a == b:
        return 2.0, "same minute"
    if wall(a) == wall(b):
        return SAME_MINUTE, "same clock time, zones differ"
    apart = abs(a - b) / timedelta(minutes=1)
    return next((points, reason) for limit, points, reason in _APART if apart <= limit)


def city(a: Profile, b: Profile) -> Clue:
    """One town, an unknown one, a neighbour, another."""
    if not a.town or not b.town:
        return 0.0, "city unknown"
    if a.town.name == b.town.name:
        return 1.0, "same city"
    apart = kilometres(a.town, b.town)
    if apart is not None and apart <= NEXT_KM:
        return -3.0, f"neighbouring cities ({a.town.name}, {b.town.name})"
    return VETO, f"another city ({a.town.name}, {b.town.name})"


def mode(a: Profile, b: Profile) -> Clue:
    """An event online and its twin on site are two."""
    for one, other in ((a, b), (b, a)):
        on_site = other.online == "no" or (other.online is None and other.venue and not one.venue)
        if one.online == "yes" and on_site:
            return VETO, "one is online, the other on site"
    return 0.0, "mode fits"


def best_left(a: Profile, b: Profile) -> float:
    """The most that number, house, host and link could still add: what lacks more need not be asked."""
    link_could = 4.0 if a.url == b.url else 2.0 if a.description or b.description else 0.0
    return 1.0 + 1.5 + 1.0 + link_could


def place_and_host(a: Profile, b: Profile, generic: bool) -> Iterator[Clue]:
    """Venue and organiser. `generic`: the titles alone say little, so that another host is another event."""
    towns = a.towns if a.towns == b.towns else a.towns | b.towns
    house = list(_venue(a, b, towns, generic))
    agreed = any(points > 0 for points, _ in house)
    host = list(_organizer(a, b, towns, -3.0 if generic and not agreed else -1.0 if generic else None))
    yield from (*house, *host)
    if house and host and max(house[0][0], host[0][0]) < 0:
        yield -1.5, "neither host nor house agree"


def _venue(a: Profile, b: Profile, towns: frozenset[str], generic: bool) -> Iterator[Clue]:
    if a.venue and b.venue:
        alike = 1.0 if a.venue == b.venue else same_name(a.venue, b.venue, towns)
        if alike >= SAME_NAME:
            yield 1.5, "same venue"
        elif alike < OTHER_NAME and _is_street(a.venue) == _is_street(b.venue):
            yield (-3.0 if generic else -1.5), "another venue"
    elif any(_stands_in(one.venue_words - towns, other.raw_title) for one, other in ((a, b), (b, a))):
        yield 1.5, "one's venue stands in the other's title"


def _stands_in(words: frozenset[str], text: str) -> bool:
    return bool(words) and words <= name_words(text)


def _is_street(venue: str) -> bool:
    return any(c.isdigit() for c in venue)


def _organizer(a: Profile, b: Profile, towns: frozenset[str], penalty: float | None) -> Iterator[Clue]:
    alike = same_name(a.organizer, b.organizer, towns) if a.organizer and b.organizer else 0.0
    if alike >= SAME_NAME:
        yield 1.0, "same organiser"
    elif _mentions(a, b) or _mentions(b, a):
        yield 0.7, "one's organiser is the other's venue, title or host"
    elif alike < OTHER_NAME and a.organizer_words - towns - PUBLISHERS and b.organizer_words - towns - PUBLISHERS:
        usual = -0.3 if a.town or b.town else -2.0
        yield (usual if penalty is None else penalty), "another organiser"


def _mentions(a: Profile, b: Profile) -> bool:
    """Whether a's organiser stands in b's venue, title or host name."""
    names = a.organizer_words - a.towns
    if not names:
        return False
    return names <= b.venue_words | name_words(b.raw_title) or "".join(sorted(names)) in b.host


def link(a: Profile, b: Profile) -> Iterator[Clue]:
    """Links prove little: lists link all their events to one page. A platform's own id proves much."""
    if not a.url or not b.url:
        return
    if a.url == b.url:
        yield (4.0, "same ticket page") if a.native else (2.0, "same link")
    elif a.native and b.native and a.native.partition(":")[0] == b.native.partition(":")[0]:
        yield -2.0, "two pages of one platform"
    elif a.url in b.description or b.url in a.description:
        yield 2.0, "one links to the other"
    elif a.host and a.host == b.host:
        yield -0.5, "two pages of one site"

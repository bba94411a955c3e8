"""Are two listings the same real-world event? A scored, explained comparison of two; knows no cluster and no store.

Evidence adds points; what cannot be true of one event (another day, city, part, edition) is a veto. A wrong merge
hides an event, a missed one only shows it twice: in doubt the two stay apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp

from pipeline import links
from pipeline.listing import Listing, city_key, day, timed, wall
from pipeline.similar import Overlap, name_words, same_name, titles
from pipeline.titles import Title, read_title

THRESHOLD = 3.5  # points from which two listings are one event
VETO = float("-inf")
Evidence = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Match:
    """The answer. `score` 0..1 (0.5: undecided; 0: impossible), `why`: every piece of evidence with its points."""

    same: bool
    score: float
    why: str


def compare(a: Listing, b: Listing) -> Match:
    """Whether `a` and `b` are one event. Symmetric."""
    points = 0.0
    reasons: list[str] = []
    for value, reason in _evidence(a, b):
        if value == VETO:
            return Match(False, 0.0, f"apart: {reason}")
        points += value
        reasons.append(f"{reason} {value:+.1f}")
    score = 1 / (1 + exp(THRESHOLD - points))
    return Match(points >= THRESHOLD, round(score, 3), "; ".join(reasons))


def _evidence(a: Listing, b: Listing) -> Iterator[Evidence]:
    """Cheap vetoes first: most pairs of one block end there."""
    yield _time(a, b)
    yield _city(a, b)
    yield _mode(a, b)
    left, right = read_title(a.title), read_title(b.title)
    yield from _exclusions(left, right)
    found = titles(left, right, _quiet(a, b))
    yield from _title(left, right, found)
    generic = found.shared < 1.0
    yield from _venue(a, b, generic)
    yield from _organizer(a, b, generic)
    yield from _link(a, b)


def _quiet(a: Listing, b: Listing) -> frozenset[str]:
    """Words that both titles may carry because of where and by whom, not because of what."""
    names = (a.city, b.city, a.organizer, b.organizer, a.venue, b.venue)
    return frozenset().union(*(name_words(name) for name in names if name))


def _time(a: Listing, b: Listing) -> Evidence:
    if a.start is None or b.start is None:
        return -1.0, "a start is missing"
    if day(a.start) != day(b.start):
        return _other_day(a, b)
    if timed(a.start) and timed(b.start) and isinstance(a.start, datetime) and isinstance(b.start, datetime):
        return _minutes(a.start, b.start)
    if a.end and b.end and day(a.end) == day(b.end) != day(a.start):
        return 1.5, "same days"
    return 0.8, "same day"


def _other_day(a: Listing, b: Listing) -> Evidence:
    same_wall = isinstance(a.start, datetime) and isinstance(b.start, datetime) and wall(a.start) == wall(b.start)
    if same_wall:
        return 1.0, "same clock time, zones differ"
    return VETO, "another day"


def _minutes(a: datetime, b: datetime) -> Evidence:
    apart = abs(a - b)
    if not apart:
        return 2.0, "same minute"
    if wall(a) == wall(b):
        return 1.5, "same clock time, zones differ"
    if apart <= timedelta(minutes=30):
        return 0.8, "half an hour apart, as doors and begin are"
    if apart <= timedelta(minutes=60):
        return 0.3, "an hour apart"
    if apart <= timedelta(minutes=120):
        return -1.5, "up to two hours apart"
    return -4.0, "hours apart"


def _city(a: Listing, b: Listing) -> Evidence:
    left, right = city_key(a.city), city_key(b.city)
    if not left or not right:
        return 0.0, "city unknown"
    if left == right:
        return 1.0, "same city"
    return VETO, f"another city ({left}, {right})"


def _mode(a: Listing, b: Listing) -> Evidence:
    for one, other in ((a, b), (b, a)):
        if one.online == "yes" and (other.online == "no" or (other.online is None and other.venue and not one.venue)):
            return VETO, "one is online, the other on site"
    return 0.0, "mode fits"


def _exclusions(a: Title, b: Title) -> Iterator[Evidence]:
    pairs = (
        ("year", a.years, b.years),
        ("edition", a.numbers, b.numbers),
        ("part", a.parts, b.parts),
        ("day", a.days, b.days),
    )
    for name, left, right in pairs:
        if left and right and not left & right:
            yield VETO, f"another {name} ({', '.join(sorted(left))} and {', '.join(sorted(right))})"
    if a.numbers & b.numbers:
        yield 1.0, "same edition number"
    if bool(a.parts) != bool(b.parts):
        yield -0.7, "only one names a part"
    for group in {group for group, _ in a.contrasts} & {group for group, _ in b.contrasts}:
        if not {c for c in a.contrasts if c[0] == group} & b.contrasts:
            yield VETO, f"another {group}"
    if a.satellites != b.satellites:
        yield -3.0, f"only one is {', '.join(sorted(a.satellites ^ b.satellites))}"


def _title(a: Title, b: Title, found: Overlap) -> Iterator[Evidence]:
    if not found.shared:
        yield -4.0, "titles share nothing"
        return
    yield -3.0 + 6.0 * found.alike + 0.8 * (min(found.shared, 3.0) - 1.0), f"titles {found.alike:.0%} alike"


def _venue(a: Listing, b: Listing, generic: bool) -> Iterator[Evidence]:
    if not a.venue or not b.venue:
        return
    alike = same_name(a.venue, b.venue)
    if alike >= 0.5:
        yield 1.5, "same venue"
    elif _is_street(a.venue) == _is_street(b.venue):
        yield (-3.0 if generic else -1.5), "another venue"


def _is_street(venue: str) -> bool:
    return any(c.isdigit() for c in venue)


def _organizer(a: Listing, b: Listing, generic: bool) -> Iterator[Evidence]:
    if a.organizer and b.organizer and same_name(a.organizer, b.organizer) >= 0.5:
        yield 1.0, "same organiser"
        return
    if any(_mentions(one, other) for one, other in ((a, b), (b, a))):
        yield 0.7, "one's organiser is the other's venue, title or host"
    elif a.organizer and b.organizer:
        yield (-1.5 if generic else -0.3), "another organiser"


def _mentions(a: Listing, b: Listing) -> bool:
    """Whether a's organiser stands in b's venue, title or host name."""
    names = name_words(a.organizer) - name_words(a.city)
    if not names:
        return False
    return names <= name_words(b.venue) | name_words(b.title) or "".join(sorted(names)) in links.host(b.url)


def _link(a: Listing, b: Listing) -> Iterator[Evidence]:
    left, right = links.canonical(a.url), links.canonical(b.url)
    if not left or not right:
        return
    if left == right and "/" in left + links.native(a.url).replace(":", "/"):
        yield 2.0, "same link"
        return
    own, other = links.native(a.url), links.native(b.url)
    if own and other and own.partition(":")[0] == other.partition(":")[0]:
        yield -2.0, "two pages of one platform"
    elif left in b.description or right in a.description:
        yield 2.0, "one links to the other"
    elif links.host(a.url) == links.host(b.url):
        yield -0.5, "two pages of one site"

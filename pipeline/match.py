"""Are two listings the same real-world event? A scored, explained comparison of two; knows no cluster and no store.

Evidence adds points; what cannot be true of one event (another day, city, part, edition) is a veto. A wrong merge
hides an event, a missed one only shows it twice: in doubt the two stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp

from pipeline import links
from pipeline.concepts import CONCEPTS, GENERIC
from pipeline.listing import Listing, Place, day, kilometres, timed, town, town_in, wall
from pipeline.places import find_city
from pipeline.similar import COMMON, Overlap, foreign, name_words, same_head, same_name, titles
from pipeline.titles import Title, read_title

THRESHOLD = 3.5  # points from which two listings are one event
NEXT_KM = 20.0  # aggregators write the big city for its neighbour
TOWN = 5_000  # people; the name of a smaller place is more often a word
SAME_NAME, OTHER_NAME = 0.6, 0.4  # two names are one; two names are two
TRANSLATED = 0.55  # two titles in two languages that share a word
ONE_HEAD = 0.7
SAME_MINUTE = 1.5  # points of a time that is the same to the minute
VETO = float("-inf")
Evidence = tuple[float, str]
_AT = re.compile(
    r"\b(?:auf|bei|beim|im rahmen|waehrend|vor|nach|zur|zum|at|during|before|after)(?: (?:der|dem|des|den|the))? $"
)


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
    time = _time(a, b)
    yield time
    yield _city(a, b)
    yield _mode(a, b)
    left, right = read_title(a.title), read_title(b.title)
    yield from _exclusions(left, right)
    quiet = _quiet(a, b)
    found = titles(left, right, quiet)
    yield from _named_town(a, b, found)
    yield from _title(left, right, found, one_head=time[0] >= SAME_MINUTE and same_head(left, right, quiet))
    yield from _side_event(left, right)
    hosts = frozenset().union(*(name_words(name) for name in (a.organizer, b.organizer, a.venue, b.venue)))
    generic = not found.telling and not (set(found.both) & hosts) - _towns(a, b) - COMMON - GENERIC
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
    left, right = town(a.city), town(b.city)
    if not left or not right:
        return 0.0, "city unknown"
    if left.name == right.name:
        return 1.0, "same city"
    apart = kilometres(left, right)
    if apart is not None and apart <= NEXT_KM:
        return -3.0, f"neighbouring cities ({left.name}, {right.name})"
    return VETO, f"another city ({left.name}, {right.name})"


def _named_town(a: Listing, b: Listing, found: Overlap) -> Iterator[Evidence]:
    """A town in a title: where two titles differ by towns they are two events."""
    towns = [{word for word in side if _is_town(word)} for side in (found.left_only, found.right_only)]
    if towns[0] and towns[1]:
        yield VETO, f"titles name {', '.join(sorted(towns[0]))} and {', '.join(sorted(towns[1]))}"
    for one, other in ((a, b), (b, a)):
        named, home, at = town_in(one.title), town(one.city), town(other.city)
        if named and at and named.name not in (at.name, home.name if home else "") and not _near(named, at):
            yield -3.0, f"one names {named.name}, the other is in {at.name}"


def _is_town(word: str) -> bool:
    found = find_city(word) if len(word) >= 4 and word not in CONCEPTS else None
    return found is not None and found.population >= TOWN


def _near(a: Place, b: Place) -> bool:
    apart = kilometres(a, b)
    return apart is not None and apart <= NEXT_KM


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


def _title(a: Title, b: Title, found: Overlap, *, one_head: bool) -> Iterator[Evidence]:
    """`one_head`: at one minute two subtitles of one name are two ways to announce it."""
    if not found.shared:
        yield -4.0, "titles share nothing"
        return
    alike = max(found.alike, TRANSLATED if foreign(a, b) else 0.0, ONE_HEAD if one_head else 0.0)
    yield -3.0 + 6.0 * alike + 0.8 * (min(found.shared, 3.0) - 1.0), f"titles {alike:.0%} alike"
    if alike < TRANSLATED and found.left and found.right:
        yield (-1.5 if found.telling else -3.0), "each also names something else"


def _side_event(a: Title, b: Title) -> Iterator[Evidence]:
    """ "Pitch at the fair" is not the fair."""
    for short, long in ((a, b), (b, a)):
        before = long.text.removesuffix(short.text)
        if short.text and before != long.text and _AT.search(before):
            yield -5.0, "one takes place at the other"


def _venue(a: Listing, b: Listing, generic: bool) -> Iterator[Evidence]:
    if a.venue and b.venue:
        alike = same_name(a.venue, b.venue, _towns(a, b))
        if alike >= SAME_NAME:
            yield 1.5, "same venue"
        elif alike < OTHER_NAME and _is_street(a.venue) == _is_street(b.venue):
            yield (-3.0 if generic else -1.5), "another venue"
    elif any(_named_in(one.venue, other.title, _towns(a, b)) for one, other in ((a, b), (b, a))):
        yield 1.5, "one's venue stands in the other's title"


def _named_in(name: str, text: str, towns: frozenset[str]) -> bool:
    words = name_words(name) - towns
    return bool(words) and words <= name_words(text)


def _towns(a: Listing, b: Listing) -> frozenset[str]:
    return name_words(a.city) | name_words(b.city)


def _is_street(venue: str) -> bool:
    return any(c.isdigit() for c in venue)


def _organizer(a: Listing, b: Listing, generic: bool) -> Iterator[Evidence]:
    alike = same_name(a.organizer, b.organizer, _towns(a, b))
    if alike >= SAME_NAME:
        yield 1.0, "same organiser"
    elif any(_mentions(one, other) for one, other in ((a, b), (b, a))):
        yield 0.7, "one's organiser is the other's venue, title or host"
    elif a.organizer and b.organizer and alike < OTHER_NAME:
        yield (-2.0 if generic else -0.3), "another organiser"


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

"""Is this sighting that stored one, after an edit? Scores pairs within ONE source; the assignment is made elsewhere.

Within a source the question differs from the one across sources: everything may have been edited, but rarely all at
once, and two events the source lists side by side are two. Equal links or ids alone prove nothing: lists link all
their events to one page, and content systems reuse ids.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from itertools import pairwise
from statistics import median

from rapidfuzz import fuzz

from pipeline.localdays import berlin_day, is_over
from pipeline.matching.concepts import weight
from pipeline.matching.links import canonical
from pipeline.matching.similar import titles
from pipeline.matching.titles import Title, read_title
from pipeline.model import Moment, Sighting
from pipeline.text import fold

THRESHOLD = 3.0  # points from which the new one is the stored one
CROWD = 50  # a sign shared by more stored sightings says nothing
VETO = float("-inf")
Occurrence = tuple[tuple[str, ...], Moment]  # title and start

_OCCURRENCE = re.compile(r"#\d{4}-\d\d-\d\d$")
_SPEAKER = re.compile(r"\s(?:mit|with|feat\.?|ft\.|w/|by|von)\s.*$", re.IGNORECASE)
# days of a move, and what it says (a move is rarer the farther it goes)
_MOVES = ((3, 1.0), (14, 0.3), (62, -0.5), (200, -1.5))


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of both lists as a whole: which links, ids and titles stand for one event only."""

    now: datetime
    volatile: bool
    keys: tuple[Counter[str], Counter[str]]
    urls: tuple[Counter[str], Counter[str]]
    spacing: dict[tuple[str, ...], float]  # typical seconds between the occurrences of one title
    dates: tuple[set[Occurrence], set[Occurrence]]  # those of both lists


def context(fresh: Sequence[Sighting], stored: Sequence[Sighting], now: datetime, volatile: bool) -> Context:
    """The counts over both lists."""
    return Context(
        now=now,
        volatile=volatile,
        keys=(Counter(map(base_key, fresh)), Counter(map(base_key, stored))),
        urls=(Counter(canonical(s.url) for s in fresh), Counter(canonical(s.url) for s in stored)),
        spacing=_spacing(fresh, stored),
        dates=({_occurrence(s) for s in fresh}, {_occurrence(s) for s in stored}),
    )


def base_key(sighting: Sighting) -> str:
    """The source's own id without the day that tells the occurrences of a series apart; "" for none."""
    return _OCCURRENCE.sub("", sighting.key or "")


def series_key(sighting: Sighting) -> tuple[str, ...]:
    """What the occurrences of one series share: their title without number and date."""
    title = read_title(sighting.title)
    return title.tokens or (title.text,)


def _occurrence(sighting: Sighting) -> Occurrence:
    return series_key(sighting), sighting.when.start


def instant(moment: Moment) -> float:
    """Seconds on one axis for days and instants alike."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12), UTC)
    return moment.timestamp()


def _spacing(fresh: Sequence[Sighting], stored: Sequence[Sighting]) -> dict[tuple[str, ...], float]:
    """Of titles that stand several times in one of the lists."""
    spacing: dict[tuple[str, ...], float] = {}
    for side in (fresh, stored):
        starts: dict[tuple[str, ...], set[float]] = defaultdict(set)
        for sighting in side:
            starts[series_key(sighting)].add(instant(sighting.when.start))
        for key, found in starts.items():
            if len(found) > 1:
                ordered = sorted(found)
                typical = median(b - a for a, b in pairwise(ordered))
                spacing[key] = min(typical, spacing.get(key, typical))
    return spacing


def score(new: Sighting, old: Sighting, known: Context) -> float:
    """Points; from `THRESHOLD` on `new` may be `old`. A veto is minus infinity."""
    points = 0.0
    for value in _evidence(new, old, known):
        points += value
        if value == VETO:
            break
    return points


def _evidence(new: Sighting, old: Sighting, known: Context) -> Iterator[float]:
    """Points for and against, one after the other."""
    yield _past(new, old, known)
    yield _key(new, old, known)
    link = _link(new, old, known)
    yield link
    yield from _title(new, old, known, other_link=link < 0)
    yield _time(new.when.start, old.when.start)
    yield from _recurrence(new, old, known)
    yield _place(new, old)
    yield _description(new.description, old.description)
    yield 0.2 if new.position == old.position else 0.0


def _past(new: Sighting, old: Sighting, known: Context) -> float:
    """What is over is not moved; only what was called off before may come back with a new date."""
    later = berlin_day(new.when.start) > berlin_day(old.when.start)
    if later and is_over(old.when, known.now) and old.status not in ("postponed", "cancelled"):
        return VETO
    return 0.0


def _key(new: Sighting, old: Sighting, known: Context) -> float:
    left, right = base_key(new), base_key(old)
    if known.volatile or not left or not right:
        return 0.0
    if left != right:
        return -1.5
    if known.keys[0][left] == known.keys[1][left] == 1:
        return 5.0
    return 1.5  # of a series


def _link(new: Sighting, old: Sighting, known: Context) -> float:
    left, right = canonical(new.url), canonical(old.url)
    if not left or not right:
        return 0.0
    own = known.urls[0][left] <= 1 and known.urls[1][right] <= 1
    if left != right:
        return -1.0 if own else 0.0
    if not own:
        return 0.5
    return 2.5 if left == canonical(new.page) else 4.0  # the list's own page says less


def _title(new: Sighting, old: Sighting, known: Context, *, other_link: bool) -> Iterator[float]:
    left, right = read_title(new.title), read_title(old.title)
    for a, b in ((left.years, right.years), (left.numbers, right.numbers), (left.parts, right.parts)):
        if a and b and not a & b:
            yield -3.0  # another year, edition or part
    found = titles(left, right)
    alike = 1.0 if left.text == right.text else found.alike
    if alike < 0.75 and (head := _shared_head(new.title, old.title)):
        telling = any(weight(word) >= 1.0 for word in head)
        alike = max(alike, 0.75 if not other_link else 0.6 if telling else 0.45)
    yield 6.0 * alike - 3.0
    if alike >= 0.9 and found.shared >= 1.0 and series_key(old) not in known.spacing:
        yield 1.0  # a title of its own


def _shared_head(a: str, b: str) -> tuple[str, ...]:
    """What stays of both titles when only the speaker or the subtitle was exchanged; () when more was."""
    left, right = _head(a), _head(b)
    return left.head if left.head == right.head else ()


@lru_cache(maxsize=20_000)
def _head(title: str) -> Title:
    return read_title(_SPEAKER.sub("", title))


def _time(new: Moment, old: Moment) -> float:
    if new == old:
        return 3.0
    if berlin_day(new) == berlin_day(old):
        return 2.3
    apart = abs((berlin_day(new) - berlin_day(old)).days)
    clock = 0.5 if _clock(new) and _clock(new) == _clock(old) else 0.0
    return next((value + clock for limit, value in _MOVES if apart <= limit), -4.0)


def _clock(moment: Moment) -> time | None:
    return moment.timetz().replace(tzinfo=None) if isinstance(moment, datetime) else None


def _recurrence(new: Sighting, old: Sighting, known: Context) -> Iterator[float]:
    """A series' next occurrence is not the last one moved: a move stays nearer to its own date than to the next."""
    start, before = new.when.start, old.when.start
    if start == before:
        return
    typical = known.spacing.get(series_key(old)) or known.spacing.get(series_key(new))
    far = typical is not None and abs(instant(start) - instant(before)) > 0.55 * typical
    if far and not _moved_away(new, old, known):
        yield VETO
    apart = abs((berlin_day(start) - berlin_day(before)).days)
    if old.status != "postponed" and apart >= 21 and apart % 7 == 0 and _clock(start) == _clock(before):
        yield -2.0  # same weekday and hour, weeks later: looks like the next of a series


def _moved_away(new: Sighting, old: Sighting, known: Context) -> bool:
    """Whether an occurrence that is known by its own id, link or number left its place in the series: a series that
    rolls on shows one of the two dates in both lists."""
    numbers = read_title(new.title).numbers & read_title(old.title).numbers
    if not numbers and set(own_names(new, known)).isdisjoint(own_names(old, known)):
        return False
    return _occurrence(new) not in known.dates[1] and _occurrence(old) not in known.dates[0]


def _place(new: Sighting, old: Sighting) -> float:
    left, right = _place_words(new), _place_words(old)
    if not left or not right:
        return 0.3
    return 1.0 if left & right else -0.5


def _place_words(sighting: Sighting) -> frozenset[str]:
    venue = sighting.venue
    if venue is None:
        return frozenset({sighting.online}) if sighting.online == "yes" else frozenset()
    return frozenset(fold(part) for part in (venue.name, venue.street, venue.city) if part)


def _description(new: str | None, old: str | None) -> float:
    if not new or not old:
        return 0.0
    if new == old or fuzz.ratio(new[:400], old[:400]) >= 80:
        return 1.5
    return 0.0


def own_names(sighting: Sighting, known: Context) -> Iterator[tuple[str, str]]:
    """The id and the link that in both lists stand for one event at most."""
    key, url = base_key(sighting), canonical(sighting.url)
    if key and not known.volatile and known.keys[0][key] <= 1 and known.keys[1][key] <= 1:
        yield "key", key
    if url and known.urls[0][url] <= 1 and known.urls[1][url] <= 1:
        yield "url", url


def candidates(fresh: Sequence[Sighting], stored: Sequence[Sighting], volatile: bool) -> set[tuple[int, int]]:
    """Index pairs worth scoring: they share an id, a link, a day, a title or a word of it, unless a CROWD does."""
    index: dict[tuple[str, object], list[int]] = defaultdict(list)
    for position, sighting in enumerate(stored):
        for sign in _signs(sighting, volatile):
            index[sign].append(position)
    found: set[tuple[int, int]] = set()
    for position, sighting in enumerate(fresh):
        for sign in _signs(sighting, volatile):
            others = index.get(sign, ())
            if len(others) <= CROWD:
                found.update((position, other) for other in others)
    return found


def _signs(sighting: Sighting, volatile: bool) -> Iterator[tuple[str, object]]:
    key, url = base_key(sighting), canonical(sighting.url)
    if key and not volatile:
        yield "key", key
    if url:
        yield "url", url
    yield "day", berlin_day(sighting.when.start)
    title = series_key(sighting)
    yield "title", title
    yield from (("word", word) for word in title if len(word) >= 4)

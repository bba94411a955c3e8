"""Are two listings the same real-world event? A scored, explained comparison of two; knows no cluster and no store.

Evidence adds points; what cannot be true of one event (another day, city, part, edition) is a veto. A wrong merge
hides an event, a missed one only shows it twice: in doubt the two stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import exp

from pipeline.geo.gazetteer import gazetteer
from pipeline.matching import clues
from pipeline.matching.clues import NEXT_KM, SAME_MINUTE, VETO, Clue
from pipeline.matching.concepts import CONCEPTS, GENERIC, weight
from pipeline.matching.listing import Listing, Place, kilometres, town_in
from pipeline.matching.profile import Profile, profile
from pipeline.matching.similar import COMMON, Overlap, foreign, same_head, titles
from pipeline.matching.titles import Title
from pipeline.places import find_city

THRESHOLD = 3.5  # points from which two listings are one event
TRANSLATED = 0.55  # two titles in two languages that share a word
ONE_HEAD = 0.7  # two subtitles of one name
OTHERWISE = 0.8  # titles less alike than this, that both say something else, may be two tracks of one day
ENOUGH = 1.4  # four everyday words in common are a name, too
TOWN = 5_000  # people; the name of a smaller place is more often a word
_AT = re.compile(
    r"\b(?:auf|am|bei|beim|im rahmen|waehrend|vor|nach|zur|zum|at|during|before|after)(?: (?:der|dem|des|den|the))? $"
)


@dataclass(frozen=True, slots=True)
class Match:
    """The answer. `score` 0..1 (0.5: undecided; 0: impossible), `why`: every piece of evidence with its points."""

    same: bool
    score: float
    why: str


def compare(a: Listing, b: Listing) -> Match:
    """Whether `a` and `b` are one event, and why. Symmetric."""
    points = 0.0
    reasons: list[str] = []
    for value, reason in _evidence(profile(a), profile(b)):
        if value == VETO:
            return Match(False, 0.0, f"apart: {reason}")
        points += value
        reasons.append(f"{reason} {value:+.1f}")
    return Match(points >= THRESHOLD, _score(points), "; ".join(reasons))


def score(a: Profile, b: Profile) -> float:
    """Only the score of two listings that were made ready before."""
    points = 0.0
    for value, _ in _evidence(a, b):
        points += value
        if value == VETO:
            return 0.0
    return _score(points)


def _score(points: float) -> float:
    return round(1 / (1 + exp(THRESHOLD - points)), 3)


def _evidence(a: Profile, b: Profile) -> Iterator[Clue]:
    """Cheap vetoes first: most pairs of one block end there."""
    time = clues.time(a, b)
    yield time
    city = clues.city(a, b)
    yield city
    yield clues.mode(a, b)
    if _plainly(a, b):
        yield 3.5, "same telling title"
        return
    quiet = a.quiet if a.quiet == b.quiet else a.quiet | b.quiet
    found = titles(a.title, b.title, quiet, a.towns if a.towns == b.towns else a.towns | b.towns)
    one_head = time[0] >= SAME_MINUTE and found.contrasts and same_head(a.title, b.title, quiet)
    told = list(_title(a.title, b.title, found, one_head=one_head))
    yield from told
    if time[0] + city[0] + sum(points for points, _ in told) + clues.best_left(a, b) < THRESHOLD:
        return
    yield from _exclusions(a.title, b.title)
    yield from _named_town(a, b, found)
    yield from _side_event(a.title, b.title)
    yield from clues.place_and_host(a, b, _generic(a, b, found))
    yield from clues.link(a, b)


def _plainly(a: Profile, b: Profile) -> bool:
    """One telling title, minute, town, and host or house, and no platform that keeps them apart: it needs no more."""
    if (
        a.title.text != b.title.text
        or a.title != b.title
        or a.clock != b.clock
        or not a.town
        or a.town != b.town
        or (a.native and b.native)
    ):
        return False
    if a.venue != b.venue and a.organizer != b.organizer and a.venue and b.venue:
        return False
    quiet = a.quiet | b.quiet
    return any(weight(word) >= 1.0 and word not in quiet for word in a.title.tokens)


def _generic(a: Profile, b: Profile, found: Overlap) -> bool:
    """Whether the titles share only what hundreds of events are called: no name, no number, not their own host."""
    if found.telling or a.title.numbers & b.title.numbers or (found.shared >= ENOUGH and not found.contrasts):
        return False
    return not (set(found.both) & (a.names | b.names)) - a.towns - b.towns - COMMON - GENERIC


def _exclusions(a: Title, b: Title) -> Iterator[Clue]:
    if a.plain and b.plain:
        return
    pairs = (
        ("year", a.years, b.years),
        ("edition", a.numbers, b.numbers),
        ("part", a.parts, b.parts),
        ("day", a.days, b.days),
        ("hour", a.hours, b.hours),
    )
    for name, left, right in pairs:
        if left and right and not left & right:
            yield VETO, f"another {name} ({', '.join(sorted(left))} and {', '.join(sorted(right))})"
    if a.numbers & b.numbers:
        yield 1.0, "same edition number"
    if bool(a.parts) != bool(b.parts):
        yield -0.7, "only one names a part"
    if a.satellites != b.satellites:
        yield -3.0, f"only one is {', '.join(sorted(a.satellites ^ b.satellites))}"
    yield from _contrasts(a, b)


def _contrasts(a: Title, b: Title) -> Iterator[Clue]:
    """Beginners and advanced, German and English, morning and afternoon."""
    for group in sorted({group for group, _ in a.contrasts} & {group for group, _ in b.contrasts}):
        if not {pair for pair in a.contrasts if pair[0] == group} & b.contrasts:
            yield VETO, f"another {group}"


def _named_town(a: Profile, b: Profile, found: Overlap) -> Iterator[Clue]:
    """A town in a title: where two titles differ by towns they are two events."""
    if found.left_only and found.right_only:
        left, right = (sorted(filter(_is_town, side)) for side in (found.left_only, found.right_only))
        if left and right:
            yield VETO, f"titles name {', '.join(left)} and {', '.join(right)}"
    for one, other, words in ((a, b, found.left_only), (b, a, found.right_only)):
        named = town_in(one.raw_title) if other.town and any(map(_in_a_name, words)) else None
        if named and other.town and not _near(named, other.town) and named != one.town:
            yield -3.0, f"one names {named.name}, the other is in {other.town.name}"


@lru_cache(maxsize=50_000)
def _is_town(word: str) -> bool:
    found = find_city(word) if len(word) >= 4 and word not in CONCEPTS else None
    return found is not None and found.population >= TOWN


@lru_cache(maxsize=50_000)
def _in_a_name(word: str) -> bool:
    return word in gazetteer().words


def _near(a: Place, b: Place) -> bool:
    apart = kilometres(a, b)
    return a.name == b.name or (apart is not None and apart <= NEXT_KM)


def _title(a: Title, b: Title, found: Overlap, *, one_head: bool) -> Iterator[Clue]:
    """`one_head`: at one minute two subtitles of one name are two ways to announce it."""
    if not found.shared:
        yield -4.0, "titles share nothing"
        return
    translated = found.contrasts and foreign(a, b)
    alike = max(found.alike, TRANSLATED if translated else 0.0, ONE_HEAD if one_head else 0.0)
    yield -3.0 + 6.0 * alike + 0.8 * (min(found.shared, 3.0) - 1.0), f"titles {alike:.0%} alike"
    if alike < OTHERWISE and found.contrasts and not one_head and not translated:
        yield (-1.5 if found.telling else -3.0), "each also names something else"


def _side_event(a: Title, b: Title) -> Iterator[Clue]:
    """ "Pitch at the fair" is not the fair."""
    for short, long in ((a, b), (b, a)):
        before = long.text.removesuffix(short.text)
        if short.text and before != long.text and _AT.search(before):
            yield -5.0, "one takes place at the other"

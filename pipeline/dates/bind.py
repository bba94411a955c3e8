"""Phrases to drafts: what labels make of days and times, and which times belong to which days.

Deadlines, dates of posts and history, and old dates of moved events are told apart here; "Einlass" and "Ende" find
their place; an agenda becomes one event. Everything is still unresolved: no year is filled in.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.dates.items import Dates, Mark, Phrase, Slot, Time, Times
from pipeline.dates.phrases import Parser
from pipeline.dates.roles import assign_roles

_SOFT = frozenset({"comma", "sep", "from", "each", "year"})
_TELLING = frozenset({"label", "range", "by", "latest", "moved", "not", "except", "each", "ahead", "off", "record"})
NO_CUT, OF_WORDS, FIRM, NO_TIME = 0, 1, 2, 9  # how a label is parted from the time on one side of it
NOON = 12  # "Dauer 8–10 h" is as long as it says
SHORTEST_HOUR = 7  # o'clock, from which on a number of hours is hardly how long something lasts
_TIME_LABELS = frozenset({"doors", "begin", "end", "closing", "break", "duration", "hours"})


def bind(parsed: Parser) -> list[Dates]:
    """All days of a text with their role and their times filled in (`Dates.times`), in order."""
    phrases, all_dates = parsed.phrases, parsed.lists
    if len(all_dates) == 1 and len(parsed.groups) < 2 and _TELLING.isdisjoint(parsed.marks):
        all_dates[0].times = parsed.groups
        return all_dates
    assign_roles(phrases)
    label_times(phrases)
    for place, phrase in enumerate(phrases):
        if isinstance(phrase, Times):
            owner = _owner(phrases, place, phrase)
            if owner is not None:
                owner.times.append(phrase)
    if "each" in parsed.marks:
        _share(all_dates)
    return all_dates


def _owner(phrases: Sequence[Phrase], place: int, times: Times) -> Dates | None:
    before = _nearest(phrases, range(place - 1, -1, -1))
    after = _nearest(phrases, range(place + 1, len(phrases)))
    first = next(i for i, phrase in enumerate(phrases) if isinstance(phrase, Dates | Times))
    leads = isinstance(phrases[first], Times) and isinstance(_last_phrase(phrases), Dates)
    if before is None or (leads and after is not None and after.role == "event"):
        return after if after is None or after.role == "event" else _next_event(phrases, place)
    if before.role == "event":
        return before
    if not times.label and _adjacent(phrases, place):
        return before
    return _previous_event(phrases, place) or _next_event(phrases, place)


def _last_phrase(phrases: Sequence[Phrase]) -> Phrase | None:
    return next((phrase for phrase in reversed(phrases) if not isinstance(phrase, Mark)), None)


def _nearest(phrases: Sequence[Phrase], places: range) -> Dates | None:
    for place in places:
        phrase = phrases[place]
        if isinstance(phrase, Dates):
            return phrase
    return None


def _previous_event(phrases: Sequence[Phrase], place: int) -> Dates | None:
    found = [phrase for phrase in phrases[:place] if isinstance(phrase, Dates) and phrase.role == "event"]
    return found[-1] if found else None


def _next_event(phrases: Sequence[Phrase], place: int) -> Dates | None:
    return next((phrase for phrase in phrases[place:] if isinstance(phrase, Dates) and phrase.role == "event"), None)


def _adjacent(phrases: Sequence[Phrase], place: int) -> bool:
    """Only separators stand between these times and the days before them."""
    for phrase in reversed(phrases[:place]):
        if isinstance(phrase, Dates):
            return not phrase.times
        if not isinstance(phrase, Mark) or phrase.kind not in _SOFT:
            return False
    return False


def _share(all_dates: Sequence[Dates]) -> None:
    """ "jeweils 18 Uhr": the time of the last list holds for the ones that have none."""
    times = next((dates.times for dates in reversed(all_dates) if dates.role == "event" and dates.times), [])
    for dates in all_dates:
        if dates.role == "event" and not dates.times and not any(span.t1 for span in dates.spans):
            dates.times = times


def label_times(phrases: Sequence[Phrase]) -> None:
    """Gives each `Times` the label that stands with it, before or after, and notes whether words part it from the
    last."""
    places = [place for place, phrase in enumerate(phrases) if isinstance(phrase, Times)]
    if len(places) < 2 and not any(isinstance(phrase, Mark) and phrase.kind == "label" for phrase in phrases):
        return
    backwards = _labels_follow(phrases, places)
    for number, place in enumerate(places):
        times = phrases[place]
        assert isinstance(times, Times)
        lower = places[number - 1] + 1 if number else 0
        upper = places[number + 1] if number + 1 < len(places) else len(phrases)
        times.loose = number > 0 and any(_parts(phrase) for phrase in phrases[lower:place])
        times.weekdays = _weekdays(phrases[lower:place])
        between = phrases[place + 1 : upper] if backwards else phrases[lower:place]
        times.label = _label(between, backwards)
        if times.label == "duration" and len(places) == 1 and _says_when(times.slots):
            times.label = ""
        if times.label == "closing":  # the last point of an agenda is its end; a lone point is none
            times.label = "end" if number and place == places[-1] else ""


def _says_when(slots: Sequence[Slot]) -> bool:
    """Whether what is called a duration is hours of the day: "Dauer: 17:30 bis 19:30 Uhr", not "Dauer: 2–3 h"."""
    whole = [(one.start, one.end) for one in slots if one.start and one.end]
    exact = any(start.minute or end.minute or end.hour > NOON for start, end in whole)
    return exact and all(SHORTEST_HOUR <= start.hour <= end.hour for start, end in whole)


def _weekdays(before: Sequence[Phrase]) -> tuple[int, ...]:
    """The weekdays that stand right before times: one, or a row of them ("Mo–Fr 9–18 Uhr")."""
    marks = [phrase for phrase in before if isinstance(phrase, Mark) and phrase.kind not in _SOFT]
    days = [mark for mark in marks if mark.kind == "wd"]
    if not days or marks[-1] is not days[-1]:
        return ()
    if len(days) == 1:
        return (days[0].number,)
    first, last = days[0].number, days[-1].number
    if days[-1].name == "-":
        return tuple(range(first, last + 1)) if len(days) == 2 else ()
    return tuple(day.number for day in days)


def _parts(phrase: Phrase) -> bool:
    return isinstance(phrase, Dates) or (isinstance(phrase, Mark) and phrase.kind in {"gap", "label", "wd"})


def _label(between: Sequence[Phrase], backwards: bool) -> str:
    found = ""
    for phrase in between:
        if isinstance(phrase, Dates):
            if backwards:
                break
            found = found if found in {"begin", "end"} else ""
        elif isinstance(phrase, Mark) and phrase.kind == "label" and phrase.name in _TIME_LABELS:
            found = phrase.name
            if backwards:
                break
    return found


def _labels_follow(phrases: Sequence[Phrase], places: Sequence[int]) -> bool:
    """Whether labels stand behind their times ("18:00 Einlass 19:00 Beginn") or before them ("Einlass 18 Uhr").

    Said by the first label: one with no time before it stands before its time; one set off by a comma, bracket or colon
    belongs to the other side; else a door that would open after the beginning decides.
    """
    for place, phrase in enumerate(phrases):
        if not isinstance(phrase, Mark) or phrase.kind != "label" or phrase.name not in _TIME_LABELS:
            continue
        if not places or place < places[0]:
            return False
        left, right = _cut(phrases, place, -1), _cut(phrases, place, 1)
        if right == NO_TIME and left >= FIRM:
            continue
        if left != right:
            return right > left
        return _doors_first(phrases, places, place, phrase.name)
    return False


def _cut(phrases: Sequence[Phrase], place: int, step: int) -> int:
    """How a label is parted from the time on one side: not, by words, by a comma or bracket; or none is there."""
    cut = NO_CUT
    while 0 <= place + step < len(phrases):
        place += step
        phrase = phrases[place]
        if isinstance(phrase, Times):
            return cut
        if isinstance(phrase, Dates):
            return NO_TIME
        cut = max(cut, _weight(phrase, step))
    return NO_TIME


def _weight(mark: Mark, step: int) -> int:
    if mark.kind in {"comma", "list"} or (mark.kind == "sep" and mark.name in "|•·;.()"):
        return FIRM
    if mark.kind == "sep":
        return NO_CUT if step > 0 else FIRM
    return OF_WORDS if mark.kind == "gap" else NO_CUT


def _doors_first(phrases: Sequence[Phrase], places: Sequence[int], place: int, name: str) -> bool:
    before = [phrases[p] for p in places if p < place]
    after = [phrases[p] for p in places if p > place]
    if name != "doors" or not before or not after:
        return True
    return _start(before[-1]) <= _start(after[0])


def _start(phrase: Phrase) -> int:
    time = phrase.slots[0].start or phrase.slots[0].end if isinstance(phrase, Times) else None
    return time.minutes if time else 0


def slots_of(groups: Sequence[Times]) -> tuple[list[Slot], bool]:
    """The occurrences that the times of one day make: (slots, whether the start had to be taken from the doors).

    Times in one list are several occurrences; times with words between them are an agenda: one occurrence, which ends
    when "Ende" says so or the last point has an end.
    """
    if len(groups) == 1 and groups[0].label in {"", "begin"}:
        return groups[0].slots, False
    plain = [times for times in groups if times.label in {"", "begin"}]
    ends = [times.slots[0].start or times.slots[0].end for times in groups if times.label == "end"]
    begins = [times for times in plain if times.label == "begin"]
    doors = [times for times in groups if times.label == "doors"]
    only_doors = not plain and bool(doors)
    chosen = begins or plain or doors
    if not chosen:
        return [], False
    if len(chosen) == 1 or begins:
        slots = list(chosen[0].slots)
    elif not any(times.loose for times in chosen[1:]):
        slots = [slot for times in chosen for slot in times.slots]
    else:
        slots = [Slot(chosen[0].slots[0].start, _last_end(chosen))]
    if ends and len(slots) == 1 and slots[0].end is None:
        slots = [Slot(slots[0].start, ends[-1])]
    return slots, only_doors


def _last_end(chosen: Sequence[Times]) -> Time | None:
    """The end of an agenda: of its last point, unless it lies within the first ("9–17 Uhr, Essen um 12 Uhr")."""
    whole, last = chosen[0].slots[0], chosen[-1].slots[-1]
    if whole.start and whole.end and last.start and whole.start.minutes < last.start.minutes < whole.end.minutes:
        return last.end if last.end and last.end.minutes > whole.end.minutes else whole.end
    return last.end

"""What a date is: of the event, a deadline, or of something else (a post, the past, the day an event was moved from).

Reads the labels around each list of days; decides nothing about times.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.dates.items import PASSING, Dates, Mark, Phrase, Times

_DROPS = frozenset({"post", "history", "old", "regstart"})
_BEHIND = frozenset({"deadline", "post", "history", "regstart"})


def assign_roles(phrases: Sequence[Phrase]) -> None:
    """Sets `role` of each `Dates`: event, deadline, or the reason why it is neither."""
    start = 0
    for place, phrase in enumerate(phrases):
        if isinstance(phrase, Dates):
            marks = [mark for mark in phrases[start:place] if isinstance(mark, Mark)]
            _off_behind(phrases, place, phrase)
            phrase.role = _before(marks, phrase) or _behind(phrases, place) or "event"
            start = place + 1
    _moved(phrases)


def _before(marks: Sequence[Mark], dates: Dates) -> str:
    """The role that the marks between the last days and these give; "" when they say nothing."""
    marks = _outside_brackets(marks)
    if _off(marks):
        for span in dates.spans:
            span.off = True
    if _recorded(marks, dates):
        return "post"
    names = [mark.name if mark.kind == "label" else mark.kind for mark in marks]
    last = _strongest(names)
    if last in _DROPS and (last in {"old", "regstart"} or _close(marks, last)):
        return last
    if last == "deadline" or "latest" in names:
        return "deadline"
    if last == "register":
        return _registration(marks, dates)
    ending = [mark for mark in marks if mark.kind not in PASSING]
    if ending and (ending[-1].kind in {"by", "ahead"} or (ending[-1].kind == "range" and ending[-1].name != "-")):
        return "until"
    return "old" if ending and ending[-1].kind in {"except", "not"} else ""


def _off(marks: Sequence[Mark]) -> bool:
    """ "Ausfall am …", "kein Termin am …"."""
    ending = [mark for mark in marks if mark.kind not in PASSING][-2:]
    if ending and ending[-1].kind == "off":
        return True
    return len(ending) == 2 and ending[0].kind == "not" and ending[1].kind == "topic"


def _off_behind(phrases: Sequence[Phrase], place: int, dates: Dates) -> None:
    """ "3.12. entfällt", "3.12. (abgesagt)"; but "3.12. (Ausfall am 10.12.)" speaks of the next day."""
    cut = False
    for at in range(place + 1, len(phrases)):
        phrase = phrases[at]
        if isinstance(phrase, Mark) and phrase.kind == "off":
            if not (cut and at + 1 < len(phrases) and isinstance(phrases[at + 1], Dates)):
                dates.spans[-1].off, phrase.kind = True, "gap"
            return
        if not isinstance(phrase, Times) and not (isinstance(phrase, Mark) and phrase.kind in PASSING):
            return
        cut = cut or isinstance(phrase, Mark)


def _recorded(marks: Sequence[Mark], dates: Dates) -> bool:
    """ "Foto vom 3.9."; "Fotos vom 3. bis 5.9." may be what is shown on these days."""
    told = [mark for mark in marks if mark.kind not in {"comma", "sep"}][-2:]
    if (
        len(told) < 2
        or told[0].kind != "record"
        or told[1].kind != "from"
        or told[1].name not in {"vom", "von", "from"}
    ):
        return False
    return len(dates.spans) == 1 and dates.spans[0].last is None


def _strongest(names: Sequence[str]) -> str:
    """The last label that says something of a date; "Beginn" after a deadline ends its reach."""
    for place in range(len(names) - 1, -1, -1):
        name = names[place]
        if name == "register" and _deadline_for(names[:place]):
            return "deadline"
        if name in _DROPS or name in {"deadline", "register"}:
            return name
        if name in {"begin", "topic"}:
            return ""
    return ""


def _deadline_for(names: Sequence[str]) -> bool:
    """ "Frist für Bewerbungen": only words stand between the deadline and what it is for."""
    said = [name for name in names if name not in {"gap", "range"}]  # "deadline to apply"
    return said[-1:] == ["deadline"]


def _outside_brackets(marks: Sequence[Mark]) -> Sequence[Mark]:
    """What stands in closed brackets belongs to the days before them."""
    for place in range(len(marks) - 1, -1, -1):
        if marks[place].kind == "sep" and marks[place].name == ")":
            return marks[place + 1 :]
    return marks


def _close(marks: Sequence[Mark], name: str) -> bool:
    """Nothing but separators between the label and the days ("Stand: 3.12.")."""
    for mark in reversed(marks):
        if mark.kind == "label" and mark.name == name:
            return True
        if mark.kind not in PASSING:
            return False
    return False


def _registration(marks: Sequence[Mark], dates: Dates) -> str:
    """ "Anmeldung bis …" is a deadline, "Anmeldung ab …" the opposite; "Anmeldung vom … bis …" its time."""
    after = False
    for mark in marks:
        after = after or (mark.kind == "label" and mark.name == "register")
        if after and (mark.kind in {"by", "latest"} or (mark.kind == "range" and mark.name != "-")):
            return "deadline"
        if after and mark.kind == "label" and mark.name in {"end", "closing"}:
            return "deadline"  # "Registration closes on …"
        if after and mark.kind == "from":
            ranged = dates.spans[0].last is not None
            return "deadline" if ranged else "regstart" if mark.name in {"ab", "from", "starting"} else ""
    return ""


def _behind(phrases: Sequence[Phrase], place: int) -> str:
    """A label right behind the days that has no days of its own after it ("30.11. Anmeldeschluss")."""
    at = place + 1
    cut = False
    while at < len(phrases):
        phrase = phrases[at]
        if isinstance(phrase, Mark) and phrase.kind == "label":
            if phrase.name not in _BEHIND or (cut and phrase.name != "deadline"):
                return ""
            if _days_follow(phrases, at + 1):
                return ""
            role, phrase.name = phrase.name, "used"
            return role
        if not isinstance(phrase, Times) and not (isinstance(phrase, Mark) and phrase.kind in PASSING):
            return ""
        cut = cut or (isinstance(phrase, Mark) and phrase.kind == "comma")
        at += 1
    return ""


def _days_follow(phrases: Sequence[Phrase], at: int) -> bool:
    """Whether a label is followed by days of its own: a comma or full stop before them says no."""
    while at < len(phrases):
        phrase = phrases[at]
        if isinstance(phrase, Dates):
            return True
        if not isinstance(phrase, Mark) or phrase.kind == "comma" or (phrase.kind == "sep" and phrase.name in ";|.)"):
            return False
        at += 1
    return False


def _moved(phrases: Sequence[Phrase]) -> None:
    """ "verschoben vom A auf den B": A is the old date. What stands before "auf" is void."""
    kinds = [phrase.kind if isinstance(phrase, Mark) else "" for phrase in phrases]
    if "moved" not in kinds or "onto" not in kinds:
        return
    border = len(kinds) - 1 - kinds[::-1].index("onto")
    for phrase in phrases[:border]:
        if isinstance(phrase, Dates) and phrase.role == "event":
            phrase.role = "old"

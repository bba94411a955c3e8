"""The last day to register that a description names ("Anmeldung bis 3.12."), where a source has no field for it.

A sentence counts when it speaks of registering or applying and of an end, not of a cheaper price. A day after the event
is none. Reads no date itself: that is `dates`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pipeline import dates
from pipeline.localdays import written_day
from pipeline.model import Moment, When

SEARCHED = 4_000  # letters of a description
NEAR = 90  # letters around the word in which its day stands
TRIED = 3  # sentences that are read
_APPLY = re.compile(  # in small letters, as all here but `_STOP`
    r"\b(?:an(?:zu)?meld|meld\w* (?:sie|dich|euch)|regist|rsvp|bewerb|bewirb|einreich|zusag|sign[ -]?up|"
    r"apply|application|submi)"
)
_STEMS = (*"meld regist rsvp bewerb bewirb einreich zusag sign-up signup appl submi".split(), "sign up")  # of _APPLY
_END = re.compile(
    r"(?:schluss|schluß|frist|ende)\b|\b(?:bis|spätestens|stichtag|deadline|until|till|by|before|closes?|ends?|due|endet|enden|schließt|schließen)\b"
)
_CLOSING = re.compile(  # "Registration closes on 4 December": the day itself is the last one
    r"\b(?:anmelde|registr|bewerbung|einreich|application|submission)\w*\s+(?:is\s+|sind\s+|ist\s+)?(?:closes?|ends?|due|endet|enden|schließt|schließen)\b"
)
_CHEAPER = re.compile(r"early[ -]?bird|frühbucher|rabatt|discount|ermäßig|storn|cancel")
_STOP = re.compile(r"[!?;\n]|\.(?=\s+[A-ZÄÖÜ])(?<!\d\.)|(?<=\d{4})\.(?=\s)")  # no stop inside "3. Dezember"


def deadline(
    text: str | None, events: Sequence[When], as_of: datetime, tz: str, order: Literal["dmy", "mdy"] = "dmy"
) -> Moment | None:
    """The first such day of `text` (plain), read as on `as_of`; None when it names none, or for several events."""
    if not text or len(events) != 1:
        return None
    text = text[:SEARCHED]
    plain = text.lower()
    if not any(map(plain.__contains__, _STEMS)) or not (_APPLY.search(plain) and _END.search(plain)):
        return None
    sentences = [part for part in _STOP.split(text) if part and _speaks(part.lower())]
    named = (moment for part in sentences[:TRIED] for moment in _days(_around(part), as_of, tz, order))
    return next((moment for moment in named if written_day(moment) <= written_day(events[0].start)), None)


def _days(sentence: str, as_of: datetime, tz: str, order: Literal["dmy", "mdy"]) -> list[Moment]:
    reading = dates.read([sentence], as_of=as_of, tz=tz, order=order)
    closing = reading.occurrences if _CLOSING.search(sentence.lower()) else ()
    return [when.start for when in (*reading.deadlines, *closing)]


def _speaks(sentence: str) -> bool:
    return bool(_APPLY.search(sentence) and _END.search(sentence) and not _CHEAPER.search(sentence))


def _around(sentence: str) -> str:
    """The part of a long sentence in which the word stands."""
    found = _APPLY.search(sentence.lower())
    start = found.start() if found else 0
    return sentence[max(0, start - NEAR) : start + 2 * NEAR]

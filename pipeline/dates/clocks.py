"""Times of day: "6–8 PM", "18 Uhr c.t.", "8 Uhr abends", "halb acht", noon and midnight.

Turns tokens that are known to be a time into `Time`; whether a number is one is for `scan`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.dates.cursor import Cursor
from pipeline.dates.items import Day, Time
from pipeline.dates.token import Token

_TUNING = frozenset({"sep", "ct", "zone", "evening", "lunch", "night", "noon", "midnight", "st", "uhr", "morning"})
_PARTS = frozenset({"evening", "lunch", "night", "noon", "midnight", "morning"})
_SMALL = frozenset({"at", "from"})
_HOURS = frozenset({"clock", "num", "dot", "numword", "halb", "quarterto", "viertel"})
_SPOKEN = frozenset({"numword", "halb", "quarterto", "viertel"})
QUARTER = 15  # cum tempore: German universities begin a quarter past the hour


def clock_at(token: Token, end: Token) -> Time:
    """The time of `token`; `end` is the clock its row ends in ("6–8 PM": both are afternoon)."""
    hour = token.a
    if token is not end and end.text == "pm" and hour < 12 and hour + 12 <= end.a:
        hour += 12
    elif token is not end and end.text == "am" and hour == 12:
        hour = 0
    minute = token.b if token.kind in {"clock", "dot"} else 0
    return Time(hour, minute, f"{token.c:+d}" if token.text == "offset" else "")


def add_time(cursor: Cursor, place: int, time: Time, after: int) -> int:
    """Adds the time written from `place` to before `after`, tuned by what stands around it; the place after that."""
    last = cursor.items[-1] if cursor.items else None
    if isinstance(last, Time) and (last.hour, last.minute) == (time.hour, time.minute):
        cursor.items.pop()  # said in both ways: "6:00 PM 18:00"
    cursor.items.append(time)
    said = cursor.said.get(place)
    if said is not None:
        _tune(cursor, time, said)
    return tuned(cursor, after)


def part_of_day(cursor: Cursor, place: int, token: Token) -> bool:
    """ "abends um 8 Uhr", "nachmittags 3–5 Uhr": it holds for the hour behind it, and for both ends of a range; whether
    there is one."""
    hour = _past_small(cursor, place + 1)
    if cursor.peek(hour).kind not in _HOURS:
        return False
    cursor.said[hour] = token
    if cursor.peek(hour + 1).kind == "range":
        cursor.said[_past_small(cursor, hour + 2)] = token
    return True


def _past_small(cursor: Cursor, place: int) -> int:
    while cursor.peek(place).kind in _SMALL:
        place += 1
    return place


def tuned(cursor: Cursor, place: int) -> int:
    """Applies what follows a time to it (c.t., zone, "abends"); the place after that."""
    if cursor.peek(place).kind not in _TUNING:
        return place
    time = cursor.items[-1]
    if not isinstance(time, Time):
        return place
    while True:
        token = cursor.peek(place)
        step = 1
        if token.kind == "sep" and token.text in "()" and cursor.peek(place + 1).kind in {"zone", "ct", "st"}:
            token, step = cursor.peek(place + 1), 2
        hour = time.hour
        if not _tune(cursor, time, token):
            return place
        if time.hour != hour:
            _tune_start(cursor, place, token, hour)
        place += step


def _tune_start(cursor: Cursor, place: int, token: Token, end: int) -> None:
    """ "7 bis 9 Uhr abends": what follows the end of a row holds for its begin, too, if that comes before `end`, the
    hour that was written, and has no such word of its own."""
    start = cursor.items[-3] if len(cursor.items) > 2 and cursor.items[-2].kind == "range" else None
    row = next((at for at in range(place - 1, place - 5, -1) if cursor.peek(at).kind == "range"), place)
    own = cursor.peek(row - 1).kind in _PARTS
    if isinstance(start, Time) and not own and start.hour < end:
        _tune(cursor, start, Token("evening", "") if token.kind == "night" else token)


def _tune(cursor: Cursor, time: Time, token: Token) -> bool:
    if token.kind == "ct":
        _quarter(cursor, time)
    elif token.kind == "zone":
        _zone(cursor, token.text)
    elif token.kind == "evening":
        time.hour += 12 if 1 <= time.hour < 12 else 0
    elif token.kind == "lunch":
        time.hour += 12 if 1 <= time.hour < 4 else 0
    elif token.kind == "night":
        time.hour += 12 if 8 <= time.hour <= 12 else 0
    elif token.kind == "midnight" and time.hour == 12:
        time.hour = 24
    elif token.kind not in {"st", "uhr", "morning"} and not (token.kind == "noon" and time.hour == 12):
        return False
    time.vague = False
    return True


def _quarter(cursor: Cursor, time: Time) -> None:
    """Moves a full hour by a quarter; of "16–18 Uhr c.t." the first."""
    items = cursor.items
    if len(items) > 2 and items[-2].kind == "range" and isinstance(items[-3], Time):
        time = items[-3]
    if not time.minute and time.hour < 24:
        time.minute = QUARTER


def _zone(cursor: Cursor, name: str) -> None:
    """A zone holds for all times before it that have none ("18:00–20:00 MEZ")."""
    for item in reversed(cursor.items):
        if isinstance(item, Time):
            if item.zone:
                return
            item.zone = name


def spoken_clock(tokens: Sequence[Token], place: int) -> tuple[Time, int] | None:
    """(time, place after it) of "noon", "midnight", "halb acht", "dreiviertel acht", "Viertel nach sieben"."""
    token = tokens[place]
    if token.kind in {"noon", "midnight"}:
        return Time(12 if token.kind == "noon" else 24), place + 1
    minute = {"halb": 30, "quarterto": 45, "viertel": 15}[token.kind]
    at = place + 1
    if at < len(tokens) and tokens[at].kind in {"past", "ahead"}:
        minute = minute if tokens[at].kind == "past" else -minute
        at += 1
    elif token.kind == "viertel":
        minute = 15 - 60
    else:
        minute -= 60
    if at >= len(tokens) or tokens[at].kind not in {"num", "numword", "clock"} or not 1 <= tokens[at].a <= 12:
        return None
    total = tokens[at].a * 60 + minute
    total += 12 * 60 if total < 8 * 60 else 0
    return Time(total // 60, total % 60, vague=True), at + 1


def clock(cursor: Cursor, place: int, token: Token) -> int:
    if token.a > 24 or token.b > 59 or (token.a == 24 and token.b):
        return cursor.nothing(place)
    if token.text == "h" and _is_duration(cursor, place, token):
        return cursor.nothing(place)
    other = cursor.peek(place + 2) if cursor.peek(place + 1).kind == "range" else token
    time = clock_at(token, other if token.text == "colon" and other.kind == "clock" else token)
    return add_time(cursor, place, time, place + 1)


def _is_duration(cursor: Cursor, place: int, token: Token) -> bool:
    """ "2h", "24h Hackathon" say how long, "18h" says when."""
    before, after = cursor.peek(place - 1), cursor.peek(place + 1)
    if before.kind == "label" and before.text == "duration":
        return True
    if before.kind in {"range", "at", "from", "list", "slash"} or after.kind in {"range", "slash", "list"}:
        return False
    return not 7 <= token.a <= 23 or (after.kind == "word" and not isinstance(cursor.last_item(), Day))


def hour_minute(cursor: Cursor, place: int, token: Token) -> int:
    """ "18.30", and "6.30" of "6.30–8pm"."""
    other = cursor.peek(place + 2) if cursor.peek(place + 1).kind == "range" else token
    return add_time(cursor, place, clock_at(token, other if other.kind == "clock" else token), place + 1)


def spoken(cursor: Cursor, place: int, token: Token) -> int:
    found = spoken_clock(cursor.tokens, place)
    if found is None:
        return cursor.nothing(place)
    start = cursor.items[-2] if cursor.peek(place - 2).kind == "numword" and len(cursor.items) > 1 else None
    if isinstance(start, Time) and start.hour + 12 <= found[0].hour:
        start.hour, start.vague = start.hour + 12, True  # "von sechs bis halb acht": both in the evening
    return add_time(cursor, place, *found)


def number_word(cursor: Cursor, place: int, token: Token) -> int:
    """ "um sechs Uhr", "von sechs bis acht Uhr", "zwischen sechs und acht Uhr": six in the morning or the evening is
    not said, but what is written is taken."""
    to = {"range", "list"} if cursor.between else {"range"}
    until = cursor.peek(place + 1).kind in to and cursor.peek(place + 2).kind in _SPOKEN
    if until and cursor.peek(place + 3).kind in {"uhr", *_SPOKEN}:
        return add_time(cursor, place, Time(token.a), place + 1)
    if cursor.peek(place + 1).kind != "uhr":
        return cursor.nothing(place)
    return add_time(cursor, place, Time(token.a), place + 2)

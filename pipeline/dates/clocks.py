"""Times of day: "6–8 PM", "18 Uhr c.t.", "8 Uhr abends", "halb acht", noon and midnight.

Turns tokens that are known to be a time into `Time`; whether a number is one is for `scan`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.dates.items import Day, Mark, Time
from pipeline.dates.tokens import Token

if TYPE_CHECKING:
    from pipeline.dates.scan import Scanner

QUARTER = 15  # cum tempore: German universities begin a quarter past the hour
_TO = ("halb", 30), ("quarterto", 45)


def clock_at(token: Token, end: Token) -> Time:
    """The time of `token`; `end` is the clock its row ends in ("6–8 PM": both are afternoon)."""
    hour = token.a
    if token is not end and end.text == "pm" and hour < 12 and hour + 12 <= end.a:
        hour += 12
    elif token is not end and end.text == "am" and hour == 12:
        hour = 0
    minute = token.b if token.kind == "clock" else 0
    return Time(hour, minute, f"{token.c:+d}" if token.text == "offset" else "")


def tuned(scanner: Scanner, place: int) -> int:
    """Applies what follows a time to it (c.t., zone, "abends"); the place after that."""
    time = scanner.items[-1]
    if not isinstance(time, Time):
        return place
    while True:
        token = scanner.peek(place)
        step = 1
        if token.kind == "sep" and token.text in "()" and scanner.peek(place + 1).kind in {"zone", "ct", "st"}:
            token, step = scanner.peek(place + 1), 2
        if not _tune(scanner, time, token):
            return place
        place += step


def _tune(scanner: Scanner, time: Time, token: Token) -> bool:
    if token.kind == "ct" and not time.minute and time.hour < 24:
        time.minute = QUARTER
    elif token.kind == "zone":
        _zone(scanner, token.text)
    elif token.kind == "evening":
        time.hour += 12 if 1 <= time.hour < 12 else 0
    elif token.kind == "lunch":
        time.hour += 12 if 1 <= time.hour < 4 else 0
    elif token.kind == "night":
        time.hour += 12 if 8 <= time.hour <= 12 else 0
    elif token.kind not in {"st", "uhr", "morning", "ct"}:
        return False
    time.vague = False
    return True


def _zone(scanner: Scanner, name: str) -> None:
    """A zone holds for all times before it that have none ("18:00–20:00 MEZ")."""
    for item in reversed(scanner.items):
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
    if at < len(tokens) and tokens[at].text in {"nach", "vor"}:
        minute = minute if tokens[at].text == "nach" else -minute
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

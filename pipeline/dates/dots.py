""" "18.30" and "3.12": a time or a day, by what stands around it; neither, if nothing speaks for one."""

from __future__ import annotations

from pipeline.dates.clocks import hour_minute
from pipeline.dates.cursor import CLOSING, LINKS, Cursor
from pipeline.dates.items import Day, Mark, Time
from pipeline.dates.token import Token


def dot(cursor: Cursor, place: int, token: Token) -> int:
    """Read the token at `place`; the place after what was read."""
    if cursor.peek(place + 1).kind == "unit" or cursor.peek(place - 1).kind == "numbered":
        return cursor.nothing(place)
    clockable = token.a <= 24 and len(token.text) == 2 and token.b <= 59
    dateable = 1 <= token.a <= 31 and 1 <= token.b <= 12
    if clockable and _means_clock(cursor, place, dateable):
        return hour_minute(cursor, place, token)
    if dateable and _means_day(cursor, place, token):
        year, after = cursor.year_at(place + 1)
        cursor.add_day(token.a, token.b, year)
        return after
    return cursor.nothing(place)


def _means_clock(cursor: Cursor, place: int, dateable: bool) -> bool:
    before, after, beyond = cursor.peek(place - 1), cursor.peek(place + 1), cursor.peek(place + 2)
    last = cursor.last_item()
    if (before.kind == "at" and before.text in {"um", "gegen", "at"}) or (
        before.kind == "range" and isinstance(last, Time)
    ):
        return True
    if isinstance(last, Mark) and last.kind == "label" and last.name in {"begin", "doors", "end"}:
        return not dateable or any(isinstance(item, Day) for item in cursor.items)
    if isinstance(last, Mark) and last.kind == "range" and len(cursor.items) > 1 and isinstance(cursor.items[-2], Time):
        return True
    if after.kind == "range" and (
        beyond.kind == "clock" or (beyond.kind == "dot" and (beyond.b > 12 or beyond.b == 0))
    ):
        return True
    if isinstance(last, Day) and not cursor.run_wds:
        return not dateable or last.year >= 0 or before.kind not in {"comma", "list", "range", "slash"}
    return not dateable and (bool(cursor.items) or after.kind == "range")


def _means_day(cursor: Cursor, place: int, token: Token) -> bool:
    before, after = cursor.peek(place - 1), cursor.peek(place + 1)
    if cursor.run_wds or before.kind in {"at", "from", "range", "list", "slash"} or after.kind == "year":
        return True
    if after.kind in LINKS and cursor.peek(cursor.soft(place + 2)).kind in {"date", "dot"}:
        return True
    if before.kind == "comma" and isinstance(cursor.last_item(), Day):
        return True
    return place == 0 and (after.kind in CLOSING or (len(token.text) == 2 and token.a > 3))

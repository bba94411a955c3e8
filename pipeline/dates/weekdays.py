"""Weekdays: which day they stand with, in rows ("Do–Sa, 3.–5.12."), and days named by where today stands ("morgen")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import takewhile

from pipeline.dates.cursor import LINKS, SOFT, Cursor
from pipeline.dates.days import chain, opens_day
from pipeline.dates.items import Day, Item, Mark, Time
from pipeline.dates.token import Token

_WITHIN_TIMES = SOFT | LINKS | {"clock", "num", "dot", "zone"}


def weekday(cursor: Cursor, place: int, token: Token) -> int:
    """A weekday belongs to the day right after it; else to the one right before it; else it stands alone."""
    run, end = _run_of_weekdays(cursor, place)
    at = cursor.soft(end)
    if len(run) == 1 and (_timed_weekdays(cursor, end) or _own_times(cursor, end)):
        cursor.items.append(Mark("wd", "", token.a))
        return end
    if len(run) > 1:
        if opens_day(cursor, at):
            cursor.run_wds = _spread(run, _days_in_row(cursor, at))
        else:
            name = "-" if cursor.peek(place + 1).kind == "range" or cursor.peek(place + 2).kind == "range" else ""
            cursor.items.extend(Mark("wd", name, wd) for wd in run)
        return end
    last = cursor.last_item()
    before = cursor.items[-1] if cursor.items else None
    tight = isinstance(before, Day) or (isinstance(before, Mark) and before.name == "(")
    opens = opens_day(cursor, at)
    if isinstance(last, Day) and last.wd < 0 and ((tight and at > end) or not opens):
        last.wd = token.a
    elif opens:
        cursor.run_wds = [token.a]
    else:
        cursor.items.append(Mark("wd", "", token.a))
    return end


def _timed_weekdays(cursor: Cursor, place: int) -> bool:
    """ "Fr 18 Uhr bis So 16 Uhr" after a range of days: the weekdays say which time is which."""
    if cursor.peek(place).kind != "clock":
        return False
    after = cursor.peek(place + 1).kind == "range" and cursor.peek(place + 2).kind == "wd"
    return after or (cursor.peek(place - 2).kind == "range" and cursor.peek(place - 3).kind == "clock")


def _own_times(cursor: Cursor, place: int) -> bool:
    """ "Do 9–18 Uhr, Fr 9–16 Uhr" after several days: each has times of its own; the weekdays say which."""
    days = sum(isinstance(item, Day) for item in cursor.items)
    last = cursor.last_item()
    if days < 2 or not _time_at(cursor, place):
        return False
    if isinstance(last, Time):
        return any(isinstance(item, Mark) and item.kind == "wd" for item in _since_day(cursor.items))
    while cursor.peek(place).kind in _WITHIN_TIMES:
        place += 1
    if not isinstance(last, Day) or cursor.peek(place).kind != "wd":
        return False
    return _time_at(cursor, _run_of_weekdays(cursor, place)[1])


def _since_day(items: Sequence[Item]) -> Iterator[Item]:
    return takewhile(lambda item: not isinstance(item, Day), reversed(items))


def _time_at(cursor: Cursor, place: int) -> bool:
    place = cursor.soft(place)
    token = cursor.peek(place)
    return token.kind == "clock" or (token.kind in {"num", "dot"} and chain(cursor, place).kind == "clock")


def _run_of_weekdays(cursor: Cursor, place: int) -> tuple[list[int], int]:
    """The weekdays of "Do–Sa", "Fr/Sa", "Freitag und Samstag", and the place after them."""
    run = [cursor.tokens[place].a]
    end = at = place + 1
    while len(run) < 8:
        while cursor.peek(at).kind in {"range", "list", "slash", "comma"} or cursor.peek(at).text == ".":
            at += 1
        if at == end or cursor.peek(at).kind != "wd":
            break
        run.append(cursor.peek(at).a)
        end = at = at + 1
    return run, end


def _spread(run: list[int], days: int) -> list[int]:
    if days == len(run):
        return run
    return [run[0], run[-1]] if days == 2 else []


def _days_in_row(cursor: Cursor, place: int) -> int:
    count = 0
    while cursor.peek(place).kind in {"num", "date", "dot", *LINKS} or cursor.peek(place).text == ".":
        count += cursor.peek(place).kind in {"num", "date", "dot"}
        place += 1
    return count


_AHEAD = {"today": 0, "tomorrow": 1, "aftertomorrow": 2}


def relative(cursor: Cursor, place: int, token: Token) -> int:
    """ "Heute, 18 Uhr" is a day; "Technik von heute" is none: a time must stand beside it, or nothing else at all."""
    at = cursor.soft(place + 1)
    while cursor.peek(at).kind in {"evening", "morning", "lunch", "tomorrow"}:
        at = cursor.soft(at + 1)
    if cursor.peek(at).kind in {"clock", "end"} and (
        cursor.peek(at).kind == "clock" or place == 0 or cursor.peek(place - 1).kind == "clock"
    ):
        day = cursor.today + timedelta(days=_AHEAD[token.kind])
        cursor.items.append(Day(day.day, day.month, day.year, relative=True))
        return place + 1
    return cursor.nothing(place)


def this(cursor: Cursor, place: int, token: Token) -> int:
    """ "kommenden Dienstag" is the next one; "nächsten" may be either, and says nothing."""
    after = cursor.peek(place + 1)
    if after.kind != "wd" or token.text[:3] in {"näc", "nae", "nex"} or opens_day(cursor, cursor.soft(place + 2)):
        return cursor.nothing(place)
    day = cursor.today + timedelta(days=(after.a - cursor.today.weekday()) % 7)
    cursor.items.append(Day(day.day, day.month, day.year, relative=True))
    return place + 2

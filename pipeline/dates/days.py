"""Numbers that are days: "3.12.", "3. Dezember", "03 | Dez", "3., 10. und 17. Dezember", "Dezember: 3."

Every function takes the place of a token and hands back the place after what it read.
"""

from __future__ import annotations

from pipeline.dates.clocks import add_time, clock_at, hour_minute
from pipeline.dates.cursor import CLOSING, END, LINKS, Cursor
from pipeline.dates.items import Day, Mark, Time
from pipeline.dates.token import Token

DAY = Token("day", "")
_CHAINED = LINKS | {"at", "wd", "from"}


def numeric(cursor: Cursor, place: int, token: Token) -> int:
    if not (1 <= token.a <= 31 and 1 <= token.b <= 12):
        if token.c < 0 and token.a <= 24 and token.b <= 59:
            return hour_minute(cursor, place, token)
        cursor.items.append(Mark("bad", token.text))
        return place + 1
    year, after = token.c, place + 1
    if year < 0:
        year, after = cursor.year_at(after)
        if year < 0 and cursor.peek(place - 1).kind == "year":
            year = cursor.peek(place - 1).a
    cursor.add_day(token.a, token.b, year)
    return after


def num(cursor: Cursor, place: int, token: Token) -> int:
    """A bare number: a day, an hour, or nothing."""
    after = cursor.peek(place + 1)
    if after.kind == "unit" or cursor.peek(place - 1).kind == "numbered" or token.a > 31:
        return cursor.nothing(place)
    beyond = _day_with_month(cursor, place, token)
    if beyond >= 0:
        return beyond
    end = _hour_end(cursor, place, token, after)
    if end is not None:
        return add_time(cursor, place, clock_at(token, end), place + 1)
    if chain(cursor, place).kind == "day":
        cursor.add_day(token.a)
        return place + 1
    if _lone_day(cursor, place, token):
        cursor.add_day(token.a, *month_said(cursor))
        return place + 1
    return cursor.nothing(place)


def _day_with_month(cursor: Cursor, place: int, token: Token) -> int:
    """Adds the day of "3. Dezember 2026" or "03 12 2026"; the place after it, or -1."""
    if token.a < 1:
        return -1
    month = month_after(cursor, place)
    if month >= 0:
        year, beyond = cursor.year_at(month + 1)
        cursor.add_day(token.a, cursor.tokens[month].a, year)
        return beyond
    if (year_at := boxes(cursor, place)) >= 0:
        cursor.add_day(token.a, cursor.peek(cursor.soft(place + 1)).a, cursor.peek(year_at).a)
        return year_at + 1
    return -1


def _hour_end(cursor: Cursor, place: int, token: Token, after: Token) -> Token | None:
    """The clock that makes an hour of a bare number ("18–20 Uhr"), itself when it is one alone ("18 c.t."); or None."""
    if token.dot or token.a > 24:
        return None
    opening = after.kind == "range" and cursor.peek(place + 2).kind == "open"
    if opening or (after.kind in {"ct", "st"} and token.a < 24) or _lone_hour(cursor, place, token):
        return token
    end = chain(cursor, place)
    return end if end.kind == "clock" else None


def month_after(cursor: Cursor, place: int) -> int:
    """Where the month of this day number stands: "3. Dezember", "3rd of December", "03 | Do | Dez"; or -1."""
    at = place + 1
    if cursor.peek(at).kind in {"sep", "comma"} and cursor.peek(at + 1).kind in {"wd", "month"}:
        at += 1
    if cursor.peek(at).kind == "wd":
        if cursor.peek(cursor.soft(at + 1)).kind == "month":
            cursor.run_wds = [cursor.peek(at).a]
            return cursor.soft(at + 1)
        return -1
    if cursor.peek(at).text == "of":
        at += 1
    return at if cursor.peek(at).kind == "month" else -1


def boxes(cursor: Cursor, place: int) -> int:
    """Where the year stands of a day, month and year in boxes of their own ("03 12 2026", "03 | 12 | 2026"); or -1."""
    month_at = cursor.soft(place + 1)
    year_at = cursor.soft(month_at + 1)
    month, year = cursor.peek(month_at), cursor.peek(year_at)
    alike = month_at - place == year_at - month_at
    boxed = month.kind == "num" and 1 <= month.a <= 12 and len(month.text) == 2 and cursor.tokens[place].a >= 1
    short = month_at > place + 1 and year.kind == "num" and len(year.text) == 2 and cursor.peek(year_at + 1) is END
    return year_at if boxed and alike and (year.kind == "year" or short) else -1


def chain(cursor: Cursor, place: int) -> Token:
    """What a row of linked numbers ends in.

    Kind "day" ("3. bis 5. Dezember"), the clock ("10, 14 und 16 Uhr"), or END.
    """
    start = place
    place = _past_bracket(cursor, place)
    slashed = cursor.peek(place - 1).kind == "slash" and cursor.peek(place - 2).kind == "num"
    for _ in range(12):
        link = cursor.peek(place + 1)
        if link.kind not in LINKS or (slashed and link.kind == "range") or _parted(cursor, start, link):
            return END
        slashed = link.kind == "slash"
        place = _past_links(cursor, place + 1)
        token = cursor.peek(place)
        if token.kind != "num" or token.a > 31:
            return _row_end(token)
        place = _past_bracket(cursor, place)
        if cursor.peek(place + 1).kind == "month" or cursor.peek(place + 1).text == "of" or boxes(cursor, place) >= 0:
            return DAY
    return END


def _past_bracket(cursor: Cursor, place: int) -> int:
    """ "12. (Do), 13. (Fr)": a weekday in brackets does not end the row."""
    inside = cursor.peek(place + 1).text == "(" and cursor.peek(place + 2).kind == "wd"
    return place + 3 if inside and cursor.peek(place + 3).text == ")" else place


def _parted(cursor: Cursor, start: int, link: Token) -> bool:
    """ "Musterstraße 4, 3. Dezember": a bare number behind a word is not on the list of days."""
    bare = not cursor.tokens[start].dot and cursor.peek(start - 1).kind == "word"
    return bare and (link.kind == "comma" or link.space)


def _past_links(cursor: Cursor, place: int) -> int:
    while cursor.peek(place).kind in _CHAINED or cursor.peek(place).text == ".":
        place += 1
    return place


def _row_end(token: Token) -> Token:
    if token.kind == "date":
        return DAY
    if token.kind == "dot":
        return DAY if 1 <= token.b <= 12 else Token("clock", "dot", token.a, token.b)
    return token if token.kind == "clock" else END


def _lone_day(cursor: Cursor, place: int, token: Token) -> bool:
    """A bare day number under a month heading: "Do 3.", "03"."""
    if token.a < 1 or (cursor.month < 0 and month_said(cursor)[0] < 0):
        return False
    after = cursor.peek(place + 1).kind
    if cursor.run_wds:
        return True
    return (token.dot or len(cursor.tokens) == 1) and after in CLOSING and not isinstance(cursor.last_item(), Time)


def month_said(cursor: Cursor) -> tuple[int, int]:
    """(month, year) that the text gives before its days ("Dezember 2026: 3., 10. und 17."); -1 for each not said."""
    for item in reversed(cursor.items):
        if isinstance(item, Mark) and item.kind == "month":
            return item.number, int(item.name)
    return -1, -1


def _lone_hour(cursor: Cursor, place: int, token: Token) -> bool:
    """ "18:00–20", "am 3.12. um 18": an hour without its word, where nothing else fits."""
    before, after = cursor.peek(place - 1), cursor.peek(place + 1)
    if token.dot or token.a > 24 or token.text == "th" or after.kind not in CLOSING:
        return False
    last = cursor.items[-1] if cursor.items else None
    if isinstance(last, Mark) and last.kind == "range":
        return len(cursor.items) > 1 and isinstance(cursor.items[-2], Time)
    return before.text == "um" and token.a >= 6 and any(isinstance(item, Day) for item in cursor.items)


def month(cursor: Cursor, place: int, token: Token) -> int:
    """A month that no day number precedes: "December 3rd, 2026", "Dez 2026", "Dez | 03"."""
    at = cursor.soft(place + 1) if cursor.peek(place + 1).kind != "from" else place + 1
    if cursor.peek(at).kind == "wd" and cursor.peek(cursor.soft(at + 1)).kind == "num":
        cursor.run_wds = [cursor.peek(at).a]
        at = cursor.soft(at + 1)
    number = cursor.peek(at)
    if day_of_month(cursor, at, number) or _before_dash(cursor, at, number):
        year, after = cursor.year_at(at + 1)
        if year < 0 and cursor.peek(place - 1).kind == "year":
            year = cursor.peek(place - 1).a
        cursor.add_day(number.a, token.a, year)
        return _more_days(cursor, after, token.a, year)
    year, after = cursor.year_at(place + 1)
    if year >= 0 and day_of_month(cursor, after, cursor.peek(after)) and len(cursor.peek(after).text) == 2:
        cursor.add_day(cursor.peek(after).a, token.a, year)
        return after + 1
    cursor.items.append(Mark("month", str(year), token.a))
    return after


def day_of_month(cursor: Cursor, place: int, number: Token) -> bool:
    if number.kind != "num" or not 1 <= number.a <= 31:
        return False
    after, row = cursor.peek(place + 1), chain(cursor, place).kind
    if after.kind in {"unit", "month"} or row == "day" or (row == "clock" and not _comma_before_clock(cursor, place)):
        return False
    return not (number.dot and after.kind == "word")


def _comma_before_clock(cursor: Cursor, place: int) -> bool:
    """ "December 3, 6 pm", "December 1 and 8, 10 am": the comma ends the days; or it stands right behind the first."""
    at = place + 1
    while cursor.peek(at).kind in LINKS or cursor.peek(at).kind == "num":
        at += 1
    at -= 2 * (cursor.peek(at - 1).kind == "range")  # "1–4 p.m."
    return "comma" in {cursor.peek(place + 1).kind, cursor.peek(max(at - 1, place + 1)).kind}


def _before_dash(cursor: Cursor, place: int, number: Token) -> bool:
    """ "December 3 – 6 pm": a dash between blanks ends the date."""
    dash = cursor.peek(place + 1)
    return number.kind == "num" and 1 <= number.a <= 31 and dash.kind == "range" and dash.text == "-" and dash.space


def _more_days(cursor: Cursor, place: int, month: int, year: int) -> int:
    """ "Dec 3–5, 2026", "December 3, 5 and 7"."""
    while cursor.peek(place).kind in LINKS:
        at = place
        while cursor.peek(at).kind in LINKS:
            at += 1
        number = cursor.peek(at)
        if not day_of_month(cursor, at, number) or cursor.peek(at + 1).kind == "clock":
            break
        for link in cursor.tokens[place:at]:
            cursor.items.append(Mark(link.kind, link.text))
        found, place = cursor.year_at(at + 1)
        if year < 0 <= found:
            _give_year(cursor, found)
        cursor.add_day(number.a, month, found if found >= 0 else year)
    return place


def _give_year(cursor: Cursor, year: int) -> None:
    for item in cursor.items:
        if isinstance(item, Day) and item.year < 0:
            item.year = year


def opens_day(cursor: Cursor, place: int) -> bool:
    """Whether a day is written at `place`."""
    token = cursor.peek(place)
    if token.kind == "date":
        return 1 <= token.a <= 31 and 1 <= token.b <= 12
    if token.kind == "dot":
        return 1 <= token.a <= 31 and 1 <= token.b <= 12
    if token.kind == "month":
        return day_of_month(cursor, place + 1, cursor.peek(place + 1))
    if token.kind != "num" or not 1 <= token.a <= 31:
        return False
    known = cursor.month >= 0 or month_said(cursor)[0] >= 0
    return (
        month_after(cursor, place) >= 0
        or chain(cursor, place).kind == "day"
        or boxes(cursor, place) >= 0
        or (known and token.dot)
    )

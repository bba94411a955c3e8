"""Tokens to items: each token goes to the rule of its kind; what has none becomes a mark or a gap.

Which numbers are days is for `days` and `dots`, which are times for `clocks`, what weekdays mean for `weekdays`;
labels and links are told here. Joins nothing to ranges (`phrases`) and knows no calendar (`resolve`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pipeline.dates.clocks import clock, number_word, part_of_day, spoken
from pipeline.dates.cursor import Cursor
from pipeline.dates.days import month, num, numeric, opens_day
from pipeline.dates.dots import dot
from pipeline.dates.items import Day, Item, Mark
from pipeline.dates.token import Token
from pipeline.dates.weekdays import relative, this, weekday


def scan(tokens: Sequence[Token], today: date, month: int = -1) -> list[Item]:
    """All items, in order. `month`: of the heading above, or -1."""
    cursor = Cursor(tokens, today, month)
    place, length = 0, len(tokens)
    while place < length:
        token = tokens[place]
        rule = _HANDLERS.get(token.kind)
        place = rule(cursor, place, token) if rule else _mark(cursor, place, token)
    return cursor.items


def _mark(cursor: Cursor, place: int, token: Token) -> int:
    """Everything without a rule of its own; words that say nothing become one gap."""
    kind = token.kind
    if kind in _PLAIN:
        cursor.items.append(Mark(kind, token.text, token.a))
    elif kind != "at":
        cursor.gap()
    if token.dot and len(token.text) != 1:
        cursor.items.append(Mark("sep", "."))
    return place + 1


def _link(cursor: Cursor, place: int, token: Token) -> int:
    """`und` between two ends of "zwischen … und" is a range; "bis" before a label of its own stays a word."""
    if token.kind == "list" and cursor.between and token.text in {"und", "and", "u", "+"}:
        token = token.renamed("range", "bis")
        cursor.between = False
    after = cursor.peek(place + 1)
    if token.text == "-" and after.kind == "at" and after.text == "am":  # "28.10. - Am 3.12. …" begins a sentence
        return cursor.nothing(place)
    last = cursor.items[-1] if cursor.items else None
    if token.text == "to" and isinstance(last, Mark) and last.kind == "moved":
        token = token.renamed("onto", token.text)
    cursor.items.append(Mark(token.kind, token.text))
    return place + 1


def _onto(cursor: Cursor, place: int, token: Token) -> int:
    """ "vom 3. auf den 4. Dezember" is a night of two days, unless something was moved."""
    if (
        isinstance(cursor.last_item(), Day)
        and opens_day(cursor, cursor.soft(place + 1))
        and not any(t.kind == "moved" for t in cursor.tokens)
    ):
        token = token.renamed("range", "bis")
    cursor.items.append(Mark(token.kind, token.text))
    return place + 1


def _from(cursor: Cursor, place: int, token: Token) -> int:
    cursor.between = token.text in {"zwischen", "zw", "between"}
    cursor.items.append(Mark("from", token.text))
    return place + 1


def _label(cursor: Cursor, place: int, token: Token) -> int:
    """ "Ende Mai" is a part of May; "Ende offen" no end; any other label stands for itself."""
    after = cursor.peek(place + 1)
    if token.text == "end" and (after.kind in {"month", "year"} or cursor.peek(place - 1).kind == "open"):
        return place + 1
    if token.text == "end" and after.kind == "open":
        cursor.items.append(Mark("open"))
        return place + 2
    cursor.items.append(Mark("label", token.text))
    return place + 1


def _part(cursor: Cursor, place: int, token: Token) -> int:
    if not token.dot and part_of_day(cursor, place, token):  # "am Abend. 8 Uhr" are two sentences
        return place + 1
    return _mark(cursor, place, token)


def _year(cursor: Cursor, place: int, token: Token) -> int:
    cursor.items.append(Mark("year", token.text, token.a))
    return place + 1


def _numbered(cursor: Cursor, place: int, token: Token) -> int:
    """ "Raum 3.12", "Halle 4": the number belongs to the word."""
    cursor.gap()
    taken = cursor.peek(place + 1).kind in {"num", "dot", "noise"} and cursor.peek(place + 2).kind != "month"
    return place + 1 + taken


def _street(cursor: Cursor, place: int, token: Token) -> int:
    """ "Straße des 17. Juni": the day belongs to the name."""
    after = _mark(cursor, place, token)
    return place + 4 if cursor.peek(after).text == "des" and cursor.peek(place + 3).kind == "month" else after


_PLAIN = frozenset(
    (
        "comma slash sep range list each open moved onto off not but latest by week zone habit except topic "
        "ahead record"
    ).split()
)
_HANDLERS: dict[str, Callable[[Cursor, int, Token], int]] = {
    "date": numeric,
    "dot": dot,
    "num": num,
    "month": month,
    "wd": weekday,
    "clock": clock,
    "label": _label,
    "list": _link,
    "range": _link,
    "from": _from,
    "onto": _onto,
    "numword": number_word,
    "year": _year,
    "numbered": _numbered,
    "street": _street,
    "today": relative,
    "tomorrow": relative,
    "aftertomorrow": relative,
    "this": this,
    "evening": _part,
    "lunch": _part,
    "night": _part,
    "morning": _part,
    "noon": spoken,
    "midnight": spoken,
    "halb": spoken,
    "viertel": spoken,
    "quarterto": spoken,
}

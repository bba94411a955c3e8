"""Tokens to items: which numbers are days, which are hours, which are nothing.

The hard questions ("18.30": day or time? "42.": day or ordinal? "26": year or hour?) are answered here from the
neighbouring tokens. Does not join items to ranges (`phrases`) and knows no calendar (`resolve`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from datetime import date, timedelta

from pipeline.dates.clocks import clock_at, spoken_clock, tuned
from pipeline.dates.items import Day, Item, Mark, Time
from pipeline.dates.tokens import Token

END = Token("end", "")
_LINKS = frozenset({"range", "list", "comma", "slash"})
_SOFT = frozenset({"comma", "sep", "at", "from"})
_CLOSING = frozenset({"end", "sep", "comma", "clock", "range", "list", "at", "wd", "label", "from", "zone", "each"})


class Scanner:
    """One pass over the tokens of one text. `today` is `as_of`; `month` what a heading says, or -1."""

    def __init__(self, tokens: Sequence[Token], today: date, month: int = -1) -> None:
        self.tokens = tokens
        self.items: list[Item] = []
        self.today = today
        self.base = today.year
        self.month = month
        self.run_wds: list[int] = []
        self.between = False

    def peek(self, place: int) -> Token:
        """The token at `place`, or END."""
        return self.tokens[place] if 0 <= place < len(self.tokens) else END

    def run(self) -> list[Item]:
        """All items, in order."""
        place, length = 0, len(self.tokens)
        while place < length:
            token = self.tokens[place]
            handler = _HANDLERS.get(token.kind)
            place = handler(self, place, token) if handler else self.mark(place, token)
        return self.items

    def mark(self, place: int, token: Token) -> int:
        """Everything without a rule of its own; words that say nothing become one gap."""
        kind = token.kind
        if kind in _PLAIN:
            self.items.append(Mark(kind, token.text, token.a))
        elif kind != "at":
            self.gap()
        if token.dot and len(token.text) != 1:
            self.items.append(Mark("sep", "."))
        return place + 1

    def gap(self) -> None:
        """Words without meaning between two items, however many."""
        last = self.items[-1] if self.items else None
        if not (isinstance(last, Mark) and last.kind == "gap"):
            self.items.append(Mark("gap"))

    def add_day(self, day: int, month: int = -1, year: int = -1) -> None:
        """A day takes the weekday that stands right before it."""
        self.items.append(Day(day, month, year, self.run_wds.pop(0) if self.run_wds else -1))

    def soft(self, place: int) -> int:
        """The next place that is no comma, separator or small word."""
        while self.peek(place).kind in _SOFT:
            place += 1
        return place

    def last_item(self) -> Item | None:
        """The last item that is no separator."""
        for item in reversed(self.items):
            if not isinstance(item, Mark) or item.kind not in {"comma", "sep", "from"}:
                return item
        return None

    def year_at(self, place: int) -> tuple[int, int]:
        """(year or -1, place after it) of a year that belongs to the day just before `place`."""
        token = self.peek(place)
        if token.kind == "year":
            return token.a, place + 1
        after = self.peek(place + 1)
        if token.kind in {"comma", "sep"} and after.kind == "year" and after.text != "'":
            return after.a, place + 2
        if self._short_year(token, after):
            return token.a, place + 1
        return -1, place

    def _short_year(self, token: Token, after: Token) -> bool:
        if token.kind != "num" or len(token.text) != 2 or token.text == "th":
            return False
        if not self.base - 1 <= 2000 + token.a <= self.base + 3 or (token.dot and after.kind != "end"):
            return False
        return after.kind not in {"month", "unit", "slash", "dot", "clock"} or (after.kind == "clock" and token.a > 24)


def _date(self: Scanner, place: int, token: Token) -> int:
    if not (1 <= token.a <= 31 and 1 <= token.b <= 12):
        if token.c < 0 and token.a <= 24 and token.b <= 59:
            return _hour_minute(self, place, token)
        self.items.append(Mark("bad", token.text))
        return place + 1
    year, after = token.c, place + 1
    if year < 0:
        year, after = self.year_at(after)
    self.add_day(token.a, token.b, year)
    return after


def _hour_minute(self: Scanner, place: int, token: Token) -> int:
    self.items.append(Time(token.a, token.b))
    return tuned(self, place + 1)


def _dot(self: Scanner, place: int, token: Token) -> int:
    """ "18.30", "3.12": a time or a day, by what stands around it; neither, if nothing speaks for one."""
    if self.peek(place + 1).kind == "unit" or self.peek(place - 1).kind == "numbered":
        return self.mark(place, token._replace(kind="noise"))
    clockable = token.a <= 24 and len(token.text) == 2 and token.b <= 59
    dateable = 1 <= token.a <= 31 and 1 <= token.b <= 12
    if clockable and _means_clock(self, place, token, dateable):
        return _hour_minute(self, place, token)
    if dateable and _means_day(self, place, token):
        year, after = self.year_at(place + 1)
        self.add_day(token.a, token.b, year)
        return after
    return self.mark(place, token._replace(kind="noise"))


def _means_clock(self: Scanner, place: int, token: Token, dateable: bool) -> bool:
    before, after, beyond = self.peek(place - 1), self.peek(place + 1), self.peek(place + 2)
    last = self.last_item()
    if (
        (before.kind == "at" and before.text in {"um", "gegen", "at"})
        or before.kind == "range"
        and isinstance(last, Time)
    ):
        return True
    if isinstance(last, Mark) and last.kind == "label" and last.name in {"begin", "doors", "end"}:
        return not dateable or any(isinstance(item, Day) for item in self.items)
    if isinstance(last, Mark) and last.kind == "range" and len(self.items) > 1 and isinstance(self.items[-2], Time):
        return True
    if after.kind == "range" and (beyond.kind == "clock" or beyond.kind == "dot" and (beyond.b > 12 or beyond.b == 0)):
        return True
    if isinstance(last, Day) and not self.run_wds:
        return not dateable or last.year >= 0 or before.kind not in {"comma", "list", "range", "slash"}
    return not dateable and (bool(self.items) or after.kind == "range")


def _means_day(self: Scanner, place: int, token: Token) -> bool:
    before, after = self.peek(place - 1), self.peek(place + 1)
    if self.run_wds or before.kind in {"at", "from", "range", "list", "slash"} or after.kind == "year":
        return True
    if after.kind in _LINKS and self.peek(self.soft(place + 2)).kind in {"date", "dot"}:
        return True
    if before.kind == "comma" and isinstance(self.last_item(), Day):
        return True
    return place == 0 and (after.kind in _CLOSING or (len(token.text) == 2 and token.a > 3))


def _num(self: Scanner, place: int, token: Token) -> int:
    after = self.peek(place + 1)
    if after.kind == "unit" or self.peek(place - 1).kind == "numbered":
        return self.mark(place, token._replace(kind="noise", dot=False))
    if token.a > 31:
        return self.mark(place, token._replace(kind="noise", dot=False))
    month = _month_after(self, place)
    if month >= 0 and token.a >= 1:
        year, beyond = self.year_at(month + 1)
        self.add_day(token.a, self.tokens[month].a, year)
        return beyond
    if _boxes(self, place):
        self.add_day(token.a, after.a, self.tokens[place + 2].a)
        return place + 3
    if after.kind in {"ct", "st"} and not token.dot:
        self.items.append(Time(token.a))
        return tuned(self, place + 1)
    end = chain(self, place)
    if end.kind == "clock" and not token.dot and token.a <= 24:
        self.items.append(clock_at(token, end))
        return tuned(self, place + 1)
    if end.kind == "day":
        self.add_day(token.a)
        return place + 1
    if _lone_day(self, place, token):
        self.add_day(token.a, *_month_said(self))
        return place + 1
    if _lone_hour(self, place, token):
        self.items.append(Time(token.a))
        return tuned(self, place + 1)
    return self.mark(place, token._replace(kind="noise", dot=False))


def _month_after(self: Scanner, place: int) -> int:
    """Where the month of this day number stands: "3. Dezember", "3rd of December", "03 | Do | Dez"; or -1."""
    at = place + 1
    if self.peek(at).kind in {"sep", "comma"} and self.peek(at + 1).kind in {"wd", "month"}:
        at += 1
    if self.peek(at).kind == "wd":
        if self.peek(self.soft(at + 1)).kind == "month":
            self.run_wds = [self.peek(at).a]
            return self.soft(at + 1)
        return -1
    if self.peek(at).text == "of":
        at += 1
    return at if self.peek(at).kind == "month" else -1


def _boxes(self: Scanner, place: int) -> bool:
    """Day, month and year in boxes of their own: 03 12 2026."""
    month, year = self.peek(place + 1), self.peek(place + 2)
    return (
        year.kind == "year"
        and month.kind == "num"
        and 1 <= month.a <= 12
        and len(month.text) == 2
        and self.tokens[place].a >= 1
    )


def chain(self: Scanner, place: int) -> Token:
    """What a row of linked numbers ends in: kind "day" ("3. bis 5. Dezember"), "clock" ("10, 14 und 16 Uhr"), or END."""
    start = place
    slashed = self.peek(place - 1).kind == "slash" and self.peek(place - 2).kind == "num"
    for _ in range(12):
        at = place + 1
        if self.peek(at).kind not in _LINKS or (slashed and self.peek(at).kind == "range"):
            return END
        slashed = self.peek(at).kind == "slash"
        bare = not self.tokens[start].dot and self.peek(start - 1).kind == "word"
        if bare and (self.peek(at).kind == "comma" or self.peek(at).space):
            return END
        while (
            self.peek(at).kind in {"range", "list", "comma", "slash", "at", "wd", "from"} or self.peek(at).text == "."
        ):
            at += 1
        token = self.peek(at)
        if token.kind in {"date", "clock"}:
            return Token("day", "") if token.kind == "date" else token
        if token.kind == "dot":
            return Token("day", "") if 1 <= token.b <= 12 else Token("clock", "dot", token.a, token.b)
        if token.kind != "num" or token.a > 31:
            return END
        if self.peek(at + 1).kind == "month" or self.peek(at + 1).text == "of":
            return Token("day", "")
        place = at
    return END


def _lone_day(self: Scanner, place: int, token: Token) -> bool:
    """A bare day number under a month heading: "Do 3.", "03"."""
    if token.a < 1 or (self.month < 0 and _month_said(self)[0] < 0):
        return False
    after = self.peek(place + 1).kind
    if self.run_wds:
        return True
    return (token.dot or len(self.tokens) == 1) and after in _CLOSING and not isinstance(self.last_item(), Time)


def _month_said(self: Scanner) -> tuple[int, int]:
    """(month, year) that the same text gives before its days: "Dezember 2026: 3., 10. und 17."; -1 for each not said."""
    for item in reversed(self.items):
        if isinstance(item, Mark) and item.kind == "month":
            return item.number, int(item.name)
    return -1, -1


def _lone_hour(self: Scanner, place: int, token: Token) -> bool:
    """ "18:00–20", "am 3.12. um 18": an hour without its word, where nothing else fits."""
    before, after = self.peek(place - 1), self.peek(place + 1)
    if token.dot or token.a > 24 or token.text == "th" or after.kind not in _CLOSING:
        return False
    last = self.items[-1] if self.items else None
    if isinstance(last, Mark) and last.kind == "range":
        return len(self.items) > 1 and isinstance(self.items[-2], Time)
    return before.text == "um" and token.a >= 6 and any(isinstance(item, Day) for item in self.items)


def _month(self: Scanner, place: int, token: Token) -> int:
    """A month that no day number precedes: "December 3rd, 2026", "Dez 2026", "Dez | 03"."""
    at = self.soft(place + 1) if self.peek(place + 1).kind != "from" else place + 1
    if self.peek(at).kind == "wd" and self.peek(self.soft(at + 1)).kind == "num":
        self.run_wds = [self.peek(at).a]
        at = self.soft(at + 1)
    number = self.peek(at)
    if _day_of_month(self, at, number):
        year, after = self.year_at(at + 1)
        if year < 0 and self.peek(place - 1).kind == "year":
            year = self.peek(place - 1).a
        self.add_day(number.a, token.a, year)
        return _more_days(self, after, token.a, year)
    year, after = self.year_at(place + 1)
    if year >= 0 and _day_of_month(self, after, self.peek(after)) and len(self.peek(after).text) == 2:
        self.add_day(self.peek(after).a, token.a, year)
        return after + 1
    self.items.append(Mark("month", str(year), token.a))
    return after


def _day_of_month(self: Scanner, place: int, number: Token) -> bool:
    if number.kind != "num" or not 1 <= number.a <= 31:
        return False
    after = self.peek(place + 1)
    if after.kind in {"unit", "month"} or chain(self, place).kind in {"clock", "day"}:
        return False
    return not (number.dot and after.kind == "word")


def _more_days(self: Scanner, place: int, month: int, year: int) -> int:
    """ "Dec 3–5, 2026", "December 3, 5 and 7"."""
    while self.peek(place).kind in _LINKS:
        at = place
        while self.peek(at).kind in _LINKS:
            at += 1
        number = self.peek(at)
        if not _day_of_month(self, at, number) or self.peek(at + 1).kind == "clock":
            break
        for link in self.tokens[place:at]:
            self.items.append(Mark(link.kind, link.text))
        found, place = self.year_at(at + 1)
        if year < 0 <= found:
            _give_year(self, found)
        self.add_day(number.a, month, found if found >= 0 else year)
    return place


def _give_year(self: Scanner, year: int) -> None:
    for item in self.items:
        if isinstance(item, Day) and item.year < 0:
            item.year = year


def _weekday(self: Scanner, place: int, token: Token) -> int:
    """A weekday belongs to the day right after it; else to the one right before it; else it stands alone."""
    run, end = _run_of_weekdays(self, place)
    at = self.soft(end)
    if len(run) > 1:
        if opens_day(self, at):
            self.run_wds = _spread(run, _days_in_row(self, at))
        else:
            self.items.extend(Mark("wd", "", wd) for wd in run)
        return end
    last = self.last_item()
    before = self.items[-1] if self.items else None
    tight = isinstance(before, Day) or (isinstance(before, Mark) and before.name == "(")
    opens = opens_day(self, at)
    if isinstance(last, Day) and last.wd < 0 and (tight and at > end or not opens):
        last.wd = token.a
    elif opens:
        self.run_wds = [token.a]
    else:
        self.items.append(Mark("wd", "", token.a))
    return end


def _run_of_weekdays(self: Scanner, place: int) -> tuple[list[int], int]:
    """The weekdays of "Do–Sa", "Fr/Sa", "Freitag und Samstag", and the place after them."""
    run = [self.tokens[place].a]
    end = at = place + 1
    while len(run) < 8:
        while self.peek(at).kind in {"range", "list", "slash", "comma"} or self.peek(at).text == ".":
            at += 1
        if at == end or self.peek(at).kind != "wd":
            break
        run.append(self.peek(at).a)
        end = at = at + 1
    return run, end


def _spread(run: list[int], days: int) -> list[int]:
    if days == len(run):
        return run
    return [run[0], run[-1]] if days == 2 else []


def _days_in_row(self: Scanner, place: int) -> int:
    count = 0
    while self.peek(place).kind in {"num", "date", "dot", *_LINKS} or self.peek(place).text == ".":
        count += self.peek(place).kind in {"num", "date", "dot"}
        place += 1
    return count


def opens_day(self: Scanner, place: int) -> bool:
    """Whether a day is written at `place`."""
    token = self.peek(place)
    if token.kind == "date":
        return 1 <= token.a <= 31 and 1 <= token.b <= 12
    if token.kind == "dot":
        return 1 <= token.a <= 31 and 1 <= token.b <= 12 and not (token.b == 0)
    if token.kind == "month":
        return _day_of_month(self, place + 1, self.peek(place + 1))
    if token.kind != "num" or not 1 <= token.a <= 31:
        return False
    known = self.month >= 0 or _month_said(self)[0] >= 0
    return (
        _month_after(self, place) >= 0
        or chain(self, place).kind == "day"
        or _boxes(self, place)
        or (known and token.dot)
    )


def _link(self: Scanner, place: int, token: Token) -> int:
    """`und` between two ends of "zwischen … und" is a range; "bis" before a label of its own stays a word."""
    if token.kind == "list" and self.between and token.text in {"und", "and"}:
        token = token._replace(kind="range", text="bis")
        self.between = False
    last = self.items[-1] if self.items else None
    if token.text == "to" and isinstance(last, Mark) and last.kind == "moved":
        token = token._replace(kind="onto")
    self.items.append(Mark(token.kind, token.text))
    return place + 1


def _from(self: Scanner, place: int, token: Token) -> int:
    self.between = token.text in {"zwischen", "between"}
    self.items.append(Mark("from", token.text))
    return place + 1


def _clock(self: Scanner, place: int, token: Token) -> int:
    if token.a > 24 or token.b > 59 or (token.a == 24 and token.b) or _is_duration(self, place, token):
        return self.mark(place, token._replace(kind="noise"))
    other = self.peek(place + 2) if self.peek(place + 1).kind == "range" else token
    self.items.append(clock_at(token, other if token.text == "colon" and other.kind == "clock" else token))
    return tuned(self, place + 1)


def _is_duration(self: Scanner, place: int, token: Token) -> bool:
    """ "2h", "24h Hackathon" say how long, "18h" says when."""
    if token.text != "h":
        return False
    before, after = self.peek(place - 1), self.peek(place + 1)
    if before.kind == "label" and before.text == "duration":
        return True
    if before.kind in {"range", "at", "from", "list", "slash"} or after.kind in {"range", "slash", "list"}:
        return False
    return not 7 <= token.a <= 23 or (after.kind == "word" and not isinstance(self.last_item(), Day))


def _spoken(self: Scanner, place: int, token: Token) -> int:
    found = spoken_clock(self.tokens, place)
    if found is None:
        return self.mark(place, token._replace(kind="noise"))
    self.items.append(found[0])
    return tuned(self, found[1])


def _label(self: Scanner, place: int, token: Token) -> int:
    """ "Ende Mai" is a part of May; "Ende offen" no end; any other label stands for itself."""
    after = self.peek(place + 1)
    if token.text == "end" and (after.kind in {"month", "year"} or self.peek(place - 1).kind == "open"):
        return place + 1
    if token.text == "end" and after.kind == "open":
        self.items.append(Mark("open"))
        return place + 2
    self.items.append(Mark("label", token.text))
    return place + 1


def _year(self: Scanner, place: int, token: Token) -> int:
    self.items.append(Mark("year", token.text, token.a))
    return place + 1


def _numbered(self: Scanner, place: int, token: Token) -> int:
    """ "Raum 3.12", "Halle 4": the number belongs to the word."""
    self.gap()
    taken = self.peek(place + 1).kind in {"num", "dot", "noise"} and not self.peek(place + 2).kind == "month"
    return place + 1 + taken


_AHEAD = {"today": 0, "tomorrow": 1, "aftertomorrow": 2}


def _relative(self: Scanner, place: int, token: Token) -> int:
    """ "Heute, 18 Uhr" is a day; "Technik von heute" is none: a time must stand beside it, or nothing else at all."""
    at = self.soft(place + 1)
    while self.peek(at).kind in {"evening", "morning", "lunch", "tomorrow"}:
        at = self.soft(at + 1)
    if self.peek(at).kind in {"clock", "end"} and (
        self.peek(at).kind == "clock" or place == 0 or self.peek(place - 1).kind == "clock"
    ):
        day = self.today + timedelta(days=_AHEAD[token.kind])
        self.items.append(Day(day.day, day.month, day.year, relative=True))
        return place + 1
    return self.mark(place, token._replace(kind="noise"))


def _this(self: Scanner, place: int, token: Token) -> int:
    """ "kommenden Dienstag" is the next one; "nächsten" may be either, and says nothing."""
    after = self.peek(place + 1)
    if after.kind != "wd" or token.text[:3] in {"näc", "nae", "nex"} or opens_day(self, self.soft(place + 2)):
        return self.mark(place, token._replace(kind="noise"))
    day = self.today + timedelta(days=(after.a - self.today.weekday()) % 7)
    self.items.append(Day(day.day, day.month, day.year, relative=True))
    return place + 2


_PLAIN = frozenset(
    "comma slash sep range list each open moved onto off not but latest by week zone habit except topic".split()
)
_HANDLERS: dict[str, Callable[[Scanner, int, Token], int]] = {
    "date": _date,
    "dot": _dot,
    "num": _num,
    "month": _month,
    "wd": _weekday,
    "clock": _clock,
    "label": _label,
    "list": _link,
    "range": _link,
    "from": _from,
    "year": _year,
    "numbered": _numbered,
    "today": _relative,
    "tomorrow": _relative,
    "aftertomorrow": _relative,
    "this": _this,
    "noon": _spoken,
    "midnight": _spoken,
    "halb": _spoken,
    "viertel": _spoken,
    "quarterto": _spoken,
}

"""Where a scan stands: the tokens, the items made so far, and what is needed to look around. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.dates.items import PASSING, Day, Item, Mark
from pipeline.dates.token import Token

END = Token("end", "")
GAP = Mark("gap")
_PADDING = (END,) * 8
LINKS = frozenset({"range", "list", "comma", "slash", "onto"})
SOFT = frozenset({"comma", "sep", "at", "from"})
CLOSING = frozenset(
    {"end", "sep", "comma", "clock", "range", "list", "at", "wd", "label", "from", "zone", "each", "topic"}
)


def peek(tokens: Sequence[Token], place: int) -> Token:
    """The token at a place; END before the first and behind the last."""
    return tokens[place] if 0 <= place < len(tokens) else END


class Cursor:
    """One pass over the tokens of one text. `today` is `as_of`; `month` what a heading says, or -1."""

    def __init__(self, tokens: Sequence[Token], today: date, month: int = -1) -> None:
        self.tokens = [*tokens, *_PADDING]
        self.peek = self.tokens.__getitem__  # the hottest call of all; behind and before the text stands END
        self.items: list[Item] = []
        self.today = today
        self.base = today.year
        self.month = month
        self.run_wds: list[int] = []
        self.between = False
        self.said: dict[int, Token] = {}  # the part of the day said before the hour at a place

    def nothing(self, place: int) -> int:
        """A token that says nothing; the place after it."""
        self.gap()
        return place + 1

    def gap(self) -> None:
        """Words without meaning between two items, however many."""
        last = self.items[-1] if self.items else None
        if not (isinstance(last, Mark) and last.kind == "gap"):
            self.items.append(GAP)

    def add_day(self, day: int, month: int = -1, year: int = -1) -> None:
        """A day takes the weekday that stands right before it."""
        self.items.append(Day(day, month, year, self.run_wds.pop(0) if self.run_wds else -1))

    def soft(self, place: int) -> int:
        """The next place that is no comma, separator or small word."""
        while self.peek(place).kind in SOFT:
            place += 1
        return place

    def last_item(self) -> Item | None:
        """The last item that is no separator."""
        for item in reversed(self.items):
            if not isinstance(item, Mark) or item.kind not in PASSING:
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

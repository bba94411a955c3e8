"""The last resort: dateparser, for one date in a short text that the grammar found nothing in.

Its answer counts only if the text shows the day and the month it claims. Never reads times, ranges or relative words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from importlib import import_module

from pipeline.dates.token import Token

LONGEST = 60
_NUMBERS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_DIGITS_ONLY = frozenset({"date", "dot", "clock", "noise", "unit"})


def read(text: str, tokens: Sequence[Token], today: date, languages: Sequence[str]) -> date | None:
    """A date, or None. Costs milliseconds: asked only when a day number and a month name may stand in the text."""
    if len(text) > LONGEST or not _worth_asking(text, tokens, languages):
        return None
    parse = import_module("dateparser").parse  # late: its import costs more than reading a thousand texts
    settings = {
        "RELATIVE_BASE": datetime.combine(today, datetime.min.time()),
        "REQUIRE_PARTS": ["day", "month"],
        "DATE_ORDER": "DMY",
    }
    found: datetime | None = parse(text, languages=list(languages), settings=settings)
    if found is None or not _shown(found.date(), text, tokens, today):
        return None
    return found.date()


def _worth_asking(text: str, tokens: Sequence[Token], languages: Sequence[str]) -> bool:
    if not _NUMBERS.search(text) or any(token.kind in _DIGITS_ONLY for token in tokens):
        return False
    if not any(token.kind == "num" and 1 <= token.a <= 31 for token in tokens):
        return False
    months = sum(token.kind == "month" for token in tokens)
    foreign = any(language not in {"de", "en"} for language in languages)
    return months == 1 or (not months and foreign and _LETTERS.search(text) is not None)


def _shown(found: date, text: str, tokens: Sequence[Token], today: date) -> bool:
    """Day as a number, month as a name or number, year as a number or near: what is not written was made up."""
    numbers = {int(number) for number in _NUMBERS.findall(text)[:20]}
    months = {token.a for token in tokens if token.kind == "month"}
    if found.day not in numbers or (months and found.month not in months):
        return False
    return found.year in numbers or -30 <= (found - today).days <= 335

"""Days of the month in words: "am dritten Dezember", "vom dritten bis fünften Dezember", "third of December".

Turns ordinals that lead to a month into day numbers, before the scan. Counted weekdays are for `recurrence`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.dates.cursor import peek
from pipeline.dates.token import Token

_LINKING = frozenset({"list", "comma", "range", "at", "slash", "from"})


def day_words(tokens: Sequence[Token]) -> list[Token]:
    """The same tokens with ordinals as numbers where they are days."""
    found = list(tokens)
    leads = False  # whether a month follows, past other ordinals of the same list
    for place in range(len(found) - 1, -1, -1):
        token = found[place]
        if token.kind == "month":
            leads = not _part_follows(found, place)
        elif token.kind == "ordinal":
            leads = leads and _is_day(found, place)
            if leads:
                found[place] = Token("num", "th", token.a, dot=True, space=token.space)
        elif token.kind not in _LINKING:
            leads = False
    return found


def _part_follows(tokens: Sequence[Token], place: int) -> bool:
    """ "Dezember-Hälfte" is no month."""
    return peek(tokens, place + 1).kind == "range" and peek(tokens, place + 2).kind in {"word", "weeks"}


def _is_day(tokens: Sequence[Token], place: int) -> bool:
    """ "jeden dritten" repeats, "twenty-first" is no first, "last" no number."""
    before = peek(tokens, place - 1)
    glued = before.kind == "range" and not before.space and before.text == "-" and not tokens[place].space
    return tokens[place].a > 0 and before.kind not in {"every", "each"} and not glued

"""Tokens that begin with a digit: dates, clocks, years, plain numbers, and numbers that mean nothing here.

Decides only what the digits and the marks between them show.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from pipeline.dates.token import Token

_UHR = r"(?:[Uu][Hh][Rr]{1,2})(?![a-zäöü])"
_CLOCK_AHEAD = rf"\d{{1,2}}(?::\d\d|\.\d\d\s?(?:{_UHR}|[–-]\s?\d)|\s?{_UHR}|\s?[–-]\s?\d{{1,2}}(?:[:.]\d\d)?\s?{_UHR})"

_ROMAN = "VIII|VII|VI|IV|IX|V|III|II|I|XII|XI|X"
_ROMAN_NUMBERS = {"I": 1, "V": 5, "X": 10}
_SLOT_AHEAD = re.compile(rf"\s?(?:[–-]|bis)\s?\d\d?(?:[:.]\d\d)?\s?(?:{_UHR}|[hH]\b)")

_DIGITS = re.compile(
    rf"""
    (?P<dmy> (\d\d?)\s?\.\s?(\d\d?)\s?\.\s?
        (?: ((?:19|20)\d\d)(?:(?!\d)(?!:\d\d)|(?={_CLOCK_AHEAD}))
          | (?<!\s)['’]?(\d\d)
            (?: (?!\d|:\d|\.\d|\s?{_UHR}|\s?h\b|\s?[–-]\s?\d\d?(?:[:.]\d\d)?\s?(?:{_UHR}|h\b))
              | (?={_CLOCK_AHEAD}) ) ) )
  | (?P<roman> (\d\d?)(?:\.\s?|[/-])(?:({_ROMAN}))(?![A-Za-z])
        (?: (?:\.\s?|[/-]|\s)((?:19|20)\d\d)(?!\d) | \.(\d\d)(?!\d|[.:]\d|\s?{_UHR}|\s?h\b) | \.(?!\s?[\dA-Z]) ) )
  | (?P<dm> (\d\d?)\.\s?(\d\d?)\.(?:(?!\d)|(?={_CLOCK_AHEAD})) )
  | (?P<clock> (\d\d?)(?:[:.,](\d\d)(?!\d))?(?::\d\d(?!\d))?
        (?: \s?(?:{_UHR}|([hH])(?:rs?)?(?![A-Za-zäöü]))(?:\s?([0-5]\d)(?=\s*(?:[Uu]hr|$|[,;|)–-]|bis\b)))?
          | \s?([Pp])\.?\s?[Mm]\b\.? | ([Aa])\.?[Mm]\b\.?
          | \s(?: ([Aa])\.[Mm]\. | (A)M\b
            | (a)m\b(?=\s*(?:$|[-–,;|/&+)(]|\.(?:\s|$)|[A-Z]{{3,4}}\b
                |(?:to|until|till|and|on|in|at|sharp|onwards|every|each|for|with)\b)) ) ) )
  | (?P<colon> (\d\d?):(\d\d)(?!\d)
        (?: :\d\d(?:[.,]\d+)?(Z\b|[+-]\d\d:?\d\d(?![:\d]))? | (Z\b|\+\d\d:?\d\d(?!\d)|\s\+0\d:\d\d(?!\d)) )? )
  | (?P<dot> (\d\d?)\.(\d\d?)(?!\d|\.\d) )
  | (?P<iso> ((?:19|20)\d\d)-(\d\d?)-(\d\d?)(?!\d)(?:T(?=\d\d)|\ (?=\d\d:))? )
  | (?P<ymd> ((?:19|20)\d\d)([./])\s?(\d\d?)[./]\s?(\d\d?)(?!\d)\.? )
  | (?P<season> (?:19|20)\d\d\s?[/]\s?(?:(?:19|20)\d\d|\d\d)(?!\d|[./]\d) )
  | (?P<slashed> (\d\d?)\s?/\s?(\d\d?)\s?/\s?(\d{{4}}|\d\d)(?!\d) | (\d\d?)-(\d\d?)-((?:19|20)\d\d)(?!\d) )
  | (?P<military> ([01]\d|2[0-4])([0-5]\d)\s?(?:{_UHR}|[hH]\b) )
  | (?P<compact> (?<=\dT)(\d\d)(\d\d)(?:\d\d)?(Z)? )
  | (?P<basic> ((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?:T(?=\d{{4}})|(?!\d)) )
  | (?P<glued> ((?:19|20)\d\d)(?={_CLOCK_AHEAD}) )
  | (?P<version> \d+(?:\.\d+){{2,}} | \d+[.,]\d{{3}}(?!\d) | \d+,\d\d(?!\d)
        | 0\d{{2,5}}\)?\s?[/–-]?\s?\d[\d\s–-]{{2,14}}\d(?![.:]\d) | \d+er\b | \d+\s?[xX]\s?\d+ )
  | (?P<num> (\d{{1,4}})(?!\d)(st\b|nd\b|rd\b|th\b)?(\.(?![\d.]))? )
  | (?P<digits> \d+ )
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"(?<!T)(?!0\d\d)\d{1,4}(?!\s?[\d.:,/hHuUaApPTesnrtxX'’)-])")  # what no other rule could want
MOST_KNOWN = 8192
_known: dict[tuple[str | None, str, bool, bool], Token] = {}


def digits(text: str, place: int, mdy: bool, space: bool, tokens: list[Token]) -> int:
    match = _NUMBER.match(text, place)
    if match is not None:
        tokens.append(_number(match[0], space))
        return match.end()
    match = _DIGITS.match(text, place)
    if match is None:
        return place + 1
    token = _token(match, mdy, space)
    if token.text == "uhr" and token.b > 0 and (cut := _own_minutes(text, match, token, tokens)):
        tokens.append(Token("clock", "uhr", token.a, 0, space=space))
        return cut
    if token.text == "iso" and len(tokens) > 1 and tokens[-1].kind == "slash" and tokens[-2].kind in {"clock", "date"}:
        tokens[-1] = Token("range", "-")  # ISO 8601-1:2019 5.5: an interval
    tokens.append(token)
    return match.end()


def _token(match: re.Match[str], mdy: bool, space: bool) -> Token:
    """The token of a match. Pages name few times and days, again and again: what was read once is shared."""
    key = (match.lastgroup, match[0], mdy, space)
    token = _known.get(key)
    if token is None:
        reader = _READERS.get(match.lastgroup or "", _noise)
        token = reader(match, match.lastindex or 0, mdy, space)
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[key] = token
    return token


def _own_minutes(text: str, match: re.Match[str], token: Token, tokens: Sequence[Token]) -> int:
    """ "17 Uhr 12–13 Uhr", "10–12 Uhr 15–17 Uhr": minutes that open the next slot; where they stand, or 0."""
    minutes = match.start((match.lastindex or 0) + 4)
    closing = bool(tokens) and tokens[-1].kind == "range"
    if minutes < 0 or token.b > 24 or not (closing or token.b % 15) or not _SLOT_AHEAD.match(text, match.end()):
        return 0
    return minutes


@lru_cache(maxsize=4096)
def _number(digits: str, space: bool) -> Token:
    number = int(digits)
    if len(digits) == 4 and 1900 <= number <= 2199:
        return Token("year", "", number, space=space)
    return Token("num", digits, number, space=space)


def _noise(match: re.Match[str], i: int, mdy: bool, sp: bool) -> Token:
    return Token("noise", match[0], space=sp)


def _int(text: str | None) -> int:
    return -1 if text is None else int(text)


def _ymd(match: re.Match[str], i: int, mdy: bool, sp: bool) -> Token:
    return Token("date", "iso", int(match[i + 3]), int(match[i + 2]), int(match[i + 1]), space=sp)


def _ymd_marked(match: re.Match[str], i: int, mdy: bool, sp: bool) -> Token:
    return Token("date", "iso", int(match[i + 4]), int(match[i + 3]), int(match[i + 1]), space=sp)


def _dmy(match: re.Match[str], i: int, mdy: bool, sp: bool) -> Token:
    return Token("date", match[i], int(match[i + 1]), int(match[i + 2]), _int(match[i + 3] or match[i + 4]), space=sp)


def _dm(match: re.Match[str], i: int, mdy: bool, sp: bool) -> Token:
    return Token("date", match[i], int(match[i + 1]), int(match[i + 2]), dot=True, space=sp)


def _roman(match: re.Match[str], i: int, mdy: bool, sp: bool) -> Token:
    """ "3.XII.2026"; without a year it may also number a chapter: as open as "3.12"."""
    letters = [_ROMAN_NUMBERS[letter] for letter in match[i + 2]]
    month = sum(-one if one < max(letters[place:]) else one for place, one in enumerate(letters))
    year = _int(match[i + 3] or match[i + 4])
    return Token("date" if year >= 0 else "dot", "roman", int(match[i + 1]), month, year, space=sp)


def _slashed(match: re.Match[str], i: int, mdy: bool, sp: bool) -> Token:
    """12/03/2026 is the twelfth of March unless the source says month first, or there is no such month."""
    first, second = int(match[i + 1] or match[i + 4]), int(match[i + 2] or match[i + 5])
    year = int(match[i + 3] or match[i + 6])
    if (mdy and first <= 12) or (second > 12 >= first):
        first, second = second, first
    return Token("date", match[i], first, second, year, space=sp)


def _clock(match: re.Match[str], i: int, mdy: bool, sp: bool) -> Token:
    hour, minute = int(match[i + 1]), int(match[i + 2] or match[i + 4] or 0)
    afternoon, morning = match[i + 5], match[i + 6] or match[i + 7] or match[i + 8] or match[i + 9]
    name = "h" if match[i + 3] and not match[i + 2] and not match[i + 4] else "uhr"
    if afternoon or morning:
        name = "pm" if afternoon else "am"
        hour = hour % 12 + (12 if afternoon else 0) if hour <= 12 else hour
    return Token("clock", name, hour, minute, space=sp)


def _military(match: re.Match[str], i: int, mdy: bool, sp: bool) -> Token:
    return Token("clock", "military", int(match[i + 1]), int(match[i + 2]), space=sp)


def _colon(match: re.Match[str], i: int, mdy: bool, sp: bool) -> Token:
    offset = (match[i + 3] or match[i + 4] or "").strip() or None
    return Token(
        "clock",
        "colon" if offset is None else "offset",
        int(match[i + 1]),
        int(match[i + 2]),
        _minutes(offset),
        space=sp,
    )


def _compact(match: re.Match[str], i: int, mdy: bool, sp: bool) -> Token:
    return Token(
        "clock",
        "offset" if match[i + 3] else "colon",
        int(match[i + 1]),
        int(match[i + 2]),
        _minutes(match[i + 3]),
        space=sp,
    )


def _minutes(offset: str | None) -> int:
    """Minutes east of UTC; 0 for Z and for none."""
    if not offset or offset == "Z":
        return 0
    size = int(offset[1:3]) * 60 + int(offset[-2:])
    return -size if offset[0] == "-" else size


def _dot(match: re.Match[str], i: int, mdy: bool, sp: bool) -> Token:
    return Token("dot", match[i + 2], int(match[i + 1]), int(match[i + 2]), space=sp)


def _glued_year(match: re.Match[str], i: int, mdy: bool, sp: bool) -> Token:
    return Token("year", "", int(match[i + 1]), space=sp)


def _num(match: re.Match[str], i: int, mdy: bool, sp: bool) -> Token:
    number = int(match[i + 1])
    if len(match[i + 1]) == 4 and 1900 <= number <= 2199:
        return Token("year", "", number, dot=bool(match[i + 3]), space=sp)
    return Token("num", "th" if match[i + 2] else match[i + 1], number, dot=bool(match[i + 3]), space=sp)


_READERS: dict[str, Callable[[re.Match[str], int, bool, bool], Token]] = {
    "glued": _glued_year,
    "basic": _ymd,
    "iso": _ymd,
    "ymd": _ymd_marked,
    "dmy": _dmy,
    "dm": _dm,
    "roman": _roman,
    "slashed": _slashed,
    "clock": _clock,
    "military": _military,
    "colon": _colon,
    "compact": _compact,
    "dot": _dot,
    "num": _num,
}

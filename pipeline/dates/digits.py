"""Tokens that begin with a digit: dates, clocks, years, plain numbers, and numbers that mean nothing here.

Decides only what the digits and the marks between them show. `RULES` find where a token ends, which is also told by
what follows it; what it says is read from its own characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.dates.token import Token

_UHR = r"(?:[Uu][Hh][Rr]{1,2})(?![a-zäöü])"
_CLOCK_AHEAD = rf"\d{{1,2}}(?::\d\d|\.\d\d\s?(?:{_UHR}|[–-]\s?\d)|\s?{_UHR}|\s?[–-]\s?\d{{1,2}}(?:[:.]\d\d)?\s?{_UHR})"

_TO, _HOURS = r"\s?(?:[–-]|bis)\s?", r"(?:[hH]|[Ss]td\.?|[Ss]tunden?)(?![A-Za-zäöü])"
_ROMAN = "VIII|VII|VI|IV|IX|V|III|II|I|XII|XI|X"
_ROMAN_NUMBERS = {"I": 1, "V": 5, "X": 10}
_SLOT_AHEAD = re.compile(rf"\s?(?:[–-]|bis)\s?\d\d?(?:[:.]\d\d)?\s?(?:{_UHR}|[hH]\b)")
_BEHIND = "(?:bis|im|in|an|auf|beim|bei)"  # minutes: "19 Uhr 30 im Saal"
_INTS = re.compile(r"\d+")
_OFFSET = re.compile(r"Z|[+-]\d\d:?\d\d$")

# In this order: the first that fits wins. To be compiled with re.VERBOSE.
RULES = rf"""
    (?P<length> (?:\d\d?(?:,\d)?{_TO})?\d\d?,\d\s?{_HOURS} | \d\d?,\d{_TO}\d\d?\s?{_HOURS} )  # "1,5 – 2 h"
  | (?P<plain> (?<!T)(?!0\d\d)\d{{1,4}}+  # what no other rule could want, and most numbers are
        (?: \.(?!\s?[\dIVX.]) | (?![\d.:,/esnrtxSNRTX-]|\s?(?:[/.xX]|[Uu][Hh]|[Hh]|[AaPp][.\sMm])) ) )
  | (?P<dmy> \d\d?\s?\.\s?\d\d?\s?\.\s?
        (?: (?:19|20)\d\d(?:(?!\d)(?!:\d\d)|(?={_CLOCK_AHEAD}))
          | (?<!\s)['’]?\d\d
            (?: (?!\d|:\d|\.\d|\s?{_UHR}|\s?h\b|\s?[–-]\s?\d\d?(?:[:.]\d\d)?\s?(?:{_UHR}|h\b))
              | (?={_CLOCK_AHEAD}) ) ) )
  | (?P<roman> \d\d?(?:\.\s?|[/-])(?:{_ROMAN})(?![A-Za-z])
        (?: (?:\.\s?|[/-]|\s)(?:19|20)\d\d(?!\d) | \.\d\d(?!\d|[.:]\d|\s?{_UHR}|\s?h\b) | \.(?!\s?[\dA-Z]) ) )
  | (?P<dm> \d\d?\.\s?\d\d?\.(?:(?!\d)|(?={_CLOCK_AHEAD})) )
  | (?P<clock> \d\d?+(?:[:.,]\d\d(?!\d))?+(?::\d\d(?!\d))?+
        (?: \s?(?:{_UHR}|[hH](?:rs?)?(?![A-Za-zäöü]))(?:\s?[0-5]\d(?=\s*(?:[Uu]hr|\.?$|[,;|)–-]|{_BEHIND}\b)))?
          | \s?[Pp]\.?\s?[Mm]\b\.? | [Aa]\.?[Mm]\b\.?
          | \s(?: [Aa]\.[Mm]\. | AM\b
            | am\b(?=\s*(?:$|[-–,;|/&+)(]|\.(?:\s|$)|[A-Z]{{3,4}}\b
                |(?:to|until|till|and|on|in|at|sharp|onwards|every|each|for|with)\b)) ) ) )
  | (?P<colon> \d\d?:\d\d(?!\d)
        (?: :\d\d(?:[.,]\d+)?(?:Z\b|[+-]\d\d:?\d\d(?![:\d]))? | (?:Z\b|\+\d\d:?\d\d(?!\d)|\s\+0\d:\d\d(?!\d)) )? )
  | (?P<dot> \d\d?\.\d\d?(?!\d|\.\d) )
  | (?P<iso> (?:19|20)\d\d-\d\d?-\d\d?(?!\d)(?:T(?=\d\d)|\ (?=\d\d:))? )
  | (?P<ymd> (?:19|20)\d\d[./]\s?\d\d?[./]\s?\d\d?(?!\d)\.? )
  | (?P<season> (?:19|20)\d\d\s?[/]\s?(?:(?:19|20)\d\d|\d\d)
        (?!\d|[./:]\d|\s?{_UHR}|{_TO}\d\d?(?:[:.]\d\d)?\s?(?:{_UHR}|[hH]\b)) )
  | (?P<slashed> \d\d?\s?/\s?\d\d?\s?/\s?(?:\d{{4}}|\d\d)(?!\d) | \d\d?-\d\d?-(?:19|20)\d\d(?!\d) )
  | (?P<military> (?:[01]\d|2[0-4])[0-5]\d\s?(?:{_UHR}|[hH]\b) )
  | (?P<compact> (?<=\dT)\d\d\d\d(?:\d\d)?Z? )
  | (?P<basic> (?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:T(?=\d{{4}})|(?!\d)) )
  | (?P<glued> (?:19|20)\d\d(?=,?{_CLOCK_AHEAD}) )
  | (?P<version> \d+(?:\.\d+){{2,}} | \d+[.,]\d{{3}}(?!\d) | \d+,\d\d(?!\d)
        | 0\d{{2,5}}\)?\s?[/–-]?\s?\d[\d\s–-]{{2,14}}\d(?![.:]\d) | \d+er\b | \d+\s?[xX]\s?\d+ )
  | (?P<num> \d{{1,4}}(?!\d)(?:(?:[Ss][Tt]|[Nn][Dd]|[Rr][Dd]|[Tt][Hh])\b)?(?:\.(?![\d.]))? )
  | (?P<digits> \d+ )
"""


def number(rule: str, text: str, mdy: bool) -> Token:
    """The token of the characters that a rule matched."""
    reader = _READERS.get(rule)
    return reader(text, mdy) if reader else Token("noise", text)


def in_context(text: str, match: re.Match[str], token: Token, tokens: list[Token]) -> int:
    """Adds a token that depends on the ones before it; the place after what it takes."""
    if token.text == "iso" and len(tokens) > 1 and tokens[-1].kind == "slash" and tokens[-2].kind in {"clock", "date"}:
        tokens[-1] = Token("range", "-")  # ISO 8601-1:2019 5.5: an interval
    if token.text == "uhr" and _opens_slot(text, match, token, tokens):
        tokens.append(Token("clock", "uhr", token.a, 0))
        return match.end() - 2
    tokens.append(token)
    return match.end()


def depends(token: Token) -> bool:
    """Whether what a token means depends on the ones before it: "17 Uhr 12", "2026-12-03"."""
    return token.text == "iso" or (token.text == "uhr" and token.b > 0)


def _opens_slot(text: str, match: re.Match[str], token: Token, tokens: Sequence[Token]) -> bool:
    """ "17 Uhr 12–13 Uhr", "10–12 Uhr 15–17 Uhr": minutes behind their hour that open the next slot."""
    closing = bool(tokens) and tokens[-1].kind == "range"
    if not match[0][-1].isdigit() or token.b > 24 or not (closing or token.b % 15):
        return False
    return _SLOT_AHEAD.match(text, match.end()) is not None


def _ints(text: str) -> list[int]:
    return [int(number) for number in _INTS.findall(text)]


def _ymd(text: str, mdy: bool) -> Token:
    year, month, day = _ints(text)
    return Token("date", "iso", day, month, year)


def _basic(text: str, mdy: bool) -> Token:
    return Token("date", "iso", int(text[6:8]), int(text[4:6]), int(text[:4]))


def _dmy(text: str, mdy: bool) -> Token:
    day, month, year = _ints(text)
    return Token("date", text, day, month, year)


def _dm(text: str, mdy: bool) -> Token:
    day, month = _ints(text)
    return Token("date", text, day, month, dot=True)


def _roman(text: str, mdy: bool) -> Token:
    """ "3.XII.2026"; without a year it may also number a chapter: as open as "3.12"."""
    letters = [_ROMAN_NUMBERS[letter] for letter in text if letter in _ROMAN_NUMBERS]
    month = sum(-one if one < max(letters[place:]) else one for place, one in enumerate(letters))
    day, year = [*_ints(text), -1][:2]
    return Token("dot" if year < 0 else "date", "roman", day, month, year)


def _slashed(text: str, mdy: bool) -> Token:
    """12/03/2026 is the twelfth of March unless the source says month first, or there is no such month."""
    first, second, year = _ints(text)
    if (mdy and first <= 12) or (second > 12 >= first):
        first, second = second, first
    return Token("date", text, first, second, year)


def _clock(text: str, mdy: bool) -> Token:
    hour, *more = _ints(text)
    letters = text.lower()
    name = "uhr" if more or "u" in letters else "h"
    if "p" in letters or "a" in letters:
        name = "pm" if "p" in letters else "am"
        hour = hour % 12 + (12 if name == "pm" else 0) if hour <= 12 else hour
    return Token("clock", name, hour, more[0] if more else 0)


def _military(text: str, mdy: bool) -> Token:
    return Token("clock", "military", int(text[:2]), int(text[2:4]))


def _colon(text: str, mdy: bool) -> Token:
    hour, minute = _ints(text)[:2]
    offset = _OFFSET.search(text)
    return Token("clock", "offset" if offset else "colon", hour, minute, _minutes(offset[0] if offset else ""))


def _compact(text: str, mdy: bool) -> Token:
    return Token("clock", "offset" if text.endswith("Z") else "colon", int(text[:2]), int(text[2:4]), 0)


def _minutes(offset: str) -> int:
    """Minutes east of UTC; 0 for Z and for none."""
    if offset in {"", "Z"}:
        return 0
    size = int(offset[1:3]) * 60 + int(offset[-2:])
    return -size if offset[0] == "-" else size


def _dot(text: str, mdy: bool) -> Token:
    first, second = text.split(".")
    return Token("dot", second, int(first), int(second))


def _num(text: str, mdy: bool) -> Token:
    digits = _INTS.findall(text)[0]
    dot, value = text.endswith("."), int(digits)
    if len(digits) == 4 and 1900 <= value <= 2199:
        return Token("year", "", value, dot=dot)
    return Token("num", digits if text.rstrip(".") == digits else "th", value, dot=dot)


_READERS: dict[str, Callable[[str, bool], Token]] = {
    "plain": _num,
    "glued": _num,
    "basic": _basic,
    "iso": _ymd,
    "ymd": _ymd,
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

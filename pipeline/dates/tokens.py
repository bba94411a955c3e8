"""From characters to tokens: one master expression, one pass, no backtracking over more than a few characters.

Decides only what can be seen in the characters themselves ("18:00" is a clock, "3.12.26" a date, "+49 521 …" nothing at
all). Whether "18.30" is a day or a time, or whose year "2026" is, is for `scan`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from pipeline.dates.words import meaning

MAX_TEXT = 3000
MAX_TOKENS = 600


class Token:
    """kind: date dot clock num year month wd range list comma slash sep label … word (see `words` for the worded kinds).

    a, b, c: numbers (date: day, month, year or -1; clock: hour, minute, offset minutes or -1); text: as written or its name.
    """

    __slots__ = ("a", "b", "c", "dot", "kind", "space", "text")

    def __init__(
        self, kind: str, text: str, a: int = -1, b: int = -1, c: int = -1, dot: bool = False, space: bool = False
    ) -> None:
        self.kind, self.text, self.a, self.b, self.c, self.dot, self.space = kind, text, a, b, c, dot, space

    def renamed(self, kind: str, text: str) -> Token:
        """The same token understood as something else."""
        return Token(kind, text, self.a, self.b, self.c, self.dot, self.space)


_UHR = r"(?:[Uu][Hh][Rr]{1,2})(?![a-zäöü])"
_CLOCK_AHEAD = rf"\d{{1,2}}(?::\d\d|\.\d\d\s?{_UHR}|\s?{_UHR}|\s?[–-]\s?\d{{1,2}}(?:[:.]\d\d)?\s?{_UHR})"

_DIGITS = re.compile(
    rf"""
    (?P<dmy> (\d\d?)\s?\.\s?(\d\d?)\s?\.\s?
        (?: ((?:19|20)\d\d)(?:(?!\d)(?!:\d\d)|(?={_CLOCK_AHEAD}))
          | (?<!\s)['’]?(\d\d)(?:(?!\d|:\d|\.\d|\s?{_UHR}|\s?h\b|\s?[–-]\s?\d\d?(?:[:.]\d\d)?\s?(?:{_UHR}|h\b))|(?={_CLOCK_AHEAD})) ) )
  | (?P<dm> (\d\d?)\.\s?(\d\d?)\.(?:(?!\d)|(?={_CLOCK_AHEAD})) )
  | (?P<clock> (\d\d?)(?:[:.,](\d\d)(?!\d))?(?::\d\d(?!\d))?
        (?: \s?(?:{_UHR}|([hH])(?:rs?)?(?![A-Za-zäöü]))(?:\s?([0-5]\d)(?=\s*(?:[Uu]hr|$|[,;|)–-]|bis\b)))?
          | \s?([Pp])\.?\s?[Mm]\b\.? | ([Aa])\.?[Mm]\b\.?
          | \s(?:([Aa])\.[Mm]\.|(A)M\b|(a)m\b(?=\s*(?:$|[-–,;|/&+)(]|to\b|until\b|till\b|and\b|on\b|[A-Z]{{3,4}}\b))) ) )
  | (?P<colon> (\d\d?):(\d\d)(?!\d)(?: :\d\d(?:[.,]\d+)?(Z\b|[+-]\d\d:?\d\d(?![:\d]))? | (Z\b|\+\d\d:?\d\d(?!\d)|\s\+0\d:\d\d(?!\d)) )? )
  | (?P<dot> (\d\d?)\.(\d\d?)(?!\d|\.\d) )
  | (?P<iso> ((?:19|20)\d\d)-(\d\d?)-(\d\d?)(?!\d)(?:T(?=\d\d)|\ (?=\d\d:))? )
  | (?P<ymd> ((?:19|20)\d\d)([./])\s?(\d\d?)[./]\s?(\d\d?)(?!\d)\.? )
  | (?P<season> (?:19|20)\d\d\s?[/]\s?(?:(?:19|20)\d\d|\d\d)(?!\d|[./]\d) )
  | (?P<slashed> (\d\d?)\s?/\s?(\d\d?)\s?/\s?(\d{{4}}|\d\d)(?!\d) | (\d\d?)-(\d\d?)-((?:19|20)\d\d)(?!\d) )
  | (?P<military> ([01]\d|2[0-4])([0-5]\d)\s?(?:{_UHR}|[hH]\b) )
  | (?P<compact> (?<=\dT)(\d\d)(\d\d)(?:\d\d)?(Z)? )
  | (?P<basic> ((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?:T(?=\d{{4}})|(?!\d)) )
  | (?P<glued> ((?:19|20)\d\d)(?={_CLOCK_AHEAD}) )
  | (?P<version> \d+(?:\.\d+){{2,}} | \d+[.,]\d{{3}}(?!\d) | \d+,\d\d(?!\d) | 0\d{{2,5}}\)?\s?[/–-]?\s?\d[\d\s–-]{{2,14}}\d(?![.:]\d) | \d+er\b | \d+\s?[xX]\s?\d+ )
  | (?P<num> (\d{{1,4}})(?!\d)(st\b|nd\b|rd\b|th\b)?(\.(?!\d))? )
  | (?P<digits> \d+ )
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(r"(?<!T)(?!0\d\d)\d{1,4}(?!\s?[\d.:,/hHuUaApPTesnrtxX'’)-])")  # what no other rule could want
_WORD = re.compile(r"([^\W\d_]+)(\.)?")
_PUNCTUATION = {
    **dict.fromkeys("-‐‑–—‒−~", ("range", "-")),
    **dict.fromkeys("|•·;:()[]@.!?…*»«>", ("sep", "")),
    **dict.fromkeys("€%$£²", ("unit", "")),
    ",": ("comma", ","),
    "/": ("slash", "/"),
    "&": ("list", "+"),
    "+": ("list", "+"),
}
_SPECIAL = {  # what a mark or a word swallows with it
    "§": re.compile(r"§+\s?\d[\d.]*"),
    "#": re.compile(r"#\w+"),
    "€": re.compile(r"€\s?\d[\d.,]*(?:-|–)?"),
    "$": re.compile(r"\$\s?\d[\d.,]*"),
    "£": re.compile(r"£\s?\d[\d.,]*"),
    "+": re.compile(r"\+[1-9]\d?[\s\d()/–-]{6,22}\d"),
    "'": re.compile(r"'(\d\d)(?!\d)"),
    "’": re.compile(r"’(\d\d)(?!\d)"),
}
_PHONE = re.compile(r"[.:]*\s?[\d+(][\d\s()/.–-]{4,24}")
_VERSION = re.compile(r"\.?\d+(?:\.\d+)*")
_CTST = re.compile(r"[cs]\.?\s?t\b\.?", re.IGNORECASE)
_OFFSET = re.compile(r"\s?([+–-])\s?(\d\d?)(?::?(\d\d))?(?![:.\d])")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S{1,500}|[\w.+-]{1,60}@[\w-][\w.-]{1,60}|\S{0,60}\.(?:pdf|jpe?g|png|docx?|html?)\b"
)
_HUMP = re.compile(r"[^\W\d_]+?(?<=[a-zäöüß])(?=[A-ZÄÖÜ])|[^\W\d_]+$")
_RAISED = re.compile(r"(?<=\d)[°º⁰]{2}|(?<=\d)([¹²³⁴⁵])⁰")
_ODD_SPACE = re.compile(r"\s{2,}|[\t\r\n\x0b\x0c\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_USUAL = re.compile("[!-~äöüÄÖÜßéèáà–—’‘“”„€…•|§·]*(?: [!-~äöüÄÖÜßéèáà–—’‘“”„€…•|§·]+)*")
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+")
_SUPERSCRIPT = {"¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5"}


def smooth(text: str) -> str:
    """NFC, single spaces, no hidden characters, raised minutes ("19⁰⁰") as ":00"; at most `MAX_TEXT` characters."""
    text = text[:MAX_TEXT]
    if _USUAL.fullmatch(text) is None:
        text = unicodedata.normalize("NFC", _HIDDEN.sub("", text))
        text = _RAISED.sub(lambda m: ":" + (_SUPERSCRIPT[m[1]] if m[1] else "0") + "0", text)
        text = "".join(c if not c.isdigit() or c.isascii() else " " for c in text) if _foreign_digit(text) else text
        text = _ODD_SPACE.sub(" ", text)
    return text.strip()


def _foreign_digit(text: str) -> bool:
    """Digits of other scripts would be read by `int` but mean nothing here."""
    return any(c.isdigit() and not c.isascii() for c in text)


def tokenize(text: str, *, mdy: bool = False) -> list[Token]:
    """All tokens of a smoothed text, in order. Never raises; cost grows linearly with the length."""
    if "://" in text or "www." in text or "@" in text or ".pdf" in text:
        text = _ADDRESS.sub("\x00", text)
    tokens: list[Token] = []
    place, length, space = 0, len(text), False
    while place < length and len(tokens) < MAX_TOKENS:
        char = text[place]
        if char == " ":
            place, space = place + 1, True
            continue
        if "0" <= char <= "9":
            place = _digits(text, place, mdy, space, tokens)
        elif char.isalpha():
            place = _words(text, place, space, tokens)
        else:
            place = _mark(text, place, space, tokens)
        space = False
    return tokens


def _digits(text: str, place: int, mdy: bool, space: bool, tokens: list[Token]) -> int:
    match = _NUMBER.match(text, place)
    if match is not None:
        tokens.append(_number(match[0], space))
        return match.end()
    match = _DIGITS.match(text, place)
    if match is None:
        return place + 1
    reader = _READERS.get(match.lastgroup or "")
    if reader is None:
        tokens.append(Token("noise", match[0], space=space))
        return match.end()
    token = reader(match, match.lastindex or 0, mdy, space)
    if token.text == "iso" and len(tokens) > 1 and tokens[-1].kind == "slash" and tokens[-2].kind in {"clock", "date"}:
        tokens[-1] = Token("range", "-")  # ISO 8601-1:2019 5.5: an interval
    tokens.append(token)
    return match.end()


@lru_cache(maxsize=4096)
def _number(digits: str, space: bool) -> Token:
    number = int(digits)
    if len(digits) == 4 and 1900 <= number <= 2199:
        return Token("year", "", number, space=space)
    return Token("num", digits, number, space=space)


def _mark(text: str, place: int, space: bool, tokens: list[Token]) -> int:
    char = text[place]
    special = _SPECIAL.get(char)
    match = special.match(text, place) if special else None
    if match is not None:
        year = match.group(1) if char in "'’" else None
        tokens.append(Token("year", "'", int(year)) if year else Token("noise", match[0], space=space))
        return match.end()
    kind, name = _PUNCTUATION.get(char, ("", ""))
    if kind and not (kind == "range" and tokens and tokens[-1].kind == "range" and tokens[-1].text == "-"):
        tokens.append(_punctuation(kind, name or char, space))
    return place + 1


@lru_cache(maxsize=256)
def _punctuation(kind: str, name: str, space: bool) -> Token:
    return Token(kind, name, space=space)


def _words(text: str, place: int, space: bool, tokens: list[Token]) -> int:
    """A word, or several that lost the blank between them ("UhrBielefeld")."""
    match = _WORD.match(text, place)
    if match is None:
        return place + 1
    word, dot = match.groups()
    found = _word(word, dot is not None, space)
    first = found[0]
    if first.kind in _SWALLOWING or word in _SINGLE:
        return _swallow(text, match, first.kind, first.text, space, tokens)
    tokens.extend(found)
    return match.end()


@lru_cache(maxsize=8192)
def _word(word: str, dot: bool, space: bool) -> tuple[Token, ...]:
    """The tokens of one run of letters: shared, so nobody may change them."""
    kind, number, name = meaning(word, dot)
    if kind != "word" or word.islower() or word.istitle() or word.isupper():
        return (Token(kind, name, number, dot=dot, space=space),)
    senses = [meaning(part, False) for part in _HUMP.findall(word)[:8]] or [(kind, number, name)]
    return tuple(Token(kind, name, number, space=space) for kind, number, name in senses)


_SWALLOWING = frozenset({"phone", "zone"})
_SINGLE = frozenset("cCsSvV")


def _swallow(text: str, match: re.Match[str], kind: str, name: str, space: bool, tokens: list[Token]) -> int:
    """Words that take along what follows: "Tel. 0521 …", "GMT+1", "c.t.", "v3.12"."""
    end = match.end(1)
    if kind == "phone":
        taken = _PHONE.match(text, end)
        tokens.append(Token("noise", "", space=space))
    elif kind == "zone":
        taken = _OFFSET.match(text, end) if name == "+0" else None
        tokens.append(Token("zone", _shifted(taken) if taken else name, space=space))
    elif match.group(1) in "vV":
        taken = _VERSION.match(text, end)
        tokens.append(Token("noise", "", space=space))
    else:
        taken = _CTST.match(text, match.start())
        tokens.append(Token(match.group(1).lower() + "t" if taken else "word", "", space=space))
    return taken.end() if taken else match.end()


def _shifted(match: re.Match[str]) -> str:
    size = int(match[2]) * 60 + int(match[3] or 0)
    return f"{size if match[1] == '+' else -size:+d}"


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
    "slashed": _slashed,
    "clock": _clock,
    "military": _military,
    "colon": _colon,
    "compact": _compact,
    "dot": _dot,
    "num": _num,
}

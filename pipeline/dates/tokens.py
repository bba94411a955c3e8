"""From characters to tokens: one master expression, one pass, no backtracking over more than a few characters.

Decides only what can be seen in the characters themselves ("18:00" is a clock, "3.12.26" a date, "+49 521 …" nothing at
all). Whether "18.30" is a day or a time, or whose year "2026" is, is for `scan`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pipeline.dates.digits import RULES, depends, in_context, number
from pipeline.dates.english import plain
from pipeline.dates.token import Token
from pipeline.dates.words import TABLE, meaning

MAX_TEXT = 3000
MAX_TOKENS = 600
_WORD = re.compile(r"([^\W\d_]+)(\.)?")
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_PUNCTUATION = {
    **dict.fromkeys("-‐‑–—‒−~→➔", ("range", "-")),
    **dict.fromkeys("|•·;:()[]@.!?…*»«>", ("sep", "")),
    **dict.fromkeys("€%$£²", ("unit", "")),
    ",": ("comma", ","),
    "/": ("slash", "/"),
    "&": ("list", "+"),
    "+": ("list", "+"),
}
_SPECIAL = {  # what a mark or a word swallows with it
    ".": re.compile(r"\.{2,}(?=\s?\d)"),
    "…": re.compile(r"…(?=\s?\d)"),
    "§": re.compile(r"§+\s?\d[\d.]*"),
    "#": re.compile(r"#\w+"),
    "€": re.compile(r"€\s?\d[\d.,]*(?:-|–)?"),
    "$": re.compile(r"\$\s?\d[\d.,]*"),
    "£": re.compile(r"£\s?\d[\d.,]*"),
    "+": re.compile(r"\+[1-9]\d?[\s\d()/–-]{6,22}\d"),
    "'": re.compile(r"'(\d\d)(?!\d)"),
    "’": re.compile(r"’(\d\d)(?!\d)"),
}
_SWALLOWING = frozenset({"phone", "zone"})
_SINGLE = frozenset("cCsSvV")
_PIECE = re.compile(rf"(?P<between>[^0-9]+)|{RULES}", re.VERBOSE)
_LETTERS = re.compile(r"[^\W\d_]+")
_PLAIN = re.compile(r"(?:[^.…§#€$£+'’]|\.(?!\.))+")  # no mark that is special
SHORT = 32  # characters of a piece that is worth remembering
_NUMBERS = frozenset({"num", "date", "dot", "clock", "year", "uhr", "month"})
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
# "18–max. 20 Uhr"
_AT_MOST = re.compile(r"(?:(?<=[-–—])|(?<=bis))\s?max(?:\.|imal)?\s?(?=\d{1,2}(?:[.:]\d\d)?\s?(?:Uhr|h\b))")
# The same hours where somebody else is: "09:00 – 10:30 CET (15:00 – 16:30 Hanoi)".
_ELSEWHERE = re.compile(
    r"(\d[:.]\d\d(?: ?[ap]m)?(?: [A-Z]{2,4})?) ?\(\d{1,2}[:.]\d\d(?: ?[ap]m)?(?: ?[–-] ?\d{1,2}[:.]\d\d(?: ?[ap]m)?)? "
    r"(?!Beginn|Start|Ende|Schluss|Einlass|Begin|Doors)[A-ZÄÖÜ][a-zäöü]{3,}(?: [A-Z][a-z]+)?(?: [Tt]ime| Zeit)?\)"
)
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
    if "max" in text:
        text = _AT_MOST.sub(" ", text)
    if "(" in text:
        text = _ELSEWHERE.sub(r"\1", text)
    text = plain(text)
    tokens: list[Token] = []
    place, length = 0, len(text)
    while place < length and len(tokens) < MAX_TOKENS:
        match = _PIECE.match(text, place)
        assert match is not None and match.lastgroup is not None
        end = match.end()
        known = _known(match.lastgroup, match[0], mdy) if end - place <= SHORT else None
        if known is not None:
            tokens.extend(known)
            place = end
        elif match.lastgroup == "between":
            place = _each(text, place, end, tokens)
        else:
            place = in_context(text, match, number(match.lastgroup, match[0], mdy), tokens)
    return tokens


@lru_cache(maxsize=8192)
def _known(rule: str, piece: str, mdy: bool) -> tuple[Token, ...] | None:
    """The tokens of a piece; None if they also depend on what stands around it. Pages name few times, days and words
    between them, again and again: what was read once is shared, so nobody may change it."""
    if rule == "between":
        if _PLAIN.fullmatch(piece) is None or any(_takes(word) for word in _LETTERS.findall(piece)):
            return None
        tokens: list[Token] = []
        _each(piece, 0, len(piece), tokens)
        return tuple(tokens)
    token = number(rule, piece, mdy)
    return None if depends(token) else (token,)


def _each(text: str, place: int, end: int, tokens: list[Token]) -> int:
    space = False
    while place < end and len(tokens) < MAX_TOKENS:
        char = text[place]
        if char == " ":
            place, space = place + 1, True
            continue
        place = _words(text, place, space, tokens) if char.isalpha() else _mark(text, place, space, tokens)
        space = False
    return place


def _mark(text: str, place: int, space: bool, tokens: list[Token]) -> int:
    char = text[place]
    special = _SPECIAL.get(char)
    match = special.match(text, place) if special else None
    if match is not None and char in ".…":
        tokens.append(Token("range", "-") if tokens and tokens[-1].kind in _NUMBERS else Token("sep", ".", space=space))
        return match.end()
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
    compound = _COMPOUND.match(text, place)
    if compound is not None and (sense := TABLE.get(compound[0].lower())):  # "Check-in"
        tokens.append(Token(sense[0], sense[2], sense[1], space=space))
        return compound.end()
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


def _takes(word: str) -> bool:
    return word in _SINGLE or any(_word(word, dot, False)[0].kind in _SWALLOWING for dot in (False, True))


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

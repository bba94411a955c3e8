"""Takes a German address line apart: postcode, street and house number, and the pieces around them.

Knows the shapes of addresses, not the places: which of the pieces is a town is the gazetteer's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.geo.postcodes import is_postcode

MAX_TEXT = 400  # characters; a longer "place" is a description

_COUNTRY = r"(?:D|DE|A|AT|CH)"
_POSTCODE = re.compile(rf"(?<![\w.,/+:-])(?:{_COUNTRY}\s?[-–]\s?|{_COUNTRY}\s)?(\d{{5}})(?![\d.,]\d|\d|\s?(?:€|%))")
_FOREIGN = re.compile(r"(?<![\w-])(A|AT|CH)\s?[-–]?\s?(\d{4})(?=\s+[A-ZÄÖÜ])")
_TOWN_NEXT = re.compile(r"\s*,?\s*[A-ZÄÖÜ][a-zäöüß]")
_CODE_HERE = re.compile(r"(?:^|\d ?[a-zA-Z]?|PLZ:?|[\n(])[\s,]*$")
_COUNTED = re.compile(r"\s*(?:Euro|EUR|Teilnehm|Besuch|Gäste|Plätze|Personen|Mitarb|Start-?ups?|Unternehmen|Uhr)", re.I)
_GLUED_NUMBER = re.compile(r"(?<=[a-zß.] )(\d{1,3}[a-z]?)(\d{5})(?= [A-ZÄÖÜ])")
_GLUED_WORD = re.compile(
    r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ][a-zäöüß-]+(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm) \d)"
    r"|(?<=\d[a-z])(?=\d{5} )|(?<=\d)(?=[A-ZÄÖÜ][a-zäöüß]{2,})|(?<=[a-zäöüß])(?=\d{5} [A-ZÄÖÜ])"
)
_SEPARATOR = re.compile(r"\s*[\n\r|;·•●▪→,()\[\]]+\s*|\s+[-–—/@]+\s+|\s*[–—]\s*(?=[A-ZÄÖÜ])|:\s+")

_SUFFIX = (
    "straße|strasse|str|weg|platz|allee|gasse|ring|damm|ufer|chaussee|markt|steig|stieg|pfad|promenade|graben|wall|"
    "kamp|twiete|brücke|garten|gärten|hof|berg|tor|feld|park|passage|zeile|anger|kai|terrasse|leite|rain|esplanade|"
    "stiege|bogen|winkel|redder|deich|heide|horst|busch|grund|höhe|höfe|insel|mühle|wiese|wiesen|arkaden"
)
_SURE = "straße|strasse|str|allee|gasse|chaussee|platz|weg|promenade"  # a street even without a number
_NUMBER = r"\d{1,4}(?:\s?[a-zA-Z](?![\w]))?(?:\s?[-–/+&]\s?\d{1,4}\s?[a-zA-Z]?(?!\w))?"
_LEAD = (
    r"(?:(?:Alte[rnsm]?|Neue[rnsm]?|Große[rnsm]?|Kleine[rnsm]?|Ober(?:er|e|es|en)|Untere[rsn]?|Hintere[rsn]?|"
    r"Vordere[rsn]?|Äußere[rsn]?|Innere[rsn]?|Lange[rn]?|Kurze[rn]?|Hohe[rn]?|Breite[rn]?|Am|An|Auf|Im|In|Zum|Zur|"
    r"Unter|Hinter|Vor|Bei|Beim|der|dem|den|Dr\.|Prof\.|Sankt|St\.|von|Bad|Graf|Kaiser|König) ){0,4}"
)
_GLUED = rf"{_LEAD}[A-ZÄÖÜ][\w.'’-]{{0,40}}?(?i:{_SUFFIX})\b\.?"
_APART = (  # "Berliner Allee", and to where it leads: "Celler Heerstraße"
    rf"{_LEAD}[A-ZÄÖÜ][\w.'’-]{{0,40}} (?:{_SUFFIX.title()}|(?<=er )(?:Heer|Land)(?:straße|strasse|str))\b\.?"
)
_STREET = re.compile(rf"\b((?:{_GLUED}|{_APART})),? (?:Nr\. ?)?({_NUMBER})(?![\d.])")
_STREET_TIGHT = re.compile(
    rf"\b({_LEAD}[A-ZÄÖÜ][\w'’-]{{0,40}}?(?i:str\.|straße|strasse|weg|platz|allee|ring))({_NUMBER})(?![\d.])"
)
_BARE = re.compile(
    rf"\b{_LEAD}(?:[A-ZÄÖÜ][\w.'’-]{{0,40}}?[a-zß-](?i:{_SURE})\b\.?"
    rf"|[A-ZÄÖÜ][\w.'’-]{{0,40}} (?:{_SURE.title()})\b\.?)$"
)
_NUMBER_FIRST = re.compile(  # "12 Haslacher Straße", as tools made elsewhere print it
    rf"(?m)(?:^|(?<=[,|\n] ))(\d{{1,3}} ?[a-z]?) ({_LEAD}(?:[A-ZÄÖÜ][\w.'’-]{{0,40}}er )?(?:[A-ZÄÖÜ][\w'’-]*)?"
    rf"(?:{_SURE}|{_SURE.title()})\.?)(?= ?(?:[,|]|$))"
)
_LED = re.compile(
    r"(?:Am|An de[rnm]|An|Auf de[rnm]|Im|In de[rnm]|Zum|Zur|(?:Unter|Hinter|Vor|Bei)(?: de[rnm])?|Beim|"
    r"Alte[rs]?|Neue[rs]?|Große[rs]?|Kleine[rs]?|Hohe[rs]?|Lange[rs]?|Rue|Via|Avenue)"
    rf" [A-ZÄÖÜ][\w.'’-]*(?: [\w.'’-]+){{0,2}} {_NUMBER}"
)
_NUMBERED = re.compile(rf"[A-ZÄÖÜ][\w.'’-]{{1,40}}(?: [\w.'’-]{{1,40}}){{0,3}} {_NUMBER}")
_SQUARE = re.compile(r"\b([A-U] ?\d{1,2}),? (\d{1,2}(?:[-–]\d{1,2})?)(?= ?[,|]| 681)")
_ROOM = re.compile(
    r"(?i)\b(?:raum|räume|room|saal|hörsaal|halle|etage|stock|og|eg|ug|haus|gebäude|geb\.?|bau|aula|foyer|eingang|"
    r"aufgang|block|tor|seminarraum|konferenzraum|besprechungsraum|turm|flügel|ebene|stand|campus|lab|hs|hub)\b"
)
_BOX = re.compile(r"(?i)\bpostfach\b(?: ?\d\d){1,3}(?!\d)")
_CARE = re.compile(r"(?i)^(?:c/o|bei|im hause)\s+")
_LABEL = re.compile(
    r"(?im)^\s*(?:ort|wo|adresse|veranstaltungsort|location|venue|anschrift|treffpunkt|place|where|address)\s?:\s*"
)
_JOINER = re.compile(r"(?:(?:^|\s+)(?:in|bei|zu|am|und|oder|&|\+|/))+$")


_DIGIT = re.compile(r"\d")


class _Postcode(NamedTuple):
    """Where it stands in the text, its digits, and the country before it: "AT", "CH"; None for a German one."""

    start: int = -1
    end: int = -1
    digits: str | None = None
    country: str | None = None


NO_POSTCODE = _Postcode()


@dataclass(frozen=True, slots=True)
class Address:
    """What the shapes gave. `after` is where the text behind the postcode begins, in `text`; `pieces` are the
    (start, end) of everything that is neither street nor postcode; `doubtful`: five digits that end a line behind a
    word, as in other countries ("Cleveland, OH 44115")."""

    text: str
    street: str | None
    postcode: str | None
    after: int | None
    country: str | None
    pieces: tuple[tuple[int, int], ...]
    doubtful: bool = False


@lru_cache(maxsize=4_000)  # a list names the same few houses, and each is asked for more than once
def parse(text: str) -> Address:
    """Take `text` (any order, any separators) apart; parts that are not there are None. Never raises."""
    text = _LABEL.sub("", text[:MAX_TEXT])
    numbers = _DIGIT.search(text) is not None  # most texts have none, and then hardly any shape can be there
    text = _unglue(text) if numbers else text
    start, end, postcode, country = _postcode(text) if numbers else NO_POSTCODE
    whole = list(spans(text, start, end))
    street, used = (numbers and _numbered(text, whole, start)) or _bare(text, whole)
    pieces = tuple(piece for span in whole for piece in _without(text, span, used))
    doubtful = postcode is not None and not (_TOWN_NEXT.match(text, end) or _CODE_HERE.search(text, 0, start))
    return Address(text, street, postcode, end if postcode else None, country, pieces, doubtful)


def label_free(piece: str) -> str:
    """A piece without "c/o" and a dangling "in"; empty when nothing is left."""
    return _JOINER.sub("", _CARE.sub("", piece).lstrip(".").strip(" ,:–-/"))


def spans(text: str, start: int = -1, end: int = -1) -> Iterator[tuple[int, int]]:
    """(start, end) of the stretches between separators; text[start:end], a postcode, separates too."""
    last = 0
    cuts = [match.span() for match in _SEPARATOR.finditer(text)]
    if end > 0:
        cuts = sorted([cut for cut in cuts if not start <= cut[0] < end] + [(start, end)])
    for cut_start, cut_end in [*cuts, (len(text), len(text))]:
        if text[last:cut_start].strip():
            yield last, cut_start
        last = max(last, cut_end)


def _unglue(text: str) -> str:
    """Put back the breaks lost between lines, "Ritterstraße 1933602 Bielefeld", and numbers behind streets."""
    text = _BOX.sub("\n", text)
    text = _GLUED_NUMBER.sub(lambda match: f"{match[1]}\n{match[2]}" if is_postcode(match[2]) else match[0], text)
    return _NUMBER_FIRST.sub(r"\2 \1", _GLUED_WORD.sub("\n", text))


def _postcode(text: str) -> _Postcode:
    """The last of several, because a venue's comes after an organiser's."""
    found = NO_POSTCODE
    for match in _POSTCODE.finditer(text):
        if is_postcode(match[1]) and not _COUNTED.match(text, match.end()):
            found = _Postcode(match.start(), match.end(), match[1])
    if found.digits is None and (foreign := _FOREIGN.search(text)):
        found = _Postcode(foreign.start(), foreign.end(), foreign[2], "AT" if foreign[1][0] == "A" else "CH")
    return found


def _numbered(text: str, whole: list[tuple[int, int]], postcode: int) -> tuple[str | None, tuple[int, int]] | None:
    """(street with number, its place in the text): the surest shape first."""
    if square := _SQUARE.search(text):
        return f"{square[1].replace(' ', '')}, {square[2]}", square.span()
    for pattern in (_STREET, _STREET_TIGHT):
        if match := pattern.search(text):
            return f"{match[1]} {_number(match[2])}", match.span()
    for start, end in reversed(whole):
        piece = text[start:end].strip()
        likely = 0 <= postcode - end <= 3 or 0 < start < postcode
        if _LED.fullmatch(piece) or (likely and _NUMBERED.fullmatch(piece) and not _ROOM.search(piece)):
            return piece, (start, end)
    return None


def _bare(text: str, whole: list[tuple[int, int]]) -> tuple[str | None, tuple[int, int]]:
    """A street without a number, when its name can be nothing else."""
    for start, end in whole:
        if match := _BARE.search(text[start:end].rstrip()):
            return match[0], (start + match.start(), start + match.end())
    return None, (-1, -1)


def _number(text: str) -> str:
    return re.sub(r"\s*([-–/+&])\s*", r"\1", text.strip())


def _without(text: str, span: tuple[int, int], used: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The parts of `span` that `used` leaves."""
    if used[1] <= span[0] or used[0] >= span[1]:
        yield span
        return
    for start, end in ((span[0], max(span[0], used[0])), (min(span[1], used[1]), span[1])):
        if text[start:end].strip(" .,:–-/"):
            yield start, end

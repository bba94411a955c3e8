"""Lines that hold a clock time and hardly anything else, and how two of them become a beginning and an end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.clocks import HALF, HOUR
from crawlers.extractors.listing.wording.when import DOORS, END, OPENING, UNTIL
from crawlers.extractors.listing.wording.words import BARS, PROGRAMME

_CLOCK = re.compile(rf"(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}}){HALF}", re.IGNORECASE)
_FIRST = re.compile(HOUR)
# With halves of the day: "9 am – 10 am" stays whole.
_HALVES = re.compile(r"\d\s?[ap]\.?\s?m\b", re.IGNORECASE)
ENDS = re.compile(rf"\b(?:{END}|{UNTIL}|to)\b|^\s?»\s?$", re.IGNORECASE)  # between two times
_ITEM = re.compile(r"^(?!\W*(?:einlass|beginn|start|doors|begin)\b).*[^\W\d_]{4}", re.IGNORECASE)
IS_END = re.compile(rf"\W*(?:{END}|abschluss|ausklang|verabschiedung)\b", re.IGNORECASE)
_UNTIL = re.compile(rf"{UNTIL}\s\d", re.IGNORECASE)
_ABOUT = re.compile(r"(?:(?:ca|circa|gegen|etwa|ungefähr|voraussichtlich|about|approx|around)\b\.?\s?)*", re.IGNORECASE)
_ZONE = re.compile(r"\s?\(?(?:ME(?:S)?Z|CES?T|GMT|UTC)\)?")
_DASH = re.compile(rf"[–—-]|{UNTIL}|to", re.IGNORECASE)
_BARS = frozenset(BARS)
SHORT = 70  # characters of a line that holds hardly anything but its time
VERY_SHORT = 40  # the same of one with other words
ONE_LINE = 140  # characters of a line that begins with its time
A_SPAN = 2  # times


def is_whole(context: Context, line: Line) -> bool:
    """Nothing but a clock time, or about one ("ca. 21 Uhr"): its label stands beside it or above its column."""
    clock = context.shapes.dates.times[line.index][0]
    ends = clock.end == len(line.text) or _ZONE.fullmatch(line.text, clock.end) is not None
    return ends and _ABOUT.fullmatch(line.text, 0, clock.start) is not None


def is_bare(context: Context, line: Line) -> bool:
    """Nothing but times, or one fact of several: "18:00 Uhr | Rathaus | kostenfrei", "Rathaus · 18:00 Uhr · 5 €"."""
    if len(line.text) <= SHORT and (not context.shapes.rest(line) or len(line.text) <= VERY_SHORT):
        return True
    first = context.shapes.dates.times[line.index][0]
    before, after = line.text[: first.start].rstrip(), line.text[first.end :].lstrip()
    set_off = before[-1:] in _BARS and (not after or after[0] in _BARS)
    return (first.start <= 1 or set_off) and len(line.text) <= ONE_LINE


def is_fact(context: Context, line: Line) -> bool:
    """Bare, and no item of a programme: nothing stands beside the time, or a place."""
    rest = context.shapes.rest(line)
    return is_bare(context, line) and (not rest or houses.begins_with_place(rest))


def openings(context: Context, bare: Sequence[Line]) -> Iterator[Line]:
    """The items with which an agenda begins: its opening, else its first below "Programm" that is not about doors."""
    items = [(line, context.shapes.rest(line) or _below(context, line)) for line in bare]
    yield from (line for line, said in items if OPENING.search(said))
    if is_agenda(context, bare):
        yield from (line for line, said in items if not DOORS.search(said))


def is_agenda(context: Context, bare: Sequence[Line]) -> bool:
    """Whether the times stand below "Programm": they are an event's, however far from its date."""
    head = context.heading_above(bare[0].index, bare[0].block)
    return head is not None and PROGRAMME.fullmatch(head.text) is not None


def beginning(clock: str) -> str:
    """The first time of an item's span: "09:00 – 09:30" → "09:00 Uhr"."""
    said = _FIRST.search(clock)
    return f"{said[0]} Uhr" if said and not _HALVES.search(clock) else clock


def _below(context: Context, line: Line) -> str:
    lines = context.layout.lines[line.index + 1 : line.index + 2]
    return lines[0].text if lines else ""


def said(line: Line, clocks: Sequence[Mention]) -> str:
    """The times of one line; two with a word for the end between them are a span: "Starts 18:00, ends 20:30".

    Of several with something each ("8.30 Uhr Frühstück, 9 Uhr Vortrag") the first, but for the doors'; the last where
    that is the end.
    """
    if len(clocks) == A_SPAN and ENDS.search(line.text[clocks[0].end : clocks[1].start]):
        return f"{clocks[0].text} – {clocks[1].text}"
    if any(_ITEM.search(line.text[one.end : other.start]) for one, other in pairwise(clocks)):
        first = next((clock for clock in clocks if not DOORS.search(clock.text)), clocks[0])
        ended = first is not clocks[-1] and IS_END.match(line.text[clocks[-1].end :])
        return f"{first.text} – {clocks[-1].text}" if ended else first.text
    text = " ".join(mention.text for mention in clocks)
    found = list(_CLOCK.finditer(text))
    if len(found) == 2 * A_SPAN and _halves_of(found[:A_SPAN]) == _halves_of(found[A_SPAN:]):
        return f"{found[2][0]} – {found[3][0]}"  # "6:00 PM 9:00 PM 18:00 21:00"
    return text


def pair(context: Context, line: Line, bare: Sequence[Line]) -> list[str]:
    """Two bare times in lines one after the other, or with a dash on one between, are start and end; so are two times
    in 12 and in 24 hours. Where the first is the doors', those that follow are."""
    clocks = context.shapes.dates.times
    below = next((other for other in bare if other.index == line.index + 1), None)
    if below is not None and _begins_behind_doors(line, below):
        return pair(context, below, bare)
    text = said(line, clocks[line.index])
    if below is not None and len(clocks[line.index]) == 1 and _says_end(line, below):
        return [f"{text} – {clocks[below.index][0].text}"]
    until = next((other for other in bare if line.index < other.index and _UNTIL.match(other.text)), None)
    if until is not None and len(clocks[line.index]) == 1:
        return [f"{text} {clocks[until.index][0].text}"]
    if (dash := context.layout.lines[line.index + 1 : line.index + 2]) and _DASH.fullmatch(dash[0].text):
        after = next((other for other in bare if other.index == line.index + 2), None)
        return [f"{text} – {clocks[after.index][0].text}"] if after else [text]
    if below is not None and _halves(line.text) and _halves(line.text) == _halves(below.text):
        return [" – ".join(found[0] for found in _CLOCK.finditer(below.text))]
    if below is not None and not context.shapes.rest(line) and not context.shapes.rest(below) and len(bare) == 2:
        return [f"{text} – {clocks[below.index][0].text}"]
    return [text]


def _begins_behind_doors(doors: Line, below: Line) -> bool:
    """Whether the line below that of the doors says when it begins: "Einlass 18 Uhr" / "Beginn 19 Uhr"."""
    opens = OPENING.search(below.text) is not None and OPENING.search(doors.text) is None
    return opens and DOORS.search(doors.text) is not None


def _says_end(line: Line, below: Line) -> bool:
    """Whether the line below one that says when it begins says when it ends: "Beginn 19 Uhr" / "Ende 21 Uhr"."""
    return OPENING.search(line.text) is not None and IS_END.match(below.text) is not None


def _halves(text: str) -> list[int]:
    """Two clock times of a text that holds nothing else, in minutes and without their half of the day; else none."""
    found = _halves_of(list(_CLOCK.finditer(text)))
    return found if len(found) == A_SPAN and not _CLOCK.sub("", text).strip(" –-") else []


def _halves_of(clocks: Sequence[re.Match[str]]) -> list[int]:
    return [(int(clock["hour"]) % 12) * 60 + int(clock["minute"]) for clock in clocks]

"""What is said once for all dates of a list: "Wir treffen uns jeweils um 19 Uhr im Rathaus", "Ort: Rathaus".

Looked for in the list's own section and in the introductions of the sections around it, never in a section beside it;
what holds "unless said otherwise" speaks for all lists below it that are built alike. Gives texts; which events lack a
time or a place is the matter of `together`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from crawlers.extractors.listing.days import weekdays
from crawlers.extractors.listing.days.boxes import CAPTIONS
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.fields import all_at, below, hour_pairs, rule_days
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.labels import label_end, label_kind
from crawlers.extractors.listing.wording.no_events import DEADLINE, HOURS
from crawlers.extractors.listing.wording.sentence_places import in_sentence
from crawlers.extractors.listing.wording.when import DOORS, FOR_ALL, OPENING, OTHERWISE, WEEKLY
from pipeline.geo import presence

ASIDE = {"term", "shut", "closed", "since", "written"}  # roles of days that head nothing
ABOVE = 80  # lines above a list that can speak for all of it
BELOW = 4  # lines below it
TAGS = 3  # around a date, by which lists are built alike
OUTSIDE = 7  # below the rank of any heading
BESIDE = 12  # characters between such a word and its hour
LONGEST = 160  # characters of a labelled value
LONGEST_PLACE = 80  # a longer one is a sentence about places
_WELCOME = re.compile(r"\W*(?:(?:herzlich )?willkommen|welcome)\b", re.IGNORECASE)
_VERB = re.compile(r"\s(?:statt|ein)$")
_ON_DAYS = re.compile(  # "on the second Thursday in the Annex"
    r"^,? on (?:the )?(?:\w+ (?:and \w+ )?)?\w+days?(?: (?:of )?(?:the|each|every) month)?,? (?:in|at) (?:the )?",
    re.IGNORECASE,
)
_NEXT_LABEL = re.compile(r"\W*\s(?=(?:zeit|uhrzeit|beginn|wann|eintritt|kosten|anmeldung)\s?:)", re.IGNORECASE)
_HERE = re.compile(r"\b(?:statt|held(?: here| at)?|take place(?: here| at)?):\s+(.+)", re.IGNORECASE)
_UNLESS = re.compile(  # "Ort, wenn nicht anders angegeben: Werkbank, Halle 3"
    r"\b(?:(?:veranstaltungs)?ort|treffpunkt|wo|venue|location|where)\s?[,(–-]\s?(?P<unless>[^:()]+)\)?\s?:\s+(?P<place>.+)",
    re.IGNORECASE,
)
_IS_UNLESS = re.compile(  # "Ort ist, soweit nicht anders angegeben, das Haus des Handwerks"
    r"\bort ist\s?[,(–-]\s?(?P<unless>[^:(),–]+)[,)–-]\s(?:der |die |das )?(?P<place>[^.;:]+)", re.IGNORECASE
)
_ALSO = re.compile(r"\b(?:auch|im nachgang|abrufbar|auf wunsch|alternativ|zusätzlich|aufzeichnung\w*)\b", re.IGNORECASE)
_OPEN_BRACKET = re.compile(r"\((?=[^()]*[^\W\d_]{4})[^()]*$")
_DAYS_BEFORE = re.compile(rf".*?\b{WEEKLY}(?=\D+\d)", re.IGNORECASE)  # "Herbst 2026, donnerstags 18 Uhr"
_THEN_WHERE = re.compile(  # "Time: Mondays 4 pm; Location: Webster Hall 17. Coffee at 3:30."
    r"[;,.]\s(?:location|venue|place|room|where|ort|raum):\s(?P<place>[^;.]{3,80})", re.IGNORECASE
)
_AROUND = re.compile(  # what goes before or follows
    r"[.,;(]\s?(?:\w+ ){0,2}(?:tea|coffee|kaffee|tee|lunch|drinks|refreshments|reception|doors|discussions?|"
    r"social|networking|anschließend|danach|followed|umtrunk|empfang|imbiss|lediglich|nur|ausnahme|except)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:zwischen|between)\s(?=\d)|\d|noon|midnight|mitternacht", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Standing:
    """A time and a place as published; None where nothing is said. `days`: the only weekdays for which the time is."""

    time: str | None = None
    where: str | None = None
    days: frozenset[int] = frozenset()

    def holds(self, day: Mention) -> bool:
        """Whether a day can be one of those of which it is said."""
        return not self.days or weekdays.of(day) in {*self.days, -1}


def find(context: Context, first: int, last: int, top: int = 0, *, bare: bool = False) -> Standing:
    """What stands for all dates on the lines `first`..`last` (exclusive), from line `top` on; the nearest counts.

    `bare`: the dates have no names of their own: a house right below them is where all are."""
    time = where = None
    only = frozenset[int]()
    days = rule_days.told(context, first, last)
    for line in (*_above(context, first, top), *_below(context, last), *_unless(context, first)):
        said = _line(context, line, days)
        place = said.where or (_place_below(context, line, first) if said.time else None)
        only = only if time else said.days
        time, where = time or said.time, where or place
        if time and where:
            break
    found = where or below.headed(context, last) or (below.house(context, last) if bare else None)
    return Standing(time, found, only)


def _unless(context: Context, first: int) -> Iterator[Line]:
    """The lines that speak for all lists built like the first below them: "sofern nichts anderes angegeben ist"."""
    said = (line for line in context.layout.lines[:first] if line.zone == "main" and OTHERWISE.search(line.text))
    return (line for line in said if _built(context, line.index + 1) == _built(context, first))


def _built(context: Context, first: int) -> tuple[str, ...]:
    """The innermost tags around the first date from a line on."""
    below = context.shapes.dates.within(first, len(context.layout.lines))
    return context.layout.tags_around(below[0].block, TAGS) if below else ()


def _place_below(context: Context, line: Line, first: int) -> str | None:
    """The place on the line between the time for all and the list: "mittwochs, 19 Uhr" / "Café Mokka, Wallstraße 2"."""
    if line.index + 1 >= first:
        return None
    below = context.layout.lines[line.index + 1]
    plain = below.zone == line.zone and not below.heading and len(below.text) <= LONGEST_PLACE
    return below.text if plain and houses.is_place(below.text) else None


def _above(context: Context, first: int, top: int) -> Iterator[Line]:
    """The undated lines above, nearest first: of the list's own section and its heading, then of the introductions
    around it."""
    section: list[Line] = []
    rank = OUTSIDE
    for line in reversed(context.layout.lines[max(first - ABOVE, top) : first]):
        if not line.heading:
            section.append(line)
            continue
        if line.heading < rank and (rank == OUTSIDE or not _has_list(context, section)):
            yield from _undated(context, [*section, line])
        rank, section = min(rank, line.heading), []
    if rank == OUTSIDE or not _has_list(context, section):
        yield from _undated(context, section)


def _has_list(context: Context, section: list[Line]) -> bool:
    """Whether a section around the list's holds dates of its own: its last lines are about the last of these."""
    return any(_is_dated(context, line) for line in section if len(line.text) <= LONGEST)


def _is_dated(context: Context, line: Line) -> bool:
    """Whether a line names a day; that of an examination says nothing, nor that on which a table was written, in its
    caption: "Stand 3. Mai"."""
    spoken = context.shapes.spoken.get(line.index)
    if not spoken or not any(mention.dates for mention in spoken):
        return False
    found = context.shapes.dates.within(line.index, line.index + 1)
    if found and len(line.text) > LONGEST:
        return any(cluster.role == "event" for cluster in found)
    aside = ASIDE | ({"posted"} if context.layout.tags[line.block] in CAPTIONS else set())
    return not found or any(cluster.role not in aside for cluster in found)


def _below(context: Context, last: int) -> Iterator[Line]:
    """The undated lines right below but for buttons, up to the next heading."""
    below = context.layout.lines[last : last + 2 * BELOW]
    below = [line for line in below if context.layout.tags[line.block] != "button"][:BELOW]
    ends = next((index for index, line in enumerate(below) if line.heading), len(below))
    yield from _undated(context, below[:ends])


def _undated(context: Context, lines: list[Line]) -> Iterator[Line]:
    """The lines up to the first that holds a date: what lies beyond is told of that one.

    Labels beside a labelled date are that event's facts, in whatever order.
    """
    if any(line.index in context.shapes.spoken and _is_when(context, line) for line in lines):
        return
    for line in lines:
        if _is_dated(context, line):
            if len(line.text) > LONGEST:
                continue  # prose that mentions a day is no event
            return
        if line.zone == "main":
            yield line


def _is_when(context: Context, line: Line) -> bool:
    """Whether a line is a date behind its label: "Datum: 10.12.2026"."""
    dated = any(mention.dates for mention in context.shapes.spoken[line.index])
    return dated and context.captions.label(line, max(line.index - 1, 0)) == "when"


def _line(context: Context, line: Line, days: frozenset[int]) -> Standing:
    """What one line says for all: by its label, or in its sentences."""
    end = label_end(line.text)
    label = context.captions.label(line, max(line.index - 1, 0)) if len(line.text) <= LONGEST else None
    value = line.text[end:].strip(" ,;")
    clocks = context.shapes.dates.times.get(line.index, [])
    if label in {"time", "when"} and len(clocks) > 1 and _is_aside_of_first(line.text, clocks):
        clocks = clocks[:1]
    place = _NEXT_LABEL.split(value)[0]
    if label == "where" and 0 < len(place) <= LONGEST_PLACE:
        return Standing(_clock(clocks[0]) if len(clocks) == 1 and place != value else None, place)
    if label in {"time", "when"} and len(clocks) == 1:
        at = _THEN_WHERE.search(value)
        told = at["place"] if at else in_sentence(line.text, clocks[0].start, clocks[0].end)
        named = (part.strip(" ;") for part in value.split(",") if not (at or FOR_ALL.search(value)))
        return Standing(_clock(clocks[0]), next((part for part in named if houses.is_place(part)), told))
    time = where = None
    only = frozenset[int]()
    heads = line.heading > 0 or context.layout.tags[line.block] in CAPTIONS
    for start, text in _sentences(line.text):
        where = where or _labelled(text) or all_at.find(text)
        if (
            not (heads or FOR_ALL.search(text))
            or (rule_days.are_others(text, days) and not OTHERWISE.search(text))
            or DEADLINE.search(text)
            or HOURS.search(text)
        ):
            continue
        inside, stop = _held(line.text, start, start + len(text), clocks)
        inside = hour_pairs.joined(line.text, inside)
        if len(inside) == 1:
            time, only = time or _clock(inside[0]), only if time else rule_days.of(text)
            where = where or in_sentence(line.text[:stop], inside[0].start, inside[0].end)
            behind = line.text[inside[0].end : min(stop, start + len(text))]
            whole = all_at.behind_clock(behind)
            where = whole if whole and where and whole.startswith(where) else where or _place_in_row(behind) or whole
        elif not inside:
            where = where or _behind(text) or (None if heads and _names_house(text) else in_sentence(text, 0, 0))
        where = where or ("online" if presence.says(text) == "yes" and not _ALSO.search(text) else None)
    return Standing(time, where, only)


def _held(line: str, start: int, end: int, clocks: list[Mention]) -> tuple[list[Mention], int]:
    """The hours of a sentence, and where it stops to tell of them: "at 4 pm in Hall 12; tea is served at 3:30"."""
    inside = [clock for clock in clocks if start <= clock.start < end]
    inside = [clock for clock in inside if not _is_door(line[start : clock.start], clock.text)] or inside
    inside = [clock for clock in inside if not _is_aside(line[start : clock.start])] or inside
    around = _AROUND.search(line, inside[0].end, end) if inside else None
    stop = around.start() if around else len(line)
    return [clock for clock in inside if clock.start < stop], stop


def _names_house(text: str) -> bool:
    """Whether a heading says whose page it is: "Willkommen im Haus am Hafen", "Gründerzentrum am Bahnhof"."""
    before, place, _ = text.partition(" am ")
    house = before.lower().endswith("haus") or houses.is_house(before)
    return _WELCOME.match(text) is not None or (house and bool(place) and " im " not in before)


def _is_door(before: str, hour: str) -> bool:
    """Whether an hour is when one may come in: "Einlass ist ab 18.30 Uhr"; not "Einlass 19 Uhr, Beginn 20 Uhr"."""
    return not OPENING.search(hour) and any(len(before) - door.end() <= BESIDE for door in DOORS.finditer(before))


def _is_aside_of_first(text: str, clocks: list[Mention]) -> bool:
    """Whether all hours but the first tell what is around it: "Thursday, 3 p.m. - 3:50 p.m., tea from 2:30 p.m." """
    return all(_AROUND.search(text[one.end : two.start]) for one, two in pairwise(clocks))


def _is_aside(before: str) -> bool:
    """Whether an hour stands in brackets: "14 bis 17 Uhr (Annahme bis 16 Uhr)"."""
    return _OPEN_BRACKET.search(before) is not None


def _behind(text: str) -> str | None:
    """The place behind a sentence: "Alle Termine finden bei uns statt: Alte Weberei, Wallstraße 3, Lage", or
    behind a label with a condition."""
    unless = _UNLESS.search(text) or _IS_UNLESS.search(text)
    if unless is not None and OTHERWISE.search(unless["unless"]) and len(unless["place"]) <= LONGEST_PLACE:
        return unless["place"].strip(" .")
    said = _HERE.search(text)
    named = (
        said is not None and len(said[1]) <= LONGEST_PLACE and (houses.has_address(said[1]) or houses.is_place(said[1]))
    )
    return said[1].strip(" .") if said and named else None


def _labelled(text: str) -> str | None:
    """The place that a sentence in a text labels: "… bis 16 Uhr. Ort: Haus der Begegnung, großer Saal"."""
    end = label_end(text)
    value = text[end:].strip(" .") if end and label_kind(text[:end].strip(" :")) == "where" else ""
    return value if 0 < len(value) <= LONGEST_PLACE and houses.is_place(value) else None


def _place_in_row(text: str) -> str | None:
    """The places behind a time in a row of facts: "Mittwochs, 18:15 Uhr, Hörsaal 7, Gebäude 2"."""
    parts = [_VERB.sub("", part.strip(" .;")).removeprefix("in ") for part in _ON_DAYS.sub("", text).split(",")]
    return ", ".join(part for part in parts if part and houses.is_place(part)) or None


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence with its place in the text."""
    start = 0
    for cut in houses.SENTENCE_END.finditer(text):
        yield start, text[start : cut.start()]
        start = cut.end()
    yield start, text[start:]


def _clock(mention: Mention) -> str:
    """The time without the weekdays before it: the dates of the list say on which days, not a rule."""
    begin = _CLOCK.search(mention.text, days.end() if (days := _DAYS_BEFORE.match(mention.text)) else 0)
    return mention.text[begin.start() :] if begin else mention.text

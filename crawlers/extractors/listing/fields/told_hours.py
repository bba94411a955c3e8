"""The hours of a page's own event that stand away from its day: with the same day elsewhere, or where a line or a
sentence says when it begins or ends.

Which hours of a record go with its date is decided in `times`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawlers.extractors.listing.days import distance, weekdays
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.names import DAYNAME
from crawlers.extractors.listing.fields import clock_lines, spans, times
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording import clocks
from crawlers.extractors.listing.wording.clocks import CLOCK, HOUR, RANGE, TO, UNIT
from crawlers.extractors.listing.wording.houses import SENTENCE_END
from crawlers.extractors.listing.wording.no_events import DEADLINE, HOURS
from crawlers.extractors.listing.wording.when import ALWAYS, AROUND, DOORS, EACH, END, UNTIL, WEEKLY
from crawlers.extractors.listing.wording.words import EVENT

_AT = r"(?:(?:ist|is|um|at|ab|für|gegen|etwa|pünktlich|wieder|ca\.|abends|von|from)\s)*"
_HOURS = rf"(?P<hours>{HOUR}{TO}{HOUR}\s?{UNIT}|{CLOCK}{TO}{CLOCK}|{CLOCK})"
_VERB = r"(?:beginn(?:t|en)|start(?:et|en)|starts?|begins?)"
_OPENS = r"(?:^|[,;·|–(]\s?)"  # a line, or a fact of one
_OF_WHAT = r"(?: (?:der|des|of the) (?P<who>[\w-]+))?"
_SUBJECT = r"(?:der|die|das|unsere?|the|our) (?P<who>[\w-]+)"


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_BEGINS = _compiled(
    rf"{_OPENS}(?:[\w-]*beginn|start|anfang|uhrzeit|kick-?off){_OF_WHAT}\s?:?\s{_AT}{_HOURS}",
    rf"\b(?:{_SUBJECT}|wir|we|it) {_VERB} {_AT}{_HOURS}",
    rf"\b(?:um|at) {_HOURS} {_VERB} (?:{_SUBJECT}|wir|we|it)\b",
    rf"^(?P<hours>{CLOCK})\W{{1,3}}(?:offizieller )?(?:beginn|start)(?![\w-])(?P<who>)",
    rf"\b(?:los geht(?:['’]?s| es)?|geht(?:['’]?s| es) los) {_AT}{_HOURS}(?P<who>)",
)
_ENDS = _compiled(
    rf"(?:^|\bdas )(?:voraussichtliche[sr]? )?{END}{_OF_WHAT}\s?:?\s{_AT}(?P<hours>{CLOCK})",
    rf"\b{_SUBJECT} (?:endet|ends) {_AT}(?P<hours>{CLOCK})",
    rf"^(?P<hours>{CLOCK})\W{{1,3}}{END}{_OF_WHAT}\W*$",
    rf"\b(?:um|gegen) (?P<hours>{CLOCK}) (?:lassen wir\b.{{0,30}}\bausklingen|klingt\b.{{0,30}}\baus\b|"
    rf"ist (?:schluss|ende|feierabend)\b|enden wir)(?P<who>)",
)
_END_LABEL = re.compile(rf"\W*{END}\s?:?\s*", re.IGNORECASE)
_ENDED = re.compile(rf"\b(?:{UNTIL}|{END})\b", re.IGNORECASE)
_HABIT = re.compile(rf"\b(?:{WEEKLY}|{ALWAYS}|{EACH}|every)\b", re.IGNORECASE)
_DAY = re.compile(rf"\b{DAYNAME}\b", re.IGNORECASE)
_ANY_EVENT = re.compile(r"(?:[\w-]*veranstaltung|event|termin|abend|evening|meeting)", re.IGNORECASE)
ABOVE = 4  # lines between a day and its hour
AGENDA = 8  # lines below what may be an agenda's end
FACT = 60  # characters of a line with a day of its own
A_ROW = 2  # lines: an hour, and what begins or ends then
FEW_DAYS, FEW_DATES = 30, 60  # of a page that can be one event's
LABEL = 30  # characters of a label above its hour
LONGEST = 100  # characters of a line with a day that stands again
FEW = 24  # characters beside a day that stands again


def complete(context: Context, own: Cluster, when: tuple[str, ...]) -> tuple[str, ...]:
    """The texts of a day, with the hours and the end that the page tells elsewhere; unchanged where it tells none, or
    several."""
    if _has_days(own):
        return when
    if not clocks.told(when):
        when = _again(context, own) or (*when, *_told(context, own, _BEGINS))
    said = " ".join(when)
    if len(clocks.told(when)) != 1 or RANGE.search(said) or " – " in said or _ENDED.search(said):
        return when
    if ends := _on_next_day(context, own):
        return (f"{own.lead.text} {min(clocks.told(when))} – {ends[0]}",)
    return (*when[:-1], when[-1] + "".join(f" – {end}" for end in _told(context, own, _ENDS)))


def _on_next_day(context: Context, own: Cluster) -> list[str]:
    """The day and hour of an end in the night, as its label below says: "12. Juni" / "19:00" / "Ende: 13.6. 01:00"."""
    lines, clusters = context.layout.lines, context.shapes.dates.clusters
    starts = {at for one in clusters for at, mention in one.mentions if mention.key == own.lead.key}
    return [
        one.lead.text
        for one in clusters
        if one.role == "event" and one.lead.timed and distance.after(own.lead, one.lead) == 1
        if _END_LABEL.fullmatch(lines[one.first].text[: one.lead.start])
        and not starts.isdisjoint(range(one.first - ABOVE, one.first))
    ][:1]


def tells(context: Context, own: Cluster) -> bool:
    """Whether the page, which names few days, tells the hours of one that stands without any."""
    few = len(context.day_counts) <= FEW_DAYS and len(context.shapes.dates.clusters) <= FEW_DATES
    return few and not (own.timed or _has_days(own)) and bool(_told(context, own, _BEGINS))


def _has_days(own: Cluster) -> bool:
    """Whether a date is a span or names several days."""
    return spans.lasts(own) or own.lead.dates > 1 or len({mention.key for _, mention in own.mentions}) > 1


def _again(context: Context, own: Cluster) -> tuple[str, ...]:
    """The texts of the same day where it stands with one hour: "Karten für Freitag, 4. Dezember, 19:30 Uhr"."""
    others = [one for one in _of_its_day(context, own) if one is not own and one.timed and not _has_days(one)]
    lines = [context.layout.lines[one.first] for one in others]
    said = [times.texts(context, one, [line], {line.index: None}) for one, line in zip(others, lines, strict=True)]
    return said[0] if len(set(said)) == 1 else ()


def _of_its_day(context: Context, own: Cluster) -> Iterator[Cluster]:
    """The dates of the same day on lines that say hardly more."""
    for one in context.shapes.dates.clusters:
        line = context.layout.lines[one.first]
        if one.role == "event" and one.lead.key == own.lead.key and _is_own(context, line):
            brief = len(line.text) <= LONGEST and len(context.shapes.rest(line)) <= FEW
            if brief and not DOORS.search(line.text) and not AROUND.search(line.text):
                yield one


def _told(context: Context, own: Cluster, patterns: Sequence[re.Pattern[str]]) -> list[str]:
    """The hours at which the page says that it begins, or ends, if it says so once."""
    lines = [context.layout.lines[index] for index in sorted(context.shapes.dates.times)]
    lines = [line for line in lines if _is_own(context, line) and not _is_of_another(context, own, line)]
    if patterns is _ENDS:
        lines = [line for line in lines if not _goes_on(context, line)]
    texts = [text for line in lines for text in (*_sentences(context, own, line), *_with_labels(context, line))]
    told = dict.fromkeys(hours for text in texts for hours in _hours(context, own, text, patterns))
    return [*told][:1] if len({clocks.told([hours]) for hours in told}) == 1 else []


def _is_own(context: Context, line: Line) -> bool:
    """Whether a line is the page's own, neither a menu nor an answer, nor part of what stands below other events."""
    return line.zone in {"main", "head", "side"} and line.index not in context.parts.answers | context.parts.related


def _is_of_another(context: Context, own: Cluster, line: Line) -> bool:
    """Whether the last short line up to this one that has a day names another one, or a column tells of a habit, or a
    heading of its own another event."""
    lines = context.layout.lines
    above = lines[max(line.index - ABOVE, 0) : line.index + 1]
    near = context.shapes.dates.within(above[0].index, line.index + 1)
    near = [one for one in near if len(lines[one.first].text) <= FACT]
    if near and near[-1].lead.key != own.lead.key:
        return True
    if line.zone == "side" and any(_HABIT.search(one.text) or _names_another_day(own, one.text) for one in above):
        return True
    head = context.heading_above(line.index, line.block)
    named = head is not None and head.heading > 1 and (EVENT.search(head.text) or AROUND.search(head.text))
    return head is not None and bool(named) and not _is_it(context, head.text)


def _names_another_day(own: Cluster, text: str) -> bool:
    """Whether a text names a weekday that is not the day's."""
    day = weekdays.of(own.lead)
    return day >= 0 and any(weekdays.number(found) not in {day, -1} for found in _DAY.findall(text))


def _goes_on(context: Context, line: Line) -> bool:
    """Whether a later hour stands below: an agenda's "12:00 Ende Teil 1"."""
    clock = context.shapes.dates.times
    below = (clock[at][0].text for at in range(line.index + 1, line.index + AGENDA) if at in clock)
    return any(_first(text) > _first(clock[line.index][-1].text) for text in below)


def _first(text: str) -> tuple[int, int]:
    """The first clock time of a text."""
    hour, _, minute = min(clocks.told([text]), default="0:00").partition(":")
    return int(hour), int(minute)


def _sentences(context: Context, own: Cluster, line: Line) -> Iterator[str]:
    """The sentences of a line that name no other day; a column has facts only."""
    if line.zone == "side":
        return
    others = [one.text for one in context.shapes.spoken.get(line.index, ()) if one.dates and one.key != own.lead.key]
    texts = SENTENCE_END.split(line.text) if len(line.text) > FACT else [line.text]
    for before, text in zip(["", *texts], texts, strict=False):
        if not any(map(text.__contains__, others)) and not AROUND.search(f"{before} {text}"):
            yield text


def _with_labels(context: Context, line: Line) -> Iterator[str]:
    """A line that is a time, behind the label above it and before the one below: "Beginn" / "9.00 Uhr", "16.00" /
    "Ende"."""
    if not clock_lines.is_whole(context, line):
        return
    lines, at = context.layout.lines, line.index
    in_turn = at - A_ROW in context.shapes.dates.times  # "12:00" / "Ende" / "13:00" / "Führung"
    above, below = lines[max(at - 1, 0) : at], lines[at + 1 : at + 2]
    yield from (f"{one.text} {line.text}" for one in above if not in_turn and len(one.text) <= LABEL)
    yield from (f"{line.text} {one.text}" for one in below if len(one.text) <= LABEL)


def _hours(context: Context, own: Cluster, text: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[str]:
    """The hours at which a text says that the event begins or ends; not the sale, the desk or the journey, nor what
    always is so."""
    hits = [hit for pattern in patterns for hit in pattern.finditer(text)]
    if hits and not (
        HOURS.search(text) or DEADLINE.search(text) or _HABIT.search(text) or _names_another_day(own, text)
    ):
        yield from (hit["hours"] for hit in hits if not hit["who"] or _is_it(context, hit["who"]))


def _is_it(context: Context, who: str) -> bool:
    """Whether a word means the page's event: "Veranstaltung", or its sort as the page's title has it."""
    sort = EVENT.search(who)
    named = f"{context.title} {' '.join(context.firsts)}".lower()
    return _ANY_EVENT.fullmatch(who) is not None or (sort is not None and sort[0] in named)

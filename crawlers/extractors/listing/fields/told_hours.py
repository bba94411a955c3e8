"""The hours of a page's own event that stand away from its day: with the same day elsewhere, or where a line or a
sentence says when it begins or ends.

Which hours of a record go with its date is decided in `times`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields import clock_lines, spans, times
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording import clocks
from crawlers.extractors.listing.wording.clocks import CLOCK, HOUR, RANGE, TO, UNIT
from crawlers.extractors.listing.wording.houses import SENTENCE_END
from crawlers.extractors.listing.wording.no_events import DEADLINE, HOURS
from crawlers.extractors.listing.wording.when import END
from crawlers.extractors.listing.wording.words import EVENT

_AT = r"(?:(?:ist|is|um|at|ab|für|gegen|etwa|pünktlich|wieder|ca\.|abends|von|from)\s)*"
_HOURS = rf"(?P<hours>{HOUR}{TO}{HOUR}\s?{UNIT}|{CLOCK}{TO}{CLOCK}|{CLOCK})"
_VERB = r"(?:beginn(?:t|en)|start(?:et|en)|starts?|begins?)"
_OPENS = r"(?:^|[,;·|–(]\s?)"  # a line, or a fact of one
_BEGINS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_OPENS}(?:[\w-]*beginn|start|anfang|uhrzeit|kick-?off)(?: (?:der|des|of the) (?P<who>[\w-]+))?"
        rf"\s?:?\s{_AT}{_HOURS}",
        rf"\b(?:(?:der|die|das|unsere?|the|our) (?P<who>[\w-]+)|wir|we|it) {_VERB} {_AT}{_HOURS}",
        rf"\b(?:um|at) {_HOURS} {_VERB} (?:(?:der|die|das|unsere?|the|our) (?P<who>[\w-]+)|wir|we|it)\b",
        rf"\b(?:los geht(?:['’]?s| es)?|geht(?:['’]?s| es) los) {_AT}{_HOURS}(?P<who>)",
    )
)
_ENDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_OPENS}(?:das )?(?:voraussichtliche[sr]? )?{END}(?: (?:der|des|of the) (?P<who>[\w-]+))?"
        rf"\s?:?\s{_AT}(?P<hours>{CLOCK})",
        rf"\b(?:(?:der|die|das|unsere?|the|our) (?P<who>[\w-]+)|es|it) (?:endet|ends) {_AT}(?P<hours>{CLOCK})",
        rf"^(?P<hours>{CLOCK})\W{{1,3}}{END}(?: (?:der|des|of the) (?P<who>[\w-]+))?\W*$",
    )
)
ABOVE = 4  # lines between a day and its hour
FACT = 60  # characters of a line with a day of its own
LABEL = 20  # characters of a label above its hour


def complete(context: Context, own: Cluster, when: tuple[str, ...]) -> tuple[str, ...]:
    """The texts of a day, with the hours and the end that the page tells elsewhere; unchanged where it tells none, or
    several."""
    if _has_days(own):
        return when
    if not clocks.told(when):
        when = _again(context, own) or (*when, *_told(context, own, _BEGINS))
    if not clocks.told(when) or any(RANGE.search(text) or " – " in text for text in when):
        return when
    end = "".join(f" – {hour}" for hour in _told(context, own, _ENDS))
    return (*when[:-1], when[-1] + end)


def tells(context: Context, own: Cluster) -> bool:
    """Whether the page tells the hours of a day that stands without any."""
    return not (own.timed or _has_days(own)) and bool(_told(context, own, _BEGINS))


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
    for one in context.shapes.dates.clusters:
        if one.role == "event" and one.lead.key == own.lead.key and _is_own(context, context.layout.lines[one.first]):
            yield one


def _told(context: Context, own: Cluster, patterns: Sequence[re.Pattern[str]]) -> list[str]:
    """The hours at which the page says that it begins, or ends, if it says so once."""
    lines = [context.layout.lines[index] for index in sorted(context.shapes.dates.times)]
    lines = [line for line in lines if _is_own(context, line) and not _of_another_day(context, own, line)]
    texts = [text for line in lines for text in (*_sentences(context, own, line), *_with_labels(context, line))]
    told = dict.fromkeys(hours for text in texts for hours in _hours(text, patterns))
    return [*told] if len(told) == 1 else []


def _is_own(context: Context, line: Line) -> bool:
    """Whether a line is the page's own, neither a menu nor an answer, nor part of what stands below other events."""
    return line.zone in {"main", "head", "side"} and line.index not in context.parts.answers | context.parts.related


def _of_another_day(context: Context, own: Cluster, line: Line) -> bool:
    """Whether the last short line up to this one that has a day names another day."""
    lines = context.layout.lines
    near = context.shapes.dates.within(max(line.index - ABOVE, 0), line.index + 1)
    near = [one for one in near if len(lines[one.first].text) <= FACT]
    return bool(near) and near[-1].lead.key != own.lead.key


def _sentences(context: Context, own: Cluster, line: Line) -> Iterator[str]:
    """The sentences of a line that name no other day."""
    others = [one.text for one in context.shapes.spoken.get(line.index, ()) if one.dates and one.key != own.lead.key]
    texts = SENTENCE_END.split(line.text) if len(line.text) > FACT else [line.text]
    yield from (text for text in texts if not any(map(text.__contains__, others)))


def _with_labels(context: Context, line: Line) -> Iterator[str]:
    """A line that is a time, behind the label above it and before the one below: "Beginn" / "9.00 Uhr", "16.00" /
    "Ende"."""
    if not clock_lines.is_whole(context, line):
        return
    lines = context.layout.lines
    above, below = lines[line.index - 1 : line.index], lines[line.index + 1 : line.index + 2]
    yield from (f"{one.text} {line.text}" for one in above if one.text[:1].isalpha() and len(one.text) <= LABEL)
    yield from (f"{line.text} {one.text}" for one in below if len(one.text) <= LABEL)


def _hours(text: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[str]:
    """The hours at which a text says that the event begins or ends; not the sale, the desk or the journey."""
    hits = [hit for pattern in patterns for hit in pattern.finditer(text)]
    if hits and not (HOURS.search(text) or DEADLINE.search(text)):
        yield from (hit["hours"] for hit in hits if not hit["who"] or EVENT.search(hit["who"]))

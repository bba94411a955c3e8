"""The hours of a page's own event that stand away from its day: with the same day elsewhere, or where a line or a
sentence says when it begins.

Which hours of a record go with its date is decided in `times`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields import spans, times
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.clocks import CLOCK, HOUR, TO, UNIT
from crawlers.extractors.listing.wording.houses import SENTENCE_END
from crawlers.extractors.listing.wording.no_events import DEADLINE, HOURS
from crawlers.extractors.listing.wording.when import END
from crawlers.extractors.listing.wording.words import EVENT

_AT = r"(?:(?:ist|is|um|at|ab|gegen|pünktlich|wieder|ca\.|abends|von|from)\s)*"
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
_ENDS = re.compile(rf"{_OPENS}{END}:?\s{_AT}(?P<hours>{CLOCK})", re.IGNORECASE)
ABOVE = 4  # lines between a day and its hour
FACT = 60  # characters of a line with a day of its own
LABEL = 20  # characters of a label above its hour
END_BELOW = 3  # lines between a beginning and its end
LONGEST = 400  # characters of a text that is asked


def complete(context: Context, own: Cluster, when: tuple[str, ...]) -> tuple[str, ...]:
    """The texts of a day, with the hours that the page tells elsewhere; unchanged where it tells none, or several."""
    if own.timed or spans.lasts(own) or own.several:
        return when
    return _again(context, own) or (*when, *_told(context, own))


def tells(context: Context, own: Cluster) -> bool:
    """Whether the page tells the hours of a day that stands without any."""
    return not (own.timed or spans.lasts(own) or own.several) and bool(_told(context, own))


def _again(context: Context, own: Cluster) -> tuple[str, ...]:
    """The texts of the same day where it stands with one hour: "Karten für Freitag, 4. Dezember, 19:30 Uhr"."""
    others = [one for one in _of_its_day(context, own) if one is not own and one.timed and not one.several]
    lines = [context.layout.lines[one.first] for one in others]
    said = [times.texts(context, one, [line], {line.index: None}) for one, line in zip(others, lines, strict=True)]
    return said[0] if len(set(said)) == 1 else ()


def _of_its_day(context: Context, own: Cluster) -> Iterator[Cluster]:
    for one in context.shapes.dates.clusters:
        if one.role == "event" and one.lead.key == own.lead.key and _is_own(context, context.layout.lines[one.first]):
            yield one


def _told(context: Context, own: Cluster) -> list[str]:
    """When the page says that it begins, if it says so once; with its end, where that stands there."""
    lines = [
        line for line in context.layout.lines if _is_own(context, line) and not _of_another_day(context, own, line)
    ]
    texts = [(line, _with_label(context, line)) for line in lines if line.index in context.shapes.dates.times]
    told = [(line, hours) for line, text in texts if len(text) <= LONGEST for hours in _beginnings(text)]
    if len({hours for _, hours in told}) != 1:
        return []
    line, hours = told[0]
    near = (text for one, text in texts if line.index <= one.index <= line.index + END_BELOW)
    end = next((hit["hours"] for text in near if (hit := _ENDS.search(text))), "")
    return [f"{hours} – {end}" if end else hours]


def _is_own(context: Context, line: Line) -> bool:
    """Whether a line is the page's own, neither a menu nor an answer, nor part of what stands below other events."""
    return line.zone in {"main", "head", "side"} and line.index not in context.parts.answers | context.parts.related


def _of_another_day(context: Context, own: Cluster, line: Line) -> bool:
    """Whether a line, or the last short one above it with a day, names another day."""
    near = context.shapes.dates.within(max(line.index - ABOVE, 0), line.index + 1)
    lines = context.layout.lines
    near = [one for one in near if one.first == line.index or len(lines[one.first].text) <= FACT]
    return bool(near) and near[-1].lead.key != own.lead.key


def _with_label(context: Context, line: Line) -> str:
    """The text of a line, behind the label above it where that is all there: "Beginn" / "9.00 Uhr"."""
    above = context.layout.lines[line.index - 1].text if line.index else ""
    labels = above[:1].isalpha() and len(above) <= LABEL and line.text[0].isdigit()
    return f"{above} {line.text}" if labels else line.text


def _beginnings(text: str) -> Iterator[str]:
    """The hours at which a text says that the event begins; not the sale, the desk or the journey."""
    for sentence in SENTENCE_END.split(text):
        for pattern in _BEGINS:
            hit = pattern.search(sentence)
            others = HOURS.search(sentence) or DEADLINE.search(sentence) if hit else None
            if hit and not others and (not hit["who"] or EVENT.search(hit["who"])):
                yield hit["hours"]
                break

"""The hours that labels give: "Beginn: 18 Uhr", "Einlass / Beginn" beside "17:30 / 18:00", a column of times."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.fields import clock_lines
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording.clocks import CLOCK, RANGE
from crawlers.extractors.listing.wording.when import DOORS

_TO_AN_HOUR = re.compile(rf"[–-]\s?{CLOCK}", re.IGNORECASE)  # the line below "Uhrzeit: 19:00"
_TIME = re.compile(r"(\d{1,2})[:.](\d\d)")
A_SPAN = 2  # times
SHORT = 70  # characters of a line that keeps its label
LONGEST_LABEL = 30
ITEMS = 3  # times from which on they are those of the day's items


def read(context: Context, timed: Sequence[Line], labels: dict[int, str | None]) -> list[str]:
    """The texts of the hours that are labelled; `timed`: the record's lines with clock times."""
    clocks = context.shapes.dates.times
    found = [line for line in timed if labels[line.index] in {"time", "until", "when"}]
    found = [line for line in found if not _of_doors(context, line)] or found
    found = found or [line for line in timed if labels[line.index] == "doors"]
    found = _without_agenda(context, _without_sentences(context, found))
    if len(found) > 1 and all(clock_lines.is_whole(context, line) for line in found):
        told = [clocks[line.index][0].text for line in found]
        return [" – ".join(told)] if len(told) < ITEMS else told[:1]
    if both := next((line for line in found if _of_both(context, line)), None):
        return [clocks[both.index][-1].text.rpartition("/")[2].strip()]
    return [_with_label(context, line) for line in found[:ITEMS]]


def _without_sentences(context: Context, found: list[Line]) -> list[Line]:
    """The labelled lines; without the running text below their heading, where one of them is nothing but a time."""
    told = any(clock_lines.is_whole(context, line) for line in found)
    return [line for line in found if len(line.text) <= SHORT] if told else found


def _without_agenda(context: Context, found: list[Line]) -> list[Line]:
    """The labelled lines; without a column of times that lie between hours above it: points of an agenda."""
    hours = [*map(_minutes, _TIME.findall(found[0].text))] if found else []
    if len(found) < ITEMS or len(hours) < A_SPAN or not RANGE.search(found[0].text):
        return found
    inside = all(
        clock_lines.is_whole(context, line)
        and context.captions.column(line)
        and not RANGE.search(line.text)
        and all(hours[0] <= _minutes(time) < hours[1] for time in _TIME.findall(line.text))
        for line in found[1:]
    )
    return found[:1] if inside else found


def _minutes(time: tuple[str, str]) -> int:
    """The minutes since midnight."""
    return int(time[0]) * 60 + int(time[1])


def _above(context: Context, line: Line) -> str:
    return context.layout.lines[line.index - 1].text if line.index else ""


def _of_doors(context: Context, line: Line) -> bool:
    """Whether the label in the cell before says "Einlass"."""
    return DOORS.fullmatch(_above(context, line).strip(" :")) is not None


def _of_both(context: Context, line: Line) -> bool:
    """Whether the label before a line is about both: "Einlass / Beginn" before "17:30 / 18:00"."""
    label = _above(context, line)
    return "/" in label and "/" in line.text and DOORS.search(label) is not None


def _with_label(context: Context, line: Line) -> str:
    """A labelled time keeps its label: "Einlass 18 Uhr" is not when it begins."""
    above, below = _above(context, line), context.layout.lines[line.index + 1 : line.index + 2]
    if below and _TO_AN_HOUR.fullmatch(below[0].text) and not RANGE.search(line.text):
        return f"{line.text} {below[0].text}"
    if len(line.text) <= SHORT:
        return f"{above} {line.text}" if above.endswith(":") and len(above) <= LONGEST_LABEL else line.text
    return " ".join(mention.text for mention in context.shapes.dates.times[line.index])

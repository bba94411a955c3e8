"""What became of a record's event, as its badges, short lines and struck days say: not what became of other days."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.names import DAYNAME, MONTH, month_of
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.shape import is_badge
from crawlers.extractors.listing.wording.changes import MARKED
from crawlers.extractors.listing.wording.houses import SENTENCE_END
from pipeline.marks import LONGEST_BADGE, Marks, read_badge

_OF_A_DAY = re.compile(
    rf"\b(?:am|vom|zum|den|dem|der|on|of|the)\s(?:(?:{DAYNAME}|kommenden|nächsten)[.,]*\s(?:(?:den|dem|the)\s)?)?$",
    re.IGNORECASE,
)
_SPAN = re.compile(r"(?:vom|von|from)\s", re.IGNORECASE)
_OF_A_MONTH = re.compile(rf"\b(?:im|für|in)\s(?:(?:monat|kommenden|nächsten)\s)?(?P<month>{MONTH})", re.IGNORECASE)
_OPEN_END = re.compile(r"unbestimmte|bis auf weiteres|indefinitely", re.IGNORECASE)  # no day is known
# "Die Lesung wurde am 15.2. abgesagt", "Am 15.2. wurde …": when that was said.
_WAS = re.compile(r"\b(?:wurden?|haben|hat|mussten?|was|were|has|have)\b", re.IGNORECASE)
_IS_OFF = re.compile(
    r"\b(?:(?:ist|sind|wird|wurde|is|was|has been)(?: \w+)? (?P<said>abgesagt|gestrichen|cancell?ed)|"
    r"fällt (?:\w+ )?aus|entfällt|m(?:uss|üssen) (?:(?!nicht )\w+ ){0,2}(?:ausfallen|entfallen|abgesagt werden))\b",
    re.IGNORECASE,
)
_NEW_DAY = re.compile(
    r"\b(?:neuer (?:termin|tag)|neues datum|(?:ersatz|nachhol|ausweich)termin|new date)(?: ist)?(?: de[rn])?\W*$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\W*(?:am|on)\s(?:\w+,? (?:den |dem )?)?", re.IGNORECASE)


def told(
    context: Context, lines: Sequence[Line], title: str, title_line: int, dates: Sequence[Cluster]
) -> tuple[str, Line] | None:
    """The words that say it, and their line."""
    said = _said(context, lines, title, title_line, dates)
    if len(dates) != 1 or (said and not _is_postponed(said[0]) and not _is_new(context, dates[0])):
        return said
    struck = (line for line in lines if line.index in context.layout.struck())
    moved = next((line for line in struck if _is_old_day(line, dates[0])), None) or _replaced(context, lines, dates[0])
    return ("rescheduled", moved) if moved is not None else said


def _is_new(context: Context, date: Cluster) -> bool:
    """Whether it is called the new day right before it: "abgesagt! Neuer Termin: 23. Januar"."""
    return _NEW_DAY.search(context.layout.lines[date.first].text[: date.lead.start]) is not None


def _is_postponed(mark: str) -> bool:
    """Whether a mark says "postponed" without that no day is known."""
    return read_badge(mark).status in {None, "postponed"} and not _OPEN_END.search(mark)


def _said(
    context: Context, lines: Sequence[Line], title: str, title_line: int, dates: Sequence[Cluster]
) -> tuple[str, Line] | None:
    """The words of a badge or short line: those that call it off, else the first; or a struck name."""
    first: tuple[str, Line] | None = None
    for line in lines:
        if not MARKED.search(line.text):
            continue
        text = (_badge(line, title) if len(line.pieces) > 1 else None) or line.text
        if len(text) <= LONGEST_BADGE and (mark := _mark(line, text, title, title_line, dates)):
            first = first or (mark, line)
            if read_badge(mark).status == "cancelled" or _OPEN_END.search(mark):
                return mark, line
    if first:
        return first
    named = next((line for line in lines if line.index == title_line), None)
    if named is not None and (predicate := _predicate(named.text, title)):
        return predicate, named
    struck = [line for line in lines if line.index in context.layout.struck()]
    gone = [line for line in struck if line.index == title_line and line.struck]
    off = gone or (dates and all(date.struck for date in dates))
    return ("cancelled", (gone or struck or lines)[0]) if off else None


def _predicate(text: str, title: str) -> str | None:
    """The words with which the sentence that names the event calls it off: "Das Forum „Moor“ ist abgesagt worden"."""
    sentence = next((one for one in SENTENCE_END.split(text) if title in one), "")
    said = _IS_OFF.search(sentence, sentence.find(title) + len(title)) if MARKED.search(sentence) else None
    return (said["said"] or said[0]) if said else None


def _replaced(context: Context, lines: Sequence[Line], date: Cluster) -> Line | None:
    """The line of the other day that the date replaces: "statt 11.11.", "4.1. … wird verschoben auf 11.1."."""
    inside = context.shapes.dates.within(lines[0].index, lines[-1].index + 1) if lines else ()
    old = next((one for one in inside if one.role == "replaced" and one.lead.key != date.lead.key), None)
    return context.layout.lines[old.first] if old else None


def _is_old_day(line: Line, date: Cluster) -> bool:
    """Whether a line strikes out another day right beside the date: "~~2. März~~ 9. März"; or is one that is all it
    says, right above."""
    old = [day for piece in line.pieces if piece.struck for day in mentions.find(piece.text) if day.dates]
    if not any(day.key != date.lead.key for day in old):
        return False
    if line.index != date.first:
        return line.index == date.first - 1 and mentions.is_date(line.text)
    pieces = [piece.text for piece in line.pieces if piece.struck]
    before, behind = line.text[: date.lead.start].rstrip(" ,;:→–-"), line.text[date.lead.end :].lstrip(" ,;:→←(–-")
    return any(before.endswith(text) or behind.startswith(text) for text in pieces)


def _mark(line: Line, text: str, title: str, title_line: int, dates: Sequence[Cluster]) -> str | None:
    """What a line, or its badge, says became of the event; a title says it of itself only where it does so apart."""
    marks = read_badge(text)
    if marks.quote and marks.status != "rescheduled":
        marks = read_badge(_without_other_days(text, dates))
    mark, own = marks.quote, line.index != title_line or text != line.text or is_badge(text)
    return mark if mark and (own or _stands_apart(mark, line, title)) else None


def _without_other_days(text: str, dates: Sequence[Cluster]) -> str:
    """A text without its sentences that say what became of other days or months: "Das Treffen im Februar entfällt."."""
    ends = [end.end() for end in SENTENCE_END.finditer(text)]
    sentences = [text[first:last] for first, last in zip([0, *ends], [*ends, len(text)], strict=True)]
    return "".join(one for one in sentences if not _is_of_other_days(one, read_badge(one), dates))


def _is_of_other_days(sentence: str, marks: Marks, dates: Sequence[Cluster]) -> bool:
    """Whether a sentence names days or months before its mark, and not all of the dates are among them."""
    if not marks.quote or not dates:
        return False
    before = sentence[: sentence.find(marks.quote) + len(marks.quote)]
    said = [day for day in mentions.find(sentence) if day.dates and day.start < len(before) and _tells_of(before, day)]
    days = {key for day in said for key in (day.key, day.last[:0:-1])}
    months = {month_of(said["month"]) for said in _OF_A_MONTH.finditer(before)}
    if not days and not months:
        return False
    return not all(date.lead.key in days or date.lead.month in months for date in dates)


def _tells_of(text: str, day: mentions.Mention) -> bool:
    """Whether a day is what is spoken of, not when that was said."""
    before = text[: day.start]
    if _WAS.search(before) or (_OPENS.fullmatch(before) and _WAS.match(text[day.end :].lstrip())):
        return False
    return _OF_A_DAY.search(before) is not None or _SPAN.match(day.text) is not None


def _stands_apart(mark: str, line: Line, title: str) -> bool:
    """Whether a mark is no part of the title: it begins or ends the line or its sentence, or brackets, or is called out
    behind a date: "ABGESAGT: 3.12. – Lesung", "Lesung [abgesagt wegen Glatteis]", "3.12., 18 Uhr: ENTFÄLLT! Lesung"."""
    mark = mark if mark in line.text else mark.partition(", ")[0]  # the first of several
    text = next((one for one in SENTENCE_END.split(line.text) if mark in one), line.text).rstrip(" .!)]")
    apart = text.startswith(mark) or text.rstrip(" .0123456789").endswith(mark.rstrip(" .0123456789"))
    apart = apart or f"({mark}" in text or f"[{mark}" in text
    called = re.search(rf"[:|–-]\s{re.escape(mark)}\s?[!:|–]", text) is not None
    old = [piece.text.strip() for piece in line.pieces if piece.struck]
    moved = text.partition(mark)[0].strip() in old  # "~~3.12.~~ verschoben auf 10.12.: Lesung"
    return called or ((apart or moved) and mark not in title)


def _badge(line: Line, title: str) -> str | None:
    """A stretch of a line that is a badge of its own, "Musik **Abgesagt**", or begins with one beside the title."""
    beside = (piece.text for piece in line.pieces if title not in piece.text)
    said = (text for text in beside if len(text) <= LONGEST_BADGE and MARKED.match(text))
    return next((piece.text for piece in line.pieces if is_badge(piece.text)), None) or next(said, None)

"""Dates that need a look at the whole text: the day of an article at its head, and days that are called off.

Works on the lists of days before they are resolved. Labels that stand right beside a day are for `roles`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.dates.items import PASSING, Dates, Day, Mark, Phrase
from pipeline.dates.years import full_year, make, nearest_year


def drop_byline(phrases: Sequence[Phrase], lists: Sequence[Dates], today: date) -> None:
    """A bare date of today or before that opens a text, when the days of an event follow: it dates the article.

    Written out with its year, without weekday and time. Today's date is one only if the later day has a time.
    """
    head = lists[0]
    day = head.spans[0].first
    if head.role != "event" or head.spans[0].last or day.year < 0 or day.wd >= 0 or not _opens(phrases, head):
        return
    written = _date(day, today)
    if written is None or written > today:
        return
    if len(head.spans) == 2 and head.spans[1].link == "bare":
        if _ahead(head.spans[1].first, today) and (written < today or head.times):
            del head.spans[0]
    elif len(lists) > 1 and len(head.spans) == 1 and not head.times and _words_between(phrases, head):
        event = lists[1]
        if event.role == "event" and _ahead(event.spans[0].first, today) and (written < today or event.times):
            head.role = "post"


def _opens(phrases: Sequence[Phrase], head: Dates) -> bool:
    for phrase in phrases:
        if not isinstance(phrase, Mark) or phrase.kind not in PASSING:
            return phrase is head
    return False


def _words_between(phrases: Sequence[Phrase], head: Dates) -> bool:
    """Only words stand between the head and the next days: a label, a list mark or a range would join them."""
    kinds = set()
    for phrase in phrases[list(phrases).index(head) + 1 :]:
        if not isinstance(phrase, Mark):
            break
        kinds.add(phrase.kind)
    return "gap" in kinds and not kinds & {"label", "list", "range", "each", "moved", "not"}


def _date(day: Day, today: date) -> date | None:
    year = full_year(day.year, today)
    if year == -1 and day.month > 0:
        year = nearest_year(day, today)
    return make(year, day.month, day.day) if year > 0 and day.month > 0 else None


def _ahead(day: Day, today: date) -> bool:
    found = _date(day, today)
    return found is not None and found > today


def call_off(lists: Sequence[Dates], repeats: bool) -> list[Dates]:
    """Days said not to take place become old ones where others remain; a lone cancelled event keeps its day."""
    spans = [span for dates in lists if dates.role == "event" for span in dates.spans]
    if not repeats and all(span.off for span in spans):
        return list(lists)
    split: list[Dates] = []
    for dates in lists:
        gone = [span for span in dates.spans if span.off] if dates.role == "event" else []
        if gone:
            dates.spans = [span for span in dates.spans if not span.off]
            split.append(Dates(gone))
            split[-1].role = "old"
        if dates.spans:
            split.append(dates)
    return split

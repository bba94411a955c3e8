"""Two days one after the other that are written side by side, as the span of days that one event lasts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from crawlers.extractors.listing.days.cluster import Cluster, Span
from crawlers.extractors.listing.days.mentions import DAYNAME
from pipeline.dates.words import HABITS

_ORDINAL = "(?:st|nd|rd|th)?"
_TWO_DAYS = re.compile(
    rf"(?<![\d.:])(?P<first>\d{{1,2}})(?P<dot>\.?){_ORDINAL}\s?(?:und|&|\+|u\.|and)\s?(?P<second>\d{{1,2}})"
    rf"(?=\.|{_ORDINAL},?\s(?!uhr)(?:[a-zäöü]{{3}}|(?:19|20)\d\d))",
    re.IGNORECASE,
)
_TWO_DATES = re.compile(
    rf"(?P<first>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.(?:\d{{4}})?\s(?:und|&|\+|u\.)\s(?:{DAYNAME}[.,]{{0,2}}\s)?"
    r"(?P<second>\d{1,2})\.\s?(?P<later>\d{1,2})\.",
    re.IGNORECASE,
)
_HABIT_OF = {name: day for day, names in enumerate(HABITS) for name in names.split()}
_HABIT_DAYS = re.compile(rf"\b(?:{'|'.join(_HABIT_OF)})\b")
A_WEEK = timedelta(days=7)


def consecutive(text: str) -> str:
    """ "8. und 9. Mai", "5 & 6 May" of one event are a span of two days; "18. und 25. April" are two dates."""
    match = _TWO_DAYS.search(text)
    if match is None or int(match["second"]) - int(match["first"]) != 1:
        return text
    return f"{text[: match.start()]}{match['first']}{match['dot']}–{match['second']}{text[match.end() :]}"


def days(cluster: Cluster) -> Span | None:
    """(month, day) of a span's first and last day, which may be two days side by side: "18. + 19. März"."""
    match = _TWO_DAYS.search(cluster.lead.text)
    if match is None or int(match["second"]) - int(match["first"]) != 1:
        return cluster.span()
    month = cluster.lead.month
    return (month, int(match["first"])), (month, int(match["second"]))


def is_weekly(cluster: Cluster, hours: Sequence[str]) -> bool:
    """Whether hours name one weekday, on which a span of more than a week begins and ends: its evenings are meant.

    A house that is open "sonntags" opens its exhibition on another day.
    """
    habits = _HABIT_DAYS.findall(hours[0].lower()) if hours else []
    (day, month), (*_, (last_year, last_month, last_day)) = cluster.lead.key, [one.last for _, one in cluster.mentions]
    if len(habits) != 1 or not last_year:
        return False
    first = date(cluster.lead.year or last_year, month, day)
    last = date(last_year, last_month, last_day)
    return last - first > A_WEEK and first.weekday() == last.weekday() == _HABIT_OF[habits[0]]


def two_days(text: str) -> str:
    """ "Fr., 15.11. und Sa., 16.11." without a time are a span; with one they are two evenings."""
    said = _TWO_DATES.search(text)
    if said is None or said["month"] != said["later"] or int(said["second"]) - int(said["first"]) != 1:
        return text
    return f"{text[: said.end('month')]}. – {text[said.start('second') :]}"

"""The place that a record's sentences name: beside its day, or where one says that it takes place.

Which of a record's lines is its place is decided in `places`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.elsewhere import speaks_of_another_day
from crawlers.extractors.listing.fields.sentences import is_name
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.wording import venues
from crawlers.extractors.listing.wording.houses import SENTENCE_END, has_address, is_place
from crawlers.extractors.listing.wording.sentence_places import in_sentence

SENTENCE = 25  # characters beside its date from which on a line is a sentence
A_FEW = 4  # blanks
NO_DAY = (0, 0)  # the key of a time alone
_ARTICLE = re.compile(r"(?:der|die|das|den|dem|the)\s(?=[A-ZÄÖÜ])")
_HELD = re.compile(  # "Alles findet bei uns statt: Lange Straße 11, Lage."
    r"\b(?:statt|held(?: here| at)?|takes? place(?: here| at)?):\s"
    r"(?![^.!?]*\b(?:Uhr|jede\w?)\b)(?P<place>(?:[^.!?]|(?<=str)\.)+)",
    re.IGNORECASE,
)
_LEADS = re.compile(r"(?:^|\s)(?:am|vom|on|ab|das ist der)(?:\s\w+tag,)?\s$", re.IGNORECASE)  # to its day


def near_dates(
    context: Context, lines: Sequence[Line], labels: dict[int, str | None], days: set[tuple[int, int]], *, dated: bool
) -> str | None:
    """The place that a sentence with one of these days, or else with a time, names."""
    spoken = (
        (line, mention)
        for line in lines
        for mention in context.shapes.spoken.get(line.index, ())
        if bool(mention.dates) is dated
        and (len(days) == 1 or mention.key in days)
        and len(line.text) - len(mention.text) >= SENTENCE
        if labels[line.index] != "title" and " | " not in line.text  # facts, no sentence
    )
    named = ((in_sentence(line.text, mention.start, mention.end), line, mention.start) for line, mention in spoken)
    told = ((place, line, at) for place, line, at in named if place)
    own = days - {NO_DAY}
    return next(
        (place for place, line, at in told if not (own and speaks_of_another_day(context, line, at, own))), None
    )


def stated(context: Context, lines: Sequence[Line], dates: Sequence[Cluster]) -> str | None:
    """The place of a sentence that says where it takes place, and speaks of no other day."""
    spoken = context.shapes.spoken
    days = {mention.key for date in dates for _, mention in date.mentions} | {NO_DAY}
    texts = (
        line.text
        for line in lines
        if line.text.count(" ") >= A_FEW
        and not any(mention.dates and mention.key not in days for mention in spoken.get(line.index, ()))
    )
    return next((place for text in texts if (place := venues.stated(text))), None)


def with_address(context: Context, line: Line) -> str | None:
    """The place of a line with an address that is a sentence: "… zu Gast bei der Volksbank, Lange Straße 11."."""
    held = _HELD.search(line.text)
    if held is not None and has_address(held["place"]):
        return held["place"].strip(" .")
    behind = context.shapes.rest(line).rpartition("|")[2].strip()
    if not has_address(line.text) or (is_name(behind) and not behind[:1].islower()):
        return None
    sentences = filter(has_address, SENTENCE_END.split(line.text))
    told = next((in_sentence(one, 0, 0) for one in sentences), None) or ""
    house, _, address = told.partition(", ")
    apart = has_address(address) and not has_address(house)
    several = line.text[-1] in ".!" and SENTENCE_END.search(line.text) is not None
    apart = apart or (bool(told) and several)  # the rest of the text is no place
    return told if apart or (has_address(told) and is_sentence(context, line)) else None


def is_sentence(context: Context, line: Line) -> bool:
    """Whether a line is one sentence around a day: what is left of it without its date is no place."""
    if line.text[-1] not in ".!" or line.text.count(" ") <= A_FEW or SENTENCE_END.search(line.text):
        return False
    days = [mention for mention in context.shapes.spoken.get(line.index, ()) if mention.dates]
    inside = any(_LEADS.search(line.text[: mention.start]) for mention in days)
    return inside and not is_name(context.shapes.rest(line))


def of_sentence(context: Context, line: Line) -> str | None:
    """The place that a line names which is a sentence; None where it names none in a form that is known."""
    spoken = context.shapes.spoken.get(line.index) or ()
    told = (in_sentence(line.text, mention.start, mention.end) for mention in spoken)
    behind = _ARTICLE.sub("", context.shapes.rest(line).rpartition("|")[2].strip())
    return next(filter(None, told), behind if is_place(behind) and is_name(behind) else None)

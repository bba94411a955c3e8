"""Which words of a record name its place. The words themselves are understood later, by `pipeline.places`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields import (
    addresses,
    elsewhere,
    facts,
    labelled_places,
    place_words,
    programmes,
    remote,
    title_places,
    told_places,
)
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import is_name, is_quote, is_speaker
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.shape import is_credit, without_badge
from crawlers.extractors.listing.wording import venues
from crawlers.extractors.listing.wording.changes import MARKED
from crawlers.extractors.listing.wording.houses import (
    LONGEST,
    SENTENCE_END,
    has_address,
    names_event,
)
from crawlers.extractors.listing.wording.labels import PEOPLE
from crawlers.extractors.listing.wording.words import EDGES
from pipeline.geo import presence
from pipeline.marks import read_badge
from pipeline.places import find_city

SURE = 4
CLEAR = 8  # even beside a sentence that names another place
NEVER = -9  # whatever else speaks for such a text
TICKS = "✔✓☑✅"  # before what one gets
BELOW = 3  # lines
EXPECTED = 6  # for the line on which the list's other records have their place
_NEXT_FACT = re.compile(r"\s[|·•]\s|\s(?=[A-ZÄÖÜ][a-zäöü]+:\s)|\s?\[?…")
_QUOTES = re.compile(r"[„“\"»«‚]\s\|\s[“”\"«»‘]")  # around the title
_PERSON = re.compile(
    r"(?:[Vv]on|[Bb]y|[Hh]osted by|[Oo]rganisiert von|[Vv]eranstaltet von|(?:[Ee]ine )?Initiative (?:von|der|des))\s|"
    r"(?:(?:apl\. |Jun\.-?)?Prof\.|Dr\.|Dipl\.|(?:Prof(?:essor(?:in)?)?|Frau|Herr|Mrs?|Ms)\.? )"
)
_A_NOTE = re.compile(r"(?:Mit|Für|Ohne|Bitte|With|For|Without|Please)\b")  # "Mit Suppe und Musik": no house's name
_DATELINE = re.compile(r"[A-ZÄÖÜ][\w./ -]{1,30}, \(\d{1,2}\.[^()]{1,16}\)[.:]? ")  # where a text was written
_IMPRINT = re.compile(
    r"\bHRB\b|Verantwortlich\b|V\. ?i\. ?S\. ?d\. ?P|(?:^|\. )(?:Geschäfts|Büro|Öffnungs)zeiten|"
    r"(?:Impressum|Datenschutz|Imprint|Privacy|Copyright|Pressekontakt)\b|©"
)
_PAGE_ENDS = re.compile(  # then the house's own address
    r"\W*copyright\b.*\b20\d\d\b.*\b(?:alle rechte vorbehalten|all rights reserved)", re.IGNORECASE
)
_FIRM = re.compile(r"\b(?:g?GmbH|mbH|e\.\s?V\.|eG|g?UG|AG|KG|GbR)(?!\w)")
_IN = re.compile(r"\b(?:im|in der|in den) [A-ZÄÖÜ]")
_SPEECH = re.compile(  # that somebody said, from somewhere
    r"[„“\"»][^„“\"»«”]{30,}[“”\"«]\s?[–—-]?\s?(?:[A-ZÄÖÜ]\w+\s){1,2}[A-ZÄÖÜ][\w-]+(?:, [^,\d]+)?$"
)
_CARE_OF = re.compile(r"\W*(?:c/o|z\. ?h(?:d|d\. v)?\.)\s", re.IGNORECASE)
AWAY = 4  # lines from which on an address below is no more that of an event called online
LETTER = 2  # lines between who gets a letter and the town
_NO_PLACES = PEOPLE | {"price", "status", "sort"}


def find(
    context: Context,
    lines: Sequence[Line],
    labels: dict[int, str | None],
    title_line: int,
    title: str,
    expected: int = -1,
    dates: Sequence[Cluster] = (),
) -> tuple[str | None, int]:
    """The record's place as published (None: it tells none) and its line (-1: it has none of its own).

    `expected`: the line on which the list's other records have theirs; `dates`: the record's own, a sentence about
    another day ("geboren am 4. Mai 1980 in Köln") tells nothing of them."""
    lines = elsewhere.without(context, programmes.outside(context, lines, labels, dates), labels, dates)
    text, at = labelled_places.find(context, lines, labels, title_line)
    if text:
        return text, at
    lines = lines[: next((at for at, line in enumerate(lines) if _PAGE_ENDS.match(line.text)), None)]
    said = (context.shapes.there(line) or title_places.first(context, line) for line in lines)
    if text := _inside(lines) or next(filter(None, said), None):
        return text, -1
    days = {mention.key for date in dates for _, mention in date.mentions} | {told_places.NO_DAY}
    told = title_places.bracketed(title) or told_places.near_dates(context, lines, labels, days, dated=True) or ""
    score, at = _likeliest(context, lines, labels, title_line, title, expected, dates)
    if score >= SURE and (mode := remote.below(context, dates)) and at - mode.index > AWAY:
        return mode.text, mode.index
    if score < SURE or (told and (score < CLEAR or _outranks(context, lines, told, at, dates))):
        told = title_places.set_apart(lines, title) or told
        told = told or next(filter(None, (facts.place(context, line, title) for line in lines)), "")
        told = told or told_places.near_dates(context, lines, labels, days, dated=False) or ""
        return told or remote.said(lines, title_line, title), -1
    line = context.layout.lines[at]
    named = told_places.with_address(context, line)
    if named is None and told_places.is_sentence(context, line):
        return told or told_places.of_sentence(context, line), line.index
    if named is None:
        rest = _rest(context, line, -1 if title not in line.text else line.index, title)
        named = addresses.whole(context, rest, line, lines, title)
    return named or None, line.index


def _outranks(context: Context, lines: Sequence[Line], told: str, at: int, dates: Sequence[Cluster]) -> bool:
    """Whether the place that is told beside the date or in the title holds although the line `at` looks like one: that
    is one of another event, or stands away from the date while an address is told."""
    if _is_of_others(context, lines, at, told) and find_city(told) is None:
        return True
    return has_address(told) and not _is_near(dates, at)


def _likeliest(
    context: Context,
    lines: Sequence[Line],
    labels: dict[int, str | None],
    title_line: int,
    title: str,
    expected: int,
    dates: Sequence[Cluster],
) -> tuple[int, int]:
    """How much the line that is most likely the place looks like one, and which it is: the first of equals. Where no
    other records tell, a clear one right below the day is it."""
    rated = [
        (_score(context, line, labels[line.index], title_line, title, line.index == expected), line.index)
        for line in lines
        if context.shapes.rest(line)
    ]
    rated = [(score + EXPECTED if at == expected and _can_be(context, at, score) else score, at) for score, at in rated]
    best = max(rated, key=lambda each: (each[0], -each[1]), default=(0, 0))
    near = [each for each in rated if expected < 0 and each[0] >= CLEAR and _is_near(dates, each[1])]
    near = [each for each in near if has_address(context.layout.lines[each[1]].text)]
    return best if not near or abs(best[1] - near[0][1]) <= AWAY else near[0]


def _is_near(dates: Sequence[Cluster], at: int) -> bool:
    """Whether a line stands on a day's line or right below it."""
    return any(one.first <= at <= one.last + BELOW for one in dates)


def _is_of_others(context: Context, lines: Sequence[Line], index: int, told: str) -> bool:
    """Whether an address is somebody's to whom one writes, "c/o Ina Voss" above its street and town, or a firm's, while
    a sentence names more than a kind of house."""
    if " " in told and _FIRM.search(context.layout.lines[index].text):
        return True
    return any(_CARE_OF.match(line.text) for line in lines if index - LETTER <= line.index <= index)


def _can_be(context: Context, index: int, score: int) -> bool:
    """Whether the line where the others have their place can be one: not a sentence without a word of places."""
    text = context.layout.lines[index].text
    if MARKED.search(text) and read_badge(text).status:
        return score > 0  # "This event has been cancelled"
    opens = not text[0].islower() or title_places.is_where(text)
    plain = text[-1] not in ".!?" and opens and is_name(text) and not place_words.is_other(text)
    return score > 0 or (score == 0 and plain and not _A_NOTE.match(text))


def _inside(lines: Sequence[Line]) -> str | None:
    """Where a text says that it is this time, or the value of a place label inside it, to the end of its sentence."""
    if this_time := next(filter(None, (venues.instead(line.text) for line in lines)), None):
        return this_time
    labelled = ((line.text, elsewhere.INSIDE.search(line.text)) for line in lines if ":" in line.text)
    found = ((text, match.end()) for text, match in labelled if match)
    values = (_NEXT_FACT.split(SENTENCE_END.split(text[end:], 1)[0], 1)[0].strip(EDGES + ".") for text, end in found)
    return next((value for value in values if value and len(value) <= LONGEST), None)


def _score(context: Context, line: Line, label: str | None, title_line: int, title: str, expected: bool) -> int:
    """How much a line is the record's place; `expected`: the list's other records have theirs there."""
    rest = "" if context.layout.tags[line.block] == "button" else _rest(context, line, title_line, title)
    if _SPEECH.match(line.text) or (line.text[0] in TICKS and not (has_address(rest) or _IN.search(line.text))):
        return NEVER
    other = (label in _NO_PLACES or _is_of_people(context, line, rest)) and not presence.alone(rest)
    named = label == "title" and line.index == title_line and "," not in rest
    if not rest or len(rest) > LONGEST or other or named:
        return NEVER
    score = place_words.weight(rest) + 10 * place_words.is_pinned(line.text)
    score += 10 if place_words.is_house_of_town(rest) else 0
    if score == 0 and not expected:
        return 0  # no word of places: how much speaks against it does not matter
    if place_words.is_other(rest):
        return NEVER
    if presence.only_mode(rest) and presence.says(rest) == "no":
        return min(score, SURE)  # "Präsenz" says where only if nothing else does
    before = line.index < title_line
    talk = before and "," in rest and is_quote(context.layout.lines[title_line].text)  # who holds it, and of what house
    where = title_places.is_where(line.text)  # "bei Holzbau Rist, Lemgo" is not who speaks
    if talk or (before and is_speaker(rest) and not where) or labelled_places.leads_on(line, rest):
        return NEVER
    person = not where and (_PERSON.match(rest) or _PERSON.match(context.shapes.rest(line)))
    if is_credit(line.text) or person or _IMPRINT.search(line.text):
        return NEVER
    score -= 4 if score <= 5 and names_event(rest) else 0
    score -= 3 if line.heading and not _is_below_date(context, line) else 0
    return score + (2 if score and line.index in context.shapes.spoken else 0)


def _is_of_people(context: Context, line: Line, rest: str) -> bool:
    """Whether a line tells which house a speaker is from: it has neither pin nor address."""
    if line.index in context.parts.homes:
        return True
    if line.index not in context.parts.people or context.layout.tags[line.block] == "address":
        return False
    return not (place_words.is_pinned(line.text) or has_address(rest))


def _is_below_date(context: Context, line: Line) -> bool:
    """Whether a heading of the same rank right above is only a date: both are facts of the event then."""
    above = context.layout.lines[line.index - 1] if line.index else line
    dated = any(mention.dates for mention in context.shapes.spoken.get(above.index, ()))
    alone = dated and above.heading == line.heading and not context.shapes.rest(above)
    return alone and not line.text.startswith(("Das ", "Der ", "Die "))


def _rest(context: Context, line: Line, title_line: int, title: str) -> str:
    """The line without dates, and without the title when the title is a part of it."""
    if _DATELINE.match(line.text):
        return ""
    rest = without_badge(line, context.shapes.rest(line))
    if line.index == title_line:
        rest = _QUOTES.sub(" | ", rest.replace(title, " | ", 1)) if title in rest and title != rest else ""
    return place_words.part(rest)

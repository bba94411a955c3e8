"""Which line of a record is its title; which of its words are, is told in `title_text`.

Weighs the lines against each other by their look, their labels and what the list's other records have there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawlers.extractors.html import is_file
from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.days.parts import parts_of
from crawlers.extractors.listing.fields import no_names, place_words, title_places
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import is_quote, is_speaker, title_in
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.shape import PLAIN, STANDS_OUT
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.english import AGENDA_ITEM
from crawlers.extractors.listing.wording.labels import MORE, MORE_START, PEOPLE, PRICE
from crawlers.extractors.listing.wording.words import (
    EDGES,
    EVENT,
    FOR_WHOM,
    KIND,
    TAKES_PLACE,
    TO_NOTE,
    is_generic,
    names_many,
)
from pipeline.marks import read_badge

LONGEST_SCORED = 200  # characters of a line in which a title would stand
LONGEST_KIND = 20  # characters of a word for a kind of event
SUBHEADING = 24.0  # less for a heading that the others have, too
WORDS = 7.0  # for a word of events, and a link in running text
TOLD = 14.0  # for a sentence that tells of the date
QUOTED = 12.0  # for a line that is all in quotes: what a talk is called
ABOUT = 14.0  # less for what an event of another name is about
GENERAL = 25.0  # less for a heading that names no one thing: "Vergangene Veranstaltungen (87)"
EXPECTED = 15.0  # for the line where the list's other records have their title
SENTENCE = 60  # characters of running text
SHORT = 30  # characters of a label
PREPOSITION = 2  # letters before a date in a sentence
_COUNTED = re.compile(
    r"\s(?:#|nr\.?)\s?\d+\b|[\s·|,(]*\b\d+\s?(?:min(?:uten)?|std|stunden|minutes|hours)\b\.?\)?", re.IGNORECASE
)
_SUBJECT = re.compile(r"\W*(?:thema|motto|topic|inhalt)\s?:", re.IGNORECASE)
_LEGAL = re.compile(r"impressum|imprint|datenschutz\w*|privacy(?: policy)?", re.IGNORECASE)
_DIGIT = re.compile("[0-9]")
LONG = 100  # characters: a longer line is not a title as a whole


@dataclass(frozen=True, slots=True)
class Alike:
    """What a list's other records tell about this one."""

    usual: frozenset[str] = frozenset()  # texts that most records carry: no titles
    trusting: bool = False  # the others have titles: this text is one, too, although it sounds like a place
    named: bool = False  # most of the others have names of their own
    title_line: int = -1  # where the others have their title
    where_line: int = -1  # where the others have their place
    by_town: bool = False  # towns stand where their titles would
    kickers: frozenset[int] = frozenset()  # lines that only say what sort of event it is
    untitled: bool = False  # the others have no title of their own: what stands here is none, either


ALONE = Alike()


def best(
    context: Context,
    lines: Sequence[Line],
    labels: dict[int, str | None],
    date: int,
    alike: Alike,
    bonus: float,
) -> Line | None:
    """The line with the title, or None; `date`: the line of the date.

    `bonus`: for the first that could be it, tags aside, which is one more often than those further down.
    """
    lines = [line for line in lines if context.shapes.rest(line) and line.index not in alike.kickers]
    due = context.shapes.dates.columns.due
    lines = [line for line in lines if line.index not in due and not no_names.is_no_name(line.text)]
    found, most = None, 0.0
    for line in lines:
        label = labels[line.index]
        if bonus == 0.0 and _most(context, line, label, date, alike) <= most:
            continue  # whatever its words
        if line.heading and _heads_list(context, lines, line):
            continue
        score = _score(context, line, label, date, alike)
        if line.heading and (_is_subheading(context, lines, line, alike) or _heads_name(context, lines, line)):
            score -= SUBHEADING
        if bonus and score > 0 and not _is_beside_title(context, lines, line, date):
            score, bonus = score + bonus, 0.0
        if score > most:
            found, most = line, score
    if found is None and alike.usual:
        named = [line for line in lines if _names_event(context, line)]
        return best(context, named, labels, date, replace(alike, usual=frozenset()), bonus)
    return found


def _names_event(context: Context, line: Line) -> bool:
    """A name that several records may have, where they have no other: "Gründersprechtag"."""
    return EVENT.search(context.shapes.rest(line)) is not None and not _is_kind(context, line)


def _heads_list(context: Context, lines: Sequence[Line], line: Line) -> bool:
    """A heading that only says that there is a list ("Vergangene Events"), above one of the record's own."""
    heads = context.shapes.heads
    lower = [other for other in lines if other.heading > line.heading]
    return bool(lower) and not heads(line) and any(map(heads, lower))


def _heads_name(context: Context, lines: Sequence[Line], line: Line) -> bool:
    """A heading of many ("Messen und Märkte") above a name in bold of the record's own."""
    below = (one for one in lines if one.index > line.index and one.bold and not one.heading)
    return names_many(context.shapes.rest(line)) and any(context.shapes.titleish(one) for one in below)


def _is_subheading(context: Context, lines: Sequence[Line], line: Line, alike: Alike) -> bool:
    """A heading that most records have ("Details"), below what could be a title of the record's own."""
    if context.shapes.rest(line) not in alike.usual:
        return False
    above = (one for one in lines if one.index < line.index and context.shapes.rest(one) not in alike.usual)
    return any(context.shapes.titleish(one) and not _is_kind(context, one) for one in above)


def _is_beside_title(context: Context, lines: Sequence[Line], line: Line, date: int) -> bool:
    """What sort of event it is, who speaks, or where, on the line of the date: it stands above titles."""
    rest = context.shapes.rest(line)
    return (
        _is_kind(context, line)
        or _is_kicker(lines, line)
        or is_speaker(rest)
        or _is_place_behind_bar(context, line, date)
    )


def _is_place_behind_bar(context: Context, line: Line, date: int) -> bool:
    """ "Mi., 2.12., 17 Uhr | Handwerkerhaus": the line of the date says where, the title stands below."""
    if line.index != date or line.heading or line.index not in context.shapes.spoken:
        return False
    behind = line.text[context.shapes.spoken[line.index][-1].end :].lstrip()
    return behind[:1] in {"|", "·", "•"} and houses.begins_with_place(context.shapes.rest(line))


def _is_kicker(lines: Sequence[Line], line: Line) -> bool:
    """A small heading right above a greater one: what sort of thing it is, not what it is called."""
    below = next((one for one in lines if one.index > line.index), None)
    return below is not None and 0 < below.heading < line.heading


def _is_kind(context: Context, line: Line) -> bool:
    """A word for the kind of event ("Talk", "Webinar #7 · 45 Min.", "Vortrag | Energie"): a tag on the card."""
    rest = context.shapes.rest(line).partition(" | ")[0]
    rest = _COUNTED.sub("", rest) if _DIGIT.search(rest) else rest
    return len(rest) <= LONGEST_KIND and KIND.fullmatch(rest) is not None


def look(line: Line) -> str:
    """How a line looks, in a word, to be told beside what was found in it."""
    if line.heading:
        return f"h{line.heading}"
    return "link" if line.linked else "bold" if line.bold else "text"


_LABEL_SCORE = {
    "title": 25.0,
    "where": -40.0,
    "time": -12.0,
    "doors": -12.0,
    "until": -12.0,
    "status": -30.0,
    "price": -30.0,
    "sort": -5.0,
    "host": -14.0,
    "organizer": -14.0,
}


def _base(rank: int) -> float:
    """What the look of a line is worth: a heading's rank, or that it stands out."""
    return 32.0 - rank if rank < STANDS_OUT else 18.0 if rank == STANDS_OUT else 9.0


def _most(context: Context, line: Line, label: str | None, date: int, alike: Alike) -> float:
    """More than that `_score` never says of a line, whatever its words are."""
    words = WORDS + QUOTED + TOLD * (abs(line.index - date) <= 1) + max(_LABEL_SCORE.get(label or "", 0.0), 0.0)
    return _base(context.shapes.rank(line)) + words + EXPECTED * (line.index == alike.title_line)


def _score(context: Context, line: Line, label: str | None, date: int, alike: Alike) -> float:
    """How much a line looks like its event's title; 0 and less: not at all."""
    shapes = context.shapes
    if not shapes.titleish(line) and not _has_title_piece(context, line):
        return -1.0
    rest = title_places.past(shapes.rest(line), line.text)[:LONGEST_SCORED]
    if (alike.by_town and (houses.is_town(rest) or place_words.is_seat(rest))) or title_places.is_where(rest):
        return -1.0
    if no_names.is_place_of_next(rest):
        return -1.0
    rank = shapes.rank(line)
    if rank == PLAIN and any(day.role == "closed" for day in shapes.dates.within(line.index, line.index + 1)):
        return -1.0  # "Am 20.1. ist kein Stammtisch"
    if rank == PLAIN and line.index in context.parts.homes:
        return -1.0
    score = _base(rank)
    score += _LABEL_SCORE.get(label or "", 0.0) if not (label in PEOPLE and rank < STANDS_OUT) else 0.0
    score -= _LABEL_SCORE["title"] + ABOUT if label == "title" and _is_subject(context, line, date) else 0.0
    score -= 0.5 * min(abs(line.index - date), 8)
    leads_on = line.linked and (MORE_START.match(rest) or is_file(line.pieces[0].href or ""))
    score -= 14.0 if leads_on and rank == STANDS_OUT else 0.0
    score += 4.0 if EVENT.search(rest) and not _is_kind(context, line) else 0.0
    score += 3.0 if rank == PLAIN and any(piece.href for piece in line.pieces) else 0.0
    doubted = (
        (rank == PLAIN or _is_place_behind_bar(context, line, date)) and not alike.trusting and not name_piece(line)
    )
    score -= 14.0 if doubted and houses.begins_with_place(rest) else 0.0
    score -= 6.0 if len(rest) > LONG and rank == PLAIN else 0.0
    score -= 8.0 if len(rest) < 4 else 0.0
    score -= GENERAL if line.heading > 0 and is_generic(rest) else 0.0
    score -= 14.0 if rank >= STANDS_OUT and is_speaker(rest) and not shapes.lasts(line) else 0.0
    score += QUOTED if rank >= STANDS_OUT and is_quote(line.text) else 0.0
    score -= 0.0 if rest not in alike.usual or rank <= 4 else 4.0 if line.bold else 12.0
    score -= 6.0 if rank == PLAIN and rest[:1].islower() else 0.0
    score -= 12.0 if PRICE.match(rest) or (line.text.endswith(":") and rank == PLAIN and len(rest) <= SHORT) else 0.0
    told = abs(line.index - date) <= 1 and tells(context, line) and title_in(line.text) is not None
    score += TOLD if told else 0.0
    return score + (EXPECTED if line.index == alike.title_line else 0.0)


def _is_subject(context: Context, line: Line, date: int) -> bool:
    """What an event that has its name beside its date, or below it, is about: "Thema: Vertrieb" below "3.12., 19 Uhr:
    Stammtisch"."""
    if line.index <= date or not _SUBJECT.match(line.text):
        return False
    above = (one for one in context.layout.lines[date : line.index] if context.shapes.rest(one))
    named = next(above, None)
    if named is None or _is_kind(context, named) or houses.begins_with_place(context.shapes.rest(named)):
        return False
    return named.index == date or _names_event(context, named)


def tells(context: Context, line: Line) -> bool:
    """Running text with a date in it: "Am 3. Dezember beginnt …"."""
    if len(line.text) < SENTENCE or line.heading:
        return False
    dated = [mention for mention in context.shapes.spoken.get(line.index, []) if mention.dates]
    if dated and all(cluster.role == "deadline" for cluster in context.shapes.dates.within(line.index, line.index + 1)):
        return False  # "Anmeldeschluss: 5. Dezember"
    return any(mention.start >= PREPOSITION for mention in dated) or TAKES_PLACE.search(line.text) is not None


def _has_title_piece(context: Context, line: Line) -> bool:
    """A long line may begin with its title in bold or as a link."""
    return bool(name_piece(line)) and bool(context.shapes.rest(line))


def name_piece(line: Line) -> str | None:
    """The first bold or linked stretch of a line that is more than that."""
    if len(line.pieces) < 2:
        return None
    for piece in line.pieces[1:] if FOR_WHOM.match(line.text) else line.pieces:
        text = piece.text.strip(EDGES)
        if (
            ((piece.bold and not line.bold) or piece.href)
            and len(text) >= 6
            and not (MORE.fullmatch(text) or _LEGAL.fullmatch(text))
            and not (TO_NOTE.fullmatch(text) or AGENDA_ITEM.match(text))
            and not (text[0].isdigit() or text[0] == "(")
            and not text[0].islower()
            and not mentions.is_date(text)
            and not parts_of(text)
        ):
            return text if not read_badge(text).quote and "@" not in text and "://" not in text else None
    return None


def can_name(context: Context, line: Line) -> bool:
    """Whether a line by itself could be a title: no "more" link, no place, no price, no sentence."""
    rest = context.shapes.rest(line)
    if MORE_START.match(rest) or PRICE.match(rest) or _is_kind(context, line) or rest[-1] in ".!?":
        return False
    return not houses.begins_with_place(title_places.past(rest, line.text)) and len(rest) <= LONG

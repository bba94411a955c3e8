"""Titles that stand behind who speaks, and where from, in most lines of a list: "Ann Lee (Lund): Trust and Tariffs"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.fields.kickers import FEWEST
from crawlers.extractors.listing.records.record import Record
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.labels import PEOPLE, label_end
from crawlers.extractors.listing.wording.words import EVENT, FIRM, SERIES, is_generic, names_many
from pipeline.marks import read_badge
from pipeline.text import clean

A_PAIR = 2  # talks
SPOKEN = 0.7  # share of the lines that name a speaker first
_NAME = r"[A-ZÄÖÜ][\w'’.-]+"
_SPOKEN = re.compile(
    rf"(?P<who>(?:{_NAME},?\s(?:(?:und|and|&)\s)?){{1,7}}{_NAME}) \((?P<home>[^()]{{2,60}})\)\s?"
    r"(?P<mark>[,:–-])\s?(?P<title>\S.{5,})"
)
_TOPIC = re.compile(
    rf"(?:(?:Prof|Dr|Dipl|Mag)\.(?:-Ing\.)? ?)+(?:[a-z. ]{{2,8}}\. )?(?:{_NAME} ){{0,3}}{_NAME}, (?P<topic>[^,]{{5,}})"
)
_DEGREE = re.compile(r"(?:(?:Prof(?:essor)?|Dr|Mag|PD|em|Dame|Sir)\b\.?\s?)+")
_INITIAL = re.compile(r"(?:[^\W\d_]\.[\s-]?)+(?=[^\W\d_]{2})")
_HOME = re.compile(r"\s?\([^()]{2,60}\)$")
_SIGNS = re.compile(r"[-'’]|\.$")  # in names
_PARTICLES = frozenset("van von de der den di da del du la le el al ten ter zu und and &".split())
_TALKS = re.compile(
    r"\bseminars?\b|colloqui|kolloqui|\btalks?\b|\blectures?\b|"
    r"vorträge|vortragsreihe|ringvorlesung",
    re.IGNORECASE,
)
FEWEST_WORDS, MOST_WORDS = 2, 5  # of a name
_UNKNOWN = re.compile(r"\W*(?:title )?(?:tba|tbc|tbd|to be (?:announced|confirmed))\W*", re.IGNORECASE)
_SPEAKERS = re.compile(r"(?:speaker|presenter|lecturer)s?", re.IGNORECASE)  # atop a column
_AND = re.compile(r",|\b(?:und|and)\b")
_PERFORM = re.compile(  # those of whom one is no speaker: "Trio Nord (Detmold)"
    r"(?:\b(?:trio|duo)|quart[ei]tt?|quintett?|ensemble|chor|choir|band|orchest(?:er|ra)|theater|kapelle|combo|krug|"
    r"schmiede|museum|haus)\b",
    re.IGNORECASE,
)


def topics(context: Context, found: Sequence[Fields]) -> None:
    """Calls the talks of a series, or below the name of many, by who speaks and of what, where all lines of the list
    say so and nothing else: "1.12.: Prof. Lang, Energiewende vor Ort"."""
    if len(found) < A_PAIR or not all(fields.borrowed and _is_of_many(fields.title) for fields in found):
        return
    lines = [context.layout.lines[fields.clusters[0].first] for fields in found]
    told = [_TOPIC.fullmatch(houses.before_place(context.shapes.rest(line))) for line in lines]
    if not all(one and not _is_home(one["topic"]) for one in told):
        return
    for one, line, fields in zip(told, lines, found, strict=True):
        if one:
            fields.title, fields.title_line, fields.borrowed = clean(one[0]), line.index, False
            fields.found["title"] = f"who speaks, and of what: {fields.title[:80]}"


def instead_of_names(context: Context, found: Sequence[tuple[Record, Fields]]) -> None:
    """Calls talks by who speaks and of what, where most of a list's titles are only who speaks and the topic stands
    behind: "A. Lind" / "Forcing". A record that says no more, below the name of many, is called by who speaks."""
    above = context.layout.lines[: found[0][0].first] if found else []
    column = any(_SPEAKERS.fullmatch(line.text) for line in above)
    for record, fields in found:
        if fields.borrowed and _is_of_many(fields.title):
            _by_speaker(context, record, fields, column=column)
        elif column:
            _with_speaker(context, record, fields)
    named = [(record, fields) for record, fields in found if _speaks(context, fields)]
    if len(named) < max(FEWEST, SPOKEN * len(found)) or not _are_speakers(context, [one.title for _, one in named]):
        return
    for record, fields in named:
        if topic := _topic(context, record, fields):
            fields.title = clean(f"{fields.title}: {topic}")
            fields.found["title"] = f"who speaks, and of what: {fields.title[:80]}"


def before_unknown(context: Context, found: Sequence[tuple[Record, Fields]]) -> None:
    """Puts who speaks, on the line above, before a topic that is yet to be told: "Prof. Sato, Tokyo" / "tba"."""
    for record, fields in found:
        above = context.layout.lines[record.first : max(fields.title_line, record.first)][-1:]
        if above and _UNKNOWN.fullmatch(fields.title) and _is_surely_somebody(above[0].text.partition(",")[0]):
            fields.title = clean(f"{above[0].text}: {fields.title}")


def _are_speakers(context: Context, names: Sequence[str]) -> bool:
    """Whether names are of people who speak: all with degrees or initials, or on a page of talks; no players."""
    surely = _TALKS.search(context.names) is not None or all(map(_is_surely_somebody, names))
    return surely and not any(map(_PERFORM.search, names))


def _with_speaker(context: Context, record: Record, fields: Fields) -> None:
    """Puts who speaks, as a column of a table says, before the title beside it, as English lists do."""
    labels = context.captions.labels(record.first, record.last)
    lines = context.layout.lines[record.first : record.last]
    who = next((line for line in lines if labels[line.index] in PEOPLE and not label_end(line.text)), None)
    if who is not None and labels.get(fields.title_line) == "title" and context.layout.nearest(who.block, {"td"}) > 0:
        fields.title = clean(f"{who.text}: {fields.title}")


def _topic(context: Context, record: Record, fields: Fields) -> str:
    """What stands behind who speaks, on the same line or below; "" for a place or another name."""
    rest = context.shapes.rest
    line, *below = context.layout.lines[fields.title_line : record.last]
    texts = rest(line).split(" | ")[1:] + [rest(one) for one in below if context.shapes.titleish(one)]
    texts = [text for text in texts if text and not _UNKNOWN.fullmatch(text)]
    return next((text for text in texts if not (_is_home(text) or _is_somebody(text))), "")


def _by_speaker(context: Context, record: Record, fields: Fields, *, column: bool) -> None:
    """Calls a talk by all that its record says: "Dr. Berg (Bergen)", or what a column of speakers has."""
    labels = context.captions.labels(record.first, record.last)
    lines = [line for line in context.layout.lines[record.first : record.last] if context.shapes.rest(line)]
    for line in lines:
        text = context.shapes.rest(line)
        says_who = (column and labels[line.index] in PEOPLE) or _is_surely_somebody(text)
        if says_who and text == line.text and read_badge(text).quote is None:
            fields.title, fields.title_line, fields.borrowed = clean(text), line.index, False
            fields.found["title"] = f"who speaks: {fields.title[:80]}"
            return


def _speaks(context: Context, fields: Fields) -> bool:
    """Whether a title is all that its line, or the first part of it, says, and somebody's name."""
    if fields.title_line < 0 or fields.borrowed or not _is_somebody(fields.title):
        return False
    return context.shapes.rest(context.layout.lines[fields.title_line]).partition(" | ")[0] == fields.title


def _is_somebody(text: str) -> bool:
    """Whether a text is a name of somebody, as far as its form tells: "Jun Sato", "A. van der Berg (Delft)"."""
    said = _DEGREE.sub("", _HOME.sub("", text))
    words = [word for word in said.split() if word not in _PARTICLES]
    alike = all(word[0].isupper() and _SIGNS.sub("", word).isalpha() for word in words)
    return FEWEST_WORDS <= len(words) <= MOST_WORDS and alike and not EVENT.search(said)


def _is_surely_somebody(text: str) -> bool:
    """The same with a degree or initials before the name."""
    return _is_somebody(text) and (_DEGREE.match(text) is not None or _INITIAL.match(text) is not None)


def _is_of_many(title: str) -> bool:
    return is_generic(title) or names_many(title) or SERIES.search(title) is not None


def _is_home(text: str) -> bool:
    """Where somebody comes from: a house, a town or a firm."""
    return houses.is_place_or_town(text) or FIRM.search(text) is not None


def behind(context: Context, found: Sequence[Fields]) -> None:
    """Titles that stand behind who speaks, in most lines of a list: "Ann Lee (Lund), Trust and Tariffs"."""
    rest, lines = context.shapes.rest, context.layout.lines
    told = [_SPOKEN.match(rest(lines[fields.title_line])) if fields.title_line >= 0 else None for fields in found]
    said = [one for one in told if one]
    said = [one for one in said if not (one["mark"] == "," and _AND.search(one["who"])) and one["title"][0].isupper()]
    if len(said) < max(FEWEST, SPOKEN * len(found)) or any(EVENT.search(one["who"]) for one in said):
        return
    if any(_PERFORM.search(one["who"]) or " " not in one["title"] for one in said):
        return
    towns = sum(houses.is_town(one["home"]) for one in said)
    apart = len({one["who"] for one in said}) == len(said) and all(one["mark"] == ":" for one in said)
    if towns * 2 > len(said) and not apart:
        return  # "Founders Friday (Bielefeld), Rathaus"
    for one, fields in zip(told, found, strict=True):
        if one:
            fields.title = clean(one["title"])
            fields.where = fields.where if fields.where_line != fields.title_line else None

"""What one record says: title, link, place, dates and times, marks, description, host. All from inside that record.

Only the title may come from outside (the heading above a list of bare dates). Says for every field where it was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawlers.extractors.html import absolute, same_page
from crawlers.extractors.listing.days import distance, weekdays
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields import (
    became,
    descriptions,
    hosts,
    own_dates,
    place_words,
    places,
    times,
    title_text,
    titles,
)
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.sentences import is_name, is_speaker
from crawlers.extractors.listing.fields.titles import ALONE, LONG, Alike
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.record import Record
from crawlers.extractors.listing.records.shape import LONGEST_NAME, PLAIN
from crawlers.extractors.listing.wording import houses, sentence_places
from crawlers.extractors.listing.wording.labels import MORE, PRICE, label_end
from crawlers.extractors.listing.wording.words import BARS, EVENT, is_generic, names_many
from pipeline.geo import presence
from pipeline.places import find_city

_WORD = re.compile(r"[^\W\d_]{3,}")
_FACTS = re.compile(rf"\s[{BARS}]\s")
_SPEAKS = re.compile(r"\s(?:Sie|ihr|dich|dir|euch|wir|you|we)\b")  # a sentence, to those who read it
_PART = re.compile(r"(?:modul|module|teil|part|block|einheit|unit|lektion)\s\d{1,2}\b", re.IGNORECASE)
NEAR_BY = 60  # days
A_FEW = 6  # characters beside a day and an hour: ", "
A_SENTENCE = 6  # words


@dataclass(slots=True)
class Fields:
    """The fields of one record; `found` says for each where it came from, with the quote."""

    title: str = ""
    title_line: int = -1
    url: str | None = None
    where: str | None = None
    where_line: int = -1
    when: list[tuple[str, ...]] = field(default_factory=list)  # one for each date
    clusters: list[Cluster] = field(default_factory=list)
    status: str | None = None
    price: str | None = None
    description: str | None = None
    organizer: str | None = None
    deadline: str | None = None
    year: int = 0  # that another date of the record says
    borrowed: bool = False  # the title is the heading's above
    found: dict[str, str] = field(default_factory=dict)


def read(context: Context, record: Record, parent: int, alike: Alike = ALONE) -> Fields:
    """The fields of `record`, read as those of its list's other records."""
    lines = _visible(context, record)
    fields = Fields()
    labels = context.captions.labels(record.first, record.last)
    labels = {line.index: labels[line.index] for line in lines} if len(labels) > len(lines) else labels
    if shared := context.captions.reaching(record.item) if record.item >= 0 else None:
        lines += [context.layout.lines[index] for index in shared]
        labels = {**labels, **shared}
    if labels.get(alike.title_line) and _of_name(context.layout.lines[alike.title_line].text):
        labels = {**labels, alike.title_line: None}
    fields.clusters = own_dates.choose(context, record, labels)
    inside = context.shapes.dates.within(record.first, record.last)
    fields.year = _year(context, fields.clusters, [one for one in inside if one.role == record.clusters[0].role])
    fields.deadline = next((c.lead.text for c in inside if c.role == "deadline" and c not in fields.clusters), None)
    fields.when = [times.texts(context, cluster, lines, labels) for cluster in fields.clusters]
    _title(context, fields, record, parent, lines, labels, alike)
    fields.title = _as_part(context, record, fields.title)
    _marks(context, fields, lines)
    fields.where, fields.where_line = places.find(
        context,
        [line for line in lines if line.index not in alike.kickers],
        labels,
        fields.title_line,
        fields.title,
        alike.where_line,
        fields.clusters,
    )
    _atop(context, fields)
    if fields.where and (house := _house_in(fields.title, fields.where)):
        fields.where = f"{house}, {fields.where}"
    if (fields.borrowed or context.has_towns) and (town := _town_above(context, record, parent)):
        fields.where = _in_town(fields.where, town)
    fields.url = link(context, fields, lines)
    _beside(context, fields, lines, labels)
    if fields.when:
        fields.found["when"] = f"line {fields.clusters[0].first}: {' | '.join(fields.when[0])}"
    if fields.where:
        fields.found["where"] = f"record: {fields.where[:80]}"
    return fields


def _beside(context: Context, fields: Fields, lines: Sequence[Line], labels: dict[int, str | None]) -> None:
    """What is told beside title, day and place: who invites, and what it is about."""
    fields.organizer = hosts.find(lines, labels)
    told = (fields.clusters, fields.title, fields.where, fields.organizer)
    fields.description = descriptions.find(context, lines, labels, *told)


def _atop(context: Context, fields: Fields) -> None:
    """What the head of a date's column says of it: whose meeting it is, at what hour and where."""
    of = context.shapes.dates.columns.of
    head = of.get(fields.clusters[0].first) if fields.clusters else None
    if head is None or not head.body:
        return
    above = next((one for one in reversed(context.headings) if one.index < fields.clusters[0].first), None)
    if houses.is_town(head.body) and above is not None and EVENT.search(above.text):
        fields.title, fields.where = title_text.read(context, above), fields.where or head.body  # "Sprechtage 2027"
    elif of.get(fields.title_line) is not head:
        fields.title, fields.borrowed = head.body, False
        fields.found["title"] = f"atop the column: {head.body[:80]}"
    if head.hour and not fields.clusters[0].timed:
        fields.when = [(*texts, head.hour) if len(texts) == 1 else texts for texts in fields.when]
    if not fields.where and houses.is_place(head.where):
        fields.where = head.where


def _of_name(text: str) -> str:
    """The first word of what stands where the list's other records have their titles, if it is a label that needs no
    colon, and no place is behind it: "Treffpunkt Beruf und Familie", not "Treffpunkt Rathaus"."""
    label = text[: label_end(text)].rstrip()
    return label if label[-1:].isalpha() and not houses.is_place(text[len(label) :].strip()) else ""


def _year(context: Context, dates: Sequence[Cluster], inside: Sequence[Cluster]) -> int:
    """The year that the record says with another date near by in the calendar; 0 where the weekday of its own tells
    one: "Do., 21. Januar" of a speaker who "gründete am 3. Mai 2019".
    """
    lead = dates[0].lead if dates else None
    if lead is not None and not lead.year and weekdays.year(lead, context.page.fetched_at.date()):
        return 0
    said = (one.lead for one in inside if one.lead.year)
    near = next((one for one in said if lead is None or distance.between(one, lead) <= NEAR_BY), None)
    return near.year + (distance.turns(near, lead) if lead is not None else 0) if near is not None else 0


def _house_in(title: str, where: str) -> str | None:
    """The house that a title names where the place says the town alone: "Stammtisch im Café Mohn" in "Friedberg"."""
    house = sentence_places.in_sentence(title, 0, 0) if find_city(where) is not None else None
    return house if house and not houses.is_town(house) and where not in house else None


def _in_town(where: str | None, town: str) -> str:
    """A place that names no town and is not online, in the town that heads its list."""
    if where is None:
        return town
    named = any(map(find_city, _WORD.findall(where))) or houses.is_town(where) or presence.alone(where)
    return where if named else f"{where}, {town}"


def _town_above(context: Context, record: Record, parent: int) -> str | None:
    """The town that heads a record's list, or the house there; with the house on the line between: "Lemgo" / "Rathaus,
    Marktplatz 1"."""
    heads = [line for line in context.layout.lines[record.first : record.last] if line.heading]
    above = heads[0] if heads else context.heading_above(record.first, parent)
    at = above.text if above is not None else ""
    if above is None or not (houses.is_town(at) or place_words.is_seat_house(at)):
        return None
    house = next(iter(context.layout.lines[above.index + 1 : record.first]), None)
    between = (
        house is not None and len(house.text) <= LONGEST_NAME and not house.heading and houses.is_place(house.text)
    )
    return f"{house.text}, {at}" if house is not None and between and houses.is_town(at) else at


def _visible(context: Context, record: Record) -> list[Line]:
    """The record's lines without the menus, headers and footers inside it."""
    shown = {"main", "side", context.layout.lines[record.clusters[0].last].zone}
    return [line for line in context.layout.lines[record.first : record.last] if line.zone in shown]


def _as_part(context: Context, record: Record, title: str) -> str:
    """A title that says which part it is, with the course's name, if the page has one: "Akademie: Modul 1 – Idee"; a
    bare part with that of the heading above."""
    if not _PART.match(title):
        return title
    course = context.firsts[0] if len(context.firsts) == 1 else ""
    if (not course or is_generic(course) or names_many(course)) and _PART.fullmatch(title):
        heads = [line.text for line in context.headings if line.index < record.first and line.zone == "main"]
        course = next((text for text in reversed(heads) if not _PART.match(text)), "")
    return title if not course or is_generic(course) or names_many(course) else f"{course}: {title}"


def _with_topic(context: Context, lines: Sequence[Line], line: Line, named: str) -> str:
    """A bare part with what the next cell of its row says that it is about: "Modul 1" / "Geschäftsidee"."""
    topic = next((one for one in lines if one.index == line.index + 1), None) if _PART.fullmatch(named) else None
    row = context.layout.nearest(line.block, {"tr"}) if topic is not None else -1
    if topic is None or row < 0 or context.layout.nearest(topic.block, {"tr"}) != row or topic.block == line.block:
        return named
    text = context.shapes.rest(topic)
    tells = context.shapes.titleish(topic) and text == topic.text and is_name(text) and not is_speaker(text)
    return f"{named}: {text}" if tells and not houses.is_house(text) else named


def _heading_of(context: Context, record: Record, line: Line, title: str) -> Line | None:
    """The heading right above a record, and above no other, that has nothing of its own but a sentence as its title."""
    head = context.layout.lines[record.first - 1] if record.first else None
    told = len(title.split()) >= A_SENTENCE and line.text in {f"{title}.", f"{title}!", f"{title}?"}
    told = told or (line.text[-1] in ".!" and _SPEAKS.search(line.text) is not None)
    if head is None or not head.heading or not told or context.shapes.rank(line) < PLAIN:
        return None
    below = next((one.index for one in context.headings if one.index > head.index), len(context.layout.lines))
    alone = all(one.first < record.last for one in context.shapes.dates.within(record.first, below))
    return head if alone and context.shapes.titleish(head) and not is_generic(head.text) else None


def _title(
    context: Context,
    fields: Fields,
    record: Record,
    parent: int,
    lines: Sequence[Line],
    labels: dict[int, str | None],
    alike: Alike,
) -> None:
    date = fields.clusters[0].first if fields.clusters else record.first
    bonus = 10.0 if record.item >= 0 else 5.0
    line = None if alike.untitled else titles.best(context, lines, labels, date, alike, bonus)
    named = title_text.read(context, line) if line is not None else ""
    if line is not None and line.index == alike.title_line and (first := _of_name(line.text)):
        named = f"{first} {named}"
    if line is not None and (head := _heading_of(context, record, line, named)) is not None:
        fields.title, fields.borrowed = title_text.read(context, head), True
        fields.found["title"] = f"heading above: {fields.title[:80]}"
        return
    if line is not None and named:
        fields.title, fields.title_line = _with_topic(context, lines, line, named), line.index
        fields.found["title"] = f"{titles.look(line)}: {fields.title[:80]}"
        return
    if alike.named and (sort := context.shapes.sort(lines)):
        fields.title, fields.found["title"] = sort, f"sort of event: {sort}"
        return
    above = context.name_above(record.first, parent)
    if (is_generic(above) or names_many(above)) and (told := next(filter(None, map(title_text.opens, lines)), "")):
        fields.title, fields.found["title"] = told, f"opens the text: {told[:80]}"
        return
    if not EVENT.search(above) and (told := next(filter(None, (title_text.told(context, one) for one in lines)), "")):
        fields.title, fields.found["title"] = told, f"told: {told[:80]}"
        return
    sites = above in context.title_parts[1:] and all(above != one.text for one in context.headings)
    if alike.named and sites and not all(_says_when(context, one) for one in lines):
        return  # the site's name, beside records with names of their own
    fields.title, fields.borrowed = above, True
    fields.found["title"] = f"heading above: {fields.title[:80]}"


def _says_when(context: Context, line: Line) -> bool:
    """Whether a line is a day and an hour."""
    return sum(len(one.text) for one in context.shapes.spoken.get(line.index, ())) >= len(line.text) - A_FEW


def _marks(context: Context, fields: Fields, lines: Sequence[Line]) -> None:
    """Status, availability and price."""
    fields.price = _price(lines)
    if told := became.told(context, lines, fields.title, fields.title_line, fields.clusters):
        fields.status, fields.found["status"] = told[0], f"line: {told[1].text[:80]}"


def _price(lines: Sequence[Line]) -> str | None:
    """What taking part costs: the fact of a short line, or what a sentence says."""
    for line in lines:
        text = line.text
        if len(text) <= LONG and (price := PRICE.search(text)):
            alone = len(text) <= 60 and not houses.SENTENCE_END.search(text)
            said = text[price.start() : price.end()]
            facts = (part.strip() for part in _FACTS.split(text) if said in part)
            return next(facts, said) if alone else said
    return None


def link(context: Context, fields: Fields, lines: Sequence[Line]) -> str | None:
    """The event's own page: the title's link, else a "more" link, else the first one of the record."""
    linked = [(line, piece) for line in lines for piece in line.pieces if piece.href]
    hrefs = [
        (3 if line.index == fields.title_line else 2 if MORE.fullmatch(piece.text) else 1, piece.href)
        for line, piece in linked
    ]
    for _, href in sorted(hrefs, key=lambda pair: -pair[0]):
        url = absolute(context.page, href)
        if url and not same_page(context.page, url):
            return url
    return None

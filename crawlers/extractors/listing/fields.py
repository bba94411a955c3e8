"""What one record says: title, link, place, dates and times, marks, description. All from inside that record.

Only the title may come from outside (the heading above a list of bare dates). Says for every field where it was read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawlers.extractors.html import absolute, same_page
from crawlers.extractors.listing import places, times
from crawlers.extractors.listing.cluster import Cluster
from crawlers.extractors.listing.context import Context
from crawlers.extractors.listing.labels import MORE, MORE_START, PRICE, label_end, without_number
from crawlers.extractors.listing.lines import Line
from crawlers.extractors.listing.records import Record
from crawlers.extractors.listing.shape import PLAIN, STANDS_OUT, is_badge
from crawlers.extractors.listing.words import DEADLINE, EVENT, KIND, MARKED
from pipeline.marks import LONGEST_BADGE, NO_MARKS, read_badge
from pipeline.text import clean

LONGEST_SCORED = 200  # characters of a line in which a title would stand
LONGEST_KIND = 20  # characters of a word for a kind of event
EXPECTED = 15.0  # for the line where the list's other records have their title
LONG = 100  # characters: a longer line is not a title as a whole
DESCRIPTION = 4_000
QUOTED = re.compile(r"[„“\"»«‚]([^„“”\"»«]{6,120})[“”\"«»‘]")
_CLAUSE = re.compile(r"\s[–—|-]\s|:\s|\s\|\s|\.\s|,\s(?=\d|[A-ZÄÖÜ])|\s(?:findet|statt)\b")
EDGES = " \t,;:|/·•–—-→»›‹«>+*…#@"


@dataclass(frozen=True, slots=True)
class Alike:
    """What a list's other records tell about this one."""

    usual: frozenset[str] = frozenset()  # texts that most records carry: no titles
    trusting: bool = False  # the others have titles: this text is one, too, although it sounds like a place
    title_line: int = -1  # where the others have their title
    where_line: int = -1  # where the others have their place


ALONE = Alike()


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
    deadline: str | None = None
    year: int = 0  # that another date of the record says
    borrowed: bool = False  # the title is the heading's above
    found: dict[str, str] = field(default_factory=dict)


def read(context: Context, record: Record, parent: int, alike: Alike = ALONE) -> Fields:
    """The fields of `record`, read as those of its list's other records."""
    lines = _visible(context, record)
    fields = Fields()
    labels = {line.index: context.label(line, record.first) for line in lines}
    fields.clusters = times.choose(context, record, lines, labels)
    inside = context.shapes.dates.within(record.first, record.last)
    same = [cluster.lead.year for cluster in inside if cluster.lead.year and cluster.role == record.clusters[0].role]
    fields.year = next(iter(same), 0)
    fields.deadline = next((c.lead.text for c in inside if c.role == "deadline" and c not in fields.clusters), None)
    fields.when = [times.texts(context, cluster, lines, labels) for cluster in fields.clusters]
    _title(context, fields, record, parent, lines, labels, alike)
    _marks(fields, lines)
    fields.where, fields.where_line = places.find(
        context, lines, labels, fields.title_line, fields.title, alike.where_line
    )
    fields.url = _link(context, fields, lines)
    fields.description = _description(context, fields, lines)
    if fields.when:
        fields.found["when"] = f"line {fields.clusters[0].first}: {' | '.join(fields.when[0])}"
    if fields.where:
        fields.found["where"] = f"record: {fields.where[:80]}"
    return fields


def _visible(context: Context, record: Record) -> list[Line]:
    """The record's lines without the menus, headers and footers inside it."""
    zone = context.layout.zones[record.clusters[0].block]
    return [line for line in context.layout.lines[record.first : record.last] if line.zone in {"main", "side", zone}]


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
    scored = [(_title_score(context, line, labels[line.index], date, alike), -line.index) for line in lines]
    kinds = {line.index for line in lines if _is_kind(context, line)}
    scored = _with_position(scored, 10.0 if record.item >= 0 else 5.0, kinds)
    best = max(scored, default=(0.0, 0))
    if best[0] > 0:
        line = context.layout.lines[-best[1]]
        fields.title = title_text(context, line)
        fields.title_line = line.index
        fields.found["title"] = f"{_look(line)}: {fields.title[:80]}"
        return
    fields.title, fields.borrowed = context.name_above(record.first, parent), True
    fields.found["title"] = f"heading above: {fields.title[:80]}"


def _is_kind(context: Context, line: Line) -> bool:
    """A word for the kind of event ("Talk"): a tag on the card."""
    rest = context.shapes.rest(line)
    return len(rest) <= LONGEST_KIND and KIND.fullmatch(rest) is not None


def _with_position(scored: list[tuple[float, int]], bonus: float, kinds: set[int]) -> list[tuple[float, int]]:
    """The first line that could be a title, tags aside, is one more often than those further down."""
    first = next((index for index, (score, line) in enumerate(scored) if score > 0 and -line not in kinds), -1)
    return [(score + bonus * (index == first), line) for index, (score, line) in enumerate(scored)]


def _look(line: Line) -> str:
    if line.heading:
        return f"h{line.heading}"
    return "link" if line.linked else "bold" if line.bold else "text"


_LABEL_SCORE = {
    "title": 25.0,
    "where": -40.0,
    "time": -12.0,
    "until": -12.0,
    "status": -30.0,
    "price": -30.0,
    "host": -14.0,
}


def _title_score(context: Context, line: Line, label: str | None, date: int, alike: Alike) -> float:
    """How much a line looks like its event's title; 0 and less: not at all."""
    shapes = context.shapes
    if not shapes.titleish(line) and not _has_title_piece(context, line):
        return -1.0
    rest = shapes.rest(line)[:LONGEST_SCORED]
    rank = shapes.rank(line)
    score = 32.0 - rank if rank < STANDS_OUT else 18.0 if rank == STANDS_OUT else 9.0
    score += _LABEL_SCORE.get(label or "", 0.0) if not (label == "host" and rank < STANDS_OUT) else 0.0
    score -= 0.5 * min(abs(line.index - date), 8)
    score -= 14.0 if line.linked and (MORE_START.match(rest) or _document(line)) and rank == STANDS_OUT else 0.0
    score += 4.0 if EVENT.search(rest) and not _is_kind(context, line) else 0.0
    score += 3.0 if rank == PLAIN and any(piece.href for piece in line.pieces) else 0.0
    doubted = rank == PLAIN and not alike.trusting and not name_piece(line)
    score -= 14.0 if doubted and places.begins_with_place(rest) else 0.0
    score -= 6.0 if len(rest) > LONG and rank == PLAIN else 0.0
    score -= 8.0 if len(rest) < 4 else 0.0
    score -= 0.0 if rest not in alike.usual or rank <= 4 else 4.0 if line.bold else 12.0
    score -= 12.0 if PRICE.match(rest) or (rest.endswith(":") and rank == PLAIN) else 0.0
    told = line.index == date and len(line.text) > LONG and QUOTED.search(rest) is not None
    score += 14.0 if told else 0.0
    return score + (EXPECTED if line.index == alike.title_line else 0.0)


def _document(line: Line) -> bool:
    """A link to a file: minutes, flyers."""
    return (line.pieces[0].href or "").lower().partition("?")[0].endswith((".pdf", ".doc", ".docx", ".xlsx", ".ics"))


def _has_title_piece(context: Context, line: Line) -> bool:
    """A long line may begin with its title in bold or as a link."""
    return bool(name_piece(line)) and bool(context.shapes.rest(line))


def name_piece(line: Line) -> str | None:
    """The first bold or linked stretch of a line that is more than that."""
    if len(line.pieces) < 2:
        return None
    for piece in line.pieces:
        text = piece.text.strip(EDGES)
        if (
            (piece.bold or piece.href)
            and len(text) >= 6
            and not MORE.fullmatch(text)
            and not text[0].isdigit()
            and not text[0].islower()
        ):
            return text if not read_badge(text).quote and "@" not in text and "://" not in text else None
    return None


def title_text(context: Context, line: Line) -> str:
    """The title a line carries: its bold or quoted part when the line says much more."""
    rest = context.shapes.rest(line)
    if line.heading:
        return clean(rest) if rest == line.text.strip(EDGES) else _heading_text(line, rest)
    piece = name_piece(line)
    if (
        piece
        and (len(rest) > LONG or rest.startswith(piece) or _only_place(rest, piece))
        and label_end(piece + ":") <= len(piece)
    ):
        shorter = piece[label_end(piece) :].strip(EDGES)
        if len(shorter) >= 6 and context.shapes.titleish_text(shorter):
            return clean(shorter)
    if len(rest) > 60 and (quoted := QUOTED.search(rest)):
        return clean(quoted.group(1).strip(EDGES))
    parts = [part.strip(EDGES) for part in rest.split(" | ") if len(part.strip(EDGES)) > 3]
    text = places.before_place(parts[0] if parts else rest)
    if text.lower().rstrip(" :").endswith(_DEADLINE_ENDS):
        text = _LABEL_BEHIND.sub("", text)
    if len(text) > LONG:
        text = next((part for part in _CLAUSE.split(text) if part and len(part.strip(EDGES)) >= 8), text)
    return clean(without_number(text.strip(EDGES)), 200)


def _only_place(rest: str, piece: str) -> bool:
    """Whether a line is its linked title and a place."""
    beside = rest.replace(piece, " ", 1).strip(EDGES)
    return piece in rest and bool(beside) and places.begins_with_place(beside)


_TORSO = re.compile(
    r"\s(?:am|vom|ab|bis|um|im|in|den|der|die|und|von|zum|on|at|from|the)$|^(?:am|vom|ab|um|on|at)\s|[\s(\[]+$"
)


def _heading_text(line: Line, rest: str) -> str:
    """A heading without the date at its edge; with a date in its middle it stays whole, a torso says less."""
    parts = [part for part in (part.strip(EDGES + "()[]") for part in rest.split(" | ")) if part]
    if len(parts) != 1:
        return clean(line.text)
    text = parts[0]
    while (shorter := _TORSO.sub("", text).strip(EDGES)) != text:
        text = shorter
    return clean(text) or clean(line.text)


_DEADLINE_ENDS = ("schluss", "schluß", "frist", "deadline", "bis", "bis zum", "ende", "termin")
_LABEL_BEHIND = re.compile(rf"\s*[–:|(-]*\s*{DEADLINE.source}\s*:?\s*$", re.IGNORECASE)


def _marks(fields: Fields, lines: Sequence[Line]) -> None:
    """Status, availability and price, from badges, short lines and strike-through."""
    for line in lines:
        marks = read_badge(line.text) if MARKED.search(line.text[:LONGEST_BADGE]) else NO_MARKS
        if fields.status is None and marks.quote and (line.index != fields.title_line or is_badge(line.text)):
            fields.status = marks.quote
            fields.found["status"] = f"line: {line.text[:80]}"
        price = PRICE.search(line.text) if fields.price is None and len(line.text) <= LONG else None
        if price:
            fields.price = line.text if len(line.text) <= 60 else line.text[price.start() : price.end()]
    struck = [line for line in lines if line.struck]
    dated = fields.clusters and all(cluster.struck for cluster in fields.clusters)
    if fields.status is None and (dated or any(line.index == fields.title_line for line in struck)):
        fields.status = "cancelled"
        fields.found["status"] = f"struck through: {struck[0].text[:80] if struck else fields.title}"


def _link(context: Context, fields: Fields, lines: Sequence[Line]) -> str | None:
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


def _description(context: Context, fields: Fields, lines: Sequence[Line]) -> str | None:
    used = {
        fields.title_line,
        *(index for cluster in fields.clusters for index in range(cluster.first, cluster.last + 1)),
    }
    kept = []
    for line in lines:
        whole = line.index in used and context.shapes.rest(line) in {"", fields.title}
        if not whole and not MORE.fullmatch(line.text) and line.text != fields.where:
            kept.append(line.text)
    text = "\n".join(kept)[:DESCRIPTION].strip()
    return text or None

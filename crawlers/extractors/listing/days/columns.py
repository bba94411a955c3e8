"""Tables whose columns are towns, months, sessions or bodies: what the first row says of the cells below it.

"Monat | Detmold | Lemgo": each date has the town atop its column. "Januar | Februar": its days are of that month.
"1. Termin | 2. Termin": each date is a day of its own, no end of a span. "Policy Board, 10:00 AM | Technical Committee,
1:30 PM": each is a meeting of that body, at that hour. Other headers ("Datum", "Ort") are labels, and
the matter of `captions`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from crawlers.extractors.listing.days import mentions, periods
from crawlers.extractors.listing.layout.layout import Layout
from crawlers.extractors.listing.wording.labels import label_kind
from crawlers.extractors.listing.wording.words import BODY, EDGES, EVENT, is_generic
from pipeline.places import find_city

FEWEST = 2  # columns that must be towns, or months
LONGEST = 30  # characters of a town's name
LONGEST_BODY = 70  # characters of a body's name
PLURAL = 2  # letters behind a word of events
_SESSION = re.compile(
    r"(?:termin|teil|abend|modul|block|date|part|session)\s\d{1,2}|"
    r"\d{1,2}\.\s(?:(?:kurs|seminar)?(?:termin|abend)|teil|modul|block)",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:anmeld\w+|frühbucher\w*|rabatt|buchbar|buchen|bewerb\w+|rückmeldung|book|register) (?:bis|by)|"
    r"early[ -]?birds?(?: until)?|(?:[\w&/-]+ ){0,4}(?:deadline|due(?: date)?|cut-?off(?: date)?)(?: \([^()]*\))?|"
    r"(?:(?:legal|public) )?(?:notice|advertisement|ad|agenda|packet)s? (?:published|posted|publication|mailed)|"
    r"(?:(?:meeting|draft|approved) )*minutes(?: approved)?",
    re.IGNORECASE,
)
_IN_OFFICE = re.compile(  # since when and until when members are
    r"(?:date )?(?:first )?(?:appointed|elected|sworn in)|"
    r"(?:current )?terms? (?:begins?|began|starts?|started|ends?|ending|expires?|expiring|expiration)(?: date)?",
    re.IGNORECASE,
)
_PAPERS = re.compile(r"\b(?:minutes|agendas?|packets?|videos?|recordings?|protokolle?|niederschrift)\b", re.IGNORECASE)
_DATES = re.compile(r"\s(?:dates?|termine?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """What stands atop a column: a town as written, a month with its year (0: not said), which session it is of, or
    whose meetings they are, with their hour and what follows it."""

    town: str = ""
    month: int = 0
    year: int = 0
    session: str = ""
    body: str = ""
    hour: str = ""
    where: str = ""


@dataclass(slots=True)
class Columns:
    """The column of each line below such a header, and the header's own lines."""

    of: dict[int, Column] = field(default_factory=dict)
    heads: set[int] = field(default_factory=set)
    due: set[int] = field(default_factory=set)  # lines of columns that are deadlines beside one of days

    def town(self, line: int) -> str:
        """The town atop the column that a line stands in; "" without one."""
        return self.of[line].town if line in self.of else ""

    def body(self, line: int) -> str:
        """Whose meetings the column holds that a line stands in; "" where none says so."""
        return self.of[line].body if line in self.of else ""

    def apart(self, one: int, other: int) -> bool:
        """Whether two lines stand in different columns: a date in each is a day of its own."""
        return self.of.get(one) is not self.of.get(other)


def find(layout: Layout) -> Columns:
    """The columns of all tables of the page that are towns, months or sessions."""
    found = Columns()
    if "table" not in layout.tags:
        return found
    for rows in tables(layout):
        found.due.update(_due(layout, rows))
        heads = [_column(layout, cell) for cell in rows[0]]
        said = ([head.town, head.month, head.session, head.body] for head in heads if head is not None)
        if max((sum(map(bool, same)) for same in zip(*said, strict=True)), default=0) < FEWEST:
            continue
        for cell in rows[0]:
            found.heads.update(range(layout.first[cell], layout.last[cell]))
        for row in rows[1:]:
            for head, cell in zip(reversed(heads), reversed(row), strict=False):
                if head is not None:
                    found.of.update(dict.fromkeys(range(layout.first[cell], layout.last[cell]), head))
    return found


def _due(layout: Layout, rows: list[list[int]]) -> Iterator[int]:
    """The lines below the head of a column that names a deadline, where another one names the day of an event."""
    heads = [" ".join(line.text for line in layout.span(cell)).strip(" :") for cell in rows[0]]
    kinds = [label_kind(text) for text in heads]
    heads_bodies = (
        _holds_days(layout, head, cell) for row in rows[1:2] for head, cell in zip(rows[0], row, strict=False)
    )
    dated = "when" in kinds or any(heads_bodies)
    due = [
        _IN_OFFICE.fullmatch(text) is not None or (dated and (kind == "deadline" or _BY.fullmatch(text) is not None))
        for kind, text in zip(kinds, heads, strict=True)
    ]
    for row in rows[1:] if any(due) else ():
        for cell, last in zip(row, due, strict=False) if len(row) == len(due) else ():
            yield from range(layout.first[cell], layout.last[cell]) if last else ()


def _holds_days(layout: Layout, head: int, cell: int) -> bool:
    """Whether a column with this head and this first cell has the days on which a body meets."""
    column = _column(layout, head)
    dated = any(one.dates for line in layout.span(cell) for one in mentions.find(line.text))
    return column is not None and bool(column.body) and dated


def tables(layout: Layout) -> list[list[list[int]]]:
    """The cells of every row of every table, rows without cells left out."""
    tables: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for block, tag in enumerate(layout.tags):
        if tag in {"td", "th"}:
            row = layout.parents[block]
            above = layout.parents[row]
            table = layout.parents[above] if layout.tags[above] in {"thead", "tbody", "tfoot"} else above
            tables[table][row].append(block)
    return [list(rows.values()) for rows in tables.values()]


def _column(layout: Layout, cell: int) -> Column | None:
    """What one cell of the first row names."""
    lines = layout.span(cell)
    if len(lines) != 1:
        return _body(", ".join(line.text for line in lines)) if lines else None
    text = lines[0].text
    said = periods.heading(text)
    if said and said[1]:
        return Column(year=said[0], month=said[1])
    if _SESSION.fullmatch(text):
        return Column(session=text)
    if len(text) <= LONGEST and not any(letter.isdigit() for letter in text) and find_city(text) is not None:
        return Column(town=text)
    return _body(text)


def _body(text: str) -> Column | None:
    """Whose meetings a column holds: "Policy Board (10:00 AM)", "Council Hearing, 7 p.m., Council Chambers"."""
    clock = next((one for one in mentions.find(text) if not one.dates), None)
    name = text[: clock.start] if clock is not None else text
    name = _DATES.sub("", name.strip(EDGES + "()@")).removesuffix(" at").removesuffix(" um")
    if not name or len(name) > LONGEST_BODY or label_kind(name) or is_generic(name) or _PAPERS.search(name):
        return None
    of_events = any(len(name) - hit.end() <= PLURAL for hit in EVENT.finditer(name))  # no "Seminarbeginn"
    if not (BODY.search(name) or of_events) or _BY.fullmatch(name):
        return None
    where = text[clock.end :].strip(EDGES + "()") if clock is not None else ""
    return Column(body=name, hour=clock.text if clock is not None else "", where=where)

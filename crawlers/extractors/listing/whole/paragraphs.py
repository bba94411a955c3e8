"""Paragraphs that tell of several events, cut into one line for each: a sentence or clause with a day and a name.

"Am 3. Dezember ist Gründungsabend im Rathaus, am 8. Dezember das „Pitch Training“." Only where each part names
something else in bold, as a link, in quotes or with a word of events; whether the parts are events is for `prose`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from crawlers.extractors.listing.days.cluster import Cluster, Dates
from crawlers.extractors.listing.evidence import doubts
from crawlers.extractors.listing.layout.layout import Layout, Line, Piece
from crawlers.extractors.listing.whole.prose import name
from crawlers.extractors.listing.wording.when import FOR_ALL
from crawlers.extractors.listing.wording.words import EVENT, names_many
from pipeline.text import fold

LONGEST_LINE = 4_000
_SENTENCE = re.compile(r"(?<=[a-zäöüß\d)“”\"«]{2})[.!?](?=\s+[A-ZÄÖÜ„“\"»])")
_NAME_BEHIND = re.compile(
    r"(?:[A-Z][a-z]{1,9}\.?,? )?\d{1,2}\.\s?\d{1,2}\.(?:\d{2,4})?:?\s[A-ZÄÖÜ„][\w-]{2}"
)  # "4.12. Gänseessen"
_MOVES = re.compile(
    r"\b(?:verschieb|verschob|verleg)\w*|\bneuer termin\b", re.IGNORECASE
)  # the first day to the second
A_LIST = 3  # dates
_BARS = frozenset("|•·;")
_CLAUSE = re.compile(r"[;,](?=\s)|\s(?=(?:und|sowie)\s)")


def parted(layout: Layout, dates: Dates) -> Layout | None:
    """The layout with such paragraphs cut; None where there are none."""
    told: dict[int, list[Cluster]] = defaultdict(list)
    for cluster in dates.clusters:
        if cluster.role == "event" and cluster.first == cluster.last:
            told[cluster.first].append(cluster)
    cuts = {
        index: bounds
        for index, found in told.items()
        if len(found) > 1 and (bounds := _bounds(layout.lines[index], found))
    }
    return _cut(layout, cuts) if cuts else None


def _bounds(line: Line, found: list[Cluster]) -> list[int]:
    """Where a paragraph's parts begin, that at its beginning left out; none when it tells of one event."""
    if line.zone != "main" or line.heading or line.struck or len(line.text) > LONGEST_LINE:
        return []
    starts = [0]
    dates = [one.lead.start for one in found]
    if _is_list(line.text, dates):
        ends = _SENTENCE.finditer(line.text, dates[-1])  # "… Bowlen. Immer um 19 Uhr im Hof."
        behind = next((end for end in ends if FOR_ALL.search(line.text[end.end() :])), None)
        opens = line.text[: dates[0]].rstrip().endswith(":")
        return [*(dates if opens else dates[1:]), *([behind.end()] if behind else [])]
    for one, other in pairwise(found):
        if _MOVES.search(line.text, one.lead.end, other.lead.start):
            return []
        begin = _between(line.text, one.lead.end, other.lead.start)
        if begin is None:
            return []
        starts.append(begin)
    parts = [_part(line, low, high) for low, high in pairwise([*starts, len(line.text)])]
    names = [fold(name(part)) for part in parts]
    if not all(names) or len(set(names)) < len(names) or any(doubts.tells_past(part.text) for part in parts):
        return []
    return starts[1:]


def _is_list(text: str, dates: list[int]) -> bool:
    """Whether dates begin all the sentences that they stand in, or the parts between bars, with names behind all but
    one: "24.11. Clubabend. 4.12. Gänseessen. 11.12. Bowlen", "Termine: 3.12. Clubabend | 10.12. Bowlen"."""
    opens = text[: dates[0]]
    if EVENT.search(opens) and not names_many(opens.strip(" :")):
        return False  # "Sprechtag: 4.2. Lage; 11.2. Lemgo" has one name
    before = (text[:at].rstrip() for at in dates)
    named = sum(_NAME_BEHIND.match(text, at) is not None for at in dates)
    barred = [text[at - 2 : at].strip() in _BARS for at in dates[1:]]
    if all(barred) and named == len(dates):
        return True
    return named >= max(A_LIST, len(dates) - 1) and all(not one or one[-1] in ".!?)" for one in before)


def _between(text: str, low: int, high: int) -> int | None:
    """Where the part with the later date begins: behind the first sentence's end, else behind the last clause's."""
    sentence = next(_SENTENCE.finditer(text, low, high), None)
    if sentence is not None:
        return sentence.end() + 1
    clauses = list(_CLAUSE.finditer(text, low, high))
    return clauses[-1].end() if clauses else None


def _part(line: Line, low: int, high: int) -> Line:
    """The letters `low`..`high` of a line, with the looks that its pieces have there."""
    text = line.text[low:high].strip()
    pieces, at = list[Piece](), 0
    for piece in line.pieces:
        start = line.text.find(piece.text, at) if piece.text else -1
        if start < 0:
            continue
        at = start + len(piece.text)
        inside = line.text[max(start, low) : min(at, high)].strip()
        if inside:
            pieces.append(Piece(inside, piece.href, piece.bold, piece.struck, piece.stamp))
    return Line(line.index, text, pieces, line.block, line.heading, line.zone, line.bold, line.struck, line.linked)


def _cut(layout: Layout, cuts: dict[int, list[int]]) -> Layout:
    lines: list[Line] = []
    moved = []  # where each old line begins now
    for line in layout.lines:
        moved.append(len(lines))
        bounds = [0, *cuts.get(line.index, ()), len(line.text)]
        parts = [_part(line, low, high) for low, high in pairwise(bounds)] if len(bounds) > 2 else [line]
        for part in parts:
            part.index = len(lines)
            lines.append(part)
    moved.append(len(lines))
    first, last = [moved[at] for at in layout.first], [moved[at] for at in layout.last]
    return Layout(lines, layout.tags, layout.parents, layout.zones, first, last, layout.nodes)

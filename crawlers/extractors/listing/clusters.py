"""The dates of a page: which lines make up one date, and whether it is an event's, a deadline's or a post's.

Joins day boxes, month boxes and ranges that run over several lines; gives days their month and year from the headings
above. Does not decide which dates belong to which event: that is `records`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crawlers.extractors.listing import mentions
from crawlers.extractors.listing.lines import Layout, Line
from crawlers.extractors.listing.mentions import Mention
from crawlers.extractors.listing.words import CREDIT, DEADLINE, HOURS, LABEL, POSTED, SEASON

FIRM_LINE = 110  # characters: a longer line is prose, unless it begins with its date
FIRM_START = 30
ONE_SENTENCE = 200
REACH = 60  # characters around a date in which a word can say what it is for
BESIDE = 14  # characters between such a word and the date
ITEMS = frozenset({"tr", "li", "article", "section", "dd", "details"})  # two of them side by side are two records
ONE_BOX = 6  # lines of a card around its date boxes
BOX = 4  # lines a date may be spread over
DAY_LINES = 3  # day numbers under one month heading from which on they are dates

_SENTENCE = re.compile(r"[^\W\d]{3,}[.!?]\s+[A-ZÄÖÜ]")
_NO_DIGITS = re.compile(r"\D*")
_DAYS = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})\.\s?(?:(?P<month>\d{1,2})\.)?\s?(?:\d{4})?\s?(?:bis|-|–|—)", re.IGNORECASE
)
_OPEN = re.compile(r"(?:\bbis(?: zum)?|\bto|\bund|[-–—&+])\W*$", re.IGNORECASE)
_GOES_ON = re.compile(r"^\W*(?:bis|to|until|[-–—])(?!\w)", re.IGNORECASE)
_BARE_DAY = re.compile(r"(?:(?P<name>[A-Za-z]{2,10})[.,]{0,2}\s)?(?P<day>\d{1,2})(?P<dot>\.)?(?=[\s,:|–-]|$)")


@dataclass(slots=True)
class Cluster:
    """One date as one or more lines show it. `role`: event, deadline, posted; `firm`: it does not stand in prose."""

    first: int
    last: int
    block: int
    mentions: list[tuple[int, Mention]]
    role: str = "event"
    firm: bool = True
    struck: bool = False
    stamped: bool = False
    ranged: bool = False  # its pieces are the two ends of a span
    pieces: list[tuple[int, str]] = field(default_factory=list)  # (line, text) as handed to the date reader

    @property
    def lead(self) -> Mention:
        return self.mentions[0][1]

    def span(self) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """(month, day) of the first and the last day, when the cluster is a range of days in one year."""
        texts = " ".join(text for _, text in self.pieces)
        days = [(mention.month, mention.day) for _, mention in self.mentions]
        if len(days) > 1:
            return (days[0], days[-1]) if days[0] < days[-1] else None
        match = _DAYS.search(texts)
        if match is None or not self.lead.dates:
            return None
        first, last = (int(match["month"] or self.lead.month), int(match["first"])), days[0]
        return (first, last) if first < last else (last, first) if self.lead.dates > 1 and first != last else None

    @property
    def timed(self) -> bool:
        return any(mention.timed for _, mention in self.mentions)


@dataclass(slots=True)
class Dates:
    """All of a page's dates: clusters in order, the lines that hold clock times only, and the headings above."""

    clusters: list[Cluster]
    times: dict[int, list[Mention]]
    near: list[tuple[int, int]]  # (year, month) for each line, 0: not said
    headings: set[int]  # lines that are such headings


def find(layout: Layout) -> Dates:
    """Every date and time of the page."""
    near, headings = _near(layout)
    clusters: list[Cluster] = []
    times: dict[int, list[Mention]] = {}
    boxed = _boxes(layout, headings)
    for line in layout.lines:
        if line.index in boxed:
            cluster = boxed[line.index]
            if cluster is not None:
                clusters.append(cluster)
            continue
        for mention in mentions.find(line.text):
            if mention.dates:
                clusters.append(_cluster(layout, line, mention))
            else:
                times.setdefault(line.index, []).append(mention)
    clusters = _with_days(layout, clusters, near, headings)
    return Dates(_joined(layout, clusters), times, near, headings)


def _cluster(layout: Layout, line: Line, mention: Mention) -> Cluster:
    firm = _firm(line.text, mention)
    struck = any(piece.struck and mention.text[:6] in piece.text for piece in line.pieces)
    stamped = any(piece.stamp is not None and mention.text[:4] in piece.text for piece in line.pieces)
    return Cluster(
        line.index,
        line.index,
        line.block,
        [(line.index, mention)],
        _role(layout, line, mention),
        firm,
        struck,
        stamped,
        pieces=[(line.index, mention.text)],
    )


def _firm(text: str, mention: Mention) -> bool:
    """Whether a line is about its date: a short one, one that begins with it, or a single sentence of some length."""
    if len(text) <= FIRM_LINE or mention.start <= FIRM_START:
        return True
    return len(text) <= ONE_SENTENCE and not _SENTENCE.search(text[: mention.start])


def _role(layout: Layout, line: Line, mention: Mention) -> str:
    """What the words around a date say it is for."""
    lead = _NO_DIGITS.match(mention.text)
    start = mention.start + (lead.end() if lead else 0)  # "bis 3.12.": the date's own "bis" speaks too
    before = line.text[max(start - REACH, 0) : start]
    if mention.start <= 3 and line.index:
        before = _label_above(layout.lines[line.index - 1]) + before
    after = line.text[mention.end : mention.end + REACH]
    if any(len(before) - hit.end() <= BESIDE for hit in DEADLINE.finditer(before)):
        return "deadline"
    if any(len(before) - hit.end() <= BESIDE for hit in POSTED.finditer(before)):
        return "posted"
    hit = POSTED.search(after)
    if (hit and hit.start() <= 4) or CREDIT.match(line.text):
        return "posted"
    return "hours" if HOURS.search(before) else "event"


def _label_above(line: Line) -> str:
    """The text of a short line that ends in a colon or is a known label: it speaks of the line below."""
    text = line.text
    if len(text) <= 40 and (
        text.endswith(":") or LABEL.fullmatch(text) or DEADLINE.search(text) or POSTED.fullmatch(text)
    ):
        return text + " "
    return ""


def _near(layout: Layout) -> tuple[list[tuple[int, int]], set[int]]:
    """Year and month that headings give to the lines below them, up to the end of the part they head."""
    near = [(0, 0)] * len(layout.lines)
    headings: set[int] = set()
    for line in layout.lines:
        said = _heading(layout, line)
        if said is None:
            continue
        headings.add(line.index)
        year, month = said
        for index in range(line.index, layout.last[_headed(layout, line)]):
            old_year, old_month = near[index]
            near[index] = (year or old_year, month if month or year != old_year else old_month)
    return near, headings


def _heading(layout: Layout, line: Line) -> tuple[int, int] | None:
    said = mentions.heading(line.text)
    if said is None or line.zone in {"nav", "foot"} or (line.linked and not line.heading):
        return None
    year, month = said
    if month:
        return None if _neighbour_month(layout, line) else said
    plain = line.text.strip(" :.").isdigit()
    stands_out = line.heading or line.bold or layout.tags[line.block] in {"button", "summary", "caption", "label"}
    return said if (plain and not line.linked) or (stands_out and SEASON.search(line.text)) else None


def _neighbour_month(layout: Layout, line: Line) -> bool:
    """Whether the next line is a month too: then it is a choice of months, not a heading."""
    if line.index + 1 >= len(layout.lines):
        return True
    after = mentions.heading(layout.lines[line.index + 1].text)
    return after is not None and after[1] > 0


def _headed(layout: Layout, line: Line) -> int:
    """The block a heading speaks for: the first around it that goes on below it."""
    block = line.block
    while block and layout.last[block] <= line.index + 1:
        block = layout.parents[block]
    return block


def _boxes(layout: Layout, headings: set[int]) -> dict[int, Cluster | None]:
    """Dates spread over several short lines ("Do", "03", "Dez"): the first line gives the cluster, the others None."""
    found: dict[int, Cluster | None] = {}
    parts = {line.index: parts for line in layout.lines if len(line.text) <= 18 and (parts := mentions.part(line.text))}
    for start in parts:
        if start - 1 in parts or start in found:
            continue
        end = start
        while end in parts and end - start <= BOX + 1:
            end += 1
        cluster = _boxed(layout, start, end, parts)
        if cluster is not None:
            found[start] = cluster
            found.update(dict.fromkeys(range(start + 1, cluster.last + 1)))
            headings.difference_update(range(start, cluster.last + 1))
    return found


def _boxed(layout: Layout, start: int, end: int, parts: dict[int, list[mentions.Part]]) -> Cluster | None:
    lines = layout.lines[start:end]
    kinds = [part.kind for line in lines for part in parts[line.index]]
    if len(lines) > BOX or kinds.count("day") != 1:
        return None
    values = {part.kind: part.value for line in lines for part in parts[line.index]}
    day = values["day"]
    if kinds.count("month") == 1 and len(lines) > 1:
        if kinds.index("month") < kinds.index("day") and _heads_more(layout, lines):
            return None
        text = _spelled(day, values["month"], values.get("year"))
        mention = Mention(0, 0, text, day, values["month"], values.get("year", 0), weekday="weekday" in kinds, dates=1)
        return _box(layout, start, end, mention)
    return _run_on(layout, start, end, day) if "month" not in kinds and end < len(layout.lines) else None


def _heads_more(layout: Layout, lines: list[Line]) -> bool:
    """A month above a day is a heading, not its box, when the block around both goes on for long."""
    around = layout.common(lines[0].block, lines[-1].block)
    return layout.last[around] - layout.first[around] > ONE_BOX


def _run_on(layout: Layout, start: int, end: int, day: int) -> Cluster | None:
    """A day box before a line that begins with its month: "03" / "Dezember 2026, 18 Uhr"."""
    line = layout.lines[end]
    if len(line.text) > 40 or not mentions.begins_with_month(line.text):
        return None
    found = mentions.find(f"{day}. {line.text}")
    return _box(layout, start, end + 1, found[0]) if found and found[0].dates and found[0].start == 0 else None


def _spelled(day: int, month: int, year: int | None) -> str:
    return f"{day:02}.{month:02}.{year or ''}"


def _box(layout: Layout, start: int, end: int, mention: Mention) -> Cluster:
    block = layout.lines[start].block
    for line in layout.lines[start:end]:
        block = layout.common(block, line.block)
    cluster = Cluster(start, end - 1, block, [(start, mention)], pieces=[(start, mention.text)])
    cluster.struck = all(line.struck for line in layout.lines[start:end])
    return cluster


def _with_days(
    layout: Layout, clusters: list[Cluster], near: list[tuple[int, int]], headings: set[int]
) -> list[Cluster]:
    """Adds lines that begin with a bare day number under a month heading ("Do 3. Pitch Night"), if there are several."""
    taken = {index for cluster in clusters for index in range(cluster.first, cluster.last + 1)}
    days = []
    for line in layout.lines:
        if near[line.index][1] == 0 or line.index in taken or line.index in headings or len(line.text) > FIRM_LINE:
            continue
        match = _BARE_DAY.match(line.text)
        if match and 1 <= int(match["day"]) <= 31 and (match["dot"] or _is_dayname(match["name"])):
            days.append(_day(layout, line, match, near[line.index]))
    if len(days) < DAY_LINES:
        return clusters
    return sorted([*clusters, *days], key=lambda cluster: cluster.first)


def _is_dayname(name: str | None) -> bool:
    return name is not None and any(part.kind == "weekday" for part in mentions.part(name))


def _day(layout: Layout, line: Line, match: re.Match[str], near: tuple[int, int]) -> Cluster:
    year, month = near
    day = int(match["day"])
    rest = mentions.find(f"{_spelled(day, month, year)}{line.text[match.end() :]}")
    timed = bool(rest) and rest[0].timed
    end = match.end() + (len(rest[0].text) - len(_spelled(day, month, year)) if timed else 0)
    text = rest[0].text if rest else _spelled(day, month, year)
    mention = Mention(0, max(end, match.end()), text, day, month, year, timed, bool(match["name"]), 1)
    return Cluster(line.index, line.index, line.block, [(line.index, mention)], pieces=[(line.index, text)])


def _joined(layout: Layout, clusters: list[Cluster]) -> list[Cluster]:
    """Clusters with those that go on in the next lines: ranges, cells of one row, the same date in other words."""
    joined: list[Cluster] = []
    for cluster in clusters:
        if joined and cluster.role == "event" == joined[-1].role and _belong(layout, joined[-1], cluster):
            _absorb(layout, joined[-1], cluster)
        else:
            joined.append(cluster)
    return joined


def _belong(layout: Layout, one: Cluster, other: Cluster) -> bool:
    if one.struck != other.struck or not (one.firm and other.firm):
        return False
    gap = other.first - one.last
    left, right = layout.lines[one.last], layout.lines[other.first]
    if gap == 0:
        return one.lead.key == other.lead.key or _range_between(left.text, one.mentions[-1][1], other.lead)
    if gap == 1 and (_OPEN.search(left.text) or _GOES_ON.search(right.text) or _ends(right.text)):
        return True
    if gap == 1 and _row(layout, one.block) == _row(layout, other.block) >= 0:
        return _bare(left, one) and _bare(right, other) and _days_apart(one.lead, other.lead)
    return gap <= 12 and one.lead.key == other.lead.key and _differ(layout, one, other)


def _range_between(text: str, one: Mention, other: Mention) -> bool:
    between = text[one.end : other.start]
    return len(between) <= 12 and bool(_OPEN.search(between))


def _ends(text: str) -> bool:
    """ "Enddatum: 1. Juni": the line says when something ends."""
    label = LABEL.match(text)
    return label is not None and label.lastgroup == "until"


def _row(layout: Layout, block: int) -> int:
    return next((above for above in layout.chain(block) if layout.tags[above] == "tr"), -1)


def _bare(line: Line, cluster: Cluster) -> bool:
    return sum(len(mention.text) for index, mention in cluster.mentions if index == line.index) >= len(line.text) - 4


def _days_apart(one: Mention, other: Mention) -> bool:
    """Whether the second date lies 0 to 31 days after the first."""
    days = (other.year - one.year) * 365 if one.year and other.year else 0
    days += round((other.month - one.month) * 30.4) + other.day - one.day
    return 0 <= days <= 31


def _differ(layout: Layout, one: Cluster, other: Cluster) -> bool:
    """Whether two dates stand in different places of one record; equal places are two records."""
    common = layout.common(one.block, other.block)
    sides = [layout.tags[layout.child(common, cluster.block)] for cluster in (one, other)]
    if sides[0] == sides[1] and sides[0] in ITEMS and common not in {one.block, other.block}:
        return False
    if common in {one.block, other.block}:
        return one.block != other.block or one.first != other.first and not _alike(layout, one, other)
    return layout.path(common, one.block) != layout.path(common, other.block)


def _alike(layout: Layout, one: Cluster, other: Cluster) -> bool:
    """Two lines of one block are two records."""
    return layout.lines[one.first].block == layout.lines[other.first].block


def _absorb(layout: Layout, one: Cluster, other: Cluster) -> None:
    one.last = max(one.last, other.last)
    one.block = layout.common(one.block, other.block)
    same = one.lead.key == other.lead.key
    one.ranged = one.ranged or not same
    one.mentions.extend(other.mentions)
    if not same:
        one.pieces.extend(other.pieces)
    elif not any(mention.timed for _, mention in one.mentions[:-1]) and other.timed:
        one.pieces = other.pieces

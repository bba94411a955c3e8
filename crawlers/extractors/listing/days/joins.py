"""Dates that go on in the next lines: the other end of a span, the next cell of a row, the same day in other words.

Two dates in equal places of a list are two records and stay apart.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import zip_longest

from crawlers.extractors.listing.days import dayheads, distance
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.columns import Columns
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.wording.clocks import CLOCK, TO, UNIT
from crawlers.extractors.listing.wording.labels import LABEL, label_kind
from crawlers.extractors.listing.wording.when import UNTIL
from pipeline.marks import read_badge

ROW = frozenset({"tr"})
ITEMS = frozenset({"tr", "li", "article", "section", "dd", "details"})  # two of them side by side are two records
# "Bis 1. Januar läuft die Umfrage".
_RUNS_ON = re.compile(r"\s(?!(?:in|im|auf|am|an|bei|um|ab|im|from|at)\s)[a-zäöüß]{2,}")
MOST_DAYS = 31  # a longer span is no event
ENDS = 2  # dates in the cells of one row that are a beginning and an end; among more, only if they are near
LONGEST_BOX = 8  # letters
A_PAIR = 2  # the beginning and the first day
CARD = 12  # lines of one card in which a date is said again, or its end
_OPEN = re.compile(r"^(?!.*[-–—] ?[^\W\d]{4,} ?[-–—]$).*(?:\bbis(?: zum)?|\bto|\bund|[-–—&+])\W*$", re.I)
_UNTIL = re.compile(rf"\W*(?:{UNTIL}|to)\b", re.IGNORECASE)
_FROM_TO = re.compile(
    rf"(?P<from>\d{{1,2}})(?:[:.]\d\d)?(?:\s?{UNIT})?{TO}(?P<to>\d{{1,2}})(?=[:.]\d\d|\s?{UNIT})", re.IGNORECASE
)
AN_EVENING = 4  # hours; a market or a fair is open for longer
_UNTIL_HOUR = re.compile(rf"{UNTIL} {CLOCK}", re.IGNORECASE)
_DASH = re.compile(rf"[–—-]|{UNTIL}", re.IGNORECASE)
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}:\d\d)(?::\d\d)?(?!:|\s?[ap]\.?\s?m)", re.IGNORECASE)
_GOES_ON = re.compile(rf"^\W*(?:{UNTIL}|to|[-–—])(?!\w)", re.IGNORECASE)


def joined(layout: Layout, clusters: list[Cluster], columns: Columns) -> list[Cluster]:
    """Clusters with those that go on in the next lines: ranges, cells of one row, the same date in other words."""
    joined: list[Cluster] = []
    rows = Counter(layout.nearest(cluster.block, ROW) for cluster in clusters) if "tr" in layout.tags else Counter()
    for cluster, after in zip_longest(clusters, clusters[1:]):
        alike = bool(joined) and cluster.role == "event" == joined[-1].role and cluster.cell < 0
        if (
            alike
            and not columns.apart(joined[-1].last, cluster.first)
            and not (after is not None and _opens_list(layout, joined[-1], cluster, after))
            and _belong(layout, joined[-1], cluster, rows)
        ):
            _absorb(layout, joined[-1], cluster)
        else:
            joined.append(cluster)
    return joined


def _opens_list(layout: Layout, one: Cluster, other: Cluster, after: Cluster) -> bool:
    """Whether a day that is labelled as the beginning, or of which a line says what became of it, is said again by the
    first of a list of days in equal words and places."""
    around, sides = dayheads.parted(layout, (other, after))
    same = one.lead.key == other.lead.key and one.last < layout.first[around] and len(sides) == A_PAIR
    if not same or _ends(layout.lines[after.first].text):
        return False
    words = {(day.timed, day.several, day.lead.year > 0, day.lead.weekday) for day in (other, after)}
    ways = {dayheads.way(layout, around, day.block) for day in (other, after)}
    items = all(layout.tags[side] in ITEMS for side in sides)
    return (
        items
        and len(words) == len(ways) == 1
        and distance.after(one.lead, after.lead) > 0
        and (_opens(layout, one) or read_badge(layout.lines[one.first].text).quote is not None)
    )


def _opens(layout: Layout, one: Cluster) -> bool:
    """Whether a day stands behind "Beginn:" or "Termin:", or below it."""
    line, above = layout.lines[one.first], layout.lines[max(one.first - 1, 0)]
    label = LABEL.match(line.text)
    named = label_kind(above.text.strip(" :")) if line.text.startswith(one.lead.text) else label and label.lastgroup
    return named in {"when", "time"}


def _belong(layout: Layout, one: Cluster, other: Cluster, rows: Counter[int]) -> bool:
    if one.struck != other.struck or not (one.firm and other.firm):
        return False
    gap = other.first - one.last
    left, right = layout.lines[one.last], layout.lines[other.first]
    if gap == 0:
        return one.lead.key == other.lead.key or _range_between(left.text, one.mentions[-1][1], other.lead)
    if gap <= CARD and _ends_below(layout, one, other):
        return True
    if gap == 1 and (_OPEN.search(left.text) or _goes_on(left.text, right.text) or _ends(right.text)):
        return _RUNS_ON.match(right.text, other.lead.end) is None
    if (gap == 1 and _are_boxes(layout, one, other)) or (gap <= A_PAIR and _closes(layout, one, other)):
        return True
    row = layout.nearest(one.block, ROW) if rows else -1
    if gap == 1 and row == layout.nearest(other.block, ROW) >= 0:
        most = MOST_DAYS if rows[row] <= ENDS else distance.A_WEEK
        bare = _bare(left, one) and _bare(right, other) and not _are_evenings(one, other)
        return bare and _follows(one.lead, other.lead, most)
    if one.several and not other.several and right.heading:
        return False  # a programme's span, then the heading of its first day
    apart = {line.heading for line in layout.lines[one.last + 1 : other.first]} - {0}  # of the page, and of its part
    one_card = gap <= CARD and not (1 in apart and len(apart) > 1)
    return one_card and _is_same(one.lead, other.lead) and _differ(layout, one, other)


def _goes_on(left: str, right: str) -> bool:
    """Whether a line begins with "bis" or a dash; one with which the line before begins too is a list's sign."""
    said = _GOES_ON.search(right)
    return said is not None and (said.group()[-1].isalpha() or left[0] != right[0])


def _are_evenings(one: Cluster, other: Cluster) -> bool:
    """Whether two dates are one weekday in one cell, a line each: a course's evenings."""
    apart = distance.after(one.lead, other.lead)
    return one.block == other.block and apart > 0 and apart % distance.A_WEEK == 0


def _ends_below(layout: Layout, one: Cluster, other: Cluster) -> bool:
    """Whether a later day is called the end, or stands alone behind "bis" in the same record, or a line with nothing
    but a dash stands between the two; a course's may lie further away."""
    if not _follows(one.lead, other.lead):
        return _is_labelled_end(layout, other) and _is_last_evening(one.lead, other.lead)
    between, last = layout.lines[one.last + 1 : other.first], layout.lines[other.first]
    if len(between) == 1 and _DASH.fullmatch(between[0].text):
        return _bare(layout.lines[one.last], one) and _bare(last, other)
    if one.block == other.block:
        return False
    if _is_labelled_end(layout, other) or _is_open_to(layout, one, other):
        return True
    return _UNTIL.match(last.text) is not None and _runs_on(layout, one, other)


def _is_open_to(layout: Layout, one: Cluster, other: Cluster) -> bool:
    """Whether nothing but "bis" and an hour stands below a bare day, and the one before is labelled as a beginning:
    "Start" / "Fr 15.10." / "17:00" / "Finale" / "So 17.10." / "bis 16:00"."""
    below = layout.lines[other.last + 1 : other.last + 2]
    if one.first == 0 or not (below and _UNTIL_HOUR.fullmatch(below[0].text)):
        return False
    labelled = label_kind(layout.lines[one.first - 1].text.strip(" :")) in {"when", "time"}
    return labelled and _bare(layout.lines[one.last], one) and _bare(layout.lines[other.first], other)


def _runs_on(layout: Layout, one: Cluster, other: Cluster) -> bool:
    """Whether a line with nothing but a day is in the record of the one before: no heading parts them, but that of a
    record that begins with its day."""
    if not _bare(layout.lines[other.first], other):
        return False
    if layout.nearest(one.block, ITEMS) != layout.nearest(other.block, ITEMS):
        return False
    parted = any(line.heading for line in layout.lines[one.last + 1 : other.first])
    return not (parted and one.first > 0 and layout.lines[one.first - 1].heading)


def _is_same(one: Mention, other: Mention) -> bool:
    """Whether the second date is the first in other words, or a span that begins then: "22 JAN", "22.–24. Januar"."""
    return (other.begins, other.month) == one.key or (other.key == one.key and one.begins in {0, other.begins})


def _closes(layout: Layout, one: Cluster, other: Cluster) -> bool:
    """Whether a later day with a clock time is the end of one that a box shows too, and whose line has such a time; or
    that which the box calls the end: "Jan 18" / "to Jan 22" / "Monday, January 18" / "Friday, January 22". Its hour may
    stand between."""
    if any(not _CLOCK.search(line.text) for line in layout.lines[one.last + 1 : other.first]):
        return False
    if one.ranged and any(mention.key == other.lead.key for _, mention in one.mentions[1:]):
        return True
    told = len(one.mentions) > 1 and all(mention.key == one.lead.key for _, mention in one.mentions)
    clocks = [len(_CLOCK.findall(mention.text)) for mention in (one.mentions[-1][1], other.lead)]
    return told and clocks == [1, 1] and one.lead.key != other.lead.key and _follows(one.lead, other.lead)


def _are_boxes(layout: Layout, one: Cluster, other: Cluster) -> bool:
    """Two boxes of day and month ("04 Mär", "06 Mär") that fill a block by themselves, the later one last."""
    if (
        not all(_is_box(layout, cluster) for cluster in (one, other))
        or not _follows(one.lead, other.lead)
        or one.lead.key == other.lead.key
    ):
        return False
    around = layout.common(one.block, other.block)
    return layout.first[around] == one.first and layout.last[around] == other.last + 1


def _is_box(layout: Layout, cluster: Cluster) -> bool:
    """A day and a month's name, in two lines or a very short one; not "9th"."""
    text = "".join(line.text for line in layout.lines[cluster.first : cluster.last + 1]).rstrip("dhnrst")
    return len(cluster.mentions) == 1 and len(text) <= LONGEST_BOX and text[-1].isalpha() and text[0].isdigit()


def _range_between(text: str, one: Mention, other: Mention) -> bool:
    between = text[one.end : other.start]
    return len(between) <= 12 and bool(_OPEN.search(between))


def _is_labelled_end(layout: Layout, other: Cluster) -> bool:
    """Whether the line above is nothing but "Ende", as in a table of labels and values."""
    return other.first > 0 and label_kind(layout.lines[other.first - 1].text.strip(" :")) == "until"


def _ends(text: str) -> bool:
    """ "Enddatum: 1. Juni": the line says when something ends; "Tomorrow" and "Bistro" only begin as that does."""
    label = LABEL.match(text)
    return label is not None and label.lastgroup == "until" and not text[label.end() : label.end() + 1].isalpha()


def _bare(line: Line, cluster: Cluster) -> bool:
    return sum(len(mention.text) for index, mention in cluster.mentions if index == line.index) >= len(line.text) - 4


def _follows(one: Mention, other: Mention, most: int = MOST_DAYS) -> bool:
    """Whether the second date lies 0 to `most` days after the first."""
    return 0 <= distance.after(one, other) <= most


def _differ(layout: Layout, one: Cluster, other: Cluster) -> bool:
    """Whether two dates stand in different places of one record; equal places are two records."""
    common = layout.common(one.block, other.block)
    sides = [layout.tags[layout.child(common, cluster.block)] for cluster in (one, other)]
    if sides[0] == sides[1] and sides[0] in ITEMS and common not in {one.block, other.block}:
        return False
    if common in {one.block, other.block}:
        return one.block != other.block or (one.first != other.first and not _alike(layout, one, other))
    return layout.path(common, one.block) != layout.path(common, other.block)


def _alike(layout: Layout, one: Cluster, other: Cluster) -> bool:
    """Two lines of one block are two records."""
    return layout.lines[one.first].block == layout.lines[other.first].block


def _absorb(layout: Layout, one: Cluster, other: Cluster) -> None:
    spans = one.span() is not None and one.lead.dates == A_PAIR
    one.last = max(one.last, other.last)
    one.block = layout.common(one.block, other.block)
    if _is_last_evening(one.lead, other.lead):
        return
    same = _is_same(one.lead, other.lead) and not _ends(layout.lines[other.first].text)
    same = same and not (_is_labelled_end(layout, other) or _is_end(one.mentions[-1][1], other.lead))
    one.ranged = one.ranged or not same
    one.mentions.extend(other.mentions)
    if not same:
        one.pieces.extend(other.pieces)
    elif _says_more(one, other):
        ends = [one.lead.last] if spans and not other.several else []
        one.ranged = one.ranged or bool(ends)  # "12.–13.6." / "12.6. ab 10 Uhr": it still ends on the last day
        one.pieces = [*other.pieces, *((one.first, f"{day}.{month}.{year or ''}") for year, month, day in ends)]


def _is_last_evening(one: Mention, other: Mention) -> bool:
    """Whether a course that begins with an evening ends weeks later: "Beginn 22.9., 18–20 Uhr" / "Ende 10.11."."""
    weeks, days = divmod(distance.after(one, other), distance.A_WEEK)
    hours = _FROM_TO.search(one.text) if weeks > 0 == days and one.timed and not other.timed else None
    return hours is not None and 0 < int(hours["to"]) - int(hours["from"]) <= AN_EVENING


def _is_end(one: Mention, other: Mention) -> bool:
    """Whether two dates with one clock time each are a beginning and an end: "7.12.2026 13:30", "7.12.2026 15:00"."""
    clocks = [_CLOCK.findall(mention.text) for mention in (one, other)]
    return all(len(found) == 1 for found in clocks) and clocks[0][0].zfill(5) < clocks[1][0].zfill(5)


def _says_more(one: Cluster, other: Cluster) -> bool:
    """Whether the same day in other words has an end, a time or a year that the first words lack."""
    before = [mention for _, mention in one.mentions[: -len(other.mentions)]]
    if other.lead.dates > max(mention.dates for mention in before) or other.lead.key != one.lead.key:
        return True
    if any(mention.timed for mention in before):
        return False
    return other.timed or (other.lead.year > 0 and not any(mention.year for mention in before))

"""Dates spread over boxes ("Do" / "03" / "Dez"), and day numbers under a month heading ("Do 3. Pitch Night").

Joins only what lies together in one small block; a calendar grid of numbers is no date.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from crawlers.extractors.listing.days import mentions, periods, weekdays
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.days.names import DAYNAME, full_year
from crawlers.extractors.listing.days.parts import Part, parts_of
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.wording.clocks import HOUR, TO
from pipeline.dates.words import WEEKDAYS

_NAMES = tuple(row.split()[0].capitalize() for row in WEEKDAYS)
CAPTIONS = frozenset({"summary", "caption", "legend"})
LISTS = frozenset({"table", "ul", "ol", "dl"})
ONE_BOX = 6  # lines of a card around its date boxes
LONGEST_PART = 18  # characters of a line that is one part of a date
DAY_AND_MONTH, DECEMBER = 2, 12
BOX = 4  # lines a date may be spread over
DAY_LINE = 110  # characters of a line that begins with such a number
DAY_LINES = 3  # day numbers under one month heading from which on they are dates
SINGLY = frozenset({"und", "and", "+", "&"})  # between two days that are no span unless the second is the next
_BETWEEN = frozenset("./")  # alone between two parts
_IN_NUMBERS = re.compile(
    rf"(?:(?P<name>(?i:{DAYNAME}))[.,]?\s)?(?P<day>\d\d)\.?\s(?P<month>\d\d)\.?\s(?P<year>20\d\d|\d\d)"
)
_ITEM = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\*{0,3}(?:\s?(?:\(.{1,60}\)|[–—-]\s.{1,60}))?")
LONG = 4  # digits of a year
_HOURS = rf"{HOUR}(?:{TO}{HOUR})?\s?(?:[Uu]hr|h)\b|\d{{1,2}}:\d\d"
_BARE_DAY = re.compile(
    rf"(?:[-–*]\s)?(?:(?P<name>[A-Za-z]{{2,10}})(?:\.?\s?[/+&–-]\s?(?i:{DAYNAME}))?[.,]{{0,2}}\s)?(?!{_HOURS})(?P<day>\d{{1,2}})(?P<dot>\.|st\b|nd\b|rd\b|th\b)?"
    rf"(?:\s?(?P<joint>[/–+&-]|und\b|and\b)\s?(?:(?i:{DAYNAME})[.,]{{0,2}}\s)?(?P<to>\d{{1,2}})(?:\.|st\b|nd\b|rd\b|th\b))?"
    r"(?=[\s,:|*–-]|$|(?:Mo|Di|Mi|Do|Fr|Sa|So)\b)(?:\s?(?P<after>[A-Za-z]{2,9})\b\.?)?"
)


def find(layout: Layout, headings: set[int]) -> dict[int, list[Cluster]]:
    """Dates spread over several short lines ("Do", "03", "Dez"): the first line gives the cluster, the others none."""
    found: dict[int, list[Cluster]] = {}
    parts: dict[int, list[Part]] = {}
    for line in layout.numbered():
        if len(line.text) <= LONGEST_PART and (mention := _in_numbers(layout, line)):
            found[line.index] = [_box(layout, line.index, line.index + 1, mention)]
        elif len(line.text) <= LONGEST_PART and line.index not in parts and parts_of(line.text):
            _read_on(layout, range(line.index, len(layout.lines)), parts)
            _read_on(layout, range(line.index - 1, -1, -1), parts)
    for start in sorted(parts):
        if start - 1 in parts or start in found:
            continue
        end = start
        while end in parts and end - start <= BOX + 1:
            end += 1
        cluster = _boxed(layout, start, end, parts)
        if cluster is not None:
            found[start] = [cluster]
            found.update((index, []) for index in range(start + 1, cluster.last + 1))
            headings.difference_update(range(start, cluster.last + 1))
    return found


def _in_numbers(layout: Layout, line: Line) -> Mention | None:
    """The date that a box shows in elements of numbers alone, if they can be no other: "02" "03" "2027", or with its
    weekday "Fr" "27" "11" "26"."""
    said = _IN_NUMBERS.fullmatch(line.text)
    shown = [str(node.text_content()).strip() for node in layout.nodes[line.block]] if said else []
    if said is None or [text for text in shown if text] != line.text.split():
        return None
    name, day, month, year = said["name"], int(said["day"]), int(said["month"]), full_year(said["year"])
    try:
        falls_on = date(year, month, day).weekday()
    except ValueError:  # 30 February
        return None
    if weekdays.number(name) != falls_on if name else len(said["year"]) < LONG:
        return None
    text = f"{_NAMES[falls_on]}, {_spelled(day, month, year)}" if name else _spelled(day, month, year)
    return Mention(0, len(line.text), text, day, month, year, weekday=bool(name), dates=1, last=(year, month, day))


def _read_on(layout: Layout, indexes: range, parts: dict[int, list[Part]]) -> None:
    """Adds the parts of a date that these lines are, up to the first that is none."""
    for index in indexes:
        text = layout.lines[index].text
        said = parts_of(text) if len(text) <= LONGEST_PART else []
        if not said and text not in _BETWEEN:
            return
        parts[index] = said


def _boxed(layout: Layout, start: int, end: int, parts: dict[int, list[Part]]) -> Cluster | None:
    lines = layout.lines[start:end]
    said = [part for line in lines for part in parts[line.index]]
    cells = {line.block for line in lines if layout.tags[line.block] == "td"}
    if said[-1].kind != "year" or len(cells) <= 1:  # else they are columns of numbers
        said = _with_month(said)
    kinds = [part.kind for part in said]
    if len(lines) > BOX or kinds.count("day") != 1:
        return None
    values = {part.kind: part.value for part in said}
    day = values.get("to", values["day"])
    if kinds.count("month") == 1 and (len(lines) > 1 or "weekday" in kinds):
        if kinds.index("month") < kinds.index("day") and _heads_more(layout, lines):
            return None
        text = _spelled(day, values["month"], values.get("year"))
        text = f"{values['day']:02}.–{text}" if "to" in values else text
        text = f"{_NAMES[values['weekday']]}, {text}" if kinds.count("weekday") == 1 and "to" not in values else text
        mention = Mention(0, 0, text, day, values["month"], values.get("year", 0), weekday="weekday" in kinds, dates=1)
        return _box(layout, start, end, mention)
    return _run_on(layout, start, end, day) if "month" not in kinds and end < len(layout.lines) else None


def _with_month(said: list[Part]) -> list[Part]:
    """Two numbers beside a weekday or before a year are a day and a month: "Do" / "03" / "12", "03" / "12" / "2026"."""
    days = [part for part in said if part.kind == "day"]
    if [part.kind for part in said].count("weekday") > 1:
        return said  # "Do 3." / "Fr 4."
    if len(days) != DAY_AND_MONTH or days[1].value > DECEMBER or any(part.kind in {"month", "to"} for part in said):
        return said
    if said[-1].kind != "year" and not any(part.kind == "weekday" for part in said):
        return said
    return [Part("month", part.value) if part is days[1] else part for part in said]


def _heads_more(layout: Layout, lines: list[Line]) -> bool:
    """A month above a day is a heading, not its box, when the block around both goes on for long."""
    if layout.tags[lines[0].block] in CAPTIONS:
        return True
    around = layout.common(lines[0].block, lines[-1].block)
    if layout.last[around] - layout.first[around] > ONE_BOX:
        return True
    counts_on = any(_counts_on(lines[-1], line) for line in layout.lines[lines[-1].index + 1 :][:BOX])
    return lines[0].heading > lines[-1].heading == 0 and (_is_named(lines[-1]) or counts_on)


def _counts_on(number: Line, below: Line) -> bool:
    """Whether a line begins with the number after that of another: "1" / "2 18:00 Pitch" are days of a grid."""
    days = [part.value for part in parts_of(number.text) if part.kind == "day"]
    first = below.text.split(maxsplit=1)[0].rstrip(".")
    return bool(days) and below.block != number.block and first == str(days[0] + 1)


def _is_named(line: Line) -> bool:
    """Whether a line is a weekday and its number: "Montag, 26." is a day of the month above by itself."""
    return {"weekday", "day"} <= {part.kind for part in parts_of(line.text) or ()}


def _run_on(layout: Layout, start: int, end: int, day: int) -> Cluster | None:
    """A day box before a line that begins with its month: "03" / "Dezember 2026, 18 Uhr"."""
    line = layout.lines[end]
    if len(line.text) > 40 or not periods.begins_with_month(line.text):
        return None
    own = mentions.find(line.text)
    if own and own[0].day == day and own[0].start == 0:
        return None  # "Mo 7" / "December 7, 2026": the line has the whole date itself
    found = mentions.find(f"{day}. {line.text}")
    return _box(layout, start, end + 1, found[0]) if found and found[0].dates and found[0].start == 0 else None


def _spelled(day: int, month: int, year: int | None) -> str:
    return f"{day:02}.{month:02}.{year or ''}"


def _box(layout: Layout, start: int, end: int, mention: Mention) -> Cluster:
    lines = layout.lines[start:end]
    block = layout.enclosing(line.block for line in lines)
    cluster = Cluster(start, end - 1, block, [(start, mention)], pieces=[(start, mention.text)])
    cluster.struck = all(line.struck for line in lines)
    return cluster


def with_days(
    layout: Layout, clusters: list[Cluster], near: list[tuple[int, int]], headings: set[int]
) -> list[Cluster]:
    """Adds lines that begin with a bare day number under a month heading, if there are several, with those that stand
    beside their month."""
    taken = {index for cluster in clusters for index in range(cluster.first, cluster.last + 1)}
    days = []
    for line in layout.numbered():
        if near[line.index][1] == 0 or line.index in taken or line.index in headings or len(line.text) > DAY_LINE:
            continue
        match = _BARE_DAY.match(line.text)
        if (
            match
            and (match["dot"] in {None, "."} or _is_dayname(match["name"]) or _is_item(layout, line))  # no "2nd floor"
            and 1 <= int(match["day"]) < int(match["to"] or 32) <= 32
            and (
                _is_day(match)
                or _stands_out(line, match["day"])
                or _beside_weekday(layout, line, match)
                or _is_item(layout, line)
            )
        ):
            days.append(_day(line, match, near[line.index]))
    days = _without_items(layout, clusters, days)
    boxed = sum(cluster.last > cluster.first and near[cluster.first][1] > 0 for cluster in clusters)
    named = all(_is_named(layout.lines[day.first]) for day in days)
    if not days or (len(days) + boxed < DAY_LINES and not named):
        return clusters
    return sorted([*clusters, *_without_empty(layout, days)], key=lambda cluster: cluster.first)


def _without_items(layout: Layout, clusters: list[Cluster], days: list[Cluster]) -> list[Cluster]:
    """The days without numbers that count items, of which a month has a first again behind another day or number: "1.
    Budget" / "2. Parks" below each of its meetings."""
    firsts = [day for day in days if layout.lines[day.first].text.startswith("1.")]
    others = [one.first for one in [*clusters, *days] if one not in firsts] if len(firsts) > 1 else []
    counted = {
        one.lead.month
        for one, two in pairwise(firsts)
        if one.lead.month == two.lead.month and any(one.first < other < two.first for other in others)
    }
    return [day for day in days if day.lead.month not in counted or _is_named(layout.lines[day.first])]


def _without_empty(layout: Layout, days: list[Cluster]) -> list[Cluster]:
    """The days without those on which nothing is, where each day of the month has its line: "Di 1." / "Mi 2." / "18 Uhr
    Netzwerkabend"."""
    empty = [day for day, after in pairwise(days) if _follows(day, after) and after.first == day.first + 1]
    if days and _ends(layout, days[-1]) and any(_follows(day, days[-1]) for day in days[-2:-1]):
        empty.append(days[-1])
    empty = [day for day in empty if _is_named(layout.lines[day.first])]
    return [day for day in days if day not in empty] or days


def _follows(day: Cluster, after: Cluster) -> bool:
    """Whether two days are one after the other."""
    return (day.lead.month, day.lead.day + 1) == (after.lead.month, after.lead.day)


def _ends(layout: Layout, day: Cluster) -> bool:
    """Whether a day is the last line of its table or list."""
    around = layout.nearest(day.block, LISTS)
    return around >= 0 and layout.last[around] == day.first + 1


def _is_day(match: re.Match[str]) -> bool:
    """A number with a dot, or with a weekday before or behind it, or the days of a span."""
    return bool(match["dot"] or match["to"]) or _is_dayname(match["name"]) or _is_dayname(match["after"])


def _stands_out(line: Line, day: str) -> bool:
    """A number in bold before a plain text."""
    first = line.pieces[0]
    return first.bold and not line.bold and first.text == day


def _beside_weekday(layout: Layout, line: Line, match: re.Match[str]) -> bool:
    """A number alone in its cell, and a weekday alone in the cell before or behind it: "17" / "Di"."""
    if match.end() != len(line.text):
        return False
    beside = (layout.lines[index] for index in (line.index - 1, line.index + 1) if 0 <= index < len(layout.lines))
    row = layout.parents[line.block]
    return any(layout.parents[other.block] == row and weekdays.is_weekday(other.text) for other in beside)


def _is_item(layout: Layout, line: Line) -> bool:
    """Whether a list, or a block right below its month, is nothing but days, some of them apart: "13" / "27"."""
    item = layout.nearest(line.block, {"li"})
    around = layout.nearest(item, LISTS) if item >= 0 else line.block
    first, last = layout.first[around], layout.last[around]
    said = [_ITEM.fullmatch(one.text) for one in layout.span(around)]
    days = [int(one["day"]) for one in said if one is not None]
    if around == line.block:  # no cell of a grid
        below = layout.lines[last : last + 1]
        if (
            not first
            or not periods.is_month(layout.lines[first - 1].text)
            or any(_ITEM.fullmatch(x.text) for x in below)
        ):
            return False
    steps = {after - day for day, after in pairwise(days)}
    return len(days) == len(said) and min(steps, default=1) > 0 and steps != {1}


def _is_dayname(name: str | None) -> bool:
    return name is not None and any(part.kind == "weekday" for part in parts_of(name))


def _day(line: Line, match: re.Match[str], near: tuple[int, int]) -> Cluster:
    year, month = near
    day = int(match["to"] or match["day"])
    apart = match["joint"] in SINGLY and day - int(match["day"]) > 1
    joint = " und " if apart else "–"
    spelled = f"{match['day']}.{joint}{_spelled(day, month, year)}" if match["to"] else _spelled(day, month, year)
    named = match["after"] is None or _is_dayname(match["after"])
    stop = match.end() if named else match.start("after")
    rest = mentions.find(f"{spelled}{line.text[stop:]}")
    timed = bool(rest) and rest[0].timed
    end = stop + (len(rest[0].text) - len(spelled) if timed else 0)
    text = rest[0].text if rest else spelled
    mention = Mention(0, max(end, stop), text, day, month, year, timed, bool(match["name"]), 1 + apart)
    return Cluster(line.index, line.index, line.block, [(line.index, mention)], pieces=[(line.index, text)])

"""The dates of a page: those in its lines, and what `boxes`, `grids`, `timetables`, `weeks` and `joins` make of them.

What each is for is told in `roles`; which of them belong to which event is decided by `records`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from crawlers.extractors.listing.days import (
    boxes,
    columns,
    dayheads,
    grids,
    joins,
    listed,
    matrices,
    mentions,
    near,
    roles,
    sections,
    timetables,
    weeks,
)
from crawlers.extractors.listing.days.cluster import Cluster, Dates
from crawlers.extractors.listing.days.columns import Columns
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.layout.tags import FURNITURE
from crawlers.extractors.listing.wording.changes import MARKED, MOVED, SPEAKS_OF_IT
from crawlers.extractors.listing.wording.houses import SENTENCE_END
from crawlers.extractors.listing.wording.words import AHEAD
from pipeline.marks import LONGEST_BADGE, read_badge

FIRM_LINE = 110  # characters: a longer line is prose, unless it begins with its date
LONGEST_BUTTON = 40  # characters
BARE = 6  # characters beside a day that is all its line says
FIRM_START = 30
ONE_SENTENCE = 200
_MOVED_TO = re.compile(
    rf"\b(?:(?:{MOVED})\b[^.!?\d]{{0,12}}\b(?:auf|to)\b|"
    r"(?:neuer|new) (?:termin|date)\b(?: ist(?: also| nun| jetzt)?)?:?|"
    r"neu:(?: (?:erst|jetzt|nun))?(?: am)?|\b(?:jetzt|nun) erst am)"
    r"(?: den| dem| der)?\s?$",
    re.IGNORECASE,
)
# "Der Abend wurde auf den 15. April 2027 verschoben": before and behind the day.
_ONTO = re.compile(r"\b(?:auf|to)(?: den| dem)?\s?$", re.IGNORECASE)
_WAS_MOVED = re.compile(rf"[^.!?]{{0,20}}\b(?:{MOVED}|gelegt)\b", re.IGNORECASE)
_CALLS = re.compile(  # the sentence that a date stands in calls its readers: "… Kommen Sie am "
    r"[.!?]\s+(?:(?:dazu|deshalb|darum|daher) )?(?:komm(?:en sie|t)?|besuch(?:en sie|t)|sei(?:en sie|d)?|treffen sie|"
    r"merk(?:en sie sich|t euch)|(?:wir )?(?:laden|treffen) (?:wir|uns|sie|euch|dich)|come|(?:join|meet|visit) us)\b"
    r"[^.!?]*$",
    re.IGNORECASE,
)
_NEXT_DAY = re.compile(
    r"\b(?:nächste[rs]?|next) (?:termin|treffen|mal|date|meeting)(?: ist)?(?: am)?:?\s?$", re.IGNORECASE
)
_SIGNED_POST = re.compile(
    r"(?:Eingestellt|Gepostet|Veröffentlicht|Verfasst|Posted) (?:von|by) .{2,40} (?:um|at) \d{1,2}[:.]\d\d",
    re.IGNORECASE,
)
MOVED_BELOW = 2  # lines
DROPPED_BELOW = 4
_ITS_DAY = re.compile(rf"{SPEAKS_OF_IT} (?:am|vom|on|für den)\s(?:\w+,? (?:den |dem )?)?", re.IGNORECASE)
_DATES = re.compile(  # "Die nächsten Termine sind der ", "Die nächsten Lotsentage sind am "
    r"\b(?:termine|die (?:nächsten|kommenden|weiteren) \w{4,})\b[^.!?]{0,25}$", re.IGNORECASE
)
_NAMED = re.compile(r"(?:[Dd](?:er|ie|as)|[Uu]nsere?|[Tt]he)\s(?P<name>[A-ZÄÖÜ][\w-]+)")
_ANY_NAME = re.compile(
    r"(?:termin|veranstaltung|event|abend|treffen|vortrag|kurs|sitzung|meeting|talk|session)s?", re.IGNORECASE
)
_HOUR_FIRST = re.compile(r"\d{1,2}(?:[.:]\d\d)?\s?(?:Uhr|h\b)|\d{1,2}:\d\d", re.IGNORECASE)
_IS_PICKER = re.compile(rf"(?:{AHEAD.source})[nrs]?(?: events| veranstaltungen| termine)?\W*$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


def find(layout: Layout) -> Dates:
    """Every date and time of the page."""
    atop = columns.find(layout)
    around, headings = near.find(layout, atop)
    clusters: list[Cluster] = []
    times: dict[int, list[Mention]] = {}
    boxed = boxes.find(layout, headings)
    cells, days = timetables.find(layout)
    months = list(grids.months(layout))
    known = boxed.keys() | headings | days | grids.in_full(layout, months) | _pickers(layout)
    for line in layout.numbered():
        if line.index in known:
            continue
        found = mentions.find(_without_struck(line))
        clusters.extend(_cluster(layout, line, mention, atop) for mention in found if mention.dates)
        if clocks := [mention for mention in found if not mention.dates]:
            times[line.index] = clocks
    cells += matrices.find(layout, atop, around)
    others = [*(one for found in boxed.values() for one in found), *grids.find(layout, months, around), *cells]
    if others:
        clusters = sorted([*clusters, *others], key=lambda cluster: cluster.first)
    _replace(layout, clusters)
    _stamp(layout, clusters)
    clusters = weeks.find(layout, boxes.with_days(layout, clusters, around, headings | grids.inside(layout, months)))
    if empty := near.without_dates(layout, headings, clusters):
        around, headings = near.find(layout, atop, empty)
    if above := dayheads.heads(layout, [one for one in clusters if layout.zones[one.block] not in FURNITURE]):
        clusters = [cluster for cluster in clusters if cluster not in above]
        headings |= {line for head in above for line in range(head.first, head.last + 1)}
    listed.mark(layout, clusters, times)
    sections.mark(layout, clusters, times)
    return Dates(joins.joined(layout, clusters, atop), times, around, headings, atop)


def _pickers(layout: Layout) -> set[int]:
    """The lines of buttons that choose from which day on is shown: "20.11.2025 Anstehende"."""
    short = (line for line in layout.numbered() if len(line.text) <= LONGEST_BUTTON and _IS_PICKER.search(line.text))
    return {line.index for line in short if layout.nearest(line.block, {"button"}) >= 0}


def _replace(layout: Layout, clusters: list[Cluster]) -> None:
    """A day to which an event is moved replaces the one right above: "10.1., 11 Uhr" / "Verschoben auf den 24.1."; so
    does a day by itself one that is struck out, and one in a heading that of its own event, above or below."""
    for before, old, new, after in zip([None, *clusters], clusters, clusters[1:], [*clusters[2:], None], strict=False):
        if _is_instead(layout, before, old, new, after):
            old.role = "replaced"
            continue
        line = layout.lines[new.first]
        if _is_moved_by_heading(layout, old, new, clusters):
            new.role = "replaced"
        elif _is_dropped(layout, old, new):
            new.role = "closed"
        off = bool({old.role, new.role} - {"event", "replaced"}) or new.first - old.last > MOVED_BELOW
        if off or not _is_moved_to(line, new) or not _is_its_day(layout, new, old, clusters):
            continue
        own = new.first > old.last and _without_struck(line) != line.text  # its own old day is struck out beside it
        between = layout.lines[old.last + 1 : new.first]
        if not (own or any(line.heading for line in between) or _is_of_another(layout, old, new)):
            _take_over(layout, old, new, (before, after))


def _take_over(layout: Layout, old: Cluster, new: Cluster, beside: Iterable[Cluster | None]) -> None:
    """Puts a day in the place of the one that it replaces: below the heading, or the term, in which that stands.

    `beside`: days that may say the old one again: "4. März" / "vom 4. März auf den 15. April verschoben"."""
    old.role, new.firm = "replaced", new.firm or (old.firm and new.first == old.last)
    for other in beside:
        if other is not None and other.lead.key == old.lead.key and _is_near(other, old, new):
            other.role = "replaced"
    if new.first > old.last and (layout.lines[old.first].heading or layout.tags[old.block] == "dt"):
        new.first, new.firm, new.block = old.first, True, layout.common(old.block, new.block)


def _is_of_another(layout: Layout, old: Cluster, new: Cluster) -> bool:
    """Whether a day below another is that of something else: its line begins with an hour, or with a name that the
    lines above do not have: "Der Workshop im Rathaus ist verschoben auf …" below "Gründerabend am 3. Dezember"."""
    if new.first <= old.last:
        return False
    text = layout.lines[new.first].text
    said = _NAMED.match(SENTENCE_END.split(text[: new.lead.start])[-1])
    above = " ".join(line.text for line in layout.lines[old.first : new.first]).lower()
    other = said is not None and said["name"].lower() not in above and _ANY_NAME.fullmatch(said["name"]) is None
    return other or _HOUR_FIRST.match(text) is not None


def _is_near(other: Cluster, old: Cluster, new: Cluster) -> bool:
    """Whether a day stands right above another, or on the last line of a third."""
    return old.first - MOVED_BELOW <= other.last <= old.first or other.first == new.last


def _is_moved_by_heading(layout: Layout, head: Cluster, below: Cluster, clusters: Sequence[Cluster]) -> bool:
    """Whether a heading moves its event away from the day below: "Verschoben auf 10.12.: Gründerabend" / "3.12."."""
    line = layout.lines[head.first]
    if not line.heading or {head.role, below.role} != {"event"} or head.lead.key == below.lead.key:
        return False
    near = 0 < below.first - head.last <= MOVED_BELOW
    return near and _is_moved_to(line, head) and _is_its_day(layout, head, below, clusters)


def _is_its_day(layout: Layout, head: Cluster, day: Cluster, clusters: Sequence[Cluster]) -> bool:
    """Whether a day right above or below a heading is of its event: there is no other heading of its rank in the block
    of both, or the headings there stand on that side of their days. Two headings of
    one rank are two events."""
    rank, other = layout.lines[head.first].heading, layout.lines[day.first].heading
    if not rank or other:
        return not rank or rank != other
    block = layout.common(head.block, day.block)
    heads = [line.index for line in layout.span(block) if line.heading == rank]
    inside = (one.first for one in clusters if one.first >= layout.first[block])
    first = min(index for index in inside if not layout.lines[index].heading)
    return len(heads) == 1 or (heads[0] < first) is (head.first < day.first)


def _is_dropped(layout: Layout, above: Cluster, day: Cluster) -> bool:
    """Whether a sentence below a day says that an event without a name is off on another: "Der Termin am 6. April
    entfällt."."""
    if {above.role, day.role} != {"event"} or not 0 < day.first - above.last <= DROPPED_BELOW:
        return False
    line = layout.lines[day.first]
    said = line.text[day.lead.end :][:LONGEST_BADGE]
    return (
        _ITS_DAY.fullmatch(line.text, 0, day.lead.start) is not None
        and MARKED.search(said) is not None
        and read_badge(said).status == "cancelled"
    )


def _is_moved_to(line: Line, day: Cluster) -> bool:
    """Whether a line says of a day that something was moved to it."""
    before, behind = line.text[: day.lead.start], line.text[day.lead.end :]
    return bool(_MOVED_TO.search(before) or (_ONTO.search(before) and _WAS_MOVED.match(behind)))


def _is_instead(layout: Layout, before: Cluster | None, old: Cluster, new: Cluster, after: Cluster | None) -> bool:
    """Whether a line is a struck day, the next one another, and no third day stands beside them: a list of dates
    strikes out those that are cancelled."""
    old_line, new_line = layout.lines[old.first], layout.lines[new.first]
    if not old_line.struck or new_line.struck or new.first - old.last != 1 or {old.role, new.role} != {"event"}:
        return False
    if (before is not None and old.first - before.last <= 1) or (after is not None and after.first - new.last <= 1):
        return False
    bare = all(len(line.text) - len(one.lead.text) <= BARE for line, one in ((old_line, old), (new_line, new)))
    return bare and new.lead.key != old.lead.key


def _stamp(layout: Layout, clusters: list[Cluster]) -> None:
    """A day in a heading of its own is when the posts below were written, where one of them says who posted it, and at
    what hour: "Samstag, 28. Oktober 2026" / "Stammtisch Nr. 31" / "Eingestellt von Ina um 21:03"."""
    if not any(_SIGNED_POST.match(line.text) for line in layout.numbered()):
        return
    heads = [
        one for one in clusters if layout.lines[one.first].heading and one.lead.text == layout.lines[one.first].text
    ]
    signed = [one for one in heads if any(_SIGNED_POST.match(line.text) for line in _below(layout, one))]
    for head in signed if len(signed) * 2 > len(heads) else ():
        head.role = "posted"


def _below(layout: Layout, head: Cluster) -> list[Line]:
    """The lines below a heading, up to the next as high as it."""
    rank, lines = layout.lines[head.first].heading, layout.lines
    end = next((line.index for line in lines[head.first + 1 :] if 0 < line.heading <= rank), len(lines))
    return lines[head.first + 1 : end]


def _without_struck(line: Line) -> str:
    """The line with blanks where it strikes out an old date beside the new one; what is all struck stays."""
    text = line.text
    if True not in [piece.struck for piece in line.pieces]:
        return text
    beside = " ".join(piece.text for piece in line.pieces if not piece.struck)
    gone = MARKED.search(beside) and read_badge(beside[:LONGEST_BADGE]).status == "cancelled"  # all of it, and why
    for piece in line.pieces if not (line.struck or gone) else ():
        if piece.struck:
            text = text.replace(piece.text, " " * len(piece.text), 1)
    return text if text == line.text or _DIGIT.search(text) else line.text


def _cluster(layout: Layout, line: Line, mention: Mention, atop: Columns) -> Cluster:
    firm = _firm(line.text, mention)
    struck = any(piece.struck and mention.text[:6] in piece.text for piece in line.pieces)
    struck = struck and not any(mention.text in piece.text for piece in line.pieces if not piece.struck)
    stamped = any(piece.stamp is not None and mention.text[:4] in piece.text for piece in line.pieces)
    return Cluster(
        line.index,
        line.index,
        line.block,
        [(line.index, mention)],
        "deadline" if line.index in atop.due else roles.of(layout, line, mention),
        firm,
        struck,
        stamped,
        pieces=[(line.index, mention.text)],
    )


def _firm(text: str, mention: Mention) -> bool:
    """Whether a line is about its date: a short one, one that begins with it, a single sentence of some length, or one
    whose first sentence has the date with its time, or calls its readers to come then."""
    if len(text) <= FIRM_LINE or mention.start <= FIRM_START or (mention.timed and mention.weekday):
        return True
    if mention.dates > 1 and _DATES.search(text[: mention.start]):
        return True
    if _NEXT_DAY.search(text[: mention.start]) or (mention.timed and _CALLS.search(text[: mention.start])):
        return True
    return (len(text) <= ONE_SENTENCE or mention.timed) and not SENTENCE_END.search(text[: mention.start])

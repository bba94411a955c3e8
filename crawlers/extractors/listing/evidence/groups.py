"""What a list is on its page: records alike, the page's calendar, others beside its own event. Looks only, weighs
nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from crawlers.extractors.listing.days.behind import looks_back
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.evidence import programme
from crawlers.extractors.listing.evidence.doubts import signs
from crawlers.extractors.listing.evidence.found import Found
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.titles import SENTENCE
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.layout.tags import WRAPPERS
from crawlers.extractors.listing.records import records, slots
from crawlers.extractors.listing.records.record import Group, Record
from crawlers.extractors.listing.wording.words import EVENT, MIGHT_INTEREST, RELATED, names_many
from pipeline.text import fold

_LETTER = re.compile(r"newsletter|info-?mail|info-?brief|rundbrief|rundmail|mailing", re.IGNORECASE)
SURE_SIGNS = 2  # that a single record is an event; one more if its title is the heading above
A_PAIR = 2  # days of one name
_STARTS = re.compile(r"\W*(?:programm|projekt)?-?(?:start|beginn|ende|end)\b", re.IGNORECASE)
_STEPS = re.compile(r"\s[/|›»>·–—-]\s")
A_WAY = 2  # steps up from a page: its part of the site, and the site
A_NAME = 3  # words of a heading that calls its page by a name
LONG = 4  # records of a list that is one whatever stands beside it
SHORT = 40  # characters of a line above a list that says what it is
BESIDE = " | "  # parts what stands above a list
NEAR_BY = 6  # lines of the same list
ONE_CARD = 40  # lines of one card at most


def find(context: Context) -> list[Group]:
    """The page's records, as the lists they stand in."""
    found = records.find(context.layout, context.shapes.dates, context.shapes)
    found = [rest for group in found if (rest := _without_answers(context, group)).records]
    split = (
        slots.split(context.layout, context.shapes, part)
        for group in found
        for part in _before_and_after(context, _without_further(context, group))
    )
    return [part for group in split for part in programme.apart(context, group)]


def invites(context: Context, cluster: Cluster) -> bool:
    """A date with its time that stands apart from a list's others: with a weekday, or in a sentence that invites."""
    line = context.layout.lines[cluster.first]
    return cluster.timed and (cluster.lead.weekday or (len(line.text) >= SENTENCE and "invitation" in signs(line.text)))


def _before_and_after(context: Context, group: Group) -> list[Group]:
    """The list, cut where a heading between two records begins to look back (what lies ahead, and what has been), or is
    the only one of its page (what stands above tells of the page)."""
    rank = min((line.heading for line in context.headings if line.zone == "main"), default=0)
    firsts = [line.index for line in context.headings if line.heading == rank and line.zone == "main"]
    only = firsts[0] if len(firsts) == 1 else -1
    for place, (one, two) in enumerate(pairwise(group.records), 1):
        heads = [line for line in context.layout.lines[one.last : two.first] if line.heading]
        if any((line.index == only and place == 1) or looks_back(line) for line in heads):
            return [replace(group, records=part) for part in (group.records[:place], group.records[place:])]
    return [group]


def heading(context: Context, group: Group) -> str:
    """The heading above a list's first record of those that are alike, and the short line right above it."""
    same = alike(context, group)
    record = next(record for record in group.records if record.clusters[0].first in same)
    first = record.first
    head = context.heading_above(first, group.parent)
    head = head if head is not None and not _heads_another(context, head, record) else None
    above = context.layout.lines[first - 1] if first else None
    texts = [head.text] if head is not None else []
    speaks = above is not None and above.zone != "nav" and not context.is_control(above, first)
    if (
        above is not None
        and speaks
        and above is not head
        and len(above.text) <= SHORT
        and not _is_column(context, above)
    ):
        texts.append(above.text)
    return BESIDE.join(texts)


def _is_column(context: Context, line: Line) -> bool:
    """Whether a line heads one of several columns: "Agenda" / "Minutes" / "Download"."""
    cell = context.layout.nearest(line.block, {"th"})
    return cell >= 0 and len(context.layout.span(context.layout.parents[cell])) > 1


def _heads_another(context: Context, head: Line, record: Record) -> bool:
    """Whether a heading of the rank of a record's own has a date beside or below it, before that: it names another."""
    own = next((line.heading for line in context.layout.lines[record.first : record.last] if line.heading), 0)
    above = context.shapes.dates.within(0, record.first) if head.heading == own > 0 else ()
    return any(one.role == "event" and one.last >= head.index for one in above)  # a box above it may begin its date


def is_list(context: Context, group: Group) -> bool:
    """Whether at least two of the records, and most of them, are alike: their dates stand at the same path."""
    firsts = [line.index for line in context.headings if line.heading == 1]
    same = alike(context, group)
    long = len(same) >= LONG  # then what stands above it in the same part says nothing of it
    records = [record for record in group.records if not long or record.clusters[0].first in same]
    tops = sum(any(record.first <= index < record.last for index in firsts) for record in records)
    return len(same) >= 2 and len(same) * 2 >= len(group.records) and tops in {0, len(records)}


def alike(context: Context, group: Group) -> list[int]:
    """The dates' lines of those records whose date stands where it stands in most of them, or in all below a heading of
    their own that names an event."""
    if len(group.records) > 1 and all(_is_headed(context, record) for record in group.records):
        return [record.clusters[0].first for record in group.records]
    paths = [_path(context, group, record) for record in group.records]
    usual = Counter(paths).most_common(1)[0][0]
    return [record.clusters[0].first for record, path in zip(group.records, paths, strict=True) if path == usual]


def _is_headed(context: Context, record: Record) -> bool:
    """A block that begins with the heading of an event."""
    head = context.layout.lines[record.first]
    return record.item >= 0 and head.heading > 1 and EVENT.search(head.text) is not None


def _path(context: Context, group: Group, record: Record) -> tuple[str, ...]:
    path = context.layout.path(group.parent, record.clusters[0].block)
    return tuple(tag for tag in path if tag not in WRAPPERS)[:2]


def stands_alone(context: Context, kept: Sequence[Found], lists: Sequence[Sequence[Found]]) -> bool:
    """Whether a single record is an event: built as those of the page's lists are, or surely one by itself."""
    tags = {_tags(context, one.record) for found in lists for one in found}
    if any(_tags(context, one.record) in tags for one in kept):
        return True
    record, fields, why = kept[0].record, kept[0].fields, kept[0].why
    sure = {"labelled", "time", "place", "future", "announced"} & set(why)
    told = len(context.layout.lines[record.clusters[0].first].text) >= SENTENCE
    if context.is_front and not (told or fields.borrowed) and {"calendar heading", "event word"} <= set(why):
        sure.add("calendar heading")  # "Veranstaltungen" / "14.01.2027 – Neujahrsempfang"
    headed = fields.borrowed and record.first > 0 and context.layout.lines[record.first - 1].heading > 0
    signs = len(sure) - headed if headed or not fields.borrowed else 0
    days = max(len(record.clusters), record.clusters[0].lead.dates)
    named = fields.borrowed or context.layout.lines[fields.title_line].heading > 0
    if named and "time" in why and (days > A_PAIR or (days == A_PAIR and "event word" in why)):
        return True  # the days of what the heading names: "Werkstattabend" / "3.2. · 7.3. · 4.4."
    if "told past" in why or (told and {"future", "no year", "announced"}.isdisjoint(why)):
        return False  # a sentence about a day gone by
    if told and {"event word", "invitation", "announced", "labelled"}.isdisjoint(why):
        return False  # one that neither names an event nor invites
    return len(kept) == 1 and signs >= SURE_SIGNS and record.last - record.first <= ONE_CARD


def _tags(context: Context, record: Record) -> tuple[str, ...]:
    """The innermost tags around a record's date."""
    return context.layout.tags_around(record.clusters[0].block, 3)


def names_calendar(context: Context) -> bool:
    """Whether the page's own name, in its title, first heading or address, is that of a calendar, or of a letter."""
    last = context.address.split()[-1:]
    if _LETTER.search(context.title):
        return True
    if len(context.firsts) == 1 and (len(context.firsts[0].split()) >= A_NAME or _leads_to(context, context.firsts[0])):
        return names_many(context.firsts[0])  # whatever else the title or the address says
    return any(map(names_many, (*context.firsts[:1], context.title, *last)))


def _leads_to(context: Context, heading: str) -> bool:
    """Whether the page's title is the way up from the event of its heading: "Steuer-Werkstatt / Termine / Haus"."""
    own, *above = _STEPS.split(context.title.strip())
    return len(above) >= A_WAY and fold(own) == fold(heading) and EVENT.search(heading) is not None


def is_related(context: Context, group: Group) -> bool:
    """A list of other events beside the page's own."""
    head = context.heading_above(group.records[0].first, group.parent)
    return head is not None and RELATED.search(head.text) is not None and not context.begins_with_next


def is_beside(context: Context, group: Group) -> bool:
    """A list in a side column: whatever the page is called, it is not that."""
    return context.layout.zones[group.records[0].clusters[0].block] == "side"


def begins_round(context: Context, group: Group, item: Record) -> bool:
    """Whether it is the beginning or end, without an hour, that a list names beside a deadline: "Bewerbungsfrist: …" /
    "Start: 15.2."."""
    date, layout = item.clusters[0], context.layout
    if (
        len(group.records) == 1
        or item.last - item.first > 1
        or date.timed
        or not _STARTS.match(layout.lines[date.first].text)
    ):
        return False
    beside = context.shapes.dates.within(item.first - NEAR_BY, item.last + NEAR_BY)
    return any(one.role == "deadline" and layout.parents[one.block] == layout.parents[date.block] for one in beside)


def is_aside(context: Context, group: Group) -> bool:
    """A list of what might interest, too: whatever else the page shows is what it is about."""
    head = context.heading_above(group.records[0].first, group.parent)
    return head is not None and MIGHT_INTEREST.search(head.text) is not None


def _without_answers(context: Context, group: Group) -> Group:
    """The list without what stands among questions and answers."""
    return Group(group.parent, [one for one in group.records if one.first not in context.parts.answers], group.flat)


def _without_further(context: Context, group: Group) -> Group:
    """The list without its records under a heading that announces others ("Weitere Webinare"), if it has more. A page
    that calls itself a calendar announces nothing else."""
    if names_calendar(context):
        return group
    heads = [line for line in context.headings if RELATED.search(line.text)]
    first = next((line.index for line in heads if group.records[0].first < line.index), None)
    kept = [record for record in group.records if first is None or record.clusters[0].first < first]
    return Group(group.parent, kept, group.flat) if 0 < len(kept) < len(group.records) else group

"""What counts where a page says several things: its lists, its own event, what its paragraphs tell, or both.

Reads nothing: it is asked when all are read.
"""

from __future__ import annotations

import re

from crawlers.extractors.listing.days import distance, weekdays
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.evidence import groups, programme
from crawlers.extractors.listing.evidence.found import Found
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.titles import PREPOSITION
from crawlers.extractors.listing.records import learnt
from crawlers.extractors.listing.records.record import Record
from crawlers.extractors.listing.whole.single import Single
from crawlers.extractors.listing.whole.subject import is_letter
from crawlers.extractors.listing.wording import clocks
from crawlers.extractors.listing.wording.words import EVENT, is_generic, names_many

A_PAIR, LONG_LIST = 2, 3  # records; the latter: from which on a list counts beside a page's own event
FEW = 2  # the same on a front page, which is no event's own
CALENDAR, WEAK = 0.6, 0.35  # confidence of a page's calendar, and of what does not count beside it
SURE_SINGLE = 9.0  # a score at which the page's own event is certain
# By which the parts of one event differ: "Teil 2", "Kurs B".
_WHICH = re.compile(r"\d+|\b[A-H]\b")
_AHEAD = frozenset({"future", "no year", "time"})
SURE_LIST = 0.5  # the mean confidence from which on a list is sure of itself


def without_weak(lists: list[list[Found]]) -> list[list[Found]]:
    """Beside a list that is surely the page's calendar, one that little speaks for is news or an imprint."""
    best = {id(kept): max(one.confidence for one in kept) for kept in lists}
    if max(best.values(), default=0.0) < CALENDAR:
        return lists
    named = {"calendar heading", "looks back"}
    return [kept for kept in lists if best[id(kept)] >= WEAK or not named.isdisjoint(kept[0].why)]


def is_sure(kept: list[Found]) -> bool:
    """Whether a list counts beside the one that is known from earlier runs."""
    return sum(one.confidence for one in kept) >= SURE_LIST * len(kept)


def apart(own: Single | None, told: list[Found]) -> bool:
    """Whether the page's own event is certain: none of those that its paragraphs tell of, or called an event beside
    hardly any."""
    if own is None or own.score < SURE_SINGLE:
        return False
    few = len(told) < LONG_LIST and EVENT.search(own.fields.title) is not None
    return few or own.record.clusters[0].first not in days(told)


def is_listing(context: Context, lists: list[list[Found]], main: list[list[Found]], own: Single) -> bool:
    """Whether the page is its lists: one holds the date of the page's own event, or that is uncertain beside `main`."""
    if own.record.clusters[0].several and any(one.part for one in context.shapes.dates.clusters):
        return False  # the page has a programme for each of its days
    first, lead = own.record.clusters[0].first, own.record.clusters[0].lead
    if any(_are_sessions(kept, own) and kept[0].record.clusters[0].lead.key == lead.key for kept in lists):
        return True
    lists = [kept for kept in lists if not _are_parts(context, kept, own)]
    lists, main = ([kept for kept in some if not _are_of_it(kept, own)] for some in (lists, main))
    held = [kept for kept in lists if first in days(kept) and not _is_next_time(context, kept, own)]
    if any(_size(context, kept, lists) >= LONG_LIST or _are_events(kept) for kept in held):
        return True
    named = EVENT.search(own.fields.title) is not None and not any(map(is_letter, context.firsts[:1]))
    if not named and any(_are_told(context, kept) for kept in held):
        return True
    if any(map(_are_weeks_apart, held)) or (own.score < SURE_SINGLE and any(map(_are_complete, held))):
        return True
    if not EVENT.search(own.fields.title) and any(_are_cards(context, kept) for kept in held):
        return True
    if (names_many(own.fields.title) or is_generic(own.fields.title)) and any(map(_are_two_names, held)):
        return True  # "Ausstellungen" is no one event's name
    long = [kept for kept in main if _size(context, kept, main) >= LONG_LIST]
    sure = own.score >= SURE_SINGLE and (named or _tells_hours(own))
    return not sure and any(own.score < SURE_SINGLE or _have_hours(kept) for kept in long)


def _are_parts(context: Context, kept: list[Found], own: Single) -> bool:
    """Whether a list is the parts of the own event's page: one record is called by the page's heading, the others by
    headings below that."""
    rank = {line.text: line.heading for line in reversed(context.headings)}
    titles = [one.fields.title for one in kept]
    others = [title for title in titles if title != own.fields.title]
    top = rank.get(own.fields.title, 0)
    return top > 0 and 0 < len(others) < len(titles) and all(rank.get(title, 0) > top for title in others)


def _is_next_time(context: Context, kept: list[Found], own: Single) -> bool:
    """Whether of two records one is what the page's heading names, right below that, and the other has a lower heading
    above it: "Nächster Termin"."""
    if len(kept) != A_PAIR or names_many(own.fields.title) or not EVENT.search(own.fields.title):
        return False
    day, other = (one.record.clusters[0].first for one in kept)
    above = [line for line in context.headings if line.index <= day]
    between = [line for line in context.headings if day < line.index <= other]
    named = bool(above) and above[-1].text == own.fields.title and own.record.clusters[0].first == day
    return named and any(line.heading > above[-1].heading for line in between)


def without_related(context: Context, own: Single | None, lists: list[list[Found]]) -> list[list[Found]]:
    """The lists, without those of other events where one tells the days of the page's own."""
    if own is None or not any(_are_sessions(kept, own) for kept in lists):
        return lists
    return [kept for kept in lists if not groups.is_related(context, kept[0].group) or _are_bare(context, kept)]


def without_beginning(own: Single | None, alone: list[list[Found]], lists: list[list[Found]]) -> list[list[Found]]:
    """The single records, without that of the page's own event where a list tells its days one by one: they are where
    it is, at its hours, and have its page."""
    if own is None:
        return alone
    first, day = own.record.clusters[0].first, own.record.clusters[0].lead.key
    told = [kept for kept in lists if _are_sessions(kept, own) and day in _keys(kept) and first not in days(kept)]
    for kept in told:
        _share_place(own, kept)
        _share_hours(own, kept)
        for one in kept:
            one.fields.url = one.fields.url or own.fields.url
    return [kept for kept in alone if first not in days(kept)] if told else alone


def frames(own: Single, lists: list[list[Found]]) -> bool:
    """Whether the lists tell of evenings during the page's own event: an exhibition."""
    leads = [cluster.lead for kept in lists for one in kept for cluster in one.record.clusters]
    return EVENT.search(own.fields.title) is not None and programme.lasts_around(own.record.clusters[0].lead, leads)


def beside(context: Context, own: Single, lists: list[list[Found]]) -> list[list[Found]]:
    """The lists that count beside the page's own event: on a front page all, else its further sessions, which are where
    it is, and long ones that are not "Weitere"."""
    if context.is_front:
        return [kept for kept in lists if len(kept) >= FEW]
    day = own.record.clusters[0].lead.key
    sessions = [kept for kept in lists if _are_sessions(kept, own) and day not in _keys(kept)]
    long = [kept for kept in lists if len(kept) >= LONG_LIST and not _are_shaky(kept, own)]
    long = [kept for kept in long if _are_all_over(kept) or not programme.holds(own.record, _records(kept))]
    own_days = [kept for kept in long if not groups.is_related(context, kept[0].group)]
    sessions = [kept for kept in sessions if not groups.is_related(context, kept[0].group) or _are_bare(context, kept)]
    for kept in sessions:
        _share_place(own, kept)
    told = [kept for kept in lists if _are_its_days(kept, own)]
    for one in (one for kept in told for one in kept):
        one.fields.title = own.fields.title
    return [kept for kept in lists if kept in (*sessions, *own_days, *told)]


def _are_all_over(kept: list[Found]) -> bool:
    """Whether the records take place in several houses: a week of events all over a town, no congress."""
    return programme.are_many_houses(where for one in kept if (where := one.fields.where))


def _share_place(own: Single, kept: list[Found]) -> None:
    """Gives the further sessions the place that the page says once, if none of them has one."""
    if not any(one.fields.where for one in kept):
        for one in kept:
            one.fields.where = own.fields.where


def _share_hours(own: Single, kept: list[Found]) -> None:
    """Gives the sessions the hours of the first, if none of them has any: that on its day, and those on its weekday."""
    first, told = own.record.clusters[0].lead, clocks.said(own.fields.when[0])
    if told and not any(clocks.told(when) for one in kept for when in one.fields.when):
        for one in kept:
            day = one.record.clusters[0].lead
            if day.key == first.key or weekdays.of(day) == weekdays.of(first) >= 0:
                one.fields.when = [(*when, told) for when in one.fields.when]


def _are_bare(context: Context, kept: list[Found]) -> bool:
    """Whether the records say nothing but when: "Weitere Termine" of the same course."""
    lines = (line for one in _records(kept) for line in context.layout.lines[one.first : one.last])
    return not any(map(context.shapes.rest, lines))


def _keys(kept: list[Found]) -> set[tuple[int, int]]:
    return {one.record.clusters[0].lead.key for one in kept}


def _records(kept: list[Found]) -> list[Record]:
    return [one.record for one in kept]


def days(kept: list[Found]) -> set[int]:
    """The lines on which the records' dates stand."""
    return {cluster.first for one in kept for cluster in (one.record.clusters[0], *one.fields.clusters)}


def _size(context: Context, kept: list[Found], lists: list[list[Found]]) -> int:
    """The records of a list and of those built alike: months or tabs are parts of one list."""
    build = learnt.build(context.layout, kept[0].group)
    alike = (other for other in lists if other is kept or learnt.build(context.layout, other[0].group) == build)
    return sum(map(len, alike))


def _are_sessions(kept: list[Found], own: Single) -> bool:
    """Bare dates below the name of the page's own event: a course's evenings, told one by one."""
    same = all(one.fields.borrowed and one.fields.title == own.fields.title for one in kept)
    return len(kept) >= A_PAIR and same


def _are_of_it(kept: list[Found], own: Single) -> bool:
    return _are_its_days(kept, own) or _are_shaky(kept, own)


def _are_shaky(kept: list[Found], own: Single) -> bool:
    """Records of which one is the own event's date and most are bare days gone by (of its post, of a file), or hardly
    anything speaks for them and none has the word of an event: its hours, its prices, the days of building up."""
    held = own.record.clusters[0].first in days(kept) and EVENT.search(own.fields.title) is not None
    weak = own.score >= SURE_SINGLE and sum(one.confidence for one in kept) < WEAK * len(kept)
    weak = weak and not any("event word" in one.why for one in kept)
    return held and (weak or sum(_AHEAD.isdisjoint(one.why) for one in kept) * 2 > len(kept))


def _are_its_days(kept: list[Found], own: Single) -> bool:
    """Untitled dates of which one is the day that stands, labelled, elsewhere on the page as when its event begins: a
    course's evenings in a table below a button or a name."""
    told = "labelled" in own.why and own.record.clusters[0].first not in days(kept)
    untitled = len(kept) >= A_PAIR and all(one.fields.borrowed for one in kept)
    return told and untitled and own.record.clusters[0].lead.key in _keys(kept)


def _are_events(kept: list[Found]) -> bool:
    """Two records of which each is called an event by a name of its own, or untitled ones in two places."""
    if len(kept) != A_PAIR:
        return False
    apart = len({one.fields.where for one in kept if one.fields.where and one.fields.borrowed}) == A_PAIR
    return apart or (all("event word" in one.why for one in kept) and len(_names(kept)) == A_PAIR)


def _are_told(context: Context, kept: list[Found]) -> bool:
    """Two sentences of one paragraph of which each tells of a thing by its name, its day and its time."""
    lines = [context.layout.lines[one.record.clusters[0].first] for one in kept]
    told = all(one.record.clusters[0].lead.start >= PREPOSITION and "time" in one.why for one in kept)
    running = (
        all(not line.heading and line.text[-1] == "." for line in lines) and len({line.block for line in lines}) == 1
    )
    return _are_two_names(kept) and told and running


def _tells_hours(own: Single) -> bool:
    """Whether the page's own event has an hour or lasts for days."""
    return "timed" in own.why or own.record.clusters[0].several


def _have_hours(kept: list[Found]) -> bool:
    """Records of which each has a name of its own and an hour."""
    return all("time" in one.why for one in kept) and len(_names(kept)) == len(kept)


def _are_weeks_apart(kept: list[Found]) -> bool:
    """Two records of which each has a name and a time of its own, or is a few days long as fairs are, on days too far
    apart for one event's programme."""
    first, last = kept[0].record.clusters[0], kept[-1].record.clusters[0]
    apart = distance.between(first.lead, last.lead) > distance.A_WEEK
    told = all("time" in one.why for one in kept) or (_are_days(first) and _are_days(last))
    return _are_two_names(kept) and told and apart


def _are_days(date: Cluster) -> bool:
    """Whether a date is a span of a week at most."""
    span = date.span()
    return span is not None and distance.number(*span[1]) - distance.number(*span[0]) <= distance.A_WEEK


def _are_complete(kept: list[Found]) -> bool:
    """Two records of which each has a name of its own, a time and a place; "Part 1" and "Part 2" are one."""
    return _are_two_names(kept) and all({"time", "place"} <= set(one.why) for one in kept)


def _are_cards(context: Context, kept: list[Found]) -> bool:
    """Two records that lie ahead, each with a heading or a linked name of its own."""
    lines = [context.layout.lines[one.fields.title_line] for one in kept if one.fields.title_line >= 0]
    names = {_WHICH.sub("", line.text) for line in lines if line.heading or line.linked}
    ahead = all("time" in one.why and not {"future", "no year"}.isdisjoint(one.why) for one in kept)
    return len(kept) == len(names) == A_PAIR and ahead


def _are_two_names(kept: list[Found]) -> bool:
    return len(kept) == len(_names(kept)) == A_PAIR


def _names(kept: list[Found]) -> set[str]:
    """The records' own names without their numbers."""
    return {_WHICH.sub("", one.fields.title) for one in kept if not one.fields.borrowed}

"""Whether records are events: evidence for and against, added up per record and per list.

Posts, archives, downloads and opening hours have dates too. What speaks for events: times of day, weekdays, places, the
future, words of invitation, a page or heading that calls itself a calendar. How much each counts is in `weights`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress, islice

from crawlers.extractors.html import is_document
from crawlers.extractors.listing.days import distance
from crawlers.extractors.listing.days.behind import looks_back, tells_back
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.weekdays import is_future
from crawlers.extractors.listing.evidence import clauses, datelines, doubts, groups, kinds, sales
from crawlers.extractors.listing.evidence.weights import WEIGHTS
from crawlers.extractors.listing.fields import sentences
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.records.record import Group, Record
from crawlers.extractors.listing.wording import clocks
from crawlers.extractors.listing.wording.no_events import DEADLINE, NEWS
from crawlers.extractors.listing.wording.words import CALENDAR, EVENT

ENOUGH = 2.0
ENOUGH_ELSEWHERE = 3.0  # where neither page nor heading speaks of events
ENOUGH_KNOWN = 1.0
ODD_ONE_OUT = 4.0  # a usual score beside which one of 0 is no record of the same list
ODD = 0.3  # share of clock times off the five minutes from which on they are times of posting
INVITES = frozenset({"time", "place", "event word", "invitation", "labelled", "mark", "range", "papers"})
SPOKEN = 0.2  # share of the records that must say more than a day, where no heading calls the list a calendar
LABELLED = frozenset({"when", "where", "time"})
A_CALENDAR = 2  # dates
A_NAME = 3  # words
LATELY = 62  # days; posts without a year are of the last two months
PROSE = 90  # characters of a line that does more than date
FIRST = 12  # lines of a record that can be labelled, or an offer
_OPEN = re.compile(r"(?:bis|ab|until|from)\s(?!.*(?:[–—-]|\b(?:bis|to|until|through)\b))", re.IGNORECASE)


@dataclass(slots=True)
class Worth:
    """The sum and what it is made of."""

    score: float
    why: list[str]


def record(context: Context, group: Group, item: Record, fields: Fields, today: date) -> Worth:
    """The evidence for one record."""
    lines = context.layout.lines[item.first : item.last]
    future = any(is_future(one.lead, today, context.shapes.dates.near[one.first][0]) for one in fields.clusters)
    labels = context.captions.labels(item.first, item.last)
    signs = [doubts.signs(line.text) for line in lines]
    told = frozenset[str]().union(*signs)
    papers, side = fields.borrowed and doubts.has_papers(lines), context.layout.zones[group.parent] == "side"
    of_dates = _of_dates(fields)
    said = {
        **of_dates,
        "future": future,
        "place": fields.where is not None,
        "mark": fields.status is not None,
        "price": fields.price is not None,
        "invitation": "invitation" in told,
        "announced": "announced" in told or _stands_below_call(context, item),
        "labelled": not LABELLED.isdisjoint(islice(labels.values(), FIRST)),
        "news title": NEWS.fullmatch(fields.title) is not None and not (future and _is_told(fields)),
        "below news": not future and (side or not of_dates["time"]) and _is_below_news(context, item, fields, today),
        "another kind": not of_dates["time"] and kinds.is_another(context, item, fields),
        "posted": "posted" in told and not future and _is_posted(context, item, fields),
        "stamped": any(cluster.stamped and not cluster.timed for cluster in fields.clusters),
        "read more": "read more" in told,
        "hours": "hours" in told,
        "offer": "offer" in told and any("offer" in shown for shown in signs[:FIRST]),
        "side": side,
        "labelled otherwise": _are_labelled_otherwise(context, item, fields),
        "milestone": doubts.is_milestone(fields.title) or (fields.borrowed and _is_step(context, group, item)),
        # A button that is called so closes nothing but the registration.
        "closed": any("closed" in doubts.signs(line.text) for line in lines if not (labels[line.index] or line.linked)),
        **_of_title(fields, of_dates, today),
        **_of_sentences(context, fields, of_dates, future=future),
        "dateline": not future and datelines.is_one(context, item, fields),
        "of prices": sales.are_of_prices(context, fields),
        "document": not papers and fields.url is not None and is_document(fields.url),
        "papers": papers,
    }
    why = list(compress(said, said.values()))
    return Worth(sum(map(WEIGHTS.__getitem__, why)), why)


def _is_step(context: Context, group: Group, item: Record) -> bool:
    """Whether a heading of the record names a step of an application ("Bewerbungsschluss, 23:59 Uhr" below its day), or
    it is the start of what one applies for."""
    lines = context.layout.lines[item.first : item.last]
    named = any(line.heading > 0 and doubts.is_milestone(line.text) for line in lines)
    return named or groups.begins_round(context, group, item)


def _is_before_it(context: Context, cluster: Cluster, fields: Fields) -> bool:
    """Whether a date is when one can learn about the event."""
    return doubts.is_before_it(context.layout.lines[cluster.first].text[: cluster.lead.number], fields.title)


def _is_told(fields: Fields) -> bool:
    """Whether a title of several words has its clock time: "Neues aus dem Patentrecht" is a talk then."""
    return len(fields.title.split()) >= A_NAME and any(cluster.timed for cluster in fields.clusters)


def _stands_below_call(context: Context, item: Record) -> bool:
    """Whether the heading right above says "Save the date"."""
    above = context.layout.lines[item.first - 1] if item.first else None
    return above is not None and above.heading > 0 and "announced" in doubts.signs(above.text)


def _of_dates(fields: Fields) -> dict[str, bool]:
    """The evidence of a record's dates alone."""
    clusters = fields.clusters
    return {
        "time": any(len(texts) > 1 for texts in fields.when) or any(cluster.timed for cluster in clusters),
        "round time": clocks.on_the_quarter(text for texts in fields.when for text in texts),
        "weekday": any(cluster.lead.weekday for cluster in clusters),
        "range": any(cluster.several for cluster in clusters),
        "no year": bool(clusters) and not clusters[0].lead.year,
    }


def _of_title(fields: Fields, of_dates: dict[str, bool], today: date) -> dict[str, bool]:
    """The evidence of what it is called."""
    return {
        "event word": EVENT.search(fields.title) is not None,
        "borrowed title": fields.borrowed,
        "no title": not fields.title,
        "today": doubts.is_today(fields.title, fields.clusters, today),
        "none": doubts.names_none(fields.title) or (not of_dates["time"] and doubts.calls(fields.title)),
        "holiday": doubts.is_holiday(fields.title),
    }


def _of_sentences(context: Context, fields: Fields, of_dates: dict[str, bool], *, future: bool) -> dict[str, bool]:
    """The evidence of running text that names the days: it reports, or speaks of something else in passing."""
    lines = [context.layout.lines[cluster.first] for cluster in fields.clusters]
    past = not future and fields.status is None and all(doubts.tells_past(line.text) for line in lines)
    prose = all(len(line.text) >= PROSE and not line.heading for line in lines)
    exact = of_dates["time"] or of_dates["weekday"] or fields.status is not None
    prelude = bool(fields.borrowed and lines) and all(_is_before_it(context, one, fields) for one in fields.clusters)
    return {
        "planned": _planned(context, fields),
        "before it": prelude,
        "told past": past,
        "undated past": past and of_dates["no year"] and not exact,
        "clause": clauses.begins(context, fields),
        "in passing": prose and not exact and not fields.where and EVENT.search(fields.title) is None,
    }


def _are_labelled_otherwise(context: Context, item: Record, fields: Fields) -> bool:
    """Whether its dates are labelled as deadlines, as when one wrote, or, of no event, how long it lasts."""
    lasting = any(map(EVENT.search, (fields.title, *context.own_names)))
    others = {"deadline", "posted"} if lasting else {"deadline", "posted", "lasts"}
    return bool(fields.clusters) and all(
        cluster.role == "event" and context.captions.label(context.layout.lines[cluster.first], item.first) in others
        for cluster in fields.clusters
    )


def _planned(context: Context, fields: Fields) -> bool:
    """Whether all dates stand in sentences about laws, works, products and programmes, and none has its hour."""
    lines = context.layout.lines
    if any(cluster.timed for cluster in fields.clusters):
        return False
    said = [sentences.around(lines[cluster.first].text, cluster.lead.start) for cluster in fields.clusters]
    return all(doubts.becomes_of_things(sentence) or doubts.runs(sentence) for sentence in said)


def _is_below_news(context: Context, item: Record, fields: Fields, today: date) -> bool:
    """Whether a record stands below a heading of news; below that of other things than events, with days gone by."""
    if item.first in context.parts.news:
        return True
    leads = (cluster.lead for cluster in fields.clusters)
    return item.first in context.parts.others and all(
        lead.year or distance.since(lead, today) <= LATELY for lead in leads
    )


def _is_posted(context: Context, item: Record, fields: Fields) -> bool:
    """Whether a line speaks of posting, and not of another day than the one whose hour the record tells."""
    timed = any(cluster.timed for cluster in fields.clusters)
    inside = context.shapes.dates.within(item.first, item.last)
    own = {cluster.first for cluster in fields.clusters}
    others = {cluster.first for cluster in inside if (timed or cluster.first in own) and cluster.role == "posted"}
    lines = context.layout.lines[item.first : item.last]
    return any("posted" in doubts.signs(line.text) and line.index not in others for line in lines)


def of_list(context: Context, group: Group, found: list[tuple[Record, Fields, Worth]]) -> Worth:
    """The evidence for a list as a whole, beside that of its records."""
    heading = groups.heading(context, group)
    weak = all(not {"time", "weekday", "range", "no year", "future"} & set(worth.why) for _, _, worth in found)
    other = _other_days(context, heading) or _is_other_day(context, group)
    timed = all(kinds.is_announced(context, fields, worth.why) for _, fields, worth in found)  # unlike news
    spoken = sum(bool(INVITES & set(worth.why)) for _, _, worth in found)
    said = {
        "days only": spoken < SPOKEN * len(found) and not _calls_itself(context, heading),
        "calendar page": not other and CALENDAR.search(context.names) is not None,
        "calendar heading": not other and CALENDAR.search(heading) is not None and not NEWS.search(heading),
        "looks back": not other and _looks_back(context, group),
        "reports": weak and sum(tells_back(fields.title) for _, fields, _ in found) * 2 >= len(found),
        "phases": _are_phases(found, heading),
        "news heading": (NEWS.search(heading) is not None and not CALENDAR.search(heading) and not timed)
        or (weak and NEWS.fullmatch(found[0][1].title) is not None),  # in bold above the first
        "other days": other,
        "bare past": weak and not _calls_itself(context, heading),
        "odd minutes": _odd([fields for _, fields, _ in found]),
    }
    why = list(compress(said, said.values()))
    mean = sum(worth.score for _, _, worth in found) / len(found)
    return Worth(sum(map(WEIGHTS.__getitem__, why)) + mean, why)


def _are_phases(found: list[tuple[Record, Fields, Worth]], heading: str) -> bool:
    """Whether half of the dates say from when or until when: steps of a competition, not paid courses of a calendar."""
    leads = [item.clusters[0].lead for item, _, _ in found]
    priced = CALENDAR.search(heading) and sum("price" in worth.why for _, _, worth in found) * 2 > len(found)
    timed = priced or any("time" in worth.why for _, _, worth in found)
    return not timed and sum(_OPEN.match(lead.text) is not None for lead in leads) * 2 >= len(leads)


def _looks_back(context: Context, group: Group) -> bool:
    """Whether the list is headed as the past of the calendar above it: "Das war bisher" below "Termine"."""
    head = context.heading_above(group.records[0].first, group.parent)
    if head is None or not looks_back(head):
        return False
    beside = [line.text for line in context.layout.lines[: head.index] if line.heading == head.heading]
    if not any(map(CALENDAR.search, (context.names, *beside))):
        return False
    above = context.shapes.dates.within(0, head.index)
    return sum(one.role == "event" and one.firm for one in above) >= A_CALENDAR


def _other_days(context: Context, heading: str) -> bool:
    """Whether the list, or the page around it, is called after days that are no events."""
    heads = heading.split(groups.BESIDE)
    if any(map(doubts.names_other_days, heads)) or DEADLINE.fullmatch(heads[0]):
        return True
    if CALENDAR.search(heading):
        return False
    return any(doubts.names_other_days(name) or doubts.names_offer(name) for name in context.own_names)


def _is_other_day(context: Context, group: Group) -> bool:
    """Whether the only record has no hour and begins with a heading of such days: "Freie Flächen" / "ab 1. April"."""
    head = context.layout.lines[group.records[0].first]
    alone = len(group.records) == 1 and not group.records[0].clusters[0].timed
    return alone and head.heading > 0 and doubts.names_other_days(head.text)


def _calls_itself(context: Context, heading: str) -> bool:
    return bool(CALENDAR.search(heading) or CALENDAR.search(context.names)) and not NEWS.search(heading)


def _odd(found: list[Fields]) -> bool:
    """Evenings begin at 18:30, posts at 18:37."""
    minutes = [minute for fields in found for when in fields.when for text in when for minute in clocks.minutes(text)]
    told = len(minutes) > 1 or (len(found) == 1 and bool(minutes))
    return told and sum(map(clocks.is_odd, minutes)) >= ODD * len(minutes)


def enough(of_group: Worth, known: bool = False) -> bool:
    """Whether a list's sum carries it; `known`: it holds the events that the source had before."""
    calendar = {"calendar page", "calendar heading"} & set(of_group.why)
    return of_group.score >= (ENOUGH_KNOWN if known else ENOUGH if calendar else ENOUGH_ELSEWHERE)


def belong(found: Sequence[Worth]) -> list[bool]:
    """Which records of a list are of it: where the others carry evidence, one that carries none is something else, and
    so is a sentence about the past beside what lies ahead."""
    told = [one.score <= 0 and "told past" in one.why for one in found]
    told = told if any("future" in one.why for one in found) else [False] * len(found)
    scores = sorted(one.score for one, past in zip(found, told, strict=True) if not past)
    usual = scores[len(scores) // 2]
    return [not past and (one.score > 0 or usual < ODD_ONE_OUT) for one, past in zip(found, told, strict=True)]


def confidence(whole: float, one: float) -> float:
    """0.1..1.0: how sure a record is an event, by the sums of its list and its own."""
    return round(min(max((whole + one) / 16, 0.1), 1.0), 2)

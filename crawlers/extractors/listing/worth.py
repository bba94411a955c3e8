"""Whether records are events: evidence for and against, added up per record and per list.

Posts, archives, downloads and opening hours have dates too. What speaks for events: times of day, weekdays, places, the
future, words of invitation, a page or heading that calls itself a calendar. Every weight is in one table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crawlers.extractors.listing.context import Context
from crawlers.extractors.listing.fields import Fields
from crawlers.extractors.listing.lines import Line
from crawlers.extractors.listing.mentions import Mention
from crawlers.extractors.listing.records import Group, Record
from crawlers.extractors.listing.words import CALENDAR, EVENT, HOURS, MORE, NEWS, POSTED, RELATED, TAKES_PLACE

ENOUGH = 2.0
WEIGHTS = {
    "time": 2.0,
    "weekday": 1.5,
    "range": 1.0,
    "no year": 1.0,
    "future": 2.0,
    "event word": 1.5,
    "place": 1.5,
    "mark": 1.0,
    "price": 0.5,
    "invitation": 1.0,
    "labelled": 1.5,
    "borrowed title": -1.0,
    "no title": -6.0,
    "posted": -4.0,
    "stamped": -2.0,
    "read more": -1.0,
    "hours": -4.0,
    "side": -1.5,
    "document": -2.0,
    # of the list
    "calendar page": 1.5,
    "calendar heading": 2.0,
    "news heading": -4.0,
    "bare past": -2.0,
}


@dataclass(slots=True)
class Worth:
    """The sum and what it is made of."""

    score: float
    why: list[str]


def record(context: Context, group: Group, item: Record, fields: Fields, today: date) -> Worth:
    """The evidence for one record."""
    lines = context.layout.lines[item.first : item.last]
    leads = [cluster.lead for cluster in fields.clusters]
    said = {
        "time": any(len(texts) > 1 for texts in fields.when) or any(cluster.timed for cluster in fields.clusters),
        "weekday": any(lead.weekday for lead in leads),
        "range": any(len(cluster.mentions) > 1 or cluster.lead.dates > 1 for cluster in fields.clusters),
        "no year": bool(leads) and not leads[0].year,
        "future": any(is_future(lead, today) for lead in leads),
        "event word": EVENT.search(fields.title) is not None,
        "place": fields.where is not None,
        "mark": fields.status is not None,
        "price": fields.price is not None,
        "invitation": any(TAKES_PLACE.search(line.text) for line in lines),
        "labelled": any(context.label(line, item.first) in {"when", "where", "time"} for line in lines[:12]),
        "borrowed title": fields.borrowed,
        "no title": not fields.title,
        "posted": any(_posted(line) for line in lines),
        "stamped": any(cluster.stamped and not cluster.timed for cluster in fields.clusters),
        "read more": any(line.text.lower().startswith(("weiterlesen", "read more", "mehr lesen")) for line in lines),
        "hours": any(HOURS.search(line.text) for line in lines if len(line.text) < 120),
        "side": context.layout.zones[group.parent] == "side",
        "document": bool(fields.url)
        and fields.url is not None
        and fields.url.lower().endswith((".pdf", ".docx", ".doc")),
    }
    why = [name for name, true in said.items() if true]
    return Worth(sum(WEIGHTS[name] for name in why), why)


def _posted(line: Line) -> bool:
    return len(line.text) <= 80 and POSTED.search(line.text) is not None


def is_future(mention: Mention, today: date) -> bool:
    """Whether the date, with its year as written, lies after today."""
    return mention.year > 0 and (mention.year, mention.month, mention.day) > (today.year, today.month, today.day)


def of_list(context: Context, group: Group, found: list[tuple[Record, Fields, Worth]], today: date) -> Worth:
    """The evidence for a list as a whole, beside that of its records."""
    head = context.heading_above(group.records[0].first, group.parent)
    heading = head.text if head is not None else ""
    weak = all(not {"time", "weekday", "range", "no year", "future"} & set(worth.why) for _, _, worth in found)
    said = {
        "calendar page": CALENDAR.search(context.names) is not None,
        "calendar heading": CALENDAR.search(heading) is not None and not NEWS.search(heading),
        "news heading": NEWS.search(heading) is not None and not CALENDAR.search(heading),
        "bare past": weak,
    }
    why = [name for name, true in said.items() if true]
    mean = sum(worth.score for _, _, worth in found) / len(found)
    return Worth(sum(WEIGHTS[name] for name in why) + mean, why)


def is_related(context: Context, group: Group) -> bool:
    """A list of other events beside the page's own."""
    head = context.heading_above(group.records[0].first, group.parent)
    return head is not None and RELATED.search(head.text) is not None


def is_pager(record: Record, lines: list[Line]) -> bool:
    """Links to the post before and the post after."""
    text = lines[0].text
    return len(lines) <= 2 and (text[:1] in "«‹←<" or text[-1:] in "»›→>") or bool(MORE.fullmatch(text))

"""A page that is one event: its title, and the one date of its text that says when.

Labels ("Datum:", "Wann"), the title itself and sentences that invite count; post dates, deadlines, agenda times and
other events' teasers do not. News and recipes have dates too: without such evidence there is no event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crawlers.extractors.html import absolute, same_page
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.mentions import Mention
from crawlers.extractors.listing.evidence import doubts
from crawlers.extractors.listing.evidence.worth import is_future, on_the_quarter
from crawlers.extractors.listing.fields import fields as reading
from crawlers.extractors.listing.fields import times, title_text
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.records import Record
from crawlers.extractors.listing.records.shape import is_badge
from crawlers.extractors.listing.whole import subject
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.words import CALENDAR, EVENT, PAST, RELATED, TAKES_PLACE
from pipeline.marks import read_badge
from pipeline.text import clean

MOST_DATES = 200  # dates of a page that are weighed against each other
_FROM_THEN = re.compile(r"(?:^|\s)(?:ab|seit|zum|bis|steigt|since|until)(?: (?:dem|den|zum))? ?$", re.IGNORECASE)
_WHEN = re.compile(r"(?:wann|when|datum|date|zeit)(?: (?:und|&|and) (?:uhrzeit|zeit|time|ort))?\s?[:?]?", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+|\b[IVX]+\b")
PREFIX = 14  # letters before a date: "Part 1: "
_NO_DIGITS = re.compile(r"\D*")
ENOUGH = 6.0
FACTS = 110  # characters of a line that holds a date and a place
AHEAD = 8  # lines above the heading that can say what became of the event
AFTER = 40  # lines after the date that can still tell about it
WEIGHTS = {
    "firm": 1.0,
    "timed": 2.0,
    "range": 1.0,
    "weekday": 1.0,
    "no year": 0.5,
    "labelled": 4.0,
    "in title": 3.0,
    "in heading": 1.5,
    "invitation": 2.0,
    "event word": 1.0,
    "future": 2.0,
    "repeated": 1.0,
    "at title": 1.0,
    "near title": 1.0,
    "beside place": 2.0,
    "event page": 1.5,
    "before": -4.0,
    "stamped": -4.0,
    "past prose": -2.0,
    "elsewhere": -4.0,
    "milestone": -5.0,
    "from then": -3.0,
    "planned": -3.0,
    "due": -6.0,
    "other days": -6.0,
}


@dataclass(slots=True)
class Single:
    """The page's own event."""

    record: Record
    fields: Fields
    score: float
    why: list[str]


def find(context: Context, today: date, noise: set[int]) -> Single | None:
    """The page's own event, if it is one; `noise`: lines of lists that are no events."""
    head = subject.head(context)
    dates = context.shapes.dates.clusters
    zones = context.layout.zones
    beside_head = {head.index - 1, head.index + 1} if head is not None else set()
    live = [one for one in dates if one.role == "event" and (one.first not in noise or one.first in beside_head)]
    live = [one for one in live if one.first not in context.answers]
    candidates = [cluster for cluster in live if zones[cluster.block] in {"main", "head"}]
    beside = [cluster for cluster in live if zones[cluster.block] == "side" and _is_fact(context, cluster)]
    candidates += beside if len(beside) == 1 else []
    rated = [(*_rate(context, cluster, head, today), -cluster.first, cluster) for cluster in candidates[:MOST_DATES]]
    if not rated:
        return None
    score, why, _, best = max(rated, key=lambda entry: (entry[0], entry[2]))
    if score < ENOUGH:
        return None
    own = _single(context, best, head, score, why)
    return own if own.fields.title else None


def _rate(context: Context, cluster: Cluster, head: Line | None, today: date) -> tuple[float, list[str]]:
    """The evidence for one date; boxes above it ("Dez" / "17") are parts of it."""
    indexes = sorted({cluster.first, *(index for index, _ in cluster.mentions)})
    lines = [context.layout.lines[index] for index in indexes]
    leads = [mention for _, mention in cluster.mentions]
    spoken = [(context.layout.lines[index].text, mention.start) for index, mention in cluster.mentions]
    before, sentence = _before(lines[0].text, cluster.lead), _sentence(*spoken[-1])
    future = any(is_future(lead, today) for lead in leads)
    said = {
        "firm": cluster.firm,
        "timed": cluster.timed or _time_below(context, cluster),
        "range": cluster.several,
        "weekday": any(lead.weekday for lead in leads),
        "no year": not any(lead.year for lead in leads),
        "labelled": any(_labelled(context, line) for line in lines),
        "in title": lines[0] is head,
        "in heading": lines[0].heading > 0 and lines[0] is not head,
        "invitation": TAKES_PLACE.search(sentence) is not None,
        "event word": EVENT.search(sentence) is not None,
        "future": future,
        "repeated": context.day_counts[cluster.lead.key] > 1,
        "at title": future
        and subject.is_only(context, head)
        and any(abs(index - head.index) == 1 for index in indexes if head),
        "near title": head is not None and any(-4 <= index - head.index <= 8 for index in indexes),
        "beside place": len(lines) == 1 and _beside_place(context, cluster, head is not None),
        "event page": EVENT.search(head.text if head else context.title) is not None
        or CALENDAR.search(context.address) is not None,
        "before": any(len(before) - hit.end() <= 6 for hit in PAST.finditer(before)),
        "stamped": cluster.stamped and not (future and on_the_quarter(lead.text for lead in leads)),
        "past prose": not future and (doubts.tells_past(sentence) or (not cluster.firm and cluster.lead.year > 0)),
        "elsewhere": _elsewhere(context, cluster),
        "milestone": doubts.beside_milestone(context.layout.lines, cluster.first),
        "other days": any(map(doubts.names_other_days, context.own_names)),
        "planned": not cluster.timed and doubts.tells_plan(sentence),
        "due": any(context.captions.column(line) == "deadline" for line in lines),
        "from then": not cluster.timed and _FROM_THEN.search(before) is not None,
    }
    why = [name for name, true in said.items() if true]
    return sum(WEIGHTS[name] for name in why), why


def _before(text: str, lead: Mention) -> str:
    """What stands before a date, its own leading word included: "ab 1. Februar"."""
    digits = _NO_DIGITS.match(lead.text)
    return text[: lead.start + (digits.end() if digits else 0)][-40:]


def _labelled(context: Context, line: Line) -> bool:
    """Behind "Datum:", or the only date below a table's "Datum": several are a list's."""
    column = context.captions.column(line)
    if column is None:
        return context.captions.label(line, max(line.index - 3, 0)) == "when"
    lines, clusters = context.layout.lines, context.shapes.dates.clusters
    below = [cluster for cluster in clusters if context.captions.column(lines[cluster.first]) == column == "when"]
    return len(below) == 1


def _is_fact(context: Context, cluster: Cluster) -> bool:
    """A date in a column beside the text, behind a label that is no heading: "Termin" / "Sa., 27.02.2027"."""
    above = context.layout.lines[max(cluster.first - 1, 0)]
    named = not above.heading or _WHEN.fullmatch(above.text) is not None
    return named and _labelled(context, context.layout.lines[cluster.first])


def _beside_place(context: Context, cluster: Cluster, headed: bool) -> bool:
    """A line of facts: the date, and a place; below the page's heading, also a line with the date and one below it."""
    line, *below = context.layout.lines[cluster.last : cluster.last + 2]
    rest = context.shapes.rest(line)
    if len(line.text) > FACTS:
        return False
    text = rest or "".join(one.text for one in below if headed and not one.heading and len(one.text) <= FACTS)
    return bool(text) and houses.begins_with_place(text)


def _time_below(context: Context, cluster: Cluster) -> bool:
    """A clock time on the date's line, or alone on one of the next two."""
    times = context.shapes.dates.times
    below = context.layout.lines[cluster.last + 1 : cluster.last + 3]
    bare = any(line.index in times and not context.shapes.rest(line) for line in below)
    return bool(times.get(cluster.first)) or bare


def _sentence(text: str, position: int) -> str:
    """The sentence around `position`, roughly: up to 200 characters each way."""
    return text[max(position - 200, 0) : position + 200]


def _elsewhere(context: Context, cluster: Cluster) -> bool:
    """Under a heading that announces other things."""
    for line in reversed(context.layout.lines[max(cluster.first - 30, 0) : cluster.first]):
        if line.heading:
            return RELATED.search(line.text) is not None
    return False


def _single(context: Context, best: Cluster, head: Line | None, score: float, why: list[str]) -> Single:
    teaser = subject.teaser(context, best, head) or subject.dated(context, best, head)
    head = teaser or subject.nearer(context, best, head)
    first = min(best.first, head.index) if head is not None else best.first
    told = max(best.last, head.index if head is not None else 0)
    last = min(told + AFTER, len(context.layout.lines))
    last = _end(context, told + 1, last, context.layout.zones[best.block], head.heading if head is not None else 0)
    dates = _occurrences(context, best)
    record = Record(first if best.first - first < AFTER else best.first, max(last, dates[-1].last + 1), dates)
    found = reading.read(context, record, context.layout.common(0, best.block))
    if best not in found.clusters:
        found.clusters = [best]
        lines = context.layout.lines[record.first : record.last]
        labels = {line.index: context.captions.label(line, record.first) for line in lines}
        found.when = [times.texts(context, best, lines, labels)]
    found.url = context.page.url
    if found.status is None and head is not None:
        found.status = next(_badges_above(context, head), None)
    if teaser is not None:
        _call(context, found, teaser)
    elif head is not None:
        found.title, found.found["title"] = subject.invited(context, best, head) or subject.title(context, head)
        found.url = _address(context, head) or found.url
    elif not found.title:
        found.title = clean(context.title)
    return Single(record, found, score, why)


def _badges_above(context: Context, head: Line) -> Iterator[str]:
    """What became of the event, as a line right above its heading says, or begins: "ABGESAGT! Liebe Gäste, …"."""
    for line in context.layout.lines[max(head.index - AHEAD, 0) : head.index]:
        first = line.pieces[0].text
        if line.zone == head.zone and is_badge(first) and (mark := read_badge(first).quote):
            yield mark


def name(context: Context, date: Cluster, fields: Fields) -> None:
    """Calls the only event of a list by what stands beside its date, where the page's own heading was taken."""
    head = subject.head(context)
    teaser = subject.teaser(context, date, head) if head is not None and fields.title_line == head.index else None
    if teaser is not None:
        _call(context, fields, teaser)


def _call(context: Context, fields: Fields, teaser: Line) -> None:
    fields.title, fields.found["title"] = title_text.read(context, teaser), f"beside the date: {teaser.text[:80]}"
    fields.url = _address(context, teaser) or fields.url


def _address(context: Context, named: Line) -> str | None:
    """The page that an event's name links to, unless that is the one it stands on."""
    url = absolute(context.page, next((piece.href for piece in named.pieces if piece.href), None))
    return url if url and not same_page(context.page, url) else None


def _occurrences(context: Context, best: Cluster) -> list[Cluster]:
    """The date and those in the lines beside it that look just the same: the other sessions."""
    clusters = context.shapes.dates.clusters
    index = clusters.index(best)
    found = [best]
    for others in (reversed(clusters[:index]), clusters[index + 1 :]):
        last = best
        for other in others:
            if not _like(context, other, best) or abs(other.first - last.first) > 1:
                break
            found.append(other)
            last = other
    return sorted(found, key=lambda cluster: cluster.first)


def _like(context: Context, one: Cluster, other: Cluster) -> bool:
    """Two lines that begin with a date, in blocks of one sort, that say as much."""
    tags = context.layout.tags
    looks = {
        (
            cluster.role,
            cluster.struck,
            cluster.timed,
            cluster.lead.weekday,
            _prefix(context, cluster),
            tags[cluster.block],
        )
        for cluster in (one, other)
    }
    return len(looks) == 1 and one.lead.start <= PREFIX


def _prefix(context: Context, cluster: Cluster) -> str:
    """What stands before a date on its line, but for its number: "Teil 2: "."""
    return _NUMBERS.sub("", context.layout.lines[cluster.first].text[: cluster.lead.start])


def _end(context: Context, first: int, last: int, zone: str, rank: int) -> int:
    """The event's text ends where other events, comments, the footer or a part under a higher heading begin."""
    for line in context.layout.lines[first:last]:
        higher = 0 < line.heading < rank or (line.heading and RELATED.search(line.text))
        if line.zone not in {"main", zone} or higher:
            return line.index
    return last

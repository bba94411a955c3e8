"""A page that is one event: its title, and the one date of its text that says when.

What speaks for a date is weighed in `weighing`, what the event is called is told in `subject`. News and recipes have
dates too: without evidence there is no event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from crawlers.extractors.html import absolute, same_page
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.days.weekdays import is_future
from crawlers.extractors.listing.evidence import programme
from crawlers.extractors.listing.fields import fields as reading
from crawlers.extractors.listing.fields import times, title_text, together, told_hours, told_places
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.layout.layout import Line
from crawlers.extractors.listing.records.record import Record
from crawlers.extractors.listing.records.shape import is_badge, is_week
from crawlers.extractors.listing.whole import directions, nearby, subject, weighing
from crawlers.extractors.listing.wording import houses, sentence_places
from crawlers.extractors.listing.wording.changes import SPEAKS_OF_IT
from crawlers.extractors.listing.wording.no_events import NEWS
from crawlers.extractors.listing.wording.words import A_SESSION, EDGES, RELATED
from pipeline.geo import presence
from pipeline.marks import read_badge

A_PAIR = 2
FEW_POSTS = 3
MOST_DATES = 200  # dates of a page that are weighed against each other
_NUMBERS = re.compile(r"\d+|\b(?:[IVX]+|[A-H])\b")
_NOTE = re.compile(r"\s?\([^()]{1,40}\)?(?:,| und| sowie)?\s?")
_AND = re.compile(r"^[^.!?;]*(?:,|\b(?:und|sowie|oder|and))(?: (?:am|an|on|in))?\s?$", re.IGNORECASE)
BREATH = 80  # characters between two such dates
_OF_A_DAY = re.compile(  # "Die Lesung am 3.12. ist …"
    r"[A-ZÄÖÜ][\w-]+[“”\"'»«]? (?:am|vom) (?:\w+tag,? (?:den |dem )?)?$"
)
_TELLS_OF_IT = re.compile(SPEAKS_OF_IT, re.IGNORECASE)
_COUNTED = re.compile(r"[^\W\d_]+ (?:\d+|[IVX]+|[A-H]): ")
PREFIX = 14  # letters before a date: "Part 1: "
ENOUGH = 6.0
AHEAD = 8  # lines above the heading that can say what became of the event
FACTS = frozenset({"dl", "table", "ul"})  # hold an event's labels and values
AFTER = 40  # lines after the date that can still tell about it


@dataclass(slots=True)
class Single:
    """The page's own event."""

    record: Record
    fields: Fields
    score: float
    why: list[str]
    further: list[Fields] = field(default_factory=list)  # the same, on days that its sentence names in one breath


def find(context: Context, today: date, noise: set[int]) -> Single | None:
    """The page's own event, if it is one; `noise`: lines of lists that are no events."""
    head = subject.head(context)
    if any(map(NEWS.fullmatch, context.firsts[:1])) and (noise or _has_posts(context, today)):
        return None  # "Aktuelles" above a list of news
    dates = context.shapes.dates.clusters
    zones = context.layout.zones
    noise = noise - {head.index - 1, head.index + 1} if head is not None else noise
    live = [one for one in dates if one.role == "event" and one.first not in context.parts.answers]
    live = [one for one in live if one.first not in noise or weighing.opens(context, one, head)]
    candidates = [cluster for cluster in live if zones[cluster.block] in {"main", "head"}]
    beside = [cluster for cluster in live if zones[cluster.block] == "side" and weighing.is_fact(context, cluster)]
    candidates += beside if len(beside) == 1 else []
    candidates = candidates or [one for one in live if zones[one.block] == "side" and _is_bare(context, one)][:1]
    rated = [
        (*weighing.rate(context, cluster, head, today), -cluster.first, cluster) for cluster in candidates[:MOST_DATES]
    ]
    if not rated:
        return None
    score, why, _, best = max(rated, key=lambda entry: (entry[0], entry[2]))
    if score < ENOUGH:
        return None
    own = _single(context, best, head, score, why)
    return own if own.fields.title and not is_week(own.fields.title) else None


def _has_posts(context: Context, today: date) -> bool:
    """Whether several days gone by stand alone on their lines, as those of posts do."""
    lines = context.layout.lines
    whole = (one for one in context.shapes.dates.clusters if one.lead.year and not one.timed)
    posted = (one for one in whole if lines[one.first].text == one.lead.text and not is_future(one.lead, today))
    return sum(1 for _ in posted) >= FEW_POSTS


def _is_bare(context: Context, cluster: Cluster) -> bool:
    """Whether a whole date with its weekday is the first line of a column, and all that this says."""
    line, above = context.layout.lines[cluster.first], context.layout.lines[max(cluster.first - 1, 0)]
    whole = cluster.lead.weekday and cluster.lead.year > 0 and not context.shapes.rest(line)
    return whole and above.zone != line.zone


def _single(context: Context, best: Cluster, head: Line | None, score: float, why: list[str]) -> Single:
    teaser = nearby.find(context, best, head)
    highest, head = head, teaser or head
    first = min(best.first, head.index) if head is not None else _facts(context, best)
    told = max(best.last, head.index if head is not None else 0)
    last = min(told + AFTER, len(context.layout.lines))
    rank = head.heading + (head.index == best.first) if head is not None else 0  # a dated heading has its own part
    last = _end(context, told + 1, last, context.layout.lines[best.last].zone, rank)
    dates = _occurrences(context, best)
    last = min(last, _programme(context, best))
    record = Record(first if best.first - first < AFTER else best.first, max(last, dates[-1].last + 1), dates)
    found = reading.read(context, record, 0)
    if best not in found.clusters:
        found.clusters = [best]
        lines = context.layout.lines[record.first : record.last]
        labels = {line.index: context.captions.label(line, record.first) for line in lines}
        found.when = [times.texts(context, best, lines, labels)]
    together.within(context, record, found)
    told_about = context.layout.lines[record.first : record.last]
    found.where = found.where or told_places.stated(context, told_about, found.clusters) or _from_afar(highest)
    if len(found.when) == 1:
        found.when = [told_hours.complete(context, best, found.when[0])]
    found.url = context.page.url
    if head is not None and read_badge(found.status).status is None:  # "ausgebucht" is no more than what is above
        above = _badges_above(context, head, best)
        if len({read_badge(mark).status for mark in above}) == 1:  # several are a legend
            found.status = above[0]
    if teaser is not None:
        _call(context, found, teaser)
    elif head is not None:
        found.title, found.found["title"] = subject.invited(context, best, head) or subject.title(context, head)
        found.url = _address(context, head) or found.url
    elif name := subject.titled(context, found.title):
        found.title, found.found["title"] = name, f"title: {name[:80]}"
    found.title = subject.of_its_own(context, found.title)
    found.where = directions.completed(context, found.where, found.title)
    return Single(record, found, score, why, [*_elsewhere(context, found), *_further(context, best, found)])


def _elsewhere(context: Context, own: Fields) -> list[Fields]:
    """The sessions after the first, where each has a place of its own behind its day; `own` keeps the first alone."""
    named = [_place_behind(context, cluster) for cluster in own.clusters]
    if len(named) < A_PAIR or None in named or len(set(named)) == 1:
        return []
    apart = [
        replace(own, clusters=[cluster], when=[when], where=where, found=dict(own.found))
        for cluster, when, where in zip(own.clusters, own.when, named, strict=True)
    ]
    own.clusters, own.when, own.where = apart[0].clusters, apart[0].when, apart[0].where
    return apart[1:]


def _place_behind(context: Context, cluster: Cluster) -> str | None:
    """The place that ends a date's line: "2.3., 18:30 Uhr, Mannheim"."""
    index, mention = cluster.mentions[-1]
    rest = context.layout.lines[index].text[mention.end :].strip(EDGES)
    return rest if rest and houses.is_place_or_town(rest) else None


def _from_afar(head: Line | None) -> str | None:
    """What a heading says that only tells that one takes part from afar: "Webinar:" above the name."""
    said = head.text.strip(EDGES) if head is not None else ""
    return said if presence.alone(said) else None


def _programme(context: Context, best: Cluster) -> int:
    """The line of the first other day below a span of more than a week: an evening of an exhibition."""
    end = len(context.layout.lines)
    below = [one for one in context.shapes.dates.within(best.last + 1, end) if one.role == "event" and one.firm]
    inside = (one.first for one in below if programme.lasts_around(best.lead, [one.lead]))
    return next(inside, end)


def _facts(context: Context, best: Cluster) -> int:
    """The line with which the labelled facts around a date begin, where no heading names the event: "Titel:" may stand
    above "Wann:"."""
    line = context.layout.lines[best.first]
    around = context.layout.nearest(best.block, FACTS) if context.captions.label(line, max(line.index - 1, 0)) else -1
    return context.layout.first[around] if around >= 0 else best.first


def _further(context: Context, best: Cluster, own: Fields) -> Iterator[Fields]:
    """The event on each further day of its sentence, where that says it takes place then."""
    line = context.layout.lines[best.first]
    for cluster in _in_one_breath(context, best):
        where = sentence_places.in_sentence(line.text, cluster.lead.start, cluster.lead.end) or own.where
        when = times.texts(context, cluster, [line], {line.index: None})
        yield replace(own, clusters=[cluster], when=[when], where=where, found=dict(own.found))


def _badges_above(context: Context, head: Line, own: Cluster) -> list[str]:
    """What became of the event, as a line right above its heading says, or begins: "ABGESAGT! Liebe Gäste, …"; not what
    became of another day, which may stand below its badge."""
    marks: list[str] = []
    for line in context.layout.lines[max(head.index - AHEAD, 0) : head.index]:
        days = [mention for mention in context.shapes.spoken.get(line.index, ()) if mention.dates]
        if any(_OF_A_DAY.search(line.text[: day.start]) and day.key != own.lead.key for day in days):
            marks = []
            continue
        first = line.pieces[0].text
        tells = _TELLS_OF_IT.match(line.text) or any(day.key == own.lead.key for day in days)
        said = first if is_badge(first) else line.text if tells else ""
        if said and line.zone == head.zone and (mark := read_badge(said).quote):
            marks.append(mark)
    return marks


def name(context: Context, date: Cluster, fields: Fields) -> None:
    """Calls the only event of a list by what stands beside its date, where the page's own heading was taken."""
    head = subject.head(context)
    teaser = nearby.teaser(context, date, head) if head is not None and fields.title_line == head.index else None
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
    """The date and those in the lines beside it, or in headings that count on, that look just the same: the other
    sessions."""
    clusters = context.shapes.dates.clusters
    index = clusters.index(best)
    found = [best]
    for others in (reversed(clusters[:index]), clusters[index + 1 :]):
        last = best
        for other in others:
            beside = abs(other.first - last.first) <= 1 or _are_headed(context, other, best)
            if not beside or not _like(context, other, best):
                break
            found.append(other)
            last = other
    return sorted(found, key=lambda cluster: cluster.first)


def _in_one_breath(context: Context, best: Cluster) -> Iterator[Cluster]:
    """The dates that go on after "und am": "am 12. Januar um 18 Uhr in Herford und am 19. Januar um 18 Uhr in Lage", or
    after a note: "14.1. (ausnahmsweise freitags), 4.2."."""
    text, last = context.layout.lines[best.first].text, best.lead
    beside = context.shapes.dates.within(best.first, best.first + 1)
    for other in beside[beside.index(best) + 1 :]:
        between = text[last.end : other.lead.start]
        if other.role != "event" or other.timed != best.timed or len(between) > BREATH:
            return
        if not (_AND.search(between) or _NOTE.fullmatch(between)):
            return
        yield other
        last = other.lead


def _are_headed(context: Context, one: Cluster, other: Cluster) -> bool:
    """Whether both dates stand in headings of one rank that are numbered: "Tag 1: 2. März", "Tag 2: 3. März"."""
    lines = [context.layout.lines[cluster.first] for cluster in (one, other)]
    numbered = all(_COUNTED.match(line.text) for line in lines)
    return numbered and lines[0].heading == lines[1].heading > 0


def _like(context: Context, one: Cluster, other: Cluster) -> bool:
    """Two lines that begin with a date, or with which session it is of, in blocks of one sort, that say as much."""
    tags = context.layout.tags
    looks = {
        (cluster.role, cluster.struck, cluster.timed, cluster.lead.weekday, tags[cluster.block])
        for cluster in (one, other)
    }
    before = [_prefix(context, cluster) for cluster in (one, other)]
    alike = before[0] == before[1] and one.lead.start <= PREFIX
    return len(looks) == 1 and (alike or all(map(A_SESSION.fullmatch, before)))


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

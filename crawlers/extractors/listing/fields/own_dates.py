"""Which of a record's dates are the event's own. What clock times go with them is told in `times`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from crawlers.extractors.listing.days import distance
from crawlers.extractors.listing.days.cluster import Cluster, covers
from crawlers.extractors.listing.fields import spans
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.records.record import Record
from crawlers.extractors.listing.wording.clocks import EXACT, TO, UNIT
from crawlers.extractors.listing.wording.words import TAKES_PLACE

SENTENCE = 20  # characters before a date that stands in the middle of one
_FROM_TO = re.compile(rf"[:.]\d\d(?:\s?{UNIT})?{TO}{EXACT}|\d{TO}\d{{1,2}}\s?{UNIT}", re.IGNORECASE)


def choose(context: Context, record: Record, labels: dict[int, str | None]) -> list[Cluster]:
    """The record's own dates, one for each day; those of a day heading above it where it holds none."""
    role = record.clusters[0].role
    inside = [c for c in context.shapes.dates.within(record.first, record.last) if c.role == role]
    if len(inside) == 1:
        return inside
    firm = [cluster for cluster in inside if cluster in record.clusters] or inside
    if not firm:
        return list(record.clusters)
    if all(_could_be_posted(cluster) for cluster in firm):
        told = next((cluster for cluster in inside if not cluster.firm and _told(context, cluster)), None)
        if told:
            return [told]
    firm = _headed(context, firm) or _boxed(context, firm) or firm
    fullest: dict[tuple[int, int], Cluster] = {}
    for cluster in inside:
        known = fullest.setdefault(cluster.lead.key, cluster) if cluster.firm else cluster
        if _fullness(cluster) > _fullness(known):
            fullest[cluster.lead.key] = cluster
    own = _best(_without_parts(firm), labels)
    return _distinct([_fullest(cluster, fullest.get(cluster.lead.key, cluster)) for cluster in own])


def _without_parts(own: list[Cluster]) -> list[Cluster]:
    """The dates without the days of a short span that opens the record: "12.–13.6." / "13.6. 9 Uhr Workshops"."""
    span = spans.bounds(own[0]) if spans.lasts(own[0]) else None
    if span is None or distance.number(*span[1]) - distance.number(*span[0]) >= distance.A_WEEK:
        return own
    return [one for one in own if one is own[0] or one.several or not covers(span, [one.lead])]


def _headed(context: Context, firm: Sequence[Cluster]) -> list[Cluster]:
    """The days in headings, where all others stand alone on their lines and have been: a post's, above its headline."""
    lines, today = context.layout.lines, context.page.fetched_at.date()
    headed = [cluster for cluster in firm if lines[cluster.first].heading and context.shapes.rest(lines[cluster.first])]
    names = {cluster.first for cluster in headed}
    posts = [cluster for cluster in firm if cluster.first not in names]
    stamped = all(_could_be_posted(one) and lines[one.first].text == one.lead.text for one in posts)
    return headed if stamped and not any(_is_ahead(one, today) for one in posts) else []


def _boxed(context: Context, firm: Sequence[Cluster]) -> list[Cluster]:
    """The day to come that opens the record, alone on its line, where all others are told in later sentences: a card's
    box, above "Schluss ist am Sonntag, 9. November, um 14 Uhr"."""
    lines, first = context.layout.lines, firm[0]
    alone = lines[first.first].text == first.lead.text and not first.several
    told = all(other.lead.start >= SENTENCE and lines[other.first].text.endswith(".") for other in firm[1:])
    return [first] if alone and told and _is_ahead(first, context.page.fetched_at.date()) else []


def _is_ahead(cluster: Cluster, today: date) -> bool:
    return (cluster.lead.year, *cluster.lead.in_year) > (today.year, today.month, today.day)


def _best(firm: list[Cluster], labels: dict[int, str | None]) -> list[Cluster]:
    """Labelled dates before others, and those that say when before a post's bare date."""
    own = [cluster for cluster in firm if labels.get(cluster.first) not in {"posted", "deadline"}] or firm
    whole = [cluster for cluster in own if not cluster.struck] or own
    if labelled := [cluster for cluster in whole if labels.get(cluster.first) == "when"]:
        return labelled
    return [one for one in whole if one.timed or any(said.weekday for _, said in one.mentions)] or whole


def _fullest(cluster: Cluster, same: Cluster) -> Cluster:
    """The same single day as the record says it most exactly."""
    several = cluster.lead.dates > 1 or len(cluster.mentions) > 1
    return cluster if several or (cluster.firm and _fullness(cluster) == _fullness(same)) else same


def _fullness(cluster: Cluster) -> tuple[bool, bool, bool]:
    """Whether it has a time, an end, a year."""
    return cluster.timed, any(_FROM_TO.search(text) for _, text in cluster.pieces), cluster.lead.year > 0


def _told(context: Context, cluster: Cluster) -> bool:
    """A sentence that says when something takes place."""
    line = context.layout.lines[cluster.first]
    return cluster.timed or TAKES_PLACE.search(line.text) is not None


def _could_be_posted(cluster: Cluster) -> bool:
    """A whole date without time or weekday may be when the text was posted."""
    lead = cluster.lead
    return not cluster.timed and not lead.weekday and lead.year > 0 and len(cluster.mentions) == 1 and lead.dates == 1


def _distinct(clusters: list[Cluster]) -> list[Cluster]:
    """One for each day, the one with a time first."""
    by_day: dict[tuple[int, int], Cluster] = {}
    for cluster in clusters:
        known = by_day.get(cluster.lead.key)
        if known is None or (cluster.timed and not known.timed):
            by_day[cluster.lead.key] = cluster
    return sorted(by_day.values(), key=lambda cluster: cluster.first)

"""Days of one record that are each at a place of their own: the record once for each of them.

"9.2. Heide" / "11.3. Meldorf"; "Sprechtag: 4.2. Herford; 11.2. Lemgo"; below the towns atop the columns of a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields import fields as reading
from crawlers.extractors.listing.fields import tails
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.records.record import Record
from crawlers.extractors.listing.records.shape import without_badge
from crawlers.extractors.listing.wording import houses, sentence_places
from crawlers.extractors.listing.wording.words import EDGES
from pipeline.text import clean

SEVERAL = 2  # days
_AROUND = EDGES + ".;()"
Read = list[tuple[Record, Fields]]


def stops(context: Context, record: Record, fields: Fields) -> Read:
    """The record once for each date, if each has its own place; else as it is."""
    return [part for one, of_one in _by_place(context, record, fields) for part in _by_town(context, one, of_one)]


def _by_place(context: Context, record: Record, fields: Fields) -> Read:
    """The record once for each date, if each stands with its own place on its line: "9.2. Heide" / "11.3. Meldorf"."""
    if len(fields.clusters) < SEVERAL:
        return [(record, fields)]
    lines = [context.layout.lines[cluster.first] for cluster in fields.clusters]
    told: Sequence[str | None] = [
        sentence_places.in_brackets(line.text, one.lead.end) for line, one in zip(lines, fields.clusters, strict=True)
    ]
    told = told if all(told) else _towns(context, fields)
    if told:
        return _at(context, record, fields, told)
    places = [clean(without_badge(line, context.shapes.rest(line))) for line in lines]
    if len(set(places)) < SEVERAL or not all(places) or fields.title_line in {line.index for line in lines}:
        return [(record, fields)]
    if not (any(map(houses.is_place, places)) and all(map(tails.could_be_place, places))):
        return [(record, fields)]
    return _at(context, record, fields, places)


def _at(context: Context, record: Record, fields: Fields, places: Sequence[str | None]) -> Read:
    """The record once for each date, each at its own place."""
    urls = [reading.link(context, fields, [context.layout.lines[one.first]]) or fields.url for one in fields.clusters]
    return [
        (record, replace(fields, clusters=[cluster], when=[when], where=place, url=url))
        for cluster, when, place, url in zip(fields.clusters, fields.when, places, urls, strict=True)
    ]


def _by_town(context: Context, record: Record, fields: Fields) -> Read:
    """The record once for each date, if towns stand atop the columns of its dates: each has its own place."""
    if fields.where:
        return [(record, fields)]
    atop = context.shapes.dates.columns
    towns = [atop.town(cluster.first) or atop.town(fields.title_line) for cluster in fields.clusters]
    if not any(towns):
        return [(record, fields)]
    return [
        (record, replace(fields, clusters=[cluster], when=[when], where=town or None))
        for cluster, when, town in zip(fields.clusters, fields.when, towns, strict=True)
    ]


def _towns(context: Context, fields: Fields) -> list[str]:
    """The towns behind the days of one line; none where they stand on several lines, or one has none."""
    days = fields.clusters
    if any(one.first != days[0].first or one.last != days[0].first for one in days):
        return []
    text = context.layout.lines[days[0].first].text
    ends = [*(one.lead.start for one in days[1:]), len(text)]
    towns = [_behind(text, one, end) for one, end in zip(days, ends, strict=True)]
    return towns if all(map(houses.is_town, towns)) else []


def _behind(text: str, day: Cluster, end: int) -> str:
    """What stands between a day and the next one."""
    behind = text[day.mentions[-1][1].end : end].partition(". ")[0]
    return behind.strip(_AROUND).removeprefix("in ").removesuffix(" und")

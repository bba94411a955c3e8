"""The towns of one event's days, where each is told behind its own: "Sprechtag: 4.2. Herford; 11.2. Lemgo"."""

from __future__ import annotations

from dataclasses import replace

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.wording.houses import is_town
from crawlers.extractors.listing.wording.words import EDGES

_AROUND = EDGES + ".;()"


def on_its_day(context: Context, fields: Fields, cluster: Cluster) -> Fields:
    """The fields of one of an event's days: with the town of this day, where every one has its own."""
    town = _towns(context, fields).get(cluster.lead.start) if len(fields.clusters) > 1 else None
    return replace(fields, where=town) if town else fields


def _towns(context: Context, fields: Fields) -> dict[int, str]:
    """Where a day begins on the line -> its town; nothing where they stand on several lines, or one has none."""
    days = [one for one in fields.clusters if one.first == one.last == fields.clusters[0].first]
    if len(days) < len(fields.clusters):
        return {}
    text = context.layout.lines[days[0].first].text
    ends = [*(one.lead.start for one in days[1:]), len(text)]
    said = [_behind(text, one, end) for one, end in zip(days, ends, strict=True)]
    towns = {one.lead.start: town for one, town in zip(days, said, strict=True) if is_town(town)}
    return towns if len(towns) == len(days) else {}


def _behind(text: str, day: Cluster, end: int) -> str:
    """What stands between a day and the next one."""
    behind = text[day.mentions[-1][1].end : end].partition(". ")[0]
    return behind.strip(_AROUND).removeprefix("in ").removesuffix(" und")

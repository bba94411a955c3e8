"""Whether days are those on which tickets have a price: "Regulär, 449 €, 1.7. bis 30.9." below "Tickets"."""

from __future__ import annotations

import re

from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.wording.labels import label_kind

_TARIFF = re.compile(
    r"\b(?:regulär|normal|früh|super early|early|late|standard|ermäßig|mitglied|student|basis|premium|(?:preis)?phase|"
    r"\w*tarif|preisstufe|vorverkauf|(?:abend|tages)kasse)",
    re.IGNORECASE,
)
_OPEN = re.compile(r"(?:bis|ab|until|from)\s", re.IGNORECASE)


def are_of_prices(context: Context, fields: Fields) -> bool:
    """Whether all days of a record that is called a tariff are spans or open ones without an hour, below "Tickets"."""
    if fields.price is None or not fields.clusters or not _TARIFF.search(fields.title):
        return False
    return all(_is_span(cluster) and _is_below_prices(context, cluster) for cluster in fields.clusters)


def _is_span(cluster: Cluster) -> bool:
    lasts = cluster.several or _OPEN.match(cluster.lead.text) is not None
    return lasts and not (cluster.timed or cluster.lead.weekday)


def _is_below_prices(context: Context, cluster: Cluster) -> bool:
    """Whether one of the headings that a date stands under is nothing but a label of prices."""
    rank = 7
    for head in reversed(context.headings):
        if head.index < cluster.first and head.heading < rank:
            if label_kind(head.text) == "price":
                return True
            rank = head.heading
    return False

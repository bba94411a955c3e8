"""The lines of one event, and of those beside it in a list."""

from __future__ import annotations

from dataclasses import dataclass

from crawlers.extractors.listing.days.cluster import Cluster


@dataclass(slots=True)
class Record:
    """The lines `first`..`last` (exclusive) of one event; `item`: its block, -1 when it was cut from a flat part."""

    first: int
    last: int
    clusters: list[Cluster]
    item: int = -1


@dataclass(slots=True)
class Group:
    """Records that stand side by side in block `parent`."""

    parent: int
    records: list[Record]
    flat: bool = False

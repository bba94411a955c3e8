"""Lists that go on in time: days without a year, each later than the one before, are of one year.

A day by itself is taken for one to come where it is long past. In "15.1., 19.2., 26.3., 18.6.", read in March, the
first would then be of next year and the others of this one; their order says that it has been.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from crawlers.extractors.listing.days.cluster import Cluster, Dates
from crawlers.extractors.listing.layout.layout import Layout

FEWEST = 3  # days that make an order
PAST = timedelta(days=30)  # as long a single day may be past
LATE, EARLY = 10, 3  # months between which a list can go on into the next year
SHORTEST = 28  # days of a month: later ones need no telling apart


def years(layout: Layout, dates: Dates, today: date) -> None:
    """Gives the days of such a list their years, where by themselves they would not be in order."""
    alike: dict[tuple[str, ...], list[Cluster]] = defaultdict(list)
    for cluster in dates.clusters:
        lead = cluster.lead
        plain = cluster.role == "event" and cluster.cell < 0 and lead.month and not lead.weekday
        if plain and not lead.year and not dates.near[cluster.first][0]:
            alike[layout.path(0, cluster.block)].append(cluster)
    for run in (run for clusters in alike.values() for run in _runs(layout, dates, clusters)):
        alone = [_alone(cluster, today) for cluster in run] if len(run) >= FEWEST else []
        if alone == sorted(alone):
            continue
        first = _first_year(run, today)
        if not _fits(dates, run, _in_order(run, first)):
            continue
        for cluster, year in zip(run, _in_order(run, first), strict=True):
            dates.near[cluster.first] = year, dates.near[cluster.first][1]


def _runs(layout: Layout, dates: Dates, clusters: Sequence[Cluster]) -> Iterator[list[Cluster]]:
    """The days as long as each is later than the one before, at most over one end of a year and twelve months."""
    run: list[Cluster] = []
    for cluster in clusters:
        if run and not (_goes_on(run, cluster) and _is_of_list(layout, dates, run, cluster)):
            yield run
            run = []
        run.append(cluster)
    if run:
        yield run


def _is_of_list(layout: Layout, dates: Dates, run: Sequence[Cluster], cluster: Cluster) -> bool:
    """Whether a day stands beside the others, or below the heading of a month as they do."""
    months = [dates.near[one.first][1] for one in (run[-1], cluster)]
    if all(months) or len(run) == 1:
        return True
    return layout.common(run[-1].block, cluster.block) == layout.common(run[0].block, run[1].block)


def _goes_on(run: Sequence[Cluster], cluster: Cluster) -> bool:
    first, last, this = run[0].lead.in_year, run[-1].lead.in_year, cluster.lead.in_year
    if this >= last:
        return last >= first or this < first
    return last >= first > this and last[0] >= LATE and this[0] <= EARLY


def _fits(dates: Dates, run: Sequence[Cluster], years: Sequence[int]) -> bool:
    """Whether days that say their year, between those of the list, lie between them in time, too."""
    days = [_date(year, cluster) for cluster, year in zip(run, years, strict=True)]
    for one, two, low, high in zip(run, run[1:], days, days[1:], strict=False):
        inside = dates.within(one.first + 1, two.first)
        told = [_date(day.lead.year, day) for day in inside if day.lead.year and day.role == "event" and day.lead.month]
        if not all(low <= day <= high for day in told):
            return False
    return True


def _alone(cluster: Cluster, today: date) -> date:
    """The day as it is read by itself: the next one, unless it has just been."""
    this = _date(today.year, cluster)
    if this < today - PAST:
        return _date(today.year + 1, cluster)
    last = _date(today.year - 1, cluster)
    return last if last >= today - PAST else this


def _date(year: int, cluster: Cluster) -> date:
    month, day = cluster.lead.in_year
    return date(year, month, min(day, SHORTEST))


def _in_order(run: Sequence[Cluster], first: int) -> list[int]:
    return [first + (cluster.lead.in_year < run[0].lead.in_year) for cluster in run]


def _first_year(run: Sequence[Cluster], today: date) -> int:
    """The year of the first day with which a day of the list is nearest to today."""

    def distance(first: int) -> timedelta:
        days = (_date(year, cluster) for cluster, year in zip(run, _in_order(run, first), strict=True))
        return min(abs(day - today) for day in days)

    return min((today.year, today.year - 1, today.year + 1), key=distance)

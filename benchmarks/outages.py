"""Outages replayed: over some weeks of sites in trouble, what is wrongly said to be cancelled or gone?

`python -m benchmarks.outages [--sites N] [--days N] [--json]`. Pages are written and read as in a crawl, the pipeline
is the real one, each site is asked every six hours to a day. Beside it the policy of most aggregators, on the same
pages: what vanished is cancelled. Seeded.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks._measure import Figure
from benchmarks._sites import FIRST, Show, Site, site
from benchmarks.identity import CITIES
from pipeline.crawled import CrawlState
from pipeline.marks import split_title
from pipeline.model import Event, Source
from pipeline.text import fold
from tests.story import Story

SEED, SITES, DAYS = 5, 300, 30
GROUP = 20  # sites that share a database
HOURS = ((5,), (5,), (5, 17), (1, 7, 13, 19))  # of the runs of a day
SHARES = {"short": 0.35, "long": 0.25, "flapping": 0.1, "healthy": 0.2, "rebuilt": 0.1}
LEVELS = (1, 2, 3, 5, 8, 12, 15, 25, 40, 60, 80, 120)


@dataclass
class Count:
    """Distinct events, but for `runs` and `bad`."""

    runs: int = 0
    bad: int = 0  # runs in which a source was in trouble
    listed: set[str] = field(default_factory=set)
    off: set[str] = field(default_factory=set)  # cancelled by their sites, and known to us by then
    told: set[str] = field(default_factory=set)  # of those, published as cancelled
    false: dict[str, str] = field(default_factory=dict)  # wrongly cancelled: uid -> what happened
    unlisted: dict[str, str] = field(default_factory=dict)  # wrongly "not listed any more"
    vanished: set[tuple[str, int]] = field(default_factory=set)  # wrongly cancelled, were vanished cancelled

    def add(self, other: Count) -> None:
        """Take in what was counted elsewhere."""
        self.runs, self.bad = self.runs + other.runs, self.bad + other.bad
        self.false, self.unlisted = self.false | other.false, self.unlisted | other.unlisted
        for name in ("listed", "off", "told", "vanished"):
            getattr(self, name).update(getattr(other, name))


def replay(sites: Sequence[Site], days: int, hours: Sequence[int]) -> Count:
    """Some sites over some days, all in one database."""
    count = Count()
    sources = {one.id: Source(one.id, f"https://{one.id}.example/termine/", city=one.city) for one in sites}
    with TemporaryDirectory() as folder:
        story = Story(sources, Path(folder))
        for day in range(days):
            for hour in hours:
                now = datetime.combine(FIRST + timedelta(days=day), time(hour), UTC)
                before = {one.id: one.shown for one in sites}
                states = story.store.states()
                scripts = {one.id: one.script(now, states.get(one.id, CrawlState()).recheck) for one in sites}
                told = story.play({"at": now, **scripts})
                count.runs += len(sites)
                count.bad += sum(bool(one.days[day]) for one in sites)
                for one in sites:
                    _compare(one, now, list(told.events.values()), before[one.id], count)
        story.store.close()
    return count


def _compare(site: Site, now: datetime, events: Sequence[Event], before: frozenset[int], count: Count) -> None:
    """What is published of a site against what is true."""
    today = now.date()
    coming = {show.number: show for show in site.listed(now)}
    lost = before - site.shown
    count.vanished |= {(site.id, number) for number in lost & coming.keys() if coming[number].takes_place(today)}
    what = f"{site.days[(today - FIRST).days] or 'no trouble'}, {site.form}"
    for event, show in _known(site, now, events):
        if event.listed:
            count.listed.add(event.uid)
        if show.takes_place(today):
            if event.status == "cancelled":
                count.false.setdefault(event.uid, what)
            elif not event.listed:
                count.unlisted.setdefault(event.uid, what)
        elif show.off and show.off < today and event.uid in count.listed:
            count.off.add(event.uid)
            if event.status == "cancelled":
                count.told.add(event.uid)


def _known(site: Site, now: datetime, events: Sequence[Event]) -> Iterator[tuple[Event, Show]]:
    """The stored events of a site that are still to come, each with what it really is."""
    by_title: dict[str, list[Show]] = {}
    for show in site.shows:
        if show.start > now:
            by_title.setdefault(fold(show.title), []).append(show)
    for event in events:
        shows = by_title.get(fold(split_title(event.title)[0]), [])
        if shows and _start(event) > now and event.venue and event.venue.city == site.city:
            yield event, min(shows, key=lambda show: abs(_start(event) - show.start))


def _start(event: Event) -> datetime:
    start = event.when.start
    return start if isinstance(start, datetime) else datetime.combine(start, time(12), UTC)


def groups(number: int, days: int) -> Iterator[tuple[list[Site], Sequence[int]]]:
    """The sites, GROUP at a time, with the hours of their runs."""
    dice = random.Random(SEED)
    kinds = [kind for kind, share in SHARES.items() for _ in range(round(share * number))]
    dice.shuffle(kinds)
    sites = [
        site(f"s{n}", CITIES[n % len(CITIES)], dice.choice(LEVELS), kind, days, dice) for n, kind in enumerate(kinds, 1)
    ]
    for index in range(0, len(sites), GROUP):
        yield sites[index : index + GROUP], HOURS[index // GROUP % len(HOURS)]


def figures(number: int, days: int) -> tuple[Count, list[Figure]]:
    """What was counted, and the figures of it."""
    count = Count()
    with ProcessPoolExecutor() as pool:
        jobs = [pool.submit(replay, sites, days, hours) for sites, hours in groups(number, days)]
        for job in jobs:
            count.add(job.result())
    listed = len(count.listed)
    return count, [
        Figure("events listed", listed, unit="events"),
        Figure("runs", count.runs, unit="runs"),
        Figure("runs of a source in trouble", count.bad, unit="runs"),
        Figure("wrongly cancelled, of 10,000 listed", 1e4 * len(count.false) / listed, at_most=1.0, unit="events"),
        Figure("were vanished cancelled: wrongly, of 10,000", 1e4 * len(count.vanished) / listed, unit="events"),
        Figure("wrongly not listed any more, of 10,000", 1e4 * len(count.unlisted) / listed, unit="events"),
        Figure("cancelled by their sites, and published so", len(count.told) / max(1, len(count.off)), at_least=0.9),
    ]


def main() -> int:
    """The figures; 1 if a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=SITES)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    count, found = figures(given.sites, given.days)
    if given.json:
        print(json.dumps([{"what": one.what, "value": one.value, "holds": one.holds} for one in found]))
    else:
        for one in found:
            print(f"{one.what:50} {one.value:12.4g} {one.unit}{'' if one.holds is not False else '  falls short'}")
        for name in ("false", "unlisted"):
            for what, times in Counter(getattr(count, name).values()).most_common():
                print(f"  {name}: {times} × {what}")
    return int(any(one.holds is False for one in found))


if __name__ == "__main__":
    sys.exit(main())

"""The main job: crawl what is due, ingest, publish. Called by `run`, by the scheduler and by the demo."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crawlers.runner import Crawl, Finished, Progress
from crawlers.runner import crawl as in_one_process
from feeds import operator
from feeds.publish import PublishReport
from feeds.publish import publish as publish_feeds
from pipeline.ahead import Ahead
from pipeline.config import Settings
from pipeline.configfile.values import duration
from pipeline.crawled import CrawlState
from pipeline.model import Source
from pipeline.pace import within
from pipeline.results import RunResult
from pipeline.run import ingest
from pipeline.store import Batch, Store
from pitchradar import keep, purge
from pitchradar.notify import notify
from pitchradar.records import write_metrics
from pitchradar.workplace import NO_CONTACT, STAMP, Workplace, local

Asked = list[tuple[Source, CrawlState]]

NAMED = 5  # failed sources
SLACK = 0.1  # of the interval: a cron that fires some minutes early still finds its sources due


@dataclass(frozen=True, slots=True)
class Work:
    """What one run did."""

    result: RunResult
    published: PublishReport
    repaired: str | None = None  # what had to be mended first
    paused: tuple[str, ...] = ()  # ids of those that were crawled because they were named
    idle: str | None = None  # when something is due again, where nothing was
    warning: str | None = None  # what is amiss in the settings, at every run

    def as_json(self) -> dict[str, Any]:
        """The answer of `pitchradar run --json`."""
        return {"run": self.result.run_id, "sources": [row.as_json() for row in self.result.sources]}


def run(
    place: Workplace,
    names: Collection[str],
    now: datetime,
    progress: Progress | None = None,
    crawl_sources: Crawl = in_one_process,
) -> Work:
    """Crawl the named sources, or all that are due; bring their events into the database and the feeds."""
    with place.lock():
        repaired = keep.mend(place, now)
        with place.store() as store:
            asked = _asked(place, store, names, now)
            folder, ahead = _crawl_ahead(place, asked, now, progress, crawl_sources)
            result = _ingest(place, store, folder, now, ahead)
            published = publish_feeds(store, place.config, place.public, now=now)
            keep.tidy(place, store, now)
            write_metrics(place, store, now)
            broken = [issue for issue in published.issues if issue.level == "error"]
            store.commit(Batch(now, issues=(*broken, *notify(place, store, now))))
            operator.write(store, place.config, place.public, now=now)
            rows = store.sources()
            paused = tuple(one.id for one, _ in asked if one.paused or (one.id in rows and rows[one.id]["paused"]))
            idle = None if asked else _idle(place.config.sources, store)
    return Work(result, published, repaired, paused, idle, None if place.config.settings.contact else NO_CONTACT)


def _idle(sources: Collection[str], store: Store) -> str:
    """When the next source is due, and which failed last time: who has mended something need not wait."""
    rows = [row for id, row in store.sources().items() if id in sources and not row["paused"] and row["next_due"]]
    if not sources:
        return "no source is due: there are none yet (`pitchradar source add URL` writes one)"
    told = ["no source is due"]
    if rows:
        first = min(rows, key=lambda row: (row["next_due"][:16], row["id"]))  # to the minute, as it is told
        told.append(f"the next one is {first['id']}, {local(datetime.fromisoformat(first['next_due']))}")
    failed = [row["id"] for row in rows if row["state"] == "failed"]
    if failed:
        more = ", …" if len(failed) > NAMED else ""
        told.append(f"{len(failed)} failed last time; named ones are asked at once: {', '.join(failed[:NAMED])}{more}")
    return "; ".join(told)


def crawl(place: Workplace, names: Collection[str], now: datetime, progress: Progress | None = None) -> Path:
    """Only fetch and extract: the folder of the new run."""
    with place.lock(), place.store() as store:
        return _crawl(place, _asked(place, store, names, now), now, progress, _new_folder(place.runs, now))


def ingest_run(place: Workplace, run_id: str, now: datetime) -> RunResult:
    """Bring a stored run into the database (again). Raises ValueError when there is no such run."""
    folder = place.runs / Path(run_id).name
    if folder not in place.runs.glob("*") or not folder.is_dir():
        raise ValueError(f"no run {run_id} in {place.runs}")
    with place.lock(), place.store() as store:
        return _ingest(place, store, folder, now)


def publish(place: Workplace, now: datetime) -> PublishReport:
    """Write the feeds and pages of what is stored, as people and the config have it now; no site is asked."""
    with place.lock(), place.store() as store:
        _ingest(place, store, _new_folder(place.runs, now), now)  # as a run in which nothing is due
        return publish_feeds(store, place.config, place.public, now=now)


def _asked(place: Workplace, store: Store, names: Collection[str], now: datetime) -> Asked:
    """The sources of a run, with what is remembered of each; one that was out of the config is read in full."""
    states, rows = store.states(), store.sources()
    states |= {id: replace(state, validators={}, hashes={}) for id, state in states.items() if id not in rows}
    sources = chosen(place.config.sources, names) if names else due(place.config.sources.values(), store, now)
    return [(source, states.get(source.id, CrawlState())) for source in sources]


def _crawl_ahead(
    place: Workplace, asked: Asked, now: datetime, progress: Progress | None, crawl_sources: Crawl
) -> tuple[Path, Ahead]:
    """The folder of the new run, and what follows from its new sources: there is nothing else to do meanwhile.

    What fails here is asked again by the ingest, which tells of it. A crawl that is ended leaves undone what waits.
    """
    folder, ahead = _new_folder(place.runs, now), Ahead(place.config)
    new = {source.id for source, state in asked if state.is_new}
    beside = ThreadPoolExecutor(1)

    def finished(id: str) -> None:
        if id in new:
            beside.submit(ahead.prepare, folder, id, now)

    try:
        if new:
            beside.submit(ahead.tagging.warm)
        _crawl(place, asked, now, progress, folder, crawl_sources, finished)
        beside.shutdown()
    finally:
        beside.shutdown(cancel_futures=True)
    return folder, ahead


def _crawl(
    place: Workplace,
    asked: Asked,
    now: datetime,
    progress: Progress | None,
    folder: Path,
    crawl_sources: Crawl = in_one_process,
    finished: Finished | None = None,
) -> Path:
    sources, states = [source for source, _ in asked], {source.id: state for source, state in asked}
    settings: Settings = place.config.settings
    aside = place.quarantine
    crawl_sources(sources, states, folder, settings, now=now, progress=progress, finished=finished, quarantine=aside)
    return folder


def _ingest(place: Workplace, store: Store, folder: Path, now: datetime, ahead: Ahead | None = None) -> RunResult:
    purge.purge_run(folder, place.ledger.tombstones(), place.config)
    return ingest(folder, store, place.ledger, place.config, now=now, ahead=ahead)


def chosen(sources: dict[str, Source], names: Collection[str]) -> list[Source]:
    """The named sources. Raises ValueError naming the unknown ones."""
    unknown = sorted(set(names) - set(sources))
    if unknown:
        raise ValueError(f"no such source: {', '.join(unknown)}")
    return [sources[name] for name in sorted(set(names))]


def due(sources: Collection[Source], store: Store, now: datetime) -> list[Source]:
    """Sources that are not paused and whose interval since the START of their last run has nearly passed."""
    rows = store.sources()
    return [source for source in sources if _is_due(source, rows.get(source.id), now)]


def _is_due(source: Source, row: dict[str, Any] | None, now: datetime) -> bool:
    if source.paused or (row and row["paused"]):
        return False
    if not row or not row["last_run"]:
        return True
    last = datetime.fromisoformat(row["last_run"])
    if last > now:
        return True  # the clock went back: nothing is known to be fresh
    return last + _wait(duration(source.every), row, last) * (1 - SLACK) <= now


def _wait(every: timedelta, row: dict[str, Any], last: datetime) -> timedelta:
    """The pace that the last run found, within the bounds of what `every` is today."""
    return within(every, datetime.fromisoformat(row["next_due"]) - last) if row["next_due"] else every


def _new_folder(runs: Path, now: datetime) -> Path:
    name = now.strftime(STAMP)
    taken: Sequence[str] = [path.name for path in runs.glob(f"{name}*")] if runs.exists() else []
    folder = runs / (f"{name}-{len(taken) + 1}" if taken else name)
    folder.mkdir(parents=True)
    return folder

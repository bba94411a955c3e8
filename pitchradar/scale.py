"""Work on more than one process or machine (extra `scale`): parts of it handed to Dask workers, results to one writer.

A worker that dies has its part done again by another one, once; a part that fails twice is reported, and the others go
on. What a part is, and what is done with it, is said by the caller: `crawl_on` for runs, `pitchradar.archive` for WARC.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from crawlers import manifest, runner, shards
from crawlers.runner import Crawl, Finished, Progress
from crawlers.settings import CrawlSettings
from pipeline.crawled import CrawlReport, CrawlState
from pipeline.model import Source

if TYPE_CHECKING:
    from distributed import Client

P = TypeVar("P")
R = TypeVar("R")
Work = Callable[[P, Progress], R]

SCHEMES = {"dask": "tcp", "dask+tls": "tls"}  # of --engine; keys for TLS stand in Dask's own configuration
TOPIC = "pitchradar"  # of the messages that workers send while they work
ARRIVAL = 30.0  # seconds that the scheduler and its first worker have to answer
NEEDED = "this needs the extra `scale`: pip install '<checkout>[scale]'"
LOCAL = {
    "distributed.scheduler.allowed-failures": 1,  # a part is done again once
    "distributed.scheduler.worker-saturation": 1.0,  # the rest waits with the scheduler, not with a worker that may die
}


@dataclass(frozen=True, slots=True)
class Done:
    """A part's end: its result, or why there is none."""

    part: Any
    result: Any = None
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Engine:
    """A connected cluster."""

    client: Client

    @property
    def workers(self) -> int:
        """How many parts are worked on at a time."""
        return max(1, int(sum(self.client.nthreads().values())))

    def each(self, work: Work[P, R], parts: Sequence[P], progress: Progress) -> Iterator[Done]:
        """`work(part, progress)` for every part on some worker, in the order they end; every part ends exactly once."""
        from distributed import as_completed

        self.client.subscribe_topic(TOPIC, lambda event: progress(str(event[1])))
        futures = {self.client.submit(_told, work, part, pure=False): part for part in parts}
        for future in as_completed(list(futures)):
            error = future.exception()
            yield Done(futures[future], None if error else future.result(), _why(error) if error else None)
            future.release()


def _told(work: Work[P, R], part: P) -> R:
    """On the worker: what `work` says goes back at once."""
    from distributed import get_worker

    return work(part, partial(get_worker().log_event, TOPIC))


def _why(error: BaseException) -> str:
    """A part's failure in one line."""
    from distributed.scheduler import KilledWorker

    if isinstance(error, KilledWorker):
        return "the workers that did this part died"
    return f"{type(error).__name__}: {error}".splitlines()[0]


@contextmanager
def engine(workers: int | None, address: str | None) -> Iterator[Engine]:
    """`workers` processes of this machine, or the cluster at `dask://HOST:PORT`. Raises ValueError with a sentence."""
    needs("dask", "distributed")
    import dask
    import distributed

    with ExitStack() as stack:
        if address is None:
            stack.enter_context(dask.config.set(LOCAL))
            options: dict[str, Any] = {"threads_per_worker": 1, "memory_limit": 0, "dashboard_address": "127.0.0.1:0"}
            quiet = logging.CRITICAL  # a worker's death is told by its part's end
            cluster = distributed.LocalCluster(n_workers=workers, silence_logs=quiet, **options)
            client = distributed.Client(stack.enter_context(cluster))
        else:
            client = _connected(address)
        yield Engine(stack.enter_context(client))


def needs(*modules: str) -> None:
    """Raises ValueError with a sentence unless the extra is installed."""
    for module in modules:
        try:
            import_module(module)
        except ModuleNotFoundError as error:
            raise ValueError(NEEDED) from error


def _connected(address: str) -> Client:
    import distributed

    scheme, _, place = address.partition("://")
    if scheme not in SCHEMES or not place:
        raise ValueError(f"no such engine: {address} (it is dask://HOST:PORT, or dask+tls://HOST:PORT)")
    try:
        client = distributed.Client(f"{SCHEMES[scheme]}://{place}", timeout=ARRIVAL)
        client.wait_for_workers(1, timeout=ARRIVAL)
    except (OSError, TimeoutError) as error:
        raise ValueError(f"no Dask scheduler with a worker answers at {place}: {error}") from error
    return client


@contextmanager
def crawling(workers: int | None, address: str | None) -> Iterator[Crawl]:
    """The way to crawl that the options ask for; without any, in one process of this machine."""
    if workers is None and address is None:
        yield runner.crawl
        return
    with engine(workers, address) as connected:
        yield partial(crawl_on, connected)


def crawl_on(
    connected: Engine,
    sources: Sequence[Source],
    states: Mapping[str, CrawlState],
    folder: Path,
    settings: CrawlSettings,
    *,
    now: datetime,
    progress: Progress | None = None,
    finished: Finished | None = None,
    quarantine: Path | None = None,
) -> list[CrawlReport]:
    """As `runner.crawl`, in shards on the workers; this process alone writes the run folder."""
    plan = runner.planned(sources, states, folder, settings, now=now, quarantine=quarantine)
    manifest.write(plan)
    tell, has_ended = progress or (lambda _: None), finished or (lambda _: None)
    lost: dict[str, str] = {}
    for done in connected.each(shards.crawl_shard, shards.split(plan, connected.workers), tell):
        if done.failed:
            lost |= dict.fromkeys(done.part.ids, done.failed)
            tell(f"{len(done.part.ids)} sources not crawled: {done.failed}")
        else:
            shards.unpack(plan, done.result)
            for id in done.part.ids:
                has_ended(id)
    return runner.reports(plan, lost)

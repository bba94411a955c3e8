"""A run in parts for several workers: sources that share a host stay together, so that every host has one owner.

A part is a manifest as bytes, and what comes back is files as bytes: worker and writer share no folder. Which worker
does which part, and what happens when one dies, is `pitchradar.scale`'s business.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path

from crawlers import manifest, runner
from crawlers.manifest import Manifest
from crawlers.parsing import readers
from crawlers.parsing.quarantine import Quarantine
from crawlers.sites import site
from pipeline.crawled import CrawlState
from pipeline.model import Source
from pipeline.runfiles import REPORT, REQUESTS
from pipeline.wholefile import write_whole

MOST = 250  # sources in a shard: all of them are under way at once, and a lost shard is some minutes of work
SHARED = (REQUESTS, "crawl.log", runner.ERRORS)  # one per run, not per source
QUARANTINE = "quarantine"

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Shard:
    """One part of a run. `plan`: its manifest, compressed; `broken`: what is known of pages that broke a worker."""

    ids: tuple[str, ...]
    plan: bytes
    broken: Files


class OtherCode(ValueError):
    """A worker that would read pages differently than the program it works for."""


def split(plan: Manifest, workers: int) -> list[Shard]:
    """The shards of a run, the largest first: one or more for every worker, none above MOST unless one host is."""
    room = min(MOST, max(1, ceil(len(plan.sources) / workers)))
    bins: list[list[Source]] = [[] for _ in range(ceil(len(plan.sources) / room))]
    for group in sorted(together(plan.sources, plan.states), key=len, reverse=True):
        min(bins, key=len).extend(group)
    broken = Quarantine(plan.quarantine).entries() if plan.quarantine else {}
    return [_shard(plan, part, broken) for part in sorted(bins, key=len, reverse=True) if part]


def _shard(plan: Manifest, sources: Sequence[Source], broken: Files) -> Shard:
    ids = tuple(source.id for source in sources)
    own = replace(plan, sources=tuple(sources), states={id: plan.states[id] for id in ids if id in plan.states})
    return Shard(ids, zlib.compress(manifest.dump(own)), broken)


def together(sources: Collection[Source], states: Mapping[str, CrawlState]) -> list[list[Source]]:
    """Groups of sources that no host belongs to two of: their own hosts, and those that earlier runs were led to."""
    leader: dict[str, str] = {}

    def root(name: str) -> str:
        while leader.setdefault(name, name) != name:
            leader[name] = name = leader[leader[name]]
        return name

    for source in sources:
        for host in _hosts(states.get(source.id, CrawlState())):
            leader[root(host)] = root(site(source.url))
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault(root(site(source.url)), []).append(source)
    return list(groups.values())


def _hosts(state: CrawlState) -> set[str]:
    """Registrable names that a source has asked: every origin's robots.txt is remembered, and every pause."""
    return {site(url) for url in [*(state.notes.get("robots") or {}), *(f"//{key}" for key in state.retry_after)]}


def crawl_shard(shard: Shard, progress: Callable[[str], None]) -> dict[str, bytes]:
    """Crawl it in a process of its own, in a folder of its own: {file name: content}. Raises OtherCode."""
    plan = manifest.load(zlib.decompress(shard.plan))
    if plan.code != readers.code():
        raise OtherCode("the worker has another version of pitchradar than the program that called it")
    with tempfile.TemporaryDirectory(prefix="pitchradar-shard-") as name:
        folder, quarantine = Path(name) / plan.run_id, Quarantine(Path(name) / QUARANTINE)
        quarantine.take(shard.broken)
        states, settings = plan.states, plan.settings
        runner.crawl(
            plan.sources, states, folder, settings, now=plan.now, progress=progress, quarantine=quarantine.folder
        )
        (folder / manifest.NAME).unlink()
        found = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
        new = [path for path in quarantine.folder.glob("*") if path.with_suffix(".json").name not in shard.broken]
        return found | {f"{QUARANTINE}/{path.name}": path.read_bytes() for path in new}


def unpack(plan: Manifest, files: Files) -> None:
    """Put a shard's files into the run folder, reports last: a source that has one is finished."""
    broken = {name.partition("/")[2]: content for name, content in files.items() if name.startswith(f"{QUARANTINE}/")}
    if broken and plan.quarantine:
        Quarantine(plan.quarantine).take(broken)
    for name in sorted(files, key=lambda name: (name.endswith(REPORT), name)):
        if name in SHARED:
            with (plan.folder / name).open("ab") as shared:
                shared.write(files[name])
        elif "/" not in name:
            write_whole(plan.folder / name, [files[name]])

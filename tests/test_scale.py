"""A run on several workers: one owner per host, the same feeds as on one process, also when a worker is killed."""

import itertools
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest
from distributed import LocalCluster

from crawlers import runner, shards
from crawlers.settings import Plain
from pipeline.crawled import CrawlState
from pipeline.model import Source
from pitchradar import scale, work
from pitchradar.demo import region_config
from pitchradar.demo.website import Region, serving
from pitchradar.workplace import Workplace, workplace
from tests.loopback import Loopback, loopback

NOW = datetime(2026, 11, 3, 5, tzinfo=UTC)
SLOW = 1.5  # seconds for a page: long enough to be killed in the midst of one
SITES, PER_SITE = 6, 2


@pytest.fixture(scope="module")
def region() -> Iterator[Region]:
    with serving(NOW.date()) as running:
        yield running


def feeds(place: Workplace) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((place.public / "feeds").iterdir())}


def at(region: Region, folder: Path) -> Workplace:
    return workplace(region_config(folder, region, 8001), folder / "var")


@pytest.mark.slow
def test_two_workers_publish_the_same_bytes_as_one_process(region: Region, tmp_path: Path) -> None:
    alone, shared, said = at(region, tmp_path / "alone"), at(region, tmp_path / "shared"), list[str]()
    names = list(alone.config.sources)
    work.run(alone, names, NOW)
    with scale.crawling(2, None) as crawl:
        done = work.run(shared, names, NOW, said.append, crawl)
    assert feeds(shared) == feeds(alone) and len(feeds(alone)) > 10
    assert sorted(line.partition(":")[0] for line in said) == sorted(names)
    (folder,) = shared.runs.iterdir()
    assert (folder / "requests.jsonl").read_text().count("\n") > len(names)
    assert {row.id for row in done.result.sources} == set(names)


def page(site: int, part: int) -> str:
    rows = "".join(
        f'<li><a href="/{site}-{part}-{n}">Gründerabend {site}-{part}-{n}</a> {n + 1}.12.2026, 18:00 Uhr, Rathaus</li>'
        for n in range(4)
    )
    return f"<html><head><title>Termine</title></head><body><h1>Termine</h1><ul>{rows}</ul></body></html>"


def slow_place(server: Loopback, folder: Path) -> Workplace:
    """Sources on slow sites, two of each site."""
    config = folder / "config"
    (config / "sources").mkdir(parents=True)
    (config / "settings.toml").write_text('allow_hosts = ["127.0.0.0/8"]\ndelay = 0.3\ncontact = "a@b.example"\n')
    lines = []
    for number in range(SITES):
        parts = {f"/{part}/": {"body": page(number, part), "delay": SLOW} for part in range(PER_SITE)}
        url = server.site(parts)
        lines += [
            f'[s{number}-{part}]\nurl = "{url}/{part}/"\nfollow = {{ details = false }}\n' for part in range(PER_SITE)
        ]
    (config / "sources" / "herford.toml").write_text("".join(lines))
    return workplace(config, folder / "var")


@contextmanager
def cluster(workers: int) -> Iterator[LocalCluster]:
    options = {"threads_per_worker": 1, "memory_limit": 0, "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(n_workers=workers, **options) as running:
        yield running


@pytest.mark.slow
def test_a_killed_worker_changes_no_byte_and_its_shard_is_done_again_once(tmp_path: Path) -> None:
    with loopback() as server, cluster(3) as running:
        place = slow_place(server, tmp_path / "shared")
        (tmp_path / "alone").mkdir()
        alone = replace(place, data=tmp_path / "alone" / "var")
        names = list(place.config.sources)
        work.run(alone, names, NOW)
        server.seen.clear()
        pids = [worker.pid for worker in running.workers.values()]
        killer = threading.Thread(target=_kill_the_owner_of_the_first_page, args=(pids, server))
        killer.start()
        with scale.crawling(None, running.scheduler_address.replace("tcp://", "dask://")) as crawl:
            done = work.run(place, names, NOW, None, crawl)
        killer.join()
        asked = Counter((one.host, one.path) for one in server.seen if one.path != "/robots.txt")
        times = {host: [one.at for one in server.requests(host)] for host, _ in asked}
    assert feeds(place) == feeds(alone)
    assert all(row.state != "failed" for row in done.result.sources) and len(done.result.sources) == len(names)
    twice = {host for (host, _), count in asked.items() if count == 2}
    assert max(asked.values()) == 2 and 0 < len(twice) <= SITES / 3  # one shard of three
    assert all(later - sooner >= 0.25 for at in times.values() for sooner, later in itertools.pairwise(at))
    (folder,) = place.runs.iterdir()
    assert (folder / "requests.jsonl").read_text().count("\n") == SITES * (PER_SITE + 1)


def _kill_the_owner_of_the_first_page(workers: list[int], server: Loopback) -> None:
    """While the page is on its way. A worker's crawling process says by its manifest what it works on."""
    moment = threading.Event()
    while not (asked := [one.host for one in list(server.seen) if one.path != "/robots.txt"]):
        moment.wait(0.02)
    for worker in workers:
        for child in psutil.Process(worker).children():
            if asked[0] in Path(child.cmdline()[-1]).read_text("utf-8"):
                os.kill(worker, signal.SIGKILL)
                return


def test_a_host_has_one_owner() -> None:
    sources = [Source(f"s{n}", f"http://s{n % 40}.example/{n}") for n in range(120)]
    led = CrawlState(notes={"robots": {"https://tickets.example": {}}})
    waiting = CrawlState(retry_after={"tickets.example:8443": "2026-11-04T00:00:00+00:00"})
    states = {"s1": led, "s42": waiting, "s83": led}
    owners: dict[str, set[int]] = {}
    plan = runner.planned(sources, states, Path("/tmp") / "x", Plain("", "", 1, 30), now=NOW)
    parts = shards.split(plan, 3)
    for number, part in enumerate(parts):
        for id in part.ids:
            owners.setdefault(f"s{int(id[1:]) % 40}", set()).add(number)
    assert sorted(id for part in parts for id in part.ids) == sorted(source.id for source in sources)
    assert all(len(numbers) == 1 for numbers in owners.values())
    assert owners["s1"] == owners["s2"] == owners["s3"]
    assert len(parts) == 3 and max(len(part.ids) for part in parts) <= 42


def test_a_worker_of_another_version_is_refused(tmp_path: Path) -> None:
    plan = runner.planned([Source("a", "http://a.example/")], {}, tmp_path, Plain("", "", 1, 30), now=NOW)
    (shard,) = shards.split(replace(plan, code="other"), 1)
    with pytest.raises(shards.OtherCode, match="another version"):
        shards.crawl_shard(shard, print)


@pytest.mark.parametrize(
    ("address", "says"),
    [("127.0.0.1:8786", "no such engine"), ("spark://127.0.0.1:1", "no such engine")],
)
def test_what_is_no_engine_is_said_in_a_sentence(address: str, says: str) -> None:
    with pytest.raises(ValueError, match=says), scale.crawling(None, address):
        pass


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    hidden = tmp_path / "dask.py"
    hidden.write_text("raise ModuleNotFoundError('dask')\n")
    command = [sys.executable, "-m", "pitchradar.cli", "run", "--workers", "2", "--data", str(tmp_path / "var")]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert done.returncode == 2 and "extra `scale`" in done.stderr and "Traceback" not in done.stderr

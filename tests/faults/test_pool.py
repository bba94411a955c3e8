"""A worker that is killed loses its own task and no other; poison pages are kept, and not tried twice."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.extractors.errors import Unreadable
from crawlers.parsing.pool import Pool, lost
from crawlers.parsing.quarantine import MOST, Quarantine
from crawlers.parsing.reading import MODULES, Reader
from pipeline.model import Page, Source
from tests.faults.poison import POISONS

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SOURCE = Source("haus", "https://haus.example/")
EVENING = "<h1>Termine</h1><ul><li><h3>Gründerabend</h3><p>3.12.2026, 18 Uhr, Halle, Bünde</p></li></ul>"
DEEP = b"<div>" * 100_000


def page(body: bytes) -> Page:
    return Page(SOURCE.url, 200, {"content-type": "text/html; charset=utf-8"}, body, NOW)


def test_only_the_poisoned_tasks_are_lost() -> None:
    with Pool([], cpu=1, wall=3, memory=512 << 20) as pool:
        harmless = [pool.submit(pow, 2, number) for number in range(100)]
        tasks = {name: pool.submit(poison) for name, (poison, _) in POISONS.items()}
        harmless += [pool.submit(pow, 2, number) for number in range(100, 200)]
        assert [one.result() for one in harmless] == [2**number for number in range(200)]
        assert {name: lost(task.exception()) for name, task in tasks.items()} == {
            name: cause for name, (_, cause) in POISONS.items()
        }


def test_leaving_the_pool_does_not_wait_for_what_hangs() -> None:
    with Pool([], workers=1) as pool:
        pool.submit(pow, 1, 1).result()
        pool.submit(POISONS["hang"][0])
        began = time.monotonic()
    assert time.monotonic() - began < 5


def test_pages_are_read_and_poison_is_kept_once(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "quarantine", "code-1")
    with Pool(MODULES, cpu=2, memory=1 << 30) as pool:
        reader = Reader(pool, quarantine)
        _, events, _ = asyncio.run(reader(page(EVENING.encode()), SOURCE))
        assert [event.title for event in events] == ["Gründerabend"]
        with pytest.raises(Unreadable):
            asyncio.run(reader(page(DEEP), SOURCE))
    assert not quarantine.folder.exists()


def test_quarantine_is_bounded_and_ends_with_new_code(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "quarantine", "code-1")
    for number in range(MOST + 5):
        quarantine.keep(page(str(number).encode()), "haus", "took too long")
    assert len(list(quarantine.folder.glob("*.json"))) == len(list(quarantine.folder.glob("*.body"))) == MOST
    last = page(str(MOST + 4).encode())
    assert quarantine.cause(last) == "took too long"
    assert Quarantine(quarantine.folder, "code-2").cause(last) is None
    assert quarantine.cause(page(b"another")) is None

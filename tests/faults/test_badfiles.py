"""Files that hurt, read as a crawl reads them: in a worker with bounds. The good event beside the bad is kept."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from crawlers.extractors import MAX_EVENTS
from crawlers.extractors.errors import Unreadable
from crawlers.fetching.body import MAX_BYTES
from crawlers.parsing.pool import Pool
from crawlers.parsing.quarantine import Quarantine
from crawlers.parsing.reading import MODULES, Reader
from pipeline.model import Page, Source
from tests.faults.badfiles import BAD

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SOURCE = Source("haus", "https://haus.example/")
QUICK = {"100,000 nested tags", "XML entity bomb", "JSON 100,000 deep", "series each second", "100,000 attributes"}
NAMES = list(BAD) if os.environ.get("FAULTS") == "full" else sorted(QUICK)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with Pool(MODULES, workers=1, wall=120) as pool:
        yield Reader(pool, Quarantine(tmp_path_factory.mktemp("quarantine")))


@pytest.mark.parametrize("name", NAMES)
def test_bad_file(reader: Reader, name: str) -> None:
    bad = BAD[name]
    page = Page(SOURCE.url, 200, {"content-type": bad.type}, bad.make().encode()[:MAX_BYTES], NOW)
    try:
        _, events, _ = asyncio.run(reader(page, SOURCE))
    except Unreadable as error:
        assert error.why and "program error" not in error.why
        events = []
    assert len(events) <= MAX_EVENTS + 1
    if bad.kept:
        assert "Gründerabend" in [event.title for event in events]

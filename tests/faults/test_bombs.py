"""A few bytes that become gigabytes, and gigabytes: given up at 10 MB, one and all, without the memory for more.

Only gzip and deflate are asked for, because only these are unpacked piece by piece; br and zstd are refused unread.
"""

from __future__ import annotations

import gzip
import multiprocessing
import resource
import zlib
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers.fetching.body import ACCEPT_ENCODING
from crawlers.runner import crawl
from crawlers.settings import Plain
from pipeline.model import Source
from tests.faults.ground import calendar
from tests.loopback import loopback

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MB = 1_000_000
GROWTH = 200 * MB
# 100 MB of zeros: brotli's own answer to it; Zstandard as blocks of one repeated byte (RFC 8878 3.1.1.2)
BROTLI = bytes.fromhex(
    "cbffff3ff82700e2b14020f7fe8fffff7ff04f00c4611180eefd1fffffffe09f0088c30200ddfb3ffeffffc13f0110870500"
    "baf77ffcffff837f02200e0b0074effff8ffff07ff04401c1600e8defff1ffff0ffe0980382c00d0bdffe3ffff1ffc130071"
    "5800a07bffc7ffff3ff82700e2b00040f7fe8fffff7ff04f00c4610180eefd1fffffffe09f0088c30200ddfbbffc07afc33f"
    "0110870500bad875"
)
ZSTD = b"\x28\xb5\x2f\xfd\x00\x58" + b"\x02\x00\x10\x00" * 762 + b"\x03\x00\x10\x00"
UNKNOWN = "not an event page: unknown content encoding"


def packed(body: bytes, encoding: str) -> dict[str, Any]:
    return {"body": body, "headers": {"Content-Encoding": encoding}}


def deflated() -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return b"".join(packer.compress(bytes(MB)) for _ in range(100)) + packer.flush()


BOMBS: Mapping[str, tuple[dict[str, Any], str]] = {
    "gzip": (packed(gzip.compress(bytes(100 * MB), 9), "gzip"), "too large"),
    "gzip in gzip": (packed(gzip.compress(gzip.compress(bytes(100 * MB), 9)), "gzip, gzip"), "too large"),
    "gzip, many members": (packed(gzip.compress(bytes(MB), 9) * 100, "gzip"), "too large"),
    "deflate": (packed(deflated(), "deflate"), "too large"),
    "br": (packed(BROTLI, "br"), UNKNOWN),
    "zstd": (packed(ZSTD, "zstd"), UNKNOWN),
    "zstd in gzip": (packed(gzip.compress(ZSTD), "zstd, gzip"), UNKNOWN),
    "100 MB, announced": ({"body": b"Termin ", "times": 15 * MB}, "too large"),
    "100 MB, unannounced": ({"body": b"Termin ", "times": 15 * MB, "no_length": True}, "too large"),
    "announced as 100 MB": ({"body": b"x", "headers": {"Content-Length": str(100 * MB)}}, "too large"),
}


def causes(folder: Path, sites: Mapping[str, str]) -> tuple[dict[str, str | None], int]:
    """What became of each site, and the most memory (bytes) of the largest process of the crawl."""
    settings = Plain("https://radar.example", "post@radar.example", 0.0, 20.0, ("127.0.0.0/8",))
    reports = crawl([Source(name, url + "/") for name, url in sites.items()], {}, folder, settings, now=NOW)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return {report.source_id: report.cause for report in reports}, peak


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str | None], int]:
    """The bombs' causes, and how much more memory they took than as many harmless calendars."""
    folder, fresh = tmp_path_factory.mktemp("bombs"), multiprocessing.get_context("spawn")
    with loopback() as server:
        harmless = {f"n{at}": server.site({"/": calendar(f"n{at}", 5)}) for at in range(len(BOMBS))}
        hurting = {f"n{at}": server.site({"/": answer}) for at, (answer, _) in enumerate(BOMBS.values())}
        found = []
        for name, sites in (("harmless", harmless), ("hurting", hurting)):
            with ProcessPoolExecutor(1, fresh) as one:
                found.append(one.submit(causes, folder / name, sites).result())
        assert {one.headers["accept-encoding"] for one in server.seen} == {ACCEPT_ENCODING}
    (fine, usual), (hurt, most) = found
    assert set(fine.values()) == {None}
    return hurt, most - usual


@pytest.mark.parametrize("at", range(len(BOMBS)), ids=BOMBS)
def test_bomb(crawled: tuple[dict[str, str | None], int], at: int) -> None:
    assert crawled[0][f"n{at}"] == list(BOMBS.values())[at][1]


def test_memory(crawled: tuple[dict[str, str | None], int], record_property: pytest.RecordProperty) -> None:
    record_property("memory growth by bombs, in MB", crawled[1] // MB)
    assert crawled[1] < GROWTH

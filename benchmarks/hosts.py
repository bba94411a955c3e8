"""200 hosts, a second between requests, 300 ms latency: how near a crawl comes to the least time politeness allows.

The bound: every host's requests one second apart, and the last answer's latency. With a tenth of the hosts dead (they
take a request and never answer) the last good page must come as early.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks._measure import Figure, figure, options, tell
from benchmarks._pages import pages
from benchmarks._server import Slow, address, slow
from crawlers.runner import crawl
from crawlers.settings import Plain
from pipeline.model import Source

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
HOSTS, DETAILS = 200, 28  # requests a host: robots.txt, the list, its events' own pages
LATENCY, DELAY = 0.3, 1.0


def stretch(hosts: int, details: int, dead: int) -> float:
    """Seconds from the first request to the last good page, of the bound."""
    ill = frozenset(address(number * 10) for number in range(dead))
    with slow(Slow(dict(pages(0, details, size=4_000)), LATENCY, ill)) as server, tempfile.TemporaryDirectory() as name:
        sources = [Source(f"s{n}", f"http://{address(n)}:{server.port}/") for n in range(hosts)]
        crawl(sources, {}, Path(name) / "run", Plain("", "", DELAY, 15.0, ("127.0.0.0/8",)), now=NOW)
    good = [at for at, host in server.answered if host not in ill]
    wanted = (hosts - len(ill)) * (details + 2)
    if len(good) != wanted:
        raise SystemExit(f"{len(good)} answers instead of {wanted}")
    return (max(good) - min(at for at, _ in server.asked)) / ((details + 1) * DELAY + LATENCY)


def main() -> int:
    given = options(__doc__, runs=3)
    hosts, details = (60, 8) if given.quick else (HOSTS, DETAILS)
    rounds = [(stretch(hosts, details, 0), stretch(hosts, details, hosts // 10)) for _ in range(given.runs)]
    figures: list[Figure] = [
        figure(f"{hosts} hosts: makespan of the politeness bound", [one for one, _ in rounds], at_most=1.15),
        figure("a tenth of them dead: the last good page of the bound", [ill for _, ill in rounds], at_most=1.15),
    ]
    return tell(figures, given)


if __name__ == "__main__":
    raise SystemExit(main())

"""Memory of a crawl with 50 and with 800 sources, at zero latency: it must not follow the number of sources.

nginx serves one page of 79 KB to every source. Proportional set size of the crawling process, and of it with its two
parsing workers and their server.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks._measure import Memory, figure, options, tell
from benchmarks._pages import pages
from benchmarks._server import Served, address, nginx
from crawlers.runner import crawl
from crawlers.settings import Plain
from pipeline.model import Source

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
FEW, MANY = 50, 800


def most(served: Served, sources: int) -> dict[str, float]:
    """Peak MB of a crawl of so many sources, a list page and two events' pages each."""
    asked = [Source(f"s{n}", f"http://{address(n)}:{served.port}/") for n in range(sources)]
    with tempfile.TemporaryDirectory() as name, Memory() as memory:
        crawl(asked, {}, Path(name) / "run", Plain("", "", 0, 30.0, ("127.0.0.0/8",)), now=NOW)
    return memory.most


def main() -> int:
    given = options(__doc__, runs=3)
    many = 200 if given.quick else MANY
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with nginx(folder, {n: dict(pages(n % 12, 2)) for n in range(many)}) as served:
            rounds = [(most(served, FEW), most(served, many)) for _ in range(given.runs)]
    parts = ("crawling process", "all")
    figures = [
        figure(f"{part}: {many} sources, of {FEW}", [b[part] / a[part] for a, b in rounds], at_most=1.15)
        for part in parts
    ]
    sizes = [figure(f"{part}: {many} sources", [b[part] for _, b in rounds], unit="MB") for part in parts]
    limit = figure("crawling process: most", [b["crawling process"] for _, b in rounds], at_most=150.0, unit="MB")
    return tell([*figures, *sizes, limit], given)


if __name__ == "__main__":
    raise SystemExit(main())

"""A whole run against bare Scrapy on the same 2,000 pages, and what a run costs when nothing has changed.

The run is everything: robots, gate, pauses of 0 s, conditional requests, reading in limited workers, run files, ingest,
feeds. Bare Scrapy fetches the same addresses and looks at nothing. nginx serves both.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks._measure import Figure, Spent, figure, options, spent, tell
from benchmarks._pages import DETAILS, SITES, pages
from benchmarks._server import Served, nginx
from pitchradar import work
from pitchradar.workplace import Workplace, workplace

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
BARE = """
import sys
import scrapy
from scrapy.crawler import CrawlerProcess
class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for url in open(sys.argv[1]):
            yield scrapy.Request(url.strip(), callback=self.parse)
    def parse(self, response):
        pass
process = CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "DOWNLOAD_DELAY_JITTER": 0})
process.crawl(Bare)
process.start()
"""


@dataclass
class Round:
    """What one round of first run, bare Scrapy and later runs took."""

    bare: Spent
    first: Spent
    again: Spent
    quiet: Spent
    sent: tuple[int, int]
    sent_again: tuple[int, int]
    sent_quiet: tuple[int, int]


def place(folder: Path, served: Served, sites: int) -> Workplace:
    """An installation with one source per site."""
    config = folder / "config"
    (config / "sources").mkdir(parents=True)
    (config / "settings.toml").write_text('allow_hosts = ["127.0.0.0/8"]\ndelay = 0\ncontact = "a@bench.example"\n')
    sources = "".join(f'[s{n}]\nurl = "{served.url(n)}"\n' for n in range(sites))
    (config / "sources" / "owl.toml").write_text(sources)
    return workplace(config, folder / "var")


def bare(folder: Path, served: Served, sites: int, details: int) -> None:
    """Fetch every page with Scrapy alone."""
    urls = [served.url(n) + name for n in range(sites) for name in ["", *(f"termin-{i}.html" for i in range(details))]]
    (folder / "urls").write_text("\n".join(urls))
    subprocess.run([sys.executable, "-c", BARE, str(folder / "urls")], check=True)


def measured(served: Served, sites: int, details: int) -> Round:
    """One round; both orders of events in it are the same for every round."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _, alone = spent(lambda: bare(folder, served, sites, details))
        served.sent()
        here = place(folder, served, sites)
        names = list(here.config.sources)
        _, first = spent(lambda: work.run(here, names, NOW))
        sent = served.sent()
        _, again = spent(lambda: work.run(here, names, NOW + timedelta(days=8)))
        sent_again = served.sent()
        _, quiet = spent(lambda: work.run(here, names, NOW + timedelta(days=8, hours=1)))
        return Round(alone, first, again, quiet, sent, sent_again, served.sent())


def figures(rounds: list[Round], sites: int) -> list[Figure]:
    """Ratios of each round, then their medians."""
    count = rounds[0].sent[1] - sites  # without robots.txt
    return [
        figure(
            "pages a second, as a share of bare Scrapy's (by the clock)",
            [r.bare.wall / r.first.wall for r in rounds],
            at_least=0.6,
        ),
        figure(
            "pages a second of processor time, as a share of bare Scrapy's", [r.bare.cpu / r.first.cpu for r in rounds]
        ),
        figure("bare Scrapy", [1000 * r.bare.cpu / count for r in rounds], unit="ms CPU a page"),
        figure("whole run", [1000 * r.first.cpu / count for r in rounds], unit="ms CPU a page"),
        figure(
            "every page asked again, nothing changed: processor time",
            [r.again.cpu / r.first.cpu for r in rounds],
            at_most=0.55,
        ),
        figure(
            "every page asked again, nothing changed: bytes",
            [r.sent_again[0] / r.sent[0] for r in rounds],
            at_most=0.02,
        ),
        figure("requests of that run, of the first", [r.sent_again[1] / r.sent[1] for r in rounds]),
        figure(
            "no detail due, nothing changed: requests per source",
            [r.sent_quiet[1] / sites for r in rounds],
            at_most=1.1,
        ),
        figure(
            "no detail due, nothing changed: processor time", [r.quiet.cpu / r.first.cpu for r in rounds], at_most=0.1
        ),
    ]


def main() -> int:
    given = options(__doc__)
    sites, details = (24, DETAILS) if given.quick else (SITES, DETAILS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with nginx(folder, {n: dict(pages(n, details)) for n in range(sites)}) as served:
            rounds = [measured(served, sites, details) for _ in range(given.runs)]
    return tell(figures(rounds, sites), given)


if __name__ == "__main__":
    raise SystemExit(main())

"""Stock Scrapy against this crawler, on the same sites in one run: addresses nobody should follow, and robots.txt.

Loopback only. A case is let through when its page comes back: of a server that must not be asked, or from behind a
robots.txt that forbids it, is answered by an error, or asks to wait. `python -m benchmarks stock` prints the table.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawlers.runner import crawl
from crawlers.settings import Plain
from pipeline.model import Source
from tests.loopback import Loopback, loopback

ROOT = Path(__file__).parent.parent
SSRF = tomllib.loads((ROOT / "tests" / "tables" / "crawl_ssrf.toml").read_text("utf-8"))
# What is no address of loopback, however it is read, is left out here: stock settings would really connect to it. And
# ftp, where they wait for ever.
BEYOND = tuple("169.254 100.100 10.0.0.1 192.168 172.17 224. 255.255 64:ff9b 2002: fe80 fd00 verein ftp:".split())
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MARK = "Geheim"
ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261203T170000Z\r\n"
    f"SUMMARY:{MARK}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
ROBOTS: Mapping[str, dict[str, Any]] = {
    "forbids": {"body": "User-agent: *\nDisallow: /"},
    "500": {"status": 500},
    "503": {"status": 503},
    "429": {"status": 429, "headers": {"Retry-After": "60"}},
    "hangs up": {"raw": ""},
    "never answers": {"delay": 30},
    "cut off": {"body": "User-agent: *\nDisallow: /", "headers": {"Content-Length": "500"}},
    "elsewhere": {"status": 301, "headers": {"Location": "/r"}},
}
# What a new Scrapy project has, with robots.txt on as its template sets it; only made to end in time.
STOCK = """
import json, sys, scrapy
from scrapy.crawler import CrawlerProcess
class Stock(scrapy.Spider):
    name = "stock"
    async def start(self):
        for name, url in json.loads(sys.argv[1]).items():
            try:
                yield scrapy.Request(url, cb_kwargs={"name": name}, dont_filter=True)
            except ValueError:
                pass
    def parse(self, response, name):
        if b"Geheim" in response.body:
            print(name, flush=True)
process = CrawlerProcess({"ROBOTSTXT_OBEY": True, "DOWNLOAD_TIMEOUT": 5, "RETRY_TIMES": 0, "LOG_ENABLED": False})
process.crawl(Stock)
process.start()
"""


def main() -> None:
    """Print kind of case, number of cases, let through by stock settings and by ours."""
    with loopback() as server:
        cases, doors = _cases(server)
        stock, ours = _stock(cases), _ours(cases, doors)
    print(f"{'cases':<28}{'':>6}{'stock':>8}{'ours':>8}   let through")
    for kind in dict.fromkeys(name.partition(" ")[0] for name in cases):
        names = {name for name in cases if name.partition(" ")[0] == kind}
        print(f"{kind:<28}{len(names):>6}{len(names & stock):>8}{len(names & ours):>8}")


def _cases(server: Loopback) -> tuple[dict[str, str], list[str]]:
    """{case: address}, and what the operator's `allow_hosts` would hold: the sites that may be asked."""
    secret = server.site({"/robots.txt": {"status": 404}, "*": ICS})
    port = secret.rpartition(":")[2]
    server.site({"/robots.txt": {"status": 404}, "*": ICS}, at=("127.0.0.1", int(port)))

    def put(text: str) -> str:
        return text.replace("{secret}", secret.removeprefix("http://")).replace("{port}", port)

    def near(urls: Sequence[str]) -> list[str]:
        return [put(url) for url in urls if not any(part in url for part in BEYOND)]

    targets = near(SSRF["led"]["targets"])
    moved = {f"/{at}": {"status": 302, "headers": {"Location": target}} for at, target in enumerate(targets)}
    door = server.site({"/robots.txt": {"status": 404}, **moved})
    behind = {
        name: server.site({"/robots.txt": answer, "/r": ROBOTS["forbids"], "/": ICS}) for name, answer in ROBOTS.items()
    }
    cases = {f"addresses {at}": url for at, url in enumerate(near(SSRF["direct"]["urls"]))}
    cases |= {f"redirects {at}": f"{door}/{at}" for at in range(len(targets))}
    cases |= {f"robots.txt {name}": f"{site}/" for name, site in behind.items()}
    return cases, [site.removeprefix("http://") for site in (door, *behind.values())]


def _stock(cases: Mapping[str, str]) -> set[str]:
    command = [sys.executable, "-c", STOCK, json.dumps(cases)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    return set(done.stdout.splitlines())


def _ours(cases: Mapping[str, str], doors: Sequence[str]) -> set[str]:
    ids = {name: f"n{at}" for at, name in enumerate(cases)}
    settings = Plain("https://radar.example", "post@radar.example", 0.0, 5.0, tuple(doors))
    with tempfile.TemporaryDirectory() as folder:
        crawl([Source(ids[name], url) for name, url in cases.items()], {}, Path(folder), settings, now=NOW)
        return set(_came(Path(folder), ids))


def _came(folder: Path, ids: Mapping[str, str]) -> Iterator[str]:
    for name, id in ids.items():
        path = folder / f"{id}.jsonl"
        if path.exists() and MARK in path.read_text("utf-8"):
            yield name


if __name__ == "__main__":
    main()

"""What an unchanged run costs the store beside sqlite-utils, what a marked-up page costs from its bytes to the database
beside one parse of it, and how the data folder grows over five simulated years.

Runs are written as run files and ingested; nothing is fetched. Growth: sources with a rolling calendar, a run every few
days, old files and rows dropped as `run` does it (`pitchradar.keep`).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

from lxml import html
from sqlite_utils import Database

from benchmarks._measure import Figure, figure, options, tell
from benchmarks._pages import pages
from crawlers.extractors.html import forget
from crawlers.parsing.reading import read
from crawlers.report import write_report
from pipeline import wire
from pipeline.ahead import Ahead
from pipeline.crawled import CrawlReport
from pipeline.model import Page, RawEvent
from pipeline.run import ingest
from pipeline.store import Batch, Store
from pipeline.store.rows import event_row, sighting_row
from pipeline.tag import Tagger
from pipeline.wholefile import write_lines
from pitchradar import keep
from pitchradar.workplace import STAMP, Workplace, workplace

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
SOURCES, EVENTS = 50, 100  # 5,000 events
SITES = 25  # with 19 marked-up pages each
WHAT = "Gründerabend Pitch Stammtisch Workshop Messe Vortrag Hackathon Frühstück Sprechtag Lesung".split()


class Timed(Store):
    """A store that tells how long its last commit took."""

    seconds = 0.0

    def commit(self, batch: Batch) -> None:
        began = time.process_time()
        super().commit(batch)
        self.seconds = time.process_time() - began


def write_run(place: Workplace, now: datetime, events: int, step: timedelta) -> Path:
    """A run folder in which every source shows its next `events` events, one every `step`."""
    folder = place.runs / now.strftime(STAMP)
    folder.mkdir(parents=True)
    first = int((now - NOW) / step) + 1
    for number, id in enumerate(place.config.sources):
        lines = [f'{{"event": {wire.dump_json(_raw(id, number, first + n, step))}}}' for n in range(events)]
        write_lines(folder / f"{id}.jsonl", lines)
        write_report(folder, CrawlReport(id, folder.name, now, now, complete=True, pages=1, events=events))
    return folder


def _raw(id: str, source: int, number: int, step: timedelta) -> RawEvent:
    start = NOW + number * step + timedelta(hours=source % 9)
    title = f"{WHAT[(number * 7 + source) % len(WHAT)]} {id}-{number}"
    url = f"https://{id}.example/{number}"
    where, text = f"Haus {source}, Marktplatz {source}, 33602 Bielefeld", "Ein Abend für alle, die gründen. " * 8
    return RawEvent(
        id, f"https://{id}.example/", title, url, start=start.isoformat(), where=where, description=text, kind="tec"
    )


def installation(folder: Path, sources: int) -> Workplace:
    config = folder / "config"
    (config / "sources").mkdir(parents=True)
    text = "".join(f'[s{n}]\nurl = "https://s{n}.example/"\n' for n in range(sources))
    (config / "sources" / "owl.toml").write_text(text)
    return workplace(config, folder / "var")


def unchanged(sources: int, events: int) -> tuple[float, float]:
    """Seconds of an unchanged commit, of sqlite-utils for the same rows."""
    with tempfile.TemporaryDirectory() as name:
        place = installation(Path(name), sources)
        ready = Tagger(place.config.vocabulary)
        with Timed(place.database) as store:
            for day in range(2):
                now = NOW + timedelta(hours=day)
                folder = write_run(place, now, events, timedelta(days=3))
                ingest(folder, store, place.ledger, place.config, now=now, ahead=Ahead(place.config, ready))
            rows = {"events": list(map(event_row, store.events()))}
            rows["sightings"] = [sighting_row(one, None) for one in store.sightings()]
            return store.seconds, _upserted(Path(name) / "peer.db", rows)


def _upserted(path: Path, rows: dict[str, list[dict[str, object]]]) -> float:
    """Seconds of `upsert_all` for rows that are there already."""
    db = Database(path)
    db.enable_wal()
    for _ in range(2):
        began = time.process_time()
        for table, pk in (("events", "uid"), ("sightings", "id")):
            db.table(table).upsert_all(rows[table], pk=pk)
        seconds = time.process_time() - began
    db.close()
    return seconds


def structured(sites: int) -> tuple[float, float]:
    """Seconds from a marked-up page's bytes to the database, its event a new one; seconds of one parse of it, timed
    before and after.

    What is built once in a process is built before, by one site more.
    """
    first, *rest = (marked_up(site) for site in range(1, 2 * sites + 3, 2))
    bodies = [page.body for page in chain(*rest)]
    with tempfile.TemporaryDirectory() as name:
        place = installation(Path(name), 2 * sites + 3)
        ready = Tagger(place.config.vocabulary)
        with place.store() as store:
            taken(first, store, place, ready, NOW)
            parse = _parsed(bodies)
            began = time.process_time()
            taken(list(chain(*rest)), store, place, ready, NOW + timedelta(hours=1))
            ours = time.process_time() - began
    return ours / len(bodies), (parse + _parsed(bodies)) / 2 / len(bodies)


def _parsed(bodies: Sequence[bytes]) -> float:
    """Seconds of parsing all of them."""
    began = time.process_time()
    for body in bodies:
        html.document_fromstring(body)
    return time.process_time() - began


def marked_up(site: int) -> list[Page]:
    """The pages of a site's events, each with its event as JSON-LD, as every second site has them."""
    headers = {"content-type": "text/html; charset=utf-8"}
    return [Page(f"https://s{site}.example{path}", 200, headers, body, NOW) for path, body in list(pages(site))[1:]]


def taken(found: Sequence[Page], store: Store, place: Workplace, ready: Tagger, now: datetime) -> None:
    """Read pages of sources whose kind is known, write a run of them as a crawl does, and ingest it."""
    folder = place.runs / now.strftime(STAMP)
    folder.mkdir(parents=True)
    lines: dict[str, list[str]] = {}
    forget()
    for page in found:
        source = replace(place.config.sources[page.url.split("/")[2].removesuffix(".example")], kind="schema_org")
        events = read(page, source)[1]
        lines.setdefault(source.id, []).extend(f'{{"event": {wire.dump_json(event)}}}' for event in events)
    for id, written in lines.items():
        write_lines(folder / f"{id}.jsonl", written)
        write_report(folder, CrawlReport(id, folder.name, now, now, complete=True, pages=1, events=len(written)))
    ingest(folder, store, place.ledger, place.config, now=now, ahead=Ahead(place.config, ready))


def grown(years: int, sources: int, every: timedelta) -> list[float]:
    """MB of the data folder at the end of each year."""
    sizes, now = [], NOW
    with tempfile.TemporaryDirectory() as name:
        place = installation(Path(name), sources)
        ready = Tagger(place.config.vocabulary)
        for year in range(1, years + 1):
            while now < NOW + timedelta(days=365 * year):
                with place.store() as store:
                    folder = write_run(place, now, 30, timedelta(days=4))
                    ingest(folder, store, place.ledger, place.config, now=now, ahead=Ahead(place.config, ready))
                    keep.tidy(place, store, now)
                now += every
            sizes.append(sum(file.stat().st_size for file in place.data.rglob("*") if file.is_file()) / 1e6)
    return sizes


def main() -> int:
    given = options(__doc__)
    sources = 10 if given.quick else SOURCES
    rounds = [unchanged(sources, EVENTS) for _ in range(given.runs)]
    read_in = [structured(5 if given.quick else SITES) for _ in range(given.runs)]
    aim = None if given.quick else 2.0  # missed by so far that a quick run would never pass
    figures: list[Figure] = [
        figure("unchanged store, of sqlite-utils upsert_all", [ours / peer for ours, peer in rounds], at_most=0.2),
        figure(f"unchanged store, {sources * EVENTS} events", [1000 * ours for ours, _ in rounds], unit="ms CPU"),
        figure("a marked-up page from bytes to database, of one lxml parse", [a / b for a, b in read_in], at_most=aim),
        figure("a marked-up page from bytes to database", [1000 * ours for ours, _ in read_in], unit="ms CPU"),
        figure("one lxml parse of it", [1000 * parse for _, parse in read_in], unit="ms CPU"),
    ]
    if not given.quick:
        sizes = grown(5, 10, timedelta(days=5))
        figures += [figure(f"data folder after {n} years", [size], unit="MB") for n, size in enumerate(sizes, 1)]
        figures += [figure("data folder: the fifth year, of the third", [sizes[4] / sizes[2]], at_most=1.1)]
    return tell(figures, given)


if __name__ == "__main__":
    raise SystemExit(main())

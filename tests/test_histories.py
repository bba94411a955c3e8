"""Random histories through the whole pipeline: edits and outages over some days, in any order, of two sources.

Whatever comes: every event keeps its UID, nothing is lost or cancelled that its source did not cancel, the order of
sources and events does not matter, the same run again changes nothing, and a rebuild gives the same UIDs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawlers.report import write_report
from pipeline import wire
from pipeline.ahead import Ahead
from pipeline.crawled import CrawlReport
from pipeline.model import Change, Event, RawEvent, Source
from pipeline.run import ingest
from pipeline.store import Store
from pipeline.wholefile import write_lines
from pitchradar.workplace import Workplace
from tests.story import DEFAULTS, shared_tagger

FIRST = datetime(2026, 11, 2, 5, tzinfo=UTC)
TITLES = (
    "Pitch-Abend Pflege",
    "Gründerfrühstück im Kontor",
    "Demo Day Holz und Möbel",
    "Sprechtag Förderung",
    "Investorentreffen Ostwestfalen",
    "Hackathon Logistik",
    "Stammtisch Raumfahrt",
)
SOURCES = {
    "haus": Source(id="haus", url="https://haus.example/termine", city="Bielefeld"),
    "portal": Source(id="portal", url="https://portal.example/", city="Bielefeld", authority="aggregator"),
}
STYLES = ("ids and links", "links", "one link for all", "names only")
EDITS = ("title", "guest", "hour", "day", "place", "description", "cancelled")
OUTCOMES = ("good", "good", "good", "failed", "cut", "empty", "not asked")

Edit = tuple[str, int]
Day = tuple[Sequence[Edit], Mapping[str, str]]  # edits, and how each source's crawl went

EDIT = st.tuples(st.sampled_from(EDITS), st.integers(0, len(TITLES) - 1))
DAYS = st.lists(
    st.tuples(
        st.lists(EDIT, max_size=2, unique_by=lambda edit: edit[1]),
        st.fixed_dictionaries({id: st.sampled_from(OUTCOMES) for id in SOURCES}),
    ),
    min_size=1,
    max_size=4,
)


@dataclass
class Truth:
    """What an event really is: what is edited. Its number stands in the price, which identity never looks at."""

    number: int
    title: str
    start: datetime
    place: str = "Kontor, Hafenstraße 3, 33602 Bielefeld"
    description: str = "Ein Abend für alle, die gründen."
    status: str | None = None

    def edit(self, kind: str) -> None:
        """One change by its organiser."""
        if kind == "title":
            self.title = f"{self.title} am Abend"
        elif kind == "guest":
            self.title = f"{self.title} mit Gast"
        elif kind == "hour":
            self.start += timedelta(hours=1)
        elif kind == "day":
            self.start += timedelta(days=1)
        elif kind == "place":
            self.place = "Werkhof, Ringstraße 12, 33602 Bielefeld"
        elif kind == "description":
            self.description = "Mit Anmeldung bis zum Vortag."
        else:
            self.status = "CANCELLED"

    def raw(self, source: Source, style: str, position: int) -> RawEvent:
        """As a source shows it."""
        own, ids = style.endswith("links"), style.startswith("ids")
        return RawEvent(
            source.id,
            source.url,
            self.title,
            url=f"{source.url}/{self.number}" if own else source.url if style.startswith("one") else None,
            key=f"{source.id}-{self.number}" if ids else None,
            start=self.start.isoformat(),
            where=self.place,
            description=self.description,
            status=self.status,
            price=f"{self.number} Euro",
            position=position,
        )


class House:
    """One installation. `reverse`: sources and events stand the other way round."""

    def __init__(self, folder: Path, style: str, *, reverse: bool = False) -> None:
        self.style, self.reverse = style, reverse
        ordered = dict(sorted(SOURCES.items(), reverse=reverse))
        self.place = Workplace(replace(DEFAULTS, sources=ordered), folder)
        self.store = self.place.store()

    def crawl(self, number: int, world: Sequence[Truth], outcomes: Mapping[str, str]) -> None:
        """Write the run files of a day."""
        folder = self.place.runs / f"run{number}"
        folder.mkdir(parents=True)
        at = FIRST + timedelta(days=number)
        for id, outcome in outcomes.items():
            if outcome != "not asked":
                self._source(folder, SOURCES[id], world, outcome, at)

    def _source(self, folder: Path, source: Source, world: Sequence[Truth], outcome: str, at: datetime) -> None:
        known = world if source.id == "haus" else world[:4]
        shown = {"good": known, "cut": known[: len(known) // 2]}.get(outcome, [])
        lines = [f'{{"event": {wire.dump_json(truth.raw(source, self.style, i))}}}' for i, truth in enumerate(shown)]
        write_lines(folder / f"{source.id}.jsonl", reversed(lines) if self.reverse else lines)
        cause = "http 503" if outcome == "failed" else None
        whole = outcome in ("good", "empty")
        report = CrawlReport(source.id, folder.name, at, at, whole, outcome == "cut", cause, events=len(lines))
        write_report(folder, report)

    def ingest(self, number: int) -> Sequence[Change]:
        """Bring a day in."""
        at = FIRST + timedelta(days=number)
        folder = self.place.runs / f"run{number}"
        ready = Ahead(self.place.config, shared_tagger())
        return ingest(folder, self.store, self.place.ledger, self.place.config, now=at, ahead=ready).changes

    def rebuild(self, days: int) -> None:
        """Lose the database and read every run again."""
        self.store.close()
        self.place.database.unlink()
        self.store = Store(self.place.database)
        for number in range(days):
            self.ingest(number)

    def events(self) -> dict[str, Event]:
        """All that is stored, by UID."""
        return {event.uid: event for event in self.store.events()}

    def uids(self) -> dict[tuple[str, str], str]:
        """{(source, number of the event): UID}."""
        owner = {id: cluster.uid for cluster in self.store.clusters() for id in cluster.sightings}
        return {(s.source_id, str(s.price)): owner[s.id] for s in self.store.sightings()}


def world() -> list[Truth]:
    """Events of two weeks of December, some on one day."""
    return [
        Truth(number, title, datetime(2026, 12, 3 + 3 * (number // 2), 17 + number % 2, tzinfo=UTC))
        for number, title in enumerate(TITLES)
    ]


def believed(days: Sequence[Day], source: str) -> bool:
    """Whether a source has just shown less for the third time in a row: what is missing there is no longer listed."""
    shown = [outcomes[source] for _, outcomes in days if outcomes[source] not in {"failed", "not asked"}]
    return len(shown) >= 3 and "good" not in shown[-3:]


@settings(max_examples=8, deadline=None)
@given(DAYS, st.sampled_from(STYLES))
@example([([("place", 3)], {"haus": "good", "portal": "failed"})], "ids and links")
@example([([], {"haus": "empty", "portal": "good"})] * 3, "ids and links")
def test_whatever_happens_each_event_stays_itself(days: list[Day], style: str) -> None:
    truths = world()
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        here, there = House(Path(one), style), House(Path(two), style, reverse=True)
        known: dict[tuple[str, str], str] = {}
        for number, (edits, outcomes) in enumerate([([], dict.fromkeys(SOURCES, "good")), *days]):
            for kind, which in edits if outcomes["haus"] == "good" else ():  # a portal copies what organisers show
                truths[which].edit(kind)
            before = {uid for uid, event in here.events().items() if event.listed}
            for house in (here, there):
                house.crawl(number, truths, outcomes)
            changes = here.ingest(number)
            assert there.ingest(number) == changes
            assert there.events() == here.events()
            assert here.ingest(number) == ()
            uids = here.uids()
            assert {place: uids[place] for place in known} == known
            assert len(uids) == len(TITLES) + 4
            known = uids
            listed = {uid for uid, event in here.events().items() if event.listed}
            assert before <= listed or any(believed(days[:number], source) for source in SOURCES)
            off = {f"{truth.number} Euro" for truth in truths if truth.status}
            assert {event.price for event in here.events().values() if event.status == "cancelled"} <= off
        events = here.events()
        here.rebuild(len(days) + 1)
        assert here.events().keys() == events.keys()
        assert here.uids() == known

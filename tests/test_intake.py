"""One source's run: pages that are unchanged beside pages that were read, and what of them is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawlers.report import write_report
from pipeline.crawled import CrawlReport
from pipeline.intake import Intake, StoredSource, take
from pipeline.model import RawEvent, Source
from pipeline.normalise import Context
from pipeline.runfiles import SourceRun, read_source

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
HOME = "https://haus.example/termine"
SECOND = f"{HOME}?seite=2"
SOURCE = Source("haus", HOME)


def shown(page: str, numbers: range) -> tuple[RawEvent, ...]:
    """What a page lists: each event with its link."""
    return tuple(
        RawEvent("haus", page, f"Pitch Night {n}", url=f"{HOME}/{n}", start=f"2027-01-{n:02}T18:00", position=n)
        for n in numbers
    )


def taken(day: int, events: tuple[RawEvent, ...], before: Intake | None = None, *unchanged: str) -> Intake:
    """A healthy run on a day."""
    now = NOW + timedelta(days=day)
    run = SourceRun(CrawlReport("haus", f"run{day}", now, now, complete=True), events, frozenset(unchanged))
    stored = StoredSource(before.sightings if before else ())
    return take(run, SOURCE, stored, Context(as_of=now), now=now)


def test_what_two_pages_list_is_counted_once_when_one_of_them_is_unchanged() -> None:
    first = taken(0, shown(HOME, range(1, 7)) + shown(SECOND, range(5, 12)))
    second = taken(1, shown(SECOND, range(5, 13)), first, HOME)
    assert (second.facts.found, second.facts.new, second.facts.recognised) == (12, 1, 1.0)
    assert len({sighting.id for sighting in second.sightings}) == len(second.sightings) == 12


def test_what_only_the_unchanged_page_still_lists_is_not_missed() -> None:
    first = taken(0, shown(HOME, range(1, 7)) + shown(SECOND, range(5, 12)))
    second = taken(1, shown(SECOND, range(5, 12)), first, HOME)
    third = taken(2, shown(SECOND, range(7, 12)), second, HOME)
    assert (third.facts.found, third.facts.lost) == (11, 0)
    assert not any(sighting.missed for sighting in third.sightings)


def test_an_edit_on_the_page_that_was_read_is_one_of_the_same_event() -> None:
    first = taken(0, shown(HOME, range(1, 7)) + shown(SECOND, range(5, 12)))
    five, *rest = shown(SECOND, range(5, 12))
    second = taken(1, (replace(five, title="Pitch Night 5: Finale"), *rest), first, HOME)
    assert len({sighting.id for sighting in second.sightings}) == len(second.sightings) == 11
    assert {s.id for s in second.sightings} == {s.id for s in first.sightings}
    assert "Pitch Night 5: Finale" in [sighting.title for sighting in second.sightings]


def test_a_run_file_with_keys_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    event = f'"source_id": "haus", "page": "{HOME}", "url": "{HOME}/5"'
    lines = [
        f'{{"event": {{{event}, "title": "Pitch Night 5", "partial": false}}}}',
        f'{{"event": {{{event}, "title": "", "status": "gone", "partial": true}}}}',
    ]
    (tmp_path / "haus.jsonl").write_text("\n".join(lines), "utf-8")
    write_report(tmp_path, CrawlReport("haus", "run1", NOW, NOW, complete=True))
    run = read_source(tmp_path, "haus")
    assert run and run.complete and not run.issues
    assert [event.title for event in run.events] == ["Pitch Night 5"]
    assert run.gone == {f"{HOME}/5"}

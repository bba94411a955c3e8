"""The last day to register in a description (tables/deadlines.toml), and that it reaches the sighting."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.model import RawEvent, Source, When
from pipeline.normalise import Context, normalise
from pipeline.registration import deadline

TABLE = Path(__file__).parent / "tables" / "deadlines.toml"
CASES = tomllib.loads(TABLE.read_text("utf-8"))["cases"]
AS_OF = datetime(2026, 11, 20, tzinfo=UTC)
EVENT = When(start=date(2026, 12, 10), all_day=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"]))
def test_last_day_to_register(case: Mapping[str, str]) -> None:
    found = deadline(case["text"], [EVENT], AS_OF, "Europe/Berlin")
    assert (found.isoformat() if found else None) == case.get("day")


def test_of_several_events_none_is_meant() -> None:
    assert deadline("Anmeldung bis 1.12.2026", [EVENT, EVENT], AS_OF, "Europe/Berlin") is None


@pytest.mark.parametrize(("own", "day"), [("2026-12-02", date(2026, 12, 2)), (None, date(2026, 12, 1))])
def test_a_field_of_the_source_goes_before_its_description(own: str | None, day: date) -> None:
    source = Source(id="beispiel", title="Beispiel", url="https://beispiel.example/")
    raw = RawEvent(
        source_id="beispiel",
        page="https://beispiel.example/abend",
        title="Gründerabend",
        start="2026-12-10T18:00:00+01:00",
        description="<p>Anmeldung bis 1.12.2026 per Mail.</p>",
        deadline=own,
    )
    assert normalise(raw, source, Context(AS_OF)).sightings[0].deadline == day

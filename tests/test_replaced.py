"""The quick copy is the one that the standard library makes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pipeline.model import Event, Sighting, Venue, When
from pipeline.replaced import replaced

NOW = datetime(2026, 11, 1, 6, tzinfo=UTC)
WHEN = When(date(2026, 12, 3))
SIGHTING = Sighting("haus", "https://haus.example/", "Gründerabend", WHEN, NOW, NOW, position=3, found={"title": "h2"})
EVENT = Event("a@pitchradar", "Gründerabend", WHEN, venue=Venue("Halle"), formats=("pitch",))
CHANGES: list[tuple[Any, dict[str, Any]]] = [
    (SIGHTING, {}),
    (SIGHTING, {"id": "s1", "listed": False, "missed_at": NOW, "found": {}}),
    (EVENT, {"uid": "b@pitchradar", "venue": None, "conflicts": {"title": ("haus: A", "portal: B")}}),
    (WHEN, {"end": date(2026, 12, 4)}),
]


@pytest.mark.parametrize(("value", "changes"), CHANGES)
def test_a_copy_is_that_of_dataclasses(value: Any, changes: dict[str, Any]) -> None:
    assert replaced(value, **changes) == replace(value, **changes)


def test_a_field_that_is_none_is_an_error() -> None:
    with pytest.raises(KeyError):
        replaced(WHEN, begin=date(2026, 12, 4))

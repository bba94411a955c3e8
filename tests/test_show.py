"""What the terminal sees at 80 columns: nothing is cut off, and what one looks for stays in one piece."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline import causes
from pipeline.history import RunFacts
from pitchradar import show

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

FOUND = {
    "start": "2026-12-03 18:00",
    "title": "Pitch-Abend für Gründerinnen und Gründer der ganzen Region",
    "location": "Gründerzentrum Leineweber, Webergasse 3, 33602 Bielefeld",
    "state": "rescheduled",
    "sure": 0.85,
    "published": "no: not about start-ups",
}
HEALTH = {
    "id": "gruenderzentrum-leineweber",
    "title": "Gründerzentrum Leineweber – Veranstaltungen",
    "state": "failed",
    "cause": "blocked address",
    "alarm": 1,
    "alarm_since": "2026-11-29T15:02:26+00:00",
    "events": 12,
    "last_run": "2026-11-29T15:02:26+00:00",
    "last_ok": "2026-11-27T03:17:00+00:00",
    "next_due": "2026-11-29T21:02:26+00:00",
    "url": "https://gruenderzentrum.example/veranstaltungen/kalender/",
    "health": "red",
    "notice": "moved for good to https://gruenderzentrum.example/neu/",
}
LISTED = {
    "id": "gruenderzentrum-leineweber",
    "region": "nordrhein-westfalen",
    "kind": "detected",
    "verified": False,
    "state": "new",
    "events": None,
    "last_run": "2026-11-29T15:02:26+00:00",
    "cause": "login or consent page",
    "url": "https://gruenderzentrum.example/veranstaltungen/",
}


def words(text: str) -> set[str]:
    """What stands whole on a line of the terminal."""
    return set(text.replace("│", " ").split())


@pytest.mark.parametrize(
    "tell, row, whole",
    [
        (show.table, FOUND, "2026-12-03 18:00 Gründer start-ups Bielefeld"),
        (show.health, HEALTH, "red failed blocked address 12 2026-11-27 moved"),
        (show.listing, LISTED, "new detected no"),
    ],
)
def test_a_table_has_room_at_80_columns(tell: Any, row: dict[str, Any], whole: str, capsys: Any) -> None:
    tell([row])
    told = capsys.readouterr().out
    assert "…" not in told and {line[-1] for line in told.splitlines()} == set("┓┃┩│┘")
    assert set(whole.split()) <= words(told)


def test_a_robots_txt_that_could_not_be_had_forbids_nothing(capsys: Any) -> None:
    show.health([HEALTH | {"cause": "http 500 (robots.txt)"}])
    assert "the next run tries again" in " ".join(capsys.readouterr().out.replace("│", " ").split())
    facts = RunFacts(NOW, 0, ok=False, cause="http 500 (robots.txt)")
    assert causes.of_failure([facts]) == causes.UNREACHABLE
    assert causes.of_failure([replace(facts, cause="robots")]) == causes.BLOCKED


@pytest.mark.parametrize("tell", [show.health, show.listing])
def test_json_keeps_every_key(tell: Any, capsys: Any) -> None:
    tell([HEALTH], as_json=True)
    assert json.loads(capsys.readouterr().out) == [HEALTH]

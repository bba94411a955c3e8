"""Thousands of the same trouble are told once; dates that cannot be are listed, not published; no telephone is kept."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.intake import MOST
from tests.faults.ground import NOW, ground

MANY = 3_000
STARTS = {
    "20310104T180000": "far",
    "19690101T180000": "past",
    "20260230T180000": "impossible",
    "99991231T235959": "never",
}
EVENT = "BEGIN:VEVENT\r\nUID:{}\r\nDTSTART;TZID=Europe/Berlin:{}\r\nSUMMARY:{}\r\nDESCRIPTION:{}\r\nEND:VEVENT\r\n"
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//haus//DE\r\n{}END:VCALENDAR\r\n"
PERSONAL = (
    "erika.beispiel@verein.example", "erika (at) verein (dot) example", "0171 / 123 45 67", "+49 171 1234567",
    "(0521) 98765-43",
    "geb. 3.4.1985", "geboren am 12. Mai 1990", "Tel.: 05221 556677", "mailto:max@verein.example",
)  # fmt: skip


def answer(body: str) -> dict[str, object]:
    return {"/": {"body": CALENDAR.format(body), "headers": {"Content-Type": "text/calendar"}}}


def test_dates_that_cannot_be_and_a_flood_of_them(tmp_path: Path, record_property: pytest.RecordProperty) -> None:
    with ground(tmp_path, sources=1) as here:
        bad = "".join(EVENT.format(n, list(STARTS)[n % len(STARTS)], f"Abend {n}", "x") for n in range(MANY))
        here.server.script(
            here.sites["haus0"], answer(bad + EVENT.format("good", "20261203T180000", "Gründerabend", "x"))
        )
        here.run(NOW)
        here.run(NOW + timedelta(days=1))
        assert [event.title for event in here.events().values()] == ["Gründerabend"]
        with here.place.store() as store:
            issues = store.issues()
        classes = {(row["stage"], row["message"]) for row in issues}
        record_property("lines told of a flood", len(issues))
        assert any("far" in row["message"] or "ahead" in row["message"] or "years" in row["message"] for row in issues)
        assert len(issues) <= (MOST + 1) * len(classes)
        assert [row["value"] for row in issues if row["message"].startswith("more of the same")] == [
            f"{MANY // 4 - MOST} more"
        ]
        assert sum(path.stat().st_size for path in here.data.rglob("*.log")) < 10_000


def test_personal_data_is_nowhere(tmp_path: Path, record_property: pytest.RecordProperty) -> None:
    with ground(tmp_path, sources=1) as here:
        text = "\\n".join(PERSONAL).replace(",", "\\,")
        body = "".join(
            EVENT.format(n, f"202612{n:02}T180000", f"Gründerabend {one}", text) for n, one in enumerate(PERSONAL, 1)
        )
        here.server.script(here.sites["haus0"], answer(body))
        here.run(NOW)
        assert len(here.events()) == len(PERSONAL)
        kept = [path for path in here.data.rglob("*") if path.is_file()]
        words = ("erika.beispiel", "123 45 67", "1234567", "98765", "4.1985", "Mai 1990", "556677", "max@")
        # digits inside a longer number, a port or a checksum are not what was written on the page
        alone = [re.compile(rb"(?<![0-9a-f])" + re.escape(word.encode()) + rb"(?![0-9a-f])") for word in words]
        found = [(path.name, word.pattern) for path in kept for word in alone if word.search(path.read_bytes())]
        record_property("personal strings kept", len(found))
        assert not found

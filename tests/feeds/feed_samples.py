"""Events, choices and editions for the tests of the reader's side, read from events.toml."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from feeds.edition import Edition, edition
from feeds.filters import Choices
from feeds.parts import Parts
from feeds.press import Press
from feeds.setting import Addresses, spot
from feeds.words import words
from pipeline import wire
from pipeline.config import Config, default_folder, load
from pipeline.model import Change, Event, Sighting, When

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BASE = "https://termine.example"
SOURCE = next(iter(load(default_folder()).sources))


@cache
def data() -> dict[str, Any]:
    return tomllib.loads((HERE / "events.toml").read_text("utf-8"))


def events() -> list[Event]:
    return [wire.load(Event, row) for row in data()["event"]]


def changes() -> list[Change]:
    return [wire.load(Change, row) for row in data()["change"]]


def event(uid: str) -> Event:
    return next(e for e in events() if e.uid == f"{uid}@pitchradar")


def sighting(event: Event) -> Sighting:
    """Seen in a list; `s1` was entered by a person and has none."""
    page = "https://a.example/liste"
    return Sighting(SOURCE, page, event.title, event.when, NOW, NOW, id=f"si-{event.uid}", url=event.url, kind="list",
                    found={"start": "line 3: 3. Dezember", "build": "body > article p"})  # fmt: skip


def crowd(count: int) -> list[Event]:
    """So many events, one an hour since the first of the month, that they do not fit into a calendar."""
    first, text = datetime(2026, 11, 1, 18, tzinfo=UTC), "Beschreibung " * 80
    return [
        replace(event("a1"), uid=f"x{i:05}@pitchradar", when=When(first + timedelta(hours=i)), description=text)
        for i in range(count)
    ]


def names() -> Choices:
    industries = "logistik ki_daten handwerk finanzen".split()
    return Choices(
        industries=dict(zip(industries, ("Logistik", "KI & Daten", "Handwerk", "Finanzen"), strict=True)),
        regions={"owl": "Ostwestfalen-Lippe", "rheinland": "Rheinland"},
        formats={name: name.title() for name in "pitch networking konferenz meetup demo_day webinar workshop".split()},
        topics={"finanzierung": "Finanzierung", "ip": "Patente & Marken"},
        languages=words()["language"],
        spot=spot,
    )


def sample(today: date = TODAY) -> Edition:
    return edition(events(), changes(), names(), today, version=1)


def press(today: date = TODAY, chosen: list[Event] | None = None) -> Press:
    """A press for the sample, or for other events."""
    made = sample(today) if chosen is None else edition(chosen, (), names(), today)
    return Press(made, Addresses(BASE), Parts())


def config(base: str = BASE) -> Config:
    """A whole configuration, of an operator that readers may know."""
    found = load(default_folder())
    update = {"base_url": base, "impressum": "/impressum", "contact": "post@termine.example", "name": "Startkalender"}
    return replace(found, settings=found.settings.model_copy(update=update))

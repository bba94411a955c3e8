"""A list that became something else, or half of one, while events' own pages still answer: an outage as any other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from pitchradar import catalogue
from tests.faults.ground import NOW, TITLES, Ground, ground

DAY = timedelta(days=1)
MASKS = {
    "maintenance": "<html><body><h1>Wartungsarbeiten</h1><p>Unsere Website wird gerade gewartet. Wir sind bald zurück."
    "</p></body></html>",
    "login": '<html><body><form action="/login"><h1>Mitgliederbereich</h1><label>Benutzer <input name="u"></label>'
    '<label>Passwort <input type="password" name="p"></label><button>Anmelden</button></form></body></html>',
}


def card(at: int, *, own: bool) -> str:
    name = f'<a href="/t/{at}">{TITLES[at % 6]} {at}</a>' if own else f"{TITLES[at % 6]} {at}"
    return f"<li><h3>{name}</h3><p>{at + 1:02}.12.2026, 18:00 Uhr</p><p>Halle, 32257 Bünde</p></li>"


def page(first: int, last: int, *, own: bool, more: str = "") -> dict[str, Any]:
    cards = "".join(card(at, own=own) for at in range(first, last))
    return {"body": f"<html lang=de><body><h1>Termine</h1><ul>{cards}</ul>{more}</body></html>"}


def details(number: int) -> dict[str, Any]:
    return {
        f"/t/{at}": {
            "body": f"<html lang=de><body><h1>{TITLES[at % 6]} {at}</h1><p>{at + 1:02}.12.2026, 18:00 Uhr</p>"
            "<p>Halle, 32257 Bünde</p><p>Ein Abend für Gründerinnen und Gründer.</p></body></html>"
        }
        for at in range(number)
    }


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Ground]:
    with ground(tmp_path, sources=1) as made:
        source = {"haus0": {"url": f"{made.sites['haus0']}/", "relevant": "always", "city": "Bünde"}}
        (made.config / "sources" / "owl.toml").write_text(tomlkit.dumps(source), "utf-8")
        yield made


def health(here: Ground) -> dict[str, Any]:
    (row,) = catalogue.health(here.place)
    return row


@pytest.mark.parametrize("own", [True, False], ids=["own pages", "list alone"])
@pytest.mark.parametrize("mask", MASKS)
def test_a_mask_is_an_outage_until_it_falls(here: Ground, mask: str, own: bool) -> None:
    site, pages = here.sites["haus0"], details(7) if own else {}
    here.server.script(site, {"/": page(0, 7, own=own), **pages})
    here.run(NOW)
    before = here.events()
    assert len(before) == 7
    here.server.script(site, {"/": {"body": MASKS[mask]}, **pages})
    for day in range(1, 5):
        done = here.run(NOW + day * DAY)
        assert [(row.state, row.events) for row in done.result.sources] == [("failed", 0)]
        assert health(here)["health"] == ("red" if day >= 3 else "yellow"), day
    assert here.events() == before
    assert here.cli("source", "health").returncode == 1
    assert "haus0" in (here.data / "public" / "betrieb.rss").read_text("utf-8")
    here.server.script(site, {"/": page(0, 7, own=own), **pages})
    here.run(NOW + 5 * DAY)
    assert health(here)["health"] == "green"


def test_a_second_page_that_fails_for_days_is_told_too(here: Ground) -> None:
    """What the first page shows is taken in; that the list is not whole is an incident at the third run."""
    site, more = here.sites["haus0"], '<a rel="next" href="/seite2">weiter</a>'
    whole = {"/": page(0, 5, own=False, more=more), "/seite2": page(5, 9, own=False)}
    here.server.script(site, whole)
    here.run(NOW)
    assert len(here.events()) == 9
    here.server.script(site, whole | {"/seite2": {"status": 500}})
    for day in range(1, 4):
        here.run(NOW + day * DAY)
        assert health(here)["health"] == ("red" if day >= 3 else "yellow"), day
    assert len(here.events()) == 9 and all(event.listed for event in here.events().values())

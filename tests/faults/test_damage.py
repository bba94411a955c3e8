"""Answers that lost something on their way, in every form: nothing is removed. Letters in any encoding come through."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from crawlers.parsing.reading import read
from pipeline.model import Page, Source
from tests.faults.ground import NOW, Ground, calendar, ground

DAY = timedelta(days=1)
EVENTS = 12
HEAD = "<!doctype html><html lang='de'><head>{}<title>Termine</title></head>"
PAGE = HEAD + "<body><h1>Termine</h1><ul>{}</ul></body></html>"


def ics() -> dict[str, Any]:
    return calendar("haus0", EVENTS)


def rss() -> dict[str, Any]:
    items = "".join(f"<item><title>Gründerabend {n} am {n}.12.2026</title></item>" for n in range(1, EVENTS + 1))
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    return {"body": body, "headers": {"Content-Type": "application/rss+xml"}}


def page() -> dict[str, Any]:
    rows = (f"<li><h3>Gründerabend {n}</h3><p>{n}. Dezember 2026, 18 Uhr</p></li>" for n in range(1, EVENTS + 1))
    return {"body": PAGE.format("", "".join(rows)), "headers": {}}


def data() -> dict[str, Any]:
    rows = [{"title": f"Gründerabend {n}", "start": f"2026-12-{n:02}T18:00:00+01:00"} for n in range(1, EVENTS + 1)]
    return {"body": json.dumps(rows), "headers": {"Content-Type": "application/json"}}


FORMS: dict[str, Callable[[], dict[str, Any]]] = {"ics": ics, "rss": rss, "html": page, "json": data}
# how a body is damaged: share that is left, announced in full or as sent, compressed or not
DAMAGES: dict[str, dict[str, Any]] = {
    "after a tenth": {"part": 0.1},
    "in the middle": {"part": 0.5},
    "near the end": {"part": 0.97},
    "in the middle, announced in full": {"part": 0.5, "announced": True},
    "in the middle of gzip": {"gzip": True, "keep": 150},
    "in the middle, without a length": {"part": 0.5, "no_length": True},
}


CASES = [(form, how) for form in FORMS for how in DAMAGES]


def damaged(form: str, how: str) -> dict[str, Any]:
    damage, answer = dict(DAMAGES[how]), FORMS[form]()
    whole = answer["body"].encode()
    if damage.pop("announced", False):
        answer["headers"]["Content-Length"] = str(len(whole))
    return answer | {"body": whole[: int(len(whole) * damage.pop("part", 1.0))]} | damage


Seen = dict[str, list[tuple[Any, ...]]]


def seen(here: Ground) -> Seen:
    """What is known of each site's events, by UID."""
    with here.place.store() as store:
        rows = list(store.db.query("select source_id, uid from sightings order by uid"))
    events = here.events()
    found: Seen = {}
    for row in rows:
        event = events[row["uid"]]
        found.setdefault(row["source_id"], []).append((event.uid, event.status, event.listed, event.when))
    return found


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Seen, Seen]]:
    """Every form damaged in every way, each on a site of its own: before, and after two days of it."""
    with ground(tmp_path_factory.mktemp("damage"), sources=len(CASES)) as here:
        source = here.config / "sources" / "owl.toml"
        source.write_text(source.read_text("utf-8").replace('kind = "ics"\n', ""), "utf-8")
        for (form, _), address in zip(CASES, here.sites.values(), strict=True):
            here.server.script(address, {"/": FORMS[form]()})
        here.run(NOW)
        before = seen(here)
        for (form, how), address in zip(CASES, here.sites.values(), strict=True):
            here.server.script(address, {"/": damaged(form, how)})
        for day in (1, 2):
            here.run(NOW + day * DAY)
        yield before, seen(here)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{form} {how}" for form, how in CASES])
def test_nothing_is_removed(runs: tuple[Seen, Seen], number: int) -> None:
    before, after = (found[f"haus{number}"] for found in runs)
    assert len(before) == EVENTS
    assert set(after) >= set(before)


TITLE = "Gründerabend über Größe – für „Mülheim“ & Co. €"
# bytes as sent, as the header says, as the page says
ENCODINGS = [
    ("utf-8", "utf-8", ""),
    ("utf-8", "iso-8859-1", ""),
    ("utf-8", "", "windows-1252"),
    ("utf-8", "us-ascii", ""),
    ("utf-8-sig", "", ""),
    ("utf-8-sig", "iso-8859-1", "iso-8859-1"),
    ("cp1252", "utf-8", ""),
    ("cp1252", "", "utf-8"),
    ("cp1252", "iso-8859-1", ""),
    ("cp1252", "", ""),
    ("cp1252", "unknown-9", ""),
    ("utf-16", "", ""),
    ("utf-16-le", "utf-16le", ""),
    ("utf-16-be", "utf-16be", "utf-8"),
    ("iso-8859-15", "iso-8859-15", ""),
]


@pytest.mark.parametrize(("sent", "header", "meta"), ENCODINGS)
def test_letters_come_through(sent: str, header: str, meta: str) -> None:
    title = TITLE if sent != "iso-8859-15" else TITLE.translate(dict.fromkeys(map(ord, "–„“")))
    head = f'<meta charset="{meta}">' if meta else ""
    text = PAGE.format(head, f"<li><h3>{title.replace('&', '&amp;')}</h3><p>3. Dezember 2026, 18 Uhr</p></li>" * 2)
    headers = {"content-type": f"text/html; charset={header}" if header else "text/html"}
    found = Page("https://haus.example/", 200, headers, text.encode(sent), NOW)
    _, events, _ = read(found, Source("haus", found.url))
    assert {event.title for event in events} == {" ".join(title.split())}

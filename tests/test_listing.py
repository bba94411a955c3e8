"""The list extractor on written pages of many shapes, and on mutated twins that must give the same events."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from crawlers.extractors.listing import extract
from pipeline.model import Follow, Page, RawEvent, Source
from pipeline.normalise import Context, as_json, normalise
from pipeline.text import fold
from tests.conftest import Expecting

CASES = sorted(path.parent for path in Path(__file__).parent.glob("kinds/listing/*/expected.json"))
SEEDS = (1, 2)


def read(case: Path, body: bytes) -> tuple[list[dict[str, Any]], list[str]]:
    """The events of a page as the house's JSON, and the further pages it names."""
    meta = json.loads((case / "meta.json").read_text())
    as_of = datetime.fromisoformat(meta["as_of"]).replace(tzinfo=UTC)
    source = Source("test", meta["url"], timezone=meta["timezone"], select=meta.get("select", {}))
    found = list(extract(Page(meta["url"], 200, {}, body, as_of), source))
    raws = [raw for raw in found if isinstance(raw, RawEvent)]
    sightings = [sighting for raw in raws for sighting in normalise(raw, source, Context(as_of)).sightings]
    pages = [further.url for further in found if isinstance(further, Follow) and further.why == "page"]
    return [as_json(sighting) for sighting in sightings], pages


def said(event: dict[str, Any]) -> dict[str, Any]:
    """An event as a case expects it: the fields that are about the page, as far as they say something."""
    return {key: event[key] for key in ("title", "start", "end", "location", "url") if event[key] is not None}


def differences(expected: list[dict[str, Any]], events: list[dict[str, Any]]) -> list[str]:
    """What is not as expected; only the keys that a case names are compared, a place by what it contains, or "", or
    whole where it is written "= …"."""
    titles = [event["title"] for event in events]
    if [event["title"] for event in expected] != titles:
        return [f"titles: {titles}"]
    return [
        f"{event['title']}: {key} is {event[key]!r}, not {value!r}"
        for wanted, event in zip(expected, events, strict=True)
        for key, value in wanted.items()
        if not _agrees(key, value, event[key])
    ]


def _agrees(key: str, wanted: Any, got: Any) -> bool:
    if key == "location" and wanted:
        return wanted[2:] == got if wanted.startswith("= ") else fold(wanted) in fold(got or "")
    return bool((wanted or None) == got)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_page(case: Path, expecting: Expecting) -> None:
    events, pages = read(case, (case / "page.html").read_bytes())
    assert differences(expecting(case, [said(event) for event in events]), events) == []
    wanted = json.loads((case / "meta.json").read_text()).get("pages")
    assert wanted is None or pages == wanted


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_mutated_twin(case: Path, seed: int) -> None:
    if "select" in json.loads((case / "meta.json").read_text()):
        return  # the operator's selectors are about these very names
    body = (case / "page.html").read_bytes()
    assert read(case, mutate(body, seed))[0] == read(case, body)[0]


def mutate(body: bytes, seed: int) -> bytes:
    """The page as another site might build it: other names, attributes in another order, more wrappers."""
    dice = random.Random(seed)
    root = html.document_fromstring(body.decode())
    ids = {node.get("id"): f"x{dice.randrange(10**6)}" for node in root.iter() if node.get("id")}
    for node in list(root.iter()):
        attributes = [(name, _renamed(name, value, ids, dice)) for name, value in node.attrib.items()]
        node.attrib.clear()
        for name, value in dice.sample(attributes, len(attributes)):
            node.set(name, value)
        if node.tag in {"main", "article", "section", "li", "body"} and len(node) and dice.random() < 0.5:
            _wrap(node)
    return bytes(html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>"))


def _renamed(name: str, value: str, ids: dict[str | None, str], dice: random.Random) -> str:
    """Another class; another id, and the same one where something refers to it."""
    if name == "class":
        return f"x{dice.randrange(10**6)}"
    return value[:1] + ids.get(value[1:], value[1:]) if value.startswith("#") else ids.get(value, value)


def _wrap(node: html.HtmlElement) -> None:
    """Puts everything inside `node` into one more <div>."""
    wrapper = html.Element("div", {"class": "wrap"})
    wrapper.text, node.text = node.text, None
    wrapper.extend(list(node))
    node.append(wrapper)

"""Every kind on pages written for it: tests/kinds/<kind>/<case>/{page.*, meta.json, expected.json}.

meta.json: url, fetched_at, and what differs from the default (kind, timezone, headers). expected.json: the kind that is
told, the events with every field they have (a missing field must be empty), the requests; or the error.
Each page also has a twin with the order of its parts turned round, which must give the same events.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers.detect import detect, extract
from crawlers.extractors import MODULES
from crawlers.extractors.errors import Unreadable
from pipeline import wire
from pipeline.model import BERLIN, Page, RawEvent, Source
from tests.conftest import Expecting

KINDS = Path(__file__).parent / "kinds"
CASES = sorted(meta.parent for meta in KINDS.glob("*/*/meta.json") if meta.parent.parent.name != "listing")
NOT_COMPARED = {"source_id", "page", "kind", "found", "position", "confidence"}
_BLOCK = re.compile(rb"(<script[^>]*ld\+json[^>]*>)(.*?)(</script>)", re.DOTALL)


def load(case: Path) -> tuple[Page, Source, dict[str, Any]]:
    meta = json.loads((case / "meta.json").read_text())
    body = next(case.glob("page.*")).read_bytes()
    fetched = datetime.fromisoformat(meta["fetched_at"])
    page = Page(meta["url"], 200, meta.get("headers", {}), body, fetched)
    source = Source("test", meta["url"], kind=meta.get("kind"), timezone=meta.get("timezone", BERLIN))
    return page, source, json.loads((case / "expected.json").read_text())


def compared(told: dict[str, Any], case: Path) -> dict[str, Any]:
    """`told` reduced to the fields a case is about: where the visible list joins in, its wording is another test's."""
    only = json.loads((case / "meta.json").read_text()).get("fields")
    if only is None:
        return told
    return {"kind": told["kind"], "events": [{key: raw[key] for key in only if key in raw} for raw in told["events"]]}


def shown(raw: RawEvent) -> dict[str, Any]:
    """A raw event as expected.json writes it: the fields that say something."""
    said = wire.dump(raw)
    return {
        name: said[name] for name in said if name not in NOT_COMPARED and said[name] not in (None, "", [], {}, False)
    }


def read(page: Page, source: Source) -> dict[str, Any]:
    try:
        kind, events, follows = extract(page, source)
    except Unreadable as error:
        return {"error": error.why}
    return {"kind": kind, "events": [shown(raw) for raw in events], "follows": [[ask.why, ask.url] for ask in follows]}


def turned(body: bytes) -> bytes:
    """The same document with its parts in the other order: keys of objects, events of a calendar, items of a feed."""
    head = body.lstrip()[:1]
    if head in (b"{", b"["):
        return turned_json(body)
    if body.startswith(b"BEGIN:VCALENDAR"):
        first, *rest = re.split(rb"(?m)^(?=BEGIN:VEVENT|END:VCALENDAR)", body)
        return b"".join([first, *reversed(rest[:-1]), rest[-1]]) if rest else body
    body = re.sub(rb'class="(?:termin|row|col)[^"]*"', b'class="k7"', body)
    return _BLOCK.sub(lambda match: match[1] + turned_json(match[2]) + match[3], body)


def turned_json(text: bytes) -> bytes:
    try:
        return json.dumps(reversed_keys(json.loads(text))).encode()
    except (ValueError, RecursionError):  # cases that are no JSON on purpose
        return text


def reversed_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reversed_keys(part) for key, part in reversed(value.items())}
    return [reversed_keys(part) for part in value] if isinstance(value, list) else value


def in_any_order(events: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(event, sort_keys=True) for event in events)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_kind(case: Path, expecting: Expecting) -> None:
    page, source, _ = load(case)
    told = compared(read(page, source), case)
    assert told == expecting(case, told)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_twin(case: Path) -> None:
    page, source, expected = load(case)
    told = compared(read(replace(page, body=turned(page.body)), source), case)
    assert in_any_order(told.get("events", [])) == in_any_order(expected.get("events", []))


def test_every_kind_has_a_case() -> None:
    assert set(MODULES) - {"listing"} == {case.parent.name for case in CASES if case.parent.name in MODULES}


def test_every_kind_is_documented() -> None:
    text = (KINDS.parent.parent / "docs" / "kinds.md").read_text()
    assert set(re.findall(r"^### (\w+)$", text, re.MULTILINE)) == set(MODULES)


def test_a_detection_never_names_a_kind_that_is_not_there() -> None:
    for case in CASES:
        page, _, expected = load(case)
        assert {one.kind for one in detect(page)} <= set(MODULES), case
        assert expected.get("kind", "ics") in MODULES, case

"""Keeps a source's pages as test cases: the page, trimmed; meta.json; expected.json with what is read from it now.

A page is trimmed only as long as exactly the same is read from it. What stands in expected.json is for a person to
check: it says what the extractors see, not what is right.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree, html

from crawlers.detect import extract, form
from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import decode
from pipeline import wire
from pipeline.model import BERLIN, Page, RawEvent, Source
from pipeline.normalise import Context, as_json, normalise
from pipeline.text import slug

SUFFIX = {"html": ".html", "ics": ".ics", "json": ".json", "rss": ".xml", "empty": ".html"}
TRIES = 400  # readings spent on one page
_UNTOLD = frozenset({"source_id", "page", "kind", "found", "position", "confidence"})
_EMPTY: tuple[Any, ...] = (None, "", [], {}, False)
_LISTED = ("title", "start", "end", "location", "url", "status")  # what a case of a plain list compares
_SILENT = ("script", "style", "svg", "noscript", "iframe", "template", "link", "picture", "video", "form")

Told = dict[str, Any]


def save(source: Source, pages: tuple[Page, ...], folder: Path) -> list[Path]:
    """One case per page that shows events, under `folder`/<kind>/<id>; returns their folders.

    Raises ValueError when no page can be read, or when a case of that name is there.
    """
    told = [(page, kind) for page in pages if (kind := _kind(page, source))]
    if not told:
        raise ValueError(f"{source.id}: no page that shows events; nothing saved")
    return [_save(source, page, kind, folder, number) for number, (page, kind) in enumerate(told, start=1)]


def _kind(page: Page, source: Source) -> str | None:
    try:
        kind, events, follows = extract(page, source)
    except Unreadable:
        return None
    return kind if events or follows else None


def _save(source: Source, page: Page, kind: str, folder: Path, number: int) -> Path:
    case = folder / kind / (slug(source.id) if number == 1 else f"{slug(source.id)}-{number}")
    if case.exists():
        raise ValueError(f"{case} is there already")
    mine = replace(source, id="test", url=page.url)
    read = _listed if kind == "listing" else _told
    small = trimmed(page, mine, read)
    case.mkdir(parents=True)
    (case / f"page{SUFFIX[form(small)]}").write_bytes(small.body)
    _json(case / "meta.json", _meta(mine, small, kind))
    _json(case / "expected.json", read(small, mine))
    return case


def _meta(source: Source, page: Page, kind: str) -> Told:
    zone = {"timezone": source.timezone}
    if kind == "listing":
        select = {"select": dict(source.select)} if source.select else {}
        return {"url": page.url, "as_of": page.fetched_at.date().isoformat(), **zone, **select}
    said = {"kind": source.kind} if source.kind else {}
    type = page.headers.get("content-type")
    headers = {"headers": {"content-type": type}} if type and form(page) != "html" else {}
    other = zone if source.timezone != BERLIN else {}
    return {"url": page.url, "fetched_at": page.fetched_at.isoformat(), **said, **other, **headers}


def _json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _told(page: Page, source: Source) -> Told:
    """A kind's expected.json: every field of the raw events that says something, and the requests."""
    kind, events, follows = extract(page, source)
    shown = [{k: v for k, v in wire.dump(raw).items() if k not in _UNTOLD and v not in _EMPTY} for raw in events]
    return {"kind": kind, "events": shown, "follows": [[ask.why, ask.url] for ask in follows]}


def _listed(page: Page, source: Source) -> list[Told]:
    """A plain list's expected.json: the events as the pipeline understands them at noon of the day."""
    _, events, _ = extract(page, source)
    return [
        {name: event[name] for name in _LISTED if event[name] is not None}
        for raw in events
        for event in _understood(raw, source, page.fetched_at)
    ]


def _understood(raw: RawEvent, source: Source, at: datetime) -> list[dict[str, object]]:
    return [as_json(one) for one in normalise(raw, source, Context(at)).sightings]


def trimmed(page: Page, source: Source, read: Callable[[Page, Source], Any]) -> Page:
    """The page without what does not matter: scripts, styles, comments, and every part that can be missed."""
    if form(page) != "html":
        return page
    wanted = read(page, source)
    root = html.document_fromstring(decode(page).encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    for tries, part in enumerate(_parts(root)):
        if tries >= TRIES:
            break
        _without(root, part, lambda: _reads(page, root, source, read) == wanted)
    small = replace(page, body=_text(root))
    return small if _reads(page, root, source, read) == wanted else page


def _parts(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Comments, then silent elements, then everything else from the outside inwards; what is gone has no parts."""
    yield from list(root.iter(etree.Comment))
    yield from [node for node in root.iter(*_SILENT) if node.getparent() is not None]
    queue = [root]
    while queue:
        for node in list(queue.pop(0)):
            yield node
            if node.getparent() is not None and isinstance(node.tag, str):
                queue.append(node)


def _without(root: html.HtmlElement, part: html.HtmlElement, same: Callable[[], bool]) -> None:
    """Takes a part out, and puts it back when something else is read then."""
    parent = part.getparent()
    if parent is None or not any(above is root for above in part.iterancestors()):
        return
    place, tail = parent.index(part), part.tail
    before = part.getprevious()
    kept = before.tail if before is not None else parent.text
    part.drop_tree() if isinstance(part, html.HtmlElement) else parent.remove(part)
    if not same():
        if before is not None:
            before.tail = kept
        else:
            parent.text = kept
        parent.insert(place, part)
        part.tail = tail


def _reads(page: Page, root: html.HtmlElement, source: Source, read: Callable[[Page, Source], Any]) -> Any:
    try:
        return read(replace(page, body=_text(root)), source)
    except Unreadable:
        return None


def _text(root: html.HtmlElement) -> bytes:
    markup: bytes = html.tostring(root, encoding="utf-8")
    return b"<!DOCTYPE html>\n" + markup + b"\n"

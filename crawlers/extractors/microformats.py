"""Kind `microformats`: h-event (https://microformats.org/wiki/h-event), hCalendar, and platforms' class names.

Machine values (`datetime`, `abbr title`, `value-title`) become start and end; what people see goes into `when`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import html

from crawlers.extractors import MAX_EVENTS, extents, values
from crawlers.extractors.html import absolute, node_text, tree
from pipeline.model import Follow, Page, RawEvent, Source


@dataclass(frozen=True, slots=True)
class Classes:
    """Class names of an event's container and of its fields; the first that occurs counts."""

    root: str
    title: tuple[str, ...]
    start: tuple[str, ...]
    end: tuple[str, ...]
    where: tuple[str, ...]
    url: tuple[str, ...]
    text: tuple[str, ...] = ()
    host: tuple[str, ...] = ()
    time: tuple[str, ...] = ()  # of the day, where it stands apart from the date
    status: tuple[str, ...] = ()  # a badge, also one that ends the title: "Ausgebucht"


H_EVENT = Classes(
    root="h-event",
    title=("p-name",),
    start=("dt-start",),
    end=("dt-end",),
    where=("p-location", "h-card", "h-adr"),
    url=("u-url",),
    text=("e-content", "p-summary", "p-description"),
    host=("p-organizer", "p-author"),
)
H_CALENDAR = Classes(
    root="vevent",
    title=("summary",),
    start=("dtstart",),
    end=("dtend",),
    where=("location",),
    url=("url",),
    text=("description",),
    host=("organizer",),
)
TABLES = (H_EVENT, H_CALENDAR)


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """The events of a page's microformats."""
    yield from events(page, source, TABLES, "microformats")


def events(page: Page, source: Source, tables: tuple[Classes, ...], kind: str) -> Iterator[RawEvent]:
    """The events whose containers carry one of the tables' root classes, in document order."""
    roots: Mapping[str, Classes] = {table.root: table for table in tables}
    count = 0
    for node in tree(page).iter():
        table = next((roots[name] for name in (node.get("class") or "").split() if name in roots), None)
        raw = _event(node, table, page, source, kind, count) if table else None
        if raw is not None and count <= MAX_EVENTS:
            count += 1
            yield raw


def _event(
    node: html.HtmlElement, table: Classes, page: Page, source: Source, kind: str, position: int
) -> RawEvent | None:
    title_node = _own(node, table)
    badge = _text(node, table.status)
    title = values.text(node_text(title_node).removesuffix(badge or "")) if title_node is not None else None
    start, shown = _moment(_find(node, table.start))
    end, shown_end = _moment(_find(node, table.end))
    day = " – ".join(text.strip(" –-") for text in (shown, shown_end) if text)
    when = tuple(filter(None, (day, _text(node, table.time)))) if shown else ()
    if not title or not (start or when):
        return None
    if start:
        start, end = extents.span(start, end)
    return RawEvent(
        source_id=source.id,
        page=page.url,
        title=title,
        url=_url(node, table, title_node, page),
        when=when if start is None or when != (start,) else (),
        start=start,
        end=end,
        where=_place(node, table),
        description=_text(node, table.text, 20_000),
        organizer=_text(node, table.host),
        status=badge,
        availability=badge,
        kind=kind,
        position=position,
        found={"start": f"class {table.start[0]}: {start or ' '.join(when)}"[:300]},
    )


def _own(node: html.HtmlElement, table: Classes) -> html.HtmlElement | None:
    """The title's element; a name inside the place is the place's."""
    inside = [(inner, set((inner.get("class") or "").split())) for inner in node.iterdescendants()]
    places = {inner for inner, names in inside if not names.isdisjoint(table.where)}
    titles = (inner for name in table.title for inner, names in inside if name in names)
    return next((one for one in titles if places.isdisjoint(one.iterancestors())), None)


def _find(node: html.HtmlElement, names: tuple[str, ...]) -> html.HtmlElement | None:
    for name in names:
        for inner in node.iter():
            if inner is not node and name in (inner.get("class") or "").split():
                return inner
    return None


def _text(node: html.HtmlElement, names: tuple[str, ...], limit: int = 500) -> str | None:
    found = _find(node, names)
    return values.text(node_text(found), limit) if found is not None else None


def _place(node: html.HtmlElement, table: Classes) -> str | None:
    """A place whose name and address stand in elements of their own has commas between them; who invites is none."""
    found = _find(node, table.where)
    if found is None or not set((found.get("class") or "").split()).isdisjoint(table.host):
        return None
    bare = not any((text or "").strip() for text in (found.text, *(child.tail for child in found)))
    parts = [node_text(child) for child in found] if bare else [node_text(found)]
    return values.text(", ".join(filter(None, parts)), 500)


def _moment(node: html.HtmlElement | None) -> tuple[str | None, str | None]:
    """(machine value, text people see) of a date element; the value class pattern included."""
    if node is None:
        return None, None
    marked = [one for one in node.iter() if one.get("datetime") or (one.get("title") and one.tag in {"abbr", "span"})]
    written = [one.get("datetime") or one.get("title") or "" for one in marked]
    machine = next((moment for text in written if (moment := values.moment(text))), None)
    shown = node_text(node) or None
    if machine is None:
        machine = values.moment(node.get("content") or shown)
    return machine, shown if shown and values.moment(shown) is None else None


def _url(node: html.HtmlElement, table: Classes, title_node: html.HtmlElement | None, page: Page) -> str | None:
    named = _find(node, table.url)
    anchors = [one for one in (named, title_node) if one is not None]
    inner = [link for one in anchors for link in one.iter("a")]
    around = [one for one in (title_node.iterancestors("a") if title_node is not None else ()) if one is not node]
    return next((url for link in [*inner, *around] if (url := absolute(page, link.get("href")))), None)

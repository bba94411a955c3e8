"""The steps of the list extractor in order, and what they find as raw events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from crawlers.extractors import html as pages_html
from crawlers.extractors.listing import chosen, clusters, lines, pages, records, single, worth
from crawlers.extractors.listing import fields as reading
from crawlers.extractors.listing.context import Context
from crawlers.extractors.listing.fields import Fields
from crawlers.extractors.listing.records import Group, Record
from crawlers.extractors.listing.shape import Shapes
from crawlers.extractors.listing.single import Single
from crawlers.extractors.listing.worth import Worth
from pipeline.model import Follow, Near, Online, Page, RawEvent, Source
from pipeline.text import fold

KIND = "listing"
USUAL = 0.6  # a text that this share of a list's records carry is no title
Found = tuple[Group, Record, Fields, float, list[str]]


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """All dated events of an HTML page, then the pages to follow. Raises Unreadable when it is not HTML."""
    root = pages_html.tree(page)
    layout = lines.read(root)
    dates = clusters.find(layout)
    context = Context(page, root, layout, Shapes(layout, dates))
    today = page.fetched_at.date()
    if source.select.get("item"):
        found = list(chosen.find(context, source))
    else:
        found = _find(context, today)
    events = list(_events(context, found, source))
    yield from events
    own = {event.url for event in events if event.url}
    for url in dict.fromkeys(event.url for event in events if event.url and event.url != page.url):
        yield Follow(url, "detail")
    yield from pages.follow(page, root, own)


def _find(context: Context, today: date) -> list[Found]:
    """The records of all lists that are worth it, or the page's own event."""
    lists = []
    for group in records.find(context.layout, context.shapes.dates, context.shapes):
        kept = _worthy(context, group, today)
        if kept:
            lists.append(kept)
    taken = {index for kept in lists for _, record, _, _, _ in kept for index in range(record.first, record.last)}
    own = single.find(context, today, taken) if sum(map(len, lists)) < 2 else None
    if own is not None:
        lists = [kept for kept in lists if not worth.is_related(context, kept[0][0]) and not _inside(own, kept)]
        lists.append([(Group(0, [own.record]), own.record, own.fields, own.score / 10, own.why)])
    return sorted((entry for kept in lists for entry in kept), key=lambda entry: entry[1].first)


def _inside(own: Single, kept: list[Found]) -> bool:
    return any(own.record.first <= record.first < own.record.last for _, record, _, _, _ in kept)


def _worthy(context: Context, group: Group, today: date) -> list[Found]:
    usual = _usual(context, group)
    read: list[tuple[Record, Fields, Worth]] = []
    for record in group.records:
        span = context.layout.lines[record.first : record.last]
        if worth.is_pager(record, span):
            continue
        fields = reading.read(context, record, group.parent, usual)
        if fields.clusters:
            read.append((record, fields, worth.record(context, group, record, fields, today)))
    if not read:
        return []
    whole = worth.of_list(context, group, read, today)
    if whole.score < worth.ENOUGH:
        return []
    return [
        (group, record, fields, _confidence(whole.score, one.score), [*whole.why, *one.why])
        for record, fields, one in read
        if fields.title
    ]


def _confidence(whole: float, one: float) -> float:
    return round(min(max((whole + one) / 16, 0.1), 1.0), 2)


def _usual(context: Context, group: Group) -> frozenset[str]:
    """Texts that most records carry: categories, buttons, the organiser's name."""
    if len(group.records) < 3:
        return frozenset()
    counts: Counter[str] = Counter()
    for record in group.records:
        counts.update({context.shapes.rest(line) for line in context.layout.lines[record.first : record.last]})
    return frozenset(text for text, count in counts.items() if text and count >= USUAL * len(group.records))


def _events(context: Context, found: list[Found], source: Source) -> Iterator[RawEvent]:
    """Raw events, one for each date of a record; the same title, date and place printed twice count once."""
    seen: set[tuple[str, ...]] = set()
    position = 0
    for _, _, fields, confidence, why in found:
        for cluster, when in zip(fields.clusters, fields.when, strict=True):
            key = (fold(fields.title), *map(fold, when))
            if key in seen:
                continue
            seen.add(key)
            yield _event(context, source, fields, when, cluster.first, position, confidence, why)
            position += 1


def _event(
    context: Context,
    source: Source,
    fields: Fields,
    when: tuple[str, ...],
    line: int,
    position: int,
    confidence: float,
    why: list[str],
) -> RawEvent:
    year, month = context.shapes.dates.near[line]
    online: Online | None = "hybrid" if fields.online == "hybrid" else "yes" if fields.online == "yes" else None
    return RawEvent(
        source_id=source.id,
        page=context.page.url,
        title=fields.title,
        url=fields.url,
        when=when,
        near=Near(year or None, month or None) if year or month else None,
        where=fields.where,
        description=fields.description,
        status=fields.status,
        availability=fields.status,
        price=fields.price,
        online=online,
        kind=KIND,
        position=position,
        confidence=min(confidence, 1.0),
        found={**fields.found, "confidence": ", ".join(why)},
    )

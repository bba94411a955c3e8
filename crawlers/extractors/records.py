"""Which objects in any nest of dictionaries and lists are event records.

Shared by everything that is JSON or was made like it. News and posts are told apart by their dates being the
publication's. It knows no platform; what a record's fields mean is `record_event`'s business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from crawlers.extractors import values
from crawlers.extractors.field_names import pick, trust, words
from crawlers.extractors.record_event import MAX_TITLE, Manner, event
from crawlers.extractors.record_place import place_of
from crawlers.extractors.record_when import is_date, is_time, start, zone_of
from crawlers.extractors.wall_clock import utc_is_local
from pipeline.model import Page, RawEvent, Source

MAX_NODES = 500_000
MAX_EVENTS = 20_000

_POST_MARKS = frozenset({"date_gmt", "modified_gmt", "comment_status", "featured_media", "date_published", "pubDate"})
_POSTED = frozenset({"date", "date_gmt", "modified", "modified_gmt"})
_FIELDS = ("acf", "meta")
_DRAFT = frozenset({"draft", "private", "trash", "pending", "auto-draft", "unpublished", "deleted"})
_CLOSED = ("isDeleted", "deleted", "isPrivate", "is_private", "private", "isHidden", "is_hidden", "hidden")
_OPEN = ("isPublished", "is_published", "published", "isPublic", "is_public", "public")
_ONLY_DAY = frozenset({"date", "datum", "tag", "day", "when", "wann"})


def events(document: Any, page: Page, source: Source, *, kind: str, origin: str) -> Iterator[RawEvent]:
    """The event records of a document, in order, each once."""
    found = list(records(document))[:MAX_EVENTS]
    zone = zone_of(document) if isinstance(document, dict) else None
    local = utc_is_local(found, lambda record: start(record)[0], zone or source.timezone)
    manner = Manner(kind, origin, zone, local)
    raws = (event(record, page, source, manner) for record in found)
    once = {(raw.key, raw.title, raw.start, raw.when): raw for raw in raws if raw}
    uses = Counter(raw.key for raw in once.values())
    for position, raw in enumerate(once.values()):
        shared = raw.key and uses[raw.key] > 1
        yield replace(raw, position=position, key=f"{raw.key}#{raw.start or ' '.join(raw.when)}" if shared else raw.key)


def records(document: Any) -> Iterator[Mapping[str, Any]]:
    """The outermost objects that have a title and a date of their own, in document order. Iterative."""
    stack: list[Any] = [document]
    for _ in range(MAX_NODES):
        if not stack:
            return
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, dict) and is_record(value):
            yield {**props, **value} if isinstance(props := value.get("extendedProps"), dict) else value  # FullCalendar
        elif isinstance(value, dict) and (dates := _own_dates(value)):
            yield from ({**value, **one} for one in dates)
        elif isinstance(value, dict) and (post := _dated_post(value)):
            yield post
        elif isinstance(value, dict):
            stack.extend(part for part in reversed(list(value.values())) if isinstance(part, dict | list))


def is_record(node: Mapping[str, Any]) -> bool:
    """Whether an object is one event: a title, a date that is not its publication's, and no draft.

    A field that is only called "date" needs company (an end, a time, a place): news have a date and a title too.
    """
    field = pick(node, "start", is_date)
    if field is None or pick(node, "title", _is_title) is None or _is_draft(node):
        return False
    if set(words(field)) - _ONLY_DAY:
        return True
    if not _POST_MARKS.isdisjoint(node):
        return False
    return bool(pick(node, "end", is_date) or pick(node, "start_time", is_time) or place_of(node)[1])


def _own_dates(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The dates of an event that lists them apart: {"title": …, "dates": [{"start": …}, …]}."""
    if pick(node, "title", _is_title) is None:
        return []
    for name, value in node.items():
        named = any(trust(name.removesuffix(end), "start") for end in ("s", "e", "es"))
        if named and isinstance(value, list) and value and all(map(_date_only, value)):
            return value
    return []


def _dated_post(node: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """A post, and in it the fields that say when its event is (WordPress REST: `acf`, `meta`)."""
    if pick(node, "title", _is_title) is None or _is_draft(node):
        return None
    post = {name: value for name, value in node.items() if name not in _POSTED}
    for own in map(node.get, _FIELDS):
        field = pick(own, "start", is_date) if isinstance(own, dict) else None
        if isinstance(own, dict) and field and set(words(field)) - _ONLY_DAY:
            return {**post, **{name: value for name, value in own.items() if value not in (None, "", [], {})}}
    return None


def _date_only(node: Any) -> bool:
    if not isinstance(node, dict):
        return False
    return pick(node, "start", is_date) is not None and pick(node, "title", _is_title) is None


def _is_title(value: Any) -> bool:
    title = values.text(value, MAX_TITLE + 1) if isinstance(value, str | dict) else None
    return bool(title) and len(title or "") <= MAX_TITLE and not (title or "").startswith(("http://", "https://"))


def _is_draft(node: Mapping[str, Any]) -> bool:
    """Whether a record is not for everybody: a draft, deleted, private or hidden."""
    if not _DRAFT.isdisjoint(str(node.get(name, "")).lower() for name in ("status", "visibility")):
        return True
    return any(node.get(name) is True for name in _CLOSED) or any(node.get(name) is False for name in _OPEN)

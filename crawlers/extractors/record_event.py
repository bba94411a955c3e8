"""One record of an unknown system turned into a RawEvent: which of its fields says what.

A field that does not clearly say something stays out. Whether the record is an event at all is `records`' business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from crawlers.extractors import extents, values
from crawlers.extractors.field_names import pick, trust, words
from crawlers.extractors.record_place import place_of
from crawlers.extractors.record_when import end, is_date, start, times_in_text, zone_of
from crawlers.extractors.wall_clock import as_local
from pipeline.model import Online, Page, RawEvent, Source

MAX_TITLE = 300

_T = TypeVar("_T", bound=str)

_ONLINE_WORDS: tuple[tuple[str, Online], ...] = (
    ("hybrid", "hybrid"),
    ("mixed", "hybrid"),
    ("offline", "no"),
    ("person", "no"),
    ("physical", "no"),
    ("präsenz", "no"),
    ("praesenz", "no"),
    ("online", "yes"),
    ("virtual", "yes"),
    ("zoom", "yes"),
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a document's records are to be told: their kind, where they came from, and what holds for all of them."""

    kind: str
    origin: str
    zone: str | None = None  # of the whole document
    local: bool = False  # its UTC times are local ones (`wall_clock`)


def event(record: Mapping[str, Any], page: Page, source: Source, manner: Manner) -> RawEvent | None:
    """A RawEvent of one record; None without title or date."""
    title = values.text(_value(record, "title", _is_text), MAX_TITLE)
    begin, finish, when, zone = _dates(record, manner, source.timezone)
    if not title or not (begin or when):
        return None
    description = values.prose(_value(record, "description", _is_text))
    if extents.is_day(begin) and not finish:
        when = times_in_text(str(begin), description, page.fetched_at, source.timezone)
    parts, line = place_of(record)
    return RawEvent(
        source_id=source.id,
        page=page.url,
        title=title,
        url=_link(record, page),
        key=values.text(_value(record, "key", _is_key), 200),
        when=when,
        start=begin,
        end=finish,
        timezone=zone,
        where=line,
        place=parts,
        description=description,
        organizer=values.text(_value(record, "organizer", _is_text)),
        status=_status(record),
        availability=_availability(record),
        online=_online(record),
        deadline=values.text(_value(record, "deadline", is_date), 60),
        price=values.text(_value(record, "price", _is_price), 80),
        language=_language(record),
        kind=manner.kind,
        found={"start": f"{manner.origin} {pick(record, 'start', is_date)}: {begin or ' '.join(when)}"[:300]},
    )


def _dates(
    record: Mapping[str, Any], manner: Manner, usual: str
) -> tuple[str | None, str | None, tuple[str, ...], str | None]:
    """(start, end, texts, zone): ISO values, or the texts as published when the record is written for people."""
    begin, own_zone, texts = start(record)
    zone = own_zone or zone_of(record) or manner.zone
    finish, end_texts = end(record, begin)
    if not begin:
        ends = (*(f"bis {text}" for text in end_texts[:1]), *end_texts[1:]) if texts else ()
        return None, None, (*texts, *ends), zone
    if manner.local:
        begin, finish = as_local(begin), as_local(finish) if finish else None
    whole = _is_yes(_value(record, "all_day", bool))
    begin, finish = extents.span(begin, finish, all_day=whole, exclusive=_exclusive(record), zone=zone or usual)
    return begin, finish, (), zone


def _exclusive(record: Mapping[str, Any]) -> bool:
    """Whether a date-only end is the day after: Google's calendar API and FullCalendar's event objects say so."""
    return record.get("kind") == "calendar#event" or ("allDay" in record and "end" in record)


def _value(record: Mapping[str, Any], role: str, usable: Callable[[Any], bool]) -> Any:
    field = pick(record, role, usable)
    return record[field] if field else None


def _is_text(value: Any) -> bool:
    return isinstance(value, str | dict | list) and values.text(value) is not None


def _is_key(value: Any) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool) and value > 0) or (
        isinstance(value, str) and bool(value)
    )


def _is_price(value: Any) -> bool:
    return not isinstance(value, bool) and isinstance(value, str | int | float) and bool(str(value).strip())


def _link(record: Mapping[str, Any], page: Page) -> str | None:
    """The record's own address; a bare word is a slug, not an address."""

    def usable(value: Any) -> bool:
        text = value.get("url") if isinstance(value, dict) else value
        return (
            isinstance(text, str) and ("/" in text or text.startswith("?")) and values.link(page.url, text) is not None
        )

    return values.link(page.url, _value(record, "url", usable))


def _status(record: Mapping[str, Any]) -> str | None:
    """A status worth telling."""
    told = values.status(_value(record, "status", lambda value: values.status(value) is not None))
    return told or ("cancelled" if _named(record, "status", values.status) else None)


def _availability(record: Mapping[str, Any]) -> str | None:
    fields = (
        _value(record, role, lambda value: values.availability(value) is not None)
        for role in ("availability", "status")
    )
    said = next(filter(None, map(values.availability, fields)), None)
    return said or _named(record, "availability", values.availability)


def _online(record: Mapping[str, Any]) -> Online | None:
    return _mode(_value(record, "online", lambda value: _mode(value) is not None)) or _named(record, "online", _mode)


def _named(record: Mapping[str, Any], role: str, told: Callable[[str], _T | None]) -> _T | None:
    """What the names of fields tell that say no more than yes: {"sold_out": 1}; hybrid before online."""
    names = (name for name, value in record.items() if _is_yes(value) and isinstance(name, str) and trust(name, role))
    return min(filter(None, (told(" ".join(words(name))) for name in names)), default=None)


def _is_yes(value: Any) -> bool:
    return value in (1, True) or (isinstance(value, str) and value.strip().lower() in {"1", "true", "yes", "ja"})


def _mode(value: Any) -> Online | None:
    text = value.lower() if isinstance(value, str) and len(value) < 60 else ""
    return next((online for word, online in _ONLINE_WORDS if word in text), None)


def _language(record: Mapping[str, Any]) -> str | None:
    word = str(_value(record, "language", lambda value: isinstance(value, str)) or "")
    code = word.replace("_", "-").split("-")[0].lower()
    return code if len(code) == 2 else None

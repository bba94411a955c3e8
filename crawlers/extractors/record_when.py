"""When a record's event is: one field or a date and a time apart, machine-readable or as people write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from crawlers.extractors import extents, values
from crawlers.extractors.field_names import pick
from pipeline.dates import has_date, has_time, read

_WRITTEN_DATE = re.compile(
    r"\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?|\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d{2}-\d{2}"
    r"|\b\d{1,2}\.?\s+(?:[A-Za-zä]{3,9})\.?\s+\d{4}|\b[A-Z][a-zä]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
)
_WRITTEN_TIME = re.compile(r"\d{1,2}[:.]\d{2}|\d{1,2}\s?(?:uhr|am|pm|h)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"\n+|(?<=[a-z)][.!?])\s+(?=[A-ZÄÖÜ])")
_UTC = ("UTC", "GMT", "Etc/UTC")
_INNER = ("local", "datetime", "iso", "date", "datum", "utc", "value", "start")


def is_date(value: Any) -> bool:
    """Whether a value is a day or an instant: machine-readable, an object that holds one, or a short written date."""
    written = isinstance(value, str) and len(value) <= 120 and _WRITTEN_DATE.search(value) is not None
    return written or _is_machine_date(value)


def _is_machine_date(value: Any) -> bool:
    return (_nested(value)[0] if isinstance(value, dict) else values.moment(value)) is not None


def is_time(value: Any) -> bool:
    """Whether a value is a written time of day."""
    return isinstance(value, str) and len(value) <= 60 and _WRITTEN_TIME.search(value) is not None


def times_in_text(day: str, text: str | None, as_of: datetime, zone: str) -> tuple[str, ...]:
    """The sentence of a text that names the very `day` together with a time: a record may give the day only."""
    for sentence in _SENTENCE.split((text or "")[:2_000])[:12]:
        if not (has_date(sentence) and has_time(sentence)):
            continue
        found = read([sentence[:400]], as_of=as_of, tz=zone).occurrences
        if found and found[0].start.isoformat()[:10] == day and not found[0].all_day:
            return (sentence[:400],)
    return ()


def zone_of(record: Mapping[str, Any]) -> str | None:
    """The IANA zone a record names, if it exists."""
    field = pick(record, "timezone", is_zone)
    return str(record[field]) if field else None


def is_zone(value: Any) -> bool:
    """Whether a value names a zone of the IANA database other than UTC."""
    return isinstance(value, str) and value in _zones() and value.upper() not in {"UTC", "GMT"}


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def start(record: Mapping[str, Any]) -> tuple[str | None, str | None, tuple[str, ...]]:
    """(ISO value, zone, texts) of a record's start: texts when it is written for people only."""
    return _moment(record, "start", "start_time")


def end(record: Mapping[str, Any], begin: str | None) -> tuple[str | None, tuple[str, ...]]:
    """(ISO value, texts) of a record's end; an end time alone is on the day of the start `begin`, or of its texts."""
    iso, _, texts = _moment(record, "end", "end_time")
    if iso or texts or extents.is_day(begin):
        return iso, texts
    field = pick(record, "end_time", is_time)
    written = values.text(record[field], 60) if field else None
    if begin is None:
        return None, (written,) if written else ()
    clock = values.clock(written)
    return f"{begin[:10]}T{clock}:00{begin[19:]}" if clock else None, ()


def _moment(record: Mapping[str, Any], role: str, time_role: str) -> tuple[str | None, str | None, tuple[str, ...]]:
    field = pick(record, role, _is_machine_date) or pick(record, role, is_date)
    if field is None:
        return None, None, ()
    value = record[field]
    iso, zone = _nested(value) if isinstance(value, dict) else (values.moment(value), None)
    time_field = pick({name: part for name, part in record.items() if name != field}, time_role, is_time)
    written = values.text(record[time_field], 60) if time_field else None
    if iso and (not written or iso[11:16] not in ("", "00:00")):  # midnight: a day in a field for instants
        return iso, zone, ()
    clock = values.clock(written)
    if iso and clock:
        return f"{iso[:10]}T{clock}:00", zone, ()
    return None, zone, tuple(filter(None, (iso[:10] if iso else values.text(value, 120), written)))


def _nested(value: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """(moment, zone) of {"dateTime", "timeZone"}, {"date", "time"}, {"local", "timezone", "utc"} and the like."""
    low = {name.lower().replace("_", ""): part for name, part in value.items() if isinstance(name, str)}
    zone = values.first((low.get("timezone"), low.get("tz")))
    found = next((moment for name in _INNER if (moment := values.moment(low.get(name)))), None)
    time = values.clock(values.first((low.get("time"), low.get("uhrzeit"), low.get("zeit"))))
    if found and extents.is_day(found) and time:
        found = f"{found}T{time}:00"
    if found and zone in _UTC and len(found) == len("2026-12-03T18:00:00"):
        found += "+00:00"
    return found, zone if is_zone(zone) else None

"""Kind `ics`: an iCalendar file (RFC 5545), series expanded within a window around the day of reading.

Turns VEVENTs into events. What may be parsed is `ics_text`'s business, which dates there are is `ics_series`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import x_wr_timezone
from icalendar import Calendar, Component, Event
from icalendar.prop import vBroken

from crawlers.extractors import extents, values
from crawlers.extractors.errors import Unreadable
from crawlers.extractors.ics_series import Dated, dated, moment_of, start_of
from crawlers.extractors.ics_text import calendars
from pipeline.model import Follow, Moment, Online, Page, RawEvent, Source
from pipeline.text import clean

# Exporters whose UID says less, or more, than RFC 5545 promises.
_VOLATILE = ("wp-events-plugin.com",)  # PRODID: makes a new UID at every request
_NOT_PUBLIC = frozenset({"PRIVATE", "CONFIDENTIAL"})  # RFC 5545, 3.8.1.3
_TEC_UID = re.compile(r"(\d+)-\d{9,11}-\d{9,11}@")  # post id, start, end: the UID changes when the event moves
_HASH_SUFFIX = re.compile(r"\s*#_[0-9a-f]{32}$")  # wiki exporters append one to SUMMARY
_CONFERENCE = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")
_ZONES = re.compile(r"(?ms)^BEGIN:VTIMEZONE\b.*?^END:VTIMEZONE\b[^\n]*\n")
# OSError: zones are files, and a stranger's TZID may be longer than the name of one
_NOT_PARSED = (
    OverflowError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OSError,
    ZoneInfoNotFoundError,
)


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """The events of a calendar file. Raises Unreadable: "not a calendar", "cut off", "more than N events"."""
    seen: set[tuple[object, ...]] = set()
    for text in calendars(page):
        for raw in _events(_parsed(text), page, source):
            mark = (raw.key, raw.title, raw.start, raw.end)
            if mark not in seen:
                seen.add(mark)
                yield replace(raw, position=len(seen) - 1)


def _parsed(text: str) -> Calendar:
    """The calendar; when one line spoils the whole, its events are parsed one by one and the broken ones left out."""
    try:
        return _zoned(_calendar(text))
    except _NOT_PARSED:
        return _salvaged(text)


def _calendar(text: str) -> Calendar:
    parsed: Calendar = Calendar.from_ical(text)
    return parsed


def _zoned(calendar: Calendar) -> Calendar:
    """UTC and floating times in the calendar's X-WR-TIMEZONE: Google and others expand series in that zone."""
    try:
        zoned: Calendar = x_wr_timezone.to_standard(calendar)
        return zoned
    except _NOT_PARSED:
        return calendar  # a zone that does not exist says nothing


def _salvaged(text: str) -> Calendar:
    head, *blocks = re.split(r"(?m)^(?=BEGIN:VEVENT)", text)
    heads = (head, _ZONES.sub("", head))  # a broken zone may be what spoils it
    rest = Calendar()
    for block in blocks:
        body = block.partition("END:VEVENT")[0] + "END:VEVENT\r\nEND:VCALENDAR\r\n"
        event = next((event for one in heads if (event := _alone(one + body))), None)
        if event is not None:
            rest.add_component(event)
    if blocks and not rest.subcomponents:
        raise Unreadable("calendar has no readable event")
    return rest


def _alone(text: str) -> Component | None:
    try:
        return _calendar(text).walk("VEVENT")[0]
    except _NOT_PARSED:
        return None


def _events(calendar: Calendar, page: Page, source: Source) -> Iterator[RawEvent]:
    volatile = any(name in str(calendar.get("PRODID", "")) for name in _VOLATILE)
    recalled = str(calendar.get("METHOD", "")).upper() == "CANCEL"  # RFC 5546, 3.2.5
    for one in dated(calendar, page.fetched_at):
        raw = _event(one, page, source)
        if raw is not None:
            yield replace(
                raw, key=None if volatile else _stable(raw.key), status="CANCELLED" if recalled else raw.status
            )


def _stable(key: str | None) -> str | None:
    match = _TEC_UID.match(key or "")
    return match[1] if match else key


def _event(one: Dated, page: Page, source: Source) -> RawEvent | None:
    event = one.event
    title = _HASH_SUFFIX.sub("", clean(_text(event, "SUMMARY") or ""))
    start, end, zone = _times(event, source.timezone)
    if not title or start is None or (_text(event, "CLASS") or "").upper() in _NOT_PUBLIC:
        return None
    location = _text(event, "LOCATION")
    remote = bool(location and re.match(r"https?://\S+$", location.strip()))
    conference = any(name in event for name in _CONFERENCE)
    return RawEvent(
        source_id=source.id,
        page=page.url,
        title=title,
        url=values.link(page.url, _text(event, "URL")),
        key=one.key,
        start=start,
        end=end,
        timezone=zone,
        where=None if remote else values.text(location),
        place=_geo(event),
        description=values.prose(_text(event, "DESCRIPTION")),
        organizer=_organizer(event),
        status=values.text(_text(event, "STATUS"), 40),
        online=_online(remote or conference, bool(location) and not remote),
        price=values.text(_text(event, "X-COST"), 80),
        kind="ics",
        found={"start": f"ICS DTSTART: {_written(event)}"},
    )


def _text(event: Event, name: str) -> str | None:
    value = event.get(name)
    value = value[0] if isinstance(value, list) and value else value
    return None if value is None or isinstance(value, vBroken) else str(value)


def _written(event: Event) -> str:
    prop = event.get("DTSTART")
    zone = prop.params.get("TZID", "") if hasattr(prop, "params") else ""
    return f"{zone} {prop.to_ical().decode()}".strip() if hasattr(prop, "to_ical") else ""


def _times(event: Event, zone: str) -> tuple[str | None, str | None, str | None]:
    """Start, end and zone name; an all-day end is the last day (DTEND is the day after: RFC 5545, 3.6.1)."""
    start = start_of(event)
    if start is None:
        return None, None, None
    end = _end(event, start)
    whole = (_text(event, "X-MICROSOFT-CDO-ALLDAYEVENT") or "").upper() == "TRUE"
    first, name = _iso(start, zone)
    last = _iso(end, zone)[0] if end is not None else None
    return *extents.span(first, last, all_day=whole, exclusive=True), name


def _end(event: Event, start: Moment) -> Moment | None:
    end = moment_of(event, "DTEND")
    if end is None and "DTEND" not in event:
        length = event.get("DURATION")
        span = getattr(length, "dt", None) if not isinstance(length, vBroken) else None
        end = start + span if isinstance(span, timedelta) else None
    return end


def _iso(moment: Moment, zone: str) -> tuple[str, str | None]:
    """ISO 8601 and the zone's name; UTC is shown in the source's zone, so that midnight there is seen as midnight."""
    if not isinstance(moment, datetime):
        return moment.isoformat(), None
    if moment.tzinfo is None:
        return moment.isoformat(timespec="seconds"), None
    name = str(getattr(moment.tzinfo, "key", "") or "")
    if name in {"UTC", "Etc/UTC", "GMT"} or not name:
        moment, name = moment.astimezone(ZoneInfo(zone)), zone
    return moment.isoformat(timespec="seconds"), name


def _geo(event: Event) -> dict[str, Any]:
    geo = event.get("GEO")
    if isinstance(geo, vBroken):
        return {}
    pair = (getattr(geo, "latitude", None), getattr(geo, "longitude", None))
    return values.place(lat=pair[0], lon=pair[1]) if None not in pair else {}


def _organizer(event: Event) -> str | None:
    organizer = event.get("ORGANIZER")
    name = organizer.params.get("CN") if hasattr(organizer, "params") else None
    return values.text(name) if isinstance(name, str) and "@" not in name else None


def _online(remote: bool, real: bool) -> Online | None:
    if not remote:
        return None
    return "hybrid" if real else "yes"

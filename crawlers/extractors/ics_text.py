"""iCalendar text before it is parsed: unfolded, cut into calendars, capped, and rid of what could never end.

Works on lines only (RFC 5545, 3.1). It keeps VTIMEZONE and VEVENT and drops all else: alarms and to-dos are
no events, and a deep nest of them would only cost time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from crawlers.extractors import values
from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import decode
from pipeline.model import Page

MAX_EVENTS = 20_000
MAX_LINE = 100_000
MAX_DATES = 2_000  # values of one RDATE or EXDATE line
MAX_COUNT = 5_000
MAX_CLOCK_TIMES = 24  # a day may hold: more is a rule that means harm

_FOLD = re.compile(rb"\r?\n[ \t]")
_EVENT = re.compile(r"^BEGIN:VEVENT", re.MULTILINE | re.IGNORECASE)
_NEWLINE = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PART = re.compile(r"(\w+)=([^;]*)")
_DATE_LINE = re.compile(r'(DTSTART|DTEND)((?:;[^:"]*(?:"[^"]*"[^:"]*)*)?):(.*)', re.IGNORECASE)
_DATE = re.compile(r"\d{8}(?:T\d{6}Z?)?")
_OFFSET = re.compile(r";TZID=([+-]\d\d):(\d\d)(?=[:;])", re.IGNORECASE)  # no zone, and its colon ends the parameters
_INSIDE = {  # open components -> what may open in them
    (): {"VCALENDAR"},
    ("VCALENDAR",): {"VTIMEZONE", "VEVENT"},
    ("VCALENDAR", "VTIMEZONE"): {"STANDARD", "DAYLIGHT"},
}
_DAY_LIMITS = frozenset({"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"})
_ENDLESS = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})


def calendars(page: Page) -> list[str]:
    """The text of each VCALENDAR of a page. Raises Unreadable: "not a calendar", "cut off", "more than N events"."""
    text = decode(replace(page, body=_FOLD.sub(b"", page.body)))
    if not re.match(r"\s*BEGIN:VCALENDAR", text, re.IGNORECASE):
        raise Unreadable("empty body" if not text.strip() else "not a calendar")
    if len(_EVENT.findall(text)) > MAX_EVENTS:
        raise Unreadable(f"calendar with more than {MAX_EVENTS} events")
    return list(_split(_NEWLINE.split(_CONTROL.sub("", text))))


def _split(lines: list[str]) -> Iterator[str]:
    kept: list[str] = []
    opened: tuple[str, ...] = ()
    skipping: list[str] = []
    for line in lines:
        word, _, name = line.strip().upper().partition(":")
        if word == "BEGIN" and (skipping or name not in _INSIDE.get(opened, ())):
            skipping.append(name)
        elif word == "END" and skipping:
            skipping.pop()
        elif not skipping:
            kept.extend(_kept(line, opened))
            opened = _after(word, name, opened)
            if word == "END" and not opened:
                yield "\r\n".join(kept) + "\r\n"
                kept = []
    if opened or skipping:
        raise Unreadable("calendar is cut off")


def _after(word: str, name: str, opened: tuple[str, ...]) -> tuple[str, ...]:
    if word == "BEGIN":
        return (*opened, name)
    return opened[:-1] if word == "END" and opened and opened[-1] == name else opened


def _dated(line: str) -> str:
    """A DTSTART or DTEND as RFC 5545, 3.3.5 wants it, where another form of date is as clear: `2026-12-03 18:00`."""
    offset = _OFFSET.search(line)
    match = _DATE_LINE.fullmatch(_OFFSET.sub("", line) if offset else line)
    if match is None:
        return line
    value = match[3].strip()
    written = values.moment(value) if offset or not _DATE.fullmatch(value) else None
    if written and offset and len(written) == len("2026-12-03T18:00:00"):
        written += f"{offset[1]}:{offset[2]}"
    if written is None:
        return f"{match[1]}{match[2]}:{value}"
    point = datetime.fromisoformat(written)
    if point.tzinfo:
        return f"{match[1]}:{point.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{match[1]}{match[2]}:{point:{'%Y%m%d' if len(written) == len('2026-12-03') else '%Y%m%dT%H%M%S'}}"


def _kept(line: str, opened: tuple[str, ...]) -> Iterator[str]:
    """The line, unless it is empty, far too long, or a rule that would never end."""
    if not line.strip() or len(line) > MAX_LINE:
        return
    if opened[-1:] != ("VEVENT",):
        yield line
        return
    name = re.split(r"[;:]", line, maxsplit=1)[0].upper()
    value = line.rpartition(":")[2]
    hostile = (
        (name == "RRULE" and not harmless(value))
        or name == "EXRULE"  # gone from RFC 5545, and with a fine-grained RRULE it never returns
        or (name in {"RDATE", "EXDATE"} and value.count(",") >= MAX_DATES)
    )
    if not hostile:
        yield _dated(line) if name in {"DTSTART", "DTEND"} else line


def harmless(rule: str) -> bool:
    """Whether a recurrence rule can be expanded in reasonable time (RFC 5545, 3.3.10)."""
    parts = {key.upper(): value.upper() for key, value in _PART.findall(rule)}
    if "COUNT" in parts and parts.get("FREQ") in {"DAILY", "WEEKLY"} and not _DAY_LIMITS.isdisjoint(parts):
        return False  # may never fire, and then it is tried day by day up to the year 9999
    interval, count = parts.get("INTERVAL", "1"), parts.get("COUNT", "1")
    times = 1
    for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= parts.get(part, "").count(",") + 1
    return (
        parts.get("FREQ", "") not in _ENDLESS
        and interval.isdigit()
        and int(interval[:9]) > 0
        and count.isdigit()
        and int(count[:9]) <= MAX_COUNT
        and times <= MAX_CLOCK_TIMES
    )

"""Whether times marked as UTC are really local wall-clock times: a common fault of systems that write "Z" by habit.

Decided for a whole document, by what it says itself; without evidence UTC is UTC. It changes nothing, it only judges.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from crawlers.extractors import values
from pipeline.text import fold

MAX_RECORDS = 200
MAX_STRINGS = 200
MAX_STRING = 2_000

_TIME = re.compile(
    r"(?<![\d:.])(\d{1,2})(?:[:.](\d{2})(?!\.?\d))?(?::\d{2})?(?!\.\d)\s*(uhr\b|a\.?m\b|p\.?m\b|h\b)?", re.IGNORECASE
)


def utc_is_local(
    records: Sequence[Mapping[str, Any]], start: Callable[[Mapping[str, Any]], str | None], zone: str
) -> bool:
    """True when the document's own texts, or its series over a clock change, show that its UTC times are local ones."""
    votes = 0
    starts: dict[str, list[datetime]] = defaultdict(list)
    for record in records[:MAX_RECORDS]:
        strings = list(_strings(record))
        votes += sum(_vote(stamp, strings, zone) for stamp in _stamps(strings))
        moment = _utc(start(record))
        if moment is not None:
            starts[fold(values.text(values.first((record.get("title"), record.get("name")))) or "")].append(moment)
    return votes + sum(_steady(series, zone) for series in starts.values()) > 0


def as_local(iso: str) -> str:
    """An ISO instant marked as UTC, as the local time it was meant to be."""
    return iso[:19] if _utc(iso) else iso


def _utc(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso and iso.endswith("+00:00") else None


def _stamps(strings: list[str]) -> Iterator[datetime]:
    for text in strings:
        moment = _utc(values.moment(text)) if len(text) < 40 else None
        if moment is not None:
            yield moment


def _vote(stamp: datetime, strings: list[str], zone: str) -> int:
    """+1 when a text names the stamp's face value, -1 when it names the instant in local time."""
    local = stamp.astimezone(ZoneInfo(zone))
    face, meant = stamp.strftime("%H:%M"), local.strftime("%H:%M")
    clocks = {clock for text in strings if values.moment(text) is None for clock in clocks_in(text)}
    if face == meant or (face in clocks) is (meant in clocks):
        return 0
    return 1 if face in clocks else -1


def clocks_in(text: str) -> Iterator[str]:
    """Every time of day a text names, as HH:MM: "18:30", "18.30 Uhr", "18 Uhr", "6:30 pm"."""
    for hour, minute, mark in _TIME.findall(text):
        mark = mark.lower().replace(".", "")
        if (not minute and not mark) or int(hour) > 23 or int(minute or 0) > 59:
            continue
        shifted = int(hour) % 12 + 12 * (mark == "pm") if mark in {"am", "pm"} else int(hour)
        yield f"{shifted:02}:{minute or '00'}"


def _steady(series: list[datetime], zone: str) -> int:
    """+1 when a title's UTC times stay the same over a change of the clocks, -1 when its local times do."""
    local = [moment.astimezone(ZoneInfo(zone)) for moment in series]
    if len({moment.utcoffset() for moment in local}) < 2:
        return 0
    faces = {moment.strftime("%H:%M") for moment in series}
    meant = {moment.strftime("%H:%M") for moment in local}
    return (len(faces) == 1) - (len(meant) == 1)


def _strings(record: Mapping[str, Any]) -> Iterator[str]:
    """The texts of a record and of the objects in it, at most MAX_STRINGS."""
    stack: list[Any] = [record]
    for _ in range(MAX_STRINGS):
        if not stack:
            return
        value = stack.pop()
        if isinstance(value, str):
            yield value[:MAX_STRING]
        elif isinstance(value, Mapping):
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value[:20])

"""Values as machines write them (JSON, XML, attributes) turned into the plain strings of a RawEvent.

Reads ISO 8601 and its sloppy relatives, epochs, status words and addresses. It reads no prose: dates that people
wrote go into `RawEvent.when` and are understood later.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawlers.extractors.html import from_root
from pipeline.marks import read_badge
from pipeline.model import Availability
from pipeline.text import clean, html_to_text

MAX_DESCRIPTION = 20_000
MAX_URL = 2_000
NEWEST_YEAR = 2200
FARTHEST_ZONE = 14  # hours from UTC: the Line Islands

_INNER = ("rendered", "@value", "text", "html", "plain", "de", "de-DE", "en", "en-US", "name", "title", "value")
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:T|\s+|T\s+)(\d{1,2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_EXACT = re.compile(r"(\d{4})-\d\d-\d\dT(?!24)\d\d:\d\d:\d\d[+-](?:0\d|1[0-3]):[0-5]\d")  # what `moment` gives
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{4})?)?", re.IGNORECASE)
_DOTNET = re.compile(r"/Date\((-?\d{9,14})(?:[+-]\d{4})?\)/")
_MAIL = re.compile(  # RFC 5322, 3.3
    r"(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT|UTC)"
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?(?:\.\d+)?")
_HTTP = ("https://", "http://")
_FULL_URL = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?:/[!-~]*)?")  # whatever else it says, it is a full address
_EPOCHS = ((1e8, 7e9, 1.0), (1e11, 7e12, 1000.0))  # (from, to, divisor): seconds from 1973 on, milliseconds likewise
_PREFIXED = re.compile(r"\S*[/#:](?=\w+/?$)")  # "https://schema.org/" of "https://schema.org/EventCancelled"


def text(value: Any, limit: int = 500) -> str | None:
    """One clean line of a string, number, {"rendered": …}, {"de": …} or a list of such; None when empty."""
    if isinstance(value, str):
        if "<" in value or "&" in value:
            value = html_to_text(_unescaped(value[: limit * 20]))
        return clean(value, limit) or None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        return next((found for key in _INNER if (found := text(value.get(key), limit))), None)
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(filter(None, (text(item, limit) for item in value[:8]))))[:limit] or None
    return None


def prose(value: Any) -> str | None:
    """Readable text with line breaks from HTML, also from HTML that was escaped twice; None when empty."""
    if isinstance(value, Mapping):
        return next((found for key in _INNER if (found := prose(value.get(key)))), None)
    if isinstance(value, list):
        return "\n".join(filter(None, (prose(item) for item in value[:20]))) or None
    if not isinstance(value, str):
        return None
    return html_to_text(_unescaped(value[:200_000]).replace("\\n", "\n"))[:MAX_DESCRIPTION] or None


def _unescaped(markup: str) -> str:
    """Markup whose tags were escaped (`&lt;p&gt;`) with its tags back; anything else as it is."""
    return html.unescape(markup) if "&lt;" in markup or "&amp;" in markup else markup


def link(base: str, value: Any) -> str | None:
    """A full http(s) address from a string (or {"url"}, {"@id"}), relative to `base`; else None."""
    if isinstance(value, Mapping):
        value = value.get("url") or value.get("href") or value.get("@id")
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, str) or not value.strip() or value.strip().startswith("#"):
        return None
    try:
        full = html.unescape(value.strip()).replace(" ", "%20")
        full = f"https://{full}" if full.startswith("www.") else full
        if _FULL_URL.fullmatch(full) and full[-1] not in "?#":
            return full if len(full) <= MAX_URL else None
        if rooted := from_root(base, full):
            return rooted if len(rooted) <= MAX_URL else None
        url = full if full.startswith(_HTTP) and full[-1] not in "?#" else urljoin(base, full)
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname and len(url) <= MAX_URL else None


def moment(value: Any) -> str | None:
    """ISO 8601 of a machine-readable day or instant: `2026-12-03` or `2026-12-03T18:00:00[+01:00]`; None otherwise.

    Takes ISO 8601 (also with one-digit parts), iCalendar basic form, the form of mails and feeds, epoch seconds and
    milliseconds, `/Date(ms)/`.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _epoch(value)
    if not isinstance(value, str):
        return None
    written: str = value.strip()[:64]
    if _is_exact(written):
        return written
    if net := _DOTNET.fullmatch(written):
        return _epoch(float(net[1]))
    if written.isdigit() and len(written) in {10, 13}:
        return _epoch(float(written))
    if _MAIL.fullmatch(written):
        return _mailed(written)
    match = _ISO.fullmatch(written) or _BASIC.fullmatch(written)
    return _assembled(match) if match else None


def _is_exact(value: str) -> bool:
    """Whether a text is already an instant as `moment` writes it: most markup is."""
    match = _EXACT.fullmatch(value)
    try:
        return match is not None and 1970 <= int(match[1]) <= NEWEST_YEAR and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def _mailed(value: str) -> str | None:
    try:
        return parsedate_to_datetime(value).isoformat(timespec="seconds")
    except ValueError:
        return None


def _epoch(number: float) -> str | None:
    # An int is compared as it is: JSON has some that no float can hold.
    for low, high, divisor in _EPOCHS:
        if low <= number < high:
            return datetime.fromtimestamp(number / divisor, UTC).isoformat(timespec="seconds")
    return None


def _assembled(match: re.Match[str]) -> str | None:
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        if not 1970 <= int(year) <= NEWEST_YEAR:  # 0001-01-01 and 1900-01-01 are how databases write "none"
            return None
        if hour is None:
            return date(int(year), int(month), int(day)).isoformat()
        if int(hour) == 24 and int(minute) == 0:
            return (datetime(int(year), int(month), int(day)) + timedelta(days=1)).isoformat() + _offset(zone)
        point = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
        return point.isoformat(timespec="seconds") + _offset(zone)
    except ValueError:
        return None


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    if zone.upper() in {"Z", "UTC", "GMT"}:
        return "+00:00"
    sign, digits = zone[0], zone[1:].replace(":", "")
    digits = digits.zfill(2) + "00" if len(digits) <= 2 else digits.zfill(4)
    if int(digits[:2]) > FARTHEST_ZONE or int(digits[2:]) > 59:
        raise ValueError(f"no zone is {zone} away")
    return f"{sign}{digits[:2]}:{digits[2:]}"


def clock(value: Any) -> str | None:
    """`HH:MM` of a 24-hour clock value such as "18:00:00"; None otherwise."""
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return f"{int(match[1]):02}:{match[2]}"


def status(value: Any) -> str | None:
    """A status as published, without its address ("https://schema.org/EventCancelled"), unless it is the normal."""
    told = (word for word in _said(value) if read_badge(word).status not in {None, "scheduled"})
    return next(told, None)


def availability(value: Any) -> Availability | None:
    """`sold_out`, `waitlist` or `available` from schema.org's ItemAvailability or a few words; None otherwise."""
    return next(filter(None, (read_badge(word).availability for word in _said(value))), None)


def _said(value: Any) -> Iterator[str]:
    """The texts of a value or of each of a list's, a single word without its address."""
    for item in value[:8] if isinstance(value, list) else [value]:
        if found := text(item):
            yield found if " " in found else _PREFIXED.sub("", found).rstrip("/")


def number(value: Any) -> float | None:
    """A float from a number or its text ("52,03"); None otherwise."""
    if isinstance(value, bool):
        return None
    if not isinstance(value, int | float | str):
        return None
    try:
        found = float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    return found if isfinite(found) else None


def line(*parts: str | None) -> str | None:
    """Address parts in one line, each once; None when there are none."""
    kept: list[str] = []
    for part in parts:
        if part and not any(part.casefold() in other.casefold() for other in kept):
            kept.append(part)
    return ", ".join(kept) or None


def place(
    name: str | None = None,
    street: str | None = None,
    postcode: str | None = None,
    city: str | None = None,
    lat: Any = None,
    lon: Any = None,
) -> dict[str, Any]:
    """The `place` of a RawEvent: only the parts that are known; 0/0 is no coordinate."""
    known: dict[str, Any] = {"name": name, "street": street, "postcode": postcode, "city": city}
    latitude, longitude = number(lat), number(lon)
    if latitude and longitude and abs(latitude) <= 90 and abs(longitude) <= 180:
        known |= {"lat": latitude, "lon": longitude}
    return {key: value for key, value in known.items() if value}


def where(parts: Mapping[str, Any]) -> str | None:
    """ "Name, Straße Nr, PLZ Ort" of a `place`."""
    town = " ".join(filter(None, (parts.get("postcode"), parts.get("city"))))
    return line(parts.get("name"), parts.get("street"), town)


def first(values: Iterable[Any]) -> Any:
    """The first value that says something, or None."""
    return next((value for value in values if value not in (None, "", [], {})), None)

"""Is this a whole feed? Looks at bytes as a reader would, before they are published. ValueError says what is wrong.

A feed is joined from parts that do not change. So each part is read back once, when it is rendered: the lines of a
calendar's against the grammar (`component`), and by the calendar library unless very many are rendered at once
(`press.READ_BACK`); a newsfeed's by expat (`element`), one of JSON by json (`json_item`). When a feed is written its
frame is checked, which is a whole feed without events (`CHECKS`): parts that are each whole make it no less so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from xml.parsers import expat

from feeds.files import Check

MAX_OCTETS = 75  # RFC 5545, 3.1
# A content line (RFC 5545, 3.1): name, parameters, value; no control character anywhere.
_PARAMETER = rb';[A-Z-]+=(?:"[^"\x00-\x1f\x7f]*"|[^":;,\x00-\x1f\x7f]*)'
_LINE = re.compile(rb"([A-Z-]+)(?:" + _PARAMETER + rb")*:[^\x00-\x1f\x7f]*")
_ONCE = (b"UID", b"DTSTAMP", b"DTSTART", b"DTEND", b"SUMMARY", b"BEGIN", b"END")


def component(data: bytes) -> None:
    """One VEVENT: every line is one of the grammar, folded to 75 octets; what may stand only once stands once."""
    if not data.startswith(b"BEGIN:VEVENT\r\n") or not data.endswith(b"\r\nEND:VEVENT\r\n"):
        raise ValueError("not one whole VEVENT")
    if max(map(len, data.split(b"\r\n"))) > MAX_OCTETS:
        raise ValueError("a line longer than 75 octets")
    data.decode("utf-8")
    found = [_LINE.fullmatch(line) for line in data.replace(b"\r\n ", b"").split(b"\r\n")[:-1]]
    names = [match[1] for match in found if match]
    if len(names) < len(found):
        raise ValueError("a line that is no content line")
    if any(names.count(name) != 1 for name in _ONCE):
        raise ValueError("a property that is missing or stands twice")


def calendar(data: bytes) -> None:
    """CRLF everywhere, folded lines, UTF-8, one calendar with as many ends as beginnings."""
    if not data.startswith(b"BEGIN:VCALENDAR\r\n") or not data.endswith(b"\r\nEND:VCALENDAR\r\n"):
        raise ValueError("not one whole VCALENDAR")
    if not data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r"):
        raise ValueError("a line break that is not CRLF")
    data.decode("utf-8")
    lines = data.split(b"\r\n")
    if max(map(len, lines)) > MAX_OCTETS:
        raise ValueError("a line longer than 75 octets")
    if lines.count(b"BEGIN:VEVENT") != lines.count(b"END:VEVENT") or lines.count(b"BEGIN:VCALENDAR") != 1:
        raise ValueError("components that do not end")
    if lines.count(b"BEGIN:VTIMEZONE") != 1:
        raise ValueError("not one VTIMEZONE")


def xml(data: bytes) -> None:
    """Well-formed (read through by expat, without building a tree), and a feed."""
    reader = expat.ParserCreate(namespace_separator=" ")
    root: list[str] = []

    def first(name: str, _: object) -> None:
        root.append(name)
        reader.StartElementHandler = None

    reader.StartElementHandler = first
    try:
        reader.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    if root[0].rpartition(" ")[2] not in ("rss", "feed"):
        raise ValueError("no feed")


def element(data: bytes) -> None:
    """One item of a newsfeed, well-formed by itself (the root declares its prefixes)."""
    try:
        expat.ParserCreate("utf-8").Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


def json_feed(data: bytes) -> None:
    """JSON with a version and a list of items."""
    found = json.loads(data)
    if not isinstance(found, dict) or not isinstance(found.get("items"), list) or "version" not in found:
        raise ValueError("no JSON feed")


def json_item(data: bytes) -> None:
    """One item of a JSON feed or list: an object by itself."""
    if not isinstance(json.loads(data), dict):
        raise ValueError("no item")


def json_list(data: bytes) -> None:
    """A JSON list."""
    if not isinstance(json.loads(data), list):
        raise ValueError("no list")


CHECKS: Mapping[str, Check] = {"ics": calendar, "rss": xml, "atom": xml, "json": json_feed, "rows": json_list}

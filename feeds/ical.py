"""Events as an iCalendar file (RFC 5545, RFC 7986). An event is rendered once; a feed is a head and such parts.

What clients need is listed in docs/feeds.md. Does not choose events (`select`) and writes no file (`publish`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from icalendar import Event as VEvent

from feeds import checks, words
from feeds import shown as show
from feeds.facts import point_of
from feeds.filters import Choices
from feeds.joined import Joined, Nearest, fitting
from feeds.moments import ZONE, berlin, instant, last_berlin_day
from feeds.setting import COLOR
from feeds.shown import Shown
from feeds.words import say
from pipeline.localdays import berlin_day
from pipeline.model import BERLIN, Event, Issue, Moment

PRODID = "-//pitchradar//Startup-Termine//DE"
DEFAULT_LENGTH = timedelta(hours=2)
REFRESH = "PT6H"
END = b"END:VCALENDAR\r\n"
# The rule form: the library writes a list of dates that ends some years from now.
VTIMEZONE = b"""BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace(b"\n", b"\r\n")
COLORS: Mapping[str, str] = {
    "steelblue": "#4682b4",
    "navy": "#000080",
    "teal": "#008080",
    "seagreen": "#2e8b57",
    "olive": "#808000",
    "goldenrod": "#daa520",
    "darkorange": "#ff8c00",
    "tomato": "#ff6347",
    "firebrick": "#b22222",
    "mediumvioletred": "#c71585",
    "rebeccapurple": "#663399",
    "slategray": "#708090",
    "saddlebrown": "#8b4513",
    "black": "#000000",
}
_UID = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed says about itself. `address`: its own https address; `page`: where it is explained."""

    name: str
    text: str = ""
    address: str = ""
    page: str = ""
    color: str = COLOR


def part(shown: Shown, names: Choices, *, read_back: bool = True) -> bytes:
    """One VEVENT, folded, with CRLF. ValueError for an event no calendar could hold.

    Written by us: the library takes twenty times as long. Every part passes `checks.component`; with `read_back` the
    library has parsed it as well.
    """
    event = shown.event
    if not _UID.fullmatch(event.uid):
        raise ValueError(f"UID is not plain ASCII: {event.uid!r}")
    stamp = event.last_changed or event.first_published
    if stamp is None:
        raise ValueError("an event that was never stored has no DTSTAMP")
    start, end, end_note = bounds(event)
    stored = _utc(stamp)
    lines = [
        "BEGIN:VEVENT",
        f"SUMMARY:{_text(show.title(shown))}",
        *_moments(DTSTART=start, DTEND=end),
        f"DTSTAMP:{stored}",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.sequence:d}",
        f"CATEGORIES:{','.join(map(_text, show.tag_names(event, names)))}",
        "CLASS:PUBLIC",
        *_access(shown),
        *([f"CREATED:{_utc(event.first_published)}"] if event.first_published else []),
        f"DESCRIPTION:{_text(description(shown, names, end_note))}",
        *_geo(event),
        f"LAST-MODIFIED:{stored}",
        *([f"LOCATION:{_text(place)}"] if (place := show.place(event)) else []),
        f"STATUS:{status(event)}",
        "TRANSP:TRANSPARENT",
        *([f"URL:{shown.url}"] if shown.url else []),
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "END:VEVENT",
    ]
    rendered = b"".join(map(folded, lines))
    checks.component(rendered)
    return _read_back(rendered) if read_back else rendered


def _text(value: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11)."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\n", "\\n")


def _utc(moment: datetime) -> str:
    return f"{_basic(moment.astimezone(UTC))}Z"


def _basic(moment: datetime) -> str:
    """ "20261203T180000": what strftime writes, in a fifth of its time."""
    return moment.isoformat(timespec="seconds")[:19].replace("-", "").replace(":", "")


def folded(line: str) -> bytes:
    """A content line at most 75 octets wide, never cut inside a character (RFC 5545, 3.1), with CRLF.

    The library folds character by character, which costs more than everything else it does.
    """
    raw, pieces, start, room = line.encode("utf-8"), [], 0, checks.MAX_OCTETS
    if len(raw) <= room:
        return raw + b"\r\n"
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:  # the middle of a character
            end -= 1
        pieces.append(raw[start:end])
        start, room = end, checks.MAX_OCTETS - 1
    return b"\r\n ".join([*pieces, raw[start:]]) + b"\r\n"


def _read_back(rendered: bytes) -> bytes:
    """The bytes, if the library reads them as one event without complaint; ValueError otherwise."""
    again = VEvent.from_ical(rendered.decode("utf-8"))
    if again.errors:
        raise ValueError(f"not readable again: {again.errors[0]}")
    return rendered


def status(event: Event) -> str:
    """CANCELLED on evidence, TENTATIVE when the date or its existence is in doubt, else CONFIRMED."""
    if event.status == "cancelled":
        return "CANCELLED"
    return "TENTATIVE" if event.status == "postponed" or not event.listed else "CONFIRMED"


def bounds(event: Event) -> tuple[Moment, Moment, str]:
    """DTSTART, the exclusive DTEND (later, and of the same type), and what the text must say about the end."""
    start, end = event.when.start, event.when.end
    if event.when.all_day or not isinstance(start, datetime):
        return berlin_day(start), last_berlin_day(event) + timedelta(days=1), ""
    if isinstance(end, datetime) and instant(end) > instant(start):
        return berlin(start), berlin(end), ""
    if end is not None and berlin_day(end) > berlin_day(start):
        midnight = datetime.combine(berlin_day(end) + timedelta(days=1), time(), ZONE)
        return berlin(start), midnight, say("open_end_day", day=words.day(end))
    return berlin(start), berlin(instant(start) + DEFAULT_LENGTH), say("default_end")


def _moments(**values: Moment) -> list[str]:
    """The second 02:30 of an autumn night has no local name (RFC 5545, 3.3.5): such an event is written in UTC."""
    in_utc = any(
        isinstance(v, datetime) and v.fold and v.utcoffset() != v.replace(fold=0).utcoffset() for v in values.values()
    )
    return [f"{name}{_moment(value, in_utc)}" for name, value in values.items()]


def _moment(value: Moment, in_utc: bool) -> str:
    if not isinstance(value, datetime):
        return f";VALUE=DATE:{value:%Y%m%d}"
    if in_utc:
        return f":{_utc(value)}"
    return f";TZID={BERLIN}:{_basic(value)}"


def _access(shown: Shown) -> list[str]:
    """Where one takes part (RFC 7986, 5.11)."""
    if not shown.url or shown.event.online not in ("yes", "hybrid"):
        return []
    return [f'CONFERENCE;FEATURE=VIDEO;LABEL="{say("access")}";VALUE=URI:{shown.url}']


def _geo(event: Event) -> list[str]:
    point = point_of(event) if event.online != "yes" else None
    return [f"GEO:{point[0]};{point[1]}"] if point else []


def description(shown: Shown, names: Choices, end_note: str = "") -> str:
    """Plain text: notes, the description, facts, doubts; the last line is the source's link."""
    blocks = [
        "\n".join(show.notes(shown)),
        show.body(shown.event),
        "\n".join([*show.facts(shown.event, names), *([end_note] if end_note else []), *show.doubts(shown)]),
        shown.url or "",
    ]
    return "\n\n".join(block for block in blocks if block)


def head(info: Head, changed: datetime | None, note: str = "") -> bytes:
    """Everything before the first VEVENT. `note` is added to the description; `changed`: newest change, if any."""
    text = _text(" ".join(filter(None, (info.text, note))))
    page, address = show.safe_url(info.page), show.safe_url(info.address)
    given = {
        "BEGIN": "VCALENDAR",
        "PRODID": PRODID,
        "VERSION": "2.0",
        "CALSCALE": "GREGORIAN",
        "NAME": _text(info.name),
        "X-WR-CALNAME": _text(info.name),
        "DESCRIPTION": text,
        "X-WR-CALDESC": text,
        "X-WR-TIMEZONE": BERLIN,
        "COLOR": css_name(info.color),
        "X-APPLE-CALENDAR-COLOR": info.color,
        "REFRESH-INTERVAL;VALUE=DURATION": REFRESH,
        "X-PUBLISHED-TTL": REFRESH,
        "URL": page,
        "SOURCE;VALUE=URI": address,
        "LAST-MODIFIED": _utc(changed) if changed else None,
    }
    return b"".join(folded(f"{name}:{value}") for name, value in given.items() if value) + VTIMEZONE


def css_name(color: str) -> str:
    """The CSS3 colour name nearest to `#rrggbb` (RFC 7986, 5.9 wants a name)."""
    wanted = _rgb(color)
    return min(COLORS, key=lambda name: sum((a - b) ** 2 for a, b in zip(_rgb(COLORS[name]), wanted, strict=True)))


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def broken(item: Shown, error: Exception) -> Issue:
    """An event that was left out of the feeds, and why."""
    message = f"event left out of the feeds: {error}"
    return Issue("error", "publish", message, url=show.safe_url(item.event.url), value=ascii(item.event.uid)[:100])


def feed(info: Head, nearest: Nearest, count: int, changed: datetime | None) -> Joined:
    """A whole calendar of events, sorted by start and UID; at most 1 MB.

    `nearest` gives `count` positions and parts; `changed`: their newest change. Of too much X-WR-CALDESC says so.
    """
    start = head(info, changed)
    kept, whole = fitting(nearest, len(start) + len(END))
    if not whole:
        start = head(info, changed, say("shortened", kept=len(kept), all=count))
    return Joined(start, kept, END)

"""The types that flow through the house: frozen data in, frozen data out.

All instants are time-zone aware. `start` and `end` are `datetime` when the time of day is known, else `date` (all-day);
`end` of an all-day event is its LAST day. Holds no logic beyond what a value can say about itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal

Moment = datetime | date

Status = Literal["scheduled", "cancelled", "postponed", "rescheduled"]
Online = Literal["yes", "no", "hybrid"]
Availability = Literal["available", "sold_out", "waitlist"]
ChangeKind = Literal[  # corrected: a person put day or place right, nobody moved it
    "new", "changed", "moved", "corrected", "cancelled", "postponed", "rescheduled", "sold_out", "not_listed",
    "returned", "merged"
]  # fmt: skip
Level = Literal["info", "warning", "error"]

BERLIN = "Europe/Berlin"
NOTHING: Mapping[str, Any] = MappingProxyType({})


def stable_id(*parts: object) -> str:
    """16 hex digits that depend on `parts` only; the same on every machine and run."""
    text = "\x1f".join("" if part is None else str(part) for part in parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Source:
    """One place where events are published: an entry of `config/sources/<region>.toml`."""

    id: str
    url: str
    title: str = ""
    kind: str | None = None  # extractor name; None: detected at each run
    region: str | None = None  # id in regions.toml; the file's name when not given
    city: str | None = None  # where its events are when the page does not say
    organizer: str | None = None
    every: str = "12h"
    timezone: str = BERLIN
    relevant: Literal["judge", "always"] = "judge"
    follow: Mapping[str, Any] = field(default_factory=dict)  # {"details": bool, "pages": int, "links": regex}
    select: Mapping[str, str] = field(default_factory=dict)  # CSS overrides: item title when where link end status text
    dates: Mapping[str, Any] = field(default_factory=dict)  # {"order": "mdy"}
    patches: Mapping[str, str] = field(default_factory=dict)  # {wrong text: right text}, applied before reading
    tags: Mapping[str, Any] = field(default_factory=dict)  # priors: {"industries": [...], "formats": [...]}
    expect: Mapping[str, Any] = field(default_factory=dict)  # {"events": [low, high], "with_time": share}
    render: bool = False
    unchecked: bool = False  # its certificate is not checked
    verified: bool = False
    authority: Literal["organizer", "venue", "platform", "aggregator"] = "organizer"  # who knows best
    paused: bool = False
    learnt: Mapping[str, Any] = field(default_factory=dict)  # CrawlState.structure; never in a file


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One fetched document: what an extractor gets, what a fixture stores. Equal to itself alone: a quick key."""

    url: str  # final address, after redirects
    status: int
    headers: Mapping[str, str]  # lower-case names
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Follow:
    """A request an extractor would like: never fetched by the extractor itself."""

    url: str
    why: Literal["page", "detail", "feed"]  # next page of this list | one event's own | a richer form of this page


@dataclass(frozen=True, slots=True)
class Near:
    """What surrounds a date text: a heading "Dezember 2026" gives year and month to the days below it."""

    year: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class RawEvent:
    """One event as one page shows it, cleaned but not yet understood.

    Either `when` holds the texts as published (read later by `normalise`), or `start`/`end` hold machine-readable
    values (ISO 8601; date = all-day; without an offset = local time in `timezone`). Both may be there: then `when` is
    what people see, and wins where they contradict each other.
    """

    source_id: str
    page: str  # address of the page it was seen on
    title: str
    url: str | None = None  # the event's own page, if any
    key: str | None = None  # the source's own id (platform id, ICS UID + RECURRENCE-ID)
    when: tuple[str, ...] = ()
    near: Near | None = None
    start: str | None = None
    end: str | None = None
    timezone: str | None = None
    where: str | None = None
    place: Mapping[str, Any] = field(default_factory=dict)  # parts the source gives: name street postcode city lat lon
    description: str | None = None
    organizer: str | None = None
    status: str | None = None  # as published: "EventCancelled", "CANCELLED", "abgesagt"
    availability: str | None = None
    online: Online | None = None
    deadline: str | None = None  # registration deadline, as published
    price: str | None = None
    language: str | None = None  # ISO 639-1
    kind: str = ""  # the extractor that read it
    position: int = 0  # its place in the list, from 0
    confidence: float = 1.0  # 0..1, how sure the extractor is that this is one event
    found: Mapping[str, str] = field(default_factory=dict)  # {field: "where it came from: quote"}
    order: Literal["dmy", "mdy"] | None = None  # how the page writes 5/6/2026, where it shows that


@dataclass(frozen=True, slots=True)
class When:
    """Start and end of one occurrence. `guessed` names every part that the source did not say (docs/dates.md)."""

    start: Moment
    end: Moment | None = None
    all_day: bool = False
    tz: str = BERLIN
    guessed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Venue:
    """Where it happens. Coordinates in degrees (WGS 84); `land` is the ISO 3166-2 code of the Land, e.g. "DE-NW"."""

    name: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    land: str | None = None
    lat: float | None = None
    lon: float | None = None

    def line(self) -> str | None:
        """ "Name, Straße Nr, PLZ Ort" in one line, or None when nothing is known."""
        town = " ".join(part for part in (self.postcode, self.city) if part)
        return ", ".join(part for part in (self.name, self.street, town) if part) or None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One occurrence as one source shows it, understood. `id` is given by `identify` and never changes."""

    source_id: str
    page: str
    title: str
    when: When
    first_seen: datetime
    last_seen: datetime
    id: str = ""
    key: str | None = None
    url: str | None = None
    listed: bool = True
    missed: int = 0  # healthy complete runs (a day apart) in a row that did not list it
    hash: str = ""  # of the raw event but for its position
    # Stands for the date text (`normalise.text_key`): the same text is the same key, "" without one.
    when_text: str = ""
    venue: Venue | None = None
    online: Online | None = None
    description: str | None = None
    organizer: str | None = None
    status: Status = "scheduled"
    availability: Availability | None = None
    deadline: Moment | None = None
    price: str | None = None
    language: str | None = None
    kind: str = ""
    position: int = 0
    confidence: float = 1.0
    found: Mapping[str, str] = field(default_factory=dict)
    missed_at: datetime | None = None  # when `missed` was last counted, or the absence first noted; None: shown


@dataclass(frozen=True, slots=True)
class Tags:
    """What the tagger says of a text. `evidence`: {label: ("title: Logistik +2.0", ...)}."""

    industries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    format: str = "sonstiges"
    formats: tuple[str, ...] = ()
    startup_relevant: bool = False
    kmu_fit: int = 0
    language: str | None = None
    price: str | None = None
    audience: tuple[str, ...] = ()
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """One real-world event, whoever lists it: what is published. `uid` is for ever (RFC 5545 UID)."""

    uid: str
    title: str
    when: When
    sequence: int = 0
    venue: Venue | None = None
    online: Online | None = None
    url: str | None = None
    description: str | None = None
    organizer: str | None = None
    industries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()  # the main one first
    regions: tuple[str, ...] = ()
    kmu_fit: int = 0
    startup_relevant: bool = False
    status: Status = "scheduled"
    availability: Availability | None = None
    listed: bool = True
    hidden: bool = False  # a person's decision
    deadline: Moment | None = None
    language: str | None = None
    price: str | None = None
    audience: tuple[str, ...] = ()
    series: str | None = None  # id shared by the occurrences of one series
    sightings: tuple[str, ...] = ()  # Sighting ids, the oldest first
    first_published: datetime | None = None
    last_changed: datetime | None = None
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of tags
    conflicts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # {field: ("source: value", ...)}


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one event. `fields`: {name: (before, after)}, JSON-able values."""

    kind: ChangeKind
    uid: str
    at: datetime
    fields: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    evidence: str = ""  # source, time, quote


@dataclass(frozen=True, slots=True)
class Issue:
    """Something an operator should know. The same trouble has the same id on every run."""

    level: Level
    stage: str  # fetch extract ingest normalise judge store publish notify
    message: str
    source_id: str | None = None
    url: str | None = None
    value: str | None = None

    @property
    def id(self) -> str:
        """Stable over runs: made of what is wrong and where, not of when."""
        return stable_id(self.stage, self.source_id, self.message, self.url, self.value)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judge's word on one source's run."""

    held: bool
    alarm: bool
    cause: str | None = None
    why: str = ""
    released: bool = False  # a drop that three runs agreed on: the missing are "not listed", never cancelled
    admits: Literal["all", "new", "nothing"] = "all"  # what of a held run may enter: drops admit, mass edits do not


@dataclass(frozen=True, slots=True)
class Cluster:
    """The sightings of one real-world event, the oldest first, and the UID it keeps."""

    uid: str
    sightings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided; it always holds. `a`, `b`: UIDs or sighting ids; `apart` without `b` splits all of `a`."""

    kind: Literal["same", "apart", "hide", "edit", "tag", "undo"]  # "undo": of all `fields["names"]`, `fields["kinds"]`
    a: str
    b: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)  # "edit": {Event field: value}; "tag": {axis: wanted}
    at: datetime | None = None

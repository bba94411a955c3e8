"""RawEvent -> Sighting: the texts of one page become dates, places and marks. Pure.

A raw event may be several occurrences (a list of dates, a series): each becomes a sighting. What cannot be read with
certainty becomes an Issue, never a guess: the raw text stays visible there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pipeline import dates, places, registration, wire
from pipeline.config import Config
from pipeline.geo.gazetteer import Gazetteer, gazetteer
from pipeline.localdays import first_day, last_day
from pipeline.marks import Marks, read_badge, split_title
from pipeline.metadata import contradict, machine_when, zone_of
from pipeline.model import Issue, Moment, RawEvent, Sighting, Source, Venue, When, stable_id
from pipeline.occurrences import order_of, settled, visible_when
from pipeline.text import REMOVED, clean, fold, html_to_text, patched, public_line, redact

LEADING, TRAILING = " ):;,.|/–—·•-*", " (:;,|/–—·•-"  # what is left over where a title was cut out of a line
ONLINE = "Online"  # stands where a place would
YEARS_AHEAD = 3  # later is a typing error or an offer's end, not an evening
LONGEST_DAYS = 366  # a longer span is a membership, a funding period or a mistake
LONGER = 3  # times as long as any other field: a description says more than they do
_LABEL = re.compile(r"^(?:event|veranstaltung|termin|title|titel)\s*:\s+(?=\S)", re.IGNORECASE)
_CONTACT = re.compile(rf"(?:[\w.-]{{1,12}}[.:]?\s*)?{REMOVED}\W*")
_FIELD = re.compile(
    r"^(?:ort|wo|veranstaltungsort|location|where|datum|wann|when|date|zeit|uhrzeit|beginn|time)\s*:\s*", re.IGNORECASE
)
_NEW_DATE = re.compile(r"(?:\b(?:auf|to)|termin:?) (?:\D*)\d{1,2}\. ?(?:\d|\w{3})", re.IGNORECASE)  # in a mark
_DOUBLED = re.compile(r"^(\S.{7,}?)[\s:|–-]+\1$")


@dataclass(frozen=True, slots=True)
class Context:
    """What normalise knows beside the event itself."""

    as_of: datetime
    first_shown: Mapping[str, datetime] = field(default_factory=dict)  # text_key -> when this source first showed it
    land: str | None = None  # of the source's region
    aliases: Mapping[str, Venue] = field(default_factory=dict)  # known venues by name
    book: Gazetteer | None = None  # the config's own table of places; None: the packaged one

    @classmethod
    def of(cls, source: Source, config: Config, as_of: datetime) -> Context:
        """What the config knows beside this source's events."""
        land = next((region.land for region in config.regions if region.id == source.region), None)
        return cls(as_of, land=land, aliases=config.venues, book=gazetteer(config.folder))


@dataclass(frozen=True, slots=True)
class Normalised:
    """What became of one raw event."""

    sightings: tuple[Sighting, ...] = ()
    issues: tuple[Issue, ...] = ()


def text_key(raw: RawEvent) -> str:
    """Identifies a date text of a source: the same text, shown again, is read as on the day it was first shown."""
    return stable_id(raw.source_id, fold(raw.title), *raw.when)


def normalise(raw: RawEvent, source: Source, context: Context) -> Normalised:
    """All occurrences of one raw event, or the Issues that say why there are none."""
    title, marks = _title(raw, source)
    if not title:
        return Normalised(issues=(_issue(raw, "an event without a title", None),))
    if not raw.when and marks.status == "rescheduled" and marks.quote and _NEW_DATE.search(marks.quote):
        raw = replace(raw, when=(marks.quote,))  # a record's title tells it before its date does
    shown = context.first_shown.get(text_key(raw), context.as_of) if raw.when else context.as_of
    spans, deadline, doubts = _spans(raw, source, context.as_of, shown)
    reasons = [(when, _implausible(when, context.as_of)) for when in spans]
    doubts += [_issue(raw, why, str(when.start)) for when, why in reasons if why]
    kept = [when for when, why in reasons if not why]
    if not kept:
        return Normalised(issues=tuple(doubts))
    first = _sighting(raw, source, context, title, marks, kept, deadline, shown)
    several = len(kept) > 1
    found = [replace(first, when=when, key=_occurrence_key(raw.key, when)) for when in kept] if several else [first]
    return Normalised(tuple(found), tuple(doubts))


def _title(raw: RawEvent, source: Source) -> tuple[str, Marks]:
    title = clean(html.unescape(patched(raw.title, source.patches)))
    title = _DOUBLED.sub(r"\1", _LABEL.sub("", title.lstrip(LEADING).rstrip(TRAILING)))
    title, marks = split_title(title)
    badge = read_badge(raw.status)
    availability = read_badge(raw.availability).availability
    return redact(title), Marks(
        badge.status or marks.status,
        availability or badge.availability or marks.availability,
        badge.quote or marks.quote,
    )


def _spans(
    raw: RawEvent, source: Source, as_of: datetime, shown: datetime
) -> tuple[list[When], Moment | None, list[Issue]]:
    """The occurrences by the visible text, else by the machine-readable values; where both speak, the visible wins.

    `shown`: when the source first showed this text.
    """
    visible, machine = visible_when(raw, source, shown), machine_when(raw, source)
    spans = settled(visible.occurrences, machine)
    deadline = visible.deadlines[0].start if visible.deadlines else None
    if raw.deadline:
        deadline = _deadline(raw, raw.deadline, source, as_of) or deadline
    issues: list[Issue] = []
    if raw.when and not spans:
        issues.append(_issue(raw, f"date not read: {visible.reason}", " | ".join(raw.when)))
    elif not spans:
        issues.append(_issue(raw, "an event without a date", raw.start))
    elif machine and len(visible.occurrences) == 1 and contradict(visible.occurrences[0], machine):
        why = "visible time and metadata contradict each other; the visible time was taken"
        issues.append(_issue(raw, why, f"{raw.when} / {raw.start}"))
    return spans, deadline, issues


def _deadline(raw: RawEvent, text: str, source: Source, as_of: datetime) -> Moment | None:
    zone = zone_of(raw, source)
    exact = dates.iso(text, zone)
    if exact is not None:
        return exact
    text = patched(text, source.patches)
    reading = dates.read([text], as_of=as_of, tz=zone, order=order_of(raw, source))
    moments = [*reading.deadlines, *reading.occurrences]
    return moments[0].start if moments else None


def _implausible(when: When, as_of: datetime) -> str | None:
    if first_day(when) > as_of.date() + timedelta(days=365 * YEARS_AHEAD + 1):
        return f"starts more than {YEARS_AHEAD} years ahead"
    if last_day(when) - first_day(when) > timedelta(days=LONGEST_DAYS):
        return f"lasts more than {LONGEST_DAYS} days"
    return None


def _sighting(
    raw: RawEvent,
    source: Source,
    context: Context,
    title: str,
    marks: Marks,
    kept: Sequence[When],
    deadline: Moment | None,
    shown: datetime,
) -> Sighting:
    description = _description(raw)
    where = public_line(patched(raw.where, source.patches)) if raw.where else None
    return Sighting(
        source_id=raw.source_id,
        page=raw.page,
        title=title,
        when=kept[0],
        first_seen=context.as_of,
        last_seen=context.as_of,
        key=raw.key,
        url=raw.url,
        hash=stable_id(wire.dump_json(raw, without={"position"})),
        when_text=text_key(raw) if raw.when else "",
        venue=_venue(raw, where, title, source, context),
        online=raw.online or places.online_mode(where, title),
        description=description,
        organizer=public_line(raw.organizer) if raw.organizer else source.organizer,
        status=marks.status or "scheduled",
        availability=marks.availability,
        deadline=deadline or registration.deadline(description, kept, shown, source.timezone, order_of(raw, source)),
        price=clean(raw.price, 100) if raw.price else None,
        language=raw.language[:2].lower() if raw.language else None,
        kind=raw.kind,
        position=raw.position,
        confidence=raw.confidence,
        found={**raw.found, **({"status": f"{_marked_on(raw)}: {marks.quote}"} if marks.quote else {})},
    )


def _venue(raw: RawEvent, where: str | None, title: str, source: Source, context: Context) -> Venue | None:
    known, book = context.aliases, context.book
    return places.read_venue(
        where, place=raw.place, title=title, city=source.city, land=context.land, aliases=known, book=book
    )


def _description(raw: RawEvent) -> str | None:
    """What the text adds to the other fields; a line that only repeats the place or the hour is no description."""
    if not raw.description:
        return None
    text = _without_contacts(redact(html_to_text(raw.description)))
    fields = (raw.title, raw.where or "", *raw.when)
    if len(text) > LONGER * max(map(len, fields)):
        return text
    return text if text and fold(_FIELD.sub("", text)) not in set(map(fold, fields)) else None


def _without_contacts(text: str) -> str:
    """A text without the lines of which nothing is left but what the address or number was called: "E-Mail: …"."""
    if REMOVED not in text:
        return text
    return "\n".join(line for line in text.split("\n") if not _CONTACT.fullmatch(line))


def _occurrence_key(key: str | None, when: When) -> str | None:
    return f"{key}#{first_day(when).isoformat()}" if key else key


def _marked_on(raw: RawEvent) -> str:
    """The address of the page with the mark: the event's own, where only that has it (`crawlers.parsing.fillup`)."""
    own = raw.found.get("status", "")
    return own if re.fullmatch(r"https?://\S+", own) else raw.page


def _issue(raw: RawEvent, message: str, value: str | None) -> Issue:
    return Issue(
        "warning", "normalise", message, raw.source_id, raw.url or raw.page, clean(f"{raw.title}: {value}", 300)
    )


def as_json(sighting: Sighting) -> dict[str, object]:
    """One sighting as JSON: all keys are always there, null when unknown."""
    venue = sighting.venue
    return {
        "title": sighting.title,
        "start": moment_json(sighting.when.start),
        "end": moment_json(sighting.when.end),
        "all_day": sighting.when.all_day,
        "location": venue.line() if venue else ONLINE if sighting.online == "yes" else None,
        "city": venue.city if venue else None,
        "url": sighting.url,
        "status": sighting.status,
        "online": sighting.online,
        "organizer": sighting.organizer,
        "description": sighting.description,
        "availability": sighting.availability,
        "deadline": moment_json(sighting.deadline),
        "price": sighting.price,
        "guessed": sorted(sighting.when.guessed),
        "confidence": round(sighting.confidence, 2),
    }


def moment_json(moment: Moment | None) -> str | None:
    """ISO 8601: a date for all-day, else a time with its offset."""
    return None if moment is None else moment.isoformat()

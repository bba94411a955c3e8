"""What RSS and Atom say about an event and about what happened to it: Shown and Change become newsfeed entries.

An edited item is not shown again by readers: a cancellation or a new date is an extra item with its own guid.
The formats themselves are written by `newsfeed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from html import escape
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape

from feeds import evidence, words
from feeds import shown as show
from feeds.filters import Choices
from feeds.history import History, since
from feeds.moments import EPOCH, berlin, stored
from feeds.newsfeed import Category, Entry, stamp
from feeds.shown import Shown, clean
from feeds.words import say
from pipeline.model import Change, Event, Moment, When, stable_id

# RFC 4151: this authority and year are part of every guid already published. They must never change.
TAG = "tag:pitchradar.example,2026:"
# The schemes of categories are names, not addresses; changing them would orphan readers' rules.
SCHEMES: Mapping[str, str] = {
    "industries": "urn:pitchradar:branche:wz2008",
    "formats": "urn:pitchradar:format",
    "topics": "urn:pitchradar:thema",
}
# Changes worth an item of their own in every feed.
TOLD = ("cancelled", "moved", "corrected", "postponed", "rescheduled")
_PREFIX: Mapping[str, str] = {
    "new": "new_prefix",
    "cancelled": "cancelled_prefix",
    "moved": "moved_prefix",
    "corrected": "corrected_prefix",
    "postponed": "moved_prefix",
    "rescheduled": "moved_prefix",
    "returned": "returned_prefix",
    "sold_out": "sold_out_prefix",
    "not_listed": "not_listed_prefix",
}


@cache
def environment() -> Environment:
    """The templates of this room; everything in them is escaped."""
    loader, escaped = FileSystemLoader(words.TEMPLATES), select_autoescape(default=True)
    return Environment(loader=loader, autoescape=escaped, trim_blocks=False, auto_reload=False)


def entry(shown: Shown, names: Choices) -> Entry:
    """The item of an event. Its title leads with the event's date; it is dated by when we first published it."""
    event = shown.event
    return Entry(
        guid=TAG + event.uid,
        title=headline(shown),
        html=html(shown, names),
        summary=summary(shown),
        published=stamp(event.first_published or EPOCH),
        updated=stamp(event.last_changed or event.first_published or EPOCH),
        link=shown.url or shown.own,
        author=clean(event.organizer or "") or None,
        categories=categories(event, names),
        ev=module(event, names),
    )


def change_entry(now: Shown, change: Change, names: Choices, history: History) -> Entry:
    """The extra item of something that happened to an event: as it was then, and a note if that no longer holds."""
    shown = history.then(now, change)
    event = shown.event
    at = stamp(change.at)
    became, note = since(event, now.event)
    if change.kind == "new" and event.status == "cancelled":
        became = say("cancelled_at_once")
    lead = kind_name(change) + (f" ({became})" if became else "")
    plain = f"{lead}: {_dated(event)}"
    told = [*filter(None, [note]), *differences(change)]
    return Entry(
        guid=change_guid(change),
        title=clean(plain, show.MAX_TITLE),
        html=html(shown, names, told),
        summary=" ".join([*told, summary(shown)]),
        published=at,
        updated=at,
        link=shown.url or shown.own,
        author=clean(event.organizer or "") or None,
        categories=categories(event, names),
        ev=module(event, names),
    )


def change_guid(change: Change) -> str:
    """Of the extra item."""
    at = stamp(change.at).isoformat()
    return f"{TAG}{change.uid}/{change.kind}/{stable_id(change.kind, change.uid, at)}"


def _lead(change: Change) -> str:
    """The sentence that leads the title; a move of the place alone is not a new date, and what returns to a list or
    from a merge was not cancelled."""
    if change.kind == "moved" and "when" not in change.fields:
        return "new_place_prefix"
    if change.kind == "returned" and "status" not in change.fields:
        return "own_again_prefix" if "uid" in change.fields else "listed_again_prefix"
    if evidence.is_unread(change):
        return "unread_prefix"
    return _PREFIX.get(change.kind, "changed_prefix")


def kind_name(change: Change) -> str:
    """ "Abgesagt", "Verschoben", "Neu" …"""
    return say(_lead(change)).rstrip(": ")


def headline(shown: Shown) -> str:
    """ "Do., 3. Dezember 2026, 18:00 Uhr: Title (Bielefeld)", after "Abgesagt: " if it is."""
    return clean(show.prefix(shown) + _dated(shown.event), show.MAX_TITLE)


def _dated(event: Event) -> str:
    town = say("online") if event.online == "yes" else (event.venue.city if event.venue else None)
    where = f" ({clean(town)})" if town else ""
    return f"{words.moment(event.when.start)}: {clean(event.title, 180)}{where}"


def summary(shown: Shown) -> str:
    """One paragraph: notes, date, place, the beginning of the description."""
    event = shown.event
    text = show.body(event)
    return clean(" · ".join(filter(None, [*show.notes(shown), words.span(event.when), show.place(event), text])), 400)


def html(shown: Shown, names: Choices, told: Sequence[str] = ()) -> str:
    """Clean HTML of everything we know; nothing a stranger wrote is more than text."""
    event = shown.event
    url = escape(shown.url or "")
    where = "\n".join(filter(None, (words.span(event.when), show.place(event))))
    facts = "\n".join(f"<li>{_text(fact)}</li>" for fact in (*show.facts(event, names), *show.doubts(shown)))
    blocks = [
        *(f"<p><strong>{_text(note)}</strong></p>" for note in (*told, *show.notes(shown))),
        *(f"<p>{_text(block)}</p>" for block in (where, *show.body(event).split("\n\n")) if block),
        *([f"<ul>\n{facts}\n</ul>"] if facts else []),
        *([f'<p><a href="{url}" rel="noopener noreferrer">{url}</a></p>'] if url else []),
    ]
    return "\n".join(blocks)


def _text(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def categories(event: Event, names: Choices) -> tuple[Category, ...]:
    """A category per tag, each with the scheme it comes from."""
    groups: Mapping[str, tuple[Iterable[str], Mapping[str, str]]] = {
        "industries": (event.industries, names.industries),
        "formats": (event.formats, names.formats),
        "topics": (event.topics, names.topics),
    }
    return tuple(
        Category(term, SCHEMES[group], titles.get(term, term))
        for group, (terms, titles) in groups.items()
        for term in terms
    )


def module(event: Event, names: Choices) -> tuple[tuple[str, str], ...]:
    """RSS event module; dates in W3CDTF with the Berlin offset."""
    given = {
        "startdate": w3c(event.when.start),
        "enddate": w3c(event.when.end) if event.when.end else None,
        "location": show.place(event),
        "organizer": clean(event.organizer or ""),
        "type": names.formats.get(event.formats[0], event.formats[0]) if event.formats else None,
    }
    return tuple((name, text) for name, text in given.items() if text)


def w3c(moment: Moment) -> str:
    """ISO 8601: a date, or a time with its Berlin offset."""
    return berlin(moment).isoformat() if isinstance(moment, datetime) else moment.isoformat()


def entry_date(moment: datetime | None) -> str | None:
    """RFC 3339 in UTC, whole seconds."""
    return stamp(moment).isoformat() if moment else None


def differences(change: Change) -> list[str]:
    """What was and what is, in sentences; only what people can read."""
    rows = [row for name, (before, after) in change.fields.items() for row in _readable(name, before, after)]
    return [say("was_is", name=words.label("field", name), before=before, after=after) for name, before, after in rows]


def _readable(name: str, before: Any, after: Any) -> list[tuple[str, str, str]]:
    """Rows of (field, before, after) for a stored change; a date and a place are told as one sentence each."""
    if name not in words.words()["field"] or name in ("description", "url", "listed"):
        return []
    old, new = _in_words(name, before), _in_words(name, after)
    return [(name, old, new)] if old != new else []


def _in_words(name: str, value: Any) -> str:
    """A stored JSON value in words."""
    if isinstance(value, Mapping) and "start" in value:
        return words.span(When(stored(value["start"]), stored(value["end"]) if value.get("end") else None))
    if isinstance(value, Mapping):
        town = " ".join(str(value[key]) for key in ("postcode", "city") if value.get(key))
        return clean(", ".join(filter(None, (value.get("name"), value.get("street"), town)))) or say("nothing")
    if name == "status":
        return words.label("status", str(value))
    return clean(str(value)) if value is not None else say("nothing")

"""The public page of one event: what is known, from where, how it changed, why it has its tags. Knows no HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from feeds import evidence, rss, words
from feeds import shown as show
from feeds.facts import is_free, point_of
from feeds.filters import Choices
from feeds.jsonfeed import dumped
from feeds.setting import Addresses, Feed
from feeds.shown import Shown
from feeds.site import render, shared
from feeds.words import say
from pipeline import testimony
from pipeline.config import Config
from pipeline.ledger import OWN
from pipeline.model import Change, Event, Sighting, Source

# schema.org states; `scheduled` without a word is the default there, too
STATUS: Mapping[str, str] = {
    "scheduled": "EventScheduled",
    "cancelled": "EventCancelled",
    "postponed": "EventPostponed",
    "rescheduled": "EventRescheduled",
}
MODE: Mapping[str, str] = {
    "yes": "OnlineEventAttendanceMode",
    "no": "OfflineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}


def page(
    shown: Shown,
    sightings: Sequence[Sighting],
    changes: Sequence[Change],
    feeds: Sequence[Feed],
    config: Config,
    names: Choices,
    *,
    former: Mapping[str, str],
    root: str | None = None,
    database: str = "",
) -> bytes:
    """The whole page. `sightings` and `changes`: this event's, the oldest first; `feeds` carry it; `former`: titles of
    sources that are in the config no more. `root` and `database`: see `site.shared`."""
    event, addresses, text = shown.event, Addresses.of(config), show.body(shown.event)
    view = {
        "title": show.plain_title(event),
        "marks": show.marks(shown),
        "summary": rss.summary(shown),
        "notes": show.notes(shown),
        "datetime": rss.w3c(event.when.start),
        "when": words.span(event.when),
        "place": show.place(event),
        "price": words.price(event.price) if event.price else None,
        "deadline": words.moment(event.deadline) if event.deadline else None,
        "url": shown.url,
        "own_page": bool(show.safe_url(event.url)),
        "source": show.source_name(shown),
        "paragraphs": [block.split("\n") for block in text.split("\n\n")] if text else [],
        "doubts": show.doubts(shown),
        "tags": tags(event, names),
        **_past(event, sightings, changes, config.sources, former),
        "feeds": [(feed.title, addresses.feed(feed.name, "ics")) for feed in feeds],
        **{name: getattr(event, name) for name in ("uid", "sequence", "status", "organizer")},
        "report": report(event, config),
        "json_ld": json_ld(shown, addresses),
    }
    return render("event.html", shared(config, root=root, database=database), view)


def _past(
    event: Event,
    sightings: Sequence[Sighting],
    changes: Sequence[Change],
    sources: Mapping[str, Source],
    former: Mapping[str, str],
) -> dict[str, list[Any]]:
    titles = {**former, **{id: source.title for id, source in sources.items()}}
    return {
        "conflicts": [(words.label("field", name), values) for name, values in event.conflicts.items()],
        "sources": [source_row(sighting, sources, titles) for sighting in sightings if sighting.source_id != OWN],
        "history": [history_row(change, titles) for change in reversed(changes)],
    }


def tags(event: Event, names: Choices) -> list[dict[str, Any]]:
    """Each tag with the words that speak for it."""
    titles = {**names.industries, **names.formats, **names.topics}
    ids = [*event.industries, *event.formats, *event.topics]
    rows = [
        {"name": titles.get(tag, tag), "why": [evidence.reason(note) for note in event.evidence.get(tag, ())]}
        for tag in ids
    ]
    return rows if event.industries else [{"name": say("every_industry"), "why": (say("no_industry"),)}, *rows]


def source_row(sighting: Sighting, sources: Mapping[str, Source], titles: Mapping[str, str]) -> dict[str, Any]:
    """Where it was seen and when. `titles`: also of those that are not among the sources any more."""
    source, fields = sources.get(sighting.source_id), words.words()["field"]
    return {
        "name": titles.get(sighting.source_id) or sighting.source_id,
        "url": show.safe_url(sighting.url) or show.safe_url(sighting.page),
        "first": words.day(sighting.first_seen),
        "last": words.day(sighting.last_seen),
        "listed": sighting.listed,
        "unread": not source,
        "verified": bool(source and source.verified),
        "kind": sighting.kind,
        "found": [
            (fields[name], evidence.quote(name, note))
            for name, note in testimony.read(sighting).items()
            if name in fields
        ],
    }


def history_row(change: Change, titles: Mapping[str, str]) -> dict[str, Any]:
    """What happened, when, and the source's own words for it."""
    return {
        "datetime": change.at.isoformat(),
        "when": words.moment(change.at),
        "what": ". ".join([rss.kind_name(change), *rss.differences(change)]),
        "told": evidence.told(change.evidence, titles),
    }


def report(event: Event, config: Config) -> str:
    """Where mistakes are told: a mail with the event's UID in it, or the operator's page; "" when not configured."""
    contact = config.settings.contact
    if "@" in contact and "://" not in contact:
        subject = quote(say("report_subject", title=show.plain_title(event)), safe="")
        return f"mailto:{contact.removeprefix('mailto:')}?subject={subject}&body={quote(event.uid, safe='')}"
    return show.safe_url(contact) or ""


def json_ld(shown: Shown, addresses: Addresses) -> str:
    """schema.org Event, safe inside a script element."""
    event = shown.event
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": addresses.event(event.uid),
        "name": show.plain_title(event),
        "startDate": rss.w3c(event.when.start),
        "endDate": rss.w3c(event.when.end) if event.when.end else None,
        "eventStatus": f"https://schema.org/{STATUS[event.status]}",
        "eventAttendanceMode": f"https://schema.org/{MODE[event.online]}" if event.online else None,
        "location": _location(shown),
        "description": show.body(event) or None,
        "organizer": {"@type": "Organization", "name": event.organizer} if event.organizer else None,
        "isAccessibleForFree": is_free(event.price),
        "inLanguage": event.language,
        "url": addresses.event(event.uid),
        "sameAs": shown.url,
    }
    text = dumped({key: value for key, value in made.items() if value is not None}).decode()
    return text.replace("<", "\\u003c")


def _location(shown: Shown) -> Any:
    event, found = shown.event, []
    if event.venue and event.online != "yes":
        venue = event.venue
        address = {"streetAddress": venue.street, "postalCode": venue.postcode, "addressLocality": venue.city}
        known = {key: value for key, value in address.items() if value}
        place: dict[str, Any] = {"@type": "Place", "name": venue.name or venue.city}
        if known:
            place["address"] = {"@type": "PostalAddress", **known}
            if venue.land:
                place["address"]["addressCountry"] = venue.land[:2]
        if point := point_of(event):
            place["geo"] = {"@type": "GeoCoordinates", "latitude": point[0], "longitude": point[1]}
        found.append(place)
    if event.online in ("yes", "hybrid"):
        found.append({"@type": "VirtualLocation", **({"url": shown.url} if shown.url else {})})
    return found[0] if len(found) == 1 else (found or None)

"""Kind `schema_org`: events that a page marks up itself, as JSON-LD or microdata (https://schema.org/Event).

Reads what the markup says and nothing else; whether the visible page agrees is `markup_and_list`'s question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from crawlers.extractors import MAX_EVENTS, extents, jsonld, microdata, values
from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import base, markup, tree
from crawlers.extractors.jsonld import listed
from crawlers.extractors.schedule import occurrences
from crawlers.extractors.wall_clock import as_local, utc_is_local
from pipeline.model import Follow, Online, Page, RawEvent, Source

# Types that end in "Event" (or have its dates) but are nothing one can attend.
NOT_ATTENDED = frozenset({"PublicationEvent", "BroadcastEvent", "OnDemandEvent", "DeliveryEvent", "UseAction"})
ALSO_EVENTS = frozenset({"Hackathon", "Festival", "Course", "CourseInstance", "EventSeries"})
_MODES: tuple[tuple[str, Online], ...] = (
    ("mixed", "hybrid"),
    ("blended", "hybrid"),
    ("online", "yes"),
    ("offline", "no"),
    ("onsite", "no"),
)

_AMOUNT = re.compile(r"[\d.,\s-]+")


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """The events of the page's own markup. Raises Unreadable when its only event markup is broken."""
    found, broken = events(page, source)
    if not found and broken:
        raise Unreadable(f"JSON-LD: {broken[0]}")
    yield from found


def events(page: Page, source: Source) -> tuple[list[RawEvent], list[str]]:
    """The events, each once, and the reasons why blocks could not be read."""
    marked, broken, named = jsonld.blocks(page)
    known = jsonld.index(marked) if named else {}
    found = [jsonld.whole(node, known) if known else node for node in jsonld.outermost(marked, is_event)]
    origin = "JSON-LD"
    if not found and "itemscope" in markup(page):
        found = list(jsonld.outermost([*microdata.items(tree(page))], is_event))
        origin = "microdata"
    local = _writes_local_as_utc(found, source)
    raws: dict[tuple[object, ...], RawEvent] = {}
    for one in (one for node in found for one in unfolded(node, page)):
        if len(raws) > MAX_EVENTS:
            break
        if raw := event(one, page, source, origin, local=local):
            raws.setdefault((raw.title, raw.start, raw.when, raw.url), raw)
    return list(raws.values()), broken


def _writes_local_as_utc(found: Sequence[Mapping[str, Any]], source: Source) -> bool:
    """Whether the markup's UTC times are local ones, by what its own texts and series say (see `wall_clock`)."""
    if not any(str(node.get("startDate"))[-6:].endswith(("Z", "+00:00")) for node in found):
        return False
    return utc_is_local(found, lambda node: values.moment(_first(node.get("startDate"))), source.timezone)


def types(node: Mapping[str, Any]) -> list[str]:
    """The last parts of an object's types: "https://schema.org/Event" -> "Event"."""
    return [
        _type(kind if kind.isalpha() else kind.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1])
        for kind in listed(node.get("@type"))
        if isinstance(kind, str)
    ]


def _type(name: str) -> str:
    """A type's name; types begin with a capital, whatever a page writes: "event"."""
    return name if name[:1].isupper() else name[:1].upper() + name[1:]


def is_event(node: Mapping[str, Any]) -> bool:
    """Whether an object is something to attend: Event, any subtype of it, a course run, a series."""
    return any((kind.endswith("Event") and kind not in NOT_ATTENDED) or kind in ALSO_EVENTS for kind in types(node))


def unfolded(node: Mapping[str, Any], page: Page) -> Iterator[Mapping[str, Any]]:
    """The single dates of an event: of its schedule, of its sub-events when they are its dates, else itself.

    Sub-events with titles of their own inside the event's days are its programme, not events. The runs of a course
    have its name.
    """
    runs = [run for run in listed(node.get("hasCourseInstance")) if isinstance(run, dict)]
    if runs:
        name = values.first((node.get("name"), node.get("headline")))
        whole = {**node, "url": None} if any(run.get("url") for run in runs) else node
        yield from ({**whole, **{k: v for k, v in run.items() if v}, "name": name} for run in runs)
        return
    subs = [sub for sub in listed(node.get("subEvent")) if isinstance(sub, dict) and sub.get("startDate")]
    dates = [sub for sub in subs if _is_date_of(sub, node)]
    if dates:
        yield from ({**node, "url": None, **{k: v for k, v in sub.items() if v}, "subEvent": None} for sub in dates)
    elif scheduled := occurrences(node, page.fetched_at):
        yield from ({**node, "startDate": start, "endDate": end} for start, end in scheduled)
    else:
        yield node


def _is_date_of(sub: Mapping[str, Any], whole: Mapping[str, Any]) -> bool:
    title = values.text(sub.get("name"))
    return (
        "EventSeries" in types(whole) or not whole.get("startDate") or title in (None, values.text(whole.get("name")))
    )


def event(node: Mapping[str, Any], page: Page, source: Source, origin: str, *, local: bool = False) -> RawEvent | None:
    """A RawEvent of one Event object; None without a title or a date. `local`: its UTC times are local ones."""
    title = values.text(_first(values.first((node.get("name"), node.get("headline")))))
    start, end, when = _when(node, source.timezone, local)
    if not title or not (start or when):
        return None
    parts, line, virtual = _location(node.get("location"))
    if parts or line:
        start, end = _at_the_place(start, source.timezone), _at_the_place(end, source.timezone)
    price, availability = _offers(node)
    return RawEvent(
        source_id=source.id,
        page=page.url,
        title=title,
        url=values.link(base(page), values.first((node.get("url"), node.get("mainEntityOfPage")))),
        when=when,
        start=start,
        end=end,
        where=line,
        place=parts,
        description=values.prose(node.get("description")),
        organizer=values.text(node.get("organizer")),
        status=_status(node),
        availability=availability,
        online=_online(node, virtual, bool(parts or line)),
        price=price,
        language=_language(node.get("inLanguage")),
        kind="schema_org",
        found={"start": f"{origin} startDate: {node.get('startDate')}"[:300]},
    )


def _when(node: Mapping[str, Any], zone: str, local: bool) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Start, end and, where a reader sees more than the machine value, the visible date texts."""
    start = values.moment(_first(node.get("startDate")))
    end = values.moment(_first(node.get("endDate")))
    first, last = microdata.visible(node, "startDate"), microdata.visible(node, "endDate")
    seen = (" – ".join(filter(None, (first, last))),) if first else ()
    if start is None:
        written = extents.written(values.text(node.get("startDate")), values.text(node.get("endDate")))
        return None, None, seen or written
    end = end or extents.after(start, node.get("duration"))
    if local:
        start, end = as_local(start), as_local(end) if end else None
    return *extents.span(start, end, zone=zone), seen


def _at_the_place(iso: str | None, zone: str) -> str | None:
    """The clock time at the place, for an offset that is neither UTC nor the zone's own on that day.

    Sites that write one offset all year are right about the clock and wrong about the offset; a guest performance
    abroad is announced in the time there.
    """
    moment = datetime.fromisoformat(iso) if iso and not extents.is_day(iso) else None
    if moment is None or not moment.utcoffset():
        return iso
    return iso if moment.utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset() else iso and iso[:19]


def _first(value: Any) -> Any:
    """The first of several values, without its JSON-LD type or language."""
    value = value[0] if isinstance(value, list) and value else value
    return value.get("@value", value) if isinstance(value, dict) else value


def _location(value: Any) -> tuple[dict[str, Any], str | None, bool]:
    """The place's parts, its line, and whether there is a virtual location (a list may hold both)."""
    places = [item for item in listed(value) if isinstance(item, dict | str)]
    virtual = [item for item in places if _is_virtual(item)]
    real = [item for item in places if item not in virtual]
    if not real:
        return {}, None, bool(virtual)
    if isinstance(real[0], str):
        return {}, values.text(real[0]), bool(virtual)
    parts = _place(real[0])
    around = _first(real[0].get("containedInPlace"))
    if isinstance(around, dict) and not (parts.get("street") or parts.get("city")):
        house = _place(around)
        parts = {**house, **parts, "name": values.line(parts.get("name"), house.get("name"))}
        return parts, values.line(values.where(parts), _loose_address(around)), bool(virtual)
    return parts, values.line(values.where(parts), _loose_address(real[0])), bool(virtual)


def _is_virtual(item: Mapping[str, Any] | str) -> bool:
    """Whether a location is an address on the web: said to be, or nothing but a link."""
    if isinstance(item, dict) and ("VirtualLocation" in types(item) or item.get("address")):
        return "VirtualLocation" in types(item)
    name = values.text(item.get("name") if isinstance(item, dict) else item) or ""
    return name.startswith(("https://", "http://")) and " " not in name


def _place(node: Mapping[str, Any]) -> dict[str, Any]:
    bare = "PostalAddress" in types(node)
    address = _first(node.get("address"))
    address = address if isinstance(address, dict) else node if bare else {}
    geo = _first(node.get("geo"))
    geo = geo if isinstance(geo, dict) else {}
    return values.place(
        name=None if bare else values.text(node.get("name")),
        street=values.text(address.get("streetAddress")),
        postcode=values.text(address.get("postalCode"), 12),
        city=values.text(address.get("addressLocality"), 80),
        lat=values.first((geo.get("latitude"), node.get("latitude"))),
        lon=values.first((geo.get("longitude"), node.get("longitude"))),
    )


def _loose_address(node: Mapping[str, Any]) -> str | None:
    """An address given as one text."""
    address = _first(node.get("address"))
    return values.text(address) if isinstance(address, str) else None


def _online(node: Mapping[str, Any], virtual: bool, real: bool) -> Online | None:
    named = values.first(map(node.get, ("eventAttendanceMode", "courseMode", "eventStatus")))  # "EventMovedOnline"
    mode = (values.text(named) or "").lower()
    for word, online in _MODES:
        if word in mode:
            return online
    if virtual:
        return "hybrid" if real else "yes"
    return None


def _status(node: Mapping[str, Any]) -> str | None:
    status = values.status(node.get("eventStatus"))
    earlier, start = _first(node.get("previousStartDate")), _first(node.get("startDate"))
    return status or ("EventRescheduled" if earlier and earlier != start else None)


def _offers(node: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The lowest price as a text ("0 EUR" when free), and availability: sold out only when every offer is."""
    offers = [offer for offer in listed(node.get("offers")) if isinstance(offer, dict)]
    states = [values.availability(offer.get("availability")) for offer in offers]
    state = states[0] if states and len(set(states)) == 1 else "available" if "available" in states else None
    if str(node.get("isAccessibleForFree")).lower() in {"true", "1", "https://schema.org/true"}:
        return "0 EUR", state
    open_offers = [offer for offer, state in zip(offers, states, strict=True) if state != "sold_out"] or offers
    priced = [(text, offer) for offer in open_offers if (text := _price(offer)) is not None]
    if not priced:
        return None, state
    text, offer = min(priced, key=lambda pair: values.number(pair[0]) or 0.0)
    currency = values.text(offer.get("priceCurrency"), 8) if _AMOUNT.fullmatch(text) else None
    return " ".join(filter(None, (text, currency))), state


def _price(offer: Mapping[str, Any]) -> str | None:
    value = values.first((offer.get("lowPrice"), offer.get("price")))
    return values.text(value, 40)


def _language(value: Any) -> str | None:
    if isinstance(value, dict):
        value = values.first((value.get("alternateName"), value.get("name")))
    word = (values.text(value, 20) or "").replace("_", "-").split("-")[0].lower()
    return word if len(word) == 2 else None

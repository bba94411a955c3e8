"""From the words that say where an event is to a Venue; silent where the words do not say.

Reads addresses (shapes from `address`, names from `gazetteer`) and decides which town is meant. Knows no source, no
event and no config; asks no network. A source's own city is a fallback only, a contradiction yields no town.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pipeline.geo import presence
from pipeline.geo.address import MAX_TEXT, Address, label_free, parse
from pipeline.geo.gazetteer import LARGE, City, Gazetteer, Hints, folded, gazetteer
from pipeline.geo.lands import COUNTRIES, SHORT, is_abroad, is_germany, land_named
from pipeline.geo.postcodes import land_of
from pipeline.geo.towns import NOUNS, Town, fallback_town, title_town, town_of
from pipeline.model import NOTHING, Online, Venue

NO_ALIASES: Mapping[str, Venue] = {}
MAX_NAME = 120
_CODE = re.compile(r"[\s–-]*(?:\d{4}\s*)?")
_ABROAD = re.compile(r"(?<!\d)(\d{4})\s+$")
_OPEN = re.compile(  # folded: the place is not known yet
    r"tba|tbd|tbc|n n|folgt|to be (?:announced|defined|confirmed)"
    r"|(?:ort|location|details?|adresse|raum) (?:folg|wird|werden)\w*.*"
    r"|(?:wird|werden) .*(?:bekannt ?gegeben|mitgeteilt|veroeffentlicht)|noch (?:offen|unbekannt)|siehe .*"
    r"|(?:register|sign up|rsvp) .*|(?:location|address|venue) (?:is )?(?:visible|shown|hidden|revealed) .*"
    r"|.*(?:nach|bei|mit) (?:der )?(?:anmeldung|buchung)(?: .*)?"
    r"|(?:der |die |ihre? |the )?(?:\w*link|zugangsdaten|einwahldaten) "
    r"(?:kommt|kommen|folg|wird|werden|erh[aä]lt|per |will |is ).*"
)
_LINK = re.compile(r"https?://\S+")
_QUARTER = re.compile(r"[-/][\w.-]+\s*")
_TAIL = re.compile(r"^[-–/ ,.]+")
_PARTS = ("name", "street", "postcode", "city")
_Read = tuple[Address, Hints, Town | None, tuple[str, ...]]


def read_venue(
    where: str | None,
    *,
    place: Mapping[str, Any] = NOTHING,
    title: str = "",
    city: str | None = None,
    land: str | None = None,
    aliases: Mapping[str, Venue] = NO_ALIASES,
    book: Gazetteer | None = None,
) -> Venue | None:
    """The venue that `where` (free text) and `place` (parts the source gives) name; None when nothing is known.

    `title` is asked for a town when they name none; `city` and `land` (ISO 3166-2) are where the source usually is:
    they decide between towns of one name, and `city` stands in when no town is named anywhere. `aliases` maps folded
    names to known venues. An event that is only online has no venue.
    """
    book = book or gazetteer()
    address, hints, town, names = _read(_whole(where, place), city, land, book)
    known = _alias(where, names, aliases)
    if town is None and known is None:
        town = _elsewhere(address, title, city, hints, place, book)
    venue = _venue(address, town, names, place, book)
    return _filled(venue, known) if known else venue


def online_mode(*texts: str | None) -> Online | None:
    """ "yes" (only online), "hybrid", "no" (in person), or None when the texts do not say.

    The first text is where it happens; a street or postcode there makes an online event hybrid and says "no" by itself.
    """
    said = [presence.says(text[:MAX_TEXT]) for text in texts if text]
    address = parse(texts[0]) if texts and texts[0] else None
    present = "no" in said or bool(address and (address.street or address.postcode))
    if address and presence.mixed(address.text):
        said.append("yes")
        present = present or town_of(address, Hints(), gazetteer()) is not None
    if "hybrid" in said or ("yes" in said and present):
        return "hybrid"
    return "yes" if "yes" in said else "no" if present else None


@lru_cache(maxsize=4_000)  # a list names the same few houses in every line
def _read(text: str, city: str | None, land: str | None, book: Gazetteer) -> _Read:
    """What an address says by itself: its parts, what narrows its town, the town and the venue's names."""
    address = _trusted(parse(text), book)
    hints = _hints(address, city, land, book)
    town = town_of(address, hints, book)
    return address, hints, town, tuple(_names(address, town, book))


@lru_cache(maxsize=8192)  # lists name the same few houses and towns in every line
def find_city(text: str) -> City | None:
    """The one place of this name (a person typed it: "bielefeld", "Halle Westf"), or None; the largest when open."""
    book, key = gazetteer(), folded(text)
    if not book.knows(key):
        return None
    chosen, _ = book.choose(key, Hints())
    return chosen or next(iter(book.named(text)), None)


def spelling(city: City) -> str:
    """What to write so that `find_city` finds this place: its name, or one of its others where that
    means another place."""
    return next((name for name in gazetteer().names_of(city) if find_city(name) == city), city.name)


def _whole(where: str | None, place: Mapping[str, Any]) -> str:
    """One text of both without links, "online" for a link alone; parts that the free text has are not said twice."""
    text = _LINK.sub(" ", where or "").strip()
    if where and _LINK.search(where) and (not text or text.endswith(":")):
        text = "online"
    parts = {key: _LINK.sub("", str(place[key])).strip() for key in _PARTS if place.get(key)}
    town = " ".join(parts[key] for key in ("postcode", "city") if key in parts)
    for part in (parts.get("name"), parts.get("street"), town):
        if part and folded(part) not in folded(text):
            text = f"{text}\n{part}" if text else part
    return text[:MAX_TEXT]


def _trusted(address: Address, book: Gazetteer) -> Address:
    """Without a postcode that is another country's: that is named, or no town before it lies there.

    A town that contradicts the postcode stays doubtful: neither is known then.
    """
    if address.postcode is None or address.country:
        return address
    without = replace(address, postcode=None, after=None, doubtful=False)
    if any(is_abroad(folded(address.text[start:end])) for start, end in address.pieces):
        return without
    if not address.doubtful:
        return address
    town, land = town_of(without, Hints(), book), land_of(address.postcode)
    if town is None:
        return without
    fits = land is not None and land in {city.land for city in book.named(town.key)}
    return address if fits else replace(without, doubtful=True)


def _hints(address: Address, city: str | None, land: str | None, book: Gazetteer) -> Hints:
    """What narrows a name: the postcode's Land and area, a Land that is written, where the source usually is."""
    sure = address.country or (land_of(address.postcode) if address.postcode else None)
    written = {named for start, end in address.pieces if (named := land_named(folded(address.text[start:end])))}
    lands = frozenset({sure}) if sure else frozenset(written) or None
    if address.doubtful and not address.postcode:
        lands = frozenset()
    near = book.middle_of(address.postcode) if address.postcode and not address.country else None
    if near is None and city:
        home, _ = book.choose(folded(city), Hints(land=land))
        near = (home.lat, home.lon) if home else None
    return Hints(lands, land, near)


def _elsewhere(
    address: Address, title: str, city: str | None, hints: Hints, place: Mapping[str, Any], book: Gazetteer
) -> Town | None:
    """A town that the address does not name: the title's, else the source's own where nothing speaks against it."""
    online = presence.says(address.text) == "yes" and not (address.street or address.postcode)
    if title and not online and (town := title_town(title, hints, book)):
        return town
    if not city or online or (presence.says(title) == "yes" and not address.text):
        return None
    return fallback_town(city, hints, _point(place) or _area(address, book), book)


def _area(address: Address, book: Gazetteer) -> tuple[float, float] | None:
    return book.middle_of(address.postcode) if address.postcode else None


def _venue(
    address: Address, town: Town | None, names: Sequence[str], place: Mapping[str, Any], book: Gazetteer
) -> Venue | None:
    exact = book.exact(address.postcode) if address.postcode else None
    at = _point(place) or (exact and (exact.lat, exact.lon)) or (town and town.point)
    sure = address.country or (land_of(address.postcode) if address.postcode else None) or (exact and exact.land)
    if town and town.land and "-" not in town.land:
        sure = town.land
    venue = Venue(
        name=", ".join(names)[:MAX_NAME] or None,
        street=address.street,
        postcode=address.postcode or _code_abroad(address, town),
        city=town.name if town else exact.name if exact else None,
        land=sure or (town.land if town else None) or None,
        lat=at[0] if at else None,
        lon=at[1] if at else None,
    )
    return venue if venue != Venue() else None


def _code_abroad(address: Address, town: Town | None) -> str | None:
    """The four digits before an Austrian or Swiss town."""
    if town is None or town.land not in COUNTRIES:
        return None
    match = _ABROAD.search(address.text, 0, max(0, town.start))
    return match[1] if match else None


def _names(address: Address, town: Town | None, book: Gazetteer) -> Iterator[str]:
    """The pieces that are no street, postcode, town, Land or word for online: together the venue's name."""
    seen: set[str] = set()
    for start, end in address.pieces:
        name = label_free(_without_town(address.text, start, end, town))
        key = folded(name)
        if key and key not in seen and not _says_nothing(name, key, town, book):
            seen.add(key)
            yield name


def _without_town(text: str, start: int, end: int, town: Town | None) -> str:
    """The piece, or what stands behind the town when it begins with it, or nothing when the rest says nothing."""
    if town is None or town.end <= start or town.start >= end:
        return text[start:end]
    before, after = text[start : max(start, town.start)], text[min(end, town.end) : end]
    if (town.surely or town.start < start) and _CODE.fullmatch(before):
        return "" if _QUARTER.fullmatch(after) else _TAIL.sub("", after)
    return "" if presence.only_mode(before) and presence.only_mode(after) else text[start:end]


def _says_nothing(name: str, key: str, town: Town | None, book: Gazetteer) -> bool:
    if (
        len(key) < 2
        or key.isdigit()
        or name in SHORT
        or _OPEN.fullmatch(key)
        or land_named(key)
        or is_germany(key)
        or presence.alone(name)
        or presence.only_mode(name)
    ):
        return True
    if town is None:
        return False
    if key in {folded(town.name), town.key} or any(city.part_of == town.name for city in book.named(key)):
        return True
    return key not in NOUNS and any(city.population >= LARGE for city in book.named(key))


def _alias(where: str | None, names: Sequence[str], aliases: Mapping[str, Venue]) -> Venue | None:
    if not aliases:
        return None
    keys = [folded(where or ""), *(folded(name) for name in names)]
    return next((aliases[key] for key in keys if key in aliases), None)


def _filled(venue: Venue | None, known: Venue) -> Venue:
    """`venue` with what a known venue adds; the source's own words win, and another town means another venue."""
    if venue is None:
        return known
    if venue.city and known.city and folded(venue.city) != folded(known.city):
        return venue
    return Venue(
        name=known.name or venue.name,
        street=venue.street or known.street,
        postcode=venue.postcode or known.postcode,
        city=venue.city or known.city,
        land=venue.land or known.land,
        lat=known.lat if known.lat is not None else venue.lat,
        lon=known.lon if known.lon is not None else venue.lon,
    )


def _point(place: Mapping[str, Any]) -> tuple[float, float] | None:
    """The coordinates a source gives, when they are some: in range and not the (0, 0) of an empty form."""
    try:
        lat, lon = float(place["lat"]), float(place["lon"])
    except (KeyError, TypeError, ValueError):
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 and (lat, lon) != (0.0, 0.0) else None

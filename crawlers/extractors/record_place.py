"""Where a record's event is: nested venue objects, address parts in the record itself, or one text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crawlers.extractors import values
from crawlers.extractors.field_names import pick, words

# part of a place -> last words of the field names that hold it
_PARTS: Mapping[str, frozenset[str]] = {
    "name": frozenset("name title venue label bezeichnung location place ort_name display".split()),
    "street": frozenset(
        "street address address1 address2 streetaddress strasse straße line line1 adresse anschrift".split()
    ),
    "postcode": frozenset("zip zipcode postcode postalcode plz postal code".split()),
    "city": frozenset("city town stadt locality municipality gemeinde village".split()),
    "lat": frozenset("lat latitude".split()),
    "lon": frozenset("lon lng long longitude".split()),
}
_TWO_WORDS = {
    "postal code": "postcode",
    "zip code": "postcode",
    "post code": "postcode",
    "house number": "street",
    "street address": "street",
}
_IN_RECORD = frozenset({"street", "postcode", "city", "lat", "lon"})  # a record's own `name` is its title
_NOT_PLACE = frozenset("email mail ip url web id link image mac".split())


def place_of(record: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
    """(parts, line) of a record's place; both empty when it names none."""
    own = _gathered(record, _IN_RECORD)
    if "postcode" in own and "city" not in own:  # "PLZ, Ort": beside a postcode "ort" is the town
        own |= values.place(city=values.text(values.first((record.get("ort"), record.get("Ort"))), 80))
    named = {name: value for name, value in record.items() if not own or _part(name) not in {"street", "postcode"}}
    field = pick(named, "where", lambda value: bool(_from(value)[1]))
    if field is None:
        return own, values.where(own)
    parts, line = _from(record[field])
    rest = {name: value for name, value in own.items() if value != line}  # "ort" may be a town or a house
    return {**rest, **parts}, line if parts else values.line(line, values.where(rest))


def _from(value: Any) -> tuple[dict[str, Any], str | None]:
    if isinstance(value, list):
        value = next((item for item in value if item), None)
    if isinstance(value, Mapping):
        parts = _gathered(value, frozenset(_PARTS))
        region = values.text(values.first((value.get("state"), value.get("region"))), 40)
        return parts, values.line(values.where(parts), region if parts.get("city") else None)
    text = values.text(value) if isinstance(value, str) else None
    return {}, text if text and not text.isdigit() and not text.startswith(("http://", "https://")) else None


def _gathered(node: Mapping[str, Any], wanted: frozenset[str], depth: int = 0) -> dict[str, Any]:
    """The place parts among an object's fields and the objects in it (address, geo)."""
    found: dict[str, list[Any]] = {}
    for key, value in node.items():
        part = _part(key)
        if (
            isinstance(value, Mapping)
            and depth < 2
            and (part or words(key)[-1:] in {("geo",), ("coordinates",), ("position",)})
        ):
            for name, inner in _gathered(value, frozenset(_PARTS) if depth else wanted | {"name"}, depth + 1).items():
                found.setdefault(name, []).append(inner)
        elif part in wanted and isinstance(value, str | int | float) and not isinstance(value, bool):
            found.setdefault(part or "", []).append(value)
    return _parts(found)


def _part(key: str) -> str | None:
    own = tuple(word for word in words(key) if not word.isdigit())
    if not own or _NOT_PLACE.intersection(own):
        return None
    if " ".join(own[-2:]) in _TWO_WORDS:
        return _TWO_WORDS[" ".join(own[-2:])]
    return next((part for part, last in _PARTS.items() if own[-1] in last), None)


def _parts(found: Mapping[str, list[Any]]) -> dict[str, Any]:
    texts = {name: [text for item in items if (text := values.text(item))] for name, items in found.items()}
    return values.place(
        name=values.first(texts.get("name", [])),
        street=values.line(*texts.get("street", [])),
        postcode=values.first(texts.get("postcode", [])),
        city=values.first(texts.get("city", [])),
        lat=values.first(found.get("lat", [])),
        lon=values.first(found.get("lon", [])),
    )

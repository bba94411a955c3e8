"""Lists that only say when and where: what takes place there is what the heading above is called.

"Arbeitskreis Export" / "3.2. – Firma Voss, Lage" / "3.3. – Technikum, Raum 4" / "7.4. – Ort noch offen".
"""

from __future__ import annotations

import re
from dataclasses import replace

from crawlers.extractors.listing.fields import fields as reading
from crawlers.extractors.listing.fields import place_words, title_places
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.fields.titles import Alike
from crawlers.extractors.listing.records.record import Group, Record
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.words import EVENT, SERIES, is_generic, names_many
from pipeline.geo import presence

A_PAIR = 2  # records
_UNKNOWN = re.compile(
    r"(?:(?:der |veranstaltungs)?ort|treffpunkt|raum|venue|location|place)\s.{0,20}"
    r"(?:bekannt|offen|folgt|tba|announced|abgestimmt)\b.*",
    re.IGNORECASE,
)
_FIRM = re.compile(r"(?:Firma|Fa\.)\s[A-ZÄÖÜ].*|[A-ZÄÖÜ].*\b(?:GmbH|AG|KG|UG|e\.\s?[VG]\.)(?:,\s.*)?")


def call(context: Context, group: Group, alike: Alike, found: list[tuple[Record, Fields]]) -> None:
    """Gives such records the name of the heading: all of a list, or those that say no more than how one takes part."""
    named = [fields for _, fields in found if not fields.borrowed]
    alone = all(_stands_alone(context, record) for record, fields in found if not fields.borrowed)
    places = alone and len(named) >= A_PAIR and all(_is_place(_said(context, fields)) for fields in named)
    for at, (record, fields) in enumerate(found):
        if fields.borrowed or not (places or presence.alone(fields.title) or _UNKNOWN.fullmatch(fields.title)):
            continue
        above = reading.read(context, record, group.parent, replace(alike, untitled=True))
        if _is_one(above.title) and above.title not in context.firsts:  # the page's own event is read as a whole
            said = _said(context, fields)
            whole = said if not _UNKNOWN.fullmatch(said) and (above.where or said) in said else above.where
            found[at] = record, replace(above, where=whole)


def _said(context: Context, fields: Fields) -> str:
    """What the line of the title says beside its day."""
    return context.shapes.rest(context.layout.lines[fields.title_line]) if fields.title_line >= 0 else fields.title


def _stands_alone(context: Context, record: Record) -> bool:
    """Whether a record has one line from its day on that says more than when."""
    lines = context.layout.lines[record.clusters[0].first : record.last]
    return sum(bool(context.shapes.rest(line)) for line in lines) == 1


def _is_place(title: str) -> bool:
    """Whether a title is a place, or says that it is not known yet."""
    if EVENT.search(title):
        return False
    place = houses.is_place(title) or place_words.is_house_of_town(title) or title_places.is_where(title)
    return bool(place or presence.alone(title) or _UNKNOWN.fullmatch(title) or _FIRM.fullmatch(title))


def _is_one(name: str) -> bool:
    """Whether a heading names one event or series."""
    called = EVENT.search(name) is not None or SERIES.search(name) is not None
    return called and not is_generic(name) and not names_many(name)

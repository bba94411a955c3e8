"""The records of one list, read together: they are built alike, and some things are said once for all of them.

Where most records show their title or place, the others show theirs too; a text that most carry is no title; a time and
a place that stand above the list go with all its dates. Whether the list is one of events is for `worth`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, pairwise

from crawlers.extractors.listing.fields import (
    addresses,
    alternating,
    asides,
    gaps,
    kickers,
    only_places,
    place_words,
    sessions,
    speakers,
    spots,
    standing,
    tails,
    told_names,
    tours,
)
from crawlers.extractors.listing.fields import fields as reading
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.fields.kickers import FEWEST
from crawlers.extractors.listing.fields.spots import Spot
from crawlers.extractors.listing.fields.tails import SHORT_LIST
from crawlers.extractors.listing.fields.titles import Alike
from crawlers.extractors.listing.records.record import Group, Record
from crawlers.extractors.listing.wording import houses
from crawlers.extractors.listing.wording.no_events import NEWS
from crawlers.extractors.listing.wording.words import EVENT, RELATED, names_many
from pipeline.geo import presence
from pipeline.places import find_city

A_PAIR = 2  # records from which on one can show where the other has its place
USUAL = 0.6  # a text that this share of a list's records carry is no title
TITLES = 0.6  # share of the records whose titles must stand at one spot
PLACES = 0.3  # the same of places: many are not recognised by their words
BY_DATE = 0.4  # the same where only the distance from the date is the same
TOWNS = 2  # titles that are towns or houses of theirs, from which on they are none
A_SPAN = 2  # dates of a first and a last day
SEVERAL = 2  # dates from which on a sentence can speak for all of them
_ABOUT = re.compile(r":|\b(?:Rückblick|Bericht|Vorbereitung|Nachlese)")  # "Vortrag: Fahrradtour in Potsdam"
_AWAY = re.compile(r"(?P<what>[\w-]+) in (?P<town>[A-ZÄÖÜ][\w ./()-]{2,30})$")
_TRIP = re.compile(r"(?:wochenende|klausur|reise|fahrt|tour|trip)$", re.IGNORECASE)
Read = list[tuple[Record, Fields]]


def read(context: Context, group: Group) -> Read:
    """The fields of every record of a list that has a date."""
    alike = Alike(_usual_texts(context, group), kickers=kickers.find(context, group.records))
    found = [(record, reading.read(context, record, group.parent, alike)) for record in group.records]
    found = sessions.below_name(context, group, alike, [one for one in found if one[1].clusters])
    seats = [fields.title for _, fields in found if not fields.borrowed]
    if len(seats) >= TOWNS and all(map(place_words.is_seat, seats)):
        by_town = replace(alike, by_town=True)
        again = [(record, reading.read(context, record, group.parent, by_town)) for record, _ in found]
        if all(map(find_city, seats)) or all(names_many(fields.title) for _, fields in again):
            alike, found = by_town, again
    borrowed = sum(fields.borrowed for _, fields in found)
    houses_only = borrowed == len(found) and _have_two_houses(context, found)
    lines = borrowed and _are_lines(found)  # then those that have the same name as others have it, too
    named = 0 < borrowed * 2 < len(found) + 1
    if named or (lines and borrowed < len(found)) or houses_only:
        trusting = replace(alike, trusting=True, named=named, usual=frozenset() if lines else alike.usual)
        found = [
            (record, reading.read(context, record, group.parent, trusting) if fields.borrowed else fields)
            for record, fields in found
        ]
    found = _by_custom(context, group, alike, found)
    tails.complete(context, [(record, fields) for record, fields in found if not fields.borrowed])
    found = [part for record, fields in found for part in tours.stops(context, record, fields)]
    alternating.at_houses(context, group, alike, found)
    only_places.call(context, group, alike, found)
    told_names.call(context, found)
    speakers.instead_of_names(context, found)
    found = [found[place] for place in gaps.kept(context, found)]
    speakers.behind(context, [fields for _, fields in found])
    speakers.topics(context, [fields for _, fields in found])
    speakers.before_unknown(context, found)
    for (_, fields), name in zip(found, kickers.without_numbers([fields.title for _, fields in found]), strict=True):
        fields.title = name
    _share(context, found)
    return found


def _have_two_houses(context: Context, found: Read) -> bool:
    """Whether all records name two houses, below a heading that is no event: "Startup Lounge Lemgo" / "Hangar 21"."""
    shapes, lines = context.shapes, context.layout.lines
    named = [
        [
            line
            for line in lines[record.first : record.last]
            if shapes.titleish(line) and houses.is_place(shapes.rest(line))
        ]
        for record, _ in found
    ]
    addressed = (houses.has_address(line.text) for two in named for line in two)
    called = any(EVENT.search(fields.title) for _, fields in found)
    return len(found) >= A_PAIR and not called and all(len(two) >= A_PAIR for two in named) and not any(addressed)


def _are_lines(found: Read) -> bool:
    """Whether each record is one line, and several have a name of their own there."""
    return all(record.last - record.first == 1 for record, _ in found) and (
        sum(fields.title_line == record.first for record, fields in found) >= A_PAIR
    )


def _usual_texts(context: Context, group: Group) -> frozenset[str]:
    """Texts that most records carry: categories, buttons, the organiser's name."""
    if len(group.records) < FEWEST:
        return frozenset()
    rest, lines = context.shapes.rest, context.layout.lines
    counts = Counter(chain.from_iterable({rest(line) for line in lines[one.first : one.last]} for one in group.records))
    return frozenset(text for text, count in counts.items() if text and count >= USUAL * len(group.records))


def _by_custom(context: Context, group: Group, alike: Alike, found: Read) -> Read:
    """Reads those records again that have their title elsewhere than most, or no place where most have theirs."""
    if len(found) < A_PAIR:
        return found
    at = spots.of(context.layout, [record for record, _ in found], group.parent)
    titles, places = _title_lines(context, found, at), _place_lines(found, at)
    untitled = sum(fields.borrowed for _, fields in found) * 2 > len(found)
    named = asides.are_of_one([fields for _, fields in found])
    again: Read = []
    for title_line, where_line, (record, fields) in zip(titles, places, found, strict=True):
        if named and asides.is_aside(context, fields):
            fields = reading.read(context, record, group.parent, replace(alike, untitled=True))
        if title_line not in {-1, fields.title_line} or where_line not in {-1, fields.where_line}:
            place = untitled and (fields.borrowed or where_line == fields.title_line)
            trusting = replace(alike, trusting=True, named=not untitled, untitled=place)
            expected = replace(trusting, title_line=title_line, where_line=where_line)
            fields = reading.read(context, record, group.parent, expected)
        again.append((record, fields))
    return again


def _title_lines(context: Context, found: Read, at: Sequence[Sequence[Spot]]) -> list[int]:
    """For each record the line on which most have their title, or -1; some may have a line more below than others."""
    lines = [-1 if fields.borrowed else fields.title_line for _, fields in found]
    titles = [spots.at(record, own, line) for own, line, (record, _) in zip(at, lines, found, strict=True)]
    if usual := spots.usual(titles, TITLES, A_PAIR):
        return [_title_line(context, record, own, usual) for own, (record, _) in zip(at, found, strict=True)]
    usual = spots.usual([spot and spots.from_top(spot) for spot in titles], TITLES, A_PAIR)
    tops = [[spots.from_top(spot) for spot in own] for own in at] if usual else at
    lines = [spots.line(record, own, usual) for own, (record, _) in zip(tops, found, strict=True)]
    return [_without_place(context, line) for line in lines]


def _title_line(context: Context, record: Record, own: Sequence[Spot], usual: Spot) -> int:
    """The line at the usual spot; of a record with more lines there, the one as far from the top."""
    line = spots.line(record, own, usual)
    return (
        line
        if line >= 0
        else _without_place(context, spots.line(record, [*map(spots.from_top, own)], spots.from_top(usual)))
    )


def _without_place(context: Context, line: int) -> int:
    """-1 for a line that begins with a place."""
    return line if line >= 0 and not houses.begins_with_place(context.shapes.rest(context.layout.lines[line])) else -1


def _place_lines(found: Read, at: Sequence[Sequence[Spot]]) -> list[int]:
    """For each record the line on which enough of them have their place, or -1; some may have a line more below it."""
    lines = [fields.where_line for _, fields in found]
    fewest = 1 if len(found) <= SHORT_LIST else A_PAIR
    by_top = [[spots.from_top(spot) for spot in own] for own in at]
    by_date = [spots.from_date(record, own) for own, (record, _) in zip(at, found, strict=True)]
    for kind, share in ((at, PLACES), (by_top, PLACES), (by_date, BY_DATE)):
        places = [spots.at(record, own, line) for own, line, (record, _) in zip(kind, lines, found, strict=True)]
        if usual := spots.usual(places, share, fewest):
            return [spots.line(record, own, usual) for own, (record, _) in zip(kind, found, strict=True)]
    return [-1] * len(found)


def _share(context: Context, found: Read) -> None:
    """Gives records the time and the place that is said once: inside a record of several dates, or around the list."""
    for record, fields in found:
        within(context, record, fields)
    if sum(len(fields.clusters) for _, fields in found) >= SEVERAL:
        _fill(context, found, found[0][0].first, 0)


def within(context: Context, record: Record, fields: Fields) -> None:
    """Gives the days of one record the time and the place that its own lines say once for all of them."""
    if len(fields.clusters) >= SEVERAL or fields.clusters[0].lead.dates > A_SPAN:
        _fill(context, [(record, fields)], record.clusters[0].first, record.first)


def _end(context: Context, found: Read) -> int:
    """The line behind a list; a table ends with its last row, whether that is dated or not."""
    last = found[-1][0].last
    around = context.layout.chain(found[-1][0].clusters[0].block)
    table = next((block for block in reversed(around) if context.layout.tags[block] == "table"), 0)
    return max(last, context.layout.last[table]) if table else last


def _fill(context: Context, found: Read, first: int, top: int) -> None:
    """`first`, `top`: the lines above the first and from the second on may speak for these records."""
    dates = [cluster for _, fields in found for cluster in fields.clusters]
    timed = sum(cluster.timed for cluster in dates)
    if timed == len(dates) and all(fields.where and not addresses.is_room(fields.where) for _, fields in found):
        return
    for part in _sections(context, found):
        start = first if part[0][0] is found[0][0] else part[0][0].first
        bare = all(fields.borrowed and presence.says(fields.title) is None for _, fields in part)
        said = standing.find(context, start, _end(context, part), _top(context, part, top), bare=bare)
        for _, fields in part:
            own = any(said.holds(cluster.lead) for cluster in fields.clusters)
            fields.where = addresses.in_house(fields.where, _where(fields.title, said.where) if own else None)
            if said.time and timed * 2 < len(dates):
                fields.when = [
                    when if cluster.timed or len(when) > 1 or not said.holds(cluster.lead) else (*when, said.time)
                    for cluster, when in zip(fields.clusters, fields.when, strict=True)
                ]


def _where(title: str, standing_place: str | None) -> str | None:
    """The place for all, or the town that a title names instead: "Klausurtagung in Rheine" where all are in Soest."""
    away = _AWAY.search(title) if standing_place and not _ABOUT.search(title) else None
    town = away["town"] if away and (EVENT.search(away["what"]) or _TRIP.search(away["what"])) else ""
    if not town or find_city(town) is None or standing_place is None:
        return standing_place
    parts = [part.strip() for part in standing_place.split(",")]
    return town if any(map(find_city, parts)) and find_city(town) not in map(find_city, parts) else standing_place


def _top(context: Context, found: Read, top: int) -> int:
    """The line from which on what is said holds for these: of news and of others only what is below their heading."""
    above = context.heading_above(found[0][0].first, found[0][0].clusters[0].block)
    others = above is not None and RELATED.search(above.text) and not names_many(above.text)
    return max(top, above.index + 1) if above and (others or NEWS.fullmatch(above.text)) else top


def _sections(context: Context, found: Read) -> list[Read]:
    """The records, parted where a heading stands between two of them as high as the one above the first: what is said
    below one such heading is not said below the next. Months and years part nothing."""
    above = context.heading_above(found[0][0].first, 0)
    rank, parts = above.heading if above else 0, [found[:1]]
    for (one, _), (two, fields) in pairwise(found):
        between = context.layout.lines[one.last : two.first]
        if any(0 < line.heading <= rank and line.index not in context.shapes.dates.headings for line in between):
            parts.append([])
        parts[-1].append((two, fields))
    return parts

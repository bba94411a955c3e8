"""A listing made ready for comparison: title, town, names and links, read once for all pairs it stands in. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from pipeline.localdays import berlin_day
from pipeline.matching import links
from pipeline.matching.listing import Listing, Place, timed, town
from pipeline.matching.similar import name_words
from pipeline.matching.titles import Title, read_title


class Profile(NamedTuple):
    """What two listings are compared by. Word sets are folded; `clock` is None where no time of day is known."""

    title: Title
    raw_title: str
    start: datetime | date | None
    day: date | None
    last_day: date | None
    clock: datetime | None
    town: Place | None
    towns: frozenset[str]  # words that only say where
    venue: str
    organizer: str
    venue_words: frozenset[str]
    organizer_words: frozenset[str]
    quiet: frozenset[str]  # words a title may carry because of where and by whom, not because of what
    online: str | None
    url: str  # canonical
    native: str  # "platform:id"
    host: str
    description: str

    @property
    def names(self) -> frozenset[str]:
        """The words of host and house."""
        return self.venue_words | self.organizer_words


def profile(listing: Listing) -> Profile:
    """The profile of one listing."""
    start = listing.start
    url = links.canonical(listing.url)
    towns, house, host = name_words(listing.city), name_words(listing.venue), name_words(listing.organizer)
    return Profile(
        title=read_title(listing.title),
        raw_title=listing.title,
        start=start,
        day=berlin_day(start) if start else None,
        last_day=berlin_day(listing.end) if listing.end else None,
        clock=start if isinstance(start, datetime) and timed(start) else None,
        town=town(listing.city),
        towns=towns,
        venue=listing.venue,
        organizer=listing.organizer,
        venue_words=house,
        organizer_words=host,
        quiet=towns | house | host,
        online=listing.online,
        url=url,
        native=links.native(url),
        host=links.host(url),
        description=listing.description,
    )

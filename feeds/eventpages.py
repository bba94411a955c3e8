"""The pages of single events for plain web space: `termin/<uid>.html`, the same as the server's `/termin/<uid>`.

Chooses which events get one and renders them; writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice

from feeds import eventpage, state
from feeds.edition import Edition
from feeds.press import Press
from feeds.select import Pick
from feeds.setting import Feed
from pipeline.config import Config
from pipeline.store import Store
from pipeline.store.stored import digest
from pipeline.store.told import histories

MOST = 1000  # pages: the nearest to come, then the latest of the past 30 days; the others' titles lead to the source
FOLDER = "termin"
SEPARATOR = "\x1f"
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}@[a-z]{1,20}")  # UIDs that are a file's name as they are


def chosen(edition: Edition) -> list[str]:
    """The UIDs of the events that have a page."""
    everything, uids = edition.index.pick(), edition.index.columns.uid
    order = chain(edition.coming(everything).positions(), edition.gone(everything).latest())
    found = map(uids.__getitem__, order)
    return [*islice(filter(_NAME.fullmatch, found), MOST)]


def name(uid: str) -> str:
    """Where the page of an event lies below the site."""
    return f"{FOLDER}/{uid}.html"


def pages(press: Press, store: Store, config: Config, feeds: Mapping[Feed, Pick]) -> Iterator[tuple[str, bytes]]:
    """(path, page) of every chosen event; one that is as it was comes from the stored parts. `feeds`: what each has."""
    edition, index = press.edition, press.edition.index
    uids = chosen(edition)
    told = histories(store, uids)
    sources = [(source.id, source.title, source.verified) for source in config.sources.values()]
    site = digest(repr((state.code(), config.settings, sources, edition.former)))
    places = [*map(index.position, uids)]
    carried = [[feed for feed, picked in feeds.items() if picked.flags[at]] for at in places]
    known = (
        (site, told.get(uid, ""), edition.mark(at), *(feed.name + feed.title for feed in some))
        for uid, at, some in zip(uids, places, carried, strict=True)
    )
    shelf = press.parts.shelf("pages", [digest(SEPARATOR.join(some)) for some in known])
    for place, (uid, some) in enumerate(zip(uids, carried, strict=True)):
        yield name(uid), bytes(shelf.get("page", place, partial(_page, edition, store, config, uid, some)))


def _page(edition: Edition, store: Store, config: Config, uid: str, carried: Sequence[Feed]) -> bytes:
    told = store.sightings_of(uid), store.changes(uid=uid)
    return eventpage.page(edition.shown[uid], *told, carried, config, edition.names, former=edition.former, root="../")

"""Where events were seen: what is linked and named as their source, and whether anybody has checked it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from feeds.moments import Move
from pipeline.ledger import OWN
from pipeline.model import Source
from pipeline.store.stored import digest
from pipeline.store.told import Seen


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event was seen: the page, the title of the source, and whether nobody has checked any of its sources.
    `own`: our page of an event that has no other. `unread`: whether none of its sources is asked any more."""

    page: str | None = None
    title: str = ""
    unverified: bool = False
    own: str | None = None
    unread: bool = False


UNKNOWN = Origin()


class Origins:
    """The origin of each event. `seen` tells where events were seen; `pages`: the start of the addresses of our own
    pages; `former`: titles of sources that are in the config no more."""

    def __init__(
        self,
        seen: Callable[[Sequence[str]], Iterable[Seen]] = lambda uids: (),
        sources: Mapping[str, Source] | None = None,
        pages: str = "",
        former: Mapping[str, str] | None = None,
    ) -> None:
        self._seen, self._sources, self._pages, self.former = seen, sources or {}, pages, former or {}
        self._rows: dict[str, list[Seen]] = {}
        self._marks: dict[tuple[str, str, Move], str] = {}

    @property
    def state(self) -> str:
        """A text that stands for all that an origin depends on beside its event and where that was seen."""
        sources = sorted((one.id, one.title, one.verified) for one in self._sources.values())
        return digest(repr((self._pages, sources, sorted(self.former.items()))))

    def learn(self, uids: Sequence[str]) -> None:
        """Ask where these events were seen, in one go."""
        self._rows |= {uid: [] for uid in uids}
        for row in self._seen(uids):
            self._rows[row.uid].append(row)

    def of(self, uid: str, url: str | None) -> Origin:
        """Where the event of this UID, with this address, was seen."""
        rows = self._asked(uid)
        return origin(url, rows, self._sources, self.former, f"{self._pages}{uid}.html") if rows else UNKNOWN

    def mark(self, uid: str, url: Callable[[], str | None], move: Move) -> str:
        """A text, the same in every process, that stands for everything that is shown of an event beside itself."""
        rows = self._asked(uid)
        key = uid, "", move
        if not rows:
            key = "", "", move
        elif len(rows) == 1 and rows[0].source_id != OWN:  # so it is with most, and many were seen on one page
            key = rows[0].source_id, rows[0].page or "", move
        mark = self._marks.get(key)
        if mark is None:
            mark = self._marks[key] = digest(repr((self.of(uid, url()), move)))[:16]
        return mark

    def _asked(self, uid: str) -> list[Seen]:
        if uid not in self._rows:
            self.learn([uid])
        return self._rows[uid]


def origin(
    url: str | None, rows: Sequence[Seen], sources: Mapping[str, Source], former: Mapping[str, str], own: str
) -> Origin:
    """The source to name is the one whose address the event has, else the first that lists it; an event is unverified
    while nobody has looked at any of its sources. An event a person entered needs no check; where that person named no
    page, newsfeeds link to `own`, ours."""
    first = next((row for row in rows if url and row.url == url), rows[0])
    source, entered = sources.get(first.source_id), any(row.source_id == OWN for row in rows)
    read = [sources[row.source_id] for row in rows if row.source_id in sources]
    checked, unread = entered or any(one.verified for one in read), not (entered or read)
    page = first.page or None
    title, ours = (
        source.title if source else former.get(first.source_id, ""),
        None if url or page or not entered else own,
    )
    return Origin(page, title, not (checked or unread), ours, unread)

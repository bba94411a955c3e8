"""The pages of one source's list, from its address along "next page" and "feed" links, within the budget.

An unchanged page is not read again, but what it linked to is still asked for: a first page that stays the same says
nothing about the second. Detail pages are only collected here.
"""

from __future__ import annotations

import re
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal

from crawlers.extractors import MAX_EVENTS
from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import MAX_BYTES
from crawlers.fetching.answer import NO_PAGE, Answer
from crawlers.sites import page_key, same_site
from crawlers.trip import Trip, not_events
from pipeline.model import Follow, RawEvent

# So many pages in a row that bring nothing new end a list: a calendar may have one empty month, a trap has only such.
BARREN = 2
MAX_LINKS = 2_000
NOT_READ = "not read again"  # cause of a page that counts as unchanged, but not as known
TAIL = 4_000  # bytes in which a page's closing mark is looked for

Why = Literal["page", "feed"]
TURNS: tuple[Why, ...] = ("feed", "page")  # a richer form of a page before the next one


@dataclass
class ListPage:
    """One page of the list: read now, or unchanged."""

    answer: Answer
    why: Why
    events: list[RawEvent] = field(default_factory=list)
    links: dict[str, list[str]] = field(default_factory=dict)  # {"page": […], "feed": […], "detail": […]}
    read: bool = False
    cut: bool = False


class ListWalk:
    """Walks one list. Afterwards: `pages`, `cause` (None = healthy), `cut`, `complete`."""

    def __init__(self, trip: Trip) -> None:
        self.trip = trip
        self.pages: list[ListPage] = []
        self.cause: str | None = None
        self.cut = False
        self._queue: deque[tuple[str, Why]] = deque([(trip.source.url, "page")])
        self._queued = {page_key(trip.source.url)}
        self._seen: set[object] = set()
        self._barren = 0

    async def run(self) -> None:
        """Ask for every page of the list."""
        while self._queue and self.cause is None:
            if not self.trip.may_ask():
                self.cut = True
                self.trip.note("info", "page budget used up before the list ended", self._queue[0][0])
                return
            await self._step(*self._queue.popleft())

    def details(self) -> dict[str, ListPage]:
        """{address of an event's own page: the list page that links it}, in list order."""
        found: dict[str, ListPage] = {}
        for page in self.pages:
            for url in page.links.get("detail", ()):
                found.setdefault(url, page)
        return found

    @property
    def complete(self) -> bool:
        """Whether every page was read to its end."""
        return self.cause is None and not self.cut and not any(page.cut for page in self.pages)

    async def reread(self, page: ListPage) -> None:
        """Read an unchanged page after all, as something it lists has changed.

        Where that fails, or the budget has no room for it, it is unchanged still, and asked for in full next time.
        """
        before = page.answer
        if before.page is None and self.trip.may_ask():
            page.answer = await self.trip.ask(before.asked, fresh=True)
        if page.answer.page:
            with suppress(Unreadable):
                await self._read(page)
        if not page.read:
            page.answer = replace(before, cause=NOT_READ)

    async def _step(self, url: str, why: Why) -> None:
        answer = await self.trip.ask(url)
        page = ListPage(answer, why)
        if answer.cause:
            self._failed(page, answer.cause)
        elif answer.unchanged:
            remembered = self.trip.known.links.get(url, {})
            page.links = {kind: [str(link) for link in links] for kind, links in remembered.items()}
            self._accept(page)
        else:
            await self._fresh(page)

    async def _fresh(self, page: ListPage) -> None:
        try:
            await self._read(page)
        except Unreadable as unreadable:
            self._failed(page, not_events(unreadable), unreadable.why)
            return
        self._barren = 0 if self._brings_news(page) or page.why == "feed" else self._barren + 1
        self._accept(page)

    async def _read(self, page: ListPage) -> None:
        assert page.answer.page is not None
        kind = None if page.why == "feed" else self.trip.source.kind
        page.events, follows = await self.trip.read_list(page.answer.page, kind)
        if len(page.events) > MAX_EVENTS:
            page.events, page.cut = page.events[:MAX_EVENTS], True
            self.trip.note("warning", f"more than {MAX_EVENTS:,} events on one page", page.answer.asked)
        if len(page.answer.page.body) > MAX_BYTES:
            page.cut = True
            self.trip.note(
                "warning", f"more than {MAX_BYTES // 10**6} MB on one page: not read to its end", page.answer.asked
            )
        page.cut = page.cut or self._looks_cut(page.answer)
        page.links = self._links(page, follows)
        page.read, page.answer = True, _end_of(page.answer)

    def _looks_cut(self, answer: Answer) -> bool:
        """A body of unknown length that lacks the closing mark this page had before: perhaps not all of it."""
        had_mark = bool(self.trip.old.notes.get("closed", {}).get(answer.asked))
        return answer.partial and had_mark and not closes(answer)

    def _links(self, page: ListPage, follows: list[Follow]) -> dict[str, list[str]]:
        links: dict[str, list[str]] = {"page": [], "feed": [], "detail": []}
        for follow in follows[:MAX_LINKS]:
            if self._wanted(follow, page.answer.final) and follow.url not in links[follow.why]:
                links[follow.why].append(follow.url)
        return links

    def _wanted(self, follow: Follow, base: str) -> bool:
        if follow.why == "feed":
            return True
        pattern = self.trip.source.follow.get("links")
        if follow.why == "page":
            return same_site(follow.url, base)
        if self.trip.source.follow.get("details") is False:
            return False
        return re.search(pattern, follow.url) is not None if pattern else same_site(follow.url, base)

    def _accept(self, page: ListPage) -> None:
        self.pages.append(page)
        if self._barren >= BARREN:
            return
        for why in TURNS:
            for url in page.links.get(why, ()):
                if page_key(url) not in self._queued:
                    self._queued.add(page_key(url))
                    self._queue.append((url, why))

    def _brings_news(self, page: ListPage) -> bool:
        marks = {_identity(event) for event in page.events} | {page_key(url) for url in page.links["detail"]}
        news = marks - self._seen
        self._seen |= marks
        return bool(news)

    def _failed(self, page: ListPage, cause: str, why: str = "") -> None:
        """The list must come; a linked page need not when it never came before, and there is a list without it: events,
        or a page that is as it was."""
        answer = page.answer
        came = answer.asked in self.trip.old.hashes or page_key(answer.asked) == page_key(self.trip.source.url)
        needless = page.why == "feed" or answer.status in NO_PAGE
        if needless and not came and any(one.events or not one.read for one in self.pages):
            self.trip.note("info", f"a linked {page.why} does not answer: {cause}", answer.asked)
            return
        self.cause = cause
        self.trip.note("warning", cause, answer.asked, why or answer.why or None)
        self.pages.append(replace(page, cut=True))


def _end_of(answer: Answer) -> Answer:
    """The answer with no more of its page than its end: what was read need not stay in memory."""
    return replace(answer, page=replace(answer.page, body=answer.page.body[-TAIL:])) if answer.page else answer


def closes(answer: Answer) -> bool:
    """Whether a page's end could be seen."""
    return answer.page is not None and answer.page.body[-TAIL:].rstrip().lower().endswith(
        (b"</html>", b"</body>", b"]", b"}")
    )


def _identity(event: RawEvent) -> tuple[object, ...]:
    return event.key, event.title, event.url, event.when, event.start, event.end

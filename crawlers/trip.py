"""One source's way through a run: its budget, what its requests brought, and what it remembers of earlier ones.

Asks through the Fetcher and reads through the extractors; which pages are asked for is decided by `listwalk`,
`details` and `recheck`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from crawlers.extractors.errors import Unreadable
from crawlers.fetching import body, optout
from crawlers.fetching.answer import Answer, Known
from crawlers.fetching.fetch import Asking
from crawlers.fetching.robotsdesk import origin_of
from crawlers.fingerprints import READS_PAGES
from crawlers.parsing.pool import DIED, TOO_LONG, TOO_MUCH
from crawlers.parsing.reading import Reading
from pipeline.crawled import CrawlState
from pipeline.mistakes import BROKEN
from pipeline.model import Follow, Issue, Level, Moment, Page, RawEvent, Source
from pipeline.occurrences import starts

Read = Callable[[Page, Source], Awaitable[Reading]]

PAGES = 50  # per source and run, unless the source's `follow.pages` says otherwise
LONGEST = timedelta(minutes=30)  # then what is left waits for the next run
ALIKE = 3  # such pages: then the others are of none either
NOT_EVENTS = "not an event page"
_OWN = ("cut off", TOO_LONG, TOO_MUCH, DIED, BROKEN)  # causes that say nothing of what kind of page it is


class Trip:
    """The session of one source in one run.

    `old`: what is remembered of it; `known`: the same, or nothing where the pages were read by other code or settings;
    `answers`, `issues`, `opt_out`: what came of it so far.
    """

    def __init__(
        self, source: Source, state: CrawlState, fetcher: Asking, read: Read, fingerprint: str, *, bodies: bool = False
    ) -> None:
        """`bodies`: the answers keep their pages' bytes to the end; else only who asked has them."""
        self.source, self.old, self.fetcher = source, state, fetcher
        self.fingerprint = fingerprint
        self.known = state if state.structure.get("reader") == fingerprint else CrawlState()
        self.started = fetcher.clock.now()
        self.answers: list[Answer] = []
        self.issues: list[Issue] = []
        self.opt_out: set[str] = set()
        self._read, self._bodies = read, bodies
        self._starts: dict[tuple[object, ...], list[Moment]] = {}
        self._plain: Counter[str] = Counter()  # event pages in a row that were of no platform, by their folder
        self._left = int(source.follow.get("pages") or PAGES)
        self._remembered = Known(self.known.validators, self.known.hashes, state.failures)

    def may_ask(self) -> bool:
        """Whether the budget of pages and time has room for one more; takes it."""
        self._left -= 1
        return self._left >= 0 and self.fetcher.clock.now() - self.started < LONGEST

    async def ask(self, url: str, *, fresh: bool = False) -> Answer:
        """Ask for a page; `fresh`: in full, whatever is remembered of it."""
        known = Known(failures=self._remembered.failures) if fresh else self._remembered
        answer = await self.fetcher.get(url, known, self.source.id)
        if answer.page:
            self.opt_out.update(optout.signals(answer.page))
        self.answers.append(answer if self._bodies else _light(answer))
        return answer

    async def read_list(self, page: Page, kind: str | None) -> tuple[list[RawEvent], list[Follow]]:
        """Events and follows of a page of the source's list: what was learnt of that helps. Raises Unreadable."""
        _, events, follows = await self._read_as(page, kind=kind, learnt=self.old.structure)
        return events, follows

    async def read_own(self, page: Page) -> list[RawEvent]:
        """The events of an event's own page, which has no further pages. Raises Unreadable."""
        folder = page.url.rpartition("/")[0]
        known = "listing" if self._plain[folder] >= ALIKE else None
        kind, events, _ = await self._read_as(page, kind=known, follow={"pages": 0})
        self._plain[folder] += 1 if events and kind in READS_PAGES else -self._plain[folder]
        return events

    async def _read_as(self, page: Page, **settings: Any) -> Reading:
        if body.ends_well(page.body) is False:
            raise Unreadable("cut off")
        return await self._read(page, replace(self.source, **settings))

    def starts(self, event: RawEvent) -> list[Moment]:
        """An event's starts as this trip's day reads them: once, a list and a page of its own mostly say the same."""
        said = (event.when, event.near, event.order, event.start, event.timezone)
        if said not in self._starts:
            self._starts[said] = starts(event, self.source, self.started)
        return self._starts[said]

    def note(self, level: Level, message: str, url: str | None = None, value: str | None = None) -> None:
        """An Issue of this source; of one kind of trouble only the first, or a dead site would flood the list."""
        if all(issue.message != message for issue in self.issues):
            self.issues.append(Issue(level, "fetch", message, self.source.id, url, value))

    def origins(self) -> set[str]:
        """The origins whose robots.txt this source needs."""
        return {origin_of(url) for answer in self.answers for url in (answer.asked, answer.final)}


def _light(answer: Answer) -> Answer:
    """Hundreds of sources are under way at once: their memory must not follow the number of pages they have asked."""
    return replace(answer, page=replace(answer.page, body=b"")) if answer.page else answer


def not_events(unreadable: Unreadable) -> str:
    """The report's cause for a page that could not be read."""
    own = next((cause for cause in _OWN if cause in unreadable.why), None)
    return own or f"{NOT_EVENTS}: {unreadable.why}"

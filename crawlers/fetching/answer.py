"""What came of asking for one address, hop by hop. Holds results; asks nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from crawlers.fetching import validators
from pipeline.model import Page

WAITING = "retry-after"  # the cause when a host still wants silence: nothing was asked
PERMANENT = frozenset({301, 308})
NO_PAGE = frozenset({404, 410})  # statuses that say that there is no such page (any more)


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier runs left behind: {address: validators}, {address: body hash}, failed runs in a row."""

    validators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """Either a `page` (perhaps the same bytes as last time: `unchanged`), or `unchanged` alone (304), or a `cause`."""

    asked: str
    final: str  # after redirects
    status: int = 0  # of the last hop; 0: no answer
    page: Page | None = None
    unchanged: bool = False
    cause: str | None = None
    why: str = ""  # what the cause leaves out, for the operator
    hash: str = ""
    bytes: int = 0  # as transferred
    partial: bool = False  # nobody said how long the body is
    validators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # {address: …} to remember
    moved_to: str | None = None  # when every hop was a permanent redirect
    hosts: tuple[str, ...] = ()  # host keys that were asked, or should have been


class Trail:
    """One walk along redirects."""

    def __init__(self, asked: str, known: Known, source: str) -> None:
        self.asked, self.final, self.known, self.source = asked, asked, known, source
        self.conditional = False  # whether the last request could be answered by 304
        self._hosts: list[str] = []
        self._hops: list[int] = []

    def at(self, url: str, host: str) -> None:
        """The next address is `url`."""
        self.final = url
        self._hosts.append(host)

    def redirected(self, status: int) -> None:
        """The address answered with a redirect."""
        self._hops.append(status)

    def conditions(self, url: str, now: datetime) -> dict[str, str]:
        """Header fields for a conditional request; none unless the page's content is still known."""
        known = self.known.validators.get(url) if self.asked in self.known.hashes else None
        headers = validators.request_headers(known, now)
        self.conditional = bool(headers)
        return headers

    def failed(self, cause: str, why: str = "", *, status: int = 0) -> Answer:
        """No page, and why."""
        return Answer(self.asked, self.final, status, cause=cause, why=why, hosts=self._asked_hosts())

    def unchanged(self, status: int) -> Answer:
        """The server says that nothing changed."""
        kept = {self.final: self.known.validators[self.final]}
        return self._answer(status, unchanged=True, hash=self.known.hashes[self.asked], validators=kept)

    def arrived(self, page: Page, size: int, remembered: Mapping[str, str], partial: bool) -> Answer:
        """A page came in full; unchanged when its bytes are those of last time."""
        digest = validators.body_hash(page.body)
        same = self.known.hashes.get(self.asked) == digest
        kept = {self.final: remembered} if remembered else {}
        return self._answer(page.status, page, same, digest, kept, size, partial)

    def _answer(
        self,
        status: int,
        page: Page | None = None,
        unchanged: bool = False,
        hash: str = "",
        validators: Mapping[str, Mapping[str, str]] | None = None,
        size: int = 0,
        partial: bool = False,
    ) -> Answer:
        moved = self.final if self._hops and set(self._hops) <= PERMANENT else None
        return Answer(
            self.asked,
            self.final,
            status,
            page,
            unchanged,
            hash=hash,
            bytes=size,
            partial=partial,
            validators=validators or {},
            moved_to=moved,
            hosts=self._asked_hosts(),
        )

    def _asked_hosts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._hosts))

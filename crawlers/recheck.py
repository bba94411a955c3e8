"""A second look at the pages of events that newly went missing from a healthy list: is there evidence of cancellation?

404 and 410 are evidence, and so is a mark on the page. Anything else says nothing, and nothing is reported.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from crawlers.extractors.errors import Unreadable
from crawlers.fetching.answer import NO_PAGE, Answer
from crawlers.parsing.fillup import OFF
from crawlers.sites import page_key
from crawlers.trip import Trip
from pipeline.marks import read_badge, split_title
from pipeline.model import RawEvent

LATER = frozenset({408, 425, 429})  # statuses below 500 that say nothing of the page, only of the moment
LIMIT = 20  # pages per run; a list that lost more is not a matter of single events


@dataclass
class Rechecked:
    """`gone`: pages that answered 404 or 410; `events`: off, as their own page says; `left`: not asked."""

    gone: list[str] = field(default_factory=list)
    events: list[RawEvent] = field(default_factory=list)
    left: tuple[str, ...] = ()


async def recheck(trip: Trip, urls: Iterable[str]) -> Rechecked:
    """Look once at each page. What could not be asked, or did not answer, is left for the next run."""
    result = Rechecked()
    pending = list(dict.fromkeys(urls))
    left = pending[LIMIT:]
    for url in pending[:LIMIT]:
        answer = await trip.ask(url, fresh=True) if trip.may_ask() else None
        if answer is None or _put_off(answer):
            left.append(url)
        elif answer.status in NO_PAGE:
            result.gone.append(url)
        elif answer.page and page_key(answer.final) == page_key(url):  # a redirect to the list is no answer
            result.events += await _marked(trip, answer)
    result.left = tuple(left)
    return result


def _put_off(answer: Answer) -> bool:
    return bool(answer.cause) and (answer.status in LATER or not 400 <= answer.status < 500)


async def _marked(trip: Trip, answer: Answer) -> list[RawEvent]:
    assert answer.page is not None
    try:
        events = await trip.read_own(answer.page)
    except Unreadable:
        return []
    own = {page_key(answer.asked), page_key(answer.final), None}
    mine = [event for event in events if (page_key(event.url) if event.url else None) in own]
    return [event for event in mine if _off(event)]


def _off(event: RawEvent) -> bool:
    """Whether the event says of itself that it will not take place as planned."""
    marks = (read_badge(event.status).status, split_title(event.title)[1].status)
    return any(status in OFF for status in marks)

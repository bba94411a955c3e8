"""What kind of source a page is: by its form, by platforms' marks, by the richer forms it links; and how it is read.

`detect` only looks; `extract` reads a page by its kind. Neither fetches: a better address is only named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal
from urllib.parse import urlsplit

from crawlers.extractors import EXTRACTORS
from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import decode
from crawlers.fingerprints import MARKS, READS_PAGES, Mark
from crawlers.links import linked
from crawlers.parsing.walls import cut_off, diagnose
from crawlers.parsing.webpage import completed, divided, read_page
from pipeline.calm import calm
from pipeline.model import Follow, Page, RawEvent, Source

Form = Literal["ics", "rss", "json", "html", "empty"]

FOLLOW_FROM = 0.8  # a better address is asked for unasked only when it is this sure to be one
SURE = 0.9  # a platform's mark that alone decides how a page is read

_GENERIC = READS_PAGES | {"ics", "rss", "json"}  # kinds that say no more than a body's form does
_SHARED = ("calendar", "event", "/plugins/", 'content="')  # parts of many marks: where one is absent, so are they
_PARTS = {mark.text: tuple(part for part in _SHARED if part in mark.text) for mark in MARKS}
_SURE_MARKS = sorted(
    (mark for mark in MARKS if mark.score >= SURE and mark.kind not in _GENERIC), key=lambda mark: -mark.score
)


@dataclass(frozen=True, slots=True)
class Detection:
    """One way to read a source, `score` 0..1. `endpoint`: the better address, None when the page itself is it."""

    kind: str
    score: float
    endpoint: str | None
    evidence: str


def form(page: Page) -> Form:
    """What a body is, by its first characters: a wrong Content-Type is common and says little."""
    head = page.body[:3_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        return "empty"
    if head[:15].upper() == b"BEGIN:VCALENDAR":
        return "ics"
    if head[:1] in b"{[":
        return "json"
    if re.match(rb"<(?:\?xml|rss\b|feed\b|rdf:RDF\b)", head, re.IGNORECASE):
        return "html" if re.search(rb"<(?:!doctype )?html\b", head, re.IGNORECASE) else "rss"
    return "html"


def detect(page: Page) -> list[Detection]:
    """Every way to read the page, best first; [] for an empty body."""
    shape = form(page)
    if shape == "empty":
        return []
    found = list(_platforms(page))
    if shape == "html":
        found = [_with_endpoint(one, page) for one in _surest(found, lambda one: one.kind)]
        found += [Detection(one.kind, one.score, one.url, one.evidence) for one in linked(page)]
        found.append(Detection("listing", 0.5, None, "an HTML page"))
    else:
        found.append(Detection(shape, 0.7 if shape == "json" else 0.9, None, f"the body is {shape}"))
    return _surest(found, lambda one: (one.kind, one.endpoint))


def _surest(found: Iterable[Detection], key: Callable[[Detection], object]) -> list[Detection]:
    """The surest detection of each `key`, best first."""
    best: dict[object, Detection] = {}
    for one in sorted(found, key=lambda one: -one.score):
        best.setdefault(key(one), one)
    return list(best.values())


def _platforms(page: Page, marks: Sequence[Mark] = MARKS) -> Iterable[Detection]:
    parts = urlsplit(page.url)
    host, path, text = parts.hostname or "", parts.path, decode(page)
    holds = cache(text.__contains__)
    for mark in marks:
        if _occurs(mark, host, path, page, holds):
            yield Detection(mark.kind, mark.score, None, f"{mark.where}: {mark.text}")


def _with_endpoint(one: Detection, page: Page) -> Detection:
    """A platform's detection with the address its extractor would ask for instead of this page."""
    if one.kind in _GENERIC:
        return one
    source = Source(id="", url=page.url, kind=one.kind)
    try:
        found = list(EXTRACTORS[one.kind](page, source))
    except Unreadable:
        return one
    feeds = [ask.url for ask in found if isinstance(ask, Follow) and ask.why == "feed"]
    return replace(one, endpoint=feeds[0]) if len(feeds) == 1 else one


def _occurs(mark: Mark, host: str, path: str, page: Page, holds: Callable[[str], bool]) -> bool:
    if mark.where == "body":
        return all(map(holds, _PARTS[mark.text])) and holds(mark.text)
    if mark.where == "header":
        return mark.text in page.headers
    return mark.text in path if mark.where == "path" else host == mark.text or host.endswith("." + mark.text)


# A page makes some ten thousand objects that live until it is read.
@calm()
def extract(page: Page, source: Source) -> tuple[str, list[RawEvent], list[Follow]]:
    """(kind, events, follows) of one page, by the source's kind or by what the page is. Raises Unreadable."""
    shape = form(page)
    if shape == "empty":
        raise Unreadable("empty body")
    if shape != "html":
        kind = source.kind if source.kind and source.kind not in _GENERIC else _of_form(page, shape)
        return kind, *divided(EXTRACTORS[kind](page, source))
    try:
        kind, events, follows = _html(page, source)
    except Unreadable as error:
        raise Unreadable(diagnose(page) or error.why) from error
    if not events and not follows and (cause := diagnose(page)):
        raise Unreadable(cause)
    return kind, events, follows


def _of_form(page: Page, shape: Form) -> str:
    """The kind of a body that is no HTML: a platform's answer, else its form."""
    return next((one.kind for one in detect(page) if one.score > FOLLOW_FROM and one.kind in EXTRACTORS), shape)


def _html(page: Page, source: Source) -> tuple[str, list[RawEvent], list[Follow]]:
    """A page read by its platform; by its markup and its list when it has none or the platform gave nothing."""
    if cut_off(page):
        raise Unreadable("page is cut off")
    platform = source.kind if source.kind else _platform(page)
    asked: list[Follow] = []
    if platform and platform not in READS_PAGES:
        events, asked = divided(EXTRACTORS[platform](page, replace(source, kind=platform)))
        if events or (asked and source.kind):
            return platform, completed(events, page, source), asked
    kind, events, follows = read_page(page, source)
    if events or source.kind:
        return kind, events, follows
    return (platform if platform and asked else kind), events, follows + (asked or _richer(page))


def _platform(page: Page) -> str | None:
    """The platform a page surely belongs to."""
    return next((one.kind for one in _platforms(page, _SURE_MARKS)), None)


def _richer(page: Page) -> list[Follow]:
    """The best richer form a page without events links."""
    return [Follow(one.endpoint, "feed") for one in detect(page) if one.endpoint and one.score >= FOLLOW_FROM][:1]

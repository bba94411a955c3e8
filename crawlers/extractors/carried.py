"""Events that a page carries for its own scripts: a calendar's array, JSON in a script element or a `data-` attribute.

Found and parsed, never run: what is JavaScript and no JSON is read by chompjs. Which objects are events is `records`'
business; a page is asked only when nothing else on it gave any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import unescape
from itertools import islice
from typing import Any

import chompjs

from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import markup, scripts
from crawlers.extractors.jsonload import loads
from crawlers.extractors.records import events as recorded
from pipeline.model import Page, RawEvent, Source

LOOKED_AT, MOST = 200, 20  # such values of one page that may hold a date, and of those that do that are read
LONGEST = 500_000  # characters of one
LONGEST_NAME = 60  # characters before it in which its name stands

_JSON = re.compile(r"\btype\s*=\s*[\"']?application/json\b", re.IGNORECASE)
# A value, which is rare, and what it must be called: asked in this order, since names are everywhere.
_VALUE = re.compile(r"=\s*(?:\"([\[{][^\"]+)\"|'([\[{][^']+)')")
_ATTRIBUTE = re.compile(r"\s(?:data-[a-z-]{1,40}|:?(?:events|items|termine))\s*$", re.IGNORECASE)
_LIST = re.compile(r"\[\s*\{")
_ARRAY = re.compile(
    r"\b(?:[a-z]{0,20}events?|[a-z]{0,20}termine|veranstaltungen|eventList|eventSources)[\"']?\s*[:=]\s*$",
    re.IGNORECASE,
)
_DATED = re.compile(r"20\d\d-[01]\d-[0-3]\d|[0-3]?\d\.[01]?\d\.20\d\d")


def events(page: Page, source: Source) -> list[RawEvent]:
    """The events of every such value, each once."""
    found: dict[tuple[object, ...], RawEvent] = {}
    for document in _documents(page):
        for raw in recorded(document, page, source, kind="json", origin="the page's script"):
            found.setdefault((raw.title, raw.start, raw.when), raw)
    return list(found.values())


def _documents(page: Page) -> Iterator[Any]:
    dated = (found for found in islice(_literals(page), LOOKED_AT) if _DATED.search(found[1]))
    for parse, literal in islice(dated, MOST):
        with suppress(Unreadable, ValueError):  # what cannot be read here was written for the page's script alone
            yield parse(literal)


def _literals(page: Page) -> Iterator[tuple[Callable[[str], Any], str]]:
    """Texts that begin with a value, each with what reads it."""
    for match in _named(_ATTRIBUTE, _VALUE, markup(page)):
        yield loads, unescape((match[1] or match[2])[:LONGEST])
    for attributes, script in scripts(page):
        if _JSON.search(attributes):
            yield loads, script[:LONGEST]
        else:
            for match in _named(_ARRAY, _LIST, script):
                yield chompjs.parse_js_object, script[match.start() : match.start() + LONGEST]


def _named(name: re.Pattern[str], value: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The values in a text that stand right behind such a name."""
    for match in value.finditer(text):
        if name.search(text, max(match.start() - LONGEST_NAME, 0), match.start()):
            yield match

"""Dates that readers see only in part or not at all: `<abbr title>`, `<time datetime>`, `aria-label`, `data-date`.

Such a date counts only as its record's own: where the record shows no date, says something besides, and is not a button
of a date picker; and only where one of its kind lies ahead, since posts and comments are stamped in the same way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml import html

from crawlers.extractors.html import node_text
from crawlers.extractors.listing.days import mentions
from crawlers.extractors.listing.days.cluster import Dates
from crawlers.extractors.listing.layout.layout import Layout, Told
from crawlers.extractors.listing.layout.tags import FURNITURE

SPOKEN = ("title", "aria-label", "datetime")  # say in full what their node shows in short
STARTS = tuple(
    f"data-{name}" for name in "date start start-date startdate event-date event-start datetime datum".split()
)
ENDS = tuple(f"data-{name}" for name in "end end-date enddate event-end".split())
_NAMES = frozenset({*STARTS, *SPOKEN})
_YEARS = ("202", "203")  # how the years begin that can lie ahead
NO_RECORD = frozenset({"button", "input", "option", "select", "label", "iframe", "img", "meta", "link"})
WHOLE_PAGE = frozenset({"html", "body", "main"})
LONGEST = 80  # characters of an attribute that is a date
MOST_BESIDE = 0.5  # share of such a text that may be other words
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_SHORT_FOR = re.compile(
    r"\W*(?:\d{1,2}\W*|(?:in|heute|morgen|am|im|näch\w+|kommend\w+|diese\w*|bald|noch)?\b\W*(?:\w+\W*){0,2})",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True, slots=True)
class _Dated:
    node: html.HtmlElement
    name: str
    text: str
    day: date

    @property
    def kind(self) -> tuple[str, str]:
        return self.name, str(self.node.tag)


def find(root: html.HtmlElement, layout: Layout, dates: Dates, today: date) -> dict[html.HtmlElement, Told]:
    """The dates in attributes that are missing in what the page shows, by their node."""
    dated = [one for node in _nodes(root) if node.tag not in NO_RECORD and (one := _read(node))]
    ahead = {one.kind for one in dated if one.day >= today}
    dated = [one for one in dated if one.kind in ahead]
    if not dated:
        return {}
    held = Counter(above for one in dated for above in {one.node, *one.node.iterancestors()})
    blocks = {node: block for block, node in enumerate(layout.nodes)}
    return {
        one.node: Told(one.text, one.name in SPOKEN and _is_short_for(one.node))
        for one in dated
        if held[one.node] == 1 and _is_missing(layout, dates, blocks.get(_record(one.node, held), 0), one)
    }


def _nodes(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The elements with such an attribute, if a year stands in any of theirs."""
    for node in root.iter():
        if not _NAMES.isdisjoint(node.keys()):
            said = " ".join(node.values())
            if any(map(said.__contains__, _YEARS)):
                yield node


def _read(node: html.HtmlElement) -> _Dated | None:
    for name in (*STARTS, *SPOKEN):
        value = (node.get(name) or "").strip()
        if not value[:LONGEST] or len(value) > LONGEST or not any(letter.isdigit() for letter in value):
            continue
        found = [mention for mention in mentions.find(value) if mention.dates and mention.year]
        if len(found) == 1 and len(found[0].text) >= MOST_BESIDE * len(value) and (day := _day(found[0])):
            return _Dated(node, name, " – ".join([value, *_end(node, name)]), day)
    return None


def _day(mention: mentions.Mention) -> date | None:
    try:
        return date(mention.year, mention.month, mention.day)
    except ValueError:
        return None


def _end(node: html.HtmlElement, name: str) -> Iterator[str]:
    """The end that stands beside a start, if it is another moment."""
    values = (node.get(end) or "" for end in ENDS) if name in STARTS else ()
    yield from [value for value in values if _ISO.fullmatch(value) and value != node.get(name)][:1]


def _record(node: html.HtmlElement, held: Counter[html.HtmlElement]) -> html.HtmlElement:
    """The largest block around a node that holds no other such date."""
    top = node
    for above in node.iterancestors():
        if held[above] > 1 or above.tag in WHOLE_PAGE:
            break
        top = above
    return top


def _is_missing(layout: Layout, dates: Dates, block: int, one: _Dated) -> bool:
    """Whether the record shows no date, and more than its node does, and no heading above it says the day."""
    above = dates.within(0, layout.first[block])[-1:]
    if any(cluster.lead.key == (one.day.day, one.day.month) for cluster in above):
        return False
    if layout.zones[block] in FURNITURE or dates.within(layout.first[block], layout.last[block]):
        return False
    own = node_text(one.node) if one.name in SPOKEN else ""
    return _NAME.search(" ".join(line.text for line in layout.span(block)).replace(own, " ", 1)) is not None


def _is_short_for(node: html.HtmlElement) -> bool:
    """Whether a node shows a day in short: its number, a weekday, how long it is until then, or nothing."""
    return node.find(".//a") is None and node.tag != "a" and _SHORT_FOR.fullmatch(node_text(node)) is not None

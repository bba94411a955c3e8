"""What a heading says beside its name, in elements of their own at its edges: a badge, a price, a sort, a small print.

By what they are and what they say, whatever their classes are; an emphasised word is a part of the name.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html

from crawlers.extractors.html import SILENT
from crawlers.extractors.listing.layout.layout import Layout, Line
from crawlers.extractors.listing.layout.tags import HEADINGS, RUN_ON
from crawlers.extractors.listing.records.shape import SEATS, is_badge
from crawlers.extractors.listing.wording.labels import FOR_WHOM, PRICE
from crawlers.extractors.listing.wording.words import EDGES, EVENT, KIND, is_generic
from pipeline.text import clean, fold

SHORTEST = 4  # letters of a name
_SMALL = "small"


def name(layout: Layout, line: Line, rest: str, titled: str) -> str:
    """`rest`, what a line says, without what its heading says beside the name; `titled`: the name that the page's title
    gives, beside which every element of its own is none of it."""
    head = layout.nearest(line.block, HEADINGS) if line.heading and len(line.pieces) > 1 else -1
    stretches = list(_stretches(layout.nodes[head])) if head >= 0 else []
    while len(stretches) > 1:
        cut = next((left for at in (0, -1) if (left := _without(rest, *stretches[at], titled, first=at == 0))), None)
        if cut is None:
            return rest
        del stretches[0 if rest.endswith(cut) else -1]
        rest = cut
    return rest


def _stretches(node: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """The texts of a heading in their order, each with the tag of the element that holds it and nothing else; ""."""
    whole = fold(str(node.text_content()))
    for step, one in _walk(node):
        text = clean(one)
        if text:
            alone = fold(str(step.text_content())) == fold(text) != whole
            yield text, step.tag if alone else ""


def _walk(node: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str]]:
    """The texts inside `node`, each with the innermost element around it."""
    yield node, node.text or ""
    for child in node:
        if isinstance(child.tag, str) and child.tag not in SILENT:
            yield from _walk(child)
        yield node, child.tail or ""


def _without(rest: str, text: str, tag: str, titled: str, *, first: bool) -> str:
    """`rest` without a text at its beginning or end that is none of its name; "" where it is, or no name is left."""
    text = text.strip(EDGES)
    if not tag or not (rest.startswith(text) if first else rest.endswith(text)):
        return ""
    left = (rest[len(text) :] if first else rest[: -len(text)]).strip(EDGES)
    if len(left) < SHORTEST or left.split()[0].islower() or is_generic(left) or KIND.fullmatch(left):
        return ""
    if is_badge(text) or SEATS.fullmatch(text) or FOR_WHOM.fullmatch(text) or PRICE.fullmatch(text):
        return left
    small = tag == _SMALL and not text[0].islower()
    sort = first and tag not in RUN_ON and KIND.fullmatch(text) is not None and _is_whole(left)
    return left if small or sort or fold(left) == titled else ""


def _is_whole(name: str) -> bool:
    """Whether what stands behind a sort is a name of its own: not "Night Minden" behind "Pitch", nor "Stuttgart"."""
    first, *further = name.split()
    return bool(further) and EVENT.fullmatch(first) is None

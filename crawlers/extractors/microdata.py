"""HTML microdata of a page as the same dictionaries JSON-LD gives, with the text people see kept beside machine values.

Reads `itemscope/itemtype/itemprop` (HTML, 5.2; https://schema.org and the older data-vocabulary.org), no `itemref`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import html

from crawlers.extractors import MAX_EVENTS
from crawlers.extractors.html import node_text

MAX_ITEMS = 10 * MAX_EVENTS  # an event's place, address and offers are items too

SEEN = "#seen"  # key of an item: {property: the text a reader sees}

_ATTRIBUTE = {
    "meta": "content",
    "a": "href",
    "area": "href",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "object": "data",
    "time": "datetime",
    "data": "value",
    "meter": "value",
}
# data-vocabulary.org (what search engines read before schema.org) -> schema.org
_OLD_NAMES = {
    "summary": "name",
    "street-address": "streetAddress",
    "locality": "addressLocality",
    "region": "addressRegion",
    "postal-code": "postalCode",
    "eventType": "additionalType",
}


def items(root: html.HtmlElement) -> list[dict[str, Any]]:
    """The outermost items of a document, in order; nested items are values of their properties."""
    found: dict[html.HtmlElement, dict[str, Any]] = {}
    top: list[dict[str, Any]] = []
    for node in root.iter():
        scoped, names = node.get("itemscope") is not None, (node.get("itemprop") or "").split()
        if not scoped and not names:
            continue
        owner = _owner(node, found)
        if scoped:
            if len(found) >= MAX_ITEMS:
                break
            found[node] = {"@type": _type(node)}
        if names and owner is not None:
            _add(owner, names, node, found.get(node))
        elif (scoped and not names) or scoped:
            top.append(found[node])
    return top


def _owner(node: html.HtmlElement, found: dict[html.HtmlElement, dict[str, Any]]) -> dict[str, Any] | None:
    return next((found[parent] for parent in node.iterancestors() if parent in found), None)


def _type(node: html.HtmlElement) -> str:
    words = (node.get("itemtype") or "").split()
    return words[0].rstrip("/").rsplit("/", 1)[-1] if words else ""


def _add(owner: dict[str, Any], names: list[str], node: html.HtmlElement, item: dict[str, Any] | None) -> None:
    value: Any = item if item is not None else _value(node)
    for name in (_OLD_NAMES.get(name, name) for name in names):
        if name in owner:
            owner[name] = [*_listed(owner[name]), value]
            continue
        owner[name] = value
        if item is None and (seen := node_text(node)) and seen != value:
            owner.setdefault(SEEN, {})[name] = seen


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _value(node: html.HtmlElement) -> str:
    """The property's value; `content` counts on any element, as many sites write it there (RDFa's way)."""
    for attribute in ("content", _ATTRIBUTE.get(node.tag, "")):
        if attribute and node.get(attribute):
            return str(node.get(attribute)).strip()
    return node_text(node)


def visible(item: Mapping[str, Any], name: str) -> str | None:
    """The text a reader sees for a property whose machine value differs; None when it is the same."""
    seen: Mapping[str, str] = item.get(SEEN, {})
    return seen.get(name)

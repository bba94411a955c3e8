"""Records and fields by the operator's own selectors (`select = {…}`): they override any part of what is found.

`item` names the records; each of title, when, where, link, end, status, text names a node inside a record. What is not
named is found as on any other page. Without `item` the records are found, and the named parts are read from them.
"""

from __future__ import annotations

from collections.abc import Mapping

from cssselect import SelectorError
from lxml import html

from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import absolute, node_text
from crawlers.extractors.listing.days.cluster import Cluster
from crawlers.extractors.listing.fields.context import Context
from crawlers.extractors.listing.fields.fields import Fields
from crawlers.extractors.listing.records.record import Group, Record


def groups(context: Context, selector: str) -> list[Group]:
    """One group with a record for each node that `selector` names and that holds a date."""
    nodes = _select(context.root, selector)
    layout = context.layout
    blocks = [(layout.first[block], layout.last[block], block) for node in nodes for block in _block(context, node)]
    records = [Record(first, last, _inside(context, first, last), block) for first, last, block in sorted(blocks)]
    kept = [record for record in records if record.clusters]
    return [Group(layout.parents[kept[0].item], kept)] if kept else []


def _block(context: Context, node: html.HtmlElement) -> list[int]:
    """The block of a node, or the block that an inline node stands in."""
    nodes = context.layout.nodes
    inner = next((other for other in [node, *node.iterancestors()] if other in set(nodes)), None)
    return [nodes.index(inner)] if inner is not None else []


def _inside(context: Context, first: int, last: int) -> list[Cluster]:
    found = context.shapes.dates.within(first, last)
    return [cluster for cluster in found if cluster.role == "event"] or found


def override(context: Context, record: Record, fields: Fields, select: Mapping[str, str]) -> None:
    """Puts what the selectors name inside the record's block over what was found."""
    if record.item < 0:
        return
    node = context.layout.nodes[record.item]
    texts = {part: _text(node, selector) for part, selector in select.items() if part not in {"item", "link"}}
    fields.title = texts.get("title") or fields.title
    fields.where = texts.get("where") or fields.where
    fields.status = texts.get("status") or fields.status
    fields.description = texts.get("text") or fields.description
    if texts.get("when"):
        fields.when = [tuple(text for text in (texts["when"], _until(texts.get("end"))) if text)]
        fields.clusters = fields.clusters[:1]
    for link in _select(node, select["link"]) if "link" in select else []:
        fields.url = absolute(context.page, link.get("href")) or fields.url
        break
    fields.found.update({part: f"select {select[part]}: {text[:80]}" for part, text in texts.items() if text})


def unmatched(root: html.HtmlElement, select: Mapping[str, str]) -> set[str]:
    """The parts whose selector names nothing: `item` of the page, each other one of what `item` names."""
    items = _select(root, select["item"]) if "item" in select else [root]
    parts = {part for part in select if part != "item" and not any(_select(item, select[part]) for item in items)}
    return parts if items else {"item"}


def _until(text: str | None) -> str | None:
    return f"bis {text}" if text else None


def _text(node: html.HtmlElement, selector: str) -> str | None:
    found = _select(node, selector)
    return node_text(found[0]) or None if found else None


def _select(node: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    """The nodes below `node` that a CSS selector names. Raises Unreadable for a selector that is none."""
    try:
        return list(node.cssselect(selector))
    except SelectorError as error:
        raise Unreadable(f"select: {selector!r} is not a CSS selector") from error

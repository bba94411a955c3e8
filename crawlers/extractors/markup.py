"""XML from strangers: refused when it is hostile, and any XML with records as dictionaries.

No entity is ever resolved and nothing is loaded from outside (CWE-611, CWE-776).
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from crawlers.extractors.errors import Unreadable

MAX_TAG = 20_000  # characters of one tag: a reader of attributes is quadratic
MAX_TAGS = 400_000
MAX_DEPTH = 60

_ROOT = re.compile(
    r"\s*(?:<\?.{0,500}?\?>\s*|<!--.{0,5000}?-->\s*|<!DOCTYPE[^>\[]{0,500}>\s*)*<([\w.-]+:)?([\w.-]+)", re.DOTALL
)
_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]*)[^<>]*?(/?)>")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,400})|([0-9]{1,400}));")
_NO_CHARACTER = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONG_TAG = re.compile(rf"<[^<>]{{{MAX_TAG}}}")


def guarded(text: str) -> str:
    """The local name of the root element. Raises Unreadable for what is no XML, is cut off, or would hurt a parser."""
    match = _ROOT.match(text)
    if match is None:
        why = "XML with its own entities" if "<!ENTITY" in text[:5_000] else "not a feed"
        raise Unreadable("empty body" if not text.strip() else why)
    if "<!ENTITY" in text:
        raise Unreadable("XML with its own entities")
    if text.count("<") > MAX_TAGS or _LONG_TAG.search(text):
        raise Unreadable("XML too large to be a feed")
    if not re.search(
        rf"</{re.escape(match[1] or '')}{re.escape(match[2])}\s*>\s*(?:<!--.*)?$", text[-5_000:].rstrip(), re.DOTALL
    ):
        raise Unreadable("feed is cut off")
    return match[2]


def to_records(text: str) -> Any:
    """Any XML as dictionaries: attributes and child elements are fields, repeated children a list, text is text."""
    try:
        root = _parsed(text, recover=False)
    except (etree.XMLSyntaxError, ValueError):
        root = _mended(text)
    return {} if root is None else _value(root, 0)


def _parsed(text: str, *, recover: bool) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=recover)
    return etree.fromstring(referring(re.sub(r"^\s*<\?.*?\?>", "", text)).encode("utf-8", "replace"), parser)


def referring(text: str) -> str:
    """Without references to what no character of XML is (XML 1.0 2.2): mending parsers keep such bytes, or break."""
    return _REFERENCE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16 if match[1] else 10)
    return match[0] if number < 0x11_0000 and not _NO_CHARACTER.match(chr(number)) else "\ufffd"


def _mended(text: str) -> etree._Element | None:
    try:
        return _parsed(balanced(text), recover=True)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("not a feed") from error


def balanced(text: str) -> str:
    """XML with every element closed where its parent ends: parsers drop all that follows a missing end tag."""
    parts: list[str] = []
    opened: list[str] = []
    at = 0
    for match in _TAG.finditer(text):
        parts.append(text[at : match.start()])
        at = match.end()
        closing, name, alone = match.groups()
        if not closing:
            parts.append(match[0])
            opened += [] if alone else [name]
        elif name in opened[-MAX_DEPTH:]:
            while (last := opened.pop()) != name:
                parts.append(f"</{last}>")
            parts.append(match[0])
    return "".join([*parts, text[at:]])


def _value(node: etree._Element, depth: int) -> Any:
    children = [child for child in node if isinstance(child.tag, str)] if depth < MAX_DEPTH else []
    if not children:
        return (node.text or "").strip()
    fields: dict[str, Any] = {str(name): value for name, value in node.attrib.items()}
    for child in children:
        name, value = str(child.tag).rpartition("}")[2], _value(child, depth + 1)
        if name in fields:
            fields[name] = [*(fields[name] if isinstance(fields[name], list) else [fields[name]]), value]
        else:
            fields[name] = value
    return fields

"""How stretches of text become a line: which belong to one word, which blanks count, what is only a picture."""

from __future__ import annotations

import re

from lxml import html

from crawlers.extractors.listing.layout.tags import ICONS

_DAY_AND_MONTH = re.compile(r"\d\.\s?\d{1,2}\.$")
_HOUR = re.compile(r"(?<!\d)(?:[01]?\d|2[0-4])$")
_MINUTES = re.compile(r"[0-5]\d")
_DIGIT = re.compile(r"\d")
_SAYS = re.compile(r"[^\W\d_]{3}|€")
BOXED = frozenset({"span", "strong", "b"})
BOXES = 14  # letters of two texts that are boxes of their own
PART = 12  # letters of a text that is no word of a longer one
SHORTEST_WORD = 3  # letters; shorter pieces side by side can be one word, letter by letter


def is_icon(node: html.HtmlElement) -> bool:
    """A picture or an empty element in front of a text."""
    return node.tag in ICONS and (node.tag == "svg" or not (len(node) or (node.text and node.text.strip())))


def is_choice(node: html.HtmlElement) -> bool:
    """A box to tick: each of several choices is a line of its own."""
    return (node.get("type") or "").lower() in {"radio", "checkbox"}


def fold(text: str) -> str:
    """The text with single blanks, "--" as the dash that it stands for, without soft hyphens and places where a word
    may break."""
    if "\xad" in text or "\u200b" in text:
        text = text.replace("\xad", "").replace("\u200b", "")
    return " ".join(text.replace(" -- ", " – ").split())


def without_digits(node: html.HtmlElement) -> str:
    """All text in `node`; "" when there is a digit in it."""
    text = str(node.text_content())
    return "" if _DIGIT.search(text) else text


def raised(before: str, text: str) -> str:
    """A raised text in its line: the minutes of an hour have a colon before them, "20" and "30"."""
    minutes = _MINUTES.fullmatch(text.strip()) and _HOUR.search(before)
    return f":{text.strip()}" if minutes else text


def two_words(before: str, after: str, beside: bool) -> bool:
    """Whether text that runs on over a tag would glue two words: "3Dez", "UhrBerlin", "3.12.18:00"; "Ortfrei" too."""
    left, right = before[-1:], after[:1]
    if left == "." and right.isdigit() and (beside or _DAY_AND_MONTH.search(before)):
        return True
    if not (left.isalnum() and right.isalnum()):
        return False
    if beside and min(len(before), len(after)) >= SHORTEST_WORD:
        return True
    return left.isdigit() or right.isdigit() or (left.islower() and right.isupper())


def two_parts(before: str, after: str) -> bool:
    """Whether two texts side by side, without a blank between them, are lines of their own: their style breaks them."""
    return min(len(before), len(after)) >= PART and " " in before.strip() and after[:1].isupper()


def two_boxes(before: str, node: html.HtmlElement) -> bool:
    """Whether a span begins a line of its own: it stands beside another without text around them, each has a style of
    its own, and both say something ("Seminar", "Steuern für Gründer"); parts of a date or of a name do not. So does
    bold text right behind a span, without a blank between them."""
    beside = node.getprevious()
    if beside is None or not (beside.attrib and node.attrib):
        return False
    if beside.tag != node.tag and (beside.tag != "span" or beside.tail):
        return False
    parent = node.getparent()
    if (beside.tail or "").strip() or (node.tail or "").strip() or (parent is not None and (parent.text or "").strip()):
        return False
    after = fold(node.text_content())
    return len(fold(before)) + len(after) >= BOXES and all(map(_SAYS.search, (before, after)))


def two_links(node: html.HtmlElement) -> bool:
    """Whether a link stands side by side with the one before it, and both say something: each is a line of its own."""
    before = node.getprevious()
    if before is None or before.tag != "a" or before.tail:
        return False
    return min(len(fold(link.text_content())) for link in (before, node)) >= PART

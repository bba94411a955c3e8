"""The look of a stretch of text, as the elements that are open around it say: heading, bold, struck, link, stamp."""

from __future__ import annotations

from lxml import html

from crawlers.extractors.listing.layout.layout import Piece
from crawlers.extractors.listing.layout.tags import BOLD, HEADINGS


class Looks:
    """What is open at one place of the walk through a page; only tags of `LOOKS` change it."""

    def __init__(self) -> None:
        self.heading = 0  # 1..6 in a heading
        self.plain = 0  # open <pre>
        self._bold = self._struck = 0
        self._links: list[str | None] = [None]  # the innermost last
        self._stamps: list[str | None] = [None]

    def piece(self, text: str) -> Piece:
        """A stretch of text as it looks here."""
        return Piece(text, self._links[-1], self._bold > 0, self._struck > 0, self._stamps[-1])

    def open(self, node: html.HtmlElement, tag: str) -> None:
        """The beginning of an element that says something about the look of its text."""
        if tag == "a":
            self._links.append(node.get("href") or None)
        elif tag == "time":
            self._stamps.append(node.get("datetime") or None)
        elif tag in HEADINGS:
            self.heading = HEADINGS[tag]
        elif tag == "pre":
            self.plain += 1
        elif tag in BOLD:
            self._bold += 1
        else:
            self._struck += 1

    def close(self, tag: str) -> None:
        """The end of such an element."""
        if tag == "a":
            self._links.pop()
        elif tag == "time":
            self._stamps.pop()
        elif tag in HEADINGS:
            self.heading = 0
        elif tag == "pre":
            self.plain -= 1
        elif tag in BOLD:
            self._bold -= 1
        else:
            self._struck -= 1

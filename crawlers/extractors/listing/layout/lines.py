"""The one walk over a page's tree that writes its lines: which text stands on which, with what look, in what zone.

What a line and the tree of blocks are, is in `layout`. Knows nothing of dates or events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import html

from crawlers.extractors.html import SILENT
from crawlers.extractors.listing.layout import glue
from crawlers.extractors.listing.layout.layout import Layout, Line, Piece, Told
from crawlers.extractors.listing.layout.looks import Looks
from crawlers.extractors.listing.layout.tags import (
    ARTICLES,
    FURNITURE,
    IN_TEXT,
    LOOKS,
    PAGE_HEADER,
    RUN_ON,
    ZONE_ROLES,
    ZONE_TAGS,
    ZONED,
)

MAX_LINES = 8_000
MAX_LINE = 8_000
_EDIT_LINK = re.compile(r"\s?(?:\[(?:bearbeiten|edit)\b[^\[\]]*\]|¶)$", re.IGNORECASE)  # that wikis put behind headings
_GAP = re.compile(r"[ \t]{2,}|\t")  # what parts columns of preformatted text

# A block: its index, tag, parent, zone, first line and node.
_Block = tuple[int, str, int, str, int, html.HtmlElement | None]
_NO_BLOCK: _Block = (0, "", 0, "main", 0, None)


def read(root: html.HtmlElement, told: Mapping[html.HtmlElement, Told] | None = None) -> Layout:
    """The lines of a parsed page, at most MAX_LINES of them; `told`: the dates that nodes only imply."""
    return _Walk(told or {}).run(root)


class _Walk:
    """The state of the one walk: open blocks, open looks, the line being written."""

    def __init__(self, told: Mapping[html.HtmlElement, Told]) -> None:
        self.told = told
        self.lines: list[Line] = []
        self.blocks: list[_Block] = []
        self.last: list[int] = []
        self.open: list[_Block] = [_NO_BLOCK]
        self.looks = Looks()
        self.empty = False  # an empty line was the last thing seen
        self.ended = False  # the last thing seen is the end of an inline element that is more than emphasis
        self.pieces: list[Piece] = []  # their texts are still to be folded
        self.promoted: set[html.HtmlElement] = set()

    def run(self, root: html.HtmlElement) -> Layout:
        lines = self.lines
        self.enter(root, root.tag)
        # A list of children costs less than lxml's own way through them.
        path = [(root, root.tag, iter(root[:]))]
        while path and len(lines) < MAX_LINES:
            node, name, children = path[-1]
            for child in children:
                tag = child.tag
                if len(child) and tag not in SILENT:
                    self.enter(child, tag)
                    path.append((child, tag, self.inside(child)))
                    break
                self.whole(child, tag)
                if len(lines) >= MAX_LINES:
                    break
            else:
                path.pop()
                self.leave(node, name)
        while len(self.open) > 1:
            self.close()
        _, tags, parents, zones, first, nodes = map(list, zip(*self.blocks, strict=True))
        return Layout(lines, tags, parents, zones, first, self.last, nodes)

    def inside(self, node: html.HtmlElement) -> Iterator[html.HtmlElement]:
        """The elements in `node`, but where its text is read as a whole: a date stands for all that it shows, or it is
        a menu or the like without a digit. That tells of no event, and often it is half of the page."""
        told = self.told.get(node) if self.told else None
        if told and told.instead:
            return iter(())
        _, _, around, zone, _, own = self.open[-1]
        if own is node and zone in FURNITURE and self.blocks[around][3] != zone and (text := glue.without_digits(node)):
            self.pieces.clear()  # its own text, which is the first of `text`
            self.add(text, True)
            return iter(())
        return iter(node[:])  # at once: one call for all of them

    def said(self, node: html.HtmlElement) -> str:
        """The text of `node`, with the date that it implies."""
        told, text = self.told.get(node), node.text or ""
        if told is None or (node.tag not in IN_TEXT and not told.instead):
            return text
        return told.text if told.instead else f"{told.text} {text}"

    def whole(self, node: html.HtmlElement, tag: str) -> None:
        """An element that holds no others, from its beginning to its end; of what shows nothing only what follows."""
        apart = True
        if tag not in SILENT:
            if tag in IN_TEXT:
                self.word(node, tag)
            else:
                self.block(node, tag)
            self.ended = apart = tag not in RUN_ON
        if tail := node.tail:
            self.add(tail, apart)

    def word(self, node: html.HtmlElement, tag: str) -> None:
        """An element in running text that holds no others, without what follows."""
        if tag == "br":
            self.add(" ", True) if self.looks.heading == 1 else self.flush(ends=True)
        elif self.is_box(node, tag) or (tag == "input" and glue.is_choice(node)):
            self.flush()
        looks = tag in LOOKS
        if looks:
            self.looks.open(node, tag)
        if text := self.said(node) if self.told else node.text:
            apart = tag not in RUN_ON
            text = glue.raised(self.pieces[-1].text, text) if tag == "sup" and self.pieces else text
            self.add(text, apart, apart and self.ended)
        if looks:
            self.looks.close(tag)

    def block(self, node: html.HtmlElement, tag: str) -> None:
        """A block that holds no others, without what follows."""
        self.begin(node, tag)
        looks = tag in LOOKS
        if looks:
            self.looks.open(node, tag)
        text = self.said(node) if self.told else node.text
        if text and not (self.looks.plain and "\n" in text):
            self.pieces.append(self.looks.piece(text))
        elif text:
            self.rows(text)
        self.close()
        if looks:
            self.looks.close(tag)

    def enter(self, node: html.HtmlElement, tag: str) -> None:
        """The beginning of an element that holds others."""
        if tag not in IN_TEXT or self.stands_alone(node):
            self.begin(node, tag)
        elif (tag == "a" and self.pieces and glue.two_links(node)) or self.is_box(node, tag):
            self.flush()
        if tag in LOOKS:
            self.looks.open(node, tag)
        if text := self.said(node) if self.told else node.text:
            apart = tag not in RUN_ON
            self.add(text, apart, apart and self.ended)

    def is_box(self, node: html.HtmlElement, tag: str) -> bool:
        """A span that its style sets apart from the one before it; in a heading it only colours a part."""
        return (
            tag in glue.BOXED
            and bool(self.pieces)
            and not self.looks.heading
            and glue.two_boxes(self.pieces[-1].text, node)
        )

    def stands_alone(self, node: html.HtmlElement) -> bool:
        """An inline element among siblings only that its style makes a box: it only holds elements, or has an icon."""
        if (node.text and node.text.strip()) or (node.tail and node.tail.strip()):
            return False
        parent = node.getparent()
        if parent is None or (parent.text and parent.text.strip()):
            return False
        alone = len(node) > 1 and not any(child.tail and child.tail.strip() for child in node)
        if alone or glue.is_icon(node[0]):
            self.promoted.add(node)
            return True
        return False

    def leave(self, node: html.HtmlElement, tag: str) -> None:
        """The end of an element that holds others."""
        if tag not in IN_TEXT or node in self.promoted:
            self.close()  # before the look ends: the line's heading level is read when it is written
        if tag in LOOKS:
            self.looks.close(tag)
        self.ended = apart = tag not in RUN_ON
        if tail := node.tail:
            self.add(tail, apart)

    def begin(self, node: html.HtmlElement, tag: str) -> None:
        if self.pieces:
            self.line()
        around = self.open[-1]
        zone = self.zone(node, tag, around[3]) if tag in ZONED or node.get("role") else around[3]
        first = len(self.lines)
        block = (len(self.blocks), tag, around[0], zone, first, node)
        self.blocks.append(block)
        self.open.append(block)
        self.last.append(first)
        if self.told and (told := self.told.get(node)) and not told.instead and tag not in IN_TEXT:
            self.add(told.text, True)
            self.flush()

    def zone(self, node: html.HtmlElement, tag: str, around: str) -> str:
        """The zone of a block whose tag or role may say one; `around`: that of its parent."""
        role = node.get("role")
        if role and role in ZONE_ROLES:
            return ZONE_ROLES[role]
        in_article = any(block[1] in ARTICLES for block in self.open)
        if tag == "header" and len(self.open) - 1 <= PAGE_HEADER and not in_article:
            return "head"
        return ZONE_TAGS[tag] if tag in ZONE_TAGS and not (tag == "footer" and in_article) else around

    def close(self) -> None:
        if self.pieces:
            self.line()
        block, tag, _, _, first, _ = self.open.pop()
        last = self.last[block] = len(self.lines)
        if first == last and tag == "p":
            self.empty = True

    def add(self, text: str, apart: bool, beside: bool = False) -> None:
        """One more stretch of text. `apart`: the tag before it is more than emphasis, so words may end there; `beside`:
        it is the next of two such elements side by side."""
        ended, self.ended = self.ended, False
        if self.looks.plain and "\n" in text:
            self.rows(text)
            return
        if text.isspace():
            if self.pieces:
                self.pieces[-1].text += " "
            return
        parted = apart or (ended and text[:1].isdigit())  # "Do" and "3.12.", each in an element of its own
        if parted and self.pieces and glue.two_words(self.pieces[-1].text, text, beside):
            if beside and glue.two_parts(self.pieces[-1].text, text):
                self.flush(ends=True)
            text = " " + text
        self.pieces.append(self.looks.piece(text))

    def rows(self, text: str) -> None:
        """Preformatted text: each of its lines is one, and wide gaps part what stands in columns."""
        first, *rest = text.split("\n")
        self.add(_GAP.sub(" | ", first.rstrip()), False)
        for row in rest:
            self.flush(ends=True)
            if row and not row.isspace():
                self.add(_GAP.sub(" | ", row.strip()), False)

    def flush(self, ends: bool = False) -> None:
        """Writes the line; `ends`: where a line ends although none was begun, it is an empty one."""
        if self.pieces:
            self.line()
        else:
            self.empty = self.empty or ends

    def line(self) -> None:
        """Writes a line of the pieces so far, if they say anything."""
        pieces, self.pieces = self.pieces, []
        if len(pieces) == 1:
            one = pieces[0]
            text = one.text = glue.fold(one.text)[:MAX_LINE]
            bold, struck, linked = one.bold, one.struck, one.href is not None
        else:
            text = glue.fold("".join([piece.text for piece in pieces]))[:MAX_LINE]
            for piece in pieces:
                piece.text = glue.fold(piece.text)
            bold = False not in [piece.bold for piece in pieces]
            struck = False not in [piece.struck for piece in pieces]
            linked = None not in [piece.href for piece in pieces]
        if self.looks.heading and text[-1:] in {"]", "¶"}:
            text = _EDIT_LINK.sub("", text)
        if text:
            lines = self.lines
            around = self.open[-1]
            lines.append(
                Line(
                    len(lines), text, pieces, around[0], self.looks.heading, around[3], bold, struck, linked, self.empty
                )
            )
            self.empty = False

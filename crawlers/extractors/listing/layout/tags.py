"""What HTML's tags and roles say of their text: its zone, its look, whether it runs on in its line. Tables only."""

from __future__ import annotations

from crawlers.extractors.html import BLOCK

PAGE_HEADER = 3  # a <header> at most this deep is the page's, deeper it may be a card's

# What a block is for, as its tag or ARIA role says (HTML 4.3, WAI-ARIA 1.2 landmarks).
ZONE_TAGS = {"nav": "nav", "menu": "nav", "footer": "foot", "aside": "side", "dialog": "dialog"}
ZONE_ROLES = {
    "navigation": "nav",
    "menu": "nav",
    "menubar": "nav",
    "contentinfo": "foot",
    "complementary": "side",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "search": "nav",
}
FURNITURE = frozenset({"nav", "foot", "dialog"})  # zones that belong to the site, not to what the page tells
ARTICLES = frozenset({"article", "main", "section", "li", "td"})  # inside these a <footer> is not the page's
WRAPPERS = frozenset({"div", "span", "section"})  # say nothing about how a record is built
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BOLD = frozenset({"b", "strong", "th", "dt", "summary", "caption", "legend", "button"})
STRUCK = frozenset({"s", "del", "strike"})
LOOKS = BOLD | STRUCK | HEADINGS.keys() | {"a", "time", "pre"}  # tags that say something about how their text looks
ICONS = frozenset({"i", "svg", "img", "span"})
RUN_ON = frozenset({"b", "i", "em", "strong", "sup", "sub", "u", "mark", "font", "small", "br", "wbr", "q", "cite"})
INLINE = RUN_ON | {"a", "span", "time", "abbr", "label", "code", "img", "input", "data", "bdi", "ins", "picture"}
INLINE |= STRUCK | {"var", "kbd", "samp", "tt", "big", "acronym", "source", "audio", "video", "canvas", "map", "area"}
IN_TEXT = (INLINE - BLOCK) | {"br"}  # all other elements are blocks
ZONED = ZONE_TAGS.keys() | {"header"}

"""Where a list goes on: next pages, later months; and the events' own pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import html

from crawlers.extractors.html import absolute, same_page
from crawlers.extractors.listing.wording.patterns import Guarded, Words
from crawlers.extractors.listing.wording.words import MANY
from pipeline.model import Follow, Page

MOST = 24
LONGEST_SIGN = 3  # letters of "vor" and "»", which also lead to the next picture
# A link to the next page, or "more"; a number or a month alone. Of lower case; not remembered: no two links are alike.
_ON = re.compile(
    rf"(?P<next>\W*(?:nächste(?:r|n)? (?:seite|monat|\d+)|nächste|weiter|vor|next(?: page| month)?|"
    r"(?:weitere|mehr|ältere|spätere|alle|more|older|later) "
    rf"(?:{MANY}|ergebnisse|einträge)(?: anzeigen| laden)?|mehr laden|load more|"
    r"»|›|>|→|seite \d+|page \d+)\W*)|"
    r"\d{1,3}|(?:jan|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)[a-zä]*\.?(?:\s20\d\d)?"
)
_PAGED = Guarded(
    Words(
        r"[?&/](?:page|seite|p|pg|paged|start|offset|tx_[a-z_]+\[?(?:currentpage|page)\]?|month|monat|date)[=/]\d",
    ),
    needs=r"\d",
)


def follow(page: Page, root: html.HtmlElement, own: set[str]) -> Iterator[Follow]:
    """Other pages of the same list on the same host, at most MOST; `own`: events' pages, which are none."""
    seen: set[str] = set()
    host = urlsplit(page.url).hostname
    for node in root.iter("a", "link"):
        url = absolute(page, node.get("href")) if _leads_on(node) else None
        if url is None or url in seen or url in own or same_page(page, url) or urlsplit(url).hostname != host:
            continue
        seen.add(url)
        yield Follow(url, "page")
        if len(seen) >= MOST:
            return


def _leads_on(node: html.HtmlElement) -> bool:
    if said := node.get("rel"):
        rel = said.lower().split()
        if "next" in rel:
            return True
        if "prev" in rel or ("nofollow" in rel and "external" in rel):
            return False
    said = node.text_content() if len(node) else node.text
    text = " ".join(said.split())[:60].lower() if said else ""
    hit = _ON.fullmatch(text)
    if hit is None:
        return False
    return (hit["next"] is not None and len(text) > LONGEST_SIGN) or _PAGED.search(node.get("href") or "") is not None

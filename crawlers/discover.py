"""Where a page leads: other sites, pages of its own that may list events, sitemaps. Looks at pages; fetches nothing.

Used to find candidate sources; which of them are asked for, and what they are worth, `pitchradar.discover` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import absolute, node_text, tree
from crawlers.links import linked
from pipeline.model import Page

MAX_LINKS = 5_000
MAX_SITEMAP = 20_000

EVENTFUL = re.compile(
    r"veranstaltung|termin(?!al)|event|kalender|calendar|agenda|programm|meetup|stammtisch|workshop|seminar|whats-?on",
    re.IGNORECASE,
)
STARTUP = re.compile(
    r"start-?up|gr(?:ü|ue|%C3%BC)nd|entrepreneur|innovation|pitch|inkubat|accelerat|tech|digital", re.IGNORECASE
)
DULL = re.compile(
    r"impressum|datenschutz|privacy|cookie|login|kontakt|newsletter|warenkorb|\.(?:pdf|jpe?g|png|zip|docx?)$",
    re.IGNORECASE,
)
# sites that everybody links and that are never one organiser's own list (their event pages are found as platforms)
CROWDS = frozenset(
    """facebook.com instagram.com linkedin.com twitter.com x.com youtube.com youtu.be google.com google.de xing.com
    tiktok.com whatsapp.com wa.me t.me apple.com microsoft.com wikipedia.org openstreetmap.org paypal.com github.com
    vimeo.com spotify.com bsky.app threads.net pinterest.com""".split()
)


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a page leads to. `hint` 0..3: how much its words sound of events, and of start-ups."""

    url: str
    text: str
    why: str
    hint: int


def host_of(url: str) -> str:
    """Host and port of an address, without "www."; "" for what is none. (`sites.site` is the registrable name.)"""
    try:
        return urlsplit(url).netloc.lower().removeprefix("www.")
    except ValueError:
        return ""


def crowded(url: str) -> bool:
    """Whether an address belongs to a site that everybody links."""
    labels = (urlsplit(url).hostname or "").split(".")
    return ".".join(labels[-2:]) in CROWDS


def outward(page: Page) -> Iterator[Link]:
    """Links to other sites, each address once."""
    return (link for link in _links(page) if host_of(link.url) != host_of(page.url) and not crowded(link.url))


def inward(page: Page) -> list[Link]:
    """Pages and feeds of the same site that may list events, the likeliest first."""
    own = [
        link
        for link in _links(page)
        if host_of(link.url) == host_of(page.url) and EVENTFUL.search(link.url + link.text)
    ]
    forms = [Link(one.url, "", one.evidence, 3) for one in linked(page) if one.score >= 0.6]
    return sorted([*forms, *own], key=lambda link: (-link.hint, len(link.url)))


def _links(page: Page) -> Iterator[Link]:
    try:
        root = tree(page)
    except Unreadable:
        return
    seen = {page.url.partition("#")[0]}
    for number, node in enumerate(root.iter("a")):
        url = (absolute(page, node.get("href")) or "").partition("#")[0]
        if not url or url in seen or DULL.search(url) or number > MAX_LINKS:
            continue
        seen.add(url)
        text = node_text(node)[:120]
        yield Link(url, text, f"linked from {page.url}", hint(url + " " + text))


def hint(words: str) -> int:
    """0..3: 2 for words of events, 1 for words of start-ups."""
    return 2 * bool(EVENTFUL.search(words)) + bool(STARTUP.search(words))


def sitemap(page: Page) -> list[Link]:
    """The addresses of a sitemap (sitemaps.org 0.9) that sound of event lists, the likeliest first; [] for no sitemap.

    Entities are not resolved.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(page.body, parser=parser)
    except etree.XMLSyntaxError:
        return []
    if root is None:
        return []
    places = [(node.text or "").strip() for node in root.iter("{*}loc")][:MAX_SITEMAP]
    likely = (url for url in places if EVENTFUL.search(url) and not DULL.search(url) and host_of(url))
    found = [Link(url, "", f"in {page.url}", hint(url)) for url in likely]
    return sorted(found, key=lambda link: (-link.hint, urlsplit(link.url).path.count("/"), len(link.url)))

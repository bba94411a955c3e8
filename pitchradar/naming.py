"""What a new source is called: its address, an id from it, a title from its page, a region from its events. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from urllib.parse import urlsplit

from crawlers.detect import form
from crawlers.extractors.errors import Unreadable
from crawlers.extractors.html import decode, node_text, tree
from pipeline.geo.regions import Region
from pipeline.model import Page
from pipeline.text import clean, fold, slug

MOST = 48  # characters of an id
CLEAR = 0.8  # share of the placed events that must lie in one region for it to be the source's
_DULL = frozenset(
    """events event veranstaltungen veranstaltung termine termin kalender calendar veranstaltungskalender agenda index
    html htm php aspx ical ics feed rss xml json api home start startseite aktuelles programm upcoming wp-json tribe
    de en de-de en-us en-gb o org""".split()
)
_BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]\S*)?")  # a host with a domain, without its scheme
_LOCAL = re.compile(  # one of this machine or its network, by number: certificates are rare there
    r"(?:localhost|(?:\d{1,3}\.){3}\d{1,3}|\[[\da-f:.]+\])(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)
_OFF = re.compile(r"\s+[|–—·»•]\s+|\s+-\s+")
_NAMES = re.compile(r"^(?:X-WR-CALNAME[^:\r\n]*|NAME):(.+)$", re.MULTILINE)
_CHANNEL = re.compile(r"<title[^>]*>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</title>", re.DOTALL | re.IGNORECASE)


def address(text: str) -> str | None:
    """The full address of what a person typed ("hub.example/termine" is https, "localhost:8000" http); None for what is
    no address."""
    text = text.strip()
    if "://" in text or text.lower().startswith("webcal:"):
        return text
    if _LOCAL.fullmatch(text):
        return f"http://{text}"
    return f"https://{text}" if _BARE.fullmatch(text) else None


def source_id(url: str, taken: Collection[str] = ()) -> str:
    """A short readable id: the site's name, and what of the path tells its lists apart; numbered when it is taken."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    labels = [host] if re.fullmatch(r"[\d.]+|.*:.*", host) else host.split(".")[:-1] or [host]
    words = [word for word in re.split(r"[/_.]+", parts.path) if word and word.lower() not in _DULL]
    telling = [slug(word) for word in words if not word.isdigit()]
    base = slug("-".join([*labels, *telling[-1:]]))[:MOST].strip("-") or "source"
    numbers = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in numbers if name not in taken)


def title(page: Page | None) -> str:
    """What the page calls itself: og:site_name, <title>, a calendar's or a feed's name; "" for none."""
    if page is None:
        return ""
    shape = form(page)
    if shape == "html":
        return _html_title(page)
    pattern = {"ics": _NAMES, "rss": _CHANNEL}.get(shape)
    match = pattern.search(decode(page)[:50_000]) if pattern else None
    return clean(match[1].replace("\\,", ","), 120) if match else ""


def _html_title(page: Page) -> str:
    try:
        root = tree(page)
    except Unreadable:
        return ""
    sites = [
        clean(node.get("content") or "", 120) for node in root.iter("meta") if node.get("property") == "og:site_name"
    ]
    whole = next((clean(node_text(node), 200) for node in root.iter("title") if node.text), "")
    if sites and sites[0]:
        return sites[0]
    parts = [part for part in _OFF.split(whole) if part and fold(part) not in _DULL]
    return (max(parts, key=len) if len(whole) > 70 and parts else whole)[:120]


def region(places: Sequence[Iterable[str]], regions: Sequence[Region]) -> str | None:
    """The smallest region that nearly all placed events lie in; `places`: the region ids of each event."""
    known = [set(ids) for ids in places if ids]
    counts = Counter(id for ids in known for id in ids)
    clear = [id for id, count in counts.items() if count >= CLEAR * len(known)]
    around = {one.parent for one in regions if one.id in clear}
    inner = [id for id in clear if id not in around]
    return inner[0] if len(inner) == 1 else None

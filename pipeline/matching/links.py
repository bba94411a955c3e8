"""What an address says about identity: its canonical form, and a platform's own event id. Fetches nothing.

Two spellings of one address must give one text; two addresses of two events must not. Query parameters are kept unless
they are known to follow the visitor around (campaigns, sessions), because many systems tell events apart by them alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

CAMPAIGN = frozenset("fbclid gclid igshid mc_cid mc_eid msclkid yclid _ga _hsenc _hsmi".split())  # beside utm_…
VISITOR = CAMPAIGN | frozenset(  # what else says nothing of which event it is, though a page may look at it
    "aff affiliate chash eventorigin jsessionid lang phpsessid ref referrer rsvp sid source trk".split()
)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_LOCALE = re.compile(r"^/[a-z]{2}-[A-Za-z]{2}(?=/)")

# platform -> (host pattern, path pattern whose group is the event's own id)
_PLATFORMS: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "eventbrite": (re.compile(r"(?:^|\.)eventbrite\.[a-z.]+$"), re.compile(r"/e/(?:.*-)?(\d{6,})/?$")),
    "meetup": (re.compile(r"(?:^|\.)meetup\.com$"), re.compile(r"/events/(\w+)/?$")),
    "luma": (re.compile(r"(?:^|\.)(?:luma\.com|lu\.ma)$"), re.compile(r"^/(?:event/)?([\w.-]+)/?$")),
    "pretix": (re.compile(r"(?:^|\.)pretix\.eu$"), re.compile(r"^/([\w.-]+/[\w.-]+(?:/\d+)?)/?$")),
    "facebook": (re.compile(r"(?:^|\.)facebook\.com$"), re.compile(r"/events/(?:.*/)?(\d{8,})/?$")),
    "linkedin": (re.compile(r"(?:^|\.)linkedin\.com$"), re.compile(r"/events/(?:.*-)?(\d{8,})/?$")),
    "eveeno": (re.compile(r"(?:^|\.)eveeno\.(?:com|de)$"), re.compile(r"^/(?:[a-z]{2}/)?([\w-]+)/?$")),
    "tito": (re.compile(r"(?:^|\.)ti\.to$"), re.compile(r"^/([\w.-]+/[\w.-]+)")),
}
_KNOWN_HOST = re.compile("|".join(hosts.pattern for hosts, _ in _PLATFORMS.values()))


@lru_cache(maxsize=200_000)
def canonical(url: str | None) -> str:
    """One spelling for one address: no scheme, `www.`, campaign or session parts; sorted query. "" for none."""
    if not url:
        return ""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""
    native = _native(host, parts.path)
    if native:
        return native
    path = _INDEX.sub("/", _SESSION.sub("", unquote(parts.path))).rstrip("/")
    query = _query(parts.query)
    anchor = f"#{parts.fragment}" if any(c.isdigit() for c in parts.fragment) else ""
    return f"{host}{path}{query}{anchor}"


def _query(query: str) -> str:
    if not query:
        return ""
    kept = sorted((name, value) for name, value in parse_qsl(query) if not follows_visitor(name))
    return f"?{urlencode(kept)}" if kept else ""


def follows_visitor(name: str) -> bool:
    """Is a query parameter about who came from where, not about the page?"""
    return name.lower() in VISITOR or is_campaign(name)


def is_campaign(name: str) -> bool:
    """Does a query parameter only count visitors, whatever the page?"""
    low = name.lower()
    return low in CAMPAIGN or low.startswith("utm_")


def native(form: str) -> str:
    """ "platform:id" when a canonical address is an event's own page on a known platform, else ""."""
    return form if form.partition(":")[0] in _PLATFORMS else ""


def _native(host: str, path: str) -> str:
    if not _KNOWN_HOST.search(host):
        return ""
    for platform, (hosts, paths) in _PLATFORMS.items():
        if hosts.search(host):
            match = paths.search(_LOCALE.sub("", path))
            return f"{platform}:{match.group(1).lower()}" if match else ""
    return ""


def host(form: str) -> str:
    """The host of a canonical address; "" for none and for a platform's event page."""
    return "" if form.partition(":")[0] in _PLATFORMS else form.partition("/")[0].partition("?")[0]

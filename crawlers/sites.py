"""Addresses compared: which belong to one site, and which are the same page. Asks nobody, not even for suffix lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode, urlsplit, urlunsplit

from pipeline.matching.links import is_campaign

_SESSION = re.compile(r"(?:php)?sess(?:ion)?_?(?:id)?|jsessionid|aspsessionid\w*|cfid|cftoken|sid", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|sid)=[^/?]*", re.IGNORECASE)


def same_site(a: str, b: str) -> bool:
    """Whether two addresses belong to one registrable name (IP addresses: to the same one)."""
    return site(a) == site(b) != ""


def site(url: str) -> str:
    """The registrable name of an address: "verein.example" for "https://www.verein.example/x"."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return _registrable(host.rstrip("."))


@lru_cache(1_000)
def _registrable(host: str) -> str:
    try:
        return str(ip_address(host))
    except ValueError:
        known = str(_suffixes()(host).top_domain_under_public_suffix)
        return known or ".".join(host.split(".")[-2:])  # an unlisted suffix counts as one label (publicsuffix.org/list)


@cache
def _suffixes() -> Callable[[str], Any]:
    """The suffix list that comes with the package: never fetched, private suffixes (user pages on shared hosts)
    included. Imported here: a crawl in which nothing has changed compares no sites."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@lru_cache(4_000)  # an address is compared at every step of its source's way
def page_key(url: str) -> str:
    """What a page is known by on its source's way: its address without fragment, session ids and tracking.

    Two spellings that `pipeline.matching.links.canonical` calls one may be two pages here: then both are asked for.
    """
    try:
        parts = urlsplit(urldefrag(url)[0])
    except ValueError:
        return url
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = [(name, value) for name, value in pairs if not (_SESSION.fullmatch(name) or is_campaign(name))]
    path = _PATH_SESSION.sub("", parts.path) or "/"
    return urlunsplit((parts.scheme, parts.netloc.lower(), path, urlencode(query), ""))

"""What every page of the site shares: name, legal links, addresses, security policy, and the templates' environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import unquote, urlsplit

from feeds.rss import environment
from feeds.setting import Addresses
from feeds.words import say
from pipeline.config import Config, Settings
from pipeline.model import Issue

# Nothing from elsewhere, no inline script or style; only the pages' own files.
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
SAFE_PAGE: Mapping[str, str] = {
    "content-security-policy": CSP + "; frame-ancestors 'self'",
    "referrer-policy": "no-referrer",
    "x-frame-options": "SAMEORIGIN",
}
EMBEDDED = {"content-security-policy": CSP + "; frame-ancestors *", "referrer-policy": "no-referrer"}
LEGAL = ("impressum", "datenschutz", "barrierefreiheit")


def shared(config: Config, *, root: str | None = None, database: str = "") -> dict[str, Any]:
    """The `site` of the templates. `root`: how the page reaches the site's start, with a slash at its end; None: from
    the configured address."""
    settings, addresses = config.settings, Addresses.of(config)
    path = urlsplit(addresses.base).path + "/"
    return {
        "name": settings.name,
        "logo": settings.logo if _own(settings.logo, addresses) else "",
        "root": path if root is None else root,
        "host": addresses.host,
        "csp": CSP if root is not None else "",
        "legal": [(say(key), getattr(settings, key)) for key in LEGAL if getattr(settings, key)],
        "database": database,
    }


def own_files(settings: Settings) -> dict[str, str]:
    """{path: file in the public folder} of the operator's own pages and logo: "/impressum" is impressum.html."""
    paths = [unquote(getattr(settings, key)).partition("?")[0].partition("#")[0] for key in (*LEGAL, "logo")]
    named = {path: path.strip("/") for path in paths if path.startswith("/") and ".." not in path}
    return {path: name if PurePath(name).suffix else f"{name}.html" for path, name in named.items() if name}


def render(template: str, site: Mapping[str, Any], page: Mapping[str, Any]) -> bytes:
    """A whole page in UTF-8."""
    return environment().get_template(template).render(site=site, page=page).encode("utf-8")


def missing_links(config: Config) -> list[Issue]:
    """A warning for every link the law wants and the settings do not give, and for a logo from elsewhere."""
    settings, addresses = config.settings, Addresses.of(config)
    found = [
        Issue("warning", "publish", f"settings.toml: {key} is empty; a public site needs this link", value=key)
        for key in LEGAL
        if not getattr(settings, key)
    ]
    if settings.logo and not _own(settings.logo, addresses):
        found.append(Issue("warning", "publish", "settings.toml: a logo of another host is not shown", value="logo"))
    return found


def _own(url: str, addresses: Addresses) -> bool:
    return url.startswith("/") or urlsplit(url).netloc == addresses.host

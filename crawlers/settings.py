"""What Scrapy is told: everything it does by itself that we do not want is off, and what protects us is on.

Politeness, redirects, retries, robots, cookies and decompression are ours (`fetch`), so all stock middlewares and
extensions are off; the telnet console and remote control by name, too. No request passes Scrapy's own downloader, whose
slots count and delay: requests go to the handler itself (`spiders.source`). Reads no file.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

from crawlers.fetching.body import MAX_BYTES
from crawlers.fetching.robots import TOKEN

LOOKUPS = 40  # threads for name lookups: a few dead names must not stop the others
HANDLER = "crawlers.fetching.handler.Handler"  # HTTP/1.1: the one whose connections the gate sees


class CrawlSettings(Protocol):
    """The part of settings.toml that a crawl needs; `delay` and `timeout` in seconds."""

    @property
    def base_url(self) -> str: ...
    @property
    def contact(self) -> str: ...
    @property
    def delay(self) -> float: ...
    @property
    def timeout(self) -> float: ...
    @property
    def allow_hosts(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Plain:
    """Those settings as they are handed to the crawling process."""

    base_url: str
    contact: str
    delay: float
    timeout: float
    allow_hosts: tuple[str, ...] = ()


def plain(settings: CrawlSettings) -> Plain:
    """A copy of what matters."""
    return Plain(
        settings.base_url,
        settings.contact,
        float(settings.delay),
        float(settings.timeout),
        tuple(settings.allow_hosts),
    )


def user_agent(settings: CrawlSettings) -> str:
    """`pitchradar/<version> (+base_url; contact)`, in characters a header may have (RFC 9110 10.1.5)."""
    try:
        number = version(TOKEN)
    except PackageNotFoundError:
        number = "0"
    about = "; ".join(part for part in (f"+{settings.base_url}", settings.contact) if part.strip("+"))
    text = f"{TOKEN}/{number} ({about})"
    return "".join(c for c in text if " " <= c <= "~")


def scrapy_settings(settings: CrawlSettings, log: Path, unchecked: Sequence[str] = ()) -> dict[str, Any]:
    """Scrapy's settings for one run. `log`: its log file; `unchecked`: "host:port" whose certificates may be wrong."""
    return {
        "ADDONS": {},
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,  # connections of a host that the handler keeps open
        "DNS_TIMEOUT": math.ceil(settings.timeout),
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DOWNLOAD_HANDLERS_BASE": {"http": HANDLER, "https": HANDLER},
        "DOWNLOAD_MAXSIZE": MAX_BYTES,
        "DOWNLOAD_TIMEOUT": settings.timeout,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "EXTENSIONS_BASE": {},
        "ITEM_PIPELINES": {"crawlers.spiders.source.Lines": 100},
        "LOG_FILE": str(log),
        "LOG_FORMATTER": "crawlers.spiders.source.Quiet",
        "LOG_LEVEL": "ERROR",
        "REACTOR_THREADPOOL_MAXSIZE": LOOKUPS,
        "REMOTE_CONTROL_ENABLED": False,
        "SPIDER_MIDDLEWARES_BASE": {},
        "SPIDER_MODULES": ["crawlers.spiders"],
        "STATS_DUMP": False,
        "TELNETCONSOLE_ENABLED": False,
        "TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingHostnameResolver",  # IPv4 and IPv6
        "UNCHECKED_CERTIFICATES": list(unchecked),
    }

"""Scrapy's HTTP/1.1 handler with our word on whose certificates are checked, and on when a request had left."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.fetching import sending
from crawlers.fetching.certificates import SETTING, Certificates

IDLE = 5  # seconds that a connection waits for its host's next request; many servers close it then (Apache's default)


class Handler(HTTP11DownloadHandler):
    """A request's meta says under `sending.SENT` when it had left."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        policy: Any = Certificates(crawler.settings.getlist(SETTING))
        self._contextFactory = policy
        self._pool.cachedConnectionTimeout = IDLE
        self._sent: dict[bytes, float | None] = {}
        sending.noting(self._pool, self._sent.__setitem__)

    async def download_request(self, request: Request) -> Response:
        """Fetch it. No host is asked twice at a time: what is noted of one is about this request."""
        host = urlsplit(request.url).netloc.encode("ascii", "replace")
        try:
            response = await super().download_request(request)
        finally:
            request.meta[sending.SENT] = self._sent.pop(host, None)
        response.request = request
        return response

"""When a request left this machine: pauses between requests are counted from there, however slow the answer is.

Scrapy measures from before it connects to the answer's head, and Twisted tells nobody; so the protocol that writes a
request notes the moment. Sends nothing itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Any

from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory, _LenientHTTP11ClientProtocol
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.web.client import HTTPConnectionPool

SENT = "sent"  # key of a request's meta: when it had left (`time.monotonic`); None: not known

Note = Callable[[bytes, float | None], None]  # the host asked, as its header says it, and when


class Protocol(_LenientHTTP11ClientProtocol):
    """One connection that notes when its requests had left."""

    def __init__(self, quiescent: Any, note: Note) -> None:
        super().__init__(quiescent)  # type: ignore[no-untyped-call]
        self._note, self._is_new = note, True

    def request(self, request: Any) -> Any:
        """Write the request. On a new encrypted connection it waits for the handshake, nobody knows how long."""
        answer = super().request(request)
        host = request.headers.getRawHeaders(b"host", [b""])[0]
        waits = self._is_new and isinstance(self.transport, TLSMemoryBIOProtocol)
        self._is_new = False
        if waits:
            self._note(host, None)
        else:  # what was written goes out in the loop's next round, before the loop's own timers of that round
            asyncio.get_running_loop().call_later(0, lambda: self._note(host, monotonic()))
        return answer


def noting(pool: HTTPConnectionPool, note: Note) -> None:
    """Have every connection of this pool note its requests."""

    class Factory(_LenientHTTP11ClientFactory):
        def buildProtocol(self, addr: Any) -> Protocol:
            return Protocol(self._quiescentCallback, note)

    pool._factory = Factory

"""Why a request failed, in the words of the report. A table of exception types; decides nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from OpenSSL import SSL
from scrapy import exceptions as scrapy_errors
from service_identity import VerificationError
from twisted.internet import error as net_errors
from twisted.internet.defer import CancelledError
from twisted.web import client as web_errors
from twisted.web import error as http_errors

from crawlers.fetching.body import CutOff, TooLarge
from crawlers.gate import Blocked
from pipeline.text import clean

_CAUSES: tuple[tuple[type[BaseException], str], ...] = (
    (Blocked, "blocked address"),
    (TooLarge, "too large"),
    (CutOff, "cut off"),
    (SSL.Error, "tls"),
    (VerificationError, "tls"),
    (scrapy_errors.CannotResolveHostError, "dns"),
    (scrapy_errors.DownloadConnectionRefusedError, "refused"),
    (scrapy_errors.ResponseDataLossError, "cut off"),
    (scrapy_errors.DownloadTimeoutError, "timeout"),
    (TimeoutError, "timeout"),
    (scrapy_errors.DownloadCancelledError, "too large"),  # the handler cancels a download over DOWNLOAD_MAXSIZE
    (scrapy_errors.UnsupportedURLSchemeError, "blocked address"),
    (scrapy_errors.NotSupported, "blocked address"),
    (net_errors.ConnectionRefusedError, "refused"),
    (net_errors.DNSLookupError, "dns"),
    (net_errors.TimeoutError, "timeout"),
    (net_errors.NoRouteError, "unreachable"),
    (net_errors.ConnectError, "unreachable"),
    (net_errors.ConnectionClosed, "reset"),
)

FAILURES: tuple[type[BaseException], ...] = (
    *(kind for kind, _ in _CAUSES),
    scrapy_errors.DownloadFailedError,
    web_errors.RequestGenerationFailed,
    web_errors.RequestTransmissionFailed,
    web_errors.ResponseFailed,
    http_errors.Error,
    CancelledError,
    OSError,
    ValueError,  # a host name, header or status line that cannot be read
)
"""What asking a stranger's server may raise; anything else is our own mistake."""


def cause(error: BaseException) -> str:
    """One of the report's causes; "reset" for a connection that broke in any other way."""
    chain = list(_chain(error))
    return next((name for kind, name in _CAUSES if any(isinstance(one, kind) for one in chain)), "reset")


def explain(error: BaseException) -> str:
    """What the innermost error says, as one safe line: parts of it may be the stranger's own words."""
    texts = [str(one) for one in _chain(error) if str(one) and not getattr(one, "reasons", None)]
    return clean(texts[-1] if texts else type(error).__name__, 200)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it was raised from, and the reasons a failed response carries (twisted.web ResponseFailed)."""
    seen: set[int] = set()
    pending = [error]
    while pending:
        one = pending.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        reasons = getattr(one, "reasons", None) or ()
        pending += [one.__cause__, one.__context__, *(getattr(reason, "value", None) for reason in reasons)]

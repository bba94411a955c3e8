"""What an HTTP server answers for a resource it holds (RFC 9110): 200, 304, HEAD, gzip, caching headers.

Pure: request headers and bytes in, an Answer out. Knows no server, no clock and no file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from feeds import packing

MAX_AGE = 900  # seconds
TYPES: Mapping[str, str] = {  # of a file by the end of its name
    "css": "text/css; charset=utf-8",
    "gif": "image/gif",
    "html": "text/html; charset=utf-8",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "pdf": "application/pdf",
    "png": "image/png",
    "rss": "application/rss+xml; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "webp": "image/webp",
}
_ETAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_CODING = re.compile(r"^\s*([\w*-]+)\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Resource:
    """Bytes that can be asked for. `changed`: the newest change in them; `packed`: the same, gzipped."""

    body: bytes
    type: str
    etag: str
    changed: datetime | None = None
    packed: bytes | None = None
    file_name: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. The body is empty for HEAD and 304; content-length is that of the GET."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def resource(
    body: bytes,
    type: str,
    *,
    changed: datetime | None = None,
    file_name: str = "",
    headers: Mapping[str, str] | None = None,
    gzip: bool = True,
) -> Resource:
    """A Resource with its ETag and, unless `gzip` is off, its compressed form."""
    etag = hashlib.sha256(body).hexdigest()[:32]
    packed = packing.packed(body) if gzip else body
    return Resource(body, type, etag, changed, packed if len(packed) < len(body) else None, file_name, headers or {})


def answer(method: str, headers: Mapping[str, str], found: Resource) -> Answer:
    """The answer to a GET or HEAD with these request headers (names in lower case)."""
    packed = found.packed if accepts_gzip(headers.get("accept-encoding", "")) else None
    body = found.body if packed is None else packed
    # A validator names one representation (RFC 9110, 8.8.3): the compressed bytes have one of their own.
    etag = f'"{found.etag}"' if packed is None else f'"{found.etag}-gzip"'
    out = {
        "etag": etag,
        "cache-control": f"public, max-age={MAX_AGE}",
        "vary": "Accept-Encoding",
        "access-control-allow-origin": "*",
        "x-content-type-options": "nosniff",
        **found.headers,
    }
    if found.changed:
        out["last-modified"] = http_date(found.changed)
    if not_modified(headers, found):
        return Answer(304, out)
    out |= {"content-type": found.type, "content-length": str(len(body))}
    if found.file_name:
        out["content-disposition"] = f'inline; filename="{found.file_name}"'
    if packed is not None:
        out["content-encoding"] = "gzip"
    return Answer(200, out, b"" if method == "HEAD" else body)


def not_modified(headers: Mapping[str, str], found: Resource) -> bool:
    """Has the client this already? If-None-Match alone decides where it is given (RFC 9110, 13.2.2)."""
    if (tags := headers.get("if-none-match")) is not None:
        return tags.strip() == "*" or {found.etag, f"{found.etag}-gzip"} & set(_ETAG.findall(tags)) != set()
    since = read_date(headers.get("if-modified-since", ""))
    return bool(since and found.changed and found.changed.replace(microsecond=0) <= since)


def read_date(text: str) -> datetime | None:
    """An HTTP date; None for anything else: the condition is then ignored (RFC 9110, 13.1.3)."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def http_date(moment: datetime) -> str:
    """IMF-fixdate."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def accepts_gzip(header: str) -> bool:
    """Only when asked for by name or by `*`, and not with q=0 (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in header.split(",")[:20]:
        if match := _CODING.match(part):
            weights[match[1].lower()] = float(match[2] or 1)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def plain(status: int, text: str, *, headers: Mapping[str, str] | None = None) -> Answer:
    """A sentence instead of a feed: for 400, 404, 405, 410 and 503."""
    body = (text + "\n").encode("utf-8")
    out = {
        "content-type": "text/plain; charset=utf-8",
        "content-length": str(len(body)),
        "cache-control": "no-store" if status >= 500 else "public, max-age=60",
        "access-control-allow-origin": "*",
        "x-content-type-options": "nosniff",
        **(headers or {}),
    }
    return Answer(status, out, body)


def redirect(to: str) -> Answer:
    """A feed that has another address now, for good."""
    return Answer(301, {"location": to, "content-length": "0", "access-control-allow-origin": "*"})

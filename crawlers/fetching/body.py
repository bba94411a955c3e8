"""The bytes of an answer, decompressed within bounds, and whether they are all there.

Knows no charset, and of documents only the mark that ends them. Only encodings we ask for are decoded.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

MAX_BYTES = 10_000_000  # of one page, after decompression
ACCEPT_ENCODING = "gzip, deflate"

_CHUNK = 65_536
_GZIP = b"\x1f\x8b"
_ANY_HEADER = 47  # zlib's wbits: gzip or zlib, by their own header
_NO_HEADER = -15  # raw deflate, as some servers send it
_TAIL = 4_000

# opening mark, closing mark, whether every valid document has it (HTML lets </html> be left out: HTML 13.1.2.4)
_ENDS = (
    (re.compile(rb"\s*BEGIN:VCALENDAR", re.IGNORECASE), re.compile(rb"END:VCALENDAR", re.IGNORECASE), True),
    (re.compile(rb"(?:\s|<\?.{0,500}?\?>|<!--.{0,2000}?-->)*<rss\b", re.DOTALL), re.compile(rb"</rss\s*>"), True),
    (re.compile(rb"(?:\s|<\?.{0,500}?\?>|<!--.{0,2000}?-->)*<feed\b", re.DOTALL), re.compile(rb"</feed\s*>"), True),
    (re.compile(rb"(?is).{0,2000}<html\b"), re.compile(rb"(?i)</(?:html|body)\s*>"), False),
)


class TooLarge(Exception):
    """More bytes than a page may have."""


class CutOff(Exception):
    """The compressed data ends before its end mark, or is broken."""


class Undecodable(Exception):
    """A Content-Encoding that was not asked for."""


def decode(body: bytes, encodings: str, limit: int = MAX_BYTES) -> bytes:
    """`body` without its Content-Encoding. Raises TooLarge, CutOff or Undecodable; never holds more than `limit`."""
    for name in reversed([part.strip().lower() for part in encodings.split(",") if part.strip()]):
        if name == "identity":
            continue
        if name not in {"gzip", "x-gzip", "deflate"}:
            raise Undecodable(name[:40])
        body = _inflated(body, limit)
    if len(body) > limit:
        raise TooLarge
    return body


def ends_well(body: bytes) -> bool | None:
    """Whether the document reaches its closing mark; None where it has none, or may go without (a hint at most)."""
    head, tail = body[:_TAIL].removeprefix(b"\xef\xbb\xbf"), body[-_TAIL:]
    for opening, closing, always in _ENDS:
        if opening.match(head):
            return True if closing.search(tail) else (False if always else None)
    return None


def _inflated(body: bytes, limit: int) -> bytes:
    if not body:
        return b""
    pieces, size = [], 0
    for piece in _members(body):
        size += len(piece)
        if size > limit:
            raise TooLarge
        pieces.append(piece)
    return b"".join(pieces)


def _members(body: bytes) -> Iterator[bytes]:
    """The decompressed data piece by piece, member by member (RFC 1952 2.2); what follows the last one is ignored."""
    yield from (member := _Member(body, _ANY_HEADER if _has_header(body) else _NO_HEADER)).pieces()
    while member.rest.startswith(_GZIP):
        yield from (member := _Member(member.rest, _ANY_HEADER)).pieces()


class _Member:
    def __init__(self, data: bytes, window: int) -> None:
        self._data, self._window = data, window
        self.rest = b""

    def pieces(self) -> Iterator[bytes]:
        unpack, data = zlib.decompressobj(self._window), self._data
        try:
            while data and not unpack.eof:
                yield unpack.decompress(data, _CHUNK)
                data = unpack.unconsumed_tail
        except zlib.error as error:
            raise CutOff(str(error)) from error
        if not unpack.eof:
            raise CutOff("compressed data ends early")
        self.rest = unpack.unused_data


def _has_header(body: bytes) -> bool:
    """Whether a gzip (RFC 1952 2.3.1) or zlib (RFC 1950 2.2) header stands at the front."""
    zlib_header = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    return body.startswith(_GZIP) or zlib_header

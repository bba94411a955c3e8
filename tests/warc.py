"""Writes web archives for tests: one response record per answer, packed record by record as the large archives are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

Answer = tuple[str, int, str, bytes]  # address, status, content type, body


def write(path: Path, answers: Iterable[Answer], at: datetime) -> None:
    """A .warc.gz of these answers, a request record before each."""
    with path.open("wb") as file:
        for url, status, kind, body in answers:
            head = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
            _record(file, "request", url, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", at)
            _record(file, "response", url, head.encode() + body, at)


def _record(file: object, kind: str, url: str, content: bytes, at: datetime) -> None:
    record = WarcRecord()
    record.init_headers(getattr(WarcRecordType, kind))
    record.headers["WARC-Target-URI"] = url
    record.headers["WARC-Date"] = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    record.headers["Content-Type"] = f"application/http; msgtype={kind}"
    record.set_bytes_content(content)
    packed = GzipWriter(file)
    record.write(packed)
    packed.close()

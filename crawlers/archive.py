"""Web archives (WARC, ISO 28500:2017) as pages: every answer that may list start-up events, as it was on its day.

Reads files record by record, packed or not, and never more of one than a page may have; fetches nothing.
Needs the extra `scale` (fastwarc).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

from crawlers.fetching.body import MAX_BYTES
from pipeline.model import Page

READABLE = ("html", "calendar", "rss", "atom", "xml", "json")  # in the content type; without one, the body decides
# One of these stands on every page that names the start-up world in its own words. A page without any is not read: in
# an archive of the whole web that is nearly every one.
WORDS = tuple(
    word.encode("latin-1")
    for word in (
        *("startup", "start-up", "founder", "pitch", "entrepreneur", "accelerator", "incubator", "inkubator"),
        *("scaleup", "scale-up", "hackathon", "business angel", "venture", "gruend"),
        *("gr\xfcnd", "gr\xdcnd", "gr\xc3\xbcnd", "gr\xc3\x9cnd"),  # latin-1, UTF-8
        *("gr&uuml;nd", "gr&#252;nd", r"gr\u00fcnd"),  # HTML, JSON
    )
)


def pages(path: Path, counted: Callable[[], None]) -> Iterator[Page]:
    """The promising answers of an archive; `counted` is called for every record. Raises OSError for what is none.

    A record that cannot be read ends the file: what follows it has no known beginning.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    for record in ArchiveIterator(str(path), record_types=WarcRecordType.response, auto_decode="all", quirks_mode=True):
        counted()
        if not _readable(record):
            continue
        body = record.reader.read(MAX_BYTES + 1)
        if len(body) <= MAX_BYTES and promising(body):
            yield _page(record, body)


def promising(body: bytes) -> bool:
    """Whether any of WORDS stands in it."""
    small = body.lower()
    return any(word in small for word in WORDS)


def _readable(record: Any) -> bool:
    if record.http_headers is None or record.http_headers.status_code != 200 or record.record_date is None:
        return False
    kind = (record.http_content_type or "").lower()
    return not kind or any(one in kind for one in READABLE)


def _page(record: Any, body: bytes) -> Page:
    headers = {name.lower(): value for name, value in record.http_headers.items()}
    seen = record.record_date if record.record_date.tzinfo else record.record_date.replace(tzinfo=UTC)
    return Page(record.headers.get("WARC-Target-URI", ""), record.http_headers.status_code, headers, body, seen)

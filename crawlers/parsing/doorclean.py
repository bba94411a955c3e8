"""Cleaning at the door: what a stranger wrote becomes safe text before it is written anywhere.

Control characters, bidi, surrogates and over-long texts go, personal contact data is redacted (GDPR Art. 5 (1) c),
addresses are http(s) or nothing. What the text means is not decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from pipeline.model import RawEvent
from pipeline.replaced import replaced
from pipeline.text import clean, clean_block, public_line, redact, without_more

MAX_URL = 2_000
MAX_DATES = 400  # texts of one event; a list of all Tuesdays for years is still one
MAX_PARTS = 20

_PERSONAL = ("title", "where", "organizer", "price", "availability", "status")
_PLAIN = ("key", "start", "end", "timezone", "deadline", "language", "kind")


def cleaned(event: RawEvent) -> RawEvent:
    """The event as it may be written to a run file."""
    changes: dict[str, Any] = {name: public_line(text) for name in _PERSONAL if (text := getattr(event, name))}
    changes |= {name: clean(text) for name in _PLAIN if (text := getattr(event, name))}
    return replaced(
        event,
        **changes,
        page=safe_address(event.page) or "",
        url=safe_address(event.url),
        when=tuple(filter(None, (clean(text) for text in event.when[:MAX_DATES]))),
        description=redact(without_more(clean_block(event.description))) or None if event.description else None,
        place=_values(event.place),
        found=_values(event.found),
    )


def safe_address(url: str | None) -> str | None:
    """`url` when it is a plain http(s) address without user name, blanks or control characters; else None."""
    if not url or len(url) > MAX_URL or not url.isprintable() or " " in url or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc else None
    except ValueError:
        return None


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    pairs = list(values.items())[:MAX_PARTS]
    return {clean(str(name), 60): public_line(value) if isinstance(value, str) else value for name, value in pairs}

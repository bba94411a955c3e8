"""Conditional requests (RFC 9110 13): what a page's last answer lets us send, and what is remembered of a new one.

Remembers per address: {"etag", "last_modified", "at"}; `at` is when the page last came in full. After REREAD without
one it is asked for unconditionally, because a server that answers 304 for ever would hide every change.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

REREAD = timedelta(days=30)
SLACK = timedelta(hours=1)  # by which a clock may be set back before nothing is trusted

_SENDABLE = re.compile(r"[\x20-\x7e]{1,400}")


def request_headers(known: Mapping[str, str] | None, now: datetime) -> dict[str, str]:
    """If-None-Match and If-Modified-Since for a page we know; empty when it should come in full."""
    if not known or _old(known.get("at"), now):
        return {}
    pairs = (("If-None-Match", known.get("etag")), ("If-Modified-Since", known.get("last_modified")))
    return {name: value for name, value in pairs if value}


def remember(headers: Mapping[str, str], now: datetime) -> dict[str, str]:
    """What to keep of an answer's headers (lower-case names); empty when the server offers no validator."""
    pairs = (("etag", headers.get("etag", "")), ("last_modified", headers.get("last-modified", "")))
    kept = {name: value for name, value in pairs if _SENDABLE.fullmatch(value)}
    return {**kept, "at": now.isoformat()} if kept else {}


def body_hash(body: bytes) -> str:
    """64 hex digits of the decoded body."""
    return hashlib.sha256(body).hexdigest()


def _old(at: str | None, now: datetime) -> bool:
    """Whether the page last came in full too long ago, or (the clock went back) in the future."""
    if at is None:
        return False
    try:
        age = now - datetime.fromisoformat(at)
    except (ValueError, TypeError):
        return True
    return not -SLACK <= age <= REREAD

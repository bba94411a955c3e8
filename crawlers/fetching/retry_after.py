"""How long a server asks us to stay away: the Retry-After header (RFC 9110 10.2.3), and what to do without one."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

CAP = timedelta(days=31)
FIRST = timedelta(seconds=60)
LONGEST = timedelta(days=1)  # of our own back-off; a server may ask for more, up to CAP
STATUSES = frozenset({429, 503})

_SECONDS = re.compile(r"\d{1,30}")


def wait(value: str | None, *, date: str | None, now: datetime) -> timedelta | None:
    """The pause a Retry-After asks for, 0 to 31 days; None when it says nothing usable (missing, negative, junk).

    A date is measured against the server's own clock (its Date header) where it gives one.
    """
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        return timedelta(seconds=min(int(text), int(CAP.total_seconds())))
    until = _http_date(text)
    if until is None:
        return None
    return min(max(until - (_http_date(date or "") or now), timedelta(0)), CAP)


def backoff(failures: int) -> timedelta:
    """The pause after `failures` earlier failed runs in a row: 60 s, doubled each time, at most a day."""
    return min(FIRST * (1 << min(max(failures, 0), 20)), LONGEST)


def _http_date(text: str) -> datetime | None:
    """An HTTP-date (RFC 9110 5.6.7); None for anything else, also for "10" or "soon"."""
    if ":" not in text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

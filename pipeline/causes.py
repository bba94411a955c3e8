"""Why a run went wrong, in words an operator can act on. Tables over the crawler's words and the counts. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.history import RunFacts

QUIET = "quiet"
UNREACHABLE = "unreachable"
BLOCKED = "blocked"
LOGIN = "login or consent page"
REDESIGNED = "redesigned"
MOVED = "moved"
SHIFTED = "timezone shifted"
DEAD = "dead domain"
VOLATILE = "volatile ids"
DAMAGED = "damaged run file"
EMPTY = "empty page"
TOO_LARGE = "too large"
NOT_RENDERED = "not rendered"
OURS = "our own fault"
UNREAD = " (robots.txt)"  # ends the crawler's word: not the page, but the rules for it could not be had

DEAD_AFTER = 5  # runs in a row whose host name did not resolve

# the crawler's words -> cause; the first that matches
_SAID: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bdamaged run file", re.IGNORECASE), DAMAGED),
    (re.compile(r"^(?:program error|took too long|too much memory|the reader died)"), OURS),
    (re.compile(r"^(?:no browser|not rendered)"), NOT_RENDERED),
    (re.compile(r"\bempty body"), EMPTY),
    (re.compile(r"\btoo large"), TOO_LARGE),
    (re.compile(r"\b(?:login|log in|sign ?in|consent|cookie|password|anmelde)", re.IGNORECASE), LOGIN),
    (re.compile(r"\b(?:parked|domain (?:expired|for sale)|for sale|nxdomain)", re.IGNORECASE), DEAD),
    (
        re.compile(
            r"\b(?:blocked|captcha|bot|forbidden|robots(?!\.txt\))|challenge|http (?:401|403|405|429|451))",
            re.IGNORECASE,
        ),
        BLOCKED,
    ),
    (re.compile(r"\b(?:redirect|moved permanently|http 30[1278]|http (?:404|410)|gone)", re.IGNORECASE), MOVED),
    (
        re.compile(
            r"\b(?:not an event page|unreadable|redesign|no events? (?:found|recognised)|selector)", re.IGNORECASE
        ),
        REDESIGNED,
    ),
    (
        re.compile(
            r"\b(?:dns|resolve|refused|reset|time(?:d )?out|timeout|unreachable|tls|certificate|ssl|http [245]\d\d|"
            r"retry-after|cut off|incomplete|connection|maintenance)",
            re.IGNORECASE,
        ),
        UNREACHABLE,
    ),
)
_NAMES = re.compile(r"\b(?:dns|resolve|nxdomain)", re.IGNORECASE)


def of_failure(recent: Sequence[RunFacts]) -> str:
    """The cause of a failed crawl; `recent` ends with it. A name that long does not resolve is a dead domain."""
    run = recent[-1]
    if run.cause is None:
        return UNREACHABLE
    names = [past for past in recent[-DEAD_AFTER:] if past.cause and _NAMES.search(past.cause)]
    if len(names) >= DEAD_AFTER:
        return DEAD
    return next((cause for pattern, cause in _SAID if pattern.search(run.cause)), UNREACHABLE)


def of_counts(run: RunFacts, finding: str) -> str:
    """The cause behind counts that look wrong in a crawl that itself went well."""
    if run.volatile:
        return VOLATILE
    if finding == "moved" and run.shift is not None and run.shift % 30 == 0 and abs(run.shift) <= 180:
        return SHIFTED
    if run.cause:
        return of_failure([run])
    return REDESIGNED

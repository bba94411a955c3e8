"""Single values of a config file: is this a duration, an address, a Land? Knows no file and no key.

Every check returns its value or raises ValueError with a message for the operator; pydantic carries that on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from ipaddress import ip_network
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.configfile.toml import did_you_mean
from pipeline.filterwords import MAX_TEXT, MAX_VALUES, NUMBERS, SEVERAL, SINGLE, number, parts
from pipeline.geo.lands import COUNTRIES, LANDS, land_named
from pipeline.text import fold

_UNITS: Mapping[str, str] = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_EVERY = re.compile(r"(\d{1,5})([mhdw])")
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(days=92)
_FORBIDDEN = re.compile(r"[\s<>\"{}|\\^`\x00-\x1f\x7f]|…")
_HOST = re.compile(r"(?=.{1,253}$)[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.?")
_HOST_PORT = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):(\d{1,5})")
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")


def duration(text: str) -> timedelta:
    """ "30m", "12h", "7d" or "2w" as a timedelta; ValueError unless it lies between 1 minute and 92 days."""
    match = _EVERY.fullmatch(text)
    if not match:
        raise ValueError(f'"{text}" is no duration; write a number and m, h, d or w, as in "12h"')
    length = timedelta(**{_UNITS[match[2]]: int(match[1])})
    if not _SHORTEST <= length <= _LONGEST:
        raise ValueError(f'"{text}" is not between 1 minute and 92 days')
    return length


def web_address(text: str) -> str:
    """`text`, an absolute address that may be crawled; ValueError for other schemes, user names and leftovers."""
    if _FORBIDDEN.search(text):
        raise ValueError(f'"{text}" is no web address: it has characters that no address has')
    try:
        parts = urlsplit(text)
        named = parts.port != 0 and parts.hostname  # reading the port checks it
    except ValueError as error:
        raise ValueError(f'"{text}" is no web address: {error}') from error
    if parts.scheme not in {"http", "https", "webcal"}:
        raise ValueError(f'"{text}" must begin with https://, http:// or webcal://')
    if "@" in parts.netloc:  # not repeated in the message: it may be a password
        raise ValueError("the address carries a user name or password")
    if not named or not (":" in named or _HOST.fullmatch(named)):
        raise ValueError(f'"{text}" names no valid host')
    return text


def every(text: str) -> str:
    """`text`, a duration in words that `duration` reads."""
    duration(text)
    return text


def page_address(text: str) -> str:
    """`text`: empty, a path on this site ("/impressum") or a web address."""
    if re.match(r"$|/(?!/)", text):
        return text
    if ":" not in text:
        raise ValueError(f'"{text}" is neither a web address (https://…) nor a path on this site (/…)')
    return web_address(text)


def site_address(text: str) -> str:
    """`text`, an address that those of pages and feeds are made of."""
    parts = urlsplit(web_address(text))
    if parts.scheme == "webcal" or parts.query or parts.fragment:
        raise ValueError(f'"{text}" must be http:// or https:// without "?" and "#": /feeds/… is put behind it')
    return text


def contact(text: str) -> str:
    """`text`: empty, an e-mail address or a web address."""
    if text and not _ADDRESS.fullmatch(text):
        web_address(text)
    return text


def e_mail(text: str) -> str:
    """`text`: empty or an e-mail address."""
    if text and not _ADDRESS.fullmatch(text):
        raise ValueError(f'"{text}" is no e-mail address')
    return text


def host_and_port(text: str) -> str:
    """`text`, exactly host:port."""
    match = _HOST_PORT.fullmatch(text)
    if not match or not 0 < int(match[2]) < 65536:
        raise ValueError(f'"{text}" is not host:port')
    return text


def zone(name: str) -> str:
    """`name`, a zone of the IANA time-zone database."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f'"{name}" is no time zone') from error
    return name


def land(code: str) -> str:
    """`code`, the ISO 3166-2 code of a Land, or AT or CH."""
    if code not in LANDS and code not in COUNTRIES:
        named = land_named(fold(code))
        hint = f'; did you mean "{named}"?' if named else did_you_mean(code, LANDS)
        raise ValueError(f'"{code}" is no Land (ISO 3166-2){hint}')
    return code


def regex(text: str) -> str:
    """`text`, a Python regular expression."""
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f'"{text}" is no regular expression: {error}') from error
    return text


def selector(text: str) -> str:
    """`text`, a CSS selector as pages are read by. Its reader is imported here: few configs have one, and every command
    would pay for it."""
    from lxml.cssselect import CSSSelector, SelectorError

    try:
        CSSSelector(text, translator="html")
    except SelectorError as error:
        raise ValueError(f'"{text}" is no CSS selector: {error}') from error
    return text


def allowed_host(entry: str) -> str:
    """`entry`, exactly host:port, or a network in CIDR form (RFC 4632)."""
    if "/" in entry:
        try:
            ip_network(entry)
        except ValueError as error:
            raise ValueError(f'"{entry}" is no network: {error}') from error
        return entry
    try:
        return host_and_port(entry)
    except ValueError as error:
        raise ValueError(f'"{entry}" is neither host:port nor a network like "127.0.0.0/8"') from error


def parameter(name: str, text: str) -> str:
    """`text`, what the parameter `name` of a filter takes; what other files say of it is not asked."""
    if name == "q":
        if len(text) > MAX_TEXT:
            raise ValueError(f"is longer than {MAX_TEXT} characters")
    elif name in NUMBERS:
        if number(name, text) is None:
            raise ValueError(f'"{text:.60}" is no whole number from {NUMBERS[name][0]} to {NUMBERS[name][1]}')
    elif name in SINGLE:
        _allowed([text], SINGLE[name])
    else:
        _allowed(parts(text), SEVERAL.get(name))
    return text


def _allowed(found: Sequence[str], words: Sequence[str] | None) -> None:
    """ValueError for a value that is none of `words` (None: any), and for more than a filter may have."""
    if len(found) > MAX_VALUES:
        raise ValueError(f"has more than {MAX_VALUES} values")
    for word in found:
        if words and word not in words:
            raise ValueError(f'"{word:.60}" is none of {", ".join(words)}')


def as_tuple(value: object) -> object:
    """A TOML list as a tuple; anything else as it is, for pydantic to refuse."""
    return tuple(value) if isinstance(value, list) else value


def as_word(value: object) -> object:
    """A filter value as it stands in a feed's address: ja/nein, numbers as text, lists with commas."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ",".join(value)
    return str(value) if isinstance(value, int) else value

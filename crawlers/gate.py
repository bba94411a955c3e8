"""Who may be connected to: the one door through which every byte of this program leaves.

Two questions, asked of every request, redirect, robots.txt and detail page: is the address well-formed (`Gate.url`,
before DNS), and is the IP address that is really being connected to a public one (`Gate.address`, after DNS, in the
reactor's own `connectTCP`, so that no second lookup can answer differently)? Only the operator's `allow_hosts` opens
anything else. It does not fetch, and knows nothing of robots or delays.

Special-purpose addresses: IANA registries of RFC 6890, as `ipaddress` knows them, with the forms that carry an IPv4
address inside an IPv6 one (RFC 4291 2.5.5, RFC 3056, RFC 6052) judged by what they carry.
"""

from __future__ import annotations

import re
import socket
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from w3lib.url import safe_url_string

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Door = tuple[str, int]

PORTS = frozenset({80, 443})
SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
MAX_URL = 2_000

_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_NUMERIC = re.compile(r"\d+|0x[0-9a-f]*", re.IGNORECASE)  # WHATWG URL 4.5: such a last label makes the host an IPv4
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?")
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_IPV6_GLOBAL = IPv6Network("2000::/3")
_SPECIAL: tuple[Network, ...] = (  # of the IANA registries, what `ipaddress` calls global in some Python versions
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv6Network("2001::/23"),
    IPv6Network("3fff::/20"),
)


class Blocked(Exception):
    """This address is not fetched, now or on a second try: `why` is one short English clause."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Gate:
    """The operator's doors: whole networks (any port), and single (IP address, port) pairs."""

    networks: tuple[Network, ...] = ()
    doors: frozenset[Door] = frozenset()

    def url(self, url: str) -> str:
        """`url` ready to be asked: http(s), ASCII, no fragment. Raises Blocked for what nobody should follow."""
        parts = _split(url.strip())
        scheme = SCHEMES.get(parts.scheme)
        if scheme is None:
            raise Blocked(f"scheme {parts.scheme or 'missing'}")
        if "@" in parts.netloc:
            raise Blocked("user name in the address")
        netloc = _netloc(parts)
        return str(safe_url_string(urlunsplit((scheme, netloc, parts.path or "/", parts.query, ""))))

    def address(self, host: str, port: int) -> None:
        """Nothing when this may be connected to; raises Blocked otherwise. `host` is an IP address, never a name."""
        try:
            ip = ip_address(host.partition("%")[0])
        except ValueError:
            raise Blocked("not an IP address") from None
        if self._opened(ip, port):
            return
        if not public(ip):
            raise Blocked(f"{ip} is not a public address")
        if port not in PORTS:
            raise Blocked(f"port {port}")

    def _opened(self, ip: Address, port: int) -> bool:
        return (str(ip), port) in self.doors or any(ip in network for network in self.networks)


def open_gate(entries: Iterable[str], lookup: Callable[[str], Iterable[str]] | None = None) -> Gate:
    """The gate of `allow_hosts`: "127.0.0.0/8", "127.0.0.5:8001", "[::1]:8001" or "intranet.example:8080".

    A name is looked up once, here: what it answers later in the run opens nothing. Raises ValueError for other forms.
    """
    networks: list[Network] = []
    doors: set[Door] = set()
    for entry in entries:
        if "/" in entry:
            networks.append(ip_network(entry, strict=False))
        else:
            doors.update(_doors(entry, lookup or _lookup))
    return Gate(tuple(networks), frozenset(doors))


def public(ip: Address) -> bool:
    """Whether `ip` is an ordinary address of the public internet, whatever notation it came in."""
    if any(ip in network for network in _SPECIAL):
        return False
    if isinstance(ip, IPv4Address):
        return ip.is_global and not ip.is_multicast and not ip.is_reserved
    carried = list(_carried(ip))
    if carried:
        return all(public(inner) for inner in carried)
    return ip in _IPV6_GLOBAL and ip.is_global and not ip.is_multicast


def guard(reactor: Any, gate: Gate) -> None:
    """Make `reactor.connectTCP` (IReactorTCP) ask `gate` first: every connection of the process passes through it."""
    connect = reactor.connectTCP

    def guarded(host: str, port: int, *args: Any, **keywords: Any) -> Any:
        gate.address(host, port)
        return connect(host, port, *args, **keywords)

    reactor.connectTCP = guarded


def _carried(ip: IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to."""
    if ip.ipv4_mapped:
        yield ip.ipv4_mapped
    if ip.sixtofour:
        yield ip.sixtofour
    if any(ip in network for network in _NAT64) or int(ip) >> 32 == 0:
        yield IPv4Address(int(ip) & 0xFFFFFFFF)


def _split(url: str) -> SplitResult:
    if len(url) > MAX_URL:
        raise Blocked("address too long")
    if _UNSAFE.search(url):
        raise Blocked("backslash, blank or control character in the address")
    try:
        parts = urlsplit(url)
        if parts.port == 0:
            raise Blocked("port 0")
    except ValueError as error:
        raise Blocked("malformed address") from error
    return parts


def _netloc(parts: SplitResult) -> str:
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port is not None else ""
    return f"[{_ipv6(host)}]{port}" if ":" in host else f"{_name(host)}{port}"


def _ipv6(host: str) -> str:
    try:
        if "%" in host:
            raise ValueError("a zone is of this machine only (RFC 6874)")
        return str(IPv6Address(host))
    except ValueError:
        raise Blocked("malformed IPv6 address") from None


def _name(host: str) -> str:
    """A host name in ASCII (IDNA), or an IPv4 address in the one usual notation."""
    name = unicodedata.normalize("NFKC", host).lower()
    if not name.isascii():
        name = _idna(name)
    if not _NAME.fullmatch(name):
        raise Blocked("malformed host name")
    if _NUMERIC.fullmatch(name.rstrip(".").rpartition(".")[2]):
        _dotted(name)
    return name


def _idna(name: str) -> str:
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        raise Blocked("malformed host name") from None


def _dotted(name: str) -> None:
    try:
        IPv4Address(name)
    except ValueError:
        raise Blocked("IP address in an odd notation") from None


def _doors(entry: str, lookup: Callable[[str], Iterable[str]]) -> Iterator[Door]:
    host, separator, port = entry.rpartition(":")
    if not separator or not port.isdigit():
        raise ValueError(f'"{entry}" is neither host:port nor a network')
    host = host.strip("[]")
    try:
        yield str(ip_address(host)), int(port)
    except ValueError:
        for address in lookup(host):
            yield address, int(port)


def _lookup(name: str) -> list[str]:
    """The IP addresses of `name`; none when it is unknown."""
    try:
        return sorted({str(ip_address(info[4][0])) for info in socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)})
    except OSError:
        return []

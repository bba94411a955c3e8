"""Whose certificates are checked: everybody's, but for the hosts of sources that say `unchecked = true`.

A site whose certificate has expired or names somebody else can so be read after all, when its operator does not mend
it and ours has decided to trust it. Everything else stays: gate, robots.txt, limits.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from OpenSSL import SSL
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import CertificateOptions, optionsForClientTLS
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

from pipeline.model import Source

SETTING = "UNCHECKED_CERTIFICATES"


def unchecked(sources: Iterable[Source]) -> list[str]:
    """ "host:port" of every source whose certificate is not checked."""
    parts = [urlsplit(source.url) for source in sources if source.unchecked]
    return sorted({f"{part.hostname}:{part.port or 443}" for part in parts})


@implementer(IPolicyForHTTPS)
class Certificates:
    """Chain, dates and name are checked (RFC 9525) for all hosts but the given ones ("host:port")."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self._hosts = frozenset(hosts)

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:
        """What makes the connection to this host; called by Twisted."""
        host = hostname.decode("ascii")
        return Unchecked(host) if f"{host}:{port}" in self._hosts else optionsForClientTLS(host)


@implementer(IOpenSSLClientConnectionCreator)
class Unchecked:
    """Connections that are encrypted, with whomever."""

    def __init__(self, host: str) -> None:
        self._host = host

    def clientConnectionForTLS(self, protocol: TLSMemoryBIOProtocol) -> SSL.Connection:
        """A connection that names the host (RFC 6066 3), unless that is an IP address."""
        connection = SSL.Connection(CertificateOptions().getContext(), None)
        try:
            ip_address(self._host)
        except ValueError:
            connection.set_tlsext_host_name(self._host.encode("ascii"))
        return connection

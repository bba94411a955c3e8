"""`pitchradar serve`: Datasette with our plugin on the current database."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from feeds import datasette
from pitchradar import show
from pitchradar.workplace import Workplace


def check_port(host: str, port: int) -> None:
    """Raises ValueError unless one can listen there: this should be known before any work, not after it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise ValueError(f"port {port} of {host}: {error.strerror}; choose another one with --port") from error


def elsewhere(base_url: str, port: int) -> str | None:
    """A warning where what is served here says that it is served at another port of this machine; an address of
    another host is that of a proxy."""
    base = urlsplit(base_url)
    own = base.hostname in ("localhost", "::1") or (base.hostname or "").startswith("127.")
    there = base.port or (443 if base.scheme == "https" else 80)
    if not own or there == port:
        return None
    return (
        f"warning: feeds, buttons and QR codes lead to {base_url} (base_url in settings.toml), not to port {port}; "
        "write the address where people reach this into it, and publish"
    )


def serve(place: Workplace, host: str, port: int) -> None:
    """Serve until Ctrl-C. The database is made if there is none yet, so that an empty installation answers too."""
    check_port(host, port)
    with place.store():
        pass
    show.lines([f"the calendar is served at http://{f'[{host}]' if ':' in host else host}:{port} (Ctrl-C ends)"])
    if told := elsewhere(place.config.settings.base_url, port):
        show.error(told)
    datasette.serve(place.data, port, place.config, host=host)

"""`pitchradar serve`: Datasette with our plugin on the current database."""

from __future__ import annotations

import socket

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


def serve(place: Workplace, host: str, port: int) -> None:
    """Serve until Ctrl-C. The database is made if there is none yet, so that an empty installation answers too."""
    check_port(host, port)
    with place.store():
        pass
    show.lines([f"the calendar is served at http://{f'[{host}]' if ':' in host else host}:{port} (Ctrl-C ends)"])
    datasette.serve(place.data, port, place.config, host=host)

"""`pitchradar serve`: Datasette with our plugin on the current database."""

from __future__ import annotations

from feeds import datasette
from pitchradar.workplace import Workplace


def serve(place: Workplace, host: str, port: int) -> None:
    """Serve until Ctrl-C. The database is made if there is none yet, so that an empty installation answers too."""
    with place.store():
        pass
    datasette.serve(place.data, port, place.config, host=host)

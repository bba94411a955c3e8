"""Titles of sources that are in the config no more: what readers know them by. SQL, nothing decided."""

from __future__ import annotations

import json
from collections.abc import Container

from pipeline.store import Store

FORMER = "former_titles"  # key of table `meta`: JSON, {id: title}


def former_titles(store: Store, configured: Container[str]) -> dict[str, str]:
    """{id: title} of all others that runs have read, by id: what was kept, and what stands in the table until a run
    takes it out there. A source without a title of its own has its id there, which needs no keeping."""
    known: dict[str, str] = json.loads(store.meta(FORMER) or "{}")
    known |= dict(store.rows("select id, title from sources where title != id"))
    return {id: title for id, title in sorted(known.items()) if id not in configured}


def keeping_titles(store: Store, configured: Container[str]) -> dict[str, str]:
    """What a run, which takes the others out of the table, must leave in `meta`."""
    return {FORMER: json.dumps(former_titles(store, configured), ensure_ascii=False)}

"""A whole installation for the tests of the reader's side: a store, a publication, and a server on loopback."""

from __future__ import annotations

import dataclasses
import socket
import threading
import time
import urllib.request

import pytest
import uvicorn
from feed_samples import NOW, changes, config, events, sighting

from feeds import datasette
from feeds.publish import publish
from pipeline.store import Batch, Store


def fill(store):
    """The sample; `e1` has no page of its own."""
    first, *rest = events()
    rest = [dataclasses.replace(event, url=None) if event.uid.startswith("e1@") else event for event in rest]
    seen = [(sighting(event), event.uid) for event in (first, *rest) if not event.uid.startswith("s1@")]
    shown = dataclasses.replace(first, sightings=(seen[0][0].id,), evidence={"logistik": ("title: Logistik +2.0",)})
    store.commit(Batch(NOW, events=(shown, *rest), changes=tuple(changes()), sightings=tuple(seen)))


@pytest.fixture
def house(tmp_path):
    """(store, config, public folder), filled but not published."""
    with Store(tmp_path / "events.db") as store:
        fill(store)
        yield store, config(), tmp_path / "public"


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """The address of a running server on a published sample."""
    folder = tmp_path_factory.mktemp("served")
    door = socket.create_server(("127.0.0.1", 0))
    port = door.getsockname()[1]
    here = config(f"http://127.0.0.1:{port}")
    with Store(folder / "events.db") as store:
        fill(store)
        publish(store, here, folder / "public", now=NOW)
    (folder / "public" / "impressum.html").write_text("<h1>Impressum</h1><p>Musterhaus GmbH</p>", "utf-8")
    app = datasette.application(folder, here).app()
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", server_header=False))
    thread = threading.Thread(target=server.run, args=([door],), daemon=True)
    thread.start()
    _wait(f"http://127.0.0.1:{port}/robots.txt")
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def _wait(url):
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")

"""Writes the public site: every feed in every form, the start page, robots.txt. All I/O of this room is here.

A file is either whole or the previous one; equal bytes are not written again. Same data, same Berlin day: same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from feeds import files, page
from feeds.checks import CHECKS
from feeds.edition import Edition, read
from feeds.moments import newest
from feeds.parts import Parts
from feeds.press import Press, changes_feed
from feeds.setting import FORMS, Addresses, Feed, catalogue
from pipeline.config import Config
from pipeline.model import Event, Issue
from pipeline.store import Store

MANIFEST = "feeds/index.json"  # what is published: for the server and for the start page's script


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What one publication did. `feeds`: {name: number of events}; `written`: paths below the folder."""

    feeds: Mapping[str, int]
    events: int
    written: tuple[str, ...] = ()
    unchanged: int = 0
    rendered: int = 0
    issues: tuple[Issue, ...] = ()


def publish(store: Store, config: Config, folder: Path, *, now: datetime) -> PublishReport:
    """Bring `folder` (the public site) up to the store's state on the Berlin day of `now`.

    Never raises for one bad event or one bad feed: they become Issues and the previous file stays. OSError when the
    folder cannot be written.
    """
    edition = read(store, config, now=now)
    feeds, issues = catalogue(config, edition.names, edition.index, store.published())
    parts = Parts(folder.parent / "parts")
    press = Press(edition, Addresses.of(config), parts)
    site = _Site(folder)
    chosen = {feed.name: edition.index.pick(feed.filter) for feed in feeds}
    for feed in feeds:
        for form in FORMS:
            site.put(f"feeds/{feed.name}.{form}", press.feed(feed, form, chosen[feed.name]), form)
    changes = changes_feed()
    for form in ("rss", "atom", "json"):
        site.put(f"feeds/{changes.name}.{form}", press.feed(changes, form, ()), form)
    site.put(MANIFEST, manifest(edition, feeds, chosen))
    for name, data in page.static_site(edition, config, feeds).items():
        site.put(name, data)
    parts.save()
    store.publish_names((feed.name for feed in feeds), now)
    return PublishReport(
        feeds={name: len(events) for name, events in chosen.items()},
        events=len(edition.index.events),
        written=tuple(site.written),
        unchanged=site.unchanged,
        rendered=parts.rendered,
        issues=(*issues, *press.issues, *site.issues, *page.missing_links(config)),
    )


class _Site:
    """The public folder while it is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written: list[str] = []
        self.unchanged = 0
        self.issues: list[Issue] = []

    def put(self, name: str, data: bytes, form: str = "") -> None:
        """Write one file; a file that does not pass its check stays as it was."""
        try:
            changed = files.put(self.folder / name, data, CHECKS.get(form), packed=bool(form))
        except files.Refused as error:
            self.issues.append(Issue("error", "publish", f"kept the previous file: {error}", value=name))
            return
        if changed:
            self.written.append(name)
        else:
            self.unchanged += 1


def manifest(edition: Edition, feeds: list[Feed], chosen: Mapping[str, list[Event]]) -> bytes:
    """What is published, as JSON: the Berlin day, the data version, every feed with its size and newest change."""
    rows: list[dict[str, Any]] = [
        {
            "name": feed.name,
            "title": feed.title,
            "group": feed.group,
            "filter": feed.filter.canonical(),
            "events": len(chosen[feed.name]),
            "changed": _iso(newest(chosen[feed.name])),
        }
        for feed in feeds
    ]
    changed = max((change.at for change in edition.changes), default=None)
    rows.append(
        {"name": changes_feed().name, "title": changes_feed().title, "group": "changes", "changed": _iso(changed)}
    )
    data = {"day": edition.today.isoformat(), "version": edition.version, "feeds": rows}
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

"""Writes the public site: every feed in every form, the start page, robots.txt, the pages of events.

A file is either whole or the previous one; equal bytes are not written again. All are written before the first takes
its place: until then readers see the previous publication, and of one that fails nothing. Same data, same Berlin day:
same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from feeds import eventpages, files, page, rows, state
from feeds.carried import Carried
from feeds.checks import CHECKS
from feeds.edition import Edition, read
from feeds.filters import named_values
from feeds.joined import Joined
from feeds.moments import berlin
from feeds.press import Press, changes_feed
from feeds.select import Pick
from feeds.setting import FORMS, Addresses, Feed, catalogue, choices
from feeds.state import State
from pipeline import wire
from pipeline.calm import calm
from pipeline.config import Config
from pipeline.model import Issue
from pipeline.store import Store

AT_ONCE = 8  # small files that are on their way to the disk
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
    place, today = folder.parent / state.PLACE, berlin(now).date()
    last, stamp = state.read(place), state.stamp(store, config, choices(config), today)
    if last.holds(stamp, folder):
        known = tuple(wire.load(Issue, issue) for issue in last.issues)
        return PublishReport(last.feeds, last.events, unchanged=len(last.sizes), issues=known)
    with calm():
        site, report = _build(store, config, folder, now)
    issues = [wire.dump(issue) for issue in report.issues]
    # The names of feeds that are published for the first time are part of the stamp.
    stamp = state.stamp(store, config, choices(config), today)
    state.write(place, State(stamp, state.sizes(folder, site.names), dict(report.feeds), report.events, issues))
    return report


def _build(store: Store, config: Config, folder: Path, now: datetime) -> tuple[_Site, PublishReport]:
    carried = Carried(folder.parent / "parts", choices(config))
    edition = read(store, config, carried, now=now, lazily=True)
    feeds, issues = catalogue(config, edition.names, edition.index, store.published())
    press = Press(edition, Addresses.of(config), carried.parts)
    chosen = {feed.name: edition.index.pick(feed.filter) for feed in feeds}
    with _writing(folder) as site:
        newest = _write_feeds(site, press, feeds, chosen)
        before = site.manifest()
        left = departed(before, feeds, store.published())
        site.put(MANIFEST, manifest(edition, feeds, chosen, left, _changed(before, newest, site, now)))
        site.put(rows.NAME, press.rows(), "rows")
        press.keep_texts()
        for name, data in page.static_site(edition, config, feeds).items():
            site.put(name, data)
        site.put_all(eventpages.pages(press, store, config, {feed: chosen[feed.name] for feed in feeds}))
    site.remove(left["gone"] + list(left["moved"]))
    site.remove_others(eventpages.FOLDER)
    _remove_former(folder)
    files.settle(folder / "feeds")
    carried.save()
    store.publish_names((feed.name for feed in feeds), now)
    return site, PublishReport(
        feeds={name: len(events) for name, events in chosen.items()},
        events=len(edition.index.events),
        written=tuple(site.written),
        unchanged=len(site.names) - len(site.written),
        rendered=carried.parts.rendered,
        issues=(*issues, *press.issues, *site.issues, *page.missing_links(config)),
    )


def _write_feeds(
    site: _Site, press: Press, feeds: Iterable[Feed], chosen: Mapping[str, Pick]
) -> dict[str, datetime | None]:
    """Gives the newest change of each."""
    newest = {}
    for feed in feeds:
        for form in FORMS:
            site.put(f"feeds/{feed.name}.{form}", press.feed(feed, form, chosen[feed.name]), form)
        newest[feed.name] = press.newest(chosen[feed.name])
    told, everything = changes_feed(), press.edition.index.pick()
    for form in ("rss", "atom", "json"):
        site.put(f"feeds/{told.name}.{form}", press.feed(told, form, everything), form)
    newest[told.name] = max((change.at for change in press.edition.changes), default=None)
    return newest


@contextmanager
def _writing(folder: Path) -> Iterator[_Site]:
    """The public folder: what is put there within is seen afterwards, all of it, or never."""
    site = _Site(folder)
    try:
        yield site
        files.take(folder / name for name in site.written)
    except BaseException:
        files.drop(folder / name for name in site.names)
        raise


class _Site:
    """The public folder while it is written. `names`: what belongs there; `written`: those that are new."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: list[str] = []
        self.written: list[str] = []
        self.issues: list[Issue] = []

    def manifest(self) -> dict[str, Any]:
        """The previous publication's manifest; empty when there is none that can be read."""
        try:
            found = json.loads((self.folder / MANIFEST).read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def remove(self, names: Iterable[str]) -> None:
        """Take the files of feeds away that are no more."""
        for name in names:
            for form in FORMS:
                (self.folder / f"feeds/{name}.{form}").unlink(missing_ok=True)

    def remove_others(self, folder: str) -> None:
        """Take away what lies in a folder and was not put there this time."""
        names = set(self.names)
        for path in (self.folder / folder).glob("*.html"):
            if f"{folder}/{path.name}" not in names:
                path.unlink()

    def put(self, name: str, data: bytes | Joined, form: str = "") -> None:
        """Write one file; a file that does not pass its check stays as it was."""
        self.names.append(name)
        try:
            new = self._write(name, data, form)
        except files.Refused as error:
            self.issues.append(Issue("error", "publish", f"kept the previous file: {error}", value=name))
            return
        if new:
            self.written.append(name)

    def put_all(self, found: Iterable[tuple[str, bytes]]) -> None:
        """Write many small files, several at a time while the next are made: each waits for the disk much longer than
        it is written. Most lie there already."""
        new: dict[str, Future[bool]] = {}
        with ThreadPoolExecutor(AT_ONCE) as hands:
            for name, data in found:
                self.names.append(name)
                if not files.holds(self.folder / name, Joined(data)):
                    new[name] = hands.submit(self._write, name, data)
        self.written += [name for name, written in new.items() if written.result()]

    def _write(self, name: str, data: bytes | Joined, form: str = "") -> bool:
        return files.beside(self.folder / name, data, CHECKS.get(form))


def _remove_former(folder: Path) -> None:
    """What earlier versions left: packed feeds beside the feeds, cards and an index beside the parts."""
    for path in chain((folder / "feeds").glob("*.gz"), *map((folder.parent / "parts").glob, ("cards*", "index"))):
        path.unlink()


def departed(before: Mapping[str, Any], feeds: list[Feed], published: set[str]) -> dict[str, Any]:
    """Feeds that are no more: {"moved": {old name: new name}, "gone": […]}. Renamed is what carries the same filter."""
    names = {feed.name for feed in feeds}
    filters = {feed.filter.canonical(): feed.name for feed in feeds}
    old = {row["name"]: row.get("filter", "") for row in before.get("feeds", ()) if row["group"] != "changes"}
    left = (set(old) | published | set(before.get("gone", ()))) - names
    moved = {name: to for name, to in before.get("moved", {}).items() if to in names and name not in names}
    moved |= {name: filters[old[name]] for name in left if old.get(name) and old[name] in filters}
    return {"moved": dict(sorted(moved.items())), "gone": sorted(left - set(moved))}


def manifest(
    edition: Edition,
    feeds: list[Feed],
    chosen: Mapping[str, Pick],
    left: Mapping[str, Any],
    changed: Mapping[str, str | None],
) -> bytes:
    """What is published, as JSON: the Berlin day, the data version, every feed with its size and newest change."""
    rows: list[dict[str, Any]] = [
        {
            "name": feed.name,
            "title": feed.title,
            "group": feed.group,
            "filter": feed.filter.canonical(),
            "events": len(chosen[feed.name]),
            "changed": changed[feed.name],
        }
        for feed in feeds
    ]
    told = changes_feed()
    rows.append({"name": told.name, "title": told.title, "group": told.group, "changed": changed[told.name]})
    data = {"day": edition.today.isoformat(), "version": edition.version, "feeds": rows, **left}
    data["choices"] = named_values(edition.names)
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _changed(
    before: Mapping[str, Any], newest: Mapping[str, datetime | None], site: _Site, now: datetime
) -> dict[str, str | None]:
    """When each feed last changed: its newest change; `now` when it is another one without it, or clients that know
    nothing but dates would keep an event that left for ever, and miss the digest of a week."""
    known = {row["name"]: row.get("changed") for row in before.get("feeds", ())}
    written = {Path(name).stem for name in site.written}
    found: dict[str, str | None] = {}
    for name, moment in newest.items():
        latest = max(filter(None, (known.get(name), _iso(moment))), default=None)
        left = name in known and name in written and latest == known[name]
        found[name] = _iso(now) if left else latest
    return found


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None

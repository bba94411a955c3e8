"""Answers requests for feeds and pages from what was published; no web framework in here.

A known feed is a published file: it is read, never rendered, in a request. Any other filter is rendered once per
publication and kept. The Berlin day is that of the publication, so that this module needs no clock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, unquote

from feeds import edition as editions
from feeds import eventpage, figures, operator, page, rows, views
from feeds.answers import Answers
from feeds.carried import Carried
from feeds.filters import Filter, FilterError, applicable, parameters, parse
from feeds.http import TYPES, Answer, Resource, answer, plain, redirect, resource
from feeds.moments import EPOCH
from feeds.press import Press
from feeds.publish import MANIFEST
from feeds.published import Published, latest
from feeds.searched import Searched, Words
from feeds.setting import ALL, FORMS, Addresses, Feed, catalogue, choices, file_name, filter_feed, speaking
from feeds.shown import Shown
from feeds.site import EMBEDDED, SAFE_PAGE, own_files, render, shared
from feeds.views import View
from feeds.words import refuse, say
from pipeline.calm import calm
from pipeline.config import Config
from pipeline.store import Store
from pipeline.store.past import heir

VIEW = ("ansicht", "monat")  # parameters of the page that are no filter
TYPED = ("q", "ort", "umkreis")  # those that the form shows as they were typed
FORGET = 2  # words of so many times the texts there are were learnt: most texts are not shown any more
PAGE = "text/html; charset=utf-8"
_FEED = re.compile(r"/feeds/(?P<name>[^/]{1,120})\.(?P<form>ics|rss|atom|json)")
_EVENT = re.compile(r"/termin/(?P<uid>[^/]{1,300})")
_ASSET = re.compile(rf"/(?P<name>assets/[a-z][a-z.-]{{0,39}}|robots\.txt|{re.escape(operator.NAME)})")


class Site:
    """The public site in `folder`, with `database` behind it for filters and event pages. Safe to use from threads."""

    def __init__(self, folder: Path, database: Path, config: Config, *, browse: str = "") -> None:
        self.folder, self.database, self.config, self.browse = folder, database, config, browse
        self.names = choices(config)
        self.own = own_files(config.settings)
        self.addresses = Addresses.of(config)
        self._resource = partial(resource, gzip=config.settings.gzip)
        self._loading = Lock()
        self._published: Published | None = None
        self._answers = Answers()
        self._words = Words()
        self._press: tuple[tuple[int, int], Press, list[Feed]] | None = None

    # ---- the door ------------------------------------------------------------------------------------------------

    def answer(self, method: str, path: str, query: str, headers: Mapping[str, str]) -> Answer:
        """The answer to any request below this site; 404 with a sentence when it is for nothing here."""
        if method not in ("GET", "HEAD"):
            return plain(405, refuse("method"), headers={"allow": "GET, HEAD"})
        try:
            found = self.find(path, query)
        except FilterError as error:
            found = self._wrong(path, query, error)
        return answer(method, headers, found) if isinstance(found, Resource) else _headless(method, found)

    def quick(self, method: str, path: str, query: str, headers: Mapping[str, str]) -> Answer | None:
        """The answer if it takes no rendering: a published feed that is in memory already. None: ask `answer`."""
        match = None if query else _FEED.fullmatch(path)
        published = self.published() if match and method in ("GET", "HEAD") else None
        if match is None or published is None or match["name"] not in published.feeds:
            return None
        key = self._key(f"feeds/{match['name']}.{match['form']}")
        found = key and self._answers.get(key)
        return answer(method, headers, found) if found else None

    def find(self, path: str, query: str) -> Resource | Answer:
        """What a path stands for. Raises FilterError for a filter nobody can apply."""
        if (file := path.removeprefix("/")) in (MANIFEST, rows.NAME):
            return self._read(file, "application/json; charset=utf-8", None, file.removeprefix("feeds/"))
        if match := _FEED.fullmatch(path):
            return self._feed(unquote(match["name"]), match["form"], query)
        if path in ("/", "/einbetten"):
            return self._index(query, embed=path != "/")
        if path == "/zahlen":
            return self._figures()
        if match := _EVENT.fullmatch(path):
            return self._event(unquote(match["uid"]).removesuffix(".html"))
        if match := _ASSET.fullmatch(path):
            return self._asset(match["name"])
        if name := self.own.get(unquote(path)):
            return self._asset(name)
        return plain(404, refuse("closed"))

    def _wrong(self, path: str, query: str, error: FilterError) -> Answer:
        if path.startswith("/feeds/"):
            return plain(400, str(error))
        if path != "/" or not error.name or self.published() is None:
            return self.page_error(400, str(error))
        press, feeds = self.press()  # the page of what can be applied, with what was typed in its form
        given, wanted = _typed(query), applicable(parameters(query), self.names)
        shown = page.index(
            press.edition, self.config, feeds, wanted, given=given, database=self.browse, error=str(error)
        )
        return _page(400, shown)

    def page_error(self, status: int, sentence: str) -> Answer:
        """A page that says in German what went wrong."""
        body = render(
            "error.html",
            shared(self.config, database=self.browse),
            {"title": say(f"error_{status}"), "message": sentence},
        )
        return _page(status, body)

    # ---- feeds ---------------------------------------------------------------------------------------------------

    def _feed(self, name: str, form: str, query: str) -> Resource | Answer:
        published = self.published()
        if published is None:
            return plain(503, refuse("not_ready"), headers={"retry-after": "600"})
        if not query and name in published.feeds:
            return self._file(name, form, published)
        wanted = parse(parameters(query), self.names)
        if name in published.feeds and wanted == Filter():
            return self._file(name, form, published)
        if name in published.feeds or (wanted != Filter() and name == speaking(wanted)):
            return self._filtered(name, form, wanted, published)
        if not query and (pair := self._pair(name)):
            return self._filtered(name, form, pair, published)
        return self._elsewhere(name, form, query, published)

    def _elsewhere(self, name: str, form: str, query: str, published: Published) -> Answer:
        """A name nobody has: renamed, removed, written otherwise, or never heard of."""
        now = published.moved.get(name) or (file_name(name) if file_name(name) in published.feeds else None)
        if now and now != name:
            return redirect(f"{now}.{form}" + (f"?{query}" if query else ""))
        return plain(410, refuse("gone")) if name in published.gone else plain(404, refuse("unknown_feed"))

    def _pair(self, name: str) -> Filter | None:
        """`logistik-owl` needs no parameters: an industry and a region."""
        for region in self.names.regions:
            head = name.removesuffix(f"-{file_name(region)}")
            for industry in self.names.industries if head != name else ():
                if head == file_name(industry):
                    return Filter(branche=(industry,), region=(region,))
        return None

    def _file(self, name: str, form: str, published: Published) -> Resource | Answer:
        return self._read(f"feeds/{name}.{form}", FORMS[form], _changed(published, name), f"{name}.{form}")

    def _filtered(self, name: str, form: str, wanted: Filter, published: Published) -> Resource | Answer:
        key = ("feed", published.stamp, name, form, wanted)
        return self._answers.get(key) or self._remember(key, self._render(name, form, wanted, published))

    def _render(self, name: str, form: str, wanted: Filter, published: Published) -> Resource | Answer:
        press, feeds = self.press()
        # A town, say, may be called like the feed of a region: the filter's own name stands for all that it means.
        known = next((feed for feed in feeds if feed.name == name != speaking(wanted)), None)
        filters = (known.filter, wanted) if known else (wanted,)
        if known and known.group == "changes":
            return plain(404, refuse("unknown_feed"))
        feed = filter_feed(wanted, self.names)
        events = press.edition.index.pick(*filters)
        own = Feed(name, feed.title, feed.text, wanted, "named")
        body = bytes(press.feed(own, form, events, wanted.canonical()))
        # Never older than what left the feed: the main feed's date is.
        return self._resource(body, FORMS[form], changed=_changed(published, ALL), file_name=f"{name}.{form}")

    # ---- pages ---------------------------------------------------------------------------------------------------

    def _index(self, query: str, *, embed: bool) -> Resource | Answer:
        published = self.published()
        if published is None:
            return self.page_error(503, refuse("not_ready"))
        pairs = parameters(query)
        shape = dict(pair for pair in pairs if pair[0] in VIEW)
        seen = views.view(*(shape.get(name, "") for name in VIEW))
        wanted = parse([pair for pair in pairs if pair[0] not in VIEW], self.names)
        given = {} if embed else _typed(query)
        key = ("page", published.stamp, wanted, seen, embed, *given.items())
        return self._answers.get(key) or self._remember(key, self._page(wanted, seen, given, embed))

    def _page(self, wanted: Filter, seen: View, given: Mapping[str, str], embed: bool) -> Resource:
        press, feeds = self.press()
        if embed:
            return self._resource(page.embedded(press.edition, self.config, wanted), PAGE, headers=EMBEDDED)
        body = page.index(press.edition, self.config, feeds, wanted, given=given, database=self.browse, view=seen)
        return self._resource(body, PAGE, headers=SAFE_PAGE)

    def _figures(self) -> Resource | Answer:
        if self.published() is None:
            return self.page_error(503, refuse("not_ready"))
        press, _ = self.press()
        with Store(self.database) as store:
            health = store.health()
        return self._resource(figures.page(press.edition, self.config, health, self.browse), PAGE, headers=SAFE_PAGE)

    def _event(self, uid: str) -> Resource | Answer:
        if self.published() is None:
            return self.page_error(503, refuse("not_ready"))
        press, feeds = self.press()
        with Store(self.database) as store:
            event = store.event(uid := heir(store, uid))
            if event is None:
                return self.page_error(404, refuse("unknown_event"))
            if event.hidden:
                return self.page_error(410, refuse("gone_event"))
            told = store.sightings_of(uid), store.changes(uid=uid)
        edition = press.edition
        shown = edition.shown.get(uid) or Shown(event)
        carried = [feed for feed in feeds if feed.group != "changes" and edition.index.holds(uid, feed.filter)]
        body = eventpage.page(
            shown, *told, carried, self.config, self.names, former=edition.former, database=self.browse
        )
        return self._resource(body, PAGE, changed=event.last_changed, headers=SAFE_PAGE)

    def _asset(self, name: str) -> Resource | Answer:
        return self._read(name, TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream"), None, "")

    # ---- what was published --------------------------------------------------------------------------------------

    def published(self) -> Published | None:
        """The latest publication; None before the first."""
        known = self._published
        self._published = found = latest(self.folder / MANIFEST, known)
        if found is not known:
            self._answers.clear()
        return found

    def press(self) -> tuple[Press, list[Feed]]:
        """A press for the events of the latest publication, and the feeds there are."""
        published = self.published()
        assert published is not None
        with self._loading:
            if self._press is None or self._press[0] != published.stamp:
                self._press = (published.stamp, *self._load(published))
            return self._press[1], self._press[2]

    def _load(self, published: Published) -> tuple[Press, list[Feed]]:
        noon = datetime.combine(published.day, time(11), UTC)
        with calm(keep=True), Store(self.database) as store:
            carried = Carried(self.folder.parent / "parts", self.names)
            edition = editions.read(store, self.config, carried, now=noon)
            feeds, _ = catalogue(self.config, self.names, edition.index, published.feeds)
            press = Press(edition, self.addresses, carried.parts)
            if len(self._words.texts) > FORGET * len(edition.index.events):
                self._words = Words()
            edition.index.prepare()
            edition.index.read(Searched(self._words, edition.marks(), press.text))
        return press, feeds

    def _read(self, name: str, type: str, changed: datetime | None, file_name: str) -> Resource | Answer:
        key = self._key(name)
        if key is None:
            return plain(404, refuse("unknown_feed" if name.startswith("feeds/") else "closed"))
        if known := self._answers.get(key):
            return known
        body = (self.folder / name).read_bytes()
        return self._remember(key, self._resource(body, type, changed=changed, file_name=file_name))

    def _key(self, name: str) -> tuple[Any, ...] | None:
        """Of a file as it lies there now; None without one."""
        try:
            stat = (self.folder / name).stat()
        except FileNotFoundError:
            return None
        return "file", name, stat.st_mtime_ns, stat.st_size

    def _remember(self, key: tuple[Any, ...], found: Resource | Answer) -> Resource | Answer:
        if isinstance(found, Resource):
            self._answers.keep(key, found)
        return found


def _changed(published: Published, name: str) -> datetime:
    """When a published feed last changed, as the manifest says."""
    changed = published.feeds[name].get("changed")
    return datetime.fromisoformat(changed) if changed else EPOCH


def _typed(query: str) -> dict[str, str]:
    return {name: text for name, text in parse_qsl(query) if name in TYPED}


def _page(status: int, body: bytes) -> Answer:
    return Answer(status, {**SAFE_PAGE, "content-type": PAGE, "content-length": str(len(body))}, body)


def _headless(method: str, found: Answer) -> Answer:
    return Answer(found.status, found.headers) if method == "HEAD" else found

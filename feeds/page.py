"""The subscribe page: filter form, hit count, the ways to subscribe, the next events, the catalogue of feeds.

Turns an edition and a filter into what `html/index.html` shows. The same page is written to plain web space
(`static_site`, without a server behind it) and given out by the server. Knows no HTTP.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby, islice
from typing import Any
from urllib.parse import urlsplit

from feeds import eventpages, views, words
from feeds import shown as show
from feeds.edition import Edition
from feeds.filters import NAMES, Filter
from feeds.links import links, qr
from feeds.moments import last_berlin_day
from feeds.select import Pick
from feeds.setting import Addresses, Feed, filter_feed
from feeds.shown import Shown
from feeds.site import missing_links, render, shared
from feeds.views import View
from feeds.words import TEMPLATES, say
from pipeline.config import Config
from pipeline.filterwords import OPEN
from pipeline.localdays import berlin_day
from pipeline.matching.links import VISITOR
from pipeline.model import Event

__all__ = ["assets", "embedded", "index", "missing_links", "static_site"]

LIST = View()
PREVIEW = 20
RADII = (5, 10, 25, 40, 60, 100, 200)
GROUPS = ("all", "named", "region", "industry", "changes")
MORE = (
    "format",
    "thema",
    "online",
    "sprache",
    "ohne",
    "q",
    "kostenlos",
    "abends",
    "passung",
)  # behind "Weitere Auswahl" unless in use


def static_site(edition: Edition, config: Config, feeds: Sequence[Feed]) -> dict[str, bytes]:
    """{path: bytes} of everything a plain web server needs beside the feeds."""
    start = index(edition, config, feeds, Filter(), static=True)
    return {"index.html": start, "robots.txt": robots(), **assets()}


def assets() -> dict[str, bytes]:
    """{path: bytes} of style, script and icon."""
    return {f"assets/{path.name}": path.read_bytes() for path in sorted((TEMPLATES / "assets").iterdir())}


def robots() -> bytes:
    """Feeds may be read by everybody; the database behind them is not for search engines."""
    return b"User-agent: *\nAllow: /$\nAllow: /feeds/\nAllow: /termin/\nDisallow: /-/\nDisallow: /events\n"


def index(
    edition: Edition,
    config: Config,
    feeds: Sequence[Feed],
    wanted: Filter,
    *,
    given: Mapping[str, str] | None = None,
    error: str = "",
    static: bool = False,
    database: str = "",
    view: View = LIST,
) -> bytes:
    """The page. `given`: single values as typed (they are shown again); `error`: a German sentence above the form."""
    site = shared(config, root="" if static else None, database=database)
    addresses = Addresses.of(config)
    feed = known(feeds, wanted) or filter_feed(wanted, edition.names)
    chosen = edition.index.pick(wanted)
    coming, on = edition.coming(chosen), len(edition.taking_place(chosen))
    pages = {*eventpages.chosen(edition)} if static else None
    ways = links(addresses, feed.name, feed.title, "" if feed in feeds else wanted.canonical())
    page = {
        "title": say("error_400") if error else feed.title,
        "filtered": bool(wanted.pairs()),
        "action": site["root"] or "./",
        "static": static,
        "error": error,
        "robots": "noindex" if wanted.pairs() or error else "",
        "hits": on,
        "off": len(coming) - on,
        "open": _open(edition, wanted, on, view),
        "rest": max(0, len(coming) - PREVIEW),
        "months": months(_rows(edition, islice(coming, PREVIEW), addresses, pages)),
        "links": ways,
        "qr": qr(ways["webcal"], feed.title),
        "form": form(edition, wanted),
        "given": {**dict.fromkeys(NAMES, ""), **dict(wanted.pairs()), **(given or {})},
        "catalogue": catalogue_rows(edition, feeds, addresses),
        **_views(edition, chosen, wanted, view, static),
    }
    return render("index.html", site, page)


def _open(edition: Edition, wanted: Filter, hits: int, view: View) -> dict[str, Any]:
    """How many came along although they name none of the industries asked for, and the same choice without them."""
    closed = replace(wanted, offen="nein")
    if wanted == closed or not wanted.branche or OPEN in wanted.branche:
        return {"hits": 0}
    named = len(edition.taking_place(edition.index.pick(closed)))
    return {"hits": hits - named, "href": views.address(closed.canonical(), view.kind)}


def _views(edition: Edition, chosen: Pick, wanted: Filter, view: View, static: bool) -> dict[str, Any]:
    """The ways to look at the choice; plain web space has the list only, filtered by a script that must know this."""
    query = wanted.canonical()
    return {
        "pages": eventpages.MOST,
        "passed": " ".join(sorted(VISITOR)),
        "view": view.kind,
        "views": [] if static else views.switch(query, view.kind),
        "sheet": views.month_sheet(edition, chosen, view, query) if view.kind == "monat" else None,
        "map": views.chart(edition.coming(chosen).cards(), query) if view.kind == "karte" else None,
    }


def embedded(edition: Edition, config: Config, wanted: Filter) -> bytes:
    """The bare list of the next events, for a frame in another page."""
    coming = islice(edition.coming(edition.index.pick(wanted)), PREVIEW)
    title = filter_feed(wanted, edition.names).title
    rows = _rows(edition, coming, Addresses.of(config), None)
    return render("embed.html", shared(config), {"title": title, "months": months(rows), "query": wanted.canonical()})


def known(feeds: Iterable[Feed], wanted: Filter) -> Feed | None:
    """The published feed that carries exactly this filter, if there is one."""
    return next((feed for feed in feeds if feed.filter == wanted and feed.group != "changes"), None)


def form(edition: Edition, wanted: Filter) -> dict[str, Any]:
    """The options of every list of the form that have (had) events, with how many take place, and which are chosen."""
    names, index = edition.names, edition.index
    presence = {value: say(f"presence_{value}") for value in ("nein", "ja", "hybrid")}
    lists: Mapping[str, Mapping[str, str]] = {
        "branche": names.industries,
        "region": names.regions,
        "format": names.formats,
        "thema": names.topics,
        "online": presence,
        "sprache": {code: name for code, name in names.languages.items() if index.count("sprache", code)},
    }
    made: dict[str, Any] = {
        name: options(
            {key: title for key, title in titles.items() if index.count(name, key) or key in getattr(wanted, name)},
            getattr(wanted, name),
            {key: edition.count(name, key) for key in titles},
        )
        for name, titles in lists.items()
    }
    made["every"] = edition.count("branche", OPEN)
    made["ohne"] = options({**names.formats, **names.topics}, wanted.ohne, {})
    made["open"] = {name: any(option["checked"] for option in made[name]) for name in (*lists, "ohne")}
    made["more"] = any(getattr(wanted, name) for name in MORE) or (wanted.offen, wanted.abgesagt) != ("ja", "zeigen")
    made["umkreis"] = sorted({*RADII, *([wanted.umkreis] if wanted.umkreis else [])})
    return made


def options(titles: Mapping[str, str], chosen: Sequence[str], counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Checkboxes of one list."""
    return [
        {"id": key, "name": title, "checked": key in chosen, "count": counts.get(key)} for key, title in titles.items()
    ]


def _rows(
    edition: Edition, events: Iterable[Event], addresses: Addresses, pages: Container[str] | None
) -> list[dict[str, Any]]:
    return [row(edition.shown[event.uid], edition, addresses, pages) for event in events]


def row(shown: Shown, edition: Edition, addresses: Addresses, pages: Container[str] | None) -> dict[str, Any]:
    """One line of the list. `pages`: the UIDs that have a page on plain web space, other titles lead to the source
    there; None: the server has one of each."""
    event, start = shown.event, shown.event.when.start
    first = berlin_day(start)
    clock = say("clock", time=words.clock(start)) if isinstance(start, datetime) else say("whole_day")
    return {
        "status": event.status,
        "title": show.plain_title(event),
        "datetime": start.isoformat(),
        "weekday": words.words()["weekdays"][first.weekday()],
        "day": f"{first.day}.",
        "month": f"{words.words()['months'][first.month - 1]} {first.year}",
        "clock": say("until", day=words.short(last_berlin_day(event))) if last_berlin_day(event) > first else clock,
        "where": show.place(event) or say("somewhere"),
        "tags": show.tag_names(event, edition.names)[:6],
        "marks": show.marks(shown),
        "href": _href(shown, addresses, pages),
        "source": shown.url,
        "source_name": show.source_name(shown),
        "unverified": shown.unverified,
    }


def _href(shown: Shown, addresses: Addresses, pages: Container[str] | None) -> str:
    if pages is None:
        return urlsplit(addresses.event(shown.event.uid)).path
    return eventpages.name(shown.event.uid) if shown.event.uid in pages else shown.url or addresses.page()


def months(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows under headings "Dezember 2026"."""
    return [{"name": name, "rows": list(group)} for name, group in groupby(rows, key=lambda row: row["month"])]


def catalogue_rows(edition: Edition, feeds: Sequence[Feed], addresses: Addresses) -> list[dict[str, Any]]:
    """All published feeds by group, with how many events take place."""
    groups = []
    for group in GROUPS:
        rows = [_feed_row(edition, feed, addresses) for feed in feeds if feed.group == group]
        if rows:
            groups.append({"name": say(f"group_{group}"), "feeds": rows})
    return groups


def _feed_row(edition: Edition, feed: Feed, addresses: Addresses) -> dict[str, Any]:
    coming = len(edition.taking_place(edition.index.pick(feed.filter)))
    every = _open(edition, feed.filter, coming, LIST)["hits"]
    return {"title": feed.title, "hits": coming - every, "every": every, **links(addresses, feed.name, feed.title)}

"""Datasette's door to this room: `/`, `/feeds/…`, `/termin/…` beside the database, as a plugin for Datasette 0.65.

What is answered is decided in `server`; here are only the routes, the closed surfaces and how the server is started.
Datasette itself (1 s to import) is imported when something is served.
"""

from __future__ import annotations

import asyncio
import csv
import io
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pluggy import HookimplMarker

from feeds.current import Current
from feeds.http import Answer
from feeds.metadata import metadata
from feeds.server import Site
from feeds.translated import Translated
from feeds.words import TEMPLATES, refuse
from pipeline.config import Config, load

hook = HookimplMarker("datasette")  # what `datasette.hookimpl` is, without its second of import time
DATABASE = "events"
UID_TAIL = "@pitchradar"  # tells an event's UID from other ids
OURS = re.compile(r"/|/einbetten|/zahlen|/(?:feeds|termin|assets)/.*|/robots\.txt|/betrieb\.rss")
CLOSED = r"^/-/(?!static).*$"  # Datasette's own pages about versions, settings, actors, plugins
SETTINGS: Mapping[str, Any] = {
    "default_allow_sql": False,
    "allow_download": False,
    "allow_facet": True,
    "allow_csv_stream": False,
    "sql_time_limit_ms": 1000,
    "max_returned_rows": 1000,
    "default_page_size": 50,
    "facet_time_limit_ms": 300,
    "default_facet_size": 10,  # the others are a click away, and the rows near
    "suggest_facets": False,  # the useful ones are set
    "truncate_cells_html": 160,
    "num_sql_threads": 3,
}
_FORMULA = re.compile(r"^[=+\-@\t\r]")


@hook
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """Plugin hook: surfaces that stay closed. Nothing when Datasette was not started by `serve`."""
    return [(CLOSED, _closed)] if site_of(datasette) else []


async def _closed() -> Any:
    from datasette.utils.asgi import Response

    return Response(refuse("closed"), status=404, content_type="text/plain; charset=utf-8")


def site_of(datasette: Any) -> Site | None:
    """The site that this Datasette serves."""
    current = _current(datasette)
    return current.site if current else None


def _current(datasette: Any) -> Current | None:
    """The same under the config of the latest publication, kept on Datasette; built from the plugin's settings."""
    if not hasattr(datasette, "_pitchradar"):
        given = datasette.plugin_config("pitchradar") or {}
        datasette._pitchradar = _of(given) if "public" in given else None
    current: Current | None = datasette._pitchradar
    return current


def _of(given: Mapping[str, Any]) -> Current:
    config = given["config"] if isinstance(given["config"], Config) else load(Path(given["config"]))
    public, database = Path(given["public"]), Path(given["database"])
    return Current(lambda now: Site(public, database, now, browse=f"/{DATABASE}"), config, given.get("again"))


async def _renewed(datasette: Any, current: Current) -> Site:
    """The site as of now; Datasette's own pages learn of a new config, too."""
    if current.is_new and (config := await asyncio.to_thread(current.renew)):
        datasette._metadata_local.update(metadata(config))
    return current.site


@hook
def filters_from_request(database: str, table: str, datasette: Any) -> Any:
    """Plugin hook: what a person hid is in no list of rows."""
    from datasette.filters import FilterArguments

    from feeds.browsed import SEEN

    return FilterArguments([SEEN[table]]) if site_of(datasette) and table in SEEN else None


@hook
def permission_allowed(datasette: Any, action: str, resource: Any) -> bool | None:
    """Plugin hook: tables that would tell of what is hidden are closed."""
    from feeds.browsed import CLOSED

    closed = action == "view-table" and resource[1].lower().startswith(CLOSED)
    return False if closed and site_of(datasette) else None


@hook
def extra_css_urls(datasette: Any) -> list[str]:
    """Plugin hook: contrast on Datasette's pages."""
    return ["/assets/database.css"] if site_of(datasette) else []


@hook
def extra_js_urls(datasette: Any) -> list[str]:
    """Plugin hook: labels on Datasette's pages."""
    return ["/assets/database.js"] if site_of(datasette) else []


@hook
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Plugin hook: Datasette's templates in German."""
    if site_of(datasette):
        env.add_extension(Translated)


@hook
def render_cell(value: Any, column: str) -> Any:
    """Plugin hook: an event's UID leads to its public page."""
    from markupsafe import Markup

    if column not in ("uid", "Kennung") or not isinstance(value, str) or not value.endswith(UID_TAIL):
        return None
    return Markup('<a href="/termin/{}">{}</a>').format(quote(value, safe="@"), value)


@hook
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Plugin hook: answers our own paths before Datasette does, and defuses formulas in its CSV exports.

    Routes inside Datasette get `Vary: Cookie, Authorization`, and `no-store` when a request has a cookie: a feed is
    the same for everybody, and caches must know that.
    """
    current = _current(datasette)

    def wrap(app: Any) -> Any:
        async def wrapped(scope: Any, receive: Any, send: Any) -> None:
            if current is None or scope["type"] != "http":
                await app(scope, receive, send)
                return
            site = await _renewed(datasette, current)
            if OURS.fullmatch(scope["path"]) or scope["path"] in site.own:
                await _send(await _made(site, scope), send)
            else:
                await app(scope, receive, _Defused(send) if scope["path"].endswith(".csv") else send)

        return wrapped

    return wrap


async def _made(site: Site, scope: Any) -> Answer:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    path = scope.get("raw_path", b"").decode("latin-1").partition("?")[0] or scope["path"]
    asked = (scope["method"], path, scope["query_string"].decode("latin-1"), headers)
    made = site.quick(*asked)
    return made if made is not None else await asyncio.to_thread(site.answer, *asked)


async def _send(made: Answer, send: Any) -> None:
    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in made.headers.items()]
    await send({"type": "http.response.start", "status": made.status, "headers": pairs})
    await send({"type": "http.response.body", "body": made.body})


class _Defused:
    """Collects a CSV answer (at most max_returned_rows rows) and sends it without formulas."""

    def __init__(self, send: Any) -> None:
        self.send, self.start, self.body = send, None, b""

    async def __call__(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        await self.send(_without_length(self.start))
        await self.send({"type": "http.response.body", "body": defused(self.body)})


def _without_length(start: Any) -> Any:
    return {**start, "headers": [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]}


def defused(data: bytes) -> bytes:
    """CSV whose cells never begin like a formula: an apostrophe stands before = + - @ (numbers stay)."""
    out = io.StringIO()
    rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    csv.writer(out).writerows([[_cell(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8")


def _cell(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) and not re.fullmatch(r"[+-]?\d+([.,]\d+)?", text) else text


def application(folder: Path, config: Config, again: Callable[[], Config] | None = None) -> Any:
    """The Datasette of a data folder (`events.db`, `public/`), ready for `app()`. The database is never opened -i.
    `again` reads the config anew after a publication."""
    from datasette import app, handle_exception

    from feeds.browsed import Browsed

    handle_exception.rich = None  # which prints every 404 with all its locals; our own errors are logged without it

    database = folder / "events.db"
    plugin = {"public": str(folder / "public"), "database": str(database), "config": config, "again": again}
    about = metadata(config) | {"plugins": {"pitchradar": plugin}}
    served = app.Datasette(
        [str(database)],
        metadata=about,
        settings=dict(SETTINGS),
        template_dir=str(TEMPLATES / "datasette"),
        cors=False,
    )
    served.remove_database(DATABASE)
    served.add_database(Browsed(served, path=str(database)), name=DATABASE)
    return served


def serve(folder: Path, port: int, config: Config, *, host: str = "127.0.0.1") -> None:
    """Serve a data folder until interrupted, each publication under the config as it is then. Blocks."""
    import uvicorn

    served = application(folder, config, lambda: load(config.folder)).app()
    uvicorn.run(served, host=host, port=port, log_level="warning", server_header=False)

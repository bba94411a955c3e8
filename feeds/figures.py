"""The page of figures (`/zahlen`): events per week, region and industry, and how the sources are. Bars without scripts.

Counts what an edition holds; renders with `html/figures.html`. Knows no HTTP and no SQL.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from feeds import words
from feeds.edition import Edition
from feeds.site import render, shared
from feeds.words import label, say
from pipeline.config import Config
from pipeline.filterwords import OPEN
from pipeline.store.rows import Row

WEEKS = 16  # shown, from this one on


def page(edition: Edition, config: Config, health: Sequence[Row], database: str = "") -> bytes:
    """The whole page. `health`: rows of the store's view of that name."""
    coming = edition.taking_place(edition.index.pick())
    charts = [
        _chart("figures_week", weeks((card.first_day for card in coming.cards()), edition.today)),
        _chart("figures_region", named(edition, "region", edition.names.regions)),
        _chart(
            "figures_industry", named(edition, "branche", {**edition.names.industries, OPEN: say("every_industry")})
        ),
        _chart(
            "figures_health", [(label("health", key), n) for key, n in Counter(r["health"] for r in health).items()]
        ),
    ]
    troubled = [trouble(row) for row in health if row["health"] in ("red", "yellow")]
    view = {"title": say("figures"), "hits": len(coming), "charts": charts, "troubled": troubled}
    return render("figures.html", shared(config, database=database), view)


def weeks(days: Iterable[int], today: date) -> list[tuple[str, int]]:
    """(calendar week, events that begin in it) from this week on, empty ones too; `days`: ordinals."""
    monday = today - timedelta(days=today.weekday())
    starts = [monday + timedelta(weeks=i) for i in range(WEEKS)]
    counts = Counter(day - timedelta(days=day.weekday()) for day in map(date.fromordinal, days))
    return [(say("week", week=start.isocalendar().week, day=words.short(start)), counts[start]) for start in starts]


def named(edition: Edition, parameter: str, titles: Mapping[str, str]) -> list[tuple[str, int]]:
    """(name, events) of every value that has any, the largest first."""
    counted = [(title, edition.count(parameter, key)) for key, title in titles.items()]
    return sorted(((title, n) for title, n in counted if n), key=lambda row: (-row[1], row[0]))


def trouble(row: Row) -> dict[str, Any]:
    """A source that needs somebody: name, state, cause, last success."""
    last = words.day(datetime.fromisoformat(row["last_ok"])) if row["last_ok"] else say("never")
    return {
        "name": row["title"] or row["id"],
        "health": label("health", row["health"]),
        "cause": row["cause"] or "",
        "last": last,
    }


def _chart(key: str, rows: Sequence[tuple[str, int]]) -> dict[str, Any]:
    return {"id": key, "title": say(key), "most": max((n for _, n in rows), default=0), "rows": rows}

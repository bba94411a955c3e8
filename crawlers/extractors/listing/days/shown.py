"""The lines of a page and its dates: those it prints, and those it only implies."""

from __future__ import annotations

from datetime import date

from lxml import html

from crawlers.extractors.listing.days import (
    attributes,
    behind,
    clusters,
    hints,
    order,
    pairs,
    programme,
    relative,
    seasons,
    stamps,
)
from crawlers.extractors.listing.days.cluster import Dates
from crawlers.extractors.listing.layout import lines
from crawlers.extractors.listing.layout.layout import Layout


def read(root: html.HtmlElement, today: date, timezone: str) -> tuple[Layout, Dates]:
    """The page as readers see it on `today`, and its dates."""
    lang = root.get("lang") or ""
    layout = pairs.spelled(lines.read(root), lang, timezone, today)
    dates = clusters.find(layout)
    if told := attributes.find(root, layout, dates, today) | hints.find(layout, dates):
        layout = pairs.spelled(lines.read(root, told), lang, timezone, today)
        dates = clusters.find(layout)
    if named := relative.spelled(layout, dates, today):
        layout, dates = named, clusters.find(named)
    programme.parts(layout, dates)
    stamps.complete(layout, dates, today)
    seasons.years(layout, dates)
    behind.years(layout, dates, today)
    order.years(layout, dates, today)
    return layout, dates

"""Kinds whose best form is a calendar file at a known address: WordPress, TYPO3, Plone, Nextcloud, Google, Mobilizon.

A page of such a kind only leads to the file; a page that gives the file's address away is preferred to a guessed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from crawlers.extractors import native
from crawlers.extractors.html import absolute, decode
from pipeline.model import Follow, Page, RawEvent, Source


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where a platform's calendar file is: `link` finds it on the page, else it is `path` on the site."""

    link: str
    path: str | None = None


# The beginning of an address, as far as it goes. It begins after a quote or blank and nowhere else: tried at every
# letter of a script without either, a search would be quadratic.
_RUN = r"(?<![^\"'\s])[^\"'\s]+"
_REST = r"[^\"'\s]*"
CALENDARS: Mapping[str, Calendar] = {
    "events_manager": Calendar(rf"{_RUN}/events\.ics{_REST}", "/events.ics"),
    "event_organiser": Calendar(rf"{_RUN}/feed/eo-events/?{_REST}", "/feed/eo-events/"),
    "ai1ec": Calendar(
        rf"{_RUN}ai1ec_exporter_controller{_REST}",
        "/?plugin=all-in-one-event-calendar&controller=ai1ec_exporter_controller&action=export_events&no_html=true",
    ),
    "my_calendar": Calendar(rf"{_RUN}/feed/my-calendar-ics/?{_REST}", "/feed/my-calendar-ics/"),
    "calendarize": Calendar(rf"(?:{_RUN})?[?&]type=\d{{1,9}}[^\"'\s]{{0,300}}(?:ics|ical){_REST}|{_RUN}\.ics{_REST}"),
    "plone": Calendar(rf"{_RUN}/ics_view{_REST}", "{path}/ics_view"),
    "nextcloud": Calendar(rf"{_RUN}/public-calendars/[\w-]{{1,200}}/?\?export", None),
    "google_calendar": Calendar(r"https://calendar\.google\.com/calendar/ical/[^\"'\s]{1,300}/public/basic\.ics"),
    "mobilizon": Calendar(rf"{_RUN}/feed/ics", "{path}/feed/ics"),
}
_WEBCAL = re.compile(r"^(?:webcals?|feed):(?://)?(?=https?:)?", re.IGNORECASE)
_EMBEDDED = re.compile(
    r"calendar\.google\.com/calendar/(?:u/\d/)?(?:embed|r)?\?[^\"'\s]{0,500}?\b(?:src|cid)=([^&\"'\s]+)"
)
_SHARED = re.compile(r"/apps/calendar/(?:p|embed)/([\w-]+)")


def extract(page: Page, source: Source) -> Iterator[RawEvent | Follow]:
    """The events of the calendar file, or the request for it."""
    kind = source.kind or "ics"
    if native.is_calendar(page):
        yield from native.calendar(page, source, kind)
    elif url := endpoint(page, kind):
        yield native.feed(url)


def endpoint(page: Page, kind: str) -> str | None:
    """The address of the page's calendar file, as the page names it or as the platform has it; None when unknown."""
    calendar = CALENDARS.get(kind)
    text = decode(page).replace("&amp;", "&").replace("\\/", "/")
    if calendar is None:
        return None
    match = re.search(calendar.link, text)
    if match:
        return absolute(page, _WEBCAL.sub("https:" if "://" not in match[0][7:] else "", match[0]))
    return _special(kind, page, text) or (native.site(page) + _path(calendar, page) if calendar.path else None)


def _path(calendar: Calendar, page: Page) -> str:
    return (calendar.path or "").replace("{path}", urlsplit(page.url).path.rstrip("/"))


def _special(kind: str, page: Page, text: str) -> str | None:
    """Embedded Google calendars name their id; a shared Nextcloud calendar its token."""
    if kind == "google_calendar" and (match := _EMBEDDED.search(text) or _EMBEDDED.search(page.url)):
        return f"https://calendar.google.com/calendar/ical/{quote(unquote(match[1]), safe='')}/public/basic.ics"
    if kind == "nextcloud" and (match := _SHARED.search(page.url)):
        return f"{native.site(page)}/remote.php/dav/public-calendars/{match[1]}?export"
    return None

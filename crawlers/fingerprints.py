"""What gives a platform away: tables of marks on its pages and in its answers. Data, no logic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

READS_PAGES = frozenset({"listing", "schema_org", "microformats"})  # ways to read a page of no platform

Where = Literal["host", "path", "header", "body"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A literal mark of a platform: `text` occurs in `where`. `score` 0..1: how sure it makes."""

    kind: str
    where: Where
    text: str
    score: float


MARKS: tuple[Mark, ...] = (
    Mark("meetup", "host", "meetup.com", 0.98),
    Mark("meetup", "body", '"__APOLLO_STATE__"', 0.9),
    Mark("luma", "host", "lu.ma", 0.98),
    Mark("luma", "host", "luma.com", 0.98),
    Mark("luma", "body", "luma://calendar/cal-", 0.95),
    Mark("luma", "body", '"calendar_api_id"', 0.9),
    Mark("eventbrite", "host", "eventbrite.de", 0.98),
    Mark("eventbrite", "host", "eventbrite.com", 0.98),
    Mark("eventbrite", "host", "eventbrite.at", 0.98),
    Mark("eventbrite", "host", "eventbrite.ch", 0.98),
    Mark("eventbrite", "host", "eventbrite.co.uk", 0.98),
    Mark("eventbrite", "body", "window.__SERVER_DATA__", 0.6),
    Mark("tec", "header", "x-tec-api-root", 0.98),
    Mark("tec", "header", "x-tec-api-version", 0.98),
    Mark("tec", "body", 'name="tec-api-version"', 0.97),
    Mark("tec", "body", "tribe/events/v1", 0.95),
    Mark("tec", "body", "tribe\\/events\\/v1", 0.95),
    Mark("tec", "body", "/plugins/the-events-calendar/", 0.9),
    Mark("pretix", "host", "pretix.eu", 0.95),
    Mark("pretix", "body", "<pretix-widget", 0.6),  # an embedded shop: the page around it is the better source
    Mark("pretix", "body", "/static/pretixpresale/", 0.93),
    Mark("sf_event_mgt", "body", "tx_sfeventmgt_", 0.85),
    Mark("sf_event_mgt", "body", "event-list-item", 0.4),
    Mark("calendarize", "body", "tx_calendarize", 0.85),
    Mark("calendarize", "body", "calendarize-", 0.7),
    Mark("typo3_cal", "body", "_func=genIcs", 0.92),
    Mark("typo3_cal", "body", "tx_cal_controller", 0.8),
    Mark("events_manager", "body", "/plugins/events-manager/", 0.9),
    Mark("event_organiser", "body", "/plugins/event-organiser/", 0.9),
    Mark("event_organiser", "body", "/feed/eo-events", 0.95),
    Mark("ai1ec", "body", "ai1ec_exporter_controller", 0.95),
    Mark("ai1ec", "body", "/plugins/all-in-one-event-calendar/", 0.9),
    Mark("my_calendar", "body", "/plugins/my-calendar/", 0.9),
    Mark("mec", "body", "/plugins/modern-events-calendar", 0.88),
    Mark("mec", "body", "mec-event-article", 0.9),
    Mark("bevy", "body", "Globals.chapter_id", 0.95),
    Mark("hi_events", "body", "/api/public/organizers/", 0.9),
    Mark("hi_events", "body", 'content="Hi.Events', 0.9),
    Mark("mobilizon", "body", 'content="Mobilizon', 0.95),
    Mark("mobilizon", "body", '"searchEvents"', 0.9),
    Mark("gancio", "body", 'content="Gancio', 0.93),
    Mark("gancio", "body", '"start_datetime"', 0.82),
    Mark("localist", "body", "localist_url", 0.93),
    Mark("localist", "body", "localist.com", 0.85),
    Mark("odoo", "body", "o_wevent_", 0.9),
    Mark("odoo", "host", "odoo.com", 0.6),
    Mark("plone", "body", "/ics_view", 0.9),
    Mark("nextcloud", "path", "/apps/calendar/p/", 0.93),
    Mark("nextcloud", "path", "/apps/calendar/embed/", 0.93),
    Mark("nextcloud", "body", "/remote.php/dav/public-calendars/", 0.93),
    Mark("google_calendar", "body", "calendar.google.com/calendar/ical/", 0.9),
    Mark("google_calendar", "body", "calendar.google.com/calendar/embed?", 0.85),
    Mark("microformats", "body", '"h-event', 0.75),
    Mark("microformats", "body", '"vevent', 0.75),
    Mark("rss", "body", "jsonfeed.org/version/", 0.95),
    Mark("schema_org", "body", '"startDate"', 0.7),
    Mark("schema_org", "body", "schema.org/Event", 0.65),
)

"""Pages with more events than are read: the run knows, and what is left out is far away."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.detect import extract
from crawlers.extractors import MAX_EVENTS
from crawlers.extractors.html import MAX_BYTES
from crawlers.runner import crawl
from crawlers.visit import visit
from pipeline.config import Settings
from pipeline.crawled import CrawlState
from pipeline.model import Page, RawEvent, Source
from tests.loopback import loopback
from tests.test_crawl_rules import NOW, SITE, Site, read

MANY = MAX_EVENTS + 200
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{}END:VCALENDAR\r\n"
EVENT = "BEGIN:VEVENT\r\nUID:{0}\r\nSUMMARY:Abend {0}\r\nDTSTART:{1:%Y%m%d}T180000Z\r\n{2}END:VEVENT\r\n"


def events_of(body: str) -> list[RawEvent]:
    return extract(Page(SITE.url, 200, {}, body.encode(), NOW), Source("s", SITE.url))[1]


def feed(count: int) -> str:
    item = "<item><title>5.12.2026 Abend {0}</title><link>https://verein.example/{0}</link></item>"
    return f'<rss version="2.0"><channel>{"".join(map(item.format, range(count)))}</channel></rss>'


def scripts(count: int) -> str:
    told = {"@type": "Event", "startDate": "2026-12-05T18:00:00+01:00"}
    each = (json.dumps({**told, "name": f"Abend {at}", "url": f"/{at}"}) for at in range(count))
    return "<html>" + "".join(map('<script type="application/ld+json">{}</script>'.format, each)) + "</html>"


def links(count: int) -> str:
    at = "https://calendar.google.com/calendar/render?action=TEMPLATE"
    each = f"<a href='{at}&amp;text=Abend+{{}}&amp;dates=20261205'>+</a>"
    return "<html>" + "<a href='/'>weiter</a>" * 2_000 + "".join(map(each.format, range(count))) + "</html>"


@pytest.mark.parametrize(("form", "count"), [(feed, 2_100), (scripts, 400), (links, 100)])
def test_a_long_page_is_read_to_its_end(form: Callable[[int], str], count: int) -> None:
    assert len(events_of(form(count))) == count


def test_of_a_long_calendar_the_nearest_are_kept_and_one_too_many() -> None:
    archive = (EVENT.format(at, NOW - timedelta(days=MANY - at), "") for at in range(MANY))
    found = events_of(CALENDAR.format("".join(archive)))
    assert len(found) == MAX_EVENTS + 1
    assert max(str(raw.start) for raw in found) > "2026-11-20"


@pytest.mark.parametrize(("series", "rule", "to_come"), [(100, "WEEKLY", 40), (200, "DAILY", 20)])
def test_a_calendar_of_many_series_loses_far_dates_and_no_series(series: int, rule: str, to_come: int) -> None:
    first = datetime(2026, 1, 1, tzinfo=UTC)
    body = CALENDAR.format("".join(EVENT.format(at, first, f"RRULE:FREQ={rule}\r\n") for at in range(series)))
    found = events_of(body)
    near = Counter(raw.title for raw in found if str(raw.start) > NOW.isoformat())
    assert (len(found), len(near)) == (MAX_EVENTS + 1, series)
    assert min(near.values()) >= to_come


def test_series_without_a_uid_are_series_of_their_own() -> None:
    one = "BEGIN:VEVENT\r\nSUMMARY:{}\r\nDTSTART:20261201T180000Z\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\n"
    found = events_of(CALENDAR.format(one.format("Abend") + one.format("Chor")))
    assert Counter(raw.title for raw in found) == {"Abend": 3, "Chor": 3}


def test_a_run_that_read_no_more_is_incomplete_and_says_so() -> None:
    site = Site({SITE.url: "".join(f"event {at}\n" for at in range(MANY))}, NOW)
    done = asyncio.run(visit(SITE, CrawlState(), site, read))
    assert (len(done.events), done.cut, done.complete) == (MAX_EVENTS, True, False)
    assert [issue.message for issue in done.trip.issues] == ["more than 10,000 events on one page"]


def test_a_page_of_more_than_is_read_is_incomplete_and_says_so(tmp_path: Path) -> None:
    page = f"{scripts(2)}<!-- {'x' * MAX_BYTES} --><p>Abend am 5.12.2026</p>"
    with loopback() as server:
        source = Source("haus", server.site({"/": page}) + "/", follow={"details": False})
        (report,) = crawl([source], {}, tmp_path, Settings(allow_hosts=("127.0.0.0/8",), delay=0.0), now=NOW)
    assert (report.cause, report.events, report.cut, report.complete) == (None, 2, True, False)
    assert [issue.message for issue in report.issues] == ["more than 8 MB on one page: not read to its end"]

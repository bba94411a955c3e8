"""The change feed: new, moved, cancelled, and a digest of every week that is over. Pure; writes no format itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import islice
from operator import itemgetter
from typing import Any

from feeds import evidence, rss
from feeds.edition import Edition
from feeds.history import History
from feeds.moments import PAST, ZONE
from feeds.newsfeed import Entry, stamp
from feeds.words import say
from pipeline.localdays import berlin_day
from pipeline.model import Change

SHOWN = ("new", "moved", "corrected", "cancelled", "postponed", "rescheduled", "returned", "sold_out", "not_listed")
_MOVED = ("moved", "postponed", "rescheduled")
WEEK = timedelta(days=7)


def entries(edition: Edition, page: str, most: int) -> list[Entry]:
    """The newest entries of the change feed, the newest first; what is older is not even made."""
    history = History(edition.changes)
    told = [change for change in edition.changes if change.kind in SHOWN]
    found: list[tuple[datetime, str, Change | Entry]] = [
        *((stamp(change.at), rss.change_guid(change), change) for change in told),
        *((entry.published, entry.guid, entry) for entry in digests(told, edition.today, page)),
    ]
    newest = (one for _, _, one in sorted(found, key=itemgetter(0, 1), reverse=True))
    made = (one if isinstance(one, Entry) else _entry(edition, one, history) for one in newest)
    return list(islice(filter(None, made), most))


def _entry(edition: Edition, change: Change, history: History) -> Entry | None:
    """None for no news: lists only took up or dropped what was cancelled by then, or we do not read them any more."""
    shown = edition.shown[change.uid]
    if evidence.is_unread(change):
        return None
    if change.fields.keys() == {"listed"} and history.then(shown, change).event.status == "cancelled":
        return None
    return rss.change_entry(shown, change, edition.names, history)


def digests(told: Iterable[Change], today: date, page: str) -> list[Entry]:
    """One entry for every ISO week that is over and lies wholly within what a feed remembers, dated by its end."""
    counts: dict[date, Counter[str]] = {}
    for change in told:
        monday = berlin_day(change.at) - timedelta(days=berlin_day(change.at).weekday())
        if today - PAST <= monday and monday + WEEK <= today:
            counts.setdefault(monday, Counter())[change.kind] += 1
    return [_digest(monday, counted, page) for monday, counted in sorted(counts.items())]


def _digest(monday: date, counted: Counter[str], page: str) -> Entry:
    year, week, _ = monday.isocalendar()
    moved = sum(counted[kind] for kind in _MOVED)
    title = say("digest_title", week=week, year=year, new=counted["new"], moved=moved, cancelled=counted["cancelled"])
    at = stamp(datetime.combine(monday + WEEK, time(), ZONE))
    return Entry(f"{rss.TAG}woche/{year}-W{week:02}", title, f"<p>{title}</p>", title, at, at, page)


def json_item(entry: Entry) -> dict[str, Any]:
    """An entry as an item of JSON Feed 1.1."""
    made = {
        "id": entry.guid,
        "url": entry.link,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "tags": [category.name for category in entry.categories],
    }
    return {key: value for key, value in made.items() if value is not None}

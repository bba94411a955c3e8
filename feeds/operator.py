"""The operator's feed: incidents that opened and closed, and errors somebody should look at, as RSS.

Written beside the public feeds (`betrieb.rss`), linked nowhere. Strangers' raw texts (an Issue's `value`) are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

from feeds import files
from feeds.checks import CHECKS
from feeds.moments import EPOCH
from feeds.newsfeed import Channel, Entry, rss, rss_item, stamp
from feeds.rss import TAG
from feeds.setting import Addresses
from feeds.words import label, say
from pipeline.config import Config
from pipeline.store import Store
from pipeline.store.incidents import Incident, incidents
from pipeline.store.rows import Row

NAME = "betrieb.rss"
KEPT = timedelta(days=30)
MOST = 200


def write(store: Store, config: Config, folder: Path, *, now: datetime) -> bool:
    """Bring `folder/betrieb.rss` up to date; True when something was written. Equal stores give equal bytes."""
    since = now - KEPT
    found = [*_incidents(store, config, since), *_errors(store, config, since)]
    found.sort(key=lambda entry: (entry.published, entry.guid), reverse=True)
    latest = max((entry.published for entry in found), default=EPOCH)
    page = Addresses.of(config).page()
    address = f"{page.rstrip('/')}/{NAME}"
    name = say("operator_feed", name=config.settings.name)
    channel = Channel(f"{TAG}feed/betrieb", name, say("operator_feed_text"), address, page, latest)
    return files.put(folder / NAME, rss(channel, [rss_item(entry) for entry in found[:MOST]]), CHECKS["rss"])


def _incidents(store: Store, config: Config, since: datetime) -> Iterator[Entry]:
    for incident in incidents(store, since):
        if incident.source_id not in config.sources:
            continue
        yield _entry(config, incident, "incident_open", incident.since)
        if incident.until:
            yield _entry(config, incident, "incident_closed", incident.until)


def _entry(config: Config, incident: Incident, sentence: str, at: datetime) -> Entry:
    source = config.sources[incident.source_id]
    title = say(sentence, source=source.title or source.id, cause=label("cause", incident.cause))
    text = f"{source.id}: {incident.why}"
    guid = f"{TAG}betrieb/{source.id}/{stamp(incident.since).isoformat()}/{sentence}"
    return Entry(guid, title, f"<p>{escape(text)}</p>", text, stamp(at), stamp(at), source.url)


def _errors(store: Store, config: Config, since: datetime) -> Iterator[Entry]:
    """Each kind of error of a source once; held runs are incidents' business."""
    told: dict[tuple[str, str], list[Row]] = {}
    for row in store.issues():
        if row["level"] == "error" and row["stage"] != "judge" and row["last_seen"] >= since.isoformat():
            told.setdefault((row["source_id"] or "", row["message"]), []).append(row)
    for (source_id, message), rows in told.items():
        if source_id and source_id not in config.sources:
            continue
        first = min(datetime.fromisoformat(row["first_seen"]) for row in rows)
        url = config.sources[source_id].url if source_id else None
        title = f"{source_id}: {message}" if source_id else message
        guid = f"{TAG}betrieb/{rows[-1]['id']}"
        text = say("error_seen", count=sum(row["count"] for row in rows))
        yield Entry(guid, title, f"<p>{escape(text)}</p>", text, stamp(first), stamp(first), url)

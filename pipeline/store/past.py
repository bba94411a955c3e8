"""What was earlier: versions of events no longer stored, where they went, who showed events. SQL, nothing decided."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from pipeline.model import Event
from pipeline.store import MERGED, Store
from pipeline.store.rows import event_of


def last_versions(store: Store, uids: Iterable[str]) -> dict[str, Event]:
    """What was published last of events that are no longer stored: their SEQUENCE goes on from there."""
    sql = """select uid, data, max(at) from versions
             where uid in (select value from json_each(?)) and data != ? group by uid"""
    return {uid: event_of(data) for uid, data, _ in store.rows(sql, json.dumps([*uids]), MERGED)}


def heir(store: Store, uid: str) -> str:
    """The UID under which an event is found today: its own, unless it was found to be another one."""
    sql = "select fields from changes where uid = ? and kind = 'merged' order by at desc, id desc limit 1"
    seen: set[str] = set()
    while uid not in seen and store.event(uid) is None and (found := store.column(sql, uid)):
        seen.add(uid)
        uid = json.loads(found[0])["uid"][1]
    return uid


def ever_fruitful(store: Store) -> set[str]:
    """The ids of the sources that showed an event in any run that is remembered."""
    return set(store.column("select distinct source_id from runs where found > 0"))


def coming_of(store: Store, source_id: str, today: date) -> tuple[int, int]:
    """How many events in the feeds that are not over a source shows, and how many of them no other source does."""
    sql = """select count(*), coalesce(sum(sources = 1), 0) from (
               select count(distinct source_id) as sources, max(source_id = ?) as mine
               from sightings join events using (uid)
               where startup_relevant = 1 and hidden = 0 and events.last_day >= ? group by uid)
             where mine"""
    ((shown, alone),) = store.rows(sql, source_id, today.isoformat())
    return shown, alone

"""What the store knows of events beside themselves: where they were seen, and what happened."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from pipeline.store import Store


class Seen(NamedTuple):
    """Where an event was seen: its UID, the source, its own address there, and the page that shows it."""

    uid: str
    source_id: str
    url: str | None
    page: str | None


def seen_on(store: Store, since: date) -> list[Seen]:
    """Where events from a day on were seen; of each the listed ones first, then the oldest. The plus: all rows are read
    one after the other, for most are wanted."""
    sql = """select uid, source_id, url, page from sightings
             where +uid in (select uid from events where last_day >= ?) order by listed desc, first_seen, id"""
    return [*map(Seen._make, store.rows(sql, since.isoformat()))]


def histories(store: Store, uids: Collection[str]) -> dict[str, str]:
    """{uid: its sightings and changes as they are stored, as one text}; nothing for events that have neither. Equal
    texts, equal history. At most some thousand UIDs: each is a variable of the statement."""
    some = f"uid in ({','.join('?' * len(uids))})"
    sql = f"""select uid, group_concat(told, char(31)) as told from (
                select uid, data || last_seen as told from sightings where {some}
                union all select uid, at || kind || fields || coalesce(evidence, '') from changes where {some}
                order by 1, 2)
              group by uid"""
    return {row["uid"]: row["told"] for row in store.db.query(sql, [*uids, *uids])}

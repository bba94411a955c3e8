"""What the store knows of events beside themselves: where they were seen, and what happened."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from pipeline.store import Store

AT_ONCE = 500  # UIDs in a statement, sightings in a block
SightingBlocks = Mapping[int, str]  # JSON lists of sightings, each a list that begins with the event's UID


class Seen(NamedTuple):
    """Where an event was seen: its UID, the source, its own address there, and the page that shows it."""

    uid: str
    source_id: str
    url: str | None
    page: str | None


def seen_on(store: Store, uids: Sequence[str]) -> list[Seen]:
    """Where these events were seen; of each the listed ones first, then the oldest."""
    found: list[Seen] = []
    for first in range(0, len(uids), AT_ONCE):
        some = uids[first : first + AT_ONCE]
        sql = f"""select uid, source_id, url, page from sightings where uid in ({",".join("?" * len(some))})
                  order by listed desc, first_seen, id"""
        found += map(Seen._make, store.rows(sql, *some))
    return found


def blocks(store: Store) -> SightingBlocks:
    """All that `seen_on` knows of all events. Equal texts, equal sightings."""
    sql = f"""with recursive block(at) as (
                select 0 union all select at + 1 from block where at < (select max(rowid) from sightings) / {AT_ONCE})
              select at, (
                select json_group_array(json_array(uid, source_id, url, page, listed, first_seen, id)) from sightings
                where rowid between at * {AT_ONCE} and at * {AT_ONCE} + {AT_ONCE - 1}) from block"""
    return dict(store.rows(sql))  # "group by" would sort what stands in order


def histories(store: Store, uids: Collection[str]) -> dict[str, str]:
    """{uid: its sightings and changes as they are stored, as one text}; nothing for events that have neither. Equal
    texts, equal history. At most some thousand UIDs: each is a variable of the statement."""
    some = f"uid in ({','.join('?' * len(uids))})"
    sql = f"""select uid, group_concat(told, char(31)) as told from (
                select uid, data || last_seen as told from sightings where {some}
                union all select uid, at || kind || fields || coalesce(evidence, '') from changes where {some}
                order by 1, 2)
              group by uid"""
    return dict(store.rows(sql, *uids, *uids))

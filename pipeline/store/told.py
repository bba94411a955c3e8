"""Everything the store knows of some events beside themselves, as one text each: equal texts, equal history."""

from __future__ import annotations

from collections.abc import Collection

from pipeline.store import Store


def histories(store: Store, uids: Collection[str]) -> dict[str, str]:
    """{uid: its sightings and changes as they are stored}; nothing for events that have neither. At most some
    thousand UIDs: each is a variable of the statement."""
    some = f"uid in ({','.join('?' * len(uids))})"
    sql = f"""select uid, group_concat(told, char(31)) as told from (
                select uid, data as told from sightings where {some}
                union all select uid, at || kind || fields || coalesce(evidence, '') from changes where {some}
                order by 1, 2)
              group by uid"""
    return {row["uid"]: row["told"] for row in store.db.query(sql, [*uids, *uids])}

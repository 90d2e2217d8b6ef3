"""Who watches whom, in the Live table: under `watch#<owner>` (or operators) each connection that shows a
conversation in which that owner is the other side. A connection watches one conversation, the last it named.
"""

from dataclasses import replace
from datetime import datetime
from math import ceil

from functions.live.connection import Connection, Watch
from functions.live.store import (
    CONNECTION,
    TABLE,
    connections_under,
    listed_from,
    not_connected,
    watch_key,
)
from functions.shared.items import reader, value
from functions.shared.table import ConditionRefused, transact
from functions.shared.write import Item, Write

WATCH, UNWATCH = "watch", "unwatch"


def save(connection: Connection, watch: Watch) -> None:
    """The connection watches this, and nothing else. Raises NotConnected."""
    shown = {"whom": watch.whom, "conversation": watch.conversation, "owner": watch.owner}
    now = Write.update(
        TABLE,
        CONNECTION,
        {"id": f"{CONNECTION}#{connection.connection_id}", "item": CONNECTION},
        "SET #watches = :watch",
        condition="attribute_exists(#id) AND attribute_not_exists(#ended)",
        values={"watch": shown},
    )
    item = {
        **watch_key(watch.whom, connection),
        "owner": connection.owner,
        "operator": connection.operator,
        "shown": shown,
        "expires_at": ceil(connection.ends_at.timestamp()),
    }
    own, condition = {"owner": connection.owner}, "attribute_not_exists(#id) OR #owner = :owner"
    writes = [now, Write.put(TABLE, WATCH, item, condition=condition, values=own)]
    before = connection.watches
    if before and before.whom != watch.whom:
        key = watch_key(before.whom, connection)
        writes.append(Write.delete(TABLE, UNWATCH, key, condition=condition, values=own))
    try:
        transact(writes)
    except ConditionRefused as refused:
        raise not_connected(connection.connection_id, refused) from refused


def watchers(whom: str, now: datetime) -> list[Connection]:
    """The connections that are told whether `whom` is there, the newest first, at most so many as one message
    goes to. One consistent read."""
    return connections_under(f"watch#{whom}", _watcher, now)


@reader
def _watcher(item: Item) -> Connection:
    shown = value(item, "shown", dict)
    return replace(listed_from(item), watches=Watch(**shown))

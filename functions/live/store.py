"""The Live table: connections, and who follows whom. Everything in it ends by itself.

| id | item | what |
|---|---|---|
| `ticket#<hash>` | `ticket` | whose ticket that is, until it is used (ticket_store.py) |
| `connection#<id>` | `connection` | a connection as it stands; its messages fill it to `busy_until` (ms, 0 \
until it speaks); `ended` says why it was |
| `owner#<owner>` | `<opened at>#<connection id>` | that this connection is told of what is this owner's (or \
of one order: the owner is its link's); `ended`: that it is to be closed instead |
| `watch#<owner>` | the same | that it is told whether this owner is there (watch_store.py) |

`expires_at` is in seconds. DynamoDB deletes what has expired within days: whoever reads leaves it out.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from math import ceil

from functions.live import connection as rules
from functions.live.connection import Connection, Pace, Watch
from functions.live.ticket_store import TICKET, TicketRefused, ticket_key
from functions.session.groups import owner_by_link
from functions.shared import clock
from functions.shared.contention import contend
from functions.shared.items import optional, read_each, reader, value
from functions.shared.table import ConditionRefused, get, query, transact, write
from functions.shared.write import Item, Write

TABLE = "LIVE_TABLE"
CONNECTION, FOLLOWER = "connection", "follower"
_STANDS = "attribute_not_exists(#ended)"


END_TRIES = 5


class NotConnected(Exception):
    """There is no such connection, or none any more. `why` it was ended, if it was."""

    def __init__(self, connection_id: str, why: str | None = None) -> None:
        super().__init__(connection_id)
        self.why = why


class FollowsOthers(Exception):
    """A connection does not follow any more whom it followed when it was read; `stands`: as it is now."""

    def __init__(self, stands: Connection) -> None:
        super().__init__(stands.connection_id)
        self.stands = stands


def register(connection: Connection, hashed: str, now: datetime) -> None:
    """The ticket becomes the connection, in one write. Again changes nothing. Raises TicketRefused."""
    item = _item(connection) | {"ticket": hashed, "busy_until": 0}
    writes = [
        Write.delete(
            TABLE,
            TICKET,
            ticket_key(hashed),
            condition="#owner = :owner AND #expires_at > :now",
            values={"owner": connection.owner, "now": int(now.timestamp())},
        ),
        Write.put(TABLE, CONNECTION, item, condition="attribute_not_exists(#id)"),
        *_followings(connection),
    ]
    try:
        transact(writes)
    except ConditionRefused as refused:
        if not opened_with(connection.connection_id, hashed):
            raise TicketRefused from refused


def opened_with(connection_id: str, hashed: str) -> bool:
    """Whether this ticket became this connection, which was not ended since."""
    item = get(TABLE, _connection_key(connection_id))
    return item is not None and item.get("ticket") == hashed and "ended" not in item


def find(connection_id: str) -> Connection | None:
    """The connection as it stands, whatever became of it."""
    item = get(TABLE, _connection_key(connection_id))
    return connection_from(item) if item else None


def load(connection_id: str, now: datetime) -> Connection | None:
    """The connection, unless it has expired or was ended."""
    found = find(connection_id)
    return found if found and found.expires_at > now and not found.ended else None


def followers(owner: str, now: datetime) -> list[Connection]:
    """The connections that are told of what is this owner's, the newest first, at most so many as one message
    goes to; those that were ended and may not be closed yet among them. One consistent read. What else they
    follow is not known here. One that cannot be read is left out: it is told so when it speaks."""
    return connections_under(_owner_id(owner), _follower, now)


def connections_under(partition: str, read: Callable[[Item], Connection], now: datetime) -> list[Connection]:
    """Those listed there that have not expired, the newest first."""
    found = query(TABLE, "#id = :id", {"id": partition}, newest=rules.MOST_FOLLOWERS)
    readable = read_each(found, read, lambda item: str(item["item"]), aside={})
    return [one for one in readable if one.expires_at > now]


def followers_of_order(owner: str, order_id: str | None, now: datetime) -> list[Connection]:
    """The same for what is about one order of this owner's: by a second read those who came by the order's
    link too, and operators who look at it. `order_id` is None where it is about no order."""
    by_order = followers(owner_by_link(order_id), now) if order_id else []
    return [*followers(owner, now), *by_order]


def customers_of_order(owner: str, order_id: str | None, now: datetime) -> list[Connection]:
    """Of these the customers' own."""
    return [one for one in followers_of_order(owner, order_id, now) if not one.operator]


def has_spoken(connection_id: str) -> bool:
    """Whether a client was ever heard on this connection: before that the gateway may not know it yet."""
    item = get(TABLE, _connection_key(connection_id))
    return item is not None and item["busy_until"] > 0


def admit(connection_id: str, now: datetime) -> tuple[Connection, Pace]:
    """A message has come: the connection is alive, and as far ahead of its time as it is.

    One write where the connection was silent, two where it speaks fast:

        busy_until < now    busy_until = now + what a message takes up
        otherwise           busy_until grows by that

    Raises NotConnected.
    """
    millis = int(now.timestamp() * 1000)
    try:
        item = _count(connection_id, now, ":until", "#busy_until < :now_ms", millis + rules.MESSAGE_MS)
    except ConditionRefused:
        item = _count(connection_id, now, "#busy_until + :until", "#busy_until >= :now_ms", rules.MESSAGE_MS)
    return connection_from(item), rules.pace(item["busy_until"] - millis)


def _count(connection_id: str, now: datetime, until: str, condition: str, milliseconds: int) -> Item:
    """Raises ConditionRefused, NotConnected."""
    millis = int(now.timestamp() * 1000)
    change = Write.update(
        TABLE,
        CONNECTION,
        _connection_key(connection_id),
        f"SET #busy_until = {until}",
        condition=f"#expires_at > :now AND {_STANDS} AND {condition}",
        values={"until": milliseconds, "now": int(now.timestamp()), "now_ms": millis},
    )
    try:
        return write(change)
    except ConditionRefused as refused:
        stands = refused.refused[CONNECTION]
        if stands is None or "ended" in stands or stands["expires_at"] <= now.timestamp():
            raise not_connected(connection_id, refused) from refused
        raise


def prolong(before: Connection, connection: Connection) -> None:
    """The connection, `before` as it was read, lives until its `expires_at`, and follows what it `follows`,
    and nothing else. Raises NotConnected, FollowsOthers."""
    alive = Write.update(
        TABLE,
        CONNECTION,
        _connection_key(connection.connection_id),
        "SET #expires_at = :until, #follows = :follows, #greeted = :greeted",
        condition=f"#follows = :seen AND {_STANDS}",
        values={
            "until": _seconds(connection.expires_at),
            "follows": list(connection.follows),
            "greeted": connection.greeted,
            "seen": list(before.follows),
        },
    )
    dropped = [_follower_key(one, connection) for one in before.follows if one not in connection.follows]
    try:
        transact([alive, *_followings(connection), *_deletions(connection, dropped)])
    except ConditionRefused as refused:
        stands = refused.refused.get(CONNECTION)
        if stands is None or "ended" in stands:
            raise not_connected(connection.connection_id, refused) from refused
        raise FollowsOthers(connection_from(stands)) from refused


def end(connection: Connection, why: str) -> tuple[str, ...]:
    """Nobody is told anything on this connection any more, and whoever speaks on it hears why, as long as it
    may be open. Its followings stay, marked: who comes to send something closes it instead. What it followed.

    The same again changes nothing, and the first reason stays. Raises Contended.
    """
    return contend(partial(_end, connection, why), f"end {connection.connection_id}", tries=END_TRIES)


def _end(connection: Connection, why: str) -> tuple[str, ...]:
    item = get(TABLE, _connection_key(connection.connection_id))
    if item is None or "ended" in item:
        return tuple(item["follows"]) if item else connection.follows
    ended = replace(connection, follows=tuple(item["follows"]), ended=True)
    last = Write.update(
        TABLE,
        CONNECTION,
        _connection_key(connection.connection_id),
        "SET #ended = :why, #expires_at = :until",
        condition=f"#follows = :follows AND {_STANDS}",
        values={"why": why, "until": _seconds(connection.ends_at), "follows": item["follows"]},
    )
    transact([last, *_followings(ended), *_deletions(connection, _watching(connection, item))])
    return ended.follows


def unfollow(connection: Connection) -> None:
    """Nobody comes any more to send something on this connection, or to close it. That it was ended stays
    known. Again changes nothing."""
    item = get(TABLE, _connection_key(connection.connection_id))
    transact(_deletions(connection, _following(connection, item)))


def remove(connection: Connection) -> tuple[str, ...]:
    """The connection is forgotten; what it followed. The same again changes nothing.

    Of one that was found by an owner what it follows is read first.
    """
    item = get(TABLE, _connection_key(connection.connection_id))
    keys = [*_following(connection, item), *_watching(connection, item)]
    transact(_deletions(connection, [_connection_key(connection.connection_id), *keys]))
    return _follows(connection, item)


def _follows(connection: Connection, item: Item | None) -> tuple[str, ...]:
    return tuple(sorted(set(connection.follows) | set(item["follows"] if item else [])))


def _following(connection: Connection, item: Item | None) -> list[Item]:
    """The keys of what it follows, as it was seen or as it stands."""
    return [_follower_key(one, connection) for one in _follows(connection, item)]


def _watching(connection: Connection, item: Item | None) -> list[Item]:
    """The keys of what it watches, likewise."""
    whom = {connection.watches.whom} if connection.watches else set()
    if item and "watches" in item:
        whom.add(item["watches"]["whom"])
    return [watch_key(one, connection) for one in sorted(whom)]


def _deletions(connection: Connection, keys: Sequence[Item]) -> list[Write]:
    condition = "attribute_not_exists(#id) OR #owner = :owner"
    return [
        Write.delete(
            TABLE, f"deletion {number}", key, condition=condition, values={"owner": connection.owner}
        )
        for number, key in enumerate(keys)
    ]


def not_connected(connection_id: str, refused: ConditionRefused) -> NotConnected:
    """What a write is answered by that was refused under CONNECTION."""
    stands = refused.refused.get(CONNECTION) or {}
    return NotConnected(connection_id, stands.get("ended"))


def _followings(connection: Connection) -> list[Write]:
    """One for each owner that is followed. A later expiry stays."""
    until = _seconds(connection.expires_at)
    return [
        Write.put(
            TABLE,
            f"{FOLLOWER} {number}",
            _follower_key(owner, connection)
            | {"owner": connection.owner, "operator": connection.operator, "follows": owner}
            | {"session": connection.session}
            | {"expires_at": until}
            | ({"ended": True} if connection.ended else {}),
            condition="attribute_not_exists(#id) OR #owner = :owner",
            values={"owner": connection.owner},
        )
        for number, owner in enumerate(connection.follows)
    ]


def _item(connection: Connection) -> Item:
    return {
        **_connection_key(connection.connection_id),
        "owner": connection.owner,
        "operator": connection.operator,
        "session": connection.session,
        "opened_at": clock.timestamp(connection.opened_at),
        "expires_at": _seconds(connection.expires_at),
        "follows": list(connection.follows),
    }


@reader
def connection_from(item: Item) -> Connection:
    return Connection(
        connection_id=value(item, "id", str).removeprefix(f"{CONNECTION}#"),
        owner=value(item, "owner", str),
        operator=value(item, "operator", bool),
        opened_at=datetime.fromisoformat(value(item, "opened_at", str)),
        expires_at=datetime.fromtimestamp(value(item, "expires_at", int), UTC),
        follows=tuple(value(item, "follows", list)),
        ended="ended" in item,
        watches=Watch(**item["watches"]) if "watches" in item else None,
        greeted=optional(item, "greeted", bool) or False,
        session=optional(item, "session", str) or "",
    )


@reader
def _follower(item: Item) -> Connection:
    return replace(
        listed_from(item),
        follows=(value(item, "follows", str),),
        ended=optional(item, "ended", bool) or False,
    )


def listed_from(item: Item) -> Connection:
    """What is known of a connection where it is listed under an owner. Raises as a reader trips."""
    opened_at, _, connection_id = value(item, "item", str).partition("#")
    return Connection(
        connection_id=connection_id,
        owner=value(item, "owner", str),
        operator=value(item, "operator", bool),
        opened_at=datetime.fromisoformat(opened_at),
        expires_at=datetime.fromtimestamp(value(item, "expires_at", int), UTC),
        session=optional(item, "session", str) or "",
    )


def _seconds(moment: datetime) -> int:
    return ceil(moment.timestamp())


def _connection_key(connection_id: str) -> Item:
    return {"id": f"{CONNECTION}#{connection_id}", "item": CONNECTION}


def _owner_id(owner: str) -> str:
    return f"owner#{owner}"


def _follower_key(owner: str, connection: Connection) -> Item:
    return {"id": _owner_id(owner), "item": _place(connection)}


def watch_key(whom: str, connection: Connection) -> Item:
    return {"id": f"watch#{whom}", "item": _place(connection)}


def _place(connection: Connection) -> str:
    return f"{clock.timestamp(connection.opened_at)}#{connection.connection_id}"

"""The Live table: tickets, connections, and who follows whom. Everything in it ends by itself.

| id | item | what |
|---|---|---|
| `ticket#<hash>` | `ticket` | whose ticket that is, until it is used |
| `connection#<id>` | `connection` | a connection as it stands; its messages fill it to `busy_until` (ms) |
| `owner#<owner>` | `<opened at>#<connection id>` | that this connection is told of what is this owner's |

`expires_at` is in seconds. DynamoDB deletes what has expired within days: whoever reads leaves it out.
"""

from datetime import UTC, datetime
from math import ceil

from functions.live import connection as rules
from functions.live.connection import Connection, Pace
from functions.live.ticket import LIFETIME as TICKET_LIFETIME
from functions.session.groups import owner_by_link
from functions.shared import clock
from functions.shared.items import read_each, reader, value
from functions.shared.table import ConditionRefused, get, query, transact, write
from functions.shared.write import Item, Write

TABLE = "LIVE_TABLE"
TICKET, CONNECTION, FOLLOWER = "ticket", "connection", "follower"


class NotConnected(Exception):
    """There is no such connection, or none any more."""


class TicketRefused(Exception):
    """There is no such ticket, or it was used, or its minute is over."""


def save_ticket(hashed: str, owner: str, operator: bool, now: datetime) -> datetime:
    """Keep a ticket; when it expires."""
    expires = now + TICKET_LIFETIME
    item = {**_ticket_key(hashed), "owner": owner, "operator": operator, "expires_at": _seconds(expires)}
    write(Write.put(TABLE, TICKET, item, condition="attribute_not_exists(#id)"))
    return expires


def ticket_holder(hashed: str, now: datetime) -> tuple[str, bool] | None:
    """Whose ticket this is, and whether they are an operator; None if it is no good any more."""
    item = get(TABLE, _ticket_key(hashed))
    if item is None or item["expires_at"] <= now.timestamp():
        return None
    return item["owner"], item["operator"]


def register(connection: Connection, hashed: str, now: datetime) -> None:
    """The ticket becomes the connection, in one write. Again changes nothing. Raises TicketRefused."""
    item = _item(connection) | {"ticket": hashed, "busy_until": 0}
    writes = [
        Write.delete(
            TABLE,
            TICKET,
            _ticket_key(hashed),
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
    """Whether this ticket became this connection."""
    item = get(TABLE, _connection_key(connection_id))
    return item is not None and item.get("ticket") == hashed


def load(connection_id: str, now: datetime) -> Connection | None:
    """The connection, unless it has expired."""
    item = get(TABLE, _connection_key(connection_id))
    found = _connection(item) if item else None
    return found if found and found.expires_at > now else None


def followers(owner: str, now: datetime) -> list[Connection]:
    """The live connections that are told of what is this owner's, the newest first; at most so many as one
    message goes to. One consistent read. What else they follow is not known here. One that cannot be read is
    left out: it is told so when it speaks."""
    found = query(TABLE, "#id = :id", {"id": _owner_id(owner)}, newest=rules.MOST_FOLLOWERS)
    readable = read_each(found, _follower, lambda item: str(item["item"]), aside={})
    return [one for one in readable if one.expires_at > now]


def followers_of_order(owner: str, order_id: str | None, now: datetime) -> list[Connection]:
    """The same for what is about one order of this owner's: those who came by the order's link too, by a
    second read. `order_id` is None where it is about no order."""
    by_link = followers(owner_by_link(order_id), now) if order_id else []
    return [*followers(owner, now), *by_link]


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
    return _connection(item), rules.pace(item["busy_until"] - millis)


def _count(connection_id: str, now: datetime, until: str, condition: str, milliseconds: int) -> Item:
    """Raises ConditionRefused, NotConnected."""
    millis = int(now.timestamp() * 1000)
    change = Write.update(
        TABLE,
        CONNECTION,
        _connection_key(connection_id),
        f"SET #busy_until = {until}",
        condition=f"#expires_at > :now AND {condition}",
        values={"until": milliseconds, "now": int(now.timestamp()), "now_ms": millis},
    )
    try:
        return write(change)
    except ConditionRefused as refused:
        stands = refused.refused[CONNECTION]
        if stands is None or stands["expires_at"] <= now.timestamp():
            raise NotConnected(connection_id) from refused
        raise


def prolong(connection: Connection) -> None:
    """The connection lives until its `expires_at`, and follows what it `follows`. Raises NotConnected."""
    alive = Write.update(
        TABLE,
        CONNECTION,
        _connection_key(connection.connection_id),
        "SET #expires_at = :until, #follows = :follows",
        condition="attribute_exists(#id)",
        values={"until": _seconds(connection.expires_at), "follows": list(connection.follows)},
    )
    try:
        transact([alive, *_followings(connection)])
    except ConditionRefused as refused:
        raise NotConnected(connection.connection_id) from refused


def remove(connection: Connection) -> None:
    """Nobody is told anything on this connection any more. The same again changes nothing.

    Of a follower (`followers`) what it follows is read first.
    """
    item = get(TABLE, _connection_key(connection.connection_id))
    follows = set(connection.follows) | set(item["follows"] if item else [])
    own = {"owner": connection.owner}
    condition = "attribute_not_exists(#id) OR #owner = :owner"
    keys = [_connection_key(connection.connection_id)]
    keys += [_follower_key(one, connection) for one in sorted(follows)]
    transact(
        [
            Write.delete(TABLE, f"{CONNECTION} {number}", key, condition=condition, values=own)
            for number, key in enumerate(keys)
        ]
    )


def _followings(connection: Connection) -> list[Write]:
    """One for each owner that is followed. A later expiry stays."""
    until = _seconds(connection.expires_at)
    return [
        Write.put(
            TABLE,
            f"{FOLLOWER} {number}",
            _follower_key(owner, connection)
            | {"owner": connection.owner, "operator": connection.operator, "follows": owner}
            | {"expires_at": until},
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
        "opened_at": clock.timestamp(connection.opened_at),
        "expires_at": _seconds(connection.expires_at),
        "follows": list(connection.follows),
    }


@reader
def _connection(item: Item) -> Connection:
    return Connection(
        connection_id=value(item, "id", str).removeprefix(f"{CONNECTION}#"),
        owner=value(item, "owner", str),
        operator=value(item, "operator", bool),
        opened_at=datetime.fromisoformat(value(item, "opened_at", str)),
        expires_at=datetime.fromtimestamp(value(item, "expires_at", int), UTC),
        follows=tuple(value(item, "follows", list)),
    )


@reader
def _follower(item: Item) -> Connection:
    opened_at, _, connection_id = value(item, "item", str).partition("#")
    return Connection(
        connection_id=connection_id,
        owner=value(item, "owner", str),
        operator=value(item, "operator", bool),
        opened_at=datetime.fromisoformat(opened_at),
        expires_at=datetime.fromtimestamp(value(item, "expires_at", int), UTC),
        follows=(value(item, "follows", str),),
    )


def _seconds(moment: datetime) -> int:
    return ceil(moment.timestamp())


def _ticket_key(hashed: str) -> Item:
    return {"id": f"{TICKET}#{hashed}", "item": TICKET}


def _connection_key(connection_id: str) -> Item:
    return {"id": f"{CONNECTION}#{connection_id}", "item": CONNECTION}


def _owner_id(owner: str) -> str:
    return f"owner#{owner}"


def _follower_key(owner: str, connection: Connection) -> Item:
    return {
        "id": _owner_id(owner),
        "item": f"{clock.timestamp(connection.opened_at)}#{connection.connection_id}",
    }

"""The Orders table: an event log and its head under each order id."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from functions.order.order import Event, Head, Order, Reason, Status
from functions.order.returns_writes import return_of_key
from functions.order.schema import upcast
from functions.order.writes import DUE_BUCKETS, DUE_INDEX, EVENT, HEAD, LABEL, TABLE, head_key
from functions.shared.money import Money
from functions.shared.table import Item, Write, batch_get, get, query, scan, write


class OrderUnknown(Exception):
    """No order has this id."""


def load(order_id: str) -> Order:
    """The order's head. Raises OrderUnknown."""
    item = get(TABLE, head_key(order_id))
    if item is None:
        raise OrderUnknown(order_id)
    return order_from(item)


def load_many(order_ids: Sequence[str]) -> list[Order]:
    """The heads of those that exist, in no order."""
    return [order_from(item) for item in load_heads(order_ids).values()]


def load_heads(order_ids: Sequence[str]) -> dict[str, Item]:
    """The heads of those that exist, by order id, as they are stored: one that is broken must not keep the
    others from being read (order_from)."""
    keys = [head_key(order_id) for order_id in order_ids]
    return {item["order_id"]: item for item in batch_get(TABLE, keys, consistent=True)}


def load_with_events(order_id: str) -> tuple[Order, list[Event]]:
    """The head and the whole log, in one query. Raises OrderUnknown."""
    return read_log(order_id, list(query(TABLE, "#order_id = :id", {"id": order_id})))


def due(now: str) -> Iterator[str]:
    """Ids of orders and of returns (functions/shared/ids.py tells them apart) that should have come to an end
    by `now`, the longest overdue of each bucket first. The index lags behind the items: read them before
    acting."""
    for bucket in range(DUE_BUCKETS):
        values = {"bucket": f"due#{bucket}", "now": now}
        condition = "#due_bucket = :bucket AND #due_at <= :now"
        yield from map(_due_id, query(TABLE, condition, values, index=DUE_INDEX))


def _due_id(item: Item) -> str:
    found: str = item["order_id"] if item["item"] == HEAD else return_of_key(item)
    return found


def begin_run(head: Head, due_at: str) -> Head:
    """Claim the number of the order's next execution. Raises ConditionRefused if the order was decided or
    somebody else was quicker."""
    return _look_again(head, head.run + 1, due_at)


def postpone(head: Head, due_at: str) -> None:
    """The order is being worked on: it is overdue again at `due_at`. Raises ConditionRefused as begin_run."""
    _look_again(head, head.run, due_at)


def _look_again(head: Head, run: int, due_at: str) -> Head:
    change = Write(
        table=TABLE,
        label=LABEL,
        key=head_key(head.order_id),
        condition="#run = :seen AND #status = :status",
        update="SET #run = :run, #due_at = :due_at",
        values={"seen": head.run, "run": run, "status": head.status, "due_at": due_at},
    )
    return _head(write(change))


def load_all() -> Iterator[Order]:
    """Every order's head, by a scan: for audits, not for requests."""
    return (order_from(item) for item in scan(TABLE) if item["item"] == HEAD)


def load_all_items() -> Iterator[tuple[str, list[Item]]]:
    """Every order's id with the items under it, by a scan: for rebuilds, not for requests. They are left as
    they are stored, so that one that cannot be read stops nobody from reading the others."""
    for order_id, items in groupby(scan(TABLE), key=lambda item: str(item["order_id"])):
        yield order_id, list(items)


def read_log(order_id: str, items: list[Item]) -> tuple[Order, list[Event]]:
    """The head and the log among the items of one order. Raises OrderUnknown if the head is not there."""
    heads = [item for item in items if item["item"] == HEAD]
    if not heads:
        raise OrderUnknown(order_id)
    return order_from(heads[0]), [event_from(item) for item in items if item["item"].startswith(EVENT)]


def order_from(item: Item) -> Order:
    return Order(
        head=_head(item),
        owner=item["owner"],
        lines=item["lines"],
        total=Money.from_dict(item["total"]),
        placed_at=item["placed_at"],
        payment_method=item["payment_method"],
        shipping_address=item["shipping_address"],
        request_digest=item["request_digest"],
        confirmed_at=item.get("confirmed_at"),
        delivered=item.get("delivered", {}),
        returned=item.get("returned", {}),
        email=item.get("email"),
        settled=item.get("settled"),
    )


def _head(item: Item) -> Head:
    reason = Reason(item["reason"]) if "reason" in item else None
    return Head(item["order_id"], Status(item["status"]), item["version"], reason, item["run"])


def event_from(item: Item) -> Event:
    """As the current schema has it."""
    data = upcast(item["type"], item["data"], item["schema_version"])
    return Event(int(item["item"].removeprefix(EVENT)), item["type"], item["at"], data)

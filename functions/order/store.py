"""The Orders table: an event log and its head under each order id."""

from collections.abc import Iterator

from functions.order.order import Event, Head, Order, Reason, Status
from functions.order.writes import HEAD, TABLE, head_key, operator_key
from functions.shared import clock
from functions.shared.money import Money
from functions.shared.table import Item, Write, get, query, scan, write

MAX_CAUSE = 2000


class OrderUnknown(Exception):
    """No order has this id."""


def load(order_id: str) -> Order:
    """The order's head. Raises OrderUnknown."""
    item = get(TABLE, head_key(order_id))
    if item is None:
        raise OrderUnknown(order_id)
    return _order(item)


def load_with_events(order_id: str) -> tuple[Order, list[Event]]:
    """The head and the whole log, in one query. Raises OrderUnknown."""
    items = list(query(TABLE, "#order_id = :id", {"id": order_id}))
    heads = [item for item in items if item["item"] == HEAD]
    if not heads:
        raise OrderUnknown(order_id)
    return _order(heads[0]), [_event(item) for item in items if item["item"].startswith("event#")]


def park(order_id: str, task_token: str, error: str, cause: str) -> None:
    """Put an order in front of an operator: what was tried, why it failed, and the token that answers it.

    The latest attempt to get out of it is the one that counts, so it replaces an earlier one.
    """
    parked_at = clock.timestamp(clock.now())
    item = operator_key(order_id) | {
        "task_token": task_token,
        "error": error,
        "cause": cause[:MAX_CAUSE],
        "parked_at": parked_at,
    }
    condition = "attribute_not_exists(#parked_at) OR #parked_at <= :now"
    write(Write(table=TABLE, label="operator", item=item, condition=condition, values={"now": parked_at}))


def load_all() -> Iterator[Order]:
    """Every order's head, by a scan: for audits, not for requests."""
    return (_order(item) for item in scan(TABLE) if item["item"] == HEAD)


def _order(item: Item) -> Order:
    return Order(
        head=_head(item),
        owner=item["owner"],
        lines=item["lines"],
        total=Money.from_dict(item["total"]),
        placed_at=item["placed_at"],
        payment_method=item["payment_method"],
        shipping_address=item["shipping_address"],
        request_digest=item["request_digest"],
    )


def _head(item: Item) -> Head:
    reason = Reason(item["reason"]) if "reason" in item else None
    return Head(item["order_id"], Status(item["status"]), item["version"], reason)


def _event(item: Item) -> Event:
    return Event(int(item["item"].removeprefix("event#")), item["type"], item["at"], item["data"])

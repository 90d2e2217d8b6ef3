"""Stored items made unreadable by hand, and orders that are overdue."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from functions.order import changes, keys, store, writes
from functions.order.order import Order
from functions.shared import clock, ids
from functions.shared.table import transact
from functions.shared.write import Item
from harness.items import MISSING, breaks, item_of, puts
from tests.orders import line, order

KEYS = {"order_id", "item"}
IN_THE_INDEX = {"due_at", "due_bucket"}
"""Without these an order is met by no sweep, and DynamoDB takes none of another type."""


def pending(number: int) -> Order:
    order_id = ids.order_id("own_test", str(number))
    margherita = line("1", 1250, sku="margherita", name="Margherita")
    return order(margherita, order_id=order_id, owner="own_test", placed_at=clock.timestamp(clock.now()))


def overdue(count: int) -> list[str]:
    """So many orders whose execution was never started, in the order in which a sweep meets them."""
    due_at = clock.timestamp(clock.now() - timedelta(seconds=1))
    for number in range(count):
        order = pending(number)
        transact(writes.create(order, changes.placed(order), due_at))
    return list(store.due(clock.timestamp(clock.now())))


def head_attributes() -> list[str]:
    """What is stored with an order of itself, whatever that is."""
    order = pending(0)
    item = writes.create(order, changes.placed(order), "")[0].item or {}
    return sorted(item.keys() - KEYS - IN_THE_INDEX)


def wrong(value: Any) -> Any:
    """Something of another type."""
    return Decimal("1.5") if isinstance(value, str | int) else "much"


def breaks_order(order_id: str, attribute: str = "status", value: Any = MISSING) -> Item:
    return breaks("ORDERS_TABLE", keys.head_key(order_id), attribute, value)


def mends_order(order_id: str, **attributes: Any) -> None:
    """What was lost is written again, beside whatever stands there."""
    puts("ORDERS_TABLE", item_of("ORDERS_TABLE", keys.head_key(order_id)) | attributes)

"""Heads of orders that were completed before it was said what they were charged and refunded.

They are read by way of their logs (store.py, `counted`): a query more for each look, and no row in the day's
sales. The migration `count-charges` fills them in. Once none is left, that way of reading can be taken out.
"""

from functions.order import store
from functions.order.history import BrokenLog, replay
from functions.order.keys import HEAD, TABLE, head_key
from functions.order.order import DELIVERED, Order
from functions.order.writes import LABEL
from functions.shared.contention import contend
from functions.shared.table import scan_page, write
from functions.shared.write import Item, Write

PAGE = 200
SAID = ("charged", "refunded")


def page(after: Item | None) -> tuple[list[str], Item | None]:
    """The ids of such orders on this page of the table, and the key to go on after: None at the end."""
    items, last = scan_page(TABLE, after, PAGE)
    return [item["order_id"] for item in items if _lacks(item)], last


def fill_in(order_id: str) -> None:
    """Say in the order's head what its log says. Doing it twice, or beside whoever moves the order, is
    harmless. Raises OrderUnknown, Unreadable, BrokenLog, Contended."""
    contend(lambda: _fill_in(order_id), f"{order_id} could not be counted")


def _fill_in(order_id: str) -> None:
    order, events = store.load_with_events(order_id)
    told = replay(order, events)
    if told.head != order.head:
        raise BrokenLog(f"the log ends at version {told.head.version}, the head is at {order.head.version}")
    write(_counts(told))


def _counts(order: Order) -> Write:
    return Write.update(
        TABLE,
        LABEL,
        head_key(order.order_id),
        "SET #charged = :charged, #refunded = :refunded",
        condition="#status = :status AND #version = :version",
        values={
            "charged": order.charged,
            "refunded": order.refunded,
            "status": order.status,
            "version": order.head.version,
        },
    )


def _lacks(item: Item) -> bool:
    return item["item"] == HEAD and item.get("status") in DELIVERED and any(name not in item for name in SAID)

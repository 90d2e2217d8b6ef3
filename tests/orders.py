"""Orders as tests need them: what a test does not name is ordinary."""

from collections.abc import Iterable
from typing import Any

from functions.catalog.priced_line import PricedLine
from functions.catalog.product import Choices
from functions.order.lines import OrderLine
from functions.order.order import Head, Order, Status
from functions.shared.money import Money


def total(lines: Iterable[PricedLine]) -> Money:
    """What the lines cost together, before anything is taken off."""
    return sum((line.line_total for line in lines), start=Money(0))


def line(
    line_id: str = "water",
    price: int = 250,
    quantity: int = 1,
    *,
    sku: str = "",
    name: str = "",
    options: Choices | None = None,
) -> OrderLine:
    """`price` of one unit, in minor units. Without a SKU or a name, both are the line's id."""
    return OrderLine(line_id, sku or line_id, name or line_id, options or {}, quantity, Money(price))


def order(
    *lines: OrderLine,
    order_id: str = "ord_x",
    status: Status = Status.PENDING,
    version: int = 1,
    **members: Any,
) -> Order:
    """An order of these lines, or of one water."""
    ordered = lines or (line(),)
    ordinary: dict[str, Any] = {
        "owner": "own_a",
        "total": total(ordered),
        "placed_at": "2026-11-21T12:00:00.000Z",
        "payment_method": "pm_card_visa",
        "shipping_address": {"name": "A"},
        "request_digest": "d",
    }
    return Order(head=Head(order_id, status, version), lines=ordered, **(ordinary | members))

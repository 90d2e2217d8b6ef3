"""An order as the read models hold it: one row, which every list and every sum is made of."""

from dataclasses import dataclass, field

from functions.order.lines import OrderLine, Quantities
from functions.order.order import CONFIRMED, Order, Reason, Status
from functions.shared import ids
from functions.shared.money import Money


@dataclass(frozen=True)
class View:
    """An order as it is listed. `version` is that of the order it was made from; `credit`, `charged`,
    `credited` and `refunded` are in minor units, as the order's; `email_key` is what it is found by for its
    customer's address (ids.email_key)."""

    order_id: str
    owner: str
    status: Status
    version: int
    reason: Reason | None
    lines: tuple[OrderLine, ...]
    total: Money
    placed_at: str
    sold_on: str | None = None
    credit: int = 0
    charged: int = 0
    credited: int = 0
    refunded: int = 0
    short: Quantities = field(default_factory=dict)
    email_key: str | None = None
    erased: bool = False

    @property
    def position(self) -> str:
        """Its place among an owner's orders: later ones are greater, no two are alike."""
        return f"{self.placed_at}#{self.order_id}"

    @property
    def to_pay(self) -> Money:
        """As the order's."""
        return Money(self.total.amount - self.credit, self.total.currency)


def view_of(order: Order) -> View:
    sold = order.status in CONFIRMED and order.confirmed_at is not None
    return View(
        order_id=order.order_id,
        owner=order.owner,
        status=order.status,
        version=order.head.version,
        reason=order.reason,
        lines=order.lines,
        total=order.total,
        placed_at=order.placed_at,
        sold_on=day(order.confirmed_at) if sold and order.confirmed_at else None,
        credit=order.credit,
        charged=order.charged,
        credited=order.credited,
        refunded=order.refunded,
        short=order.short,
        email_key=ids.email_key(order.email) if order.email else None,
        erased=order.erased is not None,
    )


def day(timestamp: str) -> str:
    """The UTC day of a timestamp (functions/shared/clock.py), `2026-11-21`."""
    return timestamp[:10]

"""An order's rules: its statuses, its events and how a head follows from them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from functions.order.disputes import Told
from functions.order.lines import OrderLine, Quantities, missing, taken
from functions.pricing.quote import QuotedDelivery
from functions.pricing.shop import Use
from functions.pricing.totals import Total, TotalType, totals
from functions.shared import ids
from functions.shared.errors import BusinessError
from functions.shared.money import Money


class Status(StrEnum):
    PENDING = "PENDING"
    CANCELLING = "CANCELLING"
    CONFIRMED = "CONFIRMED"
    FULFILLING = "FULFILLING"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    RETURNED = "RETURNED"


SHOWN = {Status.CANCELLING: Status.PENDING, Status.FULFILLING: Status.CONFIRMED}
"""CANCELLING is a fence for machines, and whether a warehouse is at work already makes no difference to a
customer."""

UNDECIDED = frozenset({Status.PENDING, Status.CANCELLING})
ENDED = frozenset({Status.COMPLETED, Status.CANCELLED, Status.RETURNED})
CONFIRMED = frozenset({Status.CONFIRMED, Status.FULFILLING, Status.COMPLETED, Status.RETURNED})
"""They count as sales on the day on which they were confirmed; what came back later was sold all the same."""

DELIVERED = frozenset({Status.COMPLETED, Status.RETURNED})
GIVEN_UP = frozenset({Status.CANCELLING, Status.CANCELLED})


class Reason(StrEnum):
    """Why an order was cancelled; the name of the problem that a caller is told."""

    OUT_OF_STOCK = "out-of-stock"
    CODE_USED_UP = "code-used-up"
    CREDIT_SHORT = "credit-short"
    PAYMENT_DECLINED = "payment-declined"
    CHECKOUT_FAILED = "checkout-failed"
    CANCELLED_BY_CUSTOMER = "cancelled-by-customer"
    REJECTED_BY_SHOP = "rejected-by-shop"
    NOT_PACKED_IN_TIME = "not-packed-in-time"


class NotCompleted(BusinessError):
    """Nothing of the order has been delivered yet."""


@dataclass(frozen=True)
class Event:
    """One entry of an order's log; `data` holds what the type needs and nothing personal."""

    number: int
    type: str
    at: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Head:
    """Where an order stands. `version` is the number of its last event, `run` that of its last execution in
    the state machine it is in."""

    order_id: str
    status: Status
    version: int
    reason: Reason | None = None
    run: int = 1

    @property
    def execution(self) -> str:
        """The name of the order's current execution."""
        return ids.execution(self.order_id, self.run)

    @property
    def undecided(self) -> bool:
        """Neither confirmed nor cancelled yet: it still has a way to go."""
        return self.status in UNDECIDED

    @property
    def ended(self) -> bool:
        """No state machine has anything left to do for it."""
        return self.status in ENDED


@dataclass(frozen=True)
class Order:
    """An order: where it stands, and what was agreed when it was placed.

    `lines` are as the cart showed them. `request_digest` tells a repeat of the same request from another
    request under the same key; `confirmed_at` stays once it is set. `delivered` and `returned` are
    quantities by line id: what was handed over, and what of it has been announced to come back or has come
    back; `accepted` is what of that inspectors have accepted, `accepted_late` that some of it was announced
    too late to bring the price of delivery back (returns/claim.py). `completed_at`: when it was handed over,
    None too for what was before anybody asked. `short`: where it was out of stock, units that were available
    by SKU, uses of codes among them, of those that were too few. `credit` (minor units) is what of the total
    the owner's credit is to pay. `charged` and `refunded` (minor units): what the card paid once the order
    was completed, and what it was given back in all; `credited`: what credit paid; `by_hand`: what of that
    somebody gave back in the provider's own pages, by the refund's id there; `disputes`: what its log tells
    of them, by their ids there (disputes.py); `uncounted`: the head is too old to say (store.counted).
    `payment_method` is None where there was nothing to pay. `email` is for messages to the customer alone:
    never in events, logs or metrics. `settled`: who had it ended by hand (`by`) and `why`. `set_aside`: since
    when (RFC 3339) the sweep cannot look after it. `erased`: when what is personal was taken out of it
    (personal_store.py). `asked_by`: under what its request is counted, hashed (session/attempts_store.py).
    `delivery`: what it costs, None where nothing needs it or nobody speaks of it; `tax_name`: what its taxes
    are called; `codes`: those that were applied, `uses`: what is held of those that have a limit.
    """

    head: Head
    owner: str
    lines: tuple[OrderLine, ...]
    total: Money
    placed_at: str
    payment_method: str | None = field(repr=False)
    shipping_address: dict[str, Any] = field(repr=False)
    request_digest: str
    confirmed_at: str | None = None
    completed_at: str | None = None
    delivered: Quantities = field(default_factory=dict)
    returned: Quantities = field(default_factory=dict)
    credit: int = 0
    charged: int = 0
    credited: int = 0
    refunded: int = 0
    uncounted: bool = False
    accepted: Quantities = field(default_factory=dict)
    accepted_late: bool = False
    by_hand: dict[str, int] = field(default_factory=dict)
    disputes: dict[str, Told] = field(default_factory=dict)
    short: Quantities = field(default_factory=dict)
    email: str | None = field(default=None, repr=False)
    settled: dict[str, str] | None = None
    set_aside: str | None = None
    erased: str | None = None
    asked_by: tuple[str, ...] = ()
    delivery: QuotedDelivery | None = None
    tax_name: str = ""
    codes: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()

    @property
    def order_id(self) -> str:
        return self.head.order_id

    @property
    def status(self) -> Status:
        return self.head.status

    @property
    def reason(self) -> Reason | None:
        return self.head.reason

    @property
    def to_pay(self) -> Money:
        """What a card is asked for: what the order costs, less what credit pays."""
        return Money(self.total.amount - self.credit, self.total.currency)

    @property
    def ordered(self) -> Quantities:
        return {line.line_id: line.quantity for line in self.lines}

    @property
    def left(self) -> Quantities:
        """What was delivered and is not spoken for by a return."""
        return taken(self.delivered, self.returned)

    @property
    def delivered_value(self) -> Money:
        """What the delivered units cost, delivery included."""
        return self.due(self.delivered)

    @property
    def delivered_charge(self) -> Money:
        """What a card is charged for them: credit pays first."""
        worth = self.delivered_value
        return Money(worth.amount - self.credit_for(worth.amount), worth.currency)

    def credit_for(self, worth: int) -> int:
        """What its credit pays of so much (minor units)."""
        return min(self.credit, worth)

    @property
    def delivery_back(self) -> int:
        """What of its delivery comes back with all that was delivered (minor units)."""
        needed = any(line.needs_delivery for line in self.lines_of(self.delivered))
        return self.delivery.standard if self.delivery and needed else 0

    def due(self, units: Quantities) -> Money:
        """What is to be paid for so many units of its lines: with the first that needs it, delivery is due
        whole."""
        return Money(self.totals_of(units)[-1].amount, self.total.currency)

    def totals_of(self, units: Quantities) -> tuple[Total, ...]:
        """How that comes about, the total last."""
        lines = self.lines_of(units)
        added = any(line.tax_added for line in self.lines)
        needed = any(line.needs_delivery for line in lines)
        delivery = self.delivery if needed else None
        return totals(lines, delivery, tax_included=not added, tax_name=self.tax_name)

    def quoted_of(self, units: Quantities) -> dict[str, Any]:
        """What of that is `discount` (as much as it takes off), `delivery` and `tax`, as events tell it; what
        it does not have leaves no trace."""
        sums: dict[str, int] = {}
        for row in self.totals_of(units):
            if row.type in (TotalType.DISCOUNT, TotalType.DELIVERY, TotalType.TAX):
                sums[row.type.value] = sums.get(row.type.value, 0) + abs(row.amount)
        currency = self.total.currency
        return {name: Money(amount, currency).as_dict() for name, amount in sums.items() if amount}

    def value_of(self, units: Quantities, before: Quantities | None = None) -> Money:
        """What so many units of its lines cost, when those of `before` were counted already: whatever is
        counted bit by bit comes to what it costs together."""
        counted = before or {}
        amount = 0
        for line in self.lines:
            first = counted.get(line.line_id, 0)
            amount += line.share(first + units.get(line.line_id, 0)) - line.share(first)
        return Money(amount, self.total.currency)

    def lines_of(self, units: Quantities) -> tuple[OrderLine, ...]:
        """Its lines with so many units each, at their share; lines without any are left out."""
        counted = ((line, units.get(line.line_id, 0)) for line in self.lines)
        return tuple(line.part(quantity) for line, quantity in counted if quantity > 0)

    def in_full(self, units: Quantities) -> bool:
        """Whether so many units are all that was ordered."""
        return all(units.get(line.line_id, 0) == line.quantity for line in self.lines)


class Shown(Protocol):
    """What an order has to tell to be shown, wherever it was read from."""

    @property
    def order_id(self) -> str: ...
    @property
    def status(self) -> Status: ...
    @property
    def reason(self) -> Reason | None: ...
    @property
    def lines(self) -> tuple[OrderLine, ...]: ...
    @property
    def total(self) -> Money: ...
    @property
    def placed_at(self) -> str: ...
    @property
    def to_pay(self) -> Money: ...
    @property
    def charged(self) -> int: ...
    @property
    def credited(self) -> int: ...
    @property
    def refunded(self) -> int: ...
    @property
    def short(self) -> Quantities: ...


def present(order: Shown, next_action: dict[str, Any] | None) -> dict[str, Any]:
    """An order as the API shows it, without its timeline."""
    return {
        "order_id": order.order_id,
        "status": SHOWN.get(order.status, order.status).value,
        "reason": order.reason if order.status is Status.CANCELLED else None,
        "lines": [line.as_dict() for line in order.lines],
        "missing": present_missing(order),
        "total": order.total.as_dict(),
        "to_pay": order.to_pay.as_dict(),
        "charged": Money(order.charged, order.total.currency).as_dict(),
        "credited": Money(order.credited, order.total.currency).as_dict(),
        "refunded": Money(order.refunded, order.total.currency).as_dict(),
        "placed_at": order.placed_at,
        "next_action": next_action,
    }


def present_lines(order: Order, back: Quantities) -> list[dict[str, Any]]:
    """Its lines with what became of them. `back`: units by line id that were taken back (history.py)."""

    def worth(line: OrderLine, units: int) -> dict[str, Any]:
        return Money(
            line.share(units) if order.charged or order.credited else 0, order.total.currency
        ).as_dict()

    return [
        line.as_dict()
        | {
            "delivered": (delivered := order.delivered.get(line.line_id, 0)),
            "returned": (returned := back.get(line.line_id, 0)),
            "paid": line.paid.as_dict(),
            "charged": worth(line, delivered),
            "refunded": worth(line, returned),
        }
        for line in order.lines
    ]


def present_missing(order: Shown) -> list[dict[str, Any]]:
    """The lines that a cancelled order could not have, if it was out of stock."""
    short = order.short if order.status is Status.CANCELLED else {}
    return [line.as_dict() for line in missing(order.lines, short)]


def present_timeline(events: list[Event]) -> list[dict[str, Any]]:
    return [{"type": event.type, "at": event.at} for event in events]

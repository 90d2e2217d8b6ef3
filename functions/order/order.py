"""An order's rules: its statuses, its events and how a head follows from them."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from functions.shared import clock
from functions.shared.money import Money


class Status(StrEnum):
    PENDING = "PENDING"
    CANCELLING = "CANCELLING"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


SHOWN = {Status.CANCELLING: Status.PENDING}
"""CANCELLING is a fence for machines; a customer sees an order that is not decided yet."""


class Reason(StrEnum):
    """Why an order was cancelled; the name of the problem that a caller is told."""

    OUT_OF_STOCK = "out-of-stock"
    PAYMENT_DECLINED = "payment-declined"
    CHECKOUT_FAILED = "checkout-failed"


@dataclass(frozen=True)
class Event:
    """One entry of an order's log; `data` holds what the type needs and nothing personal."""

    number: int
    type: str
    at: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Head:
    """Where an order stands. `version` is the number of its last event, `run` that of its last execution."""

    order_id: str
    status: Status
    version: int
    reason: Reason | None = None
    run: int = 1

    @property
    def execution(self) -> str:
        """The name of the order's current execution: the order's id, then `-2`, `-3` for each new start."""
        return self.order_id if self.run == 1 else f"{self.order_id}-{self.run}"

    @property
    def undecided(self) -> bool:
        """Neither confirmed nor cancelled yet: it still has a way to go."""
        return self.status in (Status.PENDING, Status.CANCELLING)


@dataclass(frozen=True)
class Order:
    """An order: where it stands, and what was agreed when it was placed.

    `lines` are as the cart showed them; `request_digest` tells a repeat of the same request from another
    request under the same key; `confirmed_at` stays once it is set.
    """

    head: Head
    owner: str
    lines: list[dict[str, Any]]
    total: Money
    placed_at: str
    payment_method: str
    shipping_address: dict[str, Any]
    request_digest: str
    confirmed_at: str | None = None

    @property
    def order_id(self) -> str:
        return self.head.order_id

    @property
    def status(self) -> Status:
        return self.head.status

    @property
    def reason(self) -> Reason | None:
        return self.head.reason


class Shown(Protocol):
    """What an order has to tell to be shown, wherever it was read from."""

    @property
    def order_id(self) -> str: ...
    @property
    def status(self) -> Status: ...
    @property
    def reason(self) -> Reason | None: ...
    @property
    def lines(self) -> list[dict[str, Any]]: ...
    @property
    def total(self) -> Money: ...
    @property
    def placed_at(self) -> str: ...


@dataclass(frozen=True)
class Change:
    """What one event makes of an order."""

    before: Head
    after: Head
    event: Event


def placed(order: Order) -> Event:
    """The first event of an order's log."""
    items = [{"sku": line["sku"], "quantity": line["quantity"]} for line in order.lines]
    data = {"owner": order.owner, "total": order.total.as_dict(), "items": items}
    return Event(1, "OrderPlaced", order.placed_at, data)


def confirm(head: Head, now: datetime) -> Change:
    return _change(head, "OrderConfirmed", now, Status.CONFIRMED)


def begin_cancelling(head: Head, reason: Reason, now: datetime) -> Change:
    return _change(head, "OrderCancelling", now, Status.CANCELLING, reason)


def cancel(head: Head, now: datetime) -> Change:
    return _change(head, "OrderCancelled", now, Status.CANCELLED, head.reason)


def _change(
    head: Head, event_type: str, now: datetime, status: Status, reason: Reason | None = None
) -> Change:
    number = head.version + 1
    data = {"reason": reason.value} if reason else {}
    after = replace(head, status=status, version=number, reason=reason)
    return Change(head, after, Event(number, event_type, clock.timestamp(now), data))


def present(order: Shown, next_action: dict[str, Any] | None) -> dict[str, Any]:
    """An order as the API shows it, without its timeline."""
    return {
        "order_id": order.order_id,
        "status": SHOWN.get(order.status, order.status).value,
        "reason": order.reason if order.status is Status.CANCELLED else None,
        "lines": order.lines,
        "total": order.total.as_dict(),
        "placed_at": order.placed_at,
        "next_action": next_action,
    }


def present_timeline(events: list[Event]) -> list[dict[str, Any]]:
    return [{"type": event.type, "at": event.at} for event in events]

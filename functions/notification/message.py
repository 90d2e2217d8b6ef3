"""What customers are told by mail, and in which words: short, plain, about one order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from functions.notification.cancelled import Words, words_of
from functions.order.lines import OrderLine
from functions.order.order import Order, Status
from functions.shared.money import Money


class Kind(StrEnum):
    CONFIRMED = "confirmed"
    ACTION_NEEDED = "action_needed"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


KINDS = {
    "OrderConfirmed": Kind.CONFIRMED,
    "OrderActionRequired": Kind.ACTION_NEEDED,
    "OrderCompleted": Kind.SHIPPED,
    "OrderCancelled": Kind.CANCELLED,
    "ReturnRefunded": Kind.REFUNDED,
}
"""By type of event; nobody is told of the others."""


@dataclass(frozen=True)
class Notice:
    """Something that a customer is told once. A return's is told apart by `return_id`, its money `refund`."""

    order_id: str
    kind: Kind
    return_id: str | None = None
    refund: Money | None = None

    @property
    def name(self) -> str:
        return "-".join(part for part in (self.order_id, self.kind.value, self.return_id) if part)


@dataclass(frozen=True)
class Message:
    subject: str
    text: str


def notice_of(event_type: str, detail: dict[str, Any]) -> Notice | None:
    """`detail` as on the bus: `{order_id, data}`. None for events that nobody is told of."""
    kind = KINDS.get(event_type)
    if kind is None:
        return None
    data = detail["data"]
    if kind is not Kind.REFUNDED:
        return Notice(detail["order_id"], kind)
    return Notice(detail["order_id"], kind, data["return_id"], Money.from_dict(data["refund"]))


def compose(notice: Notice, order: Order) -> Message | None:
    """None where there is nothing to say any more: whoever has acted need not be asked to."""
    if notice.kind is Kind.ACTION_NEEDED and order.status is not Status.PENDING:
        return None
    subject, paragraphs = _WORDS[notice.kind](notice, order)
    text = "\n\n".join(["Hello,", *paragraphs, f"Order {order.order_id}"]) + "\n"
    return Message(f"{subject} ({order.order_id})", text)


def _confirmed(_notice: Notice, order: Order) -> Words:
    return "Your order is confirmed", [
        "thank you for your order. We are getting it ready:",
        _list(order.lines),
        f"Total: {order.total.text()}. {_how_it_is_paid(order)}",
    ]


def _how_it_is_paid(order: Order) -> str:
    if order.to_pay.amount == 0:
        return "There is nothing to pay."
    return "It is held on your card and charged when your order is packed."


def _action_needed(_notice: Notice, _order: Order) -> Words:
    return "Your bank asks you to confirm a payment", [
        "your bank wants to hear from you before it lets the payment through. Open your order in the shop "
        "and confirm it there. Without your answer the order is cancelled and nothing is charged."
    ]


def _shipped(_notice: Notice, order: Order) -> Words:
    rest = (
        []
        if order.in_full(order.delivered)
        else ["What is missing could not be packed; you are not charged for it."]
    )
    return "Your order is on its way", [
        "your order is packed and on its way:",
        _list(order.lines_of(order.delivered)),
        *rest,
        f"Charged: {_charged(order)}. The receipt is with your order in the shop.",
    ]


def _charged(order: Order) -> str:
    if order.charged == 0:
        return "nothing"
    return Money(order.charged, order.total.currency).text()


def _cancelled(_notice: Notice, order: Order) -> Words:
    return words_of(order)


def _refunded(notice: Notice, _order: Order) -> Words:
    if notice.refund is not None and notice.refund.amount == 0:
        return "Your return is here", [
            "we took back what you returned. You paid nothing for it, so there is nothing to refund.",
            f"Return {notice.return_id}",
        ]
    amount = notice.refund.text() if notice.refund else ""
    return "Your refund is on its way", [
        f"we took back what you returned and refunded {amount} to your card. Your bank may need a few days "
        "to show it.",
        f"Return {notice.return_id}",
    ]


_WORDS: dict[Kind, Callable[[Notice, Order], Words]] = {
    Kind.CONFIRMED: _confirmed,
    Kind.ACTION_NEEDED: _action_needed,
    Kind.SHIPPED: _shipped,
    Kind.CANCELLED: _cancelled,
    Kind.REFUNDED: _refunded,
}


def _list(lines: Iterable[OrderLine]) -> str:
    """`2 x Margherita, EUR 18.00`, a line each."""
    return "\n".join(f"  {line.quantity} x {line.name}, {line.line_total.text()}" for line in lines)

"""The words for an order that is cancelled: what happened, what it costs, and what the customer can do now.

An order that was never confirmed gave its cart back; one that was confirmed emptied it.
"""

from functions.notification.phrases import PHRASES, Phrases
from functions.order.order import Order, Reason

Words = tuple[str, list[str]]
"""A subject, and the paragraphs of the text."""

NOT_TAKEN, CANCELLED = "not-taken", "cancelled"

INVITING = frozenset(
    {
        Reason.PAYMENT_DECLINED,
        Reason.OUT_OF_STOCK,
        Reason.CODE_USED_UP,
        Reason.CREDIT_SHORT,
        Reason.CHECKOUT_FAILED,
    }
)
"""Why a checkout fails whose customer is asked to check the same cart out again. Who cancelled wants to hear
that it worked, whatever came after."""


def words_of(order: Order, phrases: Phrases) -> Words:
    """For a cancelled order. A reason that is not known by its name is a fault of ours."""
    stage = NOT_TAKEN if order.confirmed_at is None else CANCELLED
    about = f"{stage}.{order.reason}"
    if f"{about}.text" not in PHRASES:
        about = f"{stage}.{Reason.CHECKOUT_FAILED}"
    costs = f"{stage}.free" if order.to_pay.amount == 0 else f"{stage}.costs"
    credit = ["credit-again"] if order.credit else []
    told = [name for name in (f"{about}.text", costs, *credit, f"{about}.then") if name in PHRASES]
    return phrases.say(f"{about}.subject"), [phrases.say(name) for name in told]


def invites(order: Order) -> bool:
    """Whether its words ask the customer to check the same cart out again. Who has done that already needs no
    word of it."""
    return order.confirmed_at is None and order.reason in INVITING

"""The words for an order that is cancelled: what happened, what it costs, and what the customer can do now.

An order that was never confirmed gave its cart back; one that was confirmed emptied it.
"""

from functions.order.order import Order, Reason

Words = tuple[str, list[str]]
"""A subject, and the paragraphs of the text."""

_NOTHING_CHARGED = "Nothing was charged: what your bank may have set aside for it is let go."
_PAID_BACK = "You pay nothing: money that was held or taken for it goes back to your card."
_CART_KEPT = "Your cart is as you left it"
_ON_OUR_SIDE = "something went wrong on our side"

_NOT_CONFIRMED: dict[Reason, tuple[str, str, str]] = {
    Reason.PAYMENT_DECLINED: (
        "Your payment was declined",
        "your card was declined, or your bank was not told in time that it is you who pays, so we could not "
        "take your order.",
        f"{_CART_KEPT}: check out again with another card, or with this one after a word with your bank.",
    ),
    Reason.OUT_OF_STOCK: (
        "There was not enough in stock for your order",
        "there was not enough in stock any more of something you wanted, so we could not take your order.",
        f"{_CART_KEPT} and shows what there is: change what is short, then check out again.",
    ),
    Reason.CANCELLED_BY_CUSTOMER: (
        "Your order is cancelled",
        "your order is cancelled, as you asked.",
        f"{_CART_KEPT}, should you want to order again.",
    ),
    Reason.CHECKOUT_FAILED: (
        "We could not take your order",
        f"{_ON_OUR_SIDE}, so we could not take your order. We are sorry.",
        f"{_CART_KEPT}: please check out again.",
    ),
}
_CONFIRMED: dict[Reason, tuple[str, str, str]] = {
    Reason.PAYMENT_DECLINED: (
        "Your order is cancelled: your card could not be charged",
        "your order was packed, but your bank no longer held the money for it, so it is cancelled.",
        "If you still want it, please order again, with another card or after a word with your bank.",
    ),
    Reason.CANCELLED_BY_CUSTOMER: (
        "Your order is cancelled",
        "your order is cancelled, as you asked.",
        "",
    ),
    Reason.REJECTED_BY_SHOP: (
        "Your order is cancelled: we cannot deliver it",
        "we could not pack your order, so it is cancelled. We are sorry.",
        "Please have a look in the shop for something else.",
    ),
    Reason.NOT_PACKED_IN_TIME: (
        "Your order is cancelled: we were too slow",
        "we could not pack your order in time, so it is cancelled. We are sorry.",
        "If you still want it, please order again.",
    ),
    Reason.CHECKOUT_FAILED: (
        "Your order is cancelled: we could not complete it",
        f"{_ON_OUR_SIDE}, so your order is cancelled. We are sorry.",
        "If you still want it, please order again.",
    ),
}


def words_of(order: Order) -> Words:
    """For a cancelled order. A reason that is not known by its name is a fault of ours."""
    confirmed = order.confirmed_at is not None
    known = _CONFIRMED if confirmed else _NOT_CONFIRMED
    reason = order.reason if order.reason in known else Reason.CHECKOUT_FAILED
    subject, happened, then = known[reason]
    costs = _PAID_BACK if confirmed else _NOTHING_CHARGED
    return subject, [part for part in (happened, costs, then) if part]


def invites(order: Order) -> bool:
    """Whether its words ask the customer to check the same cart out again. Who has done that already needs no
    word of it; who cancelled wants to hear that it worked, whatever came after."""
    return order.confirmed_at is None and order.reason is not Reason.CANCELLED_BY_CUSTOMER

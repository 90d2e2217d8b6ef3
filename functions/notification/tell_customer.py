"""Tell the customer of an order what has happened to it, once."""

import os
from collections.abc import Callable

from functions.cart import store as cart_store
from functions.notification import mail, phrases_store
from functions.notification.cancelled import invites
from functions.notification.message import Kind, Message, Notice, compose
from functions.order import store as order_store
from functions.order.order import Order
from functions.session import order_link
from functions.session import store as session_store
from functions.shared import clock
from functions.shared.observe import count, logger

Send = Callable[[Notice, str, Message], None]

MOST_MOVES = 3
"""A guest's cart moves once as a rule, into that of who logged in."""


def tell_customer(notice: Notice, send: Send) -> None:
    """`send` sends a message to an address unless that was done before."""
    order = order_store.load(notice.order_id)
    if order.email is None or not mail.configured():
        logger.debug("nobody to tell, or nothing to tell by", extra={"kind": notice.kind})
        return
    message = compose(notice, order, _link(order.order_id), phrases_store.load())
    if message is None or _checked_out_again(notice, order):
        logger.debug("nothing to tell any more", extra={"kind": notice.kind})
        return
    send(notice, order.email, message)


def _link(order_id: str) -> str | None:
    """To the order's page, for who has no session any more; None for a shop whose pages are not known."""
    pages = os.environ["SHOP_URL"]
    if not pages:
        return None
    key = order_link.make_key(order_id, session_store.key_ring(), clock.now())
    return order_link.link_to(pages, order_id, key)


def _checked_out_again(notice: Notice, order: Order) -> bool:
    """Whether the customer has done since what this message would ask for: another order claims the cart that
    this one gave back, and its own messages tell what becomes of it, or the cart was paid.

    The cart is read as it stands now, and followed to where it was merged into. An event may come late.
    """
    if notice.kind is not Kind.CANCELLED or not invites(order):
        return False
    owner, since = order.owner, order.placed_at
    for _ in range(MOST_MOVES):
        trace = cart_store.trace(owner)
        if trace.checkout not in (None, order.order_id) or trace.paid_at > since:
            return True
        if trace.merged_at <= since:
            return False
        owner, since = trace.merged_into, trace.merged_at
    return False


def deliver(notice: Notice, recipient: str, message: Message) -> None:
    """Raises mail.MailNotSent."""
    mail.send(notice.name, recipient, message)
    logger.info("customer told", extra={"kind": notice.kind})
    count("MessagesSent", kind=notice.kind.value)

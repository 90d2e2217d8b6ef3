"""Tell the customer of an order what has happened to it, once."""

from collections.abc import Callable

from functions.notification import mail
from functions.notification.message import Message, Notice, compose
from functions.order import store as order_store
from functions.shared.observe import count, logger

Send = Callable[[Notice, str, Message], None]


def notify(notice: Notice, send: Send) -> None:
    """`send` sends a message to an address unless that was done before."""
    order = order_store.load(notice.order_id)
    if order.email is None or not mail.configured():
        logger.debug("nobody to tell, or nothing to tell by", extra={"kind": notice.kind})
        return
    message = compose(notice, order)
    if message is None:
        logger.debug("nothing to tell any more", extra={"kind": notice.kind})
        return
    send(notice, order.email, message)


def deliver(notice: Notice, recipient: str, message: Message) -> None:
    """Raises mail.MailNotSent."""
    mail.send(notice.name, recipient, message)
    logger.info("customer told", extra={"kind": notice.kind})
    count("MessagesSent", kind=notice.kind.value)

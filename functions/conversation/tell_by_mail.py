"""Have a customer who is away told by mail that they were answered."""

from functions.conversation import bus
from functions.conversation.conversation import Head, Message
from functions.order import views_store


def tell_by_mail(head: Head, message: Message) -> None:
    """Hands it to the mail. Where the conversation is about no order, the customer is reached by the address
    of their newest one; who has none cannot be reached. Raises TransientError; again is safe, since the mail
    is sent once for each message that it tells of."""
    order_id = head.order_id or _newest_order(head.owner)
    if order_id is not None:
        bus.publish_answered(order_id, head.conversation, message.seq)


def _newest_order(owner: str) -> str | None:
    found = views_store.newest_places(owner, 1)
    return found[0].order_id if found else None

"""Who is connected, for those who only ask."""

from functions.live import store
from functions.live.connection import Connection as Connection
from functions.live.connection import standing
from functions.shared import clock


def connection_of(connection_id: str) -> Connection | None:
    """The live connection with this id; None if there is none, or none any more. One consistent read."""
    return store.load(connection_id, clock.now())


def online(owner: str, order_id: str | None = None) -> bool:
    """Whether any customer's connection is told of this order of the owner's, or of what is about none: a
    tab of the owner's own, of who merged the owner's cart, or of who came by the order's link. One consistent
    read, two where it is about an order, however many there are."""
    return bool(standing(store.customers_of_order(owner, order_id, clock.now())))

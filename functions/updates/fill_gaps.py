"""Fill the gaps of a client that says which version it has of each order that it shows."""

from collections.abc import Mapping

from functions.live import gateway
from functions.live.connection import Connection
from functions.live.gateway import ConnectionGone
from functions.live.store import NotConnected
from functions.order import store as orders
from functions.order.history import BrokenLog
from functions.order.order import Order
from functions.session.groups import owner_by_link
from functions.shared.items import Aside, Unreadable, describe
from functions.shared.observe import count, logger
from functions.updates.view_order import order_changed, view_order


def fill_gaps(connection: Connection, since: Mapping[str, int]) -> dict[str, int]:
    """Send on this connection each order that is newer than the client's, or to an operator that it is; the
    versions of all of them.

    Orders that do not exist, and those of whom the connection does not follow, are left out alike. What is
    read here was written before; what is written later is sent by who meets it in the stream, since the
    connection is registered by now. Raises NotConnected, NotHeard.
    """
    aside: Aside = {}
    found = orders.load_many(list(since), aside) if since else []
    own = [order for order in found if _is_told_of(connection, order)]
    for order in own:
        if order.head.version > since[order.order_id]:
            _show(connection, order, aside)
    for order_id, why in aside.items():
        logger.error("order not shown", extra={"order_id": order_id, "error": why})
        count("OrdersNotShown")
    return {order.order_id: order.head.version for order in own if order.order_id not in aside}


def _is_told_of(connection: Connection, order: Order) -> bool:
    return order.owner in connection.follows or owner_by_link(order.order_id) in connection.follows


def _show(connection: Connection, order: Order, aside: Aside) -> None:
    """One that cannot be read goes `aside`: the others are shown."""
    if connection.operator:
        _send(connection, order_changed(order.order_id, order.head.version))
        return
    try:
        text = view_order(order.order_id, order.owner)
    except (Unreadable, BrokenLog) as broken:
        aside[order.order_id] = describe(broken)
        return
    _send(connection, text)


def _send(connection: Connection, text: str) -> None:
    try:
        gateway.post(connection.connection_id, text)
    except ConnectionGone:
        raise NotConnected(connection.connection_id) from None

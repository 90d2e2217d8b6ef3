"""Show an owner's orders, newest first, page by page."""

import heapq
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from functions.order import order as orders
from functions.order import store as order_store
from functions.order import views_store
from functions.order.history import BrokenLog
from functions.order.order import UNDECIDED, Order, Status
from functions.order.views_store import Place
from functions.payment import store as payment_store
from functions.session.owners_store import readable_owners
from functions.session.page_cursor import give_cursor, read_cursor
from functions.shared import ids
from functions.shared.items import Aside, Unreadable, describe
from functions.shared.observe import count, logger
from functions.storefront.show_order import action_of

LISTED = "my orders"
"""What its cursors are of."""


def list_orders(owner: str, limit: int, cursor: str | None) -> dict[str, Any]:
    """`{orders, next_cursor}`: at most `limit`, after where the cursor was given out; it is null at the end.

    One query for each owner whose orders this one may read, however many orders there are. Rows follow their
    orders at a short distance; one that is undecided is looked at as it stands. Raises SignatureBroken
    for a cursor that is not ours, changed, somebody else's, or another list's.
    """
    before = read_cursor(cursor, LISTED, owner)
    pages = [views_store.newest_places(owner_id, limit + 1, before) for owner_id in readable_owners(owner)]
    found = list(islice(heapq.merge(*pages, key=lambda place: place.position, reverse=True), limit + 1))
    page = found[:limit]
    more = len(found) > limit
    return {
        "orders": _present(page),
        "next_cursor": give_cursor(page[-1].position if more else "", LISTED, owner),
    }


def _present(page: list[Place]) -> list[dict[str, Any]]:
    """Orders that are undecided, or whose row cannot be read, as they stand. One that cannot be read either
    is shown by its row, or not at all: the others are listed."""
    aside: Aside = {}
    wanted = [place.order_id for place in page if place.view is None or place.view.status in UNDECIDED]
    readable = [order_id for order_id in wanted if ids.is_order_id(order_id)]
    found = order_store.load_many(readable, aside) if wanted else []
    now = {order.order_id: order for order in _counted(found, aside)}
    actions = _actions(found, aside)
    shown: list[dict[str, Any]] = []
    for place in page:
        order = now.get(place.order_id) or place.view
        if order is None:
            aside.setdefault(place.order_id, "its row cannot be read")
        else:
            shown.append(orders.present(order, actions.get(place.order_id)))
    _report(aside)
    return shown


def _counted(found: Iterable[Order], aside: Aside) -> Iterator[Order]:
    for order in found:
        try:
            yield order_store.counted(order)
        except (BrokenLog, Unreadable) as broken:
            aside[order.order_id] = describe(broken)


def _actions(undecided: Iterable[Order], aside: Aside) -> dict[str, dict[str, Any] | None]:
    """What customers have to do, by order id."""
    pending = {order.order_id: order for order in undecided if order.status is Status.PENDING}
    payments = payment_store.load_many(list(pending), aside) if pending else []
    return {payment.order_id: action_of(pending[payment.order_id], payment) for payment in payments}


def _report(aside: Aside) -> None:
    for order_id, why in aside.items():
        logger.error("order not listed as it stands", extra={"order_id": order_id, "error": why})
        count("OrdersNotListed")

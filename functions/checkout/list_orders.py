"""Show an owner's orders, newest first, page by page."""

import heapq
from collections.abc import Iterable
from itertools import islice
from typing import Any

from functions.checkout.show_order import action_of
from functions.order import order as orders
from functions.order import store as order_store
from functions.order import views
from functions.order.order import Order, Status
from functions.order.view import View
from functions.payment import store as payment_store
from functions.session import store as session_store
from functions.session.links import readable_owners
from functions.session.seal import SealBroken, seal, unseal
from functions.shared.problems import unprocessable


def list_orders(owner: str, limit: int, cursor: str | None) -> dict[str, Any]:
    """`{orders, next_cursor}`: at most `limit`, after where the cursor was given out; it is null at the end.

    One query for each owner whose orders this one may read, however many orders there are. Rows follow their
    orders at a short distance; one that is undecided is looked at as it stands. Raises Problem 422 for a
    cursor that is not ours, changed, or somebody else's.
    """
    before = "" if cursor is None else _position(cursor, owner)
    pages = [views.newest(one, limit + 1, before) for one in readable_owners(owner)]
    found = list(islice(heapq.merge(*pages, key=lambda view: view.position, reverse=True), limit + 1))
    page = found[:limit]
    more = len(found) > limit
    return {
        "orders": _present(page),
        "next_cursor": seal(page[-1].position, owner, session_store.key_ring()) if more else None,
    }


def _position(cursor: str, owner: str) -> str:
    try:
        return unseal(cursor, owner, session_store.key_ring())
    except SealBroken:
        raise unprocessable("cursor: take it from an answer to this very session, unchanged.") from None


def _present(page: list[View]) -> list[dict[str, Any]]:
    undecided = [view.order_id for view in page if view.status in (Status.PENDING, Status.CANCELLING)]
    now = {order.order_id: order for order in order_store.load_many(undecided)} if undecided else {}
    actions = _actions(now.values())
    return [orders.present(now.get(view.order_id, view), actions.get(view.order_id)) for view in page]


def _actions(undecided: Iterable[Order]) -> dict[str, dict[str, Any] | None]:
    """What customers have to do, by order id."""
    pending = {order.order_id: order for order in undecided if order.status is Status.PENDING}
    payments = payment_store.load_many(list(pending)) if pending else []
    return {payment.order_id: action_of(pending[payment.order_id], payment) for payment in payments}

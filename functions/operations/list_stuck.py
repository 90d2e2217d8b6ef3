"""List what stands in front of an operator: the longest waiting first, and no more than was asked for."""

from typing import Any

from functions.operations.find_stuck import Stopped
from functions.operations.unreadable import named, still_aside
from functions.operator import set_aside_store
from functions.operator import store as operator_store
from functions.order import store as orders
from functions.returns import store as returns_store
from functions.shared.items import Aside


def list_stuck(limit: int) -> dict[str, Any]:
    """`{stuck, set_aside, unreadable, more}`: orders and returns that wait for an answer, what the sweep
    could not look after, and what of all that cannot be read. `more`: of some kind only the longest waiting
    were looked at."""
    aside: Aside = {}
    waiting = dict(operator_store.load_unanswered(aside, most=limit))
    returns, left = returns_store.load_listed(returns_store.STUCK, limit, aside=aside)
    marks = set_aside_store.load_all(aside, most=limit)
    stuck = [
        Stopped(order.order_id, order.status.value, waiting[order.order_id])
        for order in orders.load_many(list(waiting), aside)
        if not order.head.ended
    ]
    stuck += [Stopped(one.return_id, one.shown, one.stuck) for one in returns if one.stuck]
    unanswered = sorted((one for one in stuck if one.stuck.answer is None), key=lambda one: one.stuck.at)
    return {
        "stuck": [one.entry() for one in unanswered[:limit]],
        "set_aside": [mark.shown() for mark in marks if still_aside(mark)],
        "unreadable": named(aside),
        "more": bool(left) or len(unanswered) > limit or limit in (len(waiting), len(marks)),
    }

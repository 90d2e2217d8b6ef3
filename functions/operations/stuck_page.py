"""What stands in front of an operator, page by page: orders, returns and refunds of an amount that wait for
an answer, and what the sweep had to set aside, in one line.

Orders and what was set aside stand there by when that happened, returns and refunds by when they were
requested. What is answered leaves the line, what gets stuck again comes to its place in it.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from functions.operations.find_stuck import Stopped, stopped_refund, stopped_return
from functions.operator import set_aside_store
from functions.operator import store as operator_store
from functions.operator.set_aside_store import SetAside
from functions.order import lists_store
from functions.order import store as orders
from functions.refunds import store as amounts_store
from functions.refunds.writes import REFUNDS
from functions.returns import store as returns_store
from functions.returns.writes import RETURNS
from functions.shared import ids
from functions.shared.items import Aside
from functions.shared.write import Item

Place = tuple[str, str, Any]
"""Where one stands, its kind, and what it is read by."""
ORDER, RETURN, REFUND, SET_ASIDE = "order", "return", "refund", "set-aside"


def kind_of(subject: str) -> str:
    """Of an order, a return or a refund of an amount, by its id."""
    if ids.order_of_amount_refund(subject):
        return REFUND
    return RETURN if ids.order_of_return(subject) else ORDER


@dataclass(frozen=True)
class StuckPage:
    """`stopped` in order of how long they have waited; `aside`: what cannot be read; `next`: the place that
    the next page starts at, empty at the end."""

    stopped: list[Stopped]
    marks: list[SetAside]
    aside: Aside
    next: str


def stuck_page(limit: int, start: str = "") -> StuckPage:
    """At most `limit` of all kinds together, from the place `start` on. The indexes lag: who was answered
    since is left out."""
    found = _places(limit + 1, start)
    page = found[:limit]
    of = {kind: [key for _, one, key in page if one == kind] for kind in (ORDER, RETURN, REFUND, SET_ASIDE)}
    aside: Aside = {}
    stopped = [*_orders(of[ORDER], aside), *_returns(of[RETURN], aside), *_refunds(of[REFUND], aside)]
    return StuckPage(
        stopped=sorted(stopped, key=lambda one: one.stuck.at),
        marks=set_aside_store.load_many(of[SET_ASIDE], aside),
        aside=aside,
        next=found[limit][0] if len(found) > limit else "",
    )


def _places(limit: int, start: str) -> list[Place]:
    lines: dict[str, Callable[..., list[tuple[str, Any]]]] = {
        ORDER: operator_store.places_unanswered,
        RETURN: partial(lists_store.places_of_list, RETURNS.stuck, newest=False),
        REFUND: partial(lists_store.places_of_list, REFUNDS.stuck, newest=False),
        SET_ASIDE: set_aside_store.places,
    }
    found = [[(place, kind, key) for place, key in look(limit, start=start)] for kind, look in lines.items()]
    return list(islice(heapq.merge(*found, key=lambda one: one[:2]), limit))


def _orders(order_ids: list[str], aside: Aside) -> list[Stopped]:
    waiting = dict(operator_store.load_many(order_ids, aside))
    return [
        Stopped(order.order_id, order.status.value, waiting[order.order_id])
        for order in orders.load_many(list(waiting), aside)
        if not order.head.ended
    ]


def _returns(keys: list[Item], aside: Aside) -> list[Stopped]:
    found = returns_store.load_many(keys, aside=aside)
    return [stopped_return(one, one.stuck) for one in found if one.stuck and one.stuck.answer is None]


def _refunds(keys: list[Item], aside: Aside) -> list[Stopped]:
    found = amounts_store.load_many(keys, aside)
    return [stopped_refund(one, one.stuck) for one in found if one.stuck and one.stuck.answer is None]

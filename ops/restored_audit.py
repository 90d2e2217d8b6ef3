"""An audit of restored tables. They are of no one moment, and the provider has gone on since: what an audit
says of an order that moved since is no finding about the copies, and is told apart."""

import os
import re
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from functions.fulfilment import store as fulfilments
from functions.order import store as orders
from functions.payment import store as payments
from functions.shared import clock, ids
from ops.promises import violations
from ops.snapshot import read_snapshot

LOOKS = 8
PAUSE_SECONDS = 0.5
MARGIN = timedelta(seconds=5)
"""Clocks differ, and DynamoDB speaks of the second."""
_NAMED = re.compile(r"\b(ord_[a-z2-7]{32}|(?:ret|rfd)_[a-z2-7]{32}_[a-z2-7]{8})\b")

Tables = Mapping[str, str]
"""Names of tables by the variable that the stores read (`ORDERS_TABLE`)."""


@dataclass(frozen=True)
class Judgement:
    """`broken`: sentences that nothing excuses. `moved`: those about orders that moved since the copies
    began. `orders`: how many were looked at."""

    orders: int
    broken: list[str]
    moved: list[str]


@contextmanager
def looking_at(tables: Tables) -> Iterator[None]:
    """This process reads and writes these tables instead of the shop's own."""
    before = {name: os.environ[name] for name in tables if name in os.environ}
    os.environ.update(tables)
    try:
        yield
    finally:
        for name in tables:
            if name in before:
                os.environ[name] = before[name]
            else:
                os.environ.pop(name, None)


def judge(restored: Tables, first: datetime, own: Set[str] = frozenset()) -> Judgement:
    """`first`: when the first of the copies was made. `own`: orders placed in the copies, which nothing
    excuses. The shop's own tables are those of the environment."""
    with looking_at(restored):
        shop = read_snapshot()
        found = violations(shop)
    since = clock.timestamp(first - MARGIN)
    broken, moved = found, []
    for _ in range(LOOKS):
        excused = [one for one in broken if _excused(one, restored, since, own)]
        moved += excused
        broken = [one for one in broken if one not in excused]
        if not broken:
            break
        clock.pause(PAUSE_SECONDS)
    return Judgement(len(shop.orders), broken, moved)


def _excused(sentence: str, restored: Tables, since: str, own: Set[str]) -> bool:
    """Whether it speaks of orders, and all of them moved."""
    named = {ids.order_of_part(one) or one for one in _NAMED.findall(sentence)}
    if not named or named & own:
        return False
    return all(_moved(order_id, restored, since) for order_id in named)


def _moved(order_id: str, restored: Tables, since: str) -> bool:
    """Whether the shop knows something else of the order than the copies, or did between two of them."""
    with looking_at(restored):
        copied = _known(order_id)
        at = _last_event(order_id)
    return at >= since or copied != _known(order_id)


def _known(order_id: str) -> tuple[Any, ...]:
    return (
        orders.load_heads([order_id]),
        payments.load(order_id),
        fulfilments.load_many([order_id]),
    )


def _last_event(order_id: str) -> str:
    """When the order last moved; empty if there is none."""
    try:
        _, events = orders.load_log(order_id, {})
    except orders.OrderUnknown:
        return ""
    return max((event.at for event in events), default="")

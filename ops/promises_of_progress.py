"""What a shop promises of what is not at its end: somebody looks after it, and whoever waits for a word of it
gets one, the right one.

A promise that holds at every moment is told apart from one that takes time: what nobody came for yet is late,
and only much later a violation.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from functions.fulfilment.fulfilment import Fulfilment, Instruction
from functions.order.order import DELIVERED, Order
from functions.refunds.refund import AmountRefund
from functions.returns.returns import Return
from functions.shared.clock import timestamp

LATE = timedelta(hours=1)
"""Much longer than whoever should have come needs: the sweep comes every minute, the relay within seconds."""


def looked_after(
    orders: Mapping[str, Order],
    returns: Sequence[Return],
    refunds: Sequence[AmountRefund],
    due: Mapping[str, str],
) -> Iterator[str]:
    """Nothing that is open is out of the sweep's sight. `due`: when it looks after what, by id (RFC 3339)."""
    for subject, status in still_open(orders, returns, refunds).items():
        if subject not in due:
            yield f"looked after by nobody: {subject} is {status}"


def told_right(orders: Mapping[str, Order], fulfilments: Mapping[str, Fulfilment]) -> Iterator[str]:
    """What is handed over is paid for, and what is paid for is handed over."""
    for order_id, fulfilment in fulfilments.items():
        order = orders.get(order_id)
        if order is None:
            continue
        delivered = order.status in DELIVERED
        if fulfilment.told is Instruction.HAND_OVER and not delivered:
            yield f"told to hand over what is not paid for: {order_id} is {order.status}"
        if fulfilment.told is Instruction.PUT_BACK and delivered:
            yield f"told to put back what is paid for: {order_id} is {order.status}"


def hanging(
    orders: Mapping[str, Order],
    returns: Sequence[Return],
    refunds: Sequence[AmountRefund],
    due: Mapping[str, str],
    untold_since: Mapping[str, str],
    now: datetime,
) -> Iterator[str]:
    """What somebody should have come for an hour ago. `untold_since`: when orders ended of which their
    warehouse has not heard (RFC 3339)."""
    long_ago = timestamp(now - LATE)
    for subject in still_open(orders, returns, refunds):
        if due.get(subject, long_ago) < long_ago:
            yield f"hangs: {subject} was to be looked after at {due[subject]}"
    for order_id, ended_at in untold_since.items():
        if order_id in orders and ended_at < long_ago:
            yield f"the warehouse was never told what becomes of {order_id}"


def overdue(
    orders: Mapping[str, Order],
    returns: Sequence[Return],
    refunds: Sequence[AmountRefund],
    due: Mapping[str, str],
    now: datetime,
) -> list[str]:
    """What the sweep is to look after when it comes next, the longest overdue first."""
    moment = timestamp(now)
    late = [subject for subject in still_open(orders, returns, refunds) if due.get(subject, moment) < moment]
    return sorted(late, key=lambda subject: due[subject])


def untold(orders: Mapping[str, Order], fulfilments: Mapping[str, Fulfilment]) -> list[str]:
    """Orders that have ended and of which the warehouse, which was offered them, has not heard yet."""
    return sorted(
        order_id
        for order_id, one in fulfilments.items()
        if one.told is Instruction.WAIT and order_id in orders and orders[order_id].head.ended
    )


def still_open(
    orders: Mapping[str, Order], returns: Sequence[Return], refunds: Sequence[AmountRefund]
) -> dict[str, str]:
    """Orders, returns and refunds of an amount that are not at an end, with their status."""
    found = {key: one.status.value for key, one in orders.items() if not one.head.ended}
    found |= {one.refund_id: one.stage.value for one in refunds if one.open}
    return found | {one.return_id: one.shown for one in returns if one.open}

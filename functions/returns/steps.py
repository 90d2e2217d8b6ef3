"""The steps of a return: Lambda entry points of its state machine. In: `{order_id, return_id}`."""

from typing import Any

from functions.order import returns_store
from functions.order.returns import Return, Stuck
from functions.payment.refund_payment import refund_payment
from functions.returns import decide_return
from functions.returns.close_return import close_return
from functions.returns.restock_items import restock_items
from functions.shared import clock
from functions.shared.errors import TransientError
from functions.shared.observe import count, saga_step

Event = dict[str, Any]


class NotAccepted(TransientError):
    """No inspector has accepted this return: no money moves and no unit either."""


@saga_step
def await_inspection(event: Event, _context: Any) -> None:
    """In: `task_token` too; the execution goes on when an inspector has decided."""
    decide_return.await_inspection(event["return_id"], event["task_token"])


@saga_step
def refund(event: Event, _context: Any) -> Event:
    one = _accepted(event)
    refund_payment(one.order_id, one.return_id, one.refund.amount, why=one.return_id)
    return _subject(one)


@saga_step
def restock(event: Event, _context: Any) -> Event:
    one = _accepted(event)
    restock_items(one)
    return _subject(one)


@saga_step
def close(event: Event, _context: Any) -> Event:
    one = close_return(event["return_id"])
    count("ReturnsClosed", outcome=one.shown)
    return _subject(one)


@saga_step
def park(event: Event, _context: Any) -> None:
    """In: `task_token` and `failure` too; the execution goes on when an operator answers the token."""
    failure = event["failure"]
    at = clock.timestamp(clock.now())
    stuck = Stuck(failure["Error"], failure.get("Cause", ""), at, event["task_token"])
    returns_store.park(event["return_id"], stuck)
    count("ReturnsParked")


def _accepted(event: Event) -> Return:
    one = returns_store.load(event["return_id"])
    if not one.accepted:
        raise NotAccepted(one.return_id)
    return one


def _subject(one: Return) -> Event:
    return {"order_id": one.order_id, "return_id": one.return_id}

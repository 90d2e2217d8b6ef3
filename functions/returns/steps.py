"""The steps of a return that change orders and stock: Lambda entry points of its state machine.

In: `{order_id, return_id}`.
"""

from typing import Any

from functions.operator.answer_stop import answer_again
from functions.operator.what_stopped import what_stopped
from functions.returns import decide_return
from functions.returns import store as returns_store
from functions.returns.accepted_return import accepted_return
from functions.returns.close_return import close_return as close
from functions.returns.restock_items import restock_items as restock
from functions.returns.workflow import subject
from functions.shared.observe import count, saga_step

Event = dict[str, Any]


@saga_step
def await_inspection(event: Event, _context: Any) -> None:
    """In: `task_token` too; the execution goes on when an inspector has decided."""
    decide_return.await_inspection(event["return_id"], event["task_token"])


@saga_step
def restock_items(event: Event, _context: Any) -> Event:
    one = accepted_return(event["return_id"])
    restock(one)
    return subject(one)


@saga_step
def close_return(event: Event, _context: Any) -> Event:
    one = close(event["return_id"])
    count("ReturnsClosed", outcome=one.shown)
    return subject(one)


@saga_step
def await_operator(event: Event, _context: Any) -> None:
    """In: `task_token`, `entered`, `failure` and `execution` too; the execution goes on when an operator
    answers the token."""
    stands = returns_store.park(event["return_id"], what_stopped(event))
    if stands is not None:
        answer_again(stands, event["task_token"])
    count("ReturnsParked")

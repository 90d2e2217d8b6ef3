"""The steps of a return that change orders and stock: Lambda entry points of its state machine.

In: `{order_id, return_id}`.
"""

from typing import Any

from functions.returns import inspect_return, store
from functions.returns.close_return import close_return as close
from functions.returns.park_return import park_return
from functions.returns.restock_items import restock_items as restock
from functions.shared.observe import count, saga_step

Event = dict[str, Any]


@saga_step
def await_inspection(event: Event, _context: Any) -> None:
    """In: `task_token` too; the execution goes on when an inspector has decided."""
    inspect_return.await_inspection(event["return_id"], event["task_token"])


@saga_step
def restock_items(event: Event, _context: Any) -> Event:
    return_ = store.load_accepted(event["return_id"])
    restock(return_)
    return return_.subject


@saga_step
def close_return(event: Event, _context: Any) -> Event:
    return_ = close(event["return_id"])
    count("ReturnsClosed", outcome=return_.shown)
    return return_.subject


@saga_step
def await_operator(event: Event, _context: Any) -> None:
    """In: `task_token`, `entered`, `failure` and `execution` too; the execution goes on when an operator
    answers the token."""
    park_return(event["return_id"], event)
    count("ReturnsParked")

"""The sweep's half that looks after returns: every return that is not at its end has an execution."""

import os
from datetime import timedelta

from functions.order import returns_store
from functions.order.returns_store import ReturnMoved
from functions.order.returns_writes import ReturnUnknown
from functions.returns import workflow
from functions.shared import clock, machines
from functions.shared.observe import count, logger


def sweep_return(return_id: str) -> bool:
    """Start the return's machine again unless it is at an end or still worked on, be it by an inspector."""
    try:
        one = returns_store.load(return_id)
    except ReturnUnknown:
        return False
    if not one.open:
        return False
    ended = machines.has_ended(workflow.MACHINE, one.execution)
    try:
        if ended is False:
            returns_store.postpone(one, _due_at())
            return False
        if ended:
            one = returns_store.begin_run(one, _due_at())
    except ReturnMoved:
        # The return moved on meanwhile, or another sweep was quicker.
        return False
    logger.warning("overdue return started again", extra={"return_id": return_id, "execution": one.execution})
    count("ReturnsSwept")
    workflow.start(one)
    return True


def _due_at() -> str:
    return clock.timestamp(clock.now() + timedelta(seconds=int(os.environ["RETURN_DUE_SECONDS"])))

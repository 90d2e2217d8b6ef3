"""The sweep's half that looks after returns: every return that is not at its end has an execution."""

from functions.operator import set_aside_store
from functions.returns import store as returns_store
from functions.returns.returns import Return
from functions.returns.store import ReturnMoved
from functions.returns.writes import ReturnUnknown
from functions.shared import clock, machines, patience
from functions.shared.observe import count, logger


def sweep_return(return_id: str) -> bool:
    """Start the return's machine again unless it is at an end or still worked on, be it by an inspector. What
    was set aside, and can be looked after now, is no longer before an operator."""
    try:
        return_ = returns_store.load(return_id)
    except ReturnUnknown:
        return False
    started = return_.open and _look_after(return_)
    if return_.set_aside:
        set_aside_store.clear(return_id)
    return started


def _look_after(return_: Return) -> bool:
    ended = machines.has_ended(machines.RETURN, return_.execution)
    try:
        if ended is False:
            returns_store.postpone(return_, _due_at())
            return False
        if ended:
            return_ = returns_store.begin_run(return_, _due_at())
    except ReturnMoved:
        # The return moved on meanwhile, or another sweep was quicker.
        return False
    logger.warning(
        "overdue return started again", extra={"return_id": return_.return_id, "execution": return_.execution}
    )
    count("ReturnsSwept")
    machines.start(machines.RETURN, return_.execution, return_.subject)
    return True


def _due_at() -> str:
    return patience.due_at(patience.RETURN_DUE, clock.now())

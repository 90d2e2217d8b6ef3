"""The sweep's part that looks after refunds of an amount: every one that is not at its end has an
execution."""

from functions.operator import set_aside_store
from functions.refunds import store as amounts_store
from functions.refunds.refund import AmountRefund
from functions.refunds.store import RefundMoved
from functions.refunds.writes import RefundUnknown
from functions.shared import clock, machines, patience
from functions.shared.observe import count, logger


def sweep_refund(refund_id: str) -> bool:
    """Start the refund's machine again unless it is at an end or still worked on. What was set aside, and can
    be looked after now, is no longer before an operator."""
    try:
        refund = amounts_store.load(refund_id)
    except RefundUnknown:
        return False
    started = refund.open and _look_after(refund)
    if refund.set_aside:
        set_aside_store.clear(refund_id)
    return started


def _look_after(refund: AmountRefund) -> bool:
    ended = machines.has_ended(machines.REFUND, refund.execution)
    due_at = patience.due_at(patience.CHECKOUT_DUE, clock.now())
    try:
        if ended is False:
            amounts_store.postpone(refund, due_at)
            return False
        if ended:
            refund = amounts_store.begin_run(refund, due_at)
    except RefundMoved:
        # The refund moved on meanwhile, or another sweep was quicker.
        return False
    told = {"refund_id": refund.refund_id, "execution": refund.execution}
    logger.warning("overdue refund started again", extra=told)
    count("RefundsSwept")
    machines.start(machines.REFUND, refund.execution, refund.subject)
    return True

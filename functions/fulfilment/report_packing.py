"""Take a warehouse's answer to an offer."""

from functions.fulfilment import callback, store
from functions.fulfilment.callback import CallbackExpired
from functions.fulfilment.decide_packing import DecidedOtherwise, decide
from functions.fulfilment.fulfilment import Fulfilment, LinesRefused, PackingDecision, PackingOutcome, packed
from functions.fulfilment.report import Report
from functions.order import store as order_store
from functions.order.order import Order
from functions.session import store as session_store
from functions.shared import clock, machines
from functions.shared.observe import concerns


class PackingOver(Exception):
    """The time to pack is over. `fulfilment` says what became of it."""

    def __init__(self, fulfilment: Fulfilment) -> None:
        super().__init__(f"the time to pack {fulfilment.order_id} is over")
        self.fulfilment = fulfilment


def report_packing(callback_id: str, report: Report) -> Fulfilment:
    """The fulfilment as it stands after this answer; repeating an answer changes nothing.

    Raises CallbackUnknown, PackingOver, LinesRefused, DecidedOtherwise.
    """
    now = clock.now()
    try:
        order_id = callback.read(callback_id, session_store.key_ring(), now)
    except CallbackExpired as late:
        concerns(late.order_id)
        raise PackingOver(store.load(late.order_id)) from late
    concerns(order_id)
    store.hear(now)
    if report.outcome == "accepted":
        return _accept(order_id)
    order = order_store.load(order_id)
    return decide(order, _decision(order, report))


def _accept(order_id: str) -> Fulfilment:
    """Somebody is at work: to be heard is enough. Executions that were begun while their machine waited for
    heartbeats of their own order are given one."""
    fulfilment = store.load(order_id)
    if fulfilment.outcome is not None:
        raise DecidedOtherwise(fulfilment)
    machines.heartbeat(*fulfilment.task_tokens)
    return fulfilment


def _decision(order: Order, report: Report) -> PackingDecision:
    if report.outcome == "rejected":
        if report.lines:
            raise LinesRefused("lines: only of what is packed; leave them out of a rejection")
        return PackingDecision(PackingOutcome.REJECTED, why=report.why or "")
    return packed(order, report.lines)

"""See to it that packing ends: in time for the hold on the card, and with whoever waits told."""

from contextlib import suppress

from functions.fulfilment import store
from functions.fulfilment.decide_packing import DecidedOtherwise, answer, decide
from functions.fulfilment.fulfilment import PackingDecision, PackingOutcome
from functions.order import store as order_store
from functions.shared import clock
from functions.shared.observe import count


def end_packing(order_id: str) -> str | None:
    """Of an order that is being fulfilled. Decided, whoever waits is told again; past its time, it is
    abandoned, unless a warehouse or the customer is quicker still. Else: until when it may go on (RFC 3339).
    """
    fulfilment = store.load(order_id)
    if fulfilment.outcome is not None:
        answer(fulfilment)
        return None
    if fulfilment.pack_by is None or fulfilment.pack_by > clock.timestamp(clock.now()):
        return fulfilment.pack_by
    with suppress(DecidedOtherwise):
        decide(
            order_store.load(order_id), PackingDecision(PackingOutcome.ABANDONED, why="not-packed-in-time")
        )
        count("PackingsAbandoned")
    return None

"""See to it that packing ends: in time for the hold on the card, soon after a warehouse fell silent, and with
whoever waits told."""

from contextlib import suppress
from datetime import datetime

from functions.fulfilment import store
from functions.fulfilment.decide_packing import DecidedOtherwise, answer, decide
from functions.fulfilment.fulfilment import Fulfilment, PackingDecision, PackingOutcome
from functions.order import store as order_store
from functions.shared import clock, patience
from functions.shared.observe import count


def end_packing(order_id: str) -> str | None:
    """Of an order that is being fulfilled. Decided, whoever waits is told again. Past its time, or offered to
    a warehouse that has not been heard since for as long as one is waited for, it is abandoned, unless the
    warehouse or the customer is quicker still. Else: until when it may go on (RFC 3339).
    """
    fulfilment = store.load(order_id)
    if fulfilment.outcome is not None:
        answer(fulfilment)
        return None
    now = clock.now()
    until = _may_go_on_until(fulfilment, now)
    if until is None or until > clock.timestamp(now):
        return until
    with suppress(DecidedOtherwise):
        decide(
            order_store.load(order_id), PackingDecision(PackingOutcome.ABANDONED, why="not-packed-in-time")
        )
        count("PackingsAbandoned")
    return None


def _may_go_on_until(fulfilment: Fulfilment, now: datetime) -> str | None:
    """None where it was never begun. What was not offered yet is no warehouse's fault: it is looked at
    again."""
    if fulfilment.pack_by is None:
        return None
    silence = patience.span(patience.SILENCE)
    if fulfilment.asked_at is None:
        return min(fulfilment.pack_by, clock.timestamp(now + silence))
    heard = max(fulfilment.asked_at, store.heard_at())
    return min(fulfilment.pack_by, clock.timestamp(datetime.fromisoformat(heard) + silence))

"""Decide what becomes of an order that is to be packed, and tell the execution that waits for it.

    warehouse: packed            customer: cancel             the time is over
        \\                           |                            /
         `----- one conditional write on `decision`: the first wins -----'
                                    |
                whoever sees decision and tokens both answers the tokens

A token only transports: answered late, twice or after it expired, it changes nothing, since the machine's
way back (abandon_fulfilment.py) asks the decision again.
"""

from functions.fulfilment import store
from functions.fulfilment.fulfilment import REFUSALS, Fulfilment, PackingDecision, PackingOutcome, same
from functions.fulfilment.store import AlreadyDecided
from functions.order import store as order_store
from functions.order.order import Order, Status
from functions.shared import clock, machines, patience
from functions.shared.table import ConditionRefused

TRIES = 3
BEING_FULFILLED = (Status.CONFIRMED, Status.FULFILLING)


class DecidedOtherwise(Exception):
    """Somebody else was first. `fulfilment` says what was decided."""

    def __init__(self, fulfilment: Fulfilment) -> None:
        super().__init__(f"{fulfilment.order_id} is {fulfilment.outcome}")
        self.fulfilment = fulfilment


def decide(order: Order, decision: PackingDecision) -> Fulfilment:
    """The fulfilment with this decision; one that repeats what was decided is a success. Whatever stands, the
    execution that waits is told. Raises DecidedOtherwise."""
    _look_soon(order)
    try:
        fulfilment = store.decide(order.order_id, decision, clock.timestamp(clock.now()))
    except AlreadyDecided as earlier:
        fulfilment = earlier.fulfilment
    answer(fulfilment)
    if fulfilment.decision is None or not same(fulfilment.decision, decision):
        raise DecidedOtherwise(fulfilment)
    return fulfilment


def answer(fulfilment: Fulfilment) -> None:
    """Tell the waiting execution what was decided, if both are known. Again is fine."""
    if fulfilment.outcome is None:
        return
    if fulfilment.outcome is PackingOutcome.PACKED:
        machines.succeed(*fulfilment.task_tokens, output={"order_id": fulfilment.order_id})
    else:
        machines.fail(*fulfilment.task_tokens, error=REFUSALS[fulfilment.outcome].__name__)


def _look_soon(order: Order) -> None:
    """Before anything is decided: should this process die before the token is answered, the sweep finds the
    decision and answers."""
    due_at = patience.due_at(patience.CHECKOUT_DUE, clock.now())
    for _ in range(TRIES):
        if order.status not in BEING_FULFILLED:
            return
        try:
            order_store.postpone(order.head, due_at)
        except ConditionRefused:
            order = order_store.load(order.order_id)
            continue
        return

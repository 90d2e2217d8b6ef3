"""Look at a hold and do what follows from it: the provider said that it changed, which is only a hint.

Hints come early (before the payment is recorded, before anybody waits), late (after the order was given up),
twice, beside each other, or never. So what is believed is the hold as it is read now and the record as it
stands when it is written (the table in payment.py).
"""

from functions.payment import store, voids_store
from functions.payment.await_customer_action import answer_tokens
from functions.payment.errors import HoldUnknown, ProviderRefused, ProviderUnavailable
from functions.payment.hold import Event, Hold
from functions.payment.payment import OPEN, Effect, Payment, effect, foreseen, settled_state
from functions.payment.provider import provider
from functions.payment.store import PaymentMoved
from functions.payment.void_payment import undo_hold, undo_recorded
from functions.shared import ids
from functions.shared.observe import concerns, count, logger

TRIES = 3


def nothing_follows(told: Event) -> bool:
    """Whether our own record says already that nothing follows from this event: the usual case, since we
    record what we do ourselves before the provider tells of it. Then nobody needs to look."""
    if told.hold_id is None or told.refunds or told.disputes or not ids.is_order_id(told.order_id):
        return False
    payment = store.load(told.order_id)
    return payment is not None and foreseen(payment, told.hold_id, gone=told.gone)


def follow_hold(hold_id: str) -> Hold | None:
    """The hold, once nothing is left to do about it but for its refunds; None if it is not of an order of
    ours.

    Raises ProviderUnavailable if it cannot be read, is undecided, or moved while it was followed: come again.
    """
    try:
        hold = provider.read_hold(hold_id)
    except HoldUnknown:
        return None
    concerns(hold.order_id)
    payment = store.load(hold.order_id) if ids.is_order_id(hold.order_id) else None
    if payment is None:
        return None
    follow(payment, hold)
    return hold


def follow(payment: Payment, hold: Hold) -> Payment:
    """Do what follows from the hold as it was just read; the payment as it then stands."""
    for _ in range(TRIES):
        due = effect(payment, hold)
        if due is Effect.NOTHING:
            return payment
        try:
            if due is Effect.RECORD:
                payment = _record(payment, hold)
            elif due is Effect.UNDO:
                _undo(payment, hold)
        except PaymentMoved as moved:
            payment = moved.payment
            continue
        if payment.state not in OPEN:
            answer_tokens(payment, *payment.task_tokens)
        return payment
    raise ProviderUnavailable(f"the payment of {payment.order_id} moved {TRIES} times")


def _record(payment: Payment, hold: Hold) -> Payment:
    state = settled_state(hold)
    assert state is not None, "a hold that came to nothing yet is not recorded"  # noqa: S101 - see effect
    return store.settle(payment.order_id, hold, state)


def _undo(payment: Payment, hold: Hold) -> None:
    """Once: whoever moved it in between said so, or will, in an event of its own. The recorded hold as a
    void does it: whoever states that its money was given back by other ways finds that it is being undone."""
    if payment.hold_id == hold.hold_id:
        found = undo_recorded(payment)
        if found is None or found.over:
            return
    else:
        _undo_stray(hold)
    logger.warning(
        "a payment that turned up late was undone",
        extra={"order_id": payment.order_id, "intent_id": hold.hold_id},
    )
    count("LatePaymentsUndone")
    voids_store.note_undone(payment.order_id, hold, "turned up late")


def _undo_stray(hold: Hold) -> None:
    try:
        undo_hold(hold)
    except ProviderRefused as moved:
        raise ProviderUnavailable(f"hold {hold.hold_id} moved while it was being undone") from moved

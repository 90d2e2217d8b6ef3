"""Look at an intent and do what follows from it: the provider said that it changed, which is only a hint.

Hints come early (before the payment is recorded, before anybody waits), late (after the order was given up),
twice, beside each other, or never. So what is believed is the intent as it is read now and the record as it
stands when it is written (the table in payment.py).
"""

from functions.payment import provider, store
from functions.payment.await_customer_action import answer_tokens
from functions.payment.errors import ProviderUnavailable
from functions.payment.payment import OPEN, Effect, Intent, Payment, effect, settled_state
from functions.payment.provider import IntentUnknown, ProviderRefused
from functions.payment.store import PaymentMoved
from functions.payment.void_payment import undo_intent, undo_recorded
from functions.shared import ids
from functions.shared.observe import count, logger

TRIES = 3


def follow_intent(intent_id: str) -> None:
    """Returns once nothing is left to do about the intent; an intent that is not of an order of ours is fine.

    Raises ProviderUnavailable if it cannot be read, is undecided, or moved while it was followed: come again.
    """
    try:
        intent = provider.read_intent(intent_id)
    except IntentUnknown:
        return
    payment = store.load(intent.order_id) if ids.is_order_id(intent.order_id) else None
    if payment is not None:
        follow(payment, intent)


def follow(payment: Payment, intent: Intent) -> Payment:
    """Do what follows from the intent as it was just read; the payment as it then stands."""
    for _ in range(TRIES):
        due = effect(payment, intent)
        if due is Effect.NOTHING:
            return payment
        try:
            if due is Effect.RECORD:
                payment = _record(payment, intent)
            elif due is Effect.UNDO:
                _undo(payment, intent)
        except PaymentMoved as moved:
            payment = moved.payment
            continue
        if payment.state not in OPEN:
            answer_tokens(payment, *payment.task_tokens)
        return payment
    raise ProviderUnavailable(f"the payment of {payment.order_id} moved {TRIES} times")


def _record(payment: Payment, intent: Intent) -> Payment:
    state = settled_state(intent)
    assert state is not None, "an intent that came to nothing yet is not recorded"  # noqa: S101 - see effect
    return store.settle(payment.order_id, intent, state)


def _undo(payment: Payment, intent: Intent) -> None:
    """Once: whoever moved it in between said so, or will, in an event of its own. The recorded intent as a
    void does it: whoever states that its money was given back by other ways finds that it is being undone."""
    if payment.intent_id == intent.intent_id:
        found = undo_recorded(payment)
        if found is None or found.over:
            return
    else:
        _undo_stray(intent)
    logger.warning(
        "a payment that turned up late was undone",
        extra={"order_id": payment.order_id, "intent_id": intent.intent_id},
    )
    count("LatePaymentsUndone")
    store.note_undone(payment.order_id, intent, "turned up late")


def _undo_stray(intent: Intent) -> None:
    try:
        undo_intent(intent)
    except ProviderRefused as moved:
        raise ProviderUnavailable(f"intent {intent.intent_id} moved while it was being undone") from moved

"""Undo an order's payment, whatever exists of it or may yet arrive."""

from functions.payment import provider, store
from functions.payment.errors import ProviderUnavailable
from functions.payment.payment import VOID, Intent
from functions.payment.provider import ProviderRefused
from functions.payment.store import PaymentMoved

TRIES = 3


def void_payment(order_id: str, why: str = "") -> None:
    """Returns once no money is held or kept for the order, and none can be any more. Held money is let go,
    captured money is refunded; `why` is for the ledger. What an operator has settled outside stays settled.

    A decline passes through here too: whoever has a declined intent's client secret can confirm it again.
    Raises ProviderUnavailable.
    """
    try:
        store.forbid(order_id, why)
    except PaymentMoved as moved:
        payment = moved.payment
        if payment.intent_id is not None and VOID not in payment.outside:
            store.close(order_id, undo(payment.intent_id), why)


def undo_intent(intent: Intent) -> None:
    """Do what fits an intent that was just read. Raises ProviderRefused if it is no longer as it was read."""
    if intent.over:
        return
    if intent.status == "succeeded":
        provider.refund_intent(intent.intent_id)
    else:
        provider.cancel_intent(intent.intent_id)


def undo(intent_id: str) -> Intent:
    """Read, then do what fits; whoever moved the intent in between is answered by reading it again. The
    intent as it was found. Raises ProviderUnavailable."""
    for _ in range(TRIES):
        intent = provider.read_intent(intent_id)
        try:
            undo_intent(intent)
        except ProviderRefused:
            continue
        return intent
    raise ProviderUnavailable(f"intent {intent_id} moved {TRIES} times while it was being undone")

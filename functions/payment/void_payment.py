"""Undo an order's payment, whatever exists of it or may yet arrive.

Held money is let go without more ado: it can be let go once. Captured money is asked back only after the
record says so (voids_store.py), under a key that all who ask share: an operator who states that it was given
back by other ways, and whoever has the provider give it back, are not both believed.
"""

from contextlib import suppress

from functions.payment import provider, store, voids_store
from functions.payment.errors import ProviderUnavailable
from functions.payment.payment import VOID, Intent, Payment
from functions.payment.provider import KeyRejected, ProviderRefused
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
        intent = undo_recorded(moved.payment)
        if intent is not None:
            store.close(order_id, intent, why)


def undo_recorded(payment: Payment) -> Intent | None:
    """Undo the intent that is recorded of an order: as it was found, None if there is none or an operator has
    settled it. Raises ProviderUnavailable."""
    for _ in range(TRIES):
        if payment.intent_id is None or VOID in payment.outside:
            return None
        intent = provider.read_intent(payment.intent_id)
        try:
            if intent.keeps:
                _ask_back(payment)
            elif not intent.over:
                provider.cancel_intent(intent.intent_id)
        except PaymentMoved as moved:
            payment = moved.payment
        except ProviderRefused:
            continue
        else:
            return intent
    raise _moving(payment.intent_id)


def _ask_back(payment: Payment) -> None:
    """Have all that was captured given back. Raises PaymentMoved, ProviderRefused, ProviderUnavailable."""
    asked = voids_store.ask(payment)
    intent_id = asked.intent_id or ""
    try:
        provider.refund_intent(intent_id, f"{asked.order_id}-void-{asked.void_attempt}")
    except ProviderRefused:
        _leave_key(asked, refused=True)
        raise
    except KeyRejected:
        if provider.read_intent(intent_id).keeps:
            _leave_key(asked, refused=False)
        raise


def _leave_key(asked: Payment, *, refused: bool) -> None:
    with suppress(PaymentMoved):  # another invocation left it
        voids_store.leave_key(asked, refused=refused)


def undo_intent(intent: Intent) -> None:
    """Do what fits an intent that was just read, and that no order's payment is recorded as. Raises
    ProviderRefused if it is no longer as it was read."""
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
    raise _moving(intent_id)


def _moving(intent_id: str | None) -> ProviderUnavailable:
    return ProviderUnavailable(f"intent {intent_id} moved {TRIES} times while it was being undone")

"""Undo an order's payment, whatever exists of it or may yet arrive.

Held money is let go without more ado: it can be let go once. Captured money is asked back only after the
record says so (voids_store.py), under a key that all who ask share: an operator who states that it was given
back by other ways, and whoever has the provider give it back, are not both believed.
"""

from contextlib import suppress

from functions.payment import voids_store
from functions.payment.errors import KeyRejected, ProviderRefused, ProviderUnavailable
from functions.payment.hold import Hold, HoldStatus
from functions.payment.payment import VOID, Payment
from functions.payment.provider import provider
from functions.payment.store import PaymentMoved

TRIES = 3


def void_payment(order_id: str, why: str = "") -> None:
    """Returns once no money is held or kept for the order, and none can be any more. Held money is let go,
    captured money is refunded; `why` is for the ledger. What an operator has settled outside stays settled.

    A decline passes through here too: whoever has a declined hold's client secret can confirm it again.
    Raises ProviderUnavailable.
    """
    try:
        voids_store.forbid(order_id, why)
    except PaymentMoved as moved:
        hold = undo_recorded(moved.payment)
        if hold is not None:
            voids_store.close(order_id, hold, why, moved.payment.by_hand)


def undo_recorded(payment: Payment) -> Hold | None:
    """Undo the hold that is recorded of an order: as it was found, None if there is none or an operator has
    settled it. Raises ProviderUnavailable."""
    for _ in range(TRIES):
        if payment.hold_id is None or VOID in payment.outside:
            return None
        hold = provider.read_hold(payment.hold_id)
        try:
            if hold.keeps:
                _ask_back(payment)
            elif not hold.over:
                provider.cancel_hold(hold.hold_id)
        except PaymentMoved as moved:
            payment = moved.payment
        except ProviderRefused:
            continue
        else:
            return hold
    raise _moving(payment.hold_id)


def _ask_back(payment: Payment) -> None:
    """Have all that was captured given back. Raises PaymentMoved, ProviderRefused, ProviderUnavailable."""
    asked = voids_store.ask(payment)
    hold_id = asked.hold_id or ""
    try:
        provider.refund_hold(hold_id, f"{asked.order_id}-void-{asked.void_attempt}")
    except ProviderRefused:
        _leave_key(asked, refused=True)
        raise
    except KeyRejected:
        if provider.read_hold(hold_id).keeps:
            _leave_key(asked, refused=False)
        raise


def _leave_key(asked: Payment, *, refused: bool) -> None:
    with suppress(PaymentMoved):  # another invocation left it
        voids_store.leave_key(asked, refused=refused)


def undo_hold(hold: Hold) -> None:
    """Do what fits a hold that was just read, and that no order's payment is recorded as. Raises
    ProviderRefused if it is no longer as it was read."""
    if hold.over:
        return
    if hold.status is HoldStatus.TAKEN:
        provider.refund_hold(hold.hold_id)
    else:
        provider.cancel_hold(hold.hold_id)


def undo(hold_id: str) -> Hold:
    """Read, then do what fits; whoever moved the hold in between is answered by reading it again. The
    hold as it was found. Raises ProviderUnavailable."""
    for _ in range(TRIES):
        hold = provider.read_hold(hold_id)
        try:
            undo_hold(hold)
        except ProviderRefused:
            continue
        return hold
    raise _moving(hold_id)


def _moving(hold_id: str | None) -> ProviderUnavailable:
    return ProviderUnavailable(f"hold {hold_id} moved {TRIES} times while it was being undone")

"""The rules of a refund, pure. Source: https://docs.stripe.com/api/refunds/create"""

from collections.abc import Sequence
from dataclasses import replace

from local.payment_sandbox.currencies import check_steps
from local.payment_sandbox.disputes import taken, undecided
from local.payment_sandbox.errors import invalid_request
from local.payment_sandbox.ids import new_id
from local.payment_sandbox.intents import unexpected_state
from local.payment_sandbox.model import Charge, Dispute, Intent, Refund


def give_back(
    intent: Intent, charge: Charge | None, amount: int | None, disputes: Sequence[Dispute] = ()
) -> tuple[Charge, int]:
    """The charge after refunding `amount` (the whole rest, if None) and the amount itself. `disputes` of it
    keep from it what they took, and all of it until they are decided."""
    if charge is None or charge.status != "succeeded" or intent.status == "canceled":
        raise unexpected_state(
            intent, f"This PaymentIntent ({intent.id}) does not have a successful charge to refund."
        )
    if not charge.captured:
        raise unexpected_state(
            intent,
            f"This uncaptured Charge was created by a PaymentIntent ({intent.id}). You must cancel the "
            "PaymentIntent to reverse the authorization instead of refunding the Charge directly.",
        )
    if any(map(undecided, disputes)):
        raise invalid_request(f"Charge {charge.id} has been charged back.", code="charge_disputed")
    left = max(0, charge.amount - charge.amount_refunded - sum(map(taken, disputes)))
    if left == 0:
        raise invalid_request(
            f"Charge {charge.id} has already been refunded.", code="charge_already_refunded"
        )
    wanted = left if amount is None else amount
    check_steps(wanted, charge.currency, "amount")
    if wanted > left:
        raise invalid_request(
            f"Refund amount ({_shown(wanted, charge)}) is greater than unrefunded amount on charge "
            f"({_shown(left, charge)})",
            param="amount",
        )
    return replace(charge, amount_refunded=charge.amount_refunded + wanted), wanted


def released(charge: Charge, amount: int, now: int) -> Refund:
    """What was held and not captured is listed as a refund, too; nobody asked for it: no metadata."""
    return Refund(new_id("re"), now, amount, charge.currency, charge.payment_intent, charge.id)


def _shown(amount: int, charge: Charge) -> str:
    return f"{amount} {charge.currency.upper()} in minor units"

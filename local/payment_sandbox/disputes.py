"""The rules of a dispute, pure. Source: https://docs.stripe.com/disputes/how-disputes-work"""

from collections.abc import Sequence
from dataclasses import replace

from local.payment_sandbox.errors import StripeError, invalid_request
from local.payment_sandbox.ids import new_id
from local.payment_sandbox.model import Charge, Dispute

INQUIRY = "warning_needs_response"
OPEN = "needs_response"
_OVER = ("won", "warning_closed")
ACTIONS = ("inquire", "open", "withdraw", "win", "lose", "close")

Moved = tuple[Dispute, Sequence[str]]
"""The dispute as it is then, and the types of the events that tell of it."""


def undecided(dispute: Dispute) -> bool:
    """An inquiry is none that keeps the shop from its money."""
    return dispute.status == OPEN


def taken(dispute: Dispute) -> int:
    return -sum(dispute.booked)


def begin(charge: Charge, known: Sequence[Dispute], status: str, amount: int | None, now: int) -> Moved:
    """A new dispute of a charge; one that is an inquiry is opened by itself (`move`)."""
    if not charge.captured:
        raise invalid_request(f"Charge {charge.id} was not captured.", param="payment_intent")
    left = charge.amount_captured - sum(one.amount for one in known if one.status not in _OVER)
    wanted = left if amount is None else amount
    if not 0 < wanted <= left:
        raise invalid_request(f"{left} of charge {charge.id} can be disputed.", param="amount")
    made = Dispute(new_id("dp"), now, wanted, charge.currency, charge.payment_intent, charge.id, status)
    return made, ["charge.dispute.created"]


def move(dispute: Dispute, action: str) -> Moved:
    """What the bank does next."""
    if action == "open" and dispute.status == INQUIRY:
        return replace(dispute, status=OPEN), ["charge.dispute.updated"]
    if action == "close" and dispute.status == INQUIRY:
        return replace(dispute, status="warning_closed"), ["charge.dispute.closed"]
    if action == "withdraw" and undecided(dispute) and not taken(dispute):
        return _booked(dispute, -dispute.amount), ["charge.dispute.funds_withdrawn"]
    if action == "lose" and undecided(dispute):
        return _lost(dispute)
    if action == "win" and undecided(dispute):
        won = replace(dispute, status="won")
        if not taken(dispute):
            return won, ["charge.dispute.closed"]
        return _booked(won, dispute.amount), ["charge.dispute.closed", "charge.dispute.funds_reinstated"]
    raise invalid_request(f"Dispute {dispute.id} is {dispute.status}: it cannot {action}.", param="action")


def _lost(dispute: Dispute) -> Moved:
    lost = replace(dispute, status="lost")
    if taken(dispute):
        return lost, ["charge.dispute.closed"]
    return _booked(lost, -dispute.amount), ["charge.dispute.funds_withdrawn", "charge.dispute.closed"]


def _booked(dispute: Dispute, amount: int) -> Dispute:
    return replace(dispute, booked=(*dispute.booked, amount))


def none_of(charge: Charge) -> StripeError:
    return invalid_request(f"Charge {charge.id} is not disputed: open a dispute first.", param="action")

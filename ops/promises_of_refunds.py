"""What a shop promises of refunds of an amount: each is made once, both its legs, as it was asked for, and
never more goes back than was paid."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from functions.order.order import DELIVERED, Order
from functions.payment.payment import Payment
from functions.refunds.refund import AmountRefund
from functions.shared import ids


def of_card(payment: Payment | None, claim_id: str, amount: int) -> int:
    """What of a claim a refund of ours gives back to the card: not what becomes credit, nor what somebody
    gave by hand, or by other ways."""
    if payment is None:
        return amount
    credit, _ = payment.to_credit.get(claim_id, (0, False))
    otherwise = payment.outside.get(claim_id, 0) + payment.assigned.get(claim_id, 0)
    return max(0, amount - credit - otherwise)


def broken_refunds(
    orders: Mapping[str, Order], refunds: Sequence[AmountRefund], payments: Mapping[str, Payment]
) -> Iterator[str]:
    """One sentence for each way in which a refund of an amount breaks a promise."""
    known: dict[str, set[str]] = defaultdict(set)
    for refund in refunds:
        known[refund.order_id].add(refund.refund_id)
        order, payment = orders.get(refund.order_id), payments.get(refund.order_id)
        if order is None or order.status not in DELIVERED:
            yield f"refund of what was not delivered: {refund.refund_id}"
        elif payment is None or refund.refund_id not in payment.claims:
            yield f"refund without a claim: {refund.refund_id}"
        else:
            yield from _as_asked(refund, payment)
    for order_id, payment in payments.items():
        claims = {one for one in payment.claims if ids.order_of_amount_refund(one)}
        for claim_id in sorted(claims - known[order_id]):
            yield f"claim without a refund: {claim_id}"


def _as_asked(refund: AmountRefund, payment: Payment) -> Iterator[str]:
    """Its legs are those that were asked for, and done where it is said to be given back."""
    credit, credited = payment.to_credit.get(refund.refund_id, (0, True))
    if credit != refund.credit:
        yield f"refund split otherwise: {refund.refund_id}, {credit} become credit of {refund.credit}"
    if not refund.open and not credited:
        yield f"refund without its credit: {refund.refund_id}, {credit} are still owed"
    card = payment.claims[refund.refund_id]
    if card != of_card(payment, refund.refund_id, refund.amount.amount):
        yield f"refund of another amount: {refund.refund_id}, {card} of {refund.card} are claimed of the card"

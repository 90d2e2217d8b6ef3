"""What a shop promises of disputes: what banks came to is recorded and told, and what they took is neither a
refund nor missing."""

from collections.abc import Iterator, Mapping, Sequence

from functions.order.order import DELIVERED, Order
from functions.payment.disputes import Dispute, taken_by
from functions.payment.hold import Hold
from functions.payment.payment import Payment

Disputes = Mapping[str, Mapping[str, Dispute]]
"""The provider's own, by hold and by their ids."""


def broken_disputes(
    orders: Mapping[str, Order],
    payments: Mapping[str, Payment],
    holds: Sequence[Hold],
    disputes: Disputes,
) -> Iterator[str]:
    """One sentence for each order whose disputes are recorded, or told, otherwise than they are."""
    of_hold = {hold.hold_id: hold for hold in holds}
    for order_id, payment in payments.items():
        order, hold = orders.get(order_id), of_hold.get(payment.hold_id or "")
        if order is None or hold is None or order.status not in DELIVERED:
            continue
        listed = disputes.get(hold.hold_id, {})
        if payment.disputes != listed:
            yield (
                f"disputes differ: {order_id} has {_said(payment.disputes)} recorded,"
                f" the provider {_said(listed)}"
            )
        told = {name: (one["state"], one["amount"], one["taken"]) for name, one in order.disputes.items()}
        if told != {name: (one.state, one.amount, one.taken) for name, one in payment.disputes.items()}:
            recorded = _said(payment.disputes)
            yield f"disputes are told otherwise: {order_id} has {recorded} recorded, and tells {told}"


def taken(shop_disputes: Disputes) -> int:
    """What disputes have taken of all payments, in minor units."""
    return sum(map(taken_by, shop_disputes.values()))


def _said(disputes: Mapping[str, Dispute]) -> str:
    said = (f"{name} {one.state} with {one.taken} of {one.amount}" for name, one in sorted(disputes.items()))
    return ", ".join(said) or "none"

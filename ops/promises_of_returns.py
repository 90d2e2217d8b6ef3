"""What a shop promises of what comes back: units once, money once, and neither without the other."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from functions.inventory.stock import Reservation
from functions.order.lines import Quantities, added
from functions.order.order import DELIVERED, Order, Status
from functions.payment.hold import Hold, HoldStatus
from functions.payment.payment import Payment
from functions.refunds.refund import AmountRefund
from functions.returns.returns import Return, Stage
from ops.promises_of_refunds import of_card


def restocked(returns: Sequence[Return], reservation: Reservation | None) -> Quantities:
    """Units by line that stand on the shelf again; what cannot be sold again is not among them."""
    known = reservation.returned if reservation else frozenset()
    return _sum(one.shelved_lines for one in returns if one.return_id in known)


def broken_promises(
    orders: Mapping[str, Order],
    returns: Sequence[Return],
    refunds: Sequence[AmountRefund],
    reservations: Mapping[str, Reservation],
    holds: Sequence[Hold],
    payments: Mapping[str, Payment],
) -> Iterator[str]:
    """One sentence for each way in which returns, or what was given back by hand, break a promise."""
    by_order: dict[str, list[Return]] = defaultdict(list)
    for one in returns:
        by_order[one.order_id].append(one)
    amounts: dict[str, list[AmountRefund]] = defaultdict(list)
    for refund in refunds:
        amounts[refund.order_id].append(refund)
    refunded: Counter[str] = Counter()
    for hold in holds:
        refunded[hold.order_id] += hold.refunded if hold.status is HoldStatus.TAKEN else 0
    for order_id, known in by_order.items():
        order = orders.get(order_id)
        if order is None or order.status not in DELIVERED:
            yield f"return of what was not delivered: {known[0].return_id}"
    for order_id, order in orders.items():
        if order.status in DELIVERED:
            known = by_order[order_id]
            yield from _units_agree(order, known)
            yield from _worth_agrees(order, known)
            yield from _shelf_agrees(order, known, reservations.get(order_id))
            yield from _money_agrees(
                order, known, amounts[order_id], refunded[order_id], payments.get(order_id)
            )
            yield from _told_of_hand(order, payments.get(order_id))


def _units_agree(order: Order, returns: Sequence[Return]) -> Iterator[str]:
    claimed = _sum(one.spoken_for for one in returns)
    if claimed != order.returned:
        yield f"returned units differ: {order.order_id} says {order.returned}, its returns {claimed}"
    if any(units > order.delivered.get(line, 0) for line, units in claimed.items()):
        yield f"more returned than delivered: {order.order_id}"
    accepted = _sum(one.accepted_lines for one in returns if one.inspection and one.inspection.grant)
    if accepted != order.accepted:
        yield f"accepted units differ: {order.order_id} says {order.accepted}, its returns {accepted}"
    back = _sum(one.accepted_lines for one in returns if one.back)
    if order.status is Status.RETURNED and back != order.delivered:
        yield f"returned, but not all of it: {order.order_id}"
    if order.status is Status.COMPLETED and order.delivered and back == order.delivered:
        yield f"all is back, but not returned: {order.order_id}"


def _worth_agrees(order: Order, returns: Sequence[Return]) -> Iterator[str]:
    """Whatever came back in parts is worth what it was paid with; the price of delivery comes back once, with
    all of it."""
    grants = [one.inspection.grant for one in returns if one.inspection and one.inspection.grant]
    granted = sum(one.amount.amount for one in grants)
    delivery = sum(one.delivery.amount for one in grants)
    worth = order.value_of(order.accepted).amount
    if granted != worth + delivery:
        yield f"gives back another amount: {order.order_id}, {worth} and {delivery} of delivery are {granted}"
    if delivery and (delivery != order.delivery_back or order.accepted != order.delivered):
        yield f"gives delivery back with what is not all: {order.order_id}, {delivery}"


def _shelf_agrees(order: Order, returns: Sequence[Return], reservation: Reservation | None) -> Iterator[str]:
    taken_in = reservation.returned if reservation else frozenset()
    for one in returns:
        if one.back and one.return_id not in taken_in:
            yield f"returned but not restocked: {one.return_id}"
        if not one.accepted and one.return_id in taken_in:
            yield f"restocked without being accepted: {one.return_id}"


def _money_agrees(
    order: Order,
    returns: Sequence[Return],
    amounts: Sequence[AmountRefund],
    refunded: int,
    payment: Payment | None,
) -> Iterator[str]:
    """On its way a refund may be made and not be recorded, or be accepted and not be made. What was given
    back by other ways, or by hand for this very return, is owed no more; what was given back by hand is
    counted by itself."""
    owed = [
        (of_card(payment, one.return_id, one.refund.amount), _done(one)) for one in returns if one.accepted
    ]
    owed += [(of_card(payment, one.refund_id, one.amount.amount), not one.open) for one in amounts]
    by_hand = payment.by_hand if payment else 0
    least = by_hand + sum(amount for amount, done in owed if done)
    most = by_hand + sum(amount for amount, _ in owed)
    if refunded < least:
        yield f"returned but not refunded: {order.order_id} got {refunded} of {least}"
    if refunded > most:
        yield f"refunded without a return: {order.order_id} got {refunded}, {most} are accounted for"


def _told_of_hand(order: Order, payment: Payment | None) -> Iterator[str]:
    told, recorded = sum(order.by_hand.values()), payment.by_hand if payment else 0
    if told != recorded:
        yield f"refunds by hand differ: {order.order_id} tells of {told}, {recorded} are recorded"


def _done(one: Return) -> bool:
    return one.stage is Stage.CLOSED and one.accepted


def _sum(parts: Iterator[Quantities]) -> Quantities:
    total: Quantities = {}
    for lines in parts:
        total = added(total, lines)
    return total

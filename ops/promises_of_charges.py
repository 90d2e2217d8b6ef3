"""What a shop promises of the money of each order: held while it is owed, taken for what was delivered, kept
but for what was given back, and shown to the cent."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from functions.order.order import DELIVERED, Order, Status
from functions.payment.hold import Hold
from functions.payment.payment import Payment, State
from functions.refunds.refund import AmountRefund
from functions.returns.returns import Return, Stage
from ops.promises_of_refunds import of_card


def broken_charges(
    orders: Mapping[str, Order],
    payments: Mapping[str, Payment],
    holds: Sequence[Hold],
    returns: Sequence[Return],
    refunds: Sequence[AmountRefund],
    minimum: int,
) -> Iterator[str]:
    """One sentence for each way in which the money of an order that stands is not as promised. `minimum`: the
    least that the provider takes, in minor units."""
    of_order: dict[str, list[Hold]] = defaultdict(list)
    for hold in holds:
        of_order[hold.order_id].append(hold)
    on_its_way = _on_its_way(payments, returns, refunds)
    for order_id, order in orders.items():
        payment, charges = payments.get(order_id), of_order[order_id]
        if order.status in (Status.CONFIRMED, Status.FULFILLING):
            yield from _secured(order, charges, payment)
        if order.status in DELIVERED:
            yield from _taken(order, charges, payment, minimum)
            yield from _kept(order, charges, on_its_way[order_id])


def _secured(order: Order, holds: Sequence[Hold], payment: Payment | None) -> Iterator[str]:
    """The money is held, or its capture has begun."""
    name = f"{order.order_id} is {order.status}"
    if order.to_pay.amount == 0:
        if payment is None or payment.state is not State.NOT_NEEDED:
            yield f"order without a payment: {name}, costs nothing, and that is not recorded"
        return
    taking = payment is not None and payment.state in (State.CAPTURING, State.CAPTURED)
    kept, let_go = sum(one.keeps for one in holds), payment is not None and payment.lets_go
    if order.status is Status.FULFILLING and ((taking and kept) or let_go):
        return
    if not sum(one.holds for one in holds):
        yield f"order without a charge: {name} and nothing is held for it"


def _taken(order: Order, holds: Sequence[Hold], payment: Payment | None, minimum: int) -> Iterator[str]:
    """What was delivered is paid for, but for what no card takes."""
    name = f"{order.order_id} is {order.status}"
    held, captured = sum(one.holds for one in holds), sum(one.captured for one in holds)
    forgone = payment.forgone if payment else 0
    if held:
        yield f"held for nothing: {name} and {held} are still held"
    delivered = order.delivered_value.amount
    credited = order.credited
    if captured + credited + forgone != delivered:
        paid = f"{captured} captured, {credited} paid by credit"
        yield f"captured another amount: {name}, {delivered} were delivered, {paid}"
    if forgone and (captured or forgone >= minimum):
        yield f"forgone without need: {name}, {forgone} of {delivered} could have been captured"
    if payment is not None and payment.captured != captured:
        yield f"captured another amount: {name}, {payment.captured} are recorded, {captured} captured"
    if order.charged != captured:
        yield f"shown as charged otherwise: {name}, {order.charged} are shown, {captured} captured"


def _on_its_way(
    payments: Mapping[str, Payment], returns: Sequence[Return], refunds: Sequence[AmountRefund]
) -> Counter[str]:
    """By order, what may be given back to the card and not be shown yet. What was given back by other ways
    the provider keeps, and is no refund."""
    found: Counter[str] = Counter()
    for one in returns:
        if one.accepted and one.stage is not Stage.CLOSED:
            found[one.order_id] += of_card(payments.get(one.order_id), one.return_id, one.refund.amount)
    for refund in refunds:
        if refund.open:
            owed = of_card(payments.get(refund.order_id), refund.refund_id, refund.amount.amount)
            found[refund.order_id] += owed
    return found


def _kept(order: Order, holds: Sequence[Hold], on_its_way: int) -> Iterator[str]:
    """What is charged less what is refunded is what the provider keeps; the refund of a return on its way, or
    of an amount, may be made and not be shown yet."""
    shown = order.charged - order.refunded
    kept = sum(one.keeps for one in holds)
    if not shown - on_its_way <= kept <= shown:
        yield (
            f"kept otherwise than shown: {order.order_id} is shown as charged {order.charged},"
            f" refunded {order.refunded}, and the provider keeps {kept}"
        )

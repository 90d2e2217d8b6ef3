"""What is recorded of an order's disputes, and its log does not tell yet."""

from functions.order.disputes import Told
from functions.order.order import Order, Status
from functions.payment.disputes import Dispute
from functions.payment.refunds import Account


def untold(order: Order, account: Account) -> dict[str, Told]:
    """By dispute. Of a cancelled order, which was charged nothing in the end, nothing is told."""
    if order.status is Status.CANCELLED:
        return {}
    recorded = {name: _told(one) for name, one in account.disputes.items()}
    return {name: one for name, one in recorded.items() if order.disputes.get(name) != one}


def _told(one: Dispute) -> Told:
    return {"state": one.state.value, "amount": one.amount, "taken": one.taken}

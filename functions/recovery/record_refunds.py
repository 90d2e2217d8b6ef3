"""Have it known what was given back by hand, and which refund of a return failed after it was done: first in
the payment's record, then in the order's log. A return whose refund failed is reopened with the log: the
sweep starts its machine again, which puts it before an operator.

The two are two writes. Whoever comes between them, or after the first alone, finds what the log lacks and
adds it: the event that is delivered again, the reconcile job, or an operator's command.
"""

from functools import partial

from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.order import DELIVERED, Order, Status
from functions.payment import refunds_store
from functions.payment.follow_refunds import follow_refunds
from functions.payment.hold import Hold
from functions.payment.refunds import Account
from functions.payment.writes import require_by_hand, require_refund
from functions.returns import store as returns_store
from functions.returns import writes as returns_writes
from functions.returns.returns import Stage
from functions.shared import clock
from functions.shared.contention import Contended, contend
from functions.shared.errors import TransientError
from functions.shared.table import transact
from functions.shared.write import Write

TRIES = 10
MOST = 1000
"""So many refunds no order has."""


class NotDelivered(TransientError):
    """The order is on its way: its log tells of refunds once it is delivered."""


def record_refunds(hold: Hold) -> None:
    """Returns once every refund of the hold by hand, and every refund of a return that failed, is recorded
    and told of in the order's log. Again is fine. Raises NotDelivered, Contended, ProviderUnavailable."""
    if follow_refunds(hold) is not None:
        tell_refunds(hold.order_id)


def tell_refunds(order_id: str) -> None:
    """Add to the order's log what it lacks of what is recorded. Raises NotDelivered, Contended."""
    for _ in range(MOST):
        if not contend(partial(_tell_one, order_id), f"tell of refunds of {order_id}", tries=TRIES):
            return
    raise Contended(f"tell of refunds of {order_id}: there are more after {MOST}")


def _tell_one(order_id: str) -> bool:
    """Whether there was one to tell of. The order is read before the account: whatever its log tells of was
    recorded by then."""
    order = order_store.counted(order_store.load(order_id))
    account = refunds_store.load(order_id)
    failed = failed_of_closed(account)
    if failed:
        transact(_reopen(order, account, failed[0]))
        return True
    untold = order.by_hand != {name: one.amount for name, one in account.by_hand.items()}
    if not untold or order.status is Status.CANCELLED:
        return False  # a cancelled order was charged nothing: all of it went back, by whom is in the ledger
    if order.status not in DELIVERED:
        raise NotDelivered(f"{order_id} is {order.status}")
    transact(_next(order, account))
    return True


def failed_of_closed(account: Account) -> list[str]:
    """The returns that are closed though their refund failed: the order's log still counts it."""
    failed = sorted(one for one in account.pending if account.failed(one))
    return [one for one in failed if returns_store.load(one).stage is Stage.CLOSED]


def _reopen(order: Order, account: Account, return_id: str) -> list[Write]:
    """The return is open again, and the log counts its refund no more, as long as it is not made again."""
    refund, now = account.refunds[return_id], clock.now()
    told = changes.fail_refund(order, return_id, refund.failed[-1], refund.amount, now)
    return [
        require_refund(account, return_id),
        returns_writes.reopen(return_id, clock.timestamp(now)),
        *order_writes.advance(told),
    ]


def _next(order: Order, account: Account) -> list[Write]:
    """One of the events that the log lacks, as long as it is so recorded."""
    for refund_id, one in sorted(account.by_hand.items(), key=lambda made: made[1].made_at):
        if refund_id not in order.by_hand:
            told = changes.refund_by_hand(order, refund_id, one.amount, one.made_at, clock.now())
            return [require_by_hand(order.order_id, refund_id, recorded=True), *order_writes.advance(told)]
    gone = min(order.by_hand.keys() - account.by_hand.keys())
    told = changes.fail_refund_by_hand(order, gone, clock.now())
    return [require_by_hand(order.order_id, gone, recorded=False), *order_writes.advance(told)]

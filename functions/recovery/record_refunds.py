"""Have it known what was given back by hand, and which refund of ours failed after it was done: first in the
payment's record, then in the order's log. A return, or a refund of an amount, that failed so is reopened with
the log: the sweep starts its machine again, which puts it before an operator.

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
from functions.refunds import store as amounts_store
from functions.refunds import writes as amounts_writes
from functions.returns import store as returns_store
from functions.returns import writes as returns_writes
from functions.returns.returns import Stage
from functions.shared import clock, ids
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
    """Returns once every refund of the hold by hand, and every refund of ours that failed, is recorded
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
    """The returns and refunds of an amount that are closed though their money came back: the order's log
    still counts it."""
    failed = sorted(one for one in account.pending if account.failed(one))
    return [one for one in failed if _at_its_end(one)]


def _at_its_end(claim_id: str) -> bool:
    if ids.order_of_amount_refund(claim_id):
        return not amounts_store.load(claim_id).open
    return returns_store.load(claim_id).stage is Stage.CLOSED


def _reopen(order: Order, account: Account, claim_id: str) -> list[Write]:
    """The return, or the refund of an amount, is open again, and the log counts its refund no more, as long
    as it is not made again."""
    refund, now = account.refunds[claim_id], clock.now()
    told = changes.fail_refund(order, claim_id, refund.failed[-1], refund.amount, now)
    of_amount = ids.order_of_amount_refund(claim_id) is not None
    reopen = amounts_writes.reopen if of_amount else returns_writes.reopen
    return [
        require_refund(account, claim_id),
        reopen(claim_id, clock.timestamp(now)),
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

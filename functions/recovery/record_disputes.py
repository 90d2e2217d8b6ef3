"""Have it known what became of disputes: first in the payment's record, then in the order's log.

The two are two writes, as with refunds (record_refunds.py): whoever comes between them, or after the first
alone, finds what the log lacks and adds it.
"""

from functools import partial

from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.order import DELIVERED
from functions.payment import refunds_store
from functions.payment.follow_disputes import follow_disputes
from functions.payment.hold import Hold
from functions.payment.writes import require_disputes
from functions.recovery.dispute_news import untold
from functions.recovery.record_refunds import NotDelivered
from functions.shared import clock
from functions.shared.contention import Contended, contend
from functions.shared.table import transact

TRIES = 10
MOST = 100
"""So many disputes no order has."""


def record_disputes(hold: Hold) -> None:
    """Returns once every dispute of the hold is recorded, and told of in the order's log. Again is fine.
    Raises NotDelivered, Contended, ProviderUnavailable."""
    if follow_disputes(hold) is None:
        return
    what = f"tell of disputes of {hold.order_id}"
    for _ in range(MOST):
        if not contend(partial(_tell_one, hold.order_id), what, tries=TRIES):
            return
    raise Contended(f"{what}: there are more after {MOST}")


def _tell_one(order_id: str) -> bool:
    """Whether there was one to tell of. The order is read before the account: whatever its log tells of was
    recorded by then."""
    order = order_store.counted(order_store.load(order_id))
    account = refunds_store.load(order_id)
    lacks = untold(order, account)
    if not lacks:
        return False
    if order.status not in DELIVERED:
        raise NotDelivered(f"{order_id} is {order.status}")
    dispute_id = min(lacks, key=lambda name: account.disputes[name].opened_at)
    change = changes.move_dispute(order, dispute_id, lacks[dispute_id], clock.now())
    transact([require_disputes(account), *order_writes.advance(change)])
    return True

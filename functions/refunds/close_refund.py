"""The end of a refund of an amount: the order's log tells of it."""

from functools import partial

from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.changes import AmountOutcome
from functions.payment import refunds_store
from functions.payment import writes as payment_writes
from functions.payment.refunds import Account, RefundRefused
from functions.refunds import store, writes
from functions.refunds.refund import AmountRefund, Stage
from functions.shared import clock
from functions.shared.contention import contend
from functions.shared.money import Money
from functions.shared.table import transact

TRIES = 10


def close_refund(refund_id: str) -> AmountRefund:
    """In one transaction: the refund is GIVEN_BACK, and the order's log says AmountRefunded, only while its
    money is back. Finding it so is a success. Raises RefundRefused if it failed, Contended."""
    return contend(partial(_close, refund_id), f"close {refund_id}", tries=TRIES)


def _close(refund_id: str) -> AmountRefund:
    refund = store.load(refund_id)
    if not refund.open:
        return refund
    order = order_store.counted(order_store.load(refund.order_id))
    account = refunds_store.load(refund.order_id)
    _require_done(account, refund_id)
    outcome = _outcome(refund, account)
    told = changes.refund_amount(order, refund_id, outcome, clock.now(), settled=refund.settled)
    still = payment_writes.require_refund(account, refund_id)
    transact([writes.close(refund), still, *order_writes.advance(told)])
    return store.load(refund_id)


def _require_done(account: Account, refund_id: str) -> None:
    if not account.refunds[refund_id].done:
        raise RefundRefused(f"{refund_id} is not given back any more: it failed")
    by_hand = account.failed_by_hand(refund_id)
    if by_hand:
        raise RefundRefused(f"{by_hand} was said to be {refund_id}, and has failed")


def _outcome(refund: AmountRefund, account: Account) -> AmountOutcome:
    """What became credit is told once, however often the leg to the card fails."""
    made, currency = account.refunds[refund.refund_id], refund.amount.currency
    return AmountOutcome(
        card=Money(made.amount, currency),
        credit=Money(0 if refund.stage is Stage.OWED_AGAIN else refund.credit, currency),
        given_back=Money(account.given_back(refund.refund_id) - made.amount, currency),
        why=refund.why,
        by_hand=made.by_hand,
    )

"""The end of a return: the order's log tells how it ended, and whether all is back now."""

from functools import partial

from functions.order import changes
from functions.order import store as order_store
from functions.order import writes as order_writes
from functions.order.changes import Change, ReturnOutcome
from functions.order.order import Order, Status
from functions.payment import refunds_store
from functions.payment import writes as payment_writes
from functions.payment.refunds import Account, RefundRefused
from functions.returns import claim, writes
from functions.returns import store as returns_store
from functions.returns.returns import Return, Stage
from functions.shared import clock
from functions.shared.contention import Contended, contend
from functions.shared.money import Money
from functions.shared.table import transact

TRIES = 10


def close_return(return_id: str) -> Return:
    """In one transaction: the return is CLOSED, the order's log says ReturnRefunded or ReturnRejected, and
    OrderReturned if nothing of what was delivered is left with the customer. Finding it closed is a success.

    The returns are read after the head, and every return that closes moves the head: who looked too early is
    refused and looks again. What was accepted is closed only while its refund is done. Raises RefundRefused
    if that failed, Contended.
    """
    return contend(partial(_close, return_id), f"close {return_id}", tries=TRIES)


def _close(return_id: str) -> Return:
    order = order_store.counted(order_store.load(writes.return_key(return_id)["order_id"]))
    returns = {return_.return_id: return_ for return_ in returns_store.of_order(order.order_id)}
    return_ = returns[return_id]
    if return_.stage is Stage.CLOSED:
        return return_
    if return_.inspection is None:
        raise Contended(f"{return_id} was not decided")
    others = [other for other in returns.values() if other.return_id != return_id]
    account = _refunded(return_) if return_.accepted else None
    still = [payment_writes.require_refund(account, return_id)] if account else []
    steps = steps_of(order, return_, others, account)
    transact([writes.close(return_), *still, *order_writes.advance_through(steps)])
    return returns_store.load(return_id)


def _refunded(return_: Return) -> Account:
    account = refunds_store.load(return_.order_id)
    if not account.refunds[return_.return_id].done:
        raise RefundRefused(f"the refund of {return_.return_id} is not done any more: it failed")
    by_hand = account.failed_by_hand(return_.return_id)
    if by_hand:
        raise RefundRefused(f"{by_hand} was said to be the refund of {return_.return_id}, and has failed")
    return account


def steps_of(order: Order, return_: Return, others: list[Return], account: Account | None) -> list[Change]:
    """What closing the return makes of its order; the `account` is needed for one that was accepted."""
    now, note, settled = clock.now(), return_.note, return_.settled
    if account is None:
        return [
            changes.reject_return(order, return_.return_id, return_.lines, now, note=note, settled=settled)
        ]
    outcome = outcome_of(return_, account)
    refunded = changes.refund_return(order, return_.return_id, outcome, now, note=note, settled=settled)
    back = [other.accepted_lines for other in others if other.back]
    if order.status is Status.COMPLETED and claim.all_back(order, [return_.accepted_lines, *back]):
        return [refunded, changes.mark_returned(refunded.after, now)]
    return [refunded]


def outcome_of(return_: Return, account: Account) -> ReturnOutcome:
    """What became of an accepted return, by the account that its money was given back of. What was
    declined, and what became credit, is told once, however often its refund fails."""
    currency = return_.estimate.currency
    refund = account.refunds[return_.return_id]
    return ReturnOutcome(
        accepted=return_.accepted_lines,
        declined={} if return_.back else return_.declined_lines,
        refund=Money(refund.amount, currency),
        given_back=Money(account.given_back(return_.return_id) - refund.amount, currency),
        credit=Money(0 if return_.back else refund.legs.credit, currency),
        delivery=return_.delivery,
        by_hand=refund.by_hand,
    )

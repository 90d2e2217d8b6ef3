"""Give an amount of an order back: set it aside and write the refund in one transaction, start its state
machine."""

from dataclasses import dataclass
from functools import partial

from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.order import store as order_store
from functions.order.order import DELIVERED, NotCompleted
from functions.payment import refunds_store
from functions.payment import writes as payment_writes
from functions.payment.refunds import Account
from functions.refunds import store, writes
from functions.refunds.refund import AmountRefund, Stage, To
from functions.shared import clock, ids, machines, patience
from functions.shared.contention import contend
from functions.shared.errors import BusinessError, KeyReused
from functions.shared.money import Money
from functions.shared.table import transact

TRIES = 10
PAUSE_SECONDS = 0.005


class MoreThanLeft(BusinessError):
    """There is not so much left of what was captured and paid by credit: `left`, in minor units."""

    def __init__(self, left: int) -> None:
        super().__init__(f"only {left} are left")
        self.left = left


class OrderDisputed(BusinessError):
    """Nothing of the order may be given back for now; the message says why."""


@dataclass(frozen=True)
class Wanted:
    """What an operator wants given back: `amount` in minor units. The customer is shown why (`signed`)."""

    amount: int
    to: To
    signed: Signed


def request_refund(order_id: str, key: str, wanted: Wanted) -> AmountRefund:
    """The refund that this operator's key stands for.

    Safe to repeat and beside itself. Raises OrderUnknown, NotCompleted, OrderDisputed, MoreThanLeft,
    KeyReused, Contended.
    """
    refund_id = ids.amount_refund_id(order_id, wanted.signed.by, key)
    what = f"request {refund_id}"
    refund = contend(partial(_request, order_id, refund_id, wanted), what, tries=TRIES, pause=PAUSE_SECONDS)
    if refund.open:
        machines.start(machines.REFUND, refund.execution, refund.subject)
    return refund


def _request(order_id: str, refund_id: str, wanted: Wanted) -> AmountRefund:
    """The refund and its execution are two writes: a repeat while it is open starts it again."""
    found = _requested_before(refund_id)
    if found is not None:
        if not found.asks_for(wanted.amount, wanted.to, wanted.signed.why):
            raise KeyReused(refund_id)
        return found
    order = order_store.load(order_id)
    if order.status not in DELIVERED:
        raise NotCompleted(order_id)
    account = refunds_store.load(order_id)
    _check(account, wanted.amount)
    legs = account.split(wanted.amount, to_credit=wanted.to is To.CREDIT)
    refund = AmountRefund(
        refund_id=refund_id,
        order_id=order_id,
        stage=Stage.OWED,
        amount=Money(wanted.amount, order.total.currency),
        credit=legs.credit,
        to=wanted.to,
        why=wanted.signed.why,
        by=wanted.signed.by,
        requested_at=wanted.signed.at,
    )
    due_at = patience.due_at(patience.CHECKOUT_DUE, clock.now())
    claimed = payment_writes.claim_refund(account, refund_id, legs)
    what = {"refund_id": refund_id, "amount": wanted.amount, "to": wanted.to.value}
    told = journal_store.entry(Entry("refund-order", order_id, wanted.signed, what))
    transact([writes.create(refund, due_at), claimed, told])
    return refund


def _requested_before(refund_id: str) -> AmountRefund | None:
    try:
        return store.load(refund_id)
    except writes.RefundUnknown:
        return None


def _check(account: Account, amount: int) -> None:
    """Raises OrderDisputed, MoreThanLeft."""
    if account.kept_back:
        raise OrderDisputed(account.kept_back)
    if amount > account.left:
        raise MoreThanLeft(max(0, account.left))

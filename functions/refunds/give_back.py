"""Give back what an order's account has set aside for a return, or for a refund of an amount: its leg to the
card first, then its leg to credit. Each is once, whatever is repeated, late or lost."""

from functools import partial

from functions.credit import store as credit_store
from functions.credit import writes as credit_writes
from functions.credit.account import Entry, EntryType, place_of, place_of_refund
from functions.order import store as order_store
from functions.payment import refunds_store
from functions.payment import writes as payment_writes
from functions.payment.refund_payment import refund_payment
from functions.payment.refunds import RefundRefused, RefundState
from functions.shared import clock
from functions.shared.contention import contend
from functions.shared.table import transact

TRIES = 20
PAUSE_SECONDS = 0.005


def give_back(order_id: str, claim_id: str, amount: int, why: str, *, told: bool = False) -> None:
    """Returns once all of `amount` (minor units, both legs) is given back. `told` as in refund_payment.
    Raises RefundRefused, ProviderUnavailable, Contended."""
    if refund_payment(order_id, claim_id, amount, why, told=told).credit is None:
        return
    attempt = partial(_give_credit, order_id, claim_id, why)
    contend(attempt, f"give credit for {claim_id}", tries=TRIES, pause=PAUSE_SECONDS)


def _give_credit(order_id: str, claim_id: str, why: str) -> None:
    """The deposit, and that it was made, in one transaction; to the account into which the owner's was
    merged, if it was."""
    account = refunds_store.load(order_id)
    leg = account.refunds[claim_id].credit
    if leg is None or leg.state is RefundState.DONE:
        return
    if account.kept_back:
        raise RefundRefused(account.kept_back)
    credited = credit_store.standing(order_store.load(order_id).owner).owner
    now = clock.timestamp(clock.now())
    places = (place_of_refund(claim_id), place_of(credited))
    entry = Entry(EntryType.REFUND, leg.amount, *places, now, why)
    done = payment_writes.finish_credit(account, claim_id, why, now)
    transact([done, *credit_writes.deposit(credited, entry)])

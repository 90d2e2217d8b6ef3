"""Record what was given back of a hold by hand, in the provider's own pages: who and why is not known; and
which refunds of ours failed after they were done.

The provider's list is believed, not the event that brought us here. A refund by hand is a fact, even where
more is given back by it than was left; one that failed since is counted no more. Ours are told apart by what
they are tagged with.
"""

from contextlib import suppress

from functions.payment import refunds_store, store
from functions.payment.errors import ProviderUnavailable
from functions.payment.hold import Hold, HoldStatus, ProviderRefund
from functions.payment.payment import State
from functions.payment.provider import provider
from functions.payment.refunds import Account, failed_since, news_of_hand
from functions.payment.refunds_store import NothingCaptured, RefundMoved
from functions.shared.observe import count, logger

TRIES = 5


def follow_refunds(hold: Hold) -> Account | None:
    """The account with every refund made by hand in it, as the hold was just read, and with the claims of
    returns reopened whose refund failed; None if it is nobody's record, or nothing was captured. Again is
    fine. Raises ProviderUnavailable if what was captured is not recorded yet, or the provider's answers are
    not of one moment: come again."""
    payment = store.load(hold.order_id)
    if payment is None or payment.hold_id != hold.hold_id or hold.status is not HoldStatus.TAKEN:
        return None
    try:
        account = refunds_store.load(hold.order_id)
    except NothingCaptured:
        if payment.state is State.VOIDED:
            return None
        raise ProviderUnavailable(f"{hold.order_id}: what was captured is not recorded yet") from None
    for _ in range(TRIES):
        listed = list(provider.list_refunds(hold.hold_id))
        (made, gone), failed = news_of_hand(account, hold, listed), failed_since(account, listed)
        if not made and not gone and not failed:
            return account
        with suppress(RefundMoved):  # somebody else records them: look again
            _record(account, made, gone)
            _reopen(account, failed)
        hold = provider.read_hold(hold.hold_id)
        account = refunds_store.load(hold.order_id)
    raise ProviderUnavailable(f"refunds of {hold.order_id} moved {TRIES} times")


def _record(account: Account, made: list[ProviderRefund], gone: list[str]) -> None:
    """Afterwards the list is read again: what failed meanwhile was recorded by nobody else. Raises
    RefundMoved."""
    for one in reversed(made):
        account = refunds_store.record_by_hand(account, one)
        _report("refund made by hand", account, one.refund_id, one.amount)
    for refund_id in gone:
        amount = account.by_hand[refund_id].amount
        account = refunds_store.drop_by_hand(account, refund_id)
        _report("refund made by hand failed", account, refund_id, amount)


def _reopen(account: Account, failed: list[str]) -> None:
    """Raises RefundMoved."""
    for return_id in failed:
        one = account.refunds[return_id]
        refunds_store.reopen(account, return_id)
        told = {"order_id": account.order_id, "return_id": return_id, "refund_id": one.refund_id}
        logger.error("refund of a return failed after it was made", extra=told | {"amount": one.amount})
        count("RefundsFailed")


def _report(what: str, account: Account, refund_id: str, amount: int) -> None:
    told = {"order_id": account.order_id, "refund_id": refund_id, "amount": amount}
    logger.warning(what, extra=told)
    count("RefundsByHand")

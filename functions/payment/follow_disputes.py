"""Record what banks have come to in disputes of a hold. The provider's list is believed, not the event that
brought us here."""

from functions.payment import disputes_store, refunds_store, store
from functions.payment.disputes import Dispute, standing
from functions.payment.errors import ProviderUnavailable
from functions.payment.hold import Hold, HoldStatus
from functions.payment.payment import State
from functions.payment.provider import provider
from functions.payment.refunds import Account
from functions.payment.refunds_store import NothingCaptured, RefundMoved
from functions.shared.observe import count, logger

TRIES = 5


def follow_disputes(hold: Hold) -> Account | None:
    """The account with every dispute of the hold in it as it is now; None if it is nobody's record, or
    nothing was captured. Again is fine. Raises ProviderUnavailable if what was captured is not recorded yet,
    or the disputes moved while they were followed: come again."""
    payment = store.load(hold.order_id)
    if payment is None or payment.hold_id != hold.hold_id or hold.status is not HoldStatus.TAKEN:
        return None
    for _ in range(TRIES):
        account = _account(hold.order_id, payment.state)
        if account is None:
            return None
        found = account.disputes | standing(provider.list_disputes(hold.hold_id))
        if found == account.disputes:
            return account
        try:
            recorded = disputes_store.record(account, found)
        except RefundMoved:  # somebody else records them: look again
            continue
        _report(account, list(found.values()))
        return recorded
    raise ProviderUnavailable(f"disputes of {hold.order_id} moved {TRIES} times")


def _account(order_id: str, state: State) -> Account | None:
    """The account before the provider's list is read, so that what is recorded is never older than what was
    seen."""
    try:
        return refunds_store.load(order_id)
    except NothingCaptured:
        if state is State.VOIDED:
            return None
        raise ProviderUnavailable(f"{order_id}: what was captured is not recorded yet") from None


def _report(before: Account, found: list[Dispute]) -> None:
    for one in found:
        known = before.disputes.get(one.dispute_id)
        if known == one:
            continue
        logger.warning(
            "a dispute has moved",
            extra={
                "order_id": before.order_id,
                "dispute_id": one.dispute_id,
                "state": one.state,
                "amount": one.amount,
                "taken": one.taken,
            },
        )
        if known is None or known.state is not one.state:
            count("Disputes", state=one.state.value)

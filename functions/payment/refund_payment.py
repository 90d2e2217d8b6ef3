"""Give captured money back to the card, for a return or a refund of an amount: once, whatever is repeated,
late or lost, and never more than came.

It was claimed in the payment's record when the return was accepted (for one that was accepted before there
were such claims: now) -> have the provider give it back -> record that it is done. The provider's own list
is read before anything is asked for: an earlier try may have got further than its record says, somebody may
have refunded the return by hand, and idempotency keys may be forgotten after a day. The record says when
somebody asks (refunds_store.py), until the provider has refused: an operator who states that the money was
given back by other ways is not believed meanwhile. What failed after it was done goes back again only once an
operator has said so. While a bank has yet to decide a dispute nothing is asked for.
"""

from contextlib import suppress

from functions.payment import refunds_store
from functions.payment.errors import KeyRejected, ProviderRefused, ProviderUnavailable
from functions.payment.provider import provider
from functions.payment.refunds import Account, Refund, RefundRefused, RefundState, made_for
from functions.payment.refunds_store import RefundMoved

TRIES = 5


def refund_payment(order_id: str, return_id: str, amount: int, why: str, *, told: bool = False) -> Refund:
    """The claim, once the leg to the card of `amount` (minor units) is given back for the return. `told`: it
    stood before an operator. Raises RefundRefused if there is not that much left, or if a refund failed that
    was done and nobody was told, or one that was made by hand for it; ProviderUnavailable when it is not
    known whether it was given back."""
    account, fresh = _claimed(order_id, return_id, amount, told)
    refund = account.refunds[return_id]
    failed = account.failed_by_hand(return_id)
    if failed:
        raise RefundRefused(f"{failed} was said to be the refund of {return_id}, and has failed")
    if refund.state is RefundState.DONE:
        return refund
    if refund.amount == 0:
        _finish(account, return_id, None, why)
        return refund
    try:
        refund_id = _found(account, return_id) or _give_back(account, return_id, refund, fresh)
    except RefundRefused:
        _leave_key(account, return_id, refused=True)
        raise
    _finish(account, return_id, refund_id, why)
    return refund


def _claimed(order_id: str, return_id: str, amount: int, told: bool) -> tuple[Account, bool]:
    """The account with this return's claim in it, which says that the provider is asked now unless it is
    done; and whether it was never asked before under its key."""
    account = refunds_store.load(order_id)
    for _ in range(TRIES):
        claimed = account.refunds.get(return_id)
        if claimed is not None and claimed.state is RefundState.DONE:
            return account, False
        if claimed is not None and claimed.failed and not told:
            raise RefundRefused(f"refund {claimed.failed[-1]} failed after it was made")
        if amount and account.kept_back:
            if claimed is None or _found(account, return_id) is None:
                raise RefundRefused(account.kept_back)
            return account, False
        if claimed is None and amount > account.left:
            raise RefundRefused(f"{amount} of {order_id}: only {account.left} are left of what was captured")
        try:
            if claimed is not None:
                return refunds_store.ask(account, return_id), claimed.asked is None
            return refunds_store.claim(account, return_id, amount), True
        except RefundMoved as moved:
            account = moved.account
    raise ProviderUnavailable(f"refunds of {order_id} moved {TRIES} times")


def _found(account: Account, return_id: str) -> str | None:
    found = made_for(return_id, list(provider.list_refunds(_hold(account))), account.failed(return_id))
    return found.refund_id if found else None


def _give_back(account: Account, return_id: str, refund: Refund, fresh: bool) -> str:
    """The id of the provider's refund. All who ask under one claim ask under one key, and so meet one refund.

    A key that the provider broke on is left behind only by a later call that meets the same answer and reads
    a list without the refund: what answers 500 may still be at work. One that was refused is left at once:
    nothing was done, and the provider would repeat the refusal for it when an operator sends the return on.
    """
    try:
        made = provider.refund_part(_hold(account), refund.amount, return_id, refund.key(return_id))
    except KeyRejected:
        if fresh:
            raise
        found = _found(account, return_id)
        if found is None:
            _leave_key(account, return_id, refused=False)
            raise
        return found
    except ProviderRefused as refused:
        found = _found(account, return_id)
        if found is None:
            raise RefundRefused(f"{refund.amount} of {account.order_id}: {refused}") from refused
        return found
    if made_for(return_id, [made], account.failed(return_id)) is None:
        raise ProviderUnavailable(f"{made.refund_id} was answered again, and is known to have failed")
    return made.refund_id


def _leave_key(account: Account, return_id: str, *, refused: bool) -> None:
    with suppress(RefundMoved):  # another invocation left it, or has got further
        refunds_store.next_attempt(account, return_id, refused=refused)


def _finish(account: Account, return_id: str, refund_id: str | None, why: str) -> None:
    try:
        refunds_store.finish(account, return_id, refund_id, why)
    except RefundMoved as moved:
        stands = moved.account.refunds[return_id]
        if stands.state is not RefundState.DONE:
            raise ProviderUnavailable(f"refund of {return_id} is being recorded") from moved
        if refund_id is None:
            return
        if stands.outside is not None:
            raise RefundRefused(f"{refund_id} was made, and stated to be made by other ways") from moved
        if stands.by_hand is not None:
            raise RefundRefused(f"{refund_id} was made, and {stands.by_hand} was said to be it") from moved


def _hold(account: Account) -> str:
    if account.hold_id is None:
        raise RefundRefused(f"{account.order_id} was captured without a hold")
    return account.hold_id

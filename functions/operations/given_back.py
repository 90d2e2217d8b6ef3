"""What an operator states to have given back for a return, or for a refund of an amount, by other ways than
the provider: its leg to the card. What becomes credit is the machine's to give."""

from collections.abc import Callable
from dataclasses import dataclass

from functions.operations.errors import OperationRefused, ProviderSilent
from functions.operations.explain_refund import Notes, made_by_hand
from functions.operator import store as operator_store
from functions.operator.stop import OperatorAnswer
from functions.payment import refunds_store
from functions.payment.errors import ProviderRefused, ProviderUnavailable
from functions.payment.provider import provider
from functions.payment.refund_payment import refund_payment
from functions.payment.refunds import Account, RefundRefused, RefundState, made_for
from functions.payment.refunds_store import NothingCaptured
from functions.payment.writes import explain_refund, state_refund_outside
from functions.refunds import store as amounts_store
from functions.refunds.refund import AmountRefund
from functions.returns import store as returns_store
from functions.returns.returns import Return
from functions.shared import ids
from functions.shared.write import Write

Check = Callable[[], None]


@dataclass(frozen=True)
class Claim:
    """A return, or a refund of an amount, that gives `amount` (minor units) back for `why`; `ended` tells how
    it ended, empty while it is open."""

    claim_id: str
    order_id: str
    amount: int
    why: str
    ended: str
    settled: dict[str, str] | None

    def owed(self, account: Account) -> int:
        """What of it goes to the card, in minor units."""
        refund = account.refunds.get(self.claim_id)
        return self.amount - (refund.legs.credit if refund else 0)


def load_claim(claim_id: str) -> Claim:
    """Raises ReturnUnknown, RefundUnknown, Unreadable."""
    if ids.order_of_return(claim_id):
        return claim_of_return(returns_store.load(claim_id))
    return claim_of_refund(amounts_store.load(claim_id))


def claim_of_return(one: Return) -> Claim:
    ended = "" if one.open else one.shown
    return Claim(one.return_id, one.order_id, one.refund.amount, one.return_id, ended, one.settled)


def claim_of_refund(one: AmountRefund) -> Claim:
    ended = "" if one.open else one.stage.value
    return Claim(one.refund_id, one.order_id, one.amount.amount, one.why, ended, one.settled)


def account_of(order_id: str) -> Account:
    """Raises OperationRefused."""
    try:
        return refunds_store.load(order_id)
    except NothingCaptured:
        raise OperationRefused(
            f"nothing was captured for {order_id}: there is nothing to give back"
        ) from None


def refund_again(claim: Claim) -> None:
    """Raises OperationRefused."""
    try:
        refund_payment(claim.order_id, claim.claim_id, claim.amount, why=claim.why, told=True)
    except (RefundRefused, ProviderUnavailable, ProviderRefused, NothingCaptured) as failed:
        owed = claim.amount if isinstance(failed, NothingCaptured) else claim.owed(account_of(claim.order_id))
        raise OperationRefused(
            f"the refund failed again ({failed}): refund {owed} by other ways and state given-back {owed}"
        ) from None


def require_owed(claim: Claim, account: Account, given_back: int) -> None:
    """Raises OperationRefused: all of it is stated, and no more."""
    owed = claim.owed(account)
    if given_back != owed:
        raise OperationRefused(f"{claim.claim_id} is to be refunded {owed}, not {given_back}")


def told(claim: Claim, answer: OperatorAnswer, given_back: int) -> Write:
    return operator_store.told_of(claim.claim_id, answer, given_back=given_back)


def statement(
    account: Account, claim_id: str, answer: OperatorAnswer, given_back: int, notes: Notes
) -> Write:
    """That so much was given back; a refund made by hand of just this amount is it, which `notes` tell.
    Raises OperationRefused."""
    account, refund_id = _looked_up(account, claim_id, given_back, notes)
    if refund_id is None:
        return state_refund_outside(account, claim_id, given_back, answer.by, answer.why)
    notes.append(f"{refund_id} was made by hand and is the refund of {claim_id}")
    stated = {"by": answer.by, "why": answer.why, "at": answer.at}
    return explain_refund(account, refund_id, stated, claim_id)


def _looked_up(account: Account, claim_id: str, given_back: int, notes: Notes) -> tuple[Account, str | None]:
    """As `_by_hand`, once it is known that no refund of ours was made. Where nothing was ever held, the
    provider has nothing to tell. Raises OperationRefused."""
    if account.hold_id is None:
        return account, None
    if claim_id in account.refunds:
        _require_unrefunded(account, account.hold_id, claim_id)
    return _by_hand(account, given_back, notes)


def _by_hand(account: Account, given_back: int, notes: Notes) -> tuple[Account, str | None]:
    """The one refund of this amount that was made by hand at the provider and is nothing's yet: that is what
    was given back. None if there is none. Raises OperationRefused: which of several is not guessed."""
    try:
        account = made_by_hand(account.order_id, notes)
    except OperationRefused as silent:
        notes.append(f"{silent}; a refund made by hand there is not looked for")
    fitting = [
        name for name, made in account.by_hand.items() if made.amount == given_back and not made.return_id
    ]
    if len(fitting) > 1:
        raise OperationRefused(
            f"{', '.join(sorted(fitting))} were made by hand, each of {given_back}: say by explain-refund"
            " which of them is this return's"
        )
    return account, fitting[0] if fitting else None


def require_stated(claim: Claim, given_back: int, require_settled: Check) -> None:
    """A statement was refused: fine where it was made before. Raises OperationRefused that says why not."""
    account = refunds_store.load(claim.order_id)
    refund = account.refunds.get(claim.claim_id)
    if refund is not None and given_back in (refund.outside, account.given_back(claim.claim_id)):
        return
    if refund is not None and refund.state is RefundState.DONE:
        raise OperationRefused(f"the provider refunded {claim.claim_id}: leave given-back out")
    if refund is not None and refund.asked:
        raise OperationRefused(
            f"the provider was asked for the refund at {refund.asked} and may be making it: settle-stuck"
            " without given-back, or retry-stuck, asks again"
        )
    require_settled()
    raise OperationRefused(f"{claim.claim_id} is not as it was seen: ask again")


def _require_unrefunded(account: Account, hold_id: str, claim_id: str) -> None:
    """A claim may have got further than its record says: then the way on finds the refund. Raises
    OperationRefused: nobody is refunded twice on a guess."""
    try:
        refunds = list(provider.list_refunds(hold_id))
        made = made_for(claim_id, refunds, account.failed(claim_id))
    except RefundRefused:
        return  # it failed there: its money never went back
    except (ProviderUnavailable, ProviderRefused) as silent:
        raise ProviderSilent(f"the provider does not tell what it refunded: {silent}") from None
    if made is not None:
        raise OperationRefused(f"the provider refunded {claim_id} ({made.refund_id}): leave given-back out")

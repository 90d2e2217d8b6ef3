"""Rules of giving captured money back: what is claimed, what the provider shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from functions.payment.disputes import Dispute, taken_by, undecided
from functions.payment.errors import ProviderUnavailable
from functions.payment.hold import Hold, ProviderRefund, RefundStatus
from functions.shared.errors import BusinessError


class RefundRefused(BusinessError):
    """There is not enough left of what was captured, by our own record or by the provider's, a bank has yet
    to decide a dispute of it, or a refund failed: somebody has to look."""


class RefundState(StrEnum):
    CLAIMED = "CLAIMED"
    """Its money is set aside; the provider may or may not have given it back."""
    DONE = "DONE"


REQUESTS_LIVE = timedelta(hours=1)
"""No request for a refund is on its way for longer, whatever became of who sent it: a function lives for two
minutes."""


@dataclass(frozen=True)
class Legs:
    """How a claim is given back, in minor units: to the card it was paid with, and as credit of the shop."""

    card: int
    credit: int = 0

    @property
    def total(self) -> int:
        return self.card + self.credit


@dataclass(frozen=True)
class CreditLeg:
    """What of a claim is given back as credit, in minor units: DONE with the deposit, in one transaction."""

    amount: int
    state: RefundState


@dataclass(frozen=True)
class Refund:
    """What is recorded of a claim on giving back: a return's, or a refund's of an amount. But for `credit`,
    its leg to credit, all is of its leg to the card. `attempt` numbers the provider's idempotency keys: a new
    one follows only after a key was broken and the provider's list was read. `asked` (RFC 3339): when the
    provider was last asked; None once it has said that it gives nothing back. `outside`: what an operator
    stated to have given back by other ways, in minor units. `by_hand`: the refund made by hand that an
    operator said to be this one; `amount` is 0 then, that one is counted. `refund_id`: the provider's refund
    that made it DONE; `failed`: those that had, and failed later."""

    amount: int
    state: RefundState
    attempt: int
    asked: str | None = None
    outside: int | None = None
    by_hand: str | None = None
    refund_id: str | None = None
    failed: tuple[str, ...] = ()
    credit: CreditLeg | None = None

    @property
    def done(self) -> bool:
        """Whether both legs are."""
        legs = (self.state, self.credit.state if self.credit else RefundState.DONE)
        return set(legs) == {RefundState.DONE}

    @property
    def legs(self) -> Legs:
        return Legs(self.amount, self.credit.amount if self.credit else 0)

    def key(self, return_id: str) -> str:
        return return_id if self.attempt == 1 else f"{return_id}-{self.attempt}"


@dataclass(frozen=True)
class HandRefund:
    """What is recorded of a refund that somebody made by hand at the provider. Who and why is not known until
    an operator states it (`stated`: `by`, `why`, `at`); `return_id`: the return that it was made for."""

    amount: int
    made_at: str
    return_id: str | None = None
    stated: dict[str, str] | None = None


@dataclass(frozen=True)
class Account:
    """What of an order's payment may be given back, in minor units: `captured` from the card and `credited`,
    which was credit of the shop. `refunding` is given back to the card or claimed of it, `crediting` the same
    as credit. `refunds`: by the return, or the refund of an amount, that claims.
    `by_hand`: refunds made by hand at the provider, by their ids there; facts, even beyond what was left.
    `voided`: what was given back because the order was cancelled. `disputes`: by their ids there, facts, too.
    `listed` and `hand_listed` tell whether there are lists of refunds at all yet."""

    order_id: str
    hold_id: str | None
    captured: int
    refunding: int
    refunds: dict[str, Refund]
    listed: bool
    by_hand: dict[str, HandRefund] = field(default_factory=dict)
    hand_listed: bool = False
    voided: int = 0
    disputes: dict[str, Dispute] = field(default_factory=dict)
    credited: int = 0
    crediting: int = 0

    @property
    def pending(self) -> frozenset[str]:
        """The claims whose leg to the card is set aside and not recorded as given back."""
        return frozenset(name for name, one in self.refunds.items() if one.state is RefundState.CLAIMED)

    @property
    def done(self) -> int:
        """What is recorded as given back by the provider, in minor units."""
        for_returns = sum(one.amount for one in self.refunds.values() if one.state is RefundState.DONE)
        return for_returns + self.handed

    @property
    def handed(self) -> int:
        """What of it was given back by hand."""
        return sum(one.amount for one in self.by_hand.values())

    def failed(self, return_id: str) -> tuple[str, ...]:
        """The return's refunds that are known to have failed after they were recorded as done."""
        refund = self.refunds.get(return_id)
        return refund.failed if refund else ()

    def failed_by_hand(self, return_id: str) -> str | None:
        """The refund made by hand that was said to be this return's and has failed since: nothing was given
        back for it. None if there is none."""
        refund = self.refunds.get(return_id)
        if refund is None or refund.by_hand is None:
            return None
        hand = self.by_hand.get(refund.by_hand)
        return None if hand and hand.return_id == return_id else refund.by_hand

    def given_back(self, return_id: str) -> int:
        """What a return's customer has got for it, whichever way."""
        refund = self.refunds.get(return_id)
        if refund is None or refund.state is not RefundState.DONE:
            return 0
        hand = None if self.failed_by_hand(return_id) else self.by_hand.get(refund.by_hand or "")
        return refund.amount + (refund.outside or 0) + (hand.amount if hand else 0)

    @property
    def taken(self) -> int:
        """What disputes have taken, decided or not."""
        return taken_by(self.disputes)

    @property
    def left(self) -> int:
        return self.captured + self.credited - self.refunding - self.crediting - self.taken

    @property
    def left_if_won(self) -> int:
        """What would be left once every dispute that is undecided is won: a return that is accepted meanwhile
        claims of that, and waits."""
        return self.left + self._at_stake

    @property
    def _at_stake(self) -> int:
        """What a bank that has yet to decide has taken."""
        return sum(self.disputes[name].taken for name in undecided(self.disputes))

    @property
    def _left_of_card(self) -> int:
        return self.captured - self.refunding - self.taken

    def split(self, amount: int, *, to_credit: bool = False) -> Legs:
        """The legs of so much: to the card up to what is left of what was captured (once what a bank has yet
        to decide is won), the rest as credit. `to_credit`: all of it. Raises RefundRefused:
        there are no legs of what is not left."""
        left = max(0, self.left_if_won)
        if amount > left:
            raise RefundRefused(f"{amount} of {self.order_id}: only {left} are left")
        of_card = 0 if to_credit else max(0, min(amount, self._left_of_card + self._at_stake))
        return Legs(of_card, amount - of_card)

    @property
    def kept_back(self) -> str:
        """Why nothing may be given back for now, empty if it may: a bank has yet to decide whether the
        customer gets it, or more is claimed than a dispute has left."""
        disputed = undecided(self.disputes)
        if disputed:
            return f"{', '.join(disputed)} of {self.order_id}: the bank has yet to decide this dispute"
        if self.taken and min(self.left, self._left_of_card) < 0:
            took = f"disputes took {self.taken} of {self.captured} of {self.order_id}"
            return f"{took}: not all that is claimed is left"
        return ""


def made_for(
    return_id: str, refunds: Sequence[ProviderRefund], known: Sequence[str] = ()
) -> ProviderRefund | None:
    """The provider's refund for this claim, if there is one that stands. Raises RefundRefused if there was
    one and it failed: its money cannot go back the same way. `known`: those that failed after they were
    recorded, of which an operator was told."""
    ours = [one for one in refunds if one.return_id == return_id and one.refund_id not in known]
    standing = [one for one in ours if one.status is not RefundStatus.FAILED]
    if ours and not standing:
        raise RefundRefused(f"refund {ours[0].refund_id} is {ours[0].status}")
    return standing[0] if standing else None


def made_by_hand(hold: Hold, refunds: Sequence[ProviderRefund]) -> list[ProviderRefund]:
    """Of a hold's refunds, newest first, those that stand and that a person made at the provider.

    Ours are tagged. What a partial capture let go may be listed, untagged too: it came with the capture, so
    that of those of its amount it is the oldest. Raises ProviderUnavailable where it cannot be told apart,
    since the list is not of the moment at which the hold was read: read both anew.
    """
    untagged = [one for one in refunds if not (one.return_id or one.voids) and _stands(one)]
    let_go = hold.amount.amount - hold.captured
    released = next((one for one in reversed(untagged) if let_go and one.amount == let_go), None)
    more = sum(one.amount for one in refunds if _stands(one)) - hold.refunded
    if released is None or more == 0:
        return untagged
    if more != let_go:
        raise ProviderUnavailable(f"{hold.hold_id} and its refunds were read at different moments")
    return [one for one in untagged if one is not released]


def news_of_hand(
    account: Account, hold: Hold, refunds: Sequence[ProviderRefund]
) -> tuple[list[ProviderRefund], list[str]]:
    """Refunds made by hand that are not recorded, and ids of those recorded that do not stand any more.

    Voids were not tagged always: where the order was cancelled and all is accounted for, nothing is by hand.
    Raises ProviderUnavailable.
    """
    made = made_by_hand(hold, refunds)
    standing = {one.refund_id for one in made}
    gone = [refund_id for refund_id in account.by_hand if refund_id not in standing]
    if account.voided and account.voided + account.done >= account.captured:
        return [], gone
    return [one for one in made if one.refund_id not in account.by_hand], gone


def failed_since(account: Account, refunds: Sequence[ProviderRefund]) -> list[str]:
    """The returns whose refund is recorded as done and has failed at the provider since."""
    failed = {one.refund_id for one in refunds if not _stands(one)}
    return [
        return_id
        for return_id, one in account.refunds.items()
        if one.state is RefundState.DONE and one.refund_id in failed
    ]


def _stands(refund: ProviderRefund) -> bool:
    return refund.status is not RefundStatus.FAILED

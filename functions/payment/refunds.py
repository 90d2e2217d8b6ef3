"""Rules of giving captured money back: what is claimed, what the provider shows of it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from functions.payment.hold import ProviderRefund, RefundStatus
from functions.shared.errors import BusinessError


class RefundRefused(BusinessError):
    """There is not enough left of what was captured, by our own record or by the provider's: somebody has to
    look."""


class RefundState(StrEnum):
    CLAIMED = "CLAIMED"
    """Its money is set aside; the provider may or may not have given it back."""
    DONE = "DONE"


REQUESTS_LIVE = timedelta(hours=1)
"""No request for a refund is on its way for longer, whatever became of who sent it: a function lives for two
minutes."""


@dataclass(frozen=True)
class Refund:
    """What is recorded of a return's refund. `attempt` numbers the provider's idempotency keys: a new one
    follows only after a key was broken and the provider's list was read. `asked` (RFC 3339): when the
    provider was last asked; None once it has said that it gives nothing back.
    `outside`: what an operator stated to have given back by other ways, in minor units."""

    amount: int
    state: RefundState
    attempt: int
    asked: str | None = None
    outside: int | None = None

    def key(self, return_id: str) -> str:
        return return_id if self.attempt == 1 else f"{return_id}-{self.attempt}"


@dataclass(frozen=True)
class Account:
    """What of an order's payment may be given back, in minor units: `refunding` is given back or claimed.
    `listed` tells whether there is a list of refunds at all yet."""

    order_id: str
    hold_id: str | None
    captured: int
    refunding: int
    refunds: dict[str, Refund]
    listed: bool

    @property
    def pending(self) -> frozenset[str]:
        """The returns whose money is set aside and not recorded as given back."""
        return frozenset(name for name, one in self.refunds.items() if one.state is RefundState.CLAIMED)

    @property
    def done(self) -> int:
        """What is recorded as given back, in minor units."""
        return sum(one.amount for one in self.refunds.values() if one.state is RefundState.DONE)

    @property
    def left(self) -> int:
        return self.captured - self.refunding


def made_for(return_id: str, refunds: list[ProviderRefund]) -> ProviderRefund | None:
    """The provider's refund for this return, if there is one that stands. Raises RefundRefused if there was
    one and it failed: its money cannot go back the same way."""
    ours = [one for one in refunds if one.return_id == return_id]
    standing = [one for one in ours if one.status is not RefundStatus.FAILED]
    if ours and not standing:
        raise RefundRefused(f"refund {ours[0].refund_id} is {ours[0].status}")
    return standing[0] if standing else None

"""A hold: money that is set aside on a customer's card for one order, as the provider has it, in our words.

It is created before it is confirmed, and moves nothing until then.

    status      what it has come to
    OPEN        it can be confirmed, or after a decline confirmed again
    ASKED       the bank asks its customer first (3-D Secure)
    HELD        the money is set aside, and nothing of it is taken
    TAKEN       all or a part was captured, and the rest let go
    GONE        it was cancelled, or ended by itself: nothing can come of it any more
    UNDECIDED   the provider does not know yet, or says what we do not understand

An adapter translates what its provider says into these; nobody else knows the provider's words.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from functions.payment.decline import Decline
from functions.shared.money import Money


class HoldStatus(StrEnum):
    OPEN = "OPEN"
    ASKED = "ASKED"
    HELD = "HELD"
    TAKEN = "TAKEN"
    GONE = "GONE"
    UNDECIDED = "UNDECIDED"


@dataclass(frozen=True)
class Hold:
    """The provider's view of an order's payment. Amounts in minor units.

    `declined` tells a hold that the bank refused from one that was never confirmed: both are OPEN;
    `why_declined` says why, where it is known. `was_held`
    tells whether the money was ever set aside. `refunded` counts what was captured and given back, not what a
    partial capture let go. `client_secret` and `action_url` are what a browser needs to answer the bank.
    `capture_before` (RFC 3339) is when a hold ends by itself, if the provider says so. `reported` is the
    provider's own word for the status: for people who look there too, never for a rule. `disputed`: there
    is, or was, a dispute of it; what that took is neither captured less nor refunded.
    """

    hold_id: str
    order_id: str
    status: HoldStatus
    amount: Money
    captured: int
    refunded: int
    declined: bool
    was_held: bool
    client_secret: str = field(repr=False)
    action_url: str | None = field(repr=False)
    capture_before: str | None = None
    reported: str = ""
    why_declined: Decline | None = None
    disputed: bool = False

    @property
    def holds(self) -> int:
        """What is still held on the card, not yet captured."""
        return self.amount.amount if self.status is HoldStatus.HELD else 0

    @property
    def keeps(self) -> int:
        """What was captured and not given back."""
        return self.captured - self.refunded if self.status is HoldStatus.TAKEN else 0

    @property
    def over(self) -> bool:
        """Nothing can come of it any more."""
        return self.status is HoldStatus.GONE or (self.status is HoldStatus.TAKEN and self.keeps <= 0)


class RefundStatus(StrEnum):
    STANDING = "standing"
    """The money went back, or is on its way."""
    FAILED = "failed"
    """It gave nothing back, or did not keep it given."""


@dataclass(frozen=True)
class ProviderRefund:
    """A refund at the provider; `amount` in minor units, `made_at` in RFC 3339. `return_id` is empty for one
    that was not made for a return; `voids` tells those that gave an order's money back because it was
    cancelled. One that is neither was made by hand, or is what a partial capture let go."""

    refund_id: str
    return_id: str
    amount: int
    status: RefundStatus
    voids: bool = False
    made_at: str = ""


@dataclass(frozen=True)
class Event:
    """What the provider tells of its own accord. `hold_id` is None when it is nothing that may concern an
    order; `refunds`, `disputes`: whether it is about what was given back of the hold, or a dispute of it.
    `order_id` is the order that the hold or the refund names, empty where it names none; `gone`: whether it
    says that nothing can come of the hold any more."""

    event_id: str
    type: str
    hold_id: str | None
    refunds: bool = False
    order_id: str = ""
    gone: bool = False
    disputes: bool = False


def next_action(hold: Hold) -> dict[str, Any]:
    """What the customer's browser needs to answer the bank: kept with the payment, shown to its owner."""
    return {"type": "authenticate", "url": hold.action_url, "client_secret": hold.client_secret}

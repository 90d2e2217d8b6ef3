"""A refund of an amount: money of an order that an operator gives back, with goods or without."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from functions.operator.stop import Stop
from functions.shared import ids
from functions.shared.money import Money


class Stage(StrEnum):
    OWED = "OWED"
    """Its money is set aside, and on its way."""
    GIVEN_BACK = "GIVEN_BACK"
    OWED_AGAIN = "OWED_AGAIN"
    """It was given back, and has failed since: its money is to go back again."""


class To(StrEnum):
    CARD = "card"
    """As far as it was paid by card; the rest becomes credit."""
    CREDIT = "credit"


@dataclass(frozen=True)
class AmountRefund:
    """`amount` goes back `to` the card or becomes credit: `credit` (minor units) is what of it becomes
    credit. `why` is what the customer is told, `by` who asked for it. `run` numbers executions. `settled`:
    who had it ended by hand (`by`) and `why`; `set_aside`: since when (RFC 3339) the sweep cannot look after
    it."""

    refund_id: str
    order_id: str
    stage: Stage
    amount: Money
    credit: int
    to: To
    why: str
    by: str
    requested_at: str
    stuck: Stop | None = None
    run: int = 1
    settled: dict[str, str] | None = None
    set_aside: str | None = None

    @property
    def execution(self) -> str:
        """The name of its current execution."""
        return ids.execution(self.refund_id, self.run)

    @property
    def subject(self) -> dict[str, str]:
        """What its execution is about: the input, and what the steps hand on."""
        return {"order_id": self.order_id, "refund_id": self.refund_id}

    @property
    def open(self) -> bool:
        return self.stage is not Stage.GIVEN_BACK

    @property
    def card(self) -> int:
        """What of it goes back to the card, in minor units."""
        return self.amount.amount - self.credit

    def asks_for(self, amount: int, to: To, why: str) -> bool:
        """Whether it was asked for in just these words."""
        return (self.amount.amount, self.to, self.why) == (amount, to, why)


def present(refund: AmountRefund) -> dict[str, Any]:
    """A refund of an amount as operators see it."""
    currency = refund.amount.currency
    return {
        "refund_id": refund.refund_id,
        "order_id": refund.order_id,
        "status": refund.stage.value,
        "amount": refund.amount.as_dict(),
        "card": Money(refund.card, currency).as_dict(),
        "credit": Money(refund.credit, currency).as_dict(),
        "to": refund.to.value,
        "why": refund.why,
        "by": refund.by,
        "requested_at": refund.requested_at,
        "stuck": refund.stuck.shown() if refund.stuck else None,
        "settled": refund.settled,
    }

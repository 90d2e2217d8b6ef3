"""A return: some of an order's delivered units on their way back, and where they are."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from functions.operator.stop import Stop
from functions.order.lines import Quantities, taken
from functions.shared import ids
from functions.shared.money import Money

MOST_PHOTOS = 10


class Stage(StrEnum):
    REQUESTED = "REQUESTED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    CLOSED = "CLOSED"
    """The money is back where it belongs and so are the units, or the return was turned down."""
    REOPENED = "REOPENED"
    """It was closed, and its refund failed since: its units are back, its money is to go back again."""


class InspectionResult(StrEnum):
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"


OPEN = frozenset({Stage.REQUESTED, Stage.ACCEPTED, Stage.REJECTED, Stage.REOPENED})


@dataclass(frozen=True)
class Verdict:
    """What an inspector says. `lines` are the units that are accepted, None for all that were announced;
    `off_shelf` those of them that cannot be sold again. `why` is for the shop's own records, `note` for the
    customer."""

    result: InspectionResult
    lines: Quantities | None = None
    off_shelf: Quantities = field(default_factory=dict)
    why: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Grant:
    """What an accepted return gives back: `amount` is what its accepted units were paid with, `delivery`
    included, which comes back with all of an order, and `refund` what of it was left to be given back when it
    was accepted."""

    amount: Money
    refund: Money
    delivery: Money = field(default_factory=lambda: Money(0))


@dataclass(frozen=True)
class Inspection:
    """A verdict as it was recorded. `grant` is None for a rejection, and for what was accepted before there
    were grants: that gives back its estimate."""

    verdict: Verdict
    by: str
    at: str
    grant: Grant | None = None

    @property
    def result(self) -> InspectionResult:
        return self.verdict.result


@dataclass(frozen=True)
class Return:
    """`lines` are units by line id, `estimate` is what they would have given back when they were announced;
    `photos` are the names given out for upload; `task_tokens` are of the execution that waits for the
    decision; `run` numbers executions. `settled`: who had it ended by hand (`by`) and `why`; `set_aside`:
    since when (RFC 3339) the sweep cannot look after it.
    """

    return_id: str
    order_id: str
    stage: Stage
    reason: str
    lines: Quantities
    estimate: Money
    requested_at: str
    request_digest: str
    inspection: Inspection | None = None
    photos: tuple[str, ...] = ()
    task_tokens: tuple[str, ...] = field(default=(), repr=False)
    stuck: Stop | None = None
    run: int = field(default=1)
    settled: dict[str, str] | None = None
    set_aside: str | None = None

    @property
    def execution(self) -> str:
        """The name of the return's current execution."""
        return ids.execution(self.return_id, self.run)

    @property
    def subject(self) -> dict[str, str]:
        """What its execution is about: the input, and what the steps hand on."""
        return {"order_id": self.order_id, "return_id": self.return_id}

    @property
    def open(self) -> bool:
        return self.stage in OPEN

    @property
    def accepted(self) -> bool:
        return self.inspection is not None and self.inspection.result is InspectionResult.ACCEPTED

    @property
    def back(self) -> bool:
        """Whether its accepted units are where they belong, and those declined with the customer again."""
        return self.accepted and self.stage in (Stage.CLOSED, Stage.REOPENED)

    @property
    def spoken_for(self) -> Quantities:
        """The units that no other return can announce."""
        return self.accepted_lines if self.back or not self.open else self.lines

    @property
    def accepted_lines(self) -> Quantities:
        """The units that are given money back for: all of them, unless an inspector said otherwise."""
        if self.inspection is None or not self.accepted:
            return {}
        named = self.inspection.verdict.lines
        return self.lines if named is None else named

    @property
    def declined_lines(self) -> Quantities:
        """The units that stay with the customer, once a part was accepted."""
        return taken(self.lines, self.accepted_lines)

    @property
    def shelved_lines(self) -> Quantities:
        """The units that can be sold again."""
        if self.inspection is None:
            return {}
        return taken(self.accepted_lines, self.inspection.verdict.off_shelf)

    @property
    def refund(self) -> Money:
        """What it gives back: an estimate until it is decided, nothing if it was rejected."""
        if self.inspection is None:
            return self.estimate
        if not self.accepted:
            return Money(0, self.estimate.currency)
        return self.inspection.grant.refund if self.inspection.grant else self.estimate

    @property
    def delivery(self) -> Money | None:
        """What of that is the price of delivery; None where nothing is."""
        grant = self.inspection.grant if self.inspection else None
        return grant.delivery if grant and grant.delivery.amount else None

    @property
    def note(self) -> str | None:
        """What the inspector tells the customer."""
        return self.inspection.verdict.note if self.inspection else None

    @property
    def shown(self) -> str:
        """Its status as a customer is told: a closed return is REFUNDED or REJECTED, one whose refund failed
        is ACCEPTED."""
        if self.stage is Stage.REOPENED:
            return Stage.ACCEPTED.value
        if self.stage is not Stage.CLOSED:
            return self.stage.value
        return "REFUNDED" if self.accepted else "REJECTED"


def present(return_: Return) -> dict[str, Any]:
    """A return as the API shows it."""
    return {
        "return_id": return_.return_id,
        "order_id": return_.order_id,
        "status": return_.shown,
        "reason": return_.reason,
        "lines": _lines(return_),
        "estimate": return_.estimate.as_dict(),
        "amount": _amount(return_),
        "delivery": return_.delivery.as_dict() if return_.delivery else None,
        "refund": return_.refund.as_dict(),
        "note": return_.note,
        "requested_at": return_.requested_at,
        "photos": list(return_.photos),
    }


def _lines(return_: Return) -> list[dict[str, Any]]:
    """`accepted` is None until an inspector has decided."""
    accepted = return_.accepted_lines if return_.inspection else None
    return [
        {
            "line_id": line,
            "quantity": units,
            "accepted": None if accepted is None else accepted.get(line, 0),
        }
        for line, units in sorted(return_.lines.items())
    ]


def _amount(return_: Return) -> dict[str, Any] | None:
    """What the accepted units were paid with; None while nothing is accepted."""
    if return_.inspection is None or not return_.accepted:
        return None
    grant = return_.inspection.grant
    return (grant.amount if grant else return_.estimate).as_dict()

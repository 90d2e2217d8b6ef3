"""A return: some of an order's delivered units on their way back, and where they are."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from functions.operator.stop import Stop
from functions.order.lines import Quantities
from functions.shared import ids
from functions.shared.money import Money

MOST_PHOTOS = 10


class Stage(StrEnum):
    REQUESTED = "REQUESTED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    CLOSED = "CLOSED"
    """The money is back where it belongs and so are the units, or the return was turned down."""


class InspectionResult(StrEnum):
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"


OPEN = frozenset({Stage.REQUESTED, Stage.ACCEPTED, Stage.REJECTED})


@dataclass(frozen=True)
class Inspection:
    """What the inspector said. `why` is for the shop's own records."""

    result: InspectionResult
    by: str
    at: str
    why: str | None = None


@dataclass(frozen=True)
class Return:
    """`lines` are units by line id, `refund` is what they were paid with; `photos` are the names given out
    for upload; `task_tokens` are of the execution that waits for the decision; `run` numbers executions.
    `settled`: who had it ended by hand (`by`) and `why`; `set_aside`: since when (RFC 3339) the sweep cannot
    look after it.
    """

    return_id: str
    order_id: str
    stage: Stage
    reason: str
    lines: Quantities
    refund: Money
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
    def shown(self) -> str:
        """Its status as a customer is told: a closed return is REFUNDED or REJECTED."""
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
        "lines": [{"line_id": line, "quantity": units} for line, units in sorted(return_.lines.items())],
        "refund": return_.refund.as_dict(),
        "requested_at": return_.requested_at,
        "photos": list(return_.photos),
    }

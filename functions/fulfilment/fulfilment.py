"""Fulfilment rules: who decides what becomes of a confirmed order, what was packed of it, what that costs.

The decision is made once, by whoever writes it first (store.py). What follows from it:

    decision    told to the waiting execution    the order ends
    PACKED      go on                            COMPLETED
    REJECTED    PackingRejected                  CANCELLED rejected-by-shop
    CANCELLED   OrderCancelledByCustomer         CANCELLED cancelled-by-customer
    ABANDONED   NotPackedInTime                  CANCELLED not-packed-in-time

PACKED alone can be overruled, by ABANDONED, when the money for what was packed cannot be taken. Then the
order ends CANCELLED payment-declined if it is no longer held, checkout-failed if something else was wrong.

So a parcel that is packed waits for the warehouse's last word: HAND_OVER once it is paid for, PUT_BACK once
nothing can pay for it any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from functions.order.lines import Quantities
from functions.order.order import Order, Reason
from functions.payment.errors import HoldLost
from functions.shared.errors import BusinessError


class PackingRejected(BusinessError):
    """The warehouse said no."""


class OrderCancelledByCustomer(BusinessError):
    """The customer was quicker than the warehouse."""


class NotPackedInTime(BusinessError):
    """The time to pack is over: the hold on the card would end before the money could be taken."""


class OrderPacked(BusinessError):
    """The order is packed after all: there is nothing to abandon."""


class OrderCompleted(BusinessError):
    """The order is completed after all: there is nothing to abandon."""


class LinesRefused(Exception):
    """What was reported cannot have been packed; the message says what to change."""


class PackingOutcome(StrEnum):
    PACKED = "PACKED"
    REJECTED = "REJECTED"
    CANCELLED = "CANCELLED"
    ABANDONED = "ABANDONED"


class Instruction(StrEnum):
    """What a warehouse is to do with an order that it was offered. The last two are its last word: one of
    them, once."""

    WAIT = "wait"
    HAND_OVER = "hand_over"
    PUT_BACK = "put_back"


LAST_WORDS = frozenset({Instruction.HAND_OVER, Instruction.PUT_BACK})

REFUSALS: dict[PackingOutcome, type[BusinessError]] = {
    PackingOutcome.REJECTED: PackingRejected,
    PackingOutcome.CANCELLED: OrderCancelledByCustomer,
    PackingOutcome.ABANDONED: NotPackedInTime,
}
"""What the waiting execution is told, by decision; it goes on for PACKED alone."""

_REASONS = {
    PackingOutcome.REJECTED: Reason.REJECTED_BY_SHOP,
    PackingOutcome.CANCELLED: Reason.CANCELLED_BY_CUSTOMER,
    PackingOutcome.ABANDONED: Reason.NOT_PACKED_IN_TIME,
}


@dataclass(frozen=True)
class PackingDecision:
    """What was decided and what belongs to it: `lines` are units by line id, for PACKED alone."""

    outcome: PackingOutcome
    lines: Quantities = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True)
class Fulfilment:
    """What is known of one order's fulfilment. Times are RFC 3339: `pack_by`, nothing can be packed later;
    `decided_at`, when it was decided; `asked_at`, when it was last offered. `task_tokens` answer the
    execution that waits, the order's `run`-th. `told` is the warehouse's last word once it was sent, WAIT
    while it is owed, None where nothing was offered yet."""

    order_id: str
    pack_by: str | None = None
    decision: PackingDecision | None = None
    decided_at: str | None = None
    run: int = 0
    task_tokens: tuple[str, ...] = field(default=(), repr=False)
    told: Instruction | None = None
    asked_at: str | None = None

    @property
    def outcome(self) -> PackingOutcome | None:
        return self.decision.outcome if self.decision else None

    @property
    def owed(self) -> bool:
        """Whether the warehouse was asked, and has not had its last word."""
        return self.run > 0 and self.told not in LAST_WORDS

    @property
    def instruction(self) -> Instruction:
        """What the warehouse is to do by what is known here. A refusal is never overruled; what is packed
        waits until its last word was sent."""
        if self.told in LAST_WORDS:
            return self.told
        return Instruction.PUT_BACK if self.outcome in REFUSALS else Instruction.WAIT

    @property
    def why_not(self) -> str:
        """Why nothing is handed over, by the name of the reason for which the order is cancelled."""
        if self.decision is None:
            return ""
        if self.decision.outcome is PackingOutcome.ABANDONED and self.decision.why:
            return self.decision.why
        return _REASONS.get(self.decision.outcome, "")


def pack_by(now: datetime, patience: timedelta, hold_ends: datetime | None, margin: timedelta) -> datetime:
    """When packing has to be over: patience is, or a margin before the hold on the card ends by itself."""
    latest = now + patience
    return latest if hold_ends is None else min(latest, max(now, hold_ends - margin))


def same(decision: PackingDecision, other: PackingDecision) -> bool:
    """Whether a decision repeats another; the words that go with it make no difference."""
    return decision.outcome == other.outcome and decision.lines == other.lines


def packed(order: Order, reported: Sequence[tuple[str, int]] | None) -> PackingDecision:
    """What a warehouse's report of units by line id amounts to; without lines all was packed. Where nothing
    was packed, or nothing that costs anything, the order is rejected: there is nothing to be paid.

    Raises LinesRefused.
    """
    lines = order.ordered if reported is None else _checked(order.ordered, reported)
    if order.value_of(lines).amount <= 0:
        return PackingDecision(PackingOutcome.REJECTED, why="nothing was packed")
    return PackingDecision(PackingOutcome.PACKED, lines)


def _checked(quantities: Quantities, reported: Sequence[tuple[str, int]]) -> Quantities:
    lines: Quantities = {}
    for line_id, units in reported:
        if line_id not in quantities:
            raise LinesRefused(f"line {line_id} is not of this order")
        if line_id in lines:
            raise LinesRefused(f"line {line_id} is reported twice")
        if not 0 <= units <= quantities[line_id]:
            raise LinesRefused(f"line {line_id}: {units} packed of {quantities[line_id]} ordered")
        lines[line_id] = units
    return {line_id: units for line_id, units in sorted(lines.items()) if units}


def reason_for(outcome: PackingOutcome | None, uncaptured: str | None) -> Reason:
    """Why the order is cancelled. `uncaptured` is the error that kept the money from being taken, if that is
    why; it overrules what was packed."""
    if outcome in _REASONS:
        return _REASONS[outcome]
    if uncaptured is None:
        return Reason.NOT_PACKED_IN_TIME
    return Reason.PAYMENT_DECLINED if uncaptured == HoldLost.__name__ else Reason.CHECKOUT_FAILED

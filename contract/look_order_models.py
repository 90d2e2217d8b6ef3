"""What operators' looks at orders answer."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from contract.cart_models import Line
from contract.look_return_models import LookedReturn
from contract.look_stuck_models import Stop
from contract.order_models import DISPUTE, DisputeState, MissingLine
from contract.refund_models import AmountRefund
from contract.shapes import Cursor, Money, OrderId, ReturnId, Shape, Timestamp, Totals, Units, Unreadable
from functions.order.order import Status
from functions.payment.decline import Decline


class OrderedUnits(Shape):
    sku: str
    quantity: Annotated[int, Field(ge=1)]


class FoundOrder(Shape):
    order_id: OrderId
    owner: str
    status: Annotated[Status, Field(description="As machines know it, CANCELLING and FULFILLING included")]
    reason: str | None
    version: Annotated[int, Field(ge=1, description="The number of its last event")]
    placed_at: Timestamp
    lines: list[OrderedUnits]
    total: Money
    to_pay: Money
    charged: Money
    credited: Money
    refunded: Money
    stuck_since: Annotated[
        Timestamp | None, Field(description="Since when it stands before an operator; null if it does not")
    ]


class FoundOrders(Shape):
    orders: Annotated[list[FoundOrder], Field(description="The newest first")]
    unreadable: Unreadable
    next_cursor: Cursor


class LogEntry(Shape):
    number: Annotated[int, Field(ge=1)]
    type: str
    at: Timestamp
    data: dict[str, Any]


class Execution(Shape):
    machine: Literal["checkout", "fulfilment", "return", "refund"]
    name: str


CODES = Field(description="Those that were applied")


class OrderState(Shape):
    owner: str
    status: Status
    reason: str | None
    version: Annotated[int, Field(ge=1)]
    missing: list[MissingLine]
    total: Money
    to_pay: Money
    charged: Money
    credited: Money
    refunded: Money
    placed_at: Timestamp
    confirmed_at: Timestamp | None
    lines: list[Line]
    totals: Totals
    codes: Annotated[list[str], CODES]
    delivered: Units
    returned: Annotated[Units, Field(description="Announced to come back, or back")]
    dispute: Annotated[DisputeState | None, Field(description=DISPUTE)]


class OrderAt(OrderState):
    """What the first events of an order's log add up to."""

    order_id: OrderId
    latest_version: Annotated[int, Field(ge=1)]
    at: Timestamp
    events: list[LogEntry]


class HeldUnits(Shape):
    sku: str
    shard: int
    quantity: int


class HeldCredit(Shape):
    owner: Annotated[str, Field(description="In whose account")]
    amount: Annotated[int, Field(ge=1, description="Minor units")]


class HeldUse(Shape):
    code: str
    customer: str
    most: Annotated[int, Field(ge=1, description="How often one customer may use it")]


class Reservation(Shape):
    order_id: OrderId
    state: Literal["HELD", "SOLD", "RELEASED"]
    units: list[HeldUnits]
    returned: list[ReturnId]
    credit: Annotated[HeldCredit | None, Field(description="Held for it until it is completed, or given up")]
    uses: Annotated[list[HeldUse], Field(description="Uses of codes that count for its customer")]


class PackingDecision(Shape):
    decision: str
    lines: Units
    why: str | None


class Fulfilment(Shape):
    pack_by: Timestamp | None
    decision: PackingDecision | None
    told: str | None


class AtProvider(Shape):
    status: str
    held: bool
    captured: Annotated[int, Field(description="In minor units")]
    refunded: Annotated[int, Field(description="In minor units")]


class PaymentLedger(Shape):
    state: str
    intent_id: str | None
    decline: Annotated[Decline | None, Field(description="Why it was declined, where that is known")]
    entries: Annotated[list[dict[str, Any]], Field(description="The first first; amounts in minor units")]
    refunded_by_hand: Annotated[dict[str, Any], Field(description="By the refund's id at the provider")] = (
        Field(default_factory=dict)
    )
    disputes: Annotated[dict[str, Any], Field(description="By the dispute's id at the provider")] = Field(
        default_factory=dict
    )
    given_back_outside: dict[str, int] = Field(default_factory=dict)
    left: Annotated[
        int | None,
        Field(description="What may still be given back, in minor units; null before anything was captured"),
    ]
    provider: AtProvider | None


class WholeOrder(Shape):
    """All that is known of an order. Where its head cannot be read, its own members are missing."""

    model_config = ConfigDict(extra="forbid")

    order_id: OrderId
    owner: str = ""
    status: Status = Status.PENDING
    reason: str | None = None
    version: Annotated[int, Field(ge=1)] = 1
    missing: list[MissingLine] = Field(default_factory=list)
    total: Money | None = None
    to_pay: Money | None = None
    charged: Money | None = None
    credited: Money | None = None
    refunded: Money | None = None
    placed_at: Timestamp | None = None
    confirmed_at: Timestamp | None = None
    lines: list[Line] = Field(default_factory=list)
    totals: Totals = Field(default_factory=list)
    codes: Annotated[list[str], CODES] = Field(default_factory=list)
    delivered: Units = Field(default_factory=dict)
    returned: Units = Field(default_factory=dict)
    dispute: DisputeState | None = None
    events: list[LogEntry]
    reservation: Reservation | None
    fulfilment: Fulfilment | None
    payment: PaymentLedger | None
    stuck: Stop | None
    settled: dict[str, str] | None
    returns: list[LookedReturn]
    refunds: Annotated[list[AmountRefund], Field(description="Of an amount, by an operator; the first first")]
    executions: list[Execution]
    unreadable: Annotated[dict[str, str], Field(description="Why, by the part that is missing")] = Field(
        default_factory=dict
    )


class GivenBack(Shape):
    order_id: OrderId
    number: Annotated[int, Field(ge=1, description="Of the event in the order's log")]
    type: Literal["ReturnRefunded", "AmountRefunded", "OrderRefunded", "OrderRefundFailed"]
    at: Timestamp
    data: dict[str, Any]


class RefundList(Shape):
    refunds: Annotated[list[GivenBack], Field(description="The newest first")]
    unreadable: Unreadable
    next_cursor: Cursor

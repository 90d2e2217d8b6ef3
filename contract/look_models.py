"""What operators' looks are answered. Handlers build these shapes as plain dictionaries; tests hold the two
together."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from contract.models import (
    Line,
    MissingLine,
    Money,
    OrderId,
    Return,
    ReturnId,
    ReturnLine,
    Shape,
    Timestamp,
)
from contract.operator_models import Decision
from functions.order.order import Status

Units = Annotated[dict[str, int], Field(description="Units by line_id")]
Cursor = Annotated[str | None, Field(description="For the next page; null on the last")]


class NotRead(Shape):
    id: str
    error: Annotated[str, Field(description="Which attribute, or which class of error; never what is in it")]


Unreadable = Annotated[list[NotRead], Field(description="What is stored and cannot be read")]


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
    charged: Money
    refunded: Money


class FoundOrders(Shape):
    orders: Annotated[list[FoundOrder], Field(description="The newest first")]
    unreadable: Unreadable
    next_cursor: Cursor


class LogEntry(Shape):
    number: Annotated[int, Field(ge=1)]
    type: str
    at: Timestamp
    data: dict[str, Any]


class Stop(Shape):
    """What was tried, why it failed, and what an operator said to it."""

    error: str
    cause: str
    at: Annotated[Timestamp, Field(description="When it was put before an operator")]
    execution: str
    state: Annotated[str | None, Field(description="The state that failed; null where that is not known")]
    attempts: int | None
    since: Timestamp | None
    answer: "Answered | None"


class Answered(Shape):
    verdict: Literal["RETRY", "SETTLED"]
    by: str
    at: Timestamp
    why: str


class StuckOne(Stop):
    id: Annotated[str, Field(description="An order's or a return's")]
    status: str


class SetAside(Shape):
    """What the sweep could not look after."""

    id: str
    error: str
    since: Timestamp
    last: Timestamp
    times: Annotated[int, Field(ge=1)]


class StuckList(Shape):
    stuck: Annotated[list[StuckOne], Field(description="Those that have waited longest first")]
    set_aside: list[SetAside]
    unreadable: Unreadable
    next_cursor: Cursor


class LookedReturn(Return):
    """A return as an inspector sees it."""

    stage: Literal["REQUESTED", "ACCEPTED", "REJECTED", "CLOSED", "REOPENED"]
    stuck: Stop | None
    settled: dict[str, str] | None


class ReturnList(Shape):
    returns: list[LookedReturn]
    unreadable: Unreadable
    next_cursor: Cursor


class InspectedLine(ReturnLine):
    name: str


class ReturnPhoto(Shape):
    name: str
    bytes: Annotated[int, Field(ge=1)]
    uploaded_at: Timestamp
    link: Annotated[str, Field(description="Shows it to whoever holds the link, until it expires")]
    expires_at: Timestamp


class WholeReturn(LookedReturn):
    """A return with what its inspector decides by, and what was decided."""

    lines: list[InspectedLine]  # type: ignore[assignment]
    decision: Decision | None
    refunded: Annotated[
        Literal["CLAIMED", "DONE"] | None,
        Field(description="CLAIMED: the money is on its way; null before its refund was begun"),
    ]
    photos: Annotated[  # type: ignore[assignment]
        list[ReturnPhoto], Field(description="Those that were uploaded; none a year later")
    ]


class Execution(Shape):
    machine: Literal["checkout", "fulfilment", "return"]
    name: str


class OrderState(Shape):
    owner: str
    status: Status
    reason: str | None
    version: Annotated[int, Field(ge=1)]
    missing: list[MissingLine]
    total: Money
    charged: Money
    refunded: Money
    placed_at: Timestamp
    confirmed_at: Timestamp | None
    lines: list[Line]
    delivered: Units
    returned: Annotated[Units, Field(description="Announced to come back, or back")]


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


class Reservation(Shape):
    order_id: OrderId
    state: Literal["HELD", "SOLD", "RELEASED"]
    units: list[HeldUnits]
    returned: list[ReturnId]


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
    entries: Annotated[list[dict[str, Any]], Field(description="The first first; amounts in minor units")]
    refunded_by_hand: Annotated[dict[str, Any], Field(description="By the refund's id at the provider")] = (
        Field(default_factory=dict)
    )
    given_back_outside: dict[str, int] = Field(default_factory=dict)
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
    charged: Money | None = None
    refunded: Money | None = None
    placed_at: Timestamp | None = None
    confirmed_at: Timestamp | None = None
    lines: list[Line] = Field(default_factory=list)
    delivered: Units = Field(default_factory=dict)
    returned: Units = Field(default_factory=dict)
    events: list[LogEntry]
    reservation: Reservation | None
    fulfilment: Fulfilment | None
    payment: PaymentLedger | None
    stuck: Stop | None
    settled: dict[str, str] | None
    returns: list[LookedReturn]
    executions: list[Execution]
    unreadable: Annotated[dict[str, str], Field(description="Why, by the part that is missing")] = Field(
        default_factory=dict
    )


class GraphState(Shape):
    name: str
    type: str
    comment: str | None


class GraphEdge(Shape):
    source: Annotated[str, Field(alias="from")]
    target: Annotated[str, Field(alias="to")]
    when: Literal["next", "choice", "default", "error"]
    errors: Annotated[list[str], Field(description="Names of errors that are caught this way")]


class GraphAttempt(Shape):
    attempt: Annotated[int, Field(ge=1)]
    at: Timestamp
    ended_at: Timestamp | None
    outcome: Literal["running", "succeeded", "failed"]
    error: str | None
    cause: str | None
    next_try_by: Annotated[
        Timestamp | None, Field(description="When it is tried again, at the latest; null if it is not")
    ]


class GraphVisit(Shape):
    state: Annotated[str | None, Field(description="null where the history is cut within it")]
    entered_at: Timestamp
    left_at: Timestamp | None
    outcome: Literal["running", "succeeded", "failed"]
    attempts: list[GraphAttempt]


class GraphExecution(Shape):
    machine: Literal["checkout", "fulfilment", "return"]
    name: str
    status: Literal["RUNNING", "SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT"]
    started_at: Timestamp | None
    ended_at: Timestamp | None
    start: Annotated[str, Field(description="The state it starts at")]
    states: list[GraphState]
    edges: list[GraphEdge]
    visits: list[GraphVisit]
    cut: Annotated[bool, Field(description="Whether the history is longer: its beginning is missing")]


class OrderGraph(Shape):
    order_id: OrderId
    status: Status | None
    executions: list[GraphExecution]
    cut: Annotated[bool, Field(description="Whether there are more executions")]


class GivenBack(Shape):
    order_id: OrderId
    number: Annotated[int, Field(ge=1, description="Of the event in the order's log")]
    type: Literal["ReturnRefunded", "OrderRefunded", "OrderRefundFailed"]
    at: Timestamp
    data: dict[str, Any]


class RefundList(Shape):
    refunds: Annotated[list[GivenBack], Field(description="The newest first")]
    unreadable: Unreadable
    next_cursor: Cursor


class SkuStock(Shape):
    """received = available + held + sold, always."""

    sku: str
    name: str
    withdrawn: bool
    available: int
    held: int
    sold: int
    received: int
    shards: int
    active: Annotated[int, Field(description="Shards that orders start from")]


class StockList(Shape):
    stock: Annotated[list[SkuStock], Field(description="By SKU")]
    next_cursor: Cursor


class JournalEntry(Shape):
    at: Timestamp
    by: str
    action: str
    target: str
    why: str
    what: dict[str, Any]


class Journal(Shape):
    entries: Annotated[list[JournalEntry], Field(description="The newest first")]
    unreadable: Unreadable
    next_cursor: Cursor


class Breaker(Shape):
    circuit: Literal["CLOSED", "OPEN", "HALF_OPEN"]
    opened_at: Timestamp | None
    probes_from: Annotated[
        Timestamp | None, Field(description="Until then every new checkout is refused, then a few are let in")
    ]
    failures: int


class DeadLetters(Shape):
    queue: str
    messages: int = 0
    oldest_seconds: Annotated[int | None, Field(description="Of the ten looked at")] = None
    first_error: str | None = None
    redrive: Annotated[str, Field(description="How its messages are worked on again")] = ""
    unreadable: str = ""


class DeadLetterList(Shape):
    queues: list[DeadLetters]


class Waited(Shape):
    """How long something took, of so many."""

    count: int
    p50_ms: int | None
    p90_ms: int | None
    p99_ms: Annotated[
        int | None, Field(description="The upper end of a box of a fixed histogram; null beyond the last")
    ]


class MeasuredHour(Shape):
    """Orders that were placed in an hour, by what had become of them when they were counted."""

    hour: Timestamp
    counted_at: Timestamp
    placed: int
    outcomes: Annotated[dict[str, int], Field(description="By status")]
    reasons: Annotated[dict[str, int], Field(description="Of those cancelled, of the newest thousand")]
    sampled: Annotated[int, Field(description="Orders whose steps were looked at")]
    checkout: Annotated[Waited, Field(description="Whole checkouts that went well, of those looked at")]


class MeasuredStep(Waited):
    """How long a state of a machine took, or (`checkout`) a whole checkout that went well."""

    step: str


class StuckCounts(Shape):
    """Each counted up to a thousand."""

    orders: int
    returns: int
    set_aside: int


class QueueMeasure(Shape):
    queue: str
    waiting: int | None
    in_flight: int | None
    held_back: int | None
    oldest_seconds: Annotated[int | None, Field(description="As CloudWatch measured it last, if it did")]
    unreadable: str = ""


class Measures(Shape):
    hours: Annotated[list[MeasuredHour], Field(description="The newest first")]
    steps: list[MeasuredStep]
    stuck: StuckCounts
    breaker: Breaker
    queues: list[QueueMeasure]
    unreadable: Unreadable

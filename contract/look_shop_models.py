"""What operators' looks at the shop itself answer: stock, the journal, the circuit, measures, sales."""

from typing import Annotated, Any, Literal

from pydantic import Field

from contract.shapes import Cursor, Money, Shape, Timestamp, Unreadable


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
    counted_at: Annotated[
        Timestamp | None, Field(description="null where nobody has counted it yet: nothing is known of it")
    ]
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
    refunds: int
    set_aside: int


class QueueMeasure(Shape):
    queue: str
    waiting: int | None
    in_flight: int | None
    held_back: int | None
    oldest_seconds: Annotated[
        int | None,
        Field(
            description="As CloudWatch measured it last; null of an empty queue, and where queues are not "
            "measured (the local run)"
        ),
    ]
    age_known: Annotated[
        bool, Field(description="false where something lies there, and nobody knows for how long")
    ]
    unreadable: str = ""


class Measures(Shape):
    hours: Annotated[
        list[MeasuredHour], Field(description="One after the other, this hour first; none is left out")
    ]
    steps: list[MeasuredStep]
    stuck: StuckCounts
    breaker: Breaker
    queues: list[QueueMeasure]
    unreadable: Unreadable


class Sold(Shape):
    """Orders that were confirmed on a day, with all that has become of them since: what they were ordered
    for, what cards were charged, and what of that was given back, whenever that was."""

    orders: Annotated[int, Field(ge=0)]
    ordered: Money
    charged: Money
    refunded: Money


class DaySold(Sold):
    day: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$", description="UTC")]
    counted_at: Annotated[Timestamp, Field(description="What became of its orders later is not in it yet")]
    unreadable: Annotated[int, Field(ge=0, description="Orders that are in no sum: they cannot be read")]


class Sales(Sold):
    """The sums are those of `days`."""

    first: Annotated[str, Field(alias="from")]
    last: Annotated[str, Field(alias="to")]
    days: Annotated[list[DaySold], Field(description="The first first")]
    not_counted: Annotated[
        list[str],
        Field(description="Days of which nothing is known: to come, or counted by nobody yet"),
    ]
    unreadable: Unreadable

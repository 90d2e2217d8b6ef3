"""A dashboard for each promise: what says that it is kept, and what it hangs on.

Functions and tables are found by a search for the names that their stacks give them, so that whatever is new
appears by itself; machines and queues are named, since each has a graph of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from functions.shared.observe import UNEXPECTED
from infra.watch.measure import MOST, SUM, Measure, of_api, of_queue, ours
from infra.watch.objectives import IN_TIME_MS
from infra.watch.symptoms import OLDEST, WAITING

STACKS = "PaidOnce"
"""What the name of everything begins with that the stacks name."""
MINUTES = 5
WIDTH, HEIGHT = 12, 6
PERCENTILES = ("p50", "p90", "p99")

Row = list[Any]


@dataclass(frozen=True)
class Graph:
    title: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Named:
    """What the graphs name, by construct: ARNs of machines, names of queues."""

    machines: Mapping[str, str]
    queues: Mapping[str, str]
    dead_letters: Mapping[str, str]


def dashboards(named: Named) -> dict[str, list[Graph]]:
    """By the promise."""
    return {
        "ChargedOnce": _charged_once(),
        "NeverOversold": _never_oversold(),
        "EveryCheckoutEnds": _every_checkout_ends(named),
        "AnyServer": _any_server(named),
        "Speed": _speed(named),
    }


def body(graphs: Sequence[Graph], region: str) -> dict[str, Any]:
    """Two graphs in a row."""
    return {"widgets": [_widget(number, graph, region) for number, graph in enumerate(graphs)]}


def _widget(number: int, graph: Graph, region: str) -> dict[str, Any]:
    return {
        "type": "metric",
        "x": number % 2 * WIDTH,
        "y": number // 2 * HEIGHT,
        "width": WIDTH,
        "height": HEIGHT,
        "properties": {
            "title": graph.title,
            "metrics": list(graph.rows),
            "region": region,
            "view": "timeSeries",
            "period": MINUTES * 60,
        },
    }


def _rows(*measures: Measure) -> list[Row]:
    return [one.as_row() for one in measures]


def _each(name: str, dimension: str, values: Sequence[str]) -> list[Row]:
    return _rows(*(ours(name, **{dimension: value}) for value in values))


def _search(namespace: str, dimensions: str, metric: str, statistic: str) -> Row:
    """Of everything that our stacks have named."""
    found = f'{{{namespace},{dimensions}}} MetricName="{metric}" {STACKS}'
    return [{"expression": f"SEARCH('{found}', '{statistic}', {MINUTES * 60})"}]


def _charged_once() -> list[Graph]:
    return [
        Graph("Audit: promises found broken", _rows(ours("AuditViolations", MOST))),
        Graph("Payments that differ from the provider's, to an operator", _rows(ours("PaymentsToOperator"))),
        Graph("Payments that differ from the provider's, by class", _mismatches()),
        Graph(
            "Payments undone late, refused, forgone",
            _rows(ours("LatePaymentsUndone"), ours("PaymentsRefused"), ours("CapturesForgone")),
        ),
        Graph("Refunds by hand, and such as failed", _rows(ours("RefundsByHand"), ours("RefundsFailed"))),
        Graph(
            "Declined cards, and checkouts refused for too many of them",
            [*_cancelled("payment-declined"), *_each("CheckoutsRefused", "why", ("too-many-declines",))],
        ),
        Graph("Disputes", _each("Disputes", "state", DISPUTES)),
        Graph("Events refused as the provider's", _rows(ours("WebhooksRefused"))),
        Graph("The provider's circuit", _each("PaymentCircuitMoved", "to", ("open", "half_open", "closed"))),
    ]


def _mismatches() -> list[Row]:
    search = f"SEARCH('{{PaidOnce,mismatch}} MetricName=\"PaymentMismatches\"', '{SUM}', {MINUTES * 60})"
    return [[{"expression": search}]]


DISPUTES = ("INQUIRY", "OPEN", "WON", "LOST", "CLOSED")


def _never_oversold() -> list[Graph]:
    refused = _each("CheckoutsRefused", "why", ("out-of-stock",))
    used_up = _each("CheckoutsRefused", "why", ("code-used-up",))
    short = _each("CheckoutsRefused", "why", ("credit-short",))
    return [
        Graph("Audit: promises found broken", _rows(ours("AuditViolations", MOST))),
        Graph("Refused at the door, or out of stock after it", [*refused, *_cancelled("out-of-stock")]),
        Graph("Refused at the door, or a code used up after it", [*used_up, *_cancelled("code-used-up")]),
        Graph("Refused at the door, or short of credit after it", [*short, *_cancelled("credit-short")]),
        Graph(
            "Own prices: not quoted, checkouts refused for it",
            [
                *_each("PricesNotQuoted", "why", ("silent", "wrong")),
                *_each("CheckoutsRefused", "why", ("prices-unavailable",)),
            ],
        ),
        Graph("Looked at too slowly at the door", _rows(ours("CheckoutsNotLookedAt"))),
        Graph("Stock or products that cannot be read", _rows(ours("StockNotRead"), ours("ProductsNotRead"))),
        Graph(
            "Conflicts of transactions",
            [_search("AWS/DynamoDB", "TableName", "TransactionConflict", SUM)],
        ),
    ]


def _cancelled(*reasons: str) -> list[Row]:
    return _each("OrdersCancelled", "reason", reasons)


def _every_checkout_ends(named: Named) -> list[Graph]:
    stuck = [ours(name, MOST) for name in ("StuckOrders", "StuckReturns", "StuckRefunds", "SetAside")]
    executions = ("ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut")
    return [
        Graph(
            "Orders: confirmed, completed, cancelled",
            [
                *_rows(ours("OrdersConfirmed"), ours("OrdersCompleted")),
                *_cancelled("payment-declined", "out-of-stock", "checkout-failed", "cancelled-by-customer"),
                *_cancelled("rejected-by-shop", "not-packed-in-time", "code-used-up", "credit-short"),
            ],
        ),
        Graph("Before an operator, or set aside", _rows(*stuck)),
        Graph(
            "Parked",
            _rows(*map(ours, ("OrdersParked", "ReturnsParked", "RefundsParked", "SubjectsNotSwept"))),
        ),
        Graph(
            "Started again by the sweep, or put off",
            _rows(*map(ours, ("OrdersSwept", "ReturnsSwept", "RefundsSwept", "SubjectsPutOff"))),
        ),
        Graph(
            "Packing: given up, too late",
            [
                *_rows(ours("PackingsAbandoned")),
                *_each("PackingReportsTooLate", "decided", ("CANCELLED", "ABANDONED", "time")),
            ],
        ),
        Graph("Returns closed", _each("ReturnsClosed", "outcome", ("REFUNDED", "REJECTED"))),
        Graph("Amounts given back", _each("RefundsClosed", "to", ("card", "credit"))),
        *(
            Graph(f"Executions of {name}", [_of_machine(one, arn).as_row() for one in executions])
            for name, arn in named.machines.items()
        ),
        Graph("Dead letters", _rows(*(of_queue(WAITING, one) for one in named.dead_letters.values()))),
    ]


def _of_machine(metric: str, arn: str, statistic: str = SUM) -> Measure:
    return Measure(metric, statistic, (("StateMachineArn", arn),), "AWS/States")


def _any_server(named: Named) -> list[Graph]:
    lambda_ = "AWS/Lambda"
    return [
        Graph("Functions: errors", [_search(lambda_, "FunctionName", "Errors", SUM)]),
        Graph("Functions: throttled", [_search(lambda_, "FunctionName", "Throttles", SUM)]),
        Graph("Functions: at once", [_search(lambda_, "FunctionName", "ConcurrentExecutions", MOST)]),
        Graph("Session data out of reach", _rows(ours("SessionDataOutOfReach"))),
        Graph("Tables: throttled", [_search("AWS/DynamoDB", "TableName", one, SUM) for one in _THROTTLED]),
        Graph("Tables: units written", [_search("AWS/DynamoDB", "TableName", _WRITTEN, SUM)]),
        Graph("Tables: units read", [_search("AWS/DynamoDB", "TableName", _READ, SUM)]),
        Graph(
            "Machines: throttled",
            [_of_machine("ExecutionThrottled", arn).as_row() for arn in named.machines.values()],
        ),
        Graph("Queues: waiting", _rows(*(of_queue(WAITING, one) for one in named.queues.values()))),
        Graph("Broken in our own code: a release is taken back", _rows(ours(UNEXPECTED))),
        Graph(
            "Told late or not at all",
            _rows(ours("EventBatchesNotPublished"), ours("OrdersNotPushed"), ours("ConnectionsDismissed")),
        ),
        Graph(
            "Written and not understood",
            _rows(ours("RecordsNotUnderstood"), ours("OrdersNotProjected"), ours("OrdersNotListed")),
        ),
    ]


_THROTTLED = ("ReadThrottleEvents", "WriteThrottleEvents")
_WRITTEN, _READ = "ConsumedWriteCapacityUnits", "ConsumedReadCapacityUnits"


def _speed(named: Named) -> list[Graph]:
    in_time = ours("CheckoutTime", f"PR(:{IN_TIME_MS})")
    queues = named.queues.values()
    return [
        Graph("From POST to CONFIRMED, in ms", [ours("CheckoutTime", one).as_row() for one in PERCENTILES]),
        Graph(f"Confirmed within {IN_TIME_MS // 1000} s, in percent", _rows(in_time)),
        Graph("API: latency in ms", [of_api("Latency", one).as_row() for one in PERCENTILES]),
        Graph("API: requests and errors", _rows(*map(of_api, ("Count", "4XXError", "5XXError")))),
        Graph("Queues: age of the oldest, in s", [of_queue(OLDEST, one).as_row() for one in queues]),
        Graph("Streams: how far behind, in ms", [_search("AWS/Lambda", "FunctionName", "IteratorAge", MOST)]),
        Graph("Functions: duration in ms", [_search("AWS/Lambda", "FunctionName", "Duration", "p99")]),
        *(
            Graph(
                f"Executions of {name}, in ms",
                [_of_machine("ExecutionTime", arn, one).as_row() for one in PERCENTILES],
            )
            for name, arn in named.machines.items()
        ),
        Graph("Catalog: served from an old copy", _rows(ours("CatalogStale"))),
    ]

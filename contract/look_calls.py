"""Every call by which operators look, and change nothing."""

from typing import Any

from pydantic import BaseModel

from contract.call import CURSOR, ORDER_ID, RETURN_ID, Call, Success
from contract.credit_models import OwnersCredit
from contract.look_graph_models import OrderGraph
from contract.look_order_models import FoundOrders, OrderAt, RefundList, WholeOrder
from contract.look_return_models import ReturnList, WholeReturn
from contract.look_shop_models import Breaker, Journal, Measures, Sales, StockList
from contract.look_stuck_models import DeadLetterList, StuckList
from contract.operator_calls import OWNER
from contract.operator_models import JobList, SessionKeys
from functions.operations.api_ops import LONGEST_TARGET
from functions.operations.api_ops_measures import DEFAULT_HOURS, MAX_DAYS, MAX_HOURS
from functions.operations.api_ops_orders import LONGEST_WANTED
from functions.operations.list_returns import State
from functions.operations.looks import DEFAULT_LIMIT, MAX_LIMIT
from functions.order.order import Status

Parameter = dict[str, Any]


def _query(name: str, description: str, **schema: Any) -> Parameter:
    return {"name": name, "in": "query", "description": description, "schema": schema}


LIMIT = _query(
    "limit",
    "How many a page has at most",
    type="integer",
    minimum=1,
    maximum=MAX_LIMIT,
    default=DEFAULT_LIMIT,
)
PAGED = [LIMIT, CURSOR]
STATUS = _query("status", "Orders of this status alone", type="string", enum=[one.value for one in Status])
WANTED = _query(
    "q",
    "What to find: the id of an order (ord_...), of a return (ret_...) or of a payment at the provider "
    "(pi_...), the last four characters of an order's, or the e-mail address an order was placed with, whole",
    type="string",
    minLength=1,
    maxLength=LONGEST_WANTED,
)
FROM = _query("from", "Placed at this time or later; RFC 3339, or a date", type="string")
TO = _query("to", "Placed before this time; RFC 3339, or a date", type="string")
STATE = _query(
    "state",
    "The stage they are at, or STUCK: before an operator",
    type="string",
    enum=[one.value for one in State],
    default=State.REQUESTED.value,
)
DATE = {"type": "string", "format": "date"}
DAY = _query("day", "A UTC day; today if none is given", **DATE)
TARGET = _query(
    "target",
    "Of this alone (an order, a return, a SKU, a queue), on whatever day",
    type="string",
    minLength=1,
    maxLength=LONGEST_TARGET,
)
HOURS = _query(
    "hours",
    "How many hours back",
    type="integer",
    minimum=1,
    maximum=MAX_HOURS,
    default=DEFAULT_HOURS,
)
SOLD_FROM = _query("from", "The first UTC day; six days before the last if none is given", **DATE)
SOLD_TO = _query("to", f"The last UTC day, today if none is given; at most {MAX_DAYS} in all", **DATE)
VERSION = {
    "name": "version",
    "in": "path",
    "required": True,
    "description": "The number of an event of its log",
    "schema": {"type": "integer", "minimum": 1, "maximum": 999_999_999},
}
ONLY = {403: ["operators-only"]}
NARROWED = {422: ["invalid-request"]}
BROKEN = {409: ["not-possible"]}
UNKNOWN = {404: ["not-found"]}


def _look(
    path: str,
    name: str,
    summary: str,
    shape: type[BaseModel],
    said: str,
    parameters: list[Parameter] | None = None,
    problems: dict[int, list[str]] | None = None,
) -> Call:
    found = ONLY | BROKEN | (problems or {})
    return Call("get", path, name, summary, {200: Success(shape, said)}, found, parameters or [])


LOOKS = [
    _look(
        "/ops/orders",
        "findOrders",
        "Orders by status and time, or by an id, its end or an address; the newest first",
        FoundOrders,
        "A page of orders",
        [STATUS, WANTED, FROM, TO, *PAGED],
        NARROWED | {503: ["try-again", "payments-not-configured"]},
    ),
    _look(
        "/ops/orders/{order_id}",
        "lookAtOrder",
        "All that is known of an order",
        WholeOrder,
        "The order, from every table and from the provider",
        [ORDER_ID],
        UNKNOWN | {503: ["try-again", "payments-not-configured"]},
    ),
    _look(
        "/ops/orders/{order_id}/at/{version}",
        "lookAtOrderThen",
        "An order as it was at any version, by its log",
        OrderAt,
        "The order as it was",
        [ORDER_ID, VERSION],
        UNKNOWN | NARROWED,
    ),
    _look(
        "/ops/orders/{order_id}/graph",
        "lookAtGraph",
        "The machines an order went through, and its way through each",
        OrderGraph,
        "Its executions",
        [ORDER_ID],
        UNKNOWN,
    ),
    _look(
        "/ops/stuck",
        "listStuck",
        "What stands before an operator",
        StuckList,
        "A page of what waits, the longest waiting first",
        PAGED,
        NARROWED,
    ),
    _look(
        "/ops/returns",
        "findReturns",
        "Returns by the stage they are at",
        ReturnList,
        "A page of returns",
        [STATE, *PAGED],
        NARROWED,
    ),
    _look(
        "/ops/returns/{return_id}",
        "lookAtReturn",
        "All that an inspector needs of a return",
        WholeReturn,
        "The return, with links to its photos",
        [RETURN_ID],
        UNKNOWN,
    ),
    _look(
        "/ops/refunds",
        "listRefunds",
        "What was given back, and what of it failed",
        RefundList,
        "A page of refunds",
        PAGED,
        NARROWED,
    ),
    _look(
        "/ops/stock",
        "listStock",
        "The stock, SKU by SKU",
        StockList,
        "A page of SKUs",
        PAGED,
        NARROWED,
    ),
    _look(
        "/ops/journal",
        "listChanges",
        "What was changed by hand: by whom, when and why",
        Journal,
        "A page of changes, the newest first",
        [DAY, TARGET, *PAGED],
        NARROWED,
    ),
    _look(
        "/ops/jobs",
        "listJobs",
        "The jobs that were asked for, and how far each is",
        JobList,
        "A page of jobs, the newest first",
        PAGED,
        NARROWED,
    ),
    _look("/ops/keys", "listKeys", "The keys that sign sessions", SessionKeys, "Ids and times"),
    _look(
        "/ops/credit/{owner}",
        "lookAtCredit",
        "The credit of any owner",
        OwnersCredit,
        "The account, with a page of its entries, the newest first",
        [OWNER, *PAGED],
        NARROWED | UNKNOWN,
    ),
    _look("/ops/breaker", "lookAtBreaker", "The payment provider's circuit", Breaker, "Where it stands"),
    _look(
        "/ops/measures",
        "lookAtMeasures",
        "How the shop does",
        Measures,
        "Outcomes by hour, steps, queues, what stands still",
        [HOURS],
        NARROWED,
    ),
    _look(
        "/ops/sales",
        "lookAtSales",
        "What was sold, day by day",
        Sales,
        "The days that were counted, and all of them together",
        [SOLD_FROM, SOLD_TO],
        NARROWED,
    ),
    _look(
        "/ops/dead-letters",
        "listDeadLetters",
        "Every dead-letter queue, and what is in it",
        DeadLetterList,
        "The queues, by name",
    ),
]

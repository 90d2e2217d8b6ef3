"""The functions behind operators' looks (GET /ops/...). They read, and change nothing."""

from infra.parts.acknowledge import acknowledge, shown
from infra.parts.actions import (
    BATCH_GET,
    DESCRIBE_MACHINE_OF_EXECUTION,
    FIND_QUEUE,
    GET,
    LIST_OBJECTS,
    QUERY,
    READ_HISTORY,
    READ_METRICS,
    READ_OBJECT,
    READ_QUEUE,
    READ_SECRET,
    RECEIVE_MESSAGE,
    SCAN,
)
from infra.parts.functions import Function
from infra.parts.payment_keys import may_ask_provider
from infra.parts.queues import WorkQueue
from infra.settings import Settings
from infra.stacks.data import DataStack
from infra.stacks.operations import OperationsStack
from infra.stacks.operations_measures import Machines, allow_executions


def add_looks(
    operations: OperationsStack, *, data: DataStack, machines: Machines, settings: Settings
) -> None:
    """After all other stacks but the API's: all queues are looked at."""
    orders = _orders(operations, data, settings)
    for path in ("/ops/orders", "/ops/orders/{order_id}", "/ops/orders/{order_id}/at/{version}"):
        operations.route(f"GET {path}", orders)
    operations.route("GET /ops/orders/{order_id}/graph", _graph(operations, data, machines))
    lists = _lists(operations, data)
    for name in ("stuck", "returns", "refunds", "stock", "journal", "jobs", "breaker"):
        operations.route(f"GET /ops/{name}", lists)
    operations.route("GET /ops/credit/{owner}", lists)
    operations.route("GET /ops/returns/{return_id}", _return(operations, data))
    measures = _measures(operations, data)
    operations.route("GET /ops/measures", measures)
    operations.route("GET /ops/sales", measures)
    operations.route("GET /ops/dead-letters", measures)


def _orders(operations: OperationsStack, data: DataStack, settings: Settings) -> Function:
    function = operations.make(
        "OpsOrders",
        "functions.operations.api_ops_orders.handle",
        ORDERS_TABLE=data.orders.table_name,
        ORDER_VIEWS_TABLE=data.order_views.table_name,
        PAYMENTS_TABLE=data.payments.table_name,
        FULFILMENTS_TABLE=data.fulfilments.table_name,
        STOCK_TABLE=data.stock.table_name,
        SESSION_KEYS_SECRET=data.session_keys.secret_arn,
    )
    may_ask_provider(function, settings)
    function.allow([GET, QUERY, BATCH_GET], data.orders.table_arn)
    views = data.order_views.table_arn
    function.allow([QUERY], *(f"{views}/index/{name}" for name in ("by_status", "by_email", "by_ending")))
    function.allow([BATCH_GET], views)
    function.allow([GET], data.payments.table_arn, data.fulfilments.table_arn, data.stock.table_arn)
    function.allow([READ_SECRET], data.session_keys.secret_arn)
    return function


def _graph(operations: OperationsStack, data: DataStack, machines: Machines) -> Function:
    function = operations.make(
        "OrdersGraph", "functions.operations.api_orders_graph.handle", ORDERS_TABLE=data.orders.table_name
    )
    function.allow([QUERY], data.orders.table_arn)
    for name, machine in machines.items():
        function.add_environment(name, machine.live)
        allow_executions(function, machine, READ_HISTORY, DESCRIBE_MACHINE_OF_EXECUTION)
    return function


def _lists(operations: OperationsStack, data: DataStack) -> Function:
    function = operations.make(
        "Operations",
        "functions.operations.api_ops.handle",
        ORDERS_TABLE=data.orders.table_name,
        CATALOG_TABLE=data.catalog.table_name,
        STOCK_TABLE=data.stock.table_name,
        IDEMPOTENCY_TABLE=data.idempotency.table_name,
        CREDITS_TABLE=data.credits.table_name,
        JOURNAL_TABLE=data.journal.table_name,
        SESSION_KEYS_SECRET=data.session_keys.secret_arn,
    )
    orders, journal = data.orders.table_arn, data.journal.table_arn
    function.allow([GET, BATCH_GET], orders)
    function.allow([QUERY], f"{orders}/index/due", f"{orders}/index/lists")
    function.allow([SCAN], data.catalog.table_arn)
    function.allow([GET], data.stock.table_arn, data.idempotency.table_arn)
    function.allow([GET, QUERY], data.credits.table_arn)
    function.allow([QUERY], journal, f"{journal}/index/by_target")
    function.allow([BATCH_GET], journal)
    function.allow([READ_SECRET], data.session_keys.secret_arn)
    return function


def _return(operations: OperationsStack, data: DataStack) -> Function:
    """It lends its permission to see photos to who holds a link."""
    function = operations.make(
        "ShowReturn",
        "functions.operations.api_ops_returns.handle",
        ORDERS_TABLE=data.orders.table_name,
        PAYMENTS_TABLE=data.payments.table_name,
        FILES_BUCKET=data.files.bucket_name,
    )
    function.allow([GET], data.orders.table_arn, data.payments.table_arn)
    function.allow([READ_OBJECT], data.files.arn_for_objects("returns/*"))
    function.allow([LIST_OBJECTS], data.files.bucket_arn)
    assert function.role is not None  # noqa: S101 - a Function makes its own
    acknowledge(
        function.role,
        f"AwsSolutions-IAM5[Resource::{shown(data.files, data.files.bucket_arn)}/returns/*]",
        "Photos are named after returns, which are not known when this is deployed. The wildcard stands for "
        "the objects under returns/ of this one bucket, and s3:GetObject alone is allowed on them: a link is "
        "signed for one photo, for an operator, and expires after five minutes. Names can be listed, which "
        "are ids; receipts cannot be read.",
    )
    return function


def _measures(operations: OperationsStack, data: DataStack) -> Function:
    failures = operations.failures
    work = [one for one in operations.node.root.node.find_all() if isinstance(one, WorkQueue)]
    function = operations.make(
        "OpsMeasures",
        "functions.operations.api_ops_measures.handle",
        ORDERS_TABLE=data.orders.table_name,
        IDEMPOTENCY_TABLE=data.idempotency.table_name,
        MEASURES_TABLE=data.measures.table_name,
        DEAD_LETTERS=operations.dead_letters,
        WORK_QUEUES=";".join(f"{one.node.id} {one.queue_name}" for one in work),
    )
    orders = data.orders.table_arn
    function.allow([QUERY], data.measures.table_arn, f"{orders}/index/due", f"{orders}/index/lists")
    function.allow([GET], data.idempotency.table_arn)
    function.allow([READ_QUEUE, FIND_QUEUE], *(one.queue_arn for one in [*failures, *work]))
    function.allow([RECEIVE_MESSAGE], *(one.queue_arn for one in failures))
    function.allow([READ_METRICS], "*")
    assert function.role is not None  # noqa: S101 - a Function makes its own
    acknowledge(
        function.role,
        "AwsSolutions-IAM5[Resource::*]",
        "cloudwatch:GetMetricData supports no resource but * (Service Authorization Reference). It reads "
        "numbers alone: how long messages have waited in queues.",
    )
    return function

"""The worker that takes the steps of operators' jobs."""

from collections.abc import Sequence

from aws_cdk import Duration

from infra.parts.actions import (
    BATCH_GET,
    CONSUME_MESSAGES,
    DELETE,
    FIND_QUEUE,
    GET,
    INVOKE,
    PUT,
    PUT_EVENTS,
    QUERY,
    SCAN,
    SEND_MESSAGE,
    SUCCEED_TASK,
    UPDATE,
)
from infra.parts.dead_letters import DeadLetters
from infra.parts.functions import Function, MakeFunction
from infra.parts.queues import WorkQueue
from infra.stacks.data import DataStack
from infra.stacks.fulfilment import Fulfilment
from infra.stacks.operations_measures import Machines
from infra.stacks.relay import RelayStack


def dead_letters_told(failures: Sequence[DeadLetters]) -> str:
    """As functions/operations/dead_letters.py reads it: names, since URLs of all would not fit into an
    environment."""
    return ";".join(f"{one.node.id} {one.kind} {one.queue_name} {_target(one)}" for one in failures)


def _target(one: DeadLetters) -> str:
    if one.source is not None:
        return one.source.queue_name
    return one.function.function_name if one.function is not None else "-"


def worker_function(
    make: MakeFunction,
    data: DataStack,
    jobs: WorkQueue,
    failures: Sequence[DeadLetters],
    told: str,
    machines: Machines,
    relay: RelayStack,
    fulfilment: Fulfilment,
    timeout: Duration,
) -> Function:
    """Sends on what is stuck, redrives dead letters, counts stock, rebuilds the lists of orders, tells their
    events again."""
    worker = make(
        "WorkOnJob",
        "functions.operations.on_jobs.handle",
        timeout=timeout,
        traced=False,
        JOURNAL_TABLE=data.journal.table_name,
        JOBS_QUEUE=jobs.queue_url,
        DEAD_LETTERS=told,
        CATALOG_TABLE=data.catalog.table_name,
        STOCK_TABLE=data.stock.table_name,
        ORDERS_TABLE=data.orders.table_name,
        ORDER_VIEWS_TABLE=data.order_views.table_name,
        FULFILMENTS_TABLE=data.fulfilments.table_name,
        EVENT_BUS=relay.bus.event_bus_name,
        WAREHOUSE_QUEUE=fulfilment.warehouse.queue_url,
    )
    worker.allow([GET, PUT, UPDATE], data.journal.table_arn)
    worker.allow([SEND_MESSAGE], jobs.queue_arn, fulfilment.warehouse.queue_arn)
    worker.allow([SCAN], data.catalog.table_arn)
    worker.allow([GET, BATCH_GET, PUT, UPDATE], data.stock.table_arn)
    orders = data.orders.table_arn
    worker.allow([SCAN, GET, BATCH_GET, QUERY, UPDATE], orders)
    worker.allow([QUERY], f"{orders}/index/due", f"{orders}/index/lists")
    worker.allow([SUCCEED_TASK], *(machine.state_machine_arn for machine in machines.values()))
    worker.allow([SCAN, BATCH_GET, PUT, DELETE], data.order_views.table_arn)
    worker.allow([SCAN, UPDATE, BATCH_GET], data.fulfilments.table_arn)
    worker.allow([PUT_EVENTS], relay.bus.event_bus_arn)
    sources = [one.source.queue_arn for one in failures if one.source is not None]
    functions = [one.function.function_arn for one in failures if one.function is not None]
    worker.allow([*CONSUME_MESSAGES, FIND_QUEUE], *(one.queue_arn for one in failures))
    worker.allow([SEND_MESSAGE, FIND_QUEUE], *dict.fromkeys(sources))
    worker.allow([INVOKE], *dict.fromkeys(functions))
    return worker

"""The functions behind POST /orders/{order_id}/cancel and POST /fulfilments/{callback_id}."""

from infra.parts.actions import FAIL_TASK, GET, PUT, SUCCEED_TASK, UPDATE
from infra.parts.functions import Function, MakeFunction
from infra.settings import Settings
from infra.stacks.data import DataStack
from infra.stacks.fulfilment import Fulfilment, allow_reports
from infra.stacks.workflow import WorkflowStack


def cancel_function(
    make: MakeFunction,
    data: DataStack,
    workflow: WorkflowStack,
    fulfilment: Fulfilment,
    settings: Settings,
) -> Function:
    """Fences what is not confirmed, forestalls the packing of what is, wakes who waits in either machine."""
    function = make(
        "CancelOrder",
        "functions.cancellation.api_cancel_order.handle",
        ORDERS_TABLE=data.orders.table_name,
        STOCK_TABLE=data.stock.table_name,
        CREDITS_TABLE=data.credits.table_name,
        PAYMENTS_TABLE=data.payments.table_name,
        FULFILMENTS_TABLE=data.fulfilments.table_name,
        OWNERS_TABLE=data.owners.table_name,
        CHECKOUT_DUE_SECONDS=str(settings.patience.due_seconds),
    )
    function.allow([GET], data.owners.table_arn)
    tables = (data.orders, data.stock, data.credits)
    function.allow([GET, PUT, UPDATE], *(table.table_arn for table in tables))
    function.allow([UPDATE], data.payments.table_arn)
    function.allow([UPDATE], data.fulfilments.table_arn)
    function.allow([SUCCEED_TASK, FAIL_TASK], fulfilment.machine.state_machine_arn)
    function.allow([FAIL_TASK], workflow.machine.state_machine_arn)
    return function


def report_function(
    make: MakeFunction, data: DataStack, fulfilment: Fulfilment, settings: Settings
) -> Function:
    function = make(
        "Fulfilments",
        "functions.fulfilment.api_fulfilments.handle",
        ORDERS_TABLE=data.orders.table_name,
        FULFILMENTS_TABLE=data.fulfilments.table_name,
        SESSION_KEYS_SECRET=data.session_keys.secret_arn,
        CHECKOUT_DUE_SECONDS=str(settings.patience.due_seconds),
    )
    allow_reports(function, data, fulfilment.machine)
    return function

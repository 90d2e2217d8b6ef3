"""The functions by which operators answer what stands before them, and decide about returns and refunds."""

from collections.abc import Mapping

from infra.parts.actions import CHECK, FAIL_TASK, GET, PUT, START_EXECUTION, SUCCEED_TASK, UPDATE
from infra.parts.functions import Function, MakeFunction
from infra.parts.machine import Machine
from infra.parts.payment_keys import may_ask_provider
from infra.settings import Settings
from infra.stacks.data import DataStack

Machines = Mapping[str, Machine]


def retry_function(make: MakeFunction, data: DataStack, machines: Machines) -> Function:
    """Answers what waits in any machine."""
    function = make(
        "RetryStuck", "functions.operations.api_stuck_retry.handle", ORDERS_TABLE=data.orders.table_name
    )
    function.allow([GET, UPDATE], data.orders.table_arn)
    function.allow([SUCCEED_TASK], *(machine.state_machine_arn for machine in machines.values()))
    return function


def settle_function(make: MakeFunction, data: DataStack, machines: Machines, settings: Settings) -> Function:
    """Fences an order, gives its units back, undoes its payment or takes an operator's word for that."""
    function = make(
        "SettleStuck",
        "functions.operations.api_stuck_settle.handle",
        ORDERS_TABLE=data.orders.table_name,
        STOCK_TABLE=data.stock.table_name,
        CREDITS_TABLE=data.credits.table_name,
        PAYMENTS_TABLE=data.payments.table_name,
        FULFILMENTS_TABLE=data.fulfilments.table_name,
        CHECKOUT_DUE_SECONDS=str(settings.patience.due_seconds),
    )
    may_ask_provider(function, settings)
    tables = (data.orders, data.stock, data.credits)
    function.allow([GET, PUT, UPDATE], *(table.table_arn for table in tables))
    function.allow([GET, UPDATE], data.payments.table_arn, data.fulfilments.table_arn)
    function.allow([SUCCEED_TASK], *(machine.state_machine_arn for machine in machines.values()))
    return function


def explain_function(
    make: MakeFunction, data: DataStack, return_machine: Machine, settings: Settings
) -> Function:
    """Records what a refund made by hand was for, and sends on the return that it was for."""
    function = make(
        "ExplainRefund",
        "functions.operations.api_refunds_explain.handle",
        ORDERS_TABLE=data.orders.table_name,
        PAYMENTS_TABLE=data.payments.table_name,
    )
    may_ask_provider(function, settings)
    function.allow([GET, PUT, UPDATE], data.orders.table_arn)
    function.allow([GET, UPDATE, CHECK], data.payments.table_arn)
    function.allow([SUCCEED_TASK], return_machine.state_machine_arn)
    return function


def returns_function(make: MakeFunction, data: DataStack, return_machine: Machine) -> Function:
    """Decides about returns, and wakes their machine."""
    function = make(
        "DecideReturn",
        "functions.operations.api_returns_accept_reject.handle",
        ORDERS_TABLE=data.orders.table_name,
        PAYMENTS_TABLE=data.payments.table_name,
    )
    function.allow([GET, PUT, UPDATE], data.orders.table_arn)
    function.allow([GET, UPDATE], data.payments.table_arn)
    function.allow([SUCCEED_TASK, FAIL_TASK], return_machine.state_machine_arn)
    return function


def refund_function(make: MakeFunction, data: DataStack, machines: Machines, settings: Settings) -> Function:
    """Sets an amount of an order aside, and starts the machine that gives it back."""
    refund = machines["REFUND_MACHINE"]
    function = make(
        "RefundOrder",
        "functions.operations.api_orders_refunds.handle",
        ORDERS_TABLE=data.orders.table_name,
        PAYMENTS_TABLE=data.payments.table_name,
        REFUND_MACHINE=refund.live,
        CHECKOUT_DUE_SECONDS=str(settings.patience.due_seconds),
    )
    function.allow([GET, PUT], data.orders.table_arn)
    function.allow([GET, UPDATE], data.payments.table_arn)
    function.allow([START_EXECUTION], refund.state_machine_arn)
    return function

"""The machine that takes a confirmed order to its customer, and the warehouse's queues. Part of the Workflow
stack: the two machines share steps, and name the versions of them that are published there.

machine -- PackingRequests (FIFO) --> OfferPacking -- Warehouse --> a warehouse
machine <-- the token -- ReportPacking <-- PackingResults -- the warehouse   (or by URL)
the Orders stream --> Relay -- Warehouse --> the warehouse: hand over, or put back
"""

from functools import partial

from aws_cdk import CfnOutput, Duration
from aws_cdk import aws_lambda as lambda_

from infra.definitions import load_machine
from infra.parts.actions import (
    FAIL_TASK,
    GET,
    KEEP_TASK_ALIVE,
    PUT,
    READ_SECRET,
    SEND_MESSAGE,
    SUCCEED_TASK,
    UPDATE,
)
from infra.parts.functions import Function, MakeFunction
from infra.parts.machine import Machine, allow_parking
from infra.parts.payment_keys import may_ask_provider
from infra.parts.queues import WorkQueue
from infra.settings import Settings
from infra.stacks.data import DataStack
from infra.stacks.workflow import AUTHORIZE_TIMEOUT, WorkflowStack

QUEUE_TIMEOUT = Duration.seconds(20)
VISIBLE_AFTER = Duration.seconds(6 * 20)  # six times the function's, as Lambda asks for
TRIES = 5
SHARED_STEPS = ("VoidPayment", "CloseOrder", "AwaitOperator")


class Fulfilment:
    def __init__(self, workflow: WorkflowStack, *, data: DataStack, settings: Settings) -> None:
        self._stack = workflow
        self._data = data
        self._settings = settings
        self._make: MakeFunction = partial(
            Function,
            workflow,
            layer=workflow.layer,
            ORDERS_TABLE=data.orders.table_name,
            FULFILMENTS_TABLE=data.fulfilments.table_name,
        )
        self.requests = self._queue("PackingRequests", fifo=True)
        self.warehouse = self._queue("Warehouse")
        self.results = self._queue("PackingResults")
        steps: dict[str, lambda_.Function] = {name: workflow.steps[name] for name in SHARED_STEPS}
        steps |= {
            "CompleteOrder": self._complete(),
            "AbandonFulfilment": self._abandon(),
        }
        self.machine = Machine(
            workflow,
            "Fulfilment",
            definition=load_machine("fulfilment", settings.patience),
            steps=steps,
            queues={"PackingRequests": self.requests},
        )
        allow_parking(self.machine, workflow.operator)
        self._offer()
        self._report()
        CfnOutput(workflow, "FulfilmentMachine", value=self.machine.live)
        CfnOutput(workflow, "PackingSeconds", value=str(settings.patience.packing_seconds))
        CfnOutput(workflow, "SilenceSeconds", value=str(settings.patience.silence_seconds))
        CfnOutput(workflow, "HoldMarginSeconds", value=str(settings.patience.hold_margin_seconds))
        CfnOutput(workflow, "WarehouseQueue", value=self.warehouse.queue_url)
        CfnOutput(workflow, "PackingResultsQueue", value=self.results.queue_url)

    def _queue(self, name: str, *, fifo: bool = False) -> WorkQueue:
        return WorkQueue(self._stack, name, visible_after=VISIBLE_AFTER, tries=TRIES, fifo=fifo)

    def _complete(self) -> Function:
        data = self._data
        step = self._make(
            "CompleteOrder",
            "functions.fulfilment.steps_payment.complete_order",
            timeout=AUTHORIZE_TIMEOUT,
            PAYMENTS_TABLE=data.payments.table_name,
            STOCK_TABLE=data.stock.table_name,
            CREDITS_TABLE=data.credits.table_name,
        )
        may_ask_provider(step, self._settings)
        step.allow([GET], data.fulfilments.table_arn)
        step.allow([GET, UPDATE], data.payments.table_arn, data.stock.table_arn)
        step.allow([GET, PUT, UPDATE], data.orders.table_arn, data.credits.table_arn)
        return step

    def _abandon(self) -> Function:
        data = self._data
        step = self._make(
            "AbandonFulfilment",
            "functions.fulfilment.steps.abandon_fulfilment",
            STOCK_TABLE=data.stock.table_name,
            CREDITS_TABLE=data.credits.table_name,
            CHECKOUT_DUE_SECONDS=str(self._settings.patience.due_seconds),
        )
        step.allow([GET, PUT, UPDATE], data.orders.table_arn, data.credits.table_arn)
        step.allow([GET, UPDATE], data.fulfilments.table_arn, data.stock.table_arn)
        return step

    def _offer(self) -> None:
        data = self._data
        function = self._make(
            "OfferPacking",
            "functions.fulfilment.on_packing_requests.handle",
            timeout=QUEUE_TIMEOUT,
            SESSION_KEYS_SECRET=data.session_keys.secret_arn,
            WAREHOUSE_QUEUE=self.warehouse.queue_url,
        )
        function.allow([GET], data.orders.table_arn)
        function.allow([UPDATE], data.fulfilments.table_arn)
        function.allow([SEND_MESSAGE], self.warehouse.queue_arn)
        function.allow([SUCCEED_TASK, FAIL_TASK], self.machine.state_machine_arn)
        function.allow([READ_SECRET], data.session_keys.secret_arn)
        self.requests.feed(function)

    def _report(self) -> None:
        data = self._data
        function = self._make(
            "ReportPacking",
            "functions.fulfilment.on_packing_results.handle",
            timeout=QUEUE_TIMEOUT,
            traced=False,
            SESSION_KEYS_SECRET=data.session_keys.secret_arn,
            CHECKOUT_DUE_SECONDS=str(self._settings.patience.due_seconds),
            WAREHOUSE_QUEUE=self.warehouse.queue_url,
        )
        allow_reports(function, data, self.machine)
        function.allow([SEND_MESSAGE], self.warehouse.queue_arn)
        self.results.feed(function)


def allow_reports(function: Function, data: DataStack, machine: Machine) -> None:
    """What taking a warehouse's answer needs, by queue or by URL."""
    function.allow([GET, UPDATE], data.orders.table_arn, data.fulfilments.table_arn)
    function.allow([SUCCEED_TASK, FAIL_TASK, KEEP_TASK_ALIVE], machine.state_machine_arn)
    function.allow([READ_SECRET], data.session_keys.secret_arn)

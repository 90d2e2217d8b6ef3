"""The Fulfilment stack: the machine that takes a confirmed order to its customer, and the warehouse's queues.

machine -- PackingRequests (FIFO) --> OfferPacking -- Warehouse --> a warehouse
machine <-- the token -- ReportPacking <-- PackingResults -- the warehouse   (or by URL: infra/callbacks.py)
"""

import json

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.data import DataStack
from infra.functions import Function, dependency_layer
from infra.machine import load_machine
from infra.queues import WorkQueue
from infra.settings import Settings
from infra.workflow import AUTHORIZE_TIMEOUT, GET, PUT, UPDATE, WorkflowStack

QUEUE_TIMEOUT = Duration.seconds(20)
VISIBLE_AFTER = Duration.seconds(6 * 20)  # six times the function's, as Lambda asks for
TRIES = 5
ANSWER = ["states:SendTaskSuccess", "states:SendTaskFailure"]
HEARTBEAT = "states:SendTaskHeartbeat"
SHARED_STEPS = ("VoidPayment", "CloseOrder", "AwaitOperator")


class FulfilmentStack(Stack):
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        data: DataStack,
        workflow: WorkflowStack,
        settings: Settings,
    ) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: from confirmed to completed")
        self._data = data
        self._settings = settings
        self._layer = dependency_layer(self)
        self.requests = self._queue("PackingRequests", fifo=True)
        self.warehouse = self._queue("Warehouse")
        self.results = self._queue("PackingResults")
        steps: dict[str, lambda_.IFunction] = {name: workflow.steps[name] for name in SHARED_STEPS}
        steps |= {
            "CapturePayment": self._capture(),
            "CompleteOrder": self._complete(),
            "AbandonFulfilment": self._abandon(),
        }
        self.machine = self._machine(steps)
        self._offer()
        self._report()
        CfnOutput(self, "FulfilmentMachine", value=self.machine.state_machine_arn)
        CfnOutput(self, "WarehouseQueue", value=self.warehouse.queue_url)
        CfnOutput(self, "PackingResultsQueue", value=self.results.queue_url)

    def _queue(self, name: str, *, fifo: bool = False) -> WorkQueue:
        return WorkQueue(self, name, visible_after=VISIBLE_AFTER, tries=TRIES, fifo=fifo)

    def _machine(self, steps: dict[str, lambda_.IFunction]) -> sfn.StateMachine:
        definition = json.dumps(load_machine("fulfilment", self._settings.patience), separators=(",", ":"))
        named = {name: step.function_arn for name, step in steps.items()}
        machine = sfn.StateMachine(
            self,
            "Fulfilment",
            state_machine_type=sfn.StateMachineType.STANDARD,
            definition_body=sfn.DefinitionBody.from_string(definition),
            definition_substitutions=named | {"PackingRequests": self.requests.queue_url},
            logs=sfn.LogOptions(
                destination=logs.LogGroup(
                    self,
                    "FulfilmentLogs",
                    retention=logs.RetentionDays.ONE_MONTH,
                    removal_policy=RemovalPolicy.DESTROY,
                ),
                level=sfn.LogLevel.ERROR,
            ),
        )
        invoke = iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=list(named.values()))
        send = iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[self.requests.queue_arn])
        machine.add_to_role_policy(invoke)
        machine.add_to_role_policy(send)
        return machine

    def _step(self, name: str, handler: str, *, timeout: Duration | None = None, **more: str) -> Function:
        environment = {
            "ORDERS_TABLE": self._data.orders.table_name,
            "FULFILMENTS_TABLE": self._data.fulfilments.table_name,
            **more,
        }
        if timeout is None:
            return Function(self, name, handler=handler, layer=self._layer, environment=environment)
        return Function(
            self, name, handler=handler, layer=self._layer, environment=environment, timeout=timeout
        )

    def _capture(self) -> Function:
        data, settings = self._data, self._settings
        secret = secretsmanager.Secret.from_secret_name_v2(self, "CaptureStripe", settings.stripe_secret_name)
        step = self._step(
            "CapturePayment",
            "functions.fulfilment.steps.capture",
            timeout=AUTHORIZE_TIMEOUT,
            PAYMENTS_TABLE=data.payments.table_name,
            STRIPE_SECRET=secret.secret_name,
            STRIPE_API_BASE=settings.stripe_api_base,
        )
        secret.grant_read(step)
        step.allow([GET], data.orders.table_arn, data.fulfilments.table_arn)
        step.allow([GET, UPDATE], data.payments.table_arn)
        return step

    def _complete(self) -> Function:
        data = self._data
        step = self._step(
            "CompleteOrder",
            "functions.fulfilment.steps.complete",
            STOCK_TABLE=data.stock.table_name,
            FILES_BUCKET=data.files.bucket_name,
        )
        step.allow(["s3:PutObject"], data.files.arn_for_objects("receipts/*"))
        step.allow([GET], data.fulfilments.table_arn)
        step.allow([GET, PUT, UPDATE], data.orders.table_arn)
        step.allow([GET, UPDATE], data.stock.table_arn)
        return step

    def _abandon(self) -> Function:
        data = self._data
        step = self._step(
            "AbandonFulfilment",
            "functions.fulfilment.steps.abandon",
            STOCK_TABLE=data.stock.table_name,
            CHECKOUT_DUE_SECONDS=str(self._settings.patience.due_seconds),
        )
        step.allow([GET, PUT, UPDATE], data.orders.table_arn)
        step.allow([GET, UPDATE], data.fulfilments.table_arn, data.stock.table_arn)
        return step

    def _offer(self) -> None:
        data = self._data
        function = self._step(
            "OfferPacking",
            "functions.fulfilment.queue_handlers.offer",
            timeout=QUEUE_TIMEOUT,
            SESSION_KEYS_SECRET=data.session_keys.secret_arn,
            WAREHOUSE_QUEUE=self.warehouse.queue_url,
        )
        function.allow([GET], data.orders.table_arn)
        function.allow([UPDATE], data.fulfilments.table_arn)
        function.allow(["sqs:SendMessage"], self.warehouse.queue_arn)
        function.allow(ANSWER, self.machine.state_machine_arn)
        data.session_keys.grant_read(function)
        function.add_event_source(self.requests.source())

    def _report(self) -> None:
        data = self._data
        function = self._step(
            "ReportPacking",
            "functions.fulfilment.queue_handlers.report",
            timeout=QUEUE_TIMEOUT,
            SESSION_KEYS_SECRET=data.session_keys.secret_arn,
            CHECKOUT_DUE_SECONDS=str(self._settings.patience.due_seconds),
        )
        allow_reports(function, data, self.machine)
        function.add_event_source(self.results.source())


def allow_reports(function: Function, data: DataStack, machine: sfn.StateMachine) -> None:
    """What taking a warehouse's answer needs, by queue or by URL."""
    function.allow([GET, UPDATE], data.orders.table_arn, data.fulfilments.table_arn)
    function.allow([*ANSWER, HEARTBEAT], machine.state_machine_arn)
    data.session_keys.grant_read(function)

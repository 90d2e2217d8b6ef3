"""The Returns stack: the state machine of a return and the functions that are its steps."""

import json

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.data import DataStack
from infra.functions import STEP_TIMEOUT, Function, dependency_layer
from infra.machine import load_machine
from infra.settings import Settings

GET = "dynamodb:GetItem"
PUT = "dynamodb:PutItem"
UPDATE = "dynamodb:UpdateItem"
QUERY = "dynamodb:Query"

REFUND_TIMEOUT = Duration.seconds(110)


class ReturnsStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, *, data: DataStack, settings: Settings) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: what comes back")
        self._data = data
        self._settings = settings
        self._layer = dependency_layer(self)
        self.due_seconds = str(settings.patience.return_due_seconds)
        inspection = self._await_inspection()
        self.steps = {
            "AwaitInspection": inspection,
            "RefundPayment": self._refund(),
            "RestockItems": self._restock(),
            "CloseReturn": self._close(),
            "AwaitReturnOperator": self._await_operator(),
        }
        self.machine = self._machine()
        self._allow_answering(inspection)
        CfnOutput(self, "ReturnMachine", value=self.machine.state_machine_arn)

    def _machine(self) -> sfn.StateMachine:
        definition = json.dumps(load_machine("return", self._settings.patience), separators=(",", ":"))
        machine = sfn.StateMachine(
            self,
            "Return",
            state_machine_type=sfn.StateMachineType.STANDARD,
            definition_body=sfn.DefinitionBody.from_string(definition),
            definition_substitutions={name: step.function_arn for name, step in self.steps.items()},
            logs=sfn.LogOptions(
                destination=logs.LogGroup(
                    self,
                    "ReturnLogs",
                    retention=logs.RetentionDays.ONE_MONTH,
                    removal_policy=RemovalPolicy.DESTROY,
                ),
                level=sfn.LogLevel.ERROR,
            ),
        )
        arns = [step.function_arn for step in self.steps.values()]
        machine.add_to_role_policy(iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=arns))
        return machine

    def _allow_answering(self, function: Function) -> None:
        """In a policy apart from the role's own: the function waits for that one, the machine's role for the
        function, and this one for the machine. Together they would be a circle."""
        assert function.role is not None  # noqa: S101 - a Function makes its own
        answers = iam.PolicyStatement(
            actions=["states:SendTaskSuccess", "states:SendTaskFailure"],
            resources=[self.machine.state_machine_arn],
        )
        iam.Policy(self, "AwaitInspectionAnswers", statements=[answers], roles=[function.role])

    def _await_inspection(self) -> Function:
        step = self._step("AwaitInspection", "functions.returns.steps.await_inspection")
        step.allow([UPDATE], self._data.orders.table_arn)
        return step

    def _refund(self) -> Function:
        payments, settings = self._data.payments, self._settings
        secret = secretsmanager.Secret.from_secret_name_v2(
            self, "RefundPaymentStripe", settings.stripe_secret_name
        )
        step = self._step(
            "RefundPayment",
            "functions.returns.steps.refund",
            timeout=REFUND_TIMEOUT,
            PAYMENTS_TABLE=payments.table_name,
            STRIPE_SECRET=secret.secret_name,
            STRIPE_API_BASE=settings.stripe_api_base,
        )
        # By name alone: the six characters that AWS appends to it are not known here.
        step.allow(["secretsmanager:GetSecretValue"], f"{secret.secret_arn}-??????")
        step.allow([GET], self._data.orders.table_arn)
        step.allow([GET, UPDATE], payments.table_arn)
        return step

    def _restock(self) -> Function:
        stock = self._data.stock
        step = self._step("RestockItems", "functions.returns.steps.restock", STOCK_TABLE=stock.table_name)
        step.allow([GET], self._data.orders.table_arn)
        step.allow([GET, UPDATE], stock.table_arn)
        return step

    def _close(self) -> Function:
        step = self._step("CloseReturn", "functions.returns.steps.close")
        step.allow([GET, QUERY, PUT, UPDATE], self._data.orders.table_arn)
        return step

    def _await_operator(self) -> Function:
        step = self._step("AwaitReturnOperator", "functions.returns.steps.park")
        step.allow([UPDATE], self._data.orders.table_arn)
        return step

    def _step(
        self, name: str, handler: str, *, timeout: Duration = STEP_TIMEOUT, **environment: str
    ) -> Function:
        return Function(
            self,
            name,
            handler=handler,
            layer=self._layer,
            environment={"ORDERS_TABLE": self._data.orders.table_name, **environment},
            timeout=timeout,
        )

"""The Workflow stack: the checkout's state machine and the functions that are its steps."""

import json

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
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
DELETE = "dynamodb:DeleteItem"
CHECK = "dynamodb:ConditionCheckItem"
QUERY = "dynamodb:Query"

AUTHORIZE_TIMEOUT = Duration.seconds(65)
VOID_TIMEOUT = Duration.seconds(110)


class WorkflowStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, *, data: DataStack, settings: Settings) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: the checkout saga")
        self._data = data
        self._settings = settings
        self._layer = dependency_layer(self)
        self._tables = {
            "ORDERS_TABLE": data.orders.table_name,
            "STOCK_TABLE": data.stock.table_name,
            "CARTS_TABLE": data.carts.table_name,
        }
        self.steps: dict[str, lambda_.IFunction] = {
            "ReserveStock": self._reserve(),
            "AuthorizePayment": self._authorize(),
            "AwaitCustomerAction": self._await_customer_action(),
            "ConfirmOrder": self._confirm(),
            "AbandonOrder": self._abandon(),
            "VoidPayment": self._void(),
            "CloseOrder": self._close(),
            "AwaitOperator": self._await_operator(),
        }
        self.machine = self._machine()
        # A role that names the machine while the machine's role names the function would be a circle.
        answering = self.steps["AwaitCustomerAction"]
        answering.add_to_role_policy(
            iam.PolicyStatement(
                actions=["states:SendTaskSuccess", "states:SendTaskFailure"],
                resources=[self.format_arn(service="states", resource="stateMachine:*")],
            )
        )
        CfnOutput(self, "StripeSecret", value=settings.stripe_secret_name)
        CfnOutput(self, "StripeApiBase", value=settings.stripe_api_base or "-")
        CfnOutput(self, "CheckoutMachine", value=self.machine.state_machine_arn)

    def _machine(self) -> sfn.StateMachine:
        definition = json.dumps(load_machine("checkout", self._settings.patience), separators=(",", ":"))
        machine = sfn.StateMachine(
            self,
            "Checkout",
            state_machine_type=sfn.StateMachineType.STANDARD,
            definition_body=sfn.DefinitionBody.from_string(definition),
            definition_substitutions={name: step.function_arn for name, step in self.steps.items()},
            logs=sfn.LogOptions(
                destination=logs.LogGroup(
                    self,
                    "CheckoutLogs",
                    retention=logs.RetentionDays.ONE_MONTH,
                    removal_policy=RemovalPolicy.DESTROY,
                ),
                level=sfn.LogLevel.ERROR,
            ),
        )
        arns = [step.function_arn for step in self.steps.values()]
        machine.add_to_role_policy(iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=arns))
        return machine

    def _step(
        self, name: str, handler: str, *tables: str, timeout: Duration = STEP_TIMEOUT, **more: str
    ) -> Function:
        return Function(
            self,
            name,
            handler=handler,
            layer=self._layer,
            environment={table: self._tables[table] for table in tables} | more,
            timeout=timeout,
        )

    def _reserve(self) -> Function:
        step = self._step("ReserveStock", "functions.checkout.steps.reserve", "ORDERS_TABLE", "STOCK_TABLE")
        step.allow([GET, CHECK], self._data.orders.table_arn)
        step.allow([GET, PUT, UPDATE], self._data.stock.table_arn)
        return step

    def _confirm(self) -> Function:
        tables = ("ORDERS_TABLE", "STOCK_TABLE", "CARTS_TABLE")
        step = self._step("ConfirmOrder", "functions.checkout.steps.confirm", *tables)
        step.allow([GET, PUT, UPDATE], self._data.orders.table_arn)
        step.allow([UPDATE], self._data.stock.table_arn, self._data.carts.table_arn)
        return step

    def _abandon(self) -> Function:
        step = self._step("AbandonOrder", "functions.checkout.steps.abandon", "ORDERS_TABLE", "STOCK_TABLE")
        step.allow([GET, PUT, UPDATE], self._data.orders.table_arn, self._data.stock.table_arn)
        return step

    def _close(self) -> Function:
        step = self._step("CloseOrder", "functions.checkout.steps.close", "ORDERS_TABLE", "CARTS_TABLE")
        step.allow([GET, PUT, UPDATE], self._data.orders.table_arn)
        step.allow([UPDATE], self._data.carts.table_arn)
        return step

    def _await_operator(self) -> Function:
        step = self._step("AwaitOperator", "functions.checkout.steps.park", "ORDERS_TABLE")
        step.allow([PUT], self._data.orders.table_arn)
        return step

    def _payment_step(self, name: str, handler: str, timeout: Duration, **more: str) -> Function:
        secret = secretsmanager.Secret.from_secret_name_v2(
            self, f"{name}Stripe", self._settings.stripe_secret_name
        )
        environment = {
            "PAYMENTS_TABLE": self._data.payments.table_name,
            "STRIPE_SECRET": secret.secret_name,
            "STRIPE_API_BASE": self._settings.stripe_api_base,
        }
        step = self._step(name, handler, timeout=timeout, **environment, **more)
        secret.grant_read(step)
        step.allow([PUT, UPDATE], self._data.payments.table_arn)
        return step

    def _authorize(self) -> Function:
        table = self._data.idempotency
        step = self._payment_step(
            "AuthorizePayment",
            "functions.payment.handler.authorize",
            AUTHORIZE_TIMEOUT,
            SHOP_URL=self._settings.shop_url,
            IDEMPOTENCY_TABLE=table.table_name,
        )
        step.allow([PUT, UPDATE, DELETE, GET], table.table_arn)
        return step

    def _void(self) -> Function:
        return self._payment_step("VoidPayment", "functions.payment.handler.void", VOID_TIMEOUT)

    def _await_customer_action(self) -> Function:
        step = Function(
            self,
            "AwaitCustomerAction",
            handler="functions.checkout.await_action.await_action",
            layer=self._layer,
            environment={
                "ORDERS_TABLE": self._data.orders.table_name,
                "PAYMENTS_TABLE": self._data.payments.table_name,
            },
        )
        step.allow([QUERY, PUT, UPDATE], self._data.orders.table_arn)
        step.allow([UPDATE], self._data.payments.table_arn)
        return step

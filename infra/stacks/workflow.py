"""The Workflow stack: the checkout's state machine and the functions that are its steps."""

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.bundles.assets import dependency_layer
from infra.parts.functions import MEMORY_MB, STEP_TIMEOUT, WAITING_MEMORY_MB, Function
from infra.parts.machine import Machine, allow_answers, allow_parking, load_machine
from infra.settings import Settings
from infra.stacks.data import DataStack

GET = "dynamodb:GetItem"
PUT = "dynamodb:PutItem"
UPDATE = "dynamodb:UpdateItem"
DELETE = "dynamodb:DeleteItem"
CHECK = "dynamodb:ConditionCheckItem"
QUERY = "dynamodb:Query"
READ_SECRET = "secretsmanager:GetSecretValue"  # noqa: S105 - an action

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
        answering = self._await_customer_action()
        self.operator = self._await_operator()
        self.steps: dict[str, lambda_.IFunction] = {
            "ReserveStock": self._reserve(),
            "AuthorizePayment": self._authorize(),
            "AwaitCustomerAction": answering,
            "CheckPayment": self._check(),
            "ConfirmOrder": self._confirm(),
            "AbandonOrder": self._abandon(),
            "VoidPayment": self._void(),
            "CloseOrder": self._close(),
            "AwaitOperator": self.operator,
        }
        definition = load_machine("checkout", settings.patience)
        self.machine = Machine(self, "Checkout", definition=definition, steps=self.steps)
        allow_answers(self.machine, answering)
        allow_parking(self.machine, self.operator)
        CfnOutput(self, "StripeSecret", value=settings.stripe_secret_name)
        CfnOutput(self, "StripeApiBase", value=settings.stripe_api_base or "-")
        CfnOutput(self, "CheckoutDueSeconds", value=str(settings.patience.due_seconds))
        CfnOutput(self, "CheckoutMachine", value=self.machine.state_machine_arn)

    def _step(
        self,
        name: str,
        handler: str,
        *tables: str,
        timeout: Duration = STEP_TIMEOUT,
        memory_mb: int = MEMORY_MB,
        **more: str,
    ) -> Function:
        return Function(
            self,
            name,
            handler=handler,
            layer=self._layer,
            environment={table: self._tables[table] for table in tables} | more,
            timeout=timeout,
            memory_mb=memory_mb,
        )

    def _reserve(self) -> Function:
        step = self._step(
            "ReserveStock", "functions.checkout.steps.reserve_stock", "ORDERS_TABLE", "STOCK_TABLE"
        )
        step.allow([GET, CHECK], self._data.orders.table_arn)
        step.allow([GET, PUT, UPDATE], self._data.stock.table_arn)
        return step

    def _confirm(self) -> Function:
        tables = ("ORDERS_TABLE", "STOCK_TABLE", "CARTS_TABLE")
        step = self._step("ConfirmOrder", "functions.checkout.steps.confirm_order", *tables)
        step.allow([GET, PUT, UPDATE], self._data.orders.table_arn)
        step.allow([UPDATE], self._data.stock.table_arn, self._data.carts.table_arn)
        return step

    def _abandon(self) -> Function:
        step = self._step(
            "AbandonOrder", "functions.checkout.steps.abandon_order", "ORDERS_TABLE", "STOCK_TABLE"
        )
        step.allow([GET, PUT, UPDATE], self._data.orders.table_arn, self._data.stock.table_arn)
        return step

    def _close(self) -> Function:
        step = self._step("CloseOrder", "functions.checkout.steps.close_order", "ORDERS_TABLE", "CARTS_TABLE")
        step.allow([GET, PUT, UPDATE], self._data.orders.table_arn)
        step.allow([UPDATE], self._data.carts.table_arn)
        return step

    def _await_operator(self) -> Function:
        step = self._step("AwaitOperator", "functions.operator.steps.await_operator", "ORDERS_TABLE")
        step.allow([PUT, UPDATE], self._data.orders.table_arn)
        return step

    def _payment_step(
        self,
        name: str,
        handler: str,
        timeout: Duration,
        actions: tuple[str, ...] = (PUT, UPDATE),
        **more: str,
    ) -> Function:
        secret = secretsmanager.Secret.from_secret_name_v2(
            self, f"{name}Stripe", self._settings.stripe_secret_name
        )
        environment = {
            "PAYMENTS_TABLE": self._data.payments.table_name,
            "PAYMENT_SECRET": secret.secret_name,
            "PAYMENT_API_BASE": self._settings.stripe_api_base,
        }
        step = self._step(name, handler, timeout=timeout, memory_mb=WAITING_MEMORY_MB, **environment, **more)
        # By name alone: the six characters that AWS appends to it are not known here.
        step.allow([READ_SECRET], f"{secret.secret_arn}-??????")
        step.allow([*actions], self._data.payments.table_arn)
        return step

    def _authorize(self) -> Function:
        table = self._data.idempotency
        step = self._payment_step(
            "AuthorizePayment",
            "functions.payment.steps.authorize_payment",
            AUTHORIZE_TIMEOUT,
            SHOP_URL=self._settings.shop_url,
            IDEMPOTENCY_TABLE=table.table_name,
        )
        step.allow([GET, PUT, UPDATE, DELETE], table.table_arn)
        return step

    def _void(self) -> Function:
        return self._payment_step("VoidPayment", "functions.payment.steps.void_payment", VOID_TIMEOUT)

    def _check(self) -> Function:
        handler = "functions.payment.steps.check_payment"
        return self._payment_step("CheckPayment", handler, STEP_TIMEOUT, actions=(GET, UPDATE))

    def _await_customer_action(self) -> Function:
        step = Function(
            self,
            "AwaitCustomerAction",
            handler="functions.checkout.steps_waiting.await_customer_action",
            layer=self._layer,
            environment={
                "ORDERS_TABLE": self._data.orders.table_name,
                "PAYMENTS_TABLE": self._data.payments.table_name,
            },
        )
        step.allow([QUERY, PUT, UPDATE], self._data.orders.table_arn)
        step.allow([UPDATE], self._data.payments.table_arn)
        return step

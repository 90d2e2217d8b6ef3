"""The Workflow stack: the checkout's state machine and the functions that are its steps; the fulfilment's,
which shares some of them, joins it (fulfilment.py)."""

from functools import partial

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.bundles.assets import dependency_layer
from infra.definitions import load_machine
from infra.parts.actions import BATCH_GET, DELETE, GET, PUT, QUERY, UPDATE
from infra.parts.functions import STEP_TIMEOUT, Function, MakeFunction
from infra.parts.machine import Machine, allow_answers, allow_parking
from infra.parts.payment_keys import may_ask_provider
from infra.settings import Settings
from infra.stacks.data import DataStack

AUTHORIZE_TIMEOUT = Duration.seconds(65)
VOID_TIMEOUT = Duration.seconds(110)


class WorkflowStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, *, data: DataStack, settings: Settings) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: the sagas of checkout and fulfilment")
        self._data = data
        self._settings = settings
        self.layer = dependency_layer(self)
        self._step: MakeFunction = partial(Function, self, layer=self.layer)
        answering = self._await_customer_action()
        self.operator = self._await_operator()
        self.steps: dict[str, lambda_.Function] = {
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
        CfnOutput(self, "TableSuffix", value=settings.table_suffix or "-")
        CfnOutput(self, "Currency", value=settings.currency)
        CfnOutput(self, "CheckoutDueSeconds", value=str(settings.patience.due_seconds))
        CfnOutput(self, "CheckoutMachine", value=self.machine.live)

    def _reserve(self) -> Function:
        data = self._data
        step = self._step(
            "ReserveStock",
            "functions.checkout.steps.reserve_stock",
            ORDERS_TABLE=data.orders.table_name,
            STOCK_TABLE=data.stock.table_name,
            CREDITS_TABLE=data.credits.table_name,
        )
        step.allow([GET], data.orders.table_arn)  # of executions that an earlier deployment started
        step.allow([BATCH_GET, GET, PUT, UPDATE], data.stock.table_arn)
        step.allow([GET, UPDATE], data.credits.table_arn)
        return step

    def _confirm(self) -> Function:
        data = self._data
        step = self._step(
            "ConfirmOrder",
            "functions.checkout.steps.confirm_order",
            ORDERS_TABLE=data.orders.table_name,
            STOCK_TABLE=data.stock.table_name,
            CARTS_TABLE=data.carts.table_name,
        )
        step.allow([GET, PUT, UPDATE], data.orders.table_arn)
        step.allow([UPDATE], data.stock.table_arn, data.carts.table_arn)
        return step

    def _abandon(self) -> Function:
        data = self._data
        step = self._step(
            "AbandonOrder",
            "functions.checkout.steps.abandon_order",
            ORDERS_TABLE=data.orders.table_name,
            STOCK_TABLE=data.stock.table_name,
            CREDITS_TABLE=data.credits.table_name,
            SESSIONS_TABLE=data.sessions.table_name,
        )
        tables = (data.orders, data.stock, data.credits)
        step.allow([GET, PUT, UPDATE], *(table.table_arn for table in tables))
        step.allow([UPDATE], data.sessions.table_arn)
        return step

    def _close(self) -> Function:
        data = self._data
        step = self._step(
            "CloseOrder",
            "functions.checkout.steps.close_order",
            ORDERS_TABLE=data.orders.table_name,
            CARTS_TABLE=data.carts.table_name,
        )
        step.allow([GET, PUT, UPDATE], data.orders.table_arn)
        step.allow([UPDATE], data.carts.table_arn)
        return step

    def _await_operator(self) -> Function:
        orders = self._data.orders
        handler = "functions.operator.steps.await_operator"
        step = self._step("AwaitOperator", handler, ORDERS_TABLE=orders.table_name)
        step.allow([PUT, UPDATE], orders.table_arn)
        return step

    def _payment_step(
        self,
        name: str,
        handler: str,
        timeout: Duration,
        actions: tuple[str, ...] = (PUT, UPDATE),
        **more: str,
    ) -> Function:
        payments, settings = self._data.payments, self._settings
        step = self._step(
            name,
            handler,
            timeout=timeout,
            PAYMENTS_TABLE=payments.table_name,
            **more,
        )
        may_ask_provider(step, settings)
        step.allow([*actions], payments.table_arn)
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
        handler = "functions.payment.steps.void_payment"
        return self._payment_step("VoidPayment", handler, VOID_TIMEOUT, actions=(UPDATE,))

    def _check(self) -> Function:
        handler = "functions.payment.steps.check_payment"
        return self._payment_step("CheckPayment", handler, STEP_TIMEOUT, actions=(GET, UPDATE))

    def _await_customer_action(self) -> Function:
        step = self._step(
            "AwaitCustomerAction",
            "functions.checkout.steps_waiting.await_customer_action",
            ORDERS_TABLE=self._data.orders.table_name,
            PAYMENTS_TABLE=self._data.payments.table_name,
        )
        step.allow([QUERY, PUT, UPDATE], self._data.orders.table_arn)
        step.allow([UPDATE], self._data.payments.table_arn)
        return step

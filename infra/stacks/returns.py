"""The Returns stack: the state machine of a return and the functions that are its steps."""

from functools import partial

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.bundles.assets import dependency_layer
from infra.definitions import load_machine
from infra.parts.actions import CHECK, GET, PUT, QUERY, UPDATE
from infra.parts.functions import Function, MakeFunction
from infra.parts.machine import Machine, allow_answers, allow_parking
from infra.parts.payment_keys import may_ask_provider
from infra.settings import Settings
from infra.stacks.data import DataStack

REFUND_TIMEOUT = Duration.seconds(110)


class ReturnsStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, *, data: DataStack, settings: Settings) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: what comes back")
        self._data = data
        self._settings = settings
        orders = data.orders.table_name
        self._step: MakeFunction = partial(Function, self, layer=dependency_layer(self), ORDERS_TABLE=orders)
        self.due_seconds = str(settings.patience.return_due_seconds)
        inspection, operator = self._await_inspection(), self._await_operator()
        self.steps: dict[str, lambda_.Function] = {
            "AwaitInspection": inspection,
            "RefundPayment": self._refund(),
            "RestockItems": self._restock(),
            "CloseReturn": self._close(),
            "AwaitReturnOperator": operator,
        }
        definition = load_machine("return", settings.patience)
        self.machine = Machine(self, "Return", definition=definition, steps=self.steps)
        allow_answers(self.machine, inspection)
        allow_parking(self.machine, operator)
        CfnOutput(self, "ReturnMachine", value=self.machine.live)
        CfnOutput(self, "ReturnDueSeconds", value=str(settings.patience.return_due_seconds))

    def _await_inspection(self) -> Function:
        step = self._step("AwaitInspection", "functions.returns.steps.await_inspection")
        step.allow([UPDATE], self._data.orders.table_arn)
        return step

    def _refund(self) -> Function:
        payments, settings = self._data.payments, self._settings
        credits = self._data.credits
        step = self._step(
            "RefundPayment",
            "functions.returns.steps_payment.refund_payment",
            timeout=REFUND_TIMEOUT,
            PAYMENTS_TABLE=payments.table_name,
            CREDITS_TABLE=credits.table_name,
        )
        may_ask_provider(step, settings)
        step.allow([GET], self._data.orders.table_arn)
        step.allow([GET, UPDATE], payments.table_arn)
        step.allow([GET, PUT, UPDATE], credits.table_arn)
        return step

    def _restock(self) -> Function:
        stock = self._data.stock
        step = self._step(
            "RestockItems", "functions.returns.steps.restock_items", STOCK_TABLE=stock.table_name
        )
        step.allow([GET], self._data.orders.table_arn)
        step.allow([GET, UPDATE], stock.table_arn)
        return step

    def _close(self) -> Function:
        payments = self._data.payments
        step = self._step(
            "CloseReturn", "functions.returns.steps.close_return", PAYMENTS_TABLE=payments.table_name
        )
        step.allow([GET, QUERY, PUT, UPDATE], self._data.orders.table_arn)
        step.allow([GET, CHECK], payments.table_arn)
        return step

    def _await_operator(self) -> Function:
        step = self._step("AwaitReturnOperator", "functions.returns.steps.await_operator")
        step.allow([UPDATE], self._data.orders.table_arn)
        return step

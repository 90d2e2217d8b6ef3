"""The Refunds stack: the state machine of a refund of an amount and the functions that are its steps."""

from functools import partial

from aws_cdk import CfnOutput, Duration, Stack
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.bundles.assets import dependency_layer
from infra.definitions import load_machine
from infra.parts.actions import CHECK, GET, PUT, UPDATE
from infra.parts.functions import Function, MakeFunction
from infra.parts.machine import Machine, allow_parking
from infra.parts.payment_keys import may_ask_provider
from infra.settings import Settings
from infra.stacks.data import DataStack

GIVE_BACK_TIMEOUT = Duration.seconds(110)


class RefundsStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, *, data: DataStack, settings: Settings) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: refunds of an amount")
        self._data = data
        self._settings = settings
        orders = data.orders.table_name
        self._step: MakeFunction = partial(Function, self, layer=dependency_layer(self), ORDERS_TABLE=orders)
        operator = self._await_operator()
        self.steps: dict[str, lambda_.Function] = {
            "GiveMoneyBack": self._give_back(),
            "CloseRefund": self._close(),
            "AwaitRefundOperator": operator,
        }
        definition = load_machine("refund", settings.patience)
        self.machine = Machine(self, "Refund", definition=definition, steps=self.steps)
        allow_parking(self.machine, operator)
        CfnOutput(self, "RefundMachine", value=self.machine.live)

    def _give_back(self) -> Function:
        payments, credits = self._data.payments, self._data.credits
        step = self._step(
            "GiveMoneyBack",
            "functions.refunds.steps_payment.give_money_back",
            timeout=GIVE_BACK_TIMEOUT,
            PAYMENTS_TABLE=payments.table_name,
            CREDITS_TABLE=credits.table_name,
        )
        may_ask_provider(step, self._settings)
        step.allow([GET], self._data.orders.table_arn)
        step.allow([GET, UPDATE], payments.table_arn)
        step.allow([GET, PUT, UPDATE], credits.table_arn)
        return step

    def _close(self) -> Function:
        payments = self._data.payments
        step = self._step(
            "CloseRefund", "functions.refunds.steps.close_refund", PAYMENTS_TABLE=payments.table_name
        )
        step.allow([GET, PUT, UPDATE], self._data.orders.table_arn)
        step.allow([GET, CHECK], payments.table_arn)
        return step

    def _await_operator(self) -> Function:
        step = self._step("AwaitRefundOperator", "functions.refunds.steps.await_operator")
        step.allow([UPDATE], self._data.orders.table_arn)
        return step

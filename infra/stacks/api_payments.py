"""The function behind /payments/webhook."""

from functions.payment.provider import provider
from infra.parts.actions import CHECK, DELETE, FAIL_TASK, GET, PUT, SUCCEED_TASK, UPDATE
from infra.parts.functions import Function, MakeFunction
from infra.parts.payment_keys import may_ask_provider
from infra.settings import Settings
from infra.stacks.data import DataStack

WEBHOOK = "POST /payments/webhook"
SUBSCRIPTION = ",".join(provider.EVENTS)


def webhook_function(make: MakeFunction, data: DataStack, machine_arn: str, settings: Settings) -> Function:
    """Reads holds, records what they say, undoes what comes too late, answers those who wait; has orders tell
    of refunds made by hand."""
    function = make(
        "Webhook",
        "functions.recovery.on_webhook.handle",
        ORDERS_TABLE=data.orders.table_name,
        PAYMENTS_TABLE=data.payments.table_name,
        IDEMPOTENCY_TABLE=data.idempotency.table_name,
    )
    function.allow([GET, PUT, UPDATE], data.orders.table_arn)
    function.allow([GET, UPDATE, CHECK], data.payments.table_arn)
    function.allow([PUT, UPDATE, DELETE], data.idempotency.table_arn)
    function.allow([SUCCEED_TASK, FAIL_TASK], machine_arn)
    may_ask_provider(function, settings)
    return function

"""The function behind /payments/webhook, and who may read the payment provider's keys."""

from functions.payment.provider import provider
from infra.parts.actions import DELETE, FAIL_TASK, GET, PUT, SUCCEED_TASK, UPDATE
from infra.parts.functions import Function, MakeFunction
from infra.parts.payment_keys import allow_stripe_keys
from infra.settings import Settings
from infra.stacks.data import DataStack

WEBHOOK = "POST /payments/webhook"
SUBSCRIPTION = ",".join(provider.EVENTS)


def webhook_function(make: MakeFunction, data: DataStack, machine_arn: str, settings: Settings) -> Function:
    """Reads intents, records what they say, undoes what comes too late, answers those who wait."""
    function = make(
        "Webhook",
        "functions.payment.on_webhook.handle",
        PAYMENTS_TABLE=data.payments.table_name,
        IDEMPOTENCY_TABLE=data.idempotency.table_name,
        PAYMENT_SECRET=settings.stripe_secret_name,
        PAYMENT_API_BASE=settings.stripe_api_base,
    )
    function.allow([GET, UPDATE], data.payments.table_arn)
    function.allow([PUT, UPDATE, DELETE], data.idempotency.table_arn)
    function.allow([SUCCEED_TASK, FAIL_TASK], machine_arn)
    allow_stripe_keys(function, settings)
    return function
